"""Pages of long lists."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.filters import number as whole_number
from dashboard.formats import number
from dashboard.settings import settings
from dashboard.texts import _


def asked(ask: Callable[[int, int], pd.DataFrame]) -> tuple[pd.DataFrame, int, int]:
    """The page of a list that the address names (``hal``), its number, and how many rows the whole list has.

    ``ask(number, size)`` reads a page with a column ``total``. A page that is not there gives the last one and a notice.
    """
    size = settings().page_size
    notices: list[str] = []
    page = whole_number("hal", 1, notices, digits=9)
    data = ask(page, size)
    if data.empty and page > 1 and (total := int(ask(1, 1)["total"].sum())):
        last = -(-total // size)
        notices.append(_("Halaman {page} tidak ada; ditampilkan halaman {last}.", page=number(page), last=number(last)))
        page, data = last, ask(last, size)
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    return data, page, int(data["total"].iloc[0]) if len(data) else 0


def height(rows: int, most: int = 600) -> int:
    """Pixels of a table that shows all its rows, up to ``most``."""
    return min(35 * (rows + 1) + 3, most)


def _turn(page: int) -> None:
    if page > 1:
        st.query_params["hal"] = str(page)
    else:
        st.query_params.pop("hal", None)


def pager(total: int, page: int) -> None:
    """Buttons to the pages before and after, where one page does not hold all."""
    last = max(1, -(-total // settings().page_size))
    if last == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Sebelumnya"),
            disabled=page <= 1,
            on_click=_turn,
            args=(page - 1,),
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
