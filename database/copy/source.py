"""Where a copy reads: another PostgreSQL, a MariaDB or MySQL, a SQL Server, or a folder of CSV files.

Every source gives the rows of a relation of the contract as they are. Times without a zone are those of the zone that
the source names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from database.connection import connected
from database.copy import mapping
from database.copy.mapping import Mapping
from database.errors import DatabaseError

IDS = 2_000  # keys in one question
ROWS = 5_000  # rows held at a time
BLOCK = 10_000  # keys in one block, when what vanished is looked for

DRIVERS = {"mysql": "mysql+pymysql", "mariadb": "mysql+pymysql", "mssql": "mssql+pyodbc"}


class Source(Protocol):
    """Something that gives rows. ``can_tell``: it can be asked for what has changed; else everything is read."""

    name: str
    digest: str
    can_tell: bool

    def begin(self, zone: str) -> datetime | None:
        """Begin to read with times in this zone; its clock, None where it has none."""

    def columns(self, relation: str) -> list[str]:
        """The columns of a relation; empty where it is not mapped."""

    def load(self, cursor: psycopg.Cursor, table: str, relation: str, columns: Sequence[str], where: str = "") -> None:
        """Rows of a relation into a table of the target."""

    def keys(self, relation: str, column: str, where: str) -> set[int]:
        """Keys of complaints among the rows of a relation."""

    def blocks(self) -> list[tuple[int, int, int]]:
        """First key, number and sum of the keys of every block of complaints."""


def literal(moment: datetime) -> str:
    """A moment as every source reads it."""
    return f"'{moment:%Y-%m-%d %H:%M:%S.%f}'"


def among(column: str, keys: Iterable[int]) -> Iterator[str]:
    """Conditions that together hold for these keys, so many at a time."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), IDS):
        yield f"{column} in ({', '.join(map(str, wanted[start : start + IDS]))})"


def copy_into(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )


class Asked:
    """A source with SQL; what is asked is read in one snapshot, where the source has such a thing."""

    can_tell = True

    def __init__(self, how: Mapping) -> None:
        self.mapping, self.digest, self.name = how, how.digest, how.name

    def _block(self) -> str:
        return self.mapping.question(
            "complaint", f"id - id % {BLOCK}, count(*), sum(id)", f"id is not null group by id - id % {BLOCK}"
        )


class Postgres(Asked):
    """Another PostgreSQL, or the schema of the views beside the copy."""

    def __init__(self, how: Mapping, connection: psycopg.Connection) -> None:
        super().__init__(how)
        self.connection = connection

    def _rows(self, question: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(question.encode()).fetchall()

    def begin(self, zone: str) -> datetime:
        self._rows(f"select set_config('TimeZone', '{zone}', true)")
        return datetime.fromisoformat(str(self._rows("select clock_timestamp()::text")[0][0]))

    def columns(self, relation: str) -> list[str]:
        if relation not in self.mapping.views:
            return []
        cursor = self.connection.execute(self.mapping.question(relation, where="false").encode())
        return [column.name for column in cursor.description or ()]

    def load(self, cursor: psycopg.Cursor, table: str, relation: str, columns: Sequence[str], where: str = "") -> None:
        question = self.mapping.question(relation, ", ".join(columns), where)
        with (
            self.connection.cursor() as reading,
            reading.copy(f"copy ({question}) to stdout".encode()) as rows,
            cursor.copy(copy_into(table, columns)) as written,
        ):
            for block in rows:
                written.write(block)

    def keys(self, relation: str, column: str, where: str) -> set[int]:
        return {
            int(row[0]) for row in self._rows(self.mapping.question(relation, f"distinct {column}", where)) if row[0]
        }

    def blocks(self) -> list[tuple[int, int, int]]:
        return [(int(first), int(count), int(total)) for first, count, total in self._rows(self._block())]


class Other(Asked):
    """A database of another kind, by SQLAlchemy; rows are streamed."""

    def __init__(self, how: Mapping, connection: Connection) -> None:
        super().__init__(how)
        self.connection = connection

    def _run(self, question: str) -> Any:
        return self.connection.execution_options(stream_results=True, yield_per=ROWS).exec_driver_sql(
            question.replace("%", "%%") if self.connection.dialect.paramstyle in ("format", "pyformat") else question
        )

    def begin(self, zone: str) -> datetime:
        clock = "sysutcdatetime()"
        if self.connection.dialect.name in ("mysql", "mariadb"):
            clock = "utc_timestamp(6)"
            offset = datetime.now(ZoneInfo(zone)).strftime("%z")
            self.connection.execute(text(f"set time_zone = '{offset[:3]}:{offset[3:]}'"))
        found: datetime = self.connection.execute(text(f"select {clock}")).scalar_one()
        return found.replace(tzinfo=UTC)

    def columns(self, relation: str) -> list[str]:
        if relation not in self.mapping.views:
            return []
        return list(self._run(self.mapping.question(relation, where="1 = 0")).keys())

    def load(self, cursor: psycopg.Cursor, table: str, relation: str, columns: Sequence[str], where: str = "") -> None:
        rows = self._run(self.mapping.question(relation, ", ".join(columns), where))
        with cursor.copy(copy_into(table, columns)) as written:
            for row in rows:
                written.write_row([value.decode() if isinstance(value, bytes) else value for value in row])

    def keys(self, relation: str, column: str, where: str) -> set[int]:
        return {
            int(row[0]) for row in self._run(self.mapping.question(relation, f"distinct {column}", where)) if row[0]
        }

    def blocks(self) -> list[tuple[int, int, int]]:
        return [(int(first), int(count), int(total)) for first, count, total in self._run(self._block())]


class Folder:
    """CSV files, one a relation (complaint.csv, complaint_event.csv, ...), with the contract's columns in their first
    line; an empty field is NULL. They are read whole every time.
    """

    can_tell = False

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, f"the CSV files of {folder}"
        self.digest = str(folder)
        if not (folder / "complaint.csv").is_file():
            raise DatabaseError(f"The folder {folder} has no file complaint.csv.")

    def begin(self, zone: str) -> None:
        return None

    @contextmanager
    def _read(self, relation: str) -> Iterator[Iterator[list[str]]]:
        with (self.folder / f"{relation}.csv").open(encoding="utf-8-sig", newline="") as file:
            yield csv.reader(file)

    def columns(self, relation: str) -> list[str]:
        if not (self.folder / f"{relation}.csv").is_file():
            return []
        with self._read(relation) as rows:
            return [name.strip() for name in next(rows, [])]

    def load(self, cursor: psycopg.Cursor, table: str, relation: str, columns: Sequence[str], where: str = "") -> None:
        given = self.columns(relation)
        at = [given.index(name) for name in columns]
        with self._read(relation) as rows, cursor.copy(copy_into(table, columns)) as written:
            next(rows)
            for number, row in enumerate(rows, 2):
                if not row:
                    continue
                if len(row) != len(given):
                    raise DatabaseError(
                        f"{relation}.csv line {number} has {len(row)} fields, the first line {len(given)}."
                    )
                written.write_row([row[place] if row[place] != "" else None for place in at])

    def keys(self, relation: str, column: str, where: str) -> set[int]:
        raise NotImplementedError("files are read whole")

    def blocks(self) -> list[tuple[int, int, int]]:
        raise NotImplementedError("files are read whole")


@contextmanager
def opened(where: str, mapped: Path | None, schema: str) -> Iterator[Source]:
    """The source behind a URL or the path of a folder. ``schema``: where its contract is installed, where no mapping file
    is given. DatabaseError: nothing answers there, or it is read in a way that it does not know.
    """
    if "://" not in where:
        yield Folder(Path(where))
        return
    how = mapping.read(mapped) if mapped else mapping.of_schema(schema)
    scheme = where.split("://", 1)[0].split("+")[0]
    if scheme in ("postgresql", "postgres"):
        with connected(where) as connection:
            connection.execute("set transaction isolation level repeatable read, read only")
            connection.execute("set local statement_timeout = 0")
            yield Postgres(how, connection)
        return
    if scheme not in DRIVERS:
        raise DatabaseError(f"A source of the kind {scheme!r} is not known: postgresql, mysql, mariadb or mssql.")
    if not mapped:
        raise DatabaseError("A source that is no PostgreSQL needs --mapping: its selects in the SQL of that database.")
    try:
        engine = create_engine(make_url(where).set(drivername=DRIVERS[scheme]))
    except (ArgumentError, ValueError, ImportError) as error:
        raise DatabaseError(f"The URL of the source cannot be used ({type(error).__name__}).") from None
    try:
        with engine.connect() as open_connection:
            yield Other(how, open_connection)
    except SQLAlchemyError as error:
        raise DatabaseError(f"The source answers: {_plain(error)}") from error
    finally:
        engine.dispose()


def _plain(error: SQLAlchemyError) -> str:
    """What the driver says, without the statement."""
    original = getattr(error, "orig", None) or error
    return re.sub(r"\s+", " ", str(original))[:300]
