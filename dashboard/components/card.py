"""A card: its questions are asked beside those of the others, and its trouble stays its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.components import trouble
from dashboard.filters import View
from queries.db import DatabaseAway

P = ParamSpec("P")
Rest = ParamSpec("Rest")
R = TypeVar("R")


@st.cache_data(ttl=1800, max_entries=300, show_spinner=False)
def _once(
    name: str,
    look: str,
    arguments: tuple[object, ...],
    named: dict[str, object],
    _view: View,
    _make: Callable[..., R],
) -> R:
    return _make(_view, *arguments, **named)


def still(make: Callable[Concatenate[View, Rest], R]) -> Callable[Concatenate[View, Rest], R]:
    """A part of a card that nobody can operate: made once for a view, then sent again as it is to whoever looks next.

    Most of the time of a page whose answers are known goes into building the same elements and frames. Links count as
    such elements; what reruns the page when it is touched does not.
    """

    @wraps(make)
    def body(view: View, /, *args: Rest.args, **named: Rest.kwargs) -> R:
        look = f"{view.key()} {st.context.theme.type}"
        return _once(f"{make.__module__}.{make.__name__}", look, args, named, view, make)

    return body


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
