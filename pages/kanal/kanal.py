"""Kanal: how much comes in through each channel, how it changes, and which channels fell silent."""

import streamlit as st

from dashboard.components import channels, frame
from dashboard.components.filters import choice
from dashboard.findings.channels import cut_labels, scale_labels
from dashboard.texts import _

view = frame.head()

st.header(_("Volume per kanal"))
channels.volumes(view)

st.header(_("Aduan masuk dari waktu ke waktu"))
unit = choice("satuan", _("Satuan waktu"), channels.units(view))
left, right = st.columns(2)
with left:
    cut = choice("potong", _("Seri"), cut_labels(), box=True)
with right:
    scale = choice("skala", _("Skala"), scale_labels(), box=True)
channels.over_time(view, unit, cut, scale)

st.header(_("Arus dan tumpukan"))
channels.flow(view)

st.header(_("Kanal yang senyap, terlambat, atau turun"))
channels.silent(view)
