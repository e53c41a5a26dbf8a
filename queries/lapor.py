"""Questions of the LAPOR desk: what is late or due on the CRM clock and on the SP4N clock, where it waits, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from queries.cached import question
from queries.db import read, stream
from queries.filters import JAKARTA, Filters
from queries.moment import longest_limit

CLOCKS = ("salah-satu", "crm", "sp4n", "keduanya")
# Every list of the desk; queries/sql/lapor/pick.sql gives each its predicate.
SETS = (
    "terlambat",
    "terbuka",
    "hari-ini",
    "3-hari",
    "7-hari",
    "lewat-koordinasi",
    "lewat-verifikasi",
    "lewat-tindak-lanjut",
    "tanpa-tenggat",
    "jatuh-tempo",
    "luput",
    "selesai-14",
    "berulang-14",
    "selesai-30",
    "berulang-30",
)
PERIOD_SETS = SETS[SETS.index("jatuh-tempo") :]
AGES = tuple(f"{clock}-{age}" for clock in ("crm", "sp4n") for age in ("telat-7", "telat-30", "telat-90", "telat-lama"))
STAGES = ("verifikasi", "koordinasi", "disposisi", "pengerjaan", "validasi", "lain")
KINDS = ("informasi", "aspirasi", "tidak-berkadar", "berkadar", "lain")
COUNTS = ("0", "1", "2", "3")  # 3: three or more
UNKNOWN = ("skpd", "kategori", "wilayah")
PREFIXES = ("", "LP", "LAPOR")  # letters that may stand before the number of a LAPOR complaint


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
            (self.set, SETS), (self.clock, CLOCKS), (self.age, AGES), (self.stage, STAGES), (self.kind, KINDS),
            (self.handovers, COUNTS), (self.ews, COUNTS), (self.rejected, ("ya", "tidak")), (self.unknown, UNKNOWN),
            (self.passed, STAGES),
        ):  # fmt: skip
            if value is not None and value not in known:
                raise ValueError(f"unknown value {value!r}")
        return dict(vars(self))


def _scope(filters: Filters, clock: str = "salah-satu") -> dict[str, Any]:
    """The scope's parameters for LAPOR alone, reaching back as far as the longest limit on either clock."""
    if clock not in CLOCKS:
        raise ValueError(f"unknown clock {clock!r}")
    lapor = replace(filters, channels=("LAPOR",))
    return {**lapor.parameters(longest_limit("crm", "sp4n")), "ids": None, "clock": clock}


@question()
def summary(filters: Filters, clock: str) -> dict[str, float]:
    """Counts of the desk's sets and the longest delay on each clock (days, working days)."""
    return {str(key): float(value) for key, value in read("lapor/summary", **_scope(filters, clock)).iloc[0].items()}


@question()
def breakdown(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a dimension and value of the overdue: dimension, code, name, aduan, crm, sp4n, crm_terlama, sp4n_terlama."""
    return read("lapor/breakdown", **_scope(filters, clock))


@question()
def due_soon(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a SKPD: code, name, hari_ini, tiga_hari, tujuh_hari (each includes the ones before), terlambat, terdekat."""
    return read("lapor/due_soon", **_scope(filters, clock))


@question()
def elapsed(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a stage or SKPD and outcome of the due cohort: dimension, code, name, is_missed, aduan, hours."""
    return read("lapor/elapsed", **_scope(filters, clock))


@question()
def outcomes(filters: Filters, clock: str) -> pd.DataFrame:
    """One row a dimension and value of the due cohort: dimension, code, aduan, luput, lewat_batas (without EWS)."""
    return read("lapor/outcomes", **_scope(filters, clock))


@question()
def repeats(filters: Filters) -> dict[str, int]:
    """Settled in the period and watched for 14 (30) days, and reported again within them: selesai_14, berulang_14, ..."""
    return {str(key): int(value) for key, value in read("lapor/repeats", **_scope(filters)).iloc[0].items()}


def _list(filters: Filters, pick: Pick, number: int = 1, size: int | None = None) -> dict[str, Any]:
    """Parameters of queries/sql/lapor/list.sql: page ``number`` of so many rows (size None: all rows)."""
    skip = 0 if size is None else (max(number, 1) - 1) * size
    return {**_scope(filters, pick.clock), **pick.parameters(), "size": size, "skip": skip}


@question()
def listed(filters: Filters, pick: Pick, number: int = 1, size: int = 100) -> pd.DataFrame:
    """Page ``number`` of a list of the desk; column ``total`` counts all."""
    return read("lapor/list", **_list(filters, pick, number, size))


def rows(filters: Filters, pick: Pick, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every complaint of a list of the desk in the order of its pages, the columns ``keys``; streamed."""
    return stream("lapor/list", keys, **_list(filters, pick))


@question(entries=500)
def find(text: str, as_of: datetime) -> pd.DataFrame:
    """Complaints that a typed number means: id, code, channel, lapor_tracking_id; at most ten, the exact ones first.

    The report number of any channel, in any case; for LAPOR its ID in SP4N-LAPOR too, and both without the letters and
    zeros in front.
    """
    typed = "".join(text.split()).lstrip("#")[:60].replace("\0", "")
    parts = re.fullmatch(r"([A-Za-z]*)[-.:/#]?(\d+)", typed)
    digits = parts[2].lstrip("0") if parts and parts[1].upper() in PREFIXES else None
    spellings = list({typed, typed.upper(), typed.lower()} - {""})
    return read("complaint/find", spellings=spellings, digits=digits or None, as_of=as_of.replace(tzinfo=JAKARTA))
