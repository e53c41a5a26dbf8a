"""What each step of a path is marked with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from dashboard.analysis.path import Step, marks_of

DAY = datetime(2026, 11, 20, 9, 0)
LATER = datetime(2026, 12, 1, 9, 0)


def marks(holders: str, statuses: list[str | None] | None = None, estimates: list[Any] | None = None) -> list[set[str]]:
    """Marks of each step; a letter of ``holders`` is the unit that holds the complaint after it."""
    n = len(holders)
    steps = Step.trail(list(holders), statuses or ["Proses"] * n, estimates or [None] * n)
    found = [marks_of(step) for step in steps]
    assert all(len(set(each)) == len(each) for each in found)
    return [set(each) for each in found]


class TestHandovers:
    @pytest.mark.parametrize(
        ("holders", "moved", "back"),
        [
            ("A", [], []),
            ("AAA", [], []),
            ("AB", [1], []),
            ("ABA", [1, 2], [2]),
            ("ABAB", [1, 2, 3], [2, 3]),
            ("ABCA", [1, 2, 3], []),  # C never had it from A
            ("ABCB", [1, 2, 3], [3]),
            ("ABCBA", [1, 2, 3, 4], [3]),  # C handed it to B, not A
            ("AABBBA", [2, 5], [5]),  # steps at the same table between
            ("ABAAC", [1, 2, 4], [2]),
            ("ABACA", [1, 2, 3, 4], [2, 4]),
        ],
    )
    def test_back_is_the_return_to_the_sender(self, holders: str, moved: list[int], back: list[int]) -> None:
        found = marks(holders)
        assert [n for n, each in enumerate(found) if "moved" in each] == moved
        assert [n for n, each in enumerate(found) if "back" in each] == back
        assert set().union(*found) <= {"moved", "back"}


class TestEstimates:
    def test_given_then_extended(self) -> None:
        assert marks("AAAA", None, [None, DAY, None, LATER]) == [set(), {"ews"}, set(), {"extended"}]
        assert marks("AAA", None, [DAY, LATER, LATER]) == [{"ews"}, {"extended"}, {"extended"}]

    def test_with_a_handover(self) -> None:
        assert marks("ABA", None, [DAY, LATER, None]) == [{"ews"}, {"moved", "extended"}, {"moved", "back"}]

    @pytest.mark.parametrize("nothing", [None, pd.NaT, float("nan")])
    def test_none_of_any_kind_is_none(self, nothing: Any) -> None:
        assert marks("AAA", None, [nothing, DAY, nothing]) == [set(), {"ews"}, set()]

    def test_a_column_of_the_database(self) -> None:
        """As the page reads it: pandas makes NaT of what was NULL, and all of it where no step has an estimate."""
        column = pd.Series([None, DAY, LATER], dtype="datetime64[us]")
        assert marks("AAA", None, column.tolist()) == [set(), {"ews"}, {"extended"}]
        for dtype in ("datetime64[us]", "object"):
            assert marks("AA", None, pd.Series([None, None], dtype=dtype).tolist()) == [set(), set()]


class TestRejections:
    def test_each_one(self) -> None:
        statuses = ["Menunggu", "Menunggu Validasi", "TL Ditolak", "Menunggu Validasi", "TL Ditolak", "Selesai"]
        assert marks("AAAAAA", statuses) == [set(), set(), {"rejected"}, set(), {"rejected"}, set()]

    def test_with_everything_at_once(self) -> None:
        found = marks("ABA", ["Menunggu", "Proses", "TL Ditolak"], [DAY, None, LATER])
        assert found[-1] == {"moved", "back", "extended", "rejected"}

    def test_a_status_that_is_missing_or_unknown(self) -> None:
        assert marks("AAA", [None, "??", "tl ditolak"]) == [set(), set(), set()]


def test_no_steps() -> None:
    assert Step.trail([], [], []) == []


def test_lists_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError):
        Step.trail(["A", "B"], ["Proses"], [None, None])
