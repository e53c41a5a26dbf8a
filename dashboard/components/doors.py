"""Every number is a door: links to the list of exactly the complaints it counts."""

from __future__ import annotations

import streamlit as st

from dashboard.filters import View
from dashboard.formats import number
from dashboard.texts import _

LIST = "pages/aduan/daftar.py"


def door(view: View, label: str, count: int, name: str, **changes: str | list[str] | None) -> None:
    """A link "label: count" to the complaints of the set ``name`` under the view's filters (with ``changes``)."""
    if count:
        st.page_link(
            LIST, label=f"{label}: {number(count)}", icon=":material/chevron_right:",
            query_params=view.query(set=name, **changes),
        )  # fmt: skip
    else:
        st.caption(f"{label}: {number(count)}")


def doors(view: View, entries: list[tuple[str, int, str]], **changes: str | list[str] | None) -> None:
    """Several doors in a row."""
    with st.container(horizontal=True, gap="small"):
        for label, count, name in entries:
            door(view, label, count, name, **changes)


def address(view: View, name: str, **changes: str | list[str] | None) -> str:
    """The relative address of a set's list, for link columns."""
    from urllib.parse import urlencode

    return "daftar?" + urlencode(view.query(set=name, **changes), doseq=True)


def back(view: View, page: str, label: str) -> None:
    st.page_link(page, label=label, icon=":material/arrow_back:", query_params=view.query())


def named(view: View, what: list[str]) -> None:
    """Name the filters a figure cannot honour."""
    if what:
        st.caption(_("Saringan yang tidak berlaku di sini: {what}.", what=", ".join(what)))
