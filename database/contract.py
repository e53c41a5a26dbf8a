"""The contract with the CRM database, as contract.toml states it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("contract.toml")


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    comment: str
    is_optional: bool
    is_unique: bool
    may_be_absent: bool
    """Sites installed before the column was added do without it."""


@dataclass(frozen=True)
class Relation:
    name: str
    kind: str  # "view": a site maps it; "table": made and filled by the installer
    grain: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Contract:
    schema: str
    version: int
    relations: tuple[Relation, ...]

    def relation(self, name: str) -> Relation:
        return next(relation for relation in self.relations if relation.name == name)


@cache
def load() -> Contract:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    relations = []
    for name, relation in data["relation"].items():
        columns = tuple(
            Column(
                column,
                text["type"],
                text["comment"],
                text.get("optional", False),
                text.get("unique", False),
                text.get("may_be_absent", False),
            )
            for column, text in relation["columns"].items()
        )
        relations.append(Relation(name, relation["kind"], relation["grain"], columns))
    return Contract(data["schema"], data["version"], tuple(relations))
