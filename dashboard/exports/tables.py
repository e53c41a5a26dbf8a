"""A list as a file: CSV for programs, XLSX for people. Rows pass through one by one; no list is held in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from math import isfinite
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.findings.columns import Column

MOST_ROWS = 1_048_575  # a sheet of XLSX holds one more, its heading
MOST_UNITS = 32_767  # UTF-16 units a cell of XLSX holds
# Where a spreadsheet may take text for a formula: at the beginning, and behind a semicolon or a break of line, because
# in an Indonesian locale a semicolon parts the cells and the quotes around the text do not hold.
RISKY = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
FORMULA = re.compile(r"^(?=[\t\r\n])|(^|[;\t\r\n])(?=[=+\-@＝＋－＠])")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
# Text that cannot stand in a cell's XML as it is.
MARKUP = re.compile(rf"[&<>]|^\s|\s$|{CONTROL.pattern}")
EPOCH = datetime(1899, 12, 30)
FIRST_DAY = datetime(1900, 3, 1)  # before it, spreadsheets count days differently, or not at all
Row = Sequence[Any]


class TooLong(Exception):
    """More rows than a sheet holds."""


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets a quote in front of it."""
    return FORMULA.sub(r"\1'", text) if RISKY.search(text) else text


def as_csv(columns: Sequence[Column], rows: Iterable[Row], language: str = "en") -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read it; times as 2026-11-24 08:00.

    A comma between the cells and a decimal point; in Indonesian (``id``) a semicolon and a decimal comma, without which
    a spreadsheet set to that language finds one column.
    """
    is_indonesian = language == "id"

    def decimal(value: Any) -> Any:
        return str(value).replace(".", ",") if is_indonesian and isinstance(value, float) else value

    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, "utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=";" if is_indonesian else ",", lineterminator="\r\n")
        writer.writerow([column.heading for column in columns])
        kinds = [column.kind for column in columns]
        for row in rows:
            writer.writerow(
                [
                    decimal(value)
                    if value is None or kind == "number"
                    else value.isoformat(" ", "minutes")
                    if kind == "time"
                    else harmless(str(value))
                    for value, kind in zip(row, kinds, strict=True)
                ]
            )
        text.flush()
        return buffer.getvalue()


def as_xlsx(
    columns: Sequence[Column], rows: Iterable[Row], *, sheet: str, about: Iterable[tuple[str, str]], about_sheet: str
) -> bytes:
    """A workbook of two sheets: the rows with real dates and numbers, a filter and a heading that stays; and what they
    are. Text is written as text, so nothing in it becomes a formula. Raises TooLong past MOST_ROWS."""
    buffer = io.BytesIO()
    # Rows go to a temporary file as they come. The folder is ours, so that they are gone from it whatever happens.
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"created": datetime(2000, 1, 1)})  # not now: the same rows give the same bytes
        bold, time = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        listed = book.add_worksheet(sheet)
        for position, column in enumerate(columns):
            listed.set_column(position, position, column.width)
            listed.write_string(0, position, column.heading, bold)
        listed.freeze_panes(1, 1)
        # The library's own calls, one a cell, take four times as long for the very same bytes (tests/test_files.py).
        listed._write_single_row(1)
        writers = [_writer(column.kind, xl_col_to_name(n), time) for n, column in enumerate(columns)]
        write = listed.row_data_fh.write
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MOST_ROWS:
                raise TooLong
            cells = [cell(last + 1, value) for cell, value in zip(writers, row, strict=True) if value is not None]
            write(f'<row r="{last + 1}">{"".join(cells)}</row>')
        listed.dim_rowmax = last
        listed.autofilter(0, 0, last, len(columns) - 1)
        notes = book.add_worksheet(about_sheet)
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for number, (name, words) in enumerate(about):
            notes.write_string(number, 0, name, bold)
            notes.write_string(number, 1, words)
        book.close()
    return buffer.getvalue()


def _writer(kind: str, letters: str, time: Any) -> Callable[[int, Any], str]:
    """A function (row, value) -> the XML of the cell in the column ``letters``."""
    style = time._get_xf_index()

    def text(row: int, value: Any) -> str:
        value = str(value)
        if len(value) > MOST_UNITS // 2:
            value = value.encode("utf-16-le")[: 2 * MOST_UNITS].decode("utf-16-le", "ignore")
        space = ""
        if MARKUP.search(value):
            value = escape(CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value), quote=False)
            space = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
        return f'<c r="{letters}{row}" t="inlineStr"><is><t{space}>{value}</t></is></c>'

    def number(row: int, value: float) -> str:
        return f'<c r="{letters}{row}"><v>{value:.16G}</v></c>' if isfinite(value) else ""

    def moment(row: int, value: datetime) -> str:
        if value < FIRST_DAY:
            return text(row, value.isoformat(" ", "minutes"))
        since = value - EPOCH
        days = since.days + (since.seconds + since.microseconds / 1e6) / 86_400
        return f'<c r="{letters}{row}" s="{style}"><v>{days:.16G}</v></c>'

    return {"text": text, "number": number, "time": moment}[kind]
