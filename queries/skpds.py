"""Questions about SKPD: how many of its complaints went well, by what measure, and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from queries import moment, scope
from queries.cached import question
from queries.db import read
from queries.filters import Filters
from queries.scope import ask

MEASURES = tuple(scope.MEASURES)
COHORTS = tuple(scope.COHORT)
OUTCOMES = {"semua": None, "baik": True, "kurang": False}
WATCHED = timedelta(days=14)  # after a settlement, for the measure laporan-ulang
# Of these the unit that answers is the holder, so that the scope may be narrowed to it.
BY_HOLDER = ("tepat-waktu", "dalam-tenggat", "laporan-ulang")


def cohort(measure: str, units: Sequence[str] = ()) -> dict[str, Any]:
    """Parameters of queries/sql/skpd/cohort.sql. ``units`` takes the place of the filter SKPD. ValueError: no such
    measure.
    """
    if measure not in COHORTS:
        raise ValueError(f"unknown measure {measure!r}")
    asked, is_held = list(units) or None, measure in BY_HOLDER
    narrow = {"skpds": asked if is_held else None, "touched_by": None if is_held else asked}
    return {**narrow, "measure": measure, "units": asked}


@question(entries=1)
def units() -> pd.DataFrame:
    """One row a unit of the list of SKPD: code, name, kind, parent, city."""
    return read("skpd/units")


@question(entries=50)  # thousands of rows each
def cells(filters: Filters, measure: str) -> pd.DataFrame:
    """One row a unit and cell: unit, category, channel, due_source, n, x. The filter SKPD does not narrow it."""
    return ask("skpd/cells", filters, **cohort(measure))


@question(entries=50)  # thousands of rows each
def clumps(filters: Filters, measure: str) -> pd.DataFrame:
    """One row a unit, channel and size of a clump (same category, place and day): unit, channel, n, x (in each), clumps
    (how many).
    """
    return ask("skpd/clumps", filters, **cohort(measure))


@question(entries=50)  # thousands of rows each
def spells(filters: Filters, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row a SKPD: code, aduan, and arrays hour, entered, left_risk, settled over the stays of
    complaints with it.
    """
    return ask("skpd/spells", filters, **cohort("waktu-tengah", units))


def known_at(filters: Filters, measure: str) -> datetime:
    """The moment up to which the measure is known in full at as_of."""
    return filters.as_of - (WATCHED if measure == "laporan-ulang" else timedelta())


def weeks(filters: Filters, measure: str, number: int) -> Filters:
    """The filters over ``number`` whole weeks that end with the period, as far as the measure is known at as_of."""
    last = min(filters.last, known_at(filters, measure).date() - timedelta(days=1))
    return replace(filters, first=last - timedelta(days=7 * number - 1), last=last)


def weekly(filters: Filters, measure: str, units: tuple[str, ...]) -> pd.DataFrame:
    """One row a unit and week of the period (from 0): unit, week, n, x."""
    rows = weekly_by_channel(filters, measure, units)
    return rows.groupby(["unit", "week"], as_index=False)[["n", "x"]].sum()


@question(entries=50)  # thousands of rows each
def weekly_by_channel(filters: Filters, measure: str, units: tuple[str, ...]) -> pd.DataFrame:
    """One row a unit, channel and week of the period (from 0): unit, channel, week, n, x."""
    name = "skpd/weekly_stock" if measure == "dalam-tenggat" else "skpd/weekly"
    return ask(name, filters, **cohort(measure, units))


@question()
def days(filters: Filters) -> pd.DataFrame:
    """One row a day of the period: day, holiday (its name), floods (complaints about floods in the whole city)."""
    zone = moment.now().zone
    asked = filters.parameters(0, zone)
    frame = read("skpd/days", since=asked["since"], until=asked["until"], as_of=asked["as_of"], zone=zone)
    return frame.assign(day=pd.to_datetime(frame["day"]))


@question()
def spent(filters: Filters, measure: str, unit: str) -> pd.DataFrame:
    """One row an outcome and place: is_good, place (sendiri, lain, validasi), aduan, hours."""
    return ask("skpd/spent", filters, **cohort(measure, (unit,)))


@question()
def arrivals(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a sender: code, name, aduan, lewat, hours (median age on arrival), used (median share of the time)."""
    return ask("skpd/arrivals", filters, **cohort("serahan", (unit,)))


def _list(filters: Filters, measure: str, outcome: str, number: int = 1, size: int | None = None) -> dict[str, Any]:
    """Own parameters of queries/sql/skpd/list.sql: page ``number`` of the complaints that the filter
    SKPD answers for.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return {
        **cohort(measure, filters.skpds),
        "is_good": OUTCOMES[outcome],
        "late_first": True,
        "size": size,
        "skip": skip,
    }


@question()
def listed(filters: Filters, measure: str, outcome: str, number: int = 1, size: int = 100) -> pd.DataFrame:
    """Page ``number`` (from 1) of the complaints of a measure's cohort; column ``total`` counts all."""
    return ask("skpd/list", filters, **_list(filters, measure, outcome, number, size))


def rows(filters: Filters, measure: str, outcome: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every complaint of a measure's cohort in the order of its pages, the columns ``keys``; streamed."""
    return scope.rows("skpd/list", keys, filters, **_list(filters, measure, outcome))
