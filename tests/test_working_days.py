"""The working-day calendar against decreed holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from database import regional, working_days
from database.errors import DatabaseError

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


@pytest.mark.parametrize(
    ("year", "national", "cuti"),
    [
        (
            2024,
            "01-01 02-08 02-10 02-14 03-11 03-29 03-31 04-10 04-11 05-01 05-09 05-23 06-01 06-17 07-07 08-17 09-16"
            " 11-27 12-25",
            "02-09 03-12 04-08 04-09 04-12 04-15 05-10 05-24 06-18 12-26",
        ),
        (
            2025,
            "01-01 01-27 01-29 03-29 03-31 04-01 04-18 04-20 05-01 05-12 05-29 06-01 06-06 06-27 08-17 09-05 12-25",
            "01-28 03-28 04-02 04-03 04-04 04-07 05-13 05-30 06-09 08-18 12-26",
        ),
        (
            2026,
            "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25",
            "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
        ),
    ],
)
def test_whole_years_are_those_of_the_joint_decrees(year: int, national: str, cuti: str) -> None:
    """The joint decrees of three ministers (SKB Tiga Menteri), with the elections of 2024 and 18 August 2025."""

    def days(closed: dict[date, str]) -> set[str]:
        return {f"{day:%m-%d}" for day in closed if day.year == year}

    assert days(NATIONAL) == set(national.split())
    assert days(WITH_CUTI) - days(NATIONAL) == set(cuti.split())


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


# --- regional days ---------------------------------------------------------------------------------------------------

GOOD = """
[[holiday]]
day = 2026-06-22
name = "HUT ke-499 Kota Jakarta"

[[holiday]]
day = 2026-05-14
name = "Pelayanan tetap buka"
is_working = true
"""


def read(path: Path) -> list[regional.RegionalDay]:
    return regional.read(path, FIRST, LAST, WITH_CUTI)


def test_regional_days_are_added_and_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(GOOD)
    closed = working_days.holidays(FIRST, LAST, regional=read(path))
    assert closed.keys() - NATIONAL.keys() == {date(2026, 6, 22)}
    assert NATIONAL.keys() - closed.keys() == {date(2026, 5, 14)}
    assert closed[date(2026, 6, 22)] == "HUT ke-499 Kota Jakarta"
    assert list(closed) == sorted(closed)
    assert working_days.add(date(2026, 6, 19), 1, closed) == date(2026, 6, 23)
    assert working_days.add(date(2026, 5, 13), 1, closed) == date(2026, 5, 14)


def test_a_worked_day_may_be_cuti_bersama(tmp_path: Path) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(GOOD.replace("2026-05-14", "2026-05-15"))
    assert date(2026, 5, 15) not in working_days.holidays(FIRST, LAST, cuti_bersama=True, regional=read(path))


def test_the_file_of_the_project_holds_no_day_and_an_example_that_can_be_read(tmp_path: Path) -> None:
    assert read(regional.FILE) == []
    path = tmp_path / "holidays.toml"
    lines = regional.FILE.read_text().splitlines()
    example = lines[lines.index("# [[holiday]]") :]
    path.write_text("\n".join(line.removeprefix("#").strip() for line in example))
    assert [each.is_working for each in read(path)] == [False, True]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("day = 2026-06-22\n", ""), r"line 2: day is missing\."),
        (lambda t: t.replace('name = "Pelayanan tetap buka"\n', ""), r"line 6: name is missing\."),
        (lambda t: t.replace("2026-06-22", '"2026-06-22"'), r"line 2: day has to be a date .* not '2026-06-22'\."),
        (lambda t: t.replace("2026-06-22", "2026-06-22T00:00:00"), r"line 2: day has to be a date"),
        (lambda t: t.replace("2026-06-22", "2026-06-31"), r"is not valid TOML.*line 3"),
        (lambda t: t.replace('"Pelayanan tetap buka"', "1"), r"line 6: name has to be a text\."),
        (lambda t: t.replace('"Pelayanan tetap buka"', '" "'), r"line 6: name has to be a text\."),
        (lambda t: t.replace("true", '"true"'), r"line 6: is_working has to be true or false.* not 'true'\."),
        (lambda t: t.replace("true", "1"), r"line 6: is_working has to be true or false"),
        (
            lambda t: t.replace("is_working", "working"),
            r"line 6: unknown key working; known are day, name, is_working\.",
        ),
        (lambda t: t.replace("2026-05-14", "2026-06-22"), r"line 6: 2026-06-22 is in line 2 already; keep one"),
        (
            lambda t: t.replace("2026-06-22", "2017-12-31"),
            r"line 2: 2017-12-31 lies outside.* 2018-01-01 to 2028-12-31",
        ),
        (lambda t: t.replace("2026-06-22", "2029-01-01"), r"line 2: 2029-01-01 lies outside"),
        # Worked all the same: an ordinary Wednesday, and 17 August 2025, a Sunday.
        (lambda t: t.replace("2026-05-14", "2026-05-13"), r"line 6: 2026-05-13 is no national holiday from Monday"),
        (lambda t: t.replace("2026-05-14", "2025-08-17"), r"line 6: 2025-08-17 is no national holiday from Monday"),
        (
            lambda t: "city = 'Jakarta'\n" + t,
            r"consist of \[\[holiday\]\] entries and nothing else; see holidays\.toml",
        ),
        (lambda t: "holiday = 1", r"consist of \[\[holiday\]\] entries"),
        (lambda t: "day = ", r"is not valid TOML"),
    ],
)
def test_a_wrong_regional_day_is_refused_with_its_line(
    tmp_path: Path, change: Callable[[str], str], message: str
) -> None:
    path = tmp_path / "jakarta.toml"
    path.write_text(change(GOOD))
    with pytest.raises(DatabaseError, match=message) as refused:
        read(path)
    assert str(path) in str(refused.value) and "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no file"):
        read(tmp_path / "none.toml")
    with pytest.raises(DatabaseError, match="cannot be read"):
        read(tmp_path)
    path = tmp_path / "latin.toml"
    path.write_bytes(b"name = '\xe9'")
    with pytest.raises(DatabaseError, match="not a text file in UTF-8"):
        read(path)
