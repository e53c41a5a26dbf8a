"""When the database is away, wrong or slow: one sentence with what to do next, no stack trace, no password anywhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.places import CHANNELS, COMPLAINT, LIST, OVERVIEW, RANKING
from database import connection
from database.embedded import READER, Embedded
from queries import db, moment
from tests.apptest import is_well, opened
from tests.conftest import AS_OF, point_at
from tests.every_page import EVERY_PAGE
from tests.world import World, base

SECRET = "sangat-rahasia"
CLOSED_PORT = 1  # nobody listens there


@pytest.fixture(autouse=True)
def no_secret_leaves(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever happens in these tests, the password is in no log."""
    caplog.set_level(logging.DEBUG)
    yield
    written = capfd.readouterr()
    assert SECRET not in caplog.text + written.out + written.err
    st.cache_data.clear()
    st.cache_resource.clear()


def the_sentence(at: AppTest) -> str:
    """The one error of a page; no stack trace, no second error, no password."""
    assert not at.exception
    assert len(at.error) == 1, [e.value for e in at.error]
    assert SECRET not in str(at)
    assert at.button, "nothing to try again with"
    return str(at.error[0].value)


def with_password(url: str) -> str:
    return url.replace("@", f":{SECRET}@", 1)


class TestAddress:
    def test_closed_port(self, monkeypatch: pytest.MonkeyPatch) -> None:
        point_at(monkeypatch, f"postgresql://reader:{SECRET}@127.0.0.1:{CLOSED_PORT}/crm")
        for page in EVERY_PAGE:
            at = opened(page)
            assert "tidak terjangkau" in the_sentence(at) and "pulih sendiri" in the_sentence(at)
        assert "is unreachable" not in the_sentence(at)

    def test_no_url_at_all(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        point_at(monkeypatch, "")
        monkeypatch.delenv("CRM_DATABASE_URL")
        monkeypatch.setattr(connection, "SECRETS", tmp_path / "secrets.toml")
        text = the_sentence(opened(OVERVIEW))
        assert "belum diatur" in text and "secrets.toml" in text and "make run" in text

    @pytest.mark.parametrize("text", ["[connections.crm\nurl = ", "\xff"])
    def test_secrets_that_cannot_be_read(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
        point_at(monkeypatch, "")
        monkeypatch.delenv("CRM_DATABASE_URL")
        (tmp_path / "secrets.toml").write_bytes(f"{text} # {SECRET}".encode("latin-1"))
        monkeypatch.setattr(connection, "SECRETS", tmp_path / "secrets.toml")
        assert "tidak dapat dibaca" in the_sentence(opened(OVERVIEW))

    @pytest.mark.parametrize(
        "url",
        [
            f"sembarang {SECRET}",
            f"postgresql://reader:{SECRET}@host:{SECRET}/crm",
            f"mysql://reader:{SECRET}@127.0.0.1/crm",
            f"sqlite:///{SECRET}.db",
            f"postgresql://reader:{SECRET}@127.0.0.1/crm?tidak_ada=1",
            f"https://reader:{SECRET}@example.org",
        ],
    )
    def test_what_is_no_postgresql_url(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        point_at(monkeypatch, url)
        text = the_sentence(opened(OVERVIEW))
        assert "tidak dapat dibaca" in text and "postgresql://" in text

    def test_a_database_or_role_the_server_does_not_know(
        self, server: Embedded, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for url in (server.url("tidak_ada", READER), server.url("postgres", "tidak_ada")):
            point_at(monkeypatch, with_password(url))
            text = the_sentence(opened(OVERVIEW))
            assert "menolak" in text and "secrets.toml" in text

    def test_in_english(self, monkeypatch: pytest.MonkeyPatch) -> None:
        point_at(monkeypatch, f"postgresql://reader:{SECRET}@127.0.0.1:{CLOSED_PORT}/crm")
        text = the_sentence(opened(OVERVIEW, lang="en"))
        assert "database" in text and "basis data" not in text


class TestContract:
    def test_empty_database(self, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
        server.create("kosong", replace=True)
        point_at(monkeypatch, server.url("kosong", READER if _has_reader(server) else "postgres"))
        text = the_sentence(opened(OVERVIEW))
        assert "kontrak" in text and "python -m database check" in text and "python -m database install" in text

    def test_a_column_with_another_name(self, world: World) -> None:
        world.execute("alter view dashboard.complaint rename column closed_at to selesai_pada")
        assert "kontrak" in the_sentence(opened(LIST))

    def test_a_view_that_is_gone_while_serving(self, world: World) -> None:
        world.add("2026-11-10 09:00")
        is_well(opened(COMPLAINT, per=AS_OF, id="1"))
        world.execute("drop view dashboard.complaint_spell")
        at = opened(RANKING, per=AS_OF)
        assert "kontrak" in the_sentence(at)

    def test_a_right_that_was_taken_away(self, world: World) -> None:
        world.add("2026-11-10 09:00")
        is_well(opened(COMPLAINT, per=AS_OF, id="1"))
        world.execute(f"revoke select on dashboard.complaint_spell from {READER}")
        assert "tidak boleh membaca" in the_sentence(opened(RANKING, per=AS_OF))

    def test_no_row_in_source(self, world: World) -> None:
        world.execute(
            "create or replace view dashboard.source as select 'crm'::text as kind, 'CRM'::text as name, false as is_sample where false"
        )
        assert "kontrak" in the_sentence(opened(OVERVIEW))


def _has_reader(server: Embedded) -> bool:
    with psycopg.connect(server.url()) as admin:
        return admin.execute("select 1 from pg_roles where rolname = %s", (READER,)).fetchone() is not None


class TestWritingRole:
    def real(self, world: World) -> None:
        world.execute(
            "create or replace view dashboard.source as select 'crm'::text as kind, 'CRM'::text as name, false as is_sample"
        )

    def test_refused_on_a_real_crm(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.add("2026-11-10 09:00")
        self.real(world)
        point_at(monkeypatch, world.url)
        for page in (OVERVIEW, LIST):
            at = opened(page, per=AS_OF)
            text = the_sentence(at)
            assert "dapat menulis" in text and "python -m database install" in text
            assert not at.metric and not at.dataframe

    def test_one_right_is_enough(self, world: World) -> None:
        world.add("2026-11-10 09:00")
        self.real(world)
        world.execute(f"grant update on crm.laporan to {READER}")
        assert "dapat menulis" in the_sentence(opened(OVERVIEW, per=AS_OF))

    def test_a_reader_may_show_a_real_crm(self, world: World) -> None:
        world.add("2026-11-10 09:00")
        self.real(world)
        at = is_well(opened(OVERVIEW, per=AS_OF))
        assert at.metric and not any("Data contoh" in m.value for m in at.main.markdown)

    def test_the_sample_may_be_read_by_its_owner(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.add("2026-11-10 09:00")
        point_at(monkeypatch, world.url)
        assert is_well(opened(OVERVIEW, per=AS_OF)).metric

    def test_no_question_can_write(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Even the owner's session is read-only."""
        point_at(monkeypatch, world.url)
        monkeypatch.setitem(db.QUESTIONS, "hapus", "delete from crm.laporan returning id")
        with pytest.raises(db.DatabaseAway, match="read-only"):
            db.read("hapus")


class TestSlow:
    def test_a_question_that_takes_too_long(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Someone else's maintenance holds a table: the question is given up, the page says so."""
        monkeypatch.setattr(db, "STATEMENT_TIMEOUT_MS", 300)
        st.cache_resource.clear()
        world.add("2026-11-10 09:00")
        is_well(opened(COMPLAINT, per=AS_OF, id="1"))
        with psycopg.connect(world.url) as other:
            other.execute("lock table crm.penugasan in access exclusive mode")
            text = the_sentence(opened(RANKING, per=AS_OF))
            assert "terlalu lama" in text and "Persempit" in text
        assert is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan")).dataframe

    def test_no_free_connection(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.add("2026-11-10 09:00")
        is_well(opened(COMPLAINT, per=AS_OF, id="1"))
        pool = db.engine().pool
        monkeypatch.setattr(pool, "_timeout", 0.1)
        taken = [db.engine().connect() for _ in range(db.POOL)]
        try:
            assert "terlalu lama" in the_sentence(opened(RANKING, per=AS_OF))
        finally:
            for connection_ in taken:
                connection_.close()
        assert is_well(opened(RANKING, per=AS_OF, kelompok="kelurahan")).dataframe


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A server of this test's own, which it may stop."""
    running = Embedded(tmp_path_factory.mktemp("own")).start()
    yield running
    running.stop()


class TestOutage:
    def minute_later(self) -> None:
        """Time goes by: the present moment is asked again, and so is the right to show the database."""
        moment._fresh.clear()
        access.checked.clear()

    def test_pages_outlive_it_and_heal(self, own_server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
        from database import install

        owner = own_server.create("world")
        base(owner)
        install.install(owner)
        with World(owner) as world:
            for hour in range(8, 12):
                world.add(f"2026-11-10 {hour:02}:00")
        point_at(monkeypatch, own_server.url("world", READER))
        pages = {
            page: is_well(opened(page, per=AS_OF, periode="bulan-ini", id="1")) for page in (OVERVIEW, LIST, COMPLAINT)
        }
        before = {m.label: m.value for m in pages[OVERVIEW].metric}
        assert before["Masuk"] == "4"
        minute = moment.now().minute

        own_server.stop()
        self.minute_later()
        for page in pages:
            at = is_well(opened(page, per=AS_OF, periode="bulan-ini", id="1"))
            (warning,) = at.warning
            assert "tidak terjangkau" in warning.value and f"{minute:%H.%M} WIB" in warning.value
            assert [t.value for t in at.title] == [t.value for t in pages[page].title]
        kept = opened(OVERVIEW, per=AS_OF, periode="bulan-ini")
        assert {m.label: m.value for m in kept.metric} == before
        new = opened(CHANNELS, per=AS_OF, periode="7-hari")  # never asked before: each card says so in the same words
        assert not new.exception and new.error and len({e.value for e in new.error}) == 1

        own_server.start()
        self.minute_later()
        healed = is_well(opened(CHANNELS, per=AS_OF, periode="bulan-ini"))
        assert not healed.warning and healed.dataframe
        with World(own_server.url("world")) as world:
            world.count = 10
            world.add("2026-11-11 09:00")
        st.cache_data.clear()
        assert {m.label: m.value for m in opened(OVERVIEW, per=AS_OF, periode="bulan-ini").metric}["Masuk"] == "5"

    def test_a_contract_that_broke_meanwhile_is_no_outage(self, world: World) -> None:
        world.add("2026-11-10 09:00")
        is_well(opened(OVERVIEW, per=AS_OF))
        world.execute("alter view dashboard.complaint rename column closed_at to selesai_pada")
        self.minute_later()
        assert "kontrak" in the_sentence(opened(OVERVIEW, per=AS_OF))
