"""How much less clumped complaints say than as many independent ones: the design effect behind every interval of a share.

It is seen in three ways (dashboard/analysis/clumps.py), of which the largest holds: in the weeks of half a year, in blocks
of them as long as the period, and in the same category at the same place on the same day.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analysis import clumps
from queries import complaints, skpds
from queries.filters import Filters

WEEKS, LEAST_BLOCKS = 26, 3  # weeks in which clumps are seen; blocks of several weeks that say something
Floats = NDArray[np.float64]


def _largest(
    filters: Filters, weekly: pd.DataFrame, sizes: pd.DataFrame, keys: Sequence[str], *, within: bool = False
) -> Floats:
    """The design effect of each key in the column ``unit`` of both frames; ``within`` the period alone, or over all of
    the half year.
    """
    found = [clumps.of_sizes(sizes)] if len(sizes) else []
    length = round(filters.elapsed_days / 7)
    if within and len(weekly):
        weekly = weekly[weekly["week"] >= WEEKS - length]
    if len(weekly):
        found.append(clumps.chi_squares(weekly))
        if not within and length > 1 and WEEKS // length >= LEAST_BLOCKS:
            found.append(clumps.chi_squares(clumps.longer(weekly, length)))
    effects: list[Floats] = [clumps.design_effect(each, keys) for each in found]
    largest: Floats = np.max([np.ones(len(keys)), *effects], axis=0)
    return largest


def _weekly(filters: Filters, measure: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row a unit, channel and week of the half year. None of a stock: its weeks hold the same complaints."""
    if measure == "dalam-tenggat":
        return pd.DataFrame(columns=["unit", "channel", "week", "n", "x"])
    return skpds.weekly_by_channel(skpds.weeks(filters, measure, WEEKS), measure, units)


def of_units(filters: Filters, measure: str, codes: pd.Series) -> tuple[Floats, Floats]:
    """The design effect of each unit of a group, drawn to that of the group, at least 1: for its lasting share, and
    within the period alone, which is what a change from one period to the next is held against.
    """
    weekly, sizes = _weekly(filters, measure), skpds.clumps(filters, measure)
    weekly = weekly.groupby(["unit", "week"], as_index=False)[["n", "x"]].sum()
    weekly, sizes = weekly[weekly["unit"].isin(codes)], sizes[sizes["unit"].isin(codes)]
    lasting, within = (_largest(filters, weekly, sizes, list(codes), within=each) for each in (False, True))
    return lasting, within


def of_times(filters: Filters, codes: pd.Series) -> Floats:
    """The design effect of the times of each unit: of its clumps, or of its weeks by the share on time, whichever is
    larger. A week that was slow shows in both.
    """
    sizes = skpds.clumps(filters, "waktu-tengah")
    own = _largest(filters, pd.DataFrame(), sizes[sizes["unit"].isin(codes)], list(codes))
    larger: Floats = np.maximum(own, of_units(filters, "tepat-waktu", codes)[0])
    return larger


def of_all(filters: Filters) -> float:
    """The design effect of the share on time over everything, from the days of the period; at least 1."""
    days = complaints.per_day(filters)[["jatuh_tempo", "tepat_waktu"]]
    days = days.rename(columns={"jatuh_tempo": "n", "tepat_waktu": "x"}).assign(unit="")
    return float(clumps.design_effect(clumps.chi_squares(days), [""])[0])


def of_channels(filters: Filters, measure: str, channels: Sequence[str], unit: str = "") -> tuple[float, ...]:
    """The design effect of each channel, over all units of the filters (or at one ``unit``); at least 1."""
    units = (unit,) if unit else filters.skpds
    weekly = _weekly(filters, measure, units)
    sizes = skpds.clumps(filters, measure)
    sizes = sizes[sizes["unit"].isin(units)] if units else sizes
    weekly, sizes = (
        rows.drop(columns="unit").rename(columns={"channel": "unit"})[lambda each: each["unit"].isin(channels)]
        for rows in (weekly, sizes)
    )
    weekly = weekly.groupby(["unit", "week"], as_index=False)[["n", "x"]].sum()
    return tuple(float(effect) for effect in _largest(filters, weekly, sizes, list(channels)))
