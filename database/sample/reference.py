"""The reference tables of the sample CRM, read from the CSV files in reference/ (sources: reference/README.md)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parent / "reference"

# Places in a route that depend on where the complaint is; every other target is the code of one unit.
LOCAL = {"KEL": -1, "KEC": -2, "KOTA": -3}

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one reference file, every value as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Channel:
    """A complaint channel and what the generator needs to know of it."""

    code: str
    prefix: str
    geotag: bool
    intake: str  # unit that receives the complaint first, or KEL, KEC, KOTA
    office_hours: bool
    weight: float
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Reference:
    """The reference tables as arrays; a unit, kelurahan, category or city is its position."""

    channels: list[Channel]
    unit_codes: list[str]
    unit_kinds: list[str]
    unit_parents: Ints  # position of the unit above, -1 for none
    kelurahan_codes: list[str]
    kelurahan_names: list[str]
    kelurahan_city: Ints
    cities: list[str]
    local_units: Ints  # [3, kelurahan]: unit of the kelurahan, of its kecamatan, of its city
    branches: Ints  # [unit, city]: its suku dinas in that city, -1 for none
    categories: list[str]
    weight_jaki: Floats
    weight_other: Floats
    slowness: Floats  # factor on the handling time, by category
    route_targets: Ints  # [category, n]: unit, or one of LOCAL
    route_limits: Floats  # [category, n]: cumulative share
    spellings: list[str]
    spelling_offset: Ints  # first spelling of a category
    spelling_limits: Floats  # [2, category, n]: cumulative share since and before 1 February 2023
    phrases: list[str]
    phrase_offset: Ints
    phrase_count: Ints


def _limits(shares: list[list[float]]) -> Floats:
    """Cumulative shares, one padded row for each list."""
    result = np.ones((len(shares), max(map(len, shares))))
    for i, row in enumerate(shares):
        result[i, : len(row)] = np.cumsum(row) / sum(row)
        result[i, len(row) - 1 :] = 1.0
    return result


@cache
def load() -> Reference:
    """Read the reference files once."""
    units = rows("unit")
    unit = {row["kode"]: i for i, row in enumerate(units)}
    areas = rows("kelurahan")
    cities = list(dict.fromkeys(row["kota"] for row in areas))
    routes = rows("rute")
    category = {row["baku"]: i for i, row in enumerate(routes)}

    branches = np.full((len(units), len(cities)), -1)
    for i, row in enumerate(units):
        if row["jenis"] == "sudin" and row["kota"]:
            branches[unit[row["induk"]], cities.index(row["kota"])] = i

    targets = [[part.rsplit(":", 1) for part in row["tujuan"].split()] for row in routes]
    route_targets = np.zeros((len(routes), max(map(len, targets))), dtype=np.int64)
    for i, parts in enumerate(targets):
        places = [LOCAL[code] if code in LOCAL else unit[code] for code, _ in parts]
        route_targets[i] = (places + places[-1:] * route_targets.shape[1])[: route_targets.shape[1]]

    names = sorted(rows("kategori"), key=lambda row: category[row["baku"]])
    phrases = sorted(rows("kalimat"), key=lambda row: category[row["baku"]])
    by_name = [[row for row in names if row["baku"] == baku] for baku in category]
    phrase_count = np.array([sum(row["baku"] == baku for row in phrases) for baku in category])
    spelling_count = np.array([len(group) for group in by_name])
    return Reference(
        channels=[
            Channel(
                code=row["kode"],
                prefix=row["awalan"],
                geotag=row["geotag"] == "true",
                intake=row["intake"],
                office_hours=row["jam"] == "kantor",
                weight=float(row["bobot"]),
                valid_from=date.fromisoformat(row["berlaku_dari"]),
                valid_to=date.fromisoformat(row["berlaku_sampai"]) if row["berlaku_sampai"] else None,
            )
            for row in rows("kanal")
        ],
        unit_codes=list(unit),
        unit_kinds=[row["jenis"] for row in units],
        unit_parents=np.array([unit.get(row["induk"], -1) for row in units]),
        kelurahan_codes=[row["kode"] for row in areas],
        kelurahan_names=[row["nama"] for row in areas],
        kelurahan_city=np.array([cities.index(row["kota"]) for row in areas]),
        cities=cities,
        local_units=np.array(
            [
                [unit[f"KEL-{row['kode']}"] for row in areas],
                [unit[f"KEC-{row['kode'][:8]}"] for row in areas],
                [unit[f"KOTA-{row['kode'][:5]}"] for row in areas],
            ]
        ),
        branches=branches,
        categories=list(category),
        weight_jaki=np.array([float(row["bobot_jaki"]) for row in routes]),
        weight_other=np.array([float(row["bobot_lain"]) for row in routes]),
        slowness=np.array([float(row["lama"]) for row in routes]),
        route_targets=route_targets,
        route_limits=_limits([[float(share) for _, share in parts] for parts in targets]),
        spellings=[row["nama"] for row in names],
        spelling_offset=np.cumsum(spelling_count) - spelling_count,
        spelling_limits=np.stack(
            [_limits([[float(row[key]) for row in group] for group in by_name]) for key in ("bagian", "bagian_lama")]
        ),
        phrases=[row["kalimat"] for row in phrases],
        phrase_offset=np.cumsum(phrase_count) - phrase_count,
        phrase_count=phrase_count,
    )
