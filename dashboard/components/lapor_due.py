"""The cards of the page Akan jatuh tempo: the work list of the week."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components import desk
from dashboard.components.card import card
from dashboard.components.doors import desk_door
from dashboard.components.listing import units
from dashboard.formats import number, plain
from dashboard.kept import replayed
from dashboard.texts import _
from dashboard.view import View
from queries import lapor

WINDOWS = {"hari-ini": "hari_ini", "3-hari": "tiga_hari", "7-hari": "tujuh_hari"}


@card(height=140)
@replayed
def headline(view: View, clock: str) -> None:
    s = lapor.summary(view.filters, clock)
    grid = st.grid(3, min_column_width=200, gap="small", border=True)
    for name, key in WINDOWS.items():
        with grid.cell():
            st.metric(desk.sets()[name], number(s[key]))
            desk_door(view, _("Lihat aduan"), int(s[key]), set=name, jam=clock)
    st.caption(
        _(
            "Terbuka dan belum lewat tenggat pada jam ini; tiap angka mencakup yang sebelumnya. Hari kerja sesudah hari ini, tanpa libur nasional."
        )
    )


@replayed
def _units(view: View, clock: str) -> tuple[pd.DataFrame, str]:
    data = lapor.due_soon(view.filters, clock)
    if data.empty:
        st.success(_("Tidak ada aduan LAPOR yang jatuh tempo dalam 7 hari kerja pada saringan ini."))
        return data, ""
    data["name"] = data["name"].where(data["code"] != "", _("tanpa SKPD"))
    top = data.sort_values("tujuh_hari", ascending=False, kind="stable").iloc[0]
    takeaway = _(
        "{n} aduan LAPOR jatuh tempo dalam 7 hari kerja pada {units} SKPD; terbanyak {name} ({top}).",
        n=number(data["tujuh_hari"].sum()),
        units=number(len(data)),
        name=top["name"],
        top=number(top["tujuh_hari"]),
    )
    st.caption(plain(takeaway) + " " + _("Pilih satu baris untuk membuka aduannya."))
    return data, takeaway


@card(height=400)
def by_skpd(view: View, clock: str) -> None:
    data, takeaway = _units(view, clock)
    if data.empty:
        return
    columns = {
        "hari_ini": st.column_config.NumberColumn(_("Hari ini"), format="localized"),
        "tiga_hari": st.column_config.NumberColumn(_("3 hari kerja"), format="localized"),
        "tujuh_hari": st.column_config.NumberColumn(_("7 hari kerja"), format="localized"),
        "terdekat": st.column_config.DatetimeColumn(_("Tenggat terdekat"), format="DD/MM/YYYY HH.mm"),
        "terlambat": st.column_config.NumberColumn(_("Sudah terlambat"), format="localized"),
    }
    for row in units(data, columns, key="due_skpd", alt=takeaway):
        where = desk.of_unit(row["code"])
        st.markdown(f"**{plain(row['name'])}**")
        with st.container(horizontal=True, gap="small"):
            for name, key in WINDOWS.items():
                desk_door(view, desk.sets()[name], int(row[key]), set=name, jam=clock, **where)
            desk_door(view, _("Sudah terlambat"), int(row["terlambat"]), jam=clock, **where)
