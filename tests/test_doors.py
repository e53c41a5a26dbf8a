"""Every number is a door: the list behind it has exactly as many complaints, dirty rows and past moments included."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import filters
from dashboard.components import lapor as lapor_page
from dashboard.filters import View
from queries import channels, complaints, lapor, moment, skpds
from tests.conftest import AS_OF
from tests.test_pages import CHANNELS, LAPOR, LIST, OVERVIEW, RANKING, is_well, link_query, notices, opened, row
from tests.world import World

PAST = "2026-11-12T10:00"
VIEWS: list[dict[str, str | list[str]]] = [
    {"per": AS_OF, "periode": "semua"},
    {"per": AS_OF, "periode": "bulan-ini", "kanal": ["LAPOR", "PIGEON"]},
    {"per": AS_OF, "wilayah": "31.73", "kategori": "Jalan", "periode": "90-hari"},
    {"per": PAST, "periode": "bulan-ini"},
    {"per": PAST, "periode": "tahun-ini", "skpd": ["KEL-A", "NN"]},
    {"per": AS_OF, "dari": "2026-12-01", "sampai": "2026-12-31"},
]


@pytest.fixture
def dirty(world: World) -> World:
    """Clean and dirty complaints of every sort, on both clocks."""
    kinds = ("permintaan informasi", "pengaduan tidak berkadar pengawasan", "pengaduan berkadar pengawasan", None)
    for number, day in enumerate(("2026-06-10", "2026-09-01", "2026-10-20", "2026-11-03", "2026-11-11", "2026-11-20")):
        for kind in kinds:
            world.add(f"{day} 09:00", channel="LAPOR", jenis_lapor=kind, skpd="DSOS" if number % 2 else "SBM-B")
        world.add(f"{day} 09:00", f"{day} 15:00", category="Jalan ")
        world.add(f"{day} 10:00", channel="TWITTER", skpd="DBM", kelurahan="31.71.01.1001", category="Sampah")
    world.add("2026-11-01 09:00", "2026-11-09 10:00", category="Sampah")  # late
    world.add("2026-11-10 09:00", "2026-11-09 09:00")  # closed before created
    world.add("2026-11-10 09:00", status="Selesai")  # settled without a time
    world.add("2026-11-10 09:00", selesai="2059-01-01", status="Selesai")
    world.add("2059-11-10 09:00")
    world.add("2026-11-10 09:00", status="??")
    world.add("2026-11-10 09:00", status=None, category=None, kelurahan=None)
    world.add("2026-11-10 09:00", skpd=None, channel="LAPOR", jenis_lapor="aspirasi")
    world.add("2026-11-02 09:00", skpd="NN", category="Kategori Asing", kelurahan="")
    world.add("2026-11-02 09:00", channel="PIGEON", skpd="NN")
    world.add("2018-06-01 09:00")  # before the first rule: no deadline
    for _ in range(2):
        world.add("2026-11-10 09:00", nomor="JK2611100001")
    world.add(
        "2026-11-01 09:00",
        steps=[("2026-11-01 09:00", "Menunggu", "KEL-A"), ("2026-11-02 09:00", "Menunggu Validasi", "KEL-A")],
        ews="2026-11-22 09:00", ews_pada="2026-11-02 09:00", ews_kali=3,
    )  # fmt: skip
    world.add(
        "2026-11-01 09:00", "2026-11-20 09:00",
        steps=[
            ("2026-11-01 09:00", "Menunggu", "KEL-G"), ("2026-11-03 09:00", "Koordinasi", "DBM"),
            ("2026-11-20 09:00", "Selesai", "DBM"),
        ],
    )  # fmt: skip
    world.add(  # open again
        "2026-11-02 09:00",
        steps=[
            ("2026-11-02 09:00", "Menunggu", "KEL-A"), ("2026-11-04 09:00", "Selesai", "KEL-A"),
            ("2026-11-15 09:00", "Proses", "KEL-A"),
        ],
    )  # fmt: skip
    return world


class Address:
    """The address bar, for asking outside a page what a link means."""

    def __init__(self, query: Mapping[str, str | list[str]]) -> None:
        self.query = {key: [value] if isinstance(value, str) else value for key, value in query.items()}

    def get(self, key: str, default: str | None = None) -> str | None:
        return self.query[key][-1] if self.query.get(key) else default

    def get_all(self, key: str) -> list[str]:
        return self.query.get(key, [])


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A function: address -> the view it asks for."""

    def view(query: Mapping[str, str | list[str]]) -> View:
        with monkeypatch.context() as patch:
            patch.setattr(st, "query_params", Address(query))
            found = filters.read(moment.now(), moment.choices())
        return found

    yield view


def on_label(text: str) -> int:
    """The number a link or button ends with."""
    found = re.search(r"([\d.]+)\D*$", text)
    assert found, text
    return int(found[1].replace(".", ""))


def doors_of(at: AppTest) -> list[Any]:
    return [link for link in at.main.get("page_link") if link.proto.page == "daftar"]


def listed(view: View, name: str) -> int:
    found = complaints.page(view.filters, name, size=1)
    return int(found["total"].iloc[0]) if len(found) else 0


def on_page(at: AppTest) -> int:
    """How many complaints the list says it has; the table has to hold as many, up to a page of 100."""
    words = [m.value for m in at.main.markdown if " aduan**" in m.value]
    if not words:
        assert at.info and not at.dataframe
        return 0
    total = on_label(words[0].split("aduan")[0])
    key = "list_table" if at.title[0].value == "Daftar aduan" else "lapor_list"
    assert len(at.dataframe(key=key).value) == min(total, 100)
    return total


def follow(link: Any) -> int:
    at = is_well(opened(LIST, **link_query(link)))
    assert not [n for n in notices(at) if "belum dimulai" not in n]
    return on_page(at)


class TestOverview:
    @pytest.mark.parametrize("number", range(len(VIEWS)))
    def test_every_link(self, dirty: World, looked_at: Any, number: int) -> None:
        """Headline, classes of age, attention: the count on the link is the length of the list it opens."""
        at = is_well(opened(OVERVIEW, **VIEWS[number]))
        links = doors_of(at)
        assert len(links) > 8
        for index, link in enumerate(links):
            query = link_query(link)
            assert listed(looked_at(query), query["set"][0]) == on_label(link.proto.label), (query, link.proto.label)
            if index % 3 == number % 3:
                assert follow(link) == on_label(link.proto.label)
        figures = {m.label: m.value for m in at.metric}
        by_set = {
            link_query(link)["set"][0]: on_label(link.proto.label) for link in links if "kanal" not in link_query(link)
        }
        for label, name in (("Masuk", "masuk"), ("Selesai", "selesai"), ("Terlambat sekarang", "terlambat")):
            if name in by_set:
                assert on_label(figures[label]) == by_set[name]

    def test_the_full_sample(self, sample_database: str, looked_at: Any) -> None:
        for query in ({"per": AS_OF}, {"per": "2026-06-30T08:15", "periode": "90-hari", "kanal": ["LAPOR", "JAKI"]}):
            links = doors_of(is_well(opened(OVERVIEW, **query)))
            assert len(links) > 12
            for link in links:
                target = link_query(link)
                assert listed(looked_at(target), target["set"][0]) == on_label(link.proto.label), target
            assert follow(links[0]) == on_label(links[0].proto.label)


class TestSums:
    @pytest.mark.parametrize("number", range(len(VIEWS)))
    def test_channels_and_classes_add_up(self, dirty: World, looked_at: Any, number: int) -> None:
        f = looked_at(VIEWS[number]).filters
        total, rows = complaints.totals(f), channels.volumes(f)
        for name in ("masuk", "selesai", "jatuh_tempo", "tepat_waktu", "terbuka", "terlambat"):
            assert rows[name].sum() == total[name], name
        late = ("telat_7", "telat_30", "telat_90", "telat_lama")
        assert sum(total[name] for name in late) == total["terlambat"]
        assert sum(total[name] for name in (*late, "belum", "segera", "tanpa_tenggat")) == total["terbuka"]
        assert total["bertenggat"] == total["terlambat"] + total["dalam_tenggat"]
        for name in complaints.SETS:
            if name.replace("-", "_") in total:
                assert listed(looked_at(VIEWS[number]), name) == total[name.replace("-", "_")], name
        units = skpds.ranking(f)
        for name in ("jatuh_tempo", "tepat_waktu", "terbuka", "terlambat"):
            assert units[name].sum() <= total[name], name  # without those that nobody holds
        missing = complaints.gaps(f)
        assert missing["masuk"] == total["masuk"] and missing["bertentangan"] == total["bertentangan"]
        days = complaints.per_day(f)
        if len(days):
            assert days["masuk"].sum() == total["masuk"] and days["terbuka"].iloc[-1] <= total["terbuka"]


class TestTables:
    def doors_match(
        self, at: AppTest, table: Mapping[str, Any], looked_at: Any, key: str, columns: dict[str, str]
    ) -> int:
        """Each column's number of the chosen row has its door, and the door its list."""
        links = {q["set"][0]: (q, x) for x in doors_of(at) if (q := link_query(x)).get(key)}
        for column, name in columns.items():
            if table[column]:
                query, link = links[name]
                assert on_label(link.proto.label) == table[column], (column, query)
            else:
                assert name not in links
        for name, (query, link) in links.items():
            view = looked_at(query)
            assert not [n for n in view.notices if "belum dimulai" not in n], view.notices
            assert listed(view, name) == on_label(link.proto.label), (name, query)
        return len(links)

    @pytest.mark.parametrize("number", [0, 1, 3])
    def test_channel_rows(self, dirty: World, looked_at: Any, number: int) -> None:
        table = is_well(opened(CHANNELS, **VIEWS[number])).dataframe(key="channel_table").value
        columns = {name: name.replace("_", "-") for name in ("masuk", "selesai", "jatuh_tempo", "terbuka", "terlambat")}
        followed = 0
        for index in range(len(table)):
            at = is_well(opened(CHANNELS, {"channel_table": row(index)}, **VIEWS[number]))
            followed += self.doors_match(at, table.iloc[index], looked_at, "kanal", columns)
            for link in doors_of(at)[:1]:
                assert follow(link) == on_label(link.proto.label)
        assert followed > 4

    @pytest.mark.parametrize("number", [0, 3])
    def test_ranking_rows(self, dirty: World, looked_at: Any, number: int) -> None:
        columns = {"n": "jatuh-tempo", "terbuka": "terbuka", "terlambat": "terlambat"}
        followed = 0
        for group in ("dinas-badan-biro", "kelurahan", "lain"):
            view = VIEWS[number] | {"kelompok": group}
            for key in ("ranking_table", "ranking_few"):
                tables = {d.key: d.value for d in is_well(opened(RANKING, **view)).dataframe}
                for index in range(len(tables.get(key, []))):
                    at = is_well(opened(RANKING, {key: row(index)}, **view))
                    followed += self.doors_match(at, tables[key].iloc[index], looked_at, "skpd", columns)
        assert followed > 8

    def test_a_unit_known_only_from_the_steps(self, world: World, looked_at: Any) -> None:
        """At a past moment a complaint may lie with a unit that is in no list and holds nothing today."""
        steps = [("2026-11-02 09:00", "Menunggu", "LAMA"), ("2026-11-18 09:00", "Koordinasi", "DBM")]
        world.add("2026-11-02 09:00", steps=steps)
        world.add("2026-11-03 09:00")
        view: dict[str, str | list[str]] = {"per": PAST, "periode": "bulan-ini", "kelompok": "lain"}
        at = is_well(opened(RANKING, {"ranking_few": row(0)}, **view))
        assert self.doors_match(
            at, at.dataframe(key="ranking_few").value.iloc[0], looked_at, "skpd", {"terbuka": "terbuka"}
        )


class TestLapor:
    @pytest.mark.parametrize("number", [0, 3])
    def test_every_button_narrows_to_its_number(self, dirty: World, number: int) -> None:
        """Clocks and classes of days late."""
        at = is_well(opened(LAPOR, **VIEWS[number]))
        keys = [b.key for b in at.main.button if b.key and b.key.startswith(("clock_", "age_"))]
        assert len(keys) > 5
        for key in keys:
            button = at.button(key=key)
            wanted = on_label(button.label)
            is_well(button.click().run())
            assert on_page(at) == wanted, key

    def test_rows_of_units(self, dirty: World) -> None:
        view = VIEWS[0]
        table = is_well(opened(LAPOR, **view)).dataframe(key="lapor_skpd").value
        assert len(table) == 3  # DSOS, SBM-B and those without a SKPD
        for index in range(len(table)):
            at = is_well(opened(LAPOR, {"lapor_skpd": row(index)}, **view))
            keys = [b.key for b in at.main.button if b.key and b.key.startswith("skpd_")]
            if not table["name"].iloc[index]:
                assert not keys  # the address has no way to say "without"
                continue
            assert on_label(at.button(key="skpd_salah-satu").label) == table["dipilih"].iloc[index]
            for key in keys:
                at = opened(LAPOR, {"lapor_skpd": row(index)}, **view)
                wanted = on_label(at.button(key=key).label)
                is_well(at.button(key=key).click().run())
                assert on_page(at) == wanted, key

    def test_open_complaints(self, dirty: World) -> None:
        for view in VIEWS[:5]:
            for link in doors_of(is_well(opened(LAPOR, **view))):
                assert follow(link) == on_label(link.proto.label)

    def test_clocks_units_and_classes_agree(self, dirty: World, looked_at: Any) -> None:
        for query in VIEWS:
            f = looked_at(query).filters
            found = lapor.summary(f, "salah-satu")
            assert found["salah_satu"] == found["crm"] + found["sp4n"] - found["keduanya"]
            ages = lapor.by_age(f)
            for clock in lapor.CLOCKS:
                rows = lapor.late(f, clock, size=None)
                assert len(rows) == found[clock.replace("-", "_")] == lapor.by_skpd(f, clock)["dipilih"].sum()
                if clock in ("crm", "sp4n"):
                    assert ages[ages["clock"] == clock]["aduan"].sum() == len(rows)


class TestCsv:
    def rows(self, view: View, clock: str, age: str) -> list[dict[str, str]]:
        text = lapor_page.as_csv(view, clock, age)
        assert text.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))

    def test_as_many_rows_as_the_page_says(self, sample_database: str, looked_at: Any) -> None:
        for clock, age in (("salah-satu", "semua"), ("crm", "telat-lama"), ("sp4n", "semua"), ("keduanya", "telat-90")):
            query = {"per": AS_OF, "jam": clock, "umur": age}
            at = is_well(opened(LAPOR, **query))
            rows = self.rows(looked_at(query), clock, age)
            if on_page(at):
                (download,) = at.get("download_button")
                assert on_label(download.label) == on_page(at) == len(rows)
                assert {r["Nomor"] for r in rows} >= set(at.dataframe(key="lapor_list").value["code"])
            else:
                assert not rows

    def test_more_rows_than_a_page(self, world: World, looked_at: Any) -> None:
        for number in range(130):
            world.add("2026-10-01 09:00", channel="LAPOR", nomor=f"LP{number:09}")
        at = is_well(opened(LAPOR, per=AS_OF))
        assert on_page(at) == len(self.rows(looked_at({"per": AS_OF}), "salah-satu", "semua")) == 130
        at = is_well(opened(LAPOR, per=AS_OF, hal="2"))
        assert len(at.dataframe(key="lapor_list").value) == 30

    def test_cells_that_look_like_formulas(self, world: World, looked_at: Any) -> None:
        bad = ['=HYPERLINK("http://x";"y")', "+1+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", 'a"b,c;d\ne']
        for text in bad:
            world.add("2026-10-01 09:00", channel="LAPOR", nomor=text, nomor_lapor=text, category=text, status=text)
        rows = self.rows(looked_at({"per": AS_OF}), "salah-satu", "semua")
        assert len(rows) == len(bad)
        for cells in rows:
            for cell in cells.values():
                assert not cell or cell[0] not in "=+-@\t\r\n"
        assert {r["Nomor"].lstrip("'") for r in rows} >= {bad[0], bad[-1]}
