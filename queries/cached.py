"""The one way questions are kept: read once for everybody, refreshed behind the reader's back, bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")


def question(entries: int = 200) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache for a question asked at a moment (its filters hold as_of).

    What was known at a moment hardly changes, so an answer serves for half an hour, is then asked again in the
    background, and outlives an outage of the database by as much again.
    """
    return st.cache_data(ttl=1800, max_entries=entries, show_spinner=False, refresh_mode="background")
