"""The list behind a number."""

from __future__ import annotations

import streamlit as st

from dashboard.components.card import card
from dashboard.components.lapor import COMPLAINT
from dashboard.components.listing import asked, height, pager
from dashboard.components.overview import age_labels
from dashboard.filters import View
from dashboard.formats import NONE, number, plain
from dashboard.texts import _
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
        "ews-berulang": _("Terbuka, EWS tiga kali atau lebih"),
        "validasi-lama": _("Menunggu validasi lebih dari 3 hari"),
        "bertentangan": _("Masuk pada periode ini, waktu bertentangan"),
        **age_labels(),
    }


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
    times = st.column_config.DatetimeColumn
    event = st.dataframe(
        data[
            [
                "code",
                "days_late",
                "status",
                "skpd",
                "due_at",
                "category",
                "channel",
                "kelurahan",
                "city",
                "created_at",
                "closed_at",
                "ews_count",
            ]
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=NONE,
        key="list_table",
        alt=sets()[name],
        height=height(len(data), 720),
        column_config={
            "code": st.column_config.TextColumn(_("Nomor"), pinned=True),
            "channel": _("Kanal"),
            "category": _("Kategori"),
            "skpd": _("SKPD"),
            "kelurahan": _("Kelurahan"),
            "city": _("Kota"),
            "status": _("Status"),
            "created_at": times(_("Masuk"), format="DD/MM/YYYY HH.mm"),
            "due_at": times(_("Tenggat"), format="DD/MM/YYYY HH.mm"),
            "closed_at": times(_("Selesai"), format="DD/MM/YYYY HH.mm"),
            "days_late": st.column_config.NumberColumn(
                _("Lewat tenggat (hari)"),
                format="localized",
                help=_("Negatif: selesai atau masih terbuka sebelum tenggat."),
            ),
            "ews_count": _("EWS"),
        },
    )
    for index in event["selection"]["rows"]:
        row = data.iloc[index]
        st.page_link(
            COMPLAINT,
            label=_("Buka {code}", code=plain(row["code"])),
            icon=":material/open_in_full:",
            query_params=view.query(id=str(row["id"])),
        )
