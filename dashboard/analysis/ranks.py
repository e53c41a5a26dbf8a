"""Expected ranks of units, and how sure they are.

Shares follow a beta-binomial model: x of n with a chance of the unit's own, the chances of a group from one beta
distribution, both of whose parameters are integrated out (Christiansen & Morris, Ann Intern Med 1997;127:764, with their
uniform prior on the shrinkage). Times follow the normal model. A unit with few complaints is drawn to its group, and its
rank stays wide. Ranks: Laird & Louis, J Educ Stat 1989;14:29; Marshall & Spiegelhalter, BMJ 1998;316:1701; expected rank
and rankability: Lingsma et al., BMC Med Res Methodol 2009;9:53.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, expit, gammaln, logit, ndtr, polygamma
from statsmodels.stats.meta_analysis import combine_effects

Floats = NDArray[np.float64]
Display = Literal["numbers", "intervals", "tiers"]
DRAWS, SEED = 10_000, 1
HYPER = 100  # draws of the group's parameters; each carries DRAWS / HYPER draws of all units
NODES = 8  # precisions over which expected ranks are averaged, without draws
PRECISIONS = np.exp(np.linspace(np.log(2.0), np.log(20_000.0), 41))


@dataclass(frozen=True)
class Ranks:
    """One entry a unit, rank 1 for the largest value. ``value`` is shrunk; ``rho`` is the rankability (0 to 1)."""

    value: Floats
    expected: Floats
    low: Floats
    """2.5 % quantile of the rank."""
    high: Floats
    """97.5 % quantile of the rank."""
    rho: float


def rankability(tau2: float, s: ArrayLike) -> float:
    """Share (0 to 1) of the difference between units that is real: tau2 / (tau2 + median s^2) (Lingsma 2009)."""
    noise = float(np.median(np.square(np.asarray(s, dtype=float)))) if np.size(s) else 0.0
    return tau2 / (tau2 + noise) if tau2 + noise > 0 else 0.0


def display(rho: float) -> Display:
    """What may be shown: ranks as numbers above 0.7, with their intervals from 0.5, only three tiers below."""
    return "numbers" if rho > 0.7 else "intervals" if rho >= 0.5 else "tiers"


def tiers(ranks: Ranks) -> NDArray[np.int64]:
    """1 where the whole interval lies in the better half of the ranks, 3 where in the worse half, else 2."""
    middle = (len(ranks.low) + 1) / 2
    return np.where(ranks.high < middle, 1, np.where(ranks.low > middle, 3, 2))


def shrink(y: ArrayLike, s: ArrayLike, tau2: float) -> tuple[Floats, Floats, float]:
    """Normal values y (standard errors s) drawn to their mean by how little they say (Marshall & Spiegelhalter 1998):
    shrunk values, their variances, the weighted mean."""
    y, s2 = np.asarray(y, dtype=float), np.square(np.asarray(s, dtype=float))
    weight = 1.0 / (s2 + tau2)
    theta = float(np.sum(weight * y) / np.sum(weight))
    pull = s2 / (s2 + tau2)
    return pull * theta + (1.0 - pull) * y, (1.0 - pull) * s2, theta


def expected_rank(u: ArrayLike, v: ArrayLike) -> Floats:
    """Expected rank of values known as N(u, v): 1 + sum over the others of P(theirs is larger) (Lingsma 2009)."""
    u, v = np.asarray(u, dtype=float), np.asarray(v, dtype=float)
    gap = u[None, :] - u[:, None]
    width = np.sqrt(v[None, :] + v[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        larger = np.where(width > 0, ndtr(gap / width), (np.sign(gap) + 1) / 2)
    np.fill_diagonal(larger, 0.0)
    ranks: Floats = 1.0 + larger.sum(axis=1)
    return ranks


def of_draws(drawn: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """2.5 % and 97.5 % quantile of every unit's rank over [draw, unit] values, the largest on rank 1."""
    draws, count = drawn.shape
    order = np.argsort(-drawn, axis=1)
    order *= count
    order += np.arange(count)
    # How often each unit came on each rank.
    times = np.bincount(order.ravel(), minlength=count * count).reshape(count, count)
    below = np.cumsum(times, axis=1)
    return 1.0 + (below < 0.025 * draws).sum(axis=1), 1.0 + (below < 0.975 * draws).sum(axis=1)


def rank_interval(u: ArrayLike, v: ArrayLike) -> tuple[Floats, Floats]:
    """2.5 % and 97.5 % quantiles of the ranks of values known as N(u, v), from DRAWS draws with a fixed seed."""
    u, v = np.asarray(u, dtype=np.float32), np.asarray(v, dtype=np.float32)
    drawn = np.random.default_rng(SEED).standard_normal((DRAWS, len(u)), dtype=np.float32)
    return of_draws(drawn * np.sqrt(v) + u)


def rank_values(y: ArrayLike, s: ArrayLike) -> Ranks:
    """Ranks of normal values y with standard errors s. Variance between units: Paule & Mandel 1982 (statsmodels)."""
    y, s = np.asarray(y, dtype=float), np.asarray(s, dtype=float)
    if len(y) < 2:
        return Ranks(y, np.ones(len(y)), np.ones(len(y)), np.ones(len(y)), 0.0)
    tau2 = max(0.0, float(combine_effects(y, s**2, method_re="iterated").tau2))
    u, v, _theta = shrink(y, s, tau2)
    low, high = rank_interval(u, v)
    return Ranks(u, expected_rank(u, v), low, high, rankability(tau2, s))


def _group(x: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean logit of the chances at each of PRECISIONS, its standard error there, and the weight of each precision."""
    precision = PRECISIONS[:, None]
    centre = np.full_like(precision, logit((x.sum() + 0.5) / (n.sum() + 1.0)))
    for _step in range(6):
        m = expit(centre)
        a, b = m * precision, (1.0 - m) * precision
        slope = precision * m * (1.0 - m)
        first = slope * (digamma(a + x) - digamma(a) - digamma(b + n - x) + digamma(b)).sum(axis=1, keepdims=True)
        bend = polygamma(1, a) - polygamma(1, a + x) + polygamma(1, b) - polygamma(1, b + n - x)
        second = slope**2 * bend.sum(axis=1, keepdims=True)
        centre = np.clip(centre + np.clip(first / second, -1.0, 1.0), -12.0, 12.0)
    m = expit(centre)
    a, b = m * precision, (1.0 - m) * precision
    likelihood = (gammaln(a + x) + gammaln(b + n - x) - gammaln(precision + n)).sum(axis=1, keepdims=True)
    likelihood += len(x) * (gammaln(precision) - gammaln(a) - gammaln(b))
    # Uniform on precision / (precision + typical n), the weight of the group in a unit's value; Laplace over the centre.
    typical = float(np.median(n))
    prior = np.log(precision * typical) - 2 * np.log(precision + typical)
    log_weight = (likelihood + prior - 0.5 * np.log(second)).ravel()
    weight = np.exp(log_weight - log_weight.max())
    return centre.ravel(), 1.0 / np.sqrt(second).ravel(), weight / weight.sum()


def rank_shares(x: ArrayLike, n: ArrayLike, *, intervals: bool = True) -> Ranks:
    """Ranks of shares: x of n went well (x may be no whole number, as after an adjustment); n > 0.

    ``value`` is the posterior mean of each unit's share (0 to 1). Draws have a fixed seed: the same counts, the same ranks.
    Without ``intervals``, which take most of the time, low and high are NaN.
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    count = len(x)
    if count < 2:
        return Ranks(x / n, np.ones(count), np.ones(count), np.ones(count), 0.0)
    centre, error, weight = _group(x, n)

    def given(at: NDArray[np.int64], middle: Floats) -> tuple[Floats, Floats, Floats]:
        """Mean and variance of each unit's logit, and the mean of its share, given the group's parameters."""
        m, precision = expit(middle)[:, None], PRECISIONS[at][:, None]
        a, b = m * precision + x, (1.0 - m) * precision + n - x
        return digamma(a) - digamma(b), polygamma(1, a) + polygamma(1, b), a / (a + b)

    def quantiles(count: int) -> NDArray[np.int64]:
        found = np.searchsorted(np.cumsum(weight), (np.arange(count) + 0.5) / count)
        return found.clip(max=len(weight) - 1)

    nodes = quantiles(NODES)
    expected = np.mean([expected_rank(*row[:2]) for row in zip(*given(nodes, centre[nodes]), strict=True)], axis=0)
    random = np.random.default_rng(SEED)
    at = quantiles(HYPER)
    mean, variance, shares = given(at, centre[at] + error[at] * random.standard_normal(HYPER))
    if intervals:
        drawn = random.standard_normal((HYPER, DRAWS // HYPER, count), dtype=np.float32)
        drawn *= np.sqrt(variance).astype(np.float32)[:, None, :]
        drawn += mean.astype(np.float32)[:, None, :]
        low, high = of_draws(drawn.reshape(DRAWS, count))
    else:
        low = high = np.full(count, np.nan)
    # The variance between units on the arcsine scale, where a unit's own is 1/4n.
    tau2 = float(np.mean(1.0 / (4.0 * (PRECISIONS[at] + 1.0))))
    return Ranks(shares.mean(axis=0), expected, low, high, rankability(tau2, 0.5 / np.sqrt(n)))
