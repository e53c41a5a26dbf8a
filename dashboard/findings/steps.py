"""The steps of time a period is shown in: days, weeks (from Monday), months or years, never more than can be told
apart.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.formats import day, month
from dashboard.texts import _
from queries.channels import UNITS
from queries.filters import Filters

MOST = 400
"""Steps of one chart: a year of days, eight years of weeks, a third of a century of months."""


def labels() -> dict[str, str]:
    return dict(zip(UNITS, (_("Hari"), _("Pekan"), _("Bulan"), _("Tahun")), strict=True))


def start(moment: date, unit: str) -> date:
    """First day of the step in which a day lies."""
    return {
        "day": moment,
        "week": moment - timedelta(days=moment.weekday()),
        "month": moment.replace(day=1),
        "year": moment.replace(month=1, day=1),
    }[unit]


def end(step: date, unit: str) -> date:
    """First day after the step."""
    if unit == "day":
        return step + timedelta(days=1)
    if unit == "year":
        return step.replace(year=step.year + 1)
    return step + timedelta(days=7) if unit == "week" else (step + timedelta(days=32)).replace(day=1)


def starts(filters: Filters, unit: str) -> list[date]:
    """First days of the steps that have begun in the period at as_of; none of a period in the future."""
    last = min(filters.last, filters.as_of.date())
    step, found = start(filters.first, unit), []
    while step <= last and filters.first <= last:
        found.append(step)
        step = end(step, unit)
    return found


def units(filters: Filters) -> tuple[str, ...]:
    """The steps the period can be shown in, the finest first: those of which there are at most MOST, and years."""
    return tuple(unit for unit in UNITS if unit == "year" or len(starts(filters, unit)) <= MOST)


def is_cut(step: date, unit: str, filters: Filters) -> bool:
    """Whether a step is cut by the period or not over at as_of, so that it is no whole day, week or month."""
    whole = min(filters.last, filters.as_of.date() - timedelta(days=1))
    return step < filters.first or end(step, unit) > whole + timedelta(days=1)


def widened(days: pd.DataFrame, filters: Filters, stock: tuple[str, ...]) -> tuple[pd.DataFrame, str]:
    """Rows of days (day, is_running and counts) by the finest step the period can be shown in, and that step.

    ``day`` is then the first day of the step; the columns ``stock`` are those at its end, the others its sums.
    """
    unit = units(filters)[0]
    if unit == "day":
        return days, unit
    step = pd.to_datetime([start(each.date(), unit) for each in days["day"]])
    how = {key: "last" if key in stock else "sum" for key in days if key not in ("day", "is_running")}
    rows = days.assign(day=step).groupby("day", as_index=False).agg(how)
    return rows.assign(is_running=[is_cut(each.date(), unit, filters) for each in rows["day"]])[list(days)], unit


def when(step: date, unit: str) -> str:
    """A step within a sentence: "pada 23 November 2026", "pada pekan mulai 23 November 2026"."""
    return {
        "day": _("pada {day}"),
        "week": _("pada pekan mulai {day}"),
        "month": _("pada {month}"),
        "year": _("pada tahun {year}"),
    }[unit].format(day=day(step), month=month(step), year=step.year)
