"""Questions about SKPD: whose complaint it is by each measure, whether it went well, and that every way
to ask agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from queries import complaints, skpds
from queries.db import read
from queries.filters import Filters
from queries.scope import parameters
from queries.skpds import COHORTS, MEASURES
from tests.played import Played, a_month
from tests.world import JAKARTA, World, at, days_after

NOW = datetime(2026, 11, 24, 10, 0)
NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), NOW)
MONTH = replace(NOVEMBER, last=date(2026, 11, 30))  # still running: as_of lies in it
AUTUMN = Filters(date(2026, 9, 1), date(2026, 11, 23), NOW)
PAST = Filters(date(2026, 8, 1), date(2026, 9, 30), datetime(2026, 9, 30, 8, 0))
SHARES = tuple(name for name in MEASURES if name != "waktu-tengah")
Steps = list[tuple[str, str, str]]


def cells(measure: str, filters: Filters = NOVEMBER) -> dict[str, tuple[int, int]]:
    """n and x of every unit."""
    sums = skpds.cells(filters, measure).groupby("unit")[["n", "x"]].sum()
    return {str(row.Index): (row.n, row.x) for row in sums.itertuples()}


def listed(measure: str, unit: str, outcome: str = "semua", filters: Filters = NOVEMBER) -> list[int]:
    frame = skpds.listed(replace(filters, skpds=(unit,)), measure, outcome, size=1000)
    assert list(frame["total"].unique()) == ([len(frame)] if len(frame) else [])
    return [int(key) for key in frame["id"]]


def judged(measure: str, filters: Filters = NOVEMBER) -> dict[str, dict[int, bool]]:
    """Of every unit its complaints, and whether each went well; the cells, the lists and their sums agree."""
    found = {}
    for unit, (n, x) in cells(measure, filters).items():
        good, bad = listed(measure, unit, "baik", filters), listed(measure, unit, "kurang", filters)
        found[unit] = dict.fromkeys(good, True) | dict.fromkeys(bad, False)
        assert sorted(listed(measure, unit, "semua", filters)) == sorted(found[unit])
        assert (len(found[unit]), len(good)) == (n, x) == (len(good) + len(bad), len(good)), (measure, unit)
    return found


def path(start: str, *steps: tuple[str, str, str]) -> Steps:
    """Steps that begin with the receipt by KEL-A."""
    return [(start, "Menunggu", "KEL-A"), *steps]


def same(left: pd.DataFrame, right: pd.DataFrame, what: object) -> None:
    left, right = left.reset_index(drop=True), right.reset_index(drop=True)
    if left.empty and right.empty:  # an empty answer has no types of its own
        assert list(left.columns) == list(right.columns), what
    else:
        pd.testing.assert_frame_equal(left, right, obj=str(what), check_dtype=False)


class TestHolder:
    """tepat-waktu and dalam-tenggat: the unit that holds the complaint answers, also where others used up the time."""

    def test_on_time(self, world: World) -> None:
        prompt = world.add("2026-11-02 09:00", "2026-11-08 09:00")  # settled exactly at the deadline
        late = world.add("2026-11-02 09:00", "2026-11-08 09:01")
        handed = world.add(
            "2026-11-02 09:00", steps=path("2026-11-02 09:00", ("2026-11-20 09:00", "Koordinasi", "DBM"))
        )
        world.add("2026-11-20 09:00", "2026-11-21 09:00")  # not due yet
        world.add("2018-06-01 09:00")  # no deadline
        assert judged("tepat-waktu") == {"KEL-A": {prompt: True, late: False}, "DBM": {handed: False}}

    def test_the_edges_of_the_due_cohort(self, world: World) -> None:
        first = world.add("2026-10-26 00:00", "2026-10-27 00:00")  # due as the period begins
        last = world.add("2026-11-17 23:59")
        end = world.add("2026-11-18 00:00")  # due as the period ends
        now = world.add("2026-11-18 10:00")  # due at this very moment, and open: judged, and not on time
        world.add("2026-11-18 10:01")
        assert judged("tepat-waktu") == {"KEL-A": {first: True, last: False}}
        assert judged("tepat-waktu", MONTH) == {"KEL-A": {first: True, last: False, end: False, now: False}}

    def test_still_within_the_deadline(self, world: World) -> None:
        now = world.add("2026-11-18 10:00")  # deadline exactly at as_of: not yet overdue
        late = world.add("2026-11-18 09:59")
        old = world.add("2026-08-01 09:00", skpd="DBM")  # the period does not narrow the stock
        ews = world.add("2026-11-02 09:00", batas="2026-11-30 09:00")
        world.add("2026-11-20 09:00", "2026-11-21 09:00")
        world.add("2018-06-01 09:00")  # no deadline
        assert judged("dalam-tenggat") == {"KEL-A": {now: True, late: False, ews: True}, "DBM": {old: False}}

    def test_cells_tell_category_channel_and_origin_apart(self, world: World) -> None:
        world.add("2026-11-02 09:00", category="Jalan ")
        world.add("2026-11-02 09:00", "2026-11-03 09:00", category="Jalan")
        world.add("2026-11-02 09:00", category=None, channel="LAPOR")
        world.add("2026-11-02 09:00", batas="2026-11-05 09:00")
        rows = skpds.cells(NOVEMBER, "tepat-waktu")
        assert [tuple(row) for row in rows.itertuples(index=False)] == [
            ("KEL-A", "", "LAPOR", "rule", 1, 0),
            ("KEL-A", "Jalan", "JAKI", "crm", 1, 0),
            ("KEL-A", "Jalan", "JAKI", "rule", 2, 1),
        ]


class TestFirstReceiver:
    """koordinasi: the unit that received the complaint first answers for the first step within the limit."""

    def first_step(self, world: World, created: str, coordinated: str | None, **columns: Any) -> int:
        steps = path(created, *([(coordinated, "Koordinasi", "DBM")] if coordinated else []))
        return world.add(created, steps=steps, **columns)

    def test_six_hours(self, world: World) -> None:
        exact = self.first_step(world, "2026-11-10 09:00", "2026-11-10 15:00")
        late = self.first_step(world, "2026-11-10 09:00", "2026-11-10 15:01")
        never = self.first_step(world, "2026-11-10 09:00", None)
        settled = world.add("2026-11-10 09:00", "2026-11-10 10:00", skpd="DSOS")  # the settlement was the first step
        assert judged("koordinasi") == {
            "KEL-A": {exact: True, late: False, never: False},
            "DSOS": {settled: True},
        }

    def test_the_edges_of_the_period(self, world: World) -> None:
        first = self.first_step(world, "2026-10-31 18:00", "2026-10-31 19:00")  # the limit ends as the period begins
        self.first_step(world, "2026-10-31 17:59", None)
        end = self.first_step(world, "2026-11-23 18:00", None)  # as the period ends
        now = self.first_step(world, "2026-11-24 04:00", None)  # at this very moment
        self.first_step(world, "2026-11-24 04:01", "2026-11-24 09:00")  # still has its time
        assert judged("koordinasi") == {"KEL-A": {first: True}}
        assert judged("koordinasi", MONTH) == {"KEL-A": {first: True, end: False, now: False}}

    def test_the_narrowest_rule_wins(self, world: World) -> None:
        world.execute(
            "insert into dashboard.sla_rule"
            " (clock, step, channel_code, lapor_kind, category, amount, unit, valid_from, valid_to, source) values"
            " ('crm', 'coordination', 'TWITTER', null, null, 1, 'days', '2026-01-01', null, 'test'),"
            " ('crm', 'coordination', 'TWITTER', null, 'Jalan', 2, 'hours', '2026-01-01', '2026-11-12', 'test'),"
            " ('crm', 'coordination', 'LAPOR', 'aspirasi', null, 12, 'hours', '2026-01-01', null, 'test')"
        )
        given = [
            (True, "2026-11-10 09:00", "2026-11-11 09:00", {"channel": "TWITTER", "category": "Sampah"}),
            (False, "2026-11-10 09:00", "2026-11-11 09:01", {"channel": "TWITTER", "category": "Sampah"}),
            (True, "2026-11-12 09:00", "2026-11-12 11:00", {"channel": "TWITTER", "category": "Jalan "}),
            (False, "2026-11-12 09:00", "2026-11-12 11:01", {"channel": "TWITTER", "category": "Jalan"}),
            (True, "2026-11-13 09:00", "2026-11-14 09:00", {"channel": "TWITTER", "category": "Jalan"}),  # was valid
            (True, "2026-11-10 09:00", "2026-11-10 21:00", {"channel": "LAPOR", "jenis_lapor": "aspirasi"}),
            (False, "2026-11-10 09:00", "2026-11-10 15:01", {"channel": "LAPOR"}),
            (False, "2026-11-10 09:00", "2026-11-10 15:01", {"channel": "JAKI"}),
        ]
        expected = {self.first_step(world, start, step, **columns): good for good, start, step, columns in given}
        assert judged("koordinasi") == {"KEL-A": expected}

    def test_the_limit_decides_the_period(self, world: World) -> None:
        world.execute(
            "insert into dashboard.sla_rule (clock, step, channel_code, amount, unit, valid_from, source)"
            " values ('crm', 'coordination', 'TWITTER', 2, 'days', '2026-01-01', 'test')"
        )
        key = world.add("2026-10-31 09:00", "2026-10-31 10:00", channel="TWITTER")  # due on 2 November
        world.add("2026-11-22 09:00", channel="TWITTER")  # due today at 09:00, after the period
        assert judged("koordinasi") == {"KEL-A": {key: True}}

    def test_a_rule_for_a_kind_of_skpd(self, world: World) -> None:
        world.execute(
            "insert into dashboard.sla_rule (clock, step, skpd_kind, amount, unit, valid_from, source)"
            " values ('crm', 'coordination', 'kelurahan', 12, 'hours', '2026-01-01', 'test')"
        )
        start = "2026-11-10 09:00"
        kelurahan = world.add(start, steps=path(start, ("2026-11-10 17:00", "Koordinasi", "KEL-A")))
        dinas = world.add(start, steps=[(start, "Menunggu", "DBM"), ("2026-11-10 17:00", "Koordinasi", "DBM")])
        assert judged("koordinasi") == {"KEL-A": {kelurahan: True}, "DBM": {dinas: False}}

    def test_a_limit_longer_than_every_settlement_limit(self, world: World) -> None:
        world.execute(
            "insert into dashboard.sla_rule (clock, step, channel_code, amount, unit, valid_from, source)"
            " values ('crm', 'coordination', 'TWITTER', 10, 'days', '2026-01-01', 'test')"
        )
        key = world.add("2026-10-23 09:00", "2026-10-24 09:00", channel="TWITTER")  # coordination due on 2 November
        assert judged("koordinasi") == {"KEL-A": {key: True}}


class TestDecided:
    """tl-ditolak: the unit that held the complaint when its work was last accepted or refused in the period."""

    def test_who_answers(self, world: World) -> None:
        start = "2026-11-02 09:00"
        accepted = world.add(
            start,
            "2026-11-05 09:00",
            steps=path(start, ("2026-11-03 09:00", "Proses", "DBM"), ("2026-11-05 09:00", "Selesai", "DBM")),
        )
        refused = world.add(
            start,
            "2026-11-07 09:00",
            steps=path(
                start,
                ("2026-11-04 09:00", "TL Ditolak", "DBM"),
                ("2026-11-05 09:00", "Proses", "SBM-B"),
                ("2026-11-07 09:00", "Selesai", "SBM-B"),
            ),
        )
        moved = world.add(
            start, steps=path(start, ("2026-11-04 09:00", "TL Ditolak", "DBM"), ("2026-11-05 09:00", "Proses", "KEL-G"))
        )
        world.add(start, steps=path(start, ("2026-11-04 09:00", "Menunggu Validasi", "DBM")))  # not decided
        assert judged("tl-ditolak") == {
            "DBM": {accepted: True, moved: False},
            "SBM-B": {refused: False},
        }

    def test_only_decisions_of_the_period(self, world: World) -> None:
        before = world.add(
            "2026-10-20 09:00",
            "2026-11-02 09:00",
            steps=path(
                "2026-10-20 09:00",
                ("2026-10-25 09:00", "TL Ditolak", "KEL-A"),
                ("2026-11-02 09:00", "Selesai", "KEL-A"),
            ),
        )
        assert judged("tl-ditolak") == {"KEL-A": {before: True}}
        october = replace(NOVEMBER, first=date(2026, 10, 1), last=date(2026, 10, 31))
        assert judged("tl-ditolak", october) == {"KEL-A": {before: False}}

    def test_the_edges_of_the_period(self, world: World) -> None:
        def decided(when: str) -> int:
            start = "2026-10-28 09:00"
            return world.add(start, steps=path(start, (when, "TL Ditolak", "KEL-A")))

        first, end, now = (decided(when) for when in ("2026-11-01 00:00", "2026-11-24 00:00", "2026-11-24 10:00"))
        settled = world.add("2026-10-28 09:00", "2026-11-01 00:00")
        world.add("2026-10-28 09:00", "2026-10-31 23:59")
        decided("2026-11-24 10:01")
        assert judged("tl-ditolak") == {"KEL-A": {first: False, settled: True}}
        assert judged("tl-ditolak", MONTH) == {"KEL-A": {first: False, settled: True, end: False, now: False}}

    def test_opened_again_was_accepted_all_the_same(self, world: World) -> None:
        played = Played(world)
        key = played.receive("2026-11-02 09:00")
        played.move(key, "2026-11-04 09:00", "Selesai")
        played.move(key, "2026-11-09 09:00", "Proses", "DBM")
        assert judged("tl-ditolak") == {"KEL-A": {key: True}}
        played.move(key, "2026-11-12 09:00", "TL Ditolak")
        st.cache_data.clear()
        assert judged("tl-ditolak") == {"DBM": {key: False}}


class TestWatched:
    """laporan-ulang: settled in the period, watched for 14 days, and no complaint about the same thing in them."""

    def pair(self, world: World, place: str, again: str, **columns: Any) -> int:
        """A complaint settled on 5 November at 09:00 and another one received ``again``."""
        key = world.add("2026-11-04 09:00", "2026-11-05 09:00", skpd="DBM", kelurahan=place)
        world.add(again, skpd="KEL-G", **{"kelurahan": place} | columns)
        return key

    def test_fourteen_days(self, world: World) -> None:
        expected = {
            self.pair(world, "1", "2026-11-19 09:00"): False,  # at exactly 14 days
            self.pair(world, "2", "2026-11-19 09:01"): True,
            self.pair(world, "3", "2026-11-05 09:01"): False,
            self.pair(world, "4", "2026-11-05 09:00"): True,  # at the very settlement: not after it
            self.pair(world, "5", "2026-11-04 12:00"): True,  # reported before it was settled
        }
        assert judged("laporan-ulang") == {"DBM": expected}

    def test_the_same_thing(self, world: World) -> None:
        expected = {
            self.pair(world, "1", "2026-11-10 09:00", category="Jalan ", channel="TWITTER"): False,
            self.pair(world, "2", "2026-11-10 09:00", category="Sampah"): True,
            self.pair(world, "3", "2026-11-10 09:00", kelurahan="33"): True,
            self.pair(world, "", "2026-11-10 09:00"): True,  # nobody knows where
        }
        assert judged("laporan-ulang") == {"DBM": expected}

    def test_settled_and_watched(self, world: World) -> None:
        first = world.add("2026-10-28 09:00", "2026-11-01 00:00", kelurahan="1")
        exact = world.add("2026-11-02 09:00", "2026-11-10 10:00", kelurahan="2")  # exactly 14 days before as_of
        world.add("2026-11-02 09:00", "2026-11-10 10:01", kelurahan="3")
        world.add("2026-10-28 09:00", "2026-10-31 23:59", kelurahan="4")
        last = world.add("2026-10-28 09:00", "2026-11-05 23:59", kelurahan="5")
        end = world.add("2026-10-28 09:00", "2026-11-06 00:00", kelurahan="6")
        assert judged("laporan-ulang") == {"KEL-A": {first: True, exact: True, last: True, end: True}}
        week = replace(NOVEMBER, last=date(2026, 11, 5))
        assert judged("laporan-ulang", week) == {"KEL-A": {first: True, last: True}}


class TestStays:
    """waktu-tengah and serahan: every unit at whose table a complaint was, and every unit it was handed to."""

    def test_each_unit_that_had_it(self, world: World) -> None:
        start = "2026-11-02 09:00"
        handed = world.add(
            start,
            "2026-11-05 09:00",
            steps=path(start, ("2026-11-03 09:00", "Proses", "DBM"), ("2026-11-05 09:00", "Selesai", "DBM")),
        )
        twice = world.add(
            start,
            "2026-11-06 09:00",
            steps=path(
                start,
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-04 09:00", "Koordinasi", "KEL-A"),
                ("2026-11-05 09:00", "Koordinasi", "DBM"),
                ("2026-11-06 09:00", "Selesai", "DBM"),
            ),
        )
        still = world.add(start, skpd="KEL-G")
        assert judged("waktu-tengah") == {
            "KEL-A": {handed: False, twice: False},
            "DBM": {handed: True, twice: True},
            "KEL-G": {still: False},
        }
        assert dict(skpds.spells(NOVEMBER)[["code", "aduan"]].itertuples(index=False)) == {
            "KEL-A": 2,
            "DBM": 2,
            "KEL-G": 1,
        }

    def test_the_edges_of_the_period(self, world: World) -> None:
        world.add("2026-10-28 09:00", "2026-11-01 00:00")  # gone as the period begins
        inside = world.add("2026-10-28 09:00", "2026-11-01 00:01")
        moment = world.add("2026-11-01 00:00", "2026-11-01 00:00")  # came and went at that very moment
        last = world.add("2026-11-20 09:00", "2026-11-24 00:00")  # settled as the period ends
        after = world.add("2026-11-20 09:00", "2026-11-24 00:01")
        world.add("2026-11-24 00:00")
        left = world.add("2026-10-28 09:00", steps=path("2026-10-28 09:00", ("2026-11-01 00:00", "Proses", "DBM")))
        assert judged("waktu-tengah") == {
            "KEL-A": {inside: True, moment: True, last: True, after: False},
            "DBM": {left: False},
        }

    def test_handed_over(self, world: World) -> None:
        start = "2026-11-02 09:00"  # due on the 8th at 09:00

        def handed(when: str, begin: str = start, **columns: Any) -> int:
            return world.add(begin, steps=path(begin, (when, "Koordinasi", "DBM")), **columns)

        expected = {
            handed("2026-11-05 09:00"): True,
            handed("2026-11-08 09:00"): True,  # exactly at the deadline
            handed("2026-11-08 09:01"): False,
            handed("2026-11-01 00:00", "2026-10-31 09:00"): True,  # as the period begins
            handed("2026-11-05 09:00", "2018-06-01 09:00"): True,  # without a deadline nothing is late
            handed("2026-11-10 09:00", batas="2026-11-10 09:00"): True,
        }
        handed("2026-10-31 23:59", "2026-10-31 09:00")
        end = handed("2026-11-24 00:00", "2026-11-20 09:00")
        now = handed("2026-11-24 10:00", "2026-11-20 09:00")
        handed("2026-11-24 10:01", "2026-11-20 09:00")
        assert judged("serahan") == {"DBM": expected}
        assert judged("serahan", MONTH) == {"DBM": expected | {end: True, now: True}}

    def test_handed_over_twice_to_the_same_unit(self, world: World) -> None:
        start = "2026-11-02 09:00"
        late = world.add(
            start,
            steps=path(
                start,
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-04 09:00", "Koordinasi", "KEL-A"),
                ("2026-11-09 09:00", "Koordinasi", "DBM"),
            ),
        )
        fine = world.add(
            start,
            steps=path(
                start,
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-04 09:00", "Koordinasi", "KEL-A"),
                ("2026-11-05 09:00", "Koordinasi", "DBM"),
            ),
        )
        assert judged("serahan") == {"DBM": {late: False, fine: True}, "KEL-A": {late: True, fine: True}}
        assert {unit: set(rows) for unit, rows in judged("waktu-tengah").items()} == {
            "DBM": {late, fine},
            "KEL-A": {late, fine},
        }
        assert listed("serahan", "DBM") == listed("waktu-tengah", "DBM") == [late, fine]

    def test_opened_again_at_the_same_table_is_no_hand_over(self, world: World) -> None:
        played = Played(world)
        key = played.receive("2026-11-02 09:00")
        played.move(key, "2026-11-04 09:00", "Selesai")
        played.move(key, "2026-11-09 09:00", "Proses")
        assert judged("waktu-tengah") == {"KEL-A": {key: True}}
        assert judged("serahan") == {}


class TestNobody:
    """Rows that contradict themselves, and rows that no SKPD holds, are in no cohort."""

    START = "2026-11-02 09:00"
    STEPS = path(
        START,
        ("2026-11-03 09:00", "TL Ditolak", "DBM"),
        ("2026-11-04 09:00", "Koordinasi", "KEL-A"),
        ("2026-11-05 09:00", "Selesai", "KEL-A"),
    )
    OPEN = STEPS[:3]

    def seen(self) -> set[str]:
        return {measure for measure in COHORTS if judged(measure)}

    def test_each_would_count(self, world: World) -> None:
        world.add(self.START, "2026-11-05 09:00", steps=self.STEPS)
        world.add(self.START, steps=self.OPEN)
        assert self.seen() == set(COHORTS)

    def test_contradictory_times(self, world: World) -> None:
        world.add(self.START, "2026-11-05 09:00", steps=self.STEPS, selesai="2026-11-01 09:00")  # before it came
        world.add(self.START, "2026-11-05 09:00", steps=self.STEPS, selesai=None)  # settled, but when?
        world.add(self.START, "2026-11-05 09:00", steps=self.STEPS, selesai="2059-01-01")
        world.add(self.START, steps=self.OPEN, status="Selesai")
        assert complaints.totals(NOVEMBER)["bertentangan"] == 4
        assert self.seen() == set()

    @pytest.mark.parametrize("code", [None, ""])
    @pytest.mark.parametrize("with_stays", [True, False])
    def test_without_a_skpd(self, world: World, code: str | None, with_stays: bool) -> None:
        world.add(self.START, "2026-11-05 09:00", steps=self.STEPS)
        world.add(self.START, steps=self.OPEN)
        world.execute("update crm.laporan set unit = %s", [code])
        world.execute("update crm.riwayat set dari_unit = null, ke_unit = ''")
        world.execute("update crm.penugasan set unit = ''" if with_stays else "delete from crm.penugasan")
        assert complaints.totals(NOVEMBER)["terbuka"] == 1
        assert self.seen() == set()

    def test_nobody_has_no_stays(self, world: World) -> None:
        world.add(self.START, steps=[(self.START, "Menunggu", "")], unit="")
        assert cells("waktu-tengah") == {}
        assert skpds.spells(NOVEMBER)["code"].tolist() == []

    def test_a_unit_that_no_list_knows_answers_like_any_other(self, world: World) -> None:
        first = world.add(self.START, "2026-11-05 09:00", steps=[(w, s, "NN-1") for w, s, _ in self.STEPS])
        second = world.add(self.START, steps=path(self.START, ("2026-11-03 09:00", "Koordinasi", "NN-1")))
        assert judged("tepat-waktu") == {"NN-1": {first: True, second: False}}
        assert judged("dalam-tenggat") == {"NN-1": {second: False}}
        assert judged("koordinasi") == {"NN-1": {first: False}, "KEL-A": {second: False}}
        assert judged("tl-ditolak") == {"NN-1": {first: False}}
        assert judged("laporan-ulang") == {"NN-1": {first: True}}
        assert judged("waktu-tengah") == {"NN-1": {first: True, second: False}, "KEL-A": {second: False}}
        assert judged("serahan") == {"NN-1": {second: True}}


class TestPast:
    """What came later is not seen."""

    def test_future_steps(self, world: World) -> None:
        start, then = "2026-11-02 09:00", datetime(2026, 11, 10, 10, 0)
        key = world.add(
            start,
            "2026-11-20 09:00",
            steps=path(
                start,
                ("2026-11-12 09:00", "Koordinasi", "DBM"),
                ("2026-11-15 09:00", "TL Ditolak", "DBM"),
                ("2026-11-20 09:00", "Selesai", "DBM"),
            ),
        )
        world.add("2026-11-11 09:00", skpd="DSOS")
        held, past = {"KEL-A": {key: False}}, replace(MONTH, as_of=then)
        assert {measure: judged(measure, past) for measure in COHORTS} == {
            "tepat-waktu": held,
            "dalam-tenggat": held,
            "waktu-tengah": held,
            "koordinasi": held,
            "tl-ditolak": {},
            "laporan-ulang": {},
            "serahan": {},
        }
        now = {measure: judged(measure, MONTH) for measure in COHORTS}
        assert now["tepat-waktu"]["DBM"] == now["tl-ditolak"]["DBM"] == now["serahan"]["DBM"] == {key: False}
        assert now["waktu-tengah"]["DBM"] == {key: True}

    def test_a_unit_to_come_answers_for_nothing_yet(self, world: World) -> None:
        """Two days without a unit, then the first one: before that day nobody answers for the coordination."""
        key = world.add(
            "2026-11-10 09:00", steps=[("2026-11-10 09:00", "Menunggu", ""), ("2026-11-12 09:00", "Koordinasi", "DBM")]
        )
        world.execute("delete from crm.penugasan where unit = ''")
        assert judged("koordinasi", MONTH) == {"DBM": {key: False}}
        assert judged("koordinasi", replace(MONTH, as_of=datetime(2026, 11, 11, 10, 0))) == {}

    def test_every_answer_of_a_month_holds_for_good(self, world: World) -> None:
        """A history is played, and what was said on an evening is said of that evening when the history is over."""
        said: list[tuple[datetime, dict[str, pd.DataFrame]]] = []

        def answers(moment: datetime) -> dict[str, pd.DataFrame]:
            st.cache_data.clear()
            early = Filters(date(2026, 10, 1), date(2026, 11, 30), moment)
            found = {"spells": skpds.spells(early), "waktu": skpds.cells(early, "waktu-tengah")}
            for measure in (*SHARES, "serahan"):
                found[measure] = skpds.cells(early, measure)
                found[f"weekly {measure}"] = skpds.weekly(early, measure, ())
                for unit in ("DBM", "SBM-B", "KEL-A"):
                    found[f"spent {measure} {unit}"] = skpds.spent(early, measure, unit)
            return found | {unit: skpds.arrivals(early, unit) for unit in ("DBM", "SBM-B")}

        class Asking(Played):
            def evening(self, when: str) -> None:
                moment = datetime.fromisoformat(when)
                if len(self.evenings) % 4 == 3:
                    said.append((moment, answers(moment)))
                super().evening(when)

        a_month(Asking(world))
        assert len(said) == 3
        for moment, before in said:
            after = answers(moment)
            assert before.keys() == after.keys()
            for name, frame in before.items():
                same(frame, after[name], f"{name} at {moment}")
        assert all(len(said[-1][1][name]) for name in ("tl-ditolak", "serahan", "DBM", "tepat-waktu"))


def some_units(filters: Filters, measure: str, number: int = 9) -> list[str]:
    """Units with much and with little to answer for."""
    sizes = sorted(cells(measure, filters).items(), key=lambda item: (-item[1][0], item[0]))
    step = max(len(sizes) // number, 1)
    return [unit for unit, _ in sizes[::step]]


BOTH = pytest.mark.parametrize("filters", [AUTUMN, PAST], ids=["now", "past"])


class TestSums:
    """The cells are the lists, and the lists are the files."""

    @BOTH
    @pytest.mark.parametrize("measure", COHORTS)
    def test_cells_and_lists(self, sample_database: str, measure: str, filters: Filters) -> None:
        counted = cells(measure, filters)
        units = some_units(filters, measure)
        assert len(units) >= 9
        for unit in units:
            own, (n, x) = replace(filters, skpds=(unit,)), counted[unit]
            for outcome, number in (("semua", n), ("baik", x), ("kurang", n - x)):
                page = skpds.listed(own, measure, outcome, size=1)
                assert (int(page["total"].iloc[0]) if len(page) else 0) == number, (unit, outcome)
        assert any(n > x > 0 for n, x in counted.values())

    @BOTH
    def test_stays_and_their_list(self, sample_database: str, filters: Filters) -> None:
        aduan = dict(skpds.spells(filters)[["code", "aduan"]].itertuples(index=False))
        assert {unit: n for unit, (n, _) in cells("waktu-tengah", filters).items()} == aduan
        for unit in some_units(filters, "waktu-tengah", 5):
            page = skpds.listed(replace(filters, skpds=(unit,)), "waktu-tengah", "semua", size=1)
            assert page["total"].iloc[0] == aduan[unit]

    @BOTH
    @pytest.mark.parametrize("measure", ["tepat-waktu", "dalam-tenggat"])
    def test_the_headline_says_the_same(self, sample_database: str, measure: str, filters: Filters) -> None:
        names = {"tepat-waktu": ("jatuh_tempo", "tepat_waktu"), "dalam-tenggat": ("bertenggat", "dalam_tenggat")}
        counted = cells(measure, filters)
        for unit in some_units(filters, measure):
            total = complaints.totals(replace(filters, skpds=(unit,)))
            assert tuple(total[name] for name in names[measure]) == counted[unit], unit

    @BOTH
    @pytest.mark.parametrize("measure", COHORTS)
    def test_the_file_is_its_pages(self, sample_database: str, measure: str, filters: Filters) -> None:
        unit = some_units(filters, measure)[1]
        own = replace(filters, skpds=(unit,))
        for outcome in skpds.OUTCOMES:
            pages: list[int] = []
            while len(page := skpds.listed(own, measure, outcome, number=len(pages) // 40 + 1, size=40)):
                pages += page["id"].tolist()
                assert page["total"].iloc[0] >= len(pages)
                if len(pages) >= page["total"].iloc[0]:
                    break
            assert [key for (key,) in skpds.rows(own, measure, outcome, ["id"])] == pages

    @BOTH
    def test_every_filter_narrows_as_everywhere(self, sample_database: str, filters: Filters) -> None:
        own = replace(filters, channels=("JAKI", "LAPOR"), areas=("31.73",))
        for measure, (n, x) in (
            ("tepat-waktu", ("jatuh_tempo", "tepat_waktu")),
            ("dalam-tenggat", ("bertenggat", "dalam_tenggat")),
        ):
            rows = skpds.cells(own, measure)
            assert set(rows["channel"]) <= {"JAKI", "LAPOR"}
            category = rows.groupby("category")["n"].sum().idxmax()
            narrow = replace(own, categories=(category,))
            unit = skpds.cells(narrow, measure).groupby("unit")["n"].sum().idxmax()
            total = complaints.totals(replace(narrow, skpds=(unit,)))
            assert (total[n], total[x]) == cells(measure, narrow)[unit] and total[n] > 0


def narrow(question: str, filters: Filters, measure: str, unit: str) -> pd.DataFrame:
    return read(question, **parameters(question, filters, **skpds.cohort(measure, (unit,))))


def wide(question: str, filters: Filters, **asked: Any) -> pd.DataFrame:
    """The answer over the whole scope, also where it is asked of a part, or of a unit's part, for speed."""
    asked = parameters(question, filters, **asked)
    return read(question, **asked | {"skpds": None, "touched_by": None, "part": None})


def same_for_one(filters: Filters, measure: str, units: Iterable[str]) -> int:
    """Every question about a unit is its part of the question about all; the number of complaints looked at."""
    whole = skpds.cells(filters, measure)
    per_week = skpds.weekly(filters, measure, ())
    same(whole, wide("skpd/cells", filters, **skpds.cohort(measure)), (measure, filters.as_of))
    seen = 0
    for unit in units:
        what = (measure, unit, filters.as_of)
        same(narrow("skpd/cells", filters, measure, unit), whole[whole["unit"] == unit], what)
        same(skpds.weekly(filters, measure, (unit,)), per_week[per_week["unit"] == unit], what)
        own = replace(filters, skpds=(unit,))
        asked = skpds._list(own, measure, "semua")
        rows = wide("skpd/list", own, **asked)
        same(read("skpd/list", **parameters("skpd/list", own, **asked)), rows, what)
        same(skpds.spent(filters, measure, unit), wide("skpd/spent", filters, **skpds.cohort(measure, (unit,))), what)
        assert len(rows) == whole[whole["unit"] == unit]["n"].sum(), what
        seen += len(rows)
    return seen


class TestNarrowing:
    """The scope is narrowed to one unit for speed alone: the answer is the unit's part of the answer for all."""

    @BOTH
    @pytest.mark.parametrize("measure", COHORTS)
    def test_in_the_sample(self, sample_database: str, measure: str, filters: Filters) -> None:
        assert same_for_one(filters, measure, some_units(filters, measure, 6)) > 20

    @BOTH
    def test_spells_and_arrivals(self, sample_database: str, filters: Filters) -> None:
        whole = skpds.spells(filters)
        for unit in some_units(filters, "waktu-tengah", 6):
            same(skpds.spells(filters, (unit,)), whole[whole["code"] == unit], unit)
        for unit in some_units(filters, "serahan", 4):
            whole_scope = wide("skpd/arrivals", filters, **skpds.cohort("serahan", (unit,)))
            same(skpds.arrivals(filters, unit), whole_scope, unit)
        two = tuple(whole["code"][3:5])
        same(skpds.spells(filters, two), whole[whole["code"].isin(two)], two)
        same(skpds.spells(replace(filters, skpds=two)), whole, "the filter SKPD does not narrow it")

    def test_in_a_history_at_random(self, world: World) -> None:
        """Complaints that wander and are opened again, also at a unit that no list knows; many have changed
        hands since the past moment."""
        random, played = Random(20261125), Played(world)
        units = ("DBM", "SBM-B", "KEL-A", "KEL-G", "NN-1")
        words = ("Koordinasi", "Disposisi", "Proses", "Menunggu Validasi", "TL Ditolak", "Selesai")
        for number in range(120):
            when, status = days_after("2026-10-05 08:00", random.random() * 40), ""
            key = played.receive(when, random.choice(units), "JAKI", kelurahan=str(number % 12))
            for _ in range(random.randrange(9)):
                when = days_after(when, 0.01 + random.random() * 5)
                if at(when) > at("2026-11-24 09:00") or (status == "Selesai" and random.random() < 0.7):
                    break
                status = "Proses" if status == "Selesai" else random.choice(words)
                to = random.choice(units) if status != "Selesai" and random.random() < 0.6 else None
                played.move(key, when, status, to)
        past = datetime(2026, 11, 5, 20, 0)
        (moved,) = played.ask(
            "select count(*) as aduan from crm.laporan where unit_sejak > %(past)s and masuk < %(past)s",
            {"past": past.replace(tzinfo=JAKARTA)},
        )
        assert moved["aduan"] >= 10
        for as_of in (NOW, past):
            filters = Filters(date(2026, 10, 12), date(2026, 11, 22), as_of)
            for measure in COHORTS:
                assert same_for_one(filters, measure, units) > 5, (measure, as_of)

    # docs/contract.md allows an empty view of stays.
    @pytest.mark.parametrize("as_of", [NOW, datetime(2026, 11, 10, 10, 0)], ids=["now", "past"])
    @pytest.mark.parametrize("measure", MEASURES)
    def test_where_the_crm_keeps_no_stays(self, world: World, measure: str, as_of: datetime) -> None:
        start = "2026-11-02 09:00"
        world.add(
            start, steps=path(start, ("2026-11-04 09:00", "TL Ditolak", "SBM-B"), ("2026-11-20 09:00", "Proses", "DBM"))
        )
        world.execute("delete from crm.penugasan")
        same_for_one(replace(MONTH, as_of=as_of), measure, ("KEL-A", "SBM-B", "DBM"))


class TestWeeks:
    def test_the_weeks_end_with_what_is_known(self) -> None:
        def ends(measure: str, last: date, as_of: datetime = NOW) -> tuple[date, int]:
            f = skpds.weeks(replace(NOVEMBER, last=last, as_of=as_of, skpds=("DBM",)), measure, 4)
            assert f.skpds == ("DBM",) and f.as_of == as_of
            return f.last, f.days

        yesterday = date(2026, 11, 23)
        assert ends("tepat-waktu", date(2026, 11, 30)) == ends("tl-ditolak", yesterday) == (yesterday, 28)
        assert ends("koordinasi", date(2026, 11, 15)) == (date(2026, 11, 15), 28)
        assert ends("tepat-waktu", yesterday, datetime(2026, 11, 24)) == (yesterday, 28)
        assert ends("laporan-ulang", date(2026, 11, 30)) == (date(2026, 11, 9), 28)
        assert ends("laporan-ulang", date(2026, 11, 5)) == (date(2026, 11, 5), 28)

    @BOTH
    @pytest.mark.parametrize("measure", [name for name in SHARES if name != "dalam-tenggat"])
    def test_they_sum_to_the_cells(self, sample_database: str, measure: str, filters: Filters) -> None:
        f = skpds.weeks(filters, measure, 8)
        weeks = skpds.weekly(f, measure, ())
        assert set(weeks["week"]) == set(range(8))
        sums = weeks.groupby("unit")[["n", "x"]].sum()
        assert {str(row.Index): (row.n, row.x) for row in sums.itertuples()} == cells(measure, f)
        units = tuple(sums.index[:3])
        same(skpds.weekly(f, measure, units), weeks[weeks["unit"].isin(units)], units)

    def test_a_week_begins_with_its_first_minute(self, world: World) -> None:
        for when in ("2026-11-10 00:00", "2026-11-16 23:59", "2026-11-17 00:00", "2026-11-23 23:59"):
            world.add(days_after(when, -6))  # due at that time
        f = skpds.weeks(NOVEMBER, "tepat-waktu", 2)
        assert [tuple(row) for row in skpds.weekly(f, "tepat-waktu", ()).itertuples(index=False)] == [
            ("KEL-A", 0, 2, 0),
            ("KEL-A", 1, 2, 0),
        ]

    def test_the_stock_at_the_end_of_each_week(self, world: World) -> None:
        """The same as asking at those very moments, where neither holder nor deadline has changed since."""
        for number in range(40):
            created = days_after("2026-10-15 07:30", number * 0.93)
            closed = days_after(created, 0.5 + number % 13)
            is_closed = number % 4 and at(closed) < at("2026-11-24 09:00")
            world.add(created, closed if is_closed else None, skpd=("DBM", "KEL-A", "KEL-G", "NN-1")[number % 4 - 1])
        world.add("2026-10-01 09:00", "2026-11-13 00:00")  # settled at the end of a week: no longer open then
        world.add("2026-11-14 00:00", "2026-11-13 00:00")  # contradictory
        world.add("2026-10-25 09:00", status="Selesai")  # settled, but when?
        world.add("2026-11-07 00:00")  # due at the end of a week: not yet overdue then
        world.add("2018-06-01 09:00")  # without a deadline
        world.add("2026-10-05 09:00", skpd=None, steps=[("2026-10-05 09:00", "Menunggu", "")])
        f = replace(NOVEMBER, first=date(2026, 10, 16), last=date(2026, 11, 26))  # six weeks, the last still running
        found = skpds.weekly(f, "dalam-tenggat", ())
        assert set(found["week"]) == set(range(5))
        for week in range(5):
            moment = f.since + timedelta(days=7 * (week + 1))
            rows = found[found["week"] == week]
            then = cells("dalam-tenggat", replace(f, as_of=moment))
            assert {row.unit: (row.n, row.x) for row in rows.itertuples()} == then, moment
        assert 0 < found["x"].sum() < found["n"].sum()

    def test_received_in_the_minute_a_week_ends(self, world: World) -> None:
        world.add("2026-11-15 00:00", "2026-11-17 09:00")
        world.add("2026-11-15 00:00", "2026-11-17 09:00", skpd="DBM")
        f = replace(NOVEMBER, first=date(2026, 11, 8), last=date(2026, 11, 14))
        assert skpds.weekly(f, "dalam-tenggat", ()).empty  # it belongs to the next week, as in every period

    def test_a_past_moment_knows_the_weeks_before_it(self, sample_database: str) -> None:
        f = skpds.weeks(PAST, "dalam-tenggat", 6)
        weeks = skpds.weekly(f, "dalam-tenggat", ())
        assert set(weeks["week"]) == set(range(6)) and (weeks["x"] <= weeks["n"]).all()


class TestSpent:
    def test_the_hours_are_the_lifetime(self, world: World) -> None:
        start = "2026-11-02 09:00"
        world.add(
            start,
            "2026-11-05 21:00",
            steps=path(
                start,
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-05 09:00", "Menunggu Validasi", "DBM"),
                ("2026-11-05 21:00", "Selesai", "DBM"),
            ),
        )
        world.add(
            start,
            steps=path(
                start,
                ("2026-11-09 09:00", "Koordinasi", "DBM"),
                ("2026-11-10 09:00", "Menunggu Validasi", "KEL-A"),
                ("2026-11-12 09:00", "TL Ditolak", "DBM"),
            ),
        )
        world.add(start, skpd="KEL-G")
        rows = skpds.spent(NOVEMBER, "tepat-waktu", "DBM")
        assert [(row.is_good, row.place, row.aduan, row.hours) for row in rows.itertuples()] == [
            (False, "lain", 1, 7 * 24),
            (False, "sendiri", 1, 24 + 12 * 24 + 1),
            (False, "validasi", 1, 48),
            (True, "lain", 1, 24),
            (True, "sendiri", 1, 48),
            (True, "validasi", 1, 12),
        ]
        lived = (datetime(2026, 11, 5, 21) - datetime(2026, 11, 2, 9)) + (NOW - datetime(2026, 11, 2, 9))
        assert rows["hours"].sum() == lived / timedelta(hours=1)

    def test_the_time_between_two_settlements_counts_nowhere(self, world: World) -> None:
        played = Played(world)
        key = played.receive("2026-11-02 09:00")
        played.move(key, "2026-11-04 09:00", "Selesai")
        played.move(key, "2026-11-09 09:00", "Proses")
        played.move(key, "2026-11-10 09:00", "Selesai")
        rows = skpds.spent(NOVEMBER, "tl-ditolak", "KEL-A")
        assert [(row.is_good, row.place, row.hours) for row in rows.itertuples()] == [(True, "sendiri", 72)]

    def test_up_to_a_settlement_that_no_step_tells(self, world: World) -> None:
        start = "2026-11-02 09:00"
        world.add(start, "2026-11-05 09:00", steps=path(start, ("2026-11-04 09:00", "Proses", "DBM")))
        rows = skpds.spent(NOVEMBER, "tepat-waktu", "DBM")
        assert [(row.is_good, row.place, row.hours) for row in rows.itertuples()] == [
            (True, "lain", 48),
            (True, "sendiri", 24),
        ]

    def test_up_to_the_moment(self, world: World) -> None:
        start = "2026-11-02 09:00"
        world.add(
            start,
            "2026-11-20 09:00",
            steps=path(start, ("2026-11-09 09:00", "Koordinasi", "DBM"), ("2026-11-20 09:00", "Selesai", "DBM")),
        )
        past = replace(MONTH, as_of=datetime(2026, 11, 10, 9, 0))
        rows = skpds.spent(past, "tepat-waktu", "DBM")
        assert [(row.place, row.hours) for row in rows.itertuples()] == [("lain", 168), ("sendiri", 24)]
        early = skpds.spent(replace(past, as_of=datetime(2026, 11, 8, 9, 0)), "tepat-waktu", "KEL-A")
        assert [(row.place, row.hours) for row in early.itertuples()] == [("sendiri", 144)]

    @BOTH
    def test_in_the_sample(self, sample_database: str, filters: Filters) -> None:
        """The hours of the due cohort against receipts and settlements of its list."""
        for unit in some_units(filters, "tepat-waktu", 4):
            rows = skpds.spent(filters, "tepat-waktu", unit)
            own = skpds.listed(replace(filters, skpds=(unit,)), "tepat-waktu", "semua", size=1000)
            lived = own["closed_at"].fillna(filters.as_of) - own["created_at"]
            assert rows["hours"].sum() == pytest.approx(lived.sum() / timedelta(hours=1)), unit
            assert set(rows["place"]) <= {"sendiri", "lain", "validasi"}


class TestArrivals:
    def test_who_sent_how_many_and_how_old(self, world: World) -> None:
        def handed(sender: str, hours: float, *, to: str = "DBM") -> int:
            start = "2026-11-02 09:00"
            return world.add(start, steps=[(start, "Menunggu", sender), (days_after(start, hours / 24), "Proses", to)])

        for hours in (24, 48, 150, 168):  # the deadline is at 144
            handed("KEL-A", hours)
        handed("NN-1", 36)
        handed("NN-1", 72)
        handed("KEL-G", 12)
        handed("KEL-G", 12, to="DSOS")
        handed("KEL-A", 21 * 24 + 24 * 3)  # after the period
        found = skpds.arrivals(NOVEMBER, "DBM")
        assert [tuple(row) for row in found.itertuples(index=False)] == [
            ("KEL-A", "Kelurahan Angke", 4, 2, 99.0, pytest.approx(99 / 144)),
            ("NN-1", "NN-1", 2, 0, 54.0, pytest.approx(54 / 144)),
            ("KEL-G", "Kelurahan Gambir", 1, 0, 12.0, pytest.approx(12 / 144)),
        ]
        assert (found["aduan"].sum(), found["lewat"].sum()) == (7, len(listed("serahan", "DBM", "kurang")))

    def test_a_complaint_that_came_twice_is_told_once(self, world: World) -> None:
        start = "2026-11-02 09:00"
        world.add(
            start,
            steps=path(
                start,
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-04 09:00", "Koordinasi", "SBM-B"),
                ("2026-11-06 09:00", "Koordinasi", "DBM"),
            ),
        )
        (row,) = skpds.arrivals(NOVEMBER, "DBM").itertuples()
        assert (row.code, row.aduan, row.lewat, row.hours) == ("SBM-B", 1, 0, 96)

    def test_without_a_deadline_no_share_of_it(self, world: World) -> None:
        world.add("2018-06-01 09:00", steps=path("2018-06-01 09:00", ("2026-11-03 09:00", "Koordinasi", "DBM")))
        (row,) = skpds.arrivals(NOVEMBER, "DBM").itertuples()
        assert (row.aduan, row.lewat) == (1, 0) and pd.isna(row.used)

    @BOTH
    def test_they_sum_to_the_cells(self, sample_database: str, filters: Filters) -> None:
        counted = cells("serahan", filters)
        for unit in some_units(filters, "serahan", 4):
            found = skpds.arrivals(filters, unit)
            assert (found["aduan"].sum(), found["lewat"].sum()) == (
                counted[unit][0],
                counted[unit][0] - counted[unit][1],
            )
            assert unit not in set(found["code"])


class TestDays:
    AUGUST = Filters(date(2026, 8, 10), date(2026, 8, 31), NOW, channels=("LAPOR",), skpds=("DBM",))

    def test_holidays_by_name(self, world: World) -> None:
        world.execute("update dashboard.working_day set name = 'Cuti bersama' where day = '2026-08-18'")  # worked
        days = skpds.days(self.AUGUST)
        assert len(days) == 22 and days["day"].iloc[0] == pd.Timestamp("2026-08-10")
        named = days.dropna(subset="holiday").set_index("day")["holiday"]
        assert list(named.index) == [pd.Timestamp("2026-08-17"), pd.Timestamp("2026-08-25")]  # no Saturday, no Sunday
        assert "Kemerdekaan" in named.iloc[0] and days["floods"].sum() == 0

    def test_floods_in_the_whole_city(self, world: World) -> None:
        world.execute("insert into crm.kategori values ('Genangan', 'Genangan dan Banjir'), ('banjir', 'Banjir')")
        world.add("2026-08-12 00:00", category="Genangan")
        world.add("2026-08-12 23:59", category="banjir", channel="JAKI", skpd=None)
        world.add("2026-08-13 09:00", "2026-08-12 09:00", category="banjir")
        world.add("2026-08-13 09:00", category="Jalan")
        world.add("2026-08-31 23:59", category="banjir")
        world.add("2026-09-01 00:00", category="banjir")
        floods = skpds.days(self.AUGUST).set_index("day")["floods"]
        assert floods[floods > 0].to_dict() == {
            pd.Timestamp("2026-08-12"): 2,
            pd.Timestamp("2026-08-13"): 1,
            pd.Timestamp("2026-08-31"): 1,
        }
        early = skpds.days(replace(self.AUGUST, as_of=datetime(2026, 8, 12, 12, 0)))
        assert early["floods"].sum() == 1


def test_units(world: World) -> None:
    rows = skpds.units().set_index("code")
    assert list(rows.columns) == ["name", "kind", "parent", "city"] and len(rows) == 5
    assert rows.loc["SBM-B"].tolist() == ["Suku Dinas Bina Marga Jakarta Barat", "sudin", "DBM", "Jakarta Barat"]


UNKNOWN: dict[str, Callable[[str], Any]] = {
    "cells": lambda name: skpds.cells(NOVEMBER, name),
    "weekly": lambda name: skpds.weekly(NOVEMBER, name, ()),
    "spent": lambda name: skpds.spent(NOVEMBER, name, "DBM"),
    "listed": lambda name: skpds.listed(NOVEMBER, name, "semua"),
    "rows": lambda name: skpds.rows(NOVEMBER, name, "semua", ["id"]),
}


@pytest.mark.parametrize("ask", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_measures_are_refused(world: World, ask: Callable[[str], Any]) -> None:
    with pytest.raises(ValueError, match="unknown measure"):
        ask("drop table")


def test_unknown_outcomes_are_refused(world: World) -> None:
    for ask in (skpds.listed, lambda *choice: skpds.rows(*choice, ["id"])):
        with pytest.raises(ValueError, match="unknown outcome"):
            ask(NOVEMBER, "koordinasi", "sempurna")


def test_the_filter_skpd_widens_no_list_and_narrows_no_cell(world: World) -> None:
    keys = [world.add("2026-11-02 09:00", skpd=unit) for unit in ("DBM", "KEL-A", "KEL-G")]
    two = replace(NOVEMBER, skpds=("DBM", "KEL-A"))
    assert cells("tepat-waktu", two) == cells("tepat-waktu") and len(cells("tepat-waktu")) == 3
    assert sorted(skpds.listed(two, "tepat-waktu", "semua")["id"]) == keys[:2]
    assert sorted(skpds.listed(NOVEMBER, "tepat-waktu", "semua")["id"]) == keys
    assert parameters("totals", two)["skpds"] == ["DBM", "KEL-A"]
