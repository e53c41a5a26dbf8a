"""The benchmark still measures what it says: its client, its questions and its arithmetic. Never how fast."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks import __main__ as bench
from benchmarks import browser, floor, load, report
from benchmarks.load import Page, PageError
from benchmarks.server import App, database
from dashboard import places
from database.embedded import PROJECT, READER, Embedded
from queries.texts import QUESTIONS


@pytest.fixture(scope="module")
def app(server: Embedded, sampled: str) -> Iterator[App]:
    """The real app as its own process over the sample of this test run."""
    with App(PROJECT / "app.py", server.url("sampled", READER)) as running:
        running.wait()
        yield running


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(20, 0, -1)]
    assert report.percentile(values, 50) == 10
    assert report.percentile(values, 95) == 19
    assert report.percentile(values, 100) == 20
    assert report.percentile([7.0], 95) == 7
    assert math.isnan(report.percentile([], 95))
    assert report.median([3.0, 1.0]) == 2
    assert math.isnan(report.median([]))


def test_a_target_is_reached_up_to_its_limit_and_missed_without_a_value() -> None:
    assert report.Target("x", 0.06, 0.06, "ms").row() == ["x", "60 ms", "<= 60 ms", "reached"]
    assert report.Target("x", 4.01, 4.0, "s").verdict == "missed"
    assert report.Target("x", math.nan, 4.0, "s").verdict == "missed"


def test_tables_are_aligned() -> None:
    lines = report.table("Title", ["page", "s"], [["a", "1.0"], ["longer", "10.0"]]).splitlines()
    assert lines == ["Title", "  page       s", "  ------  ----", "  a        1.0", "  longer  10.0"]


def test_a_database_is_made_once_and_used_again(tmp_path: Path) -> None:
    made = set()
    for _ in range(2):
        with database(300, tmp_path) as url, psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from dashboard.complaint").fetchone() == (300,)
        made.add((tmp_path / "made").stat().st_mtime_ns)
    assert len(made) == 1


def test_pages_are_timed_cold_and_warm_over_the_websocket(app: App) -> None:
    pages = list(bench.PAGES)
    assert asyncio.run(load.cold(app.url, bench.START)) > 0
    assert len(asyncio.run(load.warm(app.url, bench.START, 2))) == 2
    times = asyncio.run(load.crowd(app.url, pages, len(pages), reruns=1, think=0.01, ramp=0.1))
    assert (len(times.first), len(times.again), dict(times.errors)) == (len(pages), len(pages), {})
    assert app.memory_mib() > 50


@pytest.mark.parametrize(
    ("page", "words"),
    [(Page("x", "no-such-page", "", ""), "page_not_found"), (Page("x", "kanal", "", "Another title"), "no title")],
)
def test_anything_but_the_page_is_an_error(app: App, page: Page, words: str) -> None:
    with pytest.raises(PageError, match=words):
        asyncio.run(load.cold(app.url, page))
    times = asyncio.run(load.crowd(app.url, [page], 2, reruns=1))
    assert sum(times.errors.values()) == 2


def test_the_questions_of_a_page_are_asked_again_without_the_app(sample_database: str) -> None:
    asked = floor.questions(bench.LIST, bench.PAGES[bench.LIST], sample_database)
    names = [question.name for question in asked]
    assert "list" in names and set(names) <= set(QUESTIONS)
    with floor.connect(sample_database) as connection:
        assert set(floor.seconds(connection, asked)) == set(names)
    key, code = floor.first_complaint(sample_database, asked)
    page = Page("aduan", "aduan", f"id={key}", code)
    assert "complaint/one" in [
        question.name for question in floor.questions(page, places.COMPLAINT.file, sample_database)
    ]


def test_every_page_has_a_way_to_it_and_a_row_in_the_report() -> None:
    pages = [*bench.PAGES, Page("aduan", "aduan", "id=1", "JK-1")]
    assert set(bench.links(pages)) == {page.name for page in pages}
    found = bench.Measured(about={"complaints": 1}, start_seconds=[1.0], memory_mib=200.0, errors=["kanal: broken"])
    found.pages = {
        page.name: {"cold": [1.0], "warm": [0.1], "floor": [0.9], "questions": {"totals": 0.9}} for page in pages
    }
    found.readers = {"50 thinking 3 s, all pages": {"first": [], "again": [0.1, 0.2], "errors": {}}}
    found.browser = {"bare Streamlit": {"first": [(1.0, 4000.0)], "again": [(0.3, 6.0)]}}
    words = bench.text(found, bench.targets(found))
    assert all(page.name in words for page in pages)
    assert "reached" in words and "missed" in words and "ERROR kanal: broken" in words


def test_a_machine_without_chromium_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    monkeypatch.setattr(browser, "PLACES", [])
    with pytest.raises(browser.Missing, match="Chromium"), browser.started():
        pass
