"""The files of a meeting: made beside the dashboard when they are asked for, with their progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboard.address import frozen_query
from dashboard.components import trouble
from dashboard.components.files import XLSX
from dashboard.deck import Deck
from dashboard.exports.build import NotBuilt, build
from dashboard.exports.render import KINDS
from dashboard.formats import month
from dashboard.meeting import link, monev, whole
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import names
from dashboard.texts import _, language
from dashboard.view import View, month_of
from queries.db import DatabaseAway

MONTHS = 24
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "laporan": "application/pdf",
}
ICONS = {
    "pptx": ":material/slideshow:",
    "pdf": ":material/picture_as_pdf:",
    "xlsx": ":material/table_view:",
    "laporan": ":material/description:",
}


@st.fragment
def files(view: View, meeting: Meeting) -> None:
    """PPTX, PDF and XLSX of the meeting, and the laporan monev of a month."""
    st.header(_("Berkas untuk dibagikan"))
    st.caption(_("Dari angka beku yang sama: salindia yang dapat disunting, PDF, dan buku kerja."))
    about = urlencode(link.query(view, meeting), doseq=True)
    with st.container(horizontal=True, gap="small"):
        for kind, words in (("pptx", _("Buat PPTX")), ("pdf", _("Buat PDF")), ("xlsx", _("Buat XLSX"))):
            if st.button(words, icon=ICONS[kind], key=f"make_{kind}"):
                _make(
                    kind, about, f"rapat-{view.filters.as_of:%Y%m%d-%H%M}", lambda step: whole.deck(view, meeting, step)
                )
    months = [month_of(view.filters.as_of.date(), back)[0] for back in range(1, MONTHS + 1)]
    st.subheader(_("Laporan monev bulanan"))
    chosen: date = st.selectbox(_("Bulan"), months, format_func=month, key="report_month", persist_state="session")
    st.caption(_("Untuk wilayah atau SKPD yang dipilih di panel kiri; tanpa pilihan untuk seluruh provinsi."))
    if st.button(_("Buat laporan monev"), icon=ICONS["laporan"], key="make_laporan"):
        query = urlencode(frozen_query(view), doseq=True)
        seen = monev.view(chosen, view.moment, view.choices, query).view
        _make("laporan", about, f"laporan-monev-{chosen:%Y-%m}", lambda step: monev.report(seen, step))
    _ready(about)


def _make(kind: str, about: str, name: str, deck: Callable[[Callable[[int, int, str], None]], Deck]) -> None:
    """Make the file, its progress shown; kept for this session until another is made."""
    bar = st.progress(0.0, _("Menyiapkan angka …"))

    def counted(done: int, every: int, code: str) -> None:
        bar.progress(0.6 * done / every, names().get(code, code))

    def set_(done: int, every: int) -> None:
        bar.progress(0.6 + 0.4 * done / max(every, 1), _("Menata berkas …"))

    try:
        made = deck(counted)
        data = build(kind, made, whole.charts(made), set_)
    except DatabaseAway as error:
        trouble.explain(error, f"files.{kind}")
    except NotBuilt as error:
        trouble.LOG.warning("file %s: %s", kind, error)
        st.error(_("Berkas tidak dapat dibuat. Coba lagi; bila tetap gagal, beri tahu administrator."))
    else:
        st.session_state["handout"] = (about, language(), kind, f"{name}.{KINDS[kind]}", data)
    bar.empty()


def _ready(about: str) -> None:
    """The file that was made last, as long as it is of what the page shows."""
    made = st.session_state.get("handout")
    if made is None or made[:2] != (about, language()):
        return
    _about, _language, kind, name, data = made
    st.download_button(
        _("Unduh {name}", name=name),
        data,
        file_name=name,
        mime=MIME[kind],
        icon=":material/download:",
        on_click="ignore",
        key="handout_file",
        type="primary",
    )
