"""Questions of the LAPOR desk: what is late or due on the CRM clock and on the SP4N clock, where it waits, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from queries import scope
from queries.cached import question
from queries.db import set_names
from queries.filters import Filters
from queries.scope import ask

CLOCKS = ("salah-satu", "crm", "sp4n", "keduanya")
# Every list of the desk: those that queries/sql/lapor/pick.sql gives a predicate, what looks at a period last.
SETS = set_names("lapor/list")
PERIOD_SETS = SETS[SETS.index("jatuh-tempo") :]
AGES = tuple(f"{clock}-{age}" for clock in ("crm", "sp4n") for age in ("telat-7", "telat-30", "telat-90", "telat-lama"))
STAGES = ("verifikasi", "koordinasi", "disposisi", "pengerjaan", "validasi", "lain")
KINDS = ("informasi", "aspirasi", "tidak-berkadar", "berkadar", "lain")
COUNTS = ("0", "1", "2", "3")  # 3: three or more
UNKNOWN = ("skpd", "kategori", "wilayah")


@dataclass(frozen=True)
class Pick:
    """One list of the desk: a set on a clock, narrowed by what is not None."""

    set: str = "terlambat"
    clock: str = "salah-satu"
    age: str | None = None
    stage: str | None = None
    kind: str | None = None
    handovers: str | None = None
    ews: str | None = None
    rejected: str | None = None
    unknown: str | None = None
    passed: str | None = None
    """A stage it has been in."""
    held_by: str | None = None
    """A SKPD (code, '' for none) that has held it."""

    def parameters(self) -> dict[str, Any]:
        """Parameters of queries/sql/lapor/pick.sql. ValueError: a value that it does not know."""
        for value, known in (
            (self.set, SETS),
            (self.clock, CLOCKS),
            (self.age, AGES),
            (self.stage, STAGES),
            (self.kind, KINDS),
            (self.handovers, COUNTS),
            (self.ews, COUNTS),
            (self.rejected, ("ya", "tidak")),
            (self.unknown, UNKNOWN),
            (self.passed, STAGES),
        ):
            if value is not None and value not in known:
                raise ValueError(f"unknown value {value!r}")
        return dict(vars(self))


def _lapor(filters: Filters) -> Filters:
    return replace(filters, channels=("LAPOR",))


def _ask(question: str, filters: Filters, clock: str = CLOCKS[0]) -> pd.DataFrame:
    """Answer of a question about LAPOR alone. ValueError: no such clock."""
    if clock not in CLOCKS:
        raise ValueError(f"unknown clock {clock!r}")
    return ask(question, _lapor(filters), clock=clock)


@question()
def summary(filters: Filters, clock: str) -> dict[str, float]:
    """Counts of the desk's sets and the longest delay on each clock (days, working days)."""
    return {str(key): float(value) for key, value in _ask("lapor/summary", filters, clock).iloc[0].items()}


@question()
def breakdown(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a dimension and value of the overdue: dimension, code, name, aduan, crm, sp4n,
    crm_terlama, sp4n_terlama.
    """
    return _ask("lapor/breakdown", filters, clock)


@question()
def due_soon(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a SKPD: code, name, hari_ini, tiga_hari, tujuh_hari (each includes the ones before),
    terlambat, terdekat.
    """
    return _ask("lapor/due_soon", filters, clock)


@question()
def elapsed(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a stage or SKPD and outcome of the due cohort: dimension, code, name, is_missed, aduan, hours."""
    return _ask("lapor/elapsed", filters, clock)


@question()
def outcomes(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a dimension and value of the due cohort: dimension, code, aduan, luput, lewat_batas (without EWS)."""
    return _ask("lapor/outcomes", filters, clock)


@question()
def repeats(filters: Filters) -> dict[str, int]:
    """Settled in the period and watched for 14 (30) days, and reported again within them: selesai_14,
    berulang_14, ...
    """
    return {str(key): int(value) for key, value in _ask("lapor/repeats", filters).iloc[0].items()}


def _list(pick: Pick, number: int = 1, size: int | None = None) -> dict[str, Any]:
    """Own parameters of queries/sql/lapor/list.sql: page ``number`` of so many rows (size None: all rows)."""
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return {**pick.parameters(), "size": size, "skip": skip}


@question()
def listed(filters: Filters, pick: Pick, number: int = 1, size: int = 100) -> pd.DataFrame:
    """Page ``number`` of a list of the desk; column ``total`` counts all."""
    return ask("lapor/list", _lapor(filters), **_list(pick, number, size))


def rows(filters: Filters, pick: Pick, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every complaint of a list of the desk in the order of its pages, the columns ``keys``; streamed."""
    return scope.rows("lapor/list", keys, _lapor(filters), **_list(pick))
