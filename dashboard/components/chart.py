"""Draw a chart of dashboard/charts: built and checked once for the same data, then shown from the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.texts import language


@st.cache_data(ttl=3600, max_entries=300, show_spinner=False)
def _spec(
    _build: Callable[..., Any], look: tuple[str | None, ...], frame: pd.DataFrame, options: tuple[Any, ...]
) -> Any:
    # Altair checks every part against its schema, 5 to 30 ms a chart; the same figures need that once.
    positional, named = options
    built = _build(frame, *positional, **dict(named))
    return built if isinstance(built, dict) else built.to_dict()


def draw(build: Callable[..., Any], frame: pd.DataFrame, *options: Any, alt: str, **named: Any) -> None:
    """Show ``build(frame, *options, **named)`` with ``alt``, the takeaway in words for those who do not see it."""
    look = (build.__name__, language(), st.context.theme.type)  # the theme writes the last two into the chart
    spec = _spec(build, look, frame, (options, tuple(sorted(named.items()))))
    st.vega_lite_chart(spec, alt=alt)
