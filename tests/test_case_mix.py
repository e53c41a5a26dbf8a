"""Case mix: the vector of the literature, borrowing, and sums that must agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.case_mix import CELL, THIN, case_mix, contributions, with_expected

COLUMNS = ["unit", *CELL, "n", "x"]
Row = tuple[str, str, str, str, int, int]

names = st.tuples(st.sampled_from("ABCD"), st.sampled_from("pqr"), st.sampled_from("XY"), st.sampled_from("uv"))


def rows(least: int, most: int) -> st.SearchStrategy[list[Row]]:
    """Cells with ``least`` to ``most`` complaints, every unit and cell once."""
    counts = st.integers(least, most).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
    return st.dictionaries(names, counts, min_size=1, max_size=25).map(
        lambda found: [(*key, *value) for key, value in found.items()]
    )


def frame(cells: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=COLUMNS)


def of(found: pd.DataFrame, unit: str) -> pd.Series:
    return found.set_index("unit").loc[unit]


some = settings(deadline=None, max_examples=60)


# The vector of methods.md.


def vector() -> pd.DataFrame:
    """Units A and B as given, and the rest of the city, which makes the late shares .03, .10 and .30."""
    n = {"A": [800, 150, 50], "B": [50, 150, 800]}
    late = {"A": [25, 15, 20], "B": [2, 14, 224]}
    city_n, city_late = [10_000] * 3, [300, 1000, 3000]
    n["C"] = [city_n[c] - n["A"][c] - n["B"][c] for c in range(3)]
    late["C"] = [city_late[c] - late["A"][c] - late["B"][c] for c in range(3)]
    return frame([(u, str(c), "LAPOR", "rule", n[u][c], n[u][c] - late[u][c]) for u in n for c in range(3)])


def test_vector() -> None:
    expected = with_expected(vector())
    assert expected.groupby("category")["q"].unique().map(list).tolist() == [[0.03], [0.10], [0.30]]
    found = case_mix(expected)
    a, b = of(found, "A"), of(found, "B")
    assert (a["n"], a["late"], b["n"], b["late"]) == (1000, 60, 1000, 240)
    assert a["late"] / a["n"] == pytest.approx(0.06) and b["late"] / b["n"] == pytest.approx(0.24)
    assert (a["expected"], b["expected"]) == (pytest.approx(54), pytest.approx(256.5))
    assert round(a["ratio"], 2) == 1.11 and round(b["ratio"], 2) == 0.94
    # Sum n q (1 - q): 800 * .0291 + 150 * .09 + 50 * .21 and 50 * .0291 + 150 * .09 + 800 * .21.
    assert (a["variance"], b["variance"]) == (pytest.approx(47.28), pytest.approx(182.955))
    # By the raw share A is better by far, with its easy cases accounted for B is.
    assert b["adjusted"] > a["adjusted"]


# Sums.


@given(rows(THIN, 300))
@some
def test_what_is_expected_of_all_is_what_was_late(cells: list[Row]) -> None:
    expected = with_expected(frame(cells))
    assert expected["expected"].sum() == pytest.approx(expected["late"].sum())
    found = case_mix(expected)
    assert found["expected"].sum() == pytest.approx(found["late"].sum())
    assert found["n"].sum() == sum(row[4] for row in cells)


@given(rows(0, 80), st.sampled_from(["category", "channel"]))
@some
def test_contributions_add_up_to_the_gap(cells: list[Row], by: str) -> None:
    expected = with_expected(frame(cells))
    for _index, unit in case_mix(expected).iterrows():
        found = contributions(expected, unit["unit"], by)
        assert found["n"].sum() == unit["n"]
        assert found["late"].sum() == unit["late"]
        gap = unit["late"] - unit["expected"]
        assert found["excess"].sum() == pytest.approx(gap, abs=1e-9)
        assert found["points"].sum() == pytest.approx(100 * gap / max(unit["n"], 1), abs=1e-9)
        assert found["excess"].is_monotonic_decreasing


@given(rows(0, 80))
@some
def test_shares_stay_shares(cells: list[Row]) -> None:
    expected = with_expected(frame(cells))
    assert expected["q"].between(0, 1).all()
    assert (expected["variance"] >= 0).all() and (expected["expected"] <= expected["n"]).all()
    found = case_mix(expected)
    assert found["ratio"].notna().all() and (found["ratio"] >= 0).all()
    assert found["adjusted"].between(0, 1).all()


@given(rows(0, 80), st.randoms(use_true_random=False))
@some
def test_the_order_of_the_cells_changes_nothing(cells: list[Row], random) -> None:
    other = cells.copy()
    random.shuffle(other)
    first, second = case_mix(with_expected(frame(cells))), case_mix(with_expected(frame(other)))
    pd.testing.assert_frame_equal(first, second, check_dtype=False)


@given(rows(THIN, 300))
@some
def test_ten_times_the_data_keeps_every_ratio(cells: list[Row]) -> None:
    many = [(*row[:4], 10 * row[4], 10 * row[5]) for row in cells]
    once, ten = case_mix(with_expected(frame(cells))), case_mix(with_expected(frame(many)))
    assert ten["ratio"].to_numpy() == pytest.approx(once["ratio"].to_numpy())
    assert ten["variance"].to_numpy() == pytest.approx(10 * once["variance"].to_numpy())


def test_the_input_is_left_alone() -> None:
    cells = vector()
    before = cells.copy()
    with_expected(cells)
    pd.testing.assert_frame_equal(cells, before)


# A thin cell borrows.


def test_a_cell_with_thirty_cases_speaks_for_itself() -> None:
    cells = [("A", "p", "X", "u", 30, 24), ("A", "p", "Y", "u", 100, 100), ("B", "q", "X", "u", 100, 50)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([0.2, 0, 0.5])


def test_a_thin_cell_borrows_its_category() -> None:
    cells = [("A", "p", "X", "u", 29, 24), ("A", "p", "Y", "u", 100, 95), ("B", "q", "X", "u", 100, 50)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([10 / 129, 0.05, 0.5])


def test_a_cell_is_thin_by_the_whole_city() -> None:
    # 15 + 15 of two units are 30 of the cell.
    cells = [("A", "p", "X", "u", 15, 15), ("B", "p", "X", "u", 15, 9), ("B", "p", "Y", "u", 100, 100)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([0.2, 0.2, 0])


def test_a_thin_category_borrows_the_city() -> None:
    cells = [("A", "p", "X", "u", 10, 0), ("A", "p", "Y", "v", 19, 19), ("B", "q", "X", "u", 171, 151)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([30 / 200, 30 / 200, 20 / 171])


def test_a_category_with_thirty_cases_lends() -> None:
    cells = [("A", "p", "X", "u", 10, 4), ("A", "p", "Y", "v", 20, 20), ("B", "q", "X", "u", 170, 170)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([0.2, 0.2, 0])


def test_the_origin_of_the_deadline_is_part_of_the_cell() -> None:
    cells = [("A", "p", "X", "u", 100, 90), ("A", "p", "X", "v", 100, 40)]
    assert with_expected(frame(cells))["q"].tolist() == pytest.approx([0.1, 0.6])


# Units.


def test_units_just_like_the_city_have_ratio_one() -> None:
    mix = [("p", "X", "u", 200, 150), ("q", "X", "u", 80, 79), ("q", "Y", "v", 5, 1)]
    cells = [(unit, *row) for unit in "ABC" for row in mix]
    # The thin cell borrows, for all three alike, so they differ from one another in nothing.
    found = case_mix(with_expected(frame(cells)))
    assert found["ratio"].nunique() == 1
    without_thin = case_mix(with_expected(frame([row for row in cells if row[4] > 5])))
    assert without_thin["ratio"].tolist() == pytest.approx([1, 1, 1])
    assert without_thin["adjusted"].tolist() == pytest.approx([229 / 280] * 3)


def test_a_single_unit_is_the_city() -> None:
    found = case_mix(with_expected(frame([("A", "p", "X", "u", 100, 70), ("A", "q", "X", "u", 50, 50)])))
    assert found["ratio"].tolist() == pytest.approx([1])
    assert found["adjusted"].tolist() == pytest.approx([0.8])


def test_a_unit_that_does_better_than_its_mix() -> None:
    cells = [("A", "p", "X", "u", 100, 90), ("B", "p", "X", "u", 100, 70)]
    found = case_mix(with_expected(frame(cells)))
    assert found["ratio"].tolist() == pytest.approx([0.5, 1.5])
    assert found["adjusted"].tolist() == pytest.approx([0.9, 0.7])


def test_everything_good() -> None:
    found = case_mix(with_expected(frame([("A", "p", "X", "u", 100, 100), ("B", "p", "X", "u", 1, 1)])))
    assert found["expected"].tolist() == [0, 0]
    assert found["ratio"].tolist() == [0, 0]
    assert found["adjusted"].tolist() == [1, 1]


def test_nothing_good() -> None:
    found = case_mix(with_expected(frame([("A", "p", "X", "u", 100, 0), ("B", "p", "X", "u", 1, 0)])))
    assert found["ratio"].tolist() == pytest.approx([1, 1])
    assert found["adjusted"].tolist() == pytest.approx([0, 0])


def test_late_where_nothing_was_expected_is_no_number() -> None:
    expected = with_expected(frame([("A", "p", "X", "u", 100, 90), ("B", "p", "X", "u", 100, 100)]))
    found = case_mix(expected.assign(expected=0.0))
    assert np.isnan(of(found, "A")["ratio"]) and np.isnan(of(found, "A")["adjusted"])
    assert of(found, "B")["ratio"] == 0 and of(found, "B")["adjusted"] == 1


def test_one_complaint() -> None:
    found = case_mix(with_expected(frame([("A", "p", "X", "u", 1, 0)])))
    assert found["ratio"].tolist() == [1] and found["adjusted"].tolist() == [0]


def test_many_units() -> None:
    random = np.random.default_rng(1)
    cells = []
    for unit in range(267):
        for category in range(10):
            n = int(random.integers(0, 40))
            cells.append((f"{unit:03}", f"{category}", "X", "u", n, int(random.binomial(n, 0.8))))
    found = case_mix(with_expected(frame(cells)))
    assert len(found) == 267 and found["unit"].is_monotonic_increasing
    assert found["expected"].sum() == pytest.approx(found["late"].sum())


# Empty.


def test_nothing_at_all() -> None:
    empty = frame([("A", "p", "X", "u", 1, 1)]).iloc[:0]
    expected = with_expected(empty)
    assert expected.empty and {"late", "q", "expected", "variance"} <= set(expected.columns)
    assert case_mix(expected).empty
    found = contributions(expected, "A", "category")
    assert found.empty and list(found.columns) == ["category", "n", "late", "expected", "excess", "points"]


def test_a_unit_that_is_not_there_contributes_nothing() -> None:
    assert contributions(with_expected(vector()), "Z", "channel").empty


def test_cells_without_complaints() -> None:
    expected = with_expected(frame([("A", "p", "X", "u", 0, 0), ("B", "p", "X", "u", 100, 80)]))
    assert expected["q"].tolist() == pytest.approx([0.2, 0.2])
    assert of(case_mix(expected), "A")["ratio"] == 0
    nothing = with_expected(frame([("A", "p", "X", "u", 0, 0)]))
    assert nothing["expected"].tolist() == [0]


# Contributions.


def test_contributions_name_the_largest_loss_first() -> None:
    cells = [
        ("A", "p", "X", "u", 100, 60),
        ("A", "q", "X", "u", 100, 95),
        ("A", "r", "Y", "u", 50, 45),
        ("B", "p", "X", "u", 100, 80),
        ("B", "q", "X", "u", 100, 85),
        ("B", "r", "Y", "u", 50, 45),
    ]
    expected = with_expected(frame(cells))
    found = contributions(expected, "A", "category")
    assert found["category"].tolist() == ["p", "r", "q"]
    assert found["excess"].tolist() == pytest.approx([10, 0, -5])
    assert found["points"].tolist() == pytest.approx([4, 0, -2])
    by_channel = contributions(expected, "A", "channel")
    assert by_channel["channel"].tolist() == ["X", "Y"]
    assert by_channel["excess"].tolist() == pytest.approx([5, 0])
