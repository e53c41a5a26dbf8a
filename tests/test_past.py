"""A past moment shows what was known then: a history is played evening by evening, the CRM's own tables say each
evening how things stand, and at the end the dashboard has to say the same of every one of those evenings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from queries import complaints, lapor
from queries.filters import Filters
from queries.lapor import Pick
from tests.played import Evening, Played, a_month, answers
from tests.world import JAKARTA, World, at

FIRST, LAST = (
    date(2026, 11, 2),
    date(2026, 11, 24),
)  # no holidays between October and December: weekdays are working days
KINDS = (
    "permintaan informasi",
    "aspirasi",
    "pengaduan tidak berkadar pengawasan",
    "pengaduan berkadar pengawasan",
    None,
)
UNITS = ("DBM", "DSOS", "SBM-B", "KEL-A", "KEL-G")
STAGES = {
    "Menunggu": "verifikasi",
    "Koordinasi": "koordinasi",
    "Disposisi": "disposisi",
    "Proses": "pengerjaan",
    "TL Ditolak": "pengerjaan",
    "Menunggu Validasi": "validasi",
}


def count(rows: Iterable[dict[str, Any]], condition: Callable[[dict[str, Any]], Any]) -> int:
    return sum(bool(condition(row)) for row in rows)


def jakarta(value: datetime | None) -> datetime | None:
    return value.astimezone(JAKARTA).replace(tzinfo=None) if value else None


def plain(value: Any) -> Any:
    """A value of a frame as Python writes it: None for what is missing."""
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


LATE: dict[str, Callable[[dict[str, Any]], bool]] = {
    "crm": lambda c: c["crm"],
    "sp4n": lambda c: bool(c["sp4n"]),
    "keduanya": lambda c: bool(c["crm"] and c["sp4n"]),
    "salah-satu": lambda c: bool(c["crm"] or c["sp4n"]),
}


def same_complaint(case: dict[str, Any], moment: datetime) -> None:
    """The page of one complaint says what the CRM said."""
    row = {name: plain(value) for name, value in complaints.one(case["id"], moment).iloc[0].items()}
    source = "ews" if case["ews"] else "rule"
    assert (row["status"], row["skpd_code"]) == (case["status"], case["unit"]), (case["id"], moment)
    assert row["closed_at"] == jakarta(case["selesai"]), (case["id"], moment)
    assert (row["ews_count"], row["due_source"]) == (case["ews_kali"], source), (case["id"], moment)
    assert row["due_at"] == jakarta(case["crm_due"]), (case["id"], moment)
    assert (row["coordinated_at"], row["answered_at"]) == (jakarta(case["koordinasi"]), jakarta(case["jawaban"]))
    if case["days"] != 60:
        assert row["sp4n_due_at"] == jakarta(case["sp4n_due"]), (case["id"], moment)


def by_unit(case: dict[str, Any]) -> str:
    return str(case["unit"])


def by_stage(case: dict[str, Any]) -> str:
    return STAGES[case["status"]]


def same_desk(evening: Evening) -> None:
    """Figures, tables and lists of the desk say what the CRM's rows say."""
    f, rows = evening.november(), evening.lapor()
    units = {case["unit"] for case in rows}
    for clock, is_late in LATE.items():
        late = [case for case in rows if is_late(case)]
        found = lapor.summary(f, clock)
        expected = {
            "terbuka": count(rows, lambda c: c["is_open"]),
            "dipilih": len(late),
            **{name.replace("-", "_"): count(rows, other) for name, other in LATE.items()},
            **{name: count(rows, lambda c, name=name: c[name]) for name in rows[0] if name.startswith("lewat_")},
            "tanpa_tenggat": 0,
        }
        assert {name: found[name] for name in expected} == expected, (evening.moment, clock)
        longest = max((evening.moment - jakarta(c["crm_due"]) for c in rows if c["crm"]), default=timedelta())
        assert found["crm_terlama"] == pytest.approx(longest / timedelta(days=1)), evening.moment

        table = lapor.breakdown(f, clock)
        for dimension, code in (("skpd", by_unit), ("tahap", by_stage)):
            part = table[table["dimension"] == dimension]
            groups = {value: [case for case in late if code(case) == value] for value in {code(case) for case in late}}
            assert {row.code: (row.aduan, row.crm, row.sp4n) for row in part.itertuples()} == {
                value: (len(group), count(group, LATE["crm"]), count(group, LATE["sp4n"]))
                for value, group in groups.items()
            }, (evening.moment, clock, dimension)
        assert sorted(lapor.listed(f, Pick("terlambat", clock), size=1000).get("id", [])) == [c["id"] for c in late]
    for unit in units:
        assert lapor.summary(evening.november(skpds=(unit,)), "crm")["terbuka"] == count(
            rows, lambda c, unit=unit: c["is_open"] and c["unit"] == unit
        )
    open_ones = {case["id"]: case for case in rows if case["is_open"]}
    listed = lapor.listed(f, Pick("terbuka"), size=1000)
    assert set(listed["id"]) == open_ones.keys()
    for row in listed.itertuples():
        case = open_ones[row.id]
        assert (row.status, row.ews_count, plain(row.due_at)) == (
            case["status"],
            case["ews_kali"],
            jakarta(case["crm_due"]),
        )
        days = (evening.moment - jakarta(case["crm_due"])) / timedelta(days=1)
        shown = row.crm_days_late if days > 0 else -row.crm_days_left
        assert shown == pytest.approx(days, abs=0.051) and plain(row.closed_at) is None


def same_totals(evening: Evening) -> None:
    """The headline of every channel together."""
    f, rows, now = evening.november(), list(evening.cases.values()), evening.moment.replace(tzinfo=JAKARTA)
    since = f.since.replace(tzinfo=JAKARTA)
    due = [c for c in rows if since <= c["crm_due"] <= now]
    found = complaints.totals(f)
    expected = {
        "masuk": count(rows, lambda c: c["masuk"] >= since),
        "selesai": count(rows, lambda c: c["selesai"] and c["selesai"] >= since),
        "jatuh_tempo": len(due),
        "tepat_waktu": count(due, lambda c: c["selesai"] and c["selesai"] <= c["crm_due"]),
        "terbuka": count(rows, lambda c: c["is_open"]),
        "terlambat": count(rows, LATE["crm"]),
        "lapor_terlambat": count(evening.lapor(), LATE["crm"]),
        "ews_berulang": count(rows, lambda c: c["is_open"] and c["ews_kali"] >= 3),
        "validasi_lama": count(
            rows, lambda c: c["status"] == "Menunggu Validasi" and c["status_pada"] < now - timedelta(days=3)
        ),
        "bertentangan": 0,
    }
    assert {name: found[name] for name in expected} == expected, evening.moment


def same_answers(before: dict[str, Any], after: dict[str, Any], evening: Evening) -> None:
    assert before.keys() == after.keys()
    for name, value in before.items():
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(value, after[name], obj=f"{name} at {evening.moment}")
        else:
            assert value == after[name], (name, evening.moment)


def same_of_all(played: Played) -> None:
    """Every evening of the history, asked now that the history is over."""
    st.cache_data.clear()
    last = max(max(evening.cases) for evening in played.evenings)
    for evening in played.evenings:
        for key in range(1, last + 1):
            if key in evening.cases:
                same_complaint(evening.cases[key], evening.moment)
            else:
                assert complaints.one(key, evening.moment).empty  # not received yet
        same_desk(evening)
        same_totals(evening)


@pytest.fixture
def played(world: World) -> Played:
    return Played(world)


class TestTheCrmsOwnRecord:
    def test_every_evening_of_a_month(self, played: Played) -> None:
        names = a_month(played)
        assert len(played.evenings) == 15
        same_of_all(played)
        seen = [(evening.moment, evening.cases[names["again"]]) for evening in played.evenings[2:]]
        assert len({case["selesai"] for _, case in seen}) == 3  # open, settled at first, settled at last

    def test_a_long_random_history(self, played: Played) -> None:
        """Forty complaints that wander at random, for what nobody thought of."""
        random = Random(20261124)
        after = {
            "Menunggu": ["Koordinasi", "Disposisi", "Proses"],
            "Koordinasi": ["Koordinasi", "Disposisi", "Proses"],
            "Disposisi": ["Koordinasi", "Proses"],
            "Proses": ["Proses", "Menunggu Validasi", "Menunggu Validasi"],
            "Menunggu Validasi": ["TL Ditolak", "Selesai", "Selesai", "Selesai"],
            "TL Ditolak": ["Proses"],
            "Selesai": ["Proses"],
        }
        status: dict[int, str] = {}
        day = FIRST
        while day <= LAST:
            for key in list(status):
                if random.random() < (0.06 if status[key] == "Selesai" else 0.5):
                    status[key] = random.choice(after[status[key]])
                    when = f"{day} {random.randrange(9, 20):02}:{random.randrange(60):02}"
                    is_estimate = status[key] == "Proses" and random.random() < 0.4
                    ews = f"{day + timedelta(days=random.randrange(1, 9))} 16:00" if is_estimate else None
                    to = random.choice(UNITS) if random.random() < 0.4 and status[key] != "Selesai" else None
                    played.move(key, when, status[key], to, ews)
            for _ in range(random.randrange(4) if len(status) < 40 else 0):
                when = f"{day} {random.randrange(24 if day < LAST else 9):02}:{random.randrange(60):02}"
                if at(when).time() > time(20, 0):
                    when = f"{day} 07:00"
                channel = random.choice(["LAPOR"] * 4 + ["JAKI"])
                kind = random.choice(KINDS) if channel == "LAPOR" else None
                key = played.receive(when, random.choice(UNITS), channel, jenis_lapor=kind)
                status[key] = "Menunggu"
            if day.day % 2 == 0:
                played.evening(f"{day} 20:00")
            day += timedelta(days=1)
        same_of_all(played)
        (moves,) = played.ask(
            "select count(*) as steps, count(dari_unit) as handed, count(ews) as estimates from crm.riwayat"
        )
        assert moves["steps"] > 200 and moves["handed"] > 30 and moves["estimates"] > 10
        assert any(
            case["selesai"] is None and evening.cases[key]["selesai"]
            for evening in played.evenings
            for key, case in played.evenings[-1].cases.items()
            if key in evening.cases
        )


class TestTheSameAnswer:
    def test_before_and_after_what_came_later(self, played: Played) -> None:
        """What the dashboard said that evening, it says of that evening for good: every question, not
        only the figures.
        """
        played.is_asking = True
        a_month(played)
        asked = [evening for evening in played.evenings if evening.asked]
        for evening in asked:
            same_answers(evening.asked, answers(evening), evening)
        first, last = asked[2], asked[-1]
        assert first.asked["terlambat crm"]["id"].tolist() != last.asked["terlambat crm"]["id"].tolist()
        assert len(last.asked["outcomes crm"]) > 4 and len(last.asked["elapsed crm"]) > 4

    def test_nothing_of_the_future_is_seen(self, played: Played) -> None:
        """A row as it stands today, moved on twice since: neither the receipt, nor the way, nor the end
        shows before.
        """
        key = played.receive("2026-11-10 09:00", "KEL-A", jenis_lapor="aspirasi")
        played.move(key, "2026-11-12 09:00", "Proses", "DBM", ews="2026-11-25 09:00")
        played.move(key, "2026-11-20 09:00", "Selesai")
        assert complaints.one(key, datetime(2026, 11, 10, 8, 59)).empty
        waiting = complaints.one(key, datetime(2026, 11, 11, 9)).iloc[0]
        assert (waiting["status"], waiting["skpd_code"], waiting["ews_count"]) == ("Menunggu", "KEL-A", 0)
        assert waiting["due_source"] == "rule" and waiting["due_at"] == datetime(2026, 11, 16, 9)
        assert pd.isna(waiting["coordinated_at"]) and pd.isna(waiting["answered_at"]) and pd.isna(waiting["closed_at"])
        assert (
            len(complaints.path(key, datetime(2026, 11, 11, 9)))
            == len(complaints.tables(key, datetime(2026, 11, 11, 9)))
            == 1
        )
        working = complaints.one(key, datetime(2026, 11, 19, 9)).iloc[0]
        assert (working["status"], working["skpd_code"], working["due_source"]) == ("Proses", "DBM", "ews")
        assert pd.isna(working["closed_at"]) and len(complaints.path(key, datetime(2026, 11, 19, 9))) == 2

    def test_settled_in_between_though_open_today(self, played: Played) -> None:
        """A complaint that was reopened counts as settled for the moments between; at its last settlement for good."""
        key = played.receive("2026-11-02 09:00", "KEL-A", jenis_lapor="aspirasi")
        played.move(key, "2026-11-05 09:00", "Selesai")
        played.move(key, "2026-11-15 09:00", "Proses")
        for step in (None, ("2026-11-23 09:00", "Selesai")):
            if step:
                played.move(key, *step)
            st.cache_data.clear()
            closed = [
                plain(complaints.one(key, datetime(2026, 11, day, 12)).iloc[0]["closed_at"])
                for day in (4, 6, 14, 16, 23)
            ]
            first, last = datetime(2026, 11, 5, 9), datetime(2026, 11, 23, 9)
            assert closed == [None, first, first, None, last if step else None]
            late = [
                lapor.summary(Filters(FIRST, LAST, datetime(2026, 11, day, 12)), "crm")["crm"]
                for day in (6, 14, 16, 23)
            ]
            assert late == [0, 0, 1, 0 if step else 1]
            totals = complaints.totals(Filters(FIRST, LAST, datetime(2026, 11, 14, 12)))
            assert (totals["selesai"], totals["jatuh_tempo"], totals["tepat_waktu"]) == (1, 1, 1)
            totals = complaints.totals(Filters(FIRST, LAST, datetime(2026, 11, 24, 12)))
            assert (totals["jatuh_tempo"], totals["tepat_waktu"]) == (1, 0)

    def test_a_neighbour_that_was_settled_in_between(self, played: Played) -> None:
        """The list of similar complaints says of a neighbour what the neighbour's own page says."""
        key, other = played.receive("2026-11-02 09:00"), played.receive("2026-11-02 10:00")
        played.move(other, "2026-11-05 09:00", "Selesai")
        played.move(other, "2026-11-15 09:00", "Proses")
        moment = datetime(2026, 11, 10, 12)
        (neighbour,) = complaints.similar(key, moment).itertuples()
        assert neighbour.id == other
        assert plain(neighbour.closed_at) == plain(complaints.one(other, moment).iloc[0]["closed_at"]) is not None
