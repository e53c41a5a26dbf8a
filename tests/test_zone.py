"""A source elsewhere: days, weeks and months begin in its own zone, and times say which that is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from database import check, zone
from queries import channels, complaints, moment, skpds
from queries.filters import Filters
from tests.apptest import is_well, notices, opened
from tests.every_page import EVERY_PAGE
from tests.world import World, cohort

SOURCE = (
    "create or replace view dashboard.source as select 'crm' as kind, 'CRM' as name, false as is_sample, {} as zone"
)


def lies_in(world: World, name: str | None) -> None:
    world.execute(SOURCE.format("null::text" if name is None else f"'{name}'::text"))


def day(first: str, last: str | None = None) -> Filters:
    return Filters(date.fromisoformat(first), date.fromisoformat(last or first), datetime(2026, 11, 24, 10, 0))


@pytest.mark.parametrize(
    ("name", "letters", "own", "next_day"),
    [
        ("Asia/Jakarta", "WIB", "2026-11-10 23:30+07", "2026-11-11 00:00+07"),
        ("Asia/Makassar", "WITA", "2026-11-10 23:30+08", "2026-11-11 00:00+08"),
        ("Asia/Jayapura", "WIT", "2026-11-10 23:30+09", "2026-11-11 00:00+09"),
        ("America/New_York", "EST", "2026-11-10 23:30-05", "2026-11-11 00:00-05"),
        ("America/Sao_Paulo", "UTC-03", "2026-11-10 23:30-03", "2026-11-11 00:00-03"),
        ("asia/makassar", "WITA", "2026-11-10 23:30+08", "2026-11-11 00:00+08"),
    ],
)
def test_a_day_is_that_of_the_source(world: World, name: str, letters: str, own: str, next_day: str) -> None:
    lies_in(world, name)
    for text in (own, next_day):
        world.add("2026-11-10 12:00", masuk=datetime.fromisoformat(text), diubah=datetime.fromisoformat(text))
    assert complaints.totals(day("2026-11-10"))["masuk"] == complaints.totals(day("2026-11-11"))["masuk"] == 1
    per_day = complaints.per_day(day("2026-11-09", "2026-11-12"))
    assert per_day["masuk"].tolist() == [0, 1, 1, 0]
    steps = channels.steps(day("2026-11-09", "2026-11-12"), "day")
    assert [str(step)[:10] for step in steps["step"]] == ["2026-11-10", "2026-11-11"]
    assert complaints.page(day("2026-11-10"), "masuk")["created_at"].tolist() == [datetime(2026, 11, 10, 23, 30)]
    rhythm = channels.rhythm(day("2026-11-10"))
    assert rhythm[["weekday", "hour"]].values.tolist() == [[2, 23]]
    at = is_well(opened(EVERY_PAGE[0], dari="2026-11-01", sampai="2026-11-23", per="2026-11-24T10:00"))
    said = [caption.value for caption in at.caption if letters in caption.value]
    assert said and not [caption.value for caption in at.caption if "WIB" in caption.value and letters != "WIB"]


def test_a_day_of_25_hours_is_one_day(world: World) -> None:
    """New York set its clocks back on 1 November 2026."""
    lies_in(world, "America/New_York")
    for text in ("2026-10-31 23:30-04", "2026-11-01 00:30-04", "2026-11-01 23:30-05", "2026-11-02 00:30-05"):
        world.add("2026-10-31 12:00", masuk=datetime.fromisoformat(text), diubah=datetime.fromisoformat(text))
    per_day = complaints.per_day(day("2026-10-31", "2026-11-03"))
    assert per_day["masuk"].tolist() == [1, 2, 1, 0]
    assert per_day["terbuka"].tolist() == [1, 3, 4, 4]
    assert [str(each)[:10] for each in per_day["day"]] == ["2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03"]


def test_weeks_begin_where_days_do(world: World) -> None:
    lies_in(world, "America/New_York")
    cohort(world, "KEL-A", 5, 5, day="2026-10-20")
    world.execute("update crm.laporan set batas = '2026-11-08 23:30-05'")  # the last hour of its week
    weeks = skpds.weeks(day("2026-10-26", "2026-11-22"), "tepat-waktu", 4)
    found = skpds.weekly(weeks, "tepat-waktu", ("KEL-A",))
    assert found[["week", "n"]].values.tolist() == [[1, 5]]


@pytest.mark.parametrize("name", ["Mars/Olympus", "'", "Asia", "", "   ", None, "UTC+99", "localtime'; drop"])
def test_a_zone_nobody_knows_is_said(world: World, name: str | None) -> None:
    lies_in(world, name.replace("'", "''") if name else name)
    world.add("2026-11-10 09:00")
    at = is_well(opened(EVERY_PAGE[0], per="2026-11-24T10:00"))
    told = [text for text in notices(at) if "Zona waktu sumber" in text]
    assert len(told) == bool((name or "").strip())
    assert moment.now().zone == zone.JAKARTA
    lines = check.check(world.connection).lines
    assert any("which nobody knows" in text for _level, text in lines) == bool((name or "").strip())


def test_a_source_without_the_column_is_in_jakarta(world: World) -> None:
    world.add("2026-11-10 09:00")
    assert moment.now().zone == zone.JAKARTA
    assert ("ok", "days begin in Asia/Jakarta") in check.check(world.connection).lines
