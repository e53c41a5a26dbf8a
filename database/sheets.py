"""A table that somebody hands over as a file: CSV as it is written in the world, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from database.errors import DatabaseError

SEPARATORS = ";,\t|"


@dataclass(frozen=True)
class Sheet:
    """The rows of a file as text, each with its line; every row has as many values as the header."""

    path: Path
    kind: str
    """How it is written: "UTF-8, separated by ','", or "XLSX"."""
    header: list[str]
    rows: list[tuple[int, list[str]]]
    short: int  # rows that end before the last column; the missing fields are taken as blank
    blank: int  # empty lines

    @property
    def name(self) -> str:
        return self.path.name


def read(path: Path, check: Callable[[list[str]], object] = lambda header: None) -> Sheet:
    """Read a file whole; a file that is not what it should be is refused with the place of the fault. ``check`` sees the
    header before any row is read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DatabaseError(f"There is no file {path}.") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read: {error.strerror}.") from None
    if not data.strip():
        raise DatabaseError(f"{path} is empty.")
    if data[:4] == b"PK\x03\x04":
        return _sheet(path, "XLSX", _cells(path, data), "put it into a cell of its own", check)
    text, encoding = _text(path, data)
    head = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    kind, advice = f"{encoding}, separated by {separator!r}", f"put a text that contains {separator!r} in quotes"
    try:
        return _sheet(path, kind, _lines(path, text, separator, escape=None), advice, check)
    except DatabaseError as error:
        # Some exports write a quote inside quotes as \" instead of "".
        if '\\"' not in text:
            raise
        try:
            return _sheet(path, kind, _lines(path, text, separator, escape="\\"), advice, check)
        except DatabaseError:
            raise error from None


def _text(path: Path, data: bytes) -> tuple[str, str]:
    if any(byte < 32 and byte not in b"\t\n\v\f\r\x1a" for byte in data[:4096]) or b"\0" in data:
        raise DatabaseError(f"{path} is not a text file: save it as CSV in UTF-8 or as XLSX and load it again.")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _lines(path: Path, text: str, separator: str, escape: str | None) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, escapechar=escape, doublequote=escape is None
    )
    line = 0
    try:
        for values in lines:
            line, started = lines.line_num, line + 1
            yield started, values
    except csv.Error as error:
        raise DatabaseError(f"{path} line {line + 1}: the quotes do not match ({error}).") from None


def _cells(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_cell(value) for value in cells]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise DatabaseError(
            f"{path} is no workbook that can be read ({error}): save it as XLSX or CSV again."
        ) from None


def _cell(value: Any) -> str:
    """A cell as a CSV file would have it: dates in ISO, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sheet(
    path: Path, kind: str, lines: Iterator[tuple[int, list[str]]], advice: str, check: Callable[[list[str]], object]
) -> Sheet:
    rows: list[tuple[int, list[str]]] = []
    header: list[str] = []
    short = blank = 0
    for line, values in lines:
        if not any(value.strip() for value in values):
            blank += 1
        elif not header:
            header = [name.strip() for name in values]
            while header and not header[-1]:  # separators at the end of the line
                header.pop()
            check(header)
        else:
            if any(value.strip() for value in values[len(header) :]):
                raise DatabaseError(
                    f"{path} line {line}: {len(values)} fields where the first line has {len(header)}; {advice}."
                )
            short += len(values) < len(header)
            rows.append((line, [*values, *[""] * (len(header) - len(values))][: len(header)]))
    if not rows:
        raise DatabaseError(f"{path} has no rows after its first line.")
    return Sheet(path, kind, header, rows, short, blank)
