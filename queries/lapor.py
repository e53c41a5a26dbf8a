"""Questions about overdue LAPOR complaints, on the CRM clock and on the SP4N clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from queries import complaints
from queries.cached import question
from queries.db import read
from queries.filters import Filters

CLOCKS = ("salah-satu", "crm", "sp4n", "keduanya")
AGES = ("telat-7", "telat-30", "telat-90", "telat-lama")


def _scope(filters: Filters, clock: str) -> dict[str, Any]:
    if clock not in CLOCKS:
        raise ValueError(f"unknown clock {clock!r}")
    return {**complaints.scope(replace(filters, channels=("LAPOR",))), "clock": clock}


@question()
def summary(filters: Filters, clock: str) -> dict[str, float]:
    """Open LAPOR complaints and the overdue ones by clock, and the longest delay on each."""
    return {str(key): float(value) for key, value in read("lapor/summary", **_scope(filters, clock)).iloc[0].items()}


@question()
def by_skpd(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a SKPD: code, name, crm, sp4n, salah_satu, dipilih, crm_terlama (days), sp4n_terlama (working days)."""
    return read("lapor/by_skpd", **_scope(filters, clock))


@question()
def by_age(filters: Filters) -> pd.DataFrame:
    """One row a clock and class of days late: clock, age, aduan."""
    return read("lapor/by_age", **_scope(filters, "salah-satu"))


@question()
def late(filters: Filters, clock: str, age: str | None = None, number: int = 1, size: int | None = 100) -> pd.DataFrame:
    """Page ``number`` of the overdue complaints on a clock (size None: all); column ``total`` counts all."""
    if age is not None and age not in AGES:
        raise ValueError(f"unknown class {age!r}")
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return read("lapor/list", **_scope(filters, clock), age=age, size=size, skip=skip)
