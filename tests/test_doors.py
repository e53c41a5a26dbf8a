"""Every number is a door: the list behind it has exactly as many complaints, dirty rows and past moments included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.components import desk
from dashboard.findings import desk as desk_words
from dashboard.formats import number, plain
from dashboard.places import (
    CHANNEL_PATTERN,
    CHANNELS,
    COMPLAINT,
    DESK_LIST,
    DUE,
    FUNNEL,
    LAPOR,
    LIST,
    OVERVIEW,
    PAIR,
    PATTERN,
    RANKING,
    REPORT,
    UNIT_LIST,
    Place,
)
from dashboard.settings import settings
from dashboard.view import View
from queries import channels, complaints, lapor, skpds
from queries.lapor import Pick
from tests import apptest
from tests.apptest import Address, chart_data, is_well, link_query, notices, row, table
from tests.conftest import AS_OF
from tests.world import World, cohort, more_units, still_open

MENUS = dict.fromkeys(
    ("menu_age", "menu_lateness", "menu_nature", "menu_stage", "menu_company", "menu_held", "menu_category"), True
)


def opened(page: Place, session: dict[str, Any] | None = None, **query: str | list[str]) -> AppTest:
    """The page with every menu of links open."""
    return apptest.opened(page, MENUS | (session or {}), **query)


PAST = "2026-11-12T10:00"
VIEWS: list[dict[str, str | list[str]]] = [
    {"per": AS_OF, "periode": "semua"},
    {"per": AS_OF, "periode": "bulan-ini", "kanal": ["LAPOR", "PIGEON"]},
    {"per": AS_OF, "wilayah": "31.73", "kategori": "Jalan", "periode": "90-hari"},
    {"per": PAST, "periode": "bulan-ini"},
    {"per": PAST, "periode": "tahun-ini", "skpd": ["KEL-A", "NN"]},
    {"per": AS_OF, "dari": "2026-12-01", "sampai": "2026-12-31"},
]


def on_label(text: str) -> int:
    """The number a link or button ends with."""
    found = re.search(r"([\d.]+)\D*$", text)
    assert found, text
    return int(found[1].replace(".", ""))


def doors_of(at: AppTest, page: Place = "daftar") -> list[Any]:
    return [link for link in at.main.get("page_link") if link.proto.page == page]


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
    keys = {"Daftar aduan": "complaints", "Daftar aduan SKPD": "complaints"}
    assert len(at.dataframe(key=keys.get(at.title[0].value, "complaints")).value) == min(total, 100)
    return total


def follow(link: Any, page: Place = LIST) -> int:
    at = is_well(opened(page, **link_query(link)))
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
        cells = skpds.cells(f, "tepat-waktu")  # of every SKPD, whatever the filter says
        units = cells.groupby("unit")[["n", "x"]].sum()
        if f.skpds:
            units = units.reindex(list(f.skpds)).fillna(0)
        nobody = len(f.skpds) == 0  # has complaints that are in no row
        for column, name in (("n", "jatuh_tempo"), ("x", "tepat_waktu")):
            assert units[column].sum() <= total[name] and (nobody or units[column].sum() == total[name]), name
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
            assert listed(view, name) == on_label(link.proto.label), (name, query)
        return len(links)

    @pytest.mark.parametrize("number", [0, 1, 3])
    def test_channel_rows(self, dirty: World, looked_at: Any, number: int) -> None:
        table = is_well(opened(CHANNELS, **VIEWS[number])).dataframe(key="channel_table").value
        columns = {
            "received": "masuk",
            "settled": "selesai",
            "due": "jatuh-tempo",
            "open": "terbuka",
            "late": "terlambat",
        }
        followed = 0
        for index in range(len(table)):
            at = is_well(opened(CHANNELS, {"channel_table": row(index)}, **VIEWS[number]))
            followed += self.doors_match(at, table.iloc[index], looked_at, "kanal", columns)
            for link in doors_of(at)[:1]:
                assert follow(link) == on_label(link.proto.label)
        assert followed > 4


def of_measure(view: View, query: Mapping[str, list[str]]) -> int:
    """How many complaints the list by SKPD holds that an address names."""
    measure, outcome = query.get("ukuran", ["tepat-waktu"])[0], query.get("hasil", ["semua"])[0]
    found = skpds.listed(view.filters, measure, outcome, 1, 1)
    return int(found["total"].iloc[0]) if len(found) else 0


class TestUnits:
    """Peringkat, Corong and Rapor: their numbers lead to Daftar aduan SKPD."""

    @pytest.fixture
    def least(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """A function that sets from how many complaints on a SKPD is ranked."""
        return lambda n: monkeypatch.setitem(vars(settings()), "minimum_cohort", n)

    def every_door(self, at: AppTest, looked_at: Any, follow_each: int = 0) -> dict[str, int]:
        """All doors of a page to the list by SKPD, by their words; the list behind each has its number."""
        found: dict[str, int] = {}
        for index, link in enumerate(doors_of(at, "daftar-skpd")):
            query, label = link_query(link), link.proto.label
            view = looked_at(query)
            assert of_measure(view, query) == on_label(label) > 0, (label, query)
            if follow_each and index % follow_each == 0:
                assert follow(link, UNIT_LIST) == on_label(label), (label, query)
            found[label.rpartition(":")[0]] = on_label(label)
        return found

    def chosen(self, page: Place, key: str, view: Mapping[str, Any]) -> Iterator[tuple[Any, AppTest]]:
        """Each row of a table, and the page on which it is chosen."""
        rows = table(is_well(opened(page, **view)), key)
        for index in range(len(rows)):
            yield rows.iloc[index], is_well(opened(page, {key: row(index)}, **view))

    @pytest.mark.parametrize("measure", skpds.MEASURES)
    @pytest.mark.parametrize(("number", "minimum"), [(0, 10), (3, 1)])
    def test_ranking_rows(
        self, busy: World, looked_at: Any, least: Any, number: int, minimum: int, measure: str
    ) -> None:
        least(minimum)
        found = 0
        for group in ("dinas-badan-biro", "sudin", "kelurahan", "lain"):
            view = VIEWS[number] | {"kelompok": group, "ukuran": measure}
            for key in ("ranking_table", "ranking_few"):
                for cells, at in self.chosen(RANKING, key, view):
                    doors = self.every_door(at, looked_at, follow_each=5)
                    every = next(iter(doors.values()))
                    if measure == "waktu-tengah":
                        assert (
                            list(doors) == ["Pernah di meja ini"] and every <= cells["n"]
                        )  # several stays a complaint
                    else:
                        assert every == cells["n"] == sum(list(doors.values())[1:])
                    if "raw" in cells and measure != "waktu-tengah":
                        good = [
                            on_label(x.proto.label)
                            for x in doors_of(at, "daftar-skpd")
                            if "hasil=baik" in x.proto.query_string
                        ]
                        assert cells["raw"] == pytest.approx(100 * sum(good) / every, abs=0.06)
                    (report,) = doors_of(at, "rapor")
                    assert link_query(report).keys() <= {*link_query(doors_of(at, "daftar-skpd")[0]), "ukuran"}
                    found += 1
        # A measure may have nothing in a narrow view; everywhere else there are rows.
        assert found > 1 or number == 2 or measure in ("tl-ditolak", "laporan-ulang")

    def test_every_measure_has_rows(self, busy: World, looked_at: Any, least: Any) -> None:
        least(1)
        for measure in skpds.MEASURES:
            every = [
                len(table(is_well(opened(RANKING, **VIEWS[0], kelompok=group, ukuran=measure)), key))
                for group in ("dinas-badan-biro", "sudin", "kelurahan", "lain")
                for key in ("ranking_table", "ranking_few")
            ]
            assert sum(every), measure

    def test_a_unit_known_only_from_the_steps(self, world: World, looked_at: Any) -> None:
        """At a past moment a complaint may lie with a unit that is in no list and holds nothing today."""
        steps = [("2026-11-02 09:00", "Menunggu", "LAMA"), ("2026-11-18 09:00", "Koordinasi", "DBM")]
        world.add("2026-11-02 09:00", steps=steps)
        world.add("2026-11-03 09:00")
        view: dict[str, str | list[str]] = {"per": PAST, "periode": "bulan-ini"}
        for measure, label in (("dalam-tenggat", "Lewat tenggat"), ("tepat-waktu", "Tidak tepat waktu")):
            ((cells, at),) = self.chosen(RANKING, "ranking_few", view | {"kelompok": "lain", "ukuran": measure})
            assert cells["name"] == "LAMA" and self.every_door(at, looked_at, 1)[label] == 1
            at = is_well(opened(REPORT, **view, skpd="LAMA", ukuran=measure))
            assert self.every_door(at, looked_at, 1)[label] == 1

    @pytest.mark.parametrize("number", [0, 3])
    @pytest.mark.parametrize("measure", [m for m in skpds.MEASURES if m != "waktu-tengah"])
    def test_every_door_of_a_report(self, busy: World, looked_at: Any, least: Any, number: int, measure: str) -> None:
        """The unit's doors, the parts of the gap, what it costs, its stays, and what was handed to it."""
        least(2)
        said: set[str] = set()
        for unit in ("KEL-A", "DBM", "SBM-B", "NN"):
            view = VIEWS[number] | {"skpd": unit, "ukuran": measure}
            at = is_well(opened(REPORT, **view))
            doors = self.every_door(at, looked_at, follow_each=6)
            words = set(doors)
            said |= words
            costing = table(at, "costing_list")
            assert len(costing) == min(doors.get("Semuanya, dengan unduhan", 0), 10)
            # The parts lead to what went badly in every category and channel that a list knows.
            bad = [x for x in doors_of(at, "daftar-skpd") if not x.proto.label.startswith(("LAPOR, ", "JAKI, "))]
            bad = [
                link_query(x) | {"n": on_label(x.proto.label)} for x in bad if "hasil=kurang" in x.proto.query_string
            ]
            seen = looked_at(view)
            cells = skpds.cells(seen.filters, measure)
            cells = cells[cells["unit"] == unit].assign(late=cells["n"] - cells["x"])
            for column, names, key in (("category", "categories", "kategori"), ("channel", "channels", "kanal")):
                known = cells[column].isin(seen.choices[names]) | (
                    column == "channel"
                )  # any code of a channel is found
                late = cells[known].groupby(column)["late"].sum()
                parts = {x[key][0]: x["n"] for x in bad if key in x and key not in view}
                assert parts == ({} if key in view else late[late > 0].to_dict()), key
            senders = table(at, "arrivals_table")
            assert (int(senders["complaints"].sum()) if len(senders) else 0) == doors.get("Diterima dari SKPD lain", 0)
            assert (int(senders["late"].sum()) if len(senders) else 0) == doors.get(
                "Sudah lewat tenggat saat datang", 0
            )
        if number == 0:
            assert {"Pernah di meja ini", "Diterima dari SKPD lain", "Semuanya, dengan unduhan"} <= said
        if number == 5:  # that period has not begun
            assert not said or measure == "dalam-tenggat"

    def test_lapor_beside_jaki(self, world: World, looked_at: Any) -> None:
        for unit in ("DBM", "DSOS"):
            cohort(world, unit, 12, 7, channel="LAPOR")
            cohort(world, unit, 15, 11)
        cohort(world, "SBM-B", 12, 6)
        world.add("2026-11-23 09:00")
        at = is_well(opened(REPORT, per=AS_OF, skpd="DBM"))
        doors = self.every_door(at, looked_at, follow_each=1)
        assert doors["LAPOR, Tidak tepat waktu"] == 5 and doors["JAKI, Tidak tepat waktu"] == 4
        assert doors["Tidak tepat waktu"] == doors["Semuanya, dengan unduhan"] == 9
        assert doors["Jatuh tempo"] == doors["Pernah di meja ini"] == 27
        below = is_well(opened(REPORT, {"below_sudin": row(0)}, per=AS_OF, skpd="DBM"))
        sudin = [x for x in doors_of(below, "daftar-skpd") if link_query(x)["skpd"] == ["SBM-B"]]
        assert [on_label(x.proto.label) for x in sudin] == [12, 6, 6]
        self.every_door(below, looked_at)

    def test_rows_of_the_funnel(self, world: World, looked_at: Any) -> None:
        units = more_units(world, 12, "dinas")
        for unit in units[2:]:
            cohort(world, unit, 60, 54)
        cohort(world, units[0], 60, 20)
        cohort(world, units[1], 60, 24)
        world.add("2026-11-23 09:00")
        found = list(self.chosen(FUNNEL, "funnel_table", {"per": AS_OF}))
        assert len(found) == 2
        for cells, at in found:
            doors = self.every_door(at, looked_at, follow_each=1)
            assert list(doors.values()) == [60, round(0.6 * cells["raw"]), 60 - round(0.6 * cells["raw"])]

    def test_the_full_sample(self, sample_database: str, looked_at: Any) -> None:
        past = {"per": "2026-06-30T08:15", "periode": "90-hari"}
        for query in ({"per": AS_OF, "periode": "tahun-ini"}, past, {"per": AS_OF, "kanal": ["LAPOR", "JAKI"]}):
            at = is_well(opened(REPORT, **query, skpd="DIN-BM"))
            assert len(self.every_door(at, looked_at, follow_each=7)) > 8
            at = is_well(opened(RANKING, {"ranking_table": row(1)}, **query, ukuran="koordinasi", kelompok="kelurahan"))
            assert len(self.every_door(at, looked_at, follow_each=2)) >= 2


class TestChannelPattern:
    """The menu of Pola kanal leads to the complaints of a channel by category."""

    @pytest.mark.parametrize("number", range(len(VIEWS)))
    def test_categories(self, busy: World, looked_at: Any, number: int) -> None:
        for hour in range(9):
            busy.add(f"2026-11-10 1{hour % 4}:00", category="Jalan ")
            busy.add(f"2026-11-10 1{hour % 4}:00", channel="LAPOR", category="Sampah")
        found = 0
        for code in ("JAKI", "LAPOR", "TWITTER"):
            view = VIEWS[number] | {"ritme": code}
            at = is_well(opened(CHANNEL_PATTERN, **view))
            asked = channels.categories(
                replace(looked_at(view).filters, channels=())
            )  # the page has a channel of its own
            own = asked[asked["code"] == code].set_index("category")["masuk"]
            links = doors_of(at)
            for link in links:
                query = link_query(link)
                target = looked_at(query)
                assert query["set"] == ["masuk"] and query["kanal"] == [code]
                assert listed(target, "masuk") == on_label(link.proto.label) == own[query["kategori"][0]]
            for link in links[:1]:
                assert follow(link) == on_label(link.proto.label)
            found += len(links)
        assert found or number in (4, 5)

    def test_the_full_sample(self, sample_database: str, looked_at: Any) -> None:
        for query in ({"per": AS_OF}, {"per": "2026-06-30T08:15", "periode": "90-hari", "ritme": "LAPOR"}):
            links = doors_of(is_well(opened(CHANNEL_PATTERN, **query)))
            assert len(links) > 4
            for link in links:
                assert listed(looked_at(link_query(link)), "masuk") == on_label(link.proto.label)


class TestPair:
    """LAPOR dan JAKI: what went badly by either channel, in the city and in each unit of the table."""

    every_door = TestUnits.every_door

    @pytest.mark.parametrize("measure", ["tepat-waktu", "koordinasi", "tl-ditolak", "laporan-ulang", "dalam-tenggat"])
    @pytest.mark.parametrize("number", [0, 3, 4])
    def test_of_the_answer(
        self, busy: World, looked_at: Any, monkeypatch: pytest.MonkeyPatch, number: int, measure: str
    ) -> None:
        monkeypatch.setitem(vars(settings()), "minimum_cohort", 1)
        view = VIEWS[number] | {"ukuran": measure}
        at = is_well(opened(PAIR, **view))
        doors = self.every_door(at, looked_at, follow_each=1)
        f = looked_at(view).filters
        for code, name in (("LAPOR", "LAPOR 1708"), ("JAKI", "JAKI")):
            cells = skpds.cells(replace(f, channels=(code,)), measure)
            cells = cells[cells["unit"].isin(f.skpds)] if f.skpds else cells
            bad = int((cells["n"] - cells["x"]).sum())
            said = [n for words, n in doors.items() if words.startswith(f"{name}, ")]
            assert said == ([bad] if bad and doors else [])

    @pytest.mark.parametrize("number", [0, 3])
    def test_of_each_unit(self, busy: World, looked_at: Any, number: int) -> None:
        for unit in ("KEL-A", "DBM"):
            cohort(busy, unit, 12, 5, channel="LAPOR")
            cohort(busy, unit, 11, 9)
        rows = table(is_well(opened(PAIR, **VIEWS[number])), "pair_units")
        assert len(rows) > 1
        for index in range(len(rows)):
            cells, at = rows.iloc[index], is_well(opened(PAIR, {"pair_units": row(index)}, **VIEWS[number]))
            self.every_door(at, looked_at, follow_each=3)
            links = [x for x in doors_of(at, "daftar-skpd") if x.proto.label.startswith(plain(cells["name"]))]
            assert [on_label(x.proto.label) for x in links] == [cells["n1"], cells["n2"]]
            assert [link_query(x)["kanal"] for x in links] == [["LAPOR"], ["JAKI"]]
            (unit,) = {link_query(x)["skpd"][0] for x in links}
            bad = {
                q["kanal"][0]: on_label(x.proto.label)
                for x in doors_of(at, "daftar-skpd")
                if (q := link_query(x)).get("hasil") == ["kurang"] and q.get("skpd") == [unit]
            }
            for code, n, share in (("LAPOR", "n1", "share1"), ("JAKI", "n2", "share2")):
                assert 100 - 100 * bad.get(code, 0) / cells[n] == pytest.approx(cells[share], abs=0.06)
            (report,) = doors_of(at, "rapor")
            assert link_query(report)["skpd"] == [unit] and "ukuran" not in link_query(report)

    def test_other_channels(self, world: World, looked_at: Any) -> None:
        still_open(world)
        for unit in ("DBM", "DSOS"):
            cohort(world, unit, 12, 7, channel="TWITTER")
            cohort(world, unit, 15, 11, channel="QLUE")
        for measure in ("tepat-waktu", "koordinasi"):
            at = is_well(opened(PAIR, {"pair_units": row(0)}, per=AS_OF, a="TWITTER", b="QLUE", ukuran=measure))
            doors = self.every_door(at, looked_at, follow_each=1)
            assert [n for words, n in doors.items() if words.startswith(("Twitter DKI Jakarta, ", "Qlue, "))] == [10, 8]
            assert len(doors_of(at, "daftar-skpd")) == 6

    def test_the_full_sample(self, sample_database: str, looked_at: Any) -> None:
        for query in ({"per": AS_OF, "periode": "tahun-ini"}, {"per": "2026-06-30T08:15", "periode": "90-hari"}):
            at = is_well(opened(PAIR, {"pair_units": row(0)}, **query))
            assert len(self.every_door(at, looked_at, follow_each=4)) >= 4


class TestLapor:
    """The three pages of the desk: their links, the rows of their tables and their bars."""

    def named(self, view: View, query: Mapping[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> Pick:
        """The list of the desk that an address names, as its page reads it."""
        with monkeypatch.context() as patch:
            patch.setattr(st, "query_params", Address(query))
            said: list[str] = []
            patch.setattr(st, "warning", lambda text, **_: said.append(text))
            found = desk.pick(view)
        assert not said, (said, query)
        return found

    @pytest.fixture
    def behind(self, looked_at: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
        """A function: link -> how many complaints the list behind it has."""

        def count(query: Mapping[str, list[str]]) -> int:
            view = looked_at(query)
            found = lapor.listed(view.filters, self.named(view, query, monkeypatch), size=1)
            return int(found["total"].iloc[0]) if len(found) else 0

        return count

    def every_door(self, at: AppTest, behind: Any, follow_each: int = 0) -> dict[str, list[Any]]:
        """All doors of a page by their words; the list behind each has its number."""
        found: dict[str, list[Any]] = {}
        links = doors_of(at, "daftar-lapor")
        for index, link in enumerate(links):
            query, label = link_query(link), link.proto.label
            assert behind(query) == on_label(label), (label, query)
            if follow_each and index % follow_each == 0:
                assert follow(link, DESK_LIST) == on_label(label), (label, query)
            found.setdefault(label.rpartition(":")[0], []).append(link)
        return found

    def bars(self, at: AppTest) -> int:
        """Every bar leads where the link of its name leads, to the same number."""
        links = doors_of(at, "daftar-lapor")
        doors = {(x.proto.label, frozenset((k, tuple(v)) for k, v in link_query(x).items())) for x in links}
        drawn = 0
        for data in (data for chart in at.get("vega_lite_chart") for data in chart_data(chart) if "url" in data):
            for bar in data.itertuples():
                page, _, query = bar.url.partition("?")
                target = frozenset((k, tuple(v)) for k, v in parse_qs(query, keep_blank_values=True).items())
                label = f"{plain(bar.label)}: {number(bar.aduan)}"
                assert page == "daftar-lapor"
                assert ((label, target) in doors) == (bar.aduan > 0), (label, target)
                assert bar.words.startswith(f"{number(bar.aduan)} (")
                drawn += bar.aduan > 0
        return drawn

    # Two clocks a view, so that each clock has its turn now, in the past and under filters.
    @pytest.mark.parametrize(
        ("number", "clock"), [(n, lapor.CLOCKS[(n + k) % 4]) for n in range(len(VIEWS)) for k in (0, 2)]
    )
    def test_every_link_and_bar(self, busy: World, looked_at: Any, behind: Any, number: int, clock: str) -> None:
        """Some lists through their page, all of them through the question that the page asks."""
        view = VIEWS[number] | {"jam": clock}
        found = lapor.summary(looked_at(view).filters, clock)
        at = is_well(opened(LAPOR, **view))
        doors = self.every_door(at, behind, follow_each=11)
        assert len(doors) > 6
        assert self.bars(at) > 4 or clock == "keduanya"
        figures = {m.label: m.value for m in at.metric}
        clocks = {"crm": "Lewat jam CRM", "sp4n": "Lewat jam SP4N-LAPOR", "keduanya": "Lewat keduanya"}
        for link in doors["Lihat aduan"]:
            query = link_query(link)
            label = "Terbuka" if query.get("set") == ["terbuka"] else clocks[query["jam"][0]]
            assert on_label(figures[label]) == on_label(link.proto.label)
        assert on_page(at) == found["dipilih"]
        at = is_well(opened(DUE, **view))
        doors = self.every_door(at, behind, follow_each=2)
        figures = {m.label: on_label(m.value) for m in at.metric}
        for link in doors.get("Lihat aduan", []):
            assert figures[desk_words.sets()[link_query(link)["set"][0]]] == on_label(link.proto.label)
        assert list(figures.values()) == [found[key] for key in ("hari_ini", "tiga_hari", "tujuh_hari")]
        assert on_page(at) == found["tujuh_hari"]
        if clock in ("crm", "sp4n"):
            at = is_well(opened(PATTERN, **view))
            doors = self.every_door(at, behind, follow_each=9)
            assert bool(doors) == (number != 5), doors  # that period has not begun

    def test_every_sort_of_link(self, busy: World, behind: Any) -> None:
        """The pages lead to every set of the desk and narrow it by everything it can be narrowed by."""
        said: dict[str, set[str]] = {}
        for page, view in ((LAPOR, VIEWS[0]), (DUE, VIEWS[0]), (PATTERN, VIEWS[0] | {"jam": "crm"})):
            for links in self.every_door(is_well(opened(page, **view)), behind).values():
                for key, values in ((key, values) for link in links for key, values in link_query(link).items()):
                    said.setdefault(key, set()).update(values)
        assert said["set"] >= set(lapor.SETS) - {"terlambat", "tanpa-tenggat"}
        assert said["serah"] == said["ews"] == set(lapor.COUNTS)
        assert said["tahap"] == said["pernah"] == set(lapor.STAGES)
        assert said["jenis"] == set(lapor.KINDS) and said["umur"] == set(lapor.AGES)
        assert said["tanpa"] == {"kategori", "wilayah"} and said["tolak"] == {"ya"}
        assert said["wilayah"] == {"31.71", "31.73"}

    def test_the_full_sample(self, sample_database: str, behind: Any) -> None:
        for query in ({"per": AS_OF, "periode": "tahun-ini"}, {"per": "2026-06-30T08:15", "periode": "90-hari"}):
            doors = 0
            for page, clock in ((LAPOR, "salah-satu"), (DUE, "sp4n"), (PATTERN, "crm"), (PATTERN, "sp4n")):
                at = is_well(opened(page, **query, jam=clock))
                doors += len(self.every_door(at, behind, follow_each=17))
                assert (self.bars(at) > 8) == (page == LAPOR)
            assert doors > 50

    def rows(self, page: Place, key: str, view: Mapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
        """Each row of a table, and the doors that choosing it opens."""
        closed = is_well(opened(page, **view))
        tables = {d.key: d.value for d in closed.dataframe}
        before = [str(link.proto) for link in doors_of(closed, "daftar-lapor")]
        for index in range(len(tables.get(key, []))):
            at = is_well(opened(page, {key: row(index)}, **view))
            left, new = list(before), []
            for link in doors_of(at, "daftar-lapor"):
                if str(link.proto) in left:
                    left.remove(str(link.proto))
                else:
                    new.append(link)
            assert not left
            yield tables[key].iloc[index], new

    def match(self, links: list[Any], cells: dict[str, int], behind: Any) -> int:
        """One door a cell that is not zero, with its number; the list behind it has as many."""
        assert [x.proto.label for x in links] == [f"{label}: {number(n)}" for label, n in cells.items() if n]
        for link in links:
            assert behind(link_query(link)) == on_label(link.proto.label), link.proto.label
        return len(links)

    @pytest.mark.parametrize("number", [0, 1, 4])
    @pytest.mark.parametrize("clock", lapor.CLOCKS)
    def test_rows_of_units(self, busy: World, behind: Any, number: int, clock: str) -> None:
        words = {"salah-satu": "Salah satu jam", "crm": "Jam CRM", "sp4n": "Jam SP4N-LAPOR", "keduanya": "Keduanya"}
        found = []
        for cells, links in self.rows(LAPOR, "lapor_skpd", VIEWS[number] | {"jam": clock}):
            wanted = {words[clock]: cells["complaints"]}
            if clock == "salah-satu":
                wanted |= {"Lewat jam CRM": cells["crm"], "Lewat jam SP4N": cells["sp4n"]}
            self.match(links, wanted, behind)
            found.append(cells["name"])
        assert ("tanpa SKPD" in found) == (number != 4) and len(found) > 1
        if clock == "salah-satu":
            assert follow(links[0], DESK_LIST) == on_label(links[0].proto.label)

    @pytest.mark.parametrize("number", [0, 3])
    @pytest.mark.parametrize("clock", lapor.CLOCKS)
    def test_rows_of_units_with_something_due(self, busy: World, behind: Any, number: int, clock: str) -> None:
        found = 0
        for cells, links in self.rows(DUE, "due_skpd", VIEWS[number] | {"jam": clock}):
            wanted = {
                "Jatuh tempo hari ini": cells["today"],
                "Jatuh tempo dalam 3 hari kerja": cells["three"],
                "Jatuh tempo dalam 7 hari kerja": cells["seven"],
                "Sudah terlambat": cells["late"],
            }
            found += self.match(links, wanted, behind)
        assert found > 1

    @pytest.mark.parametrize("number", [0, 3])
    @pytest.mark.parametrize("clock", ["crm", "sp4n"])
    def test_rows_of_units_that_held_what_was_late(self, busy: World, behind: Any, number: int, clock: str) -> None:
        view = VIEWS[number] | {"jam": clock}
        found = 0
        for cells, links in self.rows(PATTERN, "pattern_skpd", view):
            found += self.match(links, {plain(cells["name"]): cells["complaints"]}, behind)
            assert cells["each"] == pytest.approx(cells["days"] / cells["complaints"], abs=0.6)
        assert found > 1
        for _cells, links in self.rows(PATTERN, "pattern_skpd", view):
            assert follow(links[0], DESK_LIST) == on_label(links[0].proto.label)
            break

    def test_the_city_of_a_chosen_part(self, busy: World, behind: Any) -> None:
        """The bar of a city counts what the filter leaves of it, and so does its list."""
        busy.add("2026-11-01 09:00", channel="LAPOR", kelurahan="31.73.05.1001")
        for area in (["31.73.04"], ["31.73.04.1007", "31.71"], ["31.73.05", "31.73"]):
            at = is_well(opened(LAPOR, per=AS_OF, wilayah=area, jam="crm"))
            assert self.every_door(at, behind)["Jakarta Barat"] and self.bars(at) > 8

    def test_names_in_links_are_text(self, busy: World, behind: Any) -> None:
        name = "**Tebal** [x](http://x) :red[y]"
        busy.execute("insert into crm.kategori values (%s, %s)", (name, name))
        busy.add("2026-11-01 09:00", channel="LAPOR", category=name)
        at = is_well(opened(LAPOR, per=AS_OF))
        assert plain(name) in self.every_door(at, behind) and self.bars(at) > 8

    def test_clocks_units_and_classes_agree(self, busy: World, looked_at: Any) -> None:
        for query in VIEWS:
            f = looked_at(query).filters
            found = lapor.summary(f, "salah-satu")
            assert found["salah_satu"] == found["crm"] + found["sp4n"] - found["keduanya"]
            for clock in lapor.CLOCKS:
                rows = lapor.breakdown(f, clock)
                sums = rows.groupby("dimension")["aduan"].sum()
                late = found[clock.replace("-", "_")]
                assert len(lapor.listed(f, Pick(clock=clock))) == sums.get("skpd", 0) == late
                if clock in ("crm", "sp4n"):
                    assert sums.get(f"umur-{clock}", 0) == late


class TestFindBox:
    @pytest.fixture
    def numbers(self, busy: World) -> World:
        busy.add("2026-11-20 09:00", channel="LAPOR", nomor="LP000000005", nomor_lapor="5000123")
        busy.add("2026-11-20 09:00", channel="LAPOR", nomor="LP000000006", nomor_lapor="8")
        busy.add("2026-11-20 09:00", channel="LAPOR", nomor="LP000000008")
        return busy

    def typed(self, text: str, page: Place, **query: str | list[str]) -> AppTest:
        at = opened(page, **query)
        return is_well(at.sidebar.text_input(key="find").set_value(text).run())

    def opens(self, at: AppTest) -> list[dict[str, list[str]]]:
        return [link_query(link) for link in at.main.get("page_link") if link.proto.page == "aduan"]

    def scripts(self, at: AppTest) -> list[str]:
        """What sends the browser to the complaint."""
        return [x.proto.body for x in at.main.get("html") if "location.assign" in x.proto.body]

    @pytest.mark.parametrize("page", [OVERVIEW, LAPOR, DUE, PATTERN, COMPLAINT])
    def test_a_number_opens_its_complaint(self, numbers: World, page: Place) -> None:
        key = str(complaints.find("LP000000005", datetime(2026, 11, 24, 10, 0))["id"].iloc[0])
        filters = {"per": AS_OF, "skpd": ["DSOS"], "periode": "90-hari"}
        for text in ("lp000000005", " 5000123 "):
            at = self.typed(text, page, **filters)
            assert self.opens(at) == [{"per": [AS_OF], "skpd": ["DSOS"], "periode": ["90-hari"], "id": [key]}]
            (script,) = self.scripts(at)
            address = json.loads(re.search(r"location\.assign\((.*)\)<", script)[1])  # type: ignore[index]
            assert address.startswith("aduan?") and parse_qs(address.partition("?")[2]) == self.opens(at)[0]
            assert not notices(at) and at.text_input(key="find").value == ""
        is_well(at.run())
        assert not self.opens(at) and not self.scripts(at)  # answered once
        one = is_well(opened(COMPLAINT, per=AS_OF, id=key))
        assert one.title[0].value == "LP000000005"

    def test_a_number_that_means_two(self, numbers: World) -> None:
        at = self.typed("8", LAPOR, per=AS_OF)
        links = [link.proto.label for link in at.main.get("page_link") if link.proto.page == "aduan"]
        assert [label.split(" ")[0] for label in links] == ["LP000000006", "LP000000008"]
        assert len([i for i in at.info if "`8`" in i.value]) == 1 and not self.scripts(at)

    def test_what_is_not_found_costs_nothing(self, numbers: World) -> None:
        filters = {"per": AS_OF, "kanal": ["LAPOR"], "jam": "crm"}
        before = is_well(opened(LAPOR, **filters))
        for text in ("TW000000005", "LP999", "'; drop table", "`x` **y** <b>", "%", "9" * 60):
            at = self.typed(text, LAPOR, **filters)
            (notice,) = notices(at)
            assert "Tidak ada aduan bernomor `" in notice and notice.count("`") == 2
            assert not self.opens(at) and not self.scripts(at)
            assert at.text_input(key="find").value == ""
            assert dict(at.query_params) == dict(before.query_params)
            assert [str(x.proto) for x in doors_of(at, "daftar-lapor")] == [
                str(x.proto) for x in doors_of(before, "daftar-lapor")
            ]
            assert not notices(is_well(at.run()))

    def test_nothing_typed_says_nothing(self, numbers: World) -> None:
        for text in ("", "   ", "\t"):
            at = self.typed(text, LAPOR, per=AS_OF)
            assert not notices(at) and not self.opens(at)

    def test_not_yet_received_at_the_moment_shown(self, numbers: World) -> None:
        (notice,) = notices(self.typed("LP000000005", LAPOR, per=PAST))
        assert "Keadaan per" in notice
