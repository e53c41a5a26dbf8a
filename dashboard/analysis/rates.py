"""Shares and their uncertainty."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95 = 1.959964


def wilson(x: ArrayLike, n: ArrayLike, z: float = Z95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson score interval of x successes in n trials (Wilson, JASA 1927;22:209): lower and upper share in [0, 1].

    Arrays of the same shape give arrays; where n is 0 both limits are NaN.
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = x / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
        low, high = np.clip(centre - half, 0.0, 1.0), np.clip(centre + half, 0.0, 1.0)
    # Rounding must not move the limits that are exact: 0 with no success, 1 with no failure.
    return np.where(x == 0, np.where(n > 0, 0.0, np.nan), low), np.where(x == n, np.where(n > 0, 1.0, np.nan), high)
