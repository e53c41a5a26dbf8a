"""Peringkat and Corong on made groups: who gets a place, who a tier, who neither."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.places import FUNNEL, RANKING, REPORT
from tests.apptest import chart_data, headline, is_well, link_query, notices, opened, table
from tests.conftest import AS_OF
from tests.hostile import MARK
from tests.world import World, cohort, more_units, still_open


class TestRanking:
    """Peringkat and Corong on made groups."""

    def test_group_measure_and_band_from_the_address(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 36, "kelurahan")
        for index, unit in enumerate(units):
            cohort(world, unit, 10 + index, 8 + index // 2)
        cohort(world, "DSOS", 12, 12)
        cohort(world, "DBM", 15, 3)
        names = [f"Unit kelurahan {index:02}" for index in range(36)]
        for band, part in (("kecil", names[:12]), ("sedang", names[12:24]), ("besar", names[24:]), (None, names)):
            query = {"kelompok": "kelurahan"} | ({"pita": band} if band else {})
            at = is_well(opened(RANKING, per=AS_OF, **query))
            found = table(at, "ranking_table")
            assert sorted(found["name"]) == part, band
            assert dict(zip(found["name"], found["n"], strict=True)) == {name: 10 + names.index(name) for name in part}
            assert not notices(at)
        for link in at.main.get("page_link"):
            assert link_query(link) == {"per": [AS_OF], "kelompok": ["kelurahan"]}
        at = is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan", pita="besar", ukuran="koordinasi"))
        found = table(at, "ranking_table").set_index("name")
        assert len(found) == 12 and found["raw"]["Unit kelurahan 35"] == pytest.approx(100 * 25 / 45, abs=0.1)
        for link in at.main.get("page_link"):
            asked = {"per": [AS_OF], "kelompok": ["kelurahan"], "pita": ["besar"], "ukuran": ["koordinasi"]}
            assert link_query(link) == asked
        offices = table(is_well(opened(RANKING, per=AS_OF, pita="kecil")), "ranking_table")
        assert sorted(offices["name"]) == ["Dinas Bina Marga", "Dinas Sosial"]

    def test_widgets_write_the_address(self, small: World) -> None:
        at = is_well(opened(RANKING, per=AS_OF, hal="2"))
        at.selectbox(key="choice_ukuran").select("tl-ditolak").run()
        at.selectbox(key="choice_pita").select("besar").run()
        is_well(at)
        for name, value in (("ukuran", "tl-ditolak"), ("pita", "besar")):
            assert at.query_params[name] in (value, [value])
        assert "hal" not in at.query_params
        at.selectbox(key="choice_ukuran").select("tepat-waktu").run()
        assert "ukuran" not in is_well(at).query_params

    def different(self, world: World) -> list[str]:
        """Six clearly different units, the worst first; their names do not follow that order."""
        still_open(world)
        units = more_units(world, 6, "dinas")
        order = [units[index] for index in (3, 0, 5, 1, 4, 2)]
        for unit, x in zip(order, (60, 90, 120, 150, 180, 194), strict=True):
            cohort(world, unit, 200, x)
        return order

    def test_real_differences_get_numbers_in_the_order_of_the_expected_rank(self, world: World) -> None:
        order = self.different(world)
        at = is_well(opened(RANKING, per=AS_OF, skpd=order[2]))
        found = table(at, "ranking_table")
        assert list(found["place"]) == [1, 2, 3, 4, 5, 6]
        assert list(found["rank"]) == pytest.approx([1, 2, 3, 4, 5, 6], abs=0.2)
        assert list(found["rank"]) == sorted(found["rank"]) and "tier" not in found
        names = [f"Unit dinas {int(unit[-2:]):02}" for unit in reversed(order)]
        assert list(found["name"]) == names
        assert list(found["raw"]) == [97.0, 90.0, 75.0, 60.0, 45.0, 30.0] and set(found["n"]) == {200}
        assert list(found["happened"]) == [1, 2, 3, 4, 5, 6]  # what happened is the order of the raw shares
        assert ((found["rank_low"] <= found["rank"]) & (found["rank"] <= found["rank_high"] + 0.01)).all()
        # One category, one channel: nothing to adjust, and the shrunk shares lie between their own and the group's.
        assert list(found["adjusted"]) == pytest.approx(list(found["raw"]), abs=0.2)
        assert ((found["value"] - found["raw"]) * (66.2 - found["raw"]) >= 0).all()
        (chart,) = at.get("vega_lite_chart")
        drawn = chart_data(chart)[0]
        assert list(drawn["name"]) == names and list(drawn["value"]) == sorted(drawn["value"])
        # The SKPD of the filter is marked, not singled out.
        assert list(drawn["is_own"]) == [name == f"Unit dinas {int(order[2][-2:]):02}" for name in names]
        assert real(at) > 70

    def test_units_that_chance_tells_apart_get_tiers_and_no_numbers(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 8, "dinas")
        for unit in reversed(units):
            cohort(world, unit, 50, 40)
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table")
        assert not {"place", "rank", "rank_low", "rank_high", "happened", "rank_adjusted", "move"} & set(found)
        assert list(found["name"]) == [f"Unit dinas {index:02}" for index in range(8)]
        assert found["tier"].nunique() == 1 and real(at) < 50
        (chart,) = at.get("vega_lite_chart")
        drawn = chart_data(chart)[0]  # the shares themselves
        assert set(drawn["value"]) == {0.8} and drawn["low"].max() < 0.8 < drawn["high"].min()
        assert not re.search(r"\d[\d,]* \(95 %: \d+–\d+\)", " ".join(drawn["words"]))
        report = is_well(opened(REPORT, per=AS_OF, skpd=units[0]))
        assert headline(report)["Tepat waktu"] == "80,0 %"
        assert "Peringkat harapan" not in headline(report)
        funnel = is_well(opened(FUNNEL, per=AS_OF))
        assert funnel.success and not table(funnel, "funnel_table").size

    def test_between_the_two_there_are_intervals_and_no_places(self, world: World) -> None:
        still_open(world)
        for unit, x in zip(more_units(world, 6, "dinas"), (35, 38, 40, 42, 45, 47), strict=True):
            cohort(world, unit, 50, x)
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table")
        assert {"rank", "rank_low", "rank_high"} <= set(found) and not {"place", "tier"} & set(found)
        assert 50 <= real(at) <= 70 and list(found["rank"]) == sorted(found["rank"])

    def test_a_few_complaints_give_no_place(self, world: World) -> None:
        still_open(world)
        zeta, alpha, ten = more_units(world, 3, "dinas")
        world.execute("update crm.unit set nama = 'Zeta' where kode = %s", (zeta,))
        world.execute("update crm.unit set nama = 'Alfa' where kode = %s", (alpha,))
        cohort(world, zeta, 9, 9)
        cohort(world, alpha, 3, 0)
        cohort(world, ten, 10, 10)
        cohort(world, "DSOS", 40, 20)
        cohort(world, "DBM", 1, 1)
        at = is_well(opened(RANKING, per=AS_OF))
        assert sorted(table(at, "ranking_table")["name"]) == ["Dinas Sosial", "Unit dinas 02"]
        few = table(at, "ranking_few")
        assert few.to_dict("list") == {"name": ["Alfa", "Dinas Bina Marga", "Zeta"], "n": [3, 1, 9]}
        drawn = [data for chart in at.get("vega_lite_chart") for data in chart_data(chart)]
        assert not any(data["name"].isin(["Alfa", "Zeta"]).any() for data in drawn)
        only = is_well(opened(RANKING, per=AS_OF, kelompok="sudin"))  # one that holds an open complaint and no more
        assert only.info and not only.get("vega_lite_chart") and not table(only, "ranking_table").size
        report = is_well(opened(REPORT, per=AS_OF, skpd=zeta))
        assert not report.metric and any("9 aduan" in i.value for i in report.info)

    def test_the_time_until_half_is_settled(self, world: World) -> None:
        """Those that nearly all settle within a day come before those that take a week."""
        still_open(world)
        units = more_units(world, 6, "dinas")
        for index, unit in enumerate(units):
            cohort(world, unit, 40, 40 if index % 2 else 2)
        cohort(world, "DSOS", 5, 5)
        for _ in range(20):
            world.add("2026-11-02 09:00", skpd="DBM")  # none of them settled: no median
        at = is_well(opened(RANKING, per=AS_OF, ukuran="waktu-tengah"))
        found = table(at, "ranking_table")
        assert {int(name[-1]) % 2 for name in found["name"][:3]} == {1} and len(found) == 6
        assert found["raw"][:3].between(24, 36).all() and found["raw"][3:].between(168, 180).all()
        assert not {"adjusted", "flag"} & set(found)
        few = table(at, "ranking_few").set_index("name")
        assert few["followed"]["Dinas Bina Marga"].startswith("lebih dari") and few["n"]["Dinas Sosial"] == 5

    def test_searching_a_name(self, world: World) -> None:
        self.different(world)
        at = opened(RANKING, {"search_skpd": "DINAS 04"}, per=AS_OF)
        found = table(is_well(at), "ranking_table")
        assert list(found["name"]) == ["Unit dinas 04"] and list(found["place"]) == [2]
        for text in ("tidak ada", f"`{MARK}` [x](http://x)", "(.*", "%"):
            at = is_well(opened(RANKING, {"search_skpd": text}, per=AS_OF))
            assert len(at.info) == 1 and not table(at, "ranking_table").size

    def test_the_funnel_has_every_unit_and_flags_an_outlier(self, world: World) -> None:
        still_open(world)
        units = more_units(world, 13, "dinas")
        for unit in units[1:]:
            cohort(world, unit, 100, 90)
        cohort(world, units[0], 100, 40)
        cohort(world, "DSOS", 3, 1)
        cohort(world, "DBM", 1, 1)
        at = is_well(opened(FUNNEL, per=AS_OF, skpd=units[5]))
        (chart,) = at.get("vega_lite_chart")
        limits, drawn = chart_data(chart)
        assert "low998" in limits and len(drawn) == 15
        drawn = drawn.set_index("name")
        assert list(drawn.index[drawn["flag"] == 2]) == ["Unit dinas 00"] and not (drawn["flag"] == 1).any()
        assert set(drawn.index[drawn["is_few"]]) == {"Dinas Sosial", "Dinas Bina Marga"}
        assert drawn["n"]["Dinas Sosial"] == 3 and drawn["raw"]["Dinas Sosial"] == pytest.approx(1 / 3)
        assert list(drawn.index[drawn["is_own"]]) == ["Unit dinas 05"]
        assert drawn["label"]["Unit dinas 00"] and drawn["label"]["Unit dinas 05"]
        assert {"low95", "high95", "low998", "high998"} <= set(limits)
        assert ((limits["low998"] <= limits["low95"]) & (limits["low95"] <= limits["high95"])).all()
        flagged = table(at, "funnel_table")
        assert list(flagged["name"]) == ["Unit dinas 00"] and list(flagged["flag"]) == ["periksa"]
        assert flagged["raw"][0] == 40.0 and flagged["n"][0] == 100
        ranked = table(is_well(opened(RANKING, per=AS_OF)), "ranking_table").set_index("name")
        assert ranked["flag"]["Unit dinas 00"] == "periksa" and (ranked["flag"] == "").sum() == 12

    def test_only_a_real_change_is_shown_as_movement(self, world: World) -> None:
        order = self.different(world)  # falls due on 8 November
        world.add("2026-01-05 09:00", "2026-01-06 09:00")  # so that the data reach back
        for unit, x in zip(order, (60, 90, 120, 150, 180, 100), strict=True):
            cohort(world, unit, 200, x, day="2026-10-01")  # in the 28 days before; the best was in the middle
        at = is_well(opened(RANKING, per=AS_OF))
        found = table(at, "ranking_table").set_index("name")["move"]
        mover = f"Unit dinas {int(order[-1][-2:]):02}"
        assert re.fullmatch(r"naik [2345]", found[mover]) and set(found.drop(mover)) == {""}
        report = is_well(opened(REPORT, per=AS_OF, skpd=order[-1]))
        assert any(found[mover] in m.value for m in report.main.markdown)
        rest = is_well(opened(REPORT, per=AS_OF, skpd=order[0]))
        assert not any("naik" in m.value or "turun" in m.value for m in rest.main.markdown)

    def test_without_a_period_before_there_is_no_movement(self, world: World) -> None:
        self.different(world)
        found = table(is_well(opened(RANKING, per=AS_OF)), "ranking_table")
        assert set(found["move"]) == {""}

    def test_codes_that_no_list_knows_are_under_the_rest(self, world: World) -> None:
        still_open(world)
        cohort(world, "??", 12, 6)
        cohort(world, "**NN** [x](y)", 11, 11)
        found = table(is_well(opened(RANKING, per=AS_OF, kelompok="lain")), "ranking_table")
        assert sorted(found["name"]) == ["**NN** [x](y)", "??"]
        at = is_well(opened(REPORT, per=AS_OF, skpd="**NN** [x](y)", ukuran="tl-ditolak"))
        assert not notices(at) and headline(at)["Dihitung (n)"] == "11"
        assert not any("[x](y)" in m.value or "**NN**" in m.value for m in at.main.markdown)


def real(at: AppTest) -> int:
    """What the page says is real of the differences, in percent."""
    found = [re.match(r"\*\*(\d+) % ", m.value) for m in at.main.markdown]
    (share,) = [int(match[1]) for match in found if match]
    return share


class TestDefects:
    """What these pages once got wrong."""

    def test_a_parent_whose_units_below_have_too_little_data(self, world: World) -> None:
        cohort(world, "DBM", 12, 6)
        still_open(world)
        is_well(opened(REPORT, per=AS_OF, skpd="DBM"))

    def test_a_coordination_that_is_late_is_recorded(self, world: World) -> None:
        still_open(world)
        cohort(world, "DBM", 12, 0)
        cohort(world, "DSOS", 12, 0)
        assert not notices(is_well(opened(RANKING, per=AS_OF, ukuran="koordinasi")))

    @pytest.mark.parametrize("settled", [0, 4])
    def test_a_unit_that_has_handed_nothing_on_is_not_said_to(self, world: World, settled: int) -> None:
        still_open(world)
        cohort(world, "DSOS", settled, settled)
        for _ in range(0 if settled else 12):
            world.add("2026-11-20 09:00", skpd="DSOS")
        at = is_well(opened(REPORT, per=AS_OF, skpd="DSOS"))
        assert not any("meneruskan" in text for text in notices(at))
