"""A kept copy: tables with the contract's columns, filled from a source and brought up to date from it.

The dashboard reads them by the same names as the views of a mapping. A run is one transaction: readers see the copy as it
was or as it is then, and a run that ends half way leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from database import contract, install, zone
from database.connection import connected, in_words
from database.copy import source as sources
from database.copy.mapping import MAPPED
from database.copy.source import Source
from database.embedded import READER
from database.errors import DatabaseError

FOLDER = Path(__file__).parent
BESIDE = "dashboard_source"
"""The schema that takes in the views of a mapping where a copy takes their place in the same database."""
NEXT = "dashboard_next"
LISTS = ("channel", "skpd", "category", "kelurahan")
OF_COMPLAINTS = {"complaint": "id", "complaint_event": "complaint_id", "complaint_spell": "complaint_id"}
"""The relations of complaints, each with its key of the complaint."""
LOCK = 20_481_117  # one number for all refreshes of a database
OVERLAP = timedelta(hours=1)
"""How far back of the last run changes are looked for again: what was written late, or by a slow transaction."""
MOST, LEAST = 0.2, 10_000
"""Share of the complaints that has changed, and their number, from which on everything is read anew."""
LATE_AFTER = timedelta(hours=1)


class Busy(DatabaseError):
    """Another refresh of the same copy is under way."""


@dataclass(frozen=True)
class Done:
    """What a run has taken over. ``kind``: full or changes."""

    kind: str
    complaints: int
    vanished: int
    steps: int
    unknown_steps: int
    copied_at: datetime
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        what = {"full": "Copied", "changes": "Taken over"}[self.kind]
        gone = f", {self.vanished:,} are gone" if self.vanished else ""
        left = f"; {self.unknown_steps:,} steps of complaints that are not shown left out" if self.unknown_steps else ""
        return f"{what}: {self.complaints:,} complaints, {self.steps:,} steps{gone}{left}. As of {self.copied_at:%Y-%m-%d %H:%M:%S}."


def refresh(
    url: str,
    source_url: str | None = None,
    mapping: Path | None = None,
    *,
    full: bool = False,
    role: str = READER,
    late_after: timedelta = LATE_AFTER,
) -> Done:
    """Bring the copy in the database ``url`` up to date from its source, or make it. DatabaseError: in one sentence why not;
    the copy is then what it was, and the dashboard says that it is late.
    """
    started = datetime.now().astimezone()
    try:
        with connected(url) as connection:
            if connection.execute("select pg_try_advisory_xact_lock(%s)", (LOCK,)).fetchone() != (True,):
                raise Busy("Another refresh of this copy is under way; nothing was done.")
            connection.execute("set local statement_timeout = 0")
            beside = _is_beside(connection)
            schema = BESIDE if beside and not mapping else contract.load().schema
            with sources.opened(source_url or url, mapping, schema) as source:
                run = _Run(connection, source)
                done = (None if full else run.changes()) or run.full()
            # The source is let go first: its snapshot holds the views that make room.
            run.finish(done, role, late_after, is_own=source_url is None and mapping is None)
            connection.execute(
                "insert into dashboard_copy.run (started_at, kind, complaints, vanished) values (%s, %s, %s, %s)",
                (started, done.kind, done.complaints, done.vanished),
            )
    except Busy:
        raise
    except (DatabaseError, psycopg.Error) as error:
        said = error if isinstance(error, DatabaseError) else DatabaseError(in_words(error))
        _failed(url, started, str(said))
        raise said from error
    return done


def remove(url: str) -> bool:
    """Take the copy away; the views of the mapping that it stands before come back. False where there are none: then
    ``install`` has to follow.
    """
    with connected(url) as connection:
        if not is_copy(connection):
            raise DatabaseError("There is no copy here; nothing was changed.")
        for relation in MAPPED:
            connection.execute(sql.SQL("drop table if exists {}").format(sql.Identifier("dashboard", relation)))
        had_views = _is_beside(connection)
        if had_views:
            _move_views(connection, BESIDE, "dashboard")
            connection.execute(sql.SQL("drop schema {}").format(sql.Identifier(BESIDE)))
        connection.execute("drop schema dashboard_copy cascade")
        return had_views


def _move_views(connection: psycopg.Connection, here: str, there: str) -> None:
    found = connection.execute(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = %s and c.relkind = 'v'",
        (here,),
    ).fetchall()
    for (name,) in found:
        connection.execute(
            sql.SQL("alter view {} set schema {}").format(sql.Identifier(here, name), sql.Identifier(there))
        )


def _is_beside(connection: psycopg.Connection) -> bool:
    return connection.execute("select to_regclass('dashboard_source.complaint') is not null").fetchone() == (True,)


def is_copy(connection: psycopg.Connection[Any]) -> bool:
    """Whether the dashboard of this database reads a kept copy."""
    return connection.execute("select to_regclass('dashboard_copy.state') is not null").fetchone() == (True,)


def _failed(url: str, started: datetime, problem: str) -> None:
    """Let the dashboard know that a run came to nothing; where there is no copy yet there is nobody to tell."""
    try:
        with connected(url) as connection:
            if is_copy(connection):
                connection.execute("update dashboard.source set tried_at = now(), problem = %s", (problem,))
                connection.execute(
                    "insert into dashboard_copy.run (started_at, kind, problem) values (%s, 'failed', %s)",
                    (started, problem),
                )
    except DatabaseError:
        return  # the database itself is away: the pages say so


def _file(name: str, **words: str) -> sql.Composed:
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return sql.SQL(text).format(**{key: sql.Identifier(value) for key, value in words.items()})


class _Run:
    """One run inside the caller's transaction."""

    def __init__(self, connection: psycopg.Connection, source: Source) -> None:
        self.connection, self.source = connection, source
        self.given = {relation: self._given(relation) for relation in MAPPED}
        for needed in ("id", "created_at"):
            if needed not in self.given["complaint"]:
                raise DatabaseError(f"{source.name}: complaint has no column {needed}; nothing was changed.")
        self.clock = self._begin()

    def _given(self, relation: str) -> list[str]:
        """The columns of the contract that the source has."""
        known = [column.name for column in contract.load().relation(relation).columns]
        found = [name.lower() for name in self.source.columns(relation)]
        return [name for name in known if name in found]

    def _ask(self, query: str | sql.Composed, values: Any = None) -> tuple[Any, ...]:
        text = query.encode() if isinstance(query, str) else query
        return self.connection.execute(text, values).fetchone() or ()

    def _digest(self) -> str:
        return f"{self.source.digest} {sorted(self.given.items())}"

    # Reading

    def _table(self, relation: str, schema: str = "", table: str = "") -> None:
        """An empty table with the contract's columns."""
        the_relation = contract.load().relation(relation)
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type))
            for column in the_relation.columns
        )
        if schema:
            name, head, tail = sql.Identifier(schema, relation), "create table", ""
        else:
            name, head, tail = sql.Identifier(table), "create temp table", "on commit drop"
        self.connection.execute(sql.SQL("{} {} ({}) {}").format(sql.SQL(head), name, columns, sql.SQL(tail)))

    def _stage(self, relation: str, where: Iterator[str] | Sequence[str] = ("",)) -> None:
        """The rows of a relation as they are, in stage_RELATION; a value that does not fit is named with its line."""
        table = f"stage_{relation}"
        self._table(relation, table=table)
        if not self.given[relation]:
            return
        with self.connection.cursor() as cursor:
            for condition in where:
                try:
                    self.source.load(cursor, table, relation, self.given[relation], condition)
                except psycopg.DataError as error:
                    where_ = (error.diag.context or "").splitlines()[:1]
                    said = f" ({where_[0].removeprefix(f'COPY {table}, ')})" if where_ else ""
                    raise DatabaseError(
                        f"{self.source.name}: a value of {relation} does not fit, the copy is what it was."
                        f" {error.diag.message_primary}{said}"
                    ) from error
        self.connection.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))

    def _begin(self) -> datetime:
        """The zone of the source is that of this transaction; the source's clock."""
        self._table("source", table="stage_source")
        if self.given["source"]:
            with self.connection.cursor() as cursor:
                self.source.load(cursor, "stage_source", "source", self.given["source"])
        row = self._ask("select zone from stage_source limit 1")
        self.zone = zone.known(row[0] if row else "") or zone.JAKARTA
        self._ask("select set_config('TimeZone', %s, true)", (self.zone,))
        clock = self.source.begin(self.zone)
        now: datetime = self._ask("select now()")[0]
        return clock or now

    def _complaints(self) -> None:
        """What is staged, as the tables of the copy want it."""
        twice = self._ask("select id from stage_complaint where id is not null group by id having count(*) > 1 limit 1")
        if twice:
            raise DatabaseError(
                f"{self.source.name}: complaint {twice[0]} is there more than once; a join of the mapping doubles its row."
                " The copy is what it was."
            )
        self.connection.execute((FOLDER / "steps.sql").read_bytes())
        for table in ("step", "life", "stay"):
            self.connection.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))

    def _fill(self, schema: str) -> None:
        self.connection.execute("set local work_mem = '256MB'")
        has = {"has": self.given["complaint"], "has_step": self.given["complaint_event"]}
        values = {**has, "has_stays": bool(self.given["complaint_spell"])}
        for statement in (FOLDER / "fill.sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                self.connection.execute(sql.SQL(statement).format(schema=sql.Identifier(schema)), values)

    def _lists(self, schema: str) -> None:
        """The small relations, read whole every time: a name that has changed is seen."""
        for relation in LISTS:
            if self.given[relation]:
                columns = sql.SQL(", ").join(map(sql.Identifier, self.given[relation]))
                self._stage(relation)
                self.connection.execute(
                    sql.SQL("insert into {} ({}) select {} from {}").format(
                        sql.Identifier(schema, relation), columns, columns, sql.Identifier(f"stage_{relation}")
                    )
                )
        if self.given["source"]:
            columns = sql.SQL(", ").join(map(sql.Identifier, self.given["source"]))
            self.connection.execute(
                sql.SQL("insert into {} ({}) select {} from stage_source").format(
                    sql.Identifier(schema, "source"), columns, columns
                )
            )
        for relation in (*LISTS, "source"):
            if not self.given[relation]:
                for statement in (FOLDER / "masters.sql").read_text(encoding="utf-8").split(";\n"):
                    if statement.strip():
                        self.connection.execute(
                            sql.SQL(statement).format(schema=sql.Identifier(schema)), {"missing": relation}
                        )

    # The two kinds of run

    def full(self) -> Done:
        """Everything anew, beside the copy there is."""
        for relation in OF_COMPLAINTS:
            self._stage(relation)
        self._complaints()
        self.connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(NEXT)))
        self.connection.execute(sql.SQL("create schema {}").format(sql.Identifier(NEXT)))
        for relation in MAPPED:
            self._table(relation, schema=NEXT)
        self._fill(NEXT)
        self._lists(NEXT)
        self.connection.execute("set local maintenance_work_mem = '256MB'")
        self.connection.execute(_file("indexes", schema=NEXT))
        for relation in MAPPED:
            self.connection.execute(sql.SQL("analyze {}").format(sql.Identifier(NEXT, relation)))
        return self._done("full", 0)

    def changes(self) -> Done | None:
        """What has changed at the source since the last run, looked for with an overlap. None: everything has to be read,
        because there is no copy of this very source by this very mapping, or too much has changed.
        """
        if not self.source.can_tell or not is_copy(self.connection):
            return None
        digest, copied_at, last_step = self._ask("select digest, copied_at, last_step from dashboard_copy.state")
        if digest != self._digest():
            return None
        keys = self._touched(min(copied_at, self.clock), last_step) | self._strayed()
        (count,) = self._ask("select count(*) from dashboard.complaint")
        if len(keys) > max(MOST * count, LEAST):
            return None
        for relation, column in OF_COMPLAINTS.items():
            self._stage(relation, sources.among(column, keys))
        self._complaints()
        self.connection.execute("create temp table touched (id bigint primary key) on commit drop")
        with self.connection.cursor() as cursor, cursor.copy("copy touched from stdin") as copy:
            for key in keys:
                copy.write_row((key,))
        self.connection.execute("analyze touched")
        (vanished,) = self._ask(
            "select count(*) from touched t where exists (select from dashboard.complaint c where c.id = t.id)"
            " and not exists (select from stage_complaint s where s.id = t.id)"
        )
        for relation, column in OF_COMPLAINTS.items():
            self.connection.execute(
                sql.SQL("delete from {} c using touched t where c.{} = t.id").format(
                    sql.Identifier("dashboard", relation), sql.Identifier(column)
                )
            )
        for relation in (*LISTS, "source"):
            if self.given[relation]:
                self.connection.execute(sql.SQL("delete from {}").format(sql.Identifier("dashboard", relation)))
        self._fill("dashboard")
        self._lists("dashboard")
        return self._done("changes", vanished)

    def _touched(self, then: datetime, last_step: int) -> set[int]:
        """The complaints that were written, or took a step, since an hour before the last run."""
        since = sources.literal((then - OVERLAP).astimezone(ZoneInfo(self.zone)))
        found: set[int] = set()
        for relation, column in OF_COMPLAINTS.items():
            for changed in ("updated_at", "created_at", "at", "received_at", "released_at"):
                if changed in self.given[relation]:
                    found |= self.source.keys(relation, column, f"{changed} >= {since}")
        if "id" in self.given["complaint_event"]:
            found |= self.source.keys("complaint_event", "complaint_id", f"id > {last_step}")
        return found

    def _strayed(self) -> set[int]:
        """The complaints that are on one side only: deleted, hidden or merged at the source, or shown again."""
        query = sql.SQL("select id - id % {0}, count(*), sum(id) from dashboard.complaint group by 1").format(
            sql.Literal(sources.BLOCK)
        )
        here = {(int(first), int(count), int(total)) for first, count, total in self.connection.execute(query)}
        found: set[int] = set()
        for first in {block[0] for block in here ^ set(self.source.blocks())}:
            within = f"id > {first - sources.BLOCK} and id < {first + sources.BLOCK}"
            rows = self.connection.execute(f"select id from dashboard.complaint where {within}".encode())
            found |= {row[0] for row in rows} ^ self.source.keys("complaint", "id", within)
        return found

    def _done(self, kind: str, vanished: int) -> Done:
        (complaints,) = self._ask("select count(*) from stage_complaint where id is not null")
        (staged,) = self._ask("select count(*) from stage_complaint_event")
        steps, last = self._ask(
            "select count(*), coalesce(max(id) filter (where at <= %s), 0) from step", (self.clock,)
        )
        self.last_step = last
        return Done(kind, complaints, vanished, steps, staged - steps, self.clock)

    def finish(self, done: Done, role: str, late_after: timedelta, *, is_own: bool) -> None:
        """Put what was built into the place of what is there, and say as of when it is."""
        if done.kind == "full":
            if is_own and not _is_beside(self.connection):
                self.connection.execute(sql.SQL("create schema {}").format(sql.Identifier(BESIDE)))
                _move_views(self.connection, "dashboard", BESIDE)
            install.apply(self.connection, install.of_copy(self.source.name, MAPPED, NEXT, role))
            self.connection.execute((FOLDER / "schema.sql").read_bytes())
        self.connection.execute(
            "update dashboard.source set copied_at = %(at)s, tried_at = now(), late_at = now() + %(late)s, problem = null",
            {"at": done.copied_at, "late": late_after},
        )
        self.connection.execute(
            "insert into dashboard_copy.state as known (source, digest, zone, copied_at, last_step)"
            " values (%(source)s, %(digest)s, %(zone)s, %(at)s, %(step)s)"
            " on conflict (only_one) do update set source = excluded.source, digest = excluded.digest, zone = excluded.zone,"
            " copied_at = excluded.copied_at,"
            " last_step = case when %(kind)s = 'full' then excluded.last_step"
            " else greatest(known.last_step, excluded.last_step) end",
            {
                "source": self.source.name,
                "digest": self._digest(),
                "zone": self.zone,
                "at": done.copied_at,
                "step": self.last_step,
                "kind": done.kind,
            },
        )
