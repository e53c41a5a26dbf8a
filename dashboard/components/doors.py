"""Every number is a door: links to the list of exactly the complaints it counts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.address import query_of
from dashboard.findings.measures import cohorts
from dashboard.formats import number, plain
from dashboard.places import DESK_LIST, LIST, REPORT, UNIT_LIST, Place
from dashboard.texts import _
from dashboard.view import View

Query = dict[str, str | list[str]]
Door = tuple[str, int, Query]
"""Label, count, and the changes to the address that lead to the list."""
Part = tuple[str, list[Door]]
"""A heading and its doors."""


def to(view: View, place: Place, label: str, count: int, **changes: str | list[str] | None) -> None:
    """A link "label: count" to a page under the view's filters (with ``changes``); nothing to open, no link."""
    if count:
        st.page_link(
            place.file,
            label=f"{label}: {number(count)}",
            icon=":material/chevron_right:",
            query_params=query_of(view, **changes),
        )
    else:
        st.caption(f"{label}: {number(count)}")


def door(view: View, label: str, count: int, name: str, **changes: str | list[str] | None) -> None:
    """A link to the complaints of the set ``name``."""
    to(view, LIST, label, count, set=name, **changes)


def desk_door(view: View, label: str, count: int, **changes: str | list[str] | None) -> None:
    """A link to a list of the LAPOR desk."""
    to(view, DESK_LIST, label, count, **changes)


def doors(view: View, entries: list[tuple[str, int, str]], **changes: str | list[str] | None) -> None:
    """Several doors in a row."""
    with st.container(horizontal=True, gap="small"):
        for label, count, name in entries:
            door(view, label, count, name, **changes)


def of_cohort(unit: str, measure: str, outcome: str = "semua", **changes: str | list[str]) -> Query:
    """The change to the address that leads to the complaints a unit answers for by a measure."""
    query: Query = {"skpd": [unit]}
    if measure != next(iter(cohorts())):
        query["ukuran"] = measure
    if outcome != "semua":
        query["hasil"] = outcome
    return query | changes


def report_link(view: View, unit: str, name: str, measure: str = "") -> None:
    """A link to the report of a unit, by the measure it is looked at by."""
    query = {"ukuran": measure} if measure and measure != next(iter(cohorts())) else {}
    st.page_link(
        REPORT.file,
        label=_("Rapor: {name}", name=plain(name)),
        icon=":material/assignment_ind:",
        query_params=query_of(view, skpd=[unit], **query),
    )


def unit_doors(view: View, unit: str, measure: str, n: int, x: int | None, *, report: bool = True) -> None:
    """The report of a unit, and its complaints by a measure: all n, the x that went well and the others."""
    words = cohorts()[measure]
    with st.container(horizontal=True, gap="small"):
        if report:
            query = {"ukuran": measure} if measure not in (next(iter(cohorts())), "waktu-tengah") else {}
            st.page_link(
                REPORT.file,
                label=_("Rapor: mengapa peringkatnya demikian?"),
                icon=":material/assignment_ind:",
                query_params=query_of(view, skpd=[unit], **query),
            )
        to(view, UNIT_LIST, words.cohort, n, **of_cohort(unit, measure))
        if x is not None:
            to(view, UNIT_LIST, words.good, x, **of_cohort(unit, measure, "baik"))
            to(view, UNIT_LIST, words.bad, n - x, **of_cohort(unit, measure, "kurang"))


def menu(view: View, parts: Sequence[Part], *, key: str, place: Place) -> None:
    """The lists behind a chart as links, for whoever cannot click its bars; read only when it is opened."""
    if not any(doors for _heading, doors in parts):
        return
    with st.expander(_("Buka daftarnya"), on_change="rerun", key=key) as box:
        if box.open:
            for heading, doors in parts:
                if heading:
                    st.markdown(f"**{heading}**")
                for label, count, query in doors:
                    to(view, place, plain(label), count, **query)


def named(view: View, what: list[str]) -> None:
    """Name the filters a figure cannot honour."""
    if what:
        st.caption(_("Saringan yang tidak berlaku di sini: {what}.", what=", ".join(what)))
