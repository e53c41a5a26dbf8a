"""Channels: what is given in the database, and what each question and card has to make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from dashboard import address
from dashboard.findings.channel_pattern import BASE, RECENT, risen
from dashboard.findings.channels import best_unit, dropped, filled, series
from dashboard.settings import _published, published, wrong_published
from dashboard.view import View
from queries import channels, complaints, moment, skpds
from queries.channels import Feed, feeds
from queries.filters import Filters
from tests.apptest import Address
from tests.world import World, at, days_after

NOW = datetime(2026, 11, 24, 10, 0)
NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), NOW)
# Whole periods, running ones, past moments, a moment within the period, one before it, and one under filters.
PERIODS = [
    Filters(date(2026, 10, 27), date(2026, 11, 23), NOW),
    Filters(date(2026, 1, 1), date(2026, 12, 31), NOW),
    Filters(date(2026, 3, 1), date(2026, 4, 30), NOW),
    Filters(date(2026, 3, 1), date(2026, 4, 30), datetime(2026, 4, 10, 7, 7)),
    Filters(date(2026, 3, 1), date(2026, 4, 30), datetime(2026, 6, 1, 0, 0)),
    Filters(date(2027, 1, 1), date(2027, 1, 31), NOW),
    Filters(date(2026, 6, 1), date(2026, 9, 30), NOW, channels=("JAKI", "LAPOR"), areas=("31.73",)),
]


def by_code(frame: pd.DataFrame, code: str) -> dict[str, Any]:
    """The row of a channel."""
    return {str(key): value for key, value in frame.set_index("code").loc[code].items()}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A function: address -> the view it asks for, while no page runs."""

    def view(**query: str | list[str]) -> View:
        with monkeypatch.context() as patch:
            asked: Mapping[str, str | list[str]] = {"per": NOW.strftime("%Y-%m-%dT%H:%M")} | query
            patch.setattr(st, "query_params", Address(asked))
            return address.read(moment.now(), moment.choices()).view

    yield view


def daily(
    world: World, counts: list[int], *, last: str = "2026-11-23", channel: str = "TWITTER", category: str = "Jalan"
) -> None:
    """So many complaints a day at nine, the last of them on ``last``; in one statement."""
    first = at(last) - timedelta(days=len(counts) - 1)
    days = [first + timedelta(days=index, hours=9) for index, n in enumerate(counts) for _each in range(n)]
    world.execute(
        "insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, kelurahan, status, status_pada, masuk,"
        " ews_kali, privat, anonim, rahasia, diubah)"
        " select %(start)s + n, 'TW' || n, %(channel)s, %(category)s, 'KEL-A', t, '31.73.04.1007', 'Menunggu', t, t, 0,"
        " false, false, false, t from unnest(%(days)s::timestamptz[]) with ordinality as given (t, n)",
        {"start": world.count, "channel": channel, "category": category, "days": days},
    )
    world.count += len(days)


class TestReporters:
    def test_told_apart_by_their_key(self, world: World) -> None:
        for key in (1, 1, 2, None):
            world.add("2026-11-10 09:00", pelapor=key)
        world.add("2026-11-10 09:00", pelapor=1, channel="TWITTER")
        world.add("2026-11-10 09:00", pelapor=None, channel="LAPOR")
        world.add("2026-10-31 23:59", pelapor=3)  # not in the period
        found = channels.reporters(NOVEMBER)
        assert by_code(found, "JAKI") == {"pelapor": 2, "dengan_kunci": 3}
        assert by_code(found, "TWITTER") == {"pelapor": 1, "dengan_kunci": 1}
        assert by_code(found, "LAPOR") == {"pelapor": 0, "dengan_kunci": 0}

    def test_never_more_than_complaints(self, sample_database: str) -> None:
        rows = channels.volumes(NOVEMBER).merge(channels.reporters(NOVEMBER), on="code")
        assert (rows["pelapor"] <= rows["dengan_kunci"]).all() and (rows["dengan_kunci"] <= rows["masuk"]).all()
        assert rows["pelapor"].sum() > 0


class TestFlow:
    def add(self, world: World) -> None:
        world.add("2026-10-10 09:00")  # open all the time
        world.add("2026-10-10 09:00", "2026-10-20 09:00")  # gone before
        world.add("2026-10-10 09:00", "2026-11-05 09:00")  # goes out
        world.add("2026-11-02 09:00")  # comes in and stays
        world.add("2026-11-02 09:00", "2026-11-03 09:00")  # in and out
        world.add("2026-11-02 09:00", "2026-11-20 09:00")
        world.add("2026-11-10 09:00", "2026-11-09 09:00")  # closed before it came: in, and nothing else
        world.add("2026-11-24 09:00")  # after the period

    def test_by_hand(self, world: World) -> None:
        self.add(world)
        assert by_code(channels.flow(NOVEMBER), "JAKI") == {
            "awal": 2,
            "masuk": 4,
            "selesai": 3,
            "akhir": 2,
            "dibuka_lagi": 0,
            "bertentangan": 1,
        }

    def test_as_it_was_known(self, world: World) -> None:
        """On the 12th the one settled on the 20th is open; a period that goes on is clipped there."""
        self.add(world)
        for last in (date(2026, 11, 23), date(2026, 12, 31)):
            past = replace(NOVEMBER, last=last, as_of=datetime(2026, 11, 12, 10, 0))
            found = by_code(channels.flow(past), "JAKI")
            assert {key: found[key] for key in ("awal", "masuk", "selesai", "akhir")} == {
                "awal": 2,
                "masuk": 4,
                "selesai": 2,
                "akhir": 3,
            }
        earlier = Filters(date(2026, 10, 15), date(2026, 10, 31), NOW)
        assert {key: by_code(channels.flow(earlier), "JAKI")[key] for key in ("awal", "selesai", "akhir")} == {
            "awal": 3,
            "selesai": 1,
            "akhir": 2,
        }

    def test_open_again(self, world: World) -> None:
        steps = [
            ("2026-11-02 09:00", "Menunggu", "KEL-A"),
            ("2026-11-04 09:00", "Selesai", "KEL-A"),
            ("2026-11-15 09:00", "Proses", "KEL-A"),
        ]
        world.add("2026-11-02 09:00", steps=steps)
        world.add("2026-11-02 09:00")
        assert by_code(channels.flow(NOVEMBER), "JAKI")["dibuka_lagi"] == 1
        assert by_code(channels.flow(NOVEMBER), "JAKI")["akhir"] == 2
        before = replace(NOVEMBER, as_of=datetime(2026, 11, 14, 10, 0))
        assert by_code(channels.flow(before), "JAKI")["dibuka_lagi"] == 0
        assert by_code(channels.flow(before), "JAKI")["akhir"] == 1

    @pytest.mark.parametrize("f", PERIODS)
    def test_it_adds_up(self, sample_database: str, f: Filters) -> None:
        found, known = channels.flow(f), channels.volumes(f).set_index("code")
        rest = found["awal"] + found["masuk"] - found["selesai"] - found["akhir"]
        assert list(rest) == list(found["bertentangan"])
        for name in ("masuk", "selesai"):
            assert (found.set_index("code")[name] == known[name].reindex(found["code"])).all(), name
        if f.until > f.as_of:  # the end is now
            assert (found.set_index("code")["akhir"] == known["terbuka"].reindex(found["code"])).all()

    @pytest.mark.parametrize("times", [("2026-11-20 09:00", "2026-11-24 10:00"), ("2026-11-24 10:00", None)])
    def test_the_very_minute(self, world: World, times: tuple[str, str | None]) -> None:
        world.add(*times)
        running = replace(NOVEMBER, last=date(2026, 11, 30))
        found = by_code(channels.flow(running), "JAKI")
        assert found["awal"] + found["masuk"] - found["selesai"] - found["akhir"] == found["bertentangan"] == 0


class TestRhythm:
    def test_hours_of_jakarta(self, world: World) -> None:
        world.add("2026-11-01 00:30")  # a Sunday, still Saturday in UTC
        world.add("2026-11-02 23:59", channel="TWITTER")
        world.add("2026-11-09 23:00", channel="TWITTER")
        rows = channels.rhythm(NOVEMBER)
        assert {tuple(row) for row in rows[["code", "weekday", "hour", "masuk"]].itertuples(index=False)} == {
            ("JAKI", 7, 0, 1),
            ("TWITTER", 1, 23, 2),
        }

    @pytest.mark.parametrize("f", PERIODS)
    def test_sums(self, sample_database: str, f: Filters) -> None:
        """Rhythm, categories, their days and the steps of any unit all hold what came in."""
        masuk = channels.volumes(f).set_index("code")["masuk"]
        masuk = masuk[masuk > 0].sort_index()
        for frame in (channels.rhythm(f), channels.categories(f), *(channels.steps(f, u) for u in channels.UNITS)):
            assert frame.groupby("code")["masuk"].sum().sort_index().to_dict() == masuk.to_dict()
        rhythm = channels.rhythm(f)
        assert rhythm["weekday"].between(1, 7).all() and rhythm["hour"].between(0, 23).all()
        days, sums = channels.category_days(f), channels.categories(f).groupby("category")["masuk"].sum()
        assert days.groupby("category")["masuk"].sum().to_dict() == sums.to_dict()
        if len(days):
            assert days["day"].min() >= f.since and days["day"].max() <= min(f.as_of, f.until)


class TestFirstStep:
    def test_medians(self, world: World) -> None:
        for received, hours in (("09:00", 1), ("09:30", 2), ("09:59", 6), ("23:30", 10)):
            when = f"2026-11-10 {received}"
            world.add(when, koordinasi=days_after(when, hours / 24))
        world.add("2026-11-10 09:00")  # not coordinated yet
        world.add("2026-11-10 09:00", koordinasi="2026-11-09 09:00")  # before it came
        world.add("2026-11-10 09:00", "2026-11-09 08:00", koordinasi="2026-11-10 10:00")  # contradicts itself
        world.add("2026-11-10 09:00", koordinasi="2026-11-25 09:00")  # not known yet
        world.add("2026-11-10 09:00", koordinasi="2026-11-10 09:00", channel="LAPOR")
        rows = channels.first_step(NOVEMBER)
        jaki = rows[rows["code"] == "JAKI"].set_index("hour")
        assert jaki.loc[9, ["dikoordinasikan", "hours"]].tolist() == [3, 2]
        assert jaki.loc[23, ["dikoordinasikan", "hours"]].tolist() == [1, 10]
        assert jaki[jaki.index.isna()][["dikoordinasikan", "hours"]].to_numpy().tolist() == [[4, 4]]
        lapor = rows[(rows["code"] == "LAPOR") & rows["hour"].isna()]
        assert lapor[["dikoordinasikan", "hours"]].to_numpy().tolist() == [[1, 0]]

    def test_as_it_was_known(self, world: World) -> None:
        world.add("2026-11-10 09:00", koordinasi="2026-11-12 09:00")
        assert channels.first_step(replace(NOVEMBER, as_of=datetime(2026, 11, 11, 9, 0))).empty
        assert len(channels.first_step(NOVEMBER)) == 2


class TestCategories:
    def test_by_their_canonical_names(self, world: World) -> None:
        for category in ("Jalan", "Jalan ", "Sampah", None, "  ", "Asing"):
            world.add("2026-11-10 09:00", category=category)
        world.add("2026-11-11 00:10", category="Jalan", channel="LAPOR")
        rows = channels.categories(NOVEMBER)
        jaki = rows[rows["code"] == "JAKI"].set_index("category")["masuk"].to_dict()
        assert jaki == {"Jalan": 2, "Sampah": 1, "": 2, "Asing": 1}
        days = channels.category_days(NOVEMBER).set_index(["category", "day"])["masuk"].to_dict()
        assert days[("Jalan", pd.Timestamp("2026-11-10"))] == 2
        assert days[("Jalan", pd.Timestamp("2026-11-11"))] == 1


class TestJourney:
    def settled(self, world: World, holders: list[str], **columns: Any) -> int:
        steps = [(f"2026-11-{2 + n:02} 09:00", "Koordinasi", unit) for n, unit in enumerate(holders)]
        steps.append(("2026-11-20 09:00", "Selesai", holders[-1]))
        return world.add(steps[0][0], "2026-11-20 09:00", steps=steps, **columns)

    def test_by_hand(self, world: World) -> None:
        self.settled(world, ["KEL-A"], nilai=5)
        self.settled(world, ["KEL-A", "DBM"], nilai=2, ews="2026-11-22 09:00", ews_pada="2026-11-03 09:00", ews_kali=1)
        self.settled(world, ["KEL-A", "DBM", "KEL-A", "DSOS"])
        self.settled(world, ["KEL-A", "DBM"], channel="LAPOR")
        world.add("2026-11-02 09:00", nilai=1)  # open
        world.add("2026-11-02 09:00", "2026-11-01 09:00", nilai=1)  # contradicts itself
        rows = channels.journey(NOVEMBER)
        assert by_code(rows, "JAKI") == {
            "selesai": 3,
            "serah_terima": 4,
            "berpindah_lagi": 1,
            "ber_ews": 1,
            "dinilai": 2,
            "jumlah_nilai": 7,
        }
        lapor = by_code(rows, "LAPOR")
        assert (lapor["selesai"], lapor["serah_terima"], lapor["dinilai"]) == (1, 1, 0)

    def test_as_many_as_were_settled(self, sample_database: str) -> None:
        rows = channels.volumes(NOVEMBER).merge(channels.journey(NOVEMBER), on="code", suffixes=("", "_j"))
        assert (rows["selesai"] == rows["selesai_j"]).all() and rows["serah_terima"].sum() > 0
        assert ((rows["jumlah_nilai"].fillna(0) >= rows["dinilai"]) & (rows["dinilai"] <= rows["selesai"])).all()

    def test_a_reopening_is_no_hand_over(self, world: World) -> None:
        key = self.settled(world, ["KEL-A"])
        world.execute(
            "update crm.penugasan set lepas = '2026-11-05 09:00+07', selesai = true where laporan = %s", (key,)
        )
        world.execute(
            "insert into crm.penugasan values (%s, 'KEL-A', '2026-11-08 09:00+07', '2026-11-20 09:00+07', true)", (key,)
        )
        assert by_code(channels.journey(NOVEMBER), "JAKI")["serah_terima"] == 0


class TestReach:
    def test_kelurahan_of_the_list(self, world: World) -> None:
        for area in ("31.73.04.1007", "31.73.04.1007", "31.71.01.1001", "31.99.99.9999", "", None):
            world.add("2026-11-10 09:00", kelurahan=area)
        world.add("2026-11-10 09:00", channel="LAPOR")
        world.add("2026-10-10 09:00", channel="TWITTER")
        found = channels.reach(NOVEMBER).set_index("code")
        assert found["kelurahan"].to_dict() == {"JAKI": 2, "LAPOR": 1, "TWITTER": 0, "": 2}
        assert found["masuk"].to_dict() == {"JAKI": 6, "LAPOR": 1, "TWITTER": 0, "": 0}
        assert found["terbuka"].to_dict() == {"JAKI": 6, "LAPOR": 1, "TWITTER": 1, "": 0}

    @pytest.mark.parametrize("filters", PERIODS)
    def test_the_counts_are_those_of_the_other_cards(self, sample_database: str, filters: Filters) -> None:
        sums, total = channels.reach(filters).sum(), complaints.totals(filters)
        assert {name: int(sums[name]) for name in ("masuk", "selesai", "terbuka")} == {
            name: total[name] for name in ("masuk", "selesai", "terbuka")
        }


class TestDurations:
    @pytest.mark.parametrize("filters", PERIODS)
    def test_of_one_channel_beside_another(self, sample_database: str, filters: Filters) -> None:
        """Asked in one go, each window is what the filter on its channel would give."""
        window = (filters.since, min(filters.until, filters.as_of))
        found = complaints.durations(replace(filters, channels=("JAKI", "LAPOR")), (window, window), ("LAPOR", "JAKI"))
        for number, code in enumerate(("LAPOR", "JAKI"), 1):
            alone = complaints.durations(replace(filters, channels=(code,)), (window,))
            both = found[found["number"] == number].drop(columns="number").reset_index(drop=True)
            assert both.equals(alone.drop(columns="number"))


class TestMonthly:
    @pytest.mark.parametrize("measure", [m for m in skpds.MEASURES if m not in ("waktu-tengah", "dalam-tenggat")])
    def test_sums_are_those_of_the_cells(self, sample_database: str, measure: str) -> None:
        for f in (
            channels.months(NOVEMBER, 13),
            channels.months(replace(NOVEMBER, as_of=datetime(2026, 11, 8, 8, 0)), 5),
        ):
            sums = channels.monthly(f, measure).groupby("channel")[["n", "x"]].sum()
            cells = skpds.cells(f, measure).groupby("channel")[["n", "x"]].sum()
            assert sums.to_dict() == cells.to_dict() and sums["n"].sum() > 100

    def test_of_chosen_units(self, sample_database: str) -> None:
        f = replace(channels.months(NOVEMBER, 6), skpds=("DIN-BM", "SD-BM-31.75"))
        cells = skpds.cells(f, "tepat-waktu")
        cells = cells[cells["unit"].isin(f.skpds)].groupby("channel")[["n", "x"]].sum()
        assert channels.monthly(f, "tepat-waktu").groupby("channel")[["n", "x"]].sum().to_dict() == cells.to_dict()

    def test_the_month_in_which_it_falls_due(self, world: World) -> None:
        world.add("2026-10-20 09:00", "2026-10-21 09:00")  # 26 October
        world.add("2026-10-26 00:30", channel="LAPOR")  # 1 November at half past midnight
        world.add("2026-11-02 09:00", "2026-11-20 09:00")  # 8 November
        rows = channels.monthly(channels.months(NOVEMBER, 2), "tepat-waktu")
        assert {(r.channel, r.month.isoformat()[:7], r.n, r.x) for r in rows.itertuples()} == {
            ("JAKI", "2026-10", 1, 1),
            ("LAPOR", "2026-11", 1, 0),
            ("JAKI", "2026-11", 1, 0),
        }

    @pytest.mark.parametrize(
        ("last", "as_of", "number", "first", "until"),
        [
            (date(2026, 11, 23), NOW, 13, date(2025, 11, 1), date(2026, 11, 23)),
            (date(2026, 12, 31), NOW, 1, date(2026, 11, 1), date(2026, 11, 24)),
            (date(2026, 1, 31), NOW, 2, date(2025, 12, 1), date(2026, 1, 31)),
            (date(2024, 2, 29), NOW, 13, date(2023, 2, 1), date(2024, 2, 29)),
        ],
    )
    def test_months_back(self, last: date, as_of: datetime, number: int, first: date, until: date) -> None:
        found = channels.months(Filters(date(2026, 1, 1), last, as_of), number)
        assert (found.first, found.last) == (first, until)


class TestValidity:
    """A channel has steps only while it is open; a channel is its code, whatever it is called."""

    @pytest.mark.parametrize("unit", channels.UNITS)
    def test_no_step_outside(self, world: World, seen: Any, unit: str) -> None:
        world.execute("insert into crm.kanal values ('BARU', 'Kanal baru', 'Aplikasi lain', false, '2021-11-10', null)")
        for day in ("2021-10-04", "2021-11-17", "2021-12-31"):
            world.add(f"{day} 09:00", channel="QLUE")
        world.add("2021-11-10 09:00", channel="BARU")
        world.add("2022-02-01 09:00")
        rows = filled(seen(dari="2021-10-01", sampai="2022-02-28"), unit)
        ends = rows.groupby("name")["step"].agg(["min", "max", "size"])
        first = {"day": "2021-11-10", "week": "2021-11-08", "month": "2021-11-01", "year": "2021-01-01"}[unit]
        last = {"day": "2021-12-31", "week": "2021-12-27", "month": "2021-12-01", "year": "2021-01-01"}[unit]
        assert ends.loc["Kanal baru", "min"] == pd.Timestamp(first)
        assert ends.loc["Qlue", "max"] == pd.Timestamp(last)
        assert ends.loc["JAKI", "min"] < pd.Timestamp(first) or unit == "year"
        assert rows.groupby("name")["received"].sum().to_dict() == {"Qlue": 3, "Kanal baru": 1, "JAKI": 1}
        if unit == "day":
            assert ends["size"].to_dict() == {"JAKI": 151, "Qlue": 92, "Kanal baru": 111}
        if unit == "year":
            assert ends["size"].to_dict() == {"JAKI": 2, "Qlue": 1, "Kanal baru": 2}

    def test_renamed(self, world: World, seen: Any) -> None:
        world.add("2026-10-05 09:00", channel="TWITTER")
        world.add("2026-11-05 09:00", channel="TWITTER")
        world.execute("update crm.kanal set nama = 'X DKI Jakarta' where kode = 'TWITTER'")
        rows = filled(seen(dari="2026-10-01", sampai="2026-11-23"), "month")
        assert set(rows["name"]) == {"X DKI Jakarta"} and list(rows["received"]) == [1, 1]

    def test_steps_that_are_not_whole(self, world: World, seen: Any) -> None:
        world.add("2026-11-10 09:00")
        rows = filled(seen(dari="2026-10-15", sampai="2026-12-31"), "month").set_index("step")["is_running"]
        assert list(rows) == [True, True]  # October is cut by the period, November by now
        rows = filled(seen(dari="2026-10-01", sampai="2026-10-31"), "month")
        assert rows.empty  # nothing came in
        world.add("2026-10-10 09:00")
        st.cache_data.clear()
        assert list(filled(seen(dari="2026-10-01", sampai="2026-10-31"), "month")["is_running"]) == [False]
        days = filled(seen(dari="2026-11-20", sampai="2026-11-30"), "day")
        assert days.empty or days["step"].max() == pd.Timestamp("2026-11-24")


class TestSeries:
    VIEWS = ({"periode": "90-hari"}, {"periode": "semua"}, {"periode": "bulan-ini", "kanal": ["JAKI", "LAPOR"]})

    @pytest.mark.parametrize("unit", channels.UNITS)
    def test_every_cut_and_scale(self, sample_database: str, seen: Any, unit: str) -> None:
        for query in self.VIEWS:
            view = seen(**query)
            total = int(channels.volumes(view.filters)["masuk"].sum())
            one = series(view, unit, "kanal", "jumlah")
            for cut in ("kanal", "kelompok", "geotag"):
                rows = series(view, unit, cut, "jumlah")
                assert rows["received"].sum() == rows["value"].sum() == total
                assert not rows.duplicated(["name", "step"]).any()
                assert (
                    rows.groupby("step")["received"].sum().to_dict() == one.groupby("step")["received"].sum().to_dict()
                )
                shares = series(view, unit, cut, "bagian").groupby("step")[["value", "received"]].sum()
                assert np.allclose(shares["value"][shares["received"] > 0], 100) and shares["value"].max() < 100.001
                index = series(view, unit, cut, "indeks")
                whole = index[~index["is_running"]].sort_values("step").groupby("name").first()
                assert (whole["value"].isin([0, 100]) | whole["value"].isna()).all()
                first = (
                    index[~index["is_running"] & (index["received"] > 0)].sort_values("step").groupby("name").first()
                )
                assert (first["value"] == 100).all()
                assert set(index.loc[index["value"].isna(), "name"]) == set(index["name"]) - set(first.index)
                assert list(series(view, unit, cut, "log")["value"]) == list(rows["value"])

    def test_groups_and_geotag_are_the_sums_of_their_channels(self, sample_database: str, seen: Any) -> None:
        view = seen(periode="90-hari")
        known = channels.volumes(view.filters)
        for cut, column in (("kelompok", "group_name"), ("geotag", "is_geotagged")):
            sums = known.groupby(column)["masuk"].sum()
            found = series(view, "week", cut, "jumlah").groupby("name")["received"].sum()
            assert sorted(found) == sorted(sums[sums > 0])

    def test_an_unknown_channel_is_not_known_to_be_geotagged(self, world: World, seen: Any) -> None:
        world.add("2026-11-10 09:00", channel="PIGEON")
        world.add("2026-11-10 09:00")
        rows = series(seen(periode="bulan-ini"), "month", "geotag", "jumlah")
        assert rows.groupby("name")["received"].sum().to_dict() == {"tidak dikenal": 1, "Geotag": 1}

    def test_an_unknown_channel_has_no_group(self, world: World, seen: Any) -> None:
        world.add("2026-11-10 09:00", channel="PIGEON")
        world.add("2026-11-10 09:00")
        rows = series(seen(periode="bulan-ini"), "month", "kelompok", "jumlah")
        assert rows.groupby("name")["received"].sum().to_dict() == {"tanpa kelompok": 1, "Aplikasi JAKI": 1}

    def test_two_channels_of_one_name(self, world: World, seen: Any) -> None:
        world.execute(
            "insert into crm.kanal values ('LAPOR2', 'LAPOR 1708', 'Aplikasi lain', true, '2016-01-01', null)"
        )
        world.add("2026-11-10 09:00", channel="LAPOR")
        for _ in range(2):
            world.add("2026-11-10 09:00", channel="LAPOR2")
        view = seen(periode="bulan-ini")
        sums = series(view, "month", "kelompok", "jumlah").groupby("name")["received"].sum().to_dict()
        assert sums == {"Surat Elektronik": 1, "Aplikasi lain": 2}
        sums = series(view, "month", "kanal", "jumlah").groupby("name")["received"].sum().to_dict()
        assert sums == {"LAPOR 1708 (LAPOR)": 1, "LAPOR 1708 (LAPOR2)": 2}

    def test_a_series_that_begins_at_nothing(self, world: World, seen: Any) -> None:
        """Its first step with complaints is 100; one without a whole step has no index."""
        world.add("2026-10-12 09:00")
        world.add("2026-10-20 09:00", channel="LAPOR")
        for _ in range(2):
            world.add("2026-10-27 09:00", channel="LAPOR")
        world.add("2026-11-24 09:00", channel="TWITTER")
        view = seen(dari="2026-10-12", sampai="2026-11-24")
        values = {name: list(rows["value"]) for name, rows in series(view, "week", "kanal", "indeks").groupby("name")}
        assert values["JAKI"] == [100, 0, 0, 0, 0, 0, 0]
        assert values["LAPOR 1708"] == [0, 100, 200, 0, 0, 0, 0]
        assert np.isnan(values["Twitter DKI Jakarta"]).all()

    def test_the_best_unit_of_time(self) -> None:
        for days, best in (
            (1, "day"),
            (62, "day"),
            (63, "week"),
            (400, "week"),
            (401, "month"),
            (1500, "month"),
            (1501, "year"),
        ):
            f = Filters(date(2020, 1, 1), date(2020, 1, 1) + timedelta(days=days - 1), NOW)
            assert best_unit(f) == best

    def test_unknown_units_are_refused(self, world: World) -> None:
        with pytest.raises(ValueError, match="decade"):
            channels.steps(NOVEMBER, "decade")


class TestRisen:
    USUAL = [1, 2, 0, 1, 3, 1, 2] * 13  # 91 days of wavering

    @pytest.mark.parametrize(("tail", "today"), [([20], 0), ([], 20), ([20], 25)])
    def test_a_flood_is_a_signal_by_its_second_day(self, world: World, tail: list[int], today: int) -> None:
        daily(world, self.USUAL, category="Jalan")
        daily(world, [*self.USUAL[: len(self.USUAL) - len(tail)], *tail], category="Sampah")
        daily(world, [today], last="2026-11-24", category="Sampah")
        rows = risen(NOVEMBER).set_index("category")
        assert rows.index[0] == "Sampah" and rows.loc["Sampah", "last"] == max([*tail, today])
        assert rows.loc["Sampah", "signal_day"] == pd.Timestamp("2026-11-23" if tail else "2026-11-24")
        assert pd.isna(rows.loc["Jalan", "signal_day"])
        assert rows.loc["Jalan", "now"] == rows.loc["Jalan", "before"] == 40
        assert rows.loc["Jalan", "ratio"] == 1

    @pytest.mark.parametrize("shift", range(7))
    def test_whatever_the_weekday(self, world: World, shift: int) -> None:
        last = datetime(2026, 11, 17) + timedelta(days=shift)
        daily(world, [*self.USUAL[:-1], 20], last=f"{last:%Y-%m-%d}")
        f = replace(NOVEMBER, as_of=last + timedelta(days=1, hours=10))
        assert risen(f)["signal_day"].tolist() == [pd.Timestamp(last)]

    def test_an_old_flood_is_none(self, world: World) -> None:
        daily(world, [*self.USUAL[:-4], 20, 1, 0, 1])
        assert risen(NOVEMBER)["signal_day"].isna().all()

    def test_fewer_than_five_a_day_say_nothing(self, world: World) -> None:
        daily(world, [1, *[0] * 89, 4])
        assert risen(NOVEMBER).empty
        daily(world, [5], category="Sampah")
        st.cache_data.clear()
        rows = risen(NOVEMBER)
        assert list(rows["category"]) == ["Sampah"] and pd.isna(rows["ratio"][0])

    def test_the_windows(self, world: World) -> None:
        """28 days up to yesterday beside the 28 before: today is in neither, and nothing else."""
        daily(world, [7, *[0] * 27, *[1] * RECENT, *[2] * RECENT])
        daily(world, [3], last="2026-11-24")
        (row,) = risen(NOVEMBER).itertuples()
        assert (row.now, row.before, row.ratio) == (56, 28, 2)
        assert BASE == 2 * RECENT

    def test_the_period_does_not_matter(self, world: World) -> None:
        daily(world, [*self.USUAL[:-1], 20])
        early = Filters(date(2026, 1, 1), date(2026, 1, 31), NOW)
        assert risen(early)["signal_day"].tolist() == risen(NOVEMBER)["signal_day"].tolist() != [pd.NaT]
        assert risen(replace(NOVEMBER, channels=("LAPOR",))).empty  # the other filters do

    def test_the_sample(self, sample_database: str) -> None:
        rows = risen(NOVEMBER)
        assert len(rows) > 5 and (rows["now"].ge(10) | rows["signal_day"].notna()).all()
        assert rows["signal_day"].notna().mean() < 0.25

    def test_young_data_are_no_flood(self, world: World) -> None:
        daily(world, [6] * 40)
        assert risen(NOVEMBER)["signal_day"].isna().all()


class TestDropped:
    def test_a_channel_that_stops(self, world: World, seen: Any) -> None:
        wavering = [9, 11, 10, 12, 8, 10, 11, 9, 10, 12, 11, 9]
        weeks = [[n, 0, 0, 0, 0, 0, 0] for n in wavering]
        daily(world, [1] * 98)  # the data reach back far enough, and this channel goes on
        daily(world, [day for week in weeks for day in week] + [0] * 7, channel="LAPOR")
        daily(world, [day for week in weeks for day in week] + [9, 0, 0, 0, 0, 0, 0], channel="JAKI")
        (drop,) = dropped(seen())
        assert (drop.name, drop.last) == ("LAPOR 1708", 0) and 0 < drop.low < drop.mean == pytest.approx(
            np.mean(wavering)
        )

    def test_not_a_closed_one(self, world: World, seen: Any) -> None:
        world.execute("update crm.kanal set berlaku_sampai = '2026-11-16' where kode = 'LAPOR'")
        daily(world, [1] * 98)
        daily(world, [2] * 84 + [0] * 7, channel="LAPOR")
        assert dropped(seen()) == ()

    def test_not_where_the_data_are_younger(self, world: World, seen: Any) -> None:
        daily(world, [2] * 60 + [0] * 7)
        assert dropped(seen()) == ()

    @pytest.mark.parametrize(
        ("last", "found"),
        [([2, 2, 2, 2, 2, 2, 1], False), ([1, 1, 1, 0, 0, 0, 0], False), ([1, 1, 0, 0, 0, 0, 0], True)],
    )
    def test_one_complaint_less_is_no_drop(self, world: World, seen: Any, last: list[int], found: bool) -> None:
        """Twelve equal weeks have no wavering of their own: 14 less three times its root is 2.8."""
        daily(world, [1] * 98)
        daily(world, [2] * 84 + last, channel="LAPOR")
        assert [(drop.name, drop.last) for drop in dropped(seen())] == ([("LAPOR 1708", sum(last))] if found else [])

    def test_filters_do_not_matter_and_the_moment_does(self, world: World, seen: Any) -> None:
        daily(world, [1] * 98)
        daily(world, [2] * 84 + [0] * 7, channel="LAPOR")
        assert [drop.name for drop in dropped(seen(kanal="JAKI", skpd="DSOS", periode="kemarin"))] == ["LAPOR 1708"]
        assert dropped(seen(per="2026-11-16T10:00")) == ()


class TestFeed:
    def test_its_own_common_gap(self, world: World) -> None:
        """A channel that reports every two hours, but for one gap of twelve."""
        first = at("2026-11-20 00:00")
        times = [first + timedelta(hours=2 * n) for n in range(40)]
        times = [t for t in times if not 20 < (t - first).total_seconds() / 3600 < 32]
        for time in times:
            world.add(time.strftime("%Y-%m-%d %H:%M"))
        newest = times[-1].replace(tzinfo=None)
        for hours, late, silent in (
            (1, False, False),
            (6, False, False),
            (7, True, False),
            (24, True, False),
            (25, False, True),
        ):
            feed = next(f for f in feeds(newest + timedelta(hours=hours)) if f.code == "JAKI")
            assert (feed.is_late, feed.is_silent) == (late, silent), hours
            assert (feed.hours_silent, feed.hours_usual, feed.hours_common) == (hours, 12, 2)

    @pytest.mark.parametrize(
        ("is_open", "silent", "usual", "common", "late"),
        [
            (True, 5.0, 10.0, 1.0, False),  # six hours are nothing
            (True, 7.0, 10.0, 1.0, True),
            (True, 7.0, 10.0, 8.0, False),  # its own common gap is longer
            (False, 7.0, 10.0, 1.0, False),
            (True, 30.0, 10.0, 1.0, False),  # silent already
            (True, 30.0, 40.0, 20.0, True),
            (True, 7.0, None, None, True),  # one record only
            (True, None, None, None, False),
        ],
    )
    def test_late(
        self, is_open: bool, silent: float | None, usual: float | None, common: float | None, late: bool
    ) -> None:
        assert Feed("X", "X", is_open, NOW, silent, usual, common).is_late is late


class TestPublished:
    @pytest.fixture
    def secrets(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
        """A function: what [published] says."""

        def given(values: Mapping[str, Any]) -> None:
            _published.cache_clear()
            monkeypatch.setattr(st, "secrets", {"published": values})

        yield given
        _published.cache_clear()

    def test_totals_of_the_year(self, secrets: Any) -> None:
        secrets({"2024": 185_852, "2022.JAKI": 111_133, "2022": 140_000, "2022.KANAL.LAMA": 0})
        assert published(2024) == {"": 185_852}
        assert published(2022) == {"": 140_000, "JAKI": 111_133, "KANAL.LAMA": 0}
        assert published(2023) == {}

    @pytest.mark.parametrize("name", ["24", "20245", "x", "", "JAKI.2022", "２０２４", " 2024", "-2024"])
    def test_wrong_names(self, secrets: Any, name: str) -> None:
        secrets({name: 5, "2024": 7})
        assert published(2024) == {"": 7} and wrong_published() == [name]

    @pytest.mark.parametrize("value", ["185852", -1, 1.5, None, True, {"JAKI": 5}])
    def test_wrong_values(self, secrets: Any, value: Any) -> None:
        """Of another year, too; a table is what TOML makes of an unquoted 2022.JAKI."""
        secrets({"2022": value, "2022.JAKI": 5})
        assert published(2022) == {"JAKI": 5} and wrong_published() == ["2022"]

    def test_no_table_at_all(self, secrets: Any) -> None:
        secrets(185_852)  # type: ignore[arg-type]
        assert published(2024) == {} and wrong_published() == ["published"]

    def test_without_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Missing:
            def get(self, *_: object) -> None:
                raise FileNotFoundError

        _published.cache_clear()
        monkeypatch.setattr(st, "secrets", Missing())
        assert published(2024) == {}
        _published.cache_clear()
