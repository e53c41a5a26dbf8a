"""Put the contract into a database: our two tables, the site's mapping, the comments and the role that only reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from database import contract, regional, rules, working_days
from database.check import contract_problems
from database.connection import connected, in_words
from database.embedded import READER
from database.errors import DatabaseError

FOLDER = Path(__file__).parent
MAPPINGS = {"sample": FOLDER / "mappings" / "sample.sql", "open-data": FOLDER / "mappings" / "open_data.sql"}

HEAD = """\
-- Installs the dashboard's contract, version {version}. Run it as the owner of the database:
--     psql -v ON_ERROR_STOP=1 -f this-file DATABASE
begin;
set local lock_timeout = '10s';
"""


@dataclass(frozen=True)
class Plan:
    """The SQL of one installation, in the order in which it runs."""

    head: str
    room: str
    mapping: str
    tail: str
    mapping_name: str
    role: str
    rules_file: Path | None
    limits: list[rules.Rule]
    regional_days: int

    def script(self) -> str:
        return (
            HEAD.format(version=contract.load().version)
            + self.head
            + self.room
            + f"\n-- The mapping {self.mapping_name}.\n"
            + self.mapping
            + self.tail
            + "\ncommit;\n\n"
            + analyze()
        )


@dataclass(frozen=True)
class Installed:
    relations: int
    rules: int
    working_days_to: date
    regional_days: int
    notes: list[str] = field(default_factory=list)


def analyze() -> str:
    return (FOLDER / "analyze.sql").read_text(encoding="utf-8")


def plan(
    mapping: str = "sample",
    role: str = READER,
    cuti_bersama: bool = False,
    rules_file: Path | None = None,
    holidays_file: Path | None = None,
    today: date | None = None,
) -> Plan:
    """Everything an installation will do. Needs no database."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise DatabaseError(f"{role!r} is no name for a role: use lower-case letters, digits and _ only.")
    path = MAPPINGS.get(mapping, Path(mapping))
    limits = rules.read(rules_file or rules.FILE)
    first, last = working_days.FIRST, working_days.last_day(today or date.today())
    national = working_days.holidays(first, last, cuti_bersama=True)
    regional_days = regional.read(holidays_file or regional.FILE, first, last, national)
    head = (
        (FOLDER / "tables.sql").read_text(encoding="utf-8")
        + "\n-- The time limits"
        + (", replaced.\n" if rules_file else ", unless there are some already.\n")
        + rules.statement(limits, only_if_empty=rules_file is None)
        + f"\n-- The calendar; cuti bersama are {'holidays' if cuti_bersama else 'working days'},"
        + f" regional days: {len(regional_days)}."
        + working_days.statement(first, last, cuti_bersama=cuti_bersama, regional=regional_days)
    )
    room = "\n" + (FOLDER / "room.sql").read_text(encoding="utf-8")
    tail = (FOLDER / "worked.sql").read_text(encoding="utf-8") + "\n" + _comments() + "\n" + _role(role)
    return Plan(head, room, _mapping(path), tail, path.name, role, rules_file, limits, len(regional_days))


def script(
    mapping: str = "sample",
    role: str = READER,
    cuti_bersama: bool = False,
    rules_file: Path | None = None,
    holidays_file: Path | None = None,
    today: date | None = None,
) -> str:
    """The full SQL of an installation, as psql runs it."""
    return plan(mapping, role, cuti_bersama, rules_file, holidays_file, today).script()


def install(
    url: str,
    mapping: str = "sample",
    role: str = READER,
    cuti_bersama: bool = False,
    rules_file: Path | None = None,
    holidays_file: Path | None = None,
) -> Installed:
    """Install the contract in one transaction; a second time changes nothing but what has to change."""
    what = plan(mapping, role, cuti_bersama, rules_file, holidays_file)
    with connected(url, autocommit=True) as connection:
        with connection.transaction():
            _refuse_over_copy(connection)
            done = apply(connection, what)
        connection.execute(analyze().encode())
    return done


def of_copy(role: str) -> Plan:
    """What an installation does besides a mapping, for the tables of a copy: no views to make room for, no mapping."""
    return replace(plan(role=role), mapping="", tail=_comments(as_tables=True) + "\n" + _role(role))


def _refuse_over_copy(connection: psycopg.Connection) -> None:
    if connection.execute("select to_regclass('dashboard_copy.state') is not null").fetchone() == (True,):
        raise DatabaseError(
            "The dashboard of this database reads a kept copy: give the mapping to 'python -m database copy --mapping FILE',"
            " or take the copy away with 'python -m database copy --remove' and install again. Nothing was changed."
        )


def apply(connection: psycopg.Connection, what: Plan) -> Installed:
    """Carry out a plan inside the caller's transaction."""
    notes: list[str] = []

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING" and diagnostic.message_primary:
            notes.append(diagnostic.message_primary)

    connection.execute("set local lock_timeout = '10s'")
    connection.execute(what.head.encode())
    connection.execute(what.room.encode())
    try:
        connection.execute(what.mapping.encode())
    except psycopg.errors.InsufficientPrivilege:
        raise
    except psycopg.Error as error:
        raise DatabaseError(_in_mapping(what, error)) from error
    if problems := contract_problems(connection, mapped_only=True):
        raise DatabaseError(
            f"The mapping {what.mapping_name} does not fulfil the contract, nothing was changed:\n  "
            + "\n  ".join(problems)
        )
    if what.rules_file:
        rules.refuse_unknown_channels(connection, what.rules_file, what.limits)
    connection.add_notice_handler(note)
    try:
        connection.execute(what.tail.encode())
    except psycopg.errors.InsufficientPrivilege as error:
        if "role" not in (error.diag.message_primary or ""):
            raise
        raise DatabaseError(
            f"You may not create or change the role {what.role}, nothing was changed. Let an administrator run"
            f" 'create role {what.role} login; alter role {what.role} set default_transaction_read_only = on;'"
            " and then install again."
        ) from None
    finally:
        connection.remove_notice_handler(note)
    if unknown := rules.unknown_channels(connection):
        notes.append(
            f"dashboard.channel has no {', '.join(unknown)}: the time limits for it hold for nothing;"
            " correct the codes and load them with 'python -m database rules FILE'"
        )
    row = connection.execute(
        "select (select count(*) from dashboard.sla_rule), (select max(day) from dashboard.working_day)"
    ).fetchone()
    assert row is not None
    return Installed(len(contract.load().relations), row[0], row[1], what.regional_days, notes)


def refuse_other(connection: psycopg.Connection, kind: str) -> None:
    """Sample and open data never take the place of a real CRM, or of each other, in the same database."""
    if connection.execute("select to_regclass('dashboard.source')").fetchone() == (None,):
        return
    row = connection.execute("select min(kind) from dashboard.source").fetchone()
    if row and row[0] not in (None, kind):
        raise DatabaseError(
            f"The dashboard of this database shows {row[0]}: name another database with --url; nothing was changed."
        )


def _mapping(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise DatabaseError(
            f"There is no mapping {path}: give {', '.join(MAPPINGS)} or the path of an SQL file."
        ) from None
    except UnicodeDecodeError:
        raise DatabaseError(f"The mapping {path} is not a text file in UTF-8.") from None
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(begin|commit|rollback|start transaction)\s*;|\s*\\", line, re.IGNORECASE):
            raise DatabaseError(
                f"{path} line {number}: {line.strip()!r} cannot stand in a mapping; it runs inside the installer's"
                " transaction."
            )
    return text.rstrip() + "\n"


def _in_mapping(what: Plan, error: psycopg.Error) -> str:
    place = f"The mapping {what.mapping_name}"
    if position := error.diag.statement_position:
        place += f" line {what.mapping.count(chr(10), 0, int(position) - 1) + 1}"
    return f"{place} fails, nothing was changed. {in_words(error)}"


def _kind(relation: contract.Relation, *, as_tables: bool) -> str:
    """What a relation is in the database: what is a view over a CRM is a table in a copy, but for the view over it."""
    return "table" if relation.kind == "table" or (as_tables and relation.name != "worked") else "view"


def _comments(*, as_tables: bool = False) -> str:
    lines = ["-- What every relation and column means."]
    the_contract = contract.load()
    for relation in the_contract.relations:
        name = sql.Identifier(the_contract.schema, relation.name)
        lines.append(
            sql.SQL("comment on {} {} is {};")
            .format(sql.SQL(_kind(relation, as_tables=as_tables)), name, sql.Literal(relation.grain))
            .as_string(None)
        )
        for column in relation.columns:
            said = sql.SQL("comment on column {} is {};").format(
                sql.Identifier(the_contract.schema, relation.name, column.name), sql.Literal(column.comment)
            )
            if column.may_be_absent:
                said = sql.SQL("do $$ begin {} exception when undefined_column then null; end $$;").format(said)
            lines.append(said.as_string(None))
    return "\n".join(lines) + "\n"


def _role(role: str) -> str:
    the_contract = contract.load()
    names = {"role": sql.Identifier(role), "role_text": sql.Literal(role)}
    relations = sql.SQL(",\n    ").join(
        sql.Identifier(the_contract.schema, relation.name) for relation in the_contract.relations
    )
    template = (FOLDER / "role.sql").read_text(encoding="utf-8")
    grants = "\ngrant usage on schema {schema} to {role};\ngrant select on\n    {relations}\nto {role};\n"
    return (
        sql.SQL(template + grants)
        .format(schema=sql.Identifier(the_contract.schema), relations=relations, **names)
        .as_string(None)
    )
