"""A list of complaints as a page shows it: how many, page by page, each row a way to its complaint, and the files."""

from __future__ import annotations

import streamlit as st

from dashboard.components import files
from dashboard.components.card import card
from dashboard.components.filters import choice
from dashboard.components.listing import asked, pager, table
from dashboard.findings.lists import ComplaintList, outcomes, takeaway
from dashboard.findings.measures import cohorts
from dashboard.formats import number
from dashboard.texts import _
from dashboard.view import View


def measure_and_outcome() -> tuple[str, str]:
    """Measure and outcome of a list by SKPD from the address, with their boxes."""
    left, right = st.columns(2)
    with left:
        words = {code: measure.label for code, measure in cohorts().items()}
        measure = choice("ukuran", _("Ukuran"), words, box=True)
    with right:
        outcome = choice("hasil", _("Hasil"), outcomes(measure), box=True)
    st.caption(f"{cohorts()[measure].says} {cohorts()[measure].says_not}")
    return measure, outcome


@card(height=600)
def listing(view: View, listed: ComplaintList) -> None:
    if listed.is_stock:
        st.caption(
            _("Keadaan pada waktu “per”, kapan pun aduannya masuk: saringan periode tidak berlaku untuk himpunan ini.")
        )
    data, page, total = asked(listed.page)
    if not total:
        st.info(listed.nothing)
        return
    st.markdown(_("**{n} aduan** · {words}", n=number(total), words=listed.label))
    pager(total, page)
    table(view, data, listed.columns, key="complaints", alt=takeaway(listed, total))
    files.buttons(view, listed, total)
