"""LAPOR terlambat: overdue LAPOR complaints on both clocks, by how late, where they wait, whose and what they are."""

import streamlit as st

from dashboard.components import frame, lapor, lists
from dashboard.components.filters import choice
from dashboard.findings import desk
from dashboard.findings.lists import Pick, of_desk
from dashboard.texts import _

view = frame.head()

lapor.headline(view)

clock = choice("jam", _("Terlambat menurut"), desk.clocks())
lapor.lateness(view, clock)

st.header(_("Menurut SKPD"))
lapor.by_skpd(view, clock)

lapor.nature(view, clock)

st.header(_("Daftar aduan"))
lists.listing(view, of_desk(view, Pick(clock=clock)))
