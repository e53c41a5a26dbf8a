"""What is kept between two readers, of two kinds: answers, which are data, and drawn elements, which are sent again.

An answer knows no language and no theme: words come when it is drawn. A drawn part of a page knows both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.texts import language
from dashboard.view import View

Rest = ParamSpec("Rest")
R = TypeVar("R")
OfView = Callable[Concatenate[View, Rest], R]

Key = tuple[str, str, tuple[object, ...], dict[str, object]]
ANSWERS: dict[str, Callable[..., Any]] = {}
"""Every finding that is kept, by its module and name."""


def _of(make: Callable[..., Any]) -> str:
    return f"{make.__module__}.{make.__name__}"


@st.cache_data(ttl=1800, max_entries=300, show_spinner=False)
def _answers(key: Key, _make: Callable[[], R]) -> R:
    return _make()


@st.cache_data(ttl=1800, max_entries=300, show_spinner=False)
def _elements(key: Key, look: tuple[str, str | None], _make: Callable[[], R]) -> R:
    return _make()


def finding(make: OfView[Rest, R]) -> OfView[Rest, R]:
    """A finding: worked out once for a view, whoever looks at it in whatever language."""

    @wraps(make)
    def body(view: View, /, *args: Rest.args, **named: Rest.kwargs) -> R:
        return _answers((_of(make), repr(view), args, named), lambda: make(view, *args, **named))

    ANSWERS[_of(make)] = body
    return body


def replayed(make: OfView[Rest, R]) -> OfView[Rest, R]:
    """A part of a page that nobody can operate: drawn once for a view, then sent again as it is to whoever looks next.

    Most of the time of a page whose answers are known goes into building the same elements and frames. Links count as
    such elements; what reruns the page when it is touched does not.
    """

    @wraps(make)
    def body(view: View, /, *args: Rest.args, **named: Rest.kwargs) -> R:
        look = (language(), st.context.theme.type)
        return _elements((_of(make), repr(view), args, named), look, lambda: make(view, *args, **named))

    return body
