"""Two units, channels or places of one name and two codes are told apart wherever they are named."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dashboard.places import CHANNELS, LIST, RANKING
from queries import channels, complaints, moment, skpds
from queries.filters import Filters
from tests.apptest import chart_data, is_well, opened, table
from tests.conftest import AS_OF
from tests.world import World, cohort, still_open

NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), datetime.fromisoformat(AS_OF))
TWINS = {
    "KM-1": "Kelurahan Melati (Jakarta Barat)",
    "KM-2": "Kelurahan Melati (Jakarta Timur)",
    "SS-1": "Seksi Saluran (Dinas Bina Marga)",
    "SS-2": "Seksi Saluran (Dinas Sosial)",
    "UP-1": "UPT Pasar (UP-1)",
    "UP-2": "UPT  Pasar (UP-2)",
}


@pytest.fixture
def twins(world: World) -> World:
    for values in (
        ("KM-1", "Kelurahan Melati", "kelurahan", None, "Jakarta Barat"),
        ("KM-2", "Kelurahan Melati", "kelurahan", None, "Jakarta Timur"),
        ("SS-1", "Seksi Saluran", "kelurahan", "DBM", None),
        ("SS-2", "Seksi Saluran", "kelurahan", "DSOS", None),
        ("UP-1", "UPT Pasar", "kelurahan", None, None),
        ("UP-2", "UPT  Pasar", "kelurahan", None, None),
    ):
        world.execute("insert into crm.unit values (%s, %s, %s, %s, %s)", values)
    world.execute("insert into crm.kanal values ('JAKI2', 'JAKI', 'Aplikasi JAKI', true, '2016-01-01', null)")
    for code, city in (("31.75.01.1001", "Jakarta Timur"), ("31.74.01.1001", "Jakarta Selatan")):
        world.execute("insert into crm.kelurahan values (%s, 'Gambir', 'Gambir', %s)", (code, city))
    for number, unit in enumerate(TWINS):
        cohort(world, unit, 40, 30 + number, channel="JAKI2" if number % 2 else "JAKI")
    still_open(world)
    return world


@pytest.mark.usefixtures("twins")
def test_names_are_told_apart_by_what_is_above_them_else_by_code() -> None:
    units = dict(skpds.units()[["code", "name"]].itertuples(index=False, name=None))
    assert {code: units[code] for code in TWINS} == TWINS
    assert units["DBM"] == "Dinas Bina Marga"
    choices = moment.choices()
    assert {code: choices["skpds"][code] for code in TWINS} == TWINS
    assert (choices["channels"]["JAKI"], choices["channels"]["JAKI2"]) == ("JAKI (JAKI)", "JAKI (JAKI2)")
    for names in choices.values():
        assert len({" ".join(name.split()) for name in names.values()}) == len(names)
    assert choices["areas"]["31.75.01"] == "Kec. Gambir (Jakarta Timur)"
    assert choices["areas"]["31.75.01.1001"] == "Kel. Gambir (31.75.01.1001)"  # the kecamatan have one name, too


@pytest.mark.usefixtures("twins")
def test_lists_tables_and_questions_name_them_as_the_filter_does() -> None:
    listed = complaints.page(NOVEMBER, "masuk", 1, 1000)
    assert set(listed["skpd"]) >= set(TWINS.values())
    assert {"JAKI (JAKI)", "JAKI (JAKI2)"} <= set(listed["channel"])
    volumes = channels.volumes(NOVEMBER).set_index("code")["name"]
    assert (volumes["JAKI"], volumes["JAKI2"]) == ("JAKI (JAKI)", "JAKI (JAKI2)")
    assert {"JAKI (JAKI)", "JAKI (JAKI2)"} <= {feed.name for feed in channels.feeds(NOVEMBER.as_of)}


@pytest.mark.usefixtures("twins")
def test_each_has_a_row_of_its_own_in_table_and_chart() -> None:
    at = is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan", periode="bulan-ini"))
    drawn = next(data for chart in at.get("vega_lite_chart") for data in chart_data(chart) if "is_own" in data)
    assert set(drawn["name"]) == set(TWINS.values())
    assert sorted(drawn["row"]) == list(range(len(TWINS)))
    assert set(table(at, "ranking_table")["name"]) == set(TWINS.values())
    at = is_well(opened(CHANNELS, per=AS_OF, periode="bulan-ini"))
    assert {"JAKI (JAKI)", "JAKI (JAKI2)"} <= set(table(at, "channel_table")["name"])
    assert is_well(opened(LIST, per=AS_OF, periode="bulan-ini", set="masuk", skpd="KM-2")).dataframe
