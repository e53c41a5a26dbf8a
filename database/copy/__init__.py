"""A kept copy: tables with the contract's columns, filled from a source and brought up to date from it.

The dashboard reads them by the same names as the views of a mapping. A run is one transaction: readers see the copy as it
was or as it is then, and a run that ends half way leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from queries.texts import QUESTIONS

FOLDER = Path(__file__).parent
BESIDE = "dashboard_source"
"""The schema that takes in the views of a mapping where a copy takes their place in the same database."""
NEXT = "dashboard_next"
CELLS = ("cell", "cell_state")
LISTS = ("channel", "skpd", "category", "kelurahan")
OF_COMPLAINTS = {"complaint": "id", "complaint_event": "complaint_id", "complaint_spell": "complaint_id"}
"""The relations of complaints, each with its key of the complaint."""
LOCK = 20_481_117  # one number for all refreshes of a database
OVERLAP = timedelta(hours=1)
"""How far back of the last run changes are looked for again: what was written late, or by a slow transaction."""
MOST, LEAST = 0.2, 10_000
"""Share of the complaints that has changed, and their number, from which on everything is read anew."""
LATE_AFTER = timedelta(hours=1)
TICK = timedelta(microseconds=1)
BY_LOT = 2_000
"""Complaints that a comparison looks at in every column."""


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
                is_full = full or not run.read_changes()
                if is_full:
                    run.read_all()
            # The source is let go first: its snapshot holds the views that make room.
            is_own = source_url is None and mapping is None and not beside
            done = run.write_all(role, is_own=is_own) if is_full else run.write_changes()
            run.finish(done, late_after)
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


def compare(url: str, source_url: str | None = None, mapping: Path | None = None) -> list[tuple[str, str]]:
    """Level and words of every difference between a copy and its source: the complaints of each month and channel, and every
    column, step and stay of some that are chosen by lot, worked out again.
    """
    with connected(url) as connection:
        connection.execute("set transaction read write")  # into temporary tables alone
        connection.execute("set local statement_timeout = 0")
        beside = source_url is None and mapping is None
        with sources.opened(source_url or url, mapping, BESIDE if beside else contract.load().schema) as source:
            return _Run(connection, source).compared()


def remove(url: str) -> bool:
    """Take the copy away; the views of the mapping that it stands before come back. False where there are none: then
    ``install`` has to follow.
    """
    with connected(url) as connection:
        if not is_copy(connection):
            raise DatabaseError("There is no copy here; nothing was changed.")
        connection.execute("drop view if exists dashboard.worked")
        for relation in (*MAPPED, *CELLS):
            connection.execute(sql.SQL("drop table if exists {}").format(sql.Identifier("dashboard", relation)))
        had_views = _is_beside(connection)
        if had_views:
            _move_views(connection, "dashboard")
            connection.execute((install.FOLDER / "worked.sql").read_bytes())
            connection.execute(sql.SQL("drop schema {}").format(sql.Identifier(BESIDE)))
        connection.execute("drop schema dashboard_copy cascade")
        return had_views


def _move_views(connection: psycopg.Connection, there: str) -> None:
    """The views of a mapping, and what they rest on, from one schema to the other."""
    here = BESIDE if there == "dashboard" else "dashboard"
    found = connection.execute(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = %s and c.relkind = 'v' and c.relname not in ('worked', 'cell', 'cell_state')",
        (here,),
    ).fetchall()
    for (name,) in found:
        connection.execute(
            sql.SQL("alter view {} set schema {}").format(sql.Identifier(here, name), sql.Identifier(there))
        )


def rework(url: str) -> int | None:
    """Work the deadlines out again where limits, calendar or lists have changed: how many are others now; None: no copy."""
    with connected(url) as connection:
        if not is_copy(connection):
            return None
        (name,) = connection.execute("select zone from dashboard_copy.state").fetchone() or ("",)
        connection.execute("select set_config('TimeZone', %s, true)", (name,))
        changed = _rework(connection, name)
        connection.execute("update dashboard_copy.state set worked_for = %s", (_worked_for(connection),))
        return changed


def _worked_for(connection: psycopg.Connection) -> str:
    row = connection.execute((FOLDER / "worked_for.sql").read_bytes()).fetchone()
    assert row
    return str(row[0])


def _rework(connection: psycopg.Connection, name: str) -> int:
    """The rows of the copy of which something else is worked out now; only those are written."""
    if connection.execute("select worked_for from dashboard_copy.state").fetchone() == (_worked_for(connection),):
        return 0
    connection.execute("create temp view copied as select * from dashboard.complaint")
    done = connection.execute(
        sql.SQL(
            "update dashboard.complaint c set worked_category = w.category, worked_due_at = w.due_at, worked_source = w.source"
            " from ({}) w where w.id = c.id and (c.worked_category, c.worked_due_at, c.worked_source)"
            " is distinct from (w.category, w.due_at, w.source)"
        ).format(sql.SQL(QUESTIONS["worked"])),
        {"zone": name},
    )
    connection.execute("drop view copied")
    if done.rowcount:
        (as_of,) = connection.execute("select as_of from dashboard.cell_state").fetchone() or (None,)
        connection.execute("delete from dashboard.cell")
        connection.execute("delete from dashboard.cell_state")
        _count_all(connection, "dashboard", name, as_of)
    return done.rowcount


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def everything(name: str, as_of: datetime) -> dict[str, Any]:
    """Parameters of the scope for everything that is known at a moment."""
    beginning = datetime(1970, 1, 2, tzinfo=UTC)
    lists = ("channels", "skpds", "areas", "categories", "ids", "touched_by", "part", "without")
    until = as_of + TICK
    return {
        **dict.fromkeys(lists),
        "zone": name,
        "as_of": as_of,
        "since": beginning,
        "until": until,
        "reach": beginning,
    }


def _count_all(connection: psycopg.Connection, schema: str, name: str, as_of: datetime) -> None:
    """The cells of all complaints in the tables of a schema."""
    question = QUESTIONS["cells"]
    for relation in ("worked", "complaint"):
        question = question.replace(f"dashboard.{relation}", f"{schema}.{relation}")
    connection.execute(
        sql.SQL("insert into {} {}").format(sql.Identifier(schema, "cell"), sql.SQL(question)), everything(name, as_of)
    )
    connection.execute(sql.SQL("insert into {} values (%s)").format(sql.Identifier(schema, "cell_state")), (as_of,))
    connection.execute(sql.SQL("analyze {}").format(sql.Identifier(schema, "cell")))


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
        if schema and relation == "complaint":
            columns += sql.SQL(", worked_category text, worked_due_at timestamptz, worked_source text")
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
        (self.staged_steps,) = self._ask("select count(*) from stage_complaint_event")
        self.connection.execute("drop table stage_complaint_event")  # told again in step: room for the rest

    def _file(self, name: str, values: Any = None, **words: str) -> None:
        """The statements of a file, one after the other."""
        for statement in (FOLDER / f"{name}.sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                identifiers = {key: sql.Identifier(value) for key, value in words.items()}
                query = sql.SQL(statement).format(**identifiers) if words else sql.SQL(statement)
                self.connection.execute(query, values)

    def _fill(self, schema: str) -> None:
        """The staged complaints, their steps and stays into the tables of a schema."""
        self.connection.execute("set local work_mem = '256MB'")
        self._table("complaint", table="plain")
        has_stays = bool(self.given["complaint_spell"])
        has = {"has": self.given["complaint"], "has_step": self.given["complaint_event"], "has_stays": has_stays}
        self._file("fill", has, schema=schema)
        self.connection.execute("analyze plain")
        self.connection.execute("create temp view copied as select * from plain")
        self.connection.execute(
            sql.SQL(
                "insert into {} select p.*, w.category, w.due_at, w.source from plain p left join ({}) w on w.id = p.id"
            ).format(sql.Identifier(schema, "complaint"), sql.SQL(QUESTIONS["worked"])),
            {"zone": self.zone},
        )
        self.connection.execute("drop view copied")

    def _lists(self) -> None:
        """The small relations, read whole every time: a name that has changed is seen. Of two rows with one code the first
        counts.
        """
        for relation in (*LISTS, "source"):
            name = sql.Identifier("dashboard", relation)
            if not self.given[relation]:
                self._file("masters", {"missing": relation}, schema="dashboard")
                continue
            columns = sql.SQL(", ").join(map(sql.Identifier, self.given[relation]))
            unique = [column.name for column in contract.load().relation(relation).columns if column.is_unique]
            first = sql.SQL("distinct on ({})").format(sql.Identifier(unique[0])) if unique else sql.SQL("")
            self.connection.execute(sql.SQL("delete from {}").format(name))
            self.connection.execute(
                sql.SQL("insert into {} ({}) select {} {} from {}").format(
                    name, columns, first, columns, sql.Identifier(f"stage_{relation}")
                )
            )
            self.connection.execute(sql.SQL("analyze {}").format(name))

    # The two kinds of run, each with its reading and its writing

    def read_all(self) -> None:
        for relation in (*OF_COMPLAINTS, *LISTS):
            self._stage(relation)

    def write_all(self, role: str, *, is_own: bool) -> Done:
        """Everything anew, beside the copy there is. ``is_own``: the views of this very database make room for it."""
        what = install.of_copy(role)
        self.connection.execute(what.head.encode())
        if not is_copy(self.connection):
            self.connection.execute("set local lock_timeout = '10s'")
            if is_own:
                self.connection.execute(sql.SQL("create schema {}").format(sql.Identifier(BESIDE)))
                _move_views(self.connection, BESIDE)
            self.connection.execute(what.room.encode())
            for relation in (*LISTS, "source"):
                self._table(relation, schema="dashboard")
        self._complaints()
        self._lists()
        self.connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(NEXT)))
        self.connection.execute(sql.SQL("create schema {}").format(sql.Identifier(NEXT)))
        for relation in (*OF_COMPLAINTS, *CELLS):
            self._table(relation, schema=NEXT)
        self._fill(NEXT)
        self.connection.execute("set local maintenance_work_mem = '256MB'")
        self._file("indexes", schema=NEXT)
        for relation in OF_COMPLAINTS:
            self.connection.execute(sql.SQL("analyze {}").format(sql.Identifier(NEXT, relation)))
        self._file("worked", schema=NEXT)
        _count_all(self.connection, NEXT, self.zone, _minute(self.clock))
        self.connection.execute(sql.SQL("drop view {}").format(sql.Identifier(NEXT, "worked")))
        self.connection.execute("set local lock_timeout = '10s'")
        self.connection.execute("drop view if exists dashboard.worked")
        for relation in (*OF_COMPLAINTS, *CELLS):
            self.connection.execute(sql.SQL("drop table if exists {}").format(sql.Identifier("dashboard", relation)))
            self.connection.execute(
                sql.SQL("alter table {} set schema dashboard").format(sql.Identifier(NEXT, relation))
            )
        self.connection.execute(sql.SQL("drop schema {}").format(sql.Identifier(NEXT)))
        self._file("worked", schema="dashboard")
        self.connection.execute(what.tail.encode())
        self.connection.execute((FOLDER / "schema.sql").read_bytes())
        return self._done("full", 0)

    def read_changes(self) -> bool:
        """What has changed at the source since the last run. False: everything has to be read, because there is no copy of
        this very source by this very mapping, or too much has changed.
        """
        if not self.source.can_tell or not is_copy(self.connection):
            return False
        digest, copied_at, last_step = self._ask("select digest, copied_at, last_step from dashboard_copy.state")
        if digest != self._digest():
            return False
        self.keys = self._touched(min(copied_at, self.clock), last_step) | self._strayed()
        (count,) = self._ask("select count(*) from dashboard.complaint")
        if len(self.keys) > max(MOST * count, LEAST):
            return False
        for relation, column in OF_COMPLAINTS.items():
            self._stage(relation, sources.among(column, self.keys))
        for relation in LISTS:
            self._stage(relation)
        return True

    def write_changes(self) -> Done:
        self._complaints()
        self.connection.execute("create temp table touched (id bigint primary key) on commit drop")
        with self.connection.cursor() as cursor, cursor.copy("copy touched from stdin") as copy:
            for key in self.keys:
                copy.write_row((key,))
        self.connection.execute("analyze touched")
        (vanished,) = self._ask(
            "select count(*) from touched t where exists (select from dashboard.complaint c where c.id = t.id)"
            " and not exists (select from stage_complaint s where s.id = t.id)"
        )
        (then,) = self._ask("select as_of from dashboard.cell_state")
        now, keys = _minute(self.clock), list(self.keys)
        self._table("cell", table="counted")
        self.connection.execute("alter table counted add sign integer")
        self._count(-1, then, ids=keys)
        for relation, column in OF_COMPLAINTS.items():
            self.connection.execute(
                sql.SQL("delete from {} c using touched t where c.{} = t.id").format(
                    sql.Identifier("dashboard", relation), sql.Identifier(column)
                )
            )
        self._lists()
        self._fill("dashboard")
        self._count(1, now, ids=keys)
        # What has fallen due since, without a change of its own.
        self._count(1, now, part="due", since=then + TICK, until=now + TICK, without=keys)
        self._file("cells")
        self.connection.execute("update dashboard.cell_state set as_of = %s", (now,))
        _rework(self.connection, self.zone)
        return self._done("changes", vanished)

    def _count(self, sign: int, as_of: datetime, **asked: Any) -> None:
        """What complaints count in the cells as of a moment, with this sign, into ``counted``."""
        self.connection.execute(
            sql.SQL("insert into counted select *, {} from ({}) each").format(
                sql.Literal(sign), sql.SQL(QUESTIONS["cells"])
            ),
            everything(self.zone, as_of) | asked,
        )

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

    def compared(self) -> list[tuple[str, str]]:
        """How the copy differs from the source as it is now."""
        self.connection.execute(
            "create temp table there (id bigint, channel_code text, created_at timestamptz) on commit drop"
        )
        with self.connection.cursor() as cursor:
            columns = [name for name in ("id", "channel_code", "created_at") if name in self.given["complaint"]]
            self.source.load(cursor, "there", "complaint", columns)
        found = [
            ("warn", f"{month} {channel}: {here:,} complaints here, {there:,} at the source")
            for month, channel, here, there in self.connection.execute((FOLDER / "months.sql").read_bytes())
        ]
        keys = {row[0] for row in self.connection.execute((FOLDER / "by_lot.sql").read_bytes(), {"number": BY_LOT})}
        for relation, column in OF_COMPLAINTS.items():
            self._stage(relation, sources.among(column, keys))
        self._complaints()
        for relation in OF_COMPLAINTS:
            self._table(relation, schema="pg_temp")
        self._fill("pg_temp")
        found += self._columns_that_differ()
        for relation in ("complaint_event", "complaint_spell"):
            (count, example) = self._ask(
                sql.SQL(
                    "with here as (select * from dashboard.{0} where complaint_id = any (%(keys)s)), there as (select * from pg_temp.{0}),"
                    " odd as ((table here except all table there) union all (table there except all table here))"
                    " select count(*), min(complaint_id) from odd"
                ).format(sql.Identifier(relation)),
                {"keys": list(keys)},
            )
            if count:
                found.append(("warn", f"{relation}: {count:,} rows differ, such as those of complaint {example}"))
        return found or [
            ("ok", f"as the source: every month and channel, and {len(keys):,} complaints by lot in every column")
        ]

    def _columns_that_differ(self) -> list[tuple[str, str]]:
        names = [column.name for column in contract.load().relation("complaint").columns]
        names += ["worked_category", "worked_due_at", "worked_source"]
        counted = sql.SQL(", ").join(
            sql.SQL(
                "count(*) filter (where h.{0} is distinct from t.{0}), min(h.id) filter (where h.{0} is distinct from t.{0})"
            ).format(sql.Identifier(name))
            for name in names
        )
        row = self._ask(
            sql.SQL("select {} from dashboard.complaint h join pg_temp.complaint t on t.id = h.id").format(counted)
        )
        return [
            ("warn", f"complaint.{name}: {count:,} of the complaints by lot differ, such as {example}")
            for name, count, example in zip(names, row[::2], row[1::2], strict=True)
            if count
        ]

    def _done(self, kind: str, vanished: int) -> Done:
        (complaints,) = self._ask("select count(*) from stage_complaint where id is not null")
        steps, last = self._ask(
            "select count(*), coalesce(max(id) filter (where at <= %s), 0) from step", (self.clock,)
        )
        self.last_step = last
        return Done(kind, complaints, vanished, steps, self.staged_steps - steps, self.clock)

    def finish(self, done: Done, late_after: timedelta) -> None:
        """Say as of when the copy is, and remember what the next run has to know."""
        self.connection.execute(
            "update dashboard.source set copied_at = %(at)s, tried_at = now(), late_at = now() + %(late)s, problem = null",
            {"at": done.copied_at, "late": late_after},
        )
        self.connection.execute(
            "insert into dashboard_copy.state as known (source, digest, zone, copied_at, last_step, worked_for)"
            " values (%(source)s, %(digest)s, %(zone)s, %(at)s, %(step)s, %(worked_for)s)"
            " on conflict (only_one) do update set source = excluded.source, digest = excluded.digest, zone = excluded.zone,"
            " copied_at = excluded.copied_at, worked_for = excluded.worked_for,"
            " last_step = case when %(kind)s = 'full' then excluded.last_step"
            " else greatest(known.last_step, excluded.last_step) end",
            {
                "source": self.source.name,
                "digest": self._digest(),
                "zone": self.zone,
                "at": done.copied_at,
                "step": self.last_step,
                "worked_for": _worked_for(self.connection),
                "kind": done.kind,
            },
        )
