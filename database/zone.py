"""The time zone of a source: in it days begin, and its letters stand behind a time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

JAKARTA = "Asia/Jakarta"
"""Where dashboard.source names none."""


def known(name: str | None) -> str | None:
    """The zone as it is written in the list of the world's zones, in whatever case; None: there is no such zone."""
    asked = (name or "").strip().casefold()
    return next((zone for zone in available_timezones() if zone.casefold() == asked), None)


def abbreviation(name: str, moment: datetime) -> str:
    """What stands behind a naive time of the zone: WIB, WITA, WIT, EST; UTC-03 where it has no letters."""
    letters = moment.replace(tzinfo=ZoneInfo(name)).strftime("%Z")
    return letters if letters.isalpha() else f"UTC{letters}"
