"""Which units of a group stand out more than chance explains: the funnel plot, and movement between two periods.

Spiegelhalter, Stat Med 2005;24:1185: arcsine scale with additive overdispersion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr
from scipy.stats import false_discovery_control

Floats = NDArray[np.float64]
Z95, Z998 = 1.959964, 3.090232


def arcsine(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Shares x/n as angles asin(sqrt(x/n)) in radians, and their standard errors 1/(2 sqrt n); n > 0."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    return np.arcsin(np.sqrt(np.clip(x / n, 0.0, 1.0))), 1.0 / (2.0 * np.sqrt(n))


def share(angle: ArrayLike) -> Floats:
    """The share (0 to 1) that an angle of ``arcsine`` stands for; angles beyond its range are cut."""
    cut: Floats = np.sin(np.clip(np.asarray(angle, dtype=float), 0.0, np.pi / 2)) ** 2
    return cut


@dataclass(frozen=True)
class Funnel:
    """The centre of a group (an angle), its overdispersion ``phi``, and the variance ``tau2`` it adds to chance."""

    centre: float
    phi: float
    tau2: float
    effect: float = 1.0
    """The design effect of a typical unit (clumps.py), by which chance is wider than its number says."""

    def limits(self, n: ArrayLike, k: float) -> tuple[Floats, Floats]:
        """Shares between which a unit with n complaints lies by chance; k = Z95 or Z998."""
        width = k * np.sqrt(self.effect / (4.0 * np.asarray(n, dtype=float)) + self.tau2)
        return share(self.centre - width), share(self.centre + width)

    def z(self, x: ArrayLike, n: ArrayLike) -> Floats:
        """How many standard errors, overdispersion included, each unit lies from the centre."""
        y, s = arcsine(x, n)
        z: Floats = (y - self.centre) / np.sqrt(s**2 + self.tau2)
        return z


def funnel(x: ArrayLike, n: ArrayLike) -> Funnel:
    """The funnel of shares x/n (n > 0): z scores winsorised at their 10 % and 90 % quantiles, tau2 by moments."""
    y, s = arcsine(x, n)
    centre, count = float(arcsine(np.sum(x), np.sum(n))[0]), len(y)
    if count < 2:
        return Funnel(centre, float("nan"), 0.0)
    z = (y - centre) / s
    z = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    phi = float(np.mean(z**2))
    w1, w2 = float(np.sum(s**-2)), float(np.sum(s**-4))
    return Funnel(centre, phi, max(0.0, (count * phi - (count - 1)) / (w1 - w2 / w1)))


def flags(z: ArrayLike) -> NDArray[np.int64]:
    """0 within the limits, 1 outside 95 % ("perhatikan"), 2 outside 99.8 % ("periksa")."""
    size = np.abs(np.asarray(z, dtype=float))
    return np.where(size > Z998, 2, np.where(size > Z95, 1, 0))


def moved(
    y: ArrayLike, s: ArrayLike, y_before: ArrayLike, s_before: ArrayLike, rate: float = 0.05
) -> NDArray[np.bool_]:
    """Which units changed against their group by more than chance explains.

    ``y`` and ``s`` are values and standard errors on a scale on which chance is normal, NaN where there is none. Of the
    changes named, a share of ``rate`` is false on average (Benjamini & Hochberg, J R Stat Soc B 1995;57:289): with
    hundreds of units, one test each would name many that only wavered.
    """
    now, before = np.asarray(y, dtype=float), np.asarray(y_before, dtype=float)
    error = np.sqrt(np.square(np.asarray(s, dtype=float)) + np.square(np.asarray(s_before, dtype=float)))
    change = now - before
    known = np.isfinite(change) & (error > 0)
    found = np.zeros(len(change), dtype=bool)
    if known.any():
        group = float(np.median(change[known]))  # a large unit that moved does not move the others
        chance = 2.0 * ndtr(-np.abs(change[known] - group) / error[known])
        found[known] = false_discovery_control(chance) < rate
    return found


def curves(group: Funnel, least: float, most: float, points: int = 80) -> pd.DataFrame:
    """The four limits over the range of n: n, low95, high95, low998, high998 (shares)."""
    n = np.unique(np.round(np.geomspace(max(least, 1.0), max(most, 2.0), points)))
    low95, high95 = group.limits(n, Z95)
    low998, high998 = group.limits(n, Z998)
    return pd.DataFrame({"n": n, "low95": low95, "high95": high95, "low998": low998, "high998": high998})
