"""Days on which Jakarta's calendar differs from the national one, read from a TOML file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from database import entries
from database.errors import DatabaseError

FILE = Path(__file__).with_name("holidays.toml")

REQUIRED = ("day", "name")
OPTIONAL = ("is_working",)


@dataclass(frozen=True)
class RegionalDay:
    line: int
    day: date
    name: str
    is_working: bool


def read(path: Path, first: date, last: date, national: dict[date, str]) -> list[RegionalDay]:
    """The days of a file; the first fault is refused with its line.

    ``first`` and ``last`` are the ends of the calendar, ``national`` its holidays with cuti bersama: only one of
    those can be worked all the same.
    """
    days: dict[date, RegionalDay] = {}
    for line, entry in entries.read(path, "holiday", FILE):
        try:
            found = _day(line, entry)
            if not first <= found.day <= last:
                raise ValueError(f"{found.day} lies outside the calendar, which runs from {first} to {last}")
            if found.day in days:
                raise ValueError(f"{found.day} is in line {days[found.day].line} already; keep one of the two")
            if found.is_working and (found.day not in national or found.day.weekday() > 4):
                raise ValueError(
                    f"{found.day} is no national holiday from Monday to Friday, so is_working = true changes nothing;"
                    " correct the day or remove the entry"
                )
        except ValueError as error:
            raise DatabaseError(f"{path} line {line}: {error}.") from None
        days[found.day] = found
    return list(days.values())


def _day(line: int, entry: entries.Entry) -> RegionalDay:
    entries.check_keys(entry, REQUIRED, OPTIONAL)
    entries.check_day(entry, "day")
    entries.check_text(entry, "name")
    is_working = entry.get("is_working", False)
    if not isinstance(is_working, bool):
        raise ValueError(f"is_working has to be true or false, without quotes, not {is_working!r}")
    return RegionalDay(line, entry["day"], entry["name"], is_working)
