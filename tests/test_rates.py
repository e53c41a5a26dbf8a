"""Wilson and Newcombe: the vectors of the literature, their edges and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.rates import difference, wilson


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(1, 1, 0.2065, 1.0), (9, 10, 0.5958, 0.9821), (47, 50, 0.8378, 0.9794), (950, 1000, 0.9347, 0.9619)],
)
def test_vectors(x: int, n: int, low: float, high: float) -> None:
    found = wilson(x, n)
    assert found[0] == pytest.approx(low, abs=5e-5)
    assert found[1] == pytest.approx(high, abs=5e-5)


def test_no_trials_no_interval() -> None:
    low, high = wilson([0, 5], [0, 5])
    assert np.isnan(low[0]) and np.isnan(high[0])
    assert high[1] == 1.0


shares = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
some = settings(deadline=None)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_ten_times_the_data_narrows_the_interval(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson(x, n)
    low10, high10 = wilson(10 * x, 10 * n)
    assert 0 <= low <= x / n + 1e-12 and x / n - 1e-12 <= high <= 1
    assert high10 - low10 < high - low


@pytest.mark.parametrize("n", [1, 10, 100_000])
def test_edges_are_exact(n: int) -> None:
    none, everything = wilson(0, n), wilson(n, n)
    assert none[0] == 0 and 0 < none[1] < 1
    assert everything[1] == 1 and 0 < everything[0] < 1
    # z^2 / (n + z^2)
    assert none[1] == pytest.approx(3.841459 / (n + 3.841459), rel=1e-6)


@given(shares)
@some
def test_wilson_by_its_formula(pair: tuple[int, int]) -> None:
    x, n = pair
    p, z = x / n, 1.959964
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low, high = wilson(x, n)
    assert (low, high) == (pytest.approx(centre - half, abs=1e-7), pytest.approx(centre + half, abs=1e-7))


@given(shares)
@some
def test_good_and_bad_are_mirror_images(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson(x, n)
    other_low, other_high = wilson(n - x, n)
    assert (other_low, other_high) == (pytest.approx(1 - high, abs=1e-12), pytest.approx(1 - low, abs=1e-12))


@given(shares)
@some
def test_one_more_good_raises_both_limits(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson([x, x + 1], [n + 1, n + 1])
    assert low[0] < low[1] and high[0] < high[1]


def test_arrays_are_as_their_entries() -> None:
    x, n = [0, 3, 47, 50], [0, 7, 50, 50]
    low, high = wilson(x, n)
    for index in range(1, 4):
        assert (low[index], high[index]) == tuple(map(float, wilson(x[index], n[index])))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe 1998, table II, method 10.
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_difference_vectors(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = difference(*counts)
    assert found is not None
    assert found[0] == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert found[1:] == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@given(shares, shares)
@some
def test_the_interval_of_a_difference_holds_it(first: tuple[int, int], second: tuple[int, int]) -> None:
    found, turned = difference(*first, *second), difference(*second, *first)
    assert found is not None and turned is not None
    assert -1 - 1e-12 <= found[1] <= found[0] + 1e-12 and found[0] - 1e-12 <= found[2] <= 1 + 1e-12
    assert turned == (pytest.approx(-found[0]), pytest.approx(-found[2]), pytest.approx(-found[1]))


@given(shares, shares)
@some
def test_ten_times_the_data_narrows_the_interval_of_a_difference(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    once = difference(*first, *second)
    ten = difference(*(10 * count for count in first), *(10 * count for count in second))
    assert once is not None and ten is not None
    assert ten[2] - ten[1] < once[2] - once[1]


def test_no_difference_without_trials() -> None:
    assert difference(0, 0, 5, 10) is None
    assert difference(5, 10, 0, 0) is None
    assert difference(0, 0, 0, 0) is None


def test_no_difference_of_a_share_to_itself() -> None:
    found = difference(40, 50, 40, 50)
    assert found is not None
    assert found[0] == 0 and found[1] < 0 < found[2]
