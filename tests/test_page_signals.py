"""Sinyal: a break is one, wavering is none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.places import REPORT, SIGNALS
from tests.apptest import chart_data, is_well, link_query, notices, opened, row, table
from tests.conftest import AS_OF
from tests.hostile import HOSTILE, is_inert
from tests.world import FIRST_WEEK, World, more_units, still_open, weekly


class TestSignals:
    @pytest.fixture
    def wavering(self, world: World) -> World:
        """One unit that breaks down in the last weeks, one that recovers, and one that wavers as ever."""
        still_open(world)
        world.execute("insert into crm.kategori values ('Banjir', 'Banjir')")
        usual = [8, 9] * 13
        weekly(world, "DBM", [*usual[:24], 2, 1])
        weekly(world, "DSOS", usual)
        up, few = more_units(world, 2, "dinas")
        weekly(world, up, [4, 5] * 9 + [9] * 8)
        weekly(world, few, [3] * 26, n=4)
        return world

    def test_a_break_is_a_signal_and_wavering_is_none(self, wavering: World) -> None:
        at = is_well(opened(SIGNALS, {"table_signals": True}, per=AS_OF))
        said = table(at, "signals_table").set_index("name")
        assert dict(said["variation"]) == {
            "Dinas Bina Marga": "memburuk",
            "Unit dinas 00": "membaik",
            "Dinas Sosial": "goyangan biasa",
        }
        assert list(said.index) == ["Dinas Bina Marga", "Unit dinas 00", "Dinas Sosial"]  # those with a signal first
        assert said["last"].to_dict() == {"Dinas Bina Marga": 10.0, "Unit dinas 00": 90.0, "Dinas Sosial": 90.0}
        assert said["mean"]["Dinas Sosial"] == 85.0 and set(said["n"]) == {10} and set(said["weeks"]) == {26}
        assert said["mean"]["Dinas Bina Marga"] == pytest.approx(100 * (12 * 17 + 3) / 260, abs=0.1)
        assert len(at.get("vega_lite_chart")) == 3  # the one with four complaints a week has none
        summary = next(m.value for m in at.main.markdown if "memberi sinyal" in m.value)
        assert [int(n) for n in re.findall(r"\d+", summary)] == [2, 1, 1, 1]
        assert any("1 SKPD belum cukup data" in c.value for c in at.main.caption)
        worst = chart_data(at.get("vega_lite_chart")[0])[0]
        assert len(worst) == 26 and list(worst["value"][-3:]) == [0.9, 0.2, 0.1]
        assert list(worst["signal"][-2:]) == [-1, -1] and worst["week"].iloc[0].startswith("2026-05-26")
        mine = is_well(opened(SIGNALS, {"table_signals": True}, per=AS_OF, skpd="DSOS"))
        assert table(mine, "signals_table")["name"][0] == "Dinas Sosial"

    def test_the_same_on_the_report(self, wavering: World) -> None:
        for unit, word in (("DBM", "memburuk"), ("DSOS", "goyangan biasa")):
            at = is_well(opened(REPORT, per=AS_OF, skpd=unit))
            assert any(word in m.value and "pekan" in m.value for m in at.main.markdown)
            weeks = [d for c in at.get("vega_lite_chart") for d in chart_data(c) if "signal" in d]
            assert [len(data) for data in weeks] == [26]

    def test_holidays_and_floods_are_marked(self, wavering: World) -> None:
        for _ in range(5):
            wavering.add("2026-07-08 09:00", category="Banjir")
        for _ in range(4):
            wavering.add("2026-07-22 09:00", category="Banjir")
        at = is_well(opened(SIGNALS, per=AS_OF))
        weeks = chart_data(at.get("vega_lite_chart")[0])[0]
        weeks = weeks.set_index(pd.to_datetime(weeks["week"]).dt.date)
        signs = {day: mark for day, mark in weeks["mark"].items() if mark}
        independence = FIRST_WEEK + timedelta(days=7 * ((date(2026, 8, 17) - FIRST_WEEK).days // 7))
        flood = FIRST_WEEK + timedelta(days=7 * ((date(2026, 7, 8) - FIRST_WEEK).days // 7))
        assert "▽" in signs[independence] and "Kemerdekaan" in weeks["words"][independence]
        assert "◆" in signs[flood] and sum("◆" in mark for mark in signs.values()) == 1
        assert weeks["mark"][date(2026, 9, 15)] == "" and len(signs) < 12
        assert is_well(opened(SIGNALS, per=AS_OF, lang="en")).get("vega_lite_chart")

    def test_pages_of_charts(self, world: World) -> None:
        still_open(world)
        for unit in more_units(world, 14, "dinas"):
            weekly(world, unit, [8, 9] * 13)
        for page, count in (("1", 12), ("2", 2)):
            at = is_well(opened(SIGNALS, per=AS_OF, hal=page))
            assert not notices(at) and len(at.get("vega_lite_chart")) == count
        for value in ("0", "x", "1.5", "", HOSTILE[0]):
            at = is_well(opened(SIGNALS, per=AS_OF, hal=value))
            assert len(notices(at)) == 1 and len(at.get("vega_lite_chart")) == 12
            is_inert(at)
        assert len(is_well(opened(SIGNALS, per=AS_OF, hal="999")).get("vega_lite_chart")) == 2

    def test_a_row_leads_to_the_report(self, wavering: World) -> None:
        state = {"table_signals": True, "signals_table": row(1)}
        at = is_well(opened(SIGNALS, state, per=AS_OF, ukuran="tl-ditolak", kanal="JAKI"))
        name = table(at, "signals_table")["name"][1]
        (link,) = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        query = link_query(link)
        assert name in link.proto.label
        report = is_well(opened(REPORT, **query))
        assert report.session_state["report_unit"] == query["skpd"][0] and query["ukuran"] == ["tl-ditolak"]
        assert query["kanal"] == ["JAKI"] and query["per"] == [AS_OF]
