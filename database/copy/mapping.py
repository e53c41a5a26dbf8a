"""A mapping read as the questions it puts to its source: one select a relation, in the words of the source's own SQL."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import sqlparse

from database import contract
from database.errors import DatabaseError

VIEW = re.compile(
    r'create\s+(?:or\s+replace\s+)?view\s+["`\[]?(\w+)["`\]]?\.["`\[]?(\w+)["`\]]?\s+as\s+(.*)', re.I | re.S
)
MAPPED = tuple(relation.name for relation in contract.load().relations if relation.kind == "view")


@dataclass(frozen=True)
class Mapping:
    """The views of a mapping in their order: name and select. Those that are no relation of the contract help others."""

    name: str
    schema: str
    views: dict[str, str]
    is_file: bool = True

    @property
    def digest(self) -> str:
        """Changes with every word of it that is run; of installed views it is always the same."""
        words = self.views if self.is_file else list(self.views)
        return hashlib.sha256(repr(words).encode()).hexdigest()

    @property
    def relations(self) -> tuple[str, ...]:
        return tuple(name for name in MAPPED if name in self.views)

    def question(self, relation: str, columns: str = "*", where: str = "") -> str:
        """A statement that gives the rows of a relation: its view and those it rests on stand before it by name."""
        needed: dict[str, str] = {}

        def need(name: str) -> None:
            text = self.views[name]
            for other in self.views:
                pattern = rf'["`\[]?{self.schema}["`\]]?\.["`\[]?{other}["`\]]?(?!\w)'
                if other != name and re.search(pattern, text):
                    need(other)
                    text = re.sub(pattern, _local(other), text)
            needed[name] = text

        need(relation)
        before = ",\n".join(f"{_local(name)} as (\n{text}\n)" for name, text in needed.items())
        return f"with {before}\nselect {columns} from {_local(relation)} m" + (f" where {where}" if where else "")


def _local(view: str) -> str:
    return f"mapped_{view}"


def of_schema(schema: str) -> Mapping:
    """The contract's views where they are installed already."""
    return Mapping("The installed mapping", schema, {name: f"select * from {schema}.{name}" for name in MAPPED}, False)


def read(path: Path) -> Mapping:
    """A mapping file. What is no view in it (indexes, helpers of ``install``) is not run. DatabaseError: no such file, or
    none of a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DatabaseError(f"The mapping {path} cannot be read: {type(error).__name__}.") from None
    views: dict[str, str] = {}
    schema = contract.load().schema
    for statement in sqlparse.split(sqlparse.format(text, strip_comments=True)):
        found = VIEW.fullmatch(statement.strip().rstrip(";").strip())
        if found and found[1].lower() == schema:
            views[found[2].lower()] = found[3]
    if "complaint" not in views:
        raise DatabaseError(f"The mapping {path} has no 'create view {schema}.complaint as select ...'.")
    return Mapping(path.name, schema, views)
