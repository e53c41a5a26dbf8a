"""Rapat: the frozen link of a meeting, its agenda, and the files to hand round."""

import streamlit as st

from dashboard.components import frame, handout, meeting
from dashboard.texts import _

view = frame.view()
st.title(_("Rapat"))
st.caption(view.sentence())

asked = meeting.asked(view, says=True)
meeting.frozen(view, asked)
left, right = st.columns([3, 2], gap="large")
with left:
    meeting.agenda(asked)
with right:
    meeting.last(view, asked)
    handout.files(view, asked)
