"""Rapat: the frozen link of a meeting, its agenda, and the files to hand round."""

import streamlit as st

from dashboard.components import frame
from dashboard.stage import agenda, files

view = frame.head()

asked = agenda.asked(view, says=True)
agenda.frozen(view, asked)
left, right = st.columns([3, 2], gap="large")
with left:
    agenda.order(asked)
with right:
    agenda.last(view, asked)
    files.files(view, asked)
