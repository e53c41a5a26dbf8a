"""Statistics, targets and the printed table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest measured value that ``percent`` of all do not exceed; NaN without values."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else math.nan


@dataclass(frozen=True)
class Target:
    """A measured value beside what it should be at most."""

    name: str
    measured: float
    limit: float
    unit: str

    @property
    def reached(self) -> bool:
        return self.measured <= self.limit

    def row(self) -> list[str]:
        return [self.name, amount(self.measured, self.unit), f"<= {amount(self.limit, self.unit)}", self.verdict]

    @property
    def verdict(self) -> str:
        return "reached" if self.reached else "missed"


def amount(value: float, unit: str) -> str:
    """A value in seconds or MiB as text; seconds are told in ms or s as ``unit`` says."""
    if math.isnan(value):
        return "-"
    if unit == "ms":
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if unit == "s" else f"{value:.0f} {unit}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines of text; the first column is left aligned, the others are right aligned."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *others = [
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(["  " + first, *others]).rstrip()

    return "\n".join([title, line(head), line(["-" * width for width in widths]), *map(line, rows), ""])
