"""The cards of the page Kanal."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.components.card import card, still
from dashboard.components.chart import draw
from dashboard.components.doors import doors
from dashboard.components.listing import height
from dashboard.filters import View
from dashboard.formats import NONE, day, hours, moment, number, percent, plain
from dashboard.texts import _
from queries import channels as asked
from queries.filters import Filters
from queries.moment import feeds


def units(filters: Filters) -> dict[str, str]:
    """The units of time a period can be shown in, the best one first."""
    words = {"day": _("Hari"), "week": _("Pekan"), "month": _("Bulan")}
    best = "day" if filters.days <= 62 else "week" if filters.days <= 400 else "month"
    return {best: words[best]} | words


def _change(now: int, before: int | None) -> float | None:
    return None if not before else 100 * (now - before) / before


@still
def _table(view: View) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """One row a channel: the counts, the table as it is shown, and its takeaway; the caption is drawn."""
    f = view.filters
    data = asked.volumes(f)
    total = int(data["masuk"].sum())
    if not total and not data["terbuka"].sum():
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return data, pd.DataFrame(), ""
    earlier, year = f.before(), f.last_year()
    before = asked.volumes(earlier).set_index("code")["masuk"] if view.can_compare(earlier) else {}
    last = asked.volumes(year).set_index("code")["masuk"] if view.can_compare(year) else {}
    table = pd.DataFrame(
        {
            "name": data["name"],
            "masuk": data["masuk"],
            "share": 100 * data["masuk"] / total if total else None,
            "before": [_change(n, before.get(code)) for code, n in zip(data["code"], data["masuk"], strict=True)],
            "last": [_change(n, last.get(code)) for code, n in zip(data["code"], data["masuk"], strict=True)],
            "selesai": data["selesai"],
            "jatuh_tempo": data["jatuh_tempo"],
            "tepat": [
                100 * x / n if n else None for x, n in zip(data["tepat_waktu"], data["jatuh_tempo"], strict=True)
            ],
            "terbuka": data["terbuka"],
            "terlambat": data["terlambat"],
            "group": data["group_name"],
        }
    )
    table = table.round({"share": 2, "before": 1, "last": 1, "tepat": 1})
    biggest = data.iloc[0]
    takeaway = _(
        "{name} menerima {n} dari {all} aduan ({share}).",
        name=biggest["name"],
        n=number(biggest["masuk"]),
        all=number(total),
        share=percent(biggest["masuk"], total),
    )
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Perubahan terhadap {a} – {b} dan tanggal yang sama tahun lalu ({c} – {d}); terbuka dan terlambat: keadaan pada waktu “per”. Pilih satu baris untuk membuka aduannya.",
            a=day(earlier.first, short=True),
            b=day(earlier.last, short=True),
            c=day(year.first, short=True),
            d=day(year.last, short=True),
        )
    )
    return data, table, takeaway


@card(height=420)
def volumes(view: View) -> None:
    data, table, takeaway = _table(view)
    if table.empty:
        return
    event = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="channel_table",
        placeholder=NONE,
        alt=takeaway,
        height=height(len(table), 600),
        column_config={
            "name": st.column_config.TextColumn(_("Kanal"), pinned=True, width=230),
            "group": _("Kelompok"),
            "masuk": st.column_config.NumberColumn(_("Masuk"), format="localized"),
            "share": st.column_config.NumberColumn(_("Bagian (%)"), format="localized"),
            "before": st.column_config.NumberColumn(_("± sebelumnya (%)"), format="localized"),
            "last": st.column_config.NumberColumn(_("± tahun lalu (%)"), format="localized"),
            "selesai": st.column_config.NumberColumn(_("Selesai"), format="localized"),
            "jatuh_tempo": st.column_config.NumberColumn(_("Jatuh tempo (n)"), format="localized"),
            "tepat": st.column_config.NumberColumn(_("Tepat waktu (%)"), format="localized"),
            "terbuka": st.column_config.NumberColumn(_("Terbuka"), format="localized"),
            "terlambat": st.column_config.NumberColumn(_("Terlambat"), format="localized"),
        },
    )
    for index in event["selection"]["rows"]:
        row = data.iloc[index]
        st.markdown(f"**{plain(row['name'])}**")
        doors(
            view,
            [
                (_("Masuk"), row["masuk"], "masuk"),
                (_("Selesai"), row["selesai"], "selesai"),
                (_("Jatuh tempo"), row["jatuh_tempo"], "jatuh-tempo"),
                (_("Tepat waktu"), row["tepat_waktu"], "tepat-waktu"),
                (_("Terbuka"), row["terbuka"], "terbuka"),
                (_("Terlambat"), row["terlambat"], "terlambat"),
            ],
            kanal=[row["code"]],
        )


def _end(step: date, unit: str) -> date:
    """First day after the step."""
    if unit == "day":
        return step + timedelta(days=1)
    return step + timedelta(days=7) if unit == "week" else (step + timedelta(days=32)).replace(day=1)


def filled(view: View, unit: str) -> pd.DataFrame:
    """One row a channel and step while the channel was open, zeros included: name, step, masuk, is_running.

    ``is_running``: the step is cut by the period or not over at as_of, so it is no whole day, week or month.
    """
    f = view.filters
    data, known = asked.steps(f, unit), asked.volumes(f)
    last_day = min(f.last, f.as_of.date())
    if data.empty or last_day < f.first:
        return pd.DataFrame(columns=["name", "step", "masuk", "is_running"])
    start = {"day": f.first, "week": f.first - timedelta(days=f.first.weekday()), "month": f.first.replace(day=1)}[unit]
    steps = []
    while start <= last_day:
        steps.append(start)
        start = _end(start, unit)
    counts = data.set_index(["code", "step"])["masuk"].to_dict()
    rows = [
        {
            "name": channel.name,
            "step": pd.Timestamp(step),
            "masuk": counts.get((channel.code, pd.Timestamp(step)), 0),
            "is_running": step < f.first
            or _end(step, unit) > min(f.last, f.as_of.date() - timedelta(days=1)) + timedelta(days=1),
        }
        for channel in known.itertuples()
        if channel.masuk
        for step in steps
        if (pd.isna(channel.valid_from) or _end(step, unit) > channel.valid_from)
        and (pd.isna(channel.valid_to) or step <= channel.valid_to)
    ]
    return pd.DataFrame(rows)


@card(height=520)
def over_time(view: View, unit: str) -> None:
    _charts(view, unit)
    with st.expander(_("Tabel"), on_change="rerun", key="table_channels") as table:
        data = filled(view, unit) if table.open else pd.DataFrame()
        if not data.empty:
            wide = data.pivot_table(index="step", columns="name", values="masuk", aggfunc="sum")[_order(data)]
            st.dataframe(
                wide.reset_index(),
                hide_index=True,
                alt=_("Aduan masuk dari waktu ke waktu"),
                column_config={"step": st.column_config.DateColumn(_("Mulai"), format="DD/MM/YYYY", pinned=True)},
            )


def _order(data: pd.DataFrame) -> list[str]:
    return list(data.groupby("name")["masuk"].sum().sort_values(ascending=False).index)


@still
def _charts(view: View, unit: str) -> None:
    data = filled(view, unit)
    if data.empty:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    takeaway = _("Tiap kanal punya sumbu tegak sendiri, supaya LAPOR dan kanal kecil terbaca di samping JAKI.")
    st.caption(
        takeaway + (" " + _("Satuan waktu yang tidak utuh digambar berongga.") if data["is_running"].any() else "")
    )
    grid = st.grid("auto", min_column_width=260, gap="small")
    for name in _order(data):
        one = data[data["name"] == name]
        words = _("{name}: {n} aduan masuk.", name=name, n=number(one["masuk"].sum()))
        with grid.cell():
            draw(marks.small_multiple, one, "step", "masuk", title=name, y_title=_("aduan masuk"), alt=words)


@card(height=120)
@still
def silent(view: View) -> None:
    rows = feeds(view.filters.as_of)
    quiet = [feed for feed in rows if feed.is_silent]
    never = [feed for feed in rows if feed.is_open and feed.newest is None]
    st.caption(
        _(
            "Senyap: aduan terakhirnya lebih lama dari jeda terpanjang kanal itu sendiri pada 200 aduan terakhir, dan lebih dari sehari. Saringan di panel kiri tidak berlaku di sini, kecuali waktu “per”."
        )
    )
    if not quiet and not never:
        st.success(_("Semua kanal yang buka masih mengirim aduan."))
    for feed in quiet:
        st.markdown(
            _(
                "**{name}**: senyap {time}, terakhir {moment}; jeda terpanjang biasanya {usual}.",
                name=plain(feed.name),
                time=hours(feed.hours_silent),
                moment=moment(feed.newest),
                usual=hours(feed.hours_usual),
            )
        )
    for feed in never:
        st.markdown(_("**{name}**: belum pernah ada aduan.", name=plain(feed.name)))
