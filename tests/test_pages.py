"""Every page through Streamlit's own test runner on a real PostgreSQL: full, empty, filtered, and with a bad address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import psycopg
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import DEFAULT_PERIOD
from dashboard.formats import number
from dashboard.texts import english
from queries.complaints import SETS
from tests.conftest import AS_OF
from tests.world import World

APP = Path(__file__).parent.parent / "app.py"
OVERVIEW = "pages/ikhtisar/ringkasan.py"
CHANNELS = "pages/kanal/kanal.py"
RANKING = "pages/skpd/peringkat.py"
LAPOR = "pages/lapor/terlambat.py"
DUE = "pages/lapor/jatuh_tempo.py"
PATTERN = "pages/lapor/pola.py"
DESK_LIST = "pages/lapor/daftar.py"
LIST = "pages/aduan/daftar.py"
COMPLAINT = "pages/aduan/aduan.py"

# Page -> its title, and how many charts it draws on the full sample.
PAGES = {
    OVERVIEW: ("Ringkasan", 2),
    CHANNELS: ("Kanal", 1),
    RANKING: ("Peringkat SKPD", 1),
    LAPOR: ("LAPOR terlambat", 6),
    DUE: ("LAPOR akan jatuh tempo", 0),
    PATTERN: ("Pola keterlambatan LAPOR", 3),
    DESK_LIST: ("Daftar LAPOR", 0),
    LIST: ("Daftar aduan", 0),
}
EVERY_PAGE = [*PAGES, COMPLAINT]


def opened(page: str, session: dict[str, Any] | None = None, **query: str | list[str]) -> AppTest:
    """The page as a reader sees it who opens it under this address."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    if page.startswith("pages/lapor/"):
        # Its address is not the name of its file, which the runner knows only after a run, of the lightest page here.
        at.switch_page(COMPLAINT).run()
    for name, value in query.items():
        at.query_params[name] = value
    for key, value in (session or {}).items():
        at.session_state[key] = value
    return at.switch_page(page).run()


def row(index: int) -> dict[str, Any]:
    """State of a table in which this row is chosen."""
    return {"selection": {"rows": [index], "columns": [], "cells": []}}


def is_well(at: AppTest) -> AppTest:
    """No stack trace and no complaint about the database."""
    assert not at.exception, [e.value for e in at.exception]
    assert not at.error, [e.value for e in at.error]
    return at


def notices(at: AppTest) -> list[str]:
    return [w.value for w in at.warning]


def link_query(link: Any) -> dict[str, list[str]]:
    """Parameters of the address a page link leads to."""
    return parse_qs(link.proto.query_string, keep_blank_values=True)


def chart_rows(chart: Any) -> int:
    """Rows of data that were sent to the browser with a chart."""
    return sum(pa.ipc.open_stream(d.data.data).read_all().num_rows for d in chart.proto.datasets)


def some_lapor(owner: str) -> int:
    """The key of an open LAPOR complaint with a kind and several steps."""
    with psycopg.connect(owner) as connection:
        found = connection.execute(
            "select l.id from crm.laporan l where kanal = 'LAPOR' and jenis_lapor is not null and selesai is null"
            " and (select count(*) from crm.riwayat r where r.laporan = l.id) > 2 order by l.id limit 1"
        ).fetchone()
    assert found is not None
    return int(found[0])


class TestFull:
    @pytest.mark.parametrize("page", list(PAGES))
    def test_each_page_is_whole(self, sample_database: str, page: str) -> None:
        title, charts = PAGES[page]
        at = is_well(opened(page, per=AS_OF))
        assert [t.value for t in at.title] == [title]
        assert not notices(at) and not at.info
        drawn = at.get("vega_lite_chart")
        assert len(drawn) == charts or (page == CHANNELS and len(drawn) > 5)
        for chart in drawn:
            assert len(chart.proto.alt) > 20 and chart_rows(chart) > 0
        assert all(table.proto.alt and len(table.value) for table in at.dataframe)
        assert '"decimal": ","' in drawn[0].proto.spec if drawn else True
        assert any("Data contoh" in m.value for m in at.main.markdown)

    @pytest.mark.parametrize("page", list(PAGES))
    def test_english_changes_titles_and_numbers(self, sample_database: str, page: str) -> None:
        title, charts = PAGES[page]
        at = is_well(opened(page, per=AS_OF, lang="en"))
        assert [t.value for t in at.title] == [english().get(title)]
        assert at.title[0].value != title
        assert len(at.get("vega_lite_chart")) == charts or page == CHANNELS
        assert '"decimal": ","' not in "".join(c.proto.spec for c in at.get("vega_lite_chart"))

    def test_each_set_has_its_list(self, sample_database: str) -> None:
        for name in SETS:
            at = is_well(opened(LIST, per=AS_OF, set=name))
            assert len(at.dataframe) + len(at.info) == 1, name
            assert not notices(at)

    @pytest.mark.parametrize("lang", ["id", "en"])
    def test_one_lapor_complaint(self, sample_database: str, sampled: str, lang: str) -> None:
        at = is_well(opened(COMPLAINT, per=AS_OF, lang=lang, id=str(some_lapor(sampled))))
        assert re.fullmatch(r"[A-Z]{2}\d+", at.title[0].value)
        chart = at.get("vega_lite_chart")[0]
        assert chart.proto.alt and chart_rows(chart) > 2
        assert any("SP4N-LAPOR" in t.value.to_string() for t in at.table)

    def test_a_row_of_the_list_opens_its_complaint(self, sample_database: str) -> None:
        at = is_well(opened(LIST, {"list_table": row(3)}, per=AS_OF, kanal="LAPOR"))
        code = at.dataframe[0].value["code"].iloc[3]
        link = next(x for x in at.main.get("page_link") if code in x.proto.label)
        query = link_query(link)
        assert query["kanal"] == ["LAPOR"] and query["per"] == [AS_OF]
        one = is_well(opened(COMPLAINT, **query))
        assert one.title[0].value == code


class TestEmpty:
    @pytest.mark.parametrize("page", EVERY_PAGE)
    def test_one_friendly_sentence(self, world: World, page: str) -> None:
        at = is_well(opened(page))
        assert len(at.info) == 1 and "belum berisi aduan" in at.info[0].value
        assert not notices(at)

    def test_only_complaints_of_the_year_2059(self, world: World) -> None:
        world.add("2059-01-01 09:00")
        at = is_well(opened(OVERVIEW))
        assert len(at.info) == 1

    @pytest.mark.parametrize("page", EVERY_PAGE)
    def test_filters_that_nothing_meets(self, world: World, page: str) -> None:
        world.add("2026-11-10 09:00", channel="JAKI", skpd="KEL-A")
        at = is_well(opened(page, per=AS_OF, skpd="DSOS", kanal="LAPOR", kategori="Sampah", wilayah="31.71"))
        assert not notices(at)
        assert at.info or at.success


class Counts:
    """Counts made by plain SQL on the CRM's own tables."""

    def __init__(self, owner: str) -> None:
        self.connection = psycopg.connect(owner, autocommit=True)

    def count(self, column: str, first: str, last: str, as_of: str, condition: str = "true") -> int:
        found = self.connection.execute(
            f"""
            select count(*) from crm.laporan l
            where {column} >= %(first)s::date::timestamp at time zone 'Asia/Jakarta'
              and {column} < (%(last)s::date + 1)::timestamp at time zone 'Asia/Jakarta'
              and {column} <= %(as_of)s::timestamp at time zone 'Asia/Jakarta'
              and masuk <= %(as_of)s::timestamp at time zone 'Asia/Jakarta'
              and ('{column}' = 'masuk' or selesai >= masuk)
              and {condition}
            """.encode(),  # not user input
            {"first": first, "last": last, "as_of": as_of},
        ).fetchone()
        assert found is not None
        return int(found[0])

    def value(self, query: str) -> str:
        found = self.connection.execute(query.encode()).fetchone()
        assert found is not None
        return str(found[0])


@pytest.fixture
def counts(sampled: str) -> Iterator[Counts]:
    made = Counts(sampled)
    yield made
    made.connection.close()


def headline(at: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in at.metric}


PERIODS = {
    "hari-ini": ("2026-11-24", "2026-11-24"),
    "kemarin": ("2026-11-23", "2026-11-23"),
    "7-hari": ("2026-11-17", "2026-11-23"),
    "28-hari": ("2026-10-27", "2026-11-23"),
    "90-hari": ("2026-08-26", "2026-11-23"),
    "bulan-ini": ("2026-11-01", "2026-11-30"),
    "bulan-lalu": ("2026-10-01", "2026-10-31"),
    "tahun-ini": ("2026-01-01", "2026-12-31"),
    "tahun-lalu": ("2025-01-01", "2025-12-31"),
    "semua": ("2000-01-01", "2026-11-24"),
    "pilihan": ("2026-10-27", "2026-11-23"),
}


class TestFilters:
    def test_each_period(self, sample_database: str, counts: Counts) -> None:
        for preset, days in PERIODS.items():
            found = headline(is_well(opened(OVERVIEW, per=AS_OF, periode=preset)))
            for label, column in (("Masuk", "masuk"), ("Selesai", "selesai")):
                assert found[label] == number(counts.count(column, *days, AS_OF)), (preset, label)

    def test_every_preset_is_tried(self) -> None:
        from dashboard.filters import presets

        assert set(presets()) == set(PERIODS)

    def test_dates_and_a_past_moment(self, sample_database: str, counts: Counts) -> None:
        at = is_well(opened(OVERVIEW, dari="2026-03-01", sampai="2026-04-15", per="2026-04-10T07:07"))
        found = headline(at)
        assert found["Masuk"] == number(counts.count("masuk", "2026-03-01", "2026-04-15", "2026-04-10T07:07"))
        assert "per 10 April 2026 07.07 WIB" in at.main.caption[0].value
        one = headline(is_well(opened(OVERVIEW, dari="2026-03-05", per=AS_OF)))
        assert one["Masuk"] == number(counts.count("masuk", "2026-03-05", "2026-03-05", AS_OF))
        day = headline(is_well(opened(OVERVIEW, per="2026-06-30")))  # the whole day; 28 days before it
        assert day["Masuk"] == number(counts.count("masuk", "2026-06-02", "2026-06-29", "2026-06-30T23:59"))

    def test_each_list_of_choices(self, sample_database: str, counts: Counts) -> None:
        where = "kelurahan is not null and masuk between '2026-10-27' and '2026-11-20' group by 1 order by count(*) desc, 1 limit 1"
        kelurahan = counts.value(f"select kelurahan from crm.laporan where {where}")
        kecamatan, city = kelurahan.rsplit(".", 1)[0], ".".join(kelurahan.split(".")[:2])
        unit = counts.value(
            "select unit from crm.laporan where unit is not null group by 1 order by count(*) desc limit 1"
        )
        category = counts.value(
            "select baku from crm.kategori k join crm.laporan l on l.kategori = k.nama group by 1 order by count(*) desc limit 1"
        )
        known = f"kategori in (select nama from crm.kategori where baku = '{category}')"
        for query, condition in (
            ({"kanal": "LAPOR"}, "kanal = 'LAPOR'"),
            ({"kanal": ["LAPOR", "JAKI"]}, "kanal in ('LAPOR', 'JAKI')"),
            ({"skpd": unit}, f"unit = '{unit}'"),
            ({"wilayah": city}, f"kelurahan like '{city}.%%'"),
            ({"wilayah": kecamatan}, f"kelurahan like '{kecamatan}.%%'"),
            ({"wilayah": kelurahan}, f"kelurahan = '{kelurahan}'"),
            ({"wilayah": [city, kelurahan]}, f"kelurahan like '{city}.%%'"),
            ({"kategori": category}, known),
            ({"kanal": "JAKI", "wilayah": city, "kategori": category}, f"kanal = 'JAKI' and kelurahan like '{city}.%%' and {known}"),
        ):  # fmt: skip
            at = is_well(opened(OVERVIEW, per=AS_OF, **query))
            assert not notices(at)
            expected = {
                label: number(counts.count(column, *PERIODS[DEFAULT_PERIOD], AS_OF, condition))
                for label, column in (("Masuk", "masuk"), ("Selesai", "selesai"))
            }
            assert headline(at).items() >= expected.items(), query

    @pytest.mark.parametrize("page", EVERY_PAGE)
    def test_links_carry_the_filters(self, sample_database: str, page: str) -> None:
        query = {
            "kanal": ["JAKI", "LAPOR"],
            "wilayah": ["31.71"],
            "periode": ["bulan-lalu"],
            "per": ["2026-09-09T09:09"],
            "lang": ["en"],
        }
        at = is_well(opened(page, **query))
        menu = at.sidebar.get("page_link")
        assert len(menu) == 6
        for link in menu:
            assert link_query(link) == query
        dates = {"dari": ["2026-01-02"], "sampai": ["2026-02-03"], "skpd": ["x"]}
        for link in opened(page, **dates).sidebar.get("page_link")[:4]:
            assert link_query(link) == {"dari": ["2026-01-02"], "sampai": ["2026-02-03"]}

    def test_widgets_write_the_address(self, sample_database: str) -> None:
        at = is_well(opened(OVERVIEW, per=AS_OF))
        at.selectbox(key="filter_periode").select("bulan-lalu").run()
        at.multiselect(key="filter_kanal").select("LAPOR").run()
        is_well(at)
        assert at.query_params["periode"] in ("bulan-lalu", ["bulan-lalu"])
        assert at.query_params["kanal"] in ("LAPOR", ["LAPOR"])
        for link in at.sidebar.get("page_link")[:4]:
            assert link_query(link) == {"per": [AS_OF], "periode": ["bulan-lalu"], "kanal": ["LAPOR"]}
        at.button(key="language").click().run()
        assert link_query(is_well(at).sidebar.get("page_link")[0])["lang"] == ["en"]
        at.button(key="language").click().run()
        at.sidebar.button[0].click().run()
        assert link_query(is_well(at).sidebar.get("page_link")[0]) == {}


MARK = "zzq"
HOSTILE = [
    f"{MARK}'; drop table dashboard.complaint; --",
    f"{MARK}%' or '1'='1",
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f"[{MARK}](javascript:alert(1)) ![{MARK}](https://example.org/x.png)",
    f"**{MARK}** :red[{MARK}] $\\frac{{{MARK}}}{{2}}$ :material/{MARK}:",
    f"`{MARK}` ``{MARK}`` </code>",
    f"\n\n# {MARK}\n| a | b |\n|---|---|",
    MARK * 3334,
    f"{MARK}\x00\x07\x1b[31m\u202e\u200b\ufeff",
    "%",
    "31.7_",
    "",
    " ",
    "🚧",
]
LISTED = ("kanal", "skpd", "wilayah", "kategori")
OWN = {
    CHANNELS: ["satuan"],
    RANKING: ["kelompok"],
    LAPOR: ["jam", "hal"],
    DUE: ["jam"],
    PATTERN: ["jam"],
    DESK_LIST: ["set", "jam", "umur", "tahap", "jenis", "serah", "ews", "tolak", "pernah", "tanpa", "meja"],
    LIST: ["set", "hal"],
    OVERVIEW: [],
    COMPLAINT: [],
}


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        yield child


def is_inert(at: AppTest) -> None:
    """What came from the address stands in a notice as a short code span, and nowhere else."""
    for text in notices(at):
        assert len(text) < 300
        assert MARK not in re.sub(r"`[^`\n]*`", "", text), text
        assert text.count("`") % 2 == 0 and text.isprintable()
    for block in (at.main, at.sidebar):
        for element in elements(block):
            if element.type != "warning" and hasattr(element, "proto"):
                assert MARK not in str(element.proto), element.type


@pytest.fixture
def small(world: World) -> World:
    """A few complaints, so that every page has something to show."""
    for day in ("02", "10", "20", "23"):
        world.add(f"2026-11-{day} 09:00", channel="LAPOR", jenis_lapor="aspirasi", skpd="DSOS")
        world.add(f"2026-11-{day} 10:00", f"2026-11-{day} 15:00")
    return world


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"periode": "xyz"}, ["`xyz`"]),
    ({"dari": "kemarin dulu"}, ["`kemarin dulu`"]),
    ({"dari": "2026-02-30", "sampai": "2026-03-02"}, ["`2026-02-30`"]),
    ({"dari": "2026-11-20", "sampai": "2026-11-10"}, ["ditukar"]),
    ({"dari": "0001-01-01", "sampai": "9999-12-31"}, ["`0001-01-01`", "`9999-12-31`"]),
    ({"per": "2099-01-01T00:00"}, ["belum tiba"]),
    ({"per": "9999-12-31T23:59"}, ["`9999-12-31T23:59`"]),
    ({"per": "0001-01-01"}, ["`0001-01-01`"]),
    ({"per": "2026-11-20T10:00+07:00"}, ["`2026-11-20T10:00+07:00`"]),
    ({"periode": ["xyz", "7-hari"]}, []),
    ({"periode": ["7-hari", "xyz"]}, ["`xyz`"]),
    ({"kanal": ["JAKI", "JAKI", "FAX", "PIGEON", "FAX"]}, ["`FAX`, `PIGEON`"]),
    ({"wilayah": ["31.73", "31.73.04.1007", "99"], "skpd": ["?"]}, ["SKPD", "Wilayah"]),
    ({"lang": "xx", "tidak_ada": "1"}, []),
]
# Views without a day, without a complaint, or at an edge of the calendar: each page must stand them.
EDGES: list[tuple[dict[str, Any], int]] = [
    ({"dari": "2099-12-01", "sampai": "2099-12-31"}, 1),
    ({"per": "2000-01-05T10:00", "periode": "pilihan"}, 0),
    ({"per": "2000-02-29T00:00", "periode": "tahun-lalu"}, 0),
]


class TestBadAddress:
    @pytest.mark.parametrize("page", EVERY_PAGE)
    def test_hostile_values(self, small: World, page: str) -> None:
        """Each parameter of the page gets some hostile value: one notice each, inert, and the page is whole."""
        names = [*LISTED, "periode", "dari", "sampai", *OWN[page]]
        for start in (0, 7):
            query: dict[str, Any] = {name: HOSTILE[(start + k) % len(HOSTILE)] for k, name in enumerate(names)}
            at = is_well(opened(page, per=AS_OF, id="1", **query))
            assert len(notices(at)) == len(names), (query, notices(at))
            is_inert(at)
        at = is_well(opened(page, per=HOSTILE[2], id=HOSTILE[0], lang=HOSTILE[1]))
        assert len(notices(at)) == 1
        is_inert(at)

    def test_every_hostile_value(self, small: World) -> None:
        for value in HOSTILE:
            query = dict.fromkeys([*LISTED, "periode", "dari", "sampai", "per"], value)
            at = is_well(opened(COMPLAINT, id="1", **query))
            assert len(notices(at)) == len(query), (value, notices(at))
            is_inert(at)
        everything = opened(COMPLAINT, id="1", per=AS_OF, kanal=HOSTILE * 20)
        assert len(notices(is_well(everything))) == 1
        is_inert(everything)

    def test_wrong_values(self, small: World) -> None:
        for query, said in WRONG:
            at = is_well(opened(COMPLAINT, **{"per": AS_OF, "id": "1"} | query))
            assert len(notices(at)) == len(said), (query, notices(at))
            for text, part in zip(notices(at), said, strict=True):
                assert part in text

    @pytest.mark.parametrize("page", EVERY_PAGE)
    def test_edges_of_the_calendar(self, small: World, page: str) -> None:
        for query, count in EDGES:
            at = is_well(opened(page, **{"per": AS_OF, "id": "1"} | query))
            assert len(notices(at)) == count, (query, notices(at))

    @pytest.mark.parametrize("page", [LIST, LAPOR])
    def test_pages_that_are_not_there(self, sample_database: str, page: str) -> None:
        key = {LIST: "list_table", LAPOR: "lapor_list"}[page]
        first = is_well(opened(page, per=AS_OF)).dataframe(key=key).value
        values = ("-1", "0", "1.5", "x", "", "١", "9" * 400, "99999999999999999")
        for value in values if page == LIST else values[::3]:
            at = is_well(opened(page, per=AS_OF, hal=value))
            assert len(notices(at)) == 1, value
            assert list(at.dataframe(key=key).value["code"]) == list(first["code"])
        last = is_well(opened(page, per=AS_OF, hal="999999"))
        assert len(notices(last)) == 1 and "999.999" in notices(last)[0]
        assert len(last.dataframe(key=key).value) > 0

    def test_the_last_page_is_the_rest(self, sample_database: str) -> None:
        first = is_well(opened(LIST, per=AS_OF))
        words = next(m.value for m in first.main.markdown if "aduan**" in m.value)
        total = int(re.sub(r"\D", "", words.split("aduan")[0]))
        last = -(-total // 100)
        at = is_well(opened(LIST, per=AS_OF, hal=str(last)))
        assert not notices(at) and len(at.dataframe[0].value) == total - 100 * (last - 1)
        buttons = {b.key: b.disabled for b in at.main.button}
        assert buttons["page_after"] and not buttons["page_before"]
        beyond = opened(LIST, per=AS_OF, hal="999999")
        beyond.button(key="page_before").click().run()
        assert beyond.query_params["hal"] in (str(last - 1), [str(last - 1)])

    def test_complaints_that_are_not_there(self, small: World) -> None:
        for key in ("abc", "999999999999999999999", "999999999999999999", "4711", "-1", "0", "", "1;drop"):
            at = is_well(opened(COMPLAINT, per=AS_OF, id=key))
            assert len(at.info) == 1 and "tidak ditemukan" in at.info[0].value
            assert not notices(at)

    def test_a_complaint_not_yet_received(self, small: World) -> None:
        assert opened(COMPLAINT, per="2026-11-01T10:00", id="1").info
        assert not is_well(opened(COMPLAINT, per="2026-11-03T10:00", id="1")).info

    def test_unknown_choices_of_a_page(self, small: World) -> None:
        for page, query in ((LIST, {"set": "drop table"}), (LAPOR, {"jam": "x"}), (DESK_LIST, {"umur": "x"})):
            at = is_well(opened(page, per=AS_OF, **query))
            assert len(notices(at)) == 1
            assert f"`{next(iter(query.values()))}`" in notices(at)[0]

    def test_the_years_a_date_may_have(self, small: World) -> None:
        at = is_well(opened(OVERVIEW, per=AS_OF, dari="2000-01-01", sampai="2000-01-31"))
        assert not notices(at)
        assert at.date_input(key="filter_dates").value == (date(2000, 1, 1), date(2000, 1, 31))
