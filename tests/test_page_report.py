"""Rapor: why the rank is what it is, by hand and on the sample."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import streamlit as st

from dashboard.places import REPORT
from tests.apptest import chart_data, headline, is_well, link_query, notices, opened, row, table
from tests.conftest import AS_OF
from tests.hostile import HOSTILE, is_inert
from tests.world import World, cohort, more_units, still_open


class TestReport:
    @pytest.fixture
    def two(self, world: World) -> World:
        """Two units whose shares can be worked out by hand: four cells of JAKI, all large enough for a rate of their
        own.
        """
        for unit, category, n, late in (
            ("DBM", "Jalan", 60, 30),
            ("DBM", "Sampah", 40, 4),
            ("DSOS", "Jalan", 40, 4),
            ("DSOS", "Sampah", 60, 12),
        ):
            cohort(world, unit, n, n - late, category=category)
        still_open(world)
        return world

    def test_every_card_of_one_unit(self, sample_database: str) -> None:
        for unit, below in (("DIN-BM", ["Unit bawahan"]), ("SD-BM-31.75", [])):
            at = is_well(opened(REPORT, per=AS_OF, periode="90-hari", skpd=unit))
            assert [h.value for h in at.header] == CARDS + below
            up = [link_query(x)["skpd"] for x in at.main.get("page_link") if x.proto.label.startswith("Unit induk")]
            assert up == ([] if below else [["DIN-BM"]])
            for name, group in (("peringkat", below), ("corong", below), ("sinyal", below)):
                links = [link_query(x) for x in at.main.get("page_link") if x.proto.page == name]
                assert [q["kelompok"] for q in links] == [["dinas-badan-biro" if group else "sudin"]]

    def test_figures_by_hand(self, two: World) -> None:
        at = is_well(opened(REPORT, per=AS_OF, skpd="DBM"))
        figures = headline(at)
        assert figures["Tepat waktu"] == "66,0 %" and figures["Dihitung (n)"] == "100"
        # Expected late: 60 x 34/100 + 40 x 16/100 = 26.8 of 34; the city has 25 % late: 1 - 34/26.8 x 0.25.
        assert figures["Disesuaikan"] == "68,3 %"
        said = next(m.value for m in at.main.markdown if "seluruh kota" in m.value)
        assert re.findall(r"[+±-]\d+,\d poin", said) == ["+9,0 poin", "+1,8 poin", "+7,2 poin"]
        assert "34 dari 100 (34,0 %); seluruh kota 25,0 %" in said
        by_category, by_channel = (chart_data(chart)[0] for chart in at.get("vega_lite_chart")[:2])
        assert dict(zip(by_category["name"], by_category["points"].round(6), strict=True)) == {
            "Jalan": 9.6,
            "Sampah": -2.4,
        }
        assert list(by_channel["points"].round(6)) == [7.2]

    @pytest.mark.parametrize("measure", ["tepat-waktu", "tl-ditolak", "laporan-ulang"])
    def test_the_parts_add_up_to_the_gap(self, sample_database: str, measure: str) -> None:
        """More categories than are drawn: what is left over is added up, and nothing is lost."""
        at = is_well(opened(REPORT, per=AS_OF, periode="tahun-ini", skpd="DIN-BM", ukuran=measure))
        said = next(m.value for m in at.main.markdown if "seluruh kota" in m.value)
        gap, mix, own = (
            float(part.replace(",", ".").replace("±", "")) for part in re.findall(r"([+±-]\d+,\d) poin", said)
        )
        assert gap == pytest.approx(mix + own, abs=0.11)
        counted = [int(n.replace(".", "")) for n in re.findall(r": ([\d.]+) dari ([\d.]+)", said)[0]]
        for chart in at.get("vega_lite_chart")[:2]:
            parts = chart_data(chart)[0]
            assert parts["points"].sum() == pytest.approx(own, abs=0.051)
            late, n = zip(
                *(re.findall(r"\(([\d.]+) dari ([\d.]+)\)", words)[0] for words in parts["words"]), strict=True
            )
            assert [sum(int(x.replace(".", "")) for x in part) for part in (late, n)] == counted
            assert len(parts) <= 10

    def test_what_if(self, world: World) -> None:
        """15 of 20 in time and 5 overdue; 10 not yet due, and two without a deadline."""
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 15, 15)
        for hour in range(5):
            world.add(f"2026-11-02 1{hour}:00", skpd="DBM")  # overdue since the 8th
            world.add("2026-11-20 09:00", skpd="DSOS")
        for hour in range(10):
            world.add(f"2026-11-20 1{hour % 5}:00", skpd="DBM")
        for _ in range(2):
            world.add("2018-06-01 09:00", skpd="DBM")  # before the first rule
        for _ in range(15):
            world.add("2026-11-20 09:00", skpd="DSOS")

        def closed(*rows: int) -> list[tuple[str, str]]:
            at = is_well(opened(REPORT, {"what_if_list": row(*rows)}, per=AS_OF, skpd="DBM"))
            if not rows:
                assert not at.table and any("ditandai" in i.value for i in at.info)
                return []
            (shown,) = [t.value for t in at.table]
            found = [tuple(re.findall(r"^([\d,]+ %) \(n = ([\d.]+)\)", text)[0]) for text in shown.iloc[:, 1]]
            before = [re.findall(r"^([\d,]+ %) \(n = ([\d.]+)\)", text)[0] for text in shown.iloc[:, 0]]
            assert before == [("75,0 %", "20"), ("66,7 %", "15")]
            return found

        offered = table(is_well(opened(REPORT, per=AS_OF, skpd="DBM")), "what_if_list")
        assert len(offered) == 17 and (offered["days_late"][:5] > 0).all() and (offered["days_left"][5:15] > 0).all()
        assert offered["due_at"][15:].isna().all()
        assert closed() == []
        assert closed(0) == [("75,0 %", "20"), ("71,4 %", "14")]  # late stays late; the stock loses one late one
        assert closed(5) == [("76,2 %", "21"), ("64,3 %", "14")]  # 16 of 21; 9 of 14
        assert closed(0, 5) == [("76,2 %", "21"), ("69,2 %", "13")]
        assert closed(15, 16) == [("75,0 %", "20"), ("66,7 %", "15")]
        assert closed(0, 1, 2, 3, 4) == [("75,0 %", "20"), ("100,0 %", "10")]
        assert closed(*range(5, 15))[0] == ("83,3 %", "30")
        at = is_well(opened(REPORT, {"what_if_list": row(0, 5, 6, 15)}, per=AS_OF, skpd="DBM"))
        said = next(m.value for m in at.main.markdown if "ditandai:" in m.value)
        assert [int(n) for n in re.findall(r"\d+", said)] == [4, 1, 2, 1]

    def test_what_if_everything_is_closed(self, world: World) -> None:
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 20, 15)
        for _ in range(12):
            world.add("2026-11-20 09:00", skpd="DBM")
        at = is_well(opened(REPORT, {"what_if_list": row(*range(12))}, per=AS_OF, skpd="DBM"))
        (shown,) = [t.value for t in at.table]
        assert shown.iloc[0, 1].startswith("84,4 % (n = 32)")  # 27 of 32
        assert "%" not in shown.iloc[1, 1]  # nothing is left to be within its deadline

    def test_rows_that_are_gone(self, two: World) -> None:
        two.add("2026-11-20 09:00", skpd="DBM")
        is_well(opened(REPORT, {"what_if_list": row(0, 5, 99)}, per=AS_OF, skpd="DBM"))

    def test_lapor_and_jaki_only_with_ten_of_each(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 9, 5, channel="LAPOR")
        cohort(world, "DBM", 10, 10)

        def found() -> tuple[list[str], list[pd.DataFrame], list[str]]:
            st.cache_data.clear()
            at = is_well(opened(REPORT, per=AS_OF, skpd="DBM"))
            drawn = [data for c in at.get("vega_lite_chart") for data in chart_data(c)]
            drawn = [data for data in drawn if "low" in data and len(data) == 2]
            said = [m.value for m in at.main.markdown if "JAKI" in m.value and "poin" in m.value]
            return said, drawn, [i.value for i in at.info]

        said, drawn, infos = found()
        assert not said and not drawn
        assert any("9 aduan LAPOR dan 10 aduan JAKI" in text for text in infos)
        cohort(world, "DBM", 1, 0, channel="LAPOR")
        (text,), (data,), infos = found()
        assert "50,0 poin" in text and "lebih rendah" in text
        # Newcombe's method 10: 5/10 - 10/10, Wilson limits 0.2366 to 0.7634 and 0.7225 to 1.
        assert "95 %: 10,2 sampai 78,6" in text
        assert list(data["value"]) == [0.5, 1.0] and not any("LAPOR dan" in i for i in infos)
        cohort(world, "DBM", 5, 5, channel="LAPOR")
        cohort(world, "DBM", 5, 0)
        (text,), _data, _infos = found()
        assert "Tidak ada perbedaan" in text  # 10 of 15 against 10 of 15

    def test_arrivals(self, world: World) -> None:
        still_open(world)
        for received, handed, sender in (
            ("2026-11-01 09:00", "2026-11-10 09:00", "DSOS"),  # nine days old, three past its deadline
            ("2026-11-08 09:00", "2026-11-10 09:00", "DSOS"),
            ("2026-11-09 09:00", "2026-11-10 09:00", "NN"),
            ("2026-10-01 09:00", "2026-10-10 09:00", "DSOS"),  # not in the period
        ):
            world.add(received, steps=[(received, "Menunggu", sender), (handed, "Koordinasi", "DBM")])
        at = is_well(opened(REPORT, {"arrivals_table": row(0)}, per=AS_OF, skpd="DBM"))
        found = table(at, "arrivals_table").set_index("name")
        assert found.loc["Dinas Sosial"].to_dict() == {"complaints": 2, "late": 1, "age": 132.0, "used": 92.0}
        assert found.loc["NN"].to_dict() == {"complaints": 1, "late": 0, "age": 24.0, "used": 17.0}
        said = next(m.value for m in at.main.markdown if "aduan datang dari SKPD lain" in m.value)
        assert [int(n) for n in re.findall(r"\d+", said.split("(")[0])] == [3, 1]
        (link,) = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        assert link_query(link)["skpd"] == ["DSOS"] and "Dinas Sosial" in link.proto.label
        none = is_well(opened(REPORT, per=AS_OF, skpd="DSOS"))
        assert not table(none, "arrivals_table").size and any("diserahkan" in i.value for i in none.info)

    def test_units_below_lead_to_their_reports(self, world: World) -> None:
        more_units(world, 2, "sudin", parent="DBM")
        cohort(world, "SBM-B", 30, 20)
        cohort(world, "SUDIN-UNI-00", 30, 10)
        cohort(world, "SUDIN-UNI-01", 4, 4)
        world.add("2026-11-20 09:00", skpd="DBM")
        view = {"per": AS_OF, "kanal": "JAKI", "ukuran": "tl-ditolak"}
        at = is_well(opened(REPORT, {"below_sudin": row(0)}, skpd="DBM", **view))
        shown = table(at, "below_sudin")
        assert len(shown) == 2
        links = [x for x in at.main.get("page_link") if x.proto.page == "rapor"]
        (few,) = [x for x in links if x.proto.label == "Unit sudin 01: 4"]  # too little data for a row
        assert link_query(few)["skpd"] == ["SUDIN-UNI-01"]
        (link,) = [x for x in links if x is not few]
        query = link_query(link)
        names = {"SBM-B": "Suku Dinas Bina Marga Jakarta Barat", "SUDIN-UNI-00": "Unit sudin 00"}
        assert names[query["skpd"][0]] == shown["name"][0] and query["ukuran"] == ["tl-ditolak"]
        below = is_well(opened(REPORT, **query))
        (up,) = [x for x in below.main.get("page_link") if x.proto.label.startswith("Unit induk")]
        assert link_query(up)["skpd"] == ["DBM"]

    def test_no_unit_chosen_and_choosing_one(self, two: World) -> None:
        at = is_well(opened(REPORT, per=AS_OF))
        assert len(at.info) == 1 and not at.header and not at.get("vega_lite_chart")
        box = at.selectbox(key="report_unit")
        assert box.value is None and len(box.options) >= 5
        box.select("DSOS").run()
        assert is_well(at).query_params["skpd"] in ("DSOS", ["DSOS"]) and [h.value for h in at.header] == CARDS
        at.selectbox(key="report_unit").select("DBM").run()
        assert is_well(at).query_params["skpd"] in ("DBM", ["DBM"]) and headline(at)["Dihitung (n)"] == "100"
        several = is_well(opened(REPORT, per=AS_OF, skpd=["DSOS", "DBM"]))
        assert any("2 SKPD" in c.value for c in several.main.caption) and headline(several)["Dihitung (n)"] == "100"

    def test_a_unit_without_data(self, two: World) -> None:
        for measure in ("tepat-waktu", "dalam-tenggat", "koordinasi", "tl-ditolak", "laporan-ulang"):
            at = is_well(opened(REPORT, per=AS_OF, skpd="KEL-G", ukuran=measure))
            assert [h.value for h in at.header] == CARDS and not notices(at)
            assert not at.get("vega_lite_chart") and not at.metric and not at.dataframe
            assert len(at.info) >= 6

    def test_bad_measures_and_units(self, two: World) -> None:
        for value in HOSTILE:
            at = is_well(opened(REPORT, per=AS_OF, skpd="DBM", ukuran=value))
            assert len(notices(at)) == 1 and headline(at)["Tepat waktu"] == "66,0 %"
            is_inert(at)
            at = is_well(opened(REPORT, per=AS_OF, skpd=value))
            assert len(notices(at)) == 1 and not at.header
            is_inert(at)


CARDS = [
    "Di mana posisinya",
    "Apa yang menahannya",
    "Aduan yang merugikannya",
    "Bagaimana bila aduan ini ditutup sekarang?",
    "LAPOR dan JAKI di SKPD ini",
    "Arahnya",
    "Berapa lama di meja ini",
    "Ke mana waktunya",
    "Aduan serahan",
]
