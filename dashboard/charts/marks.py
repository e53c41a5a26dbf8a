"""The few shapes the pages use: frame in, Altair chart out."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme  # noqa: F401 - importing it registers the theme

SOLID, LIGHT, ACCENT, GREY = "#17808f", "#8fbec6", "#d9730d", "#8a959b"
Chart = Any  # Altair's methods are typed as Any; its own classes would only pretend more
# Late stages from light to dark of one hue: readable without colour, on white and on black.
AGE_COLOURS = {
    "belum": "#5aa9b5",
    "segera": "#2f8592",
    "telat-7": "#f0a869",
    "telat-30": "#e0812f",
    "telat-90": "#c2571a",
    "telat-lama": "#a3320f",
    "tanpa-tenggat": "#8a959b",
}
LINE = 26  # pixels a row of a bar chart


def bars_over_time(frame: pd.DataFrame, x: str, y: str, title: str, *, unit: str, height: int = 220) -> Chart:
    """Bars over days; the day that is not over (``is_running``) is hollow."""
    return (
        alt.Chart(frame)
        .mark_bar(color=SOLID, stroke=SOLID, strokeWidth=1)
        .encode(
            x=alt.X(f"{x}:T", title=None, axis=alt.Axis(format="%d %b", tickCount=7, labelOverlap=True)),
            y=alt.Y(f"{y}:Q", title=title, axis=alt.Axis(tickCount=4, format=",d")),
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
    order: list[str] | None = None,
    colour: Any = SOLID,
    text: str | None = None,
    name: str | None = None,
    title: str | None = None,
    width_share: float = 1.15,
) -> Chart:
    """Horizontal bars with their number at the end; ``text`` names a column with the words to print."""
    top = float(frame[value].max() or 1) * width_share
    base = alt.Chart(frame).encode(
        y=alt.Y(
            f"{label}:N", sort=order or list(frame[label]), title=None, axis=alt.Axis(domain=False, labelLimit=220)
        ),
        x=alt.X(
            f"{value}:Q",
            title=title,
            scale=alt.Scale(domain=[0, top]),
            axis=None if title is None else alt.Axis(format=",d"),
        ),
    )
    bar = base.mark_bar(color=colour if isinstance(colour, str) else SOLID)
    if not isinstance(colour, str):
        bar = bar.encode(color=colour)
    if name:
        bar = bar.add_params(alt.selection_point(name=name, fields=[label]))
    words = base.mark_text(align="left", dx=5, fontSize=12).encode(
        text=alt.Text(f"{text}:N") if text else alt.Text(f"{value}:Q", format=",d")
    )
    return (bar + words).properties(height=max(len(frame), 1) * LINE)


def small_multiples(
    frame: pd.DataFrame, x: str, y: str, by: str, order: list[str], *, columns: int, width: int, unit: str, y_title: str
) -> Chart:
    """One small bar chart a channel, each on its own scale, so that small channels are as readable as JAKI."""
    return (
        alt.Chart(frame)
        .mark_bar(color=SOLID, stroke=SOLID, strokeWidth=0.5)
        .encode(
            x=alt.X(f"{x}:T", title=None, axis=alt.Axis(format="%d %b", tickCount=3, labelOverlap=True)),
            y=alt.Y(f"{y}:Q", title=None, axis=alt.Axis(tickCount=3, format=",d")),
            fillOpacity=alt.condition("datum.is_running", alt.value(0.15), alt.value(1)),
            tooltip=[
                alt.Tooltip(f"{by}:N", title=unit),
                alt.Tooltip(f"{x}:T", format="%d %B %Y", title=" "),
                alt.Tooltip(f"{y}:Q", title=y_title, format=",d"),
            ],
        )
        .properties(width=width, height=90)
        .facet(
            facet=alt.Facet(
                f"{by}:N", sort=order, title=None, header=alt.Header(labelFontSize=13, labelAnchor="start")
            ),
            columns=columns,
        )
        .resolve_scale(y="independent")
    )


def intervals(frame: pd.DataFrame, order: list[str], *, height_each: int = LINE, x_title: str) -> Chart:
    """Share with its interval, one row a SKPD: columns name, share, low, high (0 to 1)."""
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(domain=False, labelLimit=260))
    axis = alt.Axis(format=".0%", tickCount=5, grid=True, gridOpacity=0.4)
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
    return (line + dot).properties(height=max(len(frame), 1) * height_each)


def path(frame: pd.DataFrame, height_each: int = 30) -> Chart:
    """The stays of one complaint as bars over time: columns row, holder, start, end, status."""
    base = alt.Chart(frame).encode(y=alt.Y("row:O", title=None, axis=None))
    bar = base.mark_bar(height=14, color=SOLID).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(format="%d %b %H.%M", labelOverlap=True)),
        x2="end:T",
        tooltip=[
            alt.Tooltip("holder:N", title="SKPD"),
            alt.Tooltip("status:N", title="Status"),
            alt.Tooltip("words:N", title=" "),
        ],
    )
    words = base.mark_text(align="left", baseline="bottom", dy=-8, fontSize=12).encode(x="start:T", text="holder:N")
    return (bar + words).properties(height=max(len(frame), 1) * height_each)
