"""Questions about SKPD: how many of its complaints went well, by what measure, and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from queries.cached import question
from queries.complaints import scope
from queries.db import read, stream
from queries.filters import JAKARTA, Filters

# What SKPD are compared by; queries/sql/skpd/cohort.sql says whose complaint it is and what "well" means.
MEASURES = ("tepat-waktu", "dalam-tenggat", "waktu-tengah", "koordinasi", "tl-ditolak", "laporan-ulang")
COHORTS = (*MEASURES, "serahan")
OUTCOMES = {"semua": None, "baik": True, "kurang": False}
WATCHED = timedelta(days=14)  # after a settlement, for the measure laporan-ulang
# Of these the unit that answers is the holder, so that the scope may be narrowed to it.
BY_HOLDER = ("tepat-waktu", "dalam-tenggat", "laporan-ulang")
# The part of the scope that holds the whole cohort, where that is less than all of it.
PARTS = {
    "tepat-waktu": "due",
    "dalam-tenggat": "open",
    "laporan-ulang": "out",
    "koordinasi": "reach",
    "tl-ditolak": "changed",
}


def _scope(filters: Filters, measure: str, units: Sequence[str] = ()) -> dict[str, Any]:
    """Parameters of queries/sql/skpd/cohort.sql. ``units`` takes the place of the filter SKPD. ValueError: no such measure."""
    if measure not in COHORTS:
        raise ValueError(f"unknown measure {measure!r}")
    asked = list(units) or None
    parameters = scope(replace(filters, skpds=()))
    parameters["skpds" if measure in BY_HOLDER else "touched_by"] = asked
    return {**parameters, "measure": measure, "units": asked, "part": PARTS.get(measure)}


@question(entries=1)
def units() -> pd.DataFrame:
    """One row a unit of the list of SKPD: code, name, kind, parent, city."""
    return read("skpd/units")


@question(entries=50)  # thousands of rows each
def cells(filters: Filters, measure: str) -> pd.DataFrame:
    """One row a unit and cell: unit, category, channel, due_source, n, x. The filter SKPD does not narrow it."""
    return read("skpd/cells", **_scope(filters, measure))


@question(entries=50)  # thousands of rows each
def spells(filters: Filters, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row a SKPD: code, aduan, and arrays hour, entered, left_risk, settled over the stays of complaints with it."""
    return read("skpd/spells", **_scope(filters, "waktu-tengah", units))


def weeks(filters: Filters, measure: str, number: int) -> Filters:
    """The filters over ``number`` whole weeks that end with the period, as far as the measure is known at as_of."""
    known = filters.as_of - (WATCHED if measure == "laporan-ulang" else timedelta())
    last = min(filters.last, known.date() - timedelta(days=1))
    return replace(filters, first=last - timedelta(days=7 * number - 1), last=last)


@question(entries=50)  # thousands of rows each
def weekly(filters: Filters, measure: str, units: tuple[str, ...]) -> pd.DataFrame:
    """One row a unit and week of the period (from 0): unit, week, n, x."""
    parameters = _scope(filters, measure, units)
    if measure == "dalam-tenggat":
        del parameters["measure"]
        return read("skpd/weekly_stock", **parameters | {"part": None})  # what was open at a week's end may be settled
    return read("skpd/weekly", **parameters)


def months(filters: Filters, number: int) -> Filters:
    """The filters over the month of the period's last day (or of as_of, if earlier) and the months before it, ``number`` in all."""
    last = min(filters.last, filters.as_of.date())
    first = last.replace(day=1)
    for _earlier in range(number - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return replace(filters, first=first, last=last)


@question()
def monthly(filters: Filters, measure: str) -> pd.DataFrame:
    """One row a channel and month of the period: channel, month (its first day), n, x.

    Not of waktu-tengah: its stays may have begun before the period. ValueError then.
    """
    if measure == "waktu-tengah":
        raise ValueError("no months of stays")
    starts = [
        at.to_pydatetime() for at in pd.date_range(filters.first.replace(day=1), filters.last, freq="MS", tz=JAKARTA)
    ]
    frame = read("channels/monthly", **_scope(filters, measure, filters.skpds), months=starts)
    return frame.assign(month=pd.to_datetime(frame["month"]))


@question()
def days(filters: Filters) -> pd.DataFrame:
    """One row a day of the period: day, holiday (its name), floods (complaints about floods in the whole city)."""
    asked = filters.parameters(0)
    frame = read("skpd/days", since=asked["since"], until=asked["until"], as_of=asked["as_of"])
    return frame.assign(day=pd.to_datetime(frame["day"]))


@question()
def spent(filters: Filters, measure: str, unit: str) -> pd.DataFrame:
    """One row an outcome and place: is_good, place (sendiri, lain, validasi), aduan, hours."""
    return read("skpd/spent", **_scope(filters, measure, (unit,)))


@question()
def arrivals(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a sender: code, name, aduan, lewat, hours (median age on arrival), used (median share of the time)."""
    return read("skpd/arrivals", **_scope(filters, "serahan", (unit,)))


def _list(
    filters: Filters, measure: str, outcome: str, number: int = 1, size: int | None = None
) -> dict[str, Any]:  # fmt: skip
    """Parameters of queries/sql/skpd/list.sql: page ``number`` of the complaints that the filter SKPD answers for."""
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return {
        **_scope(filters, measure, filters.skpds),
        "is_good": OUTCOMES[outcome],
        "late_first": True,
        "size": size,
        "skip": skip,
    }


@question()
def listed(filters: Filters, measure: str, outcome: str, number: int = 1, size: int = 100) -> pd.DataFrame:
    """Page ``number`` (from 1) of the complaints of a measure's cohort; column ``total`` counts all."""
    return read("skpd/list", **_list(filters, measure, outcome, number, size))


def rows(filters: Filters, measure: str, outcome: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every complaint of a measure's cohort in the order of its pages, the columns ``keys``; streamed."""
    return stream("skpd/list", keys, **_list(filters, measure, outcome))
