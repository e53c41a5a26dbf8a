"""The filters every question takes: one frozen value, so it is also the cache's key and the link's content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

BEGINNING = datetime(1970, 1, 1)
"""Before it no receipt is believed (queries/sql/predicates/known.sql)."""


@dataclass(frozen=True)
class Filters:
    """Period, as-of and choices. Empty tuples filter nothing.

    ``first`` and ``last`` are whole days, both included; ``as_of`` is naive time of the source's zone, to the minute.
    """

    first: date
    last: date
    as_of: datetime
    channels: tuple[str, ...] = ()
    skpds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, datetime.min.time())

    @property
    def until(self) -> datetime:
        """End of the period, not included."""
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time())

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_running(self) -> bool:
        """True while the period is not over at as_of: its last day is not a whole one."""
        return self.since <= self.as_of < self.until

    @property
    def elapsed_days(self) -> int:
        """Days of the period that have begun at as_of; 0 when it lies in the future."""
        if self.as_of < self.since:
            return 0
        return min(self.days, (self.as_of.date() - self.first).days + 1)

    def earlier(self, days: int) -> Filters:
        """The same choices, everything ``days`` days earlier.

        A running period is compared with one cut at the same hour: never a part of a day with a whole one.
        """
        shift = timedelta(days=days)
        until = min(self.last, self.as_of.date())
        return replace(self, first=self.first - shift, last=until - shift, as_of=self.as_of - shift)

    def before(self) -> Filters:
        """The same number of days just before the period."""
        return self.earlier(max(self.elapsed_days, 1))

    def last_year(self) -> Filters:
        """The same dates a year before (29 February becomes the 28th)."""

        def back(d: Any) -> Any:
            try:
                return d.replace(year=d.year - 1)
            except ValueError:
                return d.replace(year=d.year - 1, day=28)

        until = min(self.last, self.as_of.date())
        return replace(self, first=back(self.first), last=back(until), as_of=back(self.as_of))

    def _reach(self, longest_limit: int) -> datetime:
        """How far back the due cohort reaches: never beyond the calendar that questions know."""
        return self.since - timedelta(days=min(longest_limit, max((self.since - BEGINNING).days, 0)))

    def parameters(self, longest_limit: int, zone: str) -> dict[str, Any]:
        """What these filters say to queries/sql/scope.sql; ``longest_limit`` in days is the reach back of the due
        cohort, ``zone`` where days begin.
        """
        there = ZoneInfo(zone)
        return {
            "zone": zone,
            "as_of": self.as_of.replace(tzinfo=there),
            "since": self.since.replace(tzinfo=there),
            "until": self.until.replace(tzinfo=there),
            "reach": self._reach(longest_limit).replace(tzinfo=there),
            "channels": list(self.channels) or None,
            "skpds": list(self.skpds) or None,
            "areas": [code if code.count(".") == 3 else f"{code}.%" for code in self.areas] or None,
            "categories": list(self.categories) or None,
        }
