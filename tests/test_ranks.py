"""Expected ranks: the vector of the literature, brute force, and what must never happen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import betaln, expit, logit

from dashboard.analysis.funnel import arcsine, funnel, share
from dashboard.analysis.ranks import (
    DRAWS,
    Ranks,
    display,
    expected_rank,
    of_draws,
    rank_interval,
    rank_shares,
    rank_values,
    rankability,
    shrink,
    tiers,
)

X = [9, 48, 190, 930, 2700, 4, 1700]
N = [10, 50, 200, 1000, 3000, 4, 2000]

# n of a unit and how many of them went well; one miss in the group at least, so that the group's own share is known.
units = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.lists(units, min_size=2, max_size=20).map(lambda group: [*group, (1, 2)])
values = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=30)
few = settings(deadline=None, max_examples=25)
some = settings(deadline=None, max_examples=60)


def sampled(seed: int, count: int, beta: tuple[float, float], least: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts of ``count`` units with shares from one beta distribution."""
    random = np.random.default_rng(seed)
    n = random.integers(least, most, count)
    return random.binomial(n, random.beta(*beta, count)).astype(float), n.astype(float)


# The vector of methods.md: arcsine scale, normal model.


def test_vector_shrunk_shares() -> None:
    y, s = arcsine(X, N)
    u, _v, _theta = shrink(y, s, funnel(X, N).tau2)
    assert share(u) == pytest.approx([0.9110, 0.9265, 0.9358, 0.9279, 0.9005, 0.9166, 0.8543], abs=5e-5)


def test_vector_expected_ranks() -> None:
    y, s = arcsine(X, N)
    u, v, _theta = shrink(y, s, funnel(X, N).tau2)
    found = expected_rank(u, v)
    assert found == pytest.approx([4.21, 2.97, 2.07, 2.72, 5.28, 3.78, 6.97], abs=5e-3)
    assert found.sum() == pytest.approx(7 * 8 / 2)


def test_vector_rankability() -> None:
    _y, s = arcsine(X, N)
    rho = rankability(funnel(X, N).tau2, s)
    assert rho == pytest.approx(0.5957, abs=5e-5)
    assert display(rho) == "intervals"


# Rankability, display, tiers.


@pytest.mark.parametrize(
    ("rho", "shown"),
    [
        (0.0, "tiers"),
        (np.nextafter(0.5, 0), "tiers"),
        (0.5, "intervals"),
        (0.7, "intervals"),
        (np.nextafter(0.7, 1), "numbers"),
        (1.0, "numbers"),
    ],
)
def test_display_changes_exactly_at_its_limits(rho: float, shown: str) -> None:
    assert display(rho) == shown


@given(st.floats(0, 10), st.lists(st.floats(0, 10), max_size=20))
@some
def test_rankability_is_a_share(tau2: float, s: list[float]) -> None:
    assert 0 <= rankability(tau2, s) <= 1


def test_rankability_by_hand() -> None:
    assert rankability(0.04, [0.1, 0.2, 9.0]) == pytest.approx(0.5)
    assert rankability(0.0, [0.1]) == 0
    assert rankability(0.0, [0.0]) == 0
    assert rankability(0.0, []) == 0
    assert rankability(1.0, [0.0]) == 1


def test_tiers_need_the_whole_interval_in_one_half() -> None:
    low, high = np.array([1.0, 1, 2, 3, 4]), np.array([2.0, 3, 4, 5, 5])
    ranks = Ranks(np.zeros(5), np.arange(1.0, 6), low, high, 0.4)
    assert tiers(ranks).tolist() == [1, 2, 2, 2, 3]


def test_tiers_of_an_even_number_of_units() -> None:
    low, high = np.array([1.0, 1, 2, 3]), np.array([2.0, 3, 4, 4])
    assert tiers(Ranks(np.zeros(4), np.arange(1.0, 5), low, high, 0.4)).tolist() == [1, 2, 2, 3]


def test_tiers_of_one_unit() -> None:
    assert tiers(rank_shares([3], [4])).tolist() == [2]


# Shrinkage.


@given(values, st.floats(0, 4))
@some
def test_a_shrunk_value_lies_between_its_own_and_the_mean(group: list[tuple[float, float]], tau2: float) -> None:
    y, s = np.array(group).T
    u, v, theta = shrink(y, s, tau2)
    assert y.min() - 1e-9 <= theta <= y.max() + 1e-9
    assert (np.abs(u - theta) <= np.abs(y - theta) + 1e-9).all()
    assert (np.abs(u - y) <= np.abs(theta - y) + 1e-9).all()
    assert (v <= s**2 + 1e-12).all() and (v <= tau2 + 1e-12).all()


def test_no_difference_between_units_draws_all_to_the_mean() -> None:
    u, v, theta = shrink([1.0, 2.0, 6.0], [1.0, 1.0, 1.0], 0.0)
    assert theta == pytest.approx(3)
    assert u == pytest.approx([3, 3, 3])
    assert v == pytest.approx([0, 0, 0])


# Expected rank.


def test_expected_rank_of_known_values_is_the_rank() -> None:
    assert expected_rank([0.2, 0.9, 0.5], [0.0, 0.0, 0.0]).tolist() == [3, 1, 2]


def test_known_ties_share_their_ranks() -> None:
    assert expected_rank([0.5, 0.5, 0.9], [0.0, 0.0, 0.0]).tolist() == [2.5, 2.5, 1]


def test_expected_rank_of_two_by_hand() -> None:
    # P(N(1, 9 + 16) > 0) = Phi(0.2) = 0.579260.
    assert expected_rank([1.0, 0.0], [9.0, 16.0]) == pytest.approx([1.420740, 1.579260], abs=1e-6)


def test_expected_rank_of_nobody_and_of_one() -> None:
    assert expected_rank([], []).tolist() == []
    assert expected_rank([0.3], [0.1]).tolist() == [1]


@pytest.mark.parametrize("seed", range(4))
def test_expected_rank_and_interval_against_draws(seed: int) -> None:
    random = np.random.default_rng(seed)
    u, v = random.normal(0, 1, 15), random.uniform(0.01, 1, 15)
    drawn = random.normal(u, np.sqrt(v), (40_000, 15))
    ranks = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    assert expected_rank(u, v) == pytest.approx(ranks.mean(axis=0), abs=0.06)
    low, high = rank_interval(u, v)
    assert np.abs(low - np.quantile(ranks, 0.025, axis=0)).max() <= 1
    assert np.abs(high - np.quantile(ranks, 0.975, axis=0)).max() <= 1


@given(values)
@some
def test_expected_ranks_add_up(group: list[tuple[float, float]]) -> None:
    u, s = np.array(group).T
    count = len(u)
    found = expected_rank(u, s**2)
    assert found.sum() == pytest.approx(count * (count + 1) / 2)
    assert (found >= 1 - 1e-9).all() and (found <= count + 1e-9).all()


@given(values, st.randoms(use_true_random=False))
@some
def test_permuting_units_permutes_expected_ranks(group: list[tuple[float, float]], random) -> None:
    order = list(range(len(group)))
    random.shuffle(order)
    u, s = np.array(group).T
    assert expected_rank(u[order], s[order] ** 2) == pytest.approx(expected_rank(u, s**2)[order])


# Ranks of draws.


def test_ranks_of_draws_are_quantiles_of_ranks() -> None:
    drawn = np.random.default_rng(7).normal(np.arange(9) / 3, 1, (1000, 9)).astype(np.float32)
    ranks = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    low, high = of_draws(drawn)
    assert low.tolist() == np.quantile(ranks, 0.025, axis=0, method="inverted_cdf").tolist()
    assert high.tolist() == np.quantile(ranks, 0.975, axis=0, method="inverted_cdf").tolist()


def test_ranks_of_draws_that_always_agree() -> None:
    low, high = of_draws(np.tile(np.array([2.0, 3.0, 1.0], dtype=np.float32), (100, 1)))
    assert low.tolist() == high.tolist() == [2, 1, 3]


def test_the_number_of_draws() -> None:
    assert DRAWS == 10_000


# Shares against the exact posterior.


def beta_binomial(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Exact posterior over a grid of mean and precision, with draws from beta distributions: value, expected rank,
    limits.
    """
    random = np.random.default_rng(1)
    centre = logit((x.sum() + 0.5) / (n.sum() + 1))
    grid = np.meshgrid(expit(centre + np.linspace(-6, 6, 241)), np.exp(np.linspace(np.log(2), np.log(20_000), 41)))
    mean, precision = (axis.ravel() for axis in grid)
    a, b = mean * precision, (1 - mean) * precision
    typical = np.median(n)
    weight = np.log(precision * typical) - 2 * np.log(precision + typical)
    for good, all_of_it in zip(x, n, strict=True):
        weight += betaln(a + good, b + all_of_it - good) - betaln(a, b)
    weight = np.exp(weight - weight.max())
    at = random.choice(len(weight), 20_000, p=weight / weight.sum())
    drawn = random.beta(a[at][:, None] + x, b[at][:, None] + n - x)
    ranks = np.empty(drawn.shape)
    np.put_along_axis(ranks, np.argsort(-drawn, axis=1), np.arange(1.0, len(x) + 1)[None, :], 1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return drawn.mean(axis=0), ranks.mean(axis=0), low, high


# The last entry: whether the limits agree as well. Where units have next to no misses, the normal logit of a share has
# a longer lower tail than the beta distribution: there the interval reaches too far down, never not far enough.
@pytest.mark.parametrize(
    ("count", "beta", "least", "most", "close"),
    [
        (5, (9, 3), 10, 400, True),
        (20, (9, 3), 10, 400, True),
        (20, (900, 100), 10, 500, True),
        (44, (900, 100), 10, 500, True),
        (8, (5, 2), 1, 12, False),
        (20, (5, 2), 1, 12, False),
        (20, (60, 1.5), 3, 300, False),
        (44, (60, 1.5), 3, 300, False),
    ],
    ids=["5", "20", "20-alike", "44-alike", "8-small", "20-small", "20-near-1", "44-near-1"],
)
def test_shares_against_the_exact_posterior(
    count: int, beta: tuple[float, float], least: int, most: int, close: bool
) -> None:
    x, n = sampled(100, count, beta, least, most)
    assert 0 < x.sum() < n.sum()
    value, expected, low, high = beta_binomial(x, n)
    found = rank_shares(x, n)
    assert np.abs(found.expected - expected).max() <= 0.02 * count
    assert np.abs(found.value - value).max() <= 0.02
    allowed = 0.02 * count + 1
    assert (found.high >= high - allowed).all()
    if close:
        assert np.abs(found.low - low).max() <= allowed
        assert np.abs(found.high - high).max() <= allowed


def test_the_vector_against_the_exact_posterior() -> None:
    x, n = np.array(X, dtype=float), np.array(N, dtype=float)
    value, expected, low, high = beta_binomial(x, n)
    found = rank_shares(x, n)
    assert found.expected == pytest.approx(expected, abs=0.02 * 7)
    assert found.value == pytest.approx(value, abs=0.01)
    assert np.abs(found.low - low).max() <= 1 and np.abs(found.high - high).max() <= 1


# Shares: properties.


def test_the_same_counts_give_the_same_ranks_bit_for_bit() -> None:
    x, n = sampled(3, 44, (9, 3), 5, 300)
    first, second = rank_shares(x, n), rank_shares(x.copy(), n.copy())
    for name in ("value", "expected", "low", "high"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
    assert first.rho == second.rho


@given(groups)
@few
def test_shares_give_ranks_that_hang_together(group: list[tuple[int, int]]) -> None:
    x, n = np.array(group, dtype=float).T
    count = len(x)
    found = rank_shares(x, n)
    assert found.expected.sum() == pytest.approx(count * (count + 1) / 2)
    assert (found.expected >= 1 - 1e-9).all() and (found.expected <= count + 1e-9).all()
    assert (found.low >= 1).all() and (found.low <= found.high).all() and (found.high <= count).all()
    assert (found.value > 0).all() and (found.value < 1).all()
    assert 0 <= found.rho <= 1
    assert set(tiers(found)) <= {1, 2, 3}


@given(groups, st.randoms(use_true_random=False))
@few
def test_permuting_units_permutes_ranks(group: list[tuple[int, int]], random) -> None:
    order = list(range(len(group)))
    random.shuffle(order)
    x, n = np.array(group, dtype=float).T
    first, second = rank_shares(x, n), rank_shares(x[order], n[order])
    assert second.expected == pytest.approx(first.expected[order], abs=1e-6)
    assert second.value == pytest.approx(first.value[order], abs=1e-9)
    assert second.rho == pytest.approx(first.rho, abs=1e-9)
    # Drawn with other random numbers.
    assert np.abs(second.low - first.low[order]).max() <= 2
    assert np.abs(second.high - first.high[order]).max() <= 2


@given(groups, st.integers(1, 300), st.integers(1, 300))
@few
def test_everything_good_never_ranks_below_less(group: list[tuple[int, int]], n: int, fewer: int) -> None:
    x_all, n_all = np.array([*group, (n, n), (max(n - fewer, 0), n)], dtype=float).T
    found = rank_shares(x_all, n_all)
    assert found.expected[-2] <= found.expected[-1] + 1e-9
    assert found.value[-2] >= found.value[-1]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=15).filter(lambda x: 0 < sum(x) < 60 * len(x)))
@few
def test_of_the_same_number_the_better_share_never_ranks_below(x: list[int]) -> None:
    found = rank_shares(x, [60] * len(x))
    by_share = np.argsort(-np.array(x), kind="stable")
    assert (np.diff(found.expected[by_share]) >= -1e-9).all()
    assert (np.diff(found.value[by_share]) <= 1e-12).all()


@pytest.mark.parametrize("seed", range(6))
def test_more_complaints_with_the_same_share_shrink_less(seed: int) -> None:
    x, n = sampled(seed, 12, (5, 2), 5, 60)
    away = []
    for times in (1, 3, 10, 100):
        of_one = np.where(np.arange(12) == 0, times, 1)
        away.append(abs(rank_shares(x * of_one, n * of_one).value[0] - x[0] / n[0]))
    assert (np.diff(away) <= 1e-9).all()
    assert away[-1] < 0.01


def test_ten_times_the_data_narrows_the_ranks() -> None:
    x, n = sampled(5, 20, (9, 3), 10, 60)
    once, ten = rank_shares(x, n), rank_shares(10 * x, 10 * n)
    assert (ten.high - ten.low).mean() < (once.high - once.low).mean()
    assert ten.rho > once.rho


def test_a_unit_with_few_complaints_is_drawn_to_its_group_and_stays_wide() -> None:
    x, n = [1, 180, 160, 170, 150, 190], [1, 200, 200, 200, 200, 200]
    found = rank_shares(x, n)
    assert found.value[0] < 0.95
    assert found.high[0] - found.low[0] >= 4
    assert found.expected[0] > found.expected[5]  # 1 of 1 does not rank before 190 of 200


def test_units_that_are_all_the_same() -> None:
    found = rank_shares([9] * 12, [10] * 12)
    assert found.expected == pytest.approx([6.5] * 12)
    assert (found.low <= 2).all() and (found.high >= 11).all()
    assert np.ptp(found.value) < 1e-12
    assert display(found.rho) == "tiers"
    assert tiers(found).tolist() == [2] * 12


def test_shares_that_differ_clearly_are_ranked_by_number() -> None:
    found = rank_shares([200, 500, 800, 950], [1000] * 4)
    assert found.expected == pytest.approx([4, 3, 2, 1], abs=1e-3)
    assert found.low.tolist() == found.high.tolist() == [4, 3, 2, 1]
    assert display(found.rho) == "numbers"
    assert tiers(found).tolist() == [3, 3, 1, 1]


def test_counts_that_are_no_whole_numbers() -> None:
    whole, between, more = (rank_shares([x, 30.0, 45.0], [50.0] * 3) for x in (40.0, 40.4, 41.0))
    assert whole.value[0] < between.value[0] < more.value[0]
    assert whole.expected[0] > between.expected[0] > more.expected[0]


def test_one_complaint_each() -> None:
    found = rank_shares([1, 0, 1, 1], [1, 1, 1, 1])
    assert found.expected.sum() == pytest.approx(10)
    assert found.expected[1] == found.expected.max()
    assert found.low.tolist() == [1] * 4 and found.high.tolist() == [4] * 4
    assert display(found.rho) == "tiers"


def test_no_unit_and_one_unit() -> None:
    nobody, one = rank_shares([], []), rank_shares([3], [4])
    assert nobody.expected.tolist() == [] and nobody.rho == 0
    assert one.value.tolist() == [0.75] and one.rho == 0
    assert one.expected.tolist() == one.low.tolist() == one.high.tolist() == [1]


def test_every_kelurahan() -> None:
    x, n = sampled(0, 267, (18, 2), 10, 400)
    found = rank_shares(x, n)
    assert found.expected.sum() == pytest.approx(267 * 268 / 2)
    assert (found.low >= 1).all() and (found.high <= 267).all() and (found.low <= found.high).all()
    inside = (found.low - 1 <= found.expected) & (found.expected <= found.high + 1)
    assert inside.all()


@pytest.mark.parametrize(("beta", "least", "most"), [((9, 3), 10, 200), ((40, 3), 5, 100)])
def test_the_interval_holds_the_true_rank(beta: tuple[float, float], least: int, most: int) -> None:
    held = []
    for seed in range(20):
        random = np.random.default_rng(seed)
        n = random.integers(least, most, 30)
        chance = random.beta(*beta, 30)
        found = rank_shares(random.binomial(n, chance), n)
        true = 1 + (chance[None, :] > chance[:, None]).sum(axis=1)
        held.append(((found.low <= true) & (true <= found.high)).mean())
    assert np.mean(held) >= 0.94


def test_without_intervals_the_rest_is_the_same() -> None:
    x, n = sampled(6, 15, (9, 3), 5, 100)
    full, short = rank_shares(x, n), rank_shares(x, n, intervals=False)
    assert np.isnan(short.low).all() and np.isnan(short.high).all()
    assert short.expected.tobytes() == full.expected.tobytes() and short.value.tobytes() == full.value.tobytes()
    assert short.rho == full.rho


# Normal values.


@given(values)
@few
@pytest.mark.filterwarnings("ignore:(divide by zero|overflow):RuntimeWarning:statsmodels")
def test_values_give_ranks_that_hang_together(group: list[tuple[float, float]]) -> None:
    y, s = np.array(group).T
    found = rank_values(y, s)
    assert found.expected.sum() == pytest.approx(len(y) * (len(y) + 1) / 2)
    assert (found.low >= 1).all() and (found.low <= found.high).all() and (found.high <= len(y)).all()
    assert 0 <= found.rho <= 1


@pytest.mark.parametrize("seed", range(4))
def test_variance_between_units_is_near_that_of_paule_and_mandel(seed: int) -> None:
    random = np.random.default_rng(seed)
    s = random.uniform(0.1, 0.6, 25)
    y = random.normal(0, 0.8, 25) + random.normal(0, s)

    def excess(tau2: float) -> float:
        weight = 1 / (s**2 + tau2)
        centre = (weight * y).sum() / weight.sum()
        return float((weight * (y - centre) ** 2).sum() - 24)

    tau2 = brentq(excess, 0, 10)
    found = rank_values(y, s)
    assert found.rho == pytest.approx(tau2 / (tau2 + np.median(s**2)), abs=0.05)
    assert found.value == pytest.approx(shrink(y, s, tau2)[0], abs=0.1)


def test_permuting_values_permutes_ranks() -> None:
    random = np.random.default_rng(2)
    y, s, order = random.normal(0, 1, 20), random.uniform(0.1, 0.8, 20), random.permutation(20)
    first, second = rank_values(y, s), rank_values(y[order], s[order])
    assert second.expected == pytest.approx(first.expected[order], abs=1e-4)
    assert np.abs(second.low - first.low[order]).max() <= 2
    assert np.abs(second.high - first.high[order]).max() <= 2


def test_values_are_deterministic() -> None:
    y, s = [3.0, 5.0, 4.0, 9.0], [0.5, 0.6, 0.2, 2.0]
    first, second = rank_values(y, s), rank_values(y, s)
    assert first.low.tobytes() == second.low.tobytes() and first.high.tobytes() == second.high.tobytes()
    assert first.expected.tobytes() == second.expected.tobytes()


def test_values_that_differ_clearly() -> None:
    found = rank_values([10.0, 30.0, 20.0], [0.1, 0.1, 0.1])
    assert found.expected == pytest.approx([3, 1, 2], abs=1e-6)
    assert found.low.tolist() == found.high.tolist() == [3, 1, 2]
    assert display(found.rho) == "numbers"


def test_one_value_and_none() -> None:
    assert rank_values([], []).expected.tolist() == []
    assert rank_values([4.2], [0.3]).expected.tolist() == [1]
    assert rank_values([4.2], [0.3]).value.tolist() == [4.2]


def test_times_without_a_difference_are_ranked_anywhere() -> None:
    found = rank_values([1.0, 1.1, 0.9, 1.0, 1.05, 0.95], [0.3] * 6)
    assert (found.low == 1).all() and (found.high == 6).all()
    assert tiers(found).tolist() == [2] * 6


@pytest.mark.parametrize("well", [0, 1])
def test_nothing_is_real_where_every_complaint_went_the_same_way(well: int) -> None:
    n = np.full(20, 300.0)
    found = rank_shares(well * n, n)
    assert np.isfinite(found.value).all() and abs(found.value - well).max() < 0.02
    assert (found.low <= 2).all() and (found.high >= 19).all() and display(found.rho) == "tiers"
    assert rank_shares([5, 50, 7], [5, 50, 7]).value.min() > 0.9
