"""One complaint: what is known of it, its deadlines on both clocks, the path it took, and what may be
the same again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from dashboard.analysis.path import Step, marks_of
from dashboard.formats import NONE, hours, moment, number, plain
from dashboard.texts import _
from dashboard.view import View
from queries import complaints

StepName = Literal["coordination", "verification", "follow-up", "settlement"]


@dataclass(frozen=True)
class Deadline:
    """A deadline of one clock. ``limit`` is in the clock's own unit (hours; working days of SP4N-LAPOR), None where the
    rule gives none; ``done``: when the step was taken. ``working_days_late`` only where it is known (negative:
    left).
    """

    clock: Literal["crm", "sp4n"]
    step: StepName
    limit: float | None
    source: str
    due: datetime | None
    done: datetime | None
    is_without_ews: bool = False
    working_days_late: int | None = None

    def clock_words(self) -> str:
        return _("CRM") if self.clock == "crm" else "SP4N-LAPOR"

    def step_words(self) -> str:
        return {
            "coordination": _("Koordinasi"),
            "verification": _("Verifikasi"),
            "follow-up": _("Tindak lanjut pertama"),
            "settlement": _("Penyelesaian"),
        }[self.step]

    def limit_words(self) -> str:
        if self.limit is None:
            return NONE
        if self.clock == "sp4n":
            return _("{n} hari kerja", n=number(self.limit))
        return _("{n} jam", n=number(self.limit)) if self.step == "coordination" else hours(self.limit)

    def state(self, now: datetime) -> str:
        """How late it is, how much is left, or how early the step was taken."""
        late = self.working_days_late
        if late and late > 0:
            return _("lewat {n} hari kerja", n=number(late))
        if late and not self.done:
            return _("sisa {n} hari kerja", n=number(-late))
        if not self.due:
            return NONE
        over = ((self.done or now) - self.due).total_seconds() / 3600
        time = hours(abs(over))
        if over > 0:
            return _("lewat {time}", time=time)
        return _("{time} sebelum tenggat", time=time) if self.done else _("sisa {time}", time=time)


def facts(view: View, key: int) -> dict[str, Any] | None:
    """The complaint as it was known then (columns of queries/sql/complaint/one.sql, None: missing); None: not there."""
    rows = complaints.one(key, view.filters.as_of) if key else pd.DataFrame()
    return None if rows.empty else rows.astype(object).where(rows.notna(), None).iloc[0].to_dict()


def deadlines(row: dict[str, Any]) -> list[Deadline]:
    """Every deadline of both clocks; the settlement also as it would be without EWS, where that differs."""
    closed, first, created = row["closed_at"], row["coordinated_at"], row["created_at"]

    def settlement(due: datetime | None, origin: str | None, *, is_without_ews: bool = False) -> Deadline:
        source = {
            "crm": _("diberikan CRM"),
            "ews": _("EWS yang disepakati ({n}×)", n=number(row["ews_count"])),
            "rule": plain(row["rule_source"]),
            "never": _("CRM menulis tenggat yang tidak pernah tiba"),
        }.get(origin or "", NONE)
        limit = (due - created).total_seconds() / 3600 if due and created else None
        source = _("tanpa EWS: ") + source if is_without_ews else source
        return Deadline("crm", "settlement", limit, source, due, closed, is_without_ews)

    found = []
    if limit := row["coordination_hours"]:
        source = plain(row["coordination_source"])
        found.append(Deadline("crm", "coordination", float(limit), source, row["coordination_due_at"], first))
    found.append(settlement(row["due_at"], row["due_source"]))
    if row["due_source"] == "ews" and row["without_ews_at"]:
        found.append(settlement(row["without_ews_at"], "rule", is_without_ews=True))
    late = row["sp4n_days_late"]
    steps: tuple[tuple[StepName, str, datetime | None], ...] = (
        ("verification", "verification", first),
        ("follow-up", "follow_up", row["answered_at"]),
        ("settlement", "sp4n", closed),
    )
    for step, name, done in steps:
        if limit := row[f"{name}_limit"]:
            days = int(late) if name == "sp4n" and row["sp4n_due_at"] and late is not None else None
            source, due = plain(row[f"{name}_source"]), row[f"{name}_due_at"]
            found.append(Deadline("sp4n", step, float(limit), source, due, done, working_days_late=days))
    return found


@dataclass(frozen=True)
class Path:
    """The steps of a complaint: at, status, holder, from_skpd, note, ews_due_at, hours, until (the next step, the
    settlement or the moment), with what is remarkable of each; and its stays: skpd, stays, hours."""

    steps: pd.DataFrame
    marks: Sequence[tuple[str, ...]]
    stays: pd.DataFrame

    def _count(self, *names: str) -> int:
        return sum(any(name in each for name in names) for each in self.marks)

    def sentence(self) -> str:
        steps = self.steps
        return _(
            "{n} langkah pada {units} SKPD, {time} seluruhnya; {moves} kali berpindah tangan, {back} kali kembali ke pengirim; menunggu validasi {waiting}; TL Ditolak {rejected} kali; EWS {ews} kali.",
            n=number(len(steps)),
            units=number(steps["holder"].nunique()),
            time=hours(float(steps["hours"].sum())),
            moves=number(self._count("moved")),
            back=number(self._count("back")),
            waiting=hours(float(steps.loc[steps["status"] == "Menunggu Validasi", "hours"].sum())),
            rejected=number(self._count("rejected")),
            ews=number(self._count("ews", "extended")),
        )


def mark_labels() -> dict[str, str]:
    """What is said of a step; a mere change of hands is not."""
    return {
        "back": _("⇄ kembali ke pengirim"),
        "rejected": _("✕ tindak lanjut ditolak"),
        "ews": _("EWS diberikan"),
        "extended": _("EWS diperpanjang"),
    }


def path(view: View, key: int, *, is_closed: bool) -> Path | None:
    """The path of a complaint; None where the source records no steps."""
    steps = complaints.path(key, view.filters.as_of)
    if steps.empty:
        return None
    until = steps["at"].shift(-1)
    until = until.where(until.notna(), steps["at"].iloc[-1] if is_closed else pd.Timestamp(view.filters.as_of))
    trail = Step.trail(steps["holder"].tolist(), steps["status"].tolist(), steps["ews_due_at"].tolist())
    stays = complaints.tables(key, view.filters.as_of)
    return Path(steps.assign(until=until), [marks_of(at) for at in trail], stays)


@dataclass(frozen=True)
class Similar:
    """Another complaint of the same category and kelurahan, so many days after this one (negative: before)."""

    id: int
    code: str
    channel: str
    days_apart: float
    closed_at: datetime | None

    def when(self) -> str:
        apart = hours(abs(self.days_apart) * 24)
        return _("{time} sebelumnya", time=apart) if self.days_apart < 0 else _("{time} sesudahnya", time=apart)

    def state(self) -> str:
        if self.closed_at is None:
            return _("terbuka")
        return _("selesai {moment}", moment=moment(self.closed_at, short=True))


def similar(view: View, key: int) -> tuple[list[Similar], int]:
    """The nearest such complaints within 30 days, and how many there are in all."""
    rows = complaints.similar(key, view.filters.as_of)
    if rows.empty:
        return [], 0
    found = [
        Similar(row.id, row.code, row.channel, row.days_apart, None if pd.isna(row.closed_at) else row.closed_at)
        for row in rows.itertuples()
    ]
    return found, int(rows["total"].iloc[0])


def meant(view: View, text: str) -> pd.DataFrame:
    """The complaints that a typed number may mean: id, code, channel, lapor_tracking_id. A whole number
    means its own.
    """
    rows = complaints.find(text, view.filters.as_of)
    exact = rows[rows["code"].str.upper() == text.upper()]
    return exact if len(exact) == 1 else rows
