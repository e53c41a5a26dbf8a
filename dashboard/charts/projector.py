"""Charts for the back row: one size for screen and paper, letters of 24 pixels on 1,280, every row with its words.

Columns of the frame: label, value, words, is_own; of ranges low and high besides.
"""

from __future__ import annotations

import json
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from dashboard.charts import theme
from dashboard.charts.marks import ACCENT, GREY, SOLID

WIDTH, HEIGHT = 1200, 430
LETTERS = 24  # pixels: 18 points
NAME = 44  # characters of a label on one line
ROW = 95  # the most pixels a row takes


def folded(label: str) -> str:
    """A label on at most two lines; what does not fit is cut and says so."""
    lines = wrap(label, NAME) or [""]
    if len(lines) > 2:
        lines = [lines[0], shorten(" ".join(lines[1:]), NAME, placeholder=" …")]
        if not lines[1].strip(" …"):  # one word without a blank
            lines[1] = label[len(lines[0]) :][: NAME - 1] + "…"
    return "\n".join(lines)


def _rows(frame: pd.DataFrame) -> tuple[list[dict[str, Any]], dict[str, Any], int]:
    """The rows by their number (names may be alike), the axis of their names, and the height."""
    rows = frame.assign(row=range(len(frame)))
    names = [folded(str(label)) for label in frame["label"]]
    two = " || ".join(f"datum.value == {row}" for row, name in enumerate(names) if "\n" in name) or "false"
    axis = {
        "labelOffset": {"condition": {"test": two, "value": -LETTERS / 2}, "value": 0},
        "labelExpr": f"split({json.dumps(names)}[datum.value], '\\n')",
        "labelFontSize": LETTERS,
        "labelLineHeight": LETTERS + 2,
        "labelLimit": 570,
        "labelOverlap": False,
        "labelColor": "currentColor",
        "domain": False,
        "grid": False,
        "title": None,
    }
    y = {"field": "row", "type": "ordinal", "axis": axis, "scale": {"paddingInner": 0.25, "paddingOuter": 0.1}}
    return rows.to_dict("records"), y, min(HEIGHT, ROW * len(rows) + 40)


def _spec(rows: list[dict[str, Any]], height: int, **parts: Any) -> dict[str, Any]:
    config = theme.crm()["config"] | {"font": "Plus Jakarta Sans"}
    return {
        "config": config,
        "data": {"name": "rows"},
        "datasets": {"rows": rows},
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        **parts,
    }


COLOUR = {"condition": {"test": "datum.is_own", "value": ACCENT}, "value": SOLID}


def bars(frame: pd.DataFrame, measure: str) -> dict[str, Any]:
    """Bars from nothing with their words at the end; the own ones stand out by colour and a mark."""
    rows, y, height = _rows(frame)
    widest = float(frame["value"].max() or 1)
    letters = max(len(str(words)) for words in frame["words"])
    # Words need about 13 pixels a letter of what the names leave.
    room = WIDTH - min(570, 13 * max(len(line) for label in frame["label"] for line in folded(str(label)).split("\n")))
    scale = {"domain": [0, widest / max(0.25, 1 - letters * 13.5 / room)], "nice": False}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": scale}
    words = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": LETTERS},
        "encoding": {"text": {"field": "words"}, "x": x, "y": y},
    }
    return _spec(
        rows,
        height,
        layer=[{"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": COLOUR}}, words],
        title={
            "text": measure,
            "anchor": "start",
            "fontSize": LETTERS,
            "fontWeight": "normal",
            "offset": 8,
            "color": "currentColor",
        },
    )


def ranges(frame: pd.DataFrame, measure: str, *, percent: bool, least: float, most: float) -> dict[str, Any]:
    """Values with their intervals on one scale, their words at the right edge."""
    rows, y, height = _rows(frame)
    room = (most - least) * 0.9  # for the words, as wide again as the scale is
    scale = {"domain": [least, most + room], "nice": False}
    ticks = [least + (most - least) * part / 4 for part in range(5)] if percent else _ticks(least, most)
    axis = {
        "format": ".0%" if percent else ",d",
        "values": ticks,
        "labelFontSize": LETTERS,
        "orient": "bottom",
        "labelColor": "currentColor",
        "grid": True,
        "gridOpacity": 0.4,
        "title": None,
        "domain": False,
    }
    x = {"type": "quantitative", "axis": axis, "scale": scale}
    line = {
        "mark": {"type": "rule", "strokeWidth": 8, "opacity": 0.55},
        "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y, "color": COLOUR},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 260, "opacity": 1},
        "encoding": {
            "x": x | {"field": "value"},
            "y": y,
            "color": COLOUR,
            "shape": {"condition": {"test": "datum.is_own", "value": "triangle-right"}, "value": "circle"},
        },
    }
    words = {
        "mark": {"type": "text", "align": "left", "fontSize": LETTERS},
        "encoding": {"x": x | {"datum": most + room * 0.04}, "y": y, "text": {"field": "words"}},
    }
    edge = {
        "mark": {"type": "rule", "color": GREY, "opacity": 0.5, "aria": False},
        "encoding": {"x": x | {"datum": most}},
    }
    return _spec(
        rows,
        height,
        layer=[edge, line, dot, words],
        title={
            "text": measure,
            "anchor": "start",
            "fontSize": LETTERS,
            "fontWeight": "normal",
            "offset": 8,
            "color": "currentColor",
        },
    )


def _ticks(least: float, most: float) -> list[int]:
    """Five whole ranks, the first and the last among them."""
    first, last = round(least + 0.5), round(most - 0.5)
    return sorted({round(first + (last - first) * part / 4) for part in range(5)})
