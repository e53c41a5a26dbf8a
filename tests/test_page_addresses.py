"""Addresses that are wrong or hostile: one clear sentence, nothing lost, nothing let through."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from dashboard.places import (
    AGENDA,
    CHANNEL_PATTERN,
    CHANNELS,
    COMPLAINT,
    DESK_LIST,
    DUE,
    FUNNEL,
    LAPOR,
    LIST,
    OVERVIEW,
    PAIR,
    PATTERN,
    RANKING,
    REPORT,
    SIGNALS,
    UNIT_LIST,
    Place,
)
from tests.apptest import is_well, notices, opened
from tests.conftest import AS_OF
from tests.every_page import EVERY_PAGE
from tests.hostile import HOSTILE, is_inert
from tests.world import World

LISTED = ("kanal", "skpd", "wilayah", "kategori")


OWN = {
    CHANNELS: ["satuan", "potong", "skala"],
    CHANNEL_PATTERN: ["ritme"],
    PAIR: ["a", "b", "ukuran"],
    RANKING: ["kelompok", "ukuran", "pita"],
    FUNNEL: ["kelompok", "ukuran", "pita"],
    SIGNALS: ["kelompok", "ukuran"],
    REPORT: [],  # a measure only where there is a SKPD
    UNIT_LIST: ["ukuran", "hasil", "hal"],
    LAPOR: ["jam", "hal"],
    DUE: ["jam"],
    PATTERN: ["jam"],
    DESK_LIST: ["set", "jam", "umur", "tahap", "jenis", "serah", "ews", "tolak", "pernah", "tanpa", "meja"],
    LIST: ["set", "hal"],
    OVERVIEW: [],
    COMPLAINT: [],
    AGENDA: ["agenda", "kelompok", "ukuran", "lalu", "angka"],
}


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"periode": "xyz"}, ["`xyz`"]),
    ({"dari": "kemarin dulu"}, ["`kemarin dulu`"]),
    ({"dari": "2026-02-30", "sampai": "2026-03-02"}, ["`2026-02-30`"]),
    ({"dari": "2026-11-20", "sampai": "2026-11-10"}, ["ditukar"]),
    ({"dari": "0001-01-01", "sampai": "9999-12-31"}, ["`0001-01-01`", "`9999-12-31`"]),
    ({"per": "2099-01-01T00:00"}, ["belum tiba"]),
    ({"per": "9999-12-31T23:59"}, ["`9999-12-31T23:59`"]),
    ({"per": "0001-01-01"}, ["`0001-01-01`"]),
    ({"per": "2026-11-20T10:00+25:00"}, ["`2026-11-20T10:00+25:00`"]),
    ({"periode": ["xyz", "7-hari"]}, []),
    ({"periode": ["7-hari", "xyz"]}, ["`xyz`"]),
    ({"kanal": ["JAKI", "JAKI", "FAX", "PIGEON", "FAX"]}, ["`FAX`, `PIGEON`"]),
    ({"wilayah": ["31.73", "31.73.04.1007", "99"], "skpd": ["?"]}, ["SKPD", "Wilayah"]),
    ({"lang": "xx", "tidak_ada": "1"}, []),
]


# Views without a day, without a complaint, or at an edge of the calendar: each page must stand them.
EDGES: list[tuple[dict[str, Any], int]] = [
    ({"dari": "2099-12-01", "sampai": "2099-12-31"}, 1),
    ({"per": "2000-01-05T10:00", "periode": "pilihan"}, 0),
    ({"per": "2000-02-29T00:00", "periode": "tahun-lalu"}, 0),
]


class TestBadAddress:
    @pytest.mark.parametrize("page", EVERY_PAGE, ids=str)
    def test_hostile_values(self, small: World, page: Place) -> None:
        """Each parameter of the page gets some hostile value: one notice each, inert, and the page is whole."""
        names = [*LISTED, "periode", "dari", "sampai", *OWN[page]]
        for start in (0, 7):
            query: dict[str, Any] = {name: HOSTILE[(start + k) % len(HOSTILE)] for k, name in enumerate(names)}
            at = is_well(opened(page, per=AS_OF, id="1", **query))
            assert len(notices(at)) == len(names), (query, notices(at))
            is_inert(at)
        at = is_well(opened(page, per=HOSTILE[2], id=HOSTILE[0], lang=HOSTILE[1]))
        assert len(notices(at)) == 1
        is_inert(at)

    def test_every_hostile_value(self, small: World) -> None:
        for value in HOSTILE:
            query = dict.fromkeys([*LISTED, "periode", "dari", "sampai", "per"], value)
            at = is_well(opened(COMPLAINT, id="1", **query))
            assert len(notices(at)) == len(query), (value, notices(at))
            is_inert(at)
        everything = opened(COMPLAINT, id="1", per=AS_OF, kanal=HOSTILE * 20)
        assert len(notices(is_well(everything))) == 1
        is_inert(everything)

    def test_wrong_values(self, small: World) -> None:
        for query, said in WRONG:
            at = is_well(opened(COMPLAINT, **{"per": AS_OF, "id": "1"} | query))
            assert len(notices(at)) == len(said), (query, notices(at))
            for text, part in zip(notices(at), said, strict=True):
                assert part in text

    @pytest.mark.parametrize("page", EVERY_PAGE, ids=str)
    def test_edges_of_the_calendar(self, small: World, page: Place) -> None:
        for query, count in EDGES:
            at = is_well(opened(page, **{"per": AS_OF, "id": "1"} | query))
            assert len(notices(at)) == count, (query, notices(at))

    @pytest.mark.parametrize("page", [LIST, LAPOR, UNIT_LIST])
    def test_pages_that_are_not_there(self, sample_database: str, page: Place) -> None:
        key = {LIST: "complaints", LAPOR: "complaints", UNIT_LIST: "complaints"}[page]
        first = is_well(opened(page, per=AS_OF)).dataframe(key=key).value
        values = ("-1", "0", "1.5", "x", "", "١", "9" * 400, "99999999999999999")
        for value in values if page == LIST else values[::3]:
            at = is_well(opened(page, per=AS_OF, hal=value))
            assert len(notices(at)) == 1, value
            assert list(at.dataframe(key=key).value["code"]) == list(first["code"])
        last = is_well(opened(page, per=AS_OF, hal="999999"))
        assert len(notices(last)) == 1 and "999.999" in notices(last)[0]
        assert len(last.dataframe(key=key).value) > 0

    def test_the_last_page_is_the_rest(self, sample_database: str) -> None:
        first = is_well(opened(LIST, per=AS_OF))
        words = next(m.value for m in first.main.markdown if "aduan**" in m.value)
        total = int(re.sub(r"\D", "", words.split("aduan")[0]))
        last = -(-total // 100)
        at = is_well(opened(LIST, per=AS_OF, hal=str(last)))
        assert not notices(at) and len(at.dataframe[0].value) == total - 100 * (last - 1)
        buttons = {b.key: b.disabled for b in at.main.button}
        assert buttons["page_after"] and not buttons["page_before"]
        beyond = opened(LIST, per=AS_OF, hal="999999")
        beyond.button(key="page_before").click().run()
        assert beyond.query_params["hal"] in (str(last - 1), [str(last - 1)])

    def test_complaints_that_are_not_there(self, small: World) -> None:
        for key in ("abc", "999999999999999999999", "999999999999999999", "4711", "-1", "0", "", "1;drop"):
            at = is_well(opened(COMPLAINT, per=AS_OF, id=key))
            assert len(at.info) == 1 and "tidak ditemukan" in at.info[0].value
            assert not notices(at)

    def test_a_complaint_not_yet_received(self, small: World) -> None:
        assert opened(COMPLAINT, per="2026-11-01T10:00", id="1").info
        assert not is_well(opened(COMPLAINT, per="2026-11-03T10:00", id="1")).info

    def test_unknown_choices_of_a_page(self, small: World) -> None:
        for page, query in (
            (LIST, {"set": "drop table"}),
            (LAPOR, {"jam": "x"}),
            (DESK_LIST, {"umur": "x"}),
            (RANKING, {"kelompok": "Kelurahan"}),
            (RANKING, {"ukuran": "serahan"}),
            (RANKING, {"pita": "Kecil"}),
            (FUNNEL, {"ukuran": "waktu-tengah"}),
            (SIGNALS, {"ukuran": "waktu-tengah"}),
            (UNIT_LIST, {"hasil": "buruk"}),
            (REPORT, {"ukuran": "waktu-tengah", "skpd": "KEL-G"}),
            (REPORT, {"ukuran": "serahan", "skpd": "KEL-G"}),
            (CHANNELS, {"satuan": "decade"}),
            (CHANNELS, {"potong": "Kanal"}),
            (CHANNELS, {"skala": "ln"}),
            (CHANNEL_PATTERN, {"ritme": "lapor"}),
            (PAIR, {"a": "lapor"}),
            (PAIR, {"ukuran": "waktu-tengah"}),
        ):
            at = is_well(opened(page, per=AS_OF, **query))
            assert len(notices(at)) == 1, (page, query, notices(at))
            assert f"`{next(iter(query.values()))}`" in notices(at)[0]

    def test_the_years_a_date_may_have(self, small: World) -> None:
        at = is_well(opened(OVERVIEW, per=AS_OF, dari="2000-01-01", sampai="2000-01-31"))
        assert not notices(at)
        assert at.date_input(key="filter_dates").value == (date(2000, 1, 1), date(2000, 1, 31))

    def test_the_band_of_a_small_group_is_no_matter(self, small: World) -> None:
        at = is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan", pita="besar"))
        assert not notices(at) and "choice_pita" not in at.session_state
