"""Questions about SKPD."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from queries.cached import question
from queries.complaints import scope
from queries.db import read
from queries.filters import Filters


@question()
def ranking(filters: Filters) -> pd.DataFrame:
    """One row a SKPD: code, name, kind, city, masuk, jatuh_tempo, tepat_waktu, bertenggat, dalam_tenggat, terbuka, terlambat."""
    return read("ranking", **scope(filters))


@question()
def spells(filters: Filters) -> pd.DataFrame:
    """One row a SKPD: code, and arrays hour, entered, left_risk, settled over the stays of complaints with it."""
    # The SKPD asked for may have handed a complaint on: choose the stays, not today's holders.
    return read("spells", **scope(replace(filters, skpds=())), units=list(filters.skpds) or None)
