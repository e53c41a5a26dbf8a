"""Daftar LAPOR: exactly the LAPOR complaints behind a number of the desk."""

import streamlit as st

from dashboard.components import desk, frame, lapor_list
from dashboard.texts import _

view = frame.view()
st.title(_("Daftar LAPOR"))
st.caption(view.sentence())

pick = desk.pick(view)
desk.not_honoured(view, period=not desk.is_stock(pick.set))
lapor_list.listing(view, pick)
