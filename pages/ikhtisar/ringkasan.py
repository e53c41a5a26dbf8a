"""Ringkasan: what came in, what is done, what is late, what needs attention now."""

import streamlit as st

from dashboard.components import frame, overview
from dashboard.texts import _

view = frame.head()

overview.headline(view)

left, right = st.columns([3, 2], gap="large")
with left:
    overview.new_per_day(view)
with right:
    st.header(_("Aduan terbuka menurut tenggatnya"))
    overview.open_by_age(view)

st.header(_("Perlu perhatian sekarang"))
overview.attention(view)
