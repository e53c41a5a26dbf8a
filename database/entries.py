"""Settings that an administrator keeps in a TOML file of [[name]] entries, each known by its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

from database.errors import DatabaseError

Entry = dict[str, Any]


def toml(path: Path) -> tuple[dict[str, Any], str]:
    """What a TOML file holds, and its text. DatabaseError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), text
    except FileNotFoundError:
        raise DatabaseError(f"There is no file {path}.") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise DatabaseError(f"{path} is not a text file in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise DatabaseError(f"{path} is not valid TOML: {error}.") from None


def read(path: Path, name: str, pattern: Path, *, at_least: int = 0) -> list[tuple[int, Entry]]:
    """Line and content of every [[name]] entry; a DatabaseError points to ``pattern`` where there is anything else."""
    data, text = toml(path)
    lines = [n for n, line in enumerate(text.split("\n"), 1) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)]
    found = data.pop(name, [])
    if data or not isinstance(found, list) or len(lines) != len(found) or len(found) < at_least:
        raise DatabaseError(f"{path} has to consist of [[{name}]] entries and nothing else; see {pattern.name}.")
    return list(zip(lines, found, strict=True))


# The three below raise a ValueError that says what is wrong; the caller adds file and line.


def check_keys(entry: Entry, required: Collection[str], optional: Collection[str]) -> None:
    known = (*required, *optional)
    if unknown := sorted(set(entry) - set(known)):
        raise ValueError(f"unknown key {unknown[0]}; known are {', '.join(known)}")
    if missing := [key for key in required if key not in entry]:
        raise ValueError(f"{missing[0]} is missing")


def check_text(entry: Entry, key: str) -> None:
    if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
        raise ValueError(f"{key} has to be a text")


def check_day(entry: Entry, key: str) -> None:
    # tomllib gives a datetime, which is a date too, where a time stands behind the day.
    if key in entry and (not isinstance(entry[key], date) or isinstance(entry[key], datetime)):
        raise ValueError(f"{key} has to be a date such as 2025-05-28, without quotes, not {entry[key]!r}")
