"""Peringkat SKPD: expected ranks with their uncertainty, within groups of like units."""

import streamlit as st

from dashboard.components import frame, ranking
from dashboard.texts import _

view = frame.view()
st.title(_("Peringkat SKPD"))
st.caption(view.sentence())

if not ranking.closed_only(view):
    group, measure, band = ranking.chosen(view, "peringkat")
    ranking.how_to_read()
    ranking.board(view, group, measure, band)
