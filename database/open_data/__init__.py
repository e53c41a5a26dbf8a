"""The complaint files of Jakarta's open-data portal, loaded so that the dashboard can read them.

The files hold closed complaints with dates but no times: they show volumes, channels and settlement days, and have no
steps, deadlines or answers. All of a load happens in one transaction: a wrong file among several loads nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from database import install
from database.connection import connected
from database.errors import DatabaseError
from database.open_data import files as published
from database.open_data import names
from database.open_data.files import PublishedFile, Row

FOLDER = Path(__file__).parent

CHANNELS = {
    "JK": "JAKI",
    "QL": "QLUE",
    "LP": "LAPOR",
    "TW": "TWITTER",
    "FB": "FACEBOOK",
    "EM": "EMAIL",
    "SM": "SMS",
    "TG": "GUBERNUR",
    "KH": "KELURAHAN",
    "BW": "BALAIWARGA",
    "KC": "KECAMATAN",
    "WL": "WALIKOTA",
}

COPY = """
copy open_data.laporan (
    berkas, baris, nomor_asli, skpd_asli, kategori_asli, rincian_asli, status_asli, masuk_asli, selesai_asli,
    periode_asli, nomor, kanal, kategori, unit, kelurahan, status, masuk, selesai, diterima, diterima_dari
) from stdin
"""


@dataclass(frozen=True)
class Report:
    """What was loaded, and what is odd in it."""

    files: list[PublishedFile]
    rows: int
    doubtful: list[tuple[str, int]]
    installed: install.Installed

    def count(self, kind: str) -> int:
        return dict(self.doubtful)[kind]

    def text(self) -> str:
        lines = []
        for file in self.files:
            sheet = file.sheet
            odd = [f"dates as {file.dates.order}"] * bool(file.dates.order)
            odd += [f"{sheet.short:,} rows too short"] * bool(sheet.short)
            odd += [f"{sheet.blank:,} empty lines"] * bool(sheet.blank)
            odd += [f"left out: {', '.join(file.left_out)}"] * bool(file.left_out)
            lines.append(f"{file.name}: {len(file.rows):,} rows ({sheet.kind})" + "".join(f", {text}" for text in odd))
        lines.append(f"Together {self.rows:,} rows, all of them kept. Doubtful among them:")
        found = [(kind, count) for kind, count in self.doubtful if count]
        lines += [f"  {count:>9,}  {kind}" for kind, count in found] or ["  none"]
        lines += [f"Note: {note}." for note in self.installed.notes]
        return "\n".join(lines) + "\n"


def load(url: str, files: Sequence[Path], date_format: str | None = None, zone: str | None = None) -> Report:
    """Replace what was loaded before by these files and install the contract over them. ``date_format`` and ``zone``:
    the order of day and month, and the zone of times without one, where the files do not tell.
    """
    seen = Counter(path.resolve() for path in files)
    if twice := [str(path) for path, count in seen.items() if count > 1]:
        raise DatabaseError(f"{twice[0]} is named more than once.")
    read = [published.read(path, date_format, zone) for path in files]
    what = install.plan("open-data")
    with connected(url, autocommit=True) as connection:
        with connection.transaction():
            install.refuse_other(connection, "open-data")
            connection.execute("set local lock_timeout = '10s'")
            connection.execute("drop schema if exists open_data cascade")
            _fill(connection, read)
            installed = install.apply(connection, what)
        connection.execute(install.analyze().encode())
        doubtful = connection.execute((FOLDER / "doubtful.sql").read_bytes()).fetchall()
    return Report(read, sum(len(file.rows) for file in read), [(str(k), int(n)) for k, n in doubtful], installed)


def _fill(connection: psycopg.Connection, files: list[PublishedFile]) -> None:
    connection.execute((FOLDER / "schema.sql").read_bytes())
    rows = [row for file in files for row in file.rows]
    with connection.cursor() as cursor:
        with cursor.copy("copy open_data.kelurahan from stdin") as copy:
            for place in names.kelurahan().values():
                copy.write_row((place.code, place.name, place.kecamatan, place.city))
        with cursor.copy("copy open_data.unit from stdin") as copy:
            for unit in names.units(Counter(row.skpd for row in rows)):
                copy.write_row((unit.code, unit.name, unit.kind, unit.city))
        with cursor.copy("copy open_data.kategori from stdin") as copy:
            for category in sorted({row.kategori for row in rows if row.kategori.strip()}):
                copy.write_row((category, names.canonical_category(category)))
        with cursor.copy(COPY) as copy:
            for file in files:
                for values in _values(file):
                    copy.write_row(values)
    connection.execute((FOLDER / "indexes.sql").read_bytes())


def _values(file: PublishedFile) -> Iterator[tuple[Any, ...]]:
    """Rows for COPY: the fields as they came, then what is read out of them."""
    for row in file.rows:
        number = row.nomor.strip()
        place = names.kelurahan_of(row.skpd)
        received = file.dates.moment(row.masuk)
        shown, source = _receipt(row, number, received)
        yield (
            *(file.name, row.line),
            *(row.nomor, row.skpd, row.kategori, row.rincian, row.status, row.masuk, row.selesai, row.periode),
            number,
            CHANNELS.get(number[:2].upper(), "LAIN"),
            row.kategori if row.kategori.strip() else None,
            names.unit_code(row.skpd),
            place.code if place else None,
            _status(row.status),
            received,
            file.dates.moment(row.selesai),
            shown,
            source,
        )


def _receipt(row: Row, number: str, received: datetime | None) -> tuple[datetime | None, str | None]:
    """When it was received, and what says so."""
    for source, found in (
        ("tanggal", received),
        ("nomor", published.day_in_number(number)),
        ("periode", published.first_day_of_period(row.periode)),
    ):
        if found:
            return found, source
    return None, None


def _status(text: str) -> str | None:
    if names.is_blank(text):
        return None
    return "Selesai" if text.strip().upper() in ("COMPLETE", "SELESAI") else text.strip()
