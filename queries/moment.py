"""What every page needs first: the present minute of the database, its source, and the values filters can take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from queries.cached import question
from queries.db import DatabaseAway, read


@dataclass(frozen=True)
class Moment:
    """The database's minute (naive Asia/Jakarta) and what it holds. ``oldest`` and ``newest`` are None when empty."""

    minute: datetime
    kind: str
    name: str
    is_sample: bool
    oldest: datetime | None
    newest: datetime | None
    longest_limit: int
    is_stale: bool = False


@st.cache_data(ttl=60, max_entries=1, show_spinner=False)
def _fresh() -> Moment:
    row = read("moment").iloc[0]
    times = {key: None if pd.isna(row[key]) else row[key].to_pydatetime() for key in ("minute", "oldest", "newest")}
    if times["minute"] is None:
        raise DatabaseAway("no-contract", "dashboard.source is empty")
    return Moment(
        minute=times["minute"],
        oldest=times["oldest"],
        newest=times["newest"],
        kind=str(row["kind"]),
        name=str(row["name"]),
        is_sample=bool(row["is_sample"]),
        longest_limit=int(row["longest_limit"]),
    )


@st.cache_resource(show_spinner=False)
def _last_known() -> dict[str, Moment]:
    return {}


def now() -> Moment:
    """The present moment, the same for everybody within a minute.

    While the database is away it stays at the last minute that was read (``is_stale``), so that pages whose
    figures are in the cache keep working and can say how old they are. DatabaseAway when none was read yet.
    """
    try:
        moment = _fresh()
    except DatabaseAway:
        moment_before = _last_known().get("moment")
        if moment_before is None:
            raise
        return Moment(**{**moment_before.__dict__, "is_stale": True})
    _last_known()["moment"] = moment
    return moment


def longest_limit() -> int:
    """Longest CRM settlement limit in days: how far before the period a due complaint may have come in."""
    return now().longest_limit


@question(entries=1)
def choices() -> pd.DataFrame:
    """One row a value a filter can take: kind, code, name, parent."""
    return read("choices")


@question(entries=500)
def feeds(as_of: datetime) -> pd.DataFrame:
    """One row a channel: code, name, valid_to, newest, hours_silent, hours_usual, records."""
    from queries.filters import JAKARTA

    # All NULL comes back as objects, which cannot be compared.
    return read("feeds", as_of=as_of.replace(tzinfo=JAKARTA)).astype({"hours_silent": float, "hours_usual": float})
