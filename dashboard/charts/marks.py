"""The few shapes the pages use: frame in, Altair chart out."""

from __future__ import annotations

from textwrap import fill
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


def bars_over_time(frame: pd.DataFrame, x: str, y: str, title: str, *, unit: str, height: int = 220) -> Chart:
    """Bars over days; the day that is not over (``is_running``) is hollow."""
    return (
        alt.Chart(frame)
        .mark_bar(color=SOLID, stroke=SOLID, strokeWidth=1)
        .encode(
            x=alt.X(
                f"{x}:T",
                timeUnit="yearmonthdate",  # gives the bar the width of its day
                title=None,
                axis=alt.Axis(format=day_format(frame[x]), tickCount=7, labelOverlap=True),
            ),
            y=alt.Y(f"{y}:Q", title=title, axis=alt.Axis(tickCount=4, tickMinStep=1, format=",d")),
            fillOpacity=alt.condition("datum.is_running", alt.value(0.15), alt.value(1)),
            tooltip=[
                alt.Tooltip(f"{x}:T", title=unit, format="%A, %d %B %Y"),
                alt.Tooltip(f"{y}:Q", title=title, format=",d"),
            ],
        )
        .properties(height=height)
    )


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
    y = {
        "field": label,
        "type": "nominal",
        "sort": folded,
        "title": None,
        "axis": {
            "domain": False,
            "labelLimit": 220,
            "labelLineHeight": 12,
            "labelOverlap": False,
            "labelExpr": "split(datum.label, '\\n')",
        },
    }
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
        "datasets": {"rows": frame.assign(**{label: folded}).to_dict("records")},
        "layer": [bar, words],
        "height": max(len(frame), 1) * (LINE + 4 * any("\n" in text for text in folded)),
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


def intervals(frame: pd.DataFrame, *, height_each: int = LINE, x_title: str) -> Chart:
    """Share with its interval, one row a SKPD: columns name, share, low, high (0 to 1)."""
    limit = alt.ExprRef(f"{ON_PHONE} ? 130 : 340")
    names = alt.Axis(domain=False, labelLimit=limit, labelOverlap=False)
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=names)
    axis = alt.Axis(format=".0%", tickCount=5, grid=True, gridOpacity=0.4, orient="top", titleAnchor="end")
    low = max(0.0, float(frame["low"].min()) - 0.02) if len(frame) else 0.0
    scale = alt.Scale(domain=[low, 1])
    tips = [
        alt.Tooltip("name:N", title="SKPD"),
        alt.Tooltip("share:Q", title=x_title, format=".1%"),
        alt.Tooltip("low:Q", title="95 % ≥", format=".1%"),
        alt.Tooltip("high:Q", title="95 % ≤", format=".1%"),
        alt.Tooltip("n:Q", title="n", format=",d"),
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tips)
    line = base.mark_rule(strokeWidth=3, color=LIGHT).encode(
        x=alt.X("low:Q", title=x_title, axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=70, color=SOLID, opacity=1).encode(
        x=alt.X("share:Q", scale=scale, title=x_title)
    )
    return (line + dot).properties(height=max(len(frame), 1) * height_each + 50)  # and the axis


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
