"""The lists of the LAPOR desk as they stand in the address."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.grid_container import GridContainer

from dashboard.address import shown
from dashboard.components.doors import Query
from dashboard.components.filters import choice
from dashboard.findings import desk
from dashboard.formats import plain
from dashboard.texts import _
from dashboard.view import View
from queries.lapor import Pick
from queries.moment import is_carried


def of_unit(code: str) -> Query:
    """The change to the address that keeps what a SKPD (code, "" for none) holds."""
    return {"skpd": [code]} if code else {"tanpa": "skpd"}


NARROWING = ("umur", "tahap", "jenis", "serah", "ews", "tolak", "pernah", "tanpa", "meja")


def narrowed(view: View, grid: GridContainer, name: str, label: str, options: dict[str, str]) -> str | None:
    """One box that narrows a list; None where nothing is chosen."""
    with grid.cell():
        value = choice(name, label, {"semua": _("Semua")} | options, box=True)
    return None if value == "semua" else value


def pick(view: View) -> Pick:
    """The list that the address names, with a box for everything that can narrow it."""
    left, right = st.columns(2)
    with left:
        name = choice("set", _("Himpunan"), desk.sets(), box=True)
    with right:
        clock = choice("jam", _("Jam"), desk.clocks(), box=True)
    with st.expander(_("Persempit daftar"), expanded=any(name in st.query_params for name in NARROWING)):
        grid = st.grid("auto", min_column_width=220, gap="small")
        return Pick(
            name,
            clock,
            age=narrowed(view, grid, "umur", _("Lama keterlambatan"), desk.ages()),
            stage=narrowed(view, grid, "tahap", _("Tahap sekarang"), desk.stages()),
            kind=narrowed(view, grid, "jenis", _("Jenis LAPOR"), desk.kinds()),
            handovers=narrowed(view, grid, "serah", _("Berpindah tangan"), desk.counts()),
            ews=narrowed(view, grid, "ews", _("EWS diberikan"), desk.counts()),
            rejected=narrowed(view, grid, "tolak", _("Pernah TL Ditolak"), {"ya": _("Ya"), "tidak": _("Tidak")}),
            passed=narrowed(view, grid, "pernah", _("Pernah pada tahap"), desk.stages()),
            unknown=narrowed(view, grid, "tanpa", _("Yang kurang"), desk.missing()),
            held_by=_held_by(view),
        )


def _held_by(view: View) -> str | None:
    """The SKPD (code, "" for none) at whose table the complaints must have been, with its name on the page."""
    code = st.query_params.get("meja")
    if code is None:
        return None
    known = view.choices["skpds"]
    if code == "" or code in known or is_carried("skpds", code):
        st.caption(_("Pernah di meja: {name}.", name=plain(known.get(code, code) or _("tanpa SKPD"))))
        return code
    words = _("{what} tidak dikenal dan diabaikan: {values}.", what=_("SKPD"), values=shown(code))
    st.warning(words, icon=":material/link_off:")
    return None
