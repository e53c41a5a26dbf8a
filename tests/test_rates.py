"""Wilson: the vectors of the literature, its edges and its properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.rates import wilson


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


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_ten_times_the_data_narrows_the_interval(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson(x, n)
    low10, high10 = wilson(10 * x, 10 * n)
    assert 0 <= low <= x / n + 1e-12 and x / n - 1e-12 <= high <= 1
    assert high10 - low10 < high - low
