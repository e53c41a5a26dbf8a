"""Peringkat SKPD: on-time share with its uncertainty, within groups of like units."""

import streamlit as st

from dashboard.components import frame, ranking
from dashboard.filters import choice
from dashboard.texts import _

view = frame.view()
st.title(_("Peringkat SKPD"))
st.caption(view.sentence())

group = choice("kelompok", _("Kelompok sebanding"), ranking.groups(), view)
ranking.board(view, group)
