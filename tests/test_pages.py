"""Every page through Streamlit's own test runner on a real PostgreSQL: full, empty, filtered, and with a bad address."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import psycopg
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.components import channels
from dashboard.components.frame import IN_MENU
from dashboard.filters import DEFAULT_PERIOD
from dashboard.formats import number
from dashboard.texts import english
from queries.complaints import SETS
from tests.conftest import AS_OF
from tests.world import World

APP = Path(__file__).parent.parent / "app.py"
OVERVIEW = "pages/ikhtisar/ringkasan.py"
CHANNELS = "pages/kanal/kanal.py"
CHANNEL_PATTERN = "pages/kanal/pola.py"
PAIR = "pages/kanal/lapor_jaki.py"
RANKING = "pages/skpd/peringkat.py"
FUNNEL = "pages/skpd/corong.py"
SIGNALS = "pages/skpd/sinyal.py"
REPORT = "pages/skpd/rapor.py"
UNIT_LIST = "pages/skpd/daftar.py"
LAPOR = "pages/lapor/terlambat.py"
DUE = "pages/lapor/jatuh_tempo.py"
PATTERN = "pages/lapor/pola.py"
DESK_LIST = "pages/lapor/daftar.py"
LIST = "pages/aduan/daftar.py"
COMPLAINT = "pages/aduan/aduan.py"
AGENDA = "pages/rapat/agenda.py"
SCREENS = "pages/rapat/layar.py"
WALL = "pages/rapat/dinding.py"

# Page -> its title, how many charts it draws on the full sample, and the parameters with which all of it is filled there.
PAGES: dict[str, tuple[str, int, dict[str, str]]] = {
    OVERVIEW: ("Ringkasan", 2, {}),
    CHANNELS: ("Kanal", 12, {}),
    CHANNEL_PATTERN: ("Pola kanal", 4, {}),
    PAIR: ("LAPOR dan JAKI", 5, {"periode": "90-hari"}),
    RANKING: ("Peringkat SKPD", 1, {}),
    FUNNEL: ("Corong SKPD", 1, {"periode": "90-hari", "kelompok": "sudin"}),
    SIGNALS: ("Sinyal SKPD", 11, {"kelompok": "sudin"}),
    REPORT: ("Rapor SKPD: mengapa peringkat saya demikian?", 6, {"periode": "semua", "skpd": "SD-SATPOL-31.75"}),
    UNIT_LIST: ("Daftar aduan SKPD", 0, {"ukuran": "waktu-tengah", "hasil": "kurang", "skpd": "DIN-BM"}),
    LAPOR: ("LAPOR terlambat", 6, {}),
    DUE: ("LAPOR akan jatuh tempo", 0, {}),
    PATTERN: ("Pola keterlambatan LAPOR", 3, {}),
    DESK_LIST: ("Daftar LAPOR", 0, {}),
    LIST: ("Daftar aduan", 0, {}),
    AGENDA: ("Rapat", 0, {}),
}
EVERY_PAGE = [*PAGES, COMPLAINT]
OF_UNITS = (RANKING, FUNNEL, SIGNALS, REPORT, PAIR)  # what makes no sense of a source that holds closed complaints only


def opened(page: str, session: dict[str, Any] | None = None, **query: str | list[str]) -> AppTest:
    """The page as a reader sees it who opens it under this address."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    if page.startswith("pages/lapor/") or page in (UNIT_LIST, CHANNEL_PATTERN, PAIR, SCREENS):
        # Its address is not the name of its file, which the runner knows only after a run, of the lightest page here.
        at.switch_page(COMPLAINT).run()
    for name, value in query.items():
        at.query_params[name] = value
    for key, value in (session or {}).items():
        at.session_state[key] = value
    return at.switch_page(page).run()


def row(*index: int) -> dict[str, Any]:
    """State of a table in which this row (these rows) is chosen."""
    return {"selection": {"rows": list(index), "columns": [], "cells": []}}


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


def chart_data(chart: Any) -> list[pd.DataFrame]:
    """What was sent to the browser with a chart, its largest frame first; a label as it was before it was folded."""
    found = [pa.ipc.open_stream(d.data.data).read_all().to_pandas() for d in chart.proto.datasets]
    found = [data.assign(label=data["label"].str.replace("\n", " ")) if "label" in data else data for data in found]
    return sorted(found, key=len, reverse=True)


def some_lapor(owner: str) -> int:
    """The key of an open LAPOR complaint with a kind and several steps."""
    with psycopg.connect(owner) as connection:
        found = connection.execute(
            "select l.id from crm.laporan l where kanal = 'LAPOR' and jenis_lapor is not null and selesai is null"
            " and (select count(*) from crm.riwayat r where r.laporan = l.id) > 2 order by l.id limit 1"
        ).fetchone()
    assert found is not None
    return int(found[0])


def more_units(world: World, count: int, kind: str, *, named: str = "Unit", parent: str | None = None) -> list[str]:
    """Write so many units of one kind; their codes are in the order of their names."""
    codes = [f"{kind.upper()}-{named[:3].upper()}-{index:02}" for index in range(count)]
    for index, code in enumerate(codes):
        values = (code, f"{named} {kind} {index:02}", kind, parent)
        world.execute("insert into crm.unit values (%s, %s, %s, %s, null)", values)
    return codes


def cohort(
    world: World, unit: str, n: int, x: int, *, day: str = "2026-11-02", channel: str = "JAKI", category: str = "Jalan"
) -> None:
    """Write ``n`` complaints of a unit that fall due six days after ``day``: ``x`` settled a day later and coordinated
    within the hour, the others settled and coordinated too late."""
    for bad, count in ((0, x), (1, n - x)):
        first, world.count = world.count + 1, world.count + count
        values = {"unit": unit, "day": f"{day} 09:00+07", "last": world.count, "first": first, "days": 1 + 6 * bad}
        values |= {"channel": channel, "category": category}
        made = """
            (select i, m, e, case when %(days)s = 1 then m + interval '1 hour' else e end as k
             from (select i, %(day)s::timestamptz as m,
                          %(day)s::timestamptz + %(days)s * interval '1 day' + i %% 12 * interval '1 hour' as e
                   from generate_series(%(first)s::int, %(last)s::int) i) times) made"""
        world.execute(
            "insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, kelurahan, status, status_pada, masuk,"
            " koordinasi, selesai, ews_kali, privat, anonim, rahasia, diubah)"
            " select i, 'JK' || i, %(channel)s, %(category)s, %(unit)s, m, '31.73.04.1007', 'Selesai', e, m, k, e, 0,"
            f" false, false, false, e from {made}",
            values,
        )
        world.execute(
            "insert into crm.riwayat select i * 100 + s, i, case s when 1 then m when 2 then k else e end,"
            " case s when 1 then 'Menunggu' when 2 then 'Koordinasi' else 'Selesai' end, null, %(unit)s, null, null"
            f" from {made}, generate_series(1, 3) s",
            values,
        )
        world.execute(f"insert into crm.penugasan select i, %(unit)s, m, e, true from {made}", values)


def still_open(world: World, skpd: str = "SBM-B") -> int:
    """One open complaint, without which a source has no ranking."""
    return world.add("2026-11-23 09:00", skpd=skpd)


class TestFull:
    @pytest.mark.parametrize("page", list(PAGES))
    def test_each_page_is_whole(self, sample_database: str, page: str) -> None:
        title, charts, query = PAGES[page]
        at = is_well(opened(page, {"what_if_list": row(0)}, per=AS_OF, **query))
        assert [t.value for t in at.title] == [title]
        assert not notices(at) and not at.info
        drawn = at.get("vega_lite_chart")
        assert len(drawn) == charts
        for chart in drawn:
            assert len(chart.proto.alt) > 20 and chart_rows(chart) > 0
        assert all(table.proto.alt and len(table.value) for table in at.dataframe)
        assert '"decimal": ","' in drawn[0].proto.spec if drawn else True
        assert any("Data contoh" in m.value for m in at.main.markdown)

    @pytest.mark.parametrize("page", list(PAGES))
    def test_english_changes_titles_and_numbers(self, sample_database: str, page: str) -> None:
        title, charts, query = PAGES[page]
        at = is_well(opened(page, per=AS_OF, lang="en", **query))
        assert [t.value for t in at.title] == [english().get(title)]
        assert at.title[0].value != title
        assert len(at.get("vega_lite_chart")) == charts
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
        assert at.info or at.success or page == AGENDA


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
        assert len(menu) == len(IN_MENU)
        for name, link in zip(IN_MENU, menu, strict=True):
            if name == "agenda":  # takes the moment along
                frozen = {key: value for key, value in query.items() if key != "periode"}
                assert link_query(link) == frozen | {"dari": ["2026-08-01"], "sampai": ["2026-08-31"]}
            else:
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
    CHANNELS: ["satuan", "potong", "skala"],
    CHANNEL_PATTERN: ["ritme"],
    PAIR: ["a", "b", "ukuran"],
    RANKING: ["kelompok", "ukuran", "pita"],
    FUNNEL: ["kelompok", "ukuran", "pita"],
    SIGNALS: ["kelompok", "ukuran"],
    REPORT: [],  # a measure only where there is a SKPD
    UNIT_LIST: ["ukuran", "hasil", "hal"],
    LAPOR: ["jam", "hal"],
    DUE: ["jam"],
    PATTERN: ["jam"],
    DESK_LIST: ["set", "jam", "umur", "tahap", "jenis", "serah", "ews", "tolak", "pernah", "tanpa", "meja"],
    LIST: ["set", "hal"],
    OVERVIEW: [],
    COMPLAINT: [],
    AGENDA: ["agenda", "kelompok", "ukuran", "lalu", "angka"],
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
    more_units(world, 30, "dinas")  # so many that they are split into bands
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

    @pytest.mark.parametrize("page", [LIST, LAPOR, UNIT_LIST])
    def test_pages_that_are_not_there(self, sample_database: str, page: str) -> None:
        key = {LIST: "list_table", LAPOR: "lapor_list", UNIT_LIST: "unit_list"}[page]
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
        for page, query in (
            (LIST, {"set": "drop table"}), (LAPOR, {"jam": "x"}), (DESK_LIST, {"umur": "x"}),
            (RANKING, {"kelompok": "Kelurahan"}), (RANKING, {"ukuran": "serahan"}), (RANKING, {"pita": "Kecil"}),
            (FUNNEL, {"ukuran": "waktu-tengah"}), (SIGNALS, {"ukuran": "waktu-tengah"}), (UNIT_LIST, {"hasil": "buruk"}),
            (REPORT, {"ukuran": "waktu-tengah", "skpd": "KEL-G"}), (REPORT, {"ukuran": "serahan", "skpd": "KEL-G"}),
            (CHANNELS, {"satuan": "decade"}), (CHANNELS, {"potong": "Kanal"}), (CHANNELS, {"skala": "ln"}),
            (CHANNEL_PATTERN, {"ritme": "lapor"}), (PAIR, {"a": "lapor"}), (PAIR, {"ukuran": "waktu-tengah"}),
        ):  # fmt: skip
            at = is_well(opened(page, per=AS_OF, **query))
            assert len(notices(at)) == 1, (page, query, notices(at))
            assert f"`{next(iter(query.values()))}`" in notices(at)[0]

    def test_the_years_a_date_may_have(self, small: World) -> None:
        at = is_well(opened(OVERVIEW, per=AS_OF, dari="2000-01-01", sampai="2000-01-31"))
        assert not notices(at)
        assert at.date_input(key="filter_dates").value == (date(2000, 1, 1), date(2000, 1, 31))

    def test_the_band_of_a_small_group_is_no_matter(self, small: World) -> None:
        at = is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan", pita="besar"))
        assert not notices(at) and "choice_pita" not in at.session_state


def table(at: AppTest, key: str) -> pd.DataFrame:
    """What a table shows; empty where it is not there."""
    return next((d.value for d in at.dataframe if d.key == key), pd.DataFrame())


class TestRanking:
    """Peringkat and Corong on made groups."""

    def test_group_measure_and_band_from_the_address(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 36, "kelurahan")
        for index, unit in enumerate(units):
            cohort(world, unit, 10 + index, 8 + index // 2)
        cohort(world, "DSOS", 12, 12)
        cohort(world, "DBM", 15, 3)
        names = [f"Unit kelurahan {index:02}" for index in range(36)]
        for band, part in (("kecil", names[:12]), ("sedang", names[12:24]), ("besar", names[24:]), (None, names)):
            query = {"kelompok": "kelurahan"} | ({"pita": band} if band else {})
            at = is_well(opened(RANKING, per=AS_OF, **query))
            found = table(at, "ranking_table")
            assert sorted(found["name"]) == part, band
            assert dict(zip(found["name"], found["n"], strict=True)) == {name: 10 + names.index(name) for name in part}
            assert not notices(at)
        for link in at.main.get("page_link"):
            assert link_query(link) == {"per": [AS_OF], "kelompok": ["kelurahan"]}
        at = is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan", pita="besar", ukuran="koordinasi"))
        found = table(at, "ranking_table").set_index("name")
        assert len(found) == 12 and found["raw"]["Unit kelurahan 35"] == pytest.approx(100 * 25 / 45, abs=0.1)
        for link in at.main.get("page_link"):
            asked = {"per": [AS_OF], "kelompok": ["kelurahan"], "pita": ["besar"], "ukuran": ["koordinasi"]}
            assert link_query(link) == asked
        offices = table(is_well(opened(RANKING, per=AS_OF, pita="kecil")), "ranking_table")
        assert sorted(offices["name"]) == ["Dinas Bina Marga", "Dinas Sosial"]

    def test_widgets_write_the_address(self, small: World) -> None:
        at = is_well(opened(RANKING, per=AS_OF, hal="2"))
        at.selectbox(key="choice_ukuran").select("tl-ditolak").run()
        at.selectbox(key="choice_pita").select("besar").run()
        is_well(at)
        for name, value in (("ukuran", "tl-ditolak"), ("pita", "besar")):
            assert at.query_params[name] in (value, [value])
        assert "hal" not in at.query_params
        at.selectbox(key="choice_ukuran").select("tepat-waktu").run()
        assert "ukuran" not in is_well(at).query_params

    def different(self, world: World) -> list[str]:
        """Six clearly different units, the worst first; their names do not follow that order."""
        still_open(world)
        units = more_units(world, 6, "dinas")
        order = [units[index] for index in (3, 0, 5, 1, 4, 2)]
        for unit, x in zip(order, (60, 90, 120, 150, 180, 194), strict=True):
            cohort(world, unit, 200, x)
        return order

    def test_real_differences_get_numbers_in_the_order_of_the_expected_rank(self, world: World) -> None:
        order = self.different(world)
        at = is_well(opened(RANKING, per=AS_OF, skpd=order[2]))
        found = table(at, "ranking_table")
        assert list(found["place"]) == [1, 2, 3, 4, 5, 6]
        assert list(found["rank"]) == pytest.approx([1, 2, 3, 4, 5, 6], abs=0.2)
        assert list(found["rank"]) == sorted(found["rank"]) and "tier" not in found
        names = [f"Unit dinas {int(unit[-2:]):02}" for unit in reversed(order)]
        assert list(found["name"]) == names
        assert list(found["raw"]) == [97.0, 90.0, 75.0, 60.0, 45.0, 30.0] and set(found["n"]) == {200}
        assert ((found["rank_low"] <= found["rank"]) & (found["rank"] <= found["rank_high"] + 0.01)).all()
        # One category, one channel: nothing to adjust, and the shrunk shares lie between their own and the group's.
        assert list(found["adjusted"]) == pytest.approx(list(found["raw"]), abs=0.2)
        assert ((found["value"] - found["raw"]) * (66.2 - found["raw"]) >= 0).all()
        (chart,) = at.get("vega_lite_chart")
        drawn = chart_data(chart)[0]
        assert list(drawn["name"]) == names and list(drawn["value"]) == sorted(drawn["value"])
        # The SKPD of the filter is marked, not singled out.
        assert list(drawn["is_own"]) == [name == f"Unit dinas {int(order[2][-2:]):02}" for name in names]
        assert real(at) > 70

    def test_units_that_chance_tells_apart_get_tiers_and_no_numbers(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 8, "dinas")
        for unit in reversed(units):
            cohort(world, unit, 50, 40)
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table")
        assert not {"place", "rank", "rank_low", "rank_high", "rank_adjusted", "move"} & set(found)
        assert list(found["name"]) == [f"Unit dinas {index:02}" for index in range(8)]
        assert found["tier"].nunique() == 1 and real(at) < 50
        (chart,) = at.get("vega_lite_chart")
        drawn = chart_data(chart)[0]  # the shares themselves
        assert set(drawn["value"]) == {0.8} and drawn["low"].max() < 0.8 < drawn["high"].min()
        assert not re.search(r"\d[\d,]* \(95 %: \d+–\d+\)", " ".join(drawn["words"]))
        report = is_well(opened(REPORT, per=AS_OF, skpd=units[0]))
        assert headline(report)["Tepat waktu"] == "80,0 %"
        assert "Peringkat harapan" not in headline(report)
        funnel = is_well(opened(FUNNEL, per=AS_OF))
        assert funnel.success and not table(funnel, "funnel_table").size

    def test_between_the_two_there_are_intervals_and_no_places(self, world: World) -> None:
        still_open(world)
        for unit, x in zip(more_units(world, 6, "dinas"), (35, 38, 40, 42, 45, 47), strict=True):
            cohort(world, unit, 50, x)
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table")
        assert {"rank", "rank_low", "rank_high"} <= set(found) and not {"place", "tier"} & set(found)
        assert 50 <= real(at) <= 70 and list(found["rank"]) == sorted(found["rank"])

    def test_a_few_complaints_give_no_place(self, world: World) -> None:
        still_open(world)
        zeta, alpha, ten = more_units(world, 3, "dinas")
        world.execute("update crm.unit set nama = 'Zeta' where kode = %s", (zeta,))
        world.execute("update crm.unit set nama = 'Alfa' where kode = %s", (alpha,))
        cohort(world, zeta, 9, 9)
        cohort(world, alpha, 3, 0)
        cohort(world, ten, 10, 10)
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 1, 1)
        at = is_well(opened(RANKING, per=AS_OF))
        assert sorted(table(at, "ranking_table")["name"]) == ["Dinas Sosial", "Unit dinas 02"]
        few = table(at, "ranking_few")
        assert few.to_dict("list") == {"name": ["Alfa", "Dinas Bina Marga", "Zeta"], "n": [3, 1, 9]}
        drawn = [data for chart in at.get("vega_lite_chart") for data in chart_data(chart)]
        assert not any(data["name"].isin(["Alfa", "Zeta"]).any() for data in drawn)
        only = is_well(opened(RANKING, per=AS_OF, kelompok="sudin"))  # one that holds an open complaint and no more
        assert only.info and not only.get("vega_lite_chart") and not table(only, "ranking_table").size
        report = is_well(opened(REPORT, per=AS_OF, skpd=zeta))
        assert not report.metric and any("9 aduan" in i.value for i in report.info)

    def test_the_time_until_half_is_settled(self, world: World) -> None:
        """Those that nearly all settle within a day come before those that take a week."""
        still_open(world)
        units = more_units(world, 6, "dinas")
        for index, unit in enumerate(units):
            cohort(world, unit, 40, 40 if index % 2 else 2)
        cohort(world, "DSOS", 5, 5)
        for _ in range(20):
            world.add("2026-11-02 09:00", skpd="DBM")  # none of them settled: no median
        at = is_well(opened(RANKING, per=AS_OF, ukuran="waktu-tengah"))
        found = table(at, "ranking_table")
        assert {int(name[-1]) % 2 for name in found["name"][:3]} == {1} and len(found) == 6
        assert found["raw"][:3].between(24, 36).all() and found["raw"][3:].between(168, 180).all()
        assert not {"adjusted", "flag"} & set(found)
        few = table(at, "ranking_few").set_index("name")
        assert few["followed"]["Dinas Bina Marga"].startswith("lebih dari") and few["n"]["Dinas Sosial"] == 5

    def test_searching_a_name(self, world: World) -> None:
        self.different(world)
        at = opened(RANKING, {"search_skpd": "DINAS 04"}, per=AS_OF)
        found = table(is_well(at), "ranking_table")
        assert list(found["name"]) == ["Unit dinas 04"] and list(found["place"]) == [2]
        for text in ("tidak ada", f"`{MARK}` [x](http://x)", "(.*", "%"):
            at = is_well(opened(RANKING, {"search_skpd": text}, per=AS_OF))
            assert len(at.info) == 1 and not table(at, "ranking_table").size

    def test_the_funnel_has_every_unit_and_flags_an_outlier(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 13, "dinas")
        for unit in units[1:]:
            cohort(world, unit, 100, 90)
        cohort(world, units[0], 100, 40)
        cohort(world, "DSOS", 3, 1)
        cohort(world, "DBM", 1, 1)
        at = is_well(opened(FUNNEL, per=AS_OF, skpd=units[5]))
        (chart,) = at.get("vega_lite_chart")
        limits, drawn = chart_data(chart)
        assert "low998" in limits and len(drawn) == 15
        drawn = drawn.set_index("name")
        assert list(drawn.index[drawn["flag"] == 2]) == ["Unit dinas 00"] and not (drawn["flag"] == 1).any()
        assert set(drawn.index[drawn["is_few"]]) == {"Dinas Sosial", "Dinas Bina Marga"}
        assert drawn["n"]["Dinas Sosial"] == 3 and drawn["raw"]["Dinas Sosial"] == pytest.approx(1 / 3)
        assert list(drawn.index[drawn["is_own"]]) == ["Unit dinas 05"]
        assert drawn["label"]["Unit dinas 00"] and drawn["label"]["Unit dinas 05"]
        assert {"low95", "high95", "low998", "high998"} <= set(limits)
        assert ((limits["low998"] <= limits["low95"]) & (limits["low95"] <= limits["high95"])).all()
        flagged = table(at, "funnel_table")
        assert list(flagged["name"]) == ["Unit dinas 00"] and list(flagged["flag"]) == ["periksa"]
        assert flagged["raw"][0] == 40.0 and flagged["n"][0] == 100
        ranked = table(is_well(opened(RANKING, per=AS_OF)), "ranking_table").set_index("name")
        assert ranked["flag"]["Unit dinas 00"] == "periksa" and (ranked["flag"] == "").sum() == 12

    def test_only_a_real_change_is_shown_as_movement(self, world: World) -> None:
        order = self.different(world)  # falls due on 8 November
        world.add("2026-01-05 09:00", "2026-01-06 09:00")  # so that the data reach back
        for unit, x in zip(order, (60, 90, 120, 150, 180, 100), strict=True):
            cohort(world, unit, 200, x, day="2026-10-01")  # in the 28 days before; the best was in the middle
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table").set_index("name")["move"]
        mover = f"Unit dinas {int(order[-1][-2:]):02}"
        assert re.fullmatch(r"naik [345]", found[mover]) and set(found.drop(mover)) == {""}
        report = is_well(opened(REPORT, per=AS_OF, skpd=order[-1]))
        assert any(found[mover] in m.value for m in report.main.markdown)
        rest = is_well(opened(REPORT, per=AS_OF, skpd=order[0]))
        assert not any("naik" in m.value or "turun" in m.value for m in rest.main.markdown)

    def test_without_a_period_before_there_is_no_movement(self, world: World) -> None:
        self.different(world)
        found = table(is_well(opened(RANKING, per=AS_OF)), "ranking_table")
        assert set(found["move"]) == {""}

    def test_codes_that_no_list_knows_are_under_the_rest(self, world: World) -> None:
        still_open(world)
        cohort(world, "??", 12, 6)
        cohort(world, "**NN** [x](y)", 11, 11)
        found = table(is_well(opened(RANKING, per=AS_OF, kelompok="lain")), "ranking_table")
        assert sorted(found["name"]) == ["**NN** [x](y)", "??"]
        at = is_well(opened(REPORT, per=AS_OF, skpd="**NN** [x](y)", ukuran="tl-ditolak"))
        assert not notices(at) and headline(at)["Dihitung (n)"] == "11"
        assert not any("[x](y)" in m.value or "**NN**" in m.value for m in at.main.markdown)


def real(at: AppTest) -> int:
    """What the page says is real of the differences, in percent."""
    found = [re.match(r"\*\*(\d+) % ", m.value) for m in at.main.markdown]
    (share,) = [int(match[1]) for match in found if match]
    return share


class TestDefects:
    """What these pages once got wrong."""

    def test_a_parent_whose_units_below_have_too_little_data(self, world: World) -> None:
        cohort(world, "DBM", 12, 6)
        still_open(world)
        is_well(opened(REPORT, per=AS_OF, skpd="DBM"))

    def test_a_coordination_that_is_late_is_recorded(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 12, 0)
        cohort(world, "DSOS", 12, 0)
        assert not notices(is_well(opened(RANKING, per=AS_OF, ukuran="koordinasi")))

    @pytest.mark.parametrize("settled", [0, 4])
    def test_a_unit_that_has_handed_nothing_on_is_not_said_to(self, world: World, settled: int) -> None:
        still_open(world)
        cohort(world, "DSOS", settled, settled)
        for _ in range(0 if settled else 12):
            world.add("2026-11-20 09:00", skpd="DSOS")
        at = is_well(opened(REPORT, per=AS_OF, skpd="DSOS"))
        assert not any("meneruskan" in text for text in notices(at))


class TestClosedOnly:
    @pytest.mark.parametrize("page", OF_UNITS)
    def test_a_source_without_anything_open_has_no_ranking(self, world: World, page: str) -> None:
        units = more_units(world, 6, "dinas")
        for unit, x in zip(units, (20, 25, 28, 29, 30, 30), strict=True):
            cohort(world, unit, 30, x)
        query = {"per": AS_OF, "skpd": units[0], "ukuran": "koordinasi"}
        at = is_well(opened(page, **query))
        (notice,) = notices(at)
        assert "sudah selesai" in notice and "tidak bermakna" in notice
        assert not (at.get("vega_lite_chart") or at.dataframe or at.table or at.metric or at.main.get("page_link"))
        assert not any("%" in m.value for m in at.main.markdown)
        assert is_well(opened(UNIT_LIST, **query)).dataframe  # the complaints themselves are there
        still_open(world)
        st.cache_data.clear()
        assert not notices(is_well(opened(page, **query)))


FIRST_WEEK = date(2026, 5, 26)  # of the 26 weeks that end on 23 November 2026


def weekly(world: World, unit: str, good: list[int], n: int = 10) -> None:
    """Each week ``n`` complaints fall due on its third day, so many of them settled in time."""
    for week, x in enumerate(good):
        received = FIRST_WEEK + timedelta(days=7 * week + 2 - 6)
        cohort(world, unit, n, x, day=received.isoformat())


class TestSignals:
    @pytest.fixture
    def wavering(self, world: World) -> World:
        """One unit that breaks down in the last weeks, one that recovers, and one that wavers as ever."""
        still_open(world)
        world.execute("insert into crm.kategori values ('Banjir', 'Banjir')")
        usual = [8, 9] * 13
        weekly(world, "DBM", [*usual[:24], 2, 1])
        weekly(world, "DSOS", usual)
        up, few = more_units(world, 2, "dinas")
        weekly(world, up, [4, 5] * 9 + [9] * 8)
        weekly(world, few, [3] * 26, n=4)
        return world

    def test_a_break_is_a_signal_and_wavering_is_none(self, wavering: World) -> None:
        at = is_well(opened(SIGNALS, {"table_signals": True}, per=AS_OF))
        said = table(at, "signals_table").set_index("name")
        assert dict(said["variation"]) == {
            "Dinas Bina Marga": "memburuk", "Unit dinas 00": "membaik", "Dinas Sosial": "goyangan biasa",
        }  # fmt: skip
        assert list(said.index) == ["Dinas Bina Marga", "Unit dinas 00", "Dinas Sosial"]  # those with a signal first
        assert said["last"].to_dict() == {"Dinas Bina Marga": 10.0, "Unit dinas 00": 90.0, "Dinas Sosial": 90.0}
        assert said["mean"]["Dinas Sosial"] == 85.0 and set(said["n"]) == {10} and set(said["weeks"]) == {26}
        assert said["mean"]["Dinas Bina Marga"] == pytest.approx(100 * (12 * 17 + 3) / 260, abs=0.1)
        assert len(at.get("vega_lite_chart")) == 3  # the one with four complaints a week has none
        summary = next(m.value for m in at.main.markdown if "memberi sinyal" in m.value)
        assert [int(n) for n in re.findall(r"\d+", summary)] == [2, 1, 1, 1]
        assert any("1 SKPD belum cukup data" in c.value for c in at.main.caption)
        worst = chart_data(at.get("vega_lite_chart")[0])[0]
        assert len(worst) == 26 and list(worst["value"][-3:]) == [0.9, 0.2, 0.1]
        assert list(worst["signal"][-2:]) == [-1, -1] and worst["week"].iloc[0].startswith("2026-05-26")
        mine = is_well(opened(SIGNALS, {"table_signals": True}, per=AS_OF, skpd="DSOS"))
        assert table(mine, "signals_table")["name"][0] == "Dinas Sosial"

    def test_the_same_on_the_report(self, wavering: World) -> None:
        for unit, word in (("DBM", "memburuk"), ("DSOS", "goyangan biasa")):
            at = is_well(opened(REPORT, per=AS_OF, skpd=unit))
            assert any(word in m.value and "pekan" in m.value for m in at.main.markdown)
            weeks = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "signal" in d]
            assert [len(data) for data in weeks] == [26]

    def test_holidays_and_floods_are_marked(self, wavering: World) -> None:
        for _ in range(5):
            wavering.add("2026-07-08 09:00", category="Banjir")
        for _ in range(4):
            wavering.add("2026-07-22 09:00", category="Banjir")
        at = is_well(opened(SIGNALS, per=AS_OF))
        weeks = chart_data(at.get("vega_lite_chart")[0])[0]
        weeks = weeks.set_index(pd.to_datetime(weeks["week"]).dt.date)
        signs = {day: mark for day, mark in weeks["mark"].items() if mark}
        independence = FIRST_WEEK + timedelta(days=7 * ((date(2026, 8, 17) - FIRST_WEEK).days // 7))
        flood = FIRST_WEEK + timedelta(days=7 * ((date(2026, 7, 8) - FIRST_WEEK).days // 7))
        assert "▽" in signs[independence] and "Kemerdekaan" in weeks["words"][independence]
        assert "◆" in signs[flood] and sum("◆" in mark for mark in signs.values()) == 1
        assert weeks["mark"][date(2026, 9, 15)] == "" and len(signs) < 12
        assert is_well(opened(SIGNALS, per=AS_OF, lang="en")).get("vega_lite_chart")

    def test_pages_of_charts(self, world: World) -> None:
        still_open(world)
        for unit in more_units(world, 14, "dinas"):
            weekly(world, unit, [8, 9] * 13)
        for page, count in (("1", 12), ("2", 2)):
            at = is_well(opened(SIGNALS, per=AS_OF, hal=page))
            assert not notices(at) and len(at.get("vega_lite_chart")) == count
        for value in ("0", "x", "1.5", "", HOSTILE[0]):
            at = is_well(opened(SIGNALS, per=AS_OF, hal=value))
            assert len(notices(at)) == 1 and len(at.get("vega_lite_chart")) == 12
            is_inert(at)
        assert len(is_well(opened(SIGNALS, per=AS_OF, hal="999")).get("vega_lite_chart")) == 2

    def test_a_row_leads_to_the_report(self, wavering: World) -> None:
        state = {"table_signals": True, "signals_table": row(1)}
        at = is_well(opened(SIGNALS, state, per=AS_OF, ukuran="tl-ditolak", kanal="JAKI"))
        name = table(at, "signals_table")["name"][1]
        (link,) = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        query = link_query(link)
        assert name in link.proto.label
        report = is_well(opened(REPORT, **query))
        assert report.session_state["report_unit"] == query["skpd"][0] and query["ukuran"] == ["tl-ditolak"]
        assert query["kanal"] == ["JAKI"] and query["per"] == [AS_OF]


CARDS = [
    "Di mana posisinya", "Apa yang menahannya", "Aduan yang merugikannya", "Bagaimana bila aduan ini ditutup sekarang?",
    "LAPOR dan JAKI di SKPD ini", "Arahnya", "Berapa lama di meja ini", "Ke mana waktunya", "Aduan serahan",
]  # fmt: skip


class TestReport:
    @pytest.fixture
    def two(self, world: World) -> World:
        """Two units whose shares can be worked out by hand: four cells of JAKI, all large enough for a rate of their own."""
        for unit, category, n, late in (
            ("DBM", "Jalan", 60, 30), ("DBM", "Sampah", 40, 4), ("DSOS", "Jalan", 40, 4), ("DSOS", "Sampah", 60, 12),
        ):  # fmt: skip
            cohort(world, unit, n, n - late, category=category)
        still_open(world)
        return world

    def test_every_card_of_one_unit(self, sample_database: str) -> None:
        for unit, below in (("DIN-BM", ["Unit bawahan"]), ("SD-BM-31.75", [])):
            at = is_well(opened(REPORT, per=AS_OF, periode="90-hari", skpd=unit))
            assert [h.value for h in at.header] == CARDS + below
            up = [link_query(x)["skpd"] for x in at.main.get("page_link") if x.proto.label.startswith("Unit induk")]
            assert up == ([] if below else [["DIN-BM"]])
            for name, group in (("peringkat", below), ("corong", below), ("sinyal", below)):
                links = [link_query(x) for x in at.main.get("page_link") if x.proto.page == name]
                assert [q["kelompok"] for q in links] == [["dinas-badan-biro" if group else "sudin"]]

    def test_figures_by_hand(self, two: World) -> None:
        at = is_well(opened(REPORT, per=AS_OF, skpd="DBM"))
        figures = headline(at)
        assert figures["Tepat waktu"] == "66,0 %" and figures["Dihitung (n)"] == "100"
        # Expected late: 60 x 34/100 + 40 x 16/100 = 26.8 of 34; the city has 25 % late: 1 - 34/26.8 x 0.25.
        assert figures["Disesuaikan"] == "68,3 %"
        said = next(m.value for m in at.main.markdown if "seluruh kota" in m.value)
        assert re.findall(r"[+±-]\d+,\d poin", said) == ["+9,0 poin", "+1,8 poin", "+7,2 poin"]
        assert "34 dari 100 (34,0 %); seluruh kota 25,0 %" in said
        by_category, by_channel = (chart_data(chart)[0] for chart in at.get("vega_lite_chart")[:2])
        assert dict(zip(by_category["name"], by_category["points"].round(6), strict=True)) == {
            "Jalan": 9.6, "Sampah": -2.4,
        }  # fmt: skip
        assert list(by_channel["points"].round(6)) == [7.2]

    @pytest.mark.parametrize("measure", ["tepat-waktu", "tl-ditolak", "laporan-ulang"])
    def test_the_parts_add_up_to_the_gap(self, sample_database: str, measure: str) -> None:
        """More categories than are drawn: what is left over is added up, and nothing is lost."""
        at = is_well(opened(REPORT, per=AS_OF, periode="tahun-ini", skpd="DIN-BM", ukuran=measure))
        said = next(m.value for m in at.main.markdown if "seluruh kota" in m.value)
        gap, mix, own = (
            float(part.replace(",", ".").replace("±", "")) for part in re.findall(r"([+±-]\d+,\d) poin", said)
        )
        assert gap == pytest.approx(mix + own, abs=0.11)
        counted = [int(n.replace(".", "")) for n in re.findall(r": ([\d.]+) dari ([\d.]+)", said)[0]]
        for chart in at.get("vega_lite_chart")[:2]:
            parts = chart_data(chart)[0]
            assert parts["points"].sum() == pytest.approx(own, abs=0.051)
            late, n = zip(
                *(re.findall(r"\(([\d.]+) dari ([\d.]+)\)", words)[0] for words in parts["words"]), strict=True
            )
            assert [sum(int(x.replace(".", "")) for x in part) for part in (late, n)] == counted
            assert len(parts) <= 10

    def test_what_if(self, world: World) -> None:
        """15 of 20 in time and 5 overdue; 10 not yet due, and two without a deadline."""
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 15, 15)
        for hour in range(5):
            world.add(f"2026-11-02 1{hour}:00", skpd="DBM")  # overdue since the 8th
            world.add("2026-11-20 09:00", skpd="DSOS")
        for hour in range(10):
            world.add(f"2026-11-20 1{hour % 5}:00", skpd="DBM")
        for _ in range(2):
            world.add("2018-06-01 09:00", skpd="DBM")  # before the first rule
        for _ in range(15):
            world.add("2026-11-20 09:00", skpd="DSOS")

        def closed(*rows: int) -> list[tuple[str, str]]:
            at = is_well(opened(REPORT, {"what_if_list": row(*rows)}, per=AS_OF, skpd="DBM"))
            if not rows:
                assert not at.table and any("ditandai" in i.value for i in at.info)
                return []
            (shown,) = [t.value for t in at.table]
            found = [tuple(re.findall(r"^([\d,]+ %) \(n = ([\d.]+)\)", text)[0]) for text in shown.iloc[:, 1]]
            before = [re.findall(r"^([\d,]+ %) \(n = ([\d.]+)\)", text)[0] for text in shown.iloc[:, 0]]
            assert before == [("75,0 %", "20"), ("66,7 %", "15")]
            return found

        offered = table(is_well(opened(REPORT, per=AS_OF, skpd="DBM")), "what_if_list")
        assert len(offered) == 17 and (offered["days_late"][:5] > 0).all() and (offered["days_late"][5:15] < 0).all()
        assert offered["due_at"][15:].isna().all()
        assert closed() == []
        assert closed(0) == [("75,0 %", "20"), ("71,4 %", "14")]  # late stays late; the stock loses one late one
        assert closed(5) == [("76,2 %", "21"), ("64,3 %", "14")]  # 16 of 21; 9 of 14
        assert closed(0, 5) == [("76,2 %", "21"), ("69,2 %", "13")]
        assert closed(15, 16) == [("75,0 %", "20"), ("66,7 %", "15")]
        assert closed(0, 1, 2, 3, 4) == [("75,0 %", "20"), ("100,0 %", "10")]
        assert closed(*range(5, 15))[0] == ("83,3 %", "30")
        at = is_well(opened(REPORT, {"what_if_list": row(0, 5, 6, 15)}, per=AS_OF, skpd="DBM"))
        said = next(m.value for m in at.main.markdown if "ditandai:" in m.value)
        assert [int(n) for n in re.findall(r"\d+", said)] == [4, 1, 2, 1]

    def test_what_if_everything_is_closed(self, world: World) -> None:
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 20, 15)
        for _ in range(12):
            world.add("2026-11-20 09:00", skpd="DBM")
        at = is_well(opened(REPORT, {"what_if_list": row(*range(12))}, per=AS_OF, skpd="DBM"))
        (shown,) = [t.value for t in at.table]
        assert shown.iloc[0, 1].startswith("84,4 % (n = 32)")  # 27 of 32
        assert "%" not in shown.iloc[1, 1]  # nothing is left to be within its deadline

    def test_rows_that_are_gone(self, two: World) -> None:
        two.add("2026-11-20 09:00", skpd="DBM")
        is_well(opened(REPORT, {"what_if_list": row(0, 5, 99)}, per=AS_OF, skpd="DBM"))

    def test_lapor_and_jaki_only_with_ten_of_each(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 9, 5, channel="LAPOR")
        cohort(world, "DBM", 10, 10)

        def found() -> tuple[list[str], list[pd.DataFrame], list[str]]:
            st.cache_data.clear()
            at = is_well(opened(REPORT, per=AS_OF, skpd="DBM"))
            drawn = [data for c in at.get("vega_lite_chart") for data in chart_data(c)]
            drawn = [data for data in drawn if "low" in data and len(data) == 2]
            said = [m.value for m in at.main.markdown if "JAKI" in m.value and "poin" in m.value]
            return said, drawn, [i.value for i in at.info]

        said, drawn, infos = found()
        assert not said and not drawn
        assert any("9 aduan LAPOR dan 10 aduan JAKI" in text for text in infos)
        cohort(world, "DBM", 1, 0, channel="LAPOR")
        (text,), (data,), infos = found()
        assert "50,0 poin" in text and "lebih rendah" in text
        # Newcombe's method 10: 5/10 - 10/10, Wilson limits 0.2366 to 0.7634 and 0.7225 to 1.
        assert "95 %: 11,7 sampai 76,3" in text
        assert list(data["value"]) == [0.5, 1.0] and not any("LAPOR dan" in i for i in infos)
        cohort(world, "DBM", 5, 5, channel="LAPOR")
        cohort(world, "DBM", 5, 0)
        (text,), _data, _infos = found()
        assert "Tidak ada perbedaan" in text  # 10 of 15 against 10 of 15

    def test_arrivals(self, world: World) -> None:
        still_open(world)
        for received, handed, sender in (
            ("2026-11-01 09:00", "2026-11-10 09:00", "DSOS"),  # nine days old, three past its deadline
            ("2026-11-08 09:00", "2026-11-10 09:00", "DSOS"),
            ("2026-11-09 09:00", "2026-11-10 09:00", "NN"),
            ("2026-10-01 09:00", "2026-10-10 09:00", "DSOS"),  # not in the period
        ):
            world.add(received, steps=[(received, "Menunggu", sender), (handed, "Koordinasi", "DBM")])
        at = is_well(opened(REPORT, {"arrivals_table": row(0)}, per=AS_OF, skpd="DBM"))
        found = table(at, "arrivals_table").set_index("name")
        assert found.loc["Dinas Sosial"].to_dict() == {"aduan": 2, "lewat": 1, "age": 132.0, "used": 92.0}
        assert found.loc["NN"].to_dict() == {"aduan": 1, "lewat": 0, "age": 24.0, "used": 17.0}
        said = next(m.value for m in at.main.markdown if "aduan datang dari SKPD lain" in m.value)
        assert [int(n) for n in re.findall(r"\d+", said.split("(")[0])] == [3, 1]
        (link,) = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        assert link_query(link)["skpd"] == ["DSOS"] and "Dinas Sosial" in link.proto.label
        none = is_well(opened(REPORT, per=AS_OF, skpd="DSOS"))
        assert not table(none, "arrivals_table").size and any("diserahkan" in i.value for i in none.info)

    def test_units_below_lead_to_their_reports(self, world: World) -> None:
        more_units(world, 2, "sudin", parent="DBM")
        cohort(world, "SBM-B", 30, 20)
        cohort(world, "SUDIN-UNI-00", 30, 10)
        cohort(world, "SUDIN-UNI-01", 4, 4)
        world.add("2026-11-20 09:00", skpd="DBM")
        view = {"per": AS_OF, "kanal": "JAKI", "ukuran": "tl-ditolak"}
        at = is_well(opened(REPORT, {"below_sudin": row(0)}, skpd="DBM", **view))
        shown = table(at, "below_sudin")
        assert len(shown) == 2
        links = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        (few,) = [x for x in links if x.proto.label == "Unit sudin 01: 4"]  # too little data for a row
        assert link_query(few)["skpd"] == ["SUDIN-UNI-01"]
        (link,) = [x for x in links if x is not few]
        query = link_query(link)
        names = {"SBM-B": "Suku Dinas Bina Marga Jakarta Barat", "SUDIN-UNI-00": "Unit sudin 00"}
        assert names[query["skpd"][0]] == shown["name"][0] and query["ukuran"] == ["tl-ditolak"]
        below = is_well(opened(REPORT, **query))
        (up,) = [x for x in below.main.get("page_link") if x.proto.label.startswith("Unit induk")]
        assert link_query(up)["skpd"] == ["DBM"]

    def test_no_unit_chosen_and_choosing_one(self, two: World) -> None:
        at = is_well(opened(REPORT, per=AS_OF))
        assert len(at.info) == 1 and not at.header and not at.get("vega_lite_chart")
        box = at.selectbox(key="report_unit")
        assert box.value is None and len(box.options) >= 5
        box.select("DSOS").run()
        assert is_well(at).query_params["skpd"] in ("DSOS", ["DSOS"]) and [h.value for h in at.header] == CARDS
        at.selectbox(key="report_unit").select("DBM").run()
        assert is_well(at).query_params["skpd"] in ("DBM", ["DBM"]) and headline(at)["Dihitung (n)"] == "100"
        several = is_well(opened(REPORT, per=AS_OF, skpd=["DSOS", "DBM"]))
        assert any("2 SKPD" in c.value for c in several.main.caption) and headline(several)["Dihitung (n)"] == "100"

    def test_a_unit_without_data(self, two: World) -> None:
        for measure in ("tepat-waktu", "dalam-tenggat", "koordinasi", "tl-ditolak", "laporan-ulang"):
            at = is_well(opened(REPORT, per=AS_OF, skpd="KEL-G", ukuran=measure))
            assert [h.value for h in at.header] == CARDS and not notices(at)
            assert not at.get("vega_lite_chart") and not at.metric and not at.dataframe
            assert len(at.info) >= 6

    def test_bad_measures_and_units(self, two: World) -> None:
        for value in HOSTILE:
            at = is_well(opened(REPORT, per=AS_OF, skpd="DBM", ukuran=value))
            assert len(notices(at)) == 1 and headline(at)["Tepat waktu"] == "66,0 %"
            is_inert(at)
            at = is_well(opened(REPORT, per=AS_OF, skpd=value))
            assert len(notices(at)) == 1 and not at.header
            is_inert(at)


class TestChannels:
    """Kanal: reporters, series, flow, channels that fell silent, and what was published."""

    @pytest.fixture
    def some(self, world: World) -> World:
        for key in (1, 1, 2):
            world.add("2026-11-10 09:00", "2026-11-12 09:00", pelapor=key)
        world.add("2026-11-23 22:00", pelapor=None)
        world.add("2026-11-23 22:00", channel="LAPOR", skpd="DSOS")
        world.add("2026-10-01 09:00", channel="TWITTER")
        return world

    def test_reporters(self, some: World) -> None:
        found = table(is_well(opened(CHANNELS, per=AS_OF)), "channel_table").set_index("name")
        assert found.loc["JAKI", ["masuk", "pelapor"]].tolist() == [4, 2]
        assert pd.isna(found.loc["LAPOR 1708", "pelapor"]) and found.loc["LAPOR 1708", "masuk"] == 1

    def test_flow_in_words(self, some: World) -> None:
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("Awal")]
        assert said == ["Awal 1 + masuk 5 − selesai 3 = 3; terbuka di akhir 3, sisa 0."]
        some.add("2026-11-10 09:00", "2026-11-09 09:00")
        st.cache_data.clear()
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("Awal")]
        assert said == [
            "Awal 1 + masuk 6 − selesai 3 = 4; terbuka di akhir 3, sisa -1. 1 aduan masuk dengan waktu bertentangan dan tidak masuk tumpukan."
        ]

    @pytest.mark.parametrize("cut", ["kanal", "kelompok", "geotag"])
    def test_every_scale(self, sample_database: str, cut: str) -> None:
        words = set()
        for scale in ("jumlah", "bagian", "indeks", "log"):
            for lang in ("id", "en"):
                at = is_well(opened(CHANNELS, per=AS_OF, satuan="week", potong=cut, skala=scale, lang=lang))
                assert not notices(at)
                drawn = at.get("vega_lite_chart")
                assert len(drawn) == {"kanal": 12, "kelompok": 4, "geotag": 2}[cut]
                assert all((chart_rows(chart) or scale == "indeks") and len(chart.proto.alt) > 5 for chart in drawn)
            specs = [json.dumps(json.loads(chart.proto.spec)) for chart in drawn]
            assert all(('"log"' in spec) == (scale == "log") for spec in specs)
            words.add(at.main.caption[2].value)
        assert len(words) == 4

    def test_no_empty_chart(self, sample_database: str) -> None:
        at = is_well(opened(CHANNELS, per=AS_OF, satuan="week", skala="indeks"))
        assert all(chart_rows(chart) for chart in at.get("vega_lite_chart"))

    def test_no_index_is_said(self, some: World) -> None:
        """LAPOR and TWITTER have come in the last week only, which is not over."""
        some.add("2026-11-24 09:00", channel="TWITTER")
        at = is_well(opened(CHANNELS, per=AS_OF, periode="bulan-ini", satuan="week", skala="indeks"))
        said = [c.value for c in at.main.caption if c.value.startswith("Tanpa indeks")]
        assert len(said) == 1 and "LAPOR 1708" in said[0] and "Twitter DKI Jakarta" in said[0]
        assert len(at.get("vega_lite_chart")) == 1

    def test_what_came_outside_a_channels_time_is_said(self, some: World) -> None:
        def said() -> list[str]:
            st.cache_data.clear()
            at = is_well(opened(CHANNELS, per=AS_OF))
            return [c.value for c in at.main.caption if "masa berlaku" in c.value]

        assert said() == []
        for _ in range(2):
            some.add("2026-11-10 09:00", channel="QLUE")
        assert [words[:7] for words in said()] == ["2 aduan"]

    def test_nothing_but_what_came_outside(self, world: World) -> None:
        world.add("2026-11-10 09:00", channel="QLUE")
        at = is_well(opened(CHANNELS, per=AS_OF))
        assert len([c for c in at.main.caption if c.value.startswith("1 aduan masuk di luar")]) == 1

    def test_a_wrong_published_total(self, some: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(channels, "wrong_published", lambda: ["2O24", "2022.JAKI"])
        at = is_well(opened(CHANNELS, per=AS_OF))
        (words,) = [w.value for w in at.main.warning]
        assert "2O24" in words and "TAHUN" in words
        assert len(table(at, "channel_table")) == 3

    def test_the_table_of_the_series(self, sample_database: str) -> None:
        view = {"per": AS_OF, "satuan": "month", "periode": "tahun-ini"}
        for scale, cut in (("jumlah", "kanal"), ("bagian", "geotag")):
            at = is_well(opened(CHANNELS, {"table_channels": True}, **view, skala=scale, potong=cut))
            wide = next(d.value for d in at.dataframe if "step" in d.value)
            assert len(wide) == 11 and len(wide.columns) == 1 + len(at.get("vega_lite_chart"))
            if scale == "bagian":
                assert wide.drop(columns="step").sum(axis=1).between(99.8, 100.2).all()
            else:
                counted = table(at, "channel_table")["masuk"].sum()
                assert wide.drop(columns="step").sum().sum() == counted

    def test_widgets_write_the_address(self, some: World) -> None:
        at = is_well(opened(CHANNELS, per=AS_OF))
        at.selectbox(key="choice_potong").select("geotag").run()
        at.selectbox(key="choice_skala").select("indeks").run()
        is_well(at)
        assert at.query_params["potong"] in ("geotag", ["geotag"])
        assert at.query_params["skala"] in ("indeks", ["indeks"])
        at.selectbox(key="choice_skala").select("jumlah").run()
        assert "skala" not in is_well(at).query_params

    def test_silent_late_dropped_and_never(self, world: World) -> None:
        for week in range(13, 0, -1):
            for day in range(7):
                for hour in (8, 16):
                    when = (datetime(2026, 11, 24, hour) - timedelta(days=7 * week - day)).strftime("%Y-%m-%d %H:%M")
                    world.add(when, skpd="KEL-A")
                    if week > 1:
                        world.add(when, channel="TWITTER")
        world.add("2026-08-01 09:00")
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("**")]
        assert [x.partition("**:")[0] + x.partition("**:")[2][:8] for x in said] == [
            "**Twitter DKI Jakarta senyap ", "**JAKI terlamb", "**Twitter DKI Jakarta turun t", "**LAPOR 1708 belum p",
        ]  # fmt: skip
        world.add("2026-11-24 09:00")
        st.cache_data.clear()
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("**JAKI")]
        assert said == []

    @pytest.fixture
    def official(self, monkeypatch: pytest.MonkeyPatch) -> None:
        totals = {"": 10, "JAKI": 4, "**ASING**": 5}
        monkeypatch.setattr(channels, "published", lambda year: totals if year == 2025 else {})

    def beside(self, **query: str) -> list[str]:
        at = is_well(opened(CHANNELS, per=AS_OF, **query))
        return [c.value for c in at.main.caption if "terbitan resmi" in c.value]

    def test_beside_what_was_published(self, world: World, official: None) -> None:
        for _ in range(5):
            world.add("2025-06-10 09:00")
        world.add("2025-06-10 09:00", channel="LAPOR")
        year = {"dari": "2025-01-01", "sampai": "2025-12-31"}
        every, jaki, strange = self.beside(**year)
        assert every == "Semua kanal, terbitan resmi 2025: 10; di sini 6 (-40,0 %)."
        assert jaki == "JAKI, terbitan resmi 2025: 4; di sini 5 (+25,0 %)."
        assert strange.endswith("di sini 0 (-100,0 %).") and "*" not in strange
        assert len(self.beside(periode="tahun-lalu")) == 3
        for query in ({"dari": "2025-01-01", "sampai": "2025-12-30"}, {"dari": "2024-01-01", "sampai": "2024-12-31"}):
            assert self.beside(**query) == []

    def test_a_part_is_not_beside_the_total(self, world: World, official: None) -> None:
        world.add("2025-06-10 09:00")
        assert self.beside(periode="tahun-lalu", skpd="KEL-A", kategori="Jalan") == []


class TestChannelPattern:
    @pytest.fixture
    def some(self, world: World) -> World:
        """JAKI at nine on Tuesdays about roads, LAPOR at midnight on Sundays about help."""
        for _ in range(12):
            world.add("2026-11-10 09:00", koordinasi="2026-11-10 12:00")
            world.add("2026-11-08 00:30", channel="LAPOR", category="Bantuan Sosial", skpd="DSOS", koordinasi="2026-11-10 00:30")  # fmt: skip
        for _ in range(3):
            world.add("2026-11-11 10:00", category="Bantuan Sosial")
        return world

    def test_the_channel_from_the_address(self, some: World) -> None:
        for query, name, said in (
            ({}, "JAKI", "Selasa (80,0 %) dan antara pukul 09.00 dan 10.00 (80,0 %); n = 15"),
            ({"ritme": "LAPOR"}, "LAPOR", "Minggu (100,0 %) dan antara pukul 00.00 dan 01.00 (100,0 %); n = 12"),
        ):
            at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, **query))
            assert at.selectbox(key="choice_ritme").value == name
            assert any(said in c.value for c in at.main.caption)
            heat = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "hour" in d and len(d) > 100)
            assert len(heat) == 168 and heat["masuk"].sum() == (15 if name == "JAKI" else 12)
        at.selectbox(key="choice_ritme").select("TWITTER").run()
        assert is_well(at).query_params["ritme"] in ("TWITTER", ["TWITTER"])
        assert sum("Tidak ada aduan dari kanal ini" in i.value for i in at.info) == 2

    def test_categories_by_hand(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, {"menu_category": True}, per=AS_OF))
        parts = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "points" in d)
        assert dict(zip(parts["name"], parts["points"].round(4), strict=True)) == {
            "Jalan": round(100 * (12 / 15 - 12 / 27), 4), "Bantuan Sosial": round(100 * (3 / 15 - 15 / 27), 4),
        }  # fmt: skip
        links = {x.proto.label: link_query(x) for x in at.main.get("page_link") if x.proto.page == "daftar"}
        assert set(links) == {"Jalan: 12", "Bantuan Sosial: 3"}
        assert links["Jalan: 12"] == {"per": [AS_OF], "set": ["masuk"], "kanal": ["JAKI"], "kategori": ["Jalan"]}

    def test_first_step_by_hand(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF))
        (said,) = [c.value for c in at.main.caption if "Median sampai koordinasi pertama" in c.value]
        assert "LAPOR 1708 paling lama, 2,0 hari" in said
        rows = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "dikoordinasikan" in d)
        assert dict(zip(rows["name"], rows["hours"], strict=True)) == {"LAPOR 1708": 48, "JAKI": 3}

    def test_rising(self, some: World) -> None:
        some.add("2026-08-01 09:00", category="Sampah")  # data that reach back far enough to say what is usual
        assert [s.value for s in is_well(opened(CHANNEL_PATTERN, per=AS_OF)).success] != []
        for _ in range(20):
            some.add("2026-11-24 08:00", category="**Banjir** [x](http://x)")
        st.cache_data.clear()
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, periode="kemarin"))
        (said,) = [m.value for m in at.main.markdown if "trending_up" in m.value]
        assert "20 aduan pada 24 November 2026" in said and "http://" not in said and "**Banjir**" not in said
        assert not at.success
        first = next(d.value for d in at.dataframe if "signal" in d.value).iloc[0]
        assert (first["now"], first["before"], first["signal"]) == (0, 0, "24 Nov 2026")

    def test_all_channels_are_all(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, kanal="LAPOR", ritme="LAPOR"))
        parts = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "points" in d]
        assert not any("-0,0 poin" in words for data in parts for words in data["words"])
        assert at.selectbox(key="choice_ritme").value == "LAPOR" and parts[0]["points"].abs().max() > 20


NO_DIFFERENCE = "Tidak ada perbedaan yang dapat ditunjukkan antara"


class TestPair:
    """LAPOR dan JAKI: the sentence never says more than the interval allows."""

    def verdict(self, at: AppTest) -> str:
        """The one sentence in bold that answers."""
        said = [m.value for m in is_well(at).main.markdown if m.value.startswith("**") and m.value.endswith("**")]
        said = [html.unescape(text) for text in said]
        (words,) = [
            x for x in said if "daripada" in x or NO_DIFFERENCE in x or "Belum cukup" in x or "disesuaikan" in x
        ]
        return words.strip("*")

    def differences(self, at: AppTest) -> pd.DataFrame:
        """Crude and adjusted, as drawn."""
        found = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "low" in d and "name" in d]
        return next(d for d in found if d["name"].iloc[0] == "Mentah").set_index("name")

    @pytest.fixture
    def clear(self, world: World) -> World:
        still_open(world)
        for unit, category in (("DBM", "Jalan"), ("DSOS", "Sampah")):
            cohort(world, unit, 40, 12, channel="LAPOR", category=category)
            cohort(world, unit, 60, 54, category=category)
        return world

    def test_clear(self, clear: World) -> None:
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        low, high = (float(x.replace(",", ".")) for x in re.findall(r"\((\d+,\d) sampai (\d+,\d)\)", said)[0])
        assert said.startswith("LAPOR 1708 dilayani 60,0 poin lebih lambat (") and 40 < low < 60 < high < 80
        assert said.endswith("daripada JAKI pada jenis aduan dan kelompok SKPD yang sama.")
        drawn = self.differences(at)
        assert list(drawn["value"].round(6)) == [-0.6, -0.6]
        assert drawn.loc["Disesuaikan", ["low", "high"]].round(3).tolist() == pytest.approx([-high / 100, -low / 100], abs=6e-4)  # fmt: skip
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="koordinasi")).startswith("LAPOR 1708 dilayani 60,0 poin lebih lambat")  # fmt: skip
        turned = self.verdict(opened(PAIR, per=AS_OF, a="JAKI", b="LAPOR"))
        assert turned.startswith("JAKI dilayani 60,0 poin lebih cepat (") and "daripada LAPOR 1708" in turned
        english = opened(PAIR, per=AS_OF, lang="en")
        assert any("60.0" in m.value for m in is_well(english).main.markdown)

    @pytest.mark.filterwarnings("ignore::RuntimeWarning")  # see test_where_nothing_went_wrong_anywhere
    def test_other_measures(self, clear: World) -> None:
        """Nothing was refused; and of what is open there is too little."""
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="tl-ditolak")).startswith(NO_DIFFERENCE)
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat")).startswith("Belum cukup data: LAPOR 1708 0 aduan")  # fmt: skip
        for hour in range(12):
            clear.add(f"2026-11-02 1{hour % 10}:00", channel="LAPOR", skpd="DSOS")
            clear.add(f"2026-11-21 1{hour % 10}:00", skpd="DSOS")
        st.cache_data.clear()
        said = self.verdict(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat"))
        assert said.startswith("LAPOR 1708 100,0 poin lebih buruk (") and "lambat" not in said

    def test_all_measures_in_one_table(self, clear: World) -> None:
        shares, journeys = [t.value for t in is_well(opened(PAIR, per=AS_OF)).table[:2]]
        assert list(shares.columns[:2]) == list(journeys.columns) == ["LAPOR 1708", "JAKI"]
        on_time = shares.loc["Tepat waktu"]
        assert list(on_time[:2]) == ["30,0 % (n = 80)", "90,0 % (n = 120)"]
        assert on_time.iloc[2].startswith("-60,0 (") and on_time.iloc[3].startswith("-60,0 (")
        assert list(journeys.iloc[0]) == ["80", "120"] and list(journeys.iloc[1]) == ["0,00", "0,00"]

    def test_not_shown(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 20, 14, channel="LAPOR")
        cohort(world, "DBM", 200, 160)
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        assert said.startswith(f"{NO_DIFFERENCE} LAPOR 1708 dan JAKI") and "(-10,0 poin, 95 %: -" in said
        assert not any(word in text.value for text in at.main.markdown for word in ("lebih lambat", "lebih cepat"))
        assert self.differences(at)["low"].max() < 0 < self.differences(at)["high"].min()

    def test_only_the_kinds_differ(self, world: World) -> None:
        """Each kind is served alike by both channels; LAPOR brings more of what takes long. Crude, that looks like a gap."""
        still_open(world)
        for channel, roads, litter in (("LAPOR", 10, 100), ("JAKI", 100, 10)):
            cohort(world, "DBM", roads, roads * 9 // 10, channel=channel)
            cohort(world, "DBM", litter, litter // 2, channel=channel, category="Sampah")
        at = opened(PAIR, per=AS_OF)
        assert self.verdict(at).startswith(NO_DIFFERENCE)
        drawn = self.differences(at)
        assert drawn.loc["Mentah", "high"] < -0.15 and drawn.loc["Disesuaikan", "value"] == pytest.approx(0, abs=1e-9)

    def test_no_kind_in_common(self, world: World) -> None:
        """LAPOR has only one kind, JAKI only another: nothing can be said about the same kind of complaint."""
        still_open(world)
        cohort(world, "DSOS", 60, 30, channel="LAPOR", category="Bantuan Sosial")
        cohort(world, "DBM", 60, 54)
        said = self.verdict(opened(PAIR, per=AS_OF))
        assert "dilayani" not in said and "tidak dapat disesuaikan" in said

    def test_one_kind_in_common(self, world: World) -> None:
        """The kind that both have is served alike; what only one of them has is no comparison."""
        still_open(world)
        for channel in ("LAPOR", "JAKI"):
            cohort(world, "DBM", 20, 16, channel=channel)
        cohort(world, "DBM", 100, 50, channel="LAPOR", category="Bantuan Sosial")
        cohort(world, "DBM", 100, 95, category="Sampah")
        assert self.verdict(opened(PAIR, per=AS_OF)).startswith(NO_DIFFERENCE)

    @pytest.mark.parametrize(
        ("lapor", "jaki", "enough"), [(0, 30, False), (9, 30, False), (30, 9, False), (10, 10, True)]
    )
    def test_too_little(self, world: World, lapor: int, jaki: int, enough: bool) -> None:
        still_open(world)
        for channel, n in (("LAPOR", lapor), ("JAKI", jaki)):
            if n:
                cohort(world, "DBM", n, n if channel == "JAKI" else 0, channel=channel)
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        if enough:
            assert "dilayani 100,0 poin lebih lambat" in said
        else:
            assert (
                said == f"Belum cukup data: LAPOR 1708 {lapor} aduan, JAKI {jaki} aduan; perlu 10 dari masing-masing."
            )
            assert at.table[0].value.loc["Tepat waktu"].iloc[2] == at.table[0].value.loc["Tepat waktu"].iloc[3] == "–"

    def test_the_same_twice(self, clear: World) -> None:
        for query in ({"a": "JAKI"}, {"b": "LAPOR"}, {"a": "QLUE", "b": "QLUE"}):
            at = is_well(opened(PAIR, per=AS_OF, **query))
            assert [i.value for i in at.info] == ["Pilih dua kanal yang berbeda."] and not at.header
            assert not at.get("vega_lite_chart") and not at.table and not at.dataframe
        at.selectbox(key="choice_a").select("LAPOR").run()
        assert is_well(at).query_params["b"] in ("QLUE", ["QLUE"]) and at.header

    def test_any_two(self, sample_database: str) -> None:
        for a, b in (("JAKI", "LAPOR"), ("TWITTER", "JAKI"), ("QLUE", "LAPOR")):
            at = opened(PAIR, per=AS_OF, periode="tahun-ini", a=a, b=b, ukuran="koordinasi")
            if any("`" in text for text in notices(at)):
                continue  # not in the sample
            assert self.verdict(at) and len(at.header) == 5

    def test_the_filter_channel_is_named(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF, kanal="TWITTER"))
        assert any("Kanal (dipilih di sini)" in c.value for c in at.main.caption)
        assert self.verdict(at) == self.verdict(opened(PAIR, per=AS_OF))

    def test_chosen_units(self, clear: World) -> None:
        cohort(clear, "SBM-B", 50, 50, channel="LAPOR")
        cohort(clear, "SBM-B", 50, 10)
        st.cache_data.clear()
        drawn = self.differences(opened(PAIR, per=AS_OF, skpd="SBM-B"))
        assert list(drawn["value"].round(6)) == [0.8, 0.8]
        assert "dilayani 80,0 poin lebih cepat" in self.verdict(opened(PAIR, per=AS_OF, skpd="SBM-B"))

    def test_where(self, clear: World) -> None:
        """A unit with the difference the other way round, and one with two complaints, which proves nothing."""
        cohort(clear, "SBM-B", 80, 80, channel="LAPOR")
        cohort(clear, "SBM-B", 80, 20)
        cohort(clear, "KEL-G", 1, 0, channel="LAPOR")
        cohort(clear, "KEL-G", 1, 1)
        at = is_well(opened(PAIR, {"pair_units": row(0)}, per=AS_OF))
        rows = table(at, "pair_units").set_index("name")
        assert len(rows) == 4 and rows.index[-1] == "Suku Dinas Bina Marga Jakarta Barat"
        assert rows.loc["Dinas Sosial", ["share1", "n1", "share2", "n2"]].tolist() == [30, 40, 90, 60]
        assert (rows.loc["Dinas Sosial", "until"] < 0) and (rows.iloc[-1]["from_"] > 0)
        assert rows.loc["Kelurahan Gambir", "until"] > 0 > rows.loc["Kelurahan Gambir", "from_"]
        assert any("Pada 2 dari 4 SKPD" in m.value and "pada 1 lebih baik" in m.value for m in at.main.markdown)

    @pytest.mark.filterwarnings("ignore::RuntimeWarning")
    def test_where_nothing_went_wrong_anywhere(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF, ukuran="tl-ditolak"))
        assert table(at, "pair_units")["points"].tolist() == [0, 0]
        assert "NaN" not in "".join(c.proto.spec for c in at.get("vega_lite_chart"))

    def test_how_long(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF))
        curves = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "settled" in d)
        assert set(curves["name"]) == {"LAPOR 1708", "JAKI"} and curves["settled"].between(0, 1).all()
        for _name, one in curves.groupby("name"):
            assert one.sort_values("day")["settled"].is_monotonic_increasing and one["day"].min() < 1.5
        shown = at.table[2].value
        assert list(shown.index) == ["LAPOR 1708 (n = 80)", "JAKI (n = 121)"]  # the open one as well

    def test_month_by_month(self, world: World) -> None:
        still_open(world)
        for month in range(1, 11):
            cohort(world, "DBM", 10, 4 + month % 2, day=f"2026-{month:02}-03", channel="LAPOR")
            cohort(world, "DBM", 20, 16, day=f"2026-{month:02}-03")
        cohort(world, "DBM", 4, 0, channel="LAPOR")  # November has too few of LAPOR
        cohort(world, "DBM", 20, 16)
        at = is_well(opened(PAIR, per=AS_OF))
        months = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "week" in d)
        assert len(months) == 10 and sorted(set(months["value"].round(6))) == [-0.4, -0.3]
        assert any("Oktober 2026: selisih -40,0 poin" in html.unescape(m.value) for m in at.main.markdown)
        stock = is_well(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat"))
        assert any("hanya ada untuk waktu “per”" in i.value for i in stock.info)

    def test_the_lens(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF))
        assert [s.value for s in at.subheader] == ["Komunikasi", "Sumber daya", "Disposisi (sikap pelaksana)", "Struktur birokrasi"]  # fmt: skip
        said = " ".join(m.value for m in at.main.markdown)
        assert "LAPOR 1708: 80 dari 201 aduan masuk (39,8 %)" in said and "LAPOR 1708 1, JAKI 1 dari 2" in said
