"""Does a database keep the contract, and how good is what it holds?

``contract_problems`` and ``can_write`` only look into the catalogue and are quick: the dashboard asks them at start.
``check`` reads the data too and is for the person who sets the dashboard up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from database import contract, slow, zone
from database.plans import read_whole, rows_read

FOLDER = Path(__file__).parent

# What a column may be besides its own type: PostgreSQL compares these without a cast, so a site need not write one,
# which would keep its indexes from being used.
ALSO = {"text": {"character varying"}, "bigint": {"integer"}, "integer": {"smallint"}}
LONG = {"timestamptz": "timestamp with time zone"}

BIG = 20_000  # rows: below this nobody notices a table read from end to end


def _rows(connection: psycopg.Connection[Any], query: str | sql.Composed, values: Any = None) -> list[tuple[Any, ...]]:
    """Rows as tuples, whatever the caller's connection makes of rows."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        text = query if isinstance(query, sql.Composed) else query.encode()
        return cursor.execute(text, values).fetchall()


COLUMNS = """
select c.relname, c.relkind, has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'),
       a.attname, a.atttypid::regtype::text
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = %s and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""


def contract_problems(connection: psycopg.Connection[Any], *, mapped_only: bool = False) -> list[str]:
    """Where the database does not have the relations, columns and types of the contract; empty: it has them all.

    ``mapped_only``: what the installer makes of a mapping is not there yet.
    """
    the_contract = contract.load()
    columns: dict[str, dict[str, str]] = {}
    kinds: dict[str, str] = {}
    readable: dict[str, bool] = {}
    for relation, kind, may_read, column, type_name in _rows(connection, COLUMNS, (the_contract.schema,)):
        kinds[relation], readable[relation] = kind, may_read
        columns.setdefault(relation, {})[column] = type_name
    problems = []
    if not columns:
        return [f"schema {the_contract.schema} is missing or empty: run 'python -m database install'"]
    for wanted in the_contract.relations:
        if mapped_only and wanted.kind == "made":
            continue
        name = f"{the_contract.schema}.{wanted.name}"
        if wanted.name not in columns:
            problems.append(f"{name} is missing")
            continue
        # A kept copy has tables where a mapping has views.
        if kinds[wanted.name] not in {"view": "vrp", "table": "rp", "made": "vr"}[wanted.kind]:
            problems.append(f"{name} has to be a {wanted.kind}")
        if not readable[wanted.name]:
            problems.append(f"{name} may not be read by this role")
        for column in wanted.columns:
            found = columns[wanted.name].get(column.name)
            if found is None and column.may_be_absent:
                continue
            if found is None:
                problems.append(f"{name}.{column.name} is missing (type {column.type})")
            elif found != LONG.get(column.type, column.type) and found not in ALSO.get(column.type, ()):
                problems.append(f"{name}.{column.name} has type {found}, the contract says {column.type}")
    return problems


# Every role this session has the rights of, or can take on with SET ROLE. A superuser belongs to all of them, but that
# it is one says everything.
RIGHTS = """
with mine as (
    select oid, rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication
    from pg_roles
    where rolname = current_user
       or (pg_has_role(current_user, oid, 'member')
           and not (select rolsuper from pg_roles where rolname = current_user))
),
site as (
    select oid, nspname from pg_namespace
    where nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and nspname not like 'pg\\_%temp\\_%'
)
select 1, 'is a superuser', '' from mine where rolsuper
union all
select 2, 'may create databases', '' from mine where rolcreatedb
union all
select 2, 'may create roles', '' from mine where rolcreaterole
union all
select 2, 'may replicate', '' from mine where rolreplication
union all
select 2, 'belongs to ' || rolname, '' from mine
where rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program', 'pg_maintain',
                  'pg_database_owner')
union all
select 3, 'may create schemas in ' || current_database(), '' from mine
where has_database_privilege(mine.oid, current_database(), 'create')
union all
select 4, 'may create tables in schema ' || nspname, '' from mine, site
where has_schema_privilege(mine.oid, site.oid, 'create')
union all
select 5, concat_ws(', ',
           case when c.relowner = mine.oid then 'owns' end,
           case when has_any_column_privilege(mine.oid, c.oid, 'insert') then 'INSERT' end,
           case when has_any_column_privilege(mine.oid, c.oid, 'update') then 'UPDATE' end,
           case when has_table_privilege(mine.oid, c.oid, 'delete') then 'DELETE' end,
           case when has_table_privilege(mine.oid, c.oid, 'truncate') then 'TRUNCATE' end
       ), site.nspname || '.' || c.relname
from mine, site join pg_class c on c.relnamespace = site.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
where c.relowner = mine.oid
   or has_any_column_privilege(mine.oid, c.oid, 'insert, update')
   or has_table_privilege(mine.oid, c.oid, 'delete, truncate')
order by 1, 2, 3
"""

SHOWN = 10  # tables named one by one; the rest is a number


def can_write(connection: psycopg.Connection[Any]) -> list[str]:
    """What the connecting role could change; empty: it can only read."""
    rows = _rows(connection, RIGHTS)
    general = list(dict.fromkeys(text for level, text, _ in rows if level < 5))
    if any(level == 1 for level, *_ in rows):
        return ["is a superuser"]
    tables = list(dict.fromkeys(f"{table}: {rights}" for level, rights, table in rows if level == 5))
    more = [f"and {len(tables) - SHOWN} tables and views more"] if len(tables) > SHOWN else []
    return general + tables[:SHOWN] + more


@dataclass
class Report:
    """The lines of a check. A failed line fails the check, a warning does not."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        return any(level == "FAIL" for level, _ in self.lines)

    def add(self, level: str, text: str) -> None:
        self.lines.append((level, text))

    def text(self) -> str:
        lines = []
        for level, text in self.lines:
            lines.append(f"\n{text}" if level == "head" else f"  {level:<5} {text}")
        failed = sum(level == "FAIL" for level, _ in self.lines)
        warned = sum(level == "warn" for level, _ in self.lines)
        verdict = f"{failed} failed" if failed else "The contract holds and the role can only read"
        return "\n".join(lines).lstrip("\n") + f"\n\n{verdict}; {warned} warnings.\n"


def check(connection: psycopg.Connection[Any]) -> Report:
    """Compare a database with the contract, relation by relation, and count what is wrong with its rows."""
    report = Report()
    problems = contract_problems(connection)
    _contract(report, problems)
    _rights(report, connection)
    _server(report, connection)
    if not problems:  # what follows reads the relations
        _zone(report, connection)
        _rows_and_nulls(report, connection)
        _settings(report, connection)
        _indexes(report, connection)
        _questions(report, connection)
        _freshness(report, connection)
        _dirt(report, connection)
    return report


def _contract(report: Report, problems: list[str]) -> None:
    report.add("head", "Contract")
    the_contract = contract.load()
    for problem in problems:
        report.add("FAIL", problem)
    if not problems:
        columns = sum(len(relation.columns) for relation in the_contract.relations)
        report.add("ok", f"version {the_contract.version}: {len(the_contract.relations)} relations, {columns} columns")


def _rights(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Role")
    user = _rows(connection, "select current_user")[0][0]
    writes = can_write(connection)
    for what in writes:
        report.add("FAIL", f"{user} can change data: {what}")
    if writes:
        report.add("", "the dashboard has to connect with a role that can only read, such as dashboard_reader")
    else:
        report.add("ok", f"{user} can only read")


def _in_zone(connection: psycopg.Connection[Any]) -> str:
    """Let the session cut days where the source does; what the source says where nobody knows that zone, else ""."""
    rows = _rows(connection, "select to_jsonb(s) ->> 'zone' from dashboard.source s limit 1")
    written = (rows[0][0] or "").strip() if rows else ""
    known = zone.known(written)
    _rows(connection, sql.SQL("select set_config('TimeZone', {}, false)").format(known or zone.JAKARTA))
    return "" if known else written


def _server(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Server")
    version, encoding = _rows(
        connection, "select current_setting('server_version'), current_setting('server_encoding')"
    )[0]
    if encoding == "SQL_ASCII":
        report.add("warn", "the database is SQL_ASCII: its texts have no declared encoding and are taken as UTF-8")
    else:
        report.add("ok", f"PostgreSQL {version}, encoding {encoding}")


def _zone(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Time zone")
    if odd := _in_zone(connection):
        report.add(
            "warn", f"dashboard.source names the zone {odd!r}, which nobody knows: {zone.JAKARTA} is taken instead"
        )
    else:
        report.add("ok", f"days begin in {_rows(connection, 'show timezone')[0][0]}")


def _rows_and_nulls(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Rows")
    the_contract = contract.load()
    for relation in the_contract.relations:
        required = [column for column in relation.columns if not column.is_optional]
        unique = [column for column in relation.columns if column.is_unique]
        counted = sql.SQL(", ").join(
            [
                sql.SQL("count(*)"),
                *(sql.SQL("count({})").format(sql.Identifier(column.name)) for column in required),
                *(sql.SQL("count(distinct {})").format(sql.Identifier(column.name)) for column in unique),
            ]
        )
        query = sql.SQL("select {} from {}").format(counted, sql.Identifier(the_contract.schema, relation.name))
        total, *counts = _rows(connection, query)[0]
        name = f"{the_contract.schema}.{relation.name}"
        level = "warn" if total == 0 and relation.name != "complaint_event" else "ok"
        report.add(level, f"{name}: {total:,} rows")
        for column, count in zip(required, counts, strict=False):
            if count < total:
                report.add("FAIL", f"{name}.{column.name}: {total - count:,} rows are NULL, the contract allows none")
        for column, count in zip(unique, counts[len(required) :], strict=True):
            if count < total:
                report.add("FAIL", f"{name}.{column.name}: {total - count:,} rows repeat a key that has to be unique")
        if relation.name == "source" and total != 1:
            report.add("FAIL", f"{name} has to have exactly one row")


def _settings(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Time limits and calendar")
    unknown = _rows(
        connection,
        "select distinct channel_code from dashboard.sla_rule r where channel_code is not null"
        " and not exists (select from dashboard.channel c where c.code = r.channel_code)",
    )
    for (code,) in unknown:
        report.add("warn", f"a time limit names channel {code}, which dashboard.channel does not have")
    rules, first, last, days, is_short, is_gapless = _rows(
        connection,
        "select (select count(*) from dashboard.sla_rule), min(day)::text, max(day)::text, count(*),"
        " coalesce(max(day) < current_date + 120, true), coalesce(max(day) - min(day) + 1 = count(*), false)"
        " from dashboard.working_day where day >= '1970-01-01' and day < '2200-01-01'",  # others are told of below
    )[0]
    report.add("ok" if rules else "warn", f"{rules} time limits" + ("" if rules else ": no complaint has a deadline"))
    if not days:
        report.add("warn", "the calendar is empty: limits in working days give no deadline; run install again")
    elif not is_gapless:
        report.add("FAIL", f"the calendar {first} to {last} has gaps: run install again")
    else:
        report.add(
            "warn" if is_short else "ok",
            f"calendar {first} to {last}" + (": ends too soon, run install again" if is_short else ""),
        )


# The questions every page puts; each has to find its few rows without reading the whole table.
PROBES = (
    ("complaints of a period", "complaint", "created_at", "timestamptz"),
    ("complaints settled in a period", "complaint", "closed_at", "timestamptz"),
    ("complaints changed since a moment", "complaint", "updated_at", "timestamptz"),
    ("complaints by the CRM's own deadline", "complaint", "deadline_at", "timestamptz"),
    ("complaints by the agreed completion", "complaint", "ews_due_at", "timestamptz"),
    ("complaints of a channel", "complaint", "channel_code", "text"),
    ("complaints of a SKPD", "complaint", "skpd_code", "text"),
    ("stays with a SKPD", "complaint_spell", "skpd_code", "text"),
    ("stays that ended in a period", "complaint_spell", "released_at", "timestamptz"),
    ("complaints of a place", "complaint", "kelurahan_code", "text"),
    ("one complaint by its number", "complaint", "code", "text"),
    ("one complaint by its key", "complaint", "id", "bigint"),
    ("the steps of a complaint", "complaint_event", "complaint_id", "bigint"),
    ("the stays of a complaint", "complaint_spell", "complaint_id", "bigint"),
)


PATIENCE = 5
"""Seconds that one of them may take here."""
WASTE = 20
"""Rows read for each that is found, beyond which an index is missing."""


def _indexes(report: Report, connection: psycopg.Connection[Any]) -> None:
    """Plan each question of PROBES and run it, as the dashboard would: through whatever view stands before the tables."""
    report.add("head", "Indexes")
    ((limit,),) = _rows(connection, "select current_setting('statement_timeout')")
    sizes: dict[str, float] = {}
    for name, rows in _rows(connection, "select relname, sum(reltuples) from pg_class where relkind = 'r' group by 1"):
        sizes[name] = float(rows)
    for what, relation, column, type_name in PROBES:
        needs = f"{relation}.{column} needs an index"
        try:
            with connection.transaction():
                connection.execute(f"set local statement_timeout = '{1000 * PATIENCE:.0f}ms'".encode())
                level, text = _probe(connection, relation, column, type_name, sizes)
        except psycopg.errors.QueryCanceled:
            level, text = "warn", f"no answer within {PATIENCE} seconds; {needs}, one that its view lets it use"
        report.add(level, f"{what}{text and ': '}{text.replace('NEEDS', needs)}")
    # "set local" of a savepoint that was kept lasts until the end of the transaction.
    _rows(connection, sql.SQL("select set_config('statement_timeout', {}, false)").format(limit))


def _probe(
    connection: psycopg.Connection[Any], relation: str, column: str, type_name: str, sizes: dict[str, float]
) -> tuple[str, str]:
    """Level and words for the few rows of one value (of a time: of its minute)."""
    table, field_name = sql.Identifier(contract.load().schema, relation), sql.Identifier(column)
    some = sql.SQL("select {}::text from {} where {} is not null limit 1").format(field_name, table, field_name)
    found = _rows(connection, some)
    if not found:
        return "ok", "no rows to try it on"
    value = sql.SQL("{}::{}").format(sql.Literal(found[0][0]), sql.SQL(type_name))
    condition = (
        sql.SQL("{} >= {} and {} < {} + interval '1 minute'").format(field_name, value, field_name, value)
        if type_name == "timestamptz"
        else sql.SQL("{} = {}").format(field_name, value)
    )
    query = sql.SQL("select * from {} where {}").format(table, condition)
    connection.execute("set local enable_seqscan = off")  # else a value that most rows have hides the index
    plan = _rows(connection, sql.SQL("explain (format json) {}").format(query))[0][0][0]["Plan"]
    connection.execute("set local enable_seqscan = on")
    whole = sorted({name for name in read_whole(plan) if sizes.get(name, 0) > BIG})
    if whole:
        return "warn", f"reads all of {', '.join(whole)}; NEEDS"
    plan = _rows(connection, sql.SQL("explain (analyze, timing off, format json) {}").format(query))[0][0][0]["Plan"]
    read = rows_read(plan)
    if read > BIG and read > WASTE * max(plan["Actual Rows"], 1):
        return (
            "warn",
            f"reads {read:,.0f} rows to find {plan['Actual Rows']:,.0f}; NEEDS, one that its view lets it use",
        )
    return "ok", ""


def _questions(report: Report, connection: psycopg.Connection[Any]) -> None:
    """Ask what the pages ask: an index that a view cannot use shows here, whatever the probes say."""
    report.add("head", "Questions of the pages")
    for level, text in slow.lines(connection, _rows(connection, "show timezone")[0][0]):
        report.add(level, text)


def _freshness(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Newest records (receipt; change)")
    rows = _rows(connection, (FOLDER / "freshness.sql").read_text(encoding="utf-8"))
    for name, received, changed, count in rows:
        report.add("ok", f"{name}: {received or '-'}; {changed or '-'}; {count:,} complaints")


def _dirt(report: Report, connection: psycopg.Connection[Any]) -> None:
    report.add("head", "Doubtful rows")
    for kind, count, example in dirt(connection):
        report.add("warn" if count else "ok", f"{kind}: {count:,}" + (f" (such as {example!r})" if count else ""))
    loaded_files(report, connection)


def loaded_files(report: Report, connection: psycopg.Connection[Any]) -> None:
    """What is odd in the published files, rows included that no view can show; only their owner may look."""
    row = _rows(
        connection,
        "select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'open_data' and c.relname = 'laporan'"
        " and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')",
    )
    if not row:
        return
    report.add("head", "Loaded files of the open-data portal (open_data.laporan)")
    for text, count in _rows(connection, (FOLDER / "open_data" / "doubtful.sql").read_text(encoding="utf-8")):
        report.add("warn" if count else "ok", f"{text}: {count:,}")


def dirt(connection: psycopg.Connection[Any]) -> list[tuple[str, int, str | None]]:
    """Kind, number and one example of every kind of doubtful row, kinds without rows included."""
    _in_zone(connection)
    rows = _rows(connection, (FOLDER / "dirt.sql").read_text(encoding="utf-8"))
    return [(str(kind), int(count), example) for kind, count, example in rows]
