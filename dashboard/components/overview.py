"""The cards of the page Ringkasan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import Curve, of_row
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, door, menu
from dashboard.formats import day, number, percent, reached
from dashboard.kept import replayed
from dashboard.places import LIST
from dashboard.texts import _
from dashboard.view import View
from queries import complaints
from queries.filters import Filters


def age_labels() -> dict[str, str]:
    """The classes of open complaints relative to the deadline, in order."""
    return {
        "belum": _("Belum jatuh tempo"),
        "segera": _("Jatuh tempo dalam 3 hari"),
        "telat-7": _("Terlambat 1–7 hari"),
        "telat-30": _("Terlambat 8–30 hari"),
        "telat-90": _("Terlambat 31–90 hari"),
        "telat-lama": _("Terlambat lebih dari 90 hari"),
        "tanpa-tenggat": _("Tanpa tenggat"),
    }


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
    found = complaints.durations(filters, windows(filters)[:most])
    return {row.number: of_row(row) for row in found.itertuples()}


def median_words(curve: Curve | None) -> str:
    """The median in words; where the curve never reaches it, how far it was followed."""
    if curve is None or curve.n == 0:
        return "–"
    return reached(curve.median, curve.last_hour)


@dataclass(frozen=True)
class Figure:
    """A headline figure: how it reads, what it was before, its line over the days, and the doors to its complaints."""

    label: str
    words: str
    now: float | None
    before: float | None
    colour: Literal["normal", "inverse", "off"]
    line: list[float]
    doors: list[tuple[str, int, str]]
    digits: int = 0
    unit: str = ""

    def change(self) -> str | None:
        """The difference from the period before, signed; None where there is nothing to compare with."""
        if self.now is None or self.before is None:
            return None
        change = round(self.now - self.before, self.digits)
        sign = "+" if change > 0 else "-" if change < 0 else "±"
        return f"{sign}{number(abs(change), self.digits)}{self.unit}"


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def figures(view: View) -> list[Figure]:
    f, earlier = view.filters, view.filters.before()
    compares = view.can_compare(earlier)
    now, days, curve = complaints.totals(f), complaints.per_day(f), curves(f)
    was = complaints.totals(earlier) if compares else {}
    curve_was = curves(earlier, 1).get(1) if compares else None
    whole = days[~days["is_running"]]
    main = curve.get(1)

    def count(label: str, key: str, colour: Literal["inverse", "off"]) -> Figure:
        links = [(_("Lihat aduan"), now[key], key)]
        return Figure(label, number(now[key]), now[key], was.get(key), colour, list(whole[key]), links)

    def share(label: str, part: str, base: str, line: pd.Series, links: list[tuple[str, int, str]]) -> Figure:
        before = _share(was[part], was[base]) if compares else None
        value = _share(now[part], now[base])
        words = percent(now[part], now[base])
        return Figure(label, words, value, before, "normal", list(100 * line.dropna()), links, 1, _(" poin"))

    on_time = whole["tepat_waktu"] / whole["jatuh_tempo"].where(whole["jatuh_tempo"] > 0)
    within = 1 - whole["terlambat"] / whole["bertenggat"].where(whole["bertenggat"] > 0)
    return [
        count(_("Masuk"), "masuk", "off"),
        count(_("Selesai"), "selesai", "off"),
        share(
            _("Tepat waktu"),
            "tepat_waktu",
            "jatuh_tempo",
            on_time,
            [
                (_("Jatuh tempo"), now["jatuh_tempo"], "jatuh-tempo"),
                (_("Tepat waktu"), now["tepat_waktu"], "tepat-waktu"),
            ],
        ),
        share(
            _("Masih dalam tenggat"),
            "dalam_tenggat",
            "bertenggat",
            within,
            [
                (_("Terbuka, bertenggat"), now["bertenggat"], "bertenggat"),
                (_("Dalam tenggat"), now["dalam_tenggat"], "dalam-tenggat"),
            ],
        ),
        count(_("Terlambat sekarang"), "terlambat", "inverse"),
        Figure(
            _("Waktu tengah"),
            median_words(main),
            main.median if main else None,
            curve_was.median if curve_was else None,
            "inverse",
            [c.median for part, c in sorted(curve.items()) if part > 1 and c.median is not None],
            [(_("Aduan dihitung"), main.n if main else 0, "terlibat")],
            unit=_(" jam"),
        ),
    ]


@card(height=420)
@replayed
def headline(view: View) -> None:
    f, earlier = view.filters, view.filters.before()
    grid = st.grid(3, min_column_width=260, gap="small", border=True)
    for figure in figures(view):
        change = figure.change()
        steady = change is None or change.startswith("±")
        with grid.cell():
            st.metric(
                figure.label,
                figure.words,
                change,
                delta_color="off" if steady else figure.colour,
                delta_arrow="off" if steady else "auto",
                chart_data=figure.line if len(figure.line) > 1 else None,
                chart_type="line",
                delta_description=_("dari sebelumnya") if change else None,
            )
            for label, count, name in figure.doors:
                door(view, label, count, name)
    now = complaints.totals(f)
    low, high = wilson(now["tepat_waktu"], now["jatuh_tempo"])
    sentences = [
        _(
            "Tepat waktu: {x} dari {n}, selang 95 % {low}–{high} %.",
            x=number(now["tepat_waktu"]),
            n=number(now["jatuh_tempo"]),
            low=number(100 * float(low), 1),
            high=number(100 * float(high), 1),
        )
        if now["jatuh_tempo"]
        else _("Tidak ada aduan yang jatuh tempo pada periode ini."),
        _(
            "Perbandingan dengan {first} – {last}.",
            first=day(earlier.first, short=True),
            last=day(earlier.last, short=True),
        )
        if view.can_compare(earlier)
        else _("Tanpa perbandingan: data tidak cukup jauh ke belakang."),
        _("Terlambat dan dalam tenggat: keadaan pada waktu “per”, kapan pun aduannya masuk."),
        _("Waktu tengah: aduan yang masih terbuka ikut dihitung (Kaplan-Meier)."),
    ]
    st.caption(" ".join(sentences))


@card(height=270)
def new_per_day(view: View) -> None:
    _per_day_chart(view)
    with st.expander(_("Tabel"), on_change="rerun", key="table_days") as table:
        if table.open:
            st.dataframe(
                complaints.per_day(view.filters).drop(columns=["bertenggat", "is_running"]),
                hide_index=True,
                alt=_("Aduan masuk per hari"),
                column_config={
                    "day": st.column_config.DateColumn(_("Hari"), format="DD/MM/YYYY"),
                    "masuk": _("Masuk"),
                    "selesai": _("Selesai"),
                    "jatuh_tempo": _("Jatuh tempo"),
                    "tepat_waktu": _("Tepat waktu"),
                    "terbuka": _("Terbuka"),
                    "terlambat": _("Terlambat"),
                },
            )


@replayed
def _per_day_chart(view: View) -> None:
    days = complaints.per_day(view.filters)
    total = int(days["masuk"].sum()) if len(days) else 0
    if not total:
        st.info(_("Tidak ada aduan masuk pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    top = days.loc[days["masuk"].idxmax()]
    takeaway = _(
        "{n} aduan masuk; terbanyak {top} pada {day}.", n=number(total), top=number(top["masuk"]), day=day(top["day"])
    )
    st.caption(takeaway + (" " + _("Hari yang belum selesai digambar berongga.") if days["is_running"].any() else ""))
    draw(marks.bars_over_time, days, "day", "masuk", _("aduan masuk"), unit=_("Hari"), alt=takeaway)


@card(height=270)
def open_by_age(view: View) -> None:
    menu(view, [("", _open_by_age(view))], key="menu_age", place=LIST)


@replayed
def _open_by_age(view: View) -> list[Door]:
    now = complaints.totals(view.filters)
    if not now["terbuka"]:
        st.info(_("Tidak ada aduan terbuka dengan saringan ini."))
        return []
    words = age_labels()
    data = pd.DataFrame(
        [{"age": age, "label": label, "aduan": now[age.replace("-", "_")]} for age, label in words.items()]
    )
    late = now["terlambat"]
    takeaway = _(
        "{late} dari {open} aduan terbuka sudah lewat tenggat ({share}).",
        late=number(late),
        open=number(now["terbuka"]),
        share=percent(late, now["terbuka"]),
    )
    st.caption(takeaway + " " + _("Semua aduan terbuka, kapan pun masuknya."))
    data["words"] = [number(value) for value in data["aduan"]]
    draw(marks.rows, data, "label", "aduan", text="words", by_age="age", room=1.45, alt=takeaway)
    return [(row.label, int(row.aduan), {"set": row.age}) for row in data.itertuples()]


@card(height=120)
@replayed
def attention(view: View) -> None:
    now = complaints.totals(view.filters)
    entries = [
        (_("LAPOR yang lewat tenggat CRM"), now["lapor_terlambat"], "terlambat", {"kanal": ["LAPOR"]}),
        (_("Jatuh tempo dalam 3 hari"), now["segera"], "segera", {}),
        (_("Terlambat lebih dari 90 hari"), now["telat_lama"], "telat-lama", {}),
        (_("EWS tiga kali atau lebih"), now["ews_berulang"], "ews-berulang", {}),
        (_("Menunggu validasi lebih dari 3 hari"), now["validasi_lama"], "validasi-lama", {}),
        (_("Tanpa tenggat"), now["tanpa_tenggat"], "tanpa-tenggat", {}),
    ]
    shown = [entry for entry in entries if entry[1]]
    if not shown:
        st.success(_("Tidak ada yang mendesak pada saringan ini."))
    for label, count, name, changes in shown:
        st.page_link(
            LIST.file,
            label=f"{label}: **{number(count)}**",
            icon=":material/priority_high:",
            query_params=query_of(view, set=name, **changes),
        )
