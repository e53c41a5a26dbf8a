"""The cards of the page Ringkasan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import Curve, kaplan_meier
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.doors import LIST, door
from dashboard.filters import View
from dashboard.formats import day, hours, number, percent
from dashboard.texts import _
from queries import complaints
from queries.filters import Filters

Colour = Literal["normal", "inverse", "off"]


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


def curves(filters: Filters) -> dict[int, Curve]:
    """Kaplan-Meier curve of the whole period (1) and of its parts (2, 3, ...)."""
    found = complaints.durations(filters, windows(filters))
    return {row.number: kaplan_meier(row.hour, row.entered, row.left_risk, row.settled) for row in found.itertuples()}


def median_words(curve: Curve | None) -> str:
    """The median in words; where the curve never reaches it, how far it was followed."""
    if curve is None or curve.n == 0:
        return "–"
    if curve.median is None:
        return _("lebih dari {time}", time=hours(curve.last_hour))
    return hours(curve.median)


def _delta(now: float | None, before: float | None, digits: int = 0, suffix: str = "") -> str | None:
    if now is None or before is None:
        return None
    change = now - before
    sign = "+" if change > 0 else "-" if change < 0 else "±"
    return f"{sign}{number(abs(change), digits)}{suffix}"


@card(height=190)
def headline(view: View) -> None:
    f, earlier = view.filters, view.filters.before()
    now, before = complaints.totals(f), complaints.totals(earlier)
    days = complaints.per_day(f)
    whole = days[~days["is_running"]]
    curve, curve_before = curves(f), curves(earlier)
    share = 100 * now["tepat_waktu"] / now["jatuh_tempo"] if now["jatuh_tempo"] else None
    share_before = 100 * before["tepat_waktu"] / before["jatuh_tempo"] if before["jatuh_tempo"] else None
    within = 100 * now["dalam_tenggat"] / now["bertenggat"] if now["bertenggat"] else None
    within_before = 100 * before["dalam_tenggat"] / before["bertenggat"] if before["bertenggat"] else None
    low, high = wilson(now["tepat_waktu"], now["jatuh_tempo"])
    daily_share = (whole["tepat_waktu"] / whole["jatuh_tempo"].where(whole["jatuh_tempo"] > 0)).dropna()
    daily_within = (1 - whole["terlambat"] / whole["bertenggat"].where(whole["bertenggat"] > 0)).dropna()
    medians = [c.median for number_, c in sorted(curve.items()) if number_ > 1 and c.median is not None]
    main, main_before = curve.get(1), curve_before.get(1)
    median, median_before = (c.median if c else None for c in (main, main_before))
    points = _(" poin")
    cells: list[tuple[str, str, str | None, Colour, list[float], list[tuple[str, int, str]]]] = [
        (
            _("Masuk"),
            number(now["masuk"]),
            _delta(now["masuk"], before["masuk"]),
            "off",
            whole["masuk"],
            [("masuk", now["masuk"], _("Lihat aduan"))],
        ),
        (
            _("Selesai"),
            number(now["selesai"]),
            _delta(now["selesai"], before["selesai"]),
            "off",
            whole["selesai"],
            [("selesai", now["selesai"], _("Lihat aduan"))],
        ),
        (
            _("Tepat waktu"),
            percent(now["tepat_waktu"], now["jatuh_tempo"]),
            _delta(share, share_before, 1, points),
            "normal",
            100 * daily_share,
            [
                ("jatuh-tempo", now["jatuh_tempo"], _("Jatuh tempo")),
                ("tepat-waktu", now["tepat_waktu"], _("Tepat waktu")),
            ],
        ),
        (
            _("Masih dalam tenggat"),
            percent(now["dalam_tenggat"], now["bertenggat"]),
            _delta(within, within_before, 1, points),
            "normal",
            100 * daily_within,
            [
                ("bertenggat", now["bertenggat"], _("Terbuka bertenggat")),
                ("dalam-tenggat", now["dalam_tenggat"], _("Dalam tenggat")),
            ],
        ),
        (
            _("Terlambat sekarang"),
            number(now["terlambat"]),
            _delta(now["terlambat"], before["terlambat"]),
            "inverse",
            whole["terlambat"],
            [("terlambat", now["terlambat"], _("Lihat aduan"))],
        ),
        (
            _("Waktu tengah"),
            median_words(main),
            _delta(median, median_before, 0, _(" jam")),
            "inverse",
            medians,
            [("terlibat", main.n if main else 0, _("Aduan dihitung"))],
        ),
    ]
    grid = st.grid("auto", min_column_width=290, gap="small")
    for label, value, delta, colour, line, links in cells:
        with grid.cell(), st.container(border=True, height="stretch"):
            st.metric(
                label,
                value,
                delta,
                delta_color=colour if delta and delta[0] != "±" else "off",
                chart_data=list(line) if len(line) > 1 else None,
                chart_type="line",
                delta_description=_("dari sebelumnya"),
                delta_arrow="auto" if delta and delta[0] != "±" else "off",
            )
            for name, count, words in links:
                door(view, words, count, name)
    interval = (
        _(
            "Tepat waktu: {x} dari {n}, selang 95 % {low}–{high} %.",
            x=number(now["tepat_waktu"]),
            n=number(now["jatuh_tempo"]),
            low=number(100 * float(low), 1),
            high=number(100 * float(high), 1),
        )
        if now["jatuh_tempo"]
        else _("Tidak ada aduan yang jatuh tempo pada periode ini.")
    )
    st.caption(
        interval
        + " "
        + _(
            "Perbandingan dengan {first} – {last}. Terlambat dan dalam tenggat: keadaan pada waktu “per”, kapan pun aduannya masuk.",
            first=day(earlier.first, short=True),
            last=day(earlier.last, short=True),
        )
    )


@card(height=270)
def new_per_day(view: View) -> None:
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
    st.altair_chart(marks.bars_over_time(days, "day", "masuk", _("aduan masuk"), unit=_("Hari")), alt=takeaway)
    with st.expander(_("Tabel"), on_change="rerun", key="table_days") as table:
        if table.open:
            st.dataframe(
                days[["day", "masuk", "selesai", "jatuh_tempo", "tepat_waktu", "terbuka", "terlambat"]],
                hide_index=True,
                alt=takeaway,
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


@card(height=270)
def open_by_age(view: View) -> None:
    now = complaints.totals(view.filters)
    if not now["terbuka"]:
        st.info(_("Tidak ada aduan terbuka dengan saringan ini."))
        return
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
    colour = alt.Color(
        "age:N",
        legend=None,
        scale=alt.Scale(domain=list(marks.AGE_COLOURS), range=list(marks.AGE_COLOURS.values())),
    )
    data["words"] = [number(value) for value in data["aduan"]]
    st.altair_chart(marks.rows(data, "label", "aduan", colour=colour, text="words"), alt=takeaway)
    with st.popover(_("Buka daftarnya")):
        for row in data.itertuples():
            door(view, row.label, row.aduan, row.age)


@card(height=120)
def attention(view: View) -> None:
    now = complaints.totals(view.filters)
    entries = [
        (_("LAPOR yang terlambat"), now["lapor_terlambat"], "terlambat", {"kanal": ["LAPOR"]}),
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
            LIST,
            label=f"{label}: **{number(count)}**",
            icon=":material/priority_high:",
            query_params=view.query(set=name, **changes),
        )
