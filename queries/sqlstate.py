"""What each SQLSTATE of PostgreSQL means for a reader: one reason for every class, and for the codes that differ.

Source: PostgreSQL documentation, appendix A (error codes).
"""

from __future__ import annotations

CLASSES = {
    "03": "failed",  # statement not yet complete
    "08": "unreachable",  # connection exception
    "09": "failed",  # triggered action exception
    "0A": "failed",  # feature not supported
    "0B": "failed",  # invalid transaction initiation
    "0F": "failed",  # locator exception
    "0L": "no-right",  # invalid grantor
    "0P": "no-right",  # invalid role
    "0Z": "failed",  # diagnostics exception
    "10": "bad-value",  # XQuery error
    "20": "bad-value",  # case not found: in a function of the mapping
    "21": "bad-value",  # cardinality: a subquery of the mapping gives more than one row
    "22": "bad-value",  # data exception: a value that the mapping cannot convert
    "23": "failed",  # integrity constraint
    "24": "pooler",  # invalid cursor state: the session was changed under way
    "25": "pooler",  # invalid transaction state
    "26": "pooler",  # a prepared statement that is not there
    "27": "failed",  # triggered data change
    "28": "no-right",  # invalid authorization
    "2B": "no-right",  # dependent privileges
    "2D": "pooler",  # invalid transaction termination
    "2F": "bad-value",  # a function of the mapping
    "34": "pooler",  # a cursor that is not there
    "38": "bad-value",  # an external function of the mapping
    "39": "bad-value",
    "3B": "pooler",  # savepoint
    "3D": "refused",  # a database that is not there
    "3F": "no-contract",  # a schema that is not there
    "40": "passing",  # rolled back: serialization, deadlock, a standby that must go on
    "42": "no-contract",  # syntax or names: relations, columns and types are not those of the contract
    "44": "failed",  # with check option
    "53": "passing",  # too few connections, too little memory or disk
    "54": "failed",  # too complex
    "55": "passing",  # locked, in use
    "57": "unreachable",  # the administrator shuts down, or starts
    "58": "failed",  # the server's own system
    "72": "passing",  # snapshot too old
    "F0": "failed",  # configuration file
    "HV": "foreign",  # a foreign table of the mapping
    "P0": "bad-value",  # a function of the mapping in PL/pgSQL
    "XX": "failed",  # internal, corrupt data
}
CODES = {
    "22021": "encoding",  # what is no text, as only a database without an encoding holds it
    "22P05": "cannot-hold",  # a character that the encoding of the database does not have
    "25006": "failed",  # a question that would write: our own fault
    "25P03": "unreachable",  # ended because the transaction was idle
    "25P04": "too-slow",  # the time limit of a transaction
    "40002": "failed",  # integrity
    "42501": "no-right",
    "42P17": "failed",
    "53400": "failed",  # a limit of the configuration
    "54001": "failed",  # stack depth
    "55000": "no-contract",  # a materialized view of the mapping that was never filled
    "55P02": "failed",  # a setting that cannot be changed
    "57014": "too-slow",
    "57P04": "refused",  # the database was dropped
}
AGAIN = ("40001", "40P01", "40000", "40003")
"""What is asked once more at once: the server has rolled it back for the sake of another."""

SETTING = ("22023", "42704", "55P02", "42501", "0A000")
"""What the server answers where it does not take a setting."""


def reason(state: str) -> str:
    """The reason of DatabaseAway for an SQLSTATE; of a class nobody knows: failed."""
    return CODES.get(state) or CLASSES.get(state[:2], "failed")
