"""Questions about channels (kanal)."""

from __future__ import annotations

import pandas as pd

from queries.cached import question
from queries.complaints import scope
from queries.db import read
from queries.filters import Filters


@question()
def volumes(filters: Filters) -> pd.DataFrame:
    """One row a channel: code, name, group_name, is_geotagged, valid_from, valid_to, counts of the sets."""
    return read("channels", **scope(filters))


@question()
def steps(filters: Filters, unit: str) -> pd.DataFrame:
    """One row a channel and day, week or month with complaints: code, step, masuk."""
    if unit not in ("day", "week", "month"):
        raise ValueError(f"unknown unit {unit!r}")
    frame = read("channel_steps", **scope(filters), unit=unit)
    return frame.assign(step=pd.to_datetime(frame["step"]))
