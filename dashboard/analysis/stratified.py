"""The difference of two shares in the same kind of cases: Mantel-Haenszel risk difference over strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

Z95 = 1.959964
SPARSE = 5  # complaints of either side; a stratum with fewer is pooled with the other sparse ones of its group


@dataclass(frozen=True)
class Adjusted:
    """``difference`` (share of a less share of b, -1 to 1) with its 95 % interval, and what it rests on.

    ``strata``: in which both sides have complaints; ``used``: share of all complaints of a that lie in them (0 to 1).
    """

    difference: float
    low: float
    high: float
    strata: int
    used: float


def mantel_haenszel(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Adjusted | None:
    """Common difference of shares over strata, one entry a stratum; None where no stratum has both sides.

    Weights n1 n2 / (n1 + n2) (Greenland & Robins, Biometrics 1985;41:55); variance after Sato, Biometrics 1989;45:1323,
    which holds for a few large strata and for many sparse ones.
    """
    x1, n1, x2, n2 = (np.asarray(values, dtype=float) for values in (x1, n1, x2, n2))
    both = (n1 > 0) & (n2 > 0)
    if not both.any():
        return None
    used = float(n1[both].sum() / n1.sum())
    x1, n1, x2, n2 = x1[both], n1[both], x2[both], n2[both]
    total = n1 + n2
    weight = float(np.sum(n1 * n2 / total))
    difference = float(np.sum((x1 * n2 - x2 * n1) / total)) / weight
    p = np.sum((n1**2 * x2 - n2**2 * x1 + n1 * n2 * (n2 - n1) / 2) / total**2)
    q = np.sum((x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * total))
    error = float(np.sqrt(max(difference * p + q, 0.0))) / weight
    low, high = max(difference - Z95 * error, -1.0), min(difference + Z95 * error, 1.0)
    return Adjusted(difference, low, high, int(both.sum()), used)


def strata(cells: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """One row a stratum (group of SKPD x category) of two channels: group, category, x1, n1 (a), x2, n2 (b).

    ``cells``: group, category, channel, n, x. Strata with fewer than 5 complaints of either side are pooled with the other
    such ones of their group, and where these stay as sparse, with those of all groups.
    """
    sides = cells[cells["channel"].isin((a, b))]
    wide = sides.pivot_table(
        index=["group", "category"], columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in (a, b)], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide.reset_index()
    for keys in (["category"], ["group", "category"]):
        sparse = rows[["n1", "n2"]].min(axis=1) < SPARSE
        pooled = rows.assign(**{key: rows[key].where(~sparse, "") for key in keys})
        rows = pooled.groupby(["group", "category"], as_index=False, sort=True)[["x1", "n1", "x2", "n2"]].sum()
    return rows
