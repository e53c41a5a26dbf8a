"""The LAPOR desk: what is overdue on which clock, what falls due, and where what missed its deadline lost its time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analysis.rates import wilson
from dashboard.findings import clumped, desk
from dashboard.formats import NONE, moment, number, percent
from dashboard.kept import finding
from dashboard.texts import _
from dashboard.view import View
from queries import lapor


@dataclass(frozen=True)
class Summary:
    """Open LAPOR complaints: overdue on each clock, on both and on either, with the longest delay on each (elapsed
    days; working days); those that missed an earlier step; those that fall due soon on the chosen clock."""

    open: int
    crm: int
    sp4n: int
    both: int
    either: int
    crm_longest: float
    sp4n_longest: float
    early: dict[str, int]
    soon: dict[str, int]

    def longest(self) -> str:
        """The longest delay with its clock, the one of CRM first."""
        if self.crm:
            return _("{n} hari (jam CRM)", n=number(self.crm_longest))
        return _("{n} hari kerja (jam SP4N)", n=number(self.sp4n_longest))

    def sentence(self) -> str:
        if not self.open:
            return _("Tidak ada aduan LAPOR yang terbuka.")
        if not self.either:
            return _("Tidak ada aduan LAPOR yang terlambat dari {open} yang terbuka.", open=number(self.open))
        return _(
            "{late} dari {open} aduan LAPOR terbuka sudah terlambat; yang terlama lewat {longest}.",
            late=number(self.either),
            open=number(self.open),
            longest=self.longest(),
        )


EARLY = ("lewat-koordinasi", "lewat-verifikasi", "lewat-tindak-lanjut", "tanpa-tenggat")
SOON = {"hari-ini": "hari_ini", "3-hari": "tiga_hari", "7-hari": "tujuh_hari"}


@finding
def summary(view: View, clock: str = "salah-satu") -> Summary:
    """The desk's figures; the clock matters to what falls due soon alone."""
    row = lapor.summary(view.filters, clock)
    return Summary(
        open=int(row["terbuka"]),
        crm=int(row["crm"]),
        sp4n=int(row["sp4n"]),
        both=int(row["keduanya"]),
        either=int(row["salah_satu"]),
        crm_longest=row["crm_terlama"],
        sp4n_longest=row["sp4n_terlama"],
        early={name: int(row[name.replace("-", "_")]) for name in EARLY},
        soon={name: int(row[column]) for name, column in SOON.items()},
    )


def longest(clock: str, crm: float | None, sp4n: float | None) -> str:
    """The longest delay of the overdue ones on the chosen clock, in its own days; on either clock both."""
    words = {
        "crm": _("{n} hari", n=number(crm)) if crm == crm and crm is not None else "",
        "sp4n": _("{n} hari kerja", n=number(sp4n)) if sp4n == sp4n and sp4n is not None else "",
    }
    if clock in words:
        return words[clock] or NONE
    return " / ".join(text for text in words.values() if text) or NONE


@dataclass(frozen=True)
class Overdue:
    """The overdue ones on a clock. ``rows``, one a dimension (skpd, umur-crm, umur-sp4n, tahap, jenis, kategori, kota)
    and value: dimension, code, name, complaints, crm, sp4n, crm_longest, sp4n_longest."""

    clock: str
    rows: pd.DataFrame

    def by(self, dimension: str) -> pd.DataFrame:
        return self.rows[self.rows["dimension"] == dimension].reset_index(drop=True)

    @property
    def units(self) -> pd.DataFrame:
        return named(self.by("skpd"))

    @property
    def total(self) -> int:
        return int(self.by("skpd")["complaints"].sum())

    def sentence(self) -> str:
        """How many, at how many units, and the unit with the most."""
        units = self.units
        return _(
            "{n} aduan LAPOR terlambat pada {units} SKPD; terbanyak {name} ({top}).",
            n=number(units["complaints"].sum()),
            units=number(len(units)),
            name=units["name"].iloc[0],
            top=number(units["complaints"].iloc[0]),
        )

    def message(self, view: View) -> str:
        """A short summary for a chat group."""
        units = self.by("skpd")
        chosen = [view.choices["skpds"].get(code, code) for code in view.filters.skpds]
        where = _(" di {name}", name=", ".join(chosen[:3]) + ("…" if len(chosen) > 3 else "")) if chosen else ""
        when = _("per {moment}", moment=moment(view.filters.as_of, view.moment.zone))
        clock = desk.clocks()[self.clock]
        if not self.total:
            text = _(
                "Tidak ada aduan LAPOR terlambat{where} ({clock}), {when}.", where=where, clock=clock.lower(), when=when
            )
        else:
            text = _(
                "{n} aduan LAPOR terlambat{where} ({clock}), terlama {oldest}, {when}.",
                n=number(self.total),
                where=where,
                clock=clock,
                oldest=longest(self.clock, units["crm_longest"].max(), units["sp4n_longest"].max()),
                when=when,
            )
        known = units[units["code"] != ""]
        if len(known) > 1:
            most = ", ".join(f"{row.name} ({number(row.complaints)})" for row in known.head(3).itertuples(index=False))
            text += "\n" + _("Terbanyak: {most}.", most=most)
        if view.moment.is_sample:
            text += "\n" + _("(data contoh)")
        return text


def named(units: pd.DataFrame) -> pd.DataFrame:
    """Rows of units with a name for those without one."""
    return units.assign(name=units["name"].where(units["code"] != "", _("tanpa SKPD")))


@finding
def overdue(view: View, clock: str) -> Overdue:
    data = lapor.breakdown(view.filters, clock)
    english = {"aduan": "complaints", "crm_terlama": "crm_longest", "sp4n_terlama": "sp4n_longest"}
    return Overdue(clock, data.rename(columns=english))


@finding
def oldest(view: View, most: int) -> pd.DataFrame:
    """The overdue ones with the earliest deadlines, at most so many; the columns of a list of the desk."""
    return lapor.listed(view.filters, lapor.Pick(), 1, most)


@dataclass(frozen=True)
class DueSoon:
    """What falls due within seven working days. ``rows``, one a unit: code, name, today, three, seven (each includes
    the ones before), late (already), nearest (the next deadline).
    """

    rows: pd.DataFrame

    @property
    def units(self) -> pd.DataFrame:
        return named(self.rows)

    def sentence(self) -> str:
        units = self.units
        top = units.sort_values("seven", ascending=False, kind="stable").iloc[0]
        return _(
            "{n} aduan LAPOR jatuh tempo dalam 7 hari kerja pada {units} SKPD; terbanyak {name} ({top}).",
            n=number(units["seven"].sum()),
            units=number(len(units)),
            name=top["name"],
            top=number(top["seven"]),
        )


@finding
def due_soon(view: View, clock: str) -> DueSoon:
    english = {
        "hari_ini": "today",
        "tiga_hari": "three",
        "tujuh_hari": "seven",
        "terlambat": "late",
        "terdekat": "nearest",
    }
    return DueSoon(lapor.due_soon(view.filters, clock).rename(columns=english))


def share(x: int, n: int, effect: float = 1.0) -> str:
    """A share with its n and 95 % interval, in words; ``effect``: the design effect of its clumps."""
    if not n:
        return NONE
    low, high = wilson(x / effect, n / effect)
    return _(
        "{share} ({x} dari {n}; selang 95 % {low}–{high} %)",
        share=percent(x, n),
        x=number(x),
        n=number(n),
        low=number(100 * float(low), 1),
        high=number(100 * float(high), 1),
    )


@dataclass(frozen=True)
class Outcomes:
    """What fell due in the period. ``rows``, one a dimension (semua, serah, ews, tolak) and value: dimension, code,
    complaints, missed, over_limit (had it got no EWS). ``effect``: the design effect of the share on time of LAPOR."""

    rows: pd.DataFrame
    effect: float

    def intervals(self, dimension: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The 95 % limits of the share missed of each value of a dimension (Wilson, of the effective counts)."""
        data = self.by(dimension)
        return wilson(data["missed"] / self.effect, data["complaints"] / self.effect)

    def by(self, dimension: str) -> pd.DataFrame:
        return self.rows[self.rows["dimension"] == dimension].set_index("code")

    @property
    def total(self) -> int:
        return int(self.by("semua")["complaints"].sum())

    @property
    def missed(self) -> int:
        return int(self.by("semua")["missed"].sum())

    def sentence(self) -> str:
        return _("Luput dari tenggat: {share}.", share=share(self.missed, self.total, self.effect))


def _effect(view: View, measure: str) -> float:
    """The design effect of a measure among LAPOR complaints."""
    return clumped.of_channels(replace(view.filters, channels=("LAPOR",)), measure, ("LAPOR",))[0]


@finding
def outcomes(view: View, clock: str) -> Outcomes:
    english = {"aduan": "complaints", "luput": "missed", "lewat_batas": "over_limit"}
    return Outcomes(lapor.outcomes(view.filters, clock).rename(columns=english), _effect(view, "tepat-waktu"))


@dataclass(frozen=True)
class Elapsed:
    """Where what fell due spent its time. ``rows``, one a dimension (tahap, skpd), value and outcome: dimension, code,
    name, is_missed, complaints, hours."""

    rows: pd.DataFrame

    @property
    def is_recorded(self) -> bool:
        return bool((self.rows["dimension"] == "tahap").any())

    def stages(self, is_missed: bool) -> pd.DataFrame:
        """By stage: code (index), complaints, hours."""
        rows = self.rows[(self.rows["dimension"] == "tahap") & (self.rows["is_missed"] == is_missed)]
        return rows.set_index("code")

    @property
    def units(self) -> pd.DataFrame:
        """By unit, of what missed its deadline: code, name, complaints, hours."""
        rows = self.rows[(self.rows["dimension"] == "skpd") & self.rows["is_missed"]]
        return named(rows.reset_index(drop=True))

    def sentence(self) -> str:
        """The unit that held what missed its deadline longest."""
        units = self.units
        top = units.iloc[0]
        return _(
            "{name} menahan {share} waktu aduan yang luput.",
            name=top["name"],
            share=percent(top["hours"], float(units["hours"].sum()), 1),
        )


@finding
def elapsed(view: View, clock: str) -> Elapsed:
    return Elapsed(lapor.elapsed(view.filters, clock).rename(columns={"aduan": "complaints"}))


@dataclass(frozen=True)
class Repeats:
    """Settled in the period and watched for so many days: how many, reported again within them, and the same before."""

    days: int
    settled: int
    again: int
    before: int
    effect: float

    def sentence(self) -> str:
        days = str(self.days)
        if not self.settled:
            return _(
                "Selesai lalu dilaporkan lagi dalam {days} hari: belum ada yang selesai pada periode ini dan sudah diamati {days} hari.",
                days=days,
            )
        return (
            _(
                "Selesai lalu dilaporkan lagi dalam {days} hari: {share}.",
                days=days,
                share=share(self.again, self.settled, self.effect),
            )
            + " "
            + _(
                "Pembanding: dalam {days} hari sebelum aduan itu masuk, {share}.",
                days=days,
                share=percent(self.before, self.settled),
            )
        )


@finding
def repeats(view: View) -> tuple[Repeats, ...]:
    row, effect = lapor.repeats(view.filters), _effect(view, "laporan-ulang")
    return tuple(
        Repeats(days, row[f"selesai_{days}"], row[f"berulang_{days}"], row[f"sebelum_{days}"], effect)
        for days in (14, 30)
    )
