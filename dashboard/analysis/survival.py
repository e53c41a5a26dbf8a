"""How long it takes, with the open complaints counted: period Kaplan-Meier with delayed entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
DAYS = (1, 3, 7, 14, 30)


@dataclass(frozen=True)
class Curve:
    """Share still unsettled after each hour. ``hour`` rises; ``n`` complaints were at risk at some time."""

    hour: Floats
    unsettled: Floats
    n: int
    spread: Floats
    """Greenwood's sum d / (r (r - d)) up to each hour: the variance of log unsettled (Greenwood 1926)."""

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

    def restricted_mean(self, hours: float) -> float | None:
        """Mean hours unsettled within the first ``hours``: the area under the curve (Irwin, J Hyg 1949;47:188); None
        where it was not followed so far."""
        if self.settled_within(hours) is None:
            return None
        inside = self.hour < hours
        edges = np.concatenate([[0.0], self.hour[inside], [hours]])
        level = np.concatenate([[1.0], self.unsettled[inside]])
        return float(np.sum(np.diff(edges) * level))

    def median_interval(self, level: float = 0.95, effect: float = 1.0) -> tuple[float | None, float | None]:
        """Hours between which the median lies (Brookmeyer & Crowley, Biometrics 1982;38:29, on the log-log scale):
        where the curve's own limits cross one half; None for a limit that is never reached. ``effect``: the design
        effect of clumped complaints (clumps.py), by which Greenwood's variance is multiplied (Williams, Lifetime Data
        Anal 1995;1:171).
        """
        z = float(ndtri(0.5 + level / 2))
        with np.errstate(divide="ignore", invalid="ignore"):
            bend = np.log(-np.log(self.unsettled))
            error = np.sqrt(effect * self.spread) / np.abs(np.log(self.unsettled))
            distance = (bend - np.log(np.log(2.0))) / error
        # Before the first settlement the curve has not fallen; where the last one at risk is settled its error is
        # unknown.
        distance = np.where(self.unsettled >= 1.0, -np.inf, np.where(self.unsettled <= 0.0, 0.0, distance))
        lower, upper = np.flatnonzero(distance >= -z), np.flatnonzero(distance > z)
        first, last = (float(self.hour[found[0]]) if found.size else None for found in (lower, upper))
        return first, last


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
        spread = np.where((at_risk > 0) & (done > 0), done / (at_risk * (at_risk - done)), 0.0)
    keep = t >= 0
    return Curve(t[keep], np.cumprod(step).astype(float)[keep], int(came.sum()), np.cumsum(spread)[keep])


def of_row(row: Any) -> Curve:
    """The curve of a row that holds the four histograms under these names."""
    return kaplan_meier(row.hour, row.entered, row.left_risk, row.settled)
