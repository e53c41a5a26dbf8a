"""The published complaint files: columns and dates as they were published over the years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from database import sheets, written
from database.errors import DatabaseError
from database.sheets import Sheet
from database.written import Dates

JAKARTA = ZoneInfo("Asia/Jakarta")

# Our name for a field, and what the portal called it: 2019, 2020.
NAMES = {
    "nomor": ("trace_number", "id_laporan"),
    "skpd": ("nama_skpd", "skpd"),
    "kategori": ("kategori",),
    "rincian": ("rincian_masalah",),
    "status": ("status",),
    "masuk": ("tanggal_masuk", "waktu_masuk"),
    "selesai": ("tanggal_selesai", "waktu_selesai"),
    "periode": ("periode_data",),
}
OPTIONAL = {"rincian", "periode"}
FIELD = {name: field for field, names in NAMES.items() for name in names}
EXPECTED = (
    "expected are trace_number or id_laporan, nama_skpd or skpd, kategori, status, tanggal_masuk or waktu_masuk,"
    " tanggal_selesai or waktu_selesai, and maybe rincian_masalah and periode_data, separated by ';' or ','"
)


@dataclass(frozen=True)
class Row:
    """One complaint as the file has it; a column the file does not have is None."""

    line: int
    nomor: str
    skpd: str
    kategori: str
    rincian: str | None
    status: str
    masuk: str
    selesai: str
    periode: str | None


@dataclass(frozen=True)
class PublishedFile:
    sheet: Sheet
    rows: list[Row]
    left_out: list[str]
    """Columns that nothing is known of."""
    dates: Dates

    @property
    def name(self) -> str:
        return self.sheet.name


def read(path: Path, date_format: str | None = None, zone: str | None = None) -> PublishedFile:
    """Read a file whole; a file that is not what it should be is refused with the place of the fault."""
    sheet = sheets.read(path, lambda header: _fields(path, header))
    fields, left_out = _fields(path, sheet.header)
    rows = []
    for line, values in sheet.rows:
        found: dict[str, str | None] = dict.fromkeys(OPTIONAL)
        found |= {field: value for field, value in zip(fields, values, strict=True) if field}
        rows.append(Row(line=line, **found))  # type: ignore[arg-type]
    dates = written.dates(
        sheet.name,
        [text for row in rows for text in (row.masuk, row.selesai)],
        said=date_format,
        zone=zone,
        months=[(row.masuk, _month(row.periode)) for row in rows],
    )
    return PublishedFile(sheet, rows, left_out, dates)


def _month(period: str | None) -> int | None:
    found = first_day_of_period(period)
    return found.month if found else None


def _fields(path: Path, header: list[str]) -> tuple[list[str], list[str]]:
    """Our field for each column ("" for one that is left out), and the names of those."""
    names = [name.lower() for name in header]
    fields = [FIELD.get(name, "") for name in names]
    if twice := [name for name, field in zip(names, fields, strict=True) if field and fields.count(field) > 1]:
        raise DatabaseError(f"{path} has {' and '.join(twice)} for the same thing; {EXPECTED}.")
    if missing := [field for field in NAMES if field not in fields and field not in OPTIONAL]:
        there = ", ".join(repr(name[:40]) for name in header[:12])
        raise DatabaseError(f"{path} has no column {' or '.join(NAMES[missing[0]])} among {there}; {EXPECTED}.")
    return fields, [name for name, field in zip(header, fields, strict=True) if not field]


def day_in_number(number: str) -> datetime | None:
    """The day in a JAKI number: JK + YYMMDD + running number."""
    found = re.match(r"JK(\d\d)(\d\d)(\d\d)\d", number, re.IGNORECASE)
    try:
        return _midnight(date(2000 + int(found[1]), int(found[2]), int(found[3]))) if found else None
    except ValueError:
        return None


def first_day_of_period(period: str | None) -> datetime | None:
    """The first day of a month written YYYYMM."""
    found = re.fullmatch(r"\s*(\d{4})(\d\d)\s*", period or "")
    try:
        return _midnight(date(int(found[1]), int(found[2]), 1)) if found else None
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA)
