"""Words, numbers and dates in both languages: every text has its English, and nothing is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import streamlit as st
from babel.messages.pofile import read_po

from dashboard import formats
from dashboard.formats import NONE
from dashboard.texts import CATALOGUE, _, english

ROOT = Path(__file__).parent.parent
SOURCES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "dashboard").rglob("*.py"))]
PLACE = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of ``_`` with the place where it stands."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def literal(node: ast.Call) -> str | None:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


class TestCatalogue:
    def test_the_text_is_always_written_out(self) -> None:
        assert [place for place, node in calls() if literal(node) is None or len(node.args) != 1] == []

    def test_every_text_has_its_english(self) -> None:
        texts = {literal(node) or "" for _place, node in calls()}
        assert len(texts) > 200
        missing = sorted(texts - set(english()))
        assert missing == [], f"{len(missing)} texts have no English: run python -m dashboard.catalogue"

    def test_no_entry_is_left_over(self) -> None:
        texts = {literal(node) for _place, node in calls()}
        assert sorted(set(english()) - texts) == []

    def test_placeholders_agree(self) -> None:
        for text, words in english().items():
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(words)), text
            assert text.count("**") == words.count("**") and text.count("`") == words.count("`"), text
            assert (text[:1].isspace(), text[-1:].isspace()) == (words[:1].isspace(), words[-1:].isspace()), text

    def test_every_placeholder_is_filled(self) -> None:
        """The words given with a text are those it has places for; none at all when it is filled in later."""
        for place, node in calls():
            given = {keyword.arg for keyword in node.keywords}
            if given:
                assert given == set(PLACE.findall(literal(node) or "")), place

    def test_no_entry_is_doubtful(self) -> None:
        with CATALOGUE.open("rb") as file:
            assert [m.id for m in read_po(file) if m.id and (m.fuzzy or not m.string)] == []


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "query_params", {"lang": "en"})


@pytest.fixture
def in_indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "query_params", {})


@pytest.mark.usefixtures("in_indonesian")
class TestIndonesian:
    @pytest.mark.parametrize(
        ("value", "digits", "text"),
        [
            (1234.5, 1, "1.234,5"),
            (1234567, 0, "1.234.567"),
            (0, 0, "0"),
            (-1234.56, 2, "-1.234,56"),
            (0.05, 1, "0,1"),
            (None, 0, NONE),
            (float("nan"), 1, NONE),
        ],
    )
    def test_numbers(self, value: float | None, digits: int, text: str) -> None:
        assert formats.number(value, digits) == text

    def test_percentages(self) -> None:
        assert formats.percent(1, 3).replace("\u00a0", " ") == "33,3 %"
        assert formats.percent(1, 3, 0).replace("\u00a0", " ") == "33 %"
        assert formats.percent(0, 0) == NONE

    def test_days_and_moments(self) -> None:
        assert formats.day(date(2026, 8, 23)) == "23 Agustus 2026"
        assert formats.day(date(2026, 8, 23), short=True) == "23 Agu 2026"
        assert formats.moment(datetime(2026, 5, 3, 9, 5)) == "3 Mei 2026 09.05"
        assert formats.moment(None) == NONE

    @pytest.mark.parametrize(
        ("hours", "text"),
        [(0, "0 jam"), (0.5, "30 menit"), (1.25, "1,2 jam"), (47, "47 jam"), (48, "2,0 hari"), (2400, "100 hari")],
    )
    def test_durations(self, hours: float, text: str) -> None:
        assert formats.hours(hours) == text

    def test_no_duration(self) -> None:
        assert formats.hours(None) == formats.hours(float("nan")) == formats.days(None) == NONE
        assert formats.days(12) == "12 hari"

    def test_a_text_without_places_keeps_its_braces(self) -> None:
        assert _("a {b} c") == "a {b} c"
        assert _("a {b} c", b="{d}") == "a {d} c"


@pytest.mark.usefixtures("in_english")
class TestEnglish:
    def test_numbers_and_dates(self) -> None:
        assert formats.number(1234.5, 1) == "1,234.5"
        assert formats.percent(1, 3).replace("\u00a0", " ").replace(" ", "") == "33.3%"
        assert formats.day(date(2026, 8, 23)) == "23 August 2026"
        assert formats.moment(datetime(2026, 5, 3, 9, 5)) == "3 May 2026 09:05"

    def test_durations(self) -> None:
        assert formats.hours(0.5) == "30 minutes" or formats.hours(0.5) == "30 min"
        assert "jam" not in formats.hours(5) and "hari" not in formats.days(3)
