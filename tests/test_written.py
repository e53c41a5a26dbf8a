"""How dates, numbers and zones of a file are told from all of it, and that a file which does not tell is refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from openpyxl import Workbook

from database import described, open_data, sheets, written
from database.__main__ import main
from database.embedded import Embedded
from database.errors import DatabaseError
from database.written import DAY_FIRST, MONTH_FIRST, Dates

HEAD = ["id_laporan", "skpd", "kategori", "status", "tanggal_masuk", "tanggal_selesai"]
MADE = [date(2019, month, day) for month in (1, 3, 12) for day in (2, 11, 12, 13, 28)]


class TestDates:
    @pytest.mark.parametrize(
        ("texts", "order"),
        [
            (["1/2/2019", "13/2/2019"], DAY_FIRST),
            (["1/2/2019", "2/13/2019"], MONTH_FIRST),
            (["01-02-2019 10:00", "31-12-2019 23.59"], DAY_FIRST),
            (["1.2.2019", "13.2.2019"], DAY_FIRST),
            (["2019-02-01", "2019-02-13T10:00"], ""),
            (["5/5/2019", "12/12/2019"], MONTH_FIRST),  # it is the same
            (["", "nanti", "31/31/2019", "2019-01-01"], MONTH_FIRST),
        ],
    )
    def test_the_order_is_told_from_the_whole_file(self, texts: list[str], order: str) -> None:
        assert written.dates("a.csv", texts).order == order

    def test_what_cannot_tell_is_refused_with_examples(self) -> None:
        with pytest.raises(
            DatabaseError, match=r"a\.csv does not tell day from month: '1/2/2019', '3/4/2019'.*--date-format"
        ):
            written.dates("a.csv", ["1/2/2019", "3/4/2019", "2019-01-01"])
        assert written.dates("a.csv", ["1/2/2019"], said=DAY_FIRST).moment("1/2/2019") == Dates().moment("2019-02-01")

    def test_what_contradicts_itself_is_refused_with_examples_of_both(self) -> None:
        texts = ["13/2/2019", "2/14/2019", "1/1/2019"]
        with pytest.raises(
            DatabaseError, match=r"two orders: '13/2/2019' with the day first, '2/14/2019' with the month"
        ):
            written.dates("a.csv", texts)
        said = written.dates("a.csv", texts, said=MONTH_FIRST)
        assert [said.moment(text) is None for text in texts] == [True, False, False]

    def test_a_month_known_from_elsewhere_tells(self) -> None:
        assert written.dates("a.csv", ["1/2/2019"], months=[("1/2/2019", 1)]).order == MONTH_FIRST
        assert written.dates("a.csv", ["1/2/2019"], months=[("1/2/2019", 2)]).order == DAY_FIRST
        with pytest.raises(DatabaseError, match="does not tell"):
            written.dates("a.csv", ["1/2/2019"], months=[("1/2/2019", 7), ("x", None)])

    def test_every_way_of_writing_a_moment(self) -> None:
        reads = Dates(DAY_FIRST)
        for text in (
            "13/2/2019 14:05",
            "13-02-2019 14.05.00",
            "2019-02-13 14:05",
            "2019/2/13 2:05 PM",
            "2019-02-13T07:05Z",
        ):
            assert str(reads.moment(text)) in ("2019-02-13 14:05:00+07:00", "2019-02-13 07:05:00+00:00"), text
        for text in (
            "",
            "besok",
            "31/2/2019",
            "0/1/2019",
            "13/2/19",
            "2019-13-01",
            "13/2/2019 25:00",
            "1/1/2019 13:00 PM",
        ):
            assert reads.moment(text) is None, text

    def test_times_with_and_without_a_zone_are_not_mixed_unless_it_is_said(self) -> None:
        texts = ["2019-02-13 10:00+00", "2019-02-13 10:00"]
        with pytest.raises(DatabaseError, match=r"times with a zone .* and without one .*--time-zone"):
            written.dates("a.csv", texts)
        said = written.dates("a.csv", texts, zone="Asia/Makassar")
        assert str(said.moment(texts[1])) == "2019-02-13 10:00:00+08:00"
        assert written.dates("a.csv", ["2019-02-13 10:00+00", "2019-02-14"]).zone == "Asia/Jakarta"  # days have none


class TestNumbers:
    @pytest.mark.parametrize(
        ("texts", "sign"),
        [(["1,5", "2"], ","), (["1.5"], "."), (["1.234,5"], ","), (["1,234.5"], "."), (["1.234.567"], ","), ([], ".")],
    )
    def test_the_sign_is_told_from_the_whole_file(self, texts: list[str], sign: str) -> None:
        assert written.decimal("a.csv", texts) == sign

    @pytest.mark.parametrize(("texts", "words"), [(["1,5", "1.5"], "two ways"), (["1.234"], "does not tell")])
    def test_else_it_is_refused(self, texts: list[str], words: str) -> None:
        with pytest.raises(DatabaseError, match=words):
            written.decimal("a.csv", texts)
        assert written.decimal("a.csv", texts, ",") == ","

    def test_numbers(self) -> None:
        assert [written.number(text, ",") for text in ("1.234,5", "4", " -2 ", "x", "")] == [
            1234.5,
            4.0,
            -2.0,
            None,
            None,
        ]


def file_of(path: Path, days: list[date], way: Callable[[date], str]) -> Path:
    with path.open("w", newline="") as text:
        lines = csv.writer(text)
        lines.writerow([*HEAD, "response_time"])
        for number, day in enumerate(days):
            lines.writerow([f"QL{number}", "KELURAHAN GAMBIR", "SAMPAH", "COMPLETE", way(day), way(day), "3,5"])
    return path


def received(url: str) -> list[str]:
    with psycopg.connect(url) as db:
        db.execute("set timezone = 'Asia/Jakarta'")
        return [text for (text,) in db.execute("select masuk::text from open_data.laporan order by id").fetchall()]


@pytest.fixture
def url(server: Embedded) -> str:
    return server.create("written", replace=True)


class TestOpenData:
    @pytest.mark.parametrize("way", ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d-%m-%Y 10:00"])
    def test_a_file_is_read_in_the_order_it_is_written_in(self, url: str, tmp_path: Path, way: str) -> None:
        report = open_data.load(url, [file_of(tmp_path / "a.csv", MADE, lambda day: day.strftime(way))])
        assert [text[:10] for text in received(url)] == [day.isoformat() for day in MADE]
        assert report.count("receipt date not readable") == 0
        assert report.files[0].left_out == ["response_time"]
        assert "left out: response_time" in report.text()

    def test_the_published_data_with_the_day_first(self, url: str, tmp_path: Path, real_data: Path) -> None:
        """As the portal writes them elsewhere: nothing is read as another day, and nothing is lost."""
        with (real_data / "jakarta_crm_2019_2020.csv").open(encoding="utf-8-sig", newline="") as text:
            days = [date.fromisoformat(row["tanggal_masuk"]) for row in csv.DictReader(text)]
        report = open_data.load(url, [file_of(tmp_path / "a.csv", days, lambda day: day.strftime("%d/%m/%Y"))])
        assert [text[:10] for text in received(url)] == [day.isoformat() for day in days]
        assert report.count("receipt date not readable") == 0 and report.files[0].dates.order == DAY_FIRST

    def test_the_command_says_how(self, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = file_of(tmp_path / "a.csv", [date(2019, 3, 2)], lambda day: day.strftime("%d/%m/%Y"))
        assert main(["load-open-data", str(path), "--url", url]) == 1
        assert "--date-format d/m/y" in capsys.readouterr().err
        assert main(["load-open-data", str(path), "--url", url, "--date-format", "d/m/y"]) == 0
        assert received(url)[0].startswith("2019-03-02")

    def test_a_workbook_is_read_directly(self, url: str, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append([*HEAD, "response_time"])
        for number, day in enumerate(MADE):
            sheet.append([f"QL{number}", "KELURAHAN GAMBIR", "SAMPAH", "COMPLETE", day, day, 3.5])
        book.save(tmp_path / "a.xlsx")
        report = open_data.load(url, [tmp_path / "a.xlsx"])
        assert [text[:10] for text in received(url)] == [day.isoformat() for day in MADE]
        assert report.files[0].sheet.kind == "XLSX" and report.files[0].left_out == ["response_time"]


DESCRIPTION = """
name = "Kota Lain"
zone = "Asia/Makassar"
[column]
code = "Nomor"
created_at = "Masuk"
closed_at = "Selesai"
category = "Jenis"
skpd = "Unit"
kelurahan = "Tempat"
status = "Keadaan"
rating = "Nilai"
[status]
Beres = "Selesai"
"""
ROWS = """Nomor;Masuk;Selesai;Jenis;Unit;Tempat;Keadaan;Nilai;Pelapor
A1;13/02/2026 00:30;14/02/2026 10:00;Jalan;Dinas A;Utara;Beres;4,5;Budi
A2;14/02/2026 23:30;;Sampah;NULL;Selatan;Dibuka;;Budi
A3;besok;;Sampah;Dinas B;;Dibuka;x;Budi
"""


class TestDescribed:
    def files(self, folder: Path, rows: str = ROWS, description: str = DESCRIPTION) -> tuple[Path, Path]:
        (folder / "a.csv").write_text(rows, encoding="utf-8")
        (folder / "a.toml").write_text(description, encoding="utf-8")
        return folder / "a.csv", folder / "a.toml"

    def test_three_relations_in_its_own_zone(self, url: str, tmp_path: Path) -> None:
        report = described.load(url, *self.files(tmp_path))
        assert report.left_out == ["Pelapor"] and report.undated == 1
        assert report.unreadable == {"created_at": (1, "besok"), "rating": (1, "x")}
        assert dict(report.unknown_statuses) == {"Dibuka": 2}
        with psycopg.connect(url) as db:
            db.execute("set timezone = 'Asia/Makassar'")
            complaints = db.execute(
                "select code, created_at::text, closed_at::text, status, skpd_code, rating from dashboard.complaint"
                " order by code"
            ).fetchall()
            assert complaints == [
                ("A1", "2026-02-13 00:30:00+08", "2026-02-14 10:00:00+08", "Selesai", "Dinas A", 4),
                ("A2", "2026-02-14 23:30:00+08", None, "Proses", None, None),
            ]
            assert db.execute("select count(*) from dashboard.complaint_event").fetchone() == (3,)
            assert db.execute("select count(*) from dashboard.complaint_spell").fetchone() == (1,)
            assert db.execute("select name, zone from dashboard.source").fetchone() == ("Kota Lain", "Asia/Makassar")
            assert db.execute("select count(*) from dashboard.sla_rule").fetchone() == (0,)
            assert not db.execute("select from information_schema.columns where column_name ~* 'pelapor'").fetchall()

    def test_the_command_and_a_second_load(self, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file, description = self.files(tmp_path)
        for _again in range(2):
            assert main(["load-file", str(file), "--described", str(description), "--url", url]) == 0
        said = capsys.readouterr().out
        assert "3 rows (UTF-8, separated by ';'), all of them kept" in said and "Dates are read as d/m/y" in said
        assert "Left out, since the description does not name them: Pelapor" in said
        assert "created_at not readable (such as 'besok')" in said
        assert main(["check", "--url", url]) == 1  # as its owner, who may write; the contract itself holds
        assert "dashboard.complaint: 2 rows" in capsys.readouterr().out

    def test_a_crm_mapped_by_hand_stays(self, url: str, tmp_path: Path) -> None:
        with psycopg.connect(url) as db:
            db.execute("create schema dashboard; create view dashboard.source as select 'crm'::text as kind")
        with pytest.raises(DatabaseError, match="shows crm"):
            described.load(url, *self.files(tmp_path))

    @pytest.mark.parametrize(
        ("description", "words"),
        [
            ("x = ", "not valid TOML"),
            ("[colum]\na = 'b'", "unknown key colum"),
            ("[column]\ncode = 'Nomor'", "created_at is missing"),
            ("[column]\ncode = 'Nomor'\ncreated_at = 'Masuk'\npelapor = 'Pelapor'", "names pelapor; it may name"),
            (
                "[column]\ncode = 'No'\ncreated_at = 'Masuk'",
                "has no column 'No', which .* names; it has 'Nomor', 'Masuk'",
            ),
            (DESCRIPTION + "Lama = 'Tutup'", "gives 'Tutup'; it may give"),
            ("zone = 'Mars'\n" + DESCRIPTION.split("\n", 3)[3], "nobody knows the zone 'Mars'"),
            ("[column]\ncode = 3\ncreated_at = 'Masuk'", "texts only"),
        ],
    )
    def test_what_is_wrong_in_a_description_is_said(
        self, url: str, tmp_path: Path, description: str, words: str
    ) -> None:
        with pytest.raises(DatabaseError, match=words):
            described.load(url, *self.files(tmp_path, description=description))
        with psycopg.connect(url) as db:
            assert db.execute("select to_regclass('dashboard.source')").fetchone() == (None,)


def test_sheets_of_every_sort(tmp_path: Path) -> None:
    for text, kind in (("a;b\n1;2\n", "';'"), ("a\tb\n1\t2\n", r"'\t'"), ("a|b\n1|2\n", "'|'"), ("a,b\n1,2\n", "','")):
        (tmp_path / "a.csv").write_text(text)
        sheet = sheets.read(tmp_path / "a.csv")
        assert sheet.rows == [(2, ["1", "2"])] and re.search(re.escape(kind) + "$", sheet.kind)
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DatabaseError, match="no workbook that can be read"):
        sheets.read(tmp_path / "a.xlsx")
