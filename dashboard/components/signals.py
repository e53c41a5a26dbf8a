"""Signals: weekly figures of units as process behaviour charts, and the cards of the page Sinyal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.address import whole_number
from dashboard.analysis.signals import ENOUGH, Assurance, Variation, Xmr, xmr
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import report_link
from dashboard.components.listing import pager, picked, within
from dashboard.findings.measures import measures
from dashboard.findings.standing import members
from dashboard.formats import day, number, percent, plain
from dashboard.kept import finding, replayed
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import skpds

WEEKS = 26
LEAST, POINTS = 5, 8  # complaints in a week for its share to be a point; points for a unit to be shown
PER_PAGE = 12
FLOOD = (3.0, 5)  # a day of so many times the usual (median) number of complaints about floods, and of so many at least


@dataclass(frozen=True)
class Series:
    """The weeks of one unit: week (its first day), n, x, value (0 to 1), signal, mark, why; and what they say."""

    code: str
    name: str
    data: pd.DataFrame
    chart: Xmr
    target: float | None

    @property
    def variation(self) -> Variation:
        return self.chart.variation()

    @property
    def assurance(self) -> Assurance:
        return self.chart.assurance(self.target)


def variations() -> dict[Variation, tuple[str, str]]:
    """Icon and words."""
    return {
        "worse": (":material/trending_down:", _("memburuk")),
        "better": (":material/trending_up:", _("membaik")),
        "common": (":material/horizontal_rule:", _("goyangan biasa")),
        "none": (":material/horizontal_rule:", _("belum ada data")),
    }


def assurances() -> dict[Assurance, tuple[str, str]]:
    return {
        "above": (":material/check_circle:", _("selalu di atas pembanding")),
        "below": (":material/cancel:", _("selalu di bawah pembanding")),
        "mixed": (":material/swap_vert:", _("kadang di atas, kadang di bawah pembanding")),
        "none": (":material/help:", _("tanpa pembanding")),
    }


def how_to_read() -> None:
    with st.expander(_("Cara membaca"), icon=":material/help:"):
        lines = [
            _("Setiap titik adalah satu pekan; garis tengah adalah rata-rata SKPD itu sendiri, garis putus-putus batas goyangan biasanya (XmR: rata-rata ± 2,66 kali rata-rata selisih antarpekan)."),
            _("**Sinyal** ada bila: satu titik di luar batas; tujuh pekan berturut-turut di satu sisi rata-rata; tujuh pekan naik atau turun terus; dua dari tiga pekan dekat batas yang sama. Segitiga ke atas: membaik; segitiga ke bawah: memburuk; bulat: goyangan biasa, tidak perlu dijelaskan."),
            _("**Pembanding** (garis titik-titik) adalah target yang ditetapkan administrator atau, bila tidak ada, angka seluruh kelompok. Selalu di atas: goyangan biasa pun tidak menjatuhkannya ke bawah pembanding."),
            _("Di dasar gambar: ◆ pekan dengan hari banjir (aduan banjir sedikitnya tiga kali hari biasa dan sedikitnya 5), ▽ pekan dengan hari libur."),
            _("Batas di luar 0–100 % tidak digambar. Kurang dari {n} titik: batas sementara. Pekan dengan kurang dari {least} aduan tidak digambar.", n=ENOUGH, least=LEAST),
        ]  # fmt: skip
        st.markdown("\n".join(f"- {line}" for line in lines))


def marked(view: View, measure: str) -> pd.DataFrame:
    """One row a week of the chart: week (first day), mark (◆ flood, ▽ holiday) and why, in words."""
    f = skpds.weeks(view.filters, measure, WEEKS)
    days = skpds.days(f)
    times, least = FLOOD
    days["flood"] = days["floods"] >= np.maximum(times * days["floods"].median(), least)
    days["number"] = (days["day"] - pd.Timestamp(f.first)).dt.days // 7
    rows = []
    for number_, week in days.groupby("number"):
        names = list(dict.fromkeys(week["holiday"].dropna()))
        words = [_("hari banjir")] * bool(week["flood"].any()) + names
        sign = "◆" * bool(week["flood"].any()) + "▽" * bool(names)
        rows.append((number_, week["day"].iloc[0], sign, ", ".join(words)))
    return pd.DataFrame(rows, columns=["week", "first", "mark", "why"])


def _one(code: str, name: str, data: pd.DataFrame, marks_: pd.DataFrame, target: float | None) -> Series | None:
    """The series of one unit; None where it has too few weeks with enough complaints."""
    data = data[data["n"] >= LEAST].merge(marks_, on="week").sort_values("week", ignore_index=True)
    if len(data) < POINTS:
        return None
    chart = xmr(data["x"] / data["n"])
    shown = data.assign(value=chart.values, signal=chart.signal)
    return Series(code, name, shown.drop(columns="week").rename(columns={"first": "week"}), chart, target)


def _words(data: pd.DataFrame) -> list[str]:
    """Each week of a series in words: only of those that are drawn, for dates take time."""
    return [
        f"{day(row.week, short=True)}: {percent(row.x, row.n)} (n = {number(row.n)})"
        + (f" · {row.why}" if row.why else "")
        for row in data.itertuples()
    ]


def fixed_target(measure: str) -> float | None:
    """The share on time that the administrator has set as a target, if any (0 to 1)."""
    return settings().target_on_time / 100 if measure == "tepat-waktu" and settings().target_on_time else None


def target_of(measure: str, data: pd.DataFrame) -> float | None:
    """What a unit is held against: the target that was set, else the share of all in ``data``."""
    return fixed_target(measure) or (float(data["x"].sum() / data["n"].sum()) if data["n"].sum() else None)


@finding
def of_group(view: View, group: str, measure: str) -> tuple[list[Series], int]:
    """The series of every unit of a group with enough weeks, those with a signal first; how many have too few."""
    f = skpds.weeks(view.filters, measure, WEEKS)
    codes = () if group == "lain" else tuple(members(group, skpds.units()["code"])["code"])
    data = skpds.weekly(f, measure, codes)
    units = members(group, data["unit"].drop_duplicates())
    names = dict(zip(units["code"], units["name"], strict=True))
    data = data[data["unit"].isin(names)]
    marks_, target = marked(view, measure), target_of(measure, data)
    found = [_one(str(code), names[code], weeks, marks_, target) for code, weeks in data.groupby("unit")]
    series = [one for one in found if one is not None]
    own, order = set(view.filters.skpds), list(variations())
    series.sort(key=lambda one: (one.code not in own, order.index(one.variation), one.name))
    return series, len(found) - len(series)


@finding
def of_unit(view: View, unit: str, measure: str, target: float | None) -> Series | None:
    """The series of one unit."""
    data = skpds.weekly(skpds.weeks(view.filters, measure, WEEKS), measure, (unit,))
    name = view.choices["skpds"].get(unit, unit)
    return _one(unit, name, data, marked(view, measure), target)


def drawn(series: Series, *, title: str, tall: int = 150) -> None:
    """The chart of one unit, with both icons and their words below."""
    chart = series.chart
    icon, words = variations()[series.variation]
    sure, sure_words = assurances()[series.assurance]
    data = series.data.assign(words=_words(series.data))
    last = data.iloc[-1]
    alt = f"{title}: {words}, {sure_words}. {last['words']}."
    options = {"mean": chart.mean, "low": chart.low, "high": chart.high, "target": series.target, "title": title}
    draw(marks.xmr, data[["week", "value", "signal", "mark", "words"]], alt=alt, height=tall, **options)
    colour = {"worse": "orange", "better": "blue"}.get(series.variation)
    strong = f":{colour}[{icon} **{words}**]" if colour else f"{icon} {words}"
    trial = " · " + _("batas sementara") if chart.is_trial else ""
    st.markdown(
        f"{strong} · {sure} {sure_words}  \n:small[{plain(last['words'])} · "
        + _("rata-rata {mean}, {n} pekan", mean=percent(chart.mean, 1), n=number(len(series.data)))
        + f"{trial}]"
    )


@replayed
def _summary(view: View, group: str, measure: str) -> None:
    series, few = of_group(view, group, measure)
    worse = sum(one.variation == "worse" for one in series)
    better = sum(one.variation == "better" for one in series)
    target = series[0].target if series else None
    st.markdown(
        _(
            "**{n} SKPD memberi sinyal: {worse} memburuk, {better} membaik.** {rest} lainnya hanya menunjukkan goyangan biasa.",
            n=number(worse + better),
            worse=number(worse),
            better=number(better),
            rest=number(len(series) - worse - better),
        )
    )
    f = skpds.weeks(view.filters, measure, WEEKS)
    st.caption(
        _(
            "{label} per pekan, {weeks} pekan sampai {last}.",
            label=measures()[measure].label,
            weeks=WEEKS,
            last=day(f.last, short=True),
        )
        + (" " + _("Pembanding: {target}.", target=percent(target, 1)) if target is not None else "")
        + (" " + _("{n} SKPD belum cukup data untuk pola mingguan.", n=number(few)) if few else "")
    )


@replayed
def _some(view: View, group: str, measure: str, page: int) -> None:
    series, _few = of_group(view, group, measure)
    grid = st.grid("auto", min_column_width=340, gap="medium")
    for one in series[(page - 1) * PER_PAGE : page * PER_PAGE]:
        with grid.cell():
            drawn(one, title=("▶ " if one.code in view.filters.skpds else "") + one.name)


@card(height=640)
def board(view: View, group: str, measure: str) -> None:
    """Every unit of the group with enough weeks as a small chart, those with a signal first."""
    series, few = of_group(view, group, measure)
    if not series:
        st.info(
            _(
                "Tidak ada SKPD dengan sedikitnya {n} pekan yang masing-masing memuat sedikitnya {least} aduan. Pilih kelompok atau ukuran lain, atau longgarkan saringan. SKPD yang belum cukup data: {few}.",
                n=POINTS,
                least=LEAST,
                few=number(few),
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


def _table(view: View, measure: str, series: list[Series]) -> None:
    shown = pd.DataFrame(
        {
            "name": [one.name for one in series],
            "variation": [variations()[one.variation][1] for one in series],
            "assurance": [assurances()[one.assurance][1] for one in series],
            "last": [round(100 * float(one.data["value"].iloc[-1]), 1) for one in series],
            "n": [int(one.data["n"].iloc[-1]) for one in series],
            "mean": [round(100 * one.chart.mean, 1) for one in series],
            "low": [round(100 * one.chart.low, 1) for one in series],
            "high": [round(100 * one.chart.high, 1) for one in series],
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
