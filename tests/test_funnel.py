"""The funnel and movement between two periods: the vector of the literature, simulation, edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.funnel import Z95, Z998, Funnel, arcsine, curves, flags, funnel, moved, share

X = [9, 48, 190, 930, 2700, 4, 1700]
N = [10, 50, 200, 1000, 3000, 4, 2000]

units = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.lists(units, min_size=2, max_size=40)
some = settings(deadline=None)


# The vector of methods.md.


def test_vector() -> None:
    found = funnel(X, N)
    assert share(found.centre) == pytest.approx(0.890964, abs=5e-7)
    assert found.phi == pytest.approx(5.0897, abs=5e-5)
    assert found.tau2 == pytest.approx(0.00184152, abs=5e-9)


def test_vector_flags() -> None:
    z = funnel(X, N).z(X, N)
    assert flags(z).tolist() == [0, 0, 1, 0, 0, 0, 0]
    # Without overdispersion the large units would all stand out.
    assert flags(Funnel(funnel(X, N).centre, 1.0, 0.0).z(X, N)).tolist() == [0, 0, 2, 2, 0, 0, 2]


# The scale.


def test_angles_by_hand() -> None:
    angle, error = arcsine([0, 1, 2, 4], [4, 4, 4, 4])
    assert angle == pytest.approx([0, np.pi / 6, np.pi / 4, np.pi / 2])
    assert error == pytest.approx([0.25] * 4)


@given(units)
@some
def test_an_angle_stands_for_its_share(unit: tuple[int, int]) -> None:
    x, n = unit
    assert share(arcsine(x, n)[0]) == pytest.approx(x / n, abs=1e-12)


def test_angles_beyond_the_range_are_cut() -> None:
    assert share([-0.3, 2.0]).tolist() == [0, 1]


# Limits.


@given(groups, st.integers(1, 5000))
@some
def test_limits_hold_the_centre_and_each_other(group: list[tuple[int, int]], n: int) -> None:
    found = funnel(*np.array(group).T)
    centre = share(found.centre)
    low95, high95 = found.limits(n, Z95)
    low998, high998 = found.limits(n, Z998)
    assert 0 <= low998 <= low95 <= centre <= high95 <= high998 <= 1


@given(groups, st.integers(1, 5000), st.integers(1, 5000))
@some
def test_limits_widen_as_n_falls(group: list[tuple[int, int]], n: int, more: int) -> None:
    found = funnel(*np.array(group).T)
    low, high = found.limits([n, n + more], Z95)
    assert low[0] <= low[1] and high[1] <= high[0]
    if low[1] > 0 and high[1] < 1:
        assert high[0] - low[0] > high[1] - low[1]


@given(groups)
@some
def test_a_unit_is_flagged_exactly_when_it_lies_outside_its_limits(group: list[tuple[int, int]]) -> None:
    x, n = np.array(group).T
    found = funnel(x, n)
    z = found.z(x, n)
    width = np.sqrt(1 / (4 * n) + found.tau2)
    for k, at_least in ((Z95, 1), (Z998, 2)):
        low, high = found.centre - k * width, found.centre + k * width
        angle, _error = arcsine(x, n)
        clear = np.minimum(np.abs(angle - low), np.abs(angle - high)) > 1e-9
        outside = (angle < low) | (angle > high)
        assert ((flags(z) >= at_least) == outside)[clear].all()


def test_limits_by_hand() -> None:
    # Centre 45 degrees, n = 100: s = 0.05; sin^2(pi/4 -/+ d) = (1 -/+ sin 2d) / 2 with d = 1.959964 * 0.05.
    low, high = Funnel(np.pi / 4, 1.0, 0.0).limits(100, Z95)
    assert (low, high) == (pytest.approx(0.402628, abs=1e-6), pytest.approx(0.597372, abs=1e-6))


def test_curves_span_the_range_of_n() -> None:
    found = curves(funnel(X, N), 4, 3000)
    assert list(found.columns) == ["n", "low95", "high95", "low998", "high998"]
    assert (found["n"].iloc[0], found["n"].iloc[-1]) == (4, 3000)
    assert found["n"].is_monotonic_increasing and found["n"].is_unique
    assert found["low95"].is_monotonic_increasing and found["high95"].is_monotonic_decreasing
    assert (found["low998"] <= found["low95"]).all() and (found["high95"] <= found["high998"]).all()
    low, high = funnel(X, N).limits(found["n"], Z998)
    assert (found["low998"] == low).all() and (found["high998"] == high).all()


@pytest.mark.parametrize(("least", "most"), [(1, 1), (0, 0), (7, 7), (1, 2)])
def test_curves_of_a_narrow_range(least: float, most: float) -> None:
    found = curves(funnel(X, N), least, most)
    assert len(found) >= 1 and found.notna().all(axis=None)


# Overdispersion.


@given(groups)
@some
def test_overdispersion_only_ever_calms(group: list[tuple[int, int]]) -> None:
    x, n = np.array(group).T
    found = funnel(x, n)
    assert found.tau2 >= 0
    assert (np.abs(found.z(x, n)) <= np.abs(Funnel(found.centre, 1.0, 0.0).z(x, n)) + 1e-12).all()


@given(groups, st.randoms(use_true_random=False))
@some
def test_permuting_units_changes_no_funnel(group: list[tuple[int, int]], random) -> None:
    other = group.copy()
    random.shuffle(other)
    first, second = funnel(*np.array(group).T), funnel(*np.array(other).T)
    assert second.centre == pytest.approx(first.centre)
    assert second.phi == pytest.approx(first.phi)
    assert second.tau2 == pytest.approx(first.tau2, abs=1e-12)


@given(groups)
@some
def test_good_and_bad_are_mirror_images(group: list[tuple[int, int]]) -> None:
    x, n = np.array(group).T
    good, bad = funnel(x, n), funnel(n - x, n)
    assert bad.tau2 == pytest.approx(good.tau2, abs=1e-9)
    assert bad.z(n - x, n) == pytest.approx(-good.z(x, n), abs=1e-6)


def test_a_wild_unit_is_winsorised() -> None:
    # Ten units alike and one far off: the outlier makes no overdispersion in which it could hide.
    x, n = [80] * 10 + [5], [100] * 11
    found = funnel(x, n)
    assert found.tau2 < 0.01
    assert flags(found.z(x, n)).tolist()[-1] == 2


def test_chance_alone_needs_no_overdispersion_and_names_few() -> None:
    named, tau2 = [], []
    for seed in range(40):
        random = np.random.default_rng(seed)
        n = random.integers(30, 600, 60)
        x = random.binomial(n, 0.8)
        found = funnel(x, n)
        tau2.append(found.tau2)
        named.append((flags(found.z(x, n)) > 0).mean())
    assert np.median(tau2) < 0.0002
    assert 0.03 < np.mean(named) < 0.07


def test_overdispersion_is_found_again() -> None:
    found = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        n = random.integers(200, 2000, 60)
        angle = np.clip(random.normal(1.1, 0.08, 60), 0, np.pi / 2)
        found.append(funnel(random.binomial(n, np.sin(angle) ** 2), n).tau2)
    assert 0.5 * 0.08**2 < np.mean(found) < 1.1 * 0.08**2  # winsorising lowers it


# Flags.


def test_flags_change_beyond_their_limits() -> None:
    z = [0.0, Z95, np.nextafter(Z95, 9), Z998, np.nextafter(Z998, 9)]
    assert flags(z).tolist() == [0, 0, 1, 1, 2]
    assert flags(np.negative(z)).tolist() == [0, 0, 1, 1, 2]
    assert flags([]).tolist() == []


def test_no_value_no_flag() -> None:
    assert flags([np.nan]).tolist() == [0]


# Edges.


def test_one_unit_has_no_overdispersion() -> None:
    found = funnel([3], [4])
    assert np.isnan(found.phi) and found.tau2 == 0
    assert share(found.centre) == pytest.approx(0.75)
    assert found.z([3], [4]).tolist() == [0]


@pytest.mark.parametrize(("well", "edge"), [(1, 1.0), (0, 0.0)], ids=["everything good", "nothing good"])
def test_all_units_at_the_edge(well: int, edge: float) -> None:
    n = np.array([1, 5, 50, 700])
    found = funnel(n * well, n)
    assert share(found.centre) == edge and found.phi == 0 and found.tau2 == 0
    assert found.z(n * well, n).tolist() == [0, 0, 0, 0]
    low, high = found.limits(n, Z95)
    assert (low <= edge).all() and (edge <= high).all()


def test_one_complaint_each() -> None:
    found = funnel([1, 0, 1, 1], [1, 1, 1, 1])
    assert np.isfinite(found.tau2) and np.isfinite(found.phi)
    assert flags(found.z([1, 0, 1, 1], [1, 1, 1, 1])).max() <= 1


# Movement.


def test_a_real_change_is_found() -> None:
    y, before = np.zeros(50), np.zeros(50)
    y[7] = 0.5
    y[8] = -0.5
    assert np.flatnonzero(moved(y, np.full(50, 0.05), before, np.full(50, 0.05))).tolist() == [7, 8]


def test_a_change_of_the_whole_group_is_no_movement() -> None:
    random = np.random.default_rng(4)
    before = random.normal(0, 0.3, 50)
    assert not moved(before + 0.5, np.full(50, 0.05), before, np.full(50, 0.05)).any()


def test_noise_alone_moves_nothing_more_often_than_the_rate() -> None:
    named = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        s, s_before = random.uniform(0.02, 0.3, (2, 100))
        level = random.normal(0, 0.5, 100)
        named += moved(random.normal(level, s), s, random.normal(level, s_before), s_before).any()
    # 0.05 on average; 400 runs have a standard error of 0.011.
    assert named / 400 < 0.08


def test_of_the_changes_named_few_are_false() -> None:
    false, found = [], []
    for seed in range(200):
        random = np.random.default_rng(seed)
        change = np.where(np.arange(100) < 10, np.where(np.arange(100) % 2, 0.5, -0.5), 0.0)
        named = moved(random.normal(change, 0.1), np.full(100, 0.1), random.normal(0, 0.1, 100), np.full(100, 0.1))
        false.append(named[10:].sum() / max(named.sum(), 1))
        found.append(named[:10].mean())
    assert np.mean(false) < 0.06
    assert np.mean(found) > 0.7


def test_no_period_before_no_movement() -> None:
    y, before, s = np.full(40, 0.1), np.full(40, 0.1), np.full(40, 0.05)
    y[0], before[0] = 0.9, np.nan
    y[1], before[1] = np.nan, 0.9
    y[2], before[2] = 0.9, 0.1
    expected = [False, False, True, *[False] * 37]
    assert moved(y, s, before, s).tolist() == expected
    assert moved(y, s, before, np.where(np.isnan(before), np.nan, s)).tolist() == expected
    # Units without one of the two values change nothing for the others.
    assert moved(y[2:], s[2:], before[2:], s[2:]).tolist() == expected[2:]


def test_nothing_known_nothing_moved() -> None:
    assert moved([], [], [], []).tolist() == []
    assert moved([np.nan], [1.0], [0.2], [1.0]).tolist() == [False]
    assert moved([0.9], [0.0], [0.2], [0.0]).tolist() == [False]
    assert moved([0.9], [0.01], [0.2], [0.01]).tolist() == [False]  # alone it is its own group


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2), st.floats(0.05, 1)), min_size=1, max_size=30))
@some
def test_movement_has_no_direction_in_time(group: list[tuple[float, float, float]]) -> None:
    y, before, s = np.array(group).T
    assert moved(y, s, before, s).tolist() == moved(before, s, y, s).tolist()


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2), st.floats(0.05, 1)), min_size=1, max_size=30))
@some
def test_a_stricter_rate_names_no_more(group: list[tuple[float, float, float]]) -> None:
    y, before, s = np.array(group).T
    assert (moved(y, s, before, s, rate=0.01) <= moved(y, s, before, s, rate=0.2)).all()


def test_one_large_unit_that_moves_does_not_move_the_others() -> None:
    now = arcsine([3500, 180, 181, 179, 182, 180], [5000] + [200] * 5)
    before = arcsine([4500] + [180] * 5, [5000] + [200] * 5)
    assert moved(*now, *before).tolist() == [True] + [False] * 5
