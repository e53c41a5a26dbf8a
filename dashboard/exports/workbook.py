"""A deck as a workbook: a sheet a screen with real dates and numbers, and "Tentang" with what they mean."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dashboard.deck import Column, Deck, Plot, Progress, Screen, Value
from dashboard.exports.tables import CONTROL

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
DATE, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
FIRST = 3  # row of a sheet's table heading, from 0
NAMES, LETTERS = 31, 60  # characters of a sheet's name, widest column


def xlsx(deck: Deck, progress: Progress = lambda *_step: None) -> bytes:
    """The workbook; the same deck gives the same bytes. Text is written as text: nothing in it becomes a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": deck.title, "subject": deck.scope, "author": "CRM Jakarta", "created": deck.as_of})
    style = {
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    taken: set[str] = {_sheet(deck.words["about"], set())}
    for number, screen in enumerate(deck.screens):
        progress(number, len(deck.screens))
        name = _sheet(screen.name, taken)
        taken.add(name)
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, safe(screen.title), style["title"])
        sheet.write_string(1, 0, safe(screen.note))
        columns, rows = contents(deck, screen)
        if columns:
            _table(book, sheet, f"Layar_{number + 1}", columns, rows)
    _about(book.add_worksheet(_sheet(deck.words["about"], set())), deck, style)
    book.close()
    return buffer.getvalue()


def safe(text: str) -> str:
    """Text as a cell can hold it."""
    return CONTROL.sub("", text)[:32_000]


def _sheet(name: str, taken: set[str]) -> str:
    """A name Excel accepts for a sheet, and that no other sheet has."""
    clean = " ".join(FORBIDDEN.sub(" ", name).split())[:NAMES] or "-"
    known, number = {one.lower() for one in taken}, 2
    found = clean
    while found.lower() in known:
        found = f"{clean[: NAMES - len(str(number)) - 1]} {number}"
        number += 1
    return found


def contents(deck: Deck, screen: Screen) -> tuple[Sequence[Column], Sequence[Sequence[Value]]]:
    """What stands on a screen, as columns and rows of real values; the last column of a chart is how it is read."""
    words = deck.words
    if screen.table:
        return screen.table.columns, screen.table.rows
    if screen.plot:
        return _plot(deck, screen.plot)
    if screen.figures:
        columns = [
            Column(words["figure"], width=3),
            Column(words["value"], "number", 1),
            Column(words["words"]),
            Column(words["change"], width=2),
        ]
        return columns, [(big.label, big.value, big.words, big.note) for big in screen.figures]
    return [], []


def _plot(deck: Deck, plot: Plot) -> tuple[Sequence[Column], Sequence[Sequence[Value]]]:
    words = deck.words
    kind: Any = "share" if plot.is_share else "number"
    digits = 0 if plot.kind == "bars" else 1
    first, value, last = (
        Column(words["row"], width=4),
        Column(plot.measure, kind, digits, 2),
        Column(words["words"], width=3),
    )
    if plot.kind == "bars":
        return [first, value, last], [(point.label, point.value, point.words) for point in plot.points]
    low, high = Column(words["low"], kind, digits), Column(words["high"], kind, digits)
    rows = [(point.label, point.value, point.low, point.high, point.words) for point in plot.points]
    return [first, value, low, high, last], rows


def _form(column: Column) -> str:
    if column.kind == "share":
        return "0.0%" if column.digits else "0%"
    if column.kind == "number":
        return "#,##0.0" if column.digits else "#,##0"
    return {"day": DATE, "moment": MOMENT}.get(column.kind, "@")


def _table(book: Any, sheet: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    """A real table: it can be sorted and filtered, and pivots find it by its name."""
    headings = _headings([column.heading for column in columns])
    form = {text: book.add_format({"num_format": text}) for text in {*map(_form, columns), "#,##0.0"}}
    # A table without rows is not one to Excel.
    sheet.add_table(
        FIRST,
        0,
        FIRST + max(len(rows), 1),
        len(columns) - 1,
        {"name": name, "columns": [{"header": heading} for heading in headings], "style": "Table Style Light 1"},
    )
    for place, column in enumerate(columns):
        texts = [headings[place], *(str(row[place] or "") for row in rows)]
        sheet.set_column(place, place, min(max(10, *map(len, texts)) + 2, LETTERS))
        for line, row in enumerate(rows, FIRST + 1):
            whole = isinstance(row[place], int) or column.kind != "number" or column.digits
            _write(sheet, line, place, row[place], form[_form(column)] if whole else form["#,##0.0"])
    sheet.freeze_panes(FIRST + 1, 1)


def _headings(names: Sequence[str]) -> list[str]:
    """Headings of a table differ."""
    found: list[str] = []
    for name in names:
        clean = safe(name) or "-"
        while clean.lower() in {one.lower() for one in found}:
            clean += " *"
        found.append(clean)
    return found


def _write(sheet: Any, line: int, place: int, value: Value, form: Any) -> None:
    if value is None or value != value:
        return
    if isinstance(value, (datetime, date)):
        sheet.write_datetime(line, place, value, form)
    elif isinstance(value, str):
        sheet.write_string(line, place, safe(value))
    else:
        sheet.write_number(line, place, value, form)


def _about(sheet: Any, deck: Deck, style: dict[str, Any]) -> None:
    """Filters, moment, source and version; the rows of each sheet; what each means."""
    words = deck.words
    counts = [(screen.name, f"{len(contents(deck, screen)[1])} {words['rows']}") for screen in deck.screens]
    definitions = [
        (f"{words['definition']}: {screen.name}", screen.definition) for screen in deck.screens if screen.definition
    ]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110, style["wrap"])
    for line, (name, text) in enumerate([*deck.about, *counts, *definitions]):
        sheet.write_string(line, 0, safe(name), style["bold"])
        sheet.write_string(line, 1, safe(text), style["wrap"])
