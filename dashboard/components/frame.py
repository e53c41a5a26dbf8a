"""What surrounds every page: access, navigation, filters, the page itself, the trust strip, and trouble told once."""

from __future__ import annotations

import streamlit as st

from dashboard import access, address, places
from dashboard.address import frozen_query, query_of
from dashboard.components import filters, find, trouble, trust
from dashboard.places import Place
from dashboard.texts import _, language
from dashboard.view import View
from queries import moment
from queries.db import DatabaseAway


def view() -> View:
    """The view of this run; pages take everything they need from it."""
    found = st.session_state.get("view")
    if not isinstance(found, View):
        raise RuntimeError("a page runs only through app.py")
    return found


def head() -> View:
    """The view of this run, with the head of its page: its name, what it shows, and which filters do not hold here."""
    seen, place = view(), places.BY_PATH[st.session_state["place"]]
    st.title((place.heading or place.title)())
    st.caption(seen.sentence())
    if place.section == "lapor" and place is not places.DESK_LIST:
        not_honoured(seen, place.honours)
    return seen


def not_honoured(seen: View, honours: tuple[str, ...]) -> None:
    """Name the filters that a page of the LAPOR desk cannot honour: channel, and where it shows the
    stock, the period.
    """
    words = []
    if "periode" not in honours:
        words.append(_("Periode (keadaan pada waktu “per”, kapan pun aduannya masuk)"))
    if seen.filters.channels and "kanal" not in honours:
        words.append(_("Kanal (halaman ini hanya LAPOR)"))
    if words:
        st.caption(_("Saringan yang tidak berlaku di halaman ini: {what}.", what=", ".join(words)))


def _switch_language() -> None:
    if language() == "en":
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = "en"


def _menu(seen: View) -> None:
    for place in places.PLACES:
        if place.icon:
            # Whoever goes to the meeting takes the moment along, so that its figures stand still.
            query = frozen_query(seen) if place is places.AGENDA else query_of(seen)
            st.page_link(place.file, label=place.title(), icon=place.icon, query_params=query, width="stretch")


def show(page: st.Page) -> None:
    """Run the page inside the frame; a database that is away or must not be shown gets one sentence instead."""
    address.tidy()
    # Screen readers choose their voice by the document's language, which Streamlit leaves at English.
    st.html(f"<script>document.documentElement.lang = '{language()}'</script>", unsafe_allow_javascript=True)
    try:
        access.allowed()
        now = moment.now()
        seen, notices = address.read(now, moment.choices())
    except DatabaseAway as error:
        trouble.explain(error, "frame")
        return
    place: Place = places.BY_PATH[page.url_path or places.PLACES[0].path]
    st.session_state.update(view=seen, place=place.path)
    if place.is_alone:
        if now.newest is None:
            trouble.empty()
        else:
            page.run()
        return
    with st.sidebar:
        _menu(seen)
        find.box()
        st.divider()
        filters.sidebar(seen)
        st.divider()
        other = "Bahasa Indonesia" if language() == "en" else "English"
        st.button(other, key="language", icon=":material/translate:", type="tertiary", on_click=_switch_language)
    if now.is_stale:
        trouble.stale(now)
    trouble.late_copy(now)
    for notice in notices:
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
