"""Expected ranks of units, and how sure they are.

Shares follow a beta-binomial model: x of n with a chance of the unit's own, the chances of a group from one beta
distribution, both of whose parameters are integrated out (Christiansen & Morris, Ann Intern Med 1997;127:764, with
their uniform prior on the shrinkage). Times follow the normal model, with the same prior. A unit with few complaints is
drawn to its group, and its rank stays wide. Ranks: Laird & Louis, J Educ Stat 1989;14:29; Marshall & Spiegelhalter, BMJ
1998;316:1701; expected rank and rankability: Lingsma et al., BMC Med Res Methodol 2009;9:53.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, expit, gammaln, logit, ndtr, polygamma

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


def _quantiles(weight: Floats, count: int) -> NDArray[np.int64]:
    """Places of ``count`` systematic draws from weights that sum to 1."""
    at = np.searchsorted(np.cumsum(weight), (np.arange(count) + 0.5) / count)
    return at.clip(max=len(weight) - 1)


def _unranked(value: Floats) -> Ranks:
    """A single unit, or none: there is nothing to rank."""
    one = np.ones(len(value))
    return Ranks(value, one, one, one, 0.0)


def _normal(y: Floats, s2: Floats) -> tuple[Floats, Floats]:
    """Variances between units and their weights, given normal values and their own variances: uniform on the shrinkage
    of a typical unit.
    """
    pull = (np.arange(200) + 0.5) / 200
    tau2 = float(np.median(s2)) * (1.0 - pull) / pull
    weight = 1.0 / (s2 + tau2[:, None])
    theta = (weight * y).sum(axis=1) / weight.sum(axis=1)
    likelihood = 0.5 * (np.log(weight).sum(axis=1) - np.log(weight.sum(axis=1)))
    likelihood -= 0.5 * (weight * (y - theta[:, None]) ** 2).sum(axis=1)
    likely = np.exp(likelihood - likelihood.max())
    return tau2, likely / likely.sum()


def shrink_values(y: ArrayLike, s: ArrayLike) -> tuple[Floats, Floats]:
    """Normal values y (standard errors s > 0) drawn to their mean, the variance between them integrated out: the shrunk
    values and their standard errors.
    """
    y, s = np.asarray(y, dtype=float), np.asarray(s, dtype=float)
    tau2, likely = _normal(y, np.square(s))
    given = []
    for between in tau2[_quantiles(likely, HYPER)]:
        u, v, _theta = shrink(y, s, float(between))
        # the mean of the group is not known for certain either
        given.append((u, v + (np.square(s) / (np.square(s) + between)) ** 2 / np.sum(1.0 / (np.square(s) + between))))
    values, variances = (np.array(part) for part in zip(*given, strict=True))
    return values.mean(axis=0), np.sqrt(variances.mean(axis=0) + values.var(axis=0))


def rank_values(y: ArrayLike, s: ArrayLike) -> Ranks:
    """Ranks of normal values y with standard errors s > 0; the variance between units is integrated out."""
    y, s2 = np.asarray(y, dtype=float), np.square(np.asarray(s, dtype=float))
    count = len(y)
    if count < 2:
        return _unranked(y)
    tau2, likely = _normal(y, s2)
    nodes = [shrink(y, np.sqrt(s2), float(tau2[at])) for at in _quantiles(likely, NODES)]
    expected = np.mean([expected_rank(u, v) for u, v, _theta in nodes], axis=0)
    random = np.random.default_rng(SEED)
    between = tau2[_quantiles(likely, HYPER)][:, None]
    weight = 1.0 / (s2 + between)
    total = weight.sum(axis=1)
    middle = (weight * y).sum(axis=1) / total + random.standard_normal(HYPER) / np.sqrt(total)
    pull = s2 / (s2 + between)
    u, v = pull * middle[:, None] + (1.0 - pull) * y, (1.0 - pull) * s2
    drawn = random.standard_normal((HYPER, DRAWS // HYPER, count), dtype=np.float32)
    drawn *= np.sqrt(v).astype(np.float32)[:, None, :]
    drawn += u.astype(np.float32)[:, None, :]
    low, high = of_draws(drawn.reshape(DRAWS, count))
    value = np.mean([u for u, _v, _theta in nodes], axis=0)
    return Ranks(value, expected, low, high, rankability(float(between.mean()), np.sqrt(s2)))


def _group(x: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean logit of the chances at each of PRECISIONS, its standard error there, and the weight of each precision."""
    precision = PRECISIONS[:, None]
    centre = np.full_like(precision, logit((x.sum() + 0.5) / (n.sum() + 1.0)))
    for _step in range(6):
        m = expit(centre)
        a, b = m * precision, (1.0 - m) * precision
        slope = precision * m * (1.0 - m)
        first = slope * (digamma(a + x) - digamma(a) - digamma(b + n - x) + digamma(b)).sum(axis=1, keepdims=True)
        first += 1.0 - 2.0 * m  # uniform on the mean
        bend = polygamma(1, a) - polygamma(1, a + x) + polygamma(1, b) - polygamma(1, b + n - x)
        second = slope**2 * bend.sum(axis=1, keepdims=True) + 1.0 - 2.0 * m * (1.0 - m)
        centre = np.clip(centre + np.clip(first / second, -1.0, 1.0), -12.0, 12.0)
    m = expit(centre)
    a, b = m * precision, (1.0 - m) * precision
    likelihood = (gammaln(a + x) + gammaln(b + n - x) - gammaln(precision + n)).sum(axis=1, keepdims=True)
    likelihood += len(x) * (gammaln(precision) - gammaln(a) - gammaln(b)) + np.log(m * (1.0 - m))
    # Uniform on precision / (precision + typical n), the weight of the group in a unit's value; Laplace over the
    # centre.
    typical = float(np.median(n))
    prior = np.log(precision * typical) - 2 * np.log(precision + typical)
    log_weight = (likelihood + prior - 0.5 * np.log(second)).ravel()
    weight = np.exp(log_weight - log_weight.max())
    return centre.ravel(), 1.0 / np.sqrt(second).ravel(), weight / weight.sum()


def rank_shares(x: ArrayLike, n: ArrayLike, *, intervals: bool = True) -> Ranks:
    """Ranks of shares: x of n went well (x may be no whole number, as after an adjustment); n > 0.

    ``value`` is the posterior mean of each unit's share (0 to 1). Draws have a fixed seed: the same counts, the same
    ranks. Without ``intervals``, which take most of the time, low and high are NaN.
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    count = len(x)
    if count < 2:
        return _unranked(x / n)
    centre, error, weight = _group(x, n)

    def given(at: NDArray[np.int64], middle: Floats) -> tuple[Floats, Floats]:
        """Both parameters of each unit's beta distribution, given the group's."""
        m, precision = expit(middle)[:, None], PRECISIONS[at][:, None]
        return m * precision + x, (1.0 - m) * precision + n - x

    nodes = _quantiles(weight, NODES)
    a, b = given(nodes, centre[nodes])
    logits = zip(digamma(a) - digamma(b), polygamma(1, a) + polygamma(1, b), strict=True)
    expected = np.mean([expected_rank(mean, variance) for mean, variance in logits], axis=0)
    random = np.random.default_rng(SEED)
    at = _quantiles(weight, HYPER)
    a, b = given(at, centre[at] + error[at] * random.standard_normal(HYPER))
    low = high = np.full(count, np.nan)
    if intervals:
        # log of Gamma(b) is that of Gamma(b + 1), nearly normal, less an exponential / b: the tail of few failures is
        # exact.
        few = np.minimum(a, b)
        mean = digamma(a + (a < b)) - digamma(b + (b <= a))
        variance = polygamma(1, a + (a < b)) + polygamma(1, b + (b <= a))
        drawn = random.standard_normal((HYPER, DRAWS // HYPER, count), dtype=np.float32)
        drawn *= np.sqrt(variance).astype(np.float32)[:, None, :]
        drawn += mean.astype(np.float32)[:, None, :]
        tail = random.standard_exponential((HYPER, DRAWS // HYPER, count), dtype=np.float32)
        tail *= (np.where(b <= a, 1.0, -1.0) / few).astype(np.float32)[:, None, :]
        drawn += tail
        low, high = of_draws(drawn.reshape(DRAWS, count))
    # The variance between units on the arcsine scale, where a unit's own is 1/4n. Where nothing differs, nothing is
    # real.
    tau2 = float(np.mean(1.0 / (4.0 * (PRECISIONS[at] + 1.0)))) if 0 < x.sum() < n.sum() else 0.0
    return Ranks((a / (a + b)).mean(axis=0), expected, low, high, rankability(tau2, 0.5 / np.sqrt(n)))
