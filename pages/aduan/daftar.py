"""Daftar aduan: exactly the complaints behind a number."""

import streamlit as st

from dashboard.components import frame, listed
from dashboard.filters import choice
from dashboard.texts import _

view = frame.view()
st.title(_("Daftar aduan"))
st.caption(view.sentence())

name = choice("set", _("Himpunan"), listed.sets(), view, box=True)
listed.listing(view, name)
