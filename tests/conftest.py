"""A real PostgreSQL for every test: one embedded server a run, one fresh database a test that asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import streamlit as st

from database import install, sample
from database.embedded import READER, Embedded
from tests.world import World, base

AS_OF = "2026-11-24T10:00"


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
def sampled(server: Embedded) -> str:
    """Owner's URL of a database with 20,000 sample complaints up to 24 November 2026."""
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    owner = server.create("sampled")
    end = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    sample.fill(owner, count=20_000, start=date(2025, 1, 1), end=end, seed=7)
    install.install(owner)
    return owner


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
