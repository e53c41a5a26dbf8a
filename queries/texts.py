"""The questions as texts: every file of queries/sql, put together and ready for the driver."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"
PREDICATES = "predicates/"
SAID = re.compile(r"@(\w+)\(((?:[^()@]|\([^()@]*\))*)\)")  # the innermost one
PARAMETER = re.compile(r"(?<![:\w\[]):([a-z_]+)\b")


def load(folder: Path) -> dict[str, str]:
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


QUESTIONS = load(FOLDER)
PARTS = frozenset(
    line.removeprefix("-- include ").strip()
    for path in FOLDER.rglob("*.sql")
    for line in path.read_text().splitlines()
    if line.startswith("-- include ")
)
"""Those that are parts of others and no questions of their own."""
OF_A_COPY = ("worked", "cells")
"""What a kept copy asks of itself; no page does."""
