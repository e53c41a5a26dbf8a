"""A meeting as its link asks for it, its screens, and what they say."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

from dashboard import address as addresses
from dashboard.address import Link
from dashboard.deck import Deck, Screen
from dashboard.meeting import link, screens, whole
from dashboard.meeting.meeting import Meeting
from dashboard.view import View
from queries import moment
from tests.conftest import AS_OF

SAMPLED = {"dari": "2026-10-28", "sampai": "2026-11-23", "per": AS_OF, "kelompok": "sudin"}


PERIOD = "dari=2026-11-01&sampai=2026-11-23&per=2026-11-24T10:00"


def meeting(query: str = PERIOD) -> tuple[View, Meeting, list[str]]:
    """View, meeting and notices of a link."""
    address = Link(query)
    view, notices = addresses.read(moment.now(), moment.choices(), address)
    found: list[str] = []
    return view, link.read(view, address, found), [*notices, *found]


def one(code: str, query: str = PERIOD) -> Screen:
    view, asked, _notices = meeting(query)
    return screens.SCREENS[code].build(view, asked)


def deck(query: str = PERIOD) -> Deck:
    view, asked, _notices = meeting(query)
    return whole.deck(view, asked)


def said(screen: Screen) -> list[str]:
    """Every sentence and figure of a screen as it is read."""
    found = [screen.title, screen.note, *(big.words for big in screen.figures)]
    found += [point.words for point in screen.plot.points] if screen.plot else []
    return found + ([cell for row in screen.table.words for cell in row] if screen.table else [])


def shown(at: AppTest) -> str:
    """What a page of screens says, its marks taken out."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", element.proto.body)) for element in at.get("html"))


def clear() -> None:
    import streamlit as st

    st.cache_data.clear()
