"""XmR charts: the vector of the literature, each rule alone, and what must change nothing."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.analysis.signals import ENOUGH, LIMIT, SCREEN, Xmr, xmr

VECTOR = [52, 55, 49, 58, 51, 54, 60, 47, 53, 56, 50, 57]

# Whole numbers: their differences are exact, so that nothing hangs on rounding.
series = st.lists(st.integers(-50, 50), min_size=2, max_size=40)
some = settings(deadline=None, max_examples=150)


def signals(values: list[float]) -> list[int]:
    return xmr(values).signal.tolist()


def marked(length: int, where: dict[int, int]) -> list[int]:
    return [where.get(index, 0) for index in range(length)]


# The vector of methods.md.


def test_vector() -> None:
    found = xmr(VECTOR)
    assert found.mean == pytest.approx(53.50, abs=5e-3)
    assert found.moving_range == pytest.approx(6.273, abs=5e-4)
    assert found.low == pytest.approx(36.81, abs=5e-3)
    assert found.high == pytest.approx(70.19, abs=5e-3)
    assert not found.signal.any()
    assert found.variation() == "common"
    assert not found.is_trial


def test_vector_next_value_70_is_no_signal() -> None:
    found = xmr([*VECTOR, 70])
    assert found.signal[-1] == 0 and found.variation() == "common"
    assert xmr(VECTOR).high > 70


# Each rule alone.


def test_a_point_outside() -> None:
    wild = [0, 1] * 8 + [8]
    found = xmr(wild)
    assert found.signal.tolist() == marked(17, {16: 1})
    assert found.variation() == "better"
    assert signals([1, 0] * 8 + [-7]) == marked(17, {16: -1})
    assert xmr([1, 0] * 8 + [-7]).variation() == "worse"


def test_a_point_on_the_limit_is_inside() -> None:
    # Mean 0, moving range 1, limits -/+ 2.66: 2 lies within; a point beyond is a signal.
    found = xmr([0.5, -0.5] * 10)
    assert (found.low, found.high) == (pytest.approx(-LIMIT), pytest.approx(LIMIT))
    assert not found.signal.any()


def test_seven_on_one_side() -> None:
    up, down = [51, 55, 51, 55, 51, 55, 51], [49, 45, 49, 45, 49, 45]
    assert signals([*up, *down]) == [1] * 7 + [0] * 6
    assert signals([*down, *up]) == [0] * 6 + [1] * 7
    assert signals([*down, 49, *up[:-1]]) == [-1] * 7 + [0] * 6


def test_six_on_one_side_are_none() -> None:
    assert signals([51, 55, 51, 55, 51, 55, 49, 45, 49, 45, 49, 45]) == [0] * 12


def test_a_point_on_the_mean_ends_a_run() -> None:
    # 3 + 4 points above with one exactly on the mean between them.
    up, down = [51, 55, 51, 50, 55, 51, 55, 52], [49, 45, 49, 50, 45, 49, 45, 48]
    found = xmr([*up, *down])
    assert found.mean == 50
    assert not found.signal.any()


def test_seven_rising_or_falling() -> None:
    shaken = [46, 54, 46, 54]
    rising = [47, 48, 49, 50, 51, 52, 53]
    assert signals([*shaken, *rising, *shaken]) == [0] * 4 + [1] * 7 + [0] * 4
    assert signals([*shaken[::-1], *rising[::-1], *shaken[::-1]]) == [0] * 4 + [-1] * 7 + [0] * 4
    assert signals([*shaken, *shaken, *rising]) == [0] * 8 + [1] * 7
    assert signals([*rising, *shaken, *shaken]) == [1] * 7 + [0] * 8


def test_six_rising_are_none() -> None:
    assert signals([46, 54, 46, 54, 47, 48, 49, 51, 52, 53, 46, 54, 46, 54]) == [0] * 14


def test_standing_still_ends_a_rise() -> None:
    assert signals([46, 54, 46, 54, 47, 48, 49, 50, 50, 51, 52, 53, 46, 54, 46, 54]) == [0] * 16


AROUND = [4, -4] * 12  # moving ranges of 8 or so: limits at about 22, two thirds of the way at about 15


def test_two_of_three_close_to_a_limit() -> None:
    values = [*AROUND, 18, 3, 18, *AROUND[::-1]]
    found = xmr(values)
    assert (found.high - found.mean) * 2 / 3 < 18 - found.mean < found.high - found.mean
    assert found.signal.tolist() == marked(51, {24: 1, 26: 1})
    assert signals([-value for value in values]) == marked(51, {24: -1, 26: -1})


def test_two_next_to_each_other_close_to_a_limit() -> None:
    assert signals([*AROUND, 18, 18, 3, *AROUND[::-1]]) == marked(51, {24: 1, 25: 1})
    assert signals([*AROUND, 3, 18, 18, *AROUND[::-1]]) == marked(51, {25: 1, 26: 1})
    assert signals([*AROUND, 18, 3, 18]) == marked(27, {24: 1, 26: 1})


def test_all_three_lie_on_one_side() -> None:
    # As in NHSRplotthedots: the third point may lie anywhere, but not across the mean.
    assert not any(signals([*AROUND, 18, -3, 18, *AROUND[::-1]]))
    assert not any(signals([*AROUND, 18, 18, *AROUND[::-1]]))


def test_close_to_both_limits_is_none() -> None:
    values = [*AROUND, 19, 3, -19, *AROUND]
    found = xmr(values)
    reach = (found.high - found.mean) * 2 / 3
    assert reach < 19 - found.mean < 1.5 * reach and reach < found.mean + 19 < 1.5 * reach
    assert not found.signal.any()


def test_one_of_three_close_to_a_limit_is_none() -> None:
    assert not any(signals([*AROUND, 18, *AROUND[::-1]]))


def test_two_of_four_close_to_a_limit_are_none() -> None:
    assert not any(signals([*AROUND, 18, 3, 3, 18, *AROUND[::-1]]))


def test_a_point_outside_keeps_its_side_within_a_trend() -> None:
    # Falls all the way from above the upper limit to below the lower one.
    found = xmr([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0])
    assert found.signal[0] == 1 and found.signal[-1] == -1
    assert found.signal.all()


# Screening.


def test_a_wild_moving_range_is_screened() -> None:
    found = xmr([*[0, 1] * 4, 20, *[0, 1] * 4])
    assert found.moving_range == 1
    assert found.mean == pytest.approx(28 / 17)
    assert found.signal[8] == 1


def test_screening_happens_once() -> None:
    # Ranges 12 x 1, 5 and 60: mean 5.5, so only 60 is left out; 5 stays though it exceeds 3.267 of the mean then.
    values = np.cumsum([0, *[1, -1] * 6, 5, 60])
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges <= SCREEN * ranges.mean()]
    assert sorted(kept)[-1] == 5 > SCREEN * kept.mean()
    assert xmr(values).moving_range == pytest.approx(17 / 13)


def test_usual_moving_ranges_are_all_kept() -> None:
    assert xmr([0, 3, 0, 1, 0]).moving_range == pytest.approx(2)


# Short series.


def test_fewer_than_twelve_points_are_on_trial() -> None:
    assert ENOUGH == 12
    assert xmr(VECTOR[:11]).is_trial and not xmr(VECTOR).is_trial
    assert xmr([]).is_trial and xmr([1]).is_trial


def test_no_point() -> None:
    found = xmr([])
    assert np.isnan(found.mean) and np.isnan(found.low) and np.isnan(found.high)
    assert found.signal.tolist() == []
    assert found.variation() == "none" and found.assurance(0.5) == "none"


def test_one_point() -> None:
    found = xmr([7])
    assert found.mean == 7 and np.isnan(found.moving_range) and np.isnan(found.low)
    assert found.signal.tolist() == [0]
    assert found.variation() == "common" and found.assurance(0.5) == "none"


def test_two_points() -> None:
    found = xmr([4, 6])
    assert (found.mean, found.moving_range) == (5, 2)
    assert (found.low, found.high) == (pytest.approx(-0.32), pytest.approx(10.32))
    assert found.signal.tolist() == [0, 0]


@pytest.mark.parametrize("value", [0, 1, 0.5, 90, -3])
@pytest.mark.parametrize("length", [2, 7, 30])
def test_a_series_that_never_moves(value: float, length: int) -> None:
    found = xmr([value] * length)
    assert not found.signal.any()
    assert found.low == found.mean == found.high == value
    assert found.variation() == "common"


# Variation and assurance.


@pytest.mark.parametrize(("last", "expected"), [(1, "better"), (-1, "worse"), (0, "common")])
def test_variation_is_of_the_newest_point(last: int, expected: str) -> None:
    signal = np.array([-1, 1, 0, last])
    assert Xmr(np.zeros(4), 0.0, 1.0, -1.0, 1.0, signal).variation() == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [(36, "above"), (37, "mixed"), (53.5, "mixed"), (70, "mixed"), (71, "below"), (None, "none")],
)
def test_assurance(target: float | None, expected: str) -> None:
    assert xmr(VECTOR).assurance(target) == expected


def test_a_limit_on_the_target_gives_no_assurance() -> None:
    found = xmr(VECTOR)
    assert found.assurance(found.low) == "mixed" and found.assurance(found.high) == "mixed"


def test_assurance_of_a_series_that_never_moves() -> None:
    found = xmr([1.0] * 20)
    assert found.assurance(0.95) == "above" and found.assurance(1.0) == "mixed" and found.assurance(1.1) == "below"


# What must change nothing.


@given(series)
@some
def test_mirrored_series_mirror_their_signals(values: list[int]) -> None:
    found, mirrored = xmr(values), xmr([-value for value in values])
    assert mirrored.signal.tolist() == (-found.signal).tolist()
    assert mirrored.moving_range == found.moving_range
    assert (mirrored.low, mirrored.high) == (pytest.approx(-found.high), pytest.approx(-found.low))


@given(series, st.integers(-1000, 1000), st.sampled_from([0.25, 0.5, 2.0, 8.0]))
@some
def test_another_scale_keeps_the_signals(values: list[int], constant: int, times: float) -> None:
    found = xmr(values)
    # No point so near a limit that rounding alone moves it across.
    away = np.abs(found.values - found.mean)
    for limit in (found.high - found.mean, (found.high - found.mean) * 2 / 3):
        assume(limit == 0 or (np.abs(away - limit) > 1e-6).all())
    other = xmr([times * value + times * constant for value in values])
    assert other.signal.tolist() == found.signal.tolist()
    assert other.mean == pytest.approx(times * (found.mean + constant))
    assert other.moving_range == pytest.approx(times * found.moving_range)


@given(series)
@some
def test_limits_hold_the_mean(values: list[int]) -> None:
    found = xmr(values)
    assert found.low <= found.mean <= found.high
    assert found.high - found.mean == pytest.approx(found.mean - found.low)
    assert found.high - found.mean == pytest.approx(LIMIT * found.moving_range)
    assert found.moving_range <= np.abs(np.diff(values)).mean() + 1e-9


@given(series)
@some
def test_a_signal_has_a_side(values: list[int]) -> None:
    found = xmr(values)
    assert set(found.signal.tolist()) <= {-1, 0, 1}
    assert (found.signal[found.values > found.high] == 1).all()
    assert (found.signal[found.values < found.low] == -1).all()
    assert len(found.signal) == len(values)


@given(series)
@some
def test_runs_by_their_definition(values: list[int]) -> None:
    """Every seven points on one side or in one direction carry a signal."""
    found = xmr(values)
    side, step = np.sign(found.values - found.mean), np.sign(np.diff(found.values))
    for start in range(len(values) - 6):
        for sign in (-1, 1):
            if (side[start : start + 7] == sign).all() or (step[start : start + 6] == sign).all():
                assert found.signal[start : start + 7].all()


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40), st.integers(0, 39))
@some
def test_no_rule_no_signal(values: list[int], at: int) -> None:
    """A point with a signal lies outside, in a run, in a trend, or close to a limit next to another that is."""
    found = xmr(values)
    at %= len(values)
    away, reach = found.values - found.mean, (found.high - found.mean) * 2 / 3
    side, step = np.sign(away), np.sign(np.diff(found.values))
    outside = found.values[at] > found.high or found.values[at] < found.low
    windows = range(max(0, at - 6), min(at, len(values) - 7) + 1)
    run = any(abs(side[start : start + 7].sum()) == 7 for start in windows)
    trend = any(abs(step[start : start + 6].sum()) == 6 for start in windows)
    near = away[max(0, at - 2) : at + 3] * side[at] > reach
    close = abs(away[at]) > reach and near.sum() >= 2
    if found.signal[at]:
        assert outside or run or trend or close


def test_chance_alone_gives_few_signals() -> None:
    random = np.random.default_rng(1)
    outside = []
    for _ in range(200):
        found = xmr(random.normal(50, 4, 52))
        outside.append(((found.values > found.high) | (found.values < found.low)).mean())
    assert np.mean(outside) < 0.01


def test_a_real_shift_is_found() -> None:
    random = np.random.default_rng(1)
    found = [xmr(np.append(random.normal(50, 2, 40), random.normal(58, 2, 10))).signal for _ in range(100)]
    assert np.mean([signal[-1] == 1 for signal in found]) > 0.9


@pytest.mark.parametrize("value", [0.1, 0.9, 0.95, 0.97])
@pytest.mark.parametrize("length", [3, 12, 13])
def test_a_share_that_never_moves_gives_no_signal(value: float, length: int) -> None:
    assert not xmr([value] * length).signal.any()


def test_one_dip_in_a_series_that_never_moved_is_the_signal() -> None:
    found = xmr([1.0] * 11 + [0.95])
    assert found.moving_range > 0 and found.signal[-1] == -1
