"""A real PostgreSQL for every test: one embedded server a run, one fresh database a test that asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import streamlit as st

from dashboard import address
from dashboard.view import View
from database import install, sample
from database.embedded import READER, Embedded
from queries import moment
from tests.apptest import Address
from tests.world import World, base, more_units

AS_OF = "2026-11-24T10:00"
# Files of minutes come first, so that neither of the two workers is left with one at the end.
LONG = ("test_doors.py", "test_looks.py", "test_gap.py", "test_journeys.py", "test_fairness.py", "test_desk.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """The embedded server of this test run."""
    with Embedded(tmp_path_factory.mktemp("crm")) as running:
        yield running


@pytest.fixture(scope="session")
def template(server: Embedded) -> str:
    """A database with the contract installed over a small made world without complaints."""
    owner = server.create("template_world")
    base(owner)
    install.install(owner)
    return "template_world"


@pytest.fixture(scope="session")
def pristine(server: Embedded) -> str:
    """Name of a database with 20,000 sample complaints up to 24 November 2026, to make others of: nobody connects to it."""
    from zoneinfo import ZoneInfo

    owner = server.create("pristine")
    end = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    sample.fill(owner, count=20_000, start=date(2025, 1, 1), end=end, seed=7)
    install.install(owner)
    return "pristine"


@pytest.fixture(scope="session")
def sampled(server: Embedded, pristine: str) -> str:
    """Owner's URL of a database with 20,000 sample complaints up to 24 November 2026."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"create database sampled template {pristine}".encode())
    return server.url("sampled")


def point_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let the questions ask this database, with nothing remembered of another."""
    monkeypatch.setenv("CRM_DATABASE_URL", url)
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def world(server: Embedded, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A fresh small database the test fills by hand; the questions ask it as the reading role."""
    name = "world"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name} template {template}")
    point_at(monkeypatch, server.url(name, READER))
    with World(server.url(name)) as made:
        yield made
    st.cache_resource.clear()


@pytest.fixture
def sample_database(server: Embedded, sampled: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The questions ask the 20,000 sample complaints; returns the reader's URL."""
    url = server.url("sampled", READER)
    point_at(monkeypatch, url)
    return url


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder with the real data; the test is skipped, with this reason, where CRM_REAL_DATA names none."""
    folder = os.environ.get("CRM_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CRM_REAL_DATA names no folder with the real data; a small made file covers the same code")
    return Path(folder)


@pytest.fixture
def dirty(world: World) -> World:
    """Clean and dirty complaints of every sort, on both clocks."""
    kinds = ("permintaan informasi", "pengaduan tidak berkadar pengawasan", "pengaduan berkadar pengawasan", None)
    for index, day in enumerate(("2026-06-10", "2026-09-01", "2026-10-20", "2026-11-03", "2026-11-11", "2026-11-20")):
        for kind in kinds:
            world.add(f"{day} 09:00", channel="LAPOR", jenis_lapor=kind, skpd="DSOS" if index % 2 else "SBM-B")
        world.add(f"{day} 09:00", f"{day} 15:00", category="Jalan ")
        world.add(f"{day} 10:00", channel="TWITTER", skpd="DBM", kelurahan="31.71.01.1001", category="Sampah")
    world.add("2026-11-01 09:00", "2026-11-09 10:00", category="Sampah")  # late
    world.add("2026-11-10 09:00", "2026-11-09 09:00")  # closed before created
    world.add("2026-11-10 09:00", status="Selesai")  # settled without a time
    world.add("2026-11-10 09:00", selesai="2059-01-01", status="Selesai")
    world.add("2059-11-10 09:00")
    world.add("2026-11-10 09:00", status="??")
    world.add("2026-11-10 09:00", status=None, category=None, kelurahan=None)
    world.add("2026-11-10 09:00", skpd=None, channel="LAPOR", jenis_lapor="aspirasi")
    world.add("2026-11-02 09:00", skpd="NN", category="Kategori Asing", kelurahan="")
    world.add("2026-11-02 09:00", channel="PIGEON", skpd="NN")
    world.add("2018-06-01 09:00")  # before the first rule: no deadline
    for _ in range(2):
        world.add("2026-11-10 09:00", nomor="JK2611100001")
    world.add(
        "2026-11-01 09:00",
        steps=[("2026-11-01 09:00", "Menunggu", "KEL-A"), ("2026-11-02 09:00", "Menunggu Validasi", "KEL-A")],
        ews="2026-11-22 09:00",
        ews_pada="2026-11-02 09:00",
        ews_kali=3,
    )
    world.add(
        "2026-11-01 09:00",
        "2026-11-20 09:00",
        steps=[
            ("2026-11-01 09:00", "Menunggu", "KEL-G"),
            ("2026-11-03 09:00", "Koordinasi", "DBM"),
            ("2026-11-20 09:00", "Selesai", "DBM"),
        ],
    )
    world.add(  # open again
        "2026-11-02 09:00",
        steps=[
            ("2026-11-02 09:00", "Menunggu", "KEL-A"),
            ("2026-11-04 09:00", "Selesai", "KEL-A"),
            ("2026-11-15 09:00", "Proses", "KEL-A"),
        ],
    )
    return world


@pytest.fixture
def busy(dirty: World) -> World:
    """The dirty world with LAPOR complaints that were handed on, refused, estimated, settled and reported again."""
    tables = ("KEL-A", "DBM", "KEL-A", "SBM-B", "NN")
    statuses = ("Menunggu", "Koordinasi", "TL Ditolak", "Disposisi", "Menunggu Validasi")
    for moves in range(5):
        steps = [(f"2026-11-0{2 + n} 0{8 + moves % 2}:00", statuses[n], tables[n]) for n in range(moves + 1)]
        ews = {"ews": "2026-11-09 09:00", "ews_pada": steps[-1][0], "ews_kali": moves} if moves % 4 else {}
        dirty.add(steps[0][0], channel="LAPOR", jenis_lapor="aspirasi", steps=steps, **ews)
        end = f"2026-11-1{moves} 09:00"
        steps = [*steps, (end, "Selesai", steps[-1][2])]
        dirty.add(steps[0][0], end, channel="LAPOR", jenis_lapor="permintaan informasi", steps=steps, **ews)
    for kelurahan in ("31.71.01.1001", "31.73.04.1007", ""):
        dirty.add(
            "2026-09-25 09:00", "2026-10-01 09:00", channel="LAPOR", kelurahan=kelurahan, category="Bantuan Sosial"
        )
        dirty.add("2026-10-05 09:00", channel="TWITTER", kelurahan=kelurahan, category="Bantuan Sosial")
    odd: dict[str, Any] = {"kelurahan": "31.73.99.9999", "category": "Asing", "status": "??", "jenis_lapor": "?"}
    dirty.add("2026-11-01 09:00", channel="LAPOR", skpd="", steps=[("2026-11-01 09:00", "??", "?")], **odd)
    dirty.add("2026-11-16 09:00", channel="LAPOR", skpd="KEL-G", kelurahan=None)
    dirty.add("2026-11-23 09:00", channel="LAPOR", skpd=None, koordinasi="2026-11-23 09:30")
    dirty.add("2026-11-22 09:00", channel="LAPOR", skpd="NN", jenis_lapor="aspirasi", batas="2026-11-24 10:00")
    there: dict[str, Any] = {"skpd": "KEL-G", "kelurahan": "31.71.01.1001"}
    dirty.add("2026-11-09 09:00", channel="LAPOR", jenis_lapor="aspirasi", batas="2026-11-12 18:00", **there)
    return dirty


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A function: address -> the view it asks for, which must be understood as it stands."""

    def view(query: Mapping[str, str | list[str]]) -> View:
        with monkeypatch.context() as patch:
            patch.setattr(st, "query_params", Address(query))
            asked = address.read(moment.now(), moment.choices())
        assert not [notice for notice in asked.notices if "belum dimulai" not in notice], asked.notices
        return asked.view

    yield view


@pytest.fixture
def small(world: World) -> World:
    """A few complaints, so that every page has something to show."""
    for day in ("02", "10", "20", "23"):
        world.add(f"2026-11-{day} 09:00", channel="LAPOR", jenis_lapor="aspirasi", skpd="DSOS")
        world.add(f"2026-11-{day} 10:00", f"2026-11-{day} 15:00")
    more_units(world, 30, "dinas")  # so many that they are split into bands
    return world
