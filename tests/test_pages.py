"""Every page through Streamlit's own test runner on a real PostgreSQL: full, empty, filtered, and with a
bad address.
"""

from __future__ import annotations

import re

import pytest

from dashboard.places import AGENDA, COMPLAINT, LIST, OVERVIEW, Place
from dashboard.texts import english
from queries.complaints import SETS
from tests.apptest import chart_rows, is_well, link_query, notices, opened, row
from tests.conftest import AS_OF
from tests.every_page import EVERY_PAGE, PAGES
from tests.world import World, some_lapor


class TestFull:
    @pytest.mark.parametrize("page", list(PAGES), ids=str)
    def test_each_page_is_whole(self, sample_database: str, page: Place) -> None:
        title, charts, query = PAGES[page]
        at = is_well(opened(page, {"what_if_list": row(0)}, per=AS_OF, **query))
        assert [t.value for t in at.title] == [title]
        assert not notices(at) and not at.info
        drawn = at.get("vega_lite_chart")
        assert len(drawn) == charts
        for chart in drawn:
            assert len(chart.proto.alt) > 20 and chart_rows(chart) > 0
        assert all(table.proto.alt and len(table.value) for table in at.dataframe)
        assert '"decimal": ","' in drawn[0].proto.spec if drawn else True
        assert any("Data contoh" in m.value for m in at.main.markdown)

    @pytest.mark.parametrize("page", list(PAGES), ids=str)
    def test_english_changes_titles_and_numbers(self, sample_database: str, page: Place) -> None:
        title, charts, query = PAGES[page]
        at = is_well(opened(page, per=AS_OF, lang="en", **query))
        assert [t.value for t in at.title] == [english().get(title)]
        assert at.title[0].value != title
        assert len(at.get("vega_lite_chart")) == charts
        assert '"decimal": ","' not in "".join(c.proto.spec for c in at.get("vega_lite_chart"))

    def test_each_set_has_its_list(self, sample_database: str) -> None:
        for name in SETS:
            at = is_well(opened(LIST, per=AS_OF, set=name))
            assert len(at.dataframe) + len(at.info) == 1, name
            assert not notices(at)

    @pytest.mark.parametrize("lang", ["id", "en"])
    def test_one_lapor_complaint(self, sample_database: str, sampled: str, lang: str) -> None:
        at = is_well(opened(COMPLAINT, per=AS_OF, lang=lang, id=str(some_lapor(sampled))))
        assert re.fullmatch(r"[A-Z]{2}\d+", at.title[0].value)
        chart = at.get("vega_lite_chart")[0]
        assert chart.proto.alt and chart_rows(chart) > 2
        assert any("SP4N-LAPOR" in t.value.to_string() for t in at.table)

    def test_a_row_of_the_list_opens_its_complaint(self, sample_database: str) -> None:
        at = is_well(opened(LIST, {"complaints": row(3)}, per=AS_OF, kanal="LAPOR"))
        code = at.dataframe[0].value["code"].iloc[3]
        link = next(x for x in at.main.get("page_link") if code in x.proto.label)
        query = link_query(link)
        assert query["kanal"] == ["LAPOR"] and query["per"] == [AS_OF]
        one = is_well(opened(COMPLAINT, **query))
        assert one.title[0].value == code


class TestEmpty:
    @pytest.mark.parametrize("page", EVERY_PAGE, ids=str)
    def test_one_friendly_sentence(self, world: World, page: Place) -> None:
        at = is_well(opened(page))
        assert len(at.info) == 1 and "belum berisi aduan" in at.info[0].value
        assert not notices(at)

    def test_only_complaints_of_the_year_2059(self, world: World) -> None:
        world.add("2059-01-01 09:00")
        at = is_well(opened(OVERVIEW))
        assert len(at.info) == 1

    @pytest.mark.parametrize("page", EVERY_PAGE, ids=str)
    def test_filters_that_nothing_meets(self, world: World, page: Place) -> None:
        world.add("2026-11-10 09:00", channel="JAKI", skpd="KEL-A")
        at = is_well(opened(page, per=AS_OF, skpd="DSOS", kanal="LAPOR", kategori="Sampah", wilayah="31.71"))
        assert not notices(at)
        assert at.info or at.success or page == AGENDA
