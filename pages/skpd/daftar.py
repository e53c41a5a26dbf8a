"""Daftar per SKPD: the complaints that a SKPD answers for by a measure."""

import streamlit as st

from dashboard.components import frame, unit_list
from dashboard.texts import _

view = frame.view()
st.title(_("Daftar aduan SKPD"))
st.caption(view.sentence())

measure, outcome = unit_list.chosen(view)
unit_list.listing(view, measure, outcome)
