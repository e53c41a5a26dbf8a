"""Lists of complaints: their pages, their table, and the way from a row to the complaint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.address import query_of, whole_number
from dashboard.findings.columns import Column
from dashboard.formats import NONE, number, plain
from dashboard.places import COMPLAINT
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View


def asked(ask: Callable[[int, int], pd.DataFrame]) -> tuple[pd.DataFrame, int, int]:
    """The page of a list that the address names (``hal``), its number, and how many rows the whole list has.

    ``ask(number, size)`` reads a page with a column ``total``. A page that is not there gives the last one and a
    notice.
    """
    size = settings().page_size
    notices: list[str] = []
    page = whole_number("hal", 1, notices, digits=9)
    data = ask(page, size)
    if data.empty and page > 1 and (total := int(ask(1, 1)["total"].sum())):
        page = within(page, -(-total // size), notices)
        data = ask(page, size)
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    return data, page, int(data["total"].iloc[0]) if len(data) else 0


def within(page: int, last: int, notices: list[str]) -> int:
    """The page, or the last one with a notice where there is no such page."""
    if page <= last:
        return page
    notices.append(_("Halaman {page} tidak ada; ditampilkan halaman {last}.", page=number(page), last=number(last)))
    return last


def height(rows: int, most: int = 600) -> int:
    """Pixels of a table that shows all its rows, up to ``most``."""
    return min(35 * (rows + 1) + 3, most)


def _turn(page: int) -> None:
    if page > 1:
        st.query_params["hal"] = str(page)
    else:
        st.query_params.pop("hal", None)


def pager(total: int, page: int, size: int | None = None) -> None:
    """Buttons to the pages before and after, where one page (of ``size``, or as set) does not hold all."""
    last = max(1, -(-total // (size or settings().page_size)))
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


def picked(
    shown: pd.DataFrame, columns: Mapping[str, ColumnConfig | str | None], *, key: str, alt: str, most: int = 600
) -> list[int]:
    """A table from which one row can be chosen; its number, if any. At most so many pixels high."""
    event = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        placeholder=NONE,
        alt=alt,
        height=height(len(shown), most),
        column_config=columns,
    )
    return list(event["selection"]["rows"])


def configured(columns: Sequence[Column]) -> dict[str, ColumnConfig]:
    """How the columns of a list are shown; the first stays in sight."""
    formats = {
        "text": lambda label: st.column_config.TextColumn(label),
        "number": lambda label: st.column_config.NumberColumn(label, format="localized"),
        "time": lambda label: st.column_config.DatetimeColumn(label, format="DD/MM/YYYY HH.mm"),
    }
    first = {columns[0].key: st.column_config.TextColumn(columns[0].heading, pinned=True)}
    return {column.key: formats[column.kind](column.heading) for column in columns} | first


def units(
    data: pd.DataFrame, columns: dict[str, ColumnConfig], *, key: str, alt: str, most: int = 420
) -> list[pd.Series]:
    """A table of SKPD by their column ``name`` and the given ones; returns the row that is chosen, if any."""
    name = st.column_config.TextColumn(_("SKPD"), pinned=True, width=260)
    chosen = picked(data[["name", *columns]], {"name": name, **columns}, key=key, alt=alt, most=most)
    return [data.iloc[index] for index in chosen]


def table(view: View, data: pd.DataFrame, columns: Sequence[Column], *, key: str, alt: str) -> None:
    """The rows of a list; choosing one gives the link to the complaint. The first column stays in sight."""
    st.caption(_("Pilih satu baris untuk membuka aduannya; dengan papan tik: tombol panah, lalu Shift+Spasi."))
    for index in picked(data[[column.key for column in columns]], configured(columns), key=key, alt=alt):
        row = data.iloc[index]
        # A link, not st.switch_page: that one leaves the list's address changed behind it, and Back would miss the
        # list.
        st.page_link(
            COMPLAINT.file,
            label=_("Buka {code}", code=plain(row["code"])),
            icon=":material/open_in_full:",
            query_params=query_of(view, id=str(row["id"])),
        )
