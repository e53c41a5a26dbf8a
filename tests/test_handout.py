"""The files of a meeting say what its screens say, figure by figure; they are there whole or not at all; and nobody
waits for a file that nobody wants.
"""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from dashboard.deck import Deck
from dashboard.exports import __main__ as command
from dashboard.exports import build as building
from dashboard.exports import render
from dashboard.meeting import whole
from dashboard.places import AGENDA, SCREENS
from dashboard.stage import files as handout
from dashboard.texts import speaking
from queries.db import database_url
from tests import office
from tests.apptest import chart_data, is_well, opened
from tests.conftest import AS_OF
from tests.decks import SAMPLED, clear, deck, said, shown
from tests.world import World

QUERY = urlencode(SAMPLED) + "&angka=masuk_1"
PROJECT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with speaking("id"):
        yield


def plain(text: str) -> str:
    """Text without blanks, ligatures and marks of where a line may break: how it is set is no difference."""
    return re.sub(r"[\s\u00ad\u2060]+", "", unicodedata.normalize("NFKC", html.unescape(text)))


def figures(texts: list[str]) -> Counter[str]:
    """Every number in the texts, as it is read."""
    return Counter(number for text in texts for number in re.findall(r"\d[\d.,]*\d|\d", text))


@pytest.fixture
def made(sample_database: str) -> Deck:
    found = deck(QUERY)
    assert len(found.screens) == 9 and found.screens[-1].code == "berubah"
    return found


class TestSameFigures:
    """One link, four ways to see it: on the page, in PPTX, PDF and XLSX."""

    def test_the_page(self, made: Deck) -> None:
        at = is_well(opened(SCREENS, angka="masuk_1", **SAMPLED))
        page = plain(shown(at))
        charts = iter(at.get("vega_lite_chart"))
        for screen in made.screens:
            drawn: list[str] = []
            if screen.plot:
                rows = chart_data(next(charts))[0]
                assert list(rows["value"]) == [point.value for point in screen.plot.points]
                drawn = list(rows["words"])
                assert drawn == [point.words for point in screen.plot.points]
            for words in said(screen):
                assert plain(words) in page or words in drawn, words

    def test_pptx(self, made: Deck) -> None:
        slides = list(Presentation(io.BytesIO(render.render("pptx", made, {}))).slides)
        assert len(slides) == len(made.screens)
        for slide, screen in zip(slides, made.screens, strict=True):
            texts: list[str] = []
            for shape in slide.shapes:
                if shape.has_text_frame:
                    texts.append(shape.text_frame.text)
                if shape.has_table:
                    texts += [cell.text for row in shape.table.rows for cell in row.cells]
                if shape.has_chart:
                    assert screen.plot
                    values = [list(series.values) for series in shape.chart.plots[0].series]
                    assert any(
                        found == pytest.approx([point.value for point in ordered])
                        for found in values
                        for ordered in (screen.plot.points, screen.plot.points[::-1])
                    )
                    texts += re.findall(r"<a:t>([^<]*)</a:t>", shape.chart._chartSpace.xml)
            page = plain(" ".join(texts))
            for words in said(screen):
                assert plain(words) in page, (screen.code, words)

    def test_pdf(self, made: Deck) -> None:
        pages = PdfReader(io.BytesIO(render.render("pdf", made, whole.charts(made)))).pages
        assert len(pages) == len(made.screens)
        for page, screen in zip(pages, made.screens, strict=True):
            text = plain(page.extract_text())
            for words in said(screen):
                assert plain(words) in text, (screen.code, words)

    def test_xlsx(self, made: Deck) -> None:
        book = openpyxl.load_workbook(io.BytesIO(render.render("xlsx", made, {})))
        assert len(book.sheetnames) == len(made.screens) + 1 and book.sheetnames[-1] == "Tentang"
        for sheet, screen in zip(book.worksheets, made.screens, strict=False):
            assert sheet["A1"].value == screen.title and sheet["A2"].value == screen.note
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
            if screen.plot:
                assert [row[1] for row in rows] == pytest.approx([point.value for point in screen.plot.points])
                assert [row[-1] for row in rows] == [point.words for point in screen.plot.points]
            elif screen.figures:
                assert [row[2] for row in rows] == [big.words for big in screen.figures]
                assert [row[1] for row in rows] == pytest.approx([big.value for big in screen.figures])
            elif screen.table:
                for row, real in zip(rows, screen.table.rows, strict=True):
                    for cell, value in zip(row, real, strict=True):
                        if isinstance(value, date):
                            assert isinstance(cell, datetime) and cell.date() == value
                        else:
                            assert cell == (pytest.approx(value) if isinstance(value, float) else value)
                assert len(sheet.tables) == 1
        about = " ".join(str(cell.value) for row in book["Tentang"].iter_rows() for cell in row)
        for words in (made.scope, made.source, "dashboard 0.", made.screens[0].definition, "6 baris"):
            assert words in about

    @pytest.mark.parametrize("kind", ["pptx", "xlsx"])
    def test_libreoffice_opens_it(self, made: Deck, tmp_path: Path, kind: str) -> None:
        path = tmp_path / f"rapat.{kind}"
        path.write_bytes(render.render(kind, made, {}))
        text = plain(" ".join(page.extract_text() for page in PdfReader(office.to_pdf(path, tmp_path)).pages))
        for screen in made.screens:
            # A sheet is printed cell by cell: its sentence and its first word are enough to know it.
            words = said(screen) if kind == "pptx" else [screen.title[:40]]
            assert all(plain(one) in text for one in words), screen.code

    def test_the_report_says_what_its_screens_say(self, sample_database: str) -> None:
        from dashboard.meeting import monev
        from queries import moment

        view = monev.view(monev.first_of("2026-10"), moment.now(), moment.choices(), f"per={AS_OF}").view
        report = monev.report(view)
        reader = PdfReader(io.BytesIO(render.render("laporan", report, whole.charts(report))))
        text = plain(" ".join(page.extract_text() for page in reader.pages))
        for screen in report.screens:
            assert plain(screen.title) in text, screen.code
            for row in screen.table.words if screen.table else ():
                for cell in row:
                    assert plain(cell) in text or not figures([cell]), (screen.code, cell, row)
        foot = plain(report.scope)
        assert all(foot in plain(page.extract_text()) for page in reader.pages)

    @pytest.mark.parametrize("kind", list(render.KINDS))
    def test_same_link_same_bytes(self, made: Deck, kind: str) -> None:
        clear()
        again = deck(QUERY)
        charts = whole.charts(made)
        assert render.render(kind, made, charts) == render.render(kind, again, whole.charts(again))

    def test_in_english(self, sample_database: str) -> None:
        with speaking("en"):
            found = deck(QUERY)
            text = " ".join(
                page.extract_text()
                for page in PdfReader(io.BytesIO(render.render("pdf", found, whole.charts(found)))).pages
            )
        assert "complaints received" in text and "aduan" not in text.replace("Pengaduan", "")


class TestBeside:
    """A file is made in a process of its own."""

    def test_it_says_how_far_it_is(self, made: Deck) -> None:
        steps: list[tuple[int, int]] = []
        data = building.build("pdf", made, whole.charts(made), lambda done, every: steps.append((done, every)))
        assert data == render.render("pdf", made, whole.charts(made))
        assert steps and all(0 <= done <= every for done, every in steps)

    def test_it_ends_when_its_reader_leaves(self, made: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
        started: list[subprocess.Popen[bytes]] = []
        popen = subprocess.Popen

        def remembering(*args: Any, **named: Any) -> subprocess.Popen[bytes]:
            started.append(popen(*args, **named))
            return started[-1]

        class Left(BaseException):
            """As Streamlit ends the run of a reader who has closed the page."""

        def leave(_done: int, _every: int) -> None:
            raise Left

        monkeypatch.setattr(building.subprocess, "Popen", remembering)
        with pytest.raises(Left):
            building.build("pdf", made, whole.charts(made), leave)
        assert len(started) == 1 and started[0].poll() is not None

    def test_what_went_wrong_is_said_without_a_file(self, made: Deck) -> None:
        with pytest.raises(building.NotBuilt, match="unknown kind"):
            building.build("doc", made, {}, lambda *_step: None)

    def test_it_shares_no_interpreter_with_the_readers(self, made: Deck) -> None:
        """While a file is made, this process goes on: the longest pause of a thread that only counts stays short."""
        pauses, stop = [0.0], threading.Event()

        def count() -> None:
            before = time.monotonic()
            while not stop.is_set():
                time.sleep(0.005)
                pauses.append(time.monotonic() - before)
                before = time.monotonic()

        thread = threading.Thread(target=count)
        thread.start()
        building.build("laporan", made, whole.charts(made), lambda *_step: None)
        stop.set()
        thread.join()
        assert len(pauses) > 20

    def test_from_the_page(self, sample_database: str) -> None:
        at = is_well(opened(AGENDA, **SAMPLED))
        for kind, name in (("xlsx", "rapat-20261124-1000.xlsx"), ("laporan", "laporan-monev-2026-10.pdf")):
            at.button(key=f"make_{kind}").click().run()
            is_well(at)
            found = at.get("download_button")
            assert [button.proto.label for button in found] == [f"Unduh {name}"]
        at.query_params["kanal"] = "LAPOR"  # another link: the file is not of it
        assert not is_well(at.run()).get("download_button")

    def test_a_file_that_cannot_be_made_is_one_sentence(
        self, sample_database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: Any) -> bytes:
            raise building.NotBuilt("secret/path: broke")

        monkeypatch.setattr(handout, "build", broken)
        at = opened(AGENDA, **SAMPLED)
        at.button(key="make_pdf").click().run()
        assert [error.value for error in at.error] == [
            "Berkas tidak dapat dibuat. Coba lagi; bila tetap gagal, beri tahu administrator."
        ]


class TestCommand:
    def run(self, *words: str, url: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dashboard.exports", *words],
            cwd=PROJECT,
            env=os.environ | {"CRM_DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def test_a_file_for_a_scheduler(self, sample_database: str, tmp_path: Path) -> None:
        out = tmp_path / "rapat.xlsx"
        done = self.run(
            "xlsx", "--link", f"https://x.example/rapat?{QUERY}&kanal=XX", "--out", str(out), url=sample_database
        )
        assert done.returncode == 0 and done.stdout.strip() == str(out), done.stderr
        assert "0/8 angka" in done.stderr and "Kanal tidak dikenal" in done.stderr
        assert out.read_bytes() == render.render("xlsx", deck(QUERY), {})
        assert list(tmp_path.iterdir()) == [out]

    def test_a_database_that_is_away_leaves_what_stood_there(self, tmp_path: Path) -> None:
        out = tmp_path / "rapat.pdf"
        out.write_text("the last one")
        done = self.run("pdf", "--out", str(out), url="postgresql://nobody@127.0.0.1:1/none")
        assert done.returncode == 1 and "nothing was written" in done.stderr and "Traceback" not in done.stderr
        assert out.read_text() == "the last one" and list(tmp_path.iterdir()) == [out]

    @pytest.mark.parametrize(
        "words",
        [
            ["doc", "--out", "x"],
            ["pdf"],
            ["laporan", "--month", "2026-13", "--out", "x"],
            ["pdf", "--month", "2026-10", "--out", "x"],
            ["pdf", "--out", "/no/such/x.pdf"],
        ],
    )
    def test_a_wrong_command_is_status_2(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            command.arguments(words)
        assert left.value.code == 2 and capsys.readouterr().err

    def test_a_file_is_whole_or_not_at_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        out = tmp_path / "a.pdf"
        render.write(out, b"first")

        def full(_handle: int) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(render.os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            render.write(out, b"second")
        assert out.read_bytes() == b"first" and list(tmp_path.iterdir()) == [out]

    def test_the_report_of_the_last_month(self, world: World, tmp_path: Path) -> None:
        """Without --month: the last whole month, whatever the database's minute is; hardly any data is no error."""
        world.add("2026-01-05 09:00", "2026-01-06 09:00")
        out = tmp_path / "laporan.pdf"
        assert self.run("laporan", "--out", str(out), url=database_url()).returncode == 0
        assert out.read_bytes().startswith(b"%PDF")
