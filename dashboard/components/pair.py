"""The cards of the page LAPOR dan JAKI: is a citizen who used one channel served worse than one who used another?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.ranks import shrink_values
from dashboard.analysis.rates import difference, wilson
from dashboard.analysis.signals import xmr
from dashboard.analysis.stratified import Adjusted, mantel_haenszel, strata
from dashboard.analysis.survival import DAYS, Curve, kaplan_meier, of_row
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import named, of_cohort, report_link, to
from dashboard.components.filters import choice
from dashboard.components.listing import units as units_table
from dashboard.components.signals import variations
from dashboard.findings.measures import measures
from dashboard.findings.standing import group_map
from dashboard.formats import NONE, month, number, percent, plain, reached, signed
from dashboard.kept import finding, replayed
from dashboard.places import UNIT_LIST
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


def pair(view: View) -> Pair | None:
    """The two channels from the address, LAPOR and JAKI without it; None where they are the same."""
    names = view.choices["channels"]
    first = {code: names[code] for code in ("LAPOR", *names) if code in names}
    second = {code: names[code] for code in ("JAKI", *names) if code in names}
    left, right = st.columns(2)
    with left:
        a = choice("a", _("Kanal yang ditanyakan"), first, box=True)
    with right:
        b = choice("b", _("Dibandingkan dengan"), second, box=True)
    if view.filters.channels:
        named(view, [_("Kanal (dipilih di sini)")])
    if a == b:
        st.info(_("Pilih dua kanal yang berbeda."))
        return None
    return Pair(a, b, names[a], names[b])


def measure(view: View) -> str:
    """The measure of the page, from the address."""
    words = {code: measures()[code].label for code in ("tepat-waktu", *SHARES)}
    found = choice("ukuran", _("Ukuran"), words, box=True)
    st.caption(f"{measures()[found].says} {measures()[found].says_not}")
    return found


def _both(view: View, two: Pair) -> Filters:
    return replace(view.filters, channels=tuple(sorted((two.a, two.b))))


def _cells(view: View, two: Pair, measure: str) -> pd.DataFrame:
    """The cells of both channels with the group of each unit; the filter SKPD keeps its units."""
    cells = skpds.cells(_both(view, two), measure)
    if view.filters.skpds:
        cells = cells[cells["unit"].isin(view.filters.skpds)]
    return cells.assign(group=cells["unit"].map(group_map()).fillna("lain"))


@dataclass(frozen=True)
class Gap:
    """Counts of both channels, the crude difference with its interval, and the adjusted one."""

    x1: int
    n1: int
    x2: int
    n2: int
    crude: tuple[float, float, float] | None
    adjusted: Adjusted | None


@finding
def gap(view: View, two: Pair, measure: str) -> Gap:
    cells = _cells(view, two, measure)
    sums = cells.groupby("channel")[["x", "n"]].sum()
    (x1, n1), (x2, n2) = ((int(sums["x"].get(code, 0)), int(sums["n"].get(code, 0))) for code in (two.a, two.b))
    if min(n1, n2) < settings().minimum_cohort:
        return Gap(x1, n1, x2, n2, None, None)
    rows = strata(cells, two.a, two.b)
    adjusted = mantel_haenszel(rows["x1"], rows["n1"], rows["x2"], rows["n2"])
    return Gap(x1, n1, x2, n2, difference(x1, n1, x2, n2), adjusted)


def _points(share: float) -> str:
    """A difference of shares in percentage points."""
    return signed(100 * share)


def verdict(two: Pair, measure: str, found: Gap) -> str:
    """The answer in one sentence, never stronger than the interval allows."""
    if found.crude is None:
        return _(
            "Belum cukup data: {a} {n1} aduan, {b} {n2} aduan; perlu {least} dari masing-masing.",
            a=two.a_name,
            n1=number(found.n1),
            b=two.b_name,
            n2=number(found.n2),
            least=number(settings().minimum_cohort),
        )
    adjusted = found.adjusted
    if adjusted is None:
        return _(
            "Tidak ada kelompok SKPD yang menerima jenis aduan yang sama dari keduanya: perbedaan tidak dapat disesuaikan."
        )
    if adjusted.low <= 0 <= adjusted.high:
        return _(
            "Tidak ada perbedaan yang dapat ditunjukkan antara {a} dan {b} pada jenis aduan dan kelompok SKPD yang sama ({value} poin, 95 %: {low} sampai {high}).",
            a=two.a_name,
            b=two.b_name,
            value=_points(adjusted.difference),
            low=_points(adjusted.low),
            high=_points(adjusted.high),
        )
    edges = sorted((abs(adjusted.low), abs(adjusted.high)))
    worse = adjusted.difference < 0
    if measure in ("tepat-waktu", "koordinasi"):
        words = (
            _("{a} dilayani {value} poin lebih lambat ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama.")
            if worse
            else _("{a} dilayani {value} poin lebih cepat ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama.")
        )  # fmt: skip
    else:
        words = (
            _("{a} {value} poin lebih buruk ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama.")
            if worse
            else _("{a} {value} poin lebih baik ({low} sampai {high}) daripada {b} pada jenis aduan dan kelompok SKPD yang sama.")
        )  # fmt: skip
    return words.format(
        a=two.a_name,
        b=two.b_name,
        value=number(100 * abs(adjusted.difference), 1),
        low=number(100 * edges[0], 1),
        high=number(100 * edges[1], 1),
    )


@card(height=420)
@replayed
def answer(view: View, two: Pair, measure: str) -> None:
    """The difference by one measure: in words, crude and adjusted."""
    found = gap(view, two, measure)
    words = verdict(two, measure, found)
    st.markdown(f"**{plain(words)}**")
    if found.crude is None:
        return
    rows = []
    for name, x, n in ((two.a_name, found.x1, found.n1), (two.b_name, found.x2, found.n2)):
        low, high = wilson(x, n)
        text = f"{percent(x, n)} (95 %: {percent(float(low), 1)} – {percent(float(high), 1)})"
        rows.append((f"{name} (n = {number(n)})", x / n, float(low), float(high), text, False))
    columns = ["name", "value", "low", "high", "words", "is_own"]
    left, right = st.columns(2, gap="large")
    with left:
        data = pd.DataFrame(rows, columns=columns)
        title = measures()[measure].label + ", " + _("dengan selang 95 %")
        least = max(0.0, float(data["low"].min()) - 0.02)
        draw(marks.ranges, data, x_title=title, percent=True, least=least, most=1.0, alt=words)
    with right:
        parts = [(_("Mentah"), *found.crude)]
        if found.adjusted is not None:
            parts.append((_("Disesuaikan"), found.adjusted.difference, found.adjusted.low, found.adjusted.high))
        rows = [
            (name, value, low, high, f"{_points(value)} ({_points(low)} – {_points(high)})", False)
            for name, value, low, high in parts
        ]
        data = pd.DataFrame(rows, columns=columns)
        span = float(data[["low", "high"]].abs().to_numpy().max()) * 1.1 or 0.1
        title = _("selisih {a} – {b}", a=two.a, b=two.b)
        draw(marks.ranges, data, x_title=title, percent=True, least=-span, most=span, zero=True, alt=words)
    if found.adjusted is not None:
        st.caption(
            _(
                "Disesuaikan: Mantel-Haenszel atas {strata} strata kelompok SKPD × kategori yang memuat keduanya; {used} dari aduan {a} terpakai. Strata yang jarang digabung.",
                strata=number(found.adjusted.strata),
                used=percent(found.adjusted.used, 1, 0),
                a=two.a_name,
            )
        )
    with st.container(horizontal=True, gap="small"):
        bad = measures()[measure].bad
        query = {} if measure == "tepat-waktu" else {"ukuran": measure}
        for name, code, x, n in (
            (two.a_name, two.a, found.x1, found.n1),
            (two.b_name, two.b, found.x2, found.n2),
        ):
            to(view, UNIT_LIST, f"{plain(name)}, {bad}", n - x, kanal=[code], hasil="kurang", **query)


@card(height=320)
@replayed
def table(view: View, two: Pair) -> None:
    """Every measure of both channels, crude and adjusted, and what else their journeys tell."""
    st.header(_("Semua ukuran"))
    rows = []
    for code in SHARES:
        found = gap(view, two, code)
        crude, adjusted = found.crude, found.adjusted
        rows.append(
            (
                measures()[code].label,
                f"{percent(found.x1, found.n1)} (n = {number(found.n1)})",
                f"{percent(found.x2, found.n2)} (n = {number(found.n2)})",
                NONE if crude is None else f"{_points(crude[0])} ({_points(crude[1])} – {_points(crude[2])})",
                NONE
                if adjusted is None
                else f"{_points(adjusted.difference)} ({_points(adjusted.low)} – {_points(adjusted.high)})",
            )
        )
    names = [_("Ukuran"), two.a_name, two.b_name, _("Selisih mentah (poin)"), _("Selisih disesuaikan (poin)")]
    st.table(pd.DataFrame(rows, columns=names).set_index(names[0]))
    st.table(
        pd.DataFrame(_journeys(view, two), columns=[_("Perjalanan"), two.a_name, two.b_name]).set_index(_("Perjalanan"))
    )
    st.caption(
        _(
            "Perjalanan: aduan yang selesai pada periode ini, tanpa penyesuaian. Nilai hanya dari yang menjawab: bandingkan bersama bagian yang menilai."
        )
    )


def _journeys(view: View, two: Pair) -> list[tuple[str, str, str]]:
    """Label and words of both channels: hand-overs, EWS, rating."""
    found = channels.journey(_both(view, two)).set_index("code")
    sides = []
    for code in (two.a, two.b):
        if code not in found.index:
            sides.append([NONE] * 5)
            continue
        row = found.loc[code]
        n = int(row["selesai"])
        sides.append(
            [
                number(n),
                number(row["serah_terima"] / n, 2),
                f"{percent(row['berpindah_lagi'], n)} (n = {number(n)})",
                f"{percent(row['ber_ews'], n)} (n = {number(n)})",
                _(
                    "{mean} dari {rated} penilai ({share} dari yang selesai)",
                    mean=number(row["jumlah_nilai"] / row["dinilai"], 2),
                    rated=number(row["dinilai"]),
                    share=percent(row["dinilai"], n),
                )
                if row["dinilai"]
                else _("tidak ada penilai"),
            ]
        )
    labels = [
        _("Selesai (n)"),
        _("Serah terima per aduan"),
        _("Berpindah lebih dari sekali"),
        _("Mendapat EWS"),
        _("Nilai warga, rata-rata"),
    ]
    return list(zip(labels, *sides, strict=True))


@finding
def curves_of(view: View, two: Pair) -> dict[str, Curve]:
    """The Kaplan-Meier curves of both channels over the period, by their codes."""
    f, codes = _both(view, two), (two.a, two.b)
    found = complaints.durations(f, ((f.since, min(f.until, f.as_of)),) * 2, codes)
    rows = {row.number: row for row in found.itertuples()}
    none = kaplan_meier([], [], [], [])
    return {code: of_row(rows[number]) if number in rows else none for number, code in enumerate(codes, 1)}


@card(height=420)
@replayed
def duration(view: View, two: Pair) -> None:
    """How long both take, the open ones counted."""
    st.header(_("Berapa lama"))
    curves = curves_of(view, two)
    a, b = curves[two.a], curves[two.b]
    rows, points = [], []
    for name, known in ((two.a_name, a), (two.b_name, b)):
        low, high = known.median_interval()
        within = [known.settled_within(24 * days) for days in DAYS]
        rows.append(
            (
                f"{name} (n = {number(known.n)})",
                _or_more(known.median, known),
                f"{_or_more(low, known)} – {_or_more(high, known)}",
                _or_more(known.quantile(0.9), known),
                *(NONE if part is None else percent(part, 1) for part in within),
            )
        )
        inside = known.hour <= 30 * 24
        hour, settled = known.hour[inside], 1 - known.unsettled[inside]
        keep = np.unique(np.concatenate([[0], np.searchsorted(hour, np.arange(0, 721, 4), side="right") - 1]).clip(0))
        if len(hour):
            points.append(pd.DataFrame({"day": hour[keep] / 24, "settled": settled[keep], "name": name}))
    if not points:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    takeaway = _(
        "Waktu sampai separuh aduan selesai: {a} {ta}, {b} {tb}.",
        a=two.a_name,
        ta=_or_more(a.median, a),
        b=two.b_name,
        tb=_or_more(b.median, b),
    )
    st.caption(plain(takeaway) + " " + _("Kaplan-Meier, yang masih terbuka ikut dihitung; tanpa penyesuaian."))
    draw(marks.curves, pd.concat(points, ignore_index=True), x_title=_("hari sejak masuk"), y_title=_("sudah selesai"), alt=takeaway)  # fmt: skip
    heads = [_("Kanal"), _("Waktu tengah"), _("95 %"), _("90 % selesai"), *(_("{n} hari", n=days) for days in DAYS)]
    st.table(pd.DataFrame(rows, columns=heads).set_index(heads[0]))


def _or_more(value: float | None, known: Curve) -> str:
    return reached(value, known.last_hour) if known.n else NONE


@finding
def by_unit(view: View, two: Pair, measure: str) -> pd.DataFrame:
    """One row a SKPD with complaints of both: code, name, x1, n1, x2, n2, value, low, high (shrunk difference), claim; worst first.

    ``claim``: -1 where a is served worse, 1 better, 0 where neither can be shown: both the shrunk interval and the unit's own
    (Newcombe) must leave out 0, so that no unit is spoken of on the strength of the others alone.
    """
    cells = _cells(view, two, measure)
    wide = cells.pivot_table(index="unit", columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in (two.a, two.b)], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide[(wide["n1"] > 0) & (wide["n2"] > 0)].reset_index(names="code")
    if len(rows) < 2:
        return rows.assign(name=rows["code"], value=np.nan, low=np.nan, high=np.nan, claim=0)
    # The shares as they are, without bias; their errors with the channel's own share counted as four complaints more,
    # because 2 of 2 says little.
    y, s2 = 0.0, 0.0
    for sign, x, n in ((1, rows["x1"], rows["n1"]), (-1, rows["x2"], rows["n2"])):
        p = (x + 4 * (x.sum() + 1) / (n.sum() + 2)) / (n + 4)
        y, s2 = y + sign * x / n, s2 + p * (1 - p) / n
    value, error = shrink_values(y, np.sqrt(s2))
    names = view.choices["skpds"]
    rows = rows.assign(
        name=[names.get(code, code) for code in rows["code"]],
        value=value,
        low=value - 1.96 * error,
        high=value + 1.96 * error,
    )
    own = [difference(row.x1, row.n1, row.x2, row.n2) or (0.0, -1.0, 1.0) for row in rows.itertuples()]
    worse = (rows["high"] < 0) & np.array([high < 0 for _gap, _low, high in own])
    better = (rows["low"] > 0) & np.array([low > 0 for _gap, low, _high in own])
    rows["claim"] = better.astype(int) - worse.astype(int)
    return rows.sort_values(["value", "name"], ignore_index=True)


SHOWN = 30


@replayed
def _where(view: View, two: Pair, measure: str) -> str:
    rows = by_unit(view, two, measure)
    if len(rows) < 2:
        st.info(_("Kurang dari dua SKPD menerima aduan dari kedua kanal pada ukuran ini."))
        return ""
    worse, better = int((rows["claim"] < 0).sum()), int((rows["claim"] > 0).sum())
    takeaway = _(
        "Pada {worse} dari {units} SKPD {a} dilayani lebih buruk daripada {b}, pada {better} lebih baik; pada sisanya tidak ada perbedaan yang dapat ditunjukkan.",
        worse=number(worse),
        units=number(len(rows)),
        a=two.a_name,
        b=two.b_name,
        better=number(better),
    )
    st.markdown(plain(takeaway))
    st.caption(
        _(
            "Selisih per SKPD ditarik ke rata-rata semuanya menurut sedikitnya aduan (disusutkan), dengan selang 95 %; tanpa penyesuaian jenis aduan. Dapat ditunjukkan: selang itu dan selang SKPD itu sendiri sama-sama tidak memuat nol. Digambar paling banyak {n}, yang paling rendah dulu.",
            n=SHOWN,
        )
    )
    shown = rows.head(SHOWN)
    data = shown[["name", "value", "low", "high"]].assign(
        is_own=shown["code"].isin(view.filters.skpds),
        words=[
            f"{_points(row.value)} ({_points(row.low)} – {_points(row.high)}) · n = {number(row.n1)}, {number(row.n2)}"
            for row in shown.itertuples()
        ],
    )
    span = float(data[["low", "high"]].abs().to_numpy().max()) * 1.05 or 0.1
    with st.container(height=min(560, marks.LINE * len(data) + 110), border=False):
        title = _("selisih {a} – {b}", a=two.a, b=two.b)
        draw(marks.ranges, data, x_title=title, percent=True, least=-span, most=span, zero=True, alt=takeaway)
    return takeaway


@card(height=560)
def where(view: View, two: Pair, measure: str) -> None:
    """The difference per SKPD, shrunk, the worst first; a row opens its list."""
    st.header(_("Di mana"))
    takeaway = _where(view, two, measure)
    if not takeaway:
        return
    rows = by_unit(view, two, measure)
    rows = rows.assign(
        points=(100 * rows["value"]).round(1),
        from_=(100 * rows["low"]).round(1),
        until=(100 * rows["high"]).round(1),
        share1=(100 * rows["x1"] / rows["n1"]).round(1),
        share2=(100 * rows["x2"] / rows["n2"]).round(1),
        says=rows["claim"].map({-1: _("lebih buruk"), 0: "", 1: _("lebih baik")}),
    )
    count = st.column_config.NumberColumn
    columns = {
        "points": count(_("Selisih disusutkan (poin)"), format="localized"),
        "from_": count(_("95 % dari"), format="localized"),
        "until": count(_("sampai"), format="localized"),
        "says": st.column_config.TextColumn(_("Dapat ditunjukkan")),
        "share1": count(f"{two.a} (%)", format="localized"),
        "n1": count(f"{two.a} (n)", format="localized"),
        "share2": count(f"{two.b} (%)", format="localized"),
        "n2": count(f"{two.b} (n)", format="localized"),
    }
    for row in units_table(rows, columns, key="pair_units", alt=takeaway):
        with st.container(horizontal=True, gap="small"):
            for name, code, n, x in (
                (two.a_name, two.a, row["n1"], row["x1"]),
                (two.b_name, two.b, row["n2"], row["x2"]),
            ):
                query = of_cohort(row["code"], measure, kanal=[code])
                to(view, UNIT_LIST, f"{plain(row['name'])}, {plain(name)}", int(n), **query)
                query = of_cohort(row["code"], measure, "kurang", kanal=[code])
                to(view, UNIT_LIST, measures()[measure].bad, int(n - x), **query)
            report_link(view, row["code"], row["name"])


@card(height=320)
@replayed
def when(view: View, two: Pair, measure: str) -> None:
    """The difference per month, with signals."""
    st.header(_("Kapan"))
    if measure == "dalam-tenggat":
        st.info(_("Ukuran tumpukan hanya ada untuk waktu “per”: pilih ukuran lain untuk melihat bulan demi bulan."))
        return
    data = channels.monthly(channels.months(_both(view, two), MONTHS), measure)
    wide = data.pivot_table(index="month", columns="channel", values=["x", "n"], aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[(name, side) for name in ("x", "n") for side in (two.a, two.b)], fill_value=0)
    wide.columns = ["x1", "x2", "n1", "n2"]
    rows = wide[(wide["n1"] >= LEAST) & (wide["n2"] >= LEAST)].reset_index()
    if len(rows) < 3:
        st.info(
            _(
                "Belum cukup data: perlu sedikitnya tiga bulan yang masing-masing memuat sedikitnya {n} aduan dari masing-masing kanal.",
                n=LEAST,
            )
        )
        return
    values = rows["x1"] / rows["n1"] - rows["x2"] / rows["n2"]
    chart = xmr(values)
    icon, words = variations()[chart.variation()]
    last = rows.iloc[-1]
    takeaway = _(
        "{month}: selisih {value} poin ({a} n = {n1}, {b} n = {n2}); {words}.",
        month=month(last["month"]),
        value=_points(float(values.iloc[-1])),
        a=two.a,
        n1=number(last["n1"]),
        b=two.b,
        n2=number(last["n2"]),
        words=words,
    )
    shown = pd.DataFrame(
        {
            "week": rows["month"],
            "value": values,
            "signal": chart.signal,
            "mark": "",
            "words": [
                f"{month(row.month)}: {_points(value)} (n = {number(row.n1)}, {number(row.n2)})"
                for row, value in zip(rows.itertuples(), values, strict=True)
            ],
        }
    )
    options = {"mean": chart.mean, "low": chart.low, "high": chart.high, "target": 0.0, "title": _("Selisih per bulan")}
    draw(marks.xmr, shown, alt=takeaway, height=220, floor=-1.0, **options)
    st.markdown(f"{icon} {plain(takeaway)}" + (" " + _("Batas sementara.") if chart.is_trial else ""))
    st.caption(
        _(
            "Garis titik-titik: tidak ada selisih. Bulan yang dipotong periode ikut digambar; tanpa penyesuaian jenis aduan."
        )
    )


@card(height=520)
@replayed
def lens(view: View, two: Pair) -> None:
    """Edwards' four variables, each with what the database can give and what that cannot say."""
    st.header(_("Lensa implementasi"))
    st.caption(
        _("Empat peubah George C. Edwards III (Implementing Public Policy, 1980), masing-masing dengan petunjuk yang dapat diberikan basis data. Tidak ada skor gabungan.")
    )  # fmt: skip
    grid = st.grid(2, min_column_width=340, gap="medium", border=True)
    for title, lines, limit in _variables(view, two):
        with grid.cell():
            st.subheader(title)
            st.markdown("\n".join(f"- {line}" for line in lines))
            st.caption(limit)


def _variables(view: View, two: Pair) -> list[tuple[str, list[str], str]]:
    f = replace(view.filters, channels=())
    reach = channels.reach(f).set_index("code")
    total = reach.sum()
    everything, one = int(total["masuk"]), int(reach["masuk"].get(two.a, 0))
    load = skpds.cells(f, "tepat-waktu").groupby("unit")["n"].sum()
    coordination, refused = gap(view, two, "koordinasi"), gap(view, two, "tl-ditolak")
    journeys = {label: (a, b) for label, a, b in _journeys(view, two)}

    def sides(found: Gap) -> str:
        return f"{plain(two.a_name)} {percent(found.x1, found.n1)} (n = {number(found.n1)}), {plain(two.b_name)} {percent(found.x2, found.n2)} (n = {number(found.n2)})"

    def journey(label: str) -> str:
        a, b = journeys[label]
        return f"{label}: {plain(two.a_name)} {a}, {plain(two.b_name)} {b}"

    areas = int(reach["kelurahan"].get("", 0))
    return [
        (
            _("Komunikasi"),
            [
                _("{a}: {n} dari {all} aduan masuk ({share})", a=plain(two.a_name), n=number(one), all=number(everything), share=percent(one, everything)),
                _("Kelurahan yang terjangkau: {a} {n1}, {b} {n2} dari {all} yang dikenal", a=plain(two.a_name), n1=number(reach["kelurahan"].get(two.a, 0)), b=plain(two.b_name), n2=number(reach["kelurahan"].get(two.b, 0)), all=number(areas)),
            ],
            _("Tidak mengatakan siapa yang tahu kanal ini atau mengapa tidak memakainya; aduan tanpa kelurahan tidak terlihat di sini."),
        ),
        (
            _("Sumber daya"),
            [
                _("Beban per SKPD (aduan jatuh tempo): median {median}, 10 % tersibuk di atas {p90} (n = {n} SKPD)", median=number(load.median() if len(load) else None), p90=number(load.quantile(0.9) if len(load) else None), n=number(len(load))),
                _("Terbuka {open} aduan, selesai {out} pada periode ini: {days} hari untuk menghabiskannya", open=number(total["terbuka"]), out=number(total["selesai"]), days=number(total["terbuka"] / (total["selesai"] / max(f.elapsed_days, 1)), 0) if total["selesai"] else NONE),
            ],
            _("Tidak mengenal jumlah petugas, anggaran atau alat: beban yang sama dapat ringan di satu SKPD dan berat di yang lain."),
        ),
        (
            _("Disposisi (sikap pelaksana)"),
            [
                measures()["koordinasi"].label + ": " + sides(coordination),
                measures()["tl-ditolak"].label + ": " + sides(refused),
            ],
            _("Sikap tidak terukur di basis data; yang terlihat hanya langkah pertama dan pekerjaan yang ditolak; penolakan juga bergantung pada pemeriksa."),
        ),
        (
            _("Struktur birokrasi"),
            [
                journey(_("Serah terima per aduan")),
                journey(_("Berpindah lebih dari sekali")),
                journey(_("Mendapat EWS")),
            ],
            _("Serah terima dapat berarti aturan yang berbelit atau aduan yang memang milik SKPD lain; keduanya tercatat sama."),
        ),
    ]  # fmt: skip
