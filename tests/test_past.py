"""A past moment shows what was known then: a history is played evening by evening, the CRM's own tables say each evening
how things stand, and at the end the dashboard has to say the same of every one of those evenings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from queries import complaints, lapor
from queries.filters import Filters
from queries.lapor import CLOCKS, Pick
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
    "Menunggu": "verifikasi", "Koordinasi": "koordinasi", "Disposisi": "disposisi", "Proses": "pengerjaan",
    "TL Ditolak": "pengerjaan", "Menunggu Validasi": "validasi",
}  # fmt: skip

# What the CRM says of each complaint, from its own tables as they stand; %(now)s is the evening.
CASES = """
with step as (
    select l.*, coalesce(l.batas, l.ews, l.masuk + interval '6 days') as crm_due,
           case when l.kanal = 'LAPOR' then case l.jenis_lapor
               when 'permintaan informasi' then 5 when 'aspirasi' then 5 when 'pengaduan tidak berkadar pengawasan' then 14
               when 'pengaduan berkadar pengawasan' then 60 end end as days
    from crm.laporan l
),
dated as (
    select s.*,
           (select d + interval '23:59:59' from generate_series(s.masuk::date + 1, s.masuk::date + 120, interval '1 day') d
            where s.days is not null and extract(isodow from d) < 6 order by d limit 1 offset greatest(s.days - 1, 0))
               as sp4n_due,
           (select d + interval '23:59:59' from generate_series(s.masuk::date + 1, s.masuk::date + 9, interval '1 day') d
            where extract(isodow from d) < 6 order by d limit 1 offset 2) as verify_due,
           (select d + interval '23:59:59' from generate_series(s.masuk::date + 1, s.masuk::date + 9, interval '1 day') d
            where extract(isodow from d) < 6 order by d limit 1 offset 4) as follow_due
    from step s
)
select id, kanal, status, status_pada, unit, masuk, selesai, koordinasi, jawaban, ews, ews_kali, crm_due, sp4n_due, days,
       selesai is null as is_open,
       selesai is null and crm_due < %(now)s as crm, selesai is null and sp4n_due < %(now)s as sp4n,
       selesai is null and koordinasi is null and masuk + interval '6 hours' < %(now)s as lewat_koordinasi,
       selesai is null and koordinasi is null and verify_due < %(now)s as lewat_verifikasi,
       selesai is null and jawaban is null and follow_due < %(now)s as lewat_tindak_lanjut
from dated order by id
"""


@dataclass
class Evening:
    """One moment: what the CRM says then (by complaint) and what the dashboard answered at that very moment."""

    moment: datetime
    cases: dict[int, dict[str, Any]]
    asked: dict[str, Any] = field(default_factory=dict)

    def lapor(self) -> list[dict[str, Any]]:
        return [case for case in self.cases.values() if case["kanal"] == "LAPOR"]


class Played:
    """A CRM in use: complaints come in and move on; each move writes today's columns, the step and the stay."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.evenings: list[Evening] = []
        self.steps: Counter[int] = Counter()
        self.is_asking = False
        world.execute("set timezone to 'Asia/Jakarta'")

    def ask(self, query: str, values: Any = None) -> list[dict[str, Any]]:
        cursor = self.world.connection.execute(query.encode(), values)
        assert cursor.description is not None
        return [dict(zip((c.name for c in cursor.description), row, strict=True)) for row in cursor.fetchall()]

    def receive(self, when: str, skpd: str = "KEL-A", channel: str = "LAPOR", **columns: Any) -> int:
        key = self.world.add(when, channel=channel, skpd=skpd, **columns)
        self.steps[key] = 1
        return key

    def move(
        self, key: int, when: str, status: str | None = None, to: str | None = None, ews: str | None = None
    ) -> None:
        """The next step of a complaint; what is not named stays as it is."""
        execute, now = self.world.execute, at(when)
        (case,) = self.ask("select status, unit, selesai from crm.laporan where id = %s", [key])
        status, to = status or case["status"], to or case["unit"]
        estimate = at(ews) if ews else None
        self.steps[key] += 1
        execute(
            """update crm.laporan set status = %(status)s, status_pada = %(now)s, unit = %(to)s, diubah = %(now)s,
                      unit_sejak = case when unit is distinct from %(to)s then %(now)s else unit_sejak end,
                      koordinasi = case when %(status)s <> 'Menunggu' then coalesce(koordinasi, %(now)s) else koordinasi end,
                      jawaban = case when %(status)s = 'Proses' then coalesce(jawaban, %(now)s) else jawaban end,
                      selesai = case when %(status)s = 'Selesai' then %(now)s::timestamptz end
               where id = %(key)s""",
            {"key": key, "now": now, "status": status, "to": to},
        )
        if estimate:
            execute(
                "update crm.laporan set ews = %s, ews_pada = %s, ews_kali = ews_kali + 1 where id = %s",
                [estimate, now, key],
            )
        execute(
            "insert into crm.riwayat values (%s, %s, %s, %s, %s, %s, %s, null)",
            [key * 100 + self.steps[key], key, now, status, case["unit"] if to != case["unit"] else None, to, estimate],
        )
        stay = "update crm.penugasan set lepas = %s, selesai = %s where laporan = %s and lepas is null"
        if status == "Selesai":
            execute(stay, [now, True, key])
        elif to != case["unit"] or case["selesai"]:
            execute(stay, [now, False, key])
            execute("insert into crm.penugasan values (%s, %s, %s, null, false)", [key, to, now])

    def evening(self, when: str) -> None:
        """Write down what the CRM says now; where ``is_asking``, every second time what the dashboard says as well."""
        cases = self.ask(CASES, {"now": at(when)})
        assert all(case["masuk"] <= at(when) and case["status_pada"] <= at(when) for case in cases)
        found = Evening(datetime.fromisoformat(when), {case["id"]: case for case in cases})
        if self.is_asking and len(self.evenings) % 2 == 0:
            found.asked = answers(found)
        self.evenings.append(found)


def filters(evening: Evening, **choice: Any) -> Filters:
    return Filters(date(2026, 11, 1), date(2026, 11, 30), evening.moment, **choice)


def answers(evening: Evening) -> dict[str, Any]:
    """Everything the desk and the page of one complaint can ask of this moment, straight from the database."""
    st.cache_data.clear()
    f = filters(evening)
    questions: dict[str, Callable[[], Any]] = {
        "totals": lambda: complaints.totals(f),
        "repeats": lambda: lapor.repeats(f),
    }
    for clock in CLOCKS:
        for ask in (lapor.summary, lapor.breakdown, lapor.due_soon, lapor.elapsed, lapor.outcomes):
            questions[f"{ask.__name__} {clock}"] = lambda ask=ask, clock=clock: ask(f, clock)
        for name in ("terlambat", "jatuh-tempo", "luput", "7-hari"):
            questions[f"{name} {clock}"] = lambda name=name, clock=clock: lapor.listed(f, Pick(name, clock))
    for pick in (
        Pick("terbuka"), Pick("jatuh-tempo", handovers="3"), Pick("terbuka", handovers="1"), Pick("terbuka", ews="2"),
        Pick("terbuka", rejected="ya"), Pick("jatuh-tempo", passed="validasi"), Pick("terbuka", held_by="DBM"),
        Pick("terbuka", stage="koordinasi"), Pick("lewat-koordinasi"), Pick("lewat-tindak-lanjut"),
    ):  # fmt: skip
        questions[repr(pick)] = lambda pick=pick: lapor.listed(f, pick)
    for key in evening.cases:
        for ask in (complaints.one, complaints.path, complaints.tables):
            questions[f"{ask.__name__} {key}"] = lambda ask=ask, key=key: ask(key, evening.moment)
        # Without the closing time of its neighbours: see test_a_neighbour_that_was_settled_in_between.
        questions[f"similar {key}"] = lambda key=key: complaints.similar(key, evening.moment).drop(columns="closed_at")
    return {name: question() for name, question in questions.items()}


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
    f, rows = filters(evening), evening.lapor()
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
        assert lapor.summary(filters(evening, skpds=(unit,)), "crm")["terbuka"] == count(
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
        assert row.crm_days_late == pytest.approx(days, abs=0.051) and plain(row.closed_at) is None


def same_totals(evening: Evening) -> None:
    """The headline of every channel together."""
    f, rows, now = filters(evening), list(evening.cases.values()), evening.moment.replace(tzinfo=JAKARTA)
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


def a_month(played: Played) -> dict[str, int]:
    """Three weeks of November with everything that can happen to a complaint; an evening is written down each day."""
    move, names = played.move, {}

    def receive(name: str, when: str, skpd: str, kind: str | None = None, **columns: Any) -> None:
        names[name] = played.receive(when, skpd, jenis_lapor=kind, **columns)

    receive("old", "2026-10-12 09:00", "DBM", "pengaduan tidak berkadar pengawasan")
    receive("waiting", "2026-11-02 08:00", "KEL-G", "aspirasi")
    receive("quick", "2026-11-02 09:00", "DSOS", "permintaan informasi")
    receive("pingpong", "2026-11-02 10:00", "SBM-B", "pengaduan tidak berkadar pengawasan")
    receive("private", "2026-11-02 11:00", "KEL-A", "aspirasi", privat=True, rahasia=True)
    played.receive("2026-11-02 12:00", "KEL-A", "JAKI")
    move(names["quick"], "2026-11-02 15:00", "Proses")
    played.evening("2026-11-02 20:00")
    move(names["quick"], "2026-11-03 09:00", "Selesai")
    move(names["pingpong"], "2026-11-03 10:00", "Koordinasi", "DBM")
    move(names["private"], "2026-11-03 10:30", "Koordinasi")
    receive("estimate", "2026-11-03 11:00", "DBM", "pengaduan tidak berkadar pengawasan")
    played.evening("2026-11-03 20:00")
    move(names["pingpong"], "2026-11-04 10:00", to="SBM-B")
    move(names["estimate"], "2026-11-04 10:00", "Disposisi", "SBM-B")
    receive("again", "2026-11-04 11:00", "KEL-G", None)
    move(names["again"], "2026-11-04 14:00", "Proses")
    played.evening("2026-11-04 20:00")
    move(names["pingpong"], "2026-11-05 10:00", to="DBM")
    move(names["again"], "2026-11-05 11:00", "Menunggu Validasi")
    move(names["again"], "2026-11-05 20:00", "Selesai")  # in the very minute of the evening
    move(names["estimate"], "2026-11-05 13:00", "Proses", ews="2026-11-12 17:00")
    played.evening("2026-11-05 20:00")
    move(names["private"], "2026-11-06 10:00", "Proses", "DSOS")
    played.evening("2026-11-06 20:00")
    receive("weekend", "2026-11-07 23:30", "KEL-A", "aspirasi")
    played.evening("2026-11-08 20:00")
    move(names["private"], "2026-11-09 09:00", "Menunggu Validasi")
    move(names["again"], "2026-11-09 13:00", "Proses", "DBM")  # open again, at another table
    played.evening("2026-11-09 20:00")
    move(names["private"], "2026-11-10 09:00", "TL Ditolak")
    move(names["pingpong"], "2026-11-10 10:00", to="SBM-B")
    played.evening("2026-11-10 20:00")
    move(names["private"], "2026-11-11 09:00", "Proses")
    move(names["estimate"], "2026-11-11 16:00", ews="2026-11-20 17:00")
    played.evening("2026-11-11 20:00")
    move(names["private"], "2026-11-12 09:00", "Menunggu Validasi")
    move(names["weekend"], "2026-11-12 12:00", "Koordinasi", "DSOS")
    played.evening("2026-11-12 20:00")
    move(names["again"], "2026-11-13 10:00", "Selesai")
    move(names["pingpong"], "2026-11-13 11:00", "Proses")
    played.evening("2026-11-13 20:00")
    move(names["private"], "2026-11-16 09:00", "Selesai")
    move(names["old"], "2026-11-16 10:00", "Proses", ews="2026-11-30 12:00")
    played.evening("2026-11-16 20:00")
    move(names["estimate"], "2026-11-18 16:00", ews="2026-11-19 17:00")  # the third, and an earlier one
    move(names["pingpong"], "2026-11-18 17:00", "Menunggu Validasi")
    played.evening("2026-11-18 20:00")
    move(names["waiting"], "2026-11-20 09:00", "Selesai")
    played.evening("2026-11-20 20:00")
    move(names["estimate"], "2026-11-23 09:00", "Selesai")
    played.evening("2026-11-23 20:00")
    return names


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
            "Menunggu": ["Koordinasi", "Disposisi", "Proses"], "Koordinasi": ["Koordinasi", "Disposisi", "Proses"],
            "Disposisi": ["Koordinasi", "Proses"], "Proses": ["Proses", "Menunggu Validasi", "Menunggu Validasi"],
            "Menunggu Validasi": ["TL Ditolak", "Selesai", "Selesai", "Selesai"], "TL Ditolak": ["Proses"],
            "Selesai": ["Proses"],
        }  # fmt: skip
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
        assert any(case["selesai"] is None and evening.cases[key]["selesai"] for evening in played.evenings
                   for key, case in played.evenings[-1].cases.items() if key in evening.cases)  # fmt: skip


class TestTheSameAnswer:
    def test_before_and_after_what_came_later(self, played: Played) -> None:
        """What the dashboard said that evening, it says of that evening for good: every question, not only the figures."""
        played.is_asking = True
        a_month(played)
        asked = [evening for evening in played.evenings if evening.asked]
        for evening in asked:
            same_answers(evening.asked, answers(evening), evening)
        first, last = asked[2], asked[-1]
        assert first.asked["terlambat crm"]["id"].tolist() != last.asked["terlambat crm"]["id"].tolist()
        assert len(last.asked["outcomes crm"]) > 4 and len(last.asked["elapsed crm"]) > 4

    def test_nothing_of_the_future_is_seen(self, played: Played) -> None:
        """A row as it stands today, moved on twice since: neither the receipt, nor the way, nor the end shows before."""
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
