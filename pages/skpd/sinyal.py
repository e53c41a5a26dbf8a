"""Sinyal: which SKPD of a group changes more than its own usual wavering."""

import streamlit as st

from dashboard.components import frame, ranking, signals
from dashboard.texts import _

view = frame.view()
st.title(_("Sinyal SKPD"))
st.caption(view.sentence())

if not ranking.closed_only(view):
    group, measure, _band = ranking.chosen(view, "sinyal", without=("waktu-tengah",), banded=False)
    signals.how_to_read()
    if not ranking.unrecorded(view, measure):
        signals.board(view, group, measure)
