"""A source that holds closed complaints only judges nobody."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.places import FUNNEL, PAIR, RANKING, REPORT, SIGNALS, UNIT_LIST, Place
from tests.apptest import is_well, notices, opened
from tests.conftest import AS_OF
from tests.world import World, cohort, more_units, still_open

OF_UNITS = (RANKING, FUNNEL, SIGNALS, REPORT, PAIR)  # what makes no sense of a source that holds closed complaints only


class TestClosedOnly:
    @pytest.mark.parametrize("page", OF_UNITS, ids=str)
    def test_a_source_without_anything_open_has_no_ranking(self, world: World, page: Place) -> None:
        units = more_units(world, 6, "dinas")
        for unit, x in zip(units, (20, 25, 28, 29, 30, 30), strict=True):
            cohort(world, unit, 30, x)
        query = {"per": AS_OF, "skpd": units[0], "ukuran": "koordinasi"}
        at = is_well(opened(page, **query))
        (notice,) = notices(at)
        assert "sudah selesai" in notice and "tidak bermakna" in notice
        assert not (at.get("vega_lite_chart") or at.dataframe or at.table or at.metric or at.main.get("page_link"))
        assert not any("%" in m.value for m in at.main.markdown)
        assert is_well(opened(UNIT_LIST, **query)).dataframe  # the complaints themselves are there
        still_open(world)
        st.cache_data.clear()
        assert not notices(is_well(opened(page, **query)))
