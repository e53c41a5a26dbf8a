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
            LIST,
            label=f"{label}: {number(count)}",
            icon=":material/chevron_right:",
            query_params=view.query(set=name, **changes),
        )
    else:
        st.caption(f"{label}: {number(count)}")


def doors(view: View, entries: list[tuple[str, int, str]], **changes: str | list[str] | None) -> None:
    """Several doors in a row."""
    with st.container(horizontal=True, gap="small"):
        for label, count, name in entries:
            door(view, label, count, name, **changes)


def _narrow(parameters: dict[str, str | list[str]]) -> None:
    st.query_params.pop("hal", None)
    st.query_params.update(parameters)


def narrow(label: str, key: str, **parameters: str | list[str]) -> None:
    """A quiet button that narrows the page it stands on."""
    st.button(label, key=key, type="tertiary", icon=":material/filter_alt:", on_click=_narrow, args=(parameters,))


def named(view: View, what: list[str]) -> None:
    """Name the filters a figure cannot honour."""
    if what:
        st.caption(_("Saringan yang tidak berlaku di sini: {what}.", what=", ".join(what)))
