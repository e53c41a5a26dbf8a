"""The cards of the page Akan jatuh tempo: the work list of the week."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.card import card
from dashboard.components.desk import of_unit
from dashboard.components.doors import desk_door
from dashboard.components.listing import units
from dashboard.findings import desk, lapor
from dashboard.formats import number, plain
from dashboard.kept import replayed
from dashboard.texts import _
from dashboard.view import View

WINDOWS = {"hari-ini": "today", "3-hari": "three", "7-hari": "seven"}
"""The columns of a unit by the sets they count."""


@card(height=140)
@replayed
def headline(view: View, clock: str) -> None:
    grid = st.grid(3, min_column_width=200, gap="small", border=True)
    for name, count in lapor.summary(view, clock).soon.items():
        with grid.cell():
            st.metric(desk.sets()[name], number(count))
            desk_door(view, _("Lihat aduan"), count, set=name, jam=clock)
    st.caption(
        _(
            "Terbuka dan belum lewat tenggat pada jam ini; tiap angka mencakup yang sebelumnya. Hari kerja sesudah hari ini, tanpa libur nasional."
        )
    )


@replayed
def _units(view: View, clock: str) -> tuple[pd.DataFrame, str]:
    due = lapor.due_soon(view, clock)
    data = due.units
    if data.empty:
        st.success(_("Tidak ada aduan LAPOR yang jatuh tempo dalam 7 hari kerja pada saringan ini."))
        return data, ""
    takeaway = due.sentence()
    st.caption(plain(takeaway) + " " + _("Pilih satu baris untuk membuka aduannya."))
    return data, takeaway


@card(height=400)
def by_skpd(view: View, clock: str) -> None:
    data, takeaway = _units(view, clock)
    if data.empty:
        return
    columns = {
        "today": st.column_config.NumberColumn(_("Hari ini"), format="localized"),
        "three": st.column_config.NumberColumn(_("3 hari kerja"), format="localized"),
        "seven": st.column_config.NumberColumn(_("7 hari kerja"), format="localized"),
        "nearest": st.column_config.DatetimeColumn(_("Tenggat terdekat"), format="DD/MM/YYYY HH.mm"),
        "late": st.column_config.NumberColumn(_("Sudah terlambat"), format="localized"),
    }
    for row in units(data, columns, key="due_skpd", alt=takeaway):
        where = of_unit(row["code"])
        st.markdown(f"**{plain(row['name'])}**")
        with st.container(horizontal=True, gap="small"):
            for name, key in WINDOWS.items():
                desk_door(view, desk.sets()[name], int(row[key]), set=name, jam=clock, **where)
            desk_door(view, _("Sudah terlambat"), int(row["late"]), jam=clock, **where)
