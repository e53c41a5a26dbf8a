"""The rows of docs/tried.md: what each does to its complaint, that it touches nothing else, and that every page, file
and the check stand with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg
import pytest
import streamlit as st
from openpyxl import load_workbook

from dashboard import address
from dashboard.exports.slides import pptx
from dashboard.exports.tables import as_csv, as_xlsx
from dashboard.exports.workbook import xlsx
from dashboard.findings import desk
from dashboard.findings.lists import of_desk, of_set
from dashboard.places import AGENDA, COMPLAINT
from database import check, install
from database.embedded import READER, Embedded
from queries import complaints, lapor, moment
from queries.filters import Filters
from queries.lapor import Pick
from tests.apptest import is_well, notices, opened
from tests.conftest import AS_OF, point_at
from tests.decks import deck, meeting
from tests.every_page import EVERY_PAGE, PAGES
from tests.tried import rows
from tests.world import World, base

NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), datetime.fromisoformat(AS_OF))
KEPT = ("kanal", "unit", "kategori", "kelurahan", "laporan", "riwayat", "penugasan")
OWN = ("sla_rule", "working_day")
ROWS = rows("Rows")
MIXES = 4


def victim(world: World) -> int:
    """A LAPOR complaint within its deadline that has changed hands once."""
    steps = [("2026-11-20 09:00", "Menunggu", "DSOS"), ("2026-11-21 09:00", "Proses", "SBM-B")]
    return world.add("2026-11-20 09:00", channel="LAPOR", jenis_lapor="aspirasi", steps=steps)


@pytest.fixture(scope="module")
def tried(server: Embedded) -> Iterator[World]:
    """A small clean CRM on a database of its own, whose tables are kept beside it; complaint 1 is a victim."""
    owner = server.create("tried", replace=True)
    base(owner)
    install.install(owner)
    with World(owner) as world:
        for _row in range(1 + len(ROWS)):
            victim(world)
        for day in ("02", "10", "20"):
            world.add(f"2026-11-{day} 09:00", channel="LAPOR", jenis_lapor="aspirasi", skpd="DSOS")
            world.add(f"2026-11-{day} 10:00", f"2026-11-{day} 15:00")
            world.add(f"2026-11-{day} 11:00", skpd="SBM-B", channel="TWITTER")
        world.execute("create schema kept")
        for name in KEPT:
            world.execute(f"create table kept.{name} as table crm.{name}")
        for name in OWN:
            world.execute(f"create table kept.{name} as table dashboard.{name}")
        yield world


@pytest.fixture
def clean(tried: World, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same with every row as it was."""
    for name in KEPT:
        tried.execute(f"truncate crm.{name}; insert into crm.{name} table kept.{name}")
    for name in OWN:
        tried.execute(f"truncate dashboard.{name}; insert into dashboard.{name} table kept.{name}")
    point_at(monkeypatch, server.url("tried", READER))
    return tried


def write(world: World, statement: str, key: int) -> None:
    world.execute(statement.replace(":id", str(key)))


def members() -> dict[str, set[int]]:
    """The complaints of every set."""
    st.cache_data.clear()
    return {name: {key for (key,) in complaints.rows(NOVEMBER, name, ["id"])} for name in complaints.SETS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["Row"])
def test_a_row_is_counted_and_moves_nothing_else(clean: World, row: dict[str, str]) -> None:
    before = members()
    write(clean, row["Written"], 1)
    after = members()
    moment._fresh.clear()
    assert moment.now().has_open
    asked = row["Sets"].replace("none", "").split()
    own = {name for name, keys in (before if asked == ["="] else after).items() if 1 in keys}
    assert own == {name for name, keys in after.items() if 1 in keys}
    assert asked == ["="] or own == set(asked)
    if ":id" in row["Written"]:
        assert {name: keys - {1} for name, keys in before.items()} == {name: keys - {1} for name, keys in after.items()}
    with psycopg.connect(clean.url) as connection:
        kinds = {kind for kind, count, _example in check.dirt(connection) if count}
    assert row["Counted as"] in kinds or (
        row["Counted as"] == "nothing" and not kinds - {"year in the JK number differs"}
    )


@pytest.mark.parametrize("mix", range(MIXES))
def test_every_page_and_file_stands_with_many_of_them(clean: World, mix: int) -> None:
    taken = [(number, row) for number, row in enumerate(ROWS, 2) if number % MIXES == mix]
    for number, row in taken:
        if not row["Written"].startswith("delete"):
            write(clean, row["Written"], number)
    with psycopg.connect(clean.url) as connection:
        assert check.check(connection).lines
    for page in EVERY_PAGE:
        more = PAGES[page][2] if page in PAGES else {}
        for period in ("28-hari", "semua"):
            is_well(opened(page, per=AS_OF, **(more | {"periode": period})))
    for number, row in taken:
        at = is_well(opened(COMPLAINT, per=AS_OF, id=str(number)))
        assert at.title[0].value, row["Row"]
    made = deck(f"periode=semua&per={AS_OF}")
    assert all(bytes(kind(made)) for kind in (xlsx, pptx))
    view, _meeting, _notices = meeting(f"periode=semua&per={AS_OF}")
    lists = [of_set(view, name) for name in complaints.SETS]
    lists += [of_desk(view, Pick(name, clock)) for name in desk.sets() for clock in lapor.CLOCKS]
    for listed in lists:
        keys = [column.key for column in listed.columns]
        total = len(listed.page(1, 10_000))
        book = as_xlsx(listed.columns, listed.rows(keys), sheet="a", about=[], about_sheet="b")
        assert load_workbook(BytesIO(book)).worksheets[0].max_row == total + 1
        assert as_csv(listed.columns, listed.rows(keys)).count(b"\r\n") == total + 1


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["Written"].startswith("delete")], ids=lambda row: row["Row"]
)
def test_every_page_stands_without_what_is_listed_or_recorded(clean: World, row: dict[str, str]) -> None:
    write(clean, row["Written"], 1)
    for page in EVERY_PAGE:
        is_well(opened(page, per=AS_OF))


@pytest.mark.parametrize("row", rows("Links"), ids=lambda row: row["Link"])
def test_a_link_means_what_it_meant_before_it_was_pasted(small: World, row: dict[str, str]) -> None:
    asked = address.read(moment.now(), moment.choices(), address.Link(row["Address"]))
    assert parse_qs(urlencode(address.query_of(asked.view), doseq=True)) == parse_qs(row["Means"])
    assert len(asked.notices) == int(row["Notices"])
    query = urlsplit(row["Address"]).query if "?" in row["Address"] else row["Address"]
    at = is_well(opened(AGENDA, **parse_qs(query, keep_blank_values=True)))
    assert len(notices(at)) == int(row["Notices"])
    seen = at.session_state["view"].filters
    assert (seen.first, seen.last, seen.channels) == (
        asked.view.filters.first,
        asked.view.filters.last,
        asked.view.filters.channels,
    )
