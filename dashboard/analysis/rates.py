"""Shares, their uncertainty, and the difference of two."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

Floats = NDArray[np.float64]


def wilson(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson 95 % score interval of x successes in n trials (Wilson, JASA 1927;22:209): lower and upper share in [0,
    1].

    Arrays of the same shape give arrays; where n is 0 both limits are NaN.
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = proportion_confint(x, n, alpha=0.05, method="wilson")
    # Rounding must not move the limits that are exact: 0 with no success, 1 with no failure.
    low = np.where(x == 0, np.where(n > 0, 0.0, np.nan), np.clip(low, 0.0, 1.0))
    return low, np.where(x == n, np.where(n > 0, 1.0, np.nan), np.clip(high, 0.0, 1.0))


def difference(x1: float, n1: float, x2: float, n2: float) -> tuple[float, float, float] | None:
    """x1/n1 - x2/n2 with its 95 % interval (Newcombe, Stat Med 1998;17:873, method 10); None where an n is 0."""
    if not n1 or not n2:
        return None
    low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff")
    return x1 / n1 - x2 / n2, float(low), float(high)
