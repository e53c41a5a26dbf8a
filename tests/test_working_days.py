"""The working-day calendar against decreed holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from database import working_days

FIRST, LAST = date(2018, 1, 1), date(2028, 12, 31)
NATIONAL = working_days.holidays(FIRST, LAST)
WITH_CUTI = working_days.holidays(FIRST, LAST, cuti_bersama=True)


@pytest.mark.parametrize(
    "day",
    [
        # Idul Fitri, both days
        *(
            "2023-04-22",
            "2023-04-23",
            "2024-04-10",
            "2024-04-11",
            "2025-03-31",
            "2025-04-01",
            "2026-03-21",
            "2026-03-22",
        ),
        # Nyepi
        *("2023-03-22", "2024-03-11", "2025-03-29", "2026-03-19"),
        # 17 August, New Year, Labour Day, Pancasila Day, Christmas
        *(f"{year}-{day}" for year in range(2018, 2029) for day in ("08-17", "01-01", "05-01", "06-01", "12-25")),
        # elections: national holidays by decree
        *("2019-04-17", "2024-02-14", "2024-11-27"),
    ],
)
def test_national_holidays(day: str) -> None:
    assert date.fromisoformat(day) in NATIONAL
    assert not working_days.is_working(date.fromisoformat(day), NATIONAL)


@pytest.mark.parametrize(
    "day",
    ["2023-04-19", "2023-04-25", "2024-04-08", "2024-04-15", "2025-04-02", "2025-04-07", "2026-03-20", "2026-03-24"],
)
def test_cuti_bersama_is_a_working_day_unless_asked(day: str) -> None:
    moment = date.fromisoformat(day)
    assert working_days.is_working(moment, NATIONAL)
    assert not working_days.is_working(moment, WITH_CUTI)


def test_weekends_and_ordinary_days() -> None:
    assert not working_days.is_working(date(2026, 11, 21), NATIONAL)  # Saturday
    assert not working_days.is_working(date(2026, 11, 22), NATIONAL)
    assert working_days.is_working(date(2026, 11, 23), NATIONAL)


def test_names_are_indonesian() -> None:
    assert NATIONAL[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert WITH_CUTI[date(2026, 3, 20)].startswith("Cuti Bersama")


def test_holidays_that_are_not_decreed_yet_say_so() -> None:
    assert "perkiraan" in NATIONAL[date(2028, 2, 27)]


@pytest.mark.parametrize(
    ("received", "count", "due"),
    [
        ("2026-11-23", 3, "2026-11-26"),
        ("2026-11-20", 3, "2026-11-25"),  # over a weekend
        ("2026-11-21", 1, "2026-11-23"),  # received on a Saturday
        ("2026-08-14", 1, "2026-08-18"),  # weekend and 17 August
        ("2025-03-27", 1, "2025-03-28"),
        ("2025-03-28", 1, "2025-04-02"),  # Nyepi on a Saturday, then Idul Fitri; cuti bersama counts as working
    ],
)
def test_the_nth_working_day_after(received: str, count: int, due: str) -> None:
    assert working_days.add(date.fromisoformat(received), count, NATIONAL) == date.fromisoformat(due)


def test_with_cuti_bersama_lebaran_is_longer() -> None:
    assert working_days.add(date(2025, 3, 28), 1, WITH_CUTI) == date(2025, 4, 8)


def test_the_calendar_reaches_two_years_ahead() -> None:
    assert working_days.last_day(date(2026, 11, 24)) == date(2028, 12, 31)


def test_every_year_has_a_plausible_number_of_working_days() -> None:
    for year in range(2018, 2029):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        count = sum(working_days.is_working(day, NATIONAL) for day in days if day.year == year)
        assert 242 <= count <= 252, year
