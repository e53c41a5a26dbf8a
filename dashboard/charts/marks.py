"""The few shapes the pages use: frame in, Altair chart out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import fill, wrap
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme

# Every colour has a contrast of 3 to 1 at least with the light and with the dark background.
SOLID, LIGHT, ACCENT, GREY = "#17808f", "#5b9ba6", "#d9730d", "#8a959b"
Chart = Any  # Altair's methods are typed as Any; its own classes would only pretend more
# Late stages from light to dark of one hue: readable without colour.
AGE_COLOURS = {
    "belum": "#4796a2",
    "segera": "#2f8592",
    "telat-7": "#d67f29",
    "telat-30": "#c96c1f",
    "telat-90": "#b9571c",
    "telat-lama": "#b3451c",
    "tanpa-tenggat": "#8a959b",
}
LINE = 26  # pixels a row of a bar chart
ON_PHONE = "windowSize()[0] < 600"  # a Vega expression, for what only the browser knows


def day_format(days: pd.Series) -> str:
    """Day and month where the days fit on an axis, else month and year."""
    return "%d %b" if len(days) < 2 or (days.max() - days.min()).days <= 200 else "%b %Y"


STEP_FORMATS = {"day": "%A, %d %B %Y", "week": "%d %B %Y", "month": "%B %Y", "year": "%Y"}
ISO = "%Y-%m-%dT%H:%M:%S"


def bars_over_time(
    frame: pd.DataFrame, x: str, y: str, title: str, *, unit: str, step: str = "day", height: int = 220
) -> dict[str, Any]:
    """Bars over days, weeks, months or years (``step``, called ``unit``), each as wide as it lasts; one that is not
    whole (``is_running``) is hollow.
    """
    lasts = {"day": pd.DateOffset(days=1), "week": pd.DateOffset(days=7), "month": pd.DateOffset(months=1)}
    starts = pd.to_datetime(frame[x])
    ends = starts + (starts + lasts.get(step, pd.DateOffset(years=1)) - starts) * 0.95
    axis = {"format": day_format(starts), "tickCount": 7, "labelOverlap": True}
    hollow = {"condition": {"test": "datum.is_running", "value": 0.15}, "value": 1}
    return _spec(
        frame[[y, "is_running"]].assign(**{x: starts.dt.strftime(ISO), "end": ends.dt.strftime(ISO)}),
        mark={"type": "bar", "color": SOLID, "stroke": SOLID, "strokeWidth": 1},
        encoding={
            "x": {"field": x, "type": "temporal", "title": None, "axis": axis},
            "x2": {"field": "end"},
            "y": {
                "field": y,
                "type": "quantitative",
                "title": title,
                "axis": {"tickCount": 4, "tickMinStep": 1, "format": ",d"},
            },
            "fillOpacity": hollow,
            "tooltip": [
                {"field": x, "type": "temporal", "title": unit, "format": STEP_FORMATS[step]},
                {"field": y, "type": "quantitative", "title": title, "format": ",d"},
            ],
        },
        height=height,
        padding={"top": 8, "bottom": 5, "left": 5, "right": 5},  # half the highest label stands above the chart
    )


def _named_rows(folded: Sequence[str]) -> dict[str, Any]:
    """The axis of rows by their number, since two may have one name, with their names on as many lines as these have."""
    return {
        "field": "row",
        "type": "ordinal",
        "title": None,
        "axis": {
            "domain": False,
            "labelLimit": 220,
            "labelLineHeight": 12,
            "labelOverlap": False,
            "grid": False,
            "labelExpr": f"split({json.dumps(list(folded))}[datum.value], '\\n')",
        },
    }


def rows(
    frame: pd.DataFrame,
    label: str,
    value: str,
    *,
    text: str,
    by_age: str | None = None,
    room: float = 1.2,
    href: str | None = None,
) -> dict[str, Any]:
    """Horizontal bars in the order of the frame, with the words of column ``text`` at their end.

    ``by_age`` names a column of classes of days late, which then gives the colour; ``room`` widens the axis, as a
    multiple of the longest bar, so that the words fit; ``href`` names a column of addresses that a click opens.

    Written as Vega-Lite, not through Altair: six of them stand on one page, and building one took 20 ms.
    """
    top = float(frame[value].max() or 1) * room
    folded = [fill(str(text), 30) for text in frame[label]]
    y = _named_rows(folded)
    # The words are as long on a phone, the bars are not.
    widest = {"expr": f"{ON_PHONE} ? {1.5 * top} : {top}"}
    x = {
        "field": value,
        "type": "quantitative",
        "title": None,
        "scale": {"domainMin": 0, "domainMax": widest},
        "axis": None,
    }
    both: dict[str, Any] = {"x": x, "y": y} | ({"href": {"field": href, "type": "nominal"}} if href else {})
    scale = {"domain": list(AGE_COLOURS), "range": list(AGE_COLOURS.values())}
    colour = {"color": {"field": by_age, "type": "nominal", "legend": None, "scale": scale}} if by_age else {}
    bar = {"mark": {"type": "bar", "color": SOLID}, "encoding": both | colour}
    words = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
        "encoding": both | {"text": {"field": text, "type": "nominal"}},
    }
    return {
        "config": theme.crm()["config"],
        "data": {"name": "rows"},
        "datasets": {"rows": frame.assign(**{label: folded}, row=range(len(frame))).to_dict("records")},
        "layer": [bar, words],
        "height": max(len(frame), 1) * (LINE + 4 * any("\n" in text for text in folded)) + 25,
    }


def small_multiple(frame: pd.DataFrame, x: str, y: str, *, title: str, y_title: str) -> Chart:
    """One of several small bar charts, on a scale of its own, so that small channels are as readable as JAKI.

    A chart of its own, not a facet of one: only so does the page set as many side by side as there is room for.
    """
    size = max(1.0, min(160 / max(len(frame), 1), 24.0))
    span = alt.Scale(domain=[moment.isoformat() for moment in (frame[x].min(), frame[x].max())], padding=size)
    ticks = alt.Axis(format=day_format(frame[x]), tickCount=3, labelOverlap=True)
    return (
        alt.Chart(frame, title=alt.Title(title, anchor="start", fontSize=13, fontWeight=600, offset=4))
        .mark_bar(color=SOLID, stroke=SOLID, strokeWidth=0.5, size=size)
        .encode(
            x=alt.X(f"{x}:T", title=None, scale=span, axis=ticks),
            y=alt.Y(
                f"{y}:Q", title=None, axis=alt.Axis(tickCount=3, tickMinStep=1, format=",d", minExtent=30, maxExtent=30)
            ),
            fillOpacity=alt.condition("datum.is_running", alt.value(0.15), alt.value(1)),
            tooltip=[
                alt.Tooltip(f"{x}:T", format="%d %B %Y", title=" "),
                alt.Tooltip(f"{y}:Q", title=y_title, format=",d"),
            ],
        )
        .properties(height=160)
    )


def heat(frame: pd.DataFrame, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Complaints by weekday and hour: columns name (in order), hour, received; the number is written where there is
    room.
    """
    x = {"field": "hour", "type": "ordinal", "title": x_title, "axis": {"labelAngle": 0, "labelOverlap": True}}
    y = {
        "field": "name",
        "type": "nominal",
        "title": None,
        "sort": list(dict.fromkeys(frame["name"])),
        "axis": {"domain": False},
    }
    most = float(frame["received"].max() or 1)
    colour = {
        "field": "received",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": ["#dceaec", "#0b5f6b"], "domain": [0, most]},
    }
    tip = [
        {"field": "name", "title": " "},
        {"field": "hour", "title": x_title},
        {"field": "received", "title": y_title, "format": ",d"},
    ]
    words = {
        "transform": [{"filter": f"!({ON_PHONE}) && datum.received > 0"}],
        "mark": {"type": "text", "fontSize": 10},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "received", "format": "~s"},
            "color": {"condition": {"test": f"datum.received > {most * 0.45}", "value": "#ffffff"}, "value": "#0a1518"},
        },
    }
    return _spec(
        frame,
        layer=[{"mark": {"type": "rect"}, "encoding": {"x": x, "y": y, "color": colour, "tooltip": tip}}, words],
        height=260,
    )


def by_hour(frame: pd.DataFrame, *, title: str, y_title: str) -> dict[str, Any]:
    """A value by hour of the day: columns hour, hours, coordinated (n)."""
    x = {
        "field": "hour",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 23], "nice": False},
        "axis": {"tickCount": 8, "format": "02d", "grid": False},
    }
    y = {
        "field": "hours",
        "type": "quantitative",
        "title": y_title,
        "axis": {"tickCount": 4},
        "scale": {"domainMin": 0},
    }
    tip = [
        {"field": "hour", "title": " ", "format": "02d"},
        {"field": "hours", "title": y_title, "format": ".1f"},
        {"field": "coordinated", "title": "n", "format": ",d"},
    ]
    return _spec(
        frame,
        title={"text": wrap(title, 44), "anchor": "start", "fontSize": 13, "fontWeight": 600},
        layer=[
            {"mark": {"type": "line", "color": SOLID, "strokeWidth": 1.5}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "point", "filled": True, "size": 30, "color": SOLID},
                "encoding": {"x": x, "y": y, "tooltip": tip},
            },
        ],
        height=300,
    )


def small_line(frame: pd.DataFrame, *, title: str, y_title: str, most: float | None, is_log: bool) -> dict[str, Any]:
    """One of several small lines: columns step, value, is_running; ``most`` gives all of them the same scale."""
    shown = frame[frame["value"].notna() & ((frame["value"] > 0) | (not is_log))]
    span = [frame["step"].min().isoformat(), frame["step"].max().isoformat()]
    x = {
        "field": "step",
        "type": "temporal",
        "title": None,
        "scale": {"domain": span},
        "axis": {"format": day_format(frame["step"]), "tickCount": 3, "labelOverlap": True, "grid": False},
    }
    domain = {} if most is None else {"domain": [1 if is_log else 0, max(most, 2.0)]}
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 3, "format": "~s" if is_log else ",.0f", "minExtent": 34, "labelOverlap": True},
        "scale": {"type": "log" if is_log else "linear", "nice": False, **domain},
    }
    tip = [
        {"field": "step", "type": "temporal", "format": "%d %B %Y", "title": " "},
        {"field": "value", "format": ",.1f", "title": y_title},
    ]
    point = {
        "mark": {"type": "point", "size": 16, "color": SOLID},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": tip,
            "fill": {"condition": {"test": "datum.is_running", "value": "transparent"}, "value": SOLID},
        },
    }
    return _spec(
        shown[["step", "value", "is_running"]].assign(step=shown["step"].dt.strftime(ISO)),
        title={"text": title, "anchor": "start", "fontSize": 13, "fontWeight": 600, "offset": 4},
        layer=[{"mark": {"type": "line", "color": SOLID, "strokeWidth": 1.5}, "encoding": {"x": x, "y": y}}, point],
        height=170,
    )


def _spec(frame: pd.DataFrame, **parts: Any) -> dict[str, Any]:
    """A chart of the rows of a frame, written as Vega-Lite."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {"config": theme.crm()["config"], "data": {"name": "rows"}, "datasets": {"rows": records}, **parts}


def _cut(name: str, most: int, head: int, tail: int) -> str:
    return f"{name[:head]}…{name[-tail:]}" if len(name) > most else name


def ranges(
    frame: pd.DataFrame, *, x_title: str, percent: bool, least: float, most: float, zero: bool = False, of: str = " "
) -> dict[str, Any]:
    """A value with its interval, one row a unit in the order of the frame: columns name, value, low, high, words,
    is_own.

    A unit of one's own (``is_own``) is marked by a triangle, its colour and bold type. ``words`` is the tooltip;
    ``zero`` draws a line where there is no difference; ``of`` says what the rows are.
    """
    # A long name is cut in its middle: its end tells one suku dinas from the next.
    names = [str(name) for name in frame["name"]]
    on_phone, wide = ([_cut(name, *sizes) for name in names] for sizes in ((22, 12, 9), (58, 38, 18)))
    own = [f"datum.value == {row}" for row, is_own in enumerate(frame["is_own"]) if is_own]
    y = {
        "field": "row",  # two may have one name
        "type": "ordinal",
        "title": None,
        "axis": {
            "domain": False,
            "labelOverlap": False,
            "labelLimit": {"expr": f"{ON_PHONE} ? 150 : 400"},
            "grid": False,
            "labelExpr": f"({ON_PHONE} ? {json.dumps(on_phone)} : {json.dumps(wide)})[datum.value]",
            "labelFontWeight": {
                "condition": {"test": " || ".join(own) or "false", "value": "bold"},
                "value": "normal",
            },
        },
    }
    axis = {
        "format": ".0%" if percent else ",d",
        "tickCount": 6,
        "grid": True,
        "gridOpacity": 0.4,
        "orient": "top",
        "titleAnchor": "end",
    }
    x = {"type": "quantitative", "title": x_title, "axis": axis, "scale": {"domain": [least, most], "nice": False}}
    tip = [{"field": "name", "title": of}, {"field": "words", "title": " "}]
    colour = {"condition": {"test": "datum.is_own", "value": ACCENT}, "value": LIGHT}
    dots = {"condition": {"test": "datum.is_own", "value": ACCENT}, "value": SOLID}
    shape = {"condition": {"test": "datum.is_own", "value": "triangle-right"}, "value": "circle"}
    nothing = {"mark": {"type": "rule", "color": GREY, "aria": False}, "encoding": {"x": x | {"datum": 0}, "y": None}}
    return _spec(
        frame.assign(row=range(len(frame))),
        encoding={"y": y, "tooltip": tip},
        layer=[
            *([nothing] if zero else []),
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {"x": x | {"field": "value"}, "color": dots, "shape": shape},
            },
        ],
        height=max(len(frame), 1) * LINE + 75,  # and the axis
    )


def funnel(units: pd.DataFrame, limits: pd.DataFrame, *, centre: float, x_title: str, y_title: str) -> dict[str, Any]:
    """Shares against numbers with the limits of chance: units n, raw, name, flag, is_own, is_few, label, side, words;
    limits n, low95, high95, low998, high998. ``label`` is written beside the point, to its ``side`` (left or right).
    """
    bottom = float(min(units["raw"].min(), limits["low998"].iloc[-1]))
    x = {
        "field": "n",
        "type": "quantitative",
        "title": x_title,
        "scale": {"type": "log", "nice": False},
        "axis": {"format": ",d", "tickCount": 6, "grid": False},
    }
    y = {
        "type": "quantitative",
        "title": y_title,
        "axis": {"format": ".0%", "tickCount": 5},
        "scale": {"domain": [max(0.0, bottom - 0.05), 1.02], "nice": False},
    }
    lines = [
        {
            "data": {"name": "limits"},
            "mark": {"type": "line", "clip": True, "color": GREY, "strokeDash": dash},
            "encoding": {"x": x, "y": y | {"field": field}},
        }
        for field, dash in (("low95", [4, 3]), ("high95", [4, 3]), ("low998", []), ("high998", []))
    ]
    middle = {
        "data": {"name": "limits"},
        "mark": {"type": "rule", "color": GREY, "opacity": 0.6, "aria": False},
        "encoding": {"y": y | {"datum": centre}},
    }
    colour = {
        "condition": [
            {"test": "datum.is_own", "value": ACCENT},
            {"test": "datum.flag > 0", "value": "#b3451c"},
        ],
        "value": SOLID,
    }
    shape = {
        "condition": [
            {"test": "datum.is_own", "value": "triangle-right"},
            {"test": "datum.flag == 2", "value": "diamond"},
            {"test": "datum.flag == 1", "value": "square"},
        ],
        "value": "circle",
    }
    tip = [{"field": "name", "title": "SKPD"}, {"field": "words", "title": " "}]
    points = {
        "mark": {"type": "point", "filled": True, "size": 60},
        "encoding": {
            "x": x,
            "y": y | {"field": "raw"},
            "color": colour,
            "shape": shape,
            "tooltip": tip,
            "opacity": {"condition": {"test": "datum.is_few", "value": 0.3}, "value": 0.9},
        },
    }
    names = [
        {
            "transform": [
                {"filter": f"datum.label !== '' && (!({ON_PHONE}) || datum.is_own) && datum.side === '{side}'"}
            ],
            "mark": {
                "type": "text",
                "align": align,
                "dx": dx,
                "fontSize": 11,
                "limit": {"expr": f"{ON_PHONE} ? 110 : 250"},
            },
            "encoding": {"x": x, "y": y | {"field": "raw"}, "text": {"field": "label"}},
        }
        for side, align, dx in (("right", "left", 8), ("left", "right", -8))
    ]
    spec = _spec(units, layer=[middle, *lines, points, *names], height=460)
    spec["datasets"]["limits"] = limits.to_dict("records")
    return spec


def xmr(
    frame: pd.DataFrame,
    *,
    mean: float,
    low: float,
    high: float,
    target: float | None,
    title: str,
    height: int = 150,
    floor: float = 0.0,
) -> dict[str, Any]:
    """A process behaviour chart of shares, or of differences of shares (``floor`` -1): columns week (a date), value,
    signal (-1, 0, 1), mark (a sign or nothing), words; low and high where each week has limits of its own.
    """
    own = [name for name in ("low", "high") if name in frame]
    low, high = (float(frame["low"].min()), float(frame["high"].max())) if own else (low, high)
    ends = [*frame["value"], max(low, floor), min(high, 1.0), *([] if target is None else [target])]
    least, most = max(floor, min(ends) - 0.04), min(1.0, max(ends) + 0.04)
    room = (most - least) * 0.14
    x = {
        "field": "week",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%d %b", "tickCount": 4, "labelOverlap": True, "grid": False},
    }
    y = {
        "type": "quantitative",
        "title": None,
        "axis": {"format": ".0%", "tickCount": 3, "minExtent": 34},
        "scale": {"domain": [least - room, most], "nice": False},
    }
    colour = {
        "condition": [
            {"test": "datum.signal == 1", "value": SOLID},
            {"test": "datum.signal == -1", "value": "#b3451c"},
        ],
        "value": GREY,
    }
    shape = {
        "condition": [
            {"test": "datum.signal == 1", "value": "triangle-up"},
            {"test": "datum.signal == -1", "value": "triangle-down"},
        ],
        "value": "circle",
    }
    bounds: list[tuple[str, list[int], float]] = [("#8a959b", [], mean)]
    if not own:
        bounds += [("#8a959b", [4, 3], low), ("#8a959b", [4, 3], high)]
    if target is not None:
        bounds.append((ACCENT, [1, 2], target))
    rules = [
        {
            "mark": {"type": "rule", "color": ink, "strokeDash": dash, "clip": True, "aria": False},
            "encoding": {"y": y | {"datum": min(max(level, least), most)}},
        }
        for ink, dash, level in bounds
        if floor <= level <= 1  # a limit beyond what a share can be says nothing
    ]
    rules += [
        {
            "mark": {
                "type": "line",
                "interpolate": "step",
                "color": GREY,
                "strokeDash": [4, 3],
                "strokeWidth": 1,
                "clip": True,
            },
            "encoding": {"x": x, "y": y | {"field": name}},
        }
        for name in own
        if not ((frame[name] <= floor).all() or (frame[name] >= 1).all())
    ]
    tip = [{"field": "words", "title": " "}]
    encoding = {"x": x, "y": y | {"field": "value"}}
    return _spec(
        frame.assign(week=frame["week"].dt.strftime(ISO)),
        title={"text": wrap(title, 40), "anchor": "start", "fontSize": 13, "fontWeight": 600, "offset": 6},
        layer=[
            *rules,
            {"mark": {"type": "line", "color": GREY, "strokeWidth": 1}, "encoding": encoding},
            {
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": encoding | {"color": colour, "shape": shape, "tooltip": tip},
            },
            {
                "transform": [{"filter": "datum.mark !== ''"}],
                "mark": {"type": "text", "fontSize": 11, "baseline": "bottom"},
                "encoding": {"x": x, "y": y | {"datum": least - room}, "text": {"field": "mark"}, "tooltip": tip},
            },
        ],
        height=height,
    )


def curves(frame: pd.DataFrame, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Share settled by day of age, one line a name with its name at the end: columns name, day, settled (0 to 1)."""
    names = list(dict.fromkeys(frame["name"]))
    inks, dashes = [ACCENT, SOLID, GREY, LIGHT][: len(names)], [[], [6, 3], [2, 2], [8, 2, 2, 2]][: len(names)]
    x = {
        "field": "day",
        "type": "quantitative",
        "title": x_title,
        "axis": {"tickCount": 8, "grid": False},
        "scale": {"domainMax": {"expr": f"{ON_PHONE} ? 46 : 36"}, "nice": False},
    }
    y = {
        "field": "settled",
        "type": "quantitative",
        "title": y_title,
        "axis": {"format": ".0%", "tickCount": 5},
        "scale": {"domain": [0, 1]},
    }
    colour = {"field": "name", "type": "nominal", "legend": None, "scale": {"domain": names, "range": inks}}
    dash = {"field": "name", "type": "nominal", "legend": None, "scale": {"domain": names, "range": dashes}}
    tip = [
        {"field": "name", "title": " "},
        {"field": "day", "title": x_title, "format": ".1f"},
        {"field": "settled", "title": y_title, "format": ".1%"},
    ]
    ends = frame.groupby("name", sort=False).tail(1).sort_values("settled", ignore_index=True)
    gap = [max(0.0, 0.06 * k - (value - ends["settled"].iloc[0])) for k, value in enumerate(ends["settled"])]
    spec = _spec(
        frame,
        layer=[
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash, "tooltip": tip},
            },
            {
                "data": {"name": "ends"},
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "fontWeight": 600},
                "encoding": {"x": x, "y": y | {"field": "height"}, "text": {"field": "name"}, "color": colour},
            },
        ],
        height=300,
    )
    spec["datasets"]["ends"] = ends.assign(height=ends["settled"] + gap).to_dict("records")
    return spec


def both_ways(frame: pd.DataFrame, label: str, value: str, *, text: str) -> dict[str, Any]:
    """Bars to both sides of nothing in the order of the frame, losses (above 0) and gains, with words at their end."""
    low, high = min(0.0, float(frame[value].min())), max(0.0, float(frame[value].max()))
    # All words stand to the right, where they need as much room as the bars, on a phone more.
    room = f"({ON_PHONE} ? 3.4 : 1.2) * {(high - low) or 1.0}"
    folded = [fill(str(words), 30) for words in frame[label]]
    y = _named_rows(folded)
    scale = {"domainMin": low * 1.02, "domainMax": {"expr": f"{high} + {room}"}, "nice": False}
    x = {"field": value, "type": "quantitative", "title": None, "axis": None, "scale": scale}
    colour = {"condition": {"test": f"datum.{value} > 0", "value": "#c96c1f"}, "value": SOLID}
    words = {
        "transform": [{"calculate": f"max(datum.{value}, 0)", "as": "end"}],
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
        "encoding": {"x": x | {"field": "end"}, "y": y, "text": {"field": text}},
    }
    return _spec(
        frame.assign(**{label: folded}, row=range(len(frame))),
        layer=[{"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour}}, words],
        height=max(len(frame), 1) * (LINE + 4 * any("\n" in text for text in folded)) + 25,
    )


def path(frame: pd.DataFrame, height_each: int = 40) -> Chart:
    """The stays of one complaint as bars over time: columns row, holder, start, end, status."""
    days = (frame["end"].max() - frame["start"].min()).days
    format_ = "%b %Y" if days > 120 else "%d %b" if days > 3 else "%d %b %H.%M"
    base = alt.Chart(frame).encode(y=alt.Y("row:O", title=None, axis=None))
    bar = base.mark_bar(height=14, color=SOLID).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(format=format_, tickCount=5, labelOverlap=True)),
        x2="end:T",
        tooltip=[
            alt.Tooltip("holder:N", title="SKPD"),
            alt.Tooltip("status:N", title="Status"),
            alt.Tooltip("words:N", title=" "),
        ],
    )
    limit = alt.ExprRef(f"{ON_PHONE} ? 270 : 800")
    words = base.mark_text(align="left", baseline="bottom", dy=-9, fontSize=12, limit=limit).encode(
        x=alt.value(0), text="holder:N"
    )
    return (bar + words).properties(height=max(len(frame), 1) * height_each + 50)  # and the axis
