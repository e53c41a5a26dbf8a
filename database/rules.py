"""The time limits (dashboard.sla_rule), read from a TOML file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from database import entries
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

    def is_within(self, other: Rule) -> bool:
        """True where the other limits the same step of all the complaints of this one."""
        clock_and_step, narrowing = self.scope[:2], self.scope[2:]
        return clock_and_step == other.scope[:2] and all(
            wide in (None, mine) for mine, wide in zip(narrowing, other.scope[2:], strict=True)
        )


def read(path: Path) -> list[Rule]:
    """The rules of a file. The first fault is refused with its line."""
    rules: list[Rule] = []
    for line, entry in entries.read(path, "rule", FILE, at_least=1):
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
    _refuse_gaps(path, rules)
    return rules


def _refuse_gaps(path: Path, rules: list[Rule]) -> None:
    """Days without a limit between two rules of one scope are a slip: nobody would notice the missing deadlines."""
    before: dict[tuple[str | None, ...], Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.valid_from):
        earlier = before.get(rule.scope)
        before[rule.scope] = rule
        if earlier is None or earlier.valid_to is None:
            continue
        if gap := _gap(earlier.valid_to, rule.valid_from, [each for each in rules if rule.is_within(each)]):
            first, last = gap
            days = f"on {first}" if first == last else f"from {first} to {last}"
            raise DatabaseError(
                f"{path} line {rule.line}: no limit holds {days}, between the rule of line {earlier.line} and this one"
                " for the same step of the same complaints; close the gap with valid_to or valid_from, or add a rule"
                " for these days."
            )


def _gap(valid_to: date, valid_from: date, covering: list[Rule]) -> tuple[date, date] | None:
    """First and last of the days after ``valid_to`` and before ``valid_from`` on which no covering rule holds."""
    first, last = valid_to + timedelta(days=1), valid_from - timedelta(days=1)
    for rule in sorted(covering, key=lambda rule: rule.valid_from):
        if rule.valid_from > first:
            last = min(last, rule.valid_from - timedelta(days=1))
            break
        if rule.valid_to is None or rule.valid_to >= last:
            return None
        first = max(first, rule.valid_to + timedelta(days=1))
    return (first, last) if first <= last else None


def _rule(line: int, entry: entries.Entry) -> Rule:
    entries.check_keys(entry, REQUIRED, OPTIONAL)
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
        entries.check_text(entry, key)
    limit = entry["limit"]
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 < limit < 100_000:
        raise ValueError(f"limit has to be a whole number above 0, not {limit!r}")
    for key in ("valid_from", "valid_to"):
        entries.check_day(entry, key)
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


def refuse_unknown_channels(connection: psycopg.Connection, path: Path, rules: list[Rule]) -> None:
    """Refuse the rules just loaded from a file, with a line, if dashboard.channel lacks a channel they name."""
    if unknown := unknown_channels(connection):
        line = next(rule.line for rule in rules if rule.channel == unknown[0])
        known = connection.execute("select string_agg(code, ', ' order by code) from dashboard.channel").fetchone()
        raise DatabaseError(
            f"{path} line {line}: unknown channel {unknown[0]!r}; dashboard.channel has"
            f" {known[0] if known and known[0] else 'none'}."
        )


def load(url: str, path: Path) -> int:
    """Replace the rules in the database by those of a file; returns how many there are now."""
    rules = read(path)
    with connected(url) as connection:
        try:
            connection.execute(statement(rules, only_if_empty=False).encode())
            refuse_unknown_channels(connection, path, rules)
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            raise DatabaseError("The contract is not installed here: run 'python -m database install' first.") from None
    return len(rules)
