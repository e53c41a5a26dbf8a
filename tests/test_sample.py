"""The sample generator: what it makes, that it makes it again, and that it never leaves half of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from database.embedded import Embedded
from database.sample import DIRT, SampleError, fill, truth
from database.sample.plan import JAKARTA, flood_days

COUNT = 20_000
START = date(2025, 12, 1)
END = datetime(2026, 3, 17, 10, 42, 31, tzinfo=JAKARTA)
LAST_MINUTE = datetime(2026, 3, 17, 10, 42, tzinfo=JAKARTA)
TABLES = ("kanal", "unit", "kategori", "kelurahan", "laporan", "riwayat", "penugasan")

# Complaints of which the row itself was soiled in its moments, holder, status or number.
CLEAN = """create temporary view clean as
    select * from crm.laporan
    where masuk between '2025-12-01' and %s and (selesai is null or selesai > masuk)
      and (selesai is null) = (status <> 'Selesai') and unit in (select kode from crm.unit)
      and status in (select distinct status from crm.riwayat) and length(nomor) < 21"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("sample")) as embedded:
        yield embedded


@pytest.fixture(scope="module")
def url(server: Embedded) -> str:
    address = server.create("sample")
    assert fill(address, count=COUNT, start=START, end=END, seed=7) == COUNT
    with psycopg.connect(address) as connection:
        connection.execute("create index riwayat_laporan on crm.riwayat (laporan, id)")
        connection.execute("create index penugasan_laporan on crm.penugasan (laporan, terima)")
        connection.execute("analyze")
    return address


@pytest.fixture
def db(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url) as connection:
        connection.execute("set timezone = 'Asia/Jakarta'")
        connection.execute(psycopg.ClientCursor(connection).mogrify(CLEAN, [LAST_MINUTE]).encode())
        yield connection
        connection.rollback()


def one(connection: psycopg.Connection[Any], query: str, *values: Any) -> Any:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def hashes(address: str) -> dict[str, str]:
    """One hash for each table, over its rows in the order they lie."""
    with psycopg.connect(address) as connection:
        return {t: one(connection, f"select md5(string_agg(md5(x::text), '')) from crm.{t} x") for t in TABLES}


def test_same_seed_gives_the_same_rows(server: Embedded, url: str) -> None:
    before = hashes(url)
    fill(url, count=COUNT, start=START, end=END.astimezone(UTC), seed=7, replace=True)
    assert hashes(url) == before
    with psycopg.connect(url) as connection:  # an index of the earlier sample is there again
        assert one(connection, "select to_regclass('crm.penugasan_laporan')::text") == "crm.penugasan_laporan"


def test_another_seed_gives_other_rows(server: Embedded, url: str) -> None:
    other = server.create("other")
    fill(other, count=2_000, start=START, end=END, seed=8)
    same = server.create("same")
    fill(same, count=2_000, start=START, end=END, seed=9)
    first, second = hashes(other), hashes(same)
    assert all((first[t] == second[t]) == (t in TABLES[:4]) for t in TABLES)


def test_channel_shares_are_the_published_ones(db: psycopg.Connection[Any]) -> None:
    jaki, lapor = one(db, "select avg((kanal = 'JAKI')::int), avg((kanal = 'LAPOR')::int) from crm.laporan")
    assert 0.90 <= jaki <= 0.92
    assert 0.013 <= lapor <= 0.017
    assert one(db, "select count(distinct kanal) from crm.laporan") == 13
    assert one(db, "select count(*) from crm.laporan where (kanal = 'LAPOR') <> (jenis_lapor is not null)") == 0
    assert one(db, "select count(*) from crm.laporan where (kanal = 'LAPOR') <> (nomor_lapor is not null)") == 0
    assert one(db, "select count(distinct jenis_lapor) from crm.laporan") == 4


def test_channels_keep_to_their_validity(server: Embedded) -> None:
    address = server.create("history")
    fill(address, count=4_000, start=date(2021, 7, 1), end=datetime(2022, 6, 30, tzinfo=UTC))
    with psycopg.connect(address) as connection:
        connection.execute("set timezone = 'Asia/Jakarta'")
        outside = """select count(*) from crm.laporan l join crm.kanal k on k.kode = l.kanal
            where l.masuk::date < k.berlaku_dari or l.masuk::date > coalesce(k.berlaku_sampai, 'infinity')"""
        assert one(connection, outside) <= 4  # the wrong years
        assert one(connection, "select count(*) from crm.laporan where kanal = 'QLUE'") > 100


def test_nothing_happens_after_the_end(db: psycopg.Connection[Any]) -> None:
    late = [
        one(db, f"select count(*) from {table} where {column} > %s", LAST_MINUTE)
        for table, column in [
            ("crm.riwayat", "pada"),
            ("crm.penugasan", "terima"),
            ("crm.penugasan", "lepas"),
            *(
                ("clean", column)
                for column in (
                    "masuk",
                    "koordinasi",
                    "jawaban",
                    "selesai",
                    "ews_pada",
                    "status_pada",
                    "unit_sejak",
                    "diubah",
                )
            ),
        ]
    ]
    assert late == [0] * len(late)
    assert one(db, "select max(masuk) from clean") > datetime(2026, 3, 17, 9, tzinfo=JAKARTA)
    assert one(db, "select min(masuk) from clean") < datetime(2025, 12, 1, 3, tzinfo=JAKARTA)


def test_events_lead_to_the_state_of_the_complaint(db: psycopg.Connection[Any]) -> None:
    assert one(db, "select count(*) from clean") > 0.99 * COUNT
    db.execute("""create temporary view story as select laporan, count(*) as steps, min(id) as first_id,
        (array_agg(status order by id))[1] as first, (array_agg(status order by id desc))[1] as last,
        (array_agg(ke_unit order by id desc))[1] as holder, min(pada) as begun, max(pada) as changed,
        min(pada) filter (where status <> 'Menunggu') as coordinated,
        min(pada) filter (where status = 'Proses') as answered,
        max(pada) filter (where status = 'Selesai') as settled, count(ews) as estimates,
        (array_agg(ews order by id desc) filter (where ews is not null))[1] as ews
        from crm.riwayat group by laporan""")
    wrong = one(
        db,
        """select count(*) from clean l left join story s on s.laporan = l.id where s.first is distinct from 'Menunggu'
        or l.status <> s.last or l.unit <> s.holder or l.masuk <> s.begun or l.status_pada <> s.changed
        or l.diubah <> s.changed or l.koordinasi is distinct from s.coordinated
        or l.jawaban is distinct from s.answered or l.selesai is distinct from s.settled
        or l.ews is distinct from s.ews or l.ews_kali <> s.estimates""",
    )
    assert wrong == 0
    steps, most = one(db, "select avg(steps), max(estimates) from story")
    assert 5.0 < steps < 6.0
    assert 2 <= most <= 6
    order = """select count(*) from (select pada < lag(pada) over w as back, status = lag(status) over w
        and status not in ('Koordinasi', 'Proses') as twice from crm.riwayat
        window w as (partition by laporan order by id)) x where back or twice"""
    assert one(db, order) == 0
    assert one(db, "select count(*) - count(distinct id) from crm.riwayat") == 0
    remarks = db.execute("select distinct catatan from crm.riwayat where catatan is not null order by 1").fetchall()
    assert [r[0] for r in remarks] == ["Bukti tindak lanjut belum sesuai", "EWS disetujui"]


def test_stays_form_one_chain(db: psycopg.Connection[Any]) -> None:
    broken = one(
        db,
        """select count(*) from (select *, lead(terima) over w as next, lead(unit) over w as next_unit
        from crm.penugasan window w as (partition by laporan order by terima)) x
        where next is not null and (lepas is distinct from next or selesai or next_unit = unit)""",
    )
    assert broken == 0
    wrong = one(
        db,
        """select count(*) from clean l join lateral (select * from crm.penugasan p where p.laporan = l.id
        order by terima desc limit 1) p on true
        where p.unit <> l.unit or p.terima <> l.unit_sejak or p.lepas is distinct from l.selesai
        or p.selesai <> (l.selesai is not null)""",
    )
    assert wrong == 0
    handed = one(db, "select count(*) from crm.riwayat where dari_unit is not null or status = 'Menunggu'")
    assert handed == one(db, "select count(*) from crm.penugasan")


def test_report_numbers(db: psycopg.Connection[Any]) -> None:
    jaki = """select count(*) from clean where kanal = 'JAKI'
        and nomor !~ ('^JK' || to_char(masuk, 'YYMMDD') || '[0-9]{4}$')"""
    assert one(db, jaki) <= 0.001 * COUNT  # numbers repeated by mistake
    other = """select count(*) from clean l join crm.kanal k on k.kode = l.kanal
        where kanal <> 'JAKI' and nomor !~ '^(LP|TW|FB|EM|TG|SM|WL|KC|KH|PD|IN|MM)[0-9]{9}$'"""
    assert one(db, other) <= 5
    shared = one(
        db,
        """select count(*), count(distinct right(nomor, 9)), max(right(nomor, 9)::int) - min(right(nomor, 9)::int) + 1
        from crm.laporan where kanal <> 'JAKI' and nomor !~ '^(JK|QL)'""",
    )
    assert shared[0] - shared[1] <= 5
    assert shared[2] - shared[0] <= 15  # one counter for all of them, but for soiled numbers


def test_every_kind_of_dirt_is_there(db: psycopg.Connection[Any]) -> None:
    queries = {
        "settled_before_receipt": "selesai < masuk and masuk < '2027-01-01'",
        "wrong_year": "masuk < '2025-12-01' or masuk > '2027-01-01'",
        "category_missing": "kategori is null",
        "category_null_text": """kategori = 'NULL"'""",
        "category_unknown": """kategori <> 'NULL"' and kategori not in (select nama from crm.kategori)""",
        "status_unknown": "status not in (select status from crm.riwayat)",
        "unit_missing": "unit is null",
        "unit_unknown": "unit not in (select kode from crm.unit)",
        "number_repeated": "nomor in (select nomor from crm.laporan group by 1 having count(*) > 1)",
        "number_long": "nomor ~ '^[A-Z]{2}[0-9]{19}$'",
        "settled_without_time": "status = 'Selesai' and selesai is null",
        "place_blank": "kelurahan = ''",
    }
    assert queries.keys() == DIRT.keys()
    for kind, where in queries.items():
        found = one(db, f"select count(*) from crm.laporan where {where}")
        assert 1 <= found <= 4 * DIRT[kind] * COUNT + 4, kind
    assert one(db, "select count(*) - count(distinct id) from crm.laporan") == 0
    assert one(db, "select count(*) from crm.laporan where kategori <> trim(kategori)") > 0.05 * COUNT


def test_reference_tables(db: psycopg.Connection[Any]) -> None:
    assert one(db, "select count(*) from crm.kanal where berlaku_dari <= '2026-03-17' and berlaku_sampai is null") == 13
    groups = db.execute("select distinct kelompok from crm.kanal order by 1").fetchall()
    assert [g[0] for g in groups] == ["Aplikasi JAKI", "Media Sosial", "Surat Elektronik", "Tatap Muka"]
    assert one(db, "select count(*), count(distinct nama), count(distinct kota) from crm.kelurahan") == (267, 267, 6)
    assert one(db, "select nama from crm.kelurahan where kode = '31.71.01.1001'") == "Gambir"
    kinds = dict(db.execute("select jenis, count(*) from crm.unit group by 1").fetchall())
    assert kinds.keys() == {"dinas", "badan", "biro", "sudin", "kota", "kecamatan", "kelurahan", "bumd"}
    assert (kinds["kota"], kinds["kecamatan"], kinds["kelurahan"]) == (6, 44, 267)
    assert one(db, "select count(*) from crm.unit where induk not in (select kode from crm.unit)") == 0
    assert one(db, "select count(*) from crm.kategori where baku not in (select nama from crm.kategori)") == 0


def test_texts_carry_things_to_mask_and_nothing_real(db: psycopg.Connection[Any]) -> None:
    for pattern in ("0800-?0000", r"\y99\d{14}\y", "@example[.]org", "&amp;", "\n"):
        assert one(db, "select count(*) from crm.laporan where isi ~ %s", pattern) > 0, pattern
    digits = r"select count(*) from crm.laporan where isi ~ '\d{8}' and isi !~ '(0800-?0000|\y99\d{14}\y)'"
    assert one(db, digits) == 0


def test_measures_are_near_the_published_ones(db: psycopg.Connection[Any]) -> None:
    closed = one(db, "select avg((selesai is not null)::int) from clean where masuk < '2026-01-15'")
    assert 0.95 < closed < 0.99
    on_time = one(
        db,
        """select avg((coalesce(selesai, 'infinity') <= coalesce(batas, ews, masuk + interval '6 days'))::int)
        from clean where coalesce(batas, ews, masuk + interval '6 days') <= %s""",
        LAST_MINUTE,
    )
    assert 0.85 < on_time < 0.92
    hours = "extract(epoch from koordinasi - masuk) / 3600"
    assert one(db, f"select avg(({hours} <= 6)::int) from clean where kanal = 'JAKI' and koordinasi is not null") > 0.9
    mean = one(db, "select avg(extract(epoch from selesai - masuk)) / 86400 from clean")
    assert 2 < mean < 4
    assert (
        0.02
        < one(db, "select count(distinct laporan)::float8 / %s from crm.riwayat where status = 'TL Ditolak'", COUNT)
        < 0.04
    )
    assert 0.03 < one(db, "select avg((ews is not null)::int) from clean") < 0.05
    days = dict(db.execute("select masuk::date, count(*) from clean group by 1").fetchall())
    floods = [days[day] for year in (2025, 2026) for day in flood_days(7, year) if START <= day < LAST_MINUTE.date()]
    assert min(floods) > 1.2 * COUNT / len(days)


def test_truth_is_what_the_complaints_show(url: str, db: psycopg.Connection[Any]) -> None:
    """Median handling time (last stay up to the first report of work done) against the median that was set."""
    speeds = truth(7)
    assert speeds == truth(7)
    assert speeds != truth(8)
    assert speeds["SD-SDA-31.71"].lapor_factor == speeds["DIN-SDA"].lapor_factor
    shares = [speed.share_within(6) for speed in speeds.values()]
    assert min(shares) < 0.75
    assert max(shares) > 0.99
    query = """select l.unit, count(*), percentile_cont(0.5) within group
            (order by extract(epoch from r.pada - l.unit_sejak) / 86400)
        from clean l join lateral (select min(pada) as pada from crm.riwayat where laporan = l.id and
            status = 'Menunggu Validasi') r on true
        where l.kategori = 'Pohon' and l.kanal = 'JAKI' and l.unit like 'SD-PHK-%'
        group by 1 having count(*) > 100"""
    rows = db.execute(query).fetchall()
    assert len(rows) >= 4
    for code, number, median in rows:
        assert median == pytest.approx(speeds[code].median_days, rel=5 / number**0.5), code


def test_refuses_to_overwrite(server: Embedded, url: str) -> None:
    before = hashes(url)
    with pytest.raises(SampleError, match="replace"):
        fill(url, count=10, start=START, end=END)
    foreign = server.create("foreign")
    with psycopg.connect(foreign) as connection:
        connection.execute("create schema crm")
        connection.execute("create table crm.kanal (kode text)")
        connection.execute("insert into crm.kanal values ('asli')")
    with pytest.raises(SampleError, match="no sample"):
        fill(foreign, count=10, start=START, end=END, replace=True)
    assert hashes(url) == before


@pytest.mark.parametrize(
    "wrong",
    [{"start": date(2015, 1, 1)}, {"start": date(2026, 3, 18)}, {"count": 0}, {"seed": -1}],
)
def test_refuses_what_makes_no_sense(url: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(SampleError):
        fill(url, **{"count": 10, "start": START, "end": END, **wrong})


def test_an_interrupt_leaves_nothing(server: Embedded, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("database.sample.CHUNK", 1_000)

    def interrupt(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    empty = server.create("empty")
    with pytest.raises(KeyboardInterrupt):
        fill(empty, count=5_000, start=START, end=END, progress=interrupt)
    with psycopg.connect(empty) as connection:
        assert one(connection, "select count(*) from pg_namespace where nspname = 'crm'") == 0
    before = hashes(url)
    with pytest.raises(KeyboardInterrupt):
        fill(url, count=5_000, start=START, end=END, replace=True, progress=interrupt)
    assert hashes(url) == before


def test_loads_in_chunks_of_any_size(server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("database.sample.CHUNK", 700)
    seen: list[tuple[int, int]] = []
    address = server.create("chunks")
    fill(address, count=3_000, start=START, end=END, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3_000, 3_000)
    assert len(seen) >= 4
    with psycopg.connect(address) as connection:
        for table, rows in {"laporan": 3_000, "riwayat": None}.items():
            least, most, number = one(connection, f"select min(id), max(id), count(distinct id) from crm.{table}")
            assert most - least + 1 == number
            assert rows is None or rows == number


def test_reference_folder_holds_only_what_its_readme_lists() -> None:
    folder = Path(__file__).parent.parent / "database" / "sample" / "reference"
    assert sorted(p.name for p in folder.iterdir()) == [
        "README.md",
        "kalimat.csv",
        "kanal.csv",
        "kategori.csv",
        "kelurahan.csv",
        "rute.csv",
        "unit.csv",
    ]
