"""A list as a file: CSV and XLSX hold exactly the list, with real values, and nothing that runs or that
names anybody.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import psycopg
import pytest
import xlsxwriter
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from dashboard.components import files
from dashboard.exports import tables
from dashboard.exports.tables import Column, TooLong, as_csv, as_xlsx
from dashboard.findings.columns import OF_COMPLAINTS, OF_LAPOR, columns
from dashboard.places import DESK_LIST, DUE, LAPOR, LIST, Place
from database.embedded import READER, Embedded
from queries import complaints, lapor
from queries.db import DatabaseAway, stream
from queries.filters import Filters
from queries.lapor import Pick
from tests.apptest import is_well, opened
from tests.conftest import AS_OF, point_at
from tests.world import World

NOW = datetime(2026, 11, 24, 10, 0)
EVERYTHING = Filters(date(2020, 1, 1), date(2026, 12, 31), NOW)
BAD = ['=HYPERLINK("http://x";"y")', "+1+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", 'a"b,c;d\ne', "＝1+1"]
HIDDEN = ["a;=1+1", "a\n@SUM(A1)", "x\r-2", "y\t+3"]  # dangerous only where a semicolon or a line parts the cells
ODD = [
    "<r><t>x</t></r>",
    "a & b < c > d",
    " blank at both ends ",
    "",
    "\x01\x1f",
    "_x0041_",
    "\ufffe\uffff",
    "𝄞 ü é 漢",
    "a\u2028b",
    "0012",
    "1e5",
    "TRUE",
    "x" * 40_000,
]
COLUMNS = [
    Column("code", "Nomor"),
    Column("late", "Lewat", "number", 12),
    Column("due", "Tenggat", "time"),
    Column("skpd", "SKPD", width=40),
]


def xlsx(columns: list[Column], rows: Any, about: Any = (("Isi", "x"),)) -> bytes:
    return as_xlsx(columns, rows, sheet="Aduan", about=about, about_sheet="Tentang")


def cells_of_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.splitlines()[0] else ","))


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells_of_xlsx(data: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book(data).worksheets[0].iter_rows()]


def notes_of(data: bytes) -> dict[str, str]:
    return {str(name): str(words) for name, words in book(data).worksheets[1].iter_rows(values_only=True)}


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppTest], dict[str, bytes]]:
    """A function: page -> its files by their ending, made as Streamlit makes them: by a thread without a reader."""
    kept: dict[str, Callable[[], bytes]] = {}
    real = MediaFileManager.add_deferred

    def add(self: MediaFileManager, make: Any, mime: Any, place: str, file_name: Any = None, **more: Any) -> str:
        kept[file_name] = make
        return real(self, make, mime, place, file_name, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", add)

    def make(build: Callable[[], bytes]) -> bytes:
        assert get_script_run_ctx(suppress_warning=True) is None
        return build()

    def downloaded(at: AppTest) -> dict[str, bytes]:
        is_well(at)
        with ThreadPoolExecutor(1) as thread:
            found = {name.rsplit(".", 1)[1]: thread.submit(make, build).result() for name, build in kept.items()}
        kept.clear()
        return found

    return downloaded


Downloads = Callable[[AppTest], dict[str, bytes]]


def on_page(at: AppTest) -> int:
    """How many complaints the page says its list has."""
    words = [m.value for m in at.main.markdown if re.match(r"\*\*[\d.,]+ ", m.value)]
    return int(re.sub(r"\D", "", words[-1].split("**")[1])) if words else 0


def on_buttons(at: AppTest) -> set[int]:
    return {int(re.sub(r"\D", "", button.label)) for button in at.get("download_button")}


class TestTheList:
    @pytest.mark.parametrize(
        ("page", "table", "query"),
        [
            (LAPOR, "complaints", {}),
            (LAPOR, "complaints", {"jam": "sp4n"}),
            (DUE, "complaints", {"jam": "crm"}),
            (DESK_LIST, "complaints", {"set": "jatuh-tempo", "jam": "keduanya", "periode": "semua"}),
            (DESK_LIST, "complaints", {"set": "terbuka", "umur": "crm-telat-lama"}),
            (LIST, "complaints", {"set": "masuk", "periode": "90-hari"}),
            (LIST, "complaints", {"set": "terlambat", "kategori": "Jalan"}),
        ],
    )
    def test_as_many_rows_as_the_page_says(
        self, sample_database: str, downloads: Downloads, page: Place, table: str, query: dict[str, str]
    ) -> None:
        at = opened(page, per=AS_OF, **query)
        made = downloads(at)
        total = on_page(at)
        assert total > 0 and on_buttons(at) == {total}
        shown = list(at.dataframe(key=table).value["code"])
        assert len(shown) == min(total, 100)
        for cells in (cells_of_csv(made["csv"]), cells_of_xlsx(made["xlsx"])):
            assert len(cells) == total + 1
            assert [row[0] for row in cells[1 : len(shown) + 1]] == shown
        assert notes_of(made["xlsx"])["Isi"].startswith(f"{total:,} baris".replace(",", "."))

    def test_more_rows_than_a_page(self, world: World, downloads: Downloads) -> None:
        for number in range(130):
            world.add("2026-10-01 09:00", channel="LAPOR", nomor=f"LP{number:09}")
        for query in ({}, {"hal": "2"}):
            at = opened(LAPOR, per=AS_OF, **query)
            made = downloads(at)
            assert on_page(at) == 130 and len(at.dataframe(key="complaints").value) == (30 if query else 100)
            everyone = [f"LP{number:09}" for number in range(130)]
            assert [row[0] for row in cells_of_csv(made["csv"])[1:]] == everyone
            assert [row[0] for row in cells_of_xlsx(made["xlsx"])[1:]] == everyone

    def test_an_empty_list_has_no_file(self, world: World, downloads: Downloads) -> None:
        world.add("2026-11-23 09:00", "2026-11-23 10:00", channel="LAPOR")
        for page in (DESK_LIST, DUE, LAPOR):
            at = opened(page, per=AS_OF)
            assert not downloads(at) and not at.get("download_button") and (at.info or at.success)

    def test_too_many_for_a_sheet(
        self, sample_database: str, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for most in (200, 10_000):
            monkeypatch.setattr(files, "MOST_ROWS", most)
            at = opened(LIST, per=AS_OF, periode="semua", set="terlambat")
            total = on_page(at)
            assert 200 < total < 10_000
            as_xlsx_file, as_csv_file = at.get("download_button")
            assert not as_csv_file.proto.disabled
            assert as_xlsx_file.proto.disabled is (most == 200)
            assert ("200 baris" in as_xlsx_file.proto.help) is (most == 200)
            assert len(cells_of_csv(downloads(at)["csv"])) == total + 1

    def test_the_values_are_those_of_the_list(self, sample_database: str) -> None:
        """Real moments and numbers, equal to what the page shows; what is missing is an empty cell."""
        pick = Pick("jatuh-tempo")
        for listed, frame, rows in (
            (columns(OF_LAPOR), lapor.listed(EVERYTHING, pick, size=10_000), lapor.rows),
            (columns(OF_COMPLAINTS), complaints.page(EVERYTHING, "terlibat", size=30_000), complaints.rows),
        ):
            keys = [column.key for column in listed]
            name: Any = pick if rows is lapor.rows else "terlibat"
            data = xlsx(listed, rows(EVERYTHING, name, keys))
            kinds = {"text": str, "number": (int, float), "time": datetime}
            sheet = book(data).worksheets[0]
            assert [cell.value for cell in sheet[1]] == [column.heading for column in listed]
            assert sheet.max_row == len(frame) + 1 > 250
            empty = dict.fromkeys(keys, 0)
            plain = cells_of_csv(as_csv(listed, rows(EVERYTHING, name, keys)))
            for cells, texts, expected in zip(
                sheet.iter_rows(min_row=2), plain[1:], frame[keys].itertuples(index=False), strict=True
            ):
                for cell, text, value, column in zip(cells, texts, expected, listed, strict=True):
                    if pd.isna(value):
                        assert cell.value is None and text == ""
                        empty[column.key] += 1
                        continue
                    assert isinstance(cell.value, kinds[column.kind]), (column.key, cell.value)
                    assert cell.data_type == {"text": "s", "number": "n", "time": "d"}[column.kind]
                    if column.kind == "time":
                        assert abs(cell.value - value) < timedelta(milliseconds=1)
                        assert cell.number_format == "dd/mm/yyyy hh:mm" and text == f"{value:%Y-%m-%d %H:%M}"
                    elif column.kind == "number":
                        assert cell.value == value == float(text)
                    else:
                        assert cell.value == value and text in (value, tables.harmless(value))
            assert empty["closed_at"] and not empty["code"]


class TestWords:
    @pytest.mark.parametrize("lang", ["id", "en"])
    def test_in_the_readers_language(self, sample_database: str, downloads: Downloads, lang: str) -> None:
        """They are chosen while the page is drawn: the thread that makes the file knows no reader."""
        headings = {
            "id": ["Nomor", "SKPD", "Status", "Tenggat CRM"],
            "en": ["Number", "SKPD", "Status", "CRM deadline"],
        }[lang]
        at = opened(DESK_LIST, per=AS_OF, set="terlambat", jam="crm", lang=lang)
        indonesian = [column.heading for column in columns(OF_LAPOR)]  # no reader here either
        made = downloads(at)
        for cells in (cells_of_csv(made["csv"])[0], cells_of_xlsx(made["xlsx"])[0]):
            assert [cells[0], *cells[5:8]] == headings
            assert (cells == indonesian) is (lang == "id")
        first, second = book(made["xlsx"]).sheetnames
        assert second == {"id": "Tentang", "en": "About"}[lang] and (first == "Aduan") is (lang == "id")
        words = " ".join(f"{name} {text}" for name, text in notes_of(made["xlsx"]).items())
        assert ("bukan aduan sungguhan" in words) is (lang == "id") and ("no real complaints" in words) is (
            lang == "en"
        )

    def test_what_the_list_is(self, sample_database: str, downloads: Downloads) -> None:
        query = {"set": "jatuh-tempo", "jam": "sp4n", "jenis": "aspirasi", "dari": "2026-03-01", "sampai": "2026-10-31"}
        at = opened(DESK_LIST, per="2026-11-20T08:15", wilayah="31.74", **query)
        about = notes_of(downloads(at)["xlsx"])
        assert about["Isi"].startswith(f"{on_page(at)} baris")
        assert about["Himpunan"] == "Jatuh tempo pada periode ini · Jam SP4N-LAPOR · Aspirasi"
        assert "1 Mar 2026 – 31 Okt 2026" in about["Saringan"] and "Wilayah: Jakarta Selatan" in about["Saringan"]
        assert about["Keadaan per"].startswith("20 November 2026 08.15 WIB")
        assert "EWS" in about["Jam CRM"] and "23.59.59" in about["Jam SP4N-LAPOR"]
        assert about["Sumber"] == "CRM contoh · data contoh, bukan aduan sungguhan"
        assert about["Pribadi"]
        other = notes_of(downloads(opened(LIST, per=AS_OF, set="telat-7"))["xlsx"])
        assert other.keys() >= {"Isi", "Himpunan", "Saringan", "Keadaan per", "Sumber"} and other["Himpunan"]

    def test_names_as_they_are(self, world: World, downloads: Downloads) -> None:
        """A sheet is no page: nothing in it is written for Markdown or HTML."""
        world.execute("update crm.unit set nama = 'Dinas Bina Marga (DBM) & UPT_1' where kode = 'DBM'")
        world.add("2026-10-01 09:00", channel="LAPOR", skpd="DBM")
        about = notes_of(downloads(opened(LAPOR, per=AS_OF, skpd="DBM"))["xlsx"])
        assert "SKPD: Dinas Bina Marga (DBM) & UPT_1" in about["Saringan"]

    def test_a_real_source_is_no_sample(self, world: World, downloads: Downloads) -> None:
        world.execute(
            "create or replace view dashboard.source as select 'crm' kind, 'CRM Jakarta' name, false is_sample"
        )
        world.add("2026-10-01 09:00", channel="LAPOR")
        about = notes_of(downloads(opened(LAPOR, per=AS_OF))["xlsx"])
        assert about["Sumber"] == "CRM Jakarta" and "contoh" not in str(about)

    def test_nothing_personal(self, world: World, downloads: Downloads) -> None:
        for number, private in enumerate((False, True)):
            world.add(
                "2026-10-01 09:00",
                channel="LAPOR",
                isi="rumah Ibu Marjinem",
                pelapor=918_273_645,
                nilai=4,
                privat=private,
                anonim=not private,
                rahasia=private,
                nomor=f"LP{number}",
            )
        for page in (LAPOR, LIST):
            made = downloads(opened(page, per=AS_OF, set="terbuka"))
            everything = made["csv"] + b"".join(parts(made["xlsx"]).values())
            assert b"LP0" in everything and b"LP1" in everything
            for secret in (b"Marjinem", b"918273645", b"9.18273645E"):
                assert secret not in everything
        shown = {column.key for column in (*columns(OF_LAPOR), *columns(OF_COMPLAINTS))}
        assert not shown & {"text", "body", "reporter_key", "rating", "is_anonymous", "is_private", "is_confidential"}


class TestCsv:
    def test_what_looks_like_a_formula(self) -> None:
        rows = [(text, 1, NOW, text) for text in (*BAD, *HIDDEN)]
        cells = cells_of_csv(as_csv(COLUMNS, rows))[1:]
        assert len(cells) == len(rows)
        for (text, *_rest), row in zip(rows, cells, strict=True):
            for cell in (row[0], row[3]):
                assert cell[0] not in "=+-@\t\r\n＝" and cell.replace("'", "") == text
                for part in re.split(r"[;\r\n\t]", cell):
                    assert not part or part[0] not in "=+-@＝", cell

    def test_on_a_page(self, world: World, downloads: Downloads) -> None:
        for text in BAD:
            world.add("2026-10-01 09:00", channel="LAPOR", nomor=text, nomor_lapor=text, category=text, status=text)
        made = downloads(opened(LAPOR, per=AS_OF))
        rows = cells_of_csv(made["csv"])[1:]
        assert len(rows) == len(BAD)
        for number, heading in ((0, "Nomor"), (6, "Status"), (9, "Kategori"), (13, "ID LAPOR")):
            assert cells_of_csv(made["csv"])[0][number] == heading
            assert {row[number].replace("'", "") for row in rows} >= {text.strip() for text in (BAD[0], BAD[7])}
            assert all(row[number][0] not in "=+-@\t\r\n" for row in rows)
        assert {c.value for c in book(made["xlsx"]).worksheets[0]["A"]} >= {BAD[0], BAD[1], BAD[3]}

    def test_ordinary_text_stays_as_it_is(self) -> None:
        plain = ["JK2611100001", "Dinas Bina Marga - UPT", "a;b", "Rp 1.000", "Jl. Melati 5, RT 3", "x@y", "é"]
        cells = cells_of_csv(as_csv(COLUMNS, [(text, 1.5, NOW, None) for text in plain]))
        assert cells[1:] == [[text, "1.5", "2026-11-24 10:00", ""] for text in plain]

    def test_lines_end_as_the_standard_says(self) -> None:
        data = as_csv(COLUMNS, [("a", -3, datetime(26, 1, 2, 3, 4), 'b "c"\nd')])
        assert data == b'\xef\xbb\xbfNomor,Lewat,Tenggat,SKPD\r\na,-3,0026-01-02 03:04,"b ""c""\nd"\r\n'


class TestXlsx:
    def test_heading_filter_and_widths(self) -> None:
        sheet = book(xlsx(COLUMNS, [(f"LP{n}", n, NOW, "DBM") for n in range(30)])).worksheets[0]
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:D31" and sheet.dimensions == "A1:D31"
        assert all(cell.font.bold for cell in sheet[1]) and not sheet["A2"].font.bold
        assert sheet.column_dimensions["D"].width > 30 > sheet.column_dimensions["B"].width

    def test_no_rows(self) -> None:
        made = book(xlsx(COLUMNS, [])).worksheets[0]
        assert made.auto_filter.ref == "A1:D1" and made.max_row == 1 and made["A1"].value == "Nomor"
        assert cells_of_csv(as_csv(COLUMNS, [])) == [["Nomor", "Lewat", "Tenggat", "SKPD"]]

    def test_text_stays_text(self) -> None:
        """Whatever it looks like: a formula, a link, markup, a number. No part of the file holds a
        formula or a link.
        """
        texts = [*BAD, *HIDDEN, *ODD, "http://example.org", "mailto:a@example.org", "{=1+1}"]
        data = xlsx(COLUMNS, [(text, n, NOW, text) for n, text in enumerate(texts)], about=[("=1+1", "=2+2")])
        for sheet in book(data).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in ("s", "n", "d") and cell.hyperlink is None
        sheet = book(data).worksheets[0]
        for row, text in zip(sheet.iter_rows(min_row=2), texts, strict=True):
            if text:
                assert row[0].data_type == row[3].data_type == "s"
            if not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x", text):  # those are written in Excel's own spelling
                assert (row[0].value or "") == text[:32_767]
        xml = parts(data)["xl/worksheets/sheet1.xml"].decode()
        assert "<f>" not in xml and "hyperlink" not in xml
        assert "_x0001__x001F_" in xml and "_x005F_x0041_" in xml and "_xFFFE__xFFFF_" in xml and "_x000D_=1" in xml

    def test_the_same_bytes_as_the_librarys_own_calls(self) -> None:
        """Rows are written past its functions, for speed: not a byte may differ. Markup of the library's own is the
        exception: it takes text between <r> and </r> for rich text."""
        texts = [text for text in (*BAD, *HIDDEN, *ODD) if not text.startswith("<r>")]
        moments = [
            NOW,
            datetime(1900, 3, 1),
            datetime(2059, 12, 31, 23, 59, 59, 999_999),
            datetime(2024, 2, 29, 0, 0, 1),
        ]
        numbers = [0, -3, 0.1, 1 / 3, 123_456_789_012, -0.05, 1e300, True]
        rows = [
            (
                text,
                numbers[n % len(numbers)],
                moments[n % len(moments)] if n % 5 else None,
                texts[-n] if n % 3 else None,
            )
            for n, text in enumerate(texts)
        ]
        buffer = io.BytesIO()
        other = xlsxwriter.Workbook(
            buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        other.set_properties({"created": datetime(2000, 1, 1)})
        bold, time = other.add_format({"bold": True}), other.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = other.add_worksheet("Aduan")
        for position, column in enumerate(COLUMNS):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, column.heading, bold)
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, 0, row[0])
            sheet.write_number(number, 1, row[1])
            if row[2] is not None:
                sheet.write_datetime(number, 2, row[2], time)
            if row[3] is not None:
                sheet.write_string(number, 3, row[3])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        notes = other.add_worksheet("Tentang")
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 100, other.add_format({"text_wrap": True, "valign": "top"}))
        notes.write_string(0, 0, "Isi", bold)
        notes.write_string(0, 1, "x")
        other.close()
        expected, found = parts(buffer.getvalue()), parts(xlsx(COLUMNS, rows))
        assert found.keys() == expected.keys()
        for name in expected:
            assert found[name] == expected[name], name

    def test_the_same_rows_give_the_same_bytes(self) -> None:
        rows = [("LP1", 1.5, NOW, "DBM"), ("LP2", None, None, None)]
        data = xlsx(COLUMNS, rows)
        assert data == xlsx(COLUMNS, iter(rows)) != xlsx(COLUMNS, rows[:1])
        assert as_csv(COLUMNS, rows) == as_csv(COLUMNS, iter(rows)) != as_csv(COLUMNS, rows[:1])
        dates = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", parts(data)["docProps/core.xml"])
        assert dates and set(dates) == {b"2000-01-01T00:00:00Z"}
        with ZipFile(io.BytesIO(data)) as packed:
            assert {part.date_time[0] for part in packed.infolist()} == {1980}

    def test_values_no_sheet_can_hold(self) -> None:
        """Moments before spreadsheets count days become text; a number that is none leaves its cell empty."""
        rows = [("a", float("nan"), datetime(1900, 2, 28, 23, 59), ""), ("b", float("inf"), datetime(26, 1, 2), "")]
        made = cells_of_xlsx(xlsx(COLUMNS, rows))
        assert [row[1:3] for row in made[1:]] == [[None, "1900-02-28 23:59"], [None, "0026-01-02 00:00"]]

    def test_as_many_rows_as_a_sheet_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert tables.MOST_ROWS + 1 == 2**20
        monkeypatch.setattr(tables, "MOST_ROWS", 10)
        rows = [("LP", n, NOW, "DBM") for n in range(11)]
        assert len(cells_of_xlsx(xlsx(COLUMNS, rows[:10]))) == 11
        with pytest.raises(TooLong):
            xlsx(COLUMNS, rows)
        assert len(cells_of_csv(as_csv(COLUMNS, rows))) == 12

    def test_nothing_stays_on_the_disk(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Neither of a file that was made nor of one that failed half-way."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        seen = []

        def rows(fail: bool) -> Iterator[tuple[Any, ...]]:
            for n in range(500):
                yield (f"LP{n}", n, NOW, "DBM")
            seen.append(list(tmp_path.iterdir()))
            if fail:
                raise DatabaseAway("unreachable")

        xlsx(COLUMNS, rows(fail=False))
        with pytest.raises(DatabaseAway):
            xlsx(COLUMNS, rows(fail=True))
        assert len(seen) == 2 and all(seen)  # there was something to clean
        assert not list(tmp_path.iterdir())


def many(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows as a database gives them: every value an object of its own."""
    for n in range(count):
        since = NOW + timedelta(minutes=n)
        yield (f"LP{n:09}", n / 7, since, f"Suku Dinas {n}", f"Status {n}", since + timedelta(days=6), f"Kategori {n}")


WIDE = [
    *COLUMNS,
    Column("status", "Status"),
    Column("sp4n", "SP4N", "time"),
    Column("category", "Kategori"),
]


def peak(work: Callable[[], Any]) -> int:
    """The most bytes that were held at a time while it worked."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class TestMemory:
    """No list is held: of 20,000 rows (some 9 MB as objects) no more than the finished file and a few buffers."""

    def test_xlsx(self) -> None:
        assert peak(lambda: list(many(20_000))) > 8_000_000
        size = len(xlsx(WIDE, many(20_000)))
        assert size < 1_500_000
        assert peak(lambda: xlsx(WIDE, many(20_000))) < 4_000_000

    def test_csv(self) -> None:
        size = len(as_csv(WIDE, many(20_000)))
        assert peak(lambda: as_csv(WIDE, many(20_000))) < 2 * size + 1_000_000 < 8_000_000

    def test_rows_of_the_database(self, sample_database: str) -> None:
        keys = [column.key for column in columns(OF_COMPLAINTS)]
        complaints.totals(EVERYTHING)
        held = peak(lambda: list(complaints.rows(EVERYTHING, "masuk", keys)))
        assert peak(lambda: deque(complaints.rows(EVERYTHING, "masuk", keys), maxlen=0)) < held / 3


class TestLanguage:
    ROW = ("=1;2", 1.5, NOW, 'b;"c"')

    def test_indonesian_opens_in_columns_where_excel_is_indonesian(self) -> None:
        data = as_csv(COLUMNS, [self.ROW], "id")
        assert data.startswith(b"\xef\xbb\xbf")
        heading, first = cells_of_csv(data)
        assert heading == [column.heading for column in COLUMNS]
        assert first[1] == "1,5" and first[3] == 'b;"c"' and first[0].startswith("'=")

    def test_english_is_for_programs(self) -> None:
        assert cells_of_csv(as_csv(COLUMNS, [self.ROW], "en"))[1][1] == "1.5"

    def test_the_page_gives_its_own_and_says_so(self, sample_database: str, downloads: Downloads) -> None:
        for language, mark, words in (("id", b";", "titik koma"), ("en", b",", "semicolon")):
            at = opened(LIST, per=AS_OF, lang=language)
            assert any(words in caption.value for caption in at.caption)
            assert mark in downloads(at)["csv"].splitlines()[0]
            assert [button.proto.label.split()[1] for button in at.get("download_button")] == ["XLSX", "CSV"]


class TestStream:
    def test_the_rows_of_the_pages_in_their_order(self, sample_database: str) -> None:
        for listed, rows, frame in (
            (
                columns(OF_COMPLAINTS),
                lambda keys: complaints.rows(EVERYTHING, "masuk", keys),
                complaints.page(EVERYTHING, "masuk", size=30_000),
            ),
            (
                columns(OF_LAPOR),
                lambda keys: lapor.rows(EVERYTHING, Pick("jatuh-tempo", "crm"), keys),
                lapor.listed(EVERYTHING, Pick("jatuh-tempo", "crm"), size=30_000),
            ),
        ):
            keys = [column.key for column in listed]
            found = pd.DataFrame.from_records(list(rows(keys)), columns=keys)
            pd.testing.assert_frame_equal(found, frame[keys])
            assert len(found) == frame["total"].iloc[0]
        assert len(complaints.page(EVERYTHING, "masuk", size=30_000)) > 10_000  # many batches of a stream
        pages = [complaints.page(EVERYTHING, "terlambat", number, 100)["id"] for number in (1, 2, 3)]
        ids = [row[0] for row in complaints.rows(EVERYTHING, "terlambat", ["id"])]
        assert list(pd.concat(pages)) == ids[:300]

    def test_only_the_columns_asked_for(self, sample_database: str) -> None:
        assert next(complaints.rows(EVERYTHING, "masuk", ["total", "id"]))[0] > 10_000
        with pytest.raises(DatabaseAway, match="failed"):
            next(complaints.rows(EVERYTHING, "masuk", ["text"]))
        with pytest.raises(ValueError, match="unknown set"):
            complaints.rows(EVERYTHING, "drop table", ["id"])

    @pytest.mark.parametrize(
        ("database", "role", "reason"), [("nowhere", READER, "refused"), ("world", "nobody", "refused")]
    )
    def test_a_database_that_refuses(
        self, world: World, server: Embedded, monkeypatch: pytest.MonkeyPatch, database: str, role: str, reason: str
    ) -> None:
        point_at(monkeypatch, server.url(database, role))
        with pytest.raises(DatabaseAway) as refusal:
            list(stream("choices", ["code"]))
        assert refusal.value.reason == reason

    def test_no_right_and_no_contract(self, world: World) -> None:
        assert list(stream("moment", ["newest", "kind"], zone="Asia/Jakarta")) == [(None, "sample")]
        world.execute(f"revoke select on dashboard.complaint from {READER}")
        with pytest.raises(DatabaseAway, match="no-right"):
            list(stream("moment", ["kind"], zone="Asia/Jakarta"))
        world.execute("drop view dashboard.complaint cascade")
        with pytest.raises(DatabaseAway, match="no-contract"):
            list(stream("moment", ["kind"], zone="Asia/Jakarta"))

    def test_a_database_that_goes_away_half_way(self, sample_database: str, server: Embedded) -> None:
        """The file must not look complete: the trouble comes out of the writer, not a shorter list."""
        keys = [column.key for column in columns(OF_COMPLAINTS)]
        rows = complaints.rows(EVERYTHING, "masuk", keys)
        first = next(rows)

        def broken() -> Iterator[tuple[Any, ...]]:
            yield first
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
                    " where datname = 'sampled' and usename = %s and application_name = 'jakarta-crm-dashboard'",
                    [READER],
                )
            yield from rows

        with pytest.raises(DatabaseAway, match="unreachable"):
            xlsx(columns(OF_COMPLAINTS), broken())
        assert len(list(complaints.rows(EVERYTHING, "terlambat", keys)))  # the next reader gets a new connection

    def test_connections_are_given_back(self, sample_database: str) -> None:
        for _ in range(20):
            rows = complaints.rows(EVERYTHING, "masuk", ["id"])
            next(rows)
            rows.close()
        assert complaints.totals(EVERYTHING)["masuk"] > 0
