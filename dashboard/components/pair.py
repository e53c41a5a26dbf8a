"""The cards of the page LAPOR dan JAKI: is a citizen who used one channel served worse than one who used another?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.survival import DAYS
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import named, of_cohort, report_link, to
from dashboard.components.filters import choice
from dashboard.components.listing import units as units_table
from dashboard.components.signals import icon
from dashboard.findings import pair
from dashboard.findings.measures import measures
from dashboard.formats import NONE, month, number, percent, plain
from dashboard.kept import replayed
from dashboard.places import UNIT_LIST
from dashboard.texts import _
from dashboard.view import View


def chosen(view: View) -> pair.Pair | None:
    """The two channels from the address, LAPOR and JAKI without it; None where they are the same."""
    names = view.choices["channels"]
    first = {code: names[code] for code in ("LAPOR", *names) if code in names}
    second = {code: names[code] for code in ("JAKI", *names) if code in names}
    if not names:
        st.info(_("Sumber ini tidak memuat daftar kanal: tidak ada yang dapat dibandingkan."))
        return None
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
    return pair.Pair(a, b, names[a], names[b])


def measure(view: View) -> str:
    """The measure of the page, from the address."""
    words = {code: measures()[code].label for code in ("tepat-waktu", *pair.SHARES)}
    measure = choice("ukuran", _("Ukuran"), words, box=True)
    st.caption(f"{measures()[measure].says} {measures()[measure].says_not}")
    return measure


@card(height=420)
@replayed
def answer(view: View, two: pair.Pair, measure: str) -> None:
    """The difference by one measure: in words, crude and adjusted."""
    gap = pair.gap(view, two, measure)
    words = gap.sentence()
    st.markdown(f"**{plain(words)}**")
    if gap.crude is None:
        return
    rows = []
    sides = ((two.a_name, gap.x1, gap.n1), (two.b_name, gap.x2, gap.n2))
    for (name, x, n), (low, high) in zip(sides, gap.intervals, strict=True):
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
        parts = [(_("Mentah"), *gap.crude)]
        if gap.adjusted is not None:
            parts.append((_("Disesuaikan"), gap.adjusted.difference, gap.adjusted.low, gap.adjusted.high))
        rows = [(name, value, low, high, pair.interval(value, low, high), False) for name, value, low, high in parts]
        data = pd.DataFrame(rows, columns=columns)
        span = float(data[["low", "high"]].abs().to_numpy().max()) * 1.1 or 0.1
        title = _("selisih {a} – {b}", a=two.a, b=two.b)
        draw(marks.ranges, data, x_title=title, percent=True, least=-span, most=span, zero=True, alt=words)
    if how := gap.how_adjusted():
        st.caption(plain(how))
    with st.container(horizontal=True, gap="small"):
        bad = measures()[measure].bad
        query = {} if measure == "tepat-waktu" else {"ukuran": measure}
        for name, code, x, n in (
            (two.a_name, two.a, gap.x1, gap.n1),
            (two.b_name, two.b, gap.x2, gap.n2),
        ):
            to(view, UNIT_LIST, f"{plain(name)}, {bad}", n - x, kanal=[code], hasil="kurang", **query)


@card(height=320)
@replayed
def table(view: View, two: pair.Pair) -> None:
    """Every measure of both channels, crude and adjusted, and what else their journeys tell."""
    st.header(_("Semua ukuran"))
    rows = []
    for code in pair.SHARES:
        gap = pair.gap(view, two, code)
        crude, adjusted = gap.crude, gap.adjusted
        rows.append(
            (
                measures()[code].label,
                f"{percent(gap.x1, gap.n1)} (n = {number(gap.n1)})",
                f"{percent(gap.x2, gap.n2)} (n = {number(gap.n2)})",
                NONE if crude is None else pair.interval(*crude),
                NONE if adjusted is None else pair.interval(adjusted.difference, adjusted.low, adjusted.high),
            )
        )
    names = [
        _("Ukuran"),
        plain(two.a_name),
        plain(two.b_name),
        _("Selisih mentah (poin)"),
        _("Selisih disesuaikan (poin)"),
    ]
    st.table(pd.DataFrame(rows, columns=names).set_index(names[0]))
    labels, (a, b) = pair.journey_labels(), pair.journeys(view, two)
    sides = zip(labels.values(), a.words().values(), b.words().values(), strict=True)
    st.table(
        pd.DataFrame(sides, columns=[_("Perjalanan"), plain(two.a_name), plain(two.b_name)]).set_index(_("Perjalanan"))
    )
    st.caption(
        _(
            "Perjalanan: aduan yang selesai pada periode ini, tanpa penyesuaian. Nilai hanya dari yang menjawab: bandingkan bersama bagian yang menilai."
        )
    )


@card(height=420)
@replayed
def duration(view: View, two: pair.Pair) -> None:
    """How long both take, the open ones counted."""
    st.header(_("Berapa lama"))
    durations = pair.durations(view, two)
    rows, lines = [], []
    for name, known, effect in zip((two.a_name, two.b_name), durations.curves, durations.effects, strict=True):
        low, high = known.median_interval(effect=effect)
        within = [known.settled_within(24 * days) for days in DAYS]
        rows.append(
            (
                f"{plain(name)} (n = {number(known.n)})",
                pair.or_more(known.median, known),
                f"{pair.or_more(low, known)} – {pair.or_more(high, known)}",
                pair.or_more(known.quantile(0.9), known),
                *(NONE if part is None else percent(part, 1) for part in within),
            )
        )
        inside = known.hour <= 30 * 24
        hour, settled = known.hour[inside], 1 - known.unsettled[inside]
        keep = np.unique(np.concatenate([[0], np.searchsorted(hour, np.arange(0, 721, 4), side="right") - 1]).clip(0))
        if len(hour):
            lines.append(pd.DataFrame({"day": hour[keep] / 24, "settled": settled[keep], "name": name}))
    if not lines:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    takeaway = durations.sentence()
    st.caption(plain(takeaway) + " " + _("Kaplan-Meier, yang masih terbuka ikut dihitung; tanpa penyesuaian."))
    draw(
        marks.curves,
        pd.concat(lines, ignore_index=True),
        x_title=_("hari sejak masuk"),
        y_title=_("sudah selesai"),
        alt=takeaway,
    )
    heads = [_("Kanal"), _("Waktu tengah"), _("95 %"), _("90 % selesai"), *(_("{n} hari", n=days) for days in DAYS)]
    st.table(pd.DataFrame(rows, columns=heads).set_index(heads[0]))


SHOWN = 30


@replayed
def _where(view: View, two: pair.Pair, measure: str) -> str:
    rows = pair.by_unit(view, two, measure)
    if len(rows) < 2:
        st.info(_("Kurang dari dua SKPD menerima aduan dari kedua kanal pada ukuran ini."))
        return ""
    takeaway = pair.where(rows, two)
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
            f"{pair.interval(row.value, row.low, row.high)} · n = {number(row.n1)}, {number(row.n2)}"
            for row in shown.itertuples()
        ],
    )
    span = float(data[["low", "high"]].abs().to_numpy().max()) * 1.05 or 0.1
    with st.container(height=min(560, marks.LINE * len(data) + 110), border=False):
        title = _("selisih {a} – {b}", a=two.a, b=two.b)
        draw(
            marks.ranges,
            data,
            of=_("SKPD"),
            x_title=title,
            percent=True,
            least=-span,
            most=span,
            zero=True,
            alt=takeaway,
        )
    return takeaway


@card(height=560)
def where(view: View, two: pair.Pair, measure: str) -> None:
    """The difference per SKPD, shrunk, the worst first; a row opens its list."""
    st.header(_("Di mana"))
    takeaway = _where(view, two, measure)
    if not takeaway:
        return
    rows = pair.by_unit(view, two, measure)
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
def when(view: View, two: pair.Pair, measure: str) -> None:
    """The difference per month, with signals."""
    st.header(_("Kapan"))
    if measure == "dalam-tenggat":
        st.info(_("Ukuran tumpukan hanya ada untuk waktu “per”: pilih ukuran lain untuk melihat bulan demi bulan."))
        return
    months = pair.monthly(view, two, measure)
    if not months.is_enough:
        st.info(
            _(
                "Belum cukup data: perlu sedikitnya tiga bulan yang masing-masing memuat sedikitnya {n} aduan dari masing-masing kanal.",
                n=pair.LEAST,
            )
        )
        return
    chart, rows = months.chart, months.rows
    takeaway = months.sentence()
    shown = pd.DataFrame(
        {
            "week": rows["month"],
            "value": rows["value"],
            "signal": rows["signal"],
            "mark": "",
            "words": [
                f"{month(row.month)}: {pair.points(row.value)} (n = {number(row.n1)}, {number(row.n2)})"
                for row in rows.itertuples()
            ],
        }
    )
    options = {"mean": chart.mean, "low": chart.low, "high": chart.high, "target": 0.0, "title": _("Selisih per bulan")}
    draw(marks.xmr, shown, alt=takeaway, height=220, floor=-1.0, **options)
    st.markdown(
        f"{icon(chart.variation())} {plain(takeaway)}" + (" " + _("Batas sementara.") if chart.is_trial else "")
    )
    said = _("Garis titik-titik: tidak ada selisih. Hanya bulan utuh; tanpa penyesuaian jenis aduan.")
    st.caption(" ".join(text for text in (said, months.unripe()) if text))


@card(height=520)
@replayed
def lens(view: View, two: pair.Pair) -> None:
    """Edwards' four variables, each with what the database can give and what that cannot say."""
    st.header(_("Lensa implementasi"))
    st.caption(
        _(
            "Empat peubah George C. Edwards III (Implementing Public Policy, 1980), masing-masing dengan petunjuk yang dapat diberikan basis data. Tidak ada skor gabungan."
        )
    )
    grid = st.grid(2, min_column_width=340, gap="medium", border=True)
    for title, lines, limit in _variables(view, two):
        with grid.cell():
            st.subheader(title)
            st.markdown("\n".join(f"- {line}" for line in lines))
            st.caption(limit)


def _variables(view: View, two: pair.Pair) -> list[tuple[str, list[str], str]]:
    lens = pair.lens(view, two)
    labels, (a, b) = pair.journey_labels(), [each.words() for each in lens.journeys]

    def sides(of: pair.Gap) -> str:
        return f"{plain(two.a_name)} {percent(of.x1, of.n1)} (n = {number(of.n1)}), {plain(two.b_name)} {percent(of.x2, of.n2)} (n = {number(of.n2)})"

    def journey(name: str) -> str:
        return f"{labels[name]}: {plain(two.a_name)} {a[name]}, {plain(two.b_name)} {b[name]}"

    return [
        (
            _("Komunikasi"),
            [
                _(
                    "{a}: {n} dari {all} aduan masuk ({share})",
                    a=plain(two.a_name),
                    n=number(lens.received),
                    all=number(lens.of_all),
                    share=percent(lens.received, lens.of_all),
                ),
                _(
                    "Kelurahan yang terjangkau: {a} {n1}, {b} {n2} dari {all} yang dikenal",
                    a=plain(two.a_name),
                    n1=number(lens.areas[0]),
                    b=plain(two.b_name),
                    n2=number(lens.areas[1]),
                    all=number(lens.known_areas),
                ),
            ],
            _(
                "Tidak mengatakan siapa yang tahu kanal ini atau mengapa tidak memakainya; aduan tanpa kelurahan tidak terlihat di sini."
            ),
        ),
        (
            _("Sumber daya"),
            [
                _(
                    "Beban per SKPD (aduan jatuh tempo): median {median}, 10 % tersibuk di atas {p90} (n = {n} SKPD)",
                    median=number(lens.load_median),
                    p90=number(lens.load_p90),
                    n=number(lens.units),
                ),
                _(
                    "Terbuka {open} aduan, selesai {out} pada periode ini: {days} hari untuk menghabiskannya",
                    open=number(lens.open),
                    out=number(lens.settled),
                    days=NONE if lens.days_to_clear is None else number(lens.days_to_clear),
                ),
            ],
            _(
                "Tidak mengenal jumlah petugas, anggaran atau alat: beban yang sama dapat ringan di satu SKPD dan berat di yang lain."
            ),
        ),
        (
            _("Disposisi (sikap pelaksana)"),
            [
                measures()["koordinasi"].label + ": " + sides(lens.coordination),
                measures()["tl-ditolak"].label + ": " + sides(lens.refused),
            ],
            _(
                "Sikap tidak terukur di basis data; yang terlihat hanya langkah pertama dan pekerjaan yang ditolak; penolakan juga bergantung pada pemeriksa."
            ),
        ),
        (
            _("Struktur birokrasi"),
            [
                journey("handovers"),
                journey("moved-again"),
                journey("with-ews"),
            ],
            _(
                "Serah terima dapat berarti aturan yang berbelit atau aduan yang memang milik SKPD lain; keduanya tercatat sama."
            ),
        ),
    ]
