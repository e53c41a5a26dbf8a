"""The adjusted difference: by hand, its properties, how often its interval holds the truth, and how sparse strata are
pooled.
"""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.rates import difference, wilson
from dashboard.analysis.stratified import Adjusted, mantel_haenszel, strata

Stratum = tuple[int, int, int, int]  # x1, n1, x2, n2

side = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
stratum = st.tuples(side, side).map(lambda sides: (*sides[0], *sides[1]))
table = st.lists(stratum, min_size=1, max_size=8)
some = settings(deadline=None, max_examples=150)


def of(rows: list[Stratum]) -> Adjusted:
    found = mantel_haenszel(*np.transpose(rows))
    assert found is not None
    return found


def width(found: Adjusted) -> float:
    return found.high - found.low


# Mantel-Haenszel, by hand.


def test_two_strata_by_hand() -> None:
    """Weights 4/7 and 3/7: shares .5857 and .6; they count as 1/(16/490 + 9/490) = 19.6 and 1/(16/980 + 9/490)
    complaints.
    """
    found = of([(8, 10, 15, 20), (3, 10, 4, 10)])
    assert found.difference == pytest.approx(-1 / 70)
    p1, p2, n1, n2 = 41 / 70, 0.6, 19.6, 980 / 34
    (low1, low2), (high1, high2) = wilson([p1 * n1, p2 * n2], [n1, n2])
    assert found.low == pytest.approx(p1 - p2 - np.hypot(p1 - low1, high2 - p2))
    assert found.high == pytest.approx(p1 - p2 + np.hypot(high1 - p1, p2 - low2))
    assert (found.strata, found.used) == (2, 1.0)


@given(stratum)
@some
def test_one_stratum_is_the_crude_difference(row: Stratum) -> None:
    x1, n1, x2, n2 = row
    assert of([row]).difference == pytest.approx(x1 / n1 - x2 / n2)
    crude = difference(*row)
    assert crude is not None and of([row]).difference == pytest.approx(crude[0])


def test_one_large_stratum_has_the_interval_of_two_binomials() -> None:
    found = of([(1400, 2000, 6500, 8000)])
    error = np.sqrt(0.7 * 0.3 / 2000 + 0.8125 * 0.1875 / 8000)
    assert width(found) == pytest.approx(2 * 1.959964 * error, rel=0.02)


def test_simpson() -> None:
    """LAPOR looks better because its complaints are easy ones; in either kind it is served worse."""
    rows = [(72, 90, 30, 30), (2, 10, 54, 90)]
    x1, n1, x2, n2 = np.sum(rows, axis=0).tolist()
    crude = difference(x1, n1, x2, n2)
    assert crude is not None and crude[0] == pytest.approx(0.04)
    found = of(rows)
    assert found.difference == pytest.approx((22.5 * -0.2 + 9 * -0.4) / 31.5)
    assert found.high < 0


# What is left out.


@pytest.mark.parametrize(
    "rows", [[(1, 5, 0, 0)], [(0, 0, 3, 5)], [(1, 5, 0, 0), (0, 0, 3, 5)], [(0, 0, 0, 0)]], ids=str
)
def test_without_a_common_stratum_there_is_no_difference(rows: list[Stratum]) -> None:
    assert mantel_haenszel(*np.transpose(rows)) is None


def test_nothing_at_all() -> None:
    assert mantel_haenszel([], [], [], []) is None


def test_strata_of_one_side_are_left_out() -> None:
    both: list[Stratum] = [(8, 10, 15, 20), (3, 10, 4, 10)]
    found = of([both[0], (30, 30, 0, 0), both[1], (0, 0, 7, 700)])
    alone = of(both)
    assert (found.difference, found.low, found.high) == (alone.difference, alone.low, alone.high)
    assert found.strata == 2
    assert found.used == pytest.approx(20 / 50)  # of a's 50


# Properties.


@given(table)
@some
def test_it_is_a_difference_of_shares(rows: list[Stratum]) -> None:
    found = of(rows)
    assert -1 <= found.low <= found.difference + 1e-12 and found.difference - 1e-12 <= found.high <= 1
    differences = [x1 / n1 - x2 / n2 for x1, n1, x2, n2 in rows]
    assert min(differences) - 1e-9 <= found.difference <= max(differences) + 1e-9
    assert (found.strata, found.used) == (len(rows), 1.0)


@given(table)
@some
def test_the_other_way_round_is_the_mirror(rows: list[Stratum]) -> None:
    found, turned = of(rows), of([(x2, n2, x1, n1) for x1, n1, x2, n2 in rows])
    mirrored = (-turned.difference, -turned.high, -turned.low)
    assert (found.difference, found.low, found.high) == pytest.approx(mirrored, abs=1e-6)


@given(table)
@some
def test_ten_times_the_complaints_narrow_it(rows: list[Stratum]) -> None:
    once, ten = of(rows), of([tuple(10 * value for value in row) for row in rows])  # type: ignore[misc]
    assert ten.difference == pytest.approx(once.difference)
    assert width(ten) < 0.75 * width(once)


@given(table, st.randoms(use_true_random=False))
@some
def test_the_order_of_the_strata_changes_nothing(rows: list[Stratum], lot: random.Random) -> None:
    other = rows.copy()
    lot.shuffle(other)
    one, two = of(rows), of(other)
    assert (one.difference, one.low, one.high) == pytest.approx((two.difference, two.low, two.high), abs=1e-6)


@given(table, st.integers(1, 30), st.integers(1, 30), st.integers(0, 100))
@some
def test_a_stratum_without_a_difference_pulls_to_zero(rows: list[Stratum], n1: int, n2: int, share: int) -> None:
    before, after = of(rows).difference, of([*rows, (share * n1, 100 * n1, share * n2, 100 * n2)]).difference
    assert abs(after) <= abs(before) + 1e-9 and before * after >= -1e-12
    assert abs(after) < abs(before) or abs(before) < 1e-9


# How often the interval holds the truth.


def coverage(p1: np.ndarray, n1: np.ndarray, p2: np.ndarray, n2: np.ndarray, times: int = 4_000) -> float:
    """Share of simulated samples whose interval holds the true difference at these weights."""
    lot = np.random.default_rng(1)
    weight = n1 * n2 / (n1 + n2)
    true = float(weight @ (p1 - p2) / weight.sum())
    x1, x2 = lot.binomial(n1, p1, (times, len(n1))), lot.binomial(n2, p2, (times, len(n2)))
    found = [mantel_haenszel(a, n1, b, n2) for a, b in zip(x1, x2, strict=True)]
    return float(np.mean([each is not None and each.low <= true <= each.high for each in found]))


@pytest.mark.parametrize("gap", [0.0, -0.05, -0.25])
def test_few_large_strata(gap: float) -> None:
    p2, n1, n2 = np.array([0.9, 0.75, 0.6, 0.85]), np.array([60, 150, 300, 40]), np.array([4_000, 2_500, 900, 800])
    assert 0.93 <= coverage(p2 + gap, n1, p2, n2) <= 0.97


@pytest.mark.parametrize("gap", [0.0, -0.05, -0.25])
def test_many_sparse_strata(gap: float) -> None:
    lot = np.random.default_rng(2)
    p2, n1, n2 = lot.uniform(0.4, 0.95, 200), lot.integers(1, 4, 200), lot.integers(1, 8, 200)
    assert 0.93 <= coverage(p2 + gap, n1, p2, n2) <= 0.97


def test_a_gap_that_differs_between_strata() -> None:
    lot = np.random.default_rng(3)
    p2, n1, n2 = lot.uniform(0.5, 0.95, 40), lot.integers(5, 40, 40), lot.integers(50, 2_000, 40)
    assert 0.93 <= coverage(p2 + lot.uniform(-0.4, 0.05, 40), n1, p2, n2) <= 0.97


@pytest.mark.parametrize("n1", [10, 30, 60])
def test_few_complaints_that_nearly_all_go_well(n1: int) -> None:
    """As measures tl-ditolak and laporan-ulang are, of one SKPD or a short period: LAPOR is served just as JAKI is."""
    assert coverage(np.array([0.97]), np.array([n1]), np.array([0.97]), np.array([9_000])) >= 0.93


def test_ten_that_all_went_well_prove_nothing() -> None:
    found, crude = of([(10, 10, 9_000, 9_300)]), difference(10, 10, 9_000, 9_300)
    assert crude is not None and crude[1] < 0  # Newcombe's interval knows better
    assert found.low <= 0


def test_all_or_nothing_still_leaves_chance() -> None:
    assert width(of([(10, 10, 12, 12)])) > 0.1 and width(of([(0, 10, 12, 12)])) > 0.1


# Strata.


def cells(*rows: tuple[str, str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["group", "category", "channel", "n", "x"])


def made(*counts: tuple[str, str, int, int]) -> pd.DataFrame:
    """group, category, complaints of A and of B; one of each side less went well."""
    return cells(
        *((group, category, "A", a, max(a - 1, 0)) for group, category, a, _b in counts),
        *((group, category, "B", b, max(b - 1, 0)) for group, category, _a, b in counts),
    )


def named(found: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    return {(row.group, row.category): [int(v) for v in (row.x1, row.n1, row.x2, row.n2)] for row in found.itertuples()}


def test_counts_of_a_stratum() -> None:
    found = strata(
        cells(("g", "p", "A", 6, 5), ("g", "p", "A", 4, 4), ("g", "p", "B", 9, 2), ("g", "p", "C", 99, 9)), "A", "B"
    )
    assert named(found) == {("g", "p"): [9, 10, 2, 9]}


def test_five_of_both_sides_stand_alone_and_four_are_pooled() -> None:
    found = named(strata(made(("g", "p", 5, 5), ("g", "q", 4, 50), ("g", "r", 50, 4)), "A", "B"))
    assert found == {("g", "p"): [4, 5, 4, 5], ("g", "*"): [3 + 49, 54, 49 + 3, 54]}


def test_sparse_ones_are_pooled_in_their_group() -> None:
    found = named(
        strata(
            made(("g", "p", 3, 9), ("g", "q", 2, 9), ("h", "p", 4, 90), ("h", "q", 1, 9), ("h", "r", 8, 8)), "A", "B"
        )
    )
    assert found == {("g", "*"): [3, 5, 16, 18], ("h", "*"): [3, 5, 97, 99], ("h", "r"): [7, 8, 7, 8]}


def test_what_stays_sparse_is_pooled_over_all_groups() -> None:
    found = named(
        strata(
            made(("g", "p", 2, 9), ("g", "q", 2, 9), ("h", "p", 3, 90), ("k", "p", 5, 0), ("k", "q", 0, 4)), "A", "B"
        )
    )
    only = {
        ("k", "p"): [4, 5, 0, 0],
        ("k", "q"): [0, 0, 3, 4],
    }  # nothing to compare with, and not pooled as if there were
    assert found == {("*", "*"): [1 + 1 + 2, 7, 8 + 8 + 89, 108], **only}


def test_the_last_pool_may_stay_sparse() -> None:
    assert named(strata(made(("g", "p", 2, 9), ("h", "p", 1, 9)), "A", "B")) == {("*", "*"): [1, 3, 16, 18]}


def test_unknown_channels_give_zeros() -> None:
    known = made(("g", "p", 9, 9), ("h", "q", 9, 9))
    found = strata(known, "A", "Z")
    assert named(found) == {("g", "p"): [8, 9, 0, 0], ("h", "q"): [8, 9, 0, 0]}
    assert mantel_haenszel(found["x1"], found["n1"], found["x2"], found["n2"]) is None
    for nothing in (strata(known, "Y", "Z"), strata(known.iloc[:0], "A", "B")):
        assert list(nothing.columns) == ["group", "category", "x1", "n1", "x2", "n2"] and nothing.empty
        assert mantel_haenszel(nothing["x1"], nothing["n1"], nothing["x2"], nothing["n2"]) is None


def test_the_cells_are_left_alone() -> None:
    given_cells = made(("g", "p", 3, 9), ("h", "q", 9, 9))
    before = given_cells.copy()
    strata(given_cells, "A", "B")
    pd.testing.assert_frame_equal(given_cells, before)


names = st.tuples(st.sampled_from("gh"), st.sampled_from(["", "p", "q", "r", "s"]), st.sampled_from("ABC"))
counts = st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(st.lists(st.tuples(names, counts), min_size=1, max_size=25), st.randoms(use_true_random=False))
@some
def test_nothing_is_lost(drawn: list[tuple[tuple[str, str, str], tuple[int, int]]], lot: random.Random) -> None:
    rows = [(*name, *count) for name, count in drawn]
    given_cells = cells(*rows)
    found = strata(given_cells, "A", "B")
    for channel, x, n in (("A", "x1", "n1"), ("B", "x2", "n2")):
        mine = given_cells[given_cells["channel"] == channel]
        assert (found[x].sum(), found[n].sum()) == (mine["x"].sum(), mine["n"].sum())
    assert (found["x1"] <= found["n1"]).all() and (found["x2"] <= found["n2"]).all()
    # Of strata that both have, only the pool of everything may be sparse, and no stratum is there twice.
    both = found[(found["group"] != "*") & (found[["n1", "n2"]].min(axis=1) > 0)]
    assert (both[["n1", "n2"]] >= 5).all(axis=None)
    assert not found.duplicated(["group", "category"]).any()
    lot.shuffle(rows)
    pd.testing.assert_frame_equal(strata(cells(*rows), "A", "B"), found)
