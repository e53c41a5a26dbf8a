"""Questions about channels (kanal)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd

from queries import skpds
from queries.cached import question
from queries.db import read
from queries.filters import Filters
from queries.moment import asked_at, aware
from queries.scope import ask

UNITS = ("day", "week", "month", "year")


@question()
def volumes(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, name, group_name, is_geotagged, valid_from, valid_to, counts of the sets."""
    return ask("channels/volumes", filters)


@question()
def reporters(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, pelapor (told apart by their pseudonym), dengan_kunci (complaints that carry one)."""
    return ask("channels/reporters", filters)


@question()
def steps(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a channel and day, week, month or year with complaints: code, step, masuk."""
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}")
    frame = ask("channels/steps", filters, unit=unit)
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
    return ask("channels/rhythm", filters)


@question()
def first_step(filters: Filters) -> pd.DataFrame:
    """One row a channel and hour of receipt (NaN: all): code, hour, dikoordinasikan, hours (median to coordination)."""
    return ask("channels/first_step", filters)


@question()
def categories(filters: Filters) -> pd.DataFrame:
    """One row a channel and category ('' unknown): code, category, masuk."""
    return ask("channels/categories", filters)


@question()
def category_days(filters: Filters) -> pd.DataFrame:
    """One row a category and day with complaints: category, day, masuk."""
    frame = ask("channels/category_days", filters)
    return frame.assign(day=pd.to_datetime(frame["day"]))


@question()
def journey(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, selesai, serah_terima, berpindah_lagi, ber_ews, dinilai, jumlah_nilai."""
    return ask("channels/journey", filters)


@question()
def reach(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, masuk, kelurahan (they came from), selesai, terbuka; is_list: all kelurahan there are."""
    return ask("channels/reach", filters)


def months(filters: Filters, number: int) -> Filters:
    """The filters over the month of the period's last day (or of as_of, if earlier) and the months before it,
    ``number`` in all.
    """
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
    starts = [aware(at.to_pydatetime()) for at in pd.date_range(filters.first.replace(day=1), filters.last, freq="MS")]
    frame = ask("channels/monthly", filters, **skpds.cohort(measure, filters.skpds), months=starts)
    return frame.assign(month=pd.to_datetime(frame["month"]))


@dataclass(frozen=True)
class Feed:
    """The newest record of a channel; times in hours. None: no record, or none before it to take a gap from."""

    code: str
    name: str
    is_open: bool
    newest: datetime | None
    hours_silent: float | None
    hours_usual: float | None
    hours_common: float | None = None
    """The gap that 95 % of its recent gaps keep within."""

    @property
    def is_late(self) -> bool:
        """Not silent yet, but waiting longer than nineteen of its twenty recent gaps, and than six hours."""
        return self.is_open and not self.is_silent and (self.hours_silent or 0) > max(self.hours_common or 0, 6)

    @property
    def is_silent(self) -> bool:
        """Still open, and silent for longer than its own longest recent gap and than a day."""
        return self.is_open and (self.hours_silent or 0) > max(self.hours_usual or 0, 24)


@question(entries=500)
def feeds(as_of: datetime) -> list[Feed]:
    """Every channel opened before as_of, the one with the newest record first."""
    rows = read("channels/feeds", **asked_at(as_of)).astype(object)
    rows = rows.where(rows.notna(), None)
    found = [
        Feed(
            row.code,
            row.name,
            row.valid_to is None or row.valid_to >= as_of.date(),
            row.newest,
            row.hours_silent,
            row.hours_usual,
            row.hours_common,
        )
        for row in rows.itertuples()
    ]
    return sorted(found, key=lambda feed: feed.newest or datetime.min, reverse=True)
