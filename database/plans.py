"""What a plan of PostgreSQL (explain, format json) reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


def read_whole(node: dict[str, Any], at_least: float = 0) -> Iterator[str]:
    """The tables that a plan reads from end to end, in their own order or in that of an index; of those that it expects
    fewer rows of than ``at_least``, nothing.
    """
    for each in nodes(node):
        is_whole = each["Node Type"] == "Seq Scan" or (
            each["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in each
        )
        if is_whole and each.get("Plan Rows", 0) >= at_least:
            yield str(each["Relation Name"])


def rows_read(node: dict[str, Any]) -> float:
    """The rows that a plan has taken out of tables, kept or not; before it has run, what it expects to keep."""
    kinds = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    read = 0.0
    for each in nodes(node):
        if "Relation Name" in each:
            found = sum(each.get(kind, 0) for kind in kinds) if "Actual Rows" in each else each.get("Plan Rows", 0)
            read += each.get("Actual Loops", 1) * found
    return read
