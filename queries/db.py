"""The only place that talks to the database: read(question, parameters) -> frame, every failure one exception."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import psycopg
import streamlit as st
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from database import session
from database.connection import configured_url
from database.errors import DatabaseError
from queries import sqlstate
from queries.texts import QUESTIONS

REFUSED = re.compile(r"(role|database) \".*\" does not exist|password|pg_hba\.conf|permission denied|invalid port")
UNSUPPORTED = re.compile(r"unsupported startup parameter[^:]*: \"?(\w+)")  # as PgBouncer says it
STATEMENT_TIMEOUT_MS = 15_000
POOL = 8


class DatabaseAway(Exception):
    """No answer from the database. ``reason``: no-url, bad-url, can-write, encoding, or one of queries/sqlstate.py.

    ``detail`` is the server's own first line, for the log; it never holds a password. ``name``: the setting or encoding
    that is wrong; ``state``: the SQLSTATE, where there is one.
    """

    def __init__(self, reason: str, detail: str = "", name: str = "", state: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.name = name
        self.state = state


def set_names(question: str) -> tuple[str, ...]:
    """The sets that the parameter ``set`` of a question may name, in its order. ValueError: it has none."""
    _before, found, rest = QUESTIONS[question].partition("case cast(%(set)s as text)\n")
    if not found:
        raise ValueError(f"{question}.sql has no sets")
    return tuple(re.findall(r"when '([\w-]+)' then", re.split(r"\n\s*end\b", rest)[0]))


def database_url() -> str:
    """URL of the CRM database: CRM_DATABASE_URL, else [connections.crm] url in .streamlit/secrets.toml."""
    try:
        url = configured_url()
    except DatabaseError as error:
        raise DatabaseAway("bad-url", "secrets.toml cannot be read") from error
    if not url:
        raise DatabaseAway("no-url")
    return url


def engine() -> Engine:
    """The connection pool, Streamlit keeps one for the process; database/session.py says under what each transaction
    of it runs: read-only, in bounded time.
    """
    try:
        url = make_url(database_url())
    except (ArgumentError, ValueError):  # without the cause: its text may hold a part of the URL
        raise DatabaseAway("bad-url") from None
    if not url.drivername.startswith("postgresql"):
        raise DatabaseAway("bad-url", url.drivername)
    connection = st.connection(
        "crm",
        type="sql",
        url=url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False),
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=10,
        pool_recycle=1800,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "application_name": "jakarta-crm-dashboard",
            "client_encoding": "utf8",
            "prepare_threshold": None,  # a generic plan would ignore which filters are set
        },
    )
    if not event.contains(connection.engine, "begin", _prepare):
        event.listen(connection.engine, "begin", _prepare)
    return connection.engine


def _prepare(connection: Connection) -> dict[str, str]:
    """Set what a transaction needs, as it begins. No start-up options: many a pooler refuses or forgets them."""

    driver = _driver(connection)
    try:
        return session.prepare(_run(driver), timeout_ms=STATEMENT_TIMEOUT_MS)
    except session.WrongSetting as error:
        raise DatabaseAway("setting", str(error), error.name) from error
    except psycopg.Error as error:
        if error.sqlstate not in sqlstate.SETTING:
            raise
        raise DatabaseAway("setting", str(error), session.named(str(error))) from error


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _run(driver: psycopg.Connection[Any]) -> session.Run:
    return lambda statement: driver.execute(statement.encode()).fetchone() or ()


@contextmanager
def _failures() -> Iterator[None]:
    """Whatever goes wrong at the database leaves as DatabaseAway."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseAway("too-slow", "no free connection") from error
    except (SQLAlchemyError, psycopg.Error, UnicodeError) as error:
        raise _away(error) from error


@contextmanager
def raw() -> Iterator[psycopg.Connection[Any]]:
    """A driver connection from the pool, for the catalogue checks of database/. Raises DatabaseAway; also where a
    statement does not find what the one before it has set.
    """
    with _failures(), engine().connect() as connection, connection.begin():
        driver = _driver(connection)
        try:
            session.verify(_run(driver), _prepare(connection))
        except session.WrongSetting as error:
            raise DatabaseAway("setting", str(error), error.name) from error
        yield driver


def read(name: str, **parameters: Any) -> pd.DataFrame:
    """Answer of one question as a frame; times are naive, in the zone asked for. Raises DatabaseAway.

    What the server has rolled back for the sake of others is asked once more.
    """
    try:
        return _answer(name, parameters)
    except DatabaseAway as error:
        if error.state not in sqlstate.AGAIN:
            raise
    return _answer(name, parameters)


def _answer(name: str, parameters: dict[str, Any]) -> pd.DataFrame:
    with _failures(), engine().connect() as connection:
        result = connection.exec_driver_sql(QUESTIONS[name], parameters)
        return pd.DataFrame.from_records(result.fetchall(), columns=list(result.keys()))


def stream(name: str, keys: Sequence[str], **parameters: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of one question, the columns ``keys`` of each, a few thousand held at a time. Raises DatabaseAway."""
    with _failures(), engine().connect().execution_options(stream_results=True, yield_per=2000) as connection:
        result = connection.exec_driver_sql(QUESTIONS[name], parameters)
        for row in result.columns(*keys):
            yield tuple(row)


def _away(error: BaseException) -> DatabaseAway:
    """The plain reason behind a database error, told by its SQLSTATE."""
    if isinstance(error, UnicodeEncodeError):  # half a character, from an address
        return DatabaseAway("cannot-hold", "no text")
    if isinstance(error, UnicodeDecodeError):  # only a database without an encoding sends what is no text
        return DatabaseAway("encoding", "a text that is not UTF-8", "SQL_ASCII")
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None)
    detail = str(original).strip().splitlines()[0] if str(original).strip() else type(original).__name__
    if isinstance(original, UnicodeError):
        return _away(original)
    if state is None and isinstance(original, psycopg.ProgrammingError) and re.search("URI|connection option", detail):
        return DatabaseAway("bad-url", detail)
    if state is None and isinstance(original, psycopg.OperationalError):
        # libpq gives no code for a connection that was never made, only its text.
        if option := UNSUPPORTED.search(str(original)):
            return DatabaseAway("setting", detail, option[1])
        return DatabaseAway("refused" if REFUSED.search(detail) else "unreachable", detail)
    reason = sqlstate.reason(state) if state else "failed"
    return DatabaseAway(reason, detail, "SQL_ASCII" if reason == "encoding" else "", state or "")
