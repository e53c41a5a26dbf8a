"""What an administrator may set: [dashboard] in .streamlit/secrets.toml, with the defaults below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeGuard

import streamlit as st


@dataclass(frozen=True)
class Settings:
    minimum_cohort: int = 10
    """Smallest due cohort for which a SKPD gets a place in the ranking."""
    target_on_time: int = 0
    """Share on time that a SKPD should reach, in percent; 0: held against the share of its group."""
    page_size: int = 100
    """Rows a page of a list."""


def _is_count(value: Any) -> TypeGuard[int]:
    """A whole number from 0; ``true`` is none, though Python would count it as 1."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@cache
def settings() -> Settings:
    """The settings of this process; an unknown name or a wrong type raises ValueError with the name."""
    try:
        given = dict(st.secrets.get("dashboard", {}))
    except FileNotFoundError:
        given = {}
    known = {field.name for field in fields(Settings)}
    for name, value in given.items():
        if name not in known or not _is_count(value) or value < 1:
            raise ValueError(f"[dashboard] {name} in .streamlit/secrets.toml: unknown name or not a positive number")
    return Settings(**given)


@cache
def _published() -> tuple[dict[tuple[int, str], int], list[str]]:
    """[published] in .streamlit/secrets.toml: totals by year and channel code, and the names of entries
    that are none.
    """
    try:
        given = st.secrets.get("published", {})
    except FileNotFoundError:
        given = {}
    if not isinstance(given, Mapping):
        return {}, ["published"]
    totals, wrong = {}, []
    for name, value in given.items():
        year, _dot, code = str(name).partition(".")
        if year.isascii() and year.isdigit() and len(year) == 4 and _is_count(value):
            totals[int(year), code] = value
        else:
            wrong.append(str(name))
    return totals, wrong


def published(year: int) -> dict[str, int]:
    """Published totals of a calendar year by channel code ('' for all), as the administrator has entered them:
    "2024" = 185852, "2022.JAKI" = 111133."""
    return {code: total for (of, code), total in _published()[0].items() if of == year}


def wrong_published() -> list[str]:
    """Names of the entries in [published] that are no total of a year; they are left out."""
    return _published()[1]
