"""One SKPD: where it stands, what holds it back, how long complaints stay there, and what it can do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.analysis.case_mix import contributions, with_expected
from dashboard.analysis.clumps import effective
from dashboard.analysis.ranks import rank_shares
from dashboard.analysis.survival import DAYS, Curve, of_row
from dashboard.findings import clumped, signals
from dashboard.findings.measures import measures
from dashboard.findings.standing import Standing, ends_here, group_of, groups, members, move_words, standing
from dashboard.formats import hours, number, percent, reached, signed
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import complaints, skpds

COSTING = 10
"""Complaints shown of those that cost a unit."""
CANDIDATES = 100
"""Open complaints offered for the what-if."""


@dataclass(frozen=True)
class Place:
    """Where a unit stands in its group by a measure. ``row``: its row of the standing, None where it is not ranked;
    then ``n`` and ``x`` count what it has. ``parent``: the code of the unit above it, if any."""

    code: str
    group: str
    standing: Standing
    row: Any
    n: int
    x: int
    parent: str | None

    def few(self) -> str:
        """Why it is not ranked."""
        return _(
            "Belum cukup data untuk peringkat: {n} aduan pada ukuran ini dengan saringan sekarang. Longgarkan saringan, atau pilih periode yang lebih panjang.",
            n=number(self.n),
        )

    def sentences(self) -> list[str]:
        """Its rank and how sure it is, its share beside the group's, what is real of it, and how it has moved."""
        found, row = self.standing, self.row
        units, group = number(found.sides), groups()[self.group]
        if found.shows == "tiers":
            rank = _(
                "Di antara {units} SKPD kelompok “{group}” perbedaannya terlalu kecil atau datanya terlalu sedikit untuk nomor peringkat.",
                units=units,
                group=group,
            )
        else:
            rank = _(
                "Di antara {units} SKPD kelompok “{group}”, peringkatnya dengan kepastian 95 % terletak antara {low} dan {high}.",
                units=units,
                group=group,
                low=number(row.rank_low),
                high=number(row.rank_high),
            )
            rank += " " + _(
                "Menurut angka mentah periode ini saja ia di tempat {place}: itu yang terjadi, bukan yang menetap.",
                place=number(row.happened),
            )
        share = _(
            "{label}: {share} (95 %: {low} – {high}); kelompoknya {all}.",
            label=measures()[found.measure].label,
            share=percent(row.raw, 1),
            low=percent(row.low, 1),
            high=percent(row.high, 1),
            all=percent(found.x, found.n),
        )
        if row.move == row.move:
            moved = _(
                "Sejak periode sebelumnya {moved} tempat, lebih dari yang dapat dijelaskan oleh kebetulan.",
                moved=move_words(row.move),
            )
        elif not row.is_compared:
            moved = _("Tanpa perbandingan dengan periode sebelumnya: datanya belum cukup.")
        else:
            moved = _("Perubahan sejak periode sebelumnya tidak lebih besar daripada yang dapat dibuat oleh kebetulan.")
        return [rank, share, found.real_share(), moved]


def place(view: View, code: str, measure: str) -> Place:
    """Where the unit stands. It asks nothing that the standing of its group does not hold."""
    group = group_of(code)
    ranking = standing(view, group, measure)
    row, few = ranking.one(code), ranking.few[ranking.few["code"] == code]
    n, x = (int(few["n"].iloc[0]), int(few["x"].iloc[0])) if len(few) else (0, 0)
    if row is not None:
        n, x = int(row.n), int(row.x)
    parent = skpds.units().set_index("code")["parent"].get(code)
    return Place(code, group, ranking, row, n, x, parent if isinstance(parent, str) else None)


@finding
def _expected(view: View, measure: str) -> pd.DataFrame:
    return with_expected(skpds.cells(view.filters, measure))


@dataclass(frozen=True)
class HeldBack:
    """The gap of a unit to the city in complaints that went wrong: ``late`` of ``n``, ``expected`` of its kinds of
    complaint, ``city`` the share of all. ``parts`` by category and channel: the value, n, late, expected, excess,
    points.
    """

    measure: str
    n: float
    late: float
    expected: float
    city: float
    parts: dict[str, pd.DataFrame]

    def sentence(self) -> str:
        return _(
            "{bad}: {late} dari {n} ({share}); seluruh kota {city}. Selisih {gap} poin: {mix} poin dari campuran aduannya, {own} poin dari hasilnya pada aduan sejenis.",
            bad=measures()[self.measure].bad,
            late=number(self.late),
            n=number(self.n),
            share=percent(self.late, self.n),
            city=percent(self.city, 1),
            gap=signed(100 * (self.late / self.n - self.city)),
            mix=signed(100 * (self.expected / self.n - self.city)),
            own=signed(100 * (self.late - self.expected) / self.n),
        )


def held_back(view: View, code: str, measure: str) -> HeldBack | None:
    """What holds the unit back; None where it has no complaint by this measure."""
    cells = _expected(view, measure)
    own = cells[cells["unit"] == code]
    if own.empty:
        return None
    n, late, expected = (float(own[name].sum()) for name in ("n", "late", "expected"))
    city = float(cells["late"].sum() / cells["n"].sum())
    parts = {by: contributions(cells, code, by) for by in ("category", "channel")}
    return HeldBack(measure, n, late, expected, city, parts)


@finding
def costing(view: View, code: str, measure: str) -> pd.DataFrame:
    """The complaints that cost it, the earliest deadline first, at most COSTING; ``total`` counts them all."""
    return skpds.listed(replace(view.filters, skpds=(code,)), measure, "kurang", 1, COSTING)


@finding
def candidates(view: View, code: str) -> pd.DataFrame:
    """Its open complaints, the earliest deadline first, at most CANDIDATES; ``total`` counts them all."""
    return complaints.page(replace(view.filters, skpds=(code,)), "terbuka", 1, CANDIDATES)


@dataclass(frozen=True)
class Ranked:
    """Share, n, expected rank and its interval of a unit."""

    share: float
    n: float
    rank: float
    low: float
    high: float


@finding
def ranked_with(view: View, code: str, measure: str, x: int, n: int) -> Ranked | None:
    """The unit with x and n added to its counts, the others unchanged; None where it is not ranked."""
    rows = standing(view, group_of(code), measure).rows.sort_values("code", ignore_index=True)
    at = rows.index[rows["code"] == code]
    if rows.empty or not len(at):
        return None
    xs, ns = rows["x"].to_numpy(float, copy=True), rows["n"].to_numpy(float, copy=True)
    i = at[0]
    xs[i], ns[i] = xs[i] + x, ns[i] + n
    if ns[i] < 1:
        return None
    ranks = rank_shares(*effective(xs, ns, rows["effect"]))
    return Ranked(xs[i] / ns[i], ns[i], float(ranks.expected[i]), float(ranks.low[i]), float(ranks.high[i]))


def ranked_words(found: Ranked | None) -> str:
    if found is None:
        return _("belum cukup data untuk peringkat")
    return _(
        "{share} (n = {n}); peringkat harapan {rank} (95 %: {low}–{high})",
        share=percent(found.share, 1),
        n=number(found.n),
        rank=number(found.rank, 1),
        low=number(found.low),
        high=number(found.high),
    )


@dataclass(frozen=True)
class Closing:
    """So many chosen open complaints, and the ranks by two measures now and if they were closed."""

    late: int
    timely: int
    without: int
    ranks: dict[str, tuple[Ranked | None, Ranked | None]]

    def sentence(self) -> str:
        return _(
            "**{n} aduan ditandai:** {late} sudah lewat tenggat, {timely} masih dalam tenggat, {none} tanpa tenggat.",
            n=number(self.late + self.timely + self.without),
            late=number(self.late),
            timely=number(self.timely),
            none=number(self.without),
        )


def closing(view: View, code: str, chosen: pd.DataFrame) -> Closing:
    """What would change if these rows of ``candidates`` were closed at the moment shown."""
    due = pd.to_datetime(chosen["due_at"])
    late, timely = int((due < view.filters.as_of).sum()), int((due >= view.filters.as_of).sum())
    changes = {"tepat-waktu": (timely, timely), "dalam-tenggat": (-timely, -(late + timely))}
    ranks = {
        name: (ranked_with(view, code, name, 0, 0), ranked_with(view, code, name, x, n))
        for name, (x, n) in changes.items()
    }
    return Closing(late, timely, len(chosen) - late - timely, ranks)


def weeks(view: View, code: str, measure: str) -> signals.Series | None:
    """Its weeks against the target or its group; None where they are too few."""
    ranking = standing(view, group_of(code), measure)
    target = signals.fixed_target(measure) or (ranking.x / ranking.n if ranking.n else None)
    return signals.of_unit(view, code, measure, target)


def too_few_weeks() -> str:
    return _(
        "Belum cukup data untuk pola mingguan: perlu {n} pekan yang masing-masing memuat sedikitnya {least} aduan.",
        n=signals.POINTS,
        least=signals.LEAST,
    )


@dataclass(frozen=True)
class Stay:
    """How long complaints stay at one table, the open ones counted: stays of so many complaints, so many of them
    ended by settlement there; ``ends_here``: those are enough to speak for the others."""

    curve: Curve
    complaints: int
    settled: int
    ends_here: bool
    effect: float
    """The design effect of its times, by which the interval is wider."""

    def sentence(self) -> str:
        curve, last = self.curve, self.curve.last_hour
        low, high = curve.median_interval(effect=self.effect)
        within = [
            _(
                "{days} hari: {share}",
                days=number(days),
                share=_("belum teramati") if part is None else percent(part, 1),
            )
            for days in DAYS
            for part in [curve.settled_within(24 * days)]
        ]
        lines = [
            _(
                "**Waktu tengah {median}** (95 %: {low} – {high}); waktu sampai sembilan dari sepuluh selesai: {p90}.",
                median=reached(curve.median, last),
                low=reached(low, last),
                high=reached(high, last),
                p90=reached(curve.quantile(0.9), last),
            ),
            _("Selesai dalam {parts}.", parts=" · ".join(within)),
        ]
        if (mean := curve.restricted_mean(30 * 24)) is not None:
            lines.append(_("Dalam 30 hari pertama sebuah aduan rata-rata terbuka {mean}.", mean=hours(mean)))
        return " ".join(lines)

    @property
    def is_few(self) -> bool:
        return self.settled < settings().minimum_cohort

    def warning(self) -> str:
        """Why its median is not ranked; empty where it is."""
        if self.is_few:
            return _(
                "Baru {settled} yang selesai di sini: belum cukup untuk peringkat waktu tengah.",
                settled=number(self.settled),
            )
        if self.ends_here:
            return ""
        return _(
            "Hanya {settled} dari {n} persinggahan berakhir dengan penyelesaian di sini. Yang selesai di sini bukan cerminan yang lain: waktu tengahnya dapat menyesatkan dan tidak diperingkatkan.",
            settled=number(self.settled),
            n=number(self.curve.n),
        )

    def basis(self) -> str:
        return _(
            "Kaplan-Meier atas {n} persinggahan {aduan} aduan di meja ini; yang masih terbuka ikut dihitung, serah terima mengakhiri pengamatan.",
            n=number(self.curve.n),
            aduan=number(self.complaints),
        )


@finding
def stay(view: View, code: str) -> Stay | None:
    """How long complaints stay there; None where none was there."""
    row = next(skpds.spells(view.filters, (code,)).itertuples(), None)
    if row is None:
        return None
    # As in its group's ranking, so that both say the same.
    peers = members(group_of(code), skpds.units()["code"])["code"]
    effects = clumped.of_times(view.filters, peers if code in set(peers) else pd.Series([code]))
    effect = float(effects[list(peers).index(code)] if code in set(peers) else effects[0])
    return Stay(of_row(row), int(row.aduan), int(sum(row.settled)), bool(ends_here(row)), effect)


PLACES = ("sendiri", "lain", "validasi")


def place_labels() -> dict[str, str]:
    return dict(zip(PLACES, (_("Di SKPD ini"), _("Di SKPD lain"), _("Menunggu validasi")), strict=True))


@finding
def spent(view: View, code: str, measure: str) -> dict[bool, pd.DataFrame]:
    """Where the time of its complaints went, of the good and of the bad ones: place (in order), hours, complaints.

    Empty where no step is recorded.
    """
    data = skpds.spent(view.filters, measure, code).rename(columns={"aduan": "complaints"})
    if data.empty:
        return {}
    return {
        is_good: data[data["is_good"] == is_good]
        .set_index("place")[["hours", "complaints"]]
        .reindex(list(PLACES))
        .fillna(0)
        .reset_index()
        for is_good in (False, True)
    }


@dataclass(frozen=True)
class Arrivals:
    """What came by hand-over. ``senders``: code (None: none), name, complaints, late (on arrival), hours (age on
    arrival, median), used (part of the time allowed, median).
    """

    senders: pd.DataFrame
    total: int
    late: int

    def sentence(self) -> str:
        return _(
            "**{n} aduan datang dari SKPD lain; {late} ({share}) sudah lewat tenggat saat datang.**",
            n=number(self.total),
            late=number(self.late),
            share=percent(self.late, self.total),
        )


@finding
def arrivals(view: View, code: str) -> Arrivals:
    """What came to the unit; a complaint that came twice has one sender here: the last one."""
    data = skpds.arrivals(view.filters, code).rename(columns={"aduan": "complaints", "lewat": "late"})
    return Arrivals(data, int(data["complaints"].sum()), int(data["late"].sum()))


def below(code: str) -> dict[str, tuple[str, ...]]:
    """The units one level down by their peer group, in the order in which they are listed."""
    units = skpds.units()
    found: dict[str, tuple[str, ...]] = {}
    for child in units.loc[units["parent"] == code, "code"]:
        found[group_of(child)] = (*found.get(group_of(child), ()), child)
    return found
