"""The files of a list: CSV and XLSX, built when they are asked for, as many rows as the page says."""

from __future__ import annotations

import streamlit as st

from dashboard.exports.tables import MOST_ROWS, as_csv, as_xlsx
from dashboard.findings.lists import ComplaintList
from dashboard.formats import moment, number
from dashboard.texts import _, language
from dashboard.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(view: View, listed: ComplaintList, total: int) -> None:
    """Both download buttons of a list."""
    name, columns, rows = listed.name, listed.columns, listed.rows
    keys = [column.key for column in columns]
    # Words are chosen now: the file is built beside the page, where nobody knows the reader's language.
    notes = [
        (_("Isi"), _("{n} baris, sebanyak yang tertulis di halaman.", n=number(total))),
        *listed.about,
        (_("Saringan"), view.sentence(str)),
        (_("Keadaan per"), f"{moment(view.filters.as_of, view.moment.zone)} ({view.moment.zone})"),
        (
            _("Sumber"),
            view.moment.name + (" · " + _("data contoh, bukan aduan sungguhan") if view.moment.is_sample else ""),
        ),
        (_("Pribadi"), _("Tanpa pelapor dan tanpa isi aduan.")),
    ]
    sheet, about_sheet = _("Aduan"), _("Tentang")
    spoken = language()
    stamp = f"{name}-{view.filters.as_of:%Y%m%d-%H%M}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Unduh XLSX ({n} baris)", n=number(total)),
            data=lambda: as_xlsx(columns, rows(keys), sheet=sheet, about=notes, about_sheet=about_sheet),
            on_click="ignore",
            file_name=f"{stamp}.xlsx",
            mime=XLSX,
            icon=":material/table_view:",
            key=f"xlsx_{name}",
            disabled=total > MOST_ROWS,
            help=_(
                "Lebih dari {n} baris tidak muat dalam satu lembar: unduh CSV atau persempit saringan.",
                n=number(MOST_ROWS),
            )
            if total > MOST_ROWS
            else None,
        )
        st.download_button(
            _("Unduh CSV ({n} baris)", n=number(total)),
            data=lambda: as_csv(columns, rows(keys), spoken),
            on_click="ignore",
            file_name=f"{stamp}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"csv_{name}",
        )
    st.caption(
        _(
            "XLSX untuk lembar kerja mana pun. CSV: titik koma di antara kolom dan koma desimal, seperti Excel dengan pengaturan Indonesia; di halaman berbahasa Inggris koma dan titik, untuk program."
        )
    )
