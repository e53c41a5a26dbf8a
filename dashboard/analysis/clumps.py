"""Complaints that come in clumps say less than their number: the design effect, and counts divided by it.

A flood, one lamp that twenty people report, a clerk who is absent: complaints of one block of time resemble each other.
How much is seen in how far the blocks of a unit lie around the unit's own share: Pearson's chi-square over its degrees
of freedom, at least 1 (Williams, Appl Stat 1982;31:144). Counts divided by it are taken as if they were independent
(Rao & Scott, Biometrics 1992;48:577). Few blocks say little about one unit, so each is drawn to its group, by how much
the units of the group really differ (Smyth, Stat Appl Genet Mol Biol 2004;3:3).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, ndtri, polygamma, stdtrit

Floats = NDArray[np.float64]
PRIOR_MOST = 1e4
"""Degrees of freedom of the group from which on its units are taken as alike."""
ALONE = 2.0
"""Degrees of freedom of "no clumps" for a unit without a group, so that two or three blocks do not claim too much."""


def chi_squares(blocks: pd.DataFrame) -> pd.DataFrame:
    """One row a unit: chi2 and df, of how far its blocks lie around its own share.

    ``blocks``: one row a unit and block: unit, n, x (of n, x went well). A unit with one block, or of which everything
    or nothing went well, says nothing: df 0.
    """
    data = blocks[blocks["n"] > 0]
    sums = data.groupby("unit")[["x", "n"]].transform("sum")
    share = (sums["x"] / sums["n"]).to_numpy(float)
    x, n = data["x"].to_numpy(float), data["n"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        chi2 = (x - n * share) ** 2 / (n * share * (1.0 - share))
    known = (share > 0) & (share < 1)
    each = data.assign(chi2=np.where(known, chi2, 0.0), df=known.astype(float)).groupby("unit")[["chi2", "df"]].sum()
    return each.assign(df=(each["df"] - 1).clip(lower=0), chi2=each["chi2"].where(each["df"] > 1, 0.0))


def of_sizes(clumps: pd.DataFrame) -> pd.DataFrame:
    """One row a unit: chi2 and df like ``chi_squares``, of clumps that may hold one complaint each.

    ``clumps``: one row a unit and kind of clump: unit, n, x (in each clump), clumps (how many such). The variance is that
    of a ratio over clusters (Rao & Scott 1992), so that a clump counts by its size; df by Satterthwaite's rule.
    """
    data = clumps.assign(**{name: clumps[name].astype(float) for name in ("n", "x", "clumps")})
    data = data.assign(sx=data["x"] * data["clumps"], sn=data["n"] * data["clumps"])
    sums = data.groupby("unit")[["sx", "sn", "clumps"]].transform("sum")
    share = sums["sx"] / sums["sn"]
    off = data["clumps"] * (data["x"] - data["n"] * share) ** 2
    data = data.assign(off=off, n2=data["clumps"] * data["n"] ** 2, n4=data["clumps"] * data["n"] ** 4)
    each = data.groupby("unit")[["sx", "sn", "clumps", "off", "n2", "n4"]].sum()
    chance = each["sx"] / each["sn"]
    with np.errstate(divide="ignore", invalid="ignore"):
        single = each["sn"] / (each["sn"] - 1) * chance * (1 - chance)  # of one complaint, as if each came alone
        effect = each["clumps"] / (each["clumps"] - 1) * each["off"] / (each["sn"] * single)
    df = (each["n2"] ** 2 / each["n4"] - 1).where((chance > 0) & (chance < 1) & (each["clumps"] > 1), 0.0).clip(lower=0)
    return pd.DataFrame({"chi2": (effect * df).where(df > 0, 0.0), "df": df})


def longer(weeks: pd.DataFrame, length: int) -> pd.DataFrame:
    """Blocks of so many weeks, the last one ending with the last week: unit, week (of the block), n, x."""
    last = weeks["week"].max()
    block = (last - weeks["week"]) // length
    whole = block < (last + 1) // length
    return weeks[whole].assign(week=block[whole]).groupby(["unit", "week"], as_index=False)[["n", "x"]].sum()


def _trigamma_inverse(value: float) -> float:
    """The x with trigamma(x) = value > 0, by Newton's steps (Smyth 2004, appendix)."""
    if value > 1e7:
        return float(1.0 / np.sqrt(value))
    if value < 1e-6:
        return 1.0 / value
    x = 0.5 + 1.0 / value
    for _step in range(50):
        tri = float(polygamma(1, x))
        step = tri * (1.0 - tri / value) / float(polygamma(2, x))
        x += step
        if -step / x < 1e-8:
            break
    return x


def _prior(effect: Floats, df: Floats) -> tuple[float, float]:
    """Degrees of freedom and value of the group, from effects that are chi-squares over their df (Smyth 2004, 6.2)."""
    z = np.log(np.maximum(effect, 1e-3))
    e = z - digamma(df / 2) + np.log(df / 2)
    between = float(np.sum((e - e.mean()) ** 2) / (len(e) - 1)) - float(np.mean(polygamma(1, df / 2)))
    if between <= 0:
        return PRIOR_MOST, float(np.sum(effect * df) / np.sum(df))
    prior = 2.0 * _trigamma_inverse(between)
    return prior, float(np.exp(e.mean() + digamma(prior / 2) - np.log(prior / 2)))


def design_effect(known: pd.DataFrame, units: ArrayLike) -> Floats:
    """The design effect of each of ``units``, at least 1; 1 for all where no block can say anything.

    ``known`` as from ``chi_squares`` or ``of_sizes``; a unit that is in none of them gets the group's.
    """
    known = known[known["df"] > 0]
    asked = pd.Index(np.asarray(units, dtype=object))
    if known.empty:
        return np.ones(len(asked))
    chi2, df = known["chi2"].to_numpy(float), known["df"].to_numpy(float)
    pooled = float(chi2.sum() / df.sum())
    if len(known) < 3:
        # Too few to tell how much they differ: each for itself, by the quantile of t, because it rests on few blocks.
        shrunk = (stdtrit(df + ALONE, 0.975) / ndtri(0.975)) ** 2 * (chi2 + ALONE) / (df + ALONE)
    else:
        prior, value = _prior(chi2 / df, df)
        # A group of few units, or of skewed chi-squares, must not promise more than its sum.
        value = max(value, pooled) if prior >= PRIOR_MOST else value
        shrunk, pooled = (chi2 + prior * value) / (df + prior), max(value, pooled)
    found: Floats = np.maximum(pd.Series(shrunk, index=known.index).reindex(asked).fillna(pooled).to_numpy(float), 1.0)
    return found


def effective(x: ArrayLike, n: ArrayLike, effect: ArrayLike) -> tuple[Floats, Floats]:
    """Counts as if they were independent (Rao & Scott 1992): both divided by the design effect."""
    divisor = np.asarray(effect, dtype=float)
    return np.asarray(x, dtype=float) / divisor, np.asarray(n, dtype=float) / divisor
