"""Deadlines in working days: the SQL of the dashboard against a count day by day, over ten years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from database import regional, working_days
from database.embedded import Embedded
from database.regional import RegionalDay
from queries.texts import QUESTIONS

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST, LAST = working_days.FIRST, date(2028, 12, 31)
LIMITS = (1, 3, 5, 14, 60)

NATIONAL = working_days.holidays(FIRST, LAST)
WITH_CUTI = working_days.holidays(FIRST, LAST, cuti_bersama=True)

# Received at either end of the day, and at an hour at which it is still the day before in UTC.
HOURS = ("00:00:00", "06:59:59", "23:59:59")

SCOPE = QUESTIONS["scope"].replace("%(zone)s", "'Asia/Jakarta'")


def deadline() -> str:
    """The expression as it stands in the scope from which every question starts, and in what a copy works out."""
    found = re.search(
        r"bool_or\(working_days > 0\) from crm_rule\) then (\(.*?\))\s+end\) end as due_at", SCOPE, re.DOTALL
    )
    assert found, "queries/sql/limits.sql no longer has the deadline in working days where this test looks for it"
    return found[1]


QUERY = f"""
with crm_rule as (select amount as number, amount as working_days from unnest(%s::integer[]) as each (amount))
select (s.created_at at time zone 'Asia/Jakarta')::date, rule, {deadline()}
from (
    select (day + (array[{", ".join(f"time '{hour}'" for hour in HOURS)}])[1 + mod(row_number() over (order by day), 3)])
           at time zone 'Asia/Jakarta' as created_at
    from generate_series(%s::date::timestamp, %s, interval '1 day') as each (day)
) s
cross join (select number as rule from crm_rule) r
"""


@pytest.fixture(scope="module")
def db(server: Embedded, template: str) -> Iterator[psycopg.Connection]:
    """A connection to a database with the contract; each calendar is undone after its question."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists deadlines with (force)")
        connection.execute(f"create database deadlines template {template}".encode())
    with psycopg.connect(server.url("deadlines")) as connection:
        yield connection
        connection.rollback()


def from_sql(
    db: psycopg.Connection,
    first: date,
    last: date,
    *,
    cuti_bersama: bool = False,
    days: Sequence[RegionalDay] = (),
) -> dict[tuple[date, int], datetime | None]:
    """The deadline of every day of receipt and limit, asked at once of a calendar with these settings."""
    try:
        db.execute(working_days.statement(FIRST, LAST, cuti_bersama=cuti_bersama, regional=days).encode())
        rows = db.execute(QUERY.encode(), (list(LIMITS), first, last)).fetchall()
    finally:
        db.rollback()
    return {(day, count): due for day, count, due in rows}


def counted(first: date, last: date, closed: dict[date, str]) -> dict[tuple[date, int], datetime]:
    """The same, one day after the other: the end of the n-th working day after the day of receipt."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        (day, count): datetime.combine(working_days.add(day, count, closed), time(23, 59, 59), JAKARTA)
        for day in days
        for count in LIMITS
    }


HOLIDAYS = """
[[holiday]]
day = 2022-06-22        # a Wednesday
name = "HUT ke-495 Kota Jakarta"

[[holiday]]
day = 2025-06-22        # a Sunday: changes nothing
name = "HUT ke-498 Kota Jakarta"

[[holiday]]
day = 2024-04-12        # cuti bersama: becomes a holiday without the setting
name = "Libur daerah"

[[holiday]]
day = 2023-05-18        # Kenaikan Yesus Kristus, a Thursday
name = "Pelayanan tetap buka"
is_working = true

[[holiday]]
day = 2026-03-23        # cuti bersama: worked with the setting as well
name = "Pelayanan tetap buka"
is_working = true
"""
CLOSED = {date(2022, 6, 22): "", date(2025, 6, 22): "", date(2024, 4, 12): ""}
WORKED = {date(2023, 5, 18), date(2026, 3, 23)}

TEN_YEARS = (date(2019, 1, 1), date(2028, 6, 30))


@pytest.mark.parametrize("cuti_bersama", [False, True], ids=["default", "cuti-bersama"])
@pytest.mark.parametrize("is_regional", [False, True], ids=["national", "regional"])
def test_every_deadline_of_ten_years(
    db: psycopg.Connection, tmp_path: Path, cuti_bersama: bool, is_regional: bool
) -> None:
    closed = dict(WITH_CUTI if cuti_bersama else NATIONAL)
    days: list[RegionalDay] = []
    if is_regional:
        path = tmp_path / "holidays.toml"
        path.write_text(HOLIDAYS)
        days = regional.read(path, FIRST, LAST, WITH_CUTI)
        closed = {day: name for day, name in (closed | CLOSED).items() if day not in WORKED}
    found = from_sql(db, *TEN_YEARS, cuti_bersama=cuti_bersama, days=days)
    assert len(found) == 3469 * len(LIMITS)
    assert found == counted(*TEN_YEARS, closed)


def test_regional_days_move_some_deadlines_and_leave_the_others(db: psycopg.Connection, tmp_path: Path) -> None:
    """The comparison above would also hold if nobody read the file."""
    path = tmp_path / "holidays.toml"
    path.write_text(HOLIDAYS)
    window = (date(2022, 6, 1), date(2023, 5, 31))
    plain = from_sql(db, *window)
    changed = from_sql(db, *window, days=regional.read(path, FIRST, LAST, WITH_CUTI))
    assert {day for day, count in plain if count == 1 and plain[day, count] != changed[day, count]} == {
        date(2022, 6, 21),
        date(2023, 5, 17),
    }
    assert changed[date(2022, 6, 21), 1] == datetime(2022, 6, 23, 23, 59, 59, tzinfo=JAKARTA)
    assert changed[date(2023, 5, 17), 1] == datetime(2023, 5, 18, 23, 59, 59, tzinfo=JAKARTA)


YEAR = (date(2025, 12, 1), date(2026, 11, 30))
WORKABLE = sorted(day for day in WITH_CUTI if YEAR[0] <= day <= YEAR[1] and day.weekday() < 5)


@settings(max_examples=50, deadline=None)
@given(
    added=st.sets(st.dates(date(2025, 12, 1), date(2027, 3, 31)), max_size=40),
    worked=st.sets(st.sampled_from(WORKABLE)),
    cuti_bersama=st.booleans(),
)
def test_any_regional_days(db: psycopg.Connection, added: set[date], worked: set[date], cuti_bersama: bool) -> None:
    days = [RegionalDay(0, day, "Libur daerah", False) for day in sorted(added - worked)]
    days += [RegionalDay(0, day, "Tetap buka", True) for day in sorted(worked)]
    closed = (WITH_CUTI if cuti_bersama else NATIONAL) | dict.fromkeys(added, "")
    closed = {day: name for day, name in closed.items() if day not in worked}
    assert from_sql(db, *YEAR, cuti_bersama=cuti_bersama, days=days) == counted(*YEAR, closed)
