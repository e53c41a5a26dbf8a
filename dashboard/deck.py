"""What a meeting shows: a deck of screens as plain values and finished words, from which page and files are made.

Nothing here, and nothing in dashboard/exports, asks a question or knows a language: whoever has the deck has every
figure, so a slide, a sheet and the screen cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from database.zone import JAKARTA

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""
Charts = Mapping[str, Mapping[str, Any]]
"""The Vega-Lite of the plots by the codes of their screens."""
Value = str | int | float | date | datetime | None
Kind = Literal["text", "number", "share", "day", "moment"]


@dataclass(frozen=True)
class Big:
    """A headline figure: its words as they are read, what they mean, and the address of its complaints."""

    label: str
    words: str
    note: str = ""
    value: float | int | None = None
    link: str = ""


@dataclass(frozen=True)
class Point:
    """One row of a chart: a value (with its limits, where it has some), and its words."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Plot:
    """A chart of at most a dozen rows: bars from nothing, or values with their intervals on ``scale``."""

    kind: Literal["bars", "ranges"]
    measure: str
    points: tuple[Point, ...]
    is_share: bool = False
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table. Shares are 0 to 1; days and moments naive, in the zone of the deck."""

    heading: str
    kind: Kind = "text"
    digits: int = 0
    width: int = 1
    """Its part of the table's width."""


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    words: tuple[tuple[str, ...], ...] = ()
    """The same rows as they are read."""


@dataclass(frozen=True)
class Screen:
    """One message: a sentence, at most one body (figures, chart or table), and what it stands on.

    ``keys`` are its whole figures by name: a meeting link carries them, so that it can tell later what has moved.
    """

    code: str
    name: str
    title: str
    note: str
    figures: tuple[Big, ...] = ()
    plot: Plot | None = None
    table: Table | None = None
    definition: str = ""
    link: str = ""
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.plot or self.table)


@dataclass(frozen=True)
class Words:
    """What the files themselves say, in the reader's language."""

    language: str
    parts: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.parts[name]


@dataclass(frozen=True)
class Deck:
    """The screens in their order, and what is true of all of them."""

    title: str
    subtitle: str
    scope: str
    as_of: datetime
    source: str
    screens: tuple[Screen, ...]
    about: tuple[tuple[str, str], ...]
    words: Words
    zone: str = JAKARTA
