"""The trust strip at the foot of every page: how fresh, how complete, what the figures mean, sample or real."""

from __future__ import annotations

import streamlit as st

from dashboard.components import trouble
from dashboard.formats import hours, moment, number, percent, plain
from dashboard.texts import _
from dashboard.view import View
from queries import complaints
from queries.channels import Feed, feeds
from queries.db import DatabaseAway


def strip(view: View) -> None:
    """One line of facts and, opened, the newest record per channel and the fields that are missing."""
    st.divider()
    if view.moment.is_sample:
        st.badge(_("Data contoh, bukan aduan sungguhan"), icon=":material/science:", color="orange")
    try:
        rows = feeds(view.filters.as_of)
        silent = sum(feed.is_silent for feed in rows)
        facts = [
            _("Sumber: {name}", name=plain(view.moment.name)),
            _("data per {moment} WIB", moment=moment(view.filters.as_of)),
            _("catatan terbaru {moment}", moment=moment(rows[0].newest if rows else None)),
            _("{n} kanal senyap", n=number(silent)) if silent else _("tidak ada kanal senyap"),
        ]
        st.caption(" · ".join(facts))
        label = _("Kesegaran, kelengkapan, dan arti angka")
        with st.expander(label, icon=":material/verified:", on_change="rerun", key="trust") as more:
            if more.open:
                left, right = st.columns(2)
                with left:
                    _newest(rows)
                with right:
                    _missing(view)
                    _meaning()
    except DatabaseAway as error:
        trouble.explain(error, "trust")


def _newest(rows: list[Feed]) -> None:
    st.markdown(f"**{_('Catatan terbaru per kanal')}**")
    st.caption(_("Semua kanal: saringan tidak berlaku di sini, kecuali waktu “per”."))
    for feed in rows:
        mark = f" — {_('senyap {n}', n=hours(feed.hours_silent))}" if feed.is_silent else ""
        closed = "" if feed.is_open else f" — {_('kanal ditutup')}"
        st.markdown(f"{plain(feed.name)}: {moment(feed.newest, short=True)}{mark}{closed}")


def _missing(view: View) -> None:
    gaps = complaints.gaps(view.filters)
    st.markdown(f"**{_('Isian yang kurang, aduan masuk pada periode ini')}** (n = {number(gaps['masuk'])})")
    for label, key in (
        (_("kategori tidak dikenal"), "tanpa_kategori"),
        (_("SKPD tidak dikenal"), "tanpa_skpd"),
        (_("kelurahan tidak dikenal"), "tanpa_kelurahan"),
        (_("tanpa tenggat"), "tanpa_tenggat"),
        (_("waktu bertentangan (hanya dihitung sebagai masuk)"), "bertentangan"),
    ):
        st.markdown(f"{label}: {number(gaps[key])} ({percent(gaps[key], gaps['masuk'], 2)})")


def _meaning() -> None:
    st.markdown(f"**{_('Arti angka')}**")
    st.markdown(
        _(
            "*Tepat waktu*: dari aduan yang tenggatnya jatuh pada periode dan sudah lewat, bagian yang selesai sampai tenggatnya; yang masih terbuka dihitung terlambat. *Dalam tenggat*: dari aduan bertenggat yang masih terbuka, bagian yang belum lewat tenggat. *Waktu tengah*: Kaplan-Meier; aduan terbuka ikut dihitung."
        )
    )
