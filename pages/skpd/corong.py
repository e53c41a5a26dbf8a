"""Corong: every SKPD of a group against the limits of chance."""

import streamlit as st

from dashboard.components import frame, ranking
from dashboard.texts import _

view = frame.view()
st.title(_("Corong SKPD"))
st.caption(view.sentence())

if not ranking.closed_only(view):
    group, measure, band = ranking.chosen(view, "corong", without=("waktu-tengah",))
    ranking.how_to_read()
    ranking.funnel_board(view, group, measure, band)
