"""Akan jatuh tempo: LAPOR complaints due today, within three and within seven working days; the work
list of the week.
"""

import streamlit as st

from dashboard.components import frame, lapor_due, lists
from dashboard.components.filters import choice
from dashboard.findings import desk
from dashboard.findings.lists import Pick, of_desk
from dashboard.texts import _

view = frame.head()

clock = choice("jam", _("Tenggat menurut"), desk.clocks())
lapor_due.headline(view, clock)

st.header(_("Menurut SKPD"))
lapor_due.by_skpd(view, clock)

st.header(_("Daftar kerja 7 hari kerja"))
lists.listing(view, of_desk(view, Pick("7-hari", clock)))
