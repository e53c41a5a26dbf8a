"""The Indonesian working-day calendar, from the library ``holidays``.

National holidays are its category PUBLIC, cuti bersama its category GOVERNMENT. Days that rest on the moon and are not
decreed yet carry "(perkiraan)" in their name; a newer release of the library puts them right.
"""

from __future__ import annotations

from datetime import date, timedelta

import holidays as library
from psycopg import sql

FIRST = date(2018, 1, 1)


def last_day(today: date) -> date:
    """The calendar ends two years after this one: far enough for the longest limit, 60 working days."""
    return date(today.year + 2, 12, 31)


def holidays(first: date, last: date, *, cuti_bersama: bool = False) -> dict[date, str]:
    """Day and name of every holiday from first to last, weekends included."""
    found = library.country_holidays(
        "ID",
        years=range(first.year, last.year + 1),
        language="id",
        categories=(library.PUBLIC, library.GOVERNMENT) if cuti_bersama else (library.PUBLIC,),
    )
    return {day: str(name) for day, name in sorted(found.items()) if first <= day <= last}


def is_working(day: date, closed: dict[date, str]) -> bool:
    return day.weekday() < 5 and day not in closed


def add(day: date, count: int, closed: dict[date, str]) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day, closed)
    return day


def statement(first: date, last: date, *, cuti_bersama: bool = False) -> str:
    """The SQL that brings dashboard.working_day up to date; a row that is right already is left alone."""
    rows = [
        sql.SQL("    ({}, {})").format(sql.Literal(day), sql.Literal(name))
        for day, name in holidays(first, last, cuti_bersama=cuti_bersama).items()
    ]
    return STATEMENT.format(
        first=sql.Literal(first), last=sql.Literal(last), holidays=sql.SQL(",\n").join(rows)
    ).as_string(None)


STATEMENT = sql.SQL("""
with holiday (day, name) as (
    values
{holidays}
),
calendar as (
    select each.at::date as day, extract(isodow from each.at) < 6 and holiday.day is null as is_working, holiday.name
    from generate_series({first}::timestamp, {last}::timestamp, interval '1 day') as each (at)
    left join holiday on holiday.day = each.at::date
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
