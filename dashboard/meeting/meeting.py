"""What a meeting is about."""

from __future__ import annotations

from dataclasses import dataclass

from queries.filters import Filters


@dataclass(frozen=True)
class Meeting:
    """What a meeting shows besides its filters: ``agenda`` (codes of screens), peer ``group`` and ``measure`` of the
    ranking, ``then`` (the same choices at the last meeting), and the figures ``recorded`` in the link."""

    agenda: tuple[str, ...]
    group: str
    measure: str
    then: Filters
    is_then_given: bool
    recorded: tuple[tuple[str, int], ...] = ()
