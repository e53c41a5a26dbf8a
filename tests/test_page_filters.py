"""The filters do on every page what they say: counted again by plain SQL on the CRM's own tables."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from dashboard import view
from dashboard.formats import number
from dashboard.places import AGENDA, OVERVIEW, PLACES, Place
from dashboard.view import DEFAULT_PERIOD
from tests.apptest import headline, is_well, link_query, notices, opened
from tests.conftest import AS_OF
from tests.every_page import EVERY_PAGE

PERIODS = {
    "hari-ini": ("2026-11-24", "2026-11-24"),
    "kemarin": ("2026-11-23", "2026-11-23"),
    "7-hari": ("2026-11-17", "2026-11-23"),
    "28-hari": ("2026-10-27", "2026-11-23"),
    "90-hari": ("2026-08-26", "2026-11-23"),
    "bulan-ini": ("2026-11-01", "2026-11-30"),
    "bulan-lalu": ("2026-10-01", "2026-10-31"),
    "tahun-ini": ("2026-01-01", "2026-12-31"),
    "tahun-lalu": ("2025-01-01", "2025-12-31"),
    "semua": ("2000-01-01", "2026-11-24"),
    "pilihan": ("2026-10-27", "2026-11-23"),
}


class Counts:
    """Counts made by plain SQL on the CRM's own tables."""

    def __init__(self, owner: str) -> None:
        self.connection = psycopg.connect(owner, autocommit=True)

    def count(self, column: str, first: str, last: str, as_of: str, condition: str = "true") -> int:
        found = self.connection.execute(
            f"""
            select count(*) from crm.laporan l
            where {column} >= %(first)s::date::timestamp at time zone 'Asia/Jakarta'
              and {column} < (%(last)s::date + 1)::timestamp at time zone 'Asia/Jakarta'
              and {column} <= %(as_of)s::timestamp at time zone 'Asia/Jakarta'
              and masuk <= %(as_of)s::timestamp at time zone 'Asia/Jakarta'
              and ('{column}' = 'masuk' or selesai >= masuk)
              and {condition}
            """.encode(),  # not user input
            {"first": first, "last": last, "as_of": as_of},
        ).fetchone()
        assert found is not None
        return int(found[0])

    def value(self, query: str) -> str:
        found = self.connection.execute(query.encode()).fetchone()
        assert found is not None
        return str(found[0])


@pytest.fixture
def counts(sampled: str) -> Iterator[Counts]:
    made = Counts(sampled)
    yield made
    made.connection.close()


class TestFilters:
    def test_each_period(self, sample_database: str, counts: Counts) -> None:
        for preset, days in PERIODS.items():
            found = headline(is_well(opened(OVERVIEW, per=AS_OF, periode=preset)))
            for label, column in (("Masuk", "masuk"), ("Selesai", "selesai")):
                assert found[label] == number(counts.count(column, *days, AS_OF)), (preset, label)

    def test_every_preset_is_tried(self) -> None:
        assert set(view.PERIODS) == set(PERIODS)

    def test_dates_and_a_past_moment(self, sample_database: str, counts: Counts) -> None:
        at = is_well(opened(OVERVIEW, dari="2026-03-01", sampai="2026-04-15", per="2026-04-10T07:07"))
        found = headline(at)
        assert found["Masuk"] == number(counts.count("masuk", "2026-03-01", "2026-04-15", "2026-04-10T07:07"))
        assert "per 10 April 2026 07.07 WIB" in at.main.caption[0].value
        one = headline(is_well(opened(OVERVIEW, dari="2026-03-05", per=AS_OF)))
        assert one["Masuk"] == number(counts.count("masuk", "2026-03-05", "2026-03-05", AS_OF))
        day = headline(is_well(opened(OVERVIEW, per="2026-06-30")))  # the whole day; 28 days before it
        assert day["Masuk"] == number(counts.count("masuk", "2026-06-02", "2026-06-29", "2026-06-30T23:59"))

    def test_each_list_of_choices(self, sample_database: str, counts: Counts) -> None:
        where = "kelurahan is not null and masuk between '2026-10-27' and '2026-11-20' group by 1 order by count(*) desc, 1 limit 1"
        kelurahan = counts.value(f"select kelurahan from crm.laporan where {where}")
        kecamatan, city = kelurahan.rsplit(".", 1)[0], ".".join(kelurahan.split(".")[:2])
        unit = counts.value(
            "select unit from crm.laporan where unit is not null group by 1 order by count(*) desc limit 1"
        )
        category = counts.value(
            "select baku from crm.kategori k join crm.laporan l on l.kategori = k.nama group by 1 order by count(*) desc limit 1"
        )
        known = f"kategori in (select nama from crm.kategori where baku = '{category}')"
        for query, condition in (
            ({"kanal": "LAPOR"}, "kanal = 'LAPOR'"),
            ({"kanal": ["LAPOR", "JAKI"]}, "kanal in ('LAPOR', 'JAKI')"),
            ({"skpd": unit}, f"unit = '{unit}'"),
            ({"wilayah": city}, f"kelurahan like '{city}.%%'"),
            ({"wilayah": kecamatan}, f"kelurahan like '{kecamatan}.%%'"),
            ({"wilayah": kelurahan}, f"kelurahan = '{kelurahan}'"),
            ({"wilayah": [city, kelurahan]}, f"kelurahan like '{city}.%%'"),
            ({"kategori": category}, known),
            (
                {"kanal": "JAKI", "wilayah": city, "kategori": category},
                f"kanal = 'JAKI' and kelurahan like '{city}.%%' and {known}",
            ),
        ):
            at = is_well(opened(OVERVIEW, per=AS_OF, **query))
            assert not notices(at)
            expected = {
                label: number(counts.count(column, *PERIODS[DEFAULT_PERIOD], AS_OF, condition))
                for label, column in (("Masuk", "masuk"), ("Selesai", "selesai"))
            }
            assert headline(at).items() >= expected.items(), query

    @pytest.mark.parametrize("page", EVERY_PAGE, ids=str)
    def test_links_carry_the_filters(self, sample_database: str, page: Place) -> None:
        query = {
            "kanal": ["JAKI", "LAPOR"],
            "wilayah": ["31.71"],
            "periode": ["bulan-lalu"],
            "per": ["2026-09-09T09:09"],
            "lang": ["en"],
        }
        at = is_well(opened(page, **query))
        menu = at.sidebar.get("page_link")
        for place, link in zip([place for place in PLACES if place.icon], menu, strict=True):
            if place is AGENDA:  # takes the moment along
                frozen = {key: value for key, value in query.items() if key != "periode"}
                assert link_query(link) == frozen | {"dari": ["2026-08-01"], "sampai": ["2026-08-31"]}
            else:
                assert link_query(link) == query
        dates = {"dari": ["2026-01-02"], "sampai": ["2026-02-03"], "skpd": ["x"]}
        for link in opened(page, **dates).sidebar.get("page_link")[:4]:
            assert link_query(link) == {"dari": ["2026-01-02"], "sampai": ["2026-02-03"]}

    def test_widgets_write_the_address(self, sample_database: str) -> None:
        at = is_well(opened(OVERVIEW, per=AS_OF))
        at.selectbox(key="filter_periode").select("bulan-lalu").run()
        at.multiselect(key="filter_kanal").select("LAPOR").run()
        is_well(at)
        assert at.query_params["periode"] in ("bulan-lalu", ["bulan-lalu"])
        assert at.query_params["kanal"] in ("LAPOR", ["LAPOR"])
        for link in at.sidebar.get("page_link")[:4]:
            assert link_query(link) == {"per": [AS_OF], "periode": ["bulan-lalu"], "kanal": ["LAPOR"]}
        at.button(key="language").click().run()
        assert link_query(is_well(at).sidebar.get("page_link")[0])["lang"] == ["en"]
        at.button(key="language").click().run()
        at.sidebar.button[0].click().run()
        assert link_query(is_well(at).sidebar.get("page_link")[0]) == {}
