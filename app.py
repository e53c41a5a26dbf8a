"""The entry: page settings, language, access, navigation, page.run(). Nothing else lives here."""

from pathlib import Path

import streamlit as st

from dashboard import places
from dashboard.components import frame

ROOT = Path(__file__).parent


def page_of(place: places.Place) -> st.Page:
    """Files lie one folder down, so that none is served without this entry; pages have no icon of their own, because
    the browser would fetch it from outside as the tab's icon.
    """
    return st.Page(
        place.file,
        title=place.title(),
        url_path=place.address,
        default=place.is_first,
        visibility="visible" if place.icon else "hidden",
    )


page = st.navigation([page_of(place) for place in places.PLACES], position="hidden")
st.set_page_config(page_title=f"{page.title} · CRM Jakarta", page_icon=str(ROOT / "static" / "icon.svg"), layout="wide")
frame.show(page)
