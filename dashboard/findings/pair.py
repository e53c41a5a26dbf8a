"""Two channels compared: is a citizen who used one served worse than one who used another?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.analysis.ranks import shrink_values
from dashboard.analysis.rates import difference, wilson
from dashboard.analysis.signals import Xmr, xmr
from dashboard.analysis.stratified import Adjusted, mantel_haenszel, strata
from dashboard.analysis.survival import Curve, kaplan_meier, of_row
from dashboard.findings import clumped, steps
from dashboard.findings.signals import variations
from dashboard.findings.standing import group_map
from dashboard.formats import NONE, month, number, percent, reached, signed
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import channels, complaints, skpds
from queries.filters import Filters

SHARES = ("koordinasi", "tepat-waktu", "dalam-tenggat", "tl-ditolak", "laporan-ulang")
MONTHS = 13
LEAST = 5  # complaints of either channel in a month for its difference to be a point


@dataclass(frozen=True)
class Pair:
    """Two channels by their codes and names; a is the one asked about."""

    a: str
    b: str
    a_name: str
    b_name: str

    @property
    def codes(self) -> tuple[str, str]:
        return self.a, self.b


def lapor_and_jaki(view: View) -> Pair | None:
    """The two channels that this dashboard is about; None where the source does not know both."""
    names = view.choices["channels"]
    return Pair("LAPOR", "JAKI", names["LAPOR"], names["JAKI"]) if {"LAPOR", "JAKI"} <= set(names) else None


def _both(view: View, two: Pair) -> Filters:
    return replace(view.filters, channels=tuple(sorted((two.a, two.b))))


def cells(view: View, two: Pair, measure: str) -> pd.DataFrame:
    """The cells of both channels with the group of each unit; the filter SKPD keeps its units."""
    rows = skpds.cells(_both(view, two), measure)
    if view.filters.skpds:
        rows = rows[rows["unit"].isin(view.filters.skpds)]
    return rows.assign(group=rows["unit"].map(group_map()).astype(object).fillna("lain"))


@dataclass(frozen=True)
class Gap:
    """Two channels by one measure: counts (x good of n), the crude difference of their shares with its interval, and
    the one adjusted for groups and categories; None where there is too little.
    """

    two: Pair
    measure: str
    x1: int
    n1: int
    x2: int
    n2: int
    crude: tuple[float, float, float] | None
    adjusted: Adjusted | None
    effects: tuple[float, float] = (1.0, 1.0)
    """The design effects of both channels."""

    @property
    def intervals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The 95 % intervals of both shares (Wilson, of the effective counts)."""
        (low1, high1), (low2, high2) = (
            wilson(x / effect, n / effect)
            for x, n, effect in zip((self.x1, self.x2), (self.n1, self.n2), self.effects, strict=True)
        )
        return (float(low1), float(high1)), (float(low2), float(high2))

    def sentence(self) -> str:
        """The answer in one sentence, never stronger than the interval allows."""
        if self.crude is None:
            return _(
                "Belum cukup data: {a} {n1} aduan, {b} {n2} aduan; perlu {least} dari masing-masing.",
                a=self.two.a_name,
                n1=number(self.n1),
                b=self.two.b_name,
                n2=number(self.n2),
                least=number(settings().minimum_cohort),
            )
        adjusted = self.adjusted
        if adjusted is None:
            return _(
                "Tidak ada kelompok SKPD yang menerima jenis aduan yang sama dari keduanya: perbedaan tidak dapat disesuaikan."
            )
        if adjusted.low <= 0 <= adjusted.high:
            return _(
                "Tidak ada perbedaan yang dapat ditunjukkan antara {a} dan {b} pada jenis aduan dan kelompok SKPD yang sama ({value} poin, 95 %: {low} sampai {high}).",
                a=self.two.a_name,
                b=self.two.b_name,
                value=points(adjusted.difference),
                low=points(adjusted.low),
                high=points(adjusted.high),
            )
        edges = sorted((abs(adjusted.low), abs(adjusted.high)))
        worse = adjusted.difference < 0
        if self.measure in ("tepat-waktu", "koordinasi"):
            words = (
                _(
                    "{a} dilayani {value} poin lebih lambat ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama."
                )
                if worse
                else _(
                    "{a} dilayani {value} poin lebih cepat ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama."
                )
            )
        else:
            words = (
                _(
                    "{a} {value} poin lebih buruk ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama."
                )
                if worse
                else _(
                    "{a} {value} poin lebih baik ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama."
                )
            )
        return words.format(
            a=self.two.a_name,
            b=self.two.b_name,
            value=number(100 * abs(adjusted.difference), 1),
            low=number(100 * edges[0], 1),
            high=number(100 * edges[1], 1),
        )

    def crude_sentence(self) -> str:
        """The answer as it is without adjustment, in one sentence."""
        a, b = self.two.codes
        if self.crude is None:
            return _(
                "Belum cukup data untuk perbandingan: {x} aduan {a} dan {y} aduan {b} pada ukuran dan saringan ini; perlu {least} dari masing-masing.",
                a=a,
                b=b,
                x=number(self.n1),
                y=number(self.n2),
                least=number(settings().minimum_cohort),
            )
        value, low, high = (100 * part for part in self.crude)
        if low <= 0 <= high:
            return _(
                "Tidak ada perbedaan yang dapat ditunjukkan: {a} {value} poin terhadap {b} (95 %: {low} sampai {high}).",
                a=a,
                b=b,
                value=signed(value),
                low=signed(low),
                high=signed(high),
            )
        text = (
            _("{a} {value} poin lebih rendah daripada {b} (95 %: {low} sampai {high}), tanpa penyesuaian jenis aduan.")
            if value < 0
            else _(
                "{a} {value} poin lebih tinggi daripada {b} (95 %: {low} sampai {high}), tanpa penyesuaian jenis aduan."
            )
        )
        edges = sorted((abs(low), abs(high)))
        return text.format(a=a, b=b, value=number(abs(value), 1), low=number(edges[0], 1), high=number(edges[1], 1))

    def how_adjusted(self) -> str:
        """What the adjustment rests on; nothing where there is none."""
        if self.adjusted is None:
            return ""
        return _(
            "Disesuaikan: Mantel-Haenszel atas {strata} strata kelompok SKPD × kategori yang memuat keduanya; {used} dari aduan {a} terpakai. Strata yang jarang digabung.",
            strata=number(self.adjusted.strata),
            used=percent(self.adjusted.used, 1, 0),
            a=self.two.a_name,
        )


@finding
def gap(view: View, two: Pair, measure: str, unit: str = "") -> Gap:
    """The difference of two channels by one measure, also at one SKPD: then among what the filter of
    channels leaves.
    """
    if unit:
        rows = skpds.cells(view.filters, measure)
        rows = rows[rows["unit"] == unit].assign(group="")
    else:
        rows = cells(view, two, measure)
    sums = rows.groupby("channel")[["x", "n"]].sum()
    (x1, n1), (x2, n2) = ((int(sums["x"].get(code, 0)), int(sums["n"].get(code, 0))) for code in two.codes)
    if min(n1, n2) < settings().minimum_cohort:
        return Gap(two, measure, x1, n1, x2, n2, None, None)
    wide = strata(rows, two.a, two.b)
    a, b = clumped.of_channels(view.filters if unit else _both(view, two), measure, two.codes, unit)
    adjusted = mantel_haenszel(wide["x1"], wide["n1"], wide["x2"], wide["n2"], (a, b))
    crude = difference(x1 / a, n1 / a, x2 / b, n2 / b)
    return Gap(two, measure, x1, n1, x2, n2, crude, adjusted, (a, b))


def points(share: float) -> str:
    """A difference of shares in percentage points."""
    return signed(100 * share)


def interval(value: float, low: float, high: float) -> str:
    """A difference of shares with its interval, in percentage points."""
    return f"{points(value)} ({points(low)} – {points(high)})"


@dataclass(frozen=True)
class Journey:
    """What happened to the settled complaints of a channel: so many handed over, moved more than once, with an estimate
    (EWS), and rated."""

    settled: int
    handovers: int
    moved_again: int
    with_ews: int
    rated: int
    ratings: int

    def words(self) -> dict[str, str]:
        """Each figure as it is read, by its name in ``journey_labels``."""
        n = self.settled
        if not n:
            return dict.fromkeys(journey_labels(), NONE)
        rating = (
            _(
                "{mean} dari {rated} penilai ({share} dari yang selesai)",
                mean=number(self.ratings / self.rated, 2),
                rated=number(self.rated),
                share=percent(self.rated, n),
            )
            if self.rated
            else _("tidak ada penilai")
        )
        return {
            "settled": number(n),
            "handovers": number(self.handovers / n, 2),
            "moved-again": f"{percent(self.moved_again, n)} (n = {number(n)})",
            "with-ews": f"{percent(self.with_ews, n)} (n = {number(n)})",
            "rating": rating,
        }


def journey_labels() -> dict[str, str]:
    return {
        "settled": _("Selesai (n)"),
        "handovers": _("Serah terima per aduan"),
        "moved-again": _("Berpindah lebih dari sekali"),
        "with-ews": _("Mendapat EWS"),
        "rating": _("Nilai warga, rata-rata"),
    }


@finding
def journeys(view: View, two: Pair) -> tuple[Journey, Journey]:
    """What happened to the complaints of each of the two that were settled in the period."""
    rows = channels.journey(_both(view, two)).set_index("code")

    def of(code: str) -> Journey:
        if code not in rows.index:
            return Journey(0, 0, 0, 0, 0, 0)
        row = rows.loc[code]
        rated = int(row["dinilai"])
        return Journey(
            settled=int(row["selesai"]),
            handovers=int(row["serah_terima"]),
            moved_again=int(row["berpindah_lagi"]),
            with_ews=int(row["ber_ews"]),
            rated=rated,
            ratings=int(row["jumlah_nilai"]) if rated else 0,
        )

    return of(two.a), of(two.b)


@dataclass(frozen=True)
class Durations:
    """How long complaints of both take, the open ones counted: a Kaplan-Meier curve each over the period."""

    two: Pair
    curves: tuple[Curve, Curve]
    effects: tuple[float, float]
    """The design effects of both channels, for the intervals of the medians."""

    def sentence(self) -> str:
        a, b = (or_more(curve.median, curve) for curve in self.curves)
        return _(
            "Waktu sampai separuh aduan selesai: {a} {ta}, {b} {tb}.",
            a=self.two.a_name,
            ta=a,
            b=self.two.b_name,
            tb=b,
        )


def or_more(value: float | None, curve: Curve) -> str:
    """A time on a curve in words; nothing where the curve holds no complaint."""
    return reached(value, curve.last_hour) if curve.n else NONE


@finding
def durations(view: View, two: Pair) -> Durations:
    f = _both(view, two)
    rows = complaints.durations(f, ((f.since, min(f.until, f.as_of)),) * 2, two.codes)
    of = {row.number: of_row(row) for row in rows.itertuples()}
    none = kaplan_meier([], [], [], [])
    effects = clumped.of_channels(f, "tepat-waktu", two.codes)
    return Durations(two, (of.get(1, none), of.get(2, none)), (effects[0], effects[1]))


@finding
def by_unit(view: View, two: Pair, measure: str) -> pd.DataFrame:
    """One row a SKPD with complaints of both: code, name, x1, n1, x2, n2, value, low, high (shrunk difference), claim;
    worst first.

    ``claim``: -1 where a is served worse, 1 better, 0 where neither can be shown: both the shrunk interval and the
    unit's own (Newcombe) must leave out 0, so that no unit is spoken of on the strength of the others alone.
    """
    wide = cells(view, two, measure).pivot_table(
        index="unit", columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in (two.a, two.b)], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide[(wide["n1"] > 0) & (wide["n2"] > 0)].reset_index(names="code")
    if len(rows) < 2:
        return rows.assign(name=rows["code"], value=np.nan, low=np.nan, high=np.nan, claim=0)
    # The shares as they are, without bias; their errors with the channel's own share counted as four complaints more,
    # because 2 of 2 says little.
    effects = clumped.of_channels(_both(view, two), measure, two.codes)
    y, s2 = 0.0, 0.0
    for sign, x, n, effect in zip((1, -1), (rows["x1"], rows["x2"]), (rows["n1"], rows["n2"]), effects, strict=True):
        p = (x + 4 * (x.sum() + 1) / (n.sum() + 2)) / (n + 4)
        y, s2 = y + sign * x / n, s2 + effect * p * (1 - p) / n
    value, error = shrink_values(y, np.sqrt(s2))
    names = view.choices["skpds"]
    rows = rows.assign(
        name=[names.get(code, code) for code in rows["code"]],
        value=value,
        low=np.maximum(value - 1.96 * error, -1.0),  # no difference of shares is larger
        high=np.minimum(value + 1.96 * error, 1.0),
    )
    a, b = effects
    own = [difference(row.x1 / a, row.n1 / a, row.x2 / b, row.n2 / b) or (0.0, -1.0, 1.0) for row in rows.itertuples()]
    worse = (rows["high"] < 0) & np.array([high < 0 for _gap, _low, high in own])
    better = (rows["low"] > 0) & np.array([low > 0 for _gap, low, _high in own])
    rows["claim"] = better.astype(int) - worse.astype(int)
    return rows.sort_values(["value", "name"], ignore_index=True)


def where(rows: pd.DataFrame, two: Pair) -> str:
    """What the rows of ``by_unit`` say."""
    return _(
        "Pada {worse} dari {units} SKPD {a} dilayani lebih buruk daripada {b}, pada {better} lebih baik; pada sisanya tidak ada perbedaan yang dapat ditunjukkan.",
        worse=number(int((rows["claim"] < 0).sum())),
        units=number(len(rows)),
        a=two.a_name,
        b=two.b_name,
        better=number(int((rows["claim"] > 0).sum())),
    )


@dataclass(frozen=True)
class Months:
    """The difference month by month: rows with month, x1, n1, x2, n2, value and signal, and the chart of
    their limits. ``part``: the months that are not whole, or not yet known in full; no limits are held against them.
    """

    two: Pair
    rows: pd.DataFrame
    chart: Xmr
    part: pd.DataFrame

    @property
    def is_enough(self) -> bool:
        return len(self.rows) >= 3

    def sentence(self) -> str:
        """The last month, and whether the months vary more than usual."""
        last = self.rows.iloc[-1]
        return _(
            "{month}: selisih {value} poin ({a} n = {n1}, {b} n = {n2}); {words}.",
            month=month(last["month"]),
            value=points(float(last["value"])),
            a=self.two.a,
            n1=number(last["n1"]),
            b=self.two.b,
            n2=number(last["n2"]),
            words=variations()[self.chart.variation()],
        )

    def unripe(self) -> str:
        """The months that are not compared, with their figures; empty where all are whole."""
        if self.part.empty:
            return ""
        each = [
            f"{month(row.month)} ({points(row.value)}; n = {number(row.n1)}, {number(row.n2)})"
            for row in self.part.itertuples()
        ]
        return _(
            "Tidak ikut dibandingkan, karena bulannya belum utuh atau hasilnya belum semua diketahui: {months}.",
            months="; ".join(each),
        )


@finding
def monthly(view: View, two: Pair, measure: str) -> Months:
    """The months up to the end of the period in which both have enough complaints. Not for a measure of the stock.

    Only whole months whose outcome is known in full are compared: those of equal length and equal ripeness.
    """
    f = channels.months(_both(view, two), MONTHS)
    data = channels.monthly(f, measure)
    wide = data.pivot_table(index="month", columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in two.codes], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide[(wide["n1"] >= LEAST) & (wide["n2"] >= LEAST)].reset_index()
    rows = rows.assign(value=rows["x1"] / rows["n1"] - rows["x2"] / rows["n2"])
    ripe = replace(f, as_of=skpds.known_at(f, measure))
    is_part = np.array([steps.is_cut(each.date(), "month", ripe) for each in rows["month"]], dtype=bool)
    whole = rows[~is_part].reset_index(drop=True)
    chart = xmr(whole["value"])
    return Months(two, whole.assign(signal=chart.signal), chart, rows[is_part].reset_index(drop=True))


@dataclass(frozen=True)
class Lens:
    """Hints for Edwards' four variables: how far the channel reaches, the load of the units and the stock, and what
    comes first and is refused. ``load`` counts due complaints by unit."""

    received: int
    of_all: int
    areas: tuple[int, int]
    known_areas: int
    load_median: float | None
    load_p90: float | None
    units: int
    open: int
    settled: int
    days_to_clear: float | None
    coordination: Gap
    refused: Gap
    journeys: tuple[Journey, Journey]


@finding
def lens(view: View, two: Pair) -> Lens:
    f = replace(view.filters, channels=())
    found = channels.reach(f)
    reach = found[~found["is_list"]].set_index("code")
    total = reach.sum()
    load = skpds.cells(f, "tepat-waktu").groupby("unit")["n"].sum()
    settled, opened = int(total["selesai"]), int(total["terbuka"])
    return Lens(
        received=int(reach["masuk"].get(two.a, 0)),
        of_all=int(total["masuk"]),
        areas=(int(reach["kelurahan"].get(two.a, 0)), int(reach["kelurahan"].get(two.b, 0))),
        known_areas=int(found.loc[found["is_list"], "kelurahan"].sum()),
        load_median=float(load.median()) if len(load) else None,
        load_p90=float(load.quantile(0.9)) if len(load) else None,
        units=len(load),
        open=opened,
        settled=settled,
        days_to_clear=opened / (settled / max(f.elapsed_days, 1)) if settled else None,
        coordination=gap(view, two, "koordinasi"),
        refused=gap(view, two, "tl-ditolak"),
        journeys=journeys(view, two),
    )
