"""What an administrator may set: [dashboard] in .streamlit/secrets.toml, with the defaults below."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import streamlit as st


@dataclass(frozen=True)
class Settings:
    minimum_cohort: int = 10
    """Smallest due cohort for which a SKPD gets a place in the ranking."""
    target_on_time: int = 0
    """Share on time that a SKPD should reach, in percent; 0: held against the share of its group."""
    page_size: int = 100
    """Rows a page of a list."""


@cache
def settings() -> Settings:
    """The settings of this process; an unknown name or a wrong type raises ValueError with the name."""
    try:
        given = dict(st.secrets.get("dashboard", {}))
    except FileNotFoundError:
        given = {}
    known = {field.name for field in fields(Settings)}
    for name, value in given.items():
        if name not in known or not isinstance(value, int) or value < 1:
            raise ValueError(f"[dashboard] {name} in .streamlit/secrets.toml: unknown name or not a positive number")
    return Settings(**given)


@cache
def published(year: int) -> dict[str, int]:
    """Published totals of a calendar year by channel code ('' for all), from [published] in .streamlit/secrets.toml:
    "2024" = 185852, "2022.JAKI" = 111133. A wrong name or value raises ValueError."""
    try:
        given = dict(st.secrets.get("published", {}))
    except FileNotFoundError:
        given = {}
    found = {}
    for name, value in given.items():
        text, _dot, code = str(name).partition(".")
        if not (text.isascii() and text.isdigit() and len(text) == 4) or not isinstance(value, int) or value < 0:
            raise ValueError(
                f'[published] "{name}" in .streamlit/secrets.toml: write "YEAR" = TOTAL or "YEAR.CHANNEL" = TOTAL'
            )
        if int(text) == year:
            found[code] = value
    return found
