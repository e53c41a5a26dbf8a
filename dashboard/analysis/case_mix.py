"""Case mix by indirect standardisation: what a unit would reach if its complaints went as such complaints go in the
city.

Cells are category x channel x origin of the deadline; a thin cell borrows the rate of its category. Source: indirect
standardisation as in Spiegelhalter, Stat Med 2005;24:1185, section 2.2; ratio observed / expected with its variance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

CELL = ["category", "channel", "due_source"]
THIN = 30  # cases; fewer borrow the rate of the category, and where that is thin too, of everything


def with_expected(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of all units with what was to be expected: columns late, q (0 to 1), expected, variance added.

    ``cells``: one row a unit and cell: unit, category, channel, due_source, n, x (of n, x went well).
    """
    cells = cells.assign(late=cells["n"] - cells["x"])
    sums = {}
    for name, keys in (("cell", CELL), ("category", ["category"])):
        grouped = cells.groupby(keys, sort=False)[["n", "late"]].transform("sum")
        sums[name] = (grouped["n"].to_numpy(float), grouped["late"].to_numpy(float))
    everything = cells["late"].sum() / max(cells["n"].sum(), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own, parent = (late / n for n, late in sums.values())
    parent = np.where(sums["category"][0] < THIN, everything, parent)
    q = np.where(sums["cell"][0] < THIN, parent, own)
    return cells.assign(q=q, expected=cells["n"] * q, variance=cells["n"] * q * (1.0 - q))


def case_mix(expected: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, from ``with_expected``: n, x, late (L), expected (E), variance (V), ratio (L/E), adjusted.

    ``adjusted`` is the share (0 to 1) that goes well with the city's mix of cases: 1 - L/E times the city's late share,
    not below 0 or above 1; NaN where nothing was expected to be late and yet something was.
    """
    units = expected.groupby("unit", sort=True)[["n", "x", "late", "expected", "variance"]].sum()
    city = expected["late"].sum() / max(expected["n"].sum(), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(
            units["expected"] > 0, units["late"] / units["expected"], np.where(units["late"] > 0, np.nan, 0.0)
        )
    return units.assign(ratio=ratio, adjusted=np.clip(1.0 - ratio * city, 0.0, 1.0)).reset_index()


def contributions(expected: pd.DataFrame, unit: str, by: str) -> pd.DataFrame:
    """What each category (or channel) of one unit adds to its gap: ``by``, n, late, expected, excess, points.

    ``excess`` = late - expected, complaints; ``points`` = 100 excess / n of the unit, percentage points of its share.
    The sum over all rows is the unit's whole gap. The largest loss first.
    """
    own = expected[expected["unit"] == unit]
    rows = own.groupby(by, sort=True)[["n", "late", "expected"]].sum().reset_index()
    rows["excess"] = rows["late"] - rows["expected"]
    rows["points"] = 100.0 * rows["excess"] / max(own["n"].sum(), 1)
    return rows.sort_values(["excess", by], ascending=[False, True], ignore_index=True)
