"""What surrounds every page: access, navigation, filters, the page itself, the trust strip, and trouble told once."""

from __future__ import annotations

import streamlit as st

from dashboard import access, filters
from dashboard.components import find, trouble, trust
from dashboard.filters import View
from dashboard.texts import language
from queries import moment
from queries.db import DatabaseAway

IN_MENU = {
    "ringkasan": ":material/dashboard:",
    "kanal": ":material/hub:",
    "kanal-pola": ":material/calendar_month:",
    "lapor-jaki": ":material/compare_arrows:",
    "peringkat": ":material/leaderboard:",
    "rapor": ":material/assignment_ind:",
    "lapor": ":material/alarm:",
    "jatuh-tempo": ":material/event_upcoming:",
    "pola": ":material/timeline:",
    "agenda": ":material/co_present:",
}
ALONE = {"rapat", "dinding"}
"""Pages for a projector: nothing but their screens."""


def view() -> View:
    """The view of this run; pages take everything they need from it."""
    found = st.session_state.get("view")
    if not isinstance(found, View):
        raise RuntimeError("a page runs only through app.py")
    return found


def _switch_language() -> None:
    if language() == "en":
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = "en"


def show(page: st.Page, pages: dict[str, st.Page]) -> None:
    """Run the page inside the frame; a database that is away or must not be shown gets one sentence instead."""
    # Screen readers choose their voice by the document's language, which Streamlit leaves at English.
    st.html(f"<script>document.documentElement.lang = '{language()}'</script>", unsafe_allow_javascript=True)
    try:
        access.allowed()
        now = moment.now()
        seen = filters.read(now, moment.choices())
    except DatabaseAway as error:
        trouble.explain(error, "frame")
        return
    st.session_state["view"] = seen
    if page.url_path in ALONE:
        if now.newest is None:
            trouble.empty()
        else:
            page.run()
        return
    with st.sidebar:
        for name, icon in IN_MENU.items():
            # Whoever goes to the meeting takes the moment along, so that its figures stand still.
            query = seen.frozen() if name == "agenda" else seen.query()
            st.page_link(pages[name], icon=icon, query_params=query, width="stretch")
        find.box()
        st.divider()
        filters.sidebar(seen)
        st.divider()
        other = "Bahasa Indonesia" if language() == "en" else "English"
        st.button(other, key="language", icon=":material/translate:", type="tertiary", on_click=_switch_language)
    if now.is_stale:
        trouble.stale(now)
    for notice in seen.notices:
        st.warning(notice, icon=":material/link_off:")
    if now.newest is None:
        trouble.empty()
    else:
        if seen.filters.since > now.newest:
            trouble.nothing_so_late(now)
        try:
            find.answer(seen)
            page.run()
        except DatabaseAway as error:
            trouble.explain(error, "page")
    trust.strip(seen)
