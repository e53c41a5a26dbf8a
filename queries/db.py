"""The only place that talks to the database: read(question, parameters) -> frame, every failure one exception."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from database.connection import configured_url
from database.errors import DatabaseError

FOLDER = Path(__file__).parent / "sql"
PREDICATES = "predicates/"
SAID = re.compile(r"@(\w+)\(((?:[^()@]|\([^()@]*\))*)\)")  # the innermost one
PARAMETER = re.compile(r"(?<![:\w\[]):([a-z_]+)\b")
REFUSED = re.compile(r"(role|database) \".*\" does not exist|password|pg_hba\.conf|permission denied|invalid port")
STATEMENT_TIMEOUT_MS = 15_000
POOL = 8
# The steps of a few thousand complaints are fetched by their index, as memory and solid disks allow; the server's own
# default, made for turning disks, reads all steps there are instead. Compiling a plan takes longer than running it.
PLANNING = "-c timezone=Asia/Jakarta -c jit=off -c random_page_cost=1.1"


class DatabaseAway(Exception):
    """No answer from the database. ``reason``: no-url, bad-url, refused, unreachable, too-slow, no-right,
    no-contract, can-write, failed.

    ``detail`` is the server's own first line, for the log; it never holds a password.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def _load(folder: Path) -> dict[str, str]:
    """Every .sql file by its path without the ending, ready for psycopg: ``:name`` becomes ``%(name)s``.

    A line ``-- include NAME`` is replaced by that file, and ``@name(a, b)`` by what predicates/name.sql says of a and
    b: its first line names them, ``-- (this, that): ...``. Comments are left out. Loaded at import, so a file that
    names an unknown one fails at start.
    """
    raw = {path.relative_to(folder).with_suffix("").as_posix(): path.read_text() for path in folder.rglob("*.sql")}

    def expand(name: str, seen: tuple[str, ...] = ()) -> str:
        lines = []
        for number, line in enumerate(raw[name].splitlines(), 1):
            if line.startswith("-- include "):
                other = line.removeprefix("-- include ").strip()
                if other not in raw or other in seen:
                    raise ValueError(f"{folder.name}/{name}.sql:{number}: cannot include {other!r}")
                lines.append(expand(other, (*seen, name)))
            else:
                lines.append(line.split("--")[0].rstrip())
        text = "\n".join(lines)
        while SAID.search(text):
            text = SAID.sub(lambda said: predicate(said, name), text)
        return text

    def predicate(said: re.Match[str], place: str) -> str:
        name, given = f"{PREDICATES}{said[1]}", re.split(r",\s*(?![^()]*\))", said[2])
        known = re.match(r"-- \((.+?)\)", raw.get(name, ""))
        if not known or len(names := known[1].split(", ")) != len(given):
            raise ValueError(f"{folder.name}/{place}.sql: no such predicate {said[0]!r}")
        values = dict(zip(names, given, strict=True))
        word = re.compile(rf"(?<![:.\w])({'|'.join(names)})\b")
        return f"({word.sub(lambda used: values[used[1]], expand(name)).strip()})"

    return {
        name: PARAMETER.sub(r"%(\1)s", expand(name).replace("%", "%%"))
        for name in raw
        if not name.startswith(PREDICATES)
    }


QUESTIONS = _load(FOLDER)


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
    """The connection pool: read-only, Asia/Jakarta, bounded time; Streamlit keeps one for the process."""
    try:
        url = make_url(database_url())
    except (ArgumentError, ValueError):  # without the cause: its text may hold a part of the URL
        raise DatabaseAway("bad-url") from None
    if not url.drivername.startswith("postgresql"):
        raise DatabaseAway("bad-url", url.drivername)
    options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c default_transaction_read_only=on {PLANNING}"
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
            "options": options,
            "prepare_threshold": None,  # a generic plan would ignore which filters are set
        },
    )
    return connection.engine


@contextmanager
def raw() -> Iterator[psycopg.Connection[Any]]:
    """A driver connection from the pool, for the catalogue checks of database/. Raises DatabaseAway."""
    try:
        with engine().connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            yield driver
    except PoolTimeout as error:
        raise DatabaseAway("too-slow", "no free connection") from error
    except (SQLAlchemyError, psycopg.Error) as error:
        raise _away(error) from error


def read(name: str, **parameters: Any) -> pd.DataFrame:
    """Answer of one question as a frame; times are naive, in the zone asked for. Raises DatabaseAway."""
    try:
        with engine().connect() as connection:
            result = connection.exec_driver_sql(QUESTIONS[name], parameters)
            return pd.DataFrame.from_records(result.fetchall(), columns=list(result.keys()))
    except PoolTimeout as error:
        raise DatabaseAway("too-slow", "no free connection") from error
    except SQLAlchemyError as error:
        raise _away(error) from error


def stream(name: str, keys: Sequence[str], **parameters: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of one question, the columns ``keys`` of each, a few thousand held at a time. Raises DatabaseAway."""
    try:
        with engine().connect().execution_options(stream_results=True, yield_per=2000) as connection:
            result = connection.exec_driver_sql(QUESTIONS[name], parameters)
            for row in result.columns(*keys):
                yield tuple(row)
    except PoolTimeout as error:
        raise DatabaseAway("too-slow", "no free connection") from error
    except SQLAlchemyError as error:
        raise _away(error) from error


def _away(error: BaseException) -> DatabaseAway:
    """The plain reason behind a database error, told by its SQLSTATE."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None)
    detail = str(original).strip().splitlines()[0] if str(original).strip() else type(original).__name__
    if state == "57014":
        return DatabaseAway("too-slow", detail)
    if state in ("42501", "28000", "28P01"):
        return DatabaseAway("no-right", detail)
    if state in ("42P01", "3F000", "42703"):
        return DatabaseAway("no-contract", detail)
    if state is None and isinstance(original, psycopg.ProgrammingError) and re.search("URI|connection option", detail):
        return DatabaseAway("bad-url", detail)
    if state is None and isinstance(original, psycopg.OperationalError):
        # libpq gives no code for a connection that was never made, only its text.
        return DatabaseAway("refused" if REFUSED.search(detail) else "unreachable", detail)
    if (state or "")[:2] in ("08", "57", "53", "3D"):
        return DatabaseAway("unreachable", detail)
    return DatabaseAway("failed", detail)
