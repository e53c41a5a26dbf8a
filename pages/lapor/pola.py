"""Pola keterlambatan: where LAPOR complaints lose their time, and what goes with missing the deadline."""

import streamlit as st

from dashboard.components import frame, lapor_pattern
from dashboard.components.filters import choice
from dashboard.texts import _

view = frame.head()

clock = choice("jam", _("Tenggat menurut"), lapor_pattern.clocks())
lapor_pattern.headline(view, clock)

st.header(_("Di mana waktunya habis"))
lapor_pattern.by_stage(view, clock)

st.header(_("Di meja siapa"))
lapor_pattern.by_skpd(view, clock)

lapor_pattern.company(view, clock)
