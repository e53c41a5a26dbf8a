"""Is LAPOR served worse than JAKI? The answer of the page against sample complaints of which the truth is known, and
against a made city in which the plain figures mislead. At the end the split by channel published for the PSBB of 2020."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.stratified import mantel_haenszel, strata
from dashboard.components.pair import Pair
from database.sample.draw import DIRT_KINDS, UNKNOWN_CATEGORIES
from database.sample.reference import Reference
from tests.fairness import DAY, END, FIRST, GROUP, LAST, LIMIT, PER_DAY, REF, RUN_UP, drawn, judged, plan_of, seconds

PAGE = "pages/kanal/lapor_jaki.py"
SEEDS, SAMPLES = range(24), 40  # made-up cities, and complaints of 90 days drawn in each
UNITS = [*REF.unit_codes, "?"]
GROUPS = np.array([*(GROUP.get(kind, "lain") for kind in REF.unit_kinds), "lain"])
CATEGORIES = [*REF.categories, "", 'NULL"', *UNKNOWN_CATEGORIES]
LAPOR_JAKI = Pair("LAPOR", "JAKI", "LAPOR 1708", "JAKI")
DAYS = (LAST - FIRST).days + 1 + RUN_UP
WEIGHTS = {c.code: c.weight for c in REF.channels if c.valid_to is None}
DESKS = {c.code for c in REF.channels if c.office_hours}


# The sample, in memory.


def volume(*codes: str) -> int:
    """Complaints of these channels in the days that are drawn, at the published volume."""
    return round(PER_DAY * DAYS * sum(WEIGHTS[code] for code in codes) / sum(WEIGHTS.values()))


def only(*codes: str) -> Reference:
    """The reference tables with these channels alone."""
    return replace(REF, channels=[replace(c, weight=c.weight if c.code in codes else 0.0) for c in REF.channels])


def due(seed: int, size: int, *codes: str, ref: Reference = REF, first: date = FIRST, skip: int = 0) -> pd.DataFrame:
    """The due cohort among ``size`` complaints of these channels: unit and category (positions), channel, x (0 or 1)."""
    ref = replace(ref, channels=[replace(c, weight=c.weight if c.code in codes else 0.0) for c in ref.channels])
    plan = plan_of(seed, size, first - timedelta(days=RUN_UP), END, skip)
    return cohort([chunk.complaints for chunk in drawn(plan, ref)], first, LAST, plan.end)


def cohort(chunks: Iterable[dict[str, Any]], first: date, last: date, end: int) -> pd.DataFrame:
    found = []
    for c in chunks:
        limit = np.where(c["ews"] >= 0, c["ews"], c["received"] + LIMIT)
        limit = np.where(c["deadline"] >= 0, c["deadline"], limit)
        inside = judged(c, end) & (c["unit"] >= 0)
        inside &= (limit >= seconds(first)) & (limit < seconds(last) + DAY) & (limit <= end)
        dirt, known = c["dirt"], len(REF.categories)
        category = np.searchsorted(REF.spelling_offset, c["spelling"], side="right") - 1
        category = np.where(dirt == DIRT_KINDS.index("category_missing"), known, category)
        category = np.where(dirt == DIRT_KINDS.index("category_null_text"), known + 1, category)
        odd = known + 2 + c["dirt_variant"] % len(UNKNOWN_CATEGORIES)
        category = np.where(dirt == DIRT_KINDS.index("category_unknown"), odd, category)
        unit = np.where(dirt == DIRT_KINDS.index("unit_unknown"), len(REF.unit_codes), c["unit"])
        good = (c["settled"] != -1) & (c["settled"] <= limit)
        columns = {"unit": unit, "category": category, "channel": c["channel"], "x": good.astype(int)}
        found.append(pd.DataFrame({name: column[inside] for name, column in columns.items()}))
    frame = pd.concat(found, ignore_index=True)
    return frame.assign(channel=np.array([c.code for c in REF.channels])[frame["channel"]])


def cells_of(complaints: pd.DataFrame) -> pd.DataFrame:
    """What pair._cells gives of these complaints."""
    keys = ["unit", "category", "channel"]
    cells = complaints.groupby(keys)["x"].agg(n="size", x="sum").reset_index()
    group = GROUPS[cells["unit"]]
    return cells.assign(
        unit=np.array(UNITS)[cells["unit"]], category=np.array(CATEGORIES)[cells["category"]], group=group
    )


def split(complaints: pd.DataFrame, parts: int, seed: int) -> list[pd.DataFrame]:
    """The complaints by lot in so many samples, each as if drawn alone."""
    lot = np.random.default_rng(seed).integers(0, parts, len(complaints))
    return [part for _number, part in complaints.groupby(lot)]


def adjusted(cells: pd.DataFrame, a: str, b: str) -> Any:
    table = strata(cells, a, b)
    return mantel_haenszel(table["x1"], table["n1"], table["x2"], table["n2"])
