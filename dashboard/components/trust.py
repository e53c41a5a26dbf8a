"""The trust strip at the foot of every page: how fresh, how complete, what the figures mean, sample or real."""

from __future__ import annotations

import streamlit as st

from dashboard.address import query_of
from dashboard.components import trouble
from dashboard.findings import source
from dashboard.formats import hours, moment, number, percent, plain
from dashboard.places import LIST
from dashboard.texts import _
from dashboard.view import View
from queries.db import DatabaseAway


def strip(view: View) -> None:
    """One line of facts and, opened, the newest record per channel and the fields that are missing."""
    st.divider()
    if view.moment.is_sample:
        st.badge(_("Data contoh, bukan aduan sungguhan"), icon=":material/science:", color="orange")
    if view.moment.odd_zone:
        st.warning(
            _(
                "Zona waktu sumber, “{name}”, tidak dikenal; hari dihitung menurut {zone}.",
                name=plain(view.moment.odd_zone),
                zone=view.moment.zone,
            ),
            icon=":material/schedule:",
        )
    try:
        fresh = source.freshness(view)
        facts = [
            _("Sumber: {name}", name=plain(view.moment.name)),
            _("data per {moment}", moment=moment(view.filters.as_of, view.moment.zone)),
            *(
                [
                    _(
                        "salinan CRM diambil {moment}, {behind} di belakang sumbernya",
                        moment=moment(copy.copied_at, view.moment.zone),
                        behind=hours(view.moment.behind.total_seconds() / 3600),
                    )
                ]
                if (copy := view.moment.copy)
                else []
            ),
            _("catatan terbaru {moment}", moment=fresh.newest()),
            fresh.sentence(),
        ]
        st.caption(" · ".join(facts))
        label = _("Kesegaran, kelengkapan, dan arti angka")
        with st.expander(label, icon=":material/verified:", on_change="rerun", key="trust") as more:
            if more.open:
                left, right = st.columns(2)
                with left:
                    _newest(fresh)
                with right:
                    _missing(view)
                    _meaning()
    except DatabaseAway as error:
        trouble.explain(error, "trust")


def _newest(fresh: source.Freshness) -> None:
    st.markdown(f"**{_('Catatan terbaru per kanal')}**")
    st.caption(_("Semua kanal: saringan tidak berlaku di sini, kecuali waktu “per”."))
    for feed in fresh.feeds:
        st.markdown(f"{plain(feed.name)}: {source.feed_words(feed)}")


def _missing(view: View) -> None:
    gaps = source.gaps(view)
    st.markdown(f"**{_('Isian yang kurang, aduan masuk pada periode ini')}** (n = {number(gaps.received)})")
    for name, label in source.gap_labels().items():
        count = gaps.missing[name]
        st.markdown(f"{label}: {number(count)} ({percent(count, gaps.received, 2)})")
    if gaps.undated:
        st.page_link(
            LIST.file,
            label=_("Di luar semua periode: {n} aduan dengan tanggal masuk yang tidak terbaca", n=number(gaps.undated)),
            query_params=query_of(view, set="tanpa-tanggal"),
        )


def _meaning() -> None:
    st.markdown(f"**{_('Arti angka')}**")
    st.markdown(
        _(
            "*Tepat waktu*: dari aduan yang tenggatnya jatuh pada periode dan sudah lewat, bagian yang selesai sampai tenggatnya; yang masih terbuka dihitung terlambat. *Dalam tenggat*: dari aduan bertenggat yang masih terbuka, bagian yang belum lewat tenggat. *Waktu tengah*: Kaplan-Meier; aduan terbuka ikut dihitung."
        )
    )
