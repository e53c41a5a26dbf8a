"""Satu aduan: where it stands on both clocks and the whole path it took."""

import streamlit as st

from dashboard.address import whole_number
from dashboard.components import complaint, frame

view = frame.view()
notices: list[str] = []
key = whole_number("id", 0, notices) if "id" in st.query_params else 0
complaint.show(view, key)
