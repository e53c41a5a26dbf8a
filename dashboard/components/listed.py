"""The list behind a number."""

from __future__ import annotations

import streamlit as st

from dashboard.components import files
from dashboard.components.card import card
from dashboard.components.listing import asked, pager, table
from dashboard.exports.tables import Column
from dashboard.findings.overview import age_labels
from dashboard.formats import number
from dashboard.texts import _
from dashboard.view import View
from queries import complaints


def sets() -> dict[str, str]:
    """Every set of complaints a number stands for, in words."""
    return {
        "masuk": _("Masuk pada periode ini"),
        "selesai": _("Selesai pada periode ini"),
        "jatuh-tempo": _("Jatuh tempo pada periode ini"),
        "tepat-waktu": _("Jatuh tempo pada periode ini, selesai tepat waktu"),
        "tidak-tepat-waktu": _("Jatuh tempo pada periode ini, tidak tepat waktu"),
        "terlibat": _("Pernah terbuka pada periode ini"),
        "terbuka": _("Terbuka"),
        "bertenggat": _("Terbuka dengan tenggat"),
        "dalam-tenggat": _("Terbuka, masih dalam tenggat"),
        "terlambat": _("Terbuka, lewat tenggat"),
        "tujuh-hari": _("Terbuka, jatuh tempo dalam 7 hari"),
        "ews-berulang": _("Terbuka, EWS tiga kali atau lebih"),
        "validasi-lama": _("Menunggu validasi lebih dari 3 hari"),
        "bertentangan": _("Masuk pada periode ini, waktu bertentangan"),
        **age_labels(),
    }


def columns() -> list[Column]:
    return [
        Column("code", _("Nomor")),
        Column("days_late", _("Lewat tenggat (hari)"), "number", 12),
        Column("status", _("Status")),
        Column("skpd", _("SKPD"), width=40),
        Column("due_at", _("Tenggat"), "time"),
        Column("category", _("Kategori"), width=28),
        Column("channel", _("Kanal"), width=24),
        Column("kelurahan", _("Kelurahan"), width=22),
        Column("city", _("Kota"), width=18),
        Column("created_at", _("Masuk"), "time"),
        Column("closed_at", _("Selesai"), "time"),
        Column("ews_count", _("EWS"), "number", 8),
    ]


@card(height=600)
def listing(view: View, name: str) -> None:
    if name in complaints.STOCK:
        st.caption(
            _("Keadaan pada waktu “per”, kapan pun aduannya masuk: saringan periode tidak berlaku untuk himpunan ini.")
        )
    data, page, total = asked(lambda number, size: complaints.page(view.filters, name, number, size))
    if not total:
        st.info(_("Tidak ada aduan dalam himpunan ini dengan saringan sekarang."))
        return
    st.markdown(_("**{n} aduan** · {words}", n=number(total), words=sets()[name]))
    pager(total, page)
    known = columns()
    table(view, data, known, key="list_table", alt=sets()[name])
    about = [
        (_("Himpunan"), sets()[name]),
        (
            _("Lewat tenggat (hari)"),
            _("Hari 24 jam sejak tenggat jam CRM; negatif: selesai atau masih terbuka sebelum tenggat."),
        ),
    ]
    files.buttons(view, name, total, known, lambda keys: complaints.rows(view.filters, name, keys), about)
