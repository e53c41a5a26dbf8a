"""Signals: weekly figures of units as process behaviour charts, and the cards of the page Sinyal."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.address import whole_number
from dashboard.analysis.signals import ENOUGH, Variation
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import report_link
from dashboard.components.listing import pager, picked, within
from dashboard.findings import signals
from dashboard.formats import number, percent, plain
from dashboard.kept import replayed
from dashboard.texts import _
from dashboard.view import View

PER_PAGE = 12
ICONS = {"worse": ":material/trending_down:", "better": ":material/trending_up:"}
USUAL = ":material/horizontal_rule:"
SURE = {
    "above": ":material/check_circle:",
    "below": ":material/cancel:",
    "mixed": ":material/swap_vert:",
    "none": ":material/help:",
}


def icon(variation: Variation) -> str:
    return ICONS.get(variation, USUAL)


def how_to_read() -> None:
    with st.expander(_("Cara membaca"), icon=":material/help:"):
        lines = [
            _(
                "Setiap titik adalah satu pekan; garis tengah adalah angka SKPD itu sendiri dalam 26 pekan, garis putus-putus batas satu pekan: di luarnya hanya 0,27 % pekan bila tidak ada yang berubah. Batasnya melebar bila aduannya sedikit atau datang berkelompok."
            ),
            _(
                "**Sinyal** ada bila 1, 2, 3, 4, 6, atau 8 pekan terbaru berbeda dari pekan-pekan sebelumnya lebih dari yang dapat dibuat kebetulan (uji eksak Fisher), sesudah pekan yang berat bagi semua (libur, musim, banjir) diperhitungkan. Penurunan mendadak maupun pelan terlihat. Segitiga ke atas: membaik; segitiga ke bawah: memburuk; bulat: goyangan biasa, tidak perlu dijelaskan."
            ),
            _(
                "**Pembanding** (garis titik-titik) adalah target yang ditetapkan administrator atau, bila tidak ada, angka seluruh kelompok. Selalu di atas: goyangan biasa pun tidak menjatuhkannya ke bawah pembanding."
            ),
            _(
                "Di dasar gambar: ◆ pekan dengan hari banjir (aduan banjir sedikitnya tiga kali hari biasa dan sedikitnya 5), ▽ pekan dengan hari libur."
            ),
            _(
                "Batas di luar 0–100 % tidak digambar. Kurang dari {n} titik: batas sementara. Pekan dengan kurang dari {least} aduan tidak digambar.",
                n=ENOUGH,
                least=signals.LEAST,
            ),
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))


def drawn(series: signals.Series, *, title: str, tall: int = 150) -> None:
    """The chart of one unit, with both icons and their words below."""
    words, sure_words = signals.variations()[series.variation], signals.assurances()[series.assurance]
    data = series.data.assign(words=series.words, mark=series.marks)
    last = data.iloc[-1]
    alt = f"{title}: {words}, {sure_words}. {last['words']}."
    low, high = series.usual
    options = {"mean": series.mean, "low": low, "high": high, "target": series.target, "title": title}
    columns = ["week", "value", "low", "high", "signal", "mark", "words"]
    draw(marks.xmr, data[columns], alt=alt, height=tall, **options)
    colour = {"worse": "orange", "better": "blue"}.get(series.variation)
    strong = f":{colour}[{icon(series.variation)} **{words}**]" if colour else f"{icon(series.variation)} {words}"
    trial = " · " + _("batas sementara") if series.is_trial else ""
    st.markdown(
        f"{strong} · {SURE[series.assurance]} {sure_words}  \n:small[{plain(last['words'])} · "
        + _("rata-rata {mean}, {n} pekan", mean=percent(series.mean, 1), n=number(len(series.data)))
        + f"{trial}]"
    )


@replayed
def _summary(view: View, group: str, measure: str) -> None:
    charts = signals.of_group(view, group, measure)
    st.markdown(charts.sentence())
    st.caption(charts.basis())


@replayed
def _some(view: View, group: str, measure: str, page: int) -> None:
    every = signals.of_group(view, group, measure).series
    shown = every[(page - 1) * PER_PAGE : page * PER_PAGE]
    own = [one for one in every if one.code in view.filters.skpds]
    others = [one for one in every if one.code not in view.filters.skpds]
    for title, whole in (
        (_("SKPD yang dipilih"), own),
        (_("Memberi sinyal"), [one for one in others if one.variation in ("worse", "better")]),
        (_("Hanya goyangan biasa"), [one for one in others if one.variation not in ("worse", "better")]),
    ):
        part = [one for one in shown if one.code in {each.code for each in whole}]
        if not part:
            continue
        st.header(f"{title} ({number(len(whole))})")
        grid = st.grid("auto", min_column_width=340, gap="medium")
        for one in part:
            with grid.cell():
                drawn(one, title=("▶ " if one in own else "") + one.name)


@card(height=640)
def board(view: View, group: str, measure: str) -> None:
    """Every unit of the group with enough weeks as a small chart, those with a signal first."""
    charts = signals.of_group(view, group, measure)
    series = charts.series
    if not series:
        st.info(
            _(
                "Tidak ada SKPD dengan sedikitnya {n} pekan yang masing-masing memuat sedikitnya {least} aduan. Pilih kelompok atau ukuran lain, atau longgarkan saringan. SKPD yang belum cukup data: {few}.",
                n=signals.POINTS,
                least=signals.LEAST,
                few=number(charts.few),
            )
        )
        return
    _summary(view, group, measure)
    notices: list[str] = []
    page = within(whole_number("hal", 1, notices, digits=9), -(-len(series) // PER_PAGE), notices)
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    _some(view, group, measure, page)
    pager(len(series), page, PER_PAGE)
    with st.expander(_("Tabel"), on_change="rerun", key="table_signals") as box:
        if box.open:
            _table(view, measure, series)


def _table(view: View, measure: str, series: tuple[signals.Series, ...]) -> None:
    shown = pd.DataFrame(
        {
            "name": [one.name for one in series],
            "variation": [signals.variations()[one.variation] for one in series],
            "assurance": [signals.assurances()[one.assurance] for one in series],
            "last": [round(100 * float(one.data["value"].iloc[-1]), 1) for one in series],
            "n": [int(one.data["n"].iloc[-1]) for one in series],
            "mean": [round(100 * one.mean, 1) for one in series],
            "low": [round(100 * one.usual[0], 1) for one in series],
            "high": [round(100 * one.usual[1], 1) for one in series],
            "weeks": [len(one.data) for one in series],
        }
    )
    columns: dict[str, ColumnConfig | str | None] = {
        "name": st.column_config.TextColumn(_("SKPD"), pinned=True, width=250),
        "variation": _("Variasi"),
        "assurance": _("Terhadap pembanding"),
        "last": st.column_config.NumberColumn(_("Pekan terakhir (%)"), format="localized"),
        "n": st.column_config.NumberColumn(_("Pekan terakhir (n)"), format="localized"),
        "mean": st.column_config.NumberColumn(_("Rata-rata (%)"), format="localized"),
        "low": st.column_config.NumberColumn(_("Batas bawah (%)"), format="localized"),
        "high": st.column_config.NumberColumn(_("Batas atas (%)"), format="localized"),
        "weeks": st.column_config.NumberColumn(_("Pekan"), format="localized"),
    }
    for index in picked(shown, columns, key="signals_table", alt=_("Sinyal per SKPD"), most=480):
        report_link(view, series[index].code, series[index].name, measure)
