"""Kanal and Pola kanal: reporters, flow, scales, silence and what was published."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import unescape

import pandas as pd
import pytest
import streamlit as st

from dashboard.components import channels
from dashboard.findings import channels as findings
from dashboard.places import CHANNEL_PATTERN, CHANNELS
from tests.apptest import chart_data, chart_rows, is_well, link_query, notices, opened, table
from tests.conftest import AS_OF
from tests.world import World


class TestChannels:
    """Kanal: reporters, series, flow, channels that fell silent, and what was published."""

    @pytest.fixture
    def some(self, world: World) -> World:
        for key in (1, 1, 2):
            world.add("2026-11-10 09:00", "2026-11-12 09:00", pelapor=key)
        world.add("2026-11-23 22:00", pelapor=None)
        world.add("2026-11-23 22:00", channel="LAPOR", skpd="DSOS")
        world.add("2026-10-01 09:00", channel="TWITTER")
        return world

    def test_reporters(self, some: World) -> None:
        found = table(is_well(opened(CHANNELS, per=AS_OF)), "channel_table").set_index("name")
        assert found.loc["JAKI", ["received", "reporters"]].tolist() == [4, 2]
        assert pd.isna(found.loc["LAPOR 1708", "reporters"]) and found.loc["LAPOR 1708", "received"] == 1

    def test_flow_in_words(self, some: World) -> None:
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("Awal")]
        assert said == ["Awal 1 + masuk 5 − selesai 3 = 3; terbuka di akhir 3, sisa 0."]
        some.add("2026-11-10 09:00", "2026-11-09 09:00")
        st.cache_data.clear()
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("Awal")]
        assert said == [
            "Awal 1 + masuk 6 − selesai 3 = 4; terbuka di akhir 3, sisa -1. 1 aduan masuk dengan waktu bertentangan dan tidak masuk tumpukan."
        ]

    @pytest.mark.parametrize("cut", ["kanal", "kelompok", "geotag"])
    def test_every_scale(self, sample_database: str, cut: str) -> None:
        words = set()
        for scale in ("jumlah", "bagian", "indeks", "log"):
            for lang in ("id", "en"):
                at = is_well(opened(CHANNELS, per=AS_OF, satuan="week", potong=cut, skala=scale, lang=lang))
                assert not notices(at)
                drawn = at.get("vega_lite_chart")
                assert len(drawn) == {"kanal": 12, "kelompok": 4, "geotag": 2}[cut]
                assert all((chart_rows(chart) or scale == "indeks") and len(chart.proto.alt) > 5 for chart in drawn)
            specs = [json.dumps(json.loads(chart.proto.spec)) for chart in drawn]
            assert all(('"log"' in spec) == (scale == "log") for spec in specs)
            words.add(at.main.caption[2].value)
        assert len(words) == 4

    def test_no_empty_chart(self, sample_database: str) -> None:
        at = is_well(opened(CHANNELS, per=AS_OF, satuan="week", skala="indeks"))
        assert all(chart_rows(chart) for chart in at.get("vega_lite_chart"))

    def test_no_index_is_said(self, some: World) -> None:
        """LAPOR and TWITTER have come in the last week only, which is not over."""
        some.add("2026-11-24 09:00", channel="TWITTER")
        at = is_well(opened(CHANNELS, per=AS_OF, periode="bulan-ini", satuan="week", skala="indeks"))
        said = [c.value for c in at.main.caption if c.value.startswith("Tanpa indeks")]
        assert len(said) == 1 and "LAPOR 1708" in said[0] and "Twitter DKI Jakarta" in said[0]
        assert len(at.get("vega_lite_chart")) == 1

    def test_what_came_outside_a_channels_time_is_said(self, some: World) -> None:
        def said() -> list[str]:
            st.cache_data.clear()
            at = is_well(opened(CHANNELS, per=AS_OF))
            return [c.value for c in at.main.caption if "masa berlaku" in c.value]

        assert said() == []
        for _ in range(2):
            some.add("2026-11-10 09:00", channel="QLUE")
        assert [words[:7] for words in said()] == ["2 aduan"]

    def test_nothing_but_what_came_outside(self, world: World) -> None:
        world.add("2026-11-10 09:00", channel="QLUE")
        at = is_well(opened(CHANNELS, per=AS_OF))
        assert len([c for c in at.main.caption if c.value.startswith("1 aduan masuk di luar")]) == 1

    def test_a_wrong_published_total(self, some: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(channels, "wrong_published", lambda: ["2O24", "2022.JAKI"])
        at = is_well(opened(CHANNELS, per=AS_OF))
        (words,) = [w.value for w in at.main.warning]
        assert "2O24" in words and "TAHUN" in words
        assert len(table(at, "channel_table")) == 3

    def test_the_table_of_the_series(self, sample_database: str) -> None:
        view = {"per": AS_OF, "satuan": "month", "periode": "tahun-ini"}
        for scale, cut in (("jumlah", "kanal"), ("bagian", "geotag")):
            at = is_well(opened(CHANNELS, {"table_channels": True}, **view, skala=scale, potong=cut))
            wide = next(d.value for d in at.dataframe if "step" in d.value)
            assert len(wide) == 11 and len(wide.columns) == 1 + len(at.get("vega_lite_chart"))
            if scale == "bagian":
                assert wide.drop(columns="step").sum(axis=1).between(99.8, 100.2).all()
            else:
                counted = table(at, "channel_table")["received"].sum()
                assert wide.drop(columns="step").sum().sum() == counted

    def test_widgets_write_the_address(self, some: World) -> None:
        at = is_well(opened(CHANNELS, per=AS_OF))
        at.selectbox(key="choice_potong").select("geotag").run()
        at.selectbox(key="choice_skala").select("indeks").run()
        is_well(at)
        assert at.query_params["potong"] in ("geotag", ["geotag"])
        assert at.query_params["skala"] in ("indeks", ["indeks"])
        at.selectbox(key="choice_skala").select("jumlah").run()
        assert "skala" not in is_well(at).query_params

    def test_silent_late_dropped_and_never(self, world: World) -> None:
        for week in range(13, 0, -1):
            for day in range(7):
                for hour in (8, 16):
                    when = (datetime(2026, 11, 24, hour) - timedelta(days=7 * week - day)).strftime("%Y-%m-%d %H:%M")
                    world.add(when, skpd="KEL-A")
                    if week > 1:
                        world.add(when, channel="TWITTER")
        world.add("2026-08-01 09:00")
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("**")]
        assert said.pop(0) == "**Sekarang: 1 kanal senyap, 1 terlambat, 1 belum pernah mengirim, 1 turun tajam.**"
        assert [x.partition("**:")[0] + x.partition("**:")[2][:8] for x in said] == [
            "**Twitter DKI Jakarta senyap ",
            "**JAKI terlamb",
            "**Twitter DKI Jakarta turun t",
            "**LAPOR 1708 belum p",
        ]
        world.add("2026-11-24 09:00")
        st.cache_data.clear()
        said = [m.value for m in is_well(opened(CHANNELS, per=AS_OF)).main.markdown if m.value.startswith("**JAKI")]
        assert said == []

    @pytest.fixture
    def official(self, monkeypatch: pytest.MonkeyPatch) -> None:
        totals = {"": 10, "JAKI": 4, "**ASING**": 5}
        monkeypatch.setattr(findings, "published", lambda year: totals if year == 2025 else {})

    def beside(self, **query: str) -> list[str]:
        at = is_well(opened(CHANNELS, per=AS_OF, **query))
        return [c.value for c in at.main.caption if "terbitan resmi" in c.value]

    def test_beside_what_was_published(self, world: World, official: None) -> None:
        for _ in range(5):
            world.add("2025-06-10 09:00")
        world.add("2025-06-10 09:00", channel="LAPOR")
        year = {"dari": "2025-01-01", "sampai": "2025-12-31"}
        every, jaki, strange = self.beside(**year)
        assert unescape(every) == "Semua kanal, terbitan resmi 2025: 10; di sini 6 (-40,0 %)."
        assert unescape(jaki) == "JAKI, terbitan resmi 2025: 4; di sini 5 (+25,0 %)."
        assert unescape(strange).endswith("di sini 0 (-100,0 %).") and "*" not in strange
        assert len(self.beside(periode="tahun-lalu")) == 3
        for query in ({"dari": "2025-01-01", "sampai": "2025-12-30"}, {"dari": "2024-01-01", "sampai": "2024-12-31"}):
            assert self.beside(**query) == []

    def test_a_part_is_not_beside_the_total(self, world: World, official: None) -> None:
        world.add("2025-06-10 09:00")
        assert self.beside(periode="tahun-lalu", skpd="KEL-A", kategori="Jalan") == []


class TestChannelPattern:
    @pytest.fixture
    def some(self, world: World) -> World:
        """JAKI at nine on Tuesdays about roads, LAPOR at midnight on Sundays about help."""
        for _ in range(12):
            world.add("2026-11-10 09:00", koordinasi="2026-11-10 12:00")
            world.add(
                "2026-11-08 00:30",
                channel="LAPOR",
                category="Bantuan Sosial",
                skpd="DSOS",
                koordinasi="2026-11-10 00:30",
            )
        for _ in range(3):
            world.add("2026-11-11 10:00", category="Bantuan Sosial")
        return world

    def test_the_channel_from_the_address(self, some: World) -> None:
        for query, name, said in (
            ({}, "JAKI", "Selasa (80,0 %) dan antara pukul 09.00 dan 10.00 (80,0 %); n = 15"),
            ({"ritme": "LAPOR"}, "LAPOR", "Minggu (100,0 %) dan antara pukul 00.00 dan 01.00 (100,0 %); n = 12"),
        ):
            at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, **query))
            assert at.selectbox(key="choice_ritme").value == name
            assert any(said in c.value for c in at.main.caption)
            heat = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "hour" in d and len(d) > 100)
            assert len(heat) == 168 and heat["received"].sum() == (15 if name == "JAKI" else 12)
        at.selectbox(key="choice_ritme").select("TWITTER").run()
        assert is_well(at).query_params["ritme"] in ("TWITTER", ["TWITTER"])
        assert sum("Tidak ada aduan dari kanal ini" in i.value for i in at.info) == 2

    def test_categories_by_hand(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, {"menu_category": True}, per=AS_OF))
        parts = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "points" in d)
        assert dict(zip(parts["name"], parts["points"].round(4), strict=True)) == {
            "Jalan": round(100 * (12 / 15 - 12 / 27), 4),
            "Bantuan Sosial": round(100 * (3 / 15 - 15 / 27), 4),
        }
        links = {x.proto.label: link_query(x) for x in at.main.get("page_link") if x.proto.page == "daftar"}
        assert set(links) == {"Jalan: 12", "Bantuan Sosial: 3"}
        assert links["Jalan: 12"] == {"per": [AS_OF], "set": ["masuk"], "kanal": ["JAKI"], "kategori": ["Jalan"]}

    def test_first_step_by_hand(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF))
        (said,) = [c.value for c in at.main.caption if "Median sampai koordinasi pertama" in c.value]
        assert "LAPOR 1708 paling lama, 2,0 hari" in said
        rows = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "coordinated" in d)
        assert dict(zip(rows["name"], rows["hours"], strict=True)) == {"LAPOR 1708": 48, "JAKI": 3}

    def test_rising(self, some: World) -> None:
        some.add("2026-08-01 09:00", category="Sampah")  # data that reach back far enough to say what is usual
        assert [s.value for s in is_well(opened(CHANNEL_PATTERN, per=AS_OF)).success] != []
        for _ in range(20):
            some.add("2026-11-24 08:00", category="**Banjir** [x](http://x)")
        st.cache_data.clear()
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, periode="kemarin"))
        (said,) = [m.value for m in at.main.markdown if "trending_up" in m.value]
        assert "20 aduan pada 24 November 2026" in said and "http://" not in said and "**Banjir**" not in said
        assert not at.success
        first = next(d.value for d in at.dataframe if "signal" in d.value).iloc[0]
        assert (first["now"], first["before"], first["signal"]) == (0, 0, "24 Nov 2026")

    def test_all_channels_are_all(self, some: World) -> None:
        at = is_well(opened(CHANNEL_PATTERN, per=AS_OF, kanal="LAPOR", ritme="LAPOR"))
        parts = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "points" in d]
        assert not any("-0,0 poin" in words for data in parts for words in data["words"])
        assert at.selectbox(key="choice_ritme").value == "LAPOR" and parts[0]["points"].abs().max() > 20
