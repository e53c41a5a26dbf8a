"""The names in the files: units and categories are written in several ways, and each way means one thing."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KELURAHAN_FILE = Path(__file__).parent.parent / "sample" / "reference" / "kelurahan.csv"

# The CRM spells most kelurahan differently only in the blanks (PAL MERAH, Palmerah). The others:
SPELLINGS = {"HARAPANMULYA": "HARAPANMULIA"}

# The kind of a unit by its first word. Satpol PP, Inspektorat and the secretariats stand beside the badan.
KINDS = {
    "KELURAHAN": "kelurahan",
    "KECAMATAN": "kecamatan",
    "KOTA": "kota",
    "WALIKOTA": "kota",
    "KABUPATEN": "kota",
    "BUPATI": "kota",
    "DINAS": "dinas",
    "BADAN": "badan",
    "INSPEKTORAT": "badan",
    "SATUAN": "badan",
    "SATPOL": "badan",
    "SEKRETARIAT": "badan",
    "BIRO": "biro",
    "PT": "bumd",
    "PT.": "bumd",
    "PD": "bumd",
    "PD.": "bumd",
    "PERUMDA": "bumd",
    "PERUSAHAAN": "bumd",
    "BUMD": "bumd",
}
OTHER_KIND = "sudin"  # suku dinas, suku badan, units, puskesmas: the contract has one kind for UKPD

CITY = re.compile(r"(JAKARTA (?:PUSAT|UTARA|BARAT|SELATAN|TIMUR)|KEPULAUAN SERIBU)")


@dataclass(frozen=True)
class Kelurahan:
    code: str
    name: str
    kecamatan: str
    city: str


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    kind: str
    city: str | None


def is_blank(text: str) -> bool:
    """Nothing, or the word NULL with whatever quotes an export left on it."""
    return text.strip().strip('"\\').strip().upper() in ("", "NULL")


def collapsed(text: str) -> str:
    return " ".join(text.split())


def canonical_category(text: str) -> str:
    return "TANPA KATEGORI" if is_blank(text) else collapsed(text).upper()


def _key(name: str) -> str:
    """A name of a place without the blanks and dots people put in or leave out."""
    key = re.sub(r"[^A-Z0-9]", "", name.upper())
    return SPELLINGS.get(key, key)


@cache
def kelurahan() -> dict[str, Kelurahan]:
    """The official kelurahan by their key."""
    with KELURAHAN_FILE.open(encoding="utf-8", newline="") as file:
        found = [Kelurahan(row["kode"], row["nama"], row["kecamatan"], row["kota"]) for row in csv.DictReader(file)]
    return {_key(one.name): one for one in found}


def kelurahan_of(name: str) -> Kelurahan | None:
    """The kelurahan whose office a unit is."""
    first, _, rest = collapsed(name).upper().partition(" ")
    return kelurahan().get(_key(rest)) if first == "KELURAHAN" else None


@cache
def unit_code(name: str) -> str | None:
    """One code for all spellings of a unit; None for a blank."""
    if is_blank(name):
        return None
    name = collapsed(name).upper()
    first, _, rest = name.partition(" ")
    if place := kelurahan_of(name):
        return f"KELURAHAN-{_slug(place.name)}"
    if KINDS.get(first) == "kota" and (city := CITY.search(name)):
        return f"KOTA-{_slug(city[1])}"
    if KINDS.get(first) in ("kelurahan", "kecamatan"):
        return f"{first}-{_key(rest)}"
    return _slug(name)


def _slug(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-") or "-"


def units(names: Counter[str]) -> list[Unit]:
    """The units behind names as the files write them (and how often); each shows its most frequent spelling."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name, count in names.items():
        if code := unit_code(name):
            spellings[code][collapsed(name)] += count
    found = []
    for code, counts in sorted(spellings.items()):
        name = min(counts, key=lambda spelling: (-counts[spelling], spelling))
        place = kelurahan_of(name)
        city = CITY.search(name.upper())
        found.append(
            Unit(
                code,
                name,
                KINDS.get(name.split()[0].upper(), OTHER_KIND),
                place.city if place else city[1].title() if city else None,
            )
        )
    return found
