"""LAPOR and JAKI: what remains of a difference when like is compared with like."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.places import PAIR
from tests.apptest import chart_data, is_well, notices, opened, row, table
from tests.conftest import AS_OF
from tests.world import World, cohort, still_open


class TestPair:
    """LAPOR dan JAKI: the sentence never says more than the interval allows."""

    def verdict(self, at: AppTest) -> str:
        """The one sentence in bold that answers."""
        said = [m.value for m in is_well(at).main.markdown if m.value.startswith("**") and m.value.endswith("**")]
        said = [html.unescape(text) for text in said]
        (words,) = [
            x for x in said if "daripada" in x or NO_DIFFERENCE in x or "Belum cukup" in x or "disesuaikan" in x
        ]
        return words.strip("*")

    def differences(self, at: AppTest) -> pd.DataFrame:
        """Crude and adjusted, as drawn."""
        found = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "low" in d and "name" in d]
        return next(d for d in found if d["name"].iloc[0] == "Mentah").set_index("name")

    @pytest.fixture
    def clear(self, world: World) -> World:
        still_open(world)
        for unit, category in (("DBM", "Jalan"), ("DSOS", "Sampah")):
            cohort(world, unit, 40, 12, channel="LAPOR", category=category)
            cohort(world, unit, 60, 54, category=category)
        return world

    def test_clear(self, clear: World) -> None:
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        low, high = (float(x.replace(",", ".")) for x in re.findall(r"\((\d+,\d) sampai (\d+,\d)\)", said)[0])
        assert said.startswith("LAPOR 1708 dilayani 60,0 poin lebih lambat (") and 40 < low < 60 < high < 80
        assert said.endswith("daripada JAKI pada jenis aduan dan kelompok SKPD yang sama.")
        drawn = self.differences(at)
        assert list(drawn["value"].round(6)) == [-0.6, -0.6]
        assert drawn.loc["Disesuaikan", ["low", "high"]].round(3).tolist() == pytest.approx(
            [-high / 100, -low / 100], abs=6e-4
        )
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="koordinasi")).startswith(
            "LAPOR 1708 dilayani 60,0 poin lebih lambat"
        )
        turned = self.verdict(opened(PAIR, per=AS_OF, a="JAKI", b="LAPOR"))
        assert turned.startswith("JAKI dilayani 60,0 poin lebih cepat (") and "daripada LAPOR 1708" in turned
        english = opened(PAIR, per=AS_OF, lang="en")
        assert any("60.0" in m.value for m in is_well(english).main.markdown)

    @pytest.mark.filterwarnings("ignore::RuntimeWarning")  # see test_where_nothing_went_wrong_anywhere
    def test_other_measures(self, clear: World) -> None:
        """Nothing was refused; and of what is open there is too little."""
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="tl-ditolak")).startswith(NO_DIFFERENCE)
        assert self.verdict(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat")).startswith(
            "Belum cukup data: LAPOR 1708 0 aduan"
        )
        for hour in range(12):
            clear.add(f"2026-11-02 1{hour % 10}:00", channel="LAPOR", skpd="DSOS", kelurahan=None)
            clear.add(f"2026-11-21 1{hour % 10}:00", skpd="DSOS", kelurahan=None)
        st.cache_data.clear()
        said = self.verdict(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat"))
        assert said.startswith("LAPOR 1708 100,0 poin lebih buruk (") and "lambat" not in said

    def test_all_measures_in_one_table(self, clear: World) -> None:
        shares, journeys = [t.value for t in is_well(opened(PAIR, per=AS_OF)).table[:2]]
        assert list(shares.columns[:2]) == list(journeys.columns) == ["LAPOR 1708", "JAKI"]
        on_time = shares.loc["Tepat waktu"]
        assert list(on_time[:2]) == ["30,0 % (n = 80)", "90,0 % (n = 120)"]
        assert on_time.iloc[2].startswith("-60,0 (") and on_time.iloc[3].startswith("-60,0 (")
        assert list(journeys.iloc[0]) == ["80", "120"] and list(journeys.iloc[1]) == ["0,00", "0,00"]

    def test_not_shown(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 20, 14, channel="LAPOR")
        cohort(world, "DBM", 200, 160)
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        assert said.startswith(f"{NO_DIFFERENCE} LAPOR 1708 dan JAKI") and "(-10,0 poin, 95 %: -" in said
        assert not any(word in text.value for text in at.main.markdown for word in ("lebih lambat", "lebih cepat"))
        assert self.differences(at)["low"].max() < 0 < self.differences(at)["high"].min()

    def test_only_the_kinds_differ(self, world: World) -> None:
        """Each kind is served alike by both channels; LAPOR brings more of what takes long. Crude, that looks like a
        gap.
        """
        still_open(world)
        for channel, roads, litter in (("LAPOR", 10, 100), ("JAKI", 100, 10)):
            cohort(world, "DBM", roads, roads * 9 // 10, channel=channel)
            cohort(world, "DBM", litter, litter // 2, channel=channel, category="Sampah")
        at = opened(PAIR, per=AS_OF)
        assert self.verdict(at).startswith(NO_DIFFERENCE)
        drawn = self.differences(at)
        assert drawn.loc["Mentah", "high"] < -0.15 and drawn.loc["Disesuaikan", "value"] == pytest.approx(0, abs=1e-9)

    def test_no_kind_in_common(self, world: World) -> None:
        """LAPOR has only one kind, JAKI only another: nothing can be said about the same kind of complaint."""
        still_open(world)
        cohort(world, "DSOS", 60, 30, channel="LAPOR", category="Bantuan Sosial")
        cohort(world, "DBM", 60, 54)
        said = self.verdict(opened(PAIR, per=AS_OF))
        assert "dilayani" not in said and "tidak dapat disesuaikan" in said

    def test_one_kind_in_common(self, world: World) -> None:
        """The kind that both have is served alike; what only one of them has is no comparison."""
        still_open(world)
        for channel in ("LAPOR", "JAKI"):
            cohort(world, "DBM", 20, 16, channel=channel)
        cohort(world, "DBM", 100, 50, channel="LAPOR", category="Bantuan Sosial")
        cohort(world, "DBM", 100, 95, category="Sampah")
        assert self.verdict(opened(PAIR, per=AS_OF)).startswith(NO_DIFFERENCE)

    @pytest.mark.parametrize(
        ("lapor", "jaki", "enough"), [(0, 30, False), (9, 30, False), (30, 9, False), (10, 10, True)]
    )
    def test_too_little(self, world: World, lapor: int, jaki: int, enough: bool) -> None:
        still_open(world)
        for channel, n in (("LAPOR", lapor), ("JAKI", jaki)):
            if n:
                cohort(world, "DBM", n, n if channel == "JAKI" else 0, channel=channel)
        at = opened(PAIR, per=AS_OF)
        said = self.verdict(at)
        if enough:
            assert "dilayani 100,0 poin lebih lambat" in said
        else:
            assert (
                said == f"Belum cukup data: LAPOR 1708 {lapor} aduan, JAKI {jaki} aduan; perlu 10 dari masing-masing."
            )
            assert at.table[0].value.loc["Tepat waktu"].iloc[2] == at.table[0].value.loc["Tepat waktu"].iloc[3] == "–"

    def test_the_same_twice(self, clear: World) -> None:
        for query in ({"a": "JAKI"}, {"b": "LAPOR"}, {"a": "QLUE", "b": "QLUE"}):
            at = is_well(opened(PAIR, per=AS_OF, **query))
            assert [i.value for i in at.info] == ["Pilih dua kanal yang berbeda."] and not at.header
            assert not at.get("vega_lite_chart") and not at.table and not at.dataframe
        at.selectbox(key="choice_a").select("LAPOR").run()
        assert is_well(at).query_params["b"] in ("QLUE", ["QLUE"]) and at.header

    def test_any_two(self, sample_database: str) -> None:
        for a, b in (("JAKI", "LAPOR"), ("TWITTER", "JAKI"), ("QLUE", "LAPOR")):
            at = opened(PAIR, per=AS_OF, periode="tahun-ini", a=a, b=b, ukuran="koordinasi")
            if any("`" in text for text in notices(at)):
                continue  # not in the sample
            assert self.verdict(at) and len(at.header) == 5

    def test_the_filter_channel_is_named(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF, kanal="TWITTER"))
        assert any("Kanal (dipilih di sini)" in c.value for c in at.main.caption)
        assert self.verdict(at) == self.verdict(opened(PAIR, per=AS_OF))

    def test_chosen_units(self, clear: World) -> None:
        cohort(clear, "SBM-B", 50, 50, channel="LAPOR")
        cohort(clear, "SBM-B", 50, 10)
        st.cache_data.clear()
        drawn = self.differences(opened(PAIR, per=AS_OF, skpd="SBM-B"))
        assert list(drawn["value"].round(6)) == [0.8, 0.8]
        assert "dilayani 80,0 poin lebih cepat" in self.verdict(opened(PAIR, per=AS_OF, skpd="SBM-B"))

    def test_where(self, clear: World) -> None:
        """A unit with the difference the other way round, and one with two complaints, which proves nothing."""
        cohort(clear, "SBM-B", 80, 80, channel="LAPOR")
        cohort(clear, "SBM-B", 80, 20)
        cohort(clear, "KEL-G", 1, 0, channel="LAPOR")
        cohort(clear, "KEL-G", 1, 1)
        at = is_well(opened(PAIR, {"pair_units": row(0)}, per=AS_OF))
        rows = table(at, "pair_units").set_index("name")
        assert len(rows) == 4 and rows.index[-1] == "Suku Dinas Bina Marga Jakarta Barat"
        assert rows.loc["Dinas Sosial", ["share1", "n1", "share2", "n2"]].tolist() == [30, 40, 90, 60]
        assert (rows.loc["Dinas Sosial", "until"] < 0) and (rows.iloc[-1]["from_"] > 0)
        assert rows.loc["Kelurahan Gambir", "until"] > 0 > rows.loc["Kelurahan Gambir", "from_"]
        assert any("Pada 2 dari 4 SKPD" in m.value and "pada 1 lebih baik" in m.value for m in at.main.markdown)

    @pytest.mark.filterwarnings("ignore::RuntimeWarning")
    def test_where_nothing_went_wrong_anywhere(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF, ukuran="tl-ditolak"))
        assert table(at, "pair_units")["points"].tolist() == [0, 0]
        assert "NaN" not in "".join(c.proto.spec for c in at.get("vega_lite_chart"))

    def test_how_long(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF))
        curves = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "settled" in d)
        assert set(curves["name"]) == {"LAPOR 1708", "JAKI"} and curves["settled"].between(0, 1).all()
        for _name, one in curves.groupby("name"):
            assert one.sort_values("day")["settled"].is_monotonic_increasing and one["day"].min() < 1.5
        shown = at.table[2].value
        assert list(shown.index) == ["LAPOR 1708 (n = 80)", "JAKI (n = 121)"]  # the open one as well

    def test_month_by_month(self, world: World) -> None:
        still_open(world)
        for month in range(1, 11):
            cohort(world, "DBM", 10, 4 + month % 2, day=f"2026-{month:02}-03", channel="LAPOR")
            cohort(world, "DBM", 20, 16, day=f"2026-{month:02}-03")
        cohort(world, "DBM", 4, 0, channel="LAPOR")  # November has too few of LAPOR
        cohort(world, "DBM", 20, 16)
        at = is_well(opened(PAIR, per=AS_OF))
        months = next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "week" in d)
        assert len(months) == 10 and sorted(set(months["value"].round(6))) == [-0.4, -0.3]
        assert any("Oktober 2026: selisih -40,0 poin" in html.unescape(m.value) for m in at.main.markdown)
        cohort(world, "DBM", 6, 0, channel="LAPOR")  # now enough, but November is not over
        st.cache_data.clear()
        at = is_well(opened(PAIR, per=AS_OF))
        assert len(next(d for c in at.get("vega_lite_chart") for d in chart_data(c) if "week" in d)) == 10
        assert any(
            "belum utuh" in html.unescape(c.value) and "November 2026 (-80,0; n = 10, 20)" in html.unescape(c.value)
            for c in at.main.caption
        )
        stock = is_well(opened(PAIR, per=AS_OF, ukuran="dalam-tenggat"))
        assert any("hanya ada untuk waktu “per”" in i.value for i in stock.info)

    def test_the_lens(self, clear: World) -> None:
        at = is_well(opened(PAIR, per=AS_OF))
        assert [s.value for s in at.subheader] == [
            "Komunikasi",
            "Sumber daya",
            "Disposisi (sikap pelaksana)",
            "Struktur birokrasi",
        ]
        said = " ".join(m.value for m in at.main.markdown)
        assert "LAPOR 1708: 80 dari 201 aduan masuk (39,8 %)" in said and "LAPOR 1708 0, JAKI 1 dari 2" in said


NO_DIFFERENCE = "Tidak ada perbedaan yang dapat ditunjukkan antara"
