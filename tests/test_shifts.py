"""The scan for a shift: how often it speaks where nothing changes, how soon where something does, and over many units."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from dashboard.analysis.shifts import ALONE, GUARD, discovered, effects, limits, scan

WEEKS = 26
STEADY = np.full(WEEKS, 0.9)  # everybody else, where nothing happens to all


def counts(random: np.random.Generator, each: int, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = np.full(WEEKS, float(each))
    return n, random.binomial(each, share).astype(float)


def spoke(each: int, share: float, repeats: int, seed: int = 1) -> float:
    """How often the newest week of one unit says something where nothing has changed."""
    random = np.random.default_rng(seed)
    found = [scan(*counts(random, each, np.full(WEEKS, share)), STEADY, 1.0).side for _repeat in range(repeats)]
    return float(np.mean([side != "common" for side in found]))


@pytest.mark.parametrize(("each", "share"), [(30, 0.8), (8, 0.97), (20, 0.97), (8, 0.8), (100, 0.9), (250, 0.99)])
def test_one_unit_speaks_in_one_week_of_forty_where_nothing_changes(each: int, share: float) -> None:
    """An XmR chart spoke in 26 % of the weeks of 8 complaints and 97 %."""
    assert spoke(each, share, 600) <= 2 * ALONE + 0.015


def seen(after: float, within: int, repeats: int = 300) -> float:
    """How often a fall from 80 % at 30 complaints a week is seen within so many weeks."""
    random = np.random.default_rng(2)
    found = 0
    for _repeat in range(repeats):
        share = np.full(2 * WEEKS, 0.8)
        share[WEEKS:] = after
        x = random.binomial(30, share).astype(float)
        n = np.full(2 * WEEKS, 30.0)
        ends = range(WEEKS + 1, WEEKS + within + 1)
        found += any(scan(n[end - WEEKS : end], x[end - WEEKS : end], STEADY, 1.0).side == "worse" for end in ends)
    return found / repeats


def test_a_fall_of_twenty_points_is_seen_within_three_weeks() -> None:
    assert seen(0.6, 3) >= 0.85


def test_a_drift_of_ten_points_is_seen_within_six_weeks() -> None:
    assert seen(0.7, 6) >= 0.60


def test_over_three_hundred_units_hardly_one_a_month_is_named_by_chance() -> None:
    random = np.random.default_rng(3)
    share = random.uniform(0.7, 0.99, 300)
    each = random.integers(5, 60, 300)
    named, months = 0, 10
    for _month in range(months):
        n = np.repeat(each[:, None], WEEKS + 3, axis=1).astype(float)
        x = random.binomial(each[:, None], share[:, None], (300, WEEKS + 3)).astype(float)
        units: set[int] = set()
        for week in range(4):
            found = [
                scan(n[unit, week : week + WEEKS], x[unit, week : week + WEEKS], STEADY, 1.0) for unit in range(300)
            ]
            units |= {unit for unit, side in enumerate(discovered(found)) if side != "common"}
        named += len(units)
    assert named / months <= 1.0


def test_of_those_named_one_in_five_is_chance_at_most() -> None:
    random = np.random.default_rng(4)
    false = true = 0
    for _repeat in range(4):
        found = []
        for unit in range(150):
            share = np.full(WEEKS, 0.85)
            if unit < 15:
                share[-4:] = 0.55
            found.append(scan(*counts(random, 30, share), STEADY, 1.0))
        sides = discovered(found)
        true += sum(side == "worse" for side in sides[:15])
        false += sum(side != "common" for side in sides[15:])
    assert true >= 0.9 * 4 * 15
    assert false <= 0.25 * (true + false)


def test_weeks_that_resemble_each_other_do_not_speak_more_often() -> None:
    """Lag-one correlation 0.5 in the log odds: 5 to 15 % of an XmR chart's newest weeks."""
    random = np.random.default_rng(5)
    rows, wander = [], np.zeros(200)
    for week in range(WEEKS):
        wander = 0.5 * wander + random.normal(0, 0.45 * np.sqrt(1 - 0.25), 200)
        chance = 1 / (1 + np.exp(-(1.7 + wander)))
        rows += [(unit, week, 30, x) for unit, x in enumerate(random.binomial(30, chance))]
    data = pd.DataFrame(rows, columns=["unit", "week", "n", "x"])
    effect = effects(data, list(range(200)))
    assert effect.mean() > 1.4
    wide = {name: data.pivot(index="unit", columns="week", values=name).to_numpy(float) for name in ("n", "x")}
    sides = [scan(wide["n"][unit], wide["x"][unit], STEADY, effect[unit]).side for unit in range(200)]
    assert np.mean([side != "common" for side in sides]) <= 0.05


def test_what_a_week_does_to_everybody_is_no_signal_of_one() -> None:
    random = np.random.default_rng(6)
    everybody = np.full(WEEKS, 0.9)
    everybody[-1] = 0.7  # a flood
    spoke, blind = [], []
    for _repeat in range(200):
        n, x = counts(random, 40, everybody)
        spoke.append(scan(n, x, everybody, 1.0).side == "worse")
        blind.append(scan(n, x, STEADY, 1.0).side == "worse")
    assert np.mean(spoke) <= 0.04 < 0.5 < np.mean(blind)


def test_without_anything_of_everybody_it_is_fishers_exact_test() -> None:
    n, x = np.full(WEEKS, 10.0), np.full(WEEKS, 9.0)
    x[-1] = 3
    table = [[3, 7], [9 * 18, 18]]
    exact = fisher_exact(table, alternative="less").pvalue
    found = scan(n, x, STEADY, 1.0)
    assert found.low_window == 1 and found.side == "worse"
    assert 4 * exact / 2 <= found.low <= 4 * exact  # mid-p: half of the outcome itself


def test_too_little_says_nothing() -> None:
    assert scan(np.zeros(WEEKS), np.zeros(WEEKS), STEADY, 1.0).side == "common"
    assert scan(np.full(GUARD, 9.0), np.zeros(GUARD), STEADY, 1.0).side == "common"
    n = np.zeros(WEEKS)
    n[:10] = 20.0
    assert scan(n, n * 0.5, STEADY, 1.0).side == "common"
    n[-1] = 1.0
    assert scan(n, np.where(n > 1, 10.0, 0.0), np.full(WEEKS, np.nan), 1.0).side == "common"
    assert discovered([]) == []


def test_limits_are_exact_and_widen_with_the_effect() -> None:
    low, high = limits(np.array([10.0, 100.0, 1000.0]), 0.97, 1.0)
    assert (high <= 1).all() and high[0] == 1.0 and (np.diff(low) > 0).all()
    wide, _high = limits(np.array([100.0]), 0.97, 2.0)
    assert wide[0] < low[1]
