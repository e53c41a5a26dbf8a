"""The meeting: a link that freezes figures and tells what has moved, messages no stronger than their statistics, and
screens and files that say the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import projector
from dashboard.formats import number
from dashboard.meeting import link, monev, screens, whole
from dashboard.meeting.screens import names
from dashboard.places import AGENDA, OVERVIEW, PAIR, SCREENS, WALL
from dashboard.texts import speaking
from dashboard.view import LISTS
from queries import moment
from tests.apptest import is_well, link_query, notices, opened
from tests.conftest import AS_OF, point_at
from tests.decks import PERIOD, SAMPLED, clear, deck, meeting, one, said, shown
from tests.world import World, cohort, still_open


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with speaking("id"):
        yield


class TestLink:
    def test_a_link_is_read_as_it_was_written(self, sample_database: str) -> None:
        view, asked, _ = meeting(
            f"{PERIOD}&agenda=lapor.angka&kelompok=sudin&ukuran=koordinasi&lalu=2026-10-20T09:00&lalu-dari=2026-09-01&lalu-sampai=2026-09-30&kanal=LAPOR&kanal=JAKI"
        )
        assert asked.agenda == ("lapor", "angka") and asked.group == "sudin" and asked.measure == "koordinasi"
        query = urlencode(link.query(view, asked, {"masuk": 12, "kanal-JAKI": 3}), doseq=True)
        again_view, again, found = meeting(query)
        assert again_view.filters == view.filters and not found
        assert again == replace(asked, recorded=(("masuk", 12), ("kanal-JAKI", 3)))
        assert link.query(again_view, again) == parse_shapes(query)

    def test_it_is_readable(self, sample_database: str) -> None:
        view, asked, _ = meeting()
        text = urlencode(link.query(view, asked, {"tepat-waktu": 4321}), doseq=True)
        assert text == "dari=2026-11-01&sampai=2026-11-23&per=2026-11-24T10%3A00&angka=tepat-waktu_4321"

    def test_without_a_moment_it_is_frozen_at_this_one(self, sample_database: str) -> None:
        view, asked, _ = meeting("")
        assert link.query(view, asked)["per"] == moment.now().minute.strftime("%Y-%m-%dT%H:%M")

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("agenda=angka.%3Cscript%3E", "Layar tidak dikenal"),
            ("kelompok=x", "kelompok"),
            ("ukuran=%27%3B--", "ukuran"),
            ("lalu=kemarin", "tidak dapat dibaca"),
            ("lalu=2099-01-01", "belum tiba"),
            ("lalu=2026-10-01&lalu-dari=3", "Tanggal"),
            ("angka=masuk_12.x_y", "Angka"),
            ("angka=masuk_99999999999999999999", "Angka"),
            ("angka=masuk_1%C2%B2", "Angka"),
            ("angka=", "Angka"),
        ],
    )
    def test_what_is_wrong_in_it_is_told_and_ignored(self, sample_database: str, query: str, says: str) -> None:
        _view, asked, found = meeting(f"{PERIOD}&{query}")
        assert any(says in notice for notice in found), found
        assert set(asked.agenda) <= set(names()) and asked.agenda

    def test_the_default_agenda_begins_with_the_last_meeting_where_there_was_one(self, sample_database: str) -> None:
        assert meeting()[1].agenda[0] == "angka" and meeting()[1].agenda[-1] == "sejak"
        assert meeting(f"{PERIOD}&lalu=2026-10-20")[1].agenda[0] == "sejak"

    def test_a_pasted_link_of_an_earlier_meeting(self) -> None:
        found = link.earlier(
            "https://x.example/rapat?dari=2026-10-01&sampai=2026-10-31&per=2026-11-01T09%3A00&angka=masuk_1"
        )
        assert found == {"lalu": "2026-11-01T09:00", "lalu-dari": "2026-10-01", "lalu-sampai": "2026-10-31"}
        assert link.earlier("halo") is None and link.earlier("https://x.example/rapat?dari=2026-10-01") is None


def parse_shapes(query: str) -> dict[str, Any]:
    """A query string as View.query gives it: lists of filters, else single values."""
    return {key: value if key in LISTS else value[-1] for key, value in parse_qs(query).items()}


class TestStill:
    @pytest.fixture
    def lived(self, world: World) -> World:
        """Complaints of two months, some of them late."""
        cohort(world, "KEL-A", 30, 24, day="2026-10-05")
        cohort(world, "SBM-B", 30, 20, day="2026-11-02", channel="LAPOR")
        for day in ("2026-10-01", "2026-10-10", "2026-11-03"):
            world.add(f"{day} 09:00", channel="LAPOR")
        return world

    def test_next_month_it_shows_the_same(self, lived: World) -> None:
        """Complaints that come later, and settlements that come later, change nothing in a frozen link."""
        before = deck()
        lived.add("2026-11-24 11:00", "2026-11-25 09:00")
        lived.add("2026-11-24 12:00", channel="LAPOR")
        self.close(lived, "2026-10-10 09:00", "2026-11-24 15:00")
        clear()
        assert [said(screen) for screen in deck().screens] == [said(screen) for screen in before.screens]

    @staticmethod
    def close(world: World, received: str, when: str) -> None:
        world.execute(
            "with closed as (update crm.laporan set status = 'Selesai', status_pada = %s, selesai = %s, diubah = %s"
            " where masuk = %s returning id) insert into crm.riwayat select id * 100 + 50, id, %s, 'Selesai', null,"
            " 'KEL-A', null, null from closed",
            [f"{when}+07"] * 3 + [f"{received}+07", f"{when}+07"],
        )

    def test_a_rewritten_history_is_told_figure_by_figure(self, lived: World) -> None:
        view, asked, _ = meeting()
        keys = {key: value for code in asked.agenda for key, value in screens.screen(view, asked, code).keys.items()}
        text = urlencode(link.query(view, asked, keys), doseq=True)
        assert not [screen for screen in deck(text).screens if screen.code == "berubah"]
        lived.add("2026-11-05 09:00", "2026-11-06 09:00")  # written into the past
        clear()
        found = deck(text).screens[-1]
        assert found.code == "berubah" and found.table
        assert {row[0]: row[1:] for row in found.table.words}["Masuk"] == ("31", "32", "+1")
        assert {row[0] for row in found.table.words} >= {"Masuk", "Selesai", "JAKI"}
        assert "Terlambat" not in {row[0] for row in found.table.words}  # it came and went

    def test_every_whole_number_of_a_title_is_in_the_link(self, sample_database: str) -> None:
        """So that none can move without being told: but for dates, moments and names, which hold digits too."""
        screens = deck(f"{PERIOD}&kelompok=sudin").screens
        values = {abs(value) for screen in screens for value in screen.keys.values()}
        kept = {number(value) for value in values} | {number(value / 10, 1) for value in values}
        since = screens[-1].keys
        kept.add(number(since["sejak-terlambat"] - since["sejak-selesai"]))
        for screen in screens:
            title = screen.title
            for words in ("LAPOR 1708", "24 November 2026", " 7 hari", *re.findall(r"pada \d+ \w+ 20\d\d", title)):
                title = title.replace(words, "")
            told = set(re.findall(r"\d[\d.,]*\d|\d", re.sub(r"[\d.,]+ %|\([^)]*\)", "", title)))
            assert told <= kept, (screen.code, screen.title, screen.keys)
            assert all(key in whole.labels() or key.startswith("kanal-") for key in screen.keys)

    def test_since_the_last_meeting(self, lived: World) -> None:
        """Of the 36 late on 20 October (6 of the cohort settled late but before, none open) two LAPOR;
        one is settled.
        """
        self.close(lived, "2026-10-01 09:00", "2026-11-10 15:00")
        found = one("sejak", f"{PERIOD}&lalu=2026-10-20T10:00")
        assert found.title == "Dari 2 aduan yang terlambat pada 20 Oktober 2026, 1 sudah selesai; 1 masih terbuka."
        assert found.table
        rows = {row[0]: row for row in found.table.rows}
        assert rows["LAPOR terlambat saat itu"][1:] == (2, 1, -1)
        assert rows["Terlambat"][1:] == (2, 2, 0)

    def test_what_became_is_as_it_was_known_at_the_meeting(self, lived: World) -> None:
        """A settlement after the meeting's moment counts as open in it, though the CRM knows better now."""
        self.close(lived, "2026-10-01 09:00", "2026-11-24 15:00")
        assert "0 sudah selesai; 2 masih terbuka" in one("sejak", f"{PERIOD}&lalu=2026-10-20T10:00").title


class TestMessages:
    def test_nothing_is_claimed_of_a_change_that_chance_makes(self, world: World) -> None:
        cohort(world, "KEL-A", 40, 30, day="2026-11-02")
        cohort(world, "KEL-A", 40, 32, day="2026-10-08")
        assert "tidak dapat ditunjukkan" in one("angka").title

    @pytest.mark.parametrize(("now", "before", "word"), [(10, 38, "turun"), (38, 10, "naik")])
    def test_a_change_that_is_real_is_told_with_its_interval(
        self, world: World, now: int, before: int, word: str
    ) -> None:
        cohort(world, "KEL-A", 40, now, day="2026-11-02")
        cohort(world, "KEL-A", 40, before, day="2026-10-08")
        still_open(world)
        found = re.search(r"Ketepatan waktu (\w+) 70,0 poin \(([\d,]+) sampai ([\d,]+)\)", one("angka").title)
        assert found and found[1] == word
        assert 0 < float(found[2].replace(",", ".")) < 70 < float(found[3].replace(",", "."))

    def test_no_comparison_without_data_before(self, world: World) -> None:
        cohort(world, "KEL-A", 40, 30, day="2026-11-02")
        assert "Ketepatan" not in one("angka").title and "ditunjukkan" not in one("angka").title
        assert one("sejak").is_empty and "tidak cukup jauh ke belakang" in one("sejak").title

    def test_two_channels_that_do_not_differ(self, world: World) -> None:
        for channel in ("LAPOR", "JAKI"):
            cohort(world, "KEL-A", 60, 45, channel=channel)
        still_open(world)
        assert one("lapor-jaki").title.startswith(
            "Tidak ada perbedaan yang dapat ditunjukkan antara LAPOR 1708 dan JAKI"
        )

    def test_two_channels_that_do(self, world: World) -> None:
        cohort(world, "KEL-A", 60, 15, channel="LAPOR")
        cohort(world, "KEL-A", 60, 50, channel="JAKI")
        still_open(world)
        assert "lebih lambat" in one("lapor-jaki").title

    def test_too_few_of_a_channel(self, world: World) -> None:
        cohort(world, "KEL-A", 3, 0, channel="LAPOR")
        cohort(world, "KEL-A", 60, 50, channel="JAKI")
        still_open(world)
        assert one("lapor-jaki").title.startswith("Belum cukup data")

    def test_a_ranking_of_chance_names_no_winner(self, world: World) -> None:
        for unit in ("KEL-A", "KEL-G"):
            cohort(world, unit, 30, 24)
        still_open(world)
        found = one("peringkat", f"{PERIOD}&kelompok=kelurahan")
        assert (
            found.title
            == "Kelurahan: dari 2, 0 jelas di paruh atas dan 0 jelas di paruh bawah; 2 tidak dapat dibedakan."
        )

    def test_a_ranking_of_real_differences(self, world: World) -> None:
        for unit, good in (("KEL-A", 58), ("KEL-G", 6)):
            cohort(world, unit, 60, good)
        still_open(world)
        found = one("peringkat", f"{PERIOD}&kelompok=kelurahan")
        assert "1 jelas di paruh atas dan 1 jelas di paruh bawah" in found.title
        assert found.plot and [point.label for point in found.plot.points] == ["Kelurahan Angke", "Kelurahan Gambir"]

    def test_no_signal_asks_nobody(self, world: World) -> None:
        for week in range(20):
            day = f"2026-{6 + (week * 7) // 28:02}-{1 + (week * 7) % 28:02}"
            cohort(world, "KEL-A", 10, 7 + week % 2, day=day)
        still_open(world)
        found = one("sinyal", f"{PERIOD}&kelompok=kelurahan")
        assert found.title == "Kelurahan: tidak ada yang memberi sinyal; 1 SKPD hanya bergoyang seperti biasa."
        assert found.is_empty

    def test_a_signal_is_asked_about(self, world: World) -> None:
        for week in range(20):
            day = f"2026-{6 + (week * 7) // 28:02}-{1 + (week * 7) % 28:02}"
            cohort(world, "KEL-A", 10, 9 - 2 * (week >= 12) * 3 + week % 2, day=day)
        still_open(world)
        found = one("sinyal", f"{PERIOD}&kelompok=kelurahan")
        assert found.title.startswith("Kelurahan: tanyakan 1 yang memburuk, puji 0 yang membaik")
        assert found.table and found.table.words[0][:2] == ("Tanyakan", "Kelurahan Angke")

    @pytest.mark.parametrize("code", list(names()))
    def test_nothing_there(self, world: World, code: str) -> None:
        """One complaint long ago: every screen says so in a sentence, none claims or breaks."""
        world.add("2026-01-05 09:00", "2026-01-06 09:00")
        still_open(world)
        found = one(code, "dari=2026-02-01&sampai=2026-02-28&per=2026-03-01T10:00")
        assert found.title.endswith(".") and "nan" not in " ".join(said(found)).lower()
        assert not re.search(r"lebih (lambat|cepat|buruk|baik)|tanyakan|naik|turun", found.title)

    @pytest.mark.parametrize("code", ["peringkat", "sinyal", "lapor-jaki"])
    def test_a_source_of_closed_complaints_judges_nobody(self, world: World, code: str) -> None:
        cohort(world, "KEL-A", 40, 30)
        cohort(world, "KEL-G", 40, 10)
        found = one(code, f"{PERIOD}&kelompok=kelurahan")
        assert found.is_empty and "hanya memuat aduan yang sudah selesai" in found.title

    def test_names_of_eighty_characters(self, world: World) -> None:
        long = "Suku Dinas Pertamanan, Pemakaman, dan Penghijauan Kota Administrasi Jakarta Bar"
        world.execute("update crm.unit set nama = %s where kode = 'KEL-A'", [f"{long}t"])
        world.execute("update crm.unit set nama = %s where kode = 'KEL-G'", ["X" * 80])
        world.execute("update crm.kanal set nama = %s where kode = 'LAPOR'", [f"{long}u"])
        for unit, good in (("KEL-A", 58), ("KEL-G", 6)):
            cohort(world, unit, 60, good, channel="LAPOR" if good > 10 else "JAKI")
            cohort(world, unit, 20, 10, channel="JAKI")
        world.add("2026-10-01 09:00", channel="LAPOR", skpd="KEL-G")
        for found in deck(f"{PERIOD}&kelompok=kelurahan").screens:
            for point in found.plot.points if found.plot else ():
                lines = projector.folded(point.label).split("\n")
                assert len(lines) <= 2 and all(len(line) <= projector.NAME for line in lines), point.label
        assert f"{long}t" in str(one("peringkat", f"{PERIOD}&kelompok=kelurahan").plot)

    def test_every_screen_says_n_period_and_moment(self, sample_database: str) -> None:
        for found in deck("dari=2026-10-28&sampai=2026-11-23&per=2026-11-24T10:00&kelompok=sudin").screens:
            assert "28 Okt 2026 – 23 Nov 2026" in found.note and "per 24 November 2026 10.00 WIB" in found.note
            assert "n = " in found.note, found.code
            assert found.definition, found.code


class TestPages:
    def test_every_figure_is_that_of_its_page(self, sample_database: str) -> None:
        at = is_well(opened(OVERVIEW, **SAMPLED))
        asked = urlencode(SAMPLED)
        headline = one("angka", asked)
        assert [metric.value for metric in at.metric] == [big.words for big in headline.figures]
        pair = is_well(opened(PAIR, **SAMPLED))
        verdict = one("lapor-jaki", asked).title
        assert any(html.unescape(text.value).strip("*") == verdict for text in pair.markdown), verdict

    def test_the_screens_say_what_the_deck_says(self, sample_database: str) -> None:
        at = is_well(opened(SCREENS, **SAMPLED))
        page = shown(at)
        made = deck(urlencode(SAMPLED))
        for screen in made.screens:
            for words in said(screen):
                assert " ".join(words.split()) in " ".join(page.split()) or screen.plot, words
        charts = at.get("vega_lite_chart")
        assert len(charts) == sum(bool(screen.plot) for screen in made.screens)
        assert not at.sidebar.get("page_link") and not at.metric

    def test_a_screen_named_in_the_address_is_made_first(self, sample_database: str) -> None:
        at = is_well(opened(SCREENS, layar="3", **SAMPLED))
        frame = next(element.proto.body for element in at.get("html") if 'id="rapat"' in element.proto.body)
        assert 'data-first="3"' in frame and 'data-screens="8"' in frame

    def test_the_address_of_the_screens_carries_the_figures(self, sample_database: str) -> None:
        at = is_well(opened(SCREENS, **SAMPLED))
        found = next(element.proto.body for element in at.get("html") if 'id="rapat-address"' in element.proto.body)
        text = html.unescape(re.findall(r'data-query="([^"]+)"', found)[0])
        view, asked, wrong = meeting(text)
        assert not wrong and dict(asked.recorded)["masuk"] == one("angka", text).keys["masuk"] > 0
        assert whole.moved(view, asked, dict(asked.recorded)) is None

    def test_one_click_on_any_page_freezes_what_it_shows(self, sample_database: str) -> None:
        at = is_well(opened(OVERVIEW, periode="90-hari", kanal="LAPOR"))
        found = link_query(next(one for one in at.sidebar.get("page_link") if one.proto.label == "Rapat"))
        assert set(found) == {"dari", "sampai", "per", "kanal"}

    def test_the_agenda_is_edited_in_the_address(self, sample_database: str) -> None:
        at = is_well(opened(AGENDA, **SAMPLED))
        at.button(key="agenda_kanal_-1").click().run()
        assert one_value(at, "agenda").startswith("kanal.angka.")
        at.button(key="agenda_lapor_0").click().run()
        assert "lapor.lapor-jaki" not in one_value(at, "agenda")
        at.selectbox(key="agenda_add").select("lapor").run()
        assert one_value(at, "agenda").endswith(".lapor")
        at.text_input(key="last_link").set_value(f"https://x/rapat?{PERIOD.replace('2026-11-24', '2026-10-31')}").run()
        assert one_value(is_well(at), "lalu") == "2026-10-31T10:00"
        at.text_input(key="last_link").set_value("bukan tautan").run()
        assert any("bukan tautan rapat" in words for words in notices(at))

    def test_what_has_moved_is_told_on_the_page_and_on_the_screens(self, sample_database: str) -> None:
        at = is_well(opened(AGENDA, angka="masuk_1", **SAMPLED))
        assert any("telah mengubah riwayatnya" in words and "Masuk: 1 →" in words for words in notices(at))
        at = is_well(opened(SCREENS, angka="masuk_1", **SAMPLED))
        assert "Lihat layar terakhir" in shown(at) and "Menurut CRM kini" in shown(at)

    def test_the_wall_shows_this_minute_and_says_when_it_read(self, sample_database: str) -> None:
        at = is_well(opened(WALL, detik="7"))
        assert "Basis data dibaca" in shown(at)
        frame = next(element.proto.body for element in at.get("html") if 'id="rapat"' in element.proto.body)
        assert 'data-seconds="7"' in frame

    def test_a_database_that_is_away(self, sample_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
        point_at(monkeypatch, "postgresql://nobody@127.0.0.1:1/none")
        at = opened(SCREENS, **SAMPLED)
        assert not at.exception and at.error


def one_value(at: AppTest, name: str) -> str:
    value = at.query_params[name]
    return value if isinstance(value, str) else value[-1]


class TestHostile:
    def test_what_the_database_holds_is_text(self, world: World) -> None:
        """A name that is a tag stays a name, on the screens as in their titles."""
        bad = "<img src=x onerror=alert(1)> **tebal** $x$"
        world.execute("update crm.unit set nama = %s where kode = 'KEL-G'", [bad])
        world.execute("update crm.kanal set nama = %s where kode = 'JAKI'", [bad])
        for unit, good in (("KEL-A", 58), ("KEL-G", 6)):
            cohort(world, unit, 60, good)
        world.add("2026-10-01 09:00", channel="LAPOR", skpd="KEL-G")
        at = is_well(opened(SCREENS, kelompok="kelurahan", **parse_shapes(PERIOD)))
        bodies = " ".join(element.proto.body for element in at.get("html"))
        assert "<img" not in bodies and html.escape(bad) in bodies
        assert any(bad in point.label for point in one("kanal").plot.points)  # type: ignore[union-attr]


class TestPrivate:
    SECRET, REPORTER = "RAHASIA-WARGA-0812", 987654321012

    def test_nothing_of_a_person_is_in_the_deck(self, world: World) -> None:
        """Reporter, text and notes are marked; the screens, whatever they show, hold the number alone."""
        key = world.add(
            "2026-10-01 09:00", channel="LAPOR", privat=True, rahasia=True, pelapor=self.REPORTER, isi=self.SECRET
        )
        world.execute("update crm.riwayat set catatan = %s where laporan = %s", [self.SECRET, key])
        cohort(world, "KEL-A", 40, 30)
        made = deck()
        assert self.SECRET not in repr(made) and str(self.REPORTER) not in repr(made)
        assert "JK" in str(next(screen for screen in made.screens if screen.code == "lapor").table)


class TestMonev:
    def test_the_report_of_a_month(self, sample_database: str) -> None:
        view = monev.view(monev.first_of("2026-10"), moment.now(), moment.choices(), f"per={AS_OF}").view
        made = monev.report(view)
        codes = [screen.code for screen in made.screens]
        assert codes[:3] == ["angka", "kanal", "tumpukan"] and codes[-1] == "sejak" and len(codes) == len(set(codes))
        assert made.subtitle == "Oktober 2026 · Provinsi DKI Jakarta"
        assert "1 Okt 2026 – 31 Okt 2026" in made.scope
        channels = next(screen for screen in made.screens if screen.code == "kanal").table
        total = one("angka", f"dari=2026-10-01&sampai=2026-10-31&per={AS_OF}").keys["masuk"]
        assert channels and sum(int(row[1]) for row in channels.rows) == total > 0  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("query", "where"), [("wilayah=31.71", "Jakarta Pusat"), ("skpd=DIN-BM", "Dinas Bina Marga")]
    )
    def test_of_a_city_or_a_skpd(self, sample_database: str, query: str, where: str) -> None:
        view, told = monev.view(
            monev.first_of("2026-10"), moment.now(), moment.choices(), f"{query}&per={AS_OF}&dari=x"
        )
        made = monev.report(view)
        assert where in made.subtitle and where in made.scope and not told
