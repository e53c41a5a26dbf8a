"""The LAPOR desk: what is given in the database and what each of its questions must answer, dirt included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from database import rules
from queries import complaints, lapor
from queries.filters import Filters
from queries.lapor import Pick
from tests.world import World, days_after

NOW = datetime(2026, 11, 24, 10, 0)  # a Tuesday; no holiday near it
NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), NOW)
YEAR = replace(NOVEMBER, first=date(2026, 1, 1))
PAST = replace(NOVEMBER, as_of=datetime(2026, 11, 12, 10, 0))
INFORMATION, ASPIRATION, PLAIN, WATCHED = (
    "permintaan informasi",
    "aspirasi",
    "pengaduan tidak berkadar pengawasan",
    "pengaduan berkadar pengawasan",
)


def seen(moment: str) -> Filters:
    return replace(NOVEMBER, as_of=datetime.fromisoformat(moment))


def one(key: int, moment: str = "2026-11-24 10:00") -> dict[str, Any]:
    """The complaint as its page knows it; nothing is None."""
    row = complaints.one(key, datetime.fromisoformat(moment)).iloc[0]
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def end_of(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 23:59:59")


def ids(filters: Filters, name: str = "terlambat", clock: str = "salah-satu", **narrowed: str) -> set[int]:
    """The complaints of a list of the desk."""
    pick = Pick(name, clock, **narrowed)
    found = [row[0] for row in lapor.rows(filters, pick, ["id"])]
    assert len(set(found)) == len(found) == total(filters, pick)
    return set(found)


def total(filters: Filters, pick: Pick) -> int:
    page = lapor.listed(filters, pick, size=1)
    return int(page["total"].iloc[0]) if len(page) else 0


def counts(frame: pd.DataFrame, dimension: str, column: str = "aduan") -> dict[str, int]:
    """Code -> number of one dimension."""
    return frame[frame["dimension"] == dimension].set_index("code")[column].to_dict()


def ways(created: str, *later: tuple[str, str, str], skpd: str = "KEL-A") -> list[tuple[str, str, str]]:
    """Steps from the receipt on."""
    return [(created, "Menunggu", skpd), *later]


class TestClocks:
    """Every deadline of one complaint, as its page shows it."""

    def test_each_step_over_a_weekend_and_a_holiday(self, world: World) -> None:
        """14 August 2026 is a Friday; Monday the 17th and Tuesday the 25th are national holidays."""
        for received in ("2026-08-14 15:00", "2026-08-15 09:00", "2026-08-16 23:59", "2026-08-17 00:00"):
            row = one(world.add(received, channel="LAPOR", jenis_lapor=PLAIN))
            assert (
                row["coordination_hours"],
                row["verification_limit"],
                row["follow_up_limit"],
                row["sp4n_limit"],
            ) == (6, 3, 5, 14)
            assert row["coordination_due_at"] == datetime.fromisoformat(days_after(received, 0.25))
            assert row["verification_due_at"] == end_of("2026-08-20")
            assert row["follow_up_due_at"] == end_of("2026-08-24")
            assert row["sp4n_due_at"] == end_of("2026-09-07")
            assert row["due_at"] == datetime.fromisoformat(days_after(received, 6))
        written = {
            rule.step: rule.source
            for rule in rules.read(rules.FILE)
            if rule.clock == "sp4n" and rule.lapor_kind in (None, PLAIN)
        }
        for name, step in (("verification", "verification"), ("follow_up", "first_follow_up"), ("sp4n", "settlement")):
            assert row[f"{name}_source"] == written[step]
        assert "6 jam" in row["coordination_source"] and "6 hari" in row["rule_source"]

    def test_other_channels_have_the_clock_of_the_crm_alone(self, world: World) -> None:
        row = one(world.add("2026-11-10 09:00", channel="TWITTER", jenis_lapor=ASPIRATION))
        assert row["coordination_due_at"] == datetime(2026, 11, 10, 15, 0)
        for name in ("verification", "follow_up", "sp4n"):
            assert row[f"{name}_limit"] is None and row[f"{name}_due_at"] is None

    @pytest.mark.parametrize("kind", [None, "", "pengaduan", "ASPIRASI"])
    def test_a_kind_that_is_not_known_has_every_deadline_but_one(self, world: World, kind: str | None) -> None:
        row = one(world.add("2026-11-10 09:00", channel="LAPOR", jenis_lapor=kind))
        assert row["sp4n_limit"] is None and row["sp4n_due_at"] is None and row["sp4n_days_late"] is None
        assert row["verification_due_at"] == end_of("2026-11-13")
        assert row["follow_up_due_at"] == end_of("2026-11-17")
        assert row["due_at"] == datetime(2026, 11, 16, 9, 0)

    def test_the_crms_own_deadline_wins_then_ews_then_the_rule(self, world: World) -> None:
        ews = {"ews": "2026-12-20 09:00", "ews_pada": "2026-11-05 09:00", "ews_kali": 1}
        steps = ways("2026-11-02 09:00", ("2026-11-05 09:00", "Proses", "KEL-A"))
        given = one(world.add("2026-11-02 09:00", channel="LAPOR", steps=steps, batas="2026-11-30 09:00", **ews))
        moved = one(world.add("2026-11-02 09:00", channel="LAPOR", steps=steps, **ews))
        ruled = one(world.add("2026-11-02 09:00", channel="LAPOR", steps=steps))
        by_rule = datetime(2026, 11, 8, 9, 0)
        for row, source, due, without in (
            (given, "crm", datetime(2026, 11, 30, 9, 0), datetime(2026, 11, 30, 9, 0)),
            (moved, "ews", datetime(2026, 12, 20, 9, 0), by_rule),
            (ruled, "rule", by_rule, by_rule),
        ):
            assert (row["due_source"], row["due_at"], row["without_ews_at"]) == (source, due, without)
            assert row["rule_source"] == "Diskominfotik DKI Jakarta, 28 Mei 2025: tanda merah setelah 6 hari"

    def test_an_estimate_may_bring_the_deadline_forward(self, world: World) -> None:
        steps = ways("2026-11-02 09:00", ("2026-11-03 09:00", "Proses", "KEL-A"))
        key = world.add(
            "2026-11-02 09:00", steps=steps, ews="2026-11-05 09:00", ews_pada="2026-11-03 09:00", ews_kali=1
        )
        assert one(key)["due_at"] == datetime(2026, 11, 5, 9, 0)
        assert one(key)["without_ews_at"] == datetime(2026, 11, 8, 9, 0)

    def test_the_narrower_rule_wins(self, world: World) -> None:
        rules = [
            ("crm", "coordination", "LAPOR", None, None, 2, "hours"),
            ("crm", "coordination", "LAPOR", None, "Sampah", 1, "days"),
            ("crm", "settlement", "LAPOR", None, "Sampah", 48, "hours"),
            ("sp4n", "verification", "LAPOR", None, "Sampah", 1, "working_days"),
            ("sp4n", "first_follow_up", "LAPOR", ASPIRATION, None, 2, "working_days"),
            ("sp4n", "settlement", "LAPOR", ASPIRATION, "Sampah", 3, "working_days"),
            ("sp4n", "settlement", "LAPOR", None, None, 30, "working_days"),
            ("sp4n", "verification", None, None, None, 9, "working_days"),
        ]
        for rule in rules:
            world.execute(
                "insert into dashboard.sla_rule (clock, step, channel_code, lapor_kind, category, amount, unit, valid_from,"
                " source) values (%s, %s, %s, %s, %s, %s, %s, '2026-01-01', 'sempit')",
                rule,
            )
        received = "2026-11-20 09:00"  # a Friday
        narrow = one(world.add(received, channel="LAPOR", jenis_lapor=ASPIRATION, category="Sampah"))
        wider = one(world.add(received, channel="LAPOR", jenis_lapor=INFORMATION, category="Jalan"))
        other = one(world.add(received, category="Sampah", jenis_lapor=ASPIRATION))
        no_kind = one(world.add(received, channel="LAPOR", category="Sampah"))
        before = one(world.add("2025-12-31 09:00", channel="LAPOR", jenis_lapor=ASPIRATION, category="Sampah"))
        names = ("coordination_due_at", "verification_due_at", "follow_up_due_at", "sp4n_due_at", "due_at")
        assert [narrow[name] for name in names] == [
            datetime(2026, 11, 21, 9, 0),
            end_of("2026-11-23"),
            end_of("2026-11-24"),
            end_of("2026-11-25"),
            datetime(2026, 11, 22, 9, 0),
        ]
        assert [wider[name] for name in names] == [
            datetime(2026, 11, 20, 11, 0),
            end_of("2026-11-25"),
            end_of("2026-11-27"),
            end_of("2026-11-27"),
            datetime(2026, 11, 26, 9, 0),
        ]
        assert other["coordination_due_at"] == datetime(2026, 11, 20, 15, 0)
        assert other["verification_limit"] is None and other["sp4n_limit"] is None  # not of LAPOR
        assert no_kind["sp4n_limit"] is None and no_kind["verification_limit"] == 1
        for name in ("rule", "coordination", "verification", "follow_up", "sp4n"):
            assert narrow[f"{name}_source"] == "sempit" != before[f"{name}_source"], name
        assert (wider["coordination_source"], wider["follow_up_source"]) == (
            "sempit",
            "PermenPANRB 62/2018: tindak lanjut pertama 5 hari kerja",
        )
        assert (before["coordination_hours"], before["verification_limit"], before["sp4n_limit"]) == (6, 3, 5)

    def test_no_deadline_is_a_class_of_its_own_and_never_on_time(self, world: World) -> None:
        """Before the first rule of the CRM clock, and of a kind that nobody noted."""
        open_ = world.add("2018-06-01 09:00", channel="LAPOR")
        world.add("2018-06-01 09:00", "2018-06-01 10:00", channel="LAPOR")
        on_one_clock = world.add("2018-06-01 09:00", channel="LAPOR", jenis_lapor=ASPIRATION)
        row = one(open_)
        for name in ("due_at", "due_source", "without_ews_at", "rule_source", "sp4n_due_at", "hours_late"):
            assert row[name] is None, name
        ever = replace(NOVEMBER, first=date(2018, 1, 1))
        assert lapor.summary(ever, "salah-satu")["tanpa_tenggat"] == 1
        assert ids(ever, "tanpa-tenggat") == {open_}
        assert ids(ever, "jatuh-tempo") == ids(ever, "luput") == ids(ever) == {on_one_clock}
        for clock in lapor.CLOCKS:
            assert not ids(ever, "7-hari", clock)

    def test_a_past_moment_knows_what_was_known_then(self, world: World) -> None:
        key = world.add(
            "2026-11-02 09:00",
            channel="LAPOR",
            jenis_lapor=ASPIRATION,
            steps=ways(
                "2026-11-02 09:00",
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-06 09:00", "Proses", "SBM-B"),
                ("2026-11-12 09:00", "Selesai", "SBM-B"),
            ),
            selesai="2026-11-12 09:00",
            jawaban="2026-11-05 14:00",
        )
        known = ("status", "skpd_code", "coordinated_at", "answered_at", "closed_at", "sp4n_days_late")
        first, answer, end = datetime(2026, 11, 3, 9, 0), datetime(2026, 11, 5, 14, 0), datetime(2026, 11, 12, 9, 0)
        for moment, expected in (
            ("2026-11-02 09:00", ["Menunggu", "KEL-A", None, None, None, -5]),
            ("2026-11-03 08:59", ["Menunggu", "KEL-A", None, None, None, -4]),
            ("2026-11-03 09:00", ["Koordinasi", "DBM", first, None, None, -4]),
            ("2026-11-05 13:59", ["Koordinasi", "DBM", first, None, None, -2]),
            ("2026-11-05 14:00", ["Koordinasi", "DBM", first, answer, None, -2]),
            ("2026-11-11 23:59", ["Proses", "SBM-B", first, answer, None, 2]),
            ("2026-11-12 09:00", ["Selesai", "SBM-B", first, answer, end, 3]),
            ("2026-11-24 10:00", ["Selesai", "SBM-B", first, answer, end, 3]),
        ):
            row = one(key, moment)
            assert [row[name] for name in known] == expected, moment
        assert complaints.one(key, datetime(2026, 11, 2, 8, 59)).empty


class TestSummary:
    def test_coordination_counts_hours(self, world: World) -> None:
        late = world.add("2026-11-24 03:59", channel="LAPOR")
        world.add("2026-11-24 04:00", channel="LAPOR")  # its six hours end at this very moment
        done = world.add(
            "2026-11-20 09:00",
            channel="LAPOR",
            steps=ways("2026-11-20 09:00", ("2026-11-20 21:00", "Koordinasi", "DBM")),
        )
        world.add("2026-11-20 09:00", "2026-11-21 09:00", channel="LAPOR")
        world.add("2026-11-20 09:00", channel="JAKI")
        world.add("2026-11-20 09:00", channel="LAPOR", status="Selesai")  # contradictory
        assert ids(NOVEMBER, "lewat-koordinasi") == {late}
        assert lapor.summary(NOVEMBER, "crm")["lewat_koordinasi"] == 1
        assert ids(seen("2026-11-20 20:59"), "lewat-koordinasi") >= {done}
        assert done not in ids(seen("2026-11-20 21:00"), "lewat-koordinasi")

    def test_verification_and_first_follow_up_count_working_days(self, world: World) -> None:
        wednesday = world.add("2026-11-18 23:59", channel="LAPOR")  # verified by Monday the 23rd
        world.add("2026-11-19 00:00", channel="LAPOR")  # by Tuesday, this day
        monday = world.add("2026-11-16 09:00", channel="LAPOR", koordinasi="2026-11-16 10:00")  # answered by Monday
        world.add("2026-11-17 09:00", channel="LAPOR", koordinasi="2026-11-17 10:00")
        world.add("2026-11-10 09:00", channel="LAPOR", koordinasi="2026-11-17 10:00", jawaban="2026-11-23 10:00")
        world.add("2026-11-10 09:00", channel="JAKI")
        world.add("2026-11-10 09:00", "2026-11-20 09:00", channel="LAPOR", koordinasi=None)
        assert ids(NOVEMBER, "lewat-verifikasi") == {wednesday}
        assert ids(NOVEMBER, "lewat-tindak-lanjut") == {monday}
        found = lapor.summary(NOVEMBER, "salah-satu")
        assert (found["lewat_verifikasi"], found["lewat_tindak_lanjut"]) == (1, 1)
        assert len(ids(seen("2026-11-24 23:59"), "lewat-verifikasi")) == 1
        assert len(ids(seen("2026-11-25 00:00"), "lewat-verifikasi")) == 2
        assert len(ids(seen("2026-11-25 00:00"), "lewat-tindak-lanjut")) == 2
        assert len(ids(seen("2026-11-20 10:00"), "lewat-tindak-lanjut")) == 1  # answered on the 23rd

    def due(self, filters: Filters, clock: str) -> tuple[int, ...]:
        """Numbers of the three windows and of the overdue; the lists have to hold as many."""
        found = lapor.summary(filters, clock)
        for name, key in (
            ("hari-ini", "hari_ini"),
            ("3-hari", "tiga_hari"),
            ("7-hari", "tujuh_hari"),
            ("terlambat", "dipilih"),
        ):
            assert len(ids(filters, name, clock)) == found[key], (name, clock)
        return tuple(int(found[key]) for key in ("hari_ini", "tiga_hari", "tujuh_hari", "dipilih"))

    def test_due_soon_on_the_crm_clock(self, world: World) -> None:
        for due in (
            "2026-11-24 09:59:59",  # overdue
            "2026-11-24 10:00:00",
            "2026-11-24 23:59:59",  # today: due at this very moment is not overdue
            "2026-11-25 00:00:00",
            "2026-11-27 23:59:59",  # within 3 working days
            "2026-11-28 00:00:00",
            "2026-12-03 23:59:59",  # a Saturday; the seventh working day
            "2026-12-04 00:00:00",
        ):
            world.add("2026-11-02 09:00", channel="LAPOR", batas=due)
        world.add("2026-11-02 09:00", "2026-11-23 09:00", channel="LAPOR", batas="2026-11-24 12:00")
        world.add("2026-11-02 09:00", channel="LAPOR", batas="2026-11-24 12:00", status="Selesai")
        world.add("2026-11-02 09:00", channel="JAKI", batas="2026-11-24 12:00")
        assert self.due(NOVEMBER, "crm") == self.due(NOVEMBER, "salah-satu") == (2, 4, 6, 1)
        assert self.due(NOVEMBER, "sp4n") == self.due(NOVEMBER, "keduanya") == (0, 0, 0, 0)
        assert self.due(seen("2026-11-24 10:01"), "crm") == (1, 3, 5, 2)

    def test_due_soon_on_the_sp4n_clock(self, world: World) -> None:
        far = {"channel": "LAPOR", "batas": "2027-06-01 09:00"}
        for received in (
            "2026-11-16",
            "2026-11-17",
            "2026-11-18",
            "2026-11-20",
            "2026-11-21",
            "2026-11-23",
            "2026-11-24",
        ):
            world.add(f"{received} 09:00", jenis_lapor=ASPIRATION, **far)  # due 23, 24, 25, 27, 27, 30 Nov., 1 Dec.
        for received in ("2026-11-13", "2026-11-15", "2026-11-16"):
            world.add(f"{received} 09:00", jenis_lapor=PLAIN, **far)  # due 3, 3, 4 December
        assert self.due(NOVEMBER, "sp4n") == self.due(NOVEMBER, "salah-satu") == (1, 4, 8, 1)
        assert self.due(NOVEMBER, "crm") == (0, 0, 0, 0)
        assert self.due(seen("2026-11-24 23:59"), "sp4n") == (1, 4, 8, 1)
        assert self.due(seen("2026-11-25 00:00"), "sp4n") == (1, 4, 8, 2)

    def test_three_and_seven_working_days_over_holidays(self, world: World) -> None:
        """25 December and 1 January are holidays, the 26th and 27th a weekend."""
        for due in ("2026-12-22", "2026-12-24", "2026-12-26", "2026-12-28", "2026-12-30", "2027-01-04", "2027-01-05"):
            world.add("2026-12-01 09:00", channel="LAPOR", batas=f"{due} 23:59:59")
        assert self.due(seen("2026-12-22 10:00"), "crm") == (1, 4, 6, 0)  # until the 28th and 4 January
        assert self.due(seen("2026-12-25 10:00"), "crm") == (0, 3, 5, 2)  # a holiday: until the 30th
        assert self.due(seen("2026-12-26 10:00"), "crm") == (1, 3, 5, 2)  # a Saturday
        assert self.due(seen("2026-12-27 10:00"), "crm") == (0, 2, 4, 3)

    def test_on_both_clocks_both_are_still_ahead(self, world: World) -> None:
        one_passed = world.add("2026-11-20 09:00", channel="LAPOR", jenis_lapor=ASPIRATION, batas="2026-11-23 09:00")
        both = world.add("2026-11-20 09:00", channel="LAPOR", jenis_lapor=PLAIN, batas="2026-11-24 11:00")  # 10 Dec.
        soon = world.add("2026-11-18 09:00", channel="LAPOR", jenis_lapor=ASPIRATION, batas="2026-12-01 09:00")
        no_kind = world.add("2026-11-18 09:00", channel="LAPOR", batas="2026-11-24 12:00")
        assert self.due(NOVEMBER, "keduanya") == (0, 0, 1, 0) and ids(NOVEMBER, "7-hari", "keduanya") == {soon}
        assert ids(NOVEMBER, "hari-ini") == ids(NOVEMBER, "hari-ini", "crm") == {both, no_kind}
        assert ids(NOVEMBER, "3-hari") == {both, soon, no_kind}
        assert one_passed in ids(NOVEMBER, "terlambat")  # on one of the two: late, and not falling due
        assert ids(NOVEMBER, "3-hari", "sp4n") == {one_passed, soon}
        assert ids(NOVEMBER) == {one_passed} and not ids(NOVEMBER, clock="keduanya")

    def test_longest_delays(self, world: World) -> None:
        world.add("2026-11-02 09:00", channel="LAPOR", batas="2026-11-14 10:00")
        world.add("2026-11-11 09:00", channel="LAPOR", jenis_lapor=ASPIRATION, batas="2026-12-30 09:00")  # the 18th
        found = lapor.summary(NOVEMBER, "salah-satu")
        assert (found["crm_terlama"], found["sp4n_terlama"]) == (10, 4)
        saturday = lapor.summary(seen("2026-11-21 10:00"), "sp4n")
        assert (saturday["crm_terlama"], saturday["sp4n_terlama"], saturday["sp4n"]) == (7, 2, 1)


def moments() -> Iterator[Filters]:
    """Clean and cut views of the dirty world, now and at past moments."""
    yield from (NOVEMBER, YEAR, replace(PAST, first=date(2026, 8, 1)), seen("2026-11-21 23:59"))
    yield replace(YEAR, areas=("31.73",), categories=("Jalan",))
    yield replace(YEAR, skpds=("DSOS", "KEL-A"), as_of=PAST.as_of)


class TestBreakdown:
    DIMENSIONS = ("tahap", "jenis", "kategori", "kota", "skpd")

    def sums(self, filters: Filters) -> None:
        found = lapor.summary(filters, "salah-satu")
        number = {clock: int(found[clock.replace("-", "_")]) for clock in lapor.CLOCKS}
        for clock in lapor.CLOCKS:
            rows = lapor.breakdown(filters, clock)
            for dimension in self.DIMENSIONS:
                part = rows[rows["dimension"] == dimension]
                assert part["aduan"].sum() == number[clock], (clock, dimension)
                crm, sp4n = (
                    number["keduanya"] if clock not in ("salah-satu", name) else number[name]
                    for name in ("crm", "sp4n")
                )
                assert (part["crm"].sum(), part["sp4n"].sum()) == (crm, sp4n), (clock, dimension)
                assert part["code"].is_unique
            for name in ("crm", "sp4n"):  # a class of age only where that clock has run out
                among = number[name] if clock in (name, "salah-satu") else number["keduanya"]
                assert sum(counts(rows, f"umur-{name}").values()) == among, (clock, name)

    def test_sums_of_a_dirty_world(self, busy: World) -> None:
        for filters in moments():
            self.sums(filters)
        assert lapor.summary(NOVEMBER, "keduanya")["keduanya"] > 3

    def test_sums_of_the_sample(self, sample_database: str) -> None:
        for filters in (NOVEMBER, seen("2026-08-18 08:00"), replace(NOVEMBER, areas=("31.71", "31.74"))):
            self.sums(filters)

    def test_what_is_not_known_has_a_place_in_each(self, world: World) -> None:
        late = "2026-11-02 09:00"
        world.add(late, channel="LAPOR", status=None, skpd=None, category=None, kelurahan=None)
        world.add(late, channel="LAPOR", status="??", skpd="", category="", kelurahan="", jenis_lapor="")
        world.add(late, channel="LAPOR", skpd="NN", category="Asing", kelurahan="99.99.99.9999", jenis_lapor="x")
        world.add(late, channel="LAPOR", category="Jalan ", jenis_lapor=WATCHED)
        world.add(late, channel="LAPOR", category=" Jalan", kelurahan="31.71.01.1001", jenis_lapor=ASPIRATION)
        rows = lapor.breakdown(NOVEMBER, "salah-satu")
        assert counts(rows, "tahap") == {"lain": 2, "verifikasi": 3}
        assert counts(rows, "jenis") == {"lain": 3, "berkadar": 1, "aspirasi": 1}
        assert counts(rows, "kategori") == {"": 3, "Jalan": 2}  # blanks at the ends are cut
        assert counts(rows, "kota") == {"": 3, "31.73": 1, "31.71": 1}
        assert counts(rows, "skpd") == {"": 2, "NN": 1, "KEL-A": 2}
        names = rows[rows["dimension"] == "skpd"].set_index("code")["name"].to_dict()
        assert names == {"": "", "NN": "NN", "KEL-A": "Kelurahan Angke"}
        for narrowed, number in (
            ({"unknown": "skpd"}, 2),
            ({"unknown": "kategori"}, 3),
            ({"unknown": "wilayah"}, 3),
            ({"stage": "lain"}, 2),
            ({"kind": "lain"}, 3),
        ):
            assert len(ids(NOVEMBER, **narrowed)) == number, narrowed

    def test_a_kelurahan_that_is_not_known_in_a_known_city(self, world: World) -> None:
        """The filter finds it under its city, so it has to be counted there."""
        world.add("2026-11-02 09:00", channel="LAPOR", kelurahan="31.73.99.9999")
        world.add("2026-11-02 09:00", channel="LAPOR", kelurahan="31.73")
        world.add("2026-11-02 09:00", channel="LAPOR")
        for code, number in counts(lapor.breakdown(NOVEMBER, "crm"), "kota").items():
            found = ids(replace(NOVEMBER, areas=(code,)), clock="crm") if code else ids(NOVEMBER, unknown="wilayah")
            assert len(found) == number, code

    @pytest.mark.parametrize(
        ("status", "stage"),
        [
            ("Menunggu", "verifikasi"),
            ("Koordinasi", "koordinasi"),
            ("Disposisi", "disposisi"),
            ("Proses", "pengerjaan"),
            ("TL Ditolak", "pengerjaan"),
            ("Menunggu Validasi", "validasi"),
            ("menunggu", "lain"),
        ],
    )
    def test_where_a_status_waits(self, world: World, status: str, stage: str) -> None:
        world.add("2026-11-02 09:00", channel="LAPOR", status=status)
        assert counts(lapor.breakdown(NOVEMBER, "crm"), "tahap") == {stage: 1}
        assert len(ids(NOVEMBER, stage=stage)) == 1

    def test_the_stage_of_a_past_moment(self, world: World) -> None:
        steps = ways(
            "2026-11-02 09:00", ("2026-11-03 09:00", "Proses", "DBM"), ("2026-11-20 09:00", "Disposisi", "SBM-B")
        )
        world.add("2026-11-02 09:00", channel="LAPOR", steps=steps)
        for filters, stage, holder in ((PAST, "pengerjaan", "DBM"), (NOVEMBER, "disposisi", "SBM-B")):
            rows = lapor.breakdown(filters, "crm")
            assert (counts(rows, "tahap"), counts(rows, "skpd")) == ({stage: 1}, {holder: 1})

    def test_longest_delays_and_order(self, world: World) -> None:
        for due, skpd in (("2026-11-14 10:00", "DBM"), ("2026-11-23 10:00", "DBM"), ("2026-11-04 10:00", "DSOS")):
            world.add("2026-11-01 09:00", channel="LAPOR", skpd=skpd, batas=due)
        world.add("2026-11-11 09:00", channel="LAPOR", skpd="KEL-G", jenis_lapor=ASPIRATION, batas="2026-12-30 09:00")
        rows = lapor.breakdown(NOVEMBER, "salah-satu")
        units = rows[rows["dimension"] == "skpd"]
        assert list(units["code"]) == ["DBM", "DSOS", "KEL-G"]  # the most first, then by name
        assert list(units["crm"]) == [2, 1, 0] and list(units["sp4n"]) == [0, 0, 1]
        assert list(units["crm_terlama"][:2]) == [10, 20] and pd.isna(units["crm_terlama"].iloc[2])
        assert units["sp4n_terlama"].iloc[2] == 4 and units["sp4n_terlama"][:2].isna().all()


class TestDueSoon:
    def test_by_holder(self, world: World) -> None:
        for due, skpd in (
            ("2026-11-24 12:00", "DBM"),
            ("2026-11-26 12:00", "DBM"),
            ("2026-12-03 12:00", "DBM"),
            ("2026-11-20 12:00", "DBM"),
            ("2026-11-25 12:00", None),
            ("2026-11-24 11:00", "NN"),
            ("2026-12-04 12:00", "DSOS"),
            ("2026-11-20 12:00", "KEL-G"),
        ):
            world.add("2026-11-02 09:00", channel="LAPOR", skpd=skpd, batas=due)
        found = lapor.due_soon(NOVEMBER, "crm").set_index("code")
        assert list(found.index) == ["DBM", "NN", ""]  # DSOS later, KEL-G only overdue
        columns = ["hari_ini", "tiga_hari", "tujuh_hari", "terlambat"]
        assert found[columns].to_numpy().tolist() == [[1, 2, 3, 1], [1, 1, 1, 0], [0, 1, 1, 0]]
        assert list(found["name"]) == ["Dinas Bina Marga", "NN", ""]
        assert found.loc["DBM", "terdekat"] == datetime(2026, 11, 24, 12, 0)

    def sums(self, filters: Filters) -> int:
        seen_there = 0
        for clock in lapor.CLOCKS:
            rows, whole = lapor.due_soon(filters, clock), lapor.summary(filters, clock)
            for name in ("hari_ini", "tiga_hari", "tujuh_hari"):
                assert rows[name].sum() == whole[name], (clock, name)
                seen_there += int(whole[name])
            late = counts(lapor.breakdown(filters, clock), "skpd")
            for row in rows.itertuples():
                assert row.hari_ini <= row.tiga_hari <= row.tujuh_hari
                assert row.terlambat == late.get(row.code, 0)
                held = replace(filters, skpds=(row.code,)) if row.code else filters
                where = {} if row.code else {"unknown": "skpd"}
                assert len(ids(held, "7-hari", clock, **where)) == row.tujuh_hari
        return seen_there

    def test_sums_are_the_summary(self, busy: World) -> None:
        busy.add("2026-11-23 09:00", channel="LAPOR", skpd="", jenis_lapor=ASPIRATION)
        busy.add("2026-11-23 09:00", channel="LAPOR", skpd=None)
        assert sum(self.sums(filters) for filters in moments()) > 50

    def test_sums_of_the_sample(self, sample_database: str) -> None:
        assert self.sums(NOVEMBER) and self.sums(seen("2026-08-14 16:00"))


class TestElapsed:
    def hours(self, filters: Filters, clock: str, dimension: str, *, missed: bool) -> dict[str, tuple[int, float]]:
        """Code -> complaints and hours."""
        rows = lapor.elapsed(filters, clock)
        rows = rows[(rows["dimension"] == dimension) & (rows["is_missed"] == missed)]
        return {row.code: (row.aduan, round(row.hours, 6)) for row in rows.itertuples()}

    def test_from_each_step_to_the_next(self, world: World) -> None:
        on_time = [
            ("2026-11-02 09:00", "Menunggu", "KEL-A"),
            ("2026-11-02 11:00", "Koordinasi", "DBM"),
            ("2026-11-03 11:00", "Disposisi", "DBM"),
            ("2026-11-03 12:00", "Proses", "SBM-B"),
            ("2026-11-04 12:00", "Menunggu Validasi", "SBM-B"),
            ("2026-11-04 18:00", "TL Ditolak", "SBM-B"),
            ("2026-11-05 18:00", "Selesai", "SBM-B"),
        ]
        world.add("2026-11-02 09:00", "2026-11-05 18:00", channel="LAPOR", steps=on_time)
        open_ = [("2026-11-10 10:00", "Menunggu", "KEL-A"), ("2026-11-10 12:00", "??", "NN")]
        world.add("2026-11-10 10:00", channel="LAPOR", steps=open_)  # due on the 16th; to as_of: 14 days less 2 hours
        assert self.hours(NOVEMBER, "crm", "tahap", missed=False) == {
            "verifikasi": (1, 2),
            "koordinasi": (1, 24),
            "disposisi": (1, 1),
            "pengerjaan": (1, 48),
            "validasi": (1, 6),
        }
        assert self.hours(NOVEMBER, "crm", "skpd", missed=False) == {"KEL-A": (1, 2), "DBM": (1, 25), "SBM-B": (1, 54)}
        assert self.hours(NOVEMBER, "crm", "tahap", missed=True) == {"verifikasi": (1, 2), "lain": (1, 334)}
        assert self.hours(NOVEMBER, "crm", "skpd", missed=True) == {"KEL-A": (1, 2), "NN": (1, 334)}
        assert self.hours(PAST, "crm", "skpd", missed=False).keys() == {"KEL-A", "DBM", "SBM-B"}
        assert not self.hours(PAST, "crm", "skpd", missed=True)  # not yet due then
        names = lapor.elapsed(NOVEMBER, "crm").set_index(["dimension", "code"])["name"]
        assert set(names["skpd"]) >= {"Kelurahan Angke", "NN"} and set(names["tahap"]) >= {"verifikasi", "lain"}

    def test_what_was_settled_waits_nowhere_until_it_is_reopened(self, world: World) -> None:
        steps = [
            ("2026-11-02 09:00", "Menunggu", "KEL-A"),
            ("2026-11-02 19:00", "Selesai", "KEL-A"),
            ("2026-11-20 10:00", "Proses", "DBM"),
            ("2026-11-22 10:00", "Proses", "KEL-A"),
        ]
        world.add("2026-11-02 09:00", channel="LAPOR", steps=steps)
        assert self.hours(NOVEMBER, "crm", "tahap", missed=True) == {"verifikasi": (1, 10), "pengerjaan": (1, 96)}
        assert self.hours(NOVEMBER, "crm", "skpd", missed=True) == {"KEL-A": (1, 58), "DBM": (1, 48)}
        assert self.hours(PAST, "crm", "skpd", missed=False) == {"KEL-A": (1, 10)}  # settled then

    def test_a_settlement_without_a_step_ends_the_last_one(self, world: World) -> None:
        steps = ways("2026-11-02 09:00", ("2026-11-02 10:00", "Proses", "KEL-A"))
        world.add("2026-11-02 09:00", channel="LAPOR", steps=steps, selesai="2026-11-03 10:00")
        assert self.hours(NOVEMBER, "crm", "tahap", missed=False) == {"verifikasi": (1, 1), "pengerjaan": (1, 24)}

    def test_only_the_cohort_of_the_clock(self, world: World) -> None:
        world.add("2026-11-10 10:00", channel="LAPOR", jenis_lapor=WATCHED)  # SP4N: in February
        world.add("2026-11-10 10:00", channel="LAPOR", jenis_lapor=ASPIRATION, batas="2026-12-30 09:00")
        world.add("2026-11-10 10:00", channel="JAKI")
        world.add("2026-11-10 10:00", channel="LAPOR", jenis_lapor=ASPIRATION, selesai="2026-11-09 10:00")
        assert self.hours(NOVEMBER, "crm", "tahap", missed=True) == {"verifikasi": (1, 336)}
        assert self.hours(NOVEMBER, "sp4n", "tahap", missed=True) == {"verifikasi": (1, 336)}
        assert self.hours(NOVEMBER, "salah-satu", "tahap", missed=True) == {"verifikasi": (2, 672)}
        assert lapor.elapsed(NOVEMBER, "keduanya").empty

    def test_no_steps_and_a_step_that_names_nobody(self, world: World) -> None:
        world.execute("alter table crm.riwayat alter column ke_unit drop not null, alter column status drop not null")
        world.add("2026-11-10 10:00", channel="LAPOR")
        world.execute("update crm.riwayat set ke_unit = null, status = null")
        assert self.hours(NOVEMBER, "crm", "skpd", missed=True) == {"": (1, 336)}
        assert self.hours(NOVEMBER, "crm", "tahap", missed=True) == {"lain": (1, 336)}
        assert len(ids(NOVEMBER, "luput", "crm", held_by="")) == len(ids(NOVEMBER, "luput", "crm", passed="lain")) == 1
        world.execute("delete from crm.riwayat")
        assert lapor.elapsed(seen("2026-11-24 10:01"), "crm").empty

    def sums(self, filters: Filters) -> None:
        for clock in lapor.CLOCKS:
            rows = lapor.elapsed(filters, clock)
            for missed in (True, False):
                part = rows[rows["is_missed"] == missed].groupby("dimension")["hours"].sum()
                assert len(part) in (0, 2) and (part.empty or part["tahap"] == pytest.approx(part["skpd"])), clock
            assert (rows["hours"] >= 0).all()

    def test_stages_and_units_have_the_same_sum(self, busy: World) -> None:
        for filters in moments():
            self.sums(filters)

    def test_stages_and_units_of_the_sample(self, sample_database: str) -> None:
        for filters in (YEAR, replace(YEAR, as_of=PAST.as_of)):
            self.sums(filters)
            assert len(lapor.elapsed(filters, "crm")) > 30


class TestOutcomes:
    def test_handovers(self, world: World) -> None:
        """Each unit's own number of hand-overs is that many; the last one has four."""
        for moves, units in enumerate(("A", "AB", "ABA", "ABAB", "ABABA")):
            codes = {"A": "KEL-A", "B": "DBM"}
            steps = [(f"2026-11-0{2 + n} 09:00", "Proses", codes[unit]) for n, unit in enumerate(units)]
            late = moves % 2 == 0
            end = [(f"2026-11-{'09' if late else '07'} 09:00", "Selesai", codes[units[-1]])]
            world.add("2026-11-02 09:00", end[0][0], channel="LAPOR", steps=steps + end)
        rows = lapor.outcomes(NOVEMBER, "crm")
        assert counts(rows, "serah") == {"0": 1, "1": 1, "2": 1, "3": 2}
        assert counts(rows, "serah", "luput") == {"0": 1, "1": 0, "2": 1, "3": 1}
        assert counts(rows, "semua") == {"": 5} and counts(rows, "semua", "luput") == {"": 3}
        for count in lapor.COUNTS:
            assert len(ids(NOVEMBER, "jatuh-tempo", "crm", handovers=count)) == counts(rows, "serah")[count]
            assert len(ids(NOVEMBER, "luput", "crm", handovers=count)) == counts(rows, "serah", "luput")[count]

    def test_a_later_handover_is_not_seen(self, world: World) -> None:
        steps = ways("2026-11-02 09:00", ("2026-11-20 09:00", "Koordinasi", "DBM"))
        world.add("2026-11-02 09:00", channel="LAPOR", steps=steps)
        assert counts(lapor.outcomes(PAST, "crm"), "serah") == {"0": 1}
        assert counts(lapor.outcomes(NOVEMBER, "crm"), "serah") == {"1": 1}

    def test_stays_that_nobody_recorded(self, world: World) -> None:
        world.add("2026-11-02 09:00", channel="LAPOR")
        world.execute("delete from crm.penugasan")
        assert counts(lapor.outcomes(NOVEMBER, "crm"), "serah") == {"0": 1}

    def test_estimates_and_the_limit_without_them(self, world: World) -> None:
        for count in range(5):
            steps = ways(
                "2026-11-02 09:00", ("2026-11-03 09:00", "Proses", "KEL-A"), ("2026-11-12 09:00", "Selesai", "KEL-A")
            )
            ews = {"ews": "2026-11-15 09:00", "ews_pada": "2026-11-03 09:00", "ews_kali": count} if count else {}
            world.add("2026-11-02 09:00", "2026-11-12 09:00", channel="LAPOR", steps=steps, **ews)
        rows = lapor.outcomes(NOVEMBER, "crm")
        assert counts(rows, "ews") == {"0": 1, "1": 1, "2": 1, "3": 2}
        assert counts(rows, "ews", "luput") == {"0": 1, "1": 0, "2": 0, "3": 0}
        assert counts(rows, "ews", "lewat_batas") == {"0": 1, "1": 1, "2": 1, "3": 2}  # the rule: 8 November
        for count in lapor.COUNTS:
            assert len(ids(NOVEMBER, "jatuh-tempo", "crm", ews=count)) == counts(rows, "ews")[count]

    def test_the_crms_own_deadline_is_its_limit_without_ews(self, world: World) -> None:
        ews = {"ews": "2026-11-03 09:00", "ews_pada": "2026-11-02 10:00", "ews_kali": 1}
        world.add("2026-11-02 09:00", channel="LAPOR", batas="2026-11-20 09:00", **ews)
        world.add("2026-11-02 09:00", "2026-11-15 09:00", channel="LAPOR", batas="2026-11-20 09:00", **ews)
        world.add(
            "2018-06-01 09:00", "2018-07-01 09:00", channel="LAPOR", jenis_lapor=ASPIRATION
        )  # no limit: not over it
        rows = lapor.outcomes(replace(NOVEMBER, first=date(2018, 1, 1)), "salah-satu")
        assert rows[rows["dimension"] == "semua"][["aduan", "luput", "lewat_batas"]].to_numpy().tolist() == [[3, 2, 1]]

    def test_estimates_known_at_a_past_moment(self, world: World) -> None:
        steps = ways(
            "2026-11-02 09:00", ("2026-11-09 09:00", "Proses", "KEL-A"), ("2026-11-15 09:00", "Proses", "KEL-A")
        )
        key = world.add("2026-11-02 09:00", channel="LAPOR", steps=steps, ews="2026-11-20 09:00", ews_kali=2)
        world.execute(
            "update crm.riwayat set ews = '2026-11-10 09:00+07' where laporan = %s and status = 'Proses' and pada < '2026-11-12'",
            [key],
        )
        world.execute(
            "update crm.riwayat set ews = '2026-11-20 09:00+07' where laporan = %s and pada > '2026-11-12'", [key]
        )
        before = lapor.outcomes(PAST, "crm")
        assert counts(before, "ews") == counts(before, "ews", "luput") == {"1": 1}
        assert counts(lapor.outcomes(NOVEMBER, "crm"), "ews") == {"2": 1}
        assert lapor.outcomes(replace(NOVEMBER, last=date(2026, 11, 15)), "crm").empty  # now due on the 20th
        early = lapor.outcomes(seen("2026-11-08 10:00"), "crm")
        assert counts(early, "ews") == {"0": 1}  # due on the 8th, by the rule

    def test_rejections(self, world: World) -> None:
        rejected = ways(
            "2026-11-02 09:00",
            ("2026-11-14 09:00", "TL Ditolak", "KEL-A"),
            ("2026-11-15 09:00", "TL Ditolak", "KEL-A"),
            ("2026-11-16 09:00", "Proses", "KEL-A"),
        )
        key = world.add("2026-11-02 09:00", channel="LAPOR", steps=rejected)
        world.add("2026-11-02 09:00", "2026-11-03 09:00", channel="LAPOR")
        rows = lapor.outcomes(NOVEMBER, "crm")
        assert counts(rows, "tolak") == {"ya": 1, "tidak": 1} and counts(rows, "tolak", "luput") == {
            "ya": 1,
            "tidak": 0,
        }
        assert counts(lapor.outcomes(PAST, "crm"), "tolak") == {"tidak": 2}
        assert ids(NOVEMBER, "luput", "crm", rejected="ya") == {key} and not ids(PAST, "luput", "crm", rejected="ya")

    def test_the_sp4n_cohort_reaches_back_as_far_as_its_longest_limit(self, world: World) -> None:
        """60 working days after Friday 14 August 2026 is 10 November; the CRM clock's deadline lay in August."""
        settled = world.add("2026-08-14 15:00", "2026-09-01 09:00", channel="LAPOR", jenis_lapor=WATCHED)
        late = world.add("2026-08-14 15:00", "2026-11-11 00:00", channel="LAPOR", jenis_lapor=WATCHED)
        last_second = world.add("2026-08-14 15:00", "2026-11-10 23:59:59", channel="LAPOR", jenis_lapor=WATCHED)
        open_ = world.add("2026-08-14 15:00", channel="LAPOR", jenis_lapor=WATCHED)
        world.add("2026-08-14 15:00", "2026-09-01 09:00", channel="LAPOR", jenis_lapor=PLAIN)  # due in September
        world.add("2026-08-14 15:00", "2026-09-01 09:00", channel="LAPOR")
        assert ids(NOVEMBER, "jatuh-tempo", "sp4n") == {settled, late, last_second, open_}
        assert ids(NOVEMBER, "luput", "sp4n") == {late, open_}
        rows = lapor.outcomes(NOVEMBER, "sp4n")
        assert counts(rows, "semua") == {"": 4} and counts(rows, "semua", "luput") == {"": 2}
        assert counts(rows, "semua", "lewat_batas") == {"": 4}  # all of them took longer than the CRM's six days
        assert lapor.outcomes(NOVEMBER, "crm").empty
        first_day = replace(NOVEMBER, first=date(2026, 11, 10), last=date(2026, 11, 10))
        assert len(ids(first_day, "jatuh-tempo", "sp4n")) == 4
        assert not ids(replace(first_day, as_of=datetime(2026, 11, 10, 23, 59)), "jatuh-tempo", "sp4n")

    def test_on_both_clocks_both_lie_in_the_period_and_are_missed(self, world: World) -> None:
        missed = world.add("2026-11-10 09:00", channel="LAPOR", jenis_lapor=ASPIRATION)  # due 16th, 17th
        one_of_them = world.add("2026-11-10 09:00", "2026-11-17 09:00", channel="LAPOR", jenis_lapor=ASPIRATION)
        neither = world.add("2026-11-10 09:00", "2026-11-15 09:00", channel="LAPOR", jenis_lapor=ASPIRATION)
        crm_only = world.add("2026-11-10 09:00", channel="LAPOR")
        assert ids(NOVEMBER, "jatuh-tempo", "keduanya") == {missed, one_of_them, neither}
        assert ids(NOVEMBER, "luput", "keduanya") == {missed}
        assert ids(NOVEMBER, "jatuh-tempo") == {missed, one_of_them, neither, crm_only}
        assert ids(NOVEMBER, "luput") == {missed, one_of_them, crm_only}

    def sums(self, filters: Filters) -> None:
        for clock in lapor.CLOCKS:
            rows = lapor.outcomes(filters, clock)
            whole = rows[rows["dimension"] == "semua"][["aduan", "luput", "lewat_batas"]].sum()
            assert whole["aduan"] == len(ids(filters, "jatuh-tempo", clock))
            assert whole["luput"] == len(ids(filters, "luput", clock))
            for dimension in ("serah", "ews", "tolak"):
                part = rows[rows["dimension"] == dimension][["aduan", "luput", "lewat_batas"]].sum()
                assert list(part) == list(whole), (clock, dimension)

    def test_sums_are_the_cohort(self, busy: World) -> None:
        for filters in moments():
            self.sums(filters)
        assert len(ids(NOVEMBER, "jatuh-tempo")) > 8

    def test_sums_of_the_sample(self, sample_database: str) -> None:
        for filters in (YEAR, replace(YEAR, as_of=PAST.as_of)):
            self.sums(filters)
        assert len(lapor.outcomes(YEAR, "crm")) > 8


class TestRepeats:
    NAMES = ("selesai_14", "berulang_14", "sebelum_14", "selesai_30", "berulang_30", "sebelum_30")
    # Settled on the first of October, so that both windows are over.
    OCTOBER = replace(NOVEMBER, first=date(2026, 9, 1), last=date(2026, 10, 31))

    def found(self, filters: Filters | None = None) -> list[int]:
        filters = filters or self.OCTOBER
        numbers = lapor.repeats(filters)
        assert set(numbers) == set(self.NAMES)
        for days in (14, 30):
            again, settled = ids(filters, f"berulang-{days}"), ids(filters, f"selesai-{days}")
            assert (len(again), len(settled)) == (numbers[f"berulang_{days}"], numbers[f"selesai_{days}"])
            assert again <= settled
        return [numbers[name] for name in self.NAMES]

    def settle(self, world: World, **columns: Any) -> int:
        return world.add("2026-09-25 09:00", "2026-10-01 09:00", **{"channel": "LAPOR"} | columns)

    @pytest.mark.parametrize(
        ("again", "expected"),
        [
            ("2026-10-01 09:00", [1, 0, 0, 1, 0, 0]),  # at the settlement, not after it
            ("2026-10-01 09:01", [1, 1, 0, 1, 1, 0]),
            ("2026-10-15 09:00", [1, 1, 0, 1, 1, 0]),
            ("2026-10-15 09:01", [1, 0, 0, 1, 1, 0]),
            ("2026-10-31 09:00", [1, 0, 0, 1, 1, 0]),
            ("2026-10-31 09:01", [1, 0, 0, 1, 0, 0]),
            ("2026-09-28 09:00", [1, 0, 0, 1, 0, 0]),  # while it was open
            ("2026-09-25 09:00", [1, 0, 0, 1, 0, 0]),
            ("2026-09-25 08:59", [1, 0, 1, 1, 0, 1]),
            ("2026-09-11 09:00", [1, 0, 1, 1, 0, 1]),
            ("2026-09-11 08:59", [1, 0, 0, 1, 0, 1]),
            ("2026-08-26 09:00", [1, 0, 0, 1, 0, 1]),
            ("2026-08-26 08:59", [1, 0, 0, 1, 0, 0]),
        ],
    )
    def test_within_the_days_after_and_before(self, world: World, again: str, expected: list[int]) -> None:
        self.settle(world)
        world.add(again)
        assert self.found() == expected

    def test_alone_it_repeats_nothing(self, world: World) -> None:
        self.settle(world)
        assert self.found() == [1, 0, 0, 1, 0, 0]

    @pytest.mark.parametrize(
        ("mine", "other", "is_same"),
        [
            ({}, {"channel": "TWITTER", "skpd": "DBM"}, True),
            ({}, {"channel": "LAPOR"}, True),
            ({}, {"channel": "PIGEON"}, True),
            ({"category": "Jalan"}, {"category": "Jalan "}, True),  # two spellings of one category
            ({"category": "Jalan "}, {"category": "Jalan"}, True),
            ({}, {"category": "Sampah"}, False),
            ({}, {"kelurahan": "31.71.01.1001"}, False),
            ({"category": None}, {"category": None}, False),
            ({"category": "Asing"}, {"category": "Asing"}, False),
            ({"kelurahan": None}, {"kelurahan": None}, False),
            ({"kelurahan": ""}, {"kelurahan": ""}, False),
            ({"kelurahan": " "}, {"kelurahan": " "}, False),
        ],
    )
    def test_same_category_and_place(
        self, world: World, mine: dict[str, Any], other: dict[str, Any], is_same: bool
    ) -> None:
        self.settle(world, **mine)
        world.add("2026-09-20 09:00", **other)
        world.add("2026-10-05 09:00", **other)
        number = int(is_same)
        assert self.found()[:3] == [1, number, number]
        assert self.found()[3:] == [1, number, number]

    def test_only_what_was_watched_long_enough(self, world: World) -> None:
        for days in (13, 14, 29, 30):
            end = days_after("2026-11-24 10:00", -days)
            world.add(days_after(end, -1), end, channel="LAPOR", category=f"{days}", kelurahan="31.71.01.1001")
        filters = replace(self.OCTOBER, last=date(2026, 11, 24))
        assert self.found(filters) == [3, 0, 0, 1, 0, 0]
        assert self.found(replace(filters, as_of=datetime(2026, 11, 24, 9, 59))) == [2, 0, 0, 0, 0, 0]
        world.add("2026-11-12 09:00", category="13", kelurahan="31.71.01.1001")
        assert self.found(replace(filters, as_of=datetime(2026, 11, 24, 10, 1))) == [3, 0, 0, 1, 0, 0]

    def test_settled_in_the_period_by_lapor_without_contradiction(self, world: World) -> None:
        self.settle(world)
        self.settle(world, channel="JAKI", kelurahan="31.71.01.1001")
        world.add("2026-08-25 09:00", "2026-08-31 09:00", channel="LAPOR", category="Sampah")
        world.add("2026-10-05 09:00", "2026-10-01 09:00", channel="LAPOR", category="Sampah")  # before its receipt
        assert self.found() == [1, 0, 0, 1, 0, 0]

    def test_filters_choose_the_settled_not_what_followed(self, world: World) -> None:
        self.settle(world, skpd="DBM")
        world.add("2026-10-05 09:00", skpd="DSOS", channel="JAKI")
        assert self.found(replace(self.OCTOBER, skpds=("DBM",), channels=("LAPOR",), areas=("31.73",))) == [
            1,
            1,
            0,
            1,
            1,
            0,
        ]
        assert self.found(replace(self.OCTOBER, skpds=("DSOS",))) == [0] * 6

    def test_the_sample(self, sample_database: str) -> None:
        found = self.found(YEAR)
        assert found[0] > found[3] > found[4] > found[1] > 0


class TestFind:
    def codes(self, text: str, moment: datetime = NOW) -> list[str]:
        return list(complaints.find(text, moment)["code"])

    @pytest.fixture
    def numbers(self, world: World) -> World:
        world.add("2026-11-02 09:00", channel="LAPOR", nomor="LP000000005", nomor_lapor="5000123")
        world.add("2026-11-03 09:00", channel="LAPOR", nomor="LP000000050", nomor_lapor=None)
        world.add("2026-11-04 09:00", channel="TWITTER", nomor="TW000000005")
        world.add("2026-11-04 09:00", channel="TWITTER", nomor="TW000000777", nomor_lapor="777")
        world.add("2026-11-05 09:00", nomor="JK2611050005")
        world.add("2026-11-06 09:00", nomor="42")
        world.add("2026-11-07 09:00", channel="LAPOR", nomor="tanpa angka", nomor_lapor="")
        return world

    def test_a_number_of_lapor(self, numbers: World) -> None:
        for text in (
            "LP000000005",
            "lp000000005",
            "Lp000000005",
            " LP000000005 ",
            "LP 0000 00005",
            "#LP000000005",
            "LP-000000005",
            "LP5",
            "lp05",
            "000000005",
            "5",
            "0005",
            "#5",
            "5000123",
            "05000123",
            "LAPOR-5000123",
            "lapor 5000123",
        ):
            found = complaints.find(text, NOW)
            assert list(found["code"]) == ["LP000000005"], text
            assert found.iloc[0][["id", "channel", "lapor_tracking_id"]].tolist() == [1, "LAPOR 1708", "5000123"]

    def test_a_number_of_another_channel_is_taken_as_written(self, numbers: World) -> None:
        for text, expected in {
            "TW000000005": ["TW000000005"],  # not LP000000005
            "tw000000005": ["TW000000005"],
            "TW5": [],
            "TW000000777": ["TW000000777"],
            "777": [],  # only LAPOR has an ID in SP4N-LAPOR
            "jk2611050005": ["JK2611050005"],
            "2611050005": [],
            "JK5": [],
            "42": ["42"],
            "042": [],
            "50": ["LP000000050"],
            "LP50": ["LP000000050"],
        }.items():
            assert self.codes(text) == expected, text

    def test_what_means_nothing_finds_nothing(self, numbers: World) -> None:
        for text in (
            "",
            " ",
            "%",
            "_",
            "LP%",
            "LP_00000005",
            "LP00000000",
            "0",
            "000",
            "LP",
            "LP0",
            "#",
            "'",
            "LP000000005'",
            "'; drop table dashboard.complaint; --",
            "' or '1'='1",
            '"',
            "\\",
            "\0",
            "LP000000005\0x",
            "5\0x",
            "9" * 1000,
            "LP" + "5" * 1000,
            "x" * 1000,
            "%s",
            "%(x)s",
            ":as_of",
            "{0}",
            "٥",
            "५",
            "5️⃣",
            "5.0",
            "1e9",
            "🚧",
        ):
            assert self.codes(text) == [], text

    def test_a_number_used_twice_and_one_that_means_two(self, world: World) -> None:
        world.add("2026-11-01 09:00", channel="LAPOR", nomor="LP000000007")
        world.add("2026-11-02 09:00", channel="LAPOR", nomor="LP000000900", nomor_lapor="7")
        world.add("2026-11-03 09:00", nomor="7")
        for _ in range(2):
            world.add("2026-11-04 09:00", nomor="JK1")
        assert list(complaints.find("7", NOW)["id"]) == [3, 2, 1]  # as written first, then the newest
        assert list(complaints.find("LP000000007", NOW)["id"]) == [1, 2]
        assert list(complaints.find("JK1", NOW)["id"]) == [4, 5]

    def test_ten_at_most(self, world: World) -> None:
        for _ in range(12):
            world.add("2026-11-04 09:00", nomor="JK1")
        assert len(complaints.find("JK1", NOW)) == 10

    def test_before_its_receipt_there_is_none(self, numbers: World) -> None:
        assert self.codes("5", datetime(2026, 11, 2, 8, 59)) == []
        assert self.codes("5", datetime(2026, 11, 2, 9, 0)) == ["LP000000005"]
        assert self.codes("TW000000005", datetime(2026, 11, 3, 9, 0)) == []

    def test_the_sample(self, sample_database: str) -> None:
        rows = lapor.listed(NOVEMBER, Pick("terbuka"), size=20)
        assert rows["lapor_tracking_id"].notna().all() and len(rows) == 20
        for row in rows.itertuples():
            assert row.id in set(complaints.find(row.code.lower(), NOW)["id"])
            assert row.id in set(complaints.find(row.lapor_tracking_id, NOW)["id"])


class TestSimilar:
    def test_thirty_days_either_way(self, world: World) -> None:
        mine = world.add("2026-10-15 09:00", channel="LAPOR")
        before = world.add("2026-09-15 09:00")
        after = world.add("2026-11-14 09:00", "2026-11-20 09:00", channel="TWITTER", category="Jalan ")
        near = world.add("2026-10-15 21:00", channel="LAPOR")
        world.add("2026-09-15 08:59")
        world.add("2026-11-14 09:01")
        world.add("2026-10-15 09:00", category="Sampah")
        world.add("2026-10-15 09:00", kelurahan="31.71.01.1001")
        world.add("2026-10-15 09:00", category=None)
        found = complaints.similar(mine, NOW)
        assert list(found["id"]) == [near, before, after]
        assert list(found["days_apart"]) == [0.5, -30, 30] and set(found["total"]) == {3}
        assert list(found["channel"]) == ["LAPOR 1708", "JAKI", "Twitter DKI Jakarta"]
        assert [pd.isna(end) for end in found["closed_at"]] == [True, True, False]
        then = complaints.similar(mine, datetime(2026, 11, 14, 9, 0))
        assert list(then["id"]) == [near, before, after] and then["closed_at"].isna().all()
        assert list(complaints.similar(mine, datetime(2026, 11, 14, 8, 59))["id"]) == [near, before]
        assert complaints.similar(mine, datetime(2026, 10, 15, 8, 59)).empty

    @pytest.mark.parametrize(
        "same", [{"category": None}, {"category": "Asing"}, {"kelurahan": None}, {"kelurahan": ""}]
    )
    def test_what_is_not_known_is_like_nothing(self, world: World, same: dict[str, Any]) -> None:
        mine, _other = (world.add("2026-11-10 09:00", channel="LAPOR", **same) for _ in range(2))
        assert complaints.similar(mine, NOW).empty

    def test_a_neighbour_reopened_since_was_settled_then(self, world: World) -> None:
        mine = world.add("2026-10-30 09:00", channel="LAPOR")
        world.add(
            "2026-11-02 09:00",
            steps=ways(
                "2026-11-02 09:00", ("2026-11-04 09:00", "Selesai", "KEL-A"), ("2026-11-15 09:00", "Proses", "KEL-A")
            ),
        )
        for moment, end in (
            (datetime(2026, 11, 4, 8, 59), None),
            (PAST.as_of, datetime(2026, 11, 4, 9, 0)),
            (NOW, None),
        ):
            closed = complaints.similar(mine, moment)["closed_at"].iloc[0]
            assert (None if pd.isna(closed) else closed) == end, moment

    def test_ten_of_all(self, world: World) -> None:
        mine = world.add("2026-11-10 09:00", channel="LAPOR")
        for _ in range(12):
            world.add("2026-11-11 09:00")
        found = complaints.similar(mine, NOW)
        assert len(found) == 10 and set(found["total"]) == {12} and mine not in set(found["id"])


# What can narrow a list, and whether its values share a list out among them.
FACETS: dict[str, tuple[tuple[str, ...], bool]] = {
    "age": (lapor.AGES, False),
    "stage": (lapor.STAGES, True),
    "kind": (lapor.KINDS, True),
    "handovers": (lapor.COUNTS, True),
    "ews": (lapor.COUNTS, True),
    "rejected": (("ya", "tidak"), True),
    "unknown": (lapor.UNKNOWN, False),
    "passed": (lapor.STAGES, False),
    "held_by": (("KEL-A", "DBM", "NN", ""), False),
}


class TestPick:
    def test_every_field_can_narrow(self) -> None:
        assert {field.name for field in fields(Pick)} == {"set", "clock", *FACETS}

    def test_unknown_values_are_refused(self, world: World) -> None:
        for name in ("set", "clock", *FACETS):
            for value in ("", "x", "4", "-1", "terlambat; drop table", "%", "TERLAMBAT"):
                pick = replace(Pick(), **{name: value})
                if name == "held_by":  # any text may be a code
                    assert pick.parameters()["held_by"] == value
                    continue
                with pytest.raises(ValueError, match="unknown value"):
                    pick.parameters()
        for pick in (Pick("x"), Pick(clock="x"), Pick(age="x"), Pick(ews="4")):
            with pytest.raises(ValueError, match="unknown"):
                lapor.listed(NOVEMBER, pick)
            with pytest.raises(ValueError, match="unknown"):
                next(lapor.rows(NOVEMBER, pick, ["id"]))
        for question in (lapor.summary, lapor.breakdown, lapor.due_soon, lapor.elapsed, lapor.outcomes):
            with pytest.raises(ValueError, match="unknown clock"):
                question(NOVEMBER, "sundial")

    def test_a_holder_may_be_any_text(self, world: World) -> None:
        world.add("2026-11-02 09:00", channel="LAPOR", skpd="'; --%")
        assert len(ids(NOVEMBER, held_by="'; --%")) == 1 and not ids(NOVEMBER, held_by="%")

    def claims(self, filters: Filters, clock: str, most_units: int) -> Iterator[tuple[Pick, int]]:
        """Every number that another question gives, and its list."""
        whole = lapor.summary(filters, clock)
        for name in ("terbuka", "tanpa-tenggat", "lewat-koordinasi", "lewat-verifikasi", "lewat-tindak-lanjut"):
            yield Pick(name, clock), int(whole[name.replace("-", "_")])
        for name, key in (
            ("terlambat", "dipilih"),
            ("hari-ini", "hari_ini"),
            ("3-hari", "tiga_hari"),
            ("7-hari", "tujuh_hari"),
        ):
            yield Pick(name, clock), int(whole[key])
        late = lapor.breakdown(filters, clock)
        for dimension, facet, values in (
            ("umur-crm", "age", lapor.AGES[:4]),
            ("umur-sp4n", "age", lapor.AGES[4:]),
            ("tahap", "stage", lapor.STAGES),
            ("jenis", "kind", lapor.KINDS),
        ):
            known = counts(late, dimension)
            assert set(known) <= set(values)
            for value in values:
                yield Pick("terlambat", clock, **{facet: value}), known.get(value, 0)
        for dimension, value in (("skpd", "skpd"), ("kategori", "kategori"), ("kota", "wilayah")):
            yield Pick("terlambat", clock, unknown=value), counts(late, dimension).get("", 0)
        judged = lapor.outcomes(filters, clock)
        for name, column in (("jatuh-tempo", "aduan"), ("luput", "luput")):
            yield Pick(name, clock), counts(judged, "semua", column).get("", 0)
            for dimension, facet in (("serah", "handovers"), ("ews", "ews"), ("tolak", "rejected")):
                known = counts(judged, dimension, column)
                assert set(known) <= set(FACETS[facet][0])
                for value in FACETS[facet][0]:
                    yield Pick(name, clock, **{facet: value}), known.get(value, 0)
        spent = lapor.elapsed(filters, clock)
        for dimension, facet in (("tahap", "passed"), ("skpd", "held_by")):
            part = spent[spent["dimension"] == dimension].groupby(["code", "is_missed"])["aduan"].sum().to_dict()
            codes = (
                list(lapor.STAGES)
                if facet == "passed"
                else ["", *sorted({code for code, _ in part} - {""})[:most_units]]
            )
            for code in codes:
                missed, kept = part.get((code, True), 0), part.get((code, False), 0)
                yield Pick("luput", clock, **{facet: code}), missed
                yield Pick("jatuh-tempo", clock, **{facet: code}), missed + kept
        again = lapor.repeats(filters)
        for days in (14, 30):
            for name in ("selesai", "berulang"):
                yield Pick(f"{name}-{days}", clock), again[f"{name}_{days}"]

    def matches(self, filters: Filters, most_units: int = 100) -> int:
        found = 0
        for clock in lapor.CLOCKS:
            for pick, number in self.claims(filters, clock, most_units):
                assert list(lapor.rows(filters, pick, ["total"])) == [(number,)] * number, pick
                assert total(filters, pick) == number, pick
                found += number > 0
        return found

    def test_every_list_has_its_number_in_a_dirty_world(self, busy: World) -> None:
        busy.add("2026-10-20 09:00", "2026-10-25 09:00", channel="LAPOR", jenis_lapor=INFORMATION)
        busy.add("2026-11-10 09:00", channel="LAPOR", skpd="", kelurahan=" ", category=" ", jenis_lapor="")
        for filters in (replace(NOVEMBER, first=date(2026, 6, 1)), replace(PAST, first=date(2026, 10, 1))):
            assert self.matches(filters) > 60

    def test_every_list_has_its_number_on_the_sample(self, sample_database: str) -> None:
        assert self.matches(YEAR, most_units=4) > 100

    def shares(self, filters: Filters, clock: str, sets: tuple[str, ...]) -> None:
        """Of any list, whatever narrows it: the values that share it out sum up to it, the others stay within it."""
        for name in sets:
            whole = total(filters, Pick(name, clock))
            for facet, (values, is_partition) in FACETS.items():
                parts = [total(filters, Pick(name, clock, **{facet: value})) for value in values]
                assert max(parts) <= whole, (name, facet)
                if is_partition:
                    assert sum(parts) == whole, (name, facet)

    def test_any_list_can_be_narrowed_by_anything(self, busy: World) -> None:
        for number, clock in enumerate(lapor.CLOCKS):
            self.shares(YEAR if number % 2 else replace(YEAR, as_of=PAST.as_of), clock, lapor.SETS[number::4])

    def test_pages_follow_one_another(self, sample_database: str) -> None:
        """No complaint twice, none left out, in the order of the file; what falls due next stands first."""
        for pick in (Pick(), Pick("7-hari", "sp4n"), Pick("luput", "crm", kind="tidak-berkadar"), Pick("selesai-14")):
            whole = [row[0] for row in lapor.rows(YEAR, pick, ["id"])]
            pages = [lapor.listed(YEAR, pick, number, 5) for number in range(1, len(whole) // 5 + 3)]
            assert [key for page in pages for key in page["id"]] == whole and len(whole) > 5
            assert len(set(whole)) == len(whole) and pages[-1].empty
            due = pd.concat(pages[:-1])[["due_at", "sp4n_due_at"]]
            due = due["sp4n_due_at"] if pick.set == "7-hari" else due.min(axis=1)
            assert due.notna().all() and due.is_monotonic_increasing

    def test_two_things_at_once(self, world: World) -> None:
        both = world.add("2026-11-02 09:00", channel="LAPOR", jenis_lapor=ASPIRATION, status="Proses")
        world.add("2026-11-02 09:00", channel="LAPOR", jenis_lapor=ASPIRATION)
        world.add("2026-11-02 09:00", channel="LAPOR", status="Proses")
        assert ids(NOVEMBER, stage="pengerjaan", kind="aspirasi") == {both}
        assert ids(NOVEMBER, stage="pengerjaan", kind="aspirasi", age="sp4n-telat-30", ews="0", handovers="0") == {both}
        assert not ids(NOVEMBER, stage="pengerjaan", kind="aspirasi", age="sp4n-telat-7")
