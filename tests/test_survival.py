"""Period Kaplan-Meier: by hand, against its definition, and what must never happen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.survival import Curve, kaplan_meier

Spell = tuple[int, int, bool]  # entry hour (-1: from receipt), exit hour, settled


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
