"""The list of the complaints that SKPD answer for by a measure."""

from __future__ import annotations

import streamlit as st

from dashboard.components import files
from dashboard.components.card import card
from dashboard.components.filters import choice
from dashboard.components.listed import columns
from dashboard.components.listing import asked, pager, table
from dashboard.findings.measures import cohorts
from dashboard.formats import number
from dashboard.texts import _
from dashboard.view import View
from queries import skpds


def outcomes(measure: str) -> dict[str, str]:
    words = cohorts()[measure]
    return {"semua": _("Semua yang dihitung"), "baik": words.good, "kurang": words.bad}


def chosen(view: View) -> tuple[str, str]:
    """Measure and outcome from the address, with their boxes."""
    left, right = st.columns(2)
    with left:
        words = {code: measure.label for code, measure in cohorts().items()}
        measure = choice("ukuran", _("Ukuran"), words, box=True)
    with right:
        outcome = choice("hasil", _("Hasil"), outcomes(measure), box=True)
    return measure, outcome


@card(height=600)
def listing(view: View, measure: str, outcome: str) -> None:
    words = cohorts()[measure]
    st.caption(f"{words.says} {words.says_not}")
    if measure == "dalam-tenggat":
        st.caption(
            _("Keadaan pada waktu “per”, kapan pun aduannya masuk: saringan periode tidak berlaku untuk himpunan ini.")
        )
    data, page, total = asked(lambda number, size: skpds.listed(view.filters, measure, outcome, number, size))
    if not total:
        st.info(_("Tidak ada aduan dalam himpunan ini dengan saringan sekarang."))
        return
    label = f"{words.label}: {outcomes(measure)[outcome]}"
    st.markdown(_("**{n} aduan** · {words}", n=number(total), words=label))
    pager(total, page)
    known = columns()
    table(view, data, known, key="unit_list", alt=label)
    about = [(_("Himpunan"), label), (_("Ukuran"), f"{words.says} {words.says_not}")]
    files.buttons(
        view,
        f"{measure}-{outcome}",
        total,
        known,
        lambda keys: skpds.rows(view.filters, measure, outcome, keys),
        about,
    )
