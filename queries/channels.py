"""Questions about channels (kanal)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from queries.cached import question
from queries.complaints import scope
from queries.db import read
from queries.filters import Filters

UNITS = ("day", "week", "month", "year")


def _received(filters: Filters) -> dict[str, Any]:
    """The scope's parameters where only what was received in the period is asked for."""
    return {**scope(filters), "part": "in"}


@question()
def volumes(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, name, group_name, is_geotagged, valid_from, valid_to, counts of the sets."""
    return read("channels/volumes", **scope(filters))


@question()
def reporters(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, pelapor (told apart by their pseudonym), dengan_kunci (complaints that carry one)."""
    return read("channels/reporters", **_received(filters))


@question()
def steps(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a channel and day, week, month or year with complaints: code, step, masuk."""
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}")
    frame = read("channels/steps", **_received(filters), unit=unit)
    return frame.assign(step=pd.to_datetime(frame["step"]))


def flow(filters: Filters) -> pd.DataFrame:
    """One row a channel with complaints: code, awal, masuk, selesai, akhir (stock), dibuka_lagi, bertentangan."""
    columns = ["awal", "masuk", "selesai", "akhir", "dibuka_lagi", "bertentangan"]
    data = volumes(filters)
    return data.loc[data[columns].any(axis=1), ["code", *columns]].reset_index(drop=True)


def received(filters: Filters) -> dict[str, int]:
    """Complaints received in the period by the code of the channel."""
    return {str(code): int(n) for code, n in steps(filters, "year").groupby("code")["masuk"].sum().items()}


@question()
def rhythm(filters: Filters) -> pd.DataFrame:
    """One row a channel, weekday (1 Monday) and hour: code, weekday, hour, masuk."""
    return read("channels/rhythm", **_received(filters))


@question()
def first_step(filters: Filters) -> pd.DataFrame:
    """One row a channel and hour of receipt (NaN: all): code, hour, dikoordinasikan, hours (median to coordination)."""
    return read("channels/first_step", **_received(filters))


@question()
def categories(filters: Filters) -> pd.DataFrame:
    """One row a channel and category ('' unknown): code, category, masuk."""
    return read("channels/categories", **_received(filters))


@question()
def category_days(filters: Filters) -> pd.DataFrame:
    """One row a category and day with complaints: category, day, masuk."""
    frame = read("channels/category_days", **_received(filters))
    return frame.assign(day=pd.to_datetime(frame["day"]))


@question()
def journey(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, selesai, serah_terima, berpindah_lagi, ber_ews, dinilai, jumlah_nilai."""
    return read("channels/journey", **{**scope(filters), "part": "out"})


@question()
def reach(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, masuk, kelurahan (they came from), selesai, terbuka; code '': all kelurahan of the list."""
    return read("channels/reach", **scope(filters))
