"""Straight to a complaint by its number."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import streamlit as st

from dashboard.address import query_of, shown
from dashboard.findings.complaint import meant
from dashboard.formats import plain
from dashboard.places import COMPLAINT
from dashboard.texts import _
from dashboard.view import View


def _asked() -> None:
    st.session_state["find_asked"] = st.session_state["find"]
    st.session_state["find"] = ""  # so that coming back to a page does not search again


def box() -> None:
    """The field of the sidebar; what was typed is answered by ``answer`` in the same run."""
    st.text_input(
        _("Buka aduan"),
        key="find",
        placeholder=_("nomor atau ID LAPOR"),
        on_change=_asked,
        max_chars=60,
        help=_(
            "Nomor CRM kanal mana pun, atau ID LAPOR; huruf besar-kecil, awalan LP, dan nol di depan boleh diabaikan."
        ),
    )


def answer(view: View) -> None:
    """Open the complaint that was asked for; name those that may be meant, or say that there is none."""
    text = st.session_state.pop("find_asked", "").strip()
    if not text:
        return
    candidates = meant(view, text)
    if candidates.empty:
        st.warning(
            _(
                "Tidak ada aduan bernomor {text} pada waktu “per”. Periksa nomornya, atau kosongkan “Keadaan per”.",
                text=shown(text),
            ),
            icon=":material/search_off:",
        )
        return
    if len(candidates) > 1:
        st.info(_("Nomor {text} dapat berarti beberapa aduan:", text=shown(text)), icon=":material/search:")
    for row in candidates.itertuples():
        tracking = f" · {plain(row.lapor_tracking_id)}" if row.lapor_tracking_id else ""
        st.page_link(
            COMPLAINT.file,
            label=f"{plain(row.code)} · {plain(row.channel)}{tracking}",
            icon=":material/chevron_right:",
            query_params=query_of(view, id=str(row.id)),
        )
    if len(candidates) == 1:
        # st.switch_page would leave this page's address changed behind it, and Back would lose its filters.
        address = "aduan?" + urlencode(query_of(view, id=str(candidates["id"].iloc[0])), doseq=True)
        st.html(f"<script>window.location.assign({json.dumps(address)})</script>", unsafe_allow_javascript=True)
