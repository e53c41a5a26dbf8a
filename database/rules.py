"""The time limits (dashboard.sla_rule), read from a TOML file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from database.connection import connected
from database.errors import DatabaseError

FILE = Path(__file__).with_name("sla_rules.toml")

CLOCKS = ("crm", "sp4n")
STEPS = ("verification", "coordination", "first_follow_up", "settlement")
UNITS = ("hours", "days", "working_days")
LAPOR_KINDS = (
    "permintaan informasi",
    "aspirasi",
    "pengaduan tidak berkadar pengawasan",
    "pengaduan berkadar pengawasan",
)
SKPD_KINDS = ("dinas", "badan", "biro", "sudin", "kota", "kecamatan", "kelurahan", "bumd")
REQUIRED = ("clock", "step", "limit", "unit", "valid_from", "source")
OPTIONAL = ("channel", "lapor_kind", "category", "skpd_kind", "valid_to")


@dataclass(frozen=True)
class Rule:
    line: int
    clock: str
    step: str
    channel: str | None
    lapor_kind: str | None
    category: str | None
    skpd_kind: str | None
    limit: int
    unit: str
    valid_from: date
    valid_to: date | None
    source: str

    @property
    def scope(self) -> tuple[str | None, ...]:
        return self.clock, self.step, self.channel, self.lapor_kind, self.category, self.skpd_kind

    def meets(self, other: Rule) -> bool:
        """True where both limit the same thing on the same day."""
        return (
            self.scope == other.scope
            and self.valid_from <= (other.valid_to or date.max)
            and other.valid_from <= (self.valid_to or date.max)
        )


def read(path: Path) -> list[Rule]:
    """The rules of a file. The first fault is refused with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise DatabaseError(f"There is no file {path}.") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise DatabaseError(f"{path} is not a text file in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise DatabaseError(f"{path} is not valid TOML: {error}.") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    entries = data.pop("rule", [])
    if data or not isinstance(entries, list) or not entries or len(lines) != len(entries):
        raise DatabaseError(f"{path} has to consist of [[rule]] entries and nothing else; see {FILE.name}.")
    rules: list[Rule] = []
    for line, entry in zip(lines, entries, strict=True):
        try:
            rule = _rule(line, entry)
        except ValueError as error:
            raise DatabaseError(f"{path} line {line}: {error}.") from None
        for earlier in rules:
            if rule.meets(earlier):
                raise DatabaseError(
                    f"{path} line {line}: overlaps the rule of line {earlier.line}, which limits the same step of the"
                    " same complaints on the same days; end one with valid_to."
                )
        rules.append(rule)
    return rules


def _rule(line: int, entry: dict[str, Any]) -> Rule:
    if unknown := sorted(set(entry) - {*REQUIRED, *OPTIONAL}):
        raise ValueError(f"unknown key {unknown[0]}; known are {', '.join((*REQUIRED, *OPTIONAL))}")
    if missing := [key for key in REQUIRED if key not in entry]:
        raise ValueError(f"{missing[0]} is missing")
    for key, allowed in (
        ("clock", CLOCKS),
        ("step", STEPS),
        ("unit", UNITS),
        ("lapor_kind", LAPOR_KINDS),
        ("skpd_kind", SKPD_KINDS),
    ):
        if key in entry and entry[key] not in allowed:
            raise ValueError(f"unknown {key} {entry[key]!r}; known are {', '.join(allowed)}")
    for key in ("channel", "category", "source"):
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            raise ValueError(f"{key} has to be a text")
    limit = entry["limit"]
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 < limit < 100_000:
        raise ValueError(f"limit has to be a whole number above 0, not {limit!r}")
    for key in ("valid_from", "valid_to"):
        if key in entry and (not isinstance(entry[key], date) or isinstance(entry[key], datetime)):
            raise ValueError(f"{key} has to be a date such as 2025-05-28, without quotes, not {entry[key]!r}")
    if "valid_to" in entry and entry["valid_to"] < entry["valid_from"]:
        raise ValueError(f"valid_to {entry['valid_to']} lies before valid_from {entry['valid_from']}")
    return Rule(
        line=line,
        clock=entry["clock"],
        step=entry["step"],
        channel=entry.get("channel"),
        lapor_kind=entry.get("lapor_kind"),
        category=entry.get("category"),
        skpd_kind=entry.get("skpd_kind"),
        limit=limit,
        unit=entry["unit"],
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        source=entry["source"],
    )


def statement(rules: list[Rule], *, only_if_empty: bool) -> str:
    """The SQL that makes these the rules; ``only_if_empty`` keeps those a site has loaded before."""
    rows = [
        sql.SQL("    ({})").format(
            sql.SQL(", ").join(
                map(
                    sql.Literal,
                    (*rule.scope, rule.limit, rule.unit, rule.valid_from, rule.valid_to, rule.source),
                )
            )
        )
        for rule in rules
    ]
    head = "" if only_if_empty else "delete from dashboard.sla_rule;\n"
    tail = "\nwhere not exists (select from dashboard.sla_rule)" if only_if_empty else ""
    return (
        head
        + sql.SQL(
            "insert into dashboard.sla_rule (clock, step, channel_code, lapor_kind, category, skpd_kind, amount, unit,"
            " valid_from, valid_to, source)\n"
            "select clock, step, channel_code, lapor_kind, category, skpd_kind, amount, unit, valid_from,"
            " valid_to::date, source\n"
            "from (values\n{}\n) as rule (clock, step, channel_code, lapor_kind, category, skpd_kind, amount, unit,"
            " valid_from, valid_to, source)"
        )
        .format(sql.SQL(",\n").join(rows))
        .as_string(None)
        + tail
        + ";\n"
    )


def unknown_channels(connection: psycopg.Connection) -> list[str]:
    """Channels that rules name and dashboard.channel does not know: such a rule limits nothing."""
    rows = connection.execute(
        "select distinct channel_code from dashboard.sla_rule r where channel_code is not null"
        " and not exists (select from dashboard.channel c where c.code = r.channel_code) order by 1"
    )
    return [row[0] for row in rows]


def load(url: str, path: Path) -> int:
    """Replace the rules in the database by those of a file; returns how many there are now."""
    rules = read(path)
    with connected(url) as connection:
        try:
            connection.execute(statement(rules, only_if_empty=False).encode())
            unknown = unknown_channels(connection)
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            raise DatabaseError("The contract is not installed here: run 'python -m database install' first.") from None
        if unknown:
            line = next(rule.line for rule in rules if rule.channel == unknown[0])
            known = connection.execute("select string_agg(code, ', ' order by code) from dashboard.channel").fetchone()
            raise DatabaseError(
                f"{path} line {line}: unknown channel {unknown[0]!r}; dashboard.channel has"
                f" {known[0] if known and known[0] else 'none'}."
            )
    return len(rules)
