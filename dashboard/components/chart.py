"""Draw a chart of dashboard/charts: built and checked once for the same data, then shown from the cache."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.formats import number
from dashboard.texts import _, language


@st.cache_data(ttl=3600, max_entries=300, show_spinner=False)
def _spec(
    _build: Callable[..., Any], look: tuple[str | None, ...], frame: pd.DataFrame, options: tuple[Any, ...]
) -> Any:
    # Altair checks every part against its schema, 5 to 30 ms a chart; the same figures need that once.
    positional, named = options
    built = _build(frame, *positional, **dict(named))
    return built if isinstance(built, dict) else built.to_dict()


MOST_ROWS = 100
"""Rows of one chart that has a row for each: more of them nobody reads, and no browser draws them all."""
HAS_ROWS = (marks.rows, marks.ranges, marks.both_ways, marks.path)


def _first(frame: pd.DataFrame) -> pd.DataFrame:
    """The first rows, and the own ones wherever they are, with a line that says how many are not drawn."""
    own = frame.get("is_own", pd.Series(False, index=frame.index)).astype(bool)
    rest = [at for at, is_own in enumerate(own) if not is_own][max(0, MOST_ROWS - int(own.sum())) :]
    st.caption(_("Digambar {n} yang pertama; {rest} lagi tidak digambar.", n=number(MOST_ROWS), rest=number(len(rest))))
    return frame.drop(index=frame.index[rest])


BREAKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
"""What ends a line in a script, so that a chart with such a name in one of its expressions is not drawn at all."""


def _unbroken(value: Any) -> Any:
    return BREAKS.sub(" ", value) if isinstance(value, str) else value


def draw(build: Callable[..., Any], frame: pd.DataFrame, *options: Any, alt: str, **named: Any) -> None:
    """Show ``build(frame, *options, **named)`` with ``alt``, the takeaway in words for those who do not see it."""
    if build in HAS_ROWS and len(frame) > MOST_ROWS:
        frame = _first(frame)
    texts = [name for name in frame if frame[name].dtype.kind not in "biufcmM"]
    frame = frame.assign(**{name: frame[name].map(_unbroken) for name in texts})
    named = {name: _unbroken(value) for name, value in named.items()}
    look = (build.__name__, language(), st.context.theme.type)  # the theme writes the last two into the chart
    spec = _spec(build, look, frame, (options, tuple(sorted(named.items()))))
    st.vega_lite_chart(spec, alt=alt)
