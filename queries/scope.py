"""The one scope (queries/sql/scope.sql): its parameters, and which part of it each question reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from queries.db import read, stream
from queries.filters import Filters
from queries.moment import longest_limit, now
from queries.texts import QUESTIONS

Part = str | None
WHOLE = None

# What SKPD are compared by, in the order shown, with the part of the scope its cohort lies in.
# queries/sql/skpd/cohort.sql says whose complaint it is and what "well" means; dashboard/findings/measures.py says it
# in words.
MEASURES: dict[str, Part] = {
    "tepat-waktu": "due",
    "dalam-tenggat": "open",
    "waktu-tengah": WHOLE,  # whatever was at a table in the period
    "koordinasi": "reach",  # the first step falls due hours or days after the receipt
    "tl-ditolak": "changed",  # a refusal is a step in the period
    "laporan-ulang": "out",  # what was settled; what followed it is looked up beside the scope
}
COHORT: dict[str, Part] = {
    **MEASURES,
    "serahan": WHOLE,  # handed over in the period, also long after the deadline; a list, no measure
}
# The part of the scope that holds every complaint a question looks at; scope.sql says what each part is.
# tests/test_scope.py holds that every answer is the one over the whole scope.
PARTS: dict[str, Part | Mapping[str, Part]] = {
    "totals": WHOLE,  # flow, due cohort and stock side by side
    "per_day": WHOLE,
    "list": WHOLE,  # any set
    "durations": WHOLE,  # whatever was open in one of its windows
    "since": "open",  # what is overdue is open
    "gaps": WHOLE,  # what was received, but with its holder, whom "in" does not look up
    "complaint/one": WHOLE,
    "channels/volumes": WHOLE,  # flow, due cohort and stock side by side
    "channels/reach": WHOLE,  # flow and stock
    "channels/reporters": "in",
    "channels/steps": "in",
    "channels/rhythm": "in",
    "channels/first_step": "in",
    "channels/categories": "in",
    "channels/category_days": "in",
    "channels/journey": "out",
    "channels/monthly": COHORT,
    "skpd/cells": COHORT,
    "skpd/clumps": COHORT,
    "skpd/weekly": COHORT,
    "skpd/weekly_stock": WHOLE,  # what was open at a week's end may be settled by now
    "skpd/spent": COHORT,
    "skpd/list": COHORT,
    "skpd/arrivals": WHOLE,  # hand-overs, also long after the deadline
    "skpd/spells": WHOLE,  # whatever was at a table in the period
    "lapor/summary": "open",
    "lapor/breakdown": "open",  # what is overdue on either clock is open
    "lapor/due_soon": "open",
    "lapor/elapsed": WHOLE,  # due on the clock of SP4N, which no part knows
    "lapor/outcomes": WHOLE,
    "lapor/list": WHOLE,  # any set
    "cells": WHOLE,
    "lapor/repeats": "out",  # what was settled; what followed it is looked up beside the scope
}
# The questions that take a part are those that include the scope: none is unknown here, and none is forgotten.
if odd := PARTS.keys() ^ {name for name, text in QUESTIONS.items() if "%(part)s" in text and name != "scope"}:
    raise ValueError(f"queries/scope.py: no such question over the scope, or one without its part: {sorted(odd)}")


def parameters(question: str, filters: Filters, **more: Any) -> dict[str, Any]:
    """Parameters of a question over the scope, which reaches back as far as the longest limit on the clocks it judges
    by.

    ``more``: the question's own parameters, and those of the scope that the filters do not set (ids, touched_by).
    KeyError: a question or measure without a part.
    """
    part = PARTS[question]
    if isinstance(part, Mapping):
        part = part[more["measure"]]
    clocks = ("crm", "sp4n") if question.startswith("lapor/") else ("crm",)
    asked = filters.parameters(longest_limit(*clocks), now().zone)
    return {**asked, "ids": None, "touched_by": None, "part": part, **more}


def ask(question: str, filters: Filters, **more: Any) -> pd.DataFrame:
    """Answer of a question over the scope, asked of its part. Arguments as for ``parameters``. Raises DatabaseAway."""
    return read(question, **parameters(question, filters, **more))


def rows(question: str, keys: Sequence[str], filters: Filters, **more: Any) -> Iterator[tuple[Any, ...]]:
    """The same, row by row: the columns ``keys`` of each, never all at once in memory. Raises DatabaseAway."""
    return stream(question, keys, **parameters(question, filters, **more))
