"""Kanal: how much comes in through each channel, how it changes, and which channels fell silent."""

import streamlit as st

from dashboard.components import channels, frame
from dashboard.filters import choice
from dashboard.texts import _

view = frame.view()
st.title(_("Kanal"))
st.caption(view.sentence())

st.header(_("Volume per kanal"))
channels.volumes(view)

st.header(_("Aduan masuk dari waktu ke waktu"))
unit = choice("satuan", _("Satuan waktu"), channels.units(view.filters), view)
channels.over_time(view, unit)

st.header(_("Kanal senyap"))
channels.silent(view)
