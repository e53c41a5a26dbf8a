"""How long it takes, with the open complaints counted: period Kaplan-Meier with delayed entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """Share still unsettled after each hour. ``hour`` rises; ``n`` complaints were at risk at some time."""

    hour: NDArray[np.float64]
    unsettled: NDArray[np.float64]
    n: int

    def quantile(self, share: float) -> float | None:
        """First hour by which ``share`` are settled; None where the curve never reaches it."""
        reached = np.flatnonzero(self.unsettled <= 1 - share + 1e-12)
        return float(self.hour[reached[0]]) if reached.size else None

    @property
    def median(self) -> float | None:
        return self.quantile(0.5)

    @property
    def last_hour(self) -> float:
        """How far the curve was followed, in hours."""
        return float(self.hour[-1]) if self.hour.size else 0.0

    def settled_within(self, hours: float) -> float | None:
        """Share settled within ``hours``; None beyond what was followed while some were still open."""
        if not self.hour.size or (hours > self.last_hour and self.unsettled[-1] > 0):
            return None
        before = self.unsettled[self.hour <= hours]
        return 1.0 - float(before[-1]) if before.size else 0.0


def kaplan_meier(
    hour: Sequence[int], entered: Sequence[int], left_risk: Sequence[int], settled: Sequence[int]
) -> Curve:
    """Period Kaplan-Meier curve from histograms over the hours since receipt.

    ``entered`` come under observation after that hour (hour -1: from receipt on), ``left_risk`` leave at it, of whom
    ``settled`` were settled and the rest censored. At hour t those are at risk who entered before t and did not leave
    before t (Kaplan & Meier, JASA 1958;53:457; delayed entry as in a period life table).
    """
    t = np.asarray(hour, dtype=float)
    came, went, done = (np.asarray(values, dtype=float) for values in (entered, left_risk, settled))
    at_risk = np.concatenate(([0.0], np.cumsum(came)[:-1])) - np.concatenate(([0.0], np.cumsum(went)[:-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.where(at_risk > 0, 1.0 - done / at_risk, 1.0)
    keep = t >= 0
    return Curve(t[keep], np.cumprod(step).astype(float)[keep], int(came.sum()))
