"""Words: Bahasa Indonesia in the code, English from locale/en.po behind ?lang=en."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "en.po"
LANGUAGES = ("id", "en")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def english() -> dict[str, str]:
    """Indonesian text -> English text."""
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


@lru_cache(maxsize=1000)
def _language(query: str) -> str:
    return "en" if parse_qs(query).get("lang", [""])[-1] == "en" else "id"


def language() -> str:
    """Language of this run: ``id``, or ``en`` with ?lang=en."""
    if spoken := _spoken.get():
        return spoken
    # Asked for every word and number of a page; st.query_params takes a hundred times as long to answer.
    run = get_script_run_ctx(suppress_warning=True)
    return _language(run.query_string if run else f"lang={st.query_params.get('lang', '')}")


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """This language, whatever the address says: for work without a reader's page."""
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, its ``{names}`` filled in."""
    chosen = english().get(text, text) if language() == "en" else text
    return chosen.format(**values) if values else chosen
