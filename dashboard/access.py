"""Whether the pages may be shown at all: the contract holds and the role cannot write."""

from __future__ import annotations

import streamlit as st

from database.check import can_write, contract_problems
from queries import moment
from queries.db import DatabaseAway, raw


@st.cache_resource(show_spinner=False)
def _passed() -> set[str]:
    return set()


def allowed() -> None:
    """Raise DatabaseAway when the database must not be shown.

    A database that was found in order and is now away stays allowed: the answers in the cache are still shown.
    """
    try:
        checked()
    except DatabaseAway as error:
        if error.reason not in ("unreachable", "too-slow") or not _passed():
            _passed().clear()
            raise
    else:
        _passed().add("in order")


@st.cache_resource(ttl=600, show_spinner=False)
def checked() -> None:
    """Raise DatabaseAway for a database without the contract or a role that can write; asked every ten minutes.

    Generated complaints may be read by their owner, nothing else may.
    """
    with raw() as connection:
        problems = contract_problems(connection)
        if problems:
            raise DatabaseAway("no-contract", "; ".join(problems[:3]))
        rights = can_write(connection)
    if rights and not moment.now().is_sample:
        raise DatabaseAway("can-write", "; ".join(rights[:3]))
