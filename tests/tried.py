"""The tables of docs/tried.md, as the tests read them."""

from __future__ import annotations

import re
from pathlib import Path

TRIED = Path(__file__).parent.parent / "docs" / "tried.md"


def rows(section: str) -> list[dict[str, str]]:
    """The rows of the tables below the heading ``## section``: the text of each cell by its column's heading. A cell in
    backquotes is its text without them; ``\\|`` stands for a bar.
    """
    parts = re.split(r"^## (.+)$", TRIED.read_text(encoding="utf-8"), flags=re.M)
    tables = dict(zip(parts[1::2], parts[2::2], strict=True))
    found: list[dict[str, str]] = []
    headings: list[str] | None = None
    for line in tables[section].splitlines():
        if not line.startswith("|"):
            headings = None
            continue
        cells = [_plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]
        if headings is None:
            headings = cells
        elif not set(line) <= set("|-: "):
            found.append(dict(zip(headings, cells, strict=True)))
    return found


def _plain(cell: str) -> str:
    text = cell.strip()
    if len(text) >= 2 and text[0] == text[-1] == "`":
        text = text[1:-1]
    return text.replace("\\|", "|")
