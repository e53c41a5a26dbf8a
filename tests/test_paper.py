"""The meeting on paper: what stands on which page of the slides and of the report, and that nothing in a
name matters.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from dashboard.deck import Big, Column, Deck, Plot, Point, Screen, Table, Words
from dashboard.exports import paper
from dashboard.meeting.whole import chart
from dashboard.texts import speaking

PARTS = {
    "page": "Halaman",
    "of": "dari",
    "contents": "Isi",
    "definition": "Definisi",
    "methods": "Cara hitung dan batasannya",
    "about": "Tentang",
    "source": "Sumber",
    "summary": "Ringkasan",
    "report": "Laporan pemantauan dan evaluasi",
}
ENGLISH = {
    "page": "Page",
    "of": "of",
    "contents": "Contents",
    "definition": "Definition",
    "methods": "Methods and limits",
    "about": "About",
    "source": "Source",
    "summary": "Summary",
    "report": "Monitoring and evaluation report",
}
SCOPE = "28 Okt 2026 – 24 Nov 2026 · Jakarta Timur · per 24 November 2026 10.00 WIB"
LABELS = ("Masuk", "Selesai", "Tepat waktu", "Masih dalam tenggat", "Terlambat sekarang", "Waktu tengah")
HOSTILE = (
    "#panic()",
    "$x^2$",
    "*tebal*",
    "_miring_",
    "@label",
    "<tag>&amp;",
    r"C:\akhir\n",
    "`kode`",
    "= judul",
    "//",
    "]]}}",
    '"kutip"',
    "~",
    "--",
)
NAME80 = "Suku Dinas Perumahan Rakyat dan Kawasan Permukiman Kota Administrasi Jakarta Ut."
WORD80 = "Sukudinasperumahanrakyatdankawasanpermukiman" + "x" * 36


def figures(title: str = "5.104 aduan masuk, 5.021 selesai.") -> Screen:
    found = tuple(Big(label, f"{n}.104", f"+{n} dari sebelumnya") for n, label in enumerate(LABELS, 1))
    return Screen("angka", "Angka utama", title, f"n = 5.104 · {SCOPE}", found, definition="Masuk: pada periode ini.")


def bars(*labels: str, title: str = "JAKI membawa 90 %.") -> Screen:
    points = tuple(Point(label, 10 + n, f"{n} ribu", is_own=not n) for n, label in enumerate(labels))
    return Screen(
        "kanal",
        "Beban per kanal",
        title,
        f"n = 9 · {SCOPE}",
        plot=Plot("bars", "aduan masuk", points),
        definition="Menurut kanalnya.",
    )


def listed(
    count: int = 5, cell: Callable[[int], str] = "Dinas {}".format, title: str = "Lima aduan terlambat."
) -> Screen:
    columns = (Column("Nomor", width=2), Column("SKPD", width=5), Column("Lewat (hari)", "number", width=2))
    rows = tuple((f"LP{n:04}", cell(n), 700 - n) for n in range(count))
    words = tuple((number, name, f"{days} h") for number, name, days in rows)
    return Screen(
        "lapor",
        "LAPOR terlambat",
        title,
        f"n = {count} · {SCOPE}",
        table=Table(columns, rows, words),
        definition="Pada jam CRM.",
    )


def empty(title: str = "Tidak ada aduan dengan saringan ini.") -> Screen:
    return Screen("sinyal", "Tanyakan dan puji", title, "")


def deck(*screens: Screen, **changes: Any) -> Deck:
    about = (("Saringan", SCOPE), ("Pribadi", "Tanpa pelapor dan tanpa isi aduan."))
    made = Deck(
        "Rapat koordinasi pengaduan warga",
        "CRM Jakarta · 24 November 2026 10.00 WIB",
        SCOPE,
        datetime(2026, 11, 24, 10),
        "CRM contoh",
        screens or (figures(), bars("JAKI", "LAPOR 1708"), listed(), empty()),
        about,
        Words("id", PARTS),
    )
    return replace(made, **changes)


def charts(made: Deck) -> dict[str, Any]:
    with speaking("id"):
        return {screen.code: chart(screen.plot) for screen in made.screens if screen.plot}


def slides(made: Deck) -> bytes:
    return paper.slides(made, charts(made))


def report(made: Deck) -> bytes:
    return paper.report(made, charts(made))


@cache
def usual(kind: str) -> bytes:
    """The usual deck, made once for all who only read it."""
    return {"slides": slides, "report": report}[kind](deck())


BOTH = pytest.mark.parametrize("kind", ["slides", "report"])


def bare(text: str) -> str:
    """Text without blanks: where lines break is the page's affair."""
    return "".join(text.split())


def pages(pdf: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Bookmarks with their pages, from 1."""
    reader = PdfReader(BytesIO(pdf))
    return [(str(one.title), (reader.get_destination_page_number(one) or 0) + 1) for one in reader.outline]  # type: ignore[union-attr, arg-type]


def sections(pdf: bytes) -> dict[str, int]:
    """The sections of a report, which are numbered, with their pages, from 1."""
    return {name.partition(" ")[2]: page for name, page in outline(pdf)}


def boxes(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Where the letters of a page stand: left, bottom, right, top."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    letters = text.get_text_range()
    return [text.get_charbox(n) for n in range(text.count_chars()) if not letters[n : n + 1].isspace()]


def words_of(screen: Screen) -> list[str]:
    table = (
        [*(column.heading for column in screen.table.columns), *(cell for row in screen.table.words for cell in row)]
        if screen.table
        else []
    )
    points = [word for point in screen.plot.points for word in (point.label, point.words)] if screen.plot else []
    return [
        screen.name,
        screen.title,
        screen.note,
        *(word for one in screen.figures for word in (one.label, one.words, one.note)),
        *table,
        *points,
    ]


class TestSlides:
    def test_a_page_a_screen_of_sixteen_to_nine(self) -> None:
        reader = PdfReader(BytesIO(usual("slides")))
        assert len(reader.pages) == 4
        for page in reader.pages:
            assert float(page.mediabox.width) / float(page.mediabox.height) == pytest.approx(16 / 9, abs=0.001)

    def test_every_word_stands_on_its_page(self) -> None:
        for number, (text, screen) in enumerate(zip(pages(usual("slides")), deck().screens, strict=True), 1):
            missing = [word for word in words_of(screen) if bare(word) not in text]
            assert missing == [], screen.code
            assert f"{number}/4" in text

    def test_titles_are_bookmarks(self) -> None:
        assert outline(usual("slides")) == [(screen.title, n) for n, screen in enumerate(deck().screens, 1)]

    @pytest.mark.parametrize(
        "screen", [figures, lambda title: bars("A", title=title), lambda title: listed(9, title=title), empty]
    )
    def test_a_title_of_300_letters_stays_in_its_place(self, screen: Callable[[str], Screen]) -> None:
        title = ("Dari seluruh aduan yang terlambat pada rapat lalu sebagian sudah selesai " * 5)[:300]
        pdf = slides(deck(screen(title)))
        (text,) = pages(pdf)
        assert bare(title) in text
        # 540 points high: the title may use 31 to 135 of them from above
        lines = sorted({round(bottom) for _left, bottom, _right, _top in boxes(pdf) if bottom > 540 - 137})
        first = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded(0, 540 - 136, 960, 540)
        assert bare(title) in bare(first)
        assert len(lines) >= 4

    def test_long_notes_and_names_stay_on_the_page(self) -> None:
        long = replace(listed(9, lambda n: WORD80 if n % 2 else NAME80), note="Catatan panjang sekali. " * 25)
        big = replace(figures(), figures=tuple(Big(WORD80, f"{n}.000.000.000.000", WORD80) for n in range(6)))
        pdf = slides(deck(long, big, scope=SCOPE * 6, source=SCOPE * 4))
        for number, text in enumerate(pages(pdf)):
            assert bare(WORD80) in text
            for left, bottom, right, top in boxes(pdf, number):
                assert left >= 45 and right <= 916 and bottom >= 10 and top <= 540

    def test_a_table_too_long_for_a_slide_is_cut_and_says_so(self) -> None:
        (text,) = pages(slides(deck(listed(120))))
        shown = [n for n in range(120) if f"LP{n:04}" in text]
        assert shown == list(range(len(shown)))
        assert 10 < len(shown) < 120
        assert f"…+{120 - len(shown)}" in text

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
    def test_any_number_of_figures(self, count: int) -> None:
        found = tuple(Big(f"Label {n}", f"{n} %") for n in range(count))
        (text,) = pages(slides(deck(replace(figures(), figures=found))))
        assert [n for n in range(count) if f"Label{n}{n}%" not in text] == []


class TestReport:
    def test_cover_contents_summary(self) -> None:
        cover, contents, *_rest = pages(usual("report"))
        made = deck()
        for word in (PARTS["report"], made.title, made.subtitle, made.scope, made.source):
            assert bare(word) in cover
        for screen in made.screens:
            assert bare(f"{screen.name}. {screen.title}") in contents
        for name in ("Isi", "Ringkasan", "Cara hitung dan batasannya", "Tentang"):
            assert bare(name) in contents

    def test_a_section_a_screen_on_the_page_of_its_bookmark(self) -> None:
        pdf, made = usual("report"), deck()
        marks, texts = sections(pdf), pages(pdf)
        for screen in made.screens:
            text = texts[marks[screen.name] - 1]
            wanted = [*words_of(screen), screen.definition and f"Definisi: {screen.definition}"]
            assert [word for word in wanted if bare(word) not in text] == [], screen.code

    def test_bookmarks_in_their_order(self) -> None:
        marks = outline(usual("report"))
        names = ["Ringkasan", *(screen.name for screen in deck().screens), "Cara hitung dan batasannya", "Tentang"]
        assert [name for name, _page in marks] == [f"{number} {name}" for number, name in enumerate(names, 1)]
        assert all(one <= two for (_a, one), (_b, two) in pairwise(marks))

    def test_methods_hold_every_definition_and_what_is_said_of_all(self) -> None:
        pdf, made = usual("report"), deck()
        last = "".join(pages(pdf)[sections(pdf)[PARTS["methods"]] - 1 :]).rpartition(bare(PARTS["methods"]))[2]
        for screen in made.screens:
            assert not screen.definition or bare(screen.name + screen.definition) in last
        for name, says in made.about:
            assert bare(name + says) in last

    def test_filters_and_numbers_at_the_foot_of_every_page(self) -> None:
        texts = pages(report(deck(figures(), listed(120))))
        assert len(texts) > 5
        for number, text in enumerate(texts, 1):
            assert text.endswith(bare(f"{SCOPE} Halaman {number} dari {len(texts)}"))

    def test_a_long_scope_stays_at_the_foot(self) -> None:
        scope = "Jakarta Timur, Jakarta Barat, kategori Jalan Rusak, kanal JAKI dan LAPOR; " * 12
        pdf = report(deck(empty(), scope=scope))
        assert all(bare(scope) in text for text in pages(pdf))
        assert all(bottom > 10 for page in range(3) for _left, bottom, _right, _top in boxes(pdf, page))

    def test_a_long_table_repeats_its_heading_and_loses_no_row(self) -> None:
        texts = pages(report(deck(listed(120, lambda n: f"Dinas {n:03}"))))
        held = [text for text in texts if "LP0" in text]
        assert len(held) >= 3
        assert all("NomorSKPDLewat(hari)" in text for text in held)
        everything = "".join(held)
        assert [n for n in range(120) if f"LP{n:04}Dinas{n:03}{700 - n}h" not in everything] == []

    def test_a_chart_and_a_table_in_one_section(self) -> None:
        both = replace(listed(60), plot=bars("JAKI", "LAPOR 1708").plot)
        text = "".join(pages(report(deck(both))))
        assert [word for word in words_of(both) if bare(word) not in text] == []

    def test_numbers_stand_at_the_right(self) -> None:
        columns = (Column("Nama"), Column("Jumlah", "number"), Column("Bagian", "share"), Column("Hari", "day"))
        words = (("a", "7", "1 %", "1 Jan"), ("b", "1.234.567", "99,9 %", "24 Nov 2026"))
        pdf = report(deck(replace(listed(), table=Table(columns, words, words))))
        page = sections(pdf)["LAPOR terlambat"] - 1
        text = pypdfium2.PdfDocument(pdf)[page].get_textpage()

        def ends(word: str) -> tuple[float, float]:
            found = text.search(word, match_case=True).get_next()
            assert found
            return text.get_charbox(found[0])[0], text.get_charbox(found[0] + found[1] - 1)[2]

        assert ends("1.234.567")[1] == pytest.approx(ends("Jumlah")[1], abs=1.5)
        assert ends("99,9 %")[1] == pytest.approx(ends("1 %")[1], abs=1.5)
        assert ends("24 Nov 2026")[0] == pytest.approx(ends("1 Jan")[0], abs=1.5)


class TestBoth:
    @BOTH
    def test_tagged_in_its_language_with_what_it_is(self, kind: str) -> None:
        pdf = usual(kind)
        reader = PdfReader(BytesIO(pdf))
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "id"
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF's own boolean
        assert "/StructTreeRoot" in root
        assert b"pdfuaid" in pdf
        about = reader.metadata
        assert about and about.title == deck().title and about.author == "CRM Jakarta"
        assert about.creation_date and about.creation_date.isoformat() == "2026-11-24T03:00:00+00:00"  # 10.00 WIB

    @BOTH
    def test_the_same_deck_gives_the_same_bytes(self, kind: str) -> None:
        assert {"slides": slides, "report": report}[kind](deck()) == usual(kind)

    @BOTH
    def test_letters_are_of_the_font_of_the_page(self, kind: str) -> None:
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in PdfReader(BytesIO(usual(kind))).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts and all("PlusJakartaSans" in font for font in fonts)

    @pytest.mark.parametrize("make", [slides, report])
    def test_names_are_never_markup(self, make: Callable[[Deck], bytes]) -> None:
        cells = [*HOSTILE, WORD80]
        shown = replace(
            figures("#let x = 1; $a$ *b* @c <d> \\"),
            figures=tuple(Big(word, word, word) for word in HOSTILE[:6]),
            name="= #a",
            note="// b",
            definition="/* c",
        )
        made = deck(
            shown,
            bars(*HOSTILE[:8]),
            listed(len(cells), lambda n: cells[n]),
            title="#deck",
            scope="*scope*",
            about=(("#nama", "@isi"),),
        )
        pdf = make(made)
        text = "".join(pages(pdf))
        for screen in made.screens:
            assert [word for word in words_of(screen) if bare(word) not in text] == []
        assert b"pdfuaid" in pdf

    @pytest.mark.parametrize("make", [slides, report])
    def test_controls_emoji_and_nothing_at_all(self, make: Callable[[Deck], bytes]) -> None:
        odd = "a\x00b\x07c\nd\u202ee\ud800f\ufffeg 😀 漢字"
        none = Screen("kosong", "", "", "")
        columns = (Column("", "number"), Column(odd))
        blank = Screen("b", odd, odd, odd, (Big("", "", ""),), table=Table(columns, (("", odd), (None, "x"))))
        bare_table = Screen("c", "", "", "", table=Table((), ()))
        pdf = make(
            deck(
                none,
                bars(odd.replace("\ud800", ""), ""),
                blank,
                bare_table,
                listed(0),
                title=odd,
                scope="",
                subtitle="",
                source="",
                about=(),
            )
        )
        text = "".join(pages(pdf))
        assert "abcdefg" in text
        assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712

    @pytest.mark.parametrize("make", [slides, report])
    def test_no_screen_at_all(self, make: Callable[[Deck], bytes]) -> None:
        assert pages(make(replace(deck(), screens=())))

    @pytest.mark.parametrize("make", [slides, report])
    def test_in_english(self, make: Callable[[Deck], bytes]) -> None:
        pdf = make(deck(words=Words("en", ENGLISH)))
        assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"
        if make is report:
            texts = pages(pdf)
            assert texts[0].endswith(f"Page1of{len(texts)}")
            assert [name for name in ("Summary", "Methods and limits", "About") if name not in sections(pdf)] == []

    def test_a_step_a_chart_and_one_for_the_setting(self) -> None:
        told: list[tuple[int, int]] = []
        made = deck()
        paper.slides(made, charts(made), lambda done, every: told.append((done, every)))
        assert told == [(0, 2), (1, 2)]

    def test_nothing_slow_is_loaded(self) -> None:
        slow = "streamlit pandas altair numpy queries dashboard.texts pptx xlsxwriter"
        code = f"import sys, dashboard.exports.paper; print(set('{slow}'.split()) & set(sys.modules))"
        said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert said.stdout.strip() == "set()"


class TestPicture:
    def test_dark_letters_of_the_font_as_text(self) -> None:
        made = deck(bars("JAKI", "LAPOR <1708> & lain"))
        svg = paper.picture(charts(made)["kanal"])
        assert svg.startswith(f'<svg color="{paper.INK}"')
        assert "JAKI</text>" in svg and "LAPOR &lt;1708&gt; &amp; lain</text>" in svg
        assert 'font-family="Plus Jakarta Sans"' in svg

    def test_a_name_on_two_lines_with_controls(self) -> None:
        """A control would end the process of the library that draws; breaks of line in an expression are meant."""
        axis = {"labelExpr": "split(" + json.dumps(["Suku\x07 Dinas 😀\nJakarta"]) + "[0], '\\n')"}
        rows = [{"a": 1, "b": "C:\\x\x08\x00"}]
        spec = {
            "data": {"values": rows},
            "mark": "text",
            "encoding": {"y": {"field": "a", "axis": axis, "type": "ordinal"}, "text": {"field": "b"}},
        }
        svg = paper.picture(spec)
        assert "<tspan>Suku  Dinas 😀</tspan>" in svg and ">Jakarta</tspan>" in svg and "C:\\x" in svg

    def test_its_letters_are_dark_on_the_page(self) -> None:
        page = pypdfium2.PdfDocument(slides(deck(bars("JAKI"))))[0]
        image = page.render(scale=2).to_pil().convert("L")
        text = page.get_textpage()
        found = text.search("0 ribu").get_next()
        assert found
        left, bottom, right, top = text.get_charbox(found[0])
        height = page.get_height()
        letter = image.crop(
            (int(left * 2), int((height - top) * 2), int(right * 2) + 1, int((height - bottom) * 2) + 1)
        )
        assert letter.getextrema()[0] < 60

    @pytest.mark.parametrize("kind", ["slides", "report"])
    def test_says_its_title_to_who_cannot_see_it(self, kind: str) -> None:
        said: list[str] = []
        reader = PdfReader(BytesIO(usual(kind)))

        def walk(node: Any) -> None:
            node = node.get_object()
            if isinstance(node, list):
                for one in node:
                    walk(one)
            elif isinstance(node, dict):
                if node.get("/S") == "/Figure":
                    said.append(str(node["/Alt"]))
                if "/K" in node:
                    walk(node["/K"])

        walk(reader.trailer["/Root"]["/StructTreeRoot"])
        assert said == [bars().title]
