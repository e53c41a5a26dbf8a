"""Pages of long lists."""

from __future__ import annotations

import streamlit as st

from dashboard.formats import number
from dashboard.texts import _


def _turn(page: int) -> None:
    if page > 1:
        st.query_params["hal"] = str(page)
    else:
        st.query_params.pop("hal", None)


def pager(total: int, page: int, size: int) -> None:
    """Buttons to the pages before and after, where one page does not hold all."""
    last = max(1, -(-total // size))
    if last == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Sebelumnya"),
            disabled=page <= 1,
            on_click=_turn,
            args=(min(page, last + 1) - 1,),
            icon=":material/chevron_left:",
            key="page_before",
        )
        st.caption(_("Halaman {page} dari {last}", page=number(page), last=number(last)))
        st.button(
            _("Berikutnya"),
            disabled=page >= last,
            on_click=_turn,
            args=(page + 1,),
            icon=":material/chevron_right:",
            key="page_after",
        )
