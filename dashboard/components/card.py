"""A card: its questions are asked beside those of the others, and its trouble stays its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from dashboard.components import trouble
from queries.db import DatabaseAway

P = ParamSpec("P")


def card(height: int) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Run a function that draws as a parallel fragment, with a skeleton of ``height`` pixels until it is there."""

    def decorate(draw: Callable[P, None]) -> Callable[P, None]:
        @wraps(draw)
        def body(*args: P.args, **kwargs: P.kwargs) -> None:
            with st.skeleton(height=height):
                try:
                    draw(*args, **kwargs)
                except DatabaseAway as error:
                    trouble.explain(error, f"{draw.__module__}.{draw.__name__}")

        return st.fragment(body, parallel=True)

    return decorate
