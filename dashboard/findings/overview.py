"""What came in, what is done, what is late: the headline figures, the days of the period, and the open complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import pandas as pd

from dashboard.analysis.rates import difference, wilson
from dashboard.analysis.survival import Curve, of_row
from dashboard.findings import clumped, steps
from dashboard.formats import day, number, percent, reached
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import complaints
from queries.filters import Filters

AGES = ("belum", "segera", "telat-7", "telat-30", "telat-90", "telat-lama", "tanpa-tenggat")
"""The sets of open complaints by their distance to the deadline, in order; together they are all that are open."""

STOCK = ("terbuka", "terlambat", "bertenggat")
"""Columns of the days that count what is there at their end."""


def age_labels() -> dict[str, str]:
    """The classes of open complaints relative to the deadline, in order."""
    words = (
        _("Belum jatuh tempo"),
        _("Jatuh tempo dalam 3 hari"),
        _("Terlambat 1–7 hari"),
        _("Terlambat 8–30 hari"),
        _("Terlambat 31–90 hari"),
        _("Terlambat lebih dari 90 hari"),
        _("Tanpa tenggat"),
    )
    return dict(zip(AGES, words, strict=True))


def windows(filters: Filters) -> tuple[tuple[datetime, datetime], ...]:
    """The whole period up to as_of, then its parts for a sparkline (at most 7, of whole days and equal length)."""
    end = min(filters.until, filters.as_of)
    days = filters.elapsed_days
    each = max(1, -(-days // 7))
    parts = [
        (filters.since + timedelta(days=k), filters.since + timedelta(days=k + each))
        for k in range(0, days - each + 1, each)
    ]
    return ((filters.since, end), *[part for part in parts if part[1] <= end])


def curves(filters: Filters, most: int | None = None) -> dict[int, Curve]:
    """Kaplan-Meier curve of the whole period (1) and of its parts (2, 3, ...), ``most`` of them in all."""
    rows = complaints.durations(filters, windows(filters)[:most])
    return {row.number: of_row(row) for row in rows.itertuples()}


Name = Literal["received", "settled", "on-time", "within", "late", "median"]


@dataclass(frozen=True)
class Figure:
    """A headline figure: its value now and in the period before (shares in percent, times in hours), its line over the
    days, and the sets of complaints it counts, the whole first. ``reach``: how far an unreached median was followed."""

    name: Name
    now: float | None
    before: float | None
    line: tuple[float, ...]
    sets: tuple[tuple[str, int], ...]
    reach: float = 0.0

    @property
    def digits(self) -> int:
        return 1 if self.name in ("on-time", "within") else 0

    @property
    def larger_is(self) -> Literal["better", "worse", "neither"]:
        if self.name in ("on-time", "within"):
            return "better"
        return "worse" if self.name in ("late", "median") else "neither"

    @property
    def change(self) -> float | None:
        """The difference from the period before, rounded as it is read; None where there is nothing to compare with."""
        return None if self.now is None or self.before is None else round(self.now - self.before, self.digits)

    def label(self) -> str:
        return {
            "received": _("Masuk"),
            "settled": _("Selesai"),
            "on-time": _("Tepat waktu"),
            "within": _("Masih dalam tenggat"),
            "late": _("Terlambat sekarang"),
            "median": _("Waktu tengah"),
        }[self.name]

    def words(self) -> str:
        """The value as it is read."""
        if self.name == "median":
            return reached(self.now, self.reach) if self.sets[0][1] else "–"
        if self.larger_is == "better":
            (_whole, whole), (_part, part) = self.sets
            return percent(part, whole)
        return number(self.now)

    def change_words(self) -> str | None:
        """The change as it is read, with its sign."""
        if self.change is None:
            return None
        sign = "+" if self.change > 0 else "-" if self.change < 0 else "±"
        unit = {"on-time": _(" poin"), "within": _(" poin"), "median": _(" jam")}.get(self.name, "")
        return f"{sign}{number(abs(self.change), self.digits)}{unit}"

    def set_label(self, name: str) -> str:
        """What a set is called beside this figure."""
        return {
            "jatuh-tempo": _("Jatuh tempo"),
            "tepat-waktu": _("Tepat waktu"),
            "bertenggat": _("Terbuka, bertenggat"),
            "dalam-tenggat": _("Dalam tenggat"),
            "terlibat": _("Aduan dihitung"),
        }.get(name, _("Lihat aduan"))


@dataclass(frozen=True)
class Headline:
    """The figures of a view; ``counts`` and ``before`` are the counts of every set now and in the period ``earlier``
    (empty where the data do not reach back so far)."""

    figures: tuple[Figure, ...]
    counts: dict[str, int]
    before: dict[str, int]
    earlier: Filters
    effect: float
    """The design effect of the share on time (dashboard/findings/clumped.py)."""

    @property
    def compares(self) -> bool:
        return bool(self.before)

    def change(self) -> tuple[float, float, float] | None:
        """The change of the share on time with its 95 % interval (Newcombe), as shares; None where there is none."""
        return on_time_change(self.counts, self.before, self.effect) if self.compares else None

    def sentences(self) -> list[str]:
        """What the figures stand on."""
        x, n = self.counts["tepat_waktu"], self.counts["jatuh_tempo"]
        low, high = wilson(x / self.effect, n / self.effect)
        return [
            _(
                "Tepat waktu: {x} dari {n}, selang 95 % {low}–{high} %.",
                x=number(x),
                n=number(n),
                low=number(100 * float(low), 1),
                high=number(100 * float(high), 1),
            )
            if n
            else _("Tidak ada aduan yang jatuh tempo pada periode ini."),
            _(
                "Perbandingan dengan {first} – {last}.",
                first=day(self.earlier.first, short=True),
                last=day(self.earlier.last, short=True),
            )
            if self.compares
            else _("Tanpa perbandingan: data tidak cukup jauh ke belakang."),
            _("Terlambat dan dalam tenggat: keadaan pada waktu “per”, kapan pun aduannya masuk."),
            _("Waktu tengah: aduan yang masih terbuka ikut dihitung (Kaplan-Meier)."),
        ]


def on_time_change(now: dict[str, int], before: dict[str, int], effect: float) -> tuple[float, float, float] | None:
    """The change of the share on time between two counts of the sets, with its 95 % interval (Newcombe); ``effect``:
    the design effect of both. None where either has too few to be compared.
    """
    counts = (now["tepat_waktu"], now["jatuh_tempo"], before["tepat_waktu"], before["jatuh_tempo"])
    if min(counts[1], counts[3]) < settings().minimum_cohort:
        return None
    x1, n1, x2, n2 = (count / effect for count in counts)
    return difference(x1, n1, x2, n2)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


@finding
def headline(view: View) -> Headline:
    f, earlier = view.filters, view.filters.before()
    compares = view.can_compare(earlier)
    now, curve = complaints.totals(f), curves(f)
    days, _unit = steps.widened(complaints.per_day(f), f, STOCK)
    was = complaints.totals(earlier) if compares else {}
    curve_was = curves(earlier, 1).get(1) if compares else None
    whole_days = days[~days["is_running"]]
    main = curve.get(1)

    def count(name: Name, key: str) -> Figure:
        return Figure(name, now[key], was.get(key), tuple(whole_days[key]), ((key, now[key]),))

    def share(name: Name, part: str, whole: str, line: pd.Series) -> Figure:
        sets = tuple((key.replace("_", "-"), now[key]) for key in (whole, part))
        enough = compares and min(now[whole], was[whole]) >= settings().minimum_cohort
        before = _share(was[part], was[whole]) if enough else None
        return Figure(name, _share(now[part], now[whole]), before, tuple(100 * line.dropna()), sets)

    on_time = whole_days["tepat_waktu"] / whole_days["jatuh_tempo"].where(whole_days["jatuh_tempo"] > 0)
    within = 1 - whole_days["terlambat"] / whole_days["bertenggat"].where(whole_days["bertenggat"] > 0)
    medians = tuple(c.median for part, c in sorted(curve.items()) if part > 1 and c.median is not None)
    figures = (
        count("received", "masuk"),
        count("settled", "selesai"),
        share("on-time", "tepat_waktu", "jatuh_tempo", on_time),
        share("within", "dalam_tenggat", "bertenggat", within),
        count("late", "terlambat"),
        Figure(
            "median",
            main.median if main else None,
            curve_was.median if curve_was else None,
            medians,
            (("terlibat", main.n if main else 0),),
            main.last_hour if main else 0.0,
        ),
    )
    return Headline(figures, now, was, earlier, clumped.of_all(f))


@dataclass(frozen=True)
class Days:
    """One row a day, or a longer step (``unit``) where there are many: day (its first), received, settled, due,
    on_time, open, late (at its end), is_running (not whole)."""

    rows: pd.DataFrame
    unit: str

    @property
    def total(self) -> int:
        return int(self.rows["received"].sum()) if len(self.rows) else 0

    def title(self) -> str:
        return {
            "day": _("Aduan masuk per hari"),
            "week": _("Aduan masuk per pekan"),
            "month": _("Aduan masuk per bulan"),
            "year": _("Aduan masuk per tahun"),
        }[self.unit]

    def sentence(self) -> str:
        top = self.rows.loc[self.rows["received"].idxmax()]
        return _(
            "{n} aduan masuk; terbanyak {top} {when}.",
            n=number(self.total),
            top=number(top["received"]),
            when=steps.when(top["day"], self.unit),
        )


@finding
def per_day(view: View) -> Days:
    names = {
        "day": "day",
        "masuk": "received",
        "selesai": "settled",
        "jatuh_tempo": "due",
        "tepat_waktu": "on_time",
        "terbuka": "open",
        "terlambat": "late",
        "is_running": "is_running",
    }
    rows, unit = steps.widened(complaints.per_day(view.filters), view.filters, STOCK)
    return Days(rows[list(names)].rename(columns=names), unit)


@dataclass(frozen=True)
class Backlog:
    """The open complaints by their distance to the deadline: ``ages`` counts each set of AGES; ``counts`` every set."""

    ages: dict[str, int]
    counts: dict[str, int]

    @property
    def open(self) -> int:
        return self.counts["terbuka"]

    @property
    def late(self) -> int:
        return self.counts["terlambat"]

    def sentence(self) -> str:
        return _(
            "{late} dari {open} aduan terbuka sudah lewat tenggat ({share}).",
            late=number(self.late),
            open=number(self.open),
            share=percent(self.late, self.open),
        )

    def coming(self) -> str:
        """How many are late, and how many will be within the week."""
        return _(
            "{late} dari {open} aduan terbuka sudah lewat tenggat; {due} lagi jatuh tempo dalam 7 hari.",
            late=number(self.late),
            open=number(self.open),
            due=number(self.counts["tujuh_hari"]),
        )


@finding
def backlog(view: View) -> Backlog:
    counts = complaints.totals(view.filters)
    return Backlog({age: counts[age.replace("-", "_")] for age in AGES}, counts)


@dataclass(frozen=True)
class Matter:
    """Something that wants a hand: a set of complaints, and the channel it is narrowed to, if any."""

    name: str
    count: int
    channel: str = ""

    def label(self) -> str:
        return {
            "terlambat": _("LAPOR yang lewat tenggat CRM"),
            "segera": _("Jatuh tempo dalam 3 hari"),
            "telat-lama": _("Terlambat lebih dari 90 hari"),
            "ews-berulang": _("EWS tiga kali atau lebih"),
            "validasi-lama": _("Menunggu validasi lebih dari 3 hari"),
            "tanpa-tenggat": _("Tanpa tenggat"),
        }[self.name]


@finding
def attention(view: View) -> tuple[Matter, ...]:
    """What wants a hand now; nothing that counts nothing."""
    now = complaints.totals(view.filters)
    matters = (
        Matter("terlambat", now["lapor_terlambat"], "LAPOR"),
        *(
            Matter(name, now[name.replace("-", "_")])
            for name in ("segera", "telat-lama", "ews-berulang", "validasi-lama", "tanpa-tenggat")
        ),
    )
    return tuple(matter for matter in matters if matter.count)
