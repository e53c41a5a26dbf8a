"""The meeting on paper, as PDF: a slide a screen, and the monthly report. Everything in them is in the deck.

Typst sets them from slides.typ and report.typ. Text of the deck reaches the templates as JSON and stays text: nothing
in a name is ever markup. Nothing here is slow to import, because it runs in a process of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
import vl_convert

from dashboard.deck import Charts, Deck, Progress, Screen, Table

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
INK = "#0a1518"
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
# What no page can show and no XML may hold: controls, breaks of line, what turns the direction of writing, half
# characters.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def slides(deck: Deck, charts: Charts, progress: Progress = lambda *_step: None) -> bytes:
    """The meeting as pages of 16:9, one a screen. ``charts`` are the Vega-Lite of the plots by the code of their
    screen; ``progress(done, all)`` is told before each of them and before the setting. The same deck gives the same
    bytes.
    """
    return _set("slides.typ", deck, charts, progress)


def report(deck: Deck, charts: Charts, progress: Progress = lambda *_step: None) -> bytes:
    """The report on A4: cover, contents, summary, a section a screen, methods; arguments and bytes as of ``slides``."""
    return _set("report.typ", deck, charts, progress)


def picture(spec: Mapping[str, Any]) -> str:
    """A chart as SVG, in dark letters of the font of the page."""
    vl_convert.register_font_directory(str(FONTS))
    svg = vl_convert.vegalite_to_svg(json.dumps(_drawable(spec)), allowed_base_urls=[])
    return printable(svg.replace("<svg ", f'<svg color="{INK}" ', 1))  # what "currentColor" means in it


def printable(text: str) -> str:
    return UNPRINTABLE.sub(" ", text)


def _drawable(value: Any, key: str = "") -> Any:
    """The same chart without what ends the whole process of the library that draws it: a control in a name."""
    if isinstance(value, dict):
        return {name: _drawable(one, name) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(one) for one in value]
    if isinstance(value, str):
        return LITERAL.sub(_literal, value) if key == "labelExpr" else printable(value)
    return value


def _literal(found: re.Match[str]) -> str:
    """Text within an expression, where a control is written as an escape; breaks of line are meant."""
    return json.dumps("\n".join(map(printable, json.loads(found[0]).split("\n"))))


def _set(template: str, deck: Deck, charts: Charts, progress: Progress) -> bytes:
    drawn = [screen for screen in deck.screens if screen.code in charts]
    steps = len(drawn) + 1
    pictures = {}
    for done, screen in enumerate(drawn):
        progress(done, steps)
        pictures[screen.code] = picture(charts[screen.code])
    progress(len(drawn), steps)
    inputs = {"deck": json.dumps(_printable(_data(deck, pictures)))}
    moment = deck.as_of.replace(tzinfo=ZoneInfo(deck.zone))
    moment = moment.astimezone(timezone(moment.utcoffset() or timedelta()))  # typst wants an offset that stays

    def made(*standards: Any) -> bytes:
        return typst.compile(
            str(HERE / template),
            root=str(HERE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            timestamp=moment,
            pdf_standards=list(standards),
        )

    try:
        return made("ua-1")
    except typst.TypstError:  # PDF/UA takes no letter the font lacks, an emoji in a name for one
        return made()


def _data(deck: Deck, pictures: Mapping[str, str]) -> dict[str, Any]:
    """What the templates read."""
    return {
        "title": deck.title,
        "subtitle": deck.subtitle,
        "scope": deck.scope,
        "source": deck.source,
        "about": deck.about,
        "language": deck.words.language,
        "words": deck.words.parts,
        "screens": [_screen(screen, pictures.get(screen.code)) for screen in deck.screens],
    }


def _screen(screen: Screen, svg: str | None) -> dict[str, Any]:
    return {
        "name": screen.name,
        "title": screen.title,
        "note": screen.note,
        "definition": screen.definition,
        "figures": [{"label": one.label, "words": one.words, "note": one.note} for one in screen.figures],
        "picture": svg,
        "table": screen.table and _table(screen.table),
    }


def _table(table: Table) -> dict[str, Any]:
    read = table.words or tuple(tuple("" if value is None else str(value) for value in row) for row in table.rows)
    columns = zip([column.heading for column in table.columns], *read, strict=True)
    return {
        "headings": [column.heading for column in table.columns],
        "longest": [max((word for cell in column for word in cell.split()), key=len, default="") for column in columns],
        "widths": [column.width for column in table.columns],
        "right": [column.kind in ("number", "share") for column in table.columns],
        "rows": read,
    }


def _printable(value: Any) -> Any:
    """The same, with every text in it printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value
