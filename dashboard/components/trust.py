"""The trust strip at the foot of every page: how fresh, how complete, what the figures mean, sample or real."""

from __future__ import annotations

import streamlit as st

from dashboard.components import trouble
from dashboard.components.channels import silent_rows
from dashboard.filters import View
from dashboard.formats import hours, moment, number, percent, plain
from dashboard.texts import _
from queries import complaints
from queries.db import DatabaseAway
from queries.moment import feeds

DEFINITIONS = "docs/definitions.md"


def strip(view: View) -> None:
    """One line of facts and, opened, the newest record per channel and the fields that are missing."""
    st.divider()
    now = view.moment
    if now.is_sample:
        st.badge(_("Data contoh, bukan aduan sungguhan"), icon=":material/science:", color="orange")
    try:
        rows = feeds(view.filters.as_of)
        gaps = complaints.gaps(view.filters)
    except DatabaseAway as error:
        trouble.explain(error)
        return
    silent = silent_rows(rows)
    newest = rows["newest"].max() if len(rows) else None
    facts = [
        _("Sumber: {name}", name=plain(now.name)),
        _("data per {moment} WIB", moment=moment(view.filters.as_of)),
        _("catatan terbaru {moment}", moment=moment(newest)),
        _("{n} kanal senyap", n=number(len(silent))) if len(silent) else _("tidak ada kanal senyap"),
    ]
    st.caption(" · ".join(facts))
    with st.expander(_("Kesegaran, kelengkapan, dan arti angka"), icon=":material/verified:"):
        left, right = st.columns(2)
        with left:
            st.markdown(f"**{_('Catatan terbaru per kanal')}**")
            for row in rows[rows["records"] > 0].sort_values("newest", ascending=False).itertuples():
                mark = f" — {_('senyap {n}', n=hours(row.hours_silent))}" if row.code in set(silent["code"]) else ""
                closed = f" — {_('kanal ditutup')}" if row.valid_to is not None and row.valid_to == row.valid_to else ""
                st.markdown(f"{plain(row.name)}: {moment(row.newest, short=True)}{mark}{closed}")
        with right:
            st.markdown(f"**{_('Isian yang kurang, aduan masuk pada periode ini')}**")
            for label, key in (
                (_("kategori tidak dikenal"), "tanpa_kategori"),
                (_("SKPD tidak dikenal"), "tanpa_skpd"),
                (_("kelurahan tidak dikenal"), "tanpa_kelurahan"),
                (_("tanpa tenggat"), "tanpa_tenggat"),
                (_("waktu bertentangan (hanya dihitung sebagai masuk)"), "bertentangan"),
            ):
                st.markdown(f"{label}: {number(gaps[key])} ({percent(gaps[key], gaps['masuk'], 2)})")
            st.markdown(f"**{_('Arti angka')}**")
            st.markdown(
                _(
                    "*Tepat waktu*: dari aduan yang tenggatnya jatuh pada periode dan sudah lewat, bagian yang selesai sampai tenggatnya; yang masih terbuka dihitung terlambat. *Dalam tenggat*: dari aduan bertenggat yang masih terbuka, bagian yang belum lewat tenggat. *Waktu tengah*: Kaplan-Meier; aduan terbuka ikut dihitung."
                )
            )
