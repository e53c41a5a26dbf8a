"""Words: Bahasa Indonesia in the code, English from locale/en.po behind ?lang=en."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "en.po"
LANGUAGES = ("id", "en")


@cache
def english() -> dict[str, str]:
    """Indonesian text -> English text."""
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def language() -> str:
    """Language of this run: ``id``, or ``en`` with ?lang=en."""
    return "en" if st.query_params.get("lang") == "en" else "id"


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, its ``{names}`` filled in."""
    chosen = english().get(text, text) if language() == "en" else text
    return chosen.format(**values) if values else chosen
