"""What happened at each step of a complaint: hand-overs, the way back to the sender, estimates, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step beside what came before it. ``sender`` handed the complaint to the unit that hands it over now."""

    status: str | None
    holder: str
    before: str | None
    sender: str | None
    gives_estimate: bool
    estimates: int  # given before this step

    @staticmethod
    def trail(holders: Sequence[str], statuses: Sequence[str | None], estimates: Sequence[Any]) -> list[Step]:
        """The steps of one complaint in their order; an estimate that is None or NaT was not given."""
        steps: list[Step] = []
        stays: list[str] = []
        given = 0
        for holder, status, estimate in zip(holders, statuses, estimates, strict=True):
            gives = estimate is not None and estimate == estimate
            before = stays[-1] if stays else None
            sender = stays[-2] if len(stays) > 1 else None
            steps.append(Step(status, holder, before, sender, gives, given))
            given += gives
            if holder != before:
                stays.append(holder)
        return steps


def marks_of(step: Step) -> tuple[str, ...]:
    """``moved`` to another unit; ``back`` to the unit that had handed it over (ping-pong); ``ews`` given or
    ``extended``; ``rejected`` (TL Ditolak)."""
    found = []
    if step.before is not None and step.holder != step.before:
        found.append("moved")
        if step.holder == step.sender:
            found.append("back")
    if step.gives_estimate:
        found.append("extended" if step.estimates else "ews")
    if step.status == "TL Ditolak":
        found.append("rejected")
    return tuple(found)
