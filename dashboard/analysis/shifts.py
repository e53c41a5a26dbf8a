"""Whether the newest weeks of a share differ from the weeks before by more than chance: one exact scan a unit, and false
discoveries over many units held to one in five.

The last 1, 2, 3, 4, 6 and 8 weeks are each held against the weeks before the last eight by Fisher's exact test (mid-p),
so that a share near 1 and a few complaints a week need no limits of their own; the smallest of the six, times LOOKS,
is the chance of the scan. A sudden fall shows in the first windows, a slow drift in the long ones, as in a CUSUM.
What the week did to everybody (season, holidays, a flood) is taken out by the odds of all units together (Fisher's
noncentral hypergeometric distribution; Fog, Commun Stat Simul Comput 2008;37:258). Clumped complaints and weeks that
resemble their neighbours count by their effective number (clumps.py). Over many units: Benjamini & Hochberg, J R Stat
Soc B 1995;57:289.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import binom, false_discovery_control

from dashboard.analysis.clumps import chi_squares, design_effect, longer

Floats = NDArray[np.float64]
WINDOWS = (1, 2, 3, 4, 6, 8)
GUARD = 8  # the newest weeks, which do not belong to what they are held against
LOOKS = 4.0
"""By how much the smallest chance of the windows, which overlap, is multiplied: docs/fairness.md has its measure."""
ALONE = 0.0125  # of one unit looked at for itself, to either side: one week in forty where nothing changes
FALSE = 0.1  # of the units that a list names: half of the one in five that is promised, so that hardly one a month is chance
OUTSIDE = 0.00135  # beyond the limits of one week, to either side
Side = Literal["worse", "better", "common"]


@dataclass(frozen=True)
class Shift:
    """What a scan says: the chances of as low and of as high a share where nothing has changed, and the window (weeks)
    that says most to either side.
    """

    low: float
    high: float
    low_window: int
    high_window: int

    @property
    def side(self) -> Side:
        """Of one unit looked at for itself."""
        return "worse" if self.low < ALONE else "better" if self.high < ALONE else "common"

    @property
    def window(self) -> int:
        return self.low_window if self.low < self.high else self.high_window


NOTHING = Shift(1.0, 1.0, 0, 0)


def effects(weeks: pd.DataFrame, units: list[str]) -> Floats:
    """The design effect of each unit from the weeks that the newest are held against: of weeks, and of four in a row.

    ``weeks``: unit, week (from 0), n, x.
    """
    before = weeks[weeks["week"] <= weeks["week"].max() - GUARD]
    if before.empty:
        return np.ones(len(units))
    found = [design_effect(chi_squares(each), units) for each in (before, longer(before, 4))]
    largest: Floats = np.max(found, axis=0)
    return largest


def scan(n: Floats, x: Floats, everybody: Floats, effect: float) -> Shift:
    """The scan of one unit: n complaints and x that went well by week (0 where there were none), the newest last.

    ``everybody``: the share of all units together by week (NaN where there were none). NOTHING where there is too little
    to tell.
    """
    base, recent = slice(0, len(n) - GUARD), slice(len(n) - GUARD, len(n))
    n0, x0 = n[base].sum(), x[base].sum()
    if len(n) <= GUARD or not n0 or not n[recent].sum():
        return NOTHING
    odds = _odds(everybody)
    usual = _mean(odds[base], n[base])
    found = []
    for window in WINDOWS:
        last = slice(len(n) - window, len(n))
        n1, x1 = n[last].sum(), x[last].sum()
        if not n1:
            found.append((1.0, 1.0, window))
            continue
        # Whole numbers of effective complaints; the odds of the week's own difficulty.
        a, b, good = round(n1 / effect), round(n0 / effect), round(x1 / effect)
        all_good = good + round(x0 / effect)
        a, b = max(a, good), max(b, all_good - good)
        if not a or not b:
            found.append((1.0, 1.0, window))
            continue
        found.append((*_mid_p(a, b, all_good, good, _mean(odds[last], n[last]) - usual), window))
    low, high = min(found), min(found, key=lambda each: each[1])
    return Shift(min(1.0, LOOKS * max(low[0], 0.0)), min(1.0, LOOKS * max(high[1], 0.0)), low[2], high[2])


def _mid_p(a: int, b: int, all_good: int, good: int, odds: float) -> tuple[float, float]:
    """Chances of at most and of at least ``good`` of a, where all_good of a + b are good and each of a has ``odds`` (a
    logarithm) more to be; the outcome itself counted half. Written out, since SciPy's own distribution ends the
    interpreter on some numbers.
    """
    k = np.arange(max(0, all_good - b), min(a, all_good) + 1, dtype=float)
    log = k * odds - gammaln(k + 1) - gammaln(a - k + 1) - gammaln(all_good - k + 1) - gammaln(b - all_good + k + 1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    at = float(weight[k == good].sum())
    return float(weight[k < good].sum()) + at / 2, float(weight[k > good].sum()) + at / 2


def _odds(share: Floats) -> Floats:
    """Log odds of shares, a little inside 0 and 1; 0 where there is none."""
    inside = np.clip(np.nan_to_num(share, nan=0.5), 0.005, 0.995)
    odds: Floats = np.where(np.isnan(share), 0.0, np.log(inside / (1 - inside)))
    return odds


def _mean(values: Floats, weight: Floats) -> float:
    return float((values * weight).sum() / weight.sum()) if weight.sum() else 0.0


def discovered(shifts: list[Shift]) -> list[Side]:
    """Which of many units may be named, so that of those named one in five is chance at most."""
    if not shifts:
        return []
    chances = np.array([min(1.0, 2 * min(shift.low, shift.high)) for shift in shifts])
    named = false_discovery_control(chances) <= FALSE
    return [
        ("worse" if shift.low < shift.high else "better") if is_named else "common"
        for shift, is_named in zip(shifts, named, strict=True)
    ]


def limits(n: Floats, share: float, effect: float) -> tuple[Floats, Floats]:
    """The shares between which a week of n complaints lies but for OUTSIDE to either side, where nothing changes: exact
    (binomial) limits of the effective number, the p'-chart of Laney (Qual Eng 2002;14:531) for any n and share.
    """
    size = np.maximum(np.round(np.asarray(n, dtype=float) / effect), 1.0)
    return binom.ppf(OUTSIDE, size, share) / size, binom.isf(OUTSIDE, size, share) / size
