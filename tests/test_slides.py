"""A meeting as PowerPoint: native charts and tables with the deck's own figures, readable wherever it is opened."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from dashboard.deck import Big, Column, Deck, Plot, Point, Screen, Table, Words
from dashboard.exports import slides
from dashboard.exports.slides import legal, pptx
from dashboard.exports.still import still
from tests import office

AS_OF = datetime(2026, 11, 24, 10, 0)
SOURCE = "CRM contoh · data contoh, bukan aduan sungguhan"
PARTS = {"low": "95 % dari", "value_of": "nilai", "high": "sampai"}
ENGLISH = {"low": "95 % from", "value_of": "value", "high": "to"}
NOTE = "n = 3.333 · 28 Okt 2026 – 24 Nov 2026 (belum selesai) · per 24 November 2026 10.00 WIB"
EIGHTY = "Suku Dinas Cipta Karya, Tata Ruang dan Pertanahan Kota Administrasi Jakarta Tim."
LONG = (
    "Suku dinas, UKPD: dari 49, 2 jelas di paruh atas dan 5 jelas di paruh bawah; 42 tidak dapat dibedakan, dan LAPOR 1708 "
    "dilayani 31,8 poin lebih lambat (20,9 sampai 43,2) daripada JAKI pada jenis aduan dan kelompok SKPD yang sama, sedangkan "
    "perubahan ketepatan waktu tidak dapat ditunjukkan di sini sama."
)
ODD = [
    "\x00\x01\x1f\x7f\x85 kendali",
    '=HYPERLINK("http://x";"y")',
    "+1+1",
    "{=1+1}",
    "http://contoh.go.id/",
    "<b>&amp;]]>",
    "👩🏽‍🚒 🏙️ 漢字 𝄞",
    "شكوى المواطنين في جاكرتا",
    "",
    "\ud800 tunggal",
    "dua\nbaris\tdan\u2028tiga\v",
    "_x0041_ 0012 1e5",
    "W" * 80,
    "tanpa_spasi_" * 7,
]


def deck(*screens: Screen, language: str = "id", source: str = SOURCE) -> Deck:
    words = Words(language, PARTS if language == "id" else ENGLISH)
    about = (("Saringan", "28 Okt 2026 – 24 Nov 2026"), ("Pribadi", "Tanpa pelapor dan tanpa isi aduan."))
    return Deck("Rapat", "CRM Jakarta", "28 Okt 2026 – 24 Nov 2026", AS_OF, source, screens, about, words)


def screen(code: str, title: str, **parts: Any) -> Screen:
    return Screen(code, f"Nama {code}", title, NOTE, definition=f"Definisi {code}.", **parts)


FIGURES = tuple(
    Big(label, words, note, 1.0)
    for label, words, note in (
        ("Masuk", "5.104", "+240 dari sebelumnya"),
        ("Selesai", "5.021", "+248 dari sebelumnya"),
        ("Tepat waktu", "86,9 %", "+0,1 poin dari sebelumnya"),
        ("Masih dalam tenggat", "18,1 %", ""),
        ("Terlambat sekarang", "2.731", "+106 dari sebelumnya"),
        ("Waktu tengah", "2,1 hari", "-2 jam dari sebelumnya"),
    )
)
BARS = Plot(
    "bars",
    "aduan masuk",
    (
        Point("JAKI", 4618, "4.618 (90,5 %)"),
        Point("Twitter DKI Jakarta", 174, "174 (3,4 %)"),
        Point("LAPOR 1708", 75, "75 (1,5 %)", is_own=True),
        Point("Kantor Wali Kota", 0, "0 (0,0 %)"),
    ),
)
RANKS = Plot(
    "ranges",
    "peringkat harapan, 1 = terbaik, dengan selang 95 %",
    tuple(
        Point(
            EIGHTY[: 25 + 9 * place].strip(),
            place + 0.25,
            f"9{place},8 %, n = {place}54",
            max(1.0, place - 3),
            place + 3.5,
            place == 4,
        )
        for place in range(1, 8)
    ),
    scale=(0.5, 49.5),
)
SHARES = Plot(
    "ranges",
    "Tepat waktu, mentah",
    (
        Point("LAPOR 1708", 0.545, "54,5 %, n = 77", 0.435, 0.652, True),
        Point("JAKI", 0.876, "87,6 %, n = 4.512", 0.866, 0.885),
    ),
    True,
    (0.0, 1.0),
)
TABLE = Table(
    (
        Column("Nomor", width=3),
        Column("SKPD", width=5),
        Column("Bagian", "share", 1, 2),
        Column("Lewat (hari)", "number", 0, 2),
    ),
    tuple((f"LP00010{row}", EIGHTY[: 20 + 12 * row].strip(), 0.6, 659.4) for row in range(5)),
    tuple((f"LP00010{row}", EIGHTY[: 20 + 12 * row].strip(), f"6{row},0 %", f"65{row}") for row in range(5)),
)
FULL = Table(
    tuple(Column(f"Kolom {n}", "number" if n else "text", width=1 if n else 3) for n in range(4)),
    tuple((f"Baris {row}", row, 2 * row, 3 * row) for row in range(9)),
    tuple((f"Baris {row}", f"{row}", f"{2 * row}.000", f"-{3 * row}") for row in range(9)),
)


def example(language: str = "id") -> Deck:
    return deck(
        screen("angka", "5.104 aduan masuk, 5.021 selesai; 2.731 terlambat sekarang.", figures=FIGURES),
        screen("kanal", "JAKI membawa 90,5 % dari 5.104 aduan.", plot=BARS),
        screen("peringkat", LONG, plot=RANKS),
        screen("lapor-jaki", "LAPOR 1708 dilayani 31,8 poin lebih lambat daripada JAKI.", plot=SHARES),
        screen("lapor", "113 dari 127 aduan LAPOR terbuka sudah terlambat.", table=TABLE),
        screen("sejak", "Dari 2.625 aduan yang terlambat, 152 sudah selesai.", table=FULL),
        screen("kosong", "Sumber ini tidak mengenal kanal LAPOR dan JAKI."),
        language=language,
    )


def hostile() -> Deck:
    """All that names and texts could hold, everywhere at once, and more rows than a deck has."""
    points = tuple(Point(text, 10.0 * (n % 4), text[:18], 0.1, 35.0, not n % 2) for n, text in enumerate(ODD[:12]))
    strange = (
        Point("tak hingga", float("inf"), "∞"),
        Point("bukan angka", float("nan"), "?", None, float("nan")),
        Point("", -3, "-3", -4, -2),
    )
    rows = tuple((text, text, text[:9], 1) for text in ODD[5:14])
    columns = tuple(
        Column(text, kind, width=width)
        for text, kind, width in ((ODD[1], "text", 2), (ODD[6], "text", 4), ("", "share", 2), ("n", "number", 1))
    )  # type: ignore[arg-type]
    made = deck(
        screen("angka", ODD[0] + "=1+1", figures=tuple(Big(text, text[:14], text) for text in ODD[:6])),
        screen("kanal", ODD[7], plot=Plot("bars", ODD[1], points)),
        screen("batang", ODD[6], plot=Plot("bars", "", strange)),
        screen("peringkat", "W" * 300, plot=Plot("ranges", ODD[3], points[:10], scale=(0.5, 49.5))),
        screen("selang", "", plot=Plot("ranges", "", strange)),
        screen("panjang", LONG, plot=Plot("bars", "aduan", tuple(Point(EIGHTY, n, f"{n}") for n in range(12)))),
        screen("tabel", LONG, table=Table(columns, (), tuple(tuple(map(str, row)) for row in rows))),
        screen("tanpa", ODD[9], plot=Plot("bars", "aduan", ())),
        screen("kosong", LONG),
        screen("kosong-2", ODD[12] * 4),
        source=ODD[9],
    )
    return replace(made, title="\x02" * 300, scope="👩🏽‍🚒" * 200, about=tuple((text, text) for text in ODD))


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def named(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def chart(slide: Any) -> Any:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def workbook(chart: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book.sheetnames == ["Sheet1"]
    return list(book["Sheet1"].iter_rows(values_only=True))


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every entry of a zip, and of the workbooks in it."""
    with ZipFile(io.BytesIO(data)) as file:
        for entry in file.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            content = file.read(entry)
            yield entry.filename, content
            if entry.filename.endswith(".xlsx"):
                yield from ((f"{entry.filename}/{name}", inner) for name, inner in parts(content))


def test_a_slide_a_screen_in_the_decks_order() -> None:
    made, told = example(), []
    show = opened(pptx(made, lambda done, every: told.append((done, every))))
    assert (show.slide_width, show.slide_height) == (Pt(960), Pt(540))
    assert [slide.shapes.title.text_frame.text for slide in show.slides] == [one.title for one in made.screens]
    assert told == [(number, 7) for number in range(7)]
    for number, slide in enumerate(show.slides, 1):
        assert slide.shapes[0] == slide.shapes.title
        assert [shape.name for shape in slide.shapes][-2:] == ["Note", "Number"], "read after the body"
        assert named(slide, "Note").text_frame.text == f"{SOURCE} · {NOTE}"
        assert named(slide, "Number").text_frame.text == f"{number} / 7"


def test_figures_are_boxes() -> None:
    (slide,) = opened(pptx(deck(screen("angka", "Angka.", figures=FIGURES)))).slides
    texts = [[part.text for part in shape.text_frame.paragraphs] for shape in list(slide.shapes)[1:-2]]
    assert texts == [[one.label, one.words, one.note] for one in FIGURES]


def test_bars_are_a_native_chart() -> None:
    (slide,) = opened(pptx(deck(screen("kanal", "JAKI terbanyak.", plot=BARS)))).slides
    made = chart(slide)
    (series,) = made.plots[0].series
    assert series.name == BARS.measure
    assert list(made.plots[0].categories) == [point.label for point in BARS.points]
    assert list(series.values) == [point.value for point in BARS.points]
    assert made.category_axis.reverse_order, "the first row is on top"
    assert not made.has_legend and not made.value_axis.visible and not made.value_axis.has_major_gridlines
    for position, point in enumerate(BARS.points):
        drawn = series.points[position]
        assert drawn.data_label.text_frame.text == point.words
        colour = MSO_THEME_COLOR.ACCENT_2 if point.is_own else MSO_THEME_COLOR.ACCENT_1
        assert drawn.format.fill.fore_color.theme_color == colour
    rows = [(None, BARS.measure), *((point.label, point.value) for point in BARS.points)]
    assert workbook(made) == rows
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame.element.nvGraphicFramePr.cNvPr.get("descr") == "JAKI terbanyak."


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("plot", [RANKS, SHARES])
def test_ranges_are_a_native_chart_of_true_numbers(plot: Plot, language: str) -> None:
    (slide,) = opened(pptx(deck(screen("x", "Judul.", plot=plot), language=language))).slides
    made, words = chart(slide), PARTS if language == "id" else ENGLISH
    assert list(made.plots[0].categories) == [point.label for point in plot.points]
    drawn = {series.name: list(series.values) for series in made.plots[0].series}
    assert drawn == {
        words["low"]: [point.low for point in plot.points],
        words["value_of"]: [point.value for point in plot.points],
        words["high"]: [point.high for point in plot.points],
    }
    assert [series.name for series in made.plots[0].series] == [words[name] for name in ("high", "value_of", "low")], (
        "from the ground up"
    )
    labels = made.plots[0].series[0].points
    assert [labels[n].data_label.text_frame.text for n in range(len(plot.points))] == [
        point.words for point in plot.points
    ]
    assert workbook(made)[0] == (None, words["low"], words["value_of"], words["high"])
    assert workbook(made)[1:] == [(point.label, point.low, point.value, point.high) for point in plot.points]


def test_the_axis_of_ranges() -> None:
    show = opened(pptx(deck(screen("a", "A.", plot=SHARES), screen("b", "B.", plot=RANKS))))
    shares, ranks = (chart(slide).value_axis for slide in show.slides)
    assert (shares.minimum_scale, shares.maximum_scale, shares.major_unit) == (0, 1, 0.25)
    assert shares.tick_labels.number_format == "0 %"
    # whole ranks on whole steps, none written that nobody has
    assert (ranks.minimum_scale, ranks.maximum_scale, ranks.major_unit) == (0, 50, 10)
    assert ranks.tick_labels.number_format == '[<0.5]"";[>49.5]"";0'


@pytest.mark.parametrize(
    "span, step", [(1, 1), (4, 1), (5, 1), (9, 2), (24, 5), (49, 10), (50, 10), (51, 20), (700, 200)]
)
def test_steps_are_round(span: float, step: float) -> None:
    assert slides._step(span) == step


@pytest.mark.parametrize("table", [TABLE, FULL])
def test_tables_are_native(table: Table) -> None:
    (slide,) = opened(pptx(deck(screen("lapor", "Judul.", table=table)))).slides
    frame = next(shape for shape in slide.shapes if shape.has_table)
    cells = [tuple(cell.text_frame.text for cell in row.cells) for row in frame.table.rows]
    assert cells == [tuple(column.heading for column in table.columns), *table.words]
    assert frame.table.first_row
    assert frame.element.nvGraphicFramePr.cNvPr.get("descr") == "Judul."
    aligned = {str(list(row.cells)[-1].text_frame.paragraphs[0].alignment) for row in frame.table.rows}
    assert aligned == {"RIGHT (3)"}
    widths = [column.width for column in frame.table.columns]
    assert widths[0] / widths[-1] == pytest.approx(table.columns[0].width / table.columns[-1].width, rel=0.01)
    assert frame.top + sum(row.height for row in frame.table.rows) <= named(slide, "Note").top
    assert min(
        run.font.size for row in frame.table.rows for cell in row.cells for run in cell.text_frame.paragraphs[0].runs
    ) >= Pt(18)


def test_the_speaker_has_definition_source_and_filters() -> None:
    made = example()
    for slide, one in zip(opened(pptx(made)).slides, made.screens, strict=True):
        lines = slide.notes_slide.notes_text_frame.text.split("\n")
        assert lines == [one.definition, NOTE, SOURCE, *(f"{name}: {words}" for name, words in made.about)]


def test_properties_name_the_meeting_and_its_moment() -> None:
    about = opened(pptx(example())).core_properties
    assert (about.title, about.subject, about.author) == ("Rapat", "28 Okt 2026 – 24 Nov 2026", "CRM Jakarta")
    assert about.created == about.modified == AS_OF


@pytest.mark.parametrize("language, code", [("id", "id-ID"), ("en", "en-US")])
def test_every_run_has_a_language_and_the_font_of_the_theme(language: str, code: str) -> None:
    for name, content in parts(pptx(example(language))):
        if re.search(r"ppt/(slides|notesSlides|charts)/\w+\.xml$", name):
            root = etree.fromstring(content)
            assert {run.get("lang") for run in root.iter("{*}rPr")} <= {code}
            assert all(run[0].tag.endswith("}rPr") for run in root.iter("{*}r"))
            assert not list(root.iter("{*}latin")), "the theme's"
        if name.startswith("ppt/theme/"):
            fonts = [
                (latin.get("typeface"), latin.get("pitchFamily"))
                for latin in etree.fromstring(content).iter("{*}latin")
            ]
            assert fonts == [(slides.FONT, "34")] * 2


def test_nothing_of_the_template_is_left() -> None:
    names = [name for name, _content in parts(pptx(example()))]
    assert [name for name in names if "slideLayouts/slideLayout" in name] == ["ppt/slideLayouts/slideLayout6.xml"]
    assert not [name for name in names if "printer" in name or "thumbnail" in name or name == "docProps/app.xml"]


@pytest.mark.parametrize("make", [example, hostile, deck])
def test_the_same_deck_gives_the_same_bytes(make: Any) -> None:
    data = pptx(make())
    assert data == pptx(make())
    assert still(data, AS_OF) == data
    moments = [content for name, content in parts(data) if name.endswith("core.xml")]
    assert all(content.count(b">2026-11-24T10:00:00Z<") == 2 for content in moments)
    other = still(data, datetime(2027, 1, 1))
    assert sum(content.count(b">2027-01-01T00:00:00Z<") for _name, content in parts(other)) == 2 * len(moments)


def test_hostile_text_is_only_text() -> None:
    made = hostile()
    data = pptx(made)
    show = opened(data)
    for name, content in parts(data):
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(content)
            if ".xlsx/" in name:
                assert not list(root.iter("{*}f")) and not list(root.iter("{*}hyperlink")), name
    assert [slide.shapes.title.text_frame.text for slide in show.slides] == [legal(one.title) for one in made.screens]
    drawn = chart(show.slides[1])._chartSpace.find(".//{*}cat").iter("{*}v")
    assert [name.text or "" for name in drawn] == [legal(text) for text in ODD[:12]]
    assert [row[0] or "" for row in workbook(chart(show.slides[1]))[1:]] == [legal(text) for text in ODD[:12]]
    assert list(chart(show.slides[2]).plots[0].series[0].values) == [None, None, -3]
    table = next(shape.table for shape in show.slides[6].shapes if shape.has_table)
    assert [row.cells[0].text_frame.text for row in table.rows][1:] == [legal(text) for text in ODD[5:14]]


def test_a_deck_without_screens_and_screens_without_a_body() -> None:
    assert len(opened(pptx(deck())).slides) == 0
    (slide,) = opened(pptx(deck(screen("x", "Tidak ada aduan terbuka dengan saringan ini."), source=""))).slides
    assert [shape.name for shape in slide.shapes][1:] == ["Note", "Number"]
    assert named(slide, "Note").text_frame.text == NOTE
    assert slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size == Pt(44)


def test_it_starts_without_the_dashboard() -> None:
    """It runs in a process of its own, where a reader waits for it to start."""
    code = "import sys, dashboard.exports.slides; print(*{name.split('.')[0] for name in sys.modules}, 'dashboard.texts' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"streamlit", "pandas", "queries", "True"} & set(found)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Both decks as another program shows them: LibreOffice, without our font."""
    folder = tmp_path_factory.mktemp("slides")
    files = {"example": folder / "example.pptx", "hostile": folder / "hostile.pptx"}
    files["example"].write_bytes(pptx(example()))
    files["hostile"].write_bytes(pptx(hostile()))
    for path in files.values():
        office.to_pdf(path, folder)
    return {name: pypdfium2.PdfDocument(path.with_suffix(".pdf")) for name, path in files.items()}


def squeezed(text: str) -> str:
    """Text without what a page does to it: breaks of lines, blanks, ligatures."""
    return re.sub(r"[\s\ufffe\u00ad]|-(?=\r?\n)", "", unicodedata.normalize("NFKC", text))


def shown(one: Screen) -> list[str]:
    """All the words of a screen that a reader must find."""
    found = [one.title, one.note]
    found += [words for big in one.figures for words in (big.label, big.words, big.note)]
    if one.plot:
        found += [one.plot.measure, *(words for point in one.plot.points for words in (point.label, point.words))]
    if one.table:
        found += [column.heading for column in one.table.columns] + [words for row in one.table.words for words in row]
    return found


def test_another_program_shows_every_word(printed: dict[str, Any]) -> None:
    made, pages = example(), printed["example"]
    assert len(pages) == len(made.screens)
    for page, one in zip(pages, made.screens, strict=True):
        text = squeezed(page.get_textpage().get_text_bounded())
        missing = [words for words in shown(one) if squeezed(words) not in text]
        assert not missing, f"{one.code}: {missing}"


Rectangle = tuple[float, float, float, float]


def rectangles(page: Any) -> list[Rectangle]:
    """Where text stands, line by line: left, bottom, right, top."""
    text = page.get_textpage()
    return [text.get_rect(n) for n in range(text.count_rects())]


def meet(one: Rectangle, other: Rectangle) -> bool:
    """Whether letters lie on letters; lines that only touch, as an accent does, do not."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > 2 and along > max(2, 0.35 * min(one[3] - one[1], other[3] - other[1]))


@pytest.mark.parametrize("make", [example, hostile])
def test_nothing_leaves_the_page_or_lies_on_something_else(printed: dict[str, Any], make: Any) -> None:
    pages = printed[make.__name__]
    assert len(pages) == len(make().screens)
    for number, page in enumerate(pages, 1):
        assert tuple(map(round, page.get_size())) == (960, 540)
        found = rectangles(page)
        outside = [one for one in found if one[0] < 18 or one[1] < 9 or one[2] > 942 or one[3] > 531]
        assert not outside, f"page {number}"
        assert not [both for both in combinations(found, 2) if meet(*both)], f"page {number}"
