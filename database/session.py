"""What every session needs of the server, set and read back, whatever the server, the database, the role or a pooler
have set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from database.zone import JAKARTA

NEEDED = {
    "client_encoding": "UTF8",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": JAKARTA,
    "standard_conforming_strings": "on",
    "array_nulls": "on",
    "transform_null_equals": "off",
    "extra_float_digits": "1",
    "quote_all_identifiers": "off",  # the check reads names of types as they are written
    "row_security": "on",  # off refuses whoever may see a part only
    "search_path": "pg_catalog, public",  # the functions of PostgreSQL before any of the same name
}
"""Settings on which the meaning of a question depends."""
FASTER = {"jit": "off", "random_page_cost": "1.1"}
"""Settings that only make it faster, where the server knows them.

The steps of a few thousand complaints are fetched by their index, as memory and solid disks allow; the server's own
default, made for turning disks, reads all steps there are instead. Compiling a plan takes longer than running it.
"""
NAMED = re.compile(r'"([A-Za-z_]+)"')


class WrongSetting(Exception):
    """A setting the server does not take; ``name`` is its name."""

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(f"{name}: {detail}" if detail else name)
        self.name = name


Run = Callable[[str], Sequence[Any]]
"""Runs a statement and gives its one row."""


def settings(timeout_ms: int | None) -> dict[str, str]:
    """Every setting of a session that reads, with a time limit for a statement (None: none of ours)."""
    limit = {} if timeout_ms is None else {"transaction_read_only": "on", "statement_timeout": str(timeout_ms)}
    return NEEDED | limit


def prepare(run: Run, *, timeout_ms: int | None = None, transaction: bool = True) -> dict[str, str]:
    """Set what is needed, for this transaction (else for the session), and give what the server made of it.

    In a transaction, since a pooler may give each one another session. Raises WrongSetting where the server took
    another value.
    """
    wanted = settings(timeout_ms)
    local = "true" if transaction else "false"
    parts = [f"set_config('{name}', '{value}', {local})" for name, value in wanted.items()]
    parts += [
        f"case when current_setting('{name}', true) is not null then set_config('{name}', '{value}', {local}) end"
        for name, value in FASTER.items()
    ]
    row = run("select " + ", ".join(parts))
    taken = dict(zip(wanted, row, strict=False))
    for name, value in wanted.items():
        is_other = taken[name] == "0" if name == "statement_timeout" else taken[name].lower() != value.lower()
        if is_other:
            raise WrongSetting(name, f"{taken[name]}, not {value}")
    return taken


def verify(run: Run, taken: dict[str, str]) -> None:
    """Whether the next statement still runs under what ``prepare`` has set. Raises WrongSetting."""
    row = run("select " + ", ".join(f"current_setting('{name}')" for name in taken))
    for (name, value), there in zip(taken.items(), row, strict=True):
        if there != value:
            raise WrongSetting(name, f"{there}, not {value}: set, and gone with the next statement")


def named(message: str) -> str:
    """The setting that a refusal of the server names; its other words change with the server's language."""
    found = NAMED.search(message)
    return found[1] if found else "?"
