"""When complaints arrive: how many on each day of the period, and which days make a chunk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import NDArray

from .reference import Floats, Ints

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST_DAY = date(2016, 1, 1)  # the CRM takes complaints since 2016 (Jakarta Smart City)
DAY = 86_400

# 2024: 185,852 complaints, 508 a day (Jakarta Smart City, Kaleidoskop CRM 2024). The growth is assumed.
MEAN_PER_DAY_2024 = 508.0
GROWTH_PER_YEAR = 0.04
WEEKDAYS = np.array([1.09, 1.09, 1.07, 1.05, 1.03, 0.87, 0.80])  # Monday to Sunday
HOLIDAY = 0.72
RAINY_SEASON = 0.08  # more than the mean in late January, less in late July
NOISE = 0.05
FLOOD_PEAK = (1.30, 1.50)  # complaints of a flood day against the mean; the peak of 2024 was 800 on one day

# Complaints at each hour of the day, sent by citizens from anywhere or taken at a desk. Made up.
BY_HOUR = {
    False: [9, 6, 4, 4, 6, 14, 30, 48, 60, 66, 66, 60, 52, 52, 54, 54, 52, 48, 42, 40, 38, 32, 24, 15],
    True: [0, 0, 0, 0, 0, 0, 0, 8, 30, 34, 26, 16, 8, 20, 18, 10, 0, 0, 0, 0, 0, 0, 0, 0],
}


@dataclass(frozen=True)
class Plan:
    """Arrivals of the whole period. Days count from 1970-01-01; moments are seconds of Jakarta wall time since then."""

    seed: int
    days: Ints
    counts: Ints
    flood: NDArray[np.bool_]
    working: NDArray[np.bool_]
    end: int
    chunks: list[slice]

    @property
    def total(self) -> int:
        return int(self.counts.sum())


def hour_limits(office_hours: bool) -> Floats:
    """Cumulative share of a day's complaints at each full hour, 0 to 24."""
    weights = np.array(BY_HOUR[office_hours], dtype=float)
    return np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])


def share_of_day(second: int, *, office_hours: bool = False) -> float:
    """Share of a day's complaints that have come in by this second of it."""
    return float(np.interp(second / 3600, np.arange(25), hour_limits(office_hours)))


@cache
def flood_days(seed: int, year: int) -> tuple[date, ...]:
    """Days of flood in a year: four in January to March, two in November and December."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(4, year)))
    early = [date(year, 1, 3) + timedelta(days=int(d)) for d in rng.choice(80, 4, replace=False)]
    late = [date(year, 11, 3) + timedelta(days=int(d)) for d in rng.choice(55, 2, replace=False)]
    return tuple(sorted(early + late))


def make_plan(seed: int, count: int | None, start: date, end: datetime, chunk_size: int) -> Plan:
    """Spread ``count`` complaints (None: the usual volume) over the days from ``start`` to ``end`` (Jakarta time)."""
    local = end.astimezone(JAKARTA)
    dates = [start + timedelta(days=i) for i in range((local.date() - start).days + 1)]
    free = holidays.country_holidays("ID", years=range(start.year, local.year + 1))
    holiday = np.array([day in free for day in dates])
    weekday = np.array([day.weekday() for day in dates])
    ordinal = np.array([day.timetuple().tm_yday for day in dates])
    flood = np.array([day in flood_days(seed, day.year) for day in dates])
    age = np.array([(day - date(2024, 7, 1)).days / 365.25 for day in dates])

    mean = MEAN_PER_DAY_2024 * (1.0 + GROWTH_PER_YEAR) ** age
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
    level = mean * WEEKDAYS[weekday] * np.where(holiday, HOLIDAY, 1.0) * np.exp(NOISE * rng.standard_normal(len(dates)))
    level *= 1.0 + RAINY_SEASON * np.cos(2 * np.pi * (ordinal - 25) / 365.25)
    level = np.where(flood, mean * rng.uniform(*FLOOD_PEAK, len(dates)), level)
    last_second = local.hour * 3600 + local.minute * 60
    level[-1] *= max(share_of_day(last_second), 1e-9)
    counts = rng.multinomial(round(level.sum()) if count is None else count, level / level.sum())

    first = (start - date(1970, 1, 1)).days
    days = first + np.arange(len(dates))
    bounds = [0]
    size = 0
    for i, number in enumerate(counts):
        size += int(number)
        if size >= chunk_size or i == len(counts) - 1:
            bounds.append(i + 1)
            size = 0
    return Plan(
        seed=seed,
        days=days,
        counts=counts,
        flood=flood,
        working=(weekday < 5) & ~holiday,
        end=int(days[-1]) * DAY + last_second,
        chunks=[slice(a, b) for a, b in pairwise(bounds)],
    )
