"""The difference of two shares in the same kind of cases: Mantel-Haenszel risk difference over strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.analysis.rates import wilson

POOL = "*"  # category, and group, of what was pooled
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


def mantel_haenszel(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, effects: tuple[float, float] = (1.0, 1.0)
) -> Adjusted | None:
    """Common difference of shares over strata, one entry a stratum; None where no stratum has both sides.

    Weights n1 n2 / (n1 + n2) (Greenland & Robins, Biometrics 1985;41:55). The interval is Newcombe's with the same
    weights (Yan & Su, Stat Biopharm Res 2010;2:329): Wilson's limits of both weighted shares, combined by squares. With
    one stratum it is Newcombe's own, and it holds where nearly every complaint went well, where the usual variances
    find none. ``effects``: the design effects of both sides (clumps.py), by which their sizes are divided.
    """
    x1, n1, x2, n2 = (np.asarray(values, dtype=float) for values in (x1, n1, x2, n2))
    both = (n1 > 0) & (n2 > 0)
    if not both.any():
        return None
    used = float(n1[both].sum() / n1.sum())
    x1, n1, x2, n2 = x1[both], n1[both], x2[both], n2[both]
    weight = n1 * n2 / (n1 + n2)
    weight = weight / weight.sum()
    sides = []
    for x, n, effect in ((x1, n1, effects[0]), (x2, n2, effects[1])):
        share, size = float(np.sum(weight * x / n)), float(1.0 / np.sum(weight**2 / n)) / effect
        low, high = wilson(share * size, size)
        sides.append((share, float(low), float(high)))
    (p1, low1, high1), (p2, low2, high2) = sides
    difference = p1 - p2
    below, above = float(np.hypot(p1 - low1, high2 - p2)), float(np.hypot(high1 - p1, p2 - low2))
    limits = max(difference - below, -1.0), min(difference + above, 1.0)
    return Adjusted(difference, *limits, int(both.sum()), used)


def strata(cells: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """One row a stratum (group of SKPD x category) of two channels: group, category, x1, n1 (a), x2, n2 (b).

    A stratum that only one of them has stays as it is: it is no like to compare with.

    ``cells``: group, category, channel, n, x. Strata with fewer than 5 complaints of either side are pooled with the
    other such ones of their group, and where these stay as sparse, with those of all groups, under the name POOL.
    """
    sides = cells[cells["channel"].isin((a, b))]
    wide = sides.pivot_table(
        index=["group", "category"], columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in (a, b)], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide.reset_index()
    for keys in (["category"], ["group", "category"]):
        sparse = rows[["n1", "n2"]].min(axis=1).between(1, SPARSE - 1)
        pooled = rows.assign(**{key: rows[key].where(~sparse, POOL) for key in keys})
        rows = pooled.groupby(["group", "category"], as_index=False, sort=True)[["x1", "n1", "x2", "n2"]].sum()
    return rows
