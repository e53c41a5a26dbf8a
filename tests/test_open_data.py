"""Loading the published complaint files, on a real PostgreSQL."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from database import check, open_data
from database.__main__ import main
from database.embedded import Embedded
from database.errors import DatabaseError
from database.open_data import names

DATA = Path(__file__).parent / "data"
Y2019, Y2020 = DATA / "pengaduan_2019.csv", DATA / "pengaduan_2020.csv"
HEAD = "id_laporan,skpd,kategori,status,tanggal_masuk,tanggal_selesai\n"
ROW = "QL1,KELURAHAN GAMBIR,SAMPAH,COMPLETE,2020-01-01,2020-01-02\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("pg")) as running:
        yield running


@pytest.fixture
def url(server: Embedded) -> str:
    return server.create("open_data_test", replace=True)


@pytest.fixture(scope="module")
def loaded(server: Embedded) -> tuple[str, open_data.Report]:
    """Both published years, loaded once for the tests that only look."""
    url = server.create("open_data_ready", replace=True)
    return url, open_data.load(url, [Y2019, Y2020])


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as db:
        db.execute("set timezone = 'Asia/Jakarta'")
        return db.execute(query.encode()).fetchall()


def file(folder: Path, text: str | bytes, name: str = "berkas.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_both_years_load_and_keep_the_contract(loaded: tuple[str, open_data.Report], server: Embedded) -> None:
    url, report = loaded
    assert report.rows == 14 and [len(each.rows) for each in report.files] == [10, 4]
    assert [each.sheet.kind[-2] for each in report.files] == [";", ","]
    assert [each.dates.order for each in report.files] == ["m/d/y", "m/d/y"]
    with psycopg.connect(server.url("open_data_ready", "dashboard_reader")) as db:
        assert check.contract_problems(db) == [] and check.can_write(db) == []
        assert not check.check(db).has_failed
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select * from open_data.laporan")
    assert rows(url, "select kind, is_sample from dashboard.source") == [("open-data", False)]


def test_every_field_stays_as_it_came(loaded: tuple[str, open_data.Report]) -> None:
    found = rows(
        loaded[0],
        "select berkas, baris, nomor_asli, skpd_asli, kategori_asli, rincian_asli, status_asli, masuk_asli,"
        " selesai_asli, periode_asli from open_data.laporan where baris in (3, 5) order by id",
    )
    assert found[0] == (
        "pengaduan_2019.csv",
        3,
        "JK1901020001",
        "KELURAHAN PAL MERAH",
        "SAMPAH",
        'Sampah menumpuk; sudah "tiga hari"\ndi pinggir jalan',
        "COMPLETE",
        "1/2/2019",
        "1/2/2019",
        "201901",
    )
    assert found[1][3:9] == ("KELURAHAN PALMERAH", "SAMPAH ", "Aspirasi warga", "complete", *found[1][7:9])
    assert rows(loaded[0], "select count(*) from open_data.laporan where rincian_asli is null") == [(4,)]


def test_dates_are_read_in_jakarta(loaded: tuple[str, open_data.Report]) -> None:
    found = dict(
        rows(loaded[0], "select nomor, masuk::text || ' ' || coalesce(selesai::text, '-') from open_data.laporan")
    )
    assert found["JK1901020001"] == "2019-01-02 00:00:00+07 2019-01-02 00:00:00+07"
    assert found["LP000027601"] == "2019-12-31 23:30:00+07 2020-01-01 08:15:30+07"
    assert found["FB000027603"] == "2020-01-02 07:45:00+07 2020-01-02 10:00:00+07"
    assert found["ql4994318176675173586"] == "2019-03-04 00:00:00+07 -"
    assert found["JK1904310001"] is None  # 31/31/2019 is no date


def test_receipt_falls_back_to_number_and_period(loaded: tuple[str, open_data.Report]) -> None:
    found = {
        number: (str(received)[:10], source)
        for number, received, source in rows(loaded[0], "select nomor, diterima, diterima_dari from open_data.laporan")
    }
    assert found["JK2001010017"] == ("2019-01-01", "tanggal")  # the file's date stays, though the number says 2020
    assert found["JK2001030001"] == ("2020-01-03", "nomor")
    assert found["JK1904310001"] == ("2019-04-01", "periode")  # no 31 April, so the month
    assert found["XX1"] == ("2019-03-01", "periode")
    assert found["BW000000001"] == ("None", None)
    shown = [code for (code,) in rows(loaded[0], "select code from dashboard.complaint")]
    assert len(shown) == 12 and "BW000000001" not in shown and "KC000027604" not in shown


def test_channels_come_from_the_number(loaded: tuple[str, open_data.Report]) -> None:
    found = Counter(kanal for (kanal,) in rows(loaded[0], "select kanal from open_data.laporan"))
    assert found == {
        "JAKI": 5,
        "QLUE": 3,
        "LAPOR": 1,
        "TWITTER": 1,
        "FACEBOOK": 1,
        "BALAIWARGA": 1,
        "KECAMATAN": 1,
        "LAIN": 1,
    }
    codes = {code for (code,) in rows(loaded[0], "select code from dashboard.channel")}
    assert codes == {*open_data.CHANNELS.values(), "LAIN"}
    prefixes = dict(rows(loaded[0], "select awalan, kode from open_data.kanal where awalan is not null"))
    assert prefixes == open_data.CHANNELS


def test_units_are_one_however_they_are_spelt(loaded: tuple[str, open_data.Report]) -> None:
    units = {row[0]: row[1:] for row in rows(loaded[0], "select name, code, kind, city from dashboard.skpd")}
    assert units == {
        "KELURAHAN PAL MERAH": ("KELURAHAN-PALMERAH", "kelurahan", "Jakarta Barat"),
        "KELURAHAN PEGADUNGAN": ("KELURAHAN-PEGADUNGAN", "kelurahan", "Jakarta Barat"),
        "KELURAHAN HARAPAN MULYA": ("KELURAHAN-HARAPAN-MULIA", "kelurahan", "Jakarta Pusat"),
        "KELURAHAN ANTAH BERANTAH": ("KELURAHAN-ANTAHBERANTAH", "kelurahan", None),
        "KECAMATAN GAMBIR": ("KECAMATAN-GAMBIR", "kecamatan", None),
        "WALIKOTA JAKARTA BARAT": ("KOTA-JAKARTA-BARAT", "kota", "Jakarta Barat"),
        "KOTA ADMINISTRASI JAKARTA PUSAT": ("KOTA-JAKARTA-PUSAT", "kota", "Jakarta Pusat"),
        "DINAS BINA MARGA": ("DINAS-BINA-MARGA", "dinas", None),
        "PD PASAR JAYA": ("PD-PASAR-JAYA", "bumd", None),
    }
    places = rows(
        loaded[0],
        "select k.name, count(*) from dashboard.complaint c join dashboard.kelurahan k on k.code = c.kelurahan_code"
        " group by 1 order by 1",
    )
    assert places == [("Harapan Mulia", 1), ("Palmerah", 5), ("Pegadungan", 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KELURAHAN PAL MERAH", "Kelurahan Palmerah"),
        ("KELURAHAN KALI DERES", "KELURAHAN KALIDERES"),
        ("KELURAHAN KALIANYAR", "KELURAHAN KALI ANYAR"),
        ("KELURAHAN JATI PULO", "KELURAHAN JATIPULO"),
        ("KELURAHAN HARAPAN MULYA", "KELURAHAN HARAPAN MULIA"),
        ("KELURAHAN PAL MERIAM", "KELURAHAN PALMERIAM"),
        ("KELURAHAN KALI BARU", "KELURAHAN KALIBARU"),
        ("WALIKOTA JAKARTA BARAT", "KOTA ADMINISTRASI JAKARTA BARAT"),
    ],
)
def test_spellings_of_one_unit(one: str, other: str) -> None:
    assert names.unit_code(one) == names.unit_code(other)
    assert names.kelurahan_of(one) == names.kelurahan_of(other)


def test_kelurahan_kecamatan_and_blank_are_not_mixed_up() -> None:
    assert names.unit_code("KECAMATAN GAMBIR") != names.unit_code("KELURAHAN GAMBIR")
    assert names.kelurahan_of("KECAMATAN GAMBIR") is None
    assert [names.unit_code(text) for text in ("", "  ", "NULL", 'NULL"', '"NULL\\"')] == [None] * 5
    assert len(names.kelurahan()) == 267


def test_categories_keep_their_spelling_and_share_a_canonical_name(loaded: tuple[str, open_data.Report]) -> None:
    found = dict(rows(loaded[0], "select name, canonical from dashboard.category"))
    assert found == {
        "SALURAN AIR": "SALURAN AIR",
        "  saluran   air": "SALURAN AIR",
        "SAMPAH": "SAMPAH",
        "SAMPAH ": "SAMPAH",
        "BANJIR": "BANJIR",
        'NULL"': "TANPA KATEGORI",
        "POHON": "POHON",
        "JALAN": "JALAN",
        "PASAR": "PASAR",
        "CORETAN, IKLAN": "CORETAN, IKLAN",
        "TAMAN": "TAMAN",
    }


def test_status_and_end(loaded: tuple[str, open_data.Report]) -> None:
    found = Counter(rows(loaded[0], "select status, closed_at is not null from dashboard.complaint"))
    assert found == {("Selesai", True): 9, ("Selesai", False): 1, (None, False): 1, ("Proses", False): 1}
    assert rows(loaded[0], "select count(*) from dashboard.complaint_event") == [(0,)]
    assert rows(loaded[0], "select count(*), count(released_at) from dashboard.complaint_spell") == [(11, 9)]


def test_odd_rows_are_counted(loaded: tuple[str, open_data.Report]) -> None:
    url, report = loaded
    assert {kind: count for kind, count in report.doubtful if count} == {
        "number used more than once": 2,
        "number longer than 20 characters": 1,
        "channel not known by the first two letters of the number": 1,
        "SKPD blank or the word NULL": 1,
        "kelurahan not in the official list": 1,
        "category blank or the word NULL": 2,
        "status blank or the word NULL": 1,
        "status other than COMPLETE": 1,
        "receipt date blank": 4,
        "receipt date not readable": 1,
        "receipt taken from the day in the number": 1,
        "receipt taken from periode_data": 2,
        "tanpa tanggal masuk: no receipt date at all, so not shown by the dashboard": 2,
        "end date blank": 3,
        "end date not readable": 1,
        "ends before it starts": 1,
        "year in the JK number differs from the receipt": 1,
        "day in the JK number is more than 2 days off": 2,
        "month of receipt differs from periode_data": 1,
    }
    assert (report.files[1].sheet.short, report.files[1].sheet.blank) == (1, 1)
    text = report.text()
    assert (
        "pengaduan_2020.csv: 4 rows (UTF-8, separated by ','), dates as m/d/y, 1 rows too short, 1 empty lines" in text
    )
    with psycopg.connect(url) as db:
        checked = check.check(db).text()
    assert "warn  tanpa tanggal masuk: no receipt date at all, so not shown by the dashboard: 2" in checked


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_separators_and_encodings(url: str, tmp_path: Path, separator: str, encoding: str) -> None:
    text = (HEAD + ROW.replace("SAMPAH", "CAFÉ")).replace(",", separator).replace("\n", "\r\n")
    report = open_data.load(url, [file(tmp_path, text.encode(encoding))])
    assert rows(url, "select kategori_asli from open_data.laporan") == [("CAFÉ",)]
    assert report.files[0].sheet.kind.split(",")[0] == ("Latin-1" if encoding == "latin-1" else "UTF-8")


def test_a_quote_escaped_with_a_backslash(url: str, tmp_path: Path) -> None:
    text = HEAD + ROW.replace("SAMPAH", '"NULL\\""') + ROW
    open_data.load(url, [file(tmp_path, text)])
    assert rows(url, "select kategori_asli from open_data.laporan order by id") == [('NULL"',), ("SAMPAH",)]


def test_loading_again_replaces(url: str) -> None:
    open_data.load(url, [Y2019, Y2020])
    assert open_data.load(url, [Y2020]).rows == 4
    assert rows(url, "select count(*), min(berkas) from open_data.laporan") == [(4, "pengaduan_2020.csv")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"berkas\.csv is empty"),
        (b"\n \n", r"is empty"),
        (HEAD.encode(), r"has no rows after its first line"),
        (b"PK\x03\x04\x14\x00\x06\x00", r"is no workbook that can be read"),
        (("\ufeff" + HEAD + ROW).encode("utf-16"), r"is not a text file"),
        (
            b"<html><body>Not found</body></html>\n",
            r"no column .* among '<html>.*expected are trace_number or id_laporan",
        ),
        ((HEAD.replace("skpd,", "") + ROW).encode(), r"has no column nama_skpd or skpd among .*; expected are"),
        ((HEAD.replace("skpd", "skpd,nama_skpd") + ROW).encode(), r"has skpd and nama_skpd for the same thing"),
        ((HEAD + ROW + ROW.replace("SAMPAH", '"SAMPAH')).encode(), r"line 3: the quotes do not match"),
        ((HEAD + ROW.replace("SAMPAH", '"SAMPAH"x')).encode(), r"line 2: the quotes do not match"),
        (
            (HEAD + ROW + ROW.replace("SAMPAH", "SAMPAH,BANJIR")).encode(),
            r"line 3: 7 fields where the first line has 6",
        ),
        (None, r"There is no file"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_loaded(
    url: str, tmp_path: Path, content: bytes | None, message: str
) -> None:
    open_data.load(url, [Y2020])
    wrong = file(tmp_path, content) if content is not None else tmp_path / "berkas.csv"
    with pytest.raises(DatabaseError, match=message):
        open_data.load(url, [Y2019, wrong])
    assert rows(url, "select count(*), min(berkas) from open_data.laporan") == [(4, "pengaduan_2020.csv")]


def test_a_load_the_database_refuses_leaves_the_earlier_one(url: str, tmp_path: Path) -> None:
    open_data.load(url, [Y2020])
    with psycopg.connect(url) as db:  # only found out after the rows are in
        db.execute("alter role dashboard_reader superuser")
    try:
        with pytest.raises(DatabaseError, match="administrator"):
            open_data.load(url, [Y2019])
    finally:
        with psycopg.connect(url) as db:
            db.execute("alter role dashboard_reader nosuperuser")
    assert rows(url, "select count(*) from open_data.laporan") == [(4,)]
    assert rows(url, "select count(*) from dashboard.complaint") == [(3,)]


def test_a_file_named_twice_is_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="named more than once"):
        open_data.load(url, [Y2019, Y2019])


def test_a_database_with_another_source_is_left_alone(url: str) -> None:
    open_data.load(url, [Y2020])
    with psycopg.connect(url) as db:
        db.execute("drop view dashboard.source; create view dashboard.source as select 'crm'::text as kind")
    with pytest.raises(DatabaseError, match="shows crm"):
        open_data.load(url, [Y2019])
    assert rows(url, "select count(*) from open_data.laporan") == [(4,)]


def test_the_command(
    server: Embedded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CRM_DATA_DIR", str(server.folder.parent))
    monkeypatch.setenv("CRM_DATABASE_URL", "postgresql://the-real-crm.invalid/crm")  # never loaded into by itself
    monkeypatch.setattr(Embedded, "stop", lambda self: None)
    assert main(["load-open-data", str(Y2019), str(Y2020)]) == 0
    assert "Together 14 rows, all of them kept" in capsys.readouterr().out
    assert main(["check", "--url", "embedded:open_data"]) == 0
    assert "tanpa tanggal masuk" in capsys.readouterr().out
    assert main(["load-open-data", str(tmp_path / "none.csv")]) == 1
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.csv'}.\n"


REAL = os.environ.get("CRM_REAL_DATA")


@pytest.mark.skipif(not REAL, reason="CRM_REAL_DATA names no folder with jakarta_crm_2019_2020.csv")
def test_the_published_figures(url: str) -> None:
    report = open_data.load(url, [Path(REAL or "") / "jakarta_crm_2019_2020.csv"])
    assert report.rows == 13_389
    assert report.count("year in the JK number differs from the receipt") == 120
    assert report.count("number used more than once") == 2
    assert report.count("number longer than 20 characters") == 54
    by_category = dict(
        rows(
            url,
            "select canonical, count(*) from dashboard.complaint c join dashboard.category k on k.name = c.category"
            " group by 1",
        )
    )
    assert len(by_category) == 95
    assert by_category["SAMPAH"] == 6_515 and by_category["PELANGGARAN PERDA/PERGUB"] == 2_031
    by_unit = dict(
        rows(
            url, "select name, count(*) from dashboard.complaint join dashboard.skpd s on s.code = skpd_code group by 1"
        )
    )
    assert len(by_unit) == 102
    assert by_unit["KELURAHAN PAL MERAH"] == 592 and by_unit["KELURAHAN GAMBIR"] == 583
    assert rows(
        url,
        "select count(*), max(closed_at - created_at) <= interval '3 days' from dashboard.complaint"
        " where channel_code = 'LAPOR'",
    ) == [(115, True)]
    months = rows(
        url,
        "select count(*) from dashboard.complaint where created_at >= '2020-01-01' and created_at < '2021-01-01'"
        " group by date_trunc('month', created_at) order by date_trunc('month', created_at)",
    )
    assert [count for (count,) in months] == [588, 565, 366, 395, 280, 503, 585, 436, 483, 357, 375, 308]
    # The 100 kelurahan of two cities are all recognised; the two city offices are no kelurahan.
    assert rows(
        url, "select count(distinct kelurahan_code), count(*) - count(kelurahan_code) from dashboard.complaint"
    ) == [(100, 312)]
