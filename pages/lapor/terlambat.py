"""LAPOR terlambat: overdue LAPOR complaints by days late and by SKPD on both clocks, then the list."""

import streamlit as st

from dashboard.components import frame, lapor
from dashboard.filters import choice
from dashboard.texts import _

view = frame.view()
st.title(_("LAPOR terlambat"))
st.caption(view.sentence())
lapor.not_honoured(view)

lapor.headline(view)

clock = choice("jam", _("Terlambat menurut"), lapor.clocks(), view)
left, right = st.columns([2, 3], gap="large")
with left:
    st.header(_("Menurut lama keterlambatan"))
    lapor.by_age(view)
with right:
    st.header(_("Menurut SKPD"))
    lapor.by_skpd(view, clock)

st.header(_("Daftar aduan"))
age = choice("umur", _("Lama keterlambatan"), lapor.ages(), view, box=True)
lapor.listing(view, clock, age)
