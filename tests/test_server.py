"""Whatever server, database, role or pooler have set: the same figures, or what is wrong by its name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
import streamlit as st
from psycopg import errors

from dashboard.components import trouble
from dashboard.places import CHANNELS, COMPLAINT, LAPOR, LIST, OVERVIEW
from database import check, install, session
from database.connection import connected
from database.embedded import READER, Embedded
from database.errors import DatabaseError
from queries import channels, complaints, db, lapor, moment, skpds, sqlstate
from queries.filters import Filters
from tests.apptest import is_well, notices, opened
from tests.conftest import AS_OF, point_at
from tests.pooler import pooler
from tests.tried import rows
from tests.world import World, base

NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), datetime.fromisoformat(AS_OF))
ROLE = "tamu"
SETTINGS = rows("Server settings")


def fill(owner: str) -> None:
    base(owner)
    install.install(owner)
    with World(owner) as world:
        for day in ("02", "10", "20"):
            world.add(f"2026-11-{day} 09:00", channel="LAPOR", jenis_lapor="aspirasi", skpd="DSOS")
            world.add(f"2026-11-{day} 10:00", f"2026-11-{day} 15:00", category="Jalan")
            world.add(f"2026-11-{day} 11:00", skpd="SBM-B", channel="TWITTER", category="Jalan ")


@pytest.fixture(scope="module")
def owner(server: Embedded) -> Iterator[str]:
    """A small CRM and a reading role of its own, for settings that stay with them."""
    url = server.create("settings", replace=True)
    fill(url)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"drop role if exists {ROLE}")
        admin.execute(f"create role {ROLE} login in role {READER}")
    yield url
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute("drop database settings with (force)")
        admin.execute(f"drop role {ROLE}")


@pytest.fixture
def reader(owner: str, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = server.url("settings", ROLE)
    point_at(monkeypatch, url)
    yield url
    with psycopg.connect(owner, autocommit=True) as admin:
        for what in (f"role {ROLE}", "database settings"):
            admin.execute(f"alter {what} reset all".encode())


def figures() -> list[str]:
    """Answers of every sort, as they arrive: times, shares, texts, arrays."""
    f = NOVEMBER
    frames = [
        complaints.page(f, "masuk"),
        complaints.page(f, "terbuka"),
        complaints.per_day(f),
        complaints.durations(f, ((f.since, f.as_of),)),
        complaints.path(1, f.as_of),
        complaints.find("1", f.as_of),
        channels.volumes(f),
        channels.rhythm(f),
        skpds.units(),
        lapor.listed(f, lapor.Pick("terlambat", "crm")),
    ]
    now = moment.now()
    return [
        *(frame.to_csv() + str(dict(frame.dtypes)) for frame in frames),
        str(complaints.totals(f)),
        str(channels.feeds(f.as_of)),
        str((now.oldest, now.newest, now.longest_limit, moment.choices())),
    ]


def checked(url: str) -> list[tuple[str, str]]:
    with connected(url) as connection:
        return check.check(connection).lines


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row["Setting"])
def test_the_same_figures_under_every_setting(
    owner: str, reader: str, row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = figures(), checked(reader)
    with psycopg.connect(owner, autocommit=True) as admin:
        admin.execute(row["Written"].replace(":role", ROLE).replace(":database", "settings").encode())
    point_at(monkeypatch, reader)
    assert (figures(), checked(reader)) == before
    is_well(opened(OVERVIEW, per=AS_OF, periode="bulan-ini"))


def test_the_settings_hold_in_every_transaction(reader: str) -> None:
    for _again in range(2):
        with db.raw() as connection:
            for name, value in session.NEEDED.items():
                (there,) = connection.execute(f"select current_setting('{name}')".encode()).fetchone() or ("",)
                assert there.lower() == value.lower()
            assert connection.execute("show statement_timeout").fetchone() == ("15s",)
            with pytest.raises(errors.ReadOnlySqlTransaction):
                connection.execute("create table nothing ()")


@pytest.mark.parametrize(
    "wrong", [{"client_encoding": "KLINGON"}, {"no_such_setting": "on"}, {"TimeZone": "Mars/Base"}]
)
def test_a_setting_the_server_does_not_take_is_named(
    reader: str, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    monkeypatch.setattr(session, "NEEDED", session.NEEDED | wrong)
    at = opened(OVERVIEW, per=AS_OF)
    (name,) = wrong
    assert [name in error.value and "docs/server.md" in error.value for error in at.error] == [True]


def test_a_setting_that_is_gone_with_the_next_statement_is_named(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a pooler in mode "statement"."""
    prepare = session.prepare

    def forgotten(run: session.Run, **options: object) -> dict[str, str]:
        taken = prepare(run, **options)  # type: ignore[arg-type]
        run("select set_config('statement_timeout', '0', true)")
        return taken

    monkeypatch.setattr(session, "prepare", forgotten)
    at = opened(OVERVIEW, per=AS_OF)
    assert ["statement_timeout" in error.value for error in at.error] == [True]


class TestPoolers:
    @pytest.mark.parametrize("habit", ["refuses", "forgets", "resets"])
    def test_the_same_figures_behind_it(self, reader: str, monkeypatch: pytest.MonkeyPatch, habit: str) -> None:
        before = figures()
        there = Path(parse_qs(urlsplit(reader).query)["host"][0])
        with tempfile.TemporaryDirectory() as folder, pooler(Path(folder), there, habit):
            point_at(monkeypatch, f"postgresql://{ROLE}@/settings?host={folder}")
            assert figures() == before
            is_well(opened(OVERVIEW, per=AS_OF, periode="bulan-ini"))
            with db.raw() as connection:
                assert connection.execute("show statement_timeout").fetchone() == ("15s",)
                with pytest.raises(errors.ReadOnlySqlTransaction):
                    connection.execute("create table nothing ()")

    def test_options_in_the_url_are_named_where_it_refuses_them(
        self, reader: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = Path(parse_qs(urlsplit(reader).query)["host"][0])
        with tempfile.TemporaryDirectory() as folder, pooler(Path(folder), there, "refuses"):
            point_at(monkeypatch, f"postgresql://{ROLE}@/settings?host={folder}&options=-c%20jit%3Doff")
            at = opened(OVERVIEW, per=AS_OF)
            assert ["“options”" in error.value for error in at.error] == [True]


class TestEncodings:
    def database(self, server: Embedded, encoding: str) -> str:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("drop database if exists encoded with (force)")
            admin.execute(
                f"create database encoded encoding '{encoding}' lc_collate 'C' lc_ctype 'C' template template0".encode()
            )
        fill(server.url("encoded"))
        return server.url("encoded", READER)

    def test_latin1_holds_what_it_can(self, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
        url = self.database(server, "LATIN1")
        with World(server.url("encoded")) as world:
            world.count = 50
            world.execute("insert into crm.kategori values ('Café – é', 'Café é')".replace("–", "-"))
            world.add("2026-11-12 09:00", category="Café - é", skpd="KEL-É")
        point_at(monkeypatch, url)
        assert "Café é" in moment.choices()["categories"].values()
        for page in (OVERVIEW, LIST, CHANNELS, LAPOR):
            at = is_well(opened(page, per=AS_OF, kategori="漢字", skpd="“x”"))
            assert [text for text in ("漢字", "“x”") if any(text in notice for notice in notices(at))] == [
                "漢字",
                "“x”",
            ]
        assert not is_well(opened(COMPLAINT, per=AS_OF, q="漢字")).error
        assert complaints.find("漢字", NOVEMBER.as_of).empty
        assert is_well(opened(LIST, per=AS_OF, skpd="KEL-É")).dataframe

    def test_sql_ascii_is_said_by_name(self, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
        url = self.database(server, "SQL_ASCII")
        point_at(monkeypatch, url)
        is_well(opened(LIST, per=AS_OF, set="masuk"))
        assert any("SQL_ASCII" in text and level == "warn" for level, text in checked(url))
        with World(server.url("encoded")) as world:
            world.execute("update crm.laporan set kategori = convert_from('\\xe9'::bytea, 'SQL_ASCII') where id = 1")
        point_at(monkeypatch, url)
        at = opened(LIST, per=AS_OF, set="masuk")
        assert not at.exception
        assert at.error and all("SQL_ASCII" in error.value for error in at.error)
        with pytest.raises(DatabaseError, match="SQL_ASCII"):
            checked(url)


RAISE = """
create function public.trouble(state text, times int) returns int language plpgsql as $$
begin
    if times > (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) then
        perform pg_advisory_lock(count(*)) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid();
        raise exception 'trouble' using errcode = state;
    end if;
    return times;
end $$
"""


class TestStates:
    @pytest.fixture
    def troubled(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.execute(RAISE)
        monkeypatch.setitem(db.QUESTIONS, "trouble", "select public.trouble(%(state)s, %(times)s) as n")
        monkeypatch.setattr(db, "POOL", 1)
        st.cache_resource.clear()

    @pytest.mark.usefixtures("troubled")
    @pytest.mark.parametrize("state", sqlstate.AGAIN)
    def test_what_was_rolled_back_is_asked_once_more(self, state: str) -> None:
        assert db.read("trouble", state=state, times=1)["n"].tolist() == [1]

    @pytest.mark.usefixtures("troubled")
    def test_and_then_it_is_passing_trouble(self) -> None:
        with pytest.raises(db.DatabaseAway) as caught:
            db.read("trouble", state="40001", times=2)
        assert caught.value.reason == "passing"
        assert "sebentar lagi" in trouble.sentence(caught.value)
        assert db.read("trouble", state="40001", times=2)["n"].tolist() == [2]

    @pytest.mark.usefixtures("troubled")
    @pytest.mark.parametrize("state", [*(f"{name}000" for name in sqlstate.CLASSES), *sqlstate.CODES])
    def test_every_code_has_its_reason_and_sentence(self, state: str) -> None:
        with pytest.raises(db.DatabaseAway) as caught:
            db.read("trouble", state=state, times=9)
        assert caught.value.reason == sqlstate.reason(state)
        asked_again = caught.value.reason not in ("failed", "cannot-hold")
        refused = trouble.sentence(db.DatabaseAway("failed"))
        assert (trouble.sentence(caught.value) != refused) == asked_again

    def test_every_class_of_errors_is_sorted(self) -> None:
        known = {error.sqlstate for error in vars(errors).values() if isinstance(getattr(error, "sqlstate", None), str)}
        assert len(known) > 200
        assert {state[:2] for state in known} - set(sqlstate.CLASSES) <= {"00", "01", "02"}
        assert set(sqlstate.CODES) <= known | {"25P04"}
