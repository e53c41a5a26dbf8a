"""Period Kaplan-Meier: by hand, against its definition, and what must never happen."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from dashboard.analysis.survival import Curve, kaplan_meier

Spell = tuple[int, int, bool]  # entry hour (-1: from receipt), exit hour, settled

open_or_settled = st.lists(st.tuples(st.just(-1), st.integers(0, 200), st.booleans()), min_size=1, max_size=50)
delayed = st.lists(
    st.tuples(st.integers(-1, 60), st.integers(1, 120), st.booleans()).map(lambda s: (s[0], s[0] + s[1], s[2])),
    min_size=1,
    max_size=50,
)
some = settings(deadline=None)


def curve(spells: list[Spell]) -> Curve:
    hours = sorted({h for entry, end, _ in spells for h in (entry, end)})
    entered = [sum(entry == h for entry, _, _ in spells) for h in hours]
    left = [sum(end == h for _, end, _ in spells) for h in hours]
    settled = [sum(end == h and done for _, end, done in spells) for h in hours]
    return kaplan_meier(hours, entered, left, settled)


def test_by_hand_with_one_open_complaint() -> None:
    found = curve([(-1, 2, True), (-1, 4, False), (-1, 6, True), (-1, 8, True)])
    assert dict(zip(found.hour, np.round(found.unsettled, 4), strict=True)) == {2: 0.75, 4: 0.75, 6: 0.375, 8: 0.0}
    assert found.median == 6
    assert found.n == 4


def test_delayed_entry_counts_only_after_it() -> None:
    # One settled at hour 3 while alone at risk would be everything; the other came under observation at hour 5.
    found = curve([(-1, 10, True), (5, 10, True), (5, 12, False)])
    assert found.unsettled[list(found.hour).index(10)] == 1 - 2 / 3


def test_settled_at_once_is_hour_zero() -> None:
    found = curve([(-1, 0, True), (-1, 0, True), (-1, 5, True)])
    assert found.median == 0


def test_never_reached_is_no_number() -> None:
    found = curve([(-1, 5, True), (-1, 50, False), (-1, 50, False)])
    assert found.median is None
    assert found.last_hour == 50
    assert found.settled_within(5) == 1 / 3 or abs(found.settled_within(5) - 1 / 3) < 1e-12
    assert found.settled_within(60) is None


def test_nothing_at_risk() -> None:
    found = kaplan_meier([], [], [], [])
    assert found.n == 0 and found.median is None and found.settled_within(24) is None


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_nothing_open_is_the_empirical_distribution(hours: list[int]) -> None:
    found = curve([(-1, h, True) for h in hours])
    for hour, unsettled in zip(found.hour, found.unsettled, strict=True):
        assert abs(unsettled - sum(h > hour for h in hours) / len(hours)) < 1e-9


@given(st.lists(st.tuples(st.integers(0, 300), st.booleans()), min_size=1, max_size=40), st.integers(0, 300))
def test_an_added_open_complaint_never_shortens_the_median(spells: list[tuple[int, bool]], hour: int) -> None:
    before = curve([(-1, h, done) for h, done in spells]).median
    after = curve([*[(-1, h, done) for h, done in spells], (-1, hour, False)]).median
    assert after is None or (before is not None and after >= before)


# Against statsmodels, which takes no hour 0: all hours are one later there.


def reference(spells: list[Spell]) -> SurvfuncRight:
    entry, end, settled = (np.array(values) for values in zip(*spells, strict=True))
    return SurvfuncRight(end + 1.0, settled.astype(int), entry=None if (entry == -1).all() else entry + 1.0)


def drawn(seed: int, size: int, with_entry: bool) -> list[Spell]:
    random = np.random.default_rng(seed)
    entry = np.where(random.random(size) < 0.5, random.integers(0, 60, size), -1) if with_entry else np.full(size, -1)
    end = entry + 1 + random.integers(0, 150, size)
    return [(int(a), int(b), bool(c)) for a, b, c in zip(entry, end, random.random(size) < 0.7, strict=True)]


@pytest.mark.parametrize("with_entry", [False, True], ids=["from receipt", "delayed entry"])
@pytest.mark.parametrize("size", [1, 2, 5, 30, 200])
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.filterwarnings("ignore:.*(divide by zero|invalid value):RuntimeWarning")
def test_against_statsmodels(seed: int, size: int, with_entry: bool) -> None:
    spells = drawn(seed, size, with_entry)
    found, known = curve(spells), reference(spells)
    at = np.searchsorted(found.hour, known.surv_times - 1)
    assert found.unsettled[at] == pytest.approx(known.surv_prob, abs=1e-9)
    has_error = (known.surv_prob > 1e-9) & np.isfinite(known.surv_prob_se)
    assert (found.unsettled * np.sqrt(found.spread))[at][has_error] == pytest.approx(
        known.surv_prob_se[has_error], abs=1e-9
    )
    for share in (0.5, 0.9):
        if (np.abs(known.surv_prob - (1 - share)) > 1e-9).all():  # where it is met exactly, statsmodels goes on
            hour = known.quantile(share) - 1
            assert found.quantile(share) == (None if np.isnan(hour) else hour)
    low, high = (hour - 1 for hour in known.quantile_ci(0.5, method="cloglog"))
    if not np.isnan(low):  # statsmodels has none where no single point lies within
        # Where the last one at risk is settled the error is unknown; statsmodels ends there, here the limit stays open.
        is_open = np.isinf(high) or found.unsettled[list(found.hour).index(high)] < 1e-9
        assert found.median_interval() == (low, None if is_open else high)


@given(delayed)
@some
@pytest.mark.filterwarnings("ignore:.*(divide by zero|invalid value):RuntimeWarning")
def test_delayed_entry_against_its_definition(spells: list[Spell]) -> None:
    found = curve(spells)
    left = 1.0
    for hour, unsettled in zip(found.hour, found.unsettled, strict=True):
        at_risk = sum(entry < hour <= end for entry, end, _ in spells)
        settled = sum(end == hour and done for _, end, done in spells)
        left *= 1 - settled / at_risk if at_risk else 1
        assert abs(unsettled - left) < 1e-9


@given(delayed)
@some
def test_the_curve_only_falls(spells: list[Spell]) -> None:
    found = curve(spells)
    assert (np.diff(found.unsettled) <= 1e-12).all()
    assert (found.unsettled >= 0).all() and (found.unsettled <= 1).all()
    assert (np.diff(found.hour) > 0).all() and (np.diff(found.spread[np.isfinite(found.spread)]) >= 0).all()
    assert found.n == len(spells)
    median, late = found.median, found.quantile(0.9)
    assert late is None or (median is not None and median <= late)


@given(delayed)
@some
def test_ten_of_each_keep_the_curve(spells: list[Spell]) -> None:
    once, ten = curve(spells), curve(spells * 10)
    assert ten.unsettled == pytest.approx(once.unsettled)
    assert ten.n == 10 * once.n
    known = np.isfinite(once.spread)
    assert ten.spread[known] == pytest.approx(once.spread[known] / 10)


# Share settled.


@given(open_or_settled, st.integers(0, 250))
@some
def test_settled_within(spells: list[Spell], hours: int) -> None:
    found = curve(spells)
    share = found.settled_within(hours)
    if share is None:
        assert hours > found.last_hour and found.unsettled[-1] > 0
    else:
        assert 0 <= share <= 1
        # By then at least that share is settled, so the quantile is no later.
        quantile = found.quantile(share)
        assert share == 0 or (quantile is not None and quantile <= hours)


def test_settled_within_at_the_edges() -> None:
    found = curve([(-1, 5, True), (-1, 10, False)])
    assert found.settled_within(4.99) == 0
    assert found.settled_within(5) == found.settled_within(10) == 0.5
    assert found.settled_within(10.01) is None
    done = curve([(-1, 5, True), (-1, 10, True)])
    assert done.settled_within(1000) == 1


# Restricted mean.


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(0, 100))
@some
def test_restricted_mean_is_the_mean_once_all_are_settled(hours: list[int], beyond: int) -> None:
    found = curve([(-1, h, True) for h in hours]).restricted_mean(max(hours) + beyond)
    assert found == pytest.approx(np.mean(hours))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(0, 500))
@some
def test_restricted_mean_cuts_at_its_horizon(hours: list[int], horizon: int) -> None:
    found = curve([(-1, h, True) for h in hours]).restricted_mean(horizon)
    assert found == pytest.approx(np.minimum(hours, horizon).mean())


@given(open_or_settled, st.integers(0, 250), st.integers(0, 250))
@some
def test_an_added_open_complaint_never_lowers_the_restricted_mean(spells: list[Spell], hour: int, horizon: int) -> None:
    before = curve(spells).restricted_mean(horizon)
    after = curve([*spells, (-1, hour, False)]).restricted_mean(horizon)
    assume(before is not None and after is not None)
    assert before is not None and after is not None
    assert after >= before - 1e-9


@given(open_or_settled, st.integers(0, 200), st.integers(0, 200))
@some
def test_restricted_mean_grows_with_its_horizon(spells: list[Spell], horizon: int, more: int) -> None:
    found = curve(spells)
    short, long = found.restricted_mean(horizon), found.restricted_mean(horizon + more)
    if long is not None:
        assert short is not None and short - 1e-9 <= long <= short + more + 1e-9
        assert long <= horizon + more + 1e-9
    if short is None:
        assert long is None


def test_restricted_mean_by_hand() -> None:
    # 1 until 2, 0.75 until 6, 0.375 until 7.
    found = curve([(-1, 2, True), (-1, 4, False), (-1, 6, True), (-1, 8, True)])
    assert found.restricted_mean(7) == pytest.approx(2 + 4 * 0.75 + 0.375)
    assert found.restricted_mean(0) == 0
    assert found.restricted_mean(100) == pytest.approx(2 + 4 * 0.75 + 2 * 0.375)


def test_no_restricted_mean_beyond_what_was_followed() -> None:
    found = curve([(-1, 5, True), (-1, 10, False)])
    assert found.restricted_mean(10) == pytest.approx(7.5)
    assert found.restricted_mean(11) is None
    assert kaplan_meier([], [], [], []).restricted_mean(5) is None


# Interval of the median.


@given(delayed)
@some
def test_the_interval_holds_the_median(spells: list[Spell]) -> None:
    found = curve(spells)
    low, high = found.median_interval()
    if found.median is None:
        assert high is None
    else:
        assert low is not None and low <= found.median
        assert high is None or high >= found.median


@given(delayed)
@some
def test_ten_times_the_data_narrows_the_interval_of_the_median(spells: list[Spell]) -> None:
    low, high = curve(spells).median_interval()
    low10, high10 = curve(spells * 10).median_interval()
    if low is not None and low10 is not None:
        assert low <= low10
    if high is not None:
        assert high10 is not None and high10 <= high


@given(open_or_settled)
@some
def test_a_surer_interval_is_wider(spells: list[Spell]) -> None:
    found = curve(spells)
    low, high = found.median_interval(0.95)
    surer_low, surer_high = found.median_interval(0.99)
    if low is not None:
        assert surer_low is not None and surer_low <= low
    if surer_high is not None:
        assert high is not None and high <= surer_high


def test_no_interval_where_the_median_is_never_reached() -> None:
    few = curve([(-1, 5, True), *[(-1, 50, False)] * 99])
    assert few.median is None and few.median_interval() == (None, None)
    assert curve([(-1, 50, False)]).median_interval() == (None, None)
    assert kaplan_meier([], [], [], []).median_interval() == (None, None)


def test_an_upper_limit_alone_may_be_missing() -> None:
    found = curve([*[(-1, h, True) for h in (1, 2, 3, 4, 5, 6)], *[(-1, 20, False)] * 5])
    assert found.median == 6
    low, high = found.median_interval()
    assert low is not None and low < 6 and high is None


def test_the_interval_holds_the_true_median_as_often_as_it_says() -> None:
    held = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        hour, seen = random.exponential(100, 80), random.uniform(0, 400, 80)
        end, settled = np.ceil(np.minimum(hour, seen)).astype(int), hour <= seen
        found = curve([(-1, int(h), bool(d)) for h, d in zip(end, settled, strict=True)])
        low, high = found.median_interval()
        true = 100 * np.log(2)
        held += (low is not None and low <= true + 1) and (high is None or true <= high)
    assert 0.92 < held / 400 < 0.99


def test_a_single_complaint() -> None:
    found = curve([(-1, 12, True)])
    assert found.n == 1 and found.median == found.quantile(0.9) == 12
    assert found.median_interval() == (12, None)
    assert found.restricted_mean(24) == 12
    assert found.settled_within(11) == 0 and found.settled_within(12) == 1
