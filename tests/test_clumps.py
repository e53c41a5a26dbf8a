"""Clumped complaints: what the design effect is, and that the intervals made with it hold where complaints resemble
each other and stay what they were where they do not.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from dashboard.analysis.clumps import chi_squares, design_effect, effective, longer, of_sizes
from dashboard.analysis.ranks import rank_shares
from dashboard.analysis.stratified import mantel_haenszel
from dashboard.analysis.survival import kaplan_meier

REPEATS = 25  # of each world; a share of 25 times 40 units is known to about one point


def alike(random: np.random.Generator, n: int, p: float, rho: float) -> int:
    """How many of n went well, with a correlation of rho between any two (beta-binomial)."""
    if not rho:
        return int(random.binomial(n, p))
    size = (1 - rho) / rho
    return int(random.binomial(n, random.beta(p * size, (1 - p) * size)))


def chances(random: np.random.Generator, units: int, spread: float, mean: float = 0.85) -> np.ndarray:
    return 1 / (1 + np.exp(-(np.log(mean / (1 - mean)) + random.normal(0, spread, units))))


def weeks_of(
    seed: int,
    *,
    units: int = 40,
    weeks: int = 13,
    each: int = 12,
    rho: float = 0.15,
    spread: float = 0.6,
    wavers: float = 0,
    mean: float = 0.85,
) -> tuple[np.ndarray, pd.DataFrame]:
    """The lasting chances of units, and their weeks. ``wavers``: the correlation of four weeks, by which a chance of the
    whole time lies around the lasting one; ``each`` 0: unequal volumes, from 2 to 30 a week.
    """
    random = np.random.default_rng(seed)
    lasting = chances(random, units, spread, mean)
    rows = []
    for unit, p in enumerate(lasting):
        volume = each or random.uniform(2, 30)
        now = p
        for week in range(weeks):
            if wavers and week % 4 == weeks % 4:  # blocks that end with the last week
                size = (1 - wavers) / wavers
                now = random.beta(p * size, (1 - p) * size)
            n = int(random.poisson(volume))
            rows.append((unit, week, n, alike(random, n, now, rho)))
    return lasting, pd.DataFrame(rows, columns=["unit", "week", "n", "x"])


def covered(lasting: np.ndarray, counts: pd.DataFrame, effect: np.ndarray) -> np.ndarray:
    ranks = rank_shares(*effective(counts["x"], counts["n"], effect))
    true = (-lasting).argsort().argsort()[counts.index] + 1
    return (ranks.low <= true) & (true <= ranks.high)


@pytest.mark.parametrize(
    ("world", "least", "most"),
    [
        ({}, 0.93, 0.98),
        ({"spread": 0.25}, 0.93, 0.98),
        ({"weeks": 4}, 0.93, 0.985),
        ({"each": 0}, 0.93, 0.98),
        ({"rho": 0.0}, 0.93, 0.98),
        ({"rho": 0.0, "weeks": 4}, 0.93, 0.98),
        ({"mean": 0.6}, 0.93, 0.98),  # three in ten are never settled
        ({"mean": 0.6, "each": 0}, 0.93, 0.98),
        ({"units": 6}, 0.93, 0.996),  # whole numbers from 1 to 6: 95 % falls between two of them
        ({"units": 250}, 0.93, 0.98),
        ({"units": 6, "rho": 0.0}, 0.93, 0.996),
        ({"units": 250, "rho": 0.0, "spread": 0.25}, 0.93, 0.98),
    ],
    ids=str,
)
def test_the_rank_interval_covers_the_lasting_rank(world: dict[str, float], least: float, most: float) -> None:
    inside = []
    units = int(world.get("units", 40))
    for seed in range({6: 120, 250: 6}.get(units, REPEATS)):
        lasting, weeks = weeks_of(seed, **world)  # type: ignore[arg-type]
        counts = weeks.groupby("unit")[["x", "n"]].sum()
        inside.extend(covered(lasting, counts, design_effect(chi_squares(weeks), counts.index)))
    assert least <= np.mean(inside) <= most


def test_without_it_the_interval_promises_too_much() -> None:
    inside = []
    for seed in range(REPEATS):
        lasting, weeks = weeks_of(seed)
        counts = weeks.groupby("unit")[["x", "n"]].sum()
        inside.append(covered(lasting, counts, np.ones(len(counts))))
    assert np.mean(inside) < 0.87


def test_a_chance_that_wavers_as_long_as_the_period_is_seen_in_the_periods_before() -> None:
    """Four weeks of 100 to 200 cases, alike among themselves by 0.02: no week of the four tells, half a year does."""
    inside, blind = [], []
    for seed in range(REPEATS):
        lasting, weeks = weeks_of(seed, weeks=26, each=37, rho=0.0, wavers=0.02)
        period = weeks[weeks["week"] >= 22].groupby("unit")[["x", "n"]].sum()
        effects = [design_effect(chi_squares(each), period.index) for each in (weeks, longer(weeks, 4))]
        inside.append(covered(lasting, period, np.max(effects, axis=0)))
        blind.append(covered(lasting, period, np.ones(len(period))))
    assert np.mean(blind) < 0.87
    assert 0.93 <= np.mean(inside) <= 0.98


def test_the_effect_is_that_of_the_correlation() -> None:
    """1 + (n - 1) rho for blocks of n (Kish 1965); 1 for independent ones."""
    _lasting, weeks = weeks_of(1, units=200, each=12, rho=0.15)
    assert float(np.median(design_effect(chi_squares(weeks), range(200)))) == pytest.approx(1 + 11 * 0.15, abs=0.25)
    _lasting, weeks = weeks_of(1, units=200, each=12, rho=0.0)
    assert float(np.median(design_effect(chi_squares(weeks), range(200)))) == pytest.approx(1.0, abs=0.05)


def test_the_chi_square_is_that_of_a_model_with_a_share_of_its_own_for_each_unit() -> None:
    _lasting, weeks = weeks_of(2, units=5, weeks=8)
    weeks = weeks[weeks["n"] > 0]
    dummies = pd.get_dummies(weeks["unit"]).astype(float)
    fit = sm.GLM(np.column_stack([weeks["x"], weeks["n"] - weeks["x"]]), dummies, family=sm.families.Binomial()).fit()
    found = chi_squares(weeks)
    assert found["chi2"].sum() == pytest.approx(fit.pearson_chi2)
    assert found["df"].sum() == fit.df_resid


def test_clumps_of_one_say_nothing_and_clumps_of_twenty_divide_by_twenty() -> None:
    single = pd.DataFrame({"unit": ["A", "A"], "n": [1, 1], "x": [1, 0], "clumps": [160, 40]})
    assert design_effect(of_sizes(single), ["A"])[0] == pytest.approx(1.0, abs=0.02)
    whole = pd.DataFrame({"unit": ["A", "A"], "n": [20, 20], "x": [20, 0], "clumps": [80, 20]})
    assert design_effect(of_sizes(whole), ["A"])[0] == pytest.approx(20.0, rel=0.04)
    mixed = pd.concat([single, whole])
    assert 1 < design_effect(of_sizes(mixed), ["A"])[0] < 20


def test_a_unit_that_says_nothing_gets_its_groups() -> None:
    _lasting, weeks = weeks_of(3, units=10)
    sure = pd.DataFrame({"unit": [99], "week": [0], "n": [50], "x": [50]})
    found = design_effect(chi_squares(pd.concat([weeks, sure])), [*range(10), 99, 100])
    assert found[10] == found[11] > 1.5
    assert list(design_effect(chi_squares(sure), [99, 5])) == [1.0, 1.0]
    assert (found >= 1).all()


def test_longer_blocks_end_with_the_last_week() -> None:
    weeks = pd.DataFrame({"unit": "A", "week": range(10), "n": 1, "x": range(10)})
    found = longer(weeks, 4)
    assert found.sort_values("week")["x"].tolist() == [6 + 7 + 8 + 9, 2 + 3 + 4 + 5]


@cache
def true_median(never: float, frailty: float) -> float:
    """Told from very many weeks like those of ``times_of``."""
    random = np.random.default_rng(999)
    every = random.exponential(100.0 * np.exp(random.normal(0, frailty, 400_000)))
    every[random.random(400_000) < never] = np.inf
    return float(np.median(every))


def times_of(seed: int, *, never: float, frailty: float) -> pd.DataFrame:
    """13 weeks of some 25 complaints of a unit: week, hours (NaN: never settled). The speed of a week is its own, by
    ``frailty`` on the logarithm.
    """
    random = np.random.default_rng(seed)
    rows = []
    for week in range(13):
        slow = np.exp(random.normal(0, frailty))
        for hours in random.exponential(100.0 * slow, random.poisson(25)):
            rows.append((week, np.nan if random.random() < never else np.ceil(hours)))
    return pd.DataFrame(rows, columns=["week", "hours"])


def median_covered(seed: int, *, correct: bool, never: float, frailty: float) -> bool:
    true, found = true_median(never, frailty), times_of(seed, never=never, frailty=frailty)
    followed = 900  # hours, so that what is never settled is censored
    hours = found["hours"].fillna(np.inf)
    settled = hours[hours <= followed].astype(int)
    steps = np.arange(-1, followed + 1)
    done = np.bincount(settled, minlength=followed + 1)
    came, left, gone = np.zeros(len(steps)), np.zeros(len(steps)), np.zeros(len(steps))
    came[0] = len(found)
    left[1:], gone[1:] = done, done
    left[-1] += len(found) - done.sum()
    effect = 1.0
    if correct:
        good = found.assign(n=1, x=(hours <= 144).astype(int), unit="A").groupby(["unit", "week"], as_index=False)
        effect = float(design_effect(chi_squares(good[["n", "x"]].sum()), ["A"])[0])
    low, high = kaplan_meier(steps, came, left, gone).median_interval(effect=effect)  # type: ignore[arg-type]
    return (low or 0.0) - 1 <= true <= (np.inf if high is None else high)


@pytest.mark.parametrize("never", [0.0, 0.3])
def test_the_interval_of_a_median_holds_where_weeks_are_alike(never: float) -> None:
    """Also where three in ten are never settled; without the effect it promises too much."""
    held = [median_covered(seed, correct=True, never=never, frailty=0.6) for seed in range(400)]
    blind = [median_covered(seed, correct=False, never=never, frailty=0.6) for seed in range(200)]
    alone = [median_covered(seed, correct=True, never=never, frailty=0.0) for seed in range(400)]
    assert np.mean(blind) < 0.88
    assert 0.93 <= np.mean(held) <= 0.97
    assert 0.93 <= np.mean(alone) <= 0.98


@pytest.mark.parametrize("rho", [0.0, 0.15])
def test_the_difference_of_two_channels_holds(rho: float) -> None:
    """A small channel beside a large one in three strata, the third of them with one unit of its own and few cases."""
    inside = []
    for seed in range(400):
        random = np.random.default_rng(seed)
        parts, blocks = [], []
        for stratum, (small, large, p) in enumerate(((8, 60, 0.9), (4, 30, 0.75), (1, 6, 0.6))):
            for channel, each, share in (("a", small, p - 0.08), ("b", large, p)):
                n = random.poisson(each, 13)
                x = [alike(random, int(count), share, rho) for count in n]
                parts.append((stratum, channel, n.sum(), sum(x)))
                blocks.append(pd.DataFrame({"unit": channel, "week": range(13), "n": n, "x": x}))
        weeks = pd.concat(blocks).groupby(["unit", "week"], as_index=False)[["n", "x"]].sum()
        effects = design_effect(chi_squares(weeks), ["a", "b"])
        wide = pd.DataFrame(parts, columns=["stratum", "channel", "n", "x"]).pivot(index="stratum", columns="channel")
        sides = [wide[name, channel] for channel in ("a", "b") for name in ("x", "n")]
        found = mantel_haenszel(*sides, effects=(float(effects[0]), float(effects[1])))
        assert found is not None
        inside.append(found.low <= -0.08 <= found.high)
    assert 0.93 <= np.mean(inside) <= 0.98
