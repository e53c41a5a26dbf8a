"""XmR charts: which weeks of a series say more than its usual wavering (NHS England, Making Data Count)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
LIMIT, SCREEN = 2.66, 3.267  # of the mean moving range: natural process limits; ranges above are left out once
RUN = 7
ENOUGH = 12  # points; with fewer the limits are on trial

Variation = Literal["better", "worse", "common", "none"]
Assurance = Literal["above", "below", "mixed", "none"]


@dataclass(frozen=True)
class Xmr:
    """``values`` in the order of time, their mean and limits (same unit), and where the signals are."""

    values: Floats
    mean: float
    moving_range: float
    low: float
    high: float
    signal: NDArray[np.int64]
    """+1 where a point belongs to an unusually high stretch or rise, -1 to a low one or fall, 0 elsewhere."""

    @property
    def is_trial(self) -> bool:
        return len(self.values) < ENOUGH

    def variation(self) -> Variation:
        """What the newest point says; larger values are better."""
        if not len(self.values):
            return "none"
        return {1: "better", -1: "worse"}.get(int(self.signal[-1]), "common")  # type: ignore[return-value]

    def assurance(self, target: float | None) -> Assurance:
        """Whether usual wavering alone stays above the target, stays below it, or crosses it."""
        if target is None or len(self.values) < 2:
            return "none"
        return "above" if self.low > target else "below" if self.high < target else "mixed"


def _runs(side: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """The side of every point in a run of at least ``length`` points on one side (-1 or 1; 0 ends a run)."""
    found = np.zeros_like(side)
    start = 0
    for end in range(1, len(side) + 1):
        if end == len(side) or side[end] != side[start]:
            if side[start] and end - start >= length:
                found[start:end] = side[start]
            start = end
    return found


def xmr(values: ArrayLike) -> Xmr:
    """Mean, natural process limits mean -/+ 2.66 mR, and signals of a series without gaps.

    Moving ranges above 3.267 mR are left out once (unless nothing but 0 is left). Signals: a point outside the limits;
    7 in a row on one side of the mean; 7 in a row rising or falling; 2 of 3 beyond two thirds of the way to a limit, on
    one side.
    """
    x = np.asarray(values, dtype=float)
    if len(x) < 2:
        mean = float(x[0]) if len(x) else float("nan")
        return Xmr(x, mean, float("nan"), float("nan"), float("nan"), np.zeros(len(x), dtype=np.int64))
    ranges = np.abs(np.diff(x))
    usual = float(ranges.mean())
    screened = float(ranges[ranges <= SCREEN * usual].mean()) if usual > 0 else 0.0
    usual = screened or usual  # a series that moved once has no other range to go by
    mean = float(x.mean())
    low, high = mean - LIMIT * usual, mean + LIMIT * usual
    gap = x - mean
    gap[np.abs(gap) <= 1e-9 * max(abs(mean), 1e-300)] = 0.0  # rounding
    side = np.sign(gap).astype(np.int64)
    outside = np.where((x > high) | (x < low), side, 0)
    # Seven points rising are six steps up; the point before the first step belongs to the rise.
    steps = np.sign(np.diff(x)).astype(np.int64)
    rising = _runs(steps, RUN - 1)
    trend = np.concatenate([rising, [0]])
    trend = np.where(trend != 0, trend, np.concatenate([[0], rising]))
    far = np.where(np.abs(gap) > (high - mean) * 2 / 3, side, 0)
    close = np.zeros_like(side)
    for start in range(len(x) - 2):
        three = far[start : start + 3]
        for sign in (-1, 1):
            if (three == sign).sum() >= 2 and not (side[start : start + 3] == -sign).any():
                close[start : start + 3][three == sign] = sign
    signal = outside
    for other in (_runs(side, RUN), close, trend):
        signal = np.where(signal != 0, signal, other)
    return Xmr(x, mean, usual, low, high, signal)
