"""Findings hold figures, not words: the same in every language, and never a shape that only one page understands."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dashboard.findings
from dashboard.findings import desk, lists, measures
from dashboard.findings.pair import Pair
from dashboard.kept import ANSWERS
from dashboard.texts import english, speaking
from dashboard.view import View
from queries import complaints, lapor, moment, skpds
from queries.filters import Filters
from tests.conftest import AS_OF

for module in pkgutil.iter_modules(dashboard.findings.__path__):
    importlib.import_module(f"dashboard.findings.{module.name}")

QUERY = {"per": AS_OF, "dari": "2026-01-01", "sampai": "2026-11-23"}
TWO = Pair("LAPOR", "JAKI", "LAPOR 1708", "JAKI")
UNIT = "SD-BM-31.73"
ASKED: dict[str, dict[str, Any]] = {
    "channel_pattern": {"code": "JAKI"},
    "channels": {"unit": "month"},
    "lapor": {"clock": "crm", "most": 5},
    "standing": {"group": "sudin", "measure": "tepat-waktu"},
    "signals": {"group": "sudin", "measure": "tepat-waktu", "unit": UNIT, "target": 0.8},
    "pair": {"two": TWO, "measure": "tepat-waktu"},
    "report": {"code": UNIT, "measure": "tepat-waktu", "x": 1, "n": 2},
    "since": {},
}
"""What the findings of a module are asked, by the names of their parameters."""


def answer(name: str, view: View) -> Any:
    """The answer of a finding, worked out anew."""
    make = ANSWERS[name].__wrapped__  # type: ignore[attr-defined]
    given = ASKED.get(name.split(".")[2], {})
    if name.endswith("since.since"):
        given = {"then": Filters(view.filters.first, view.filters.first.replace(month=9), moment.now().newest)}
    wanted = make.__code__.co_varnames[1 : make.__code__.co_argcount]
    return make(view, **{key: value for key, value in given.items() if key in wanted})


def leaves(value: Any) -> Iterator[Any]:
    """Every single value in an answer, in order: of frames the names of the columns too."""
    if isinstance(value, pd.DataFrame):
        frame = value.reset_index()
        for name in frame.columns:
            yield name
            yield from leaves(frame[name].tolist())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, dict):
        for part in value.items():
            yield from leaves(part)
    elif isinstance(value, np.ndarray | pd.Series):
        yield from leaves(value.tolist())
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_answer_is_the_same_whatever_the_reader_speaks(sample_database: str, looked_at: Any, name: str) -> None:
    """It is kept for everybody: the first reader's language would be the next one's."""
    view = looked_at(QUERY)
    with speaking("id"):
        first = answer(name, view)
    with speaking("en"):
        second = answer(name, view)
    assert [repr(leaf) for leaf in leaves(first)] == [repr(leaf) for leaf in leaves(second)]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_no_answer_holds_words_of_the_page(sample_database: str, looked_at: Any, name: str) -> None:
    """Whoever rewords a text must not change what a figure is called."""
    view = looked_at(QUERY)
    names = {*view.choices["channels"].values(), *view.choices["skpds"].values(), *view.choices["categories"].values()}
    names |= {*view.choices["areas"].values(), *view.choices["channels"]}
    with speaking("id"):
        words = {leaf for leaf in leaves(answer(name, view)) if isinstance(leaf, str)} - names
    assert {text for text in words & set(english()) if " " in text} == set()


def test_no_list_or_measure_stands_on_a_page_without_its_words() -> None:
    """And none is offered in words that no question can answer."""
    assert lists.sets().keys() == set(complaints.SETS)
    assert desk.sets().keys() == set(lapor.SETS)
    assert list(measures.measures()) == list(skpds.MEASURES)
    assert list(measures.cohorts()) == list(skpds.COHORTS)
