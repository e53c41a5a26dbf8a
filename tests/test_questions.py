"""The heart: what is given in the database and what each question must answer, on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from dashboard.analysis.survival import kaplan_meier
from queries import channels, complaints, lapor, skpds
from queries.channels import feeds
from queries.filters import Filters
from queries.lapor import Pick
from queries.moment import is_carried
from tests.world import World, days_after

NOW = datetime(2026, 11, 24, 10, 0)
NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), NOW)


def totals(filters: Filters = NOVEMBER) -> dict[str, int]:
    return complaints.totals(filters)


class TestDueCohort:
    """On time is judged over complaints whose deadline lies in the period and is not after as_of."""

    def test_each_kind_of_complaint(self, world: World) -> None:
        world.add("2026-11-02 09:00", "2026-11-08 09:00")  # closed exactly at the 6-day deadline: on time
        world.add("2026-11-02 09:00", "2026-11-08 09:01")  # a minute later: late
        world.add("2026-11-02 09:00")  # open past the deadline: late
        world.add("2026-11-22 09:00")  # open, not yet due: in no cohort
        world.add("2026-11-22 09:00", "2026-11-22 10:00")  # closed before a deadline still to come: in no cohort
        world.add("2026-10-20 09:00", "2026-10-21 09:00")  # due in October
        found = totals()
        assert (found["jatuh_tempo"], found["tepat_waktu"]) == (3, 1)
        assert (found["terbuka"], found["dalam_tenggat"], found["terlambat"]) == (2, 1, 1)
        assert (found["masuk"], found["selesai"]) == (5, 3)

    def test_the_limit_of_the_day_of_receipt_holds(self, world: World) -> None:
        world.add("2025-05-27 09:00", "2025-06-03 09:00")  # 7 days until 27 May 2025
        world.add("2025-05-28 09:00", "2025-06-04 09:00")  # 6 days since
        june = Filters(date(2025, 6, 1), date(2025, 6, 30), NOW)
        assert totals(june)["jatuh_tempo"] == 2
        assert totals(june)["tepat_waktu"] == 1

    def test_ews_moves_the_deadline_and_the_crms_own_wins(self, world: World) -> None:
        ews = {"ews": "2026-11-20 09:00", "ews_pada": "2026-11-05 09:00", "ews_kali": 1}
        steps = [("2026-11-02 09:00", "Menunggu", "KEL-A"), ("2026-11-05 09:00", "Proses", "KEL-A")]
        world.add(
            "2026-11-02 09:00", "2026-11-19 09:00", steps=[*steps, ("2026-11-19 09:00", "Selesai", "KEL-A")], **ews
        )
        world.add("2026-11-02 09:00", steps=steps, **ews, batas="2026-11-30 09:00")
        world.add("2026-11-02 09:00", batas="2026-11-04 09:00")
        found = totals()
        assert (found["jatuh_tempo"], found["tepat_waktu"]) == (2, 1)
        assert (found["dalam_tenggat"], found["terlambat"]) == (1, 1)

    def test_no_deadline_is_counted_as_such_and_never_on_time(self, world: World) -> None:
        world.add("2018-06-01 09:00")  # before the first rule
        world.add("2018-06-01 09:00", "2018-06-01 10:00")
        world.add("2026-11-02 09:00", "2026-11-03 09:00")
        everything = replace(NOVEMBER, first=date(2018, 1, 1))
        found = totals(everything)
        assert found["tanpa_tenggat"] == 1
        assert (found["jatuh_tempo"], found["tepat_waktu"]) == (1, 1)
        assert found["bertenggat"] == 0

    def test_the_narrowest_rule_wins(self, world: World) -> None:
        world.execute(
            "insert into dashboard.sla_rule (clock, step, channel_code, category, amount, unit, valid_from, source)"
            " values ('crm', 'settlement', 'TWITTER', null, 2, 'days', '2026-01-01', 'test'),"
            " ('crm', 'settlement', 'TWITTER', 'Jalan', 3, 'working_days', '2026-01-01', 'test')"
        )
        world.add("2026-11-06 09:00", channel="TWITTER", category="Sampah")  # due on the 8th
        friday = world.add("2026-11-06 09:00", channel="TWITTER", category="Jalan ")  # 3 working days: Wed the 11th
        due = complaints.one(friday, NOW).iloc[0]["due_at"]
        assert due == datetime(2026, 11, 11, 23, 59, 59)
        assert totals(replace(NOVEMBER, first=date(2026, 11, 8), last=date(2026, 11, 8)))["jatuh_tempo"] == 1
        assert totals(replace(NOVEMBER, first=date(2026, 11, 11), last=date(2026, 11, 11)))["jatuh_tempo"] == 1


class TestAsOf:
    """The same question at a past moment answers as it would have then."""

    def test_a_later_closing_is_not_seen(self, world: World) -> None:
        world.add("2026-11-02 09:00", "2026-11-20 09:00")
        then = replace(NOVEMBER, as_of=datetime(2026, 11, 10, 10, 0))
        assert (totals(then)["terbuka"], totals(then)["terlambat"], totals(then)["selesai"]) == (1, 1, 0)
        assert totals()["terbuka"] == 0

    def test_status_holder_and_ews_come_from_the_steps(self, world: World) -> None:
        key = world.add(
            "2026-11-02 09:00",
            steps=[
                ("2026-11-02 09:00", "Menunggu", "KEL-A"),
                ("2026-11-03 09:00", "Koordinasi", "DBM"),
                ("2026-11-06 09:00", "Proses", "DBM"),
                ("2026-11-12 09:00", "Disposisi", "SBM-B"),
            ],
            ews="2026-12-20 09:00",
            ews_pada="2026-11-06 09:00",
            ews_kali=1,
        )
        before_ews = complaints.one(key, datetime(2026, 11, 5, 10, 0)).iloc[0]
        assert (before_ews["status"], before_ews["skpd_code"], before_ews["ews_count"]) == ("Koordinasi", "DBM", 0)
        assert before_ews["due_at"] == datetime(2026, 11, 8, 9, 0)
        now = complaints.one(key, NOW).iloc[0]
        assert (now["status"], now["skpd_code"], now["due_source"]) == ("Disposisi", "SBM-B", "ews")
        early = replace(NOVEMBER, as_of=datetime(2026, 11, 5, 10, 0), skpds=("DBM",))
        assert totals(early)["terbuka"] == 1
        assert totals(replace(NOVEMBER, skpds=("DBM",)))["terbuka"] == 0

    def test_reopened_after_as_of_was_closed_then(self, world: World) -> None:
        world.add(
            "2026-11-02 09:00",
            steps=[
                ("2026-11-02 09:00", "Menunggu", "KEL-A"),
                ("2026-11-04 09:00", "Selesai", "KEL-A"),
                ("2026-11-15 09:00", "Proses", "KEL-A"),
            ],
        )
        then = replace(NOVEMBER, as_of=datetime(2026, 11, 10, 10, 0))
        assert (totals(then)["terbuka"], totals(then)["selesai"], totals(then)["tepat_waktu"]) == (0, 1, 1)
        assert totals()["terbuka"] == 1

    def test_not_yet_received_is_not_there(self, world: World) -> None:
        world.add("2026-11-20 09:00")
        then = replace(NOVEMBER, as_of=datetime(2026, 11, 10, 10, 0))
        assert sum(totals(then).values()) == 0


class TestDirt:
    """Dirty rows are counted and shown, and bend no figure."""

    def test_contradictory_times_count_as_received_only(self, world: World) -> None:
        world.add("2026-11-10 09:00", "2026-11-09 09:00")  # settled before it came
        world.add("2026-11-10 09:00", status="Selesai")  # settled, but when?
        world.add("2026-11-10 09:00", selesai="2059-01-01", status="Selesai")  # settled in the far future
        found = totals()
        assert (found["masuk"], found["bertentangan"]) == (3, 3)
        assert found["terbuka"] == found["selesai"] == found["jatuh_tempo"] == found["terlambat"] == 0
        assert complaints.gaps(NOVEMBER)["bertentangan"] == 3

    def test_missing_fields_are_counted_and_the_complaint_stays(self, world: World) -> None:
        world.add("2026-11-10 09:00", category=None, skpd=None, kelurahan=None)
        world.add("2026-11-10 09:00", category="Kategori Asing", skpd="NN", kelurahan="", status="???")
        found = complaints.gaps(NOVEMBER)
        assert found == {
            "masuk": 2,
            "tanpa_kategori": 2,
            "tanpa_skpd": 2,
            "tanpa_kelurahan": 2,
            "tanpa_tenggat": 0,
            "bertentangan": 0,
            "tanpa_tanggal": 0,
        }
        assert totals()["terlambat"] == 2

    def test_the_year_2059_and_a_number_used_twice(self, world: World) -> None:
        world.add("2059-11-10 09:00")
        world.add("2026-11-10 09:00", nomor="QL" + "9" * 40)
        world.add("2026-11-10 09:00", nomor="QL" + "9" * 40)
        assert totals()["masuk"] == 2
        assert list(complaints.page(NOVEMBER, "masuk")["code"]) == ["QL" + "9" * 40] * 2

    def test_spellings_of_a_category_are_one(self, world: World) -> None:
        world.add("2026-11-10 09:00", category="Jalan ")
        world.add("2026-11-10 09:00", category="Jalan")
        assert totals(replace(NOVEMBER, categories=("Jalan",)))["masuk"] == 2


class TestScope:
    def test_each_filter_narrows_and_together_they_cut(self, world: World) -> None:
        world.add(
            "2026-11-10 09:00", channel="LAPOR", skpd="DSOS", category="Bantuan Sosial", kelurahan="31.71.01.1001"
        )
        world.add("2026-11-10 09:00", channel="JAKI", skpd="KEL-A", category="Jalan")
        world.add("2026-11-10 09:00", channel="JAKI", skpd="DSOS", category="Jalan")
        assert totals(replace(NOVEMBER, channels=("JAKI",)))["masuk"] == 2
        assert totals(replace(NOVEMBER, skpds=("DSOS",)))["masuk"] == 2
        assert totals(replace(NOVEMBER, areas=("31.71",)))["masuk"] == 1
        assert totals(replace(NOVEMBER, areas=("31.73.04", "31.71.01.1001")))["masuk"] == 3
        assert totals(replace(NOVEMBER, categories=("Jalan",), skpds=("DSOS",)))["masuk"] == 1

    @pytest.mark.parametrize("as_of", [NOW, datetime(2026, 9, 30, 8, 0)])
    @pytest.mark.parametrize("channel", [(), ("LAPOR",)])
    def test_every_list_has_as_many_rows_as_its_number(
        self, sample_database: str, as_of: datetime, channel: tuple[str, ...]
    ) -> None:
        filters = Filters(date(2026, 8, 1), date(2026, 9, 30), as_of, channels=channel)
        counted = totals(filters)
        for name in complaints.SETS:
            key = name.replace("-", "_")
            if key in counted:
                listed = complaints.page(filters, name, size=1)
                assert (int(listed["total"].iloc[0]) if len(listed) else 0) == counted[key], name
        late = complaints.page(filters, "tidak-tepat-waktu", size=1)
        assert (int(late["total"].iloc[0]) if len(late) else 0) == counted["jatuh_tempo"] - counted["tepat_waktu"]

    def test_the_classes_of_age_are_the_open_ones(self, sample_database: str) -> None:
        found = totals()
        classes = ("tanpa_tenggat", "belum", "segera", "telat_7", "telat_30", "telat_90", "telat_lama")
        assert sum(found[name] for name in classes) == found["terbuka"]
        assert sum(found[name] for name in classes[3:]) == found["terlambat"]
        assert found["terlambat"] + found["dalam_tenggat"] == found["bertenggat"]

    def test_a_past_moment_is_what_the_database_said_then(self, server, sampled: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        """The sample as filled up to a day, against the full sample seen as of that day."""
        import psycopg

        from tests.conftest import point_at

        url = server.url("sampled", "dashboard_reader")
        point_at(monkeypatch, url)
        then = Filters(date(2026, 8, 1), date(2026, 8, 31), datetime(2026, 8, 31, 20, 0))
        with psycopg.connect(sampled) as connection:
            rows = connection.execute(
                """
                select count(*) from crm.laporan l
                where masuk <= '2026-08-31 20:00+07' and not (selesai < masuk) is true
                  and not (status = 'Selesai' and diubah <= '2026-08-31 20:00+07'
                           and (selesai is null or selesai > '2026-08-31 20:00+07'))
                  and coalesce((select r.status from crm.riwayat r where r.laporan = l.id and r.pada <= '2026-08-31 20:00+07'
                                order by r.pada desc, r.id desc limit 1), '') <> 'Selesai'
                  and (selesai is null or selesai > '2026-08-31 20:00+07')
                """
            ).fetchone()
        assert rows is not None
        assert totals(then)["terbuka"] == rows[0]


class TestDays:
    def test_flow_and_stock_by_day(self, world: World) -> None:
        world.add("2026-10-25 09:00")  # overdue since 31 October
        world.add("2026-11-03 09:00", "2026-11-04 12:00")
        world.add("2026-11-04 09:00")  # overdue since 10 November
        days = complaints.per_day(NOVEMBER).set_index("day")
        assert len(days) == 23
        assert int(days.loc["2026-11-03", "masuk"]) == 1 and int(days.loc["2026-11-04", "selesai"]) == 1
        assert list(days.loc["2026-11-01":"2026-11-05", "terbuka"]) == [1, 1, 2, 2, 2]
        assert list(days.loc[["2026-11-01", "2026-11-09", "2026-11-10"], "terlambat"]) == [1, 1, 2]
        assert not days["is_running"].any()

    def test_the_stock_of_the_last_day_is_the_headline(self, sample_database: str) -> None:
        filters = Filters(date(2026, 11, 1), date(2026, 11, 30), NOW)
        days = complaints.per_day(filters)
        assert len(days) == 24 and list(days["is_running"])[-2:] == [False, True]
        found = totals(filters)
        assert days["terbuka"].iloc[-1] == found["terbuka"]
        assert days["terlambat"].iloc[-1] == found["terlambat"]
        for name in ("masuk", "selesai", "jatuh_tempo", "tepat_waktu"):
            assert days[name].sum() == found[name], name

    def test_days_are_cut_in_jakarta(self, world: World) -> None:
        world.add("2026-11-10 00:30")
        world.add("2026-11-10 23:59")
        days = complaints.per_day(NOVEMBER).set_index("day")
        assert int(days.loc["2026-11-10", "masuk"]) == 2


class TestDurations:
    def test_open_complaints_count_and_the_window_delays_entry(self, world: World) -> None:
        world.add("2026-11-02 00:00", "2026-11-02 10:00")
        world.add("2026-11-02 00:00", "2026-11-03 00:00")
        world.add("2026-11-02 00:00")
        world.add("2026-10-01 00:00", "2026-10-02 00:00")  # never open inside the window: plays no part
        window = ((datetime(2026, 11, 1), NOW),)
        row = complaints.durations(NOVEMBER, window).iloc[0]
        curve = kaplan_meier(row["hour"], row["entered"], row["left_risk"], row["settled"])
        assert curve.n == 3 and curve.median == 24

    def test_a_handover_censors_the_stay(self, world: World) -> None:
        world.add(
            "2026-11-02 00:00",
            "2026-11-04 00:00",
            steps=[
                ("2026-11-02 00:00", "Menunggu", "KEL-A"),
                ("2026-11-03 00:00", "Koordinasi", "DBM"),
                ("2026-11-04 00:00", "Selesai", "DBM"),
            ],
        )
        rows = skpds.spells(NOVEMBER).set_index("code")
        kel, dbm = (
            kaplan_meier(*rows.loc[code, ["hour", "entered", "left_risk", "settled"]]) for code in ("KEL-A", "DBM")
        )
        assert kel.median is None and kel.last_hour == 24
        assert dbm.median == 24


class TestChannels:
    def test_sums_are_the_total(self, sample_database: str) -> None:
        filters = Filters(date(2026, 8, 1), date(2026, 10, 31), NOW)
        rows, all_of_them = channels.volumes(filters), totals(filters)
        for name in ("masuk", "selesai", "jatuh_tempo", "tepat_waktu", "terbuka", "terlambat"):
            assert rows[name].sum() == all_of_them[name], name
        steps = channels.steps(filters, "week")
        assert steps["masuk"].sum() == all_of_them["masuk"]

    def test_validity_and_unknown_channels(self, world: World) -> None:
        world.add("2026-11-10 09:00", channel="PIGEON")
        found = channels.volumes(NOVEMBER).set_index("code")
        assert "QLUE" not in found.index  # closed in 2021
        assert int(found.loc["PIGEON", "masuk"]) == 1 and found.loc["PIGEON", "name"] == "PIGEON"

    def test_newest_record_and_own_gap(self, world: World) -> None:
        for day in ("01", "03", "10"):
            world.add(f"2026-11-{day} 09:00", channel="LAPOR")
        feed = next(feed for feed in feeds(NOW) if feed.code == "LAPOR")
        assert feed.newest == datetime(2026, 11, 10, 9, 0)
        assert feed.hours_usual == 7 * 24 and round(feed.hours_silent or 0) == 14 * 24 + 1
        assert feed.is_silent and not any(other.is_silent for other in feeds(NOW) if other.code != "LAPOR")


class TestLaporClocks:
    @pytest.mark.parametrize(
        ("kind", "limit", "due"),
        [
            ("permintaan informasi", 5, "2026-08-24"),  # 14 Aug is a Friday; Monday the 17th is a holiday
            ("aspirasi", 5, "2026-08-24"),
            ("pengaduan tidak berkadar pengawasan", 14, "2026-09-07"),
            ("pengaduan berkadar pengawasan", 60, "2026-11-10"),
        ],
    )
    def test_settlement_in_working_days_after_receipt(self, world: World, kind: str, limit: int, due: str) -> None:
        """Monday 17 August 2026 and Tuesday 25 August 2026 (Maulid Nabi) are national holidays."""
        key = world.add("2026-08-14 15:00", channel="LAPOR", jenis_lapor=kind)
        row = complaints.one(key, NOW).iloc[0]
        assert row["sp4n_limit"] == limit
        assert row["sp4n_due_at"] == datetime.fromisoformat(f"{due} 23:59:59")

    def test_overdue_on_either_clock(self, world: World) -> None:
        # On Thursday the 12th + 6 days CRM: due the 18th; SP4N 5 working days: due Thursday the 19th.
        both = world.add("2026-11-12 09:00", channel="LAPOR", jenis_lapor="aspirasi", skpd="DSOS")
        crm = world.add("2026-11-17 09:00", channel="LAPOR", jenis_lapor="pengaduan berkadar pengawasan", skpd="DBM")
        sp4n = world.add(
            "2026-11-12 09:00",
            channel="LAPOR",
            jenis_lapor="permintaan informasi",
            skpd="DBM",
            batas="2026-12-24 09:00",
        )
        world.add("2026-11-20 09:00", channel="LAPOR", jenis_lapor="aspirasi")
        world.add("2026-11-01 09:00", "2026-11-20 09:00", channel="LAPOR", jenis_lapor="aspirasi")
        world.add("2026-11-01 09:00", channel="JAKI")
        found = lapor.summary(NOVEMBER, "salah-satu")
        assert (found["terbuka"], found["crm"], found["sp4n"], found["salah_satu"], found["keduanya"]) == (
            4,
            2,
            2,
            3,
            1,
        )
        assert found["sp4n_terlama"] == 3  # Friday, Monday, Tuesday
        for clock, expected in (
            ("salah-satu", {both, crm, sp4n}),
            ("crm", {both, crm}),
            ("sp4n", {both, sp4n}),
            ("keduanya", {both}),
        ):
            assert set(lapor.listed(NOVEMBER, Pick(clock=clock))["id"]) == expected
        rows = lapor.breakdown(NOVEMBER, "salah-satu")
        by_skpd = rows[rows["dimension"] == "skpd"].set_index("code")
        assert by_skpd.loc["DBM", ["aduan", "crm", "sp4n"]].tolist() == [2, 1, 1]
        rows = lapor.breakdown(NOVEMBER, "sp4n")
        by_skpd = rows[rows["dimension"] == "skpd"].set_index("code")
        assert by_skpd.loc["DBM", ["aduan", "crm", "sp4n"]].tolist() == [1, 0, 1]

    def test_a_kind_that_is_not_known_has_no_sp4n_deadline(self, world: World) -> None:
        key = world.add("2026-08-14 15:00", channel="LAPOR")
        row = complaints.one(key, NOW).iloc[0]
        assert row["sp4n_due_at"] is None or row["sp4n_due_at"] != row["sp4n_due_at"]
        assert lapor.summary(NOVEMBER, "sp4n")["sp4n"] == 0

    def test_classes_of_days_late(self, world: World) -> None:
        for days in (1, 7, 8, 30, 31, 90, 91):
            world.add(days_after("2026-11-24 10:00", -6 - days), channel="LAPOR", nomor=f"LP{days:09}")
        rows = lapor.breakdown(NOVEMBER, "crm")
        ages = rows[rows["dimension"] == "umur-crm"].set_index("code")["aduan"].to_dict()
        assert ages == {"crm-telat-7": 2, "crm-telat-30": 2, "crm-telat-90": 2, "crm-telat-lama": 1}
        for age, count in ages.items():
            assert len(lapor.listed(NOVEMBER, Pick(clock="crm", age=age))) == count

    def test_classes_of_working_days_late(self, world: World) -> None:
        """On the weekend after its deadline a complaint is overdue and no working day late."""
        for received in ("2026-11-06", "2026-11-05", "2026-10-30", "2026-10-29", "2026-06-01"):
            world.add(f"{received} 09:00", channel="LAPOR", jenis_lapor="aspirasi")  # due 13, 12, 6, 5 November, June
        for as_of, ages in (
            (datetime(2026, 11, 14, 10, 0), {"sp4n-telat-7": 4, "sp4n-telat-lama": 1}),
            (datetime(2026, 11, 16, 10, 0), {"sp4n-telat-7": 4, "sp4n-telat-lama": 1}),
            (datetime(2026, 11, 17, 10, 0), {"sp4n-telat-7": 3, "sp4n-telat-30": 1, "sp4n-telat-lama": 1}),
            (datetime(2026, 11, 18, 10, 0), {"sp4n-telat-7": 2, "sp4n-telat-30": 2, "sp4n-telat-lama": 1}),
        ):
            rows = lapor.breakdown(replace(NOVEMBER, as_of=as_of), "sp4n")
            assert rows[rows["dimension"] == "umur-sp4n"].set_index("code")["aduan"].to_dict() == ages, as_of

    def test_lists_have_as_many_rows_as_their_numbers(self, sample_database: str) -> None:
        found = lapor.summary(NOVEMBER, "salah-satu")
        assert found["keduanya"] > 5
        for clock in lapor.CLOCKS:
            number = found[clock.replace("-", "_")]
            rows = lapor.breakdown(NOVEMBER, clock)
            assert lapor.summary(NOVEMBER, clock)["dipilih"] == number
            assert len(lapor.listed(NOVEMBER, Pick(clock=clock))) == number
            assert rows[rows["dimension"] == "skpd"]["aduan"].sum() == number
            for row in rows[rows["dimension"].str.startswith("umur-")].itertuples():
                assert len(lapor.listed(NOVEMBER, Pick(clock=clock, age=row.code))) == row.aduan


class TestOneComplaint:
    def test_path_and_hours_at_each_table(self, world: World) -> None:
        key = world.add(
            "2026-11-02 09:00",
            steps=[
                ("2026-11-02 09:00", "Menunggu", "KEL-A"),
                ("2026-11-02 11:00", "Koordinasi", "DBM"),
                ("2026-11-03 11:00", "Koordinasi", "KEL-A"),
                ("2026-11-03 12:00", "Proses", "KEL-A"),
            ],
        )
        steps = complaints.path(key, NOW)
        assert list(steps["holder"]) == ["Kelurahan Angke", "Dinas Bina Marga", "Kelurahan Angke", "Kelurahan Angke"]
        assert [round(h, 6) for h in steps["hours"]][:3] == [2, 24, 1]
        held = complaints.tables(key, NOW).set_index("skpd")
        assert held.loc["Dinas Bina Marga", "hours"] == 24 and held.loc["Kelurahan Angke", "stays"] == 2
        assert len(complaints.path(key, datetime(2026, 11, 2, 12, 0))) == 2

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("hubungi 0812-3456-7890 ya", "hubungi [nomor] ya"),
            ("telp +62 812 3456 7890", "telp [nomor]"),
            ("(021) 555 1234 kantor", "[nomor] kantor"),
            ("NIK 3171012345678901 atas nama", "NIK [NIK] atas nama"),
            ("NIK 3171 0123 4567 8901", "NIK [NIK]"),
            ("surat ke warga.rt01+x@mail.example.org.", "surat ke [surel]."),
            ("JK2503050007 belum selesai, RT 03 RW 12 no. 45", "JK2503050007 belum selesai, RT 03 RW 12 no. 45"),
        ],
    )
    def test_numbers_and_addresses_are_masked_in_the_database(self, world: World, text: str, shown: str) -> None:
        key = world.add("2026-11-02 09:00", isi=text)
        assert complaints.one(key, NOW).iloc[0]["text"] == shown

    @pytest.mark.parametrize("flag", ["privat", "rahasia"])
    def test_private_text_never_leaves_the_database(self, world: World, flag: str) -> None:
        key = world.add("2026-11-02 09:00", isi="sangat pribadi", **{flag: True})
        assert complaints.one(key, NOW).iloc[0]["text"] is None

    def test_unknown_key_is_no_row(self, world: World) -> None:
        assert complaints.one(4711, NOW).empty


def test_unknown_names_are_refused(world: World) -> None:
    with pytest.raises(ValueError, match="unknown set"):
        complaints.page(NOVEMBER, "drop table")
    with pytest.raises(ValueError, match="unknown clock"):
        lapor.summary(NOVEMBER, "sundial")
    with pytest.raises(ValueError, match="unknown unit"):
        channels.steps(NOVEMBER, "fortnight")


def test_settled_at_the_start_of_the_window_plays_no_part(world: World) -> None:
    """Dates without times put every settlement at midnight, which is where windows begin."""
    world.add("2026-10-30 00:00", "2026-11-01 00:00")
    world.add("2026-11-01 00:00", "2026-11-01 00:00")  # came and went at that very moment
    world.add("2026-10-30 00:00", "2026-11-03 00:00")
    row = complaints.durations(NOVEMBER, ((datetime(2026, 11, 1), NOW),)).iloc[0]
    curve = kaplan_meier(row["hour"], row["entered"], row["left_risk"], row["settled"])
    assert curve.n == 2 and curve.settled_within(0) == 1.0  # the one from October was not at risk at hour 0
    assert len(complaints.page(NOVEMBER, "terlibat")) == 2
    stays = skpds.spells(NOVEMBER).iloc[0]
    assert sum(stays["left_risk"]) == 2


def test_a_code_no_list_knows_stays_within_reach(world: World) -> None:
    world.add("2026-11-10 09:00", skpd="NN-1")
    assert is_carried("skpds", "NN-1") and not is_carried("skpds", "NN-2") and not is_carried("categories", "NN-1")
    assert totals(replace(NOVEMBER, skpds=("NN-1",)))["masuk"] == 1
