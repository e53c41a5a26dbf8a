"""What every page needs first: the present minute of the database, its source, and the values filters can take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from database import zone
from queries.cached import question
from queries.db import DatabaseAway, read


@dataclass(frozen=True)
class Copy:
    """A kept copy: as of when it is and when its last refresh ended (naive, in the zone of the source)."""

    copied_at: datetime
    tried_at: datetime
    is_late: bool
    has_failed: bool


@dataclass(frozen=True)
class Moment:
    """The database's minute (naive, in ``zone``) and what it holds. ``oldest`` and ``newest`` are None when empty.
    ``odd_zone``: what the source calls its zone where nobody knows such a one.

    Two moments are the same where they hold the same, whenever they were read.
    """

    minute: datetime = field(compare=False, repr=False)
    kind: str
    name: str
    is_sample: bool
    oldest: datetime | None
    newest: datetime | None
    longest_limit: int
    longest_sp4n_limit: int
    has_open: bool
    has_coordination: bool
    zone: str = zone.JAKARTA
    odd_zone: str = ""
    is_stale: bool = field(default=False, compare=False, repr=False)
    copy: Copy | None = field(default=None, compare=False, repr=False)
    """None where the dashboard reads the CRM itself."""
    behind: timedelta = field(default=timedelta(), compare=False, repr=False)
    """How far the copy is behind the clock of its database."""


@st.cache_data(ttl=60, max_entries=1, show_spinner=False)
def _fresh() -> Moment:
    sources = read("source")
    named = sources["zone"].dropna().astype(str)
    written = named.iloc[0].strip() if len(named) else ""
    known = zone.known(written)
    copy = None if sources.empty else _copy(sources.iloc[0], known or zone.JAKARTA)
    rows = read("moment", zone=known or zone.JAKARTA)
    if rows.empty:
        raise DatabaseAway("no-contract", "dashboard.source is empty")
    row = rows.iloc[0]
    times = {key: None if pd.isna(row[key]) else row[key].to_pydatetime() for key in ("oldest", "newest")}
    return Moment(
        # What a copy does not know yet has not happened for the dashboard.
        minute=min(row["minute"].to_pydatetime(), copy.copied_at.replace(second=0, microsecond=0))
        if copy
        else row["minute"].to_pydatetime(),
        oldest=times["oldest"],
        newest=times["newest"],
        kind=str(row["kind"]),
        name=str(row["name"]),
        is_sample=bool(row["is_sample"]),
        longest_limit=int(row["longest_limit"]),
        longest_sp4n_limit=int(row["longest_sp4n_limit"]),
        has_open=bool(row["has_open"]),
        has_coordination=bool(row["has_coordination"]),
        zone=known or zone.JAKARTA,
        odd_zone="" if known else written,
        copy=copy,
        behind=row["minute"].to_pydatetime() - copy.copied_at if copy else timedelta(),
    )


def _copy(row: pd.Series, name: str) -> Copy | None:
    if pd.isna(row["copied_at"]):
        return None
    times = [
        datetime.fromisoformat(row[key]).astimezone(ZoneInfo(name)).replace(tzinfo=None)
        for key in ("copied_at", "tried_at")
    ]
    return Copy(times[0], times[1], bool(row["is_late"]), bool(row["has_failed"]))


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


def aware(moment: datetime) -> datetime:
    """A naive time of the source's zone as a moment."""
    return moment.replace(tzinfo=ZoneInfo(now().zone))


def asked_at(as_of: datetime) -> dict[str, Any]:
    """The parameters of a question outside the scope that is asked as of a naive time."""
    return {"as_of": aware(as_of), "zone": now().zone}


def longest_limit(*clocks: str) -> int:
    """Longest settlement limit in days on these clocks (crm alone without any): how far before the period a complaint
    that falls due in it may have come in."""
    known = {"crm": now().longest_limit, "sp4n": now().longest_sp4n_limit}
    return max(known[clock] for clock in clocks or ("crm",))


Choices = dict[str, dict[str, str]]


@question(entries=1)
def choices() -> Choices:
    """What each list of Filters can take (channels, skpds, areas, categories): code -> name, in the order to show.

    A name that two codes share is told apart by its code.
    """
    lists = {"channel": "channels", "skpd": "skpds", "category": "categories"}
    found: Choices = {"channels": {}, "skpds": {}, "areas": {}, "categories": {}}
    rows = read("choices")
    for row, twice in zip(rows.itertuples(), rows.duplicated(["kind", "name"], keep=False), strict=True):
        names = found[lists.get(row.kind, "areas")]  # city, kecamatan and kelurahan are areas
        names[str(row.code)] = f"{row.name} ({row.code})" if twice else str(row.name)
    return found


@question(entries=100)
def is_carried(kind: str, code: str) -> bool:
    """Whether complaints carry a code (``kind``: channels or skpds) that no list knows: dirt stays within reach."""
    if len(code) > 100 or "\0" in code:
        return False
    try:
        return bool(read("carried", kind=kind, code=code)["is_carried"].iloc[0])
    except DatabaseAway as error:
        if error.reason != "cannot-hold":
            raise
        return False  # what the database cannot even write down, nobody carries
