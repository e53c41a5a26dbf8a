"""Whether the pages may be shown at all: the contract holds and the role cannot write."""

from __future__ import annotations

import streamlit as st

from database.check import can_write, contract_problems
from queries.db import DatabaseAway, raw


@st.cache_resource(ttl=600, show_spinner=False)
def checked() -> None:
    """Raise DatabaseAway when the database must not be shown: no contract, or a role that can write.

    Asked again every ten minutes; an embedded sample may be read by its owner, nothing else may.
    """
    with raw() as connection:
        problems = contract_problems(connection)
        if problems:
            raise DatabaseAway("no-contract", "; ".join(problems[:3]))
        rights = can_write(connection)
        if rights:
            raise DatabaseAway("can-write", "; ".join(rights[:3]))
