"""Questions about complaints under the filters: headline counts, days, durations, lists, one complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from queries import scope
from queries.cached import question
from queries.db import DatabaseAway, read, set_names
from queries.filters import Filters
from queries.moment import asked_at, aware
from queries.scope import ask

# Every set of complaints a number on a page stands for: those that queries/sql/list.sql gives a predicate.
SETS = set_names("list")
# Sets that look at the stock at as_of, whenever received: the period does not narrow them.
STOCK = frozenset(SETS) - {
    "masuk",
    "selesai",
    "jatuh-tempo",
    "tepat-waktu",
    "tidak-tepat-waktu",
    "bertentangan",
    "terlibat",
}
PREFIXES = ("", "LP", "LAPOR")  # letters that may stand before the number of a LAPOR complaint
ALL_TIME = (datetime(2000, 1, 1), datetime(2100, 1, 1))


@question()
def totals(filters: Filters) -> dict[str, int]:
    """Count of every set, by its name with underscores."""
    return {str(key): int(value) for key, value in ask("totals", filters).iloc[0].items()}


@question()
def per_day(filters: Filters) -> pd.DataFrame:
    """One row a day: day, masuk, selesai, jatuh_tempo, tepat_waktu, terbuka, terlambat, bertenggat, is_running."""
    frame = ask("per_day", filters)
    return frame.assign(day=pd.to_datetime(frame["day"]), is_running=frame["is_running"].astype(bool))


@question()
def durations(
    filters: Filters, windows: tuple[tuple[datetime, datetime], ...], only: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One row a window (naive times of the zone): number, and arrays hour, entered, left_risk, settled.

    ``only``: the channel of each window; without it all of them.
    """
    return ask(
        "durations",
        filters,
        starts=[aware(start) for start, _ in windows],
        ends=[aware(min(end, filters.as_of)) for _, end in windows],
        only=list(only) or [None] * len(windows),
    )


@question()
def since(filters: Filters, later: datetime) -> dict[str, int]:
    """What became of the complaints overdue at as_of until ``later``: terlambat, selesai, lapor, lapor_selesai."""
    found = ask("since", filters, later=aware(later))
    return {str(key): int(value) for key, value in found.iloc[0].items()}


def _list(name: str, number: int = 1, size: int | None = None) -> dict[str, Any]:
    """Own parameters of queries/sql/list.sql: page ``number`` of a set (size None: all of it).
    ValueError: unknown set.
    """
    if name not in SETS:
        raise ValueError(f"unknown set {name!r}")
    late_first = name not in ("masuk", "selesai", "bertentangan")
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return {"set": name, "late_first": late_first, "size": size, "skip": skip}


@question()
def page(filters: Filters, name: str, number: int = 1, size: int = 100) -> pd.DataFrame:
    """Page ``number`` (from 1) of the complaints of a set; column ``total`` counts all. ValueError: unknown set."""
    return ask("list", filters, **_list(name, number, size))


def rows(filters: Filters, name: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every complaint of a set in the order of its pages, the columns ``keys``; never all at once in memory."""
    return scope.rows("list", keys, filters, **_list(name))


@question()
def gaps(filters: Filters) -> dict[str, int]:
    """Complaints received in the period and how many lack a field, by field; tanpa_tanggal: besides, of no known day."""
    return {str(key): int(value) for key, value in ask("gaps", filters).iloc[0].items()}


@question()
def one(key: int, as_of: datetime) -> pd.DataFrame:
    """The complaint with this key as known at as_of: one row or none."""
    everything = Filters(ALL_TIME[0].date(), ALL_TIME[1].date() - timedelta(days=1), as_of)
    return ask("complaint/one", everything, ids=[key])


@question()
def path(key: int, as_of: datetime) -> pd.DataFrame:
    """One row a step: at, status, from_skpd, holder, ews_due_at, note, hours."""
    return read("complaint/path", id=key, **asked_at(as_of))


@question()
def similar(key: int, as_of: datetime) -> pd.DataFrame:
    """One row another complaint of the same category and kelurahan within 30 days: id, code, channel, created_at,
    closed_at, days_apart, total; the nearest ten."""
    return read("complaint/similar", id=key, **asked_at(as_of))


@question()
def tables(key: int, as_of: datetime) -> pd.DataFrame:
    """One row a unit that held it: skpd, stays, first_received_at, hours."""
    return read("complaint/tables", id=key, **asked_at(as_of))


@question(entries=500)
def find(text: str, as_of: datetime) -> pd.DataFrame:
    """Complaints that a typed number means: id, code, channel, lapor_tracking_id; at most ten, the exact ones first.

    The report number of any channel, in any case; for LAPOR its ID in SP4N-LAPOR too, and both without the letters and
    zeros in front.
    """
    typed = "".join(text.split()).lstrip("#")[:60].replace("\0", "")
    parts = re.fullmatch(r"([A-Za-z]*)[-.:/#]?(\d+)", typed)
    digits = parts[2].lstrip("0") if parts and parts[1].upper() in PREFIXES else None
    spellings = list({typed, typed.upper(), typed.lower()} - {""})
    try:
        return read("complaint/find", spellings=spellings, digits=digits or None, **asked_at(as_of))
    except DatabaseAway as error:
        if error.reason != "cannot-hold":
            raise
        return read("complaint/find", spellings=[], digits=None, **asked_at(as_of))  # no number has such letters
