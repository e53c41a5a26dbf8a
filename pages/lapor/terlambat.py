"""LAPOR terlambat: overdue LAPOR complaints on both clocks, by how late, where they wait, whose and what they are."""

import streamlit as st

from dashboard.components import desk, frame, lapor, lapor_list
from dashboard.components.filters import choice
from dashboard.texts import _

view = frame.head()

lapor.headline(view)

clock = choice("jam", _("Terlambat menurut"), desk.clocks())
lapor.lateness(view, clock)

st.header(_("Menurut SKPD"))
lapor.by_skpd(view, clock)

lapor.nature(view, clock)

st.header(_("Daftar aduan"))
lapor_list.overdue(view, clock)
