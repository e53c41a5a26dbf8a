"""Complaints of any city, from one table (CSV or XLSX) and a description of its columns in TOML.

All of a load happens in one transaction; a second load replaces the first. docs/another-city.md shows the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from database import entries, install, sheets, written, zone
from database.connection import connected
from database.errors import DatabaseError
from database.sheets import Sheet

FOLDER = Path(__file__).parent

TEXTS = ("code", "channel", "category", "skpd", "kelurahan", "status", "lapor_kind", "lapor_tracking_id")
TIMES = ("created_at", "coordinated_at", "answered_at", "closed_at", "deadline_at")
NUMBERS = ("rating",)
REQUIRED = ("code", "created_at")
STATUSES = ("Menunggu", "Koordinasi", "Disposisi", "Proses", "Menunggu Validasi", "TL Ditolak", "Selesai")
NULLS = {"", "null", "none", "nan", "n/a", "-"}
COPY = f"copy described.complaint ({', '.join(('line', *TEXTS, *TIMES, *NUMBERS, 'kelurahan_code'))}) from stdin"


@dataclass(frozen=True)
class Description:
    """What the columns of a file mean: ``columns``, our field -> the file's column; ``constants``, our field -> the value
    of every row; ``statuses``, the file's word -> ours.
    """

    path: Path
    name: str
    zone: str
    columns: dict[str, str]
    constants: dict[str, str]
    statuses: dict[str, str]
    units: str = "dinas"
    """The kind of every unit, since a file knows none."""


@dataclass(frozen=True)
class Report:
    sheet: Sheet
    dates: written.Dates
    left_out: list[str]
    unreadable: dict[str, tuple[int, str]]
    """Field -> how many values could not be read, and one of them."""
    undated: int
    unknown_statuses: Counter[str]
    installed: install.Installed
    doubtful: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"{self.sheet.name}: {len(self.sheet.rows):,} rows ({self.sheet.kind}), all of them kept."]
        if self.dates.order:
            lines.append(f"Dates are read as {self.dates.order}.")
        lines.append(f"Times without a zone are those of {self.dates.zone}.")
        if self.left_out:
            lines.append(f"Left out, since the description does not name them: {', '.join(self.left_out)}.")
        for name, (count, example) in self.unreadable.items():
            lines.append(f"  {count:>9,}  {name} not readable (such as {example!r})")
        if self.undated:
            lines.append(f"  {self.undated:>9,}  without a receipt that can be read, so not shown by the dashboard")
        for word, count in self.unknown_statuses.most_common(5):
            lines.append(f"  {count:>9,}  status {word!r} is none of ours: name it under [status]")
        lines += [f"Note: {note}." for note in self.installed.notes]
        return "\n".join(lines) + "\n"


def describe(path: Path) -> Description:
    """Read a description. DatabaseError says what is wrong in it."""
    data, _text = entries.toml(path)
    known = {"name", "zone", "units", "column", "constant", "status"}
    if unknown := sorted(set(data) - known):
        raise DatabaseError(f"{path} has the unknown key {unknown[0]}; known are {', '.join(sorted(known))}.")
    tables = {key: data.get(key, {}) for key in ("column", "constant", "status")}
    for key, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(value, str) and value for value in table.values()):
            raise DatabaseError(f'{path}: [{key}] has to hold texts only, such as code = "case_id".')
    fields = (*TEXTS, *TIMES, *NUMBERS)
    for key in ("column", "constant"):
        if odd := [name for name in tables[key] if name not in fields]:
            raise DatabaseError(f"{path}: [{key}] names {odd[0]}; it may name {', '.join(fields)}.")
    if missing := [name for name in REQUIRED if name not in tables["column"]]:
        raise DatabaseError(f"{path}: [column] has to name {' and '.join(REQUIRED)}; {missing[0]} is missing.")
    if odd := [word for word in tables["status"].values() if word not in STATUSES]:
        raise DatabaseError(f"{path}: [status] gives {odd[0]!r}; it may give {', '.join(STATUSES)}.")
    named = data.get("zone", zone.JAKARTA)
    where = zone.known(named) if isinstance(named, str) else None
    if where is None:
        raise DatabaseError(f"{path}: nobody knows the zone {named!r}; write one such as Asia/Jakarta.")
    name, units = data.get("name", path.stem), data.get("units", "dinas")
    if not isinstance(name, str) or not name.strip() or not isinstance(units, str):
        raise DatabaseError(f"{path}: name and units have to be texts.")
    return Description(path, name, where, tables["column"], tables["constant"], tables["status"], units)


def load(
    url: str,
    file: Path,
    description: Path,
    *,
    date_format: str | None = None,
    time_zone: str | None = None,
    decimal: str | None = None,
    rules_file: Path | None = None,
) -> Report:
    """Replace what was loaded before by this file and install the contract over it. Without ``rules_file`` there are no
    time limits but the deadlines of the file itself.
    """
    described = describe(description)
    sheet = sheets.read(file, lambda header: _refuse_absent(file, description, described, header))
    at = {name.casefold(): number for number, name in enumerate(sheet.header)}
    places = {field: at[column.casefold()] for field, column in described.columns.items()}
    times = [places[name] for name in TIMES if name in places]
    dates = written.dates(
        sheet.name, (values[at] for _line, values in sheet.rows for at in times), said=date_format, zone=time_zone
    )
    dates = written.Dates(dates.order, time_zone or described.zone)
    sign = written.decimal(
        sheet.name, (values[places[name]] for _l, values in sheet.rows for name in NUMBERS if name in places), decimal
    )
    reader = _Reader(described, places, dates, sign)
    rows = [reader.row(line, values) for line, values in sheet.rows]
    what = install.plan(str(FOLDER / "mapping.sql"), rules_file=rules_file)
    with connected(url, autocommit=True) as connection:
        with connection.transaction():
            # A CRM that was mapped by hand is of this kind too, and stays.
            is_ours = connection.execute("select to_regclass('described.source')").fetchone() != (None,)
            install.refuse_other(connection, "crm" if is_ours else "described")
            connection.execute("set local lock_timeout = '10s'")
            connection.execute("drop schema if exists described cascade")
            _fill(connection, described, rows)
            installed = install.apply(connection, what)
            if rules_file is None:  # Jakarta's limits hold for nobody else
                connection.execute("delete from dashboard.sla_rule")
        connection.execute(install.analyze().encode())
    used = set(places.values())
    left_out = [name for number, name in enumerate(sheet.header) if number not in used and name]
    undated = sum(row[1 + len(TEXTS)] is None for row in rows)
    return Report(sheet, dates, left_out, reader.unreadable, undated, reader.unknown_statuses, installed)


def _refuse_absent(file: Path, description: Path, described: Description, header: list[str]) -> None:
    known = {name.casefold() for name in header}
    if absent := [column for column in described.columns.values() if column.casefold() not in known]:
        there = ", ".join(repr(name[:40]) for name in header[:20])
        raise DatabaseError(f"{file} has no column {absent[0]!r}, which {description} names; it has {there}.")


class _Reader:
    """Turns the values of a row into ours, and counts what cannot be read."""

    def __init__(self, described: Description, places: dict[str, int], dates: written.Dates, sign: str) -> None:
        self.described, self.places, self.dates, self.sign = described, places, dates, sign
        self.statuses = {word.casefold(): ours for word, ours in described.statuses.items()}
        self.unreadable: dict[str, tuple[int, str]] = {}
        self.unknown_statuses: Counter[str] = Counter()

    def row(self, line: int, values: Sequence[str]) -> tuple[Any, ...]:
        times = {name: self._time(name, self._given(name, values)) for name in TIMES}
        texts = {name: self._given(name, values) for name in TEXTS}
        texts["code"] = texts["code"] or f"#{line}"
        texts["status"] = self._status(texts["status"], times["closed_at"])
        numbers = [self._number(name, self._given(name, values)) for name in NUMBERS]
        return (line, *texts.values(), *times.values(), *numbers)

    def _given(self, name: str, values: Sequence[str]) -> str | None:
        if name not in self.places:
            return self.described.constants.get(name)
        text = values[self.places[name]].replace("\0", "").strip()
        return None if text.casefold() in NULLS else text

    def _odd(self, name: str, text: str) -> None:
        count, example = self.unreadable.get(name, (0, text[:40]))
        self.unreadable[name] = (count + 1, example)

    def _time(self, name: str, text: str | None) -> datetime | None:
        found = self.dates.moment(text) if text else None
        if text and found is None:
            self._odd(name, text)
        return found

    def _number(self, name: str, text: str | None) -> int | None:
        found = written.number(text, self.sign) if text else None
        if text and (found is None or abs(found) > 2**31 - 1):
            self._odd(name, text)
            return None
        return None if found is None else round(found)

    def _status(self, text: str | None, closed: datetime | None) -> str:
        """Ours for the file's word; without one, or a word nobody has named, what the closing time says."""
        if text and (ours := self.statuses.get(text.casefold())):
            return ours
        if text in STATUSES:
            return str(text)
        if text:
            self.unknown_statuses[text] += 1
        return "Selesai" if closed else "Proses"


def _fill(connection: psycopg.Connection, described: Description, rows: Sequence[tuple[Any, ...]]) -> None:
    connection.execute((FOLDER / "schema.sql").read_bytes())
    connection.execute(
        "insert into described.source values (%s, %s, %s)", (described.name, described.zone, described.units)
    )
    at = 1 + TEXTS.index("kelurahan")
    # In the shape of the codes that the filter parts: all in one city and one kecamatan.
    codes = {
        name: f"00.00.00.{number}" for number, name in enumerate(sorted({row[at] for row in rows if row[at]}), 1001)
    }
    with connection.cursor().copy("copy described.kelurahan from stdin") as copy:
        for name, code in codes.items():
            copy.write_row((code, name))
    with connection.cursor().copy(COPY) as copy:
        for row in rows:
            copy.write_row((*row, codes.get(row[at])))
    connection.execute((FOLDER / "indexes.sql").read_bytes())
