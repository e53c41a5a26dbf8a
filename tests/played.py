"""A CRM in use: complaints come in and move on, and each evening it is written down how things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import streamlit as st

from queries import complaints, lapor
from queries.filters import Filters
from queries.lapor import CLOCKS, Pick
from tests.world import World, at

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

    def november(self, **choice: Any) -> Filters:
        return Filters(date(2026, 11, 1), date(2026, 11, 30), self.moment, **choice)

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


def answers(evening: Evening) -> dict[str, Any]:
    """Everything the desk and the page of one complaint can ask of this moment, straight from the database."""
    st.cache_data.clear()
    f = evening.november()
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
        Pick("terbuka"),
        Pick("jatuh-tempo", handovers="3"),
        Pick("terbuka", handovers="1"),
        Pick("terbuka", ews="2"),
        Pick("terbuka", rejected="ya"),
        Pick("jatuh-tempo", passed="validasi"),
        Pick("terbuka", held_by="DBM"),
        Pick("terbuka", stage="koordinasi"),
        Pick("lewat-koordinasi"),
        Pick("lewat-tindak-lanjut"),
    ):
        questions[repr(pick)] = lambda pick=pick: lapor.listed(f, pick)
    for key in evening.cases:
        for ask in (complaints.one, complaints.path, complaints.tables):
            questions[f"{ask.__name__} {key}"] = lambda ask=ask, key=key: ask(key, evening.moment)
        # Without the closing time of its neighbours: see test_a_neighbour_that_was_settled_in_between.
        questions[f"similar {key}"] = lambda key=key: complaints.similar(key, evening.moment).drop(columns="closed_at")
    return {name: question() for name, question in questions.items()}
