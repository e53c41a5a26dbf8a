"""Questions about channels (kanal)."""

from __future__ import annotations

import pandas as pd

from queries.cached import question
from queries.complaints import scope
from queries.db import read
from queries.filters import Filters

UNITS = ("day", "week", "month", "year")


@question()
def volumes(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, name, group_name, is_geotagged, valid_from, valid_to, counts of the sets."""
    return read("channels/volumes", **scope(filters))


@question()
def reporters(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, pelapor (told apart by their pseudonym), dengan_kunci (complaints that carry one)."""
    return read("channels/reporters", **scope(filters))


@question()
def steps(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a channel and day, week, month or year with complaints: code, step, masuk."""
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}")
    frame = read("channels/steps", **scope(filters), unit=unit)
    return frame.assign(step=pd.to_datetime(frame["step"]))


@question()
def flow(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, awal, masuk, selesai, akhir (stock), dibuka_lagi, bertentangan."""
    return read("channels/flow", **scope(filters))


@question()
def rhythm(filters: Filters) -> pd.DataFrame:
    """One row a channel, weekday (1 Monday) and hour: code, weekday, hour, masuk."""
    return read("channels/rhythm", **scope(filters))


@question()
def first_step(filters: Filters) -> pd.DataFrame:
    """One row a channel and hour of receipt (NaN: all): code, hour, dikoordinasikan, hours (median to coordination)."""
    return read("channels/first_step", **scope(filters))


@question()
def categories(filters: Filters) -> pd.DataFrame:
    """One row a channel and category ('' unknown): code, category, masuk."""
    return read("channels/categories", **scope(filters))


@question()
def category_days(filters: Filters) -> pd.DataFrame:
    """One row a category and day with complaints: category, day, masuk."""
    frame = read("channels/category_days", **scope(filters))
    return frame.assign(day=pd.to_datetime(frame["day"]))


@question()
def journey(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, selesai, serah_terima, berpindah_lagi, ber_ews, dinilai, jumlah_nilai."""
    return read("channels/journey", **scope(filters))


@question()
def reach(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, kelurahan (with complaints in the period); code '': all kelurahan of the list."""
    return read("channels/reach", **scope(filters))
