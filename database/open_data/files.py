"""Read one published complaint file: separator, encoding, columns and dates as they were published over the years."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from database.errors import DatabaseError

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
    path: Path
    encoding: str
    separator: str
    rows: list[Row]
    short: int  # rows that end before the last column; the missing fields are taken as blank
    blank: int  # empty lines

    @property
    def name(self) -> str:
        return self.path.name


def read(path: Path) -> PublishedFile:
    """Read a file whole; a file that is not what it should be is refused with the place of the fault."""
    text, encoding = _text(path)
    head = text.lstrip("\r\n").partition("\n")[0]
    separator = ";" if head.count(";") >= head.count(",") else ","
    try:
        return _parsed(path, text, encoding, separator, escape=None)
    except DatabaseError as error:
        # Some exports write a quote inside quotes as \" instead of "".
        if '\\"' not in text:
            raise
        try:
            return _parsed(path, text, encoding, separator, escape="\\")
        except DatabaseError:
            raise error from None


def _text(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DatabaseError(f"There is no file {path}.") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read: {error.strerror}.") from None
    if not data.strip():
        raise DatabaseError(f"{path} is empty.")
    if any(byte < 32 and byte not in b"\t\n\v\f\r\x1a" for byte in data[:4096]) or b"\0" in data:
        raise DatabaseError(f"{path} is not a text file: save it as CSV in UTF-8 and load it again.")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _parsed(path: Path, text: str, encoding: str, separator: str, escape: str | None) -> PublishedFile:
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, escapechar=escape, doublequote=escape is None
    )
    rows: list[Row] = []
    fields: list[str] = []
    line = short = blank = 0
    try:
        for values in lines:
            line, started = lines.line_num, line + 1
            if not any(value.strip() for value in values):
                blank += 1
            elif not fields:
                fields = _fields(path, values)
            else:
                if len(values) > len(fields) and any(value.strip() for value in values[len(fields) :]):
                    raise DatabaseError(
                        f"{path} line {started}: {len(values)} fields where the first line has {len(fields)};"
                        f" put a text that contains '{separator}' in quotes."
                    )
                short += len(values) < len(fields)
                values += [""] * (len(fields) - len(values))
                absent: dict[str, str | None] = dict.fromkeys(OPTIONAL)
                rows.append(Row(line=started, **{**absent, **dict(zip(fields, values, strict=False))}))  # type: ignore[arg-type]
    except csv.Error as error:
        raise DatabaseError(f"{path} line {line + 1}: the quotes do not match ({error}).") from None
    if not rows:
        raise DatabaseError(f"{path} has no rows after its first line.")
    return PublishedFile(path, encoding, separator, rows, short, blank)


def _fields(path: Path, header: list[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:  # separators at the end of the line
        names.pop()
    if unknown := [name for name in names if name not in FIELD]:
        raise DatabaseError(f"{path} has the unknown column {unknown[0][:60]!r}; {EXPECTED}.")
    fields = [FIELD[name] for name in names]
    if twice := [name for name, field in zip(names, fields, strict=True) if fields.count(field) > 1]:
        raise DatabaseError(f"{path} has {' and '.join(twice)} for the same thing; {EXPECTED}.")
    if missing := [field for field in NAMES if field not in fields and field not in OPTIONAL]:
        raise DatabaseError(f"{path} has no column {' or '.join(NAMES[missing[0]])}; {EXPECTED}.")
    return fields


def moment(text: str) -> datetime | None:
    """A date of the files, M/D/YYYY or ISO, with or without a time, in Jakarta; None where it is no such date."""
    text = text.strip()
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?", text)
    try:
        if american:
            month, day, year, hour, minute, second = (int(part or 0) for part in american.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=JAKARTA)
        if re.match(r"\d{4}-\d\d-\d\d", text):
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=JAKARTA)
    except ValueError:
        pass
    return None


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
