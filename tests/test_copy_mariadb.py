"""A copy of a CRM that is kept in MariaDB: the same mapping, read from another kind of database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pymysql
import pytest

from database import copy
from database.embedded import Embedded
from database.errors import DatabaseError
from tests import mariadb
from tests.test_copy import APP, MAPPING, content, made

__all__ = ["made"]  # the fixture
TABLES = ("state", "unit", "category", "channel", "village", "ticket", "step", "estimate", "rating")
TYPES = {"timestamp": "datetime(6)", "boolean": "tinyint(1)", "text": "varchar(500)"}
TICKETS = "% 7 = 1"  # every seventh


def _ours(name: str) -> str:
    """The rows of a table that the other database gets."""
    key = {"ticket": "id", "step": "ticket_id", "estimate": "ticket_id", "rating": "ticket_id"}.get(name)
    return f" where {key} {TICKETS}" if key else ""


@pytest.fixture(scope="module")
def both(server: Embedded, made: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The same tickets in PostgreSQL and in MariaDB, each with the tables of crm_app/schema.sql."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists app_small with (force)")
        connection.execute("create database app_small template app_made")
    url = server.url("app_small")
    with mariadb.running(tmp_path_factory.mktemp("mariadb")) as other, psycopg.connect(url) as here:
        port = int(re.findall(r":(\d+)/", other)[0])
        schema = (APP / "schema.sql").read_text().replace("create schema app;", "")
        schema = re.sub(r"--.*", "", schema)
        for name, type_ in TYPES.items():
            schema = re.sub(rf"\b{name}\b(?=[\s,)])", type_, schema)
        with pymysql.connect(host="127.0.0.1", port=port, user="root", database="app") as there:
            cursor = there.cursor()
            for statement in schema.split(";"):
                if statement.strip():
                    cursor.execute(statement)
            for name in TABLES:
                if condition := _ours(name):
                    here.execute(f"delete from app.{name} where not ({condition.removeprefix(' where ')})".encode())
                rows = here.execute(f"select * from app.{name}".encode()).fetchall()
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"insert into app.{name} values ({marks})", rows)
            there.commit()
        here.commit()
        yield url, other


def change(url: str, statement: str) -> None:
    port = int(re.findall(r":(\d+)/", url)[0])
    with pymysql.connect(host="127.0.0.1", port=port, user="root", database="app", autocommit=True) as there:
        there.cursor().execute(statement)


def test_the_same_mapping_gives_the_same_copy(both: tuple[str, str], server: Embedded) -> None:
    one, two = server.create("of_postgres", replace=True), server.create("of_mariadb", replace=True)
    copy.refresh(one, both[0], MAPPING)
    done = copy.refresh(two, both[1], MAPPING)
    assert done.complaints > 2_500
    assert content(one) == content(two)
    change(both[1], "insert into step values (700000001, 8, utc_timestamp() + interval 7 hour, 1, null, null)")
    change(both[1], "delete from ticket where id = 15")
    done = copy.refresh(two, both[1], MAPPING)
    assert (done.kind, done.vanished) == ("changes", 1)
    found = content(two)
    assert 15 not in {row[0] for row in found["complaint"]}
    assert len([row for row in found["complaint_event"] if row[0] == 8]) == 1 + len(
        [row for row in content(one)["complaint_event"] if row[0] == 8]
    )
    assert copy.compare(two, both[1], MAPPING)[0][0] == "ok"


def test_what_it_says_when_it_cannot_be_read(both: tuple[str, str], server: Embedded, tmp_path: Path) -> None:
    target = server.create("of_mariadb_not", replace=True)
    with pytest.raises(DatabaseError, match="needs --mapping"):
        copy.refresh(target, both[1])
    wrong = tmp_path / "mapping.sql"
    wrong.write_text(MAPPING.read_text().replace("t.received as created_at", "t.recieved as created_at"))
    with pytest.raises(DatabaseError, match=r"The source answers: .*Unknown column 't\.recieved'"):
        copy.refresh(target, both[1], wrong)
