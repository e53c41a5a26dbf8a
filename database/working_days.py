"""The Indonesian working-day calendar, from the library ``holidays`` and a file of regional days.

National holidays are its category PUBLIC, cuti bersama its category GOVERNMENT. Days that rest on the moon and are not
decreed yet carry "(perkiraan)" in their name; a newer release of the library puts them right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import holidays as library
from psycopg import sql

from database.regional import RegionalDay

FIRST = date(2018, 1, 1)


def last_day(today: date) -> date:
    """The calendar ends two years after this one: far enough for the longest limit, 60 working days."""
    return date(today.year + 2, 12, 31)


def holidays(
    first: date, last: date, *, cuti_bersama: bool = False, regional: Sequence[RegionalDay] = ()
) -> dict[date, str]:
    """Day and name of every holiday from first to last, weekends included."""
    found = library.country_holidays(
        "ID",
        years=range(first.year, last.year + 1),
        language="id",
        categories=(library.PUBLIC, library.GOVERNMENT) if cuti_bersama else (library.PUBLIC,),
    )
    closed = {day: str(name) for day, name in found.items()}
    for each in regional:
        if each.is_working:
            closed.pop(each.day, None)
        else:
            closed[each.day] = each.name
    return {day: name for day, name in sorted(closed.items()) if first <= day <= last}


def is_working(day: date, closed: dict[date, str]) -> bool:
    return day.weekday() < 5 and day not in closed


def add(day: date, count: int, closed: dict[date, str]) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day, closed)
    return day


def statement(first: date, last: date, *, cuti_bersama: bool = False, regional: Sequence[RegionalDay] = ()) -> str:
    """The SQL that brings dashboard.working_day up to date; a row that is right already is left alone."""
    closed = holidays(first, last, cuti_bersama=cuti_bersama, regional=regional)
    named = [(day, True, name) for day, name in closed.items()]
    named += [(each.day, False, each.name) for each in regional if each.is_working]
    rows = [sql.SQL("    ({})").format(sql.SQL(", ").join(map(sql.Literal, row))) for row in named]
    return STATEMENT.format(
        first=sql.Literal(first), last=sql.Literal(last), named=sql.SQL(",\n").join(rows)
    ).as_string(None)


STATEMENT = sql.SQL("""
with named (day, is_closed, name) as (
    values
{named}
),
calendar as (
    select each.at::date as day, extract(isodow from each.at) < 6 and named.is_closed is not true as is_working,
           named.name
    from generate_series({first}::timestamp, {last}::timestamp, interval '1 day') as each (at)
    left join named on named.day = each.at::date
)
insert into dashboard.working_day as known (day, is_working, number, name)
select day, is_working, sum(is_working::integer) over (order by day), name
from calendar
on conflict (day) do update
set is_working = excluded.is_working, number = excluded.number, name = excluded.name
where (known.is_working, known.number, known.name)
    is distinct from (excluded.is_working, excluded.number, excluded.name);

delete from dashboard.working_day where day < {first} or day > {last};
""")
