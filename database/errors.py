"""What goes wrong with the database, said in one sentence to the person who set it up."""

from __future__ import annotations


class DatabaseError(Exception):
    """Something the operator can put right: its text says what happened and what to do next."""
