"""The drawn chunks as tables for COPY: columns in the order of schema.sql."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .draw import (
    DIRT_KINDS,
    EWS,
    LAPOR_KINDS,
    REJECTION,
    SLOTS,
    UNKNOWN_CATEGORIES,
    UNKNOWN_STATUSES,
    UNKNOWN_UNITS,
    VALIDATION,
    Chunk,
)
from .reference import Ints, Reference

Array = Any  # pyarrow has no types

PLACES = [
    "di depan pasar",
    "dekat sekolah",
    "di depan halte",
    "dekat minimarket",
    "di tikungan jalan",
    "di samping taman",
    "dekat puskesmas",
    "di bawah jalan layang",
    "di depan ruko",
    "di gang warga",
    "dekat lampu merah",
    "di tepi kali",
]
ENDINGS = ["", ". Mohon ditindaklanjuti", ". Sudah beberapa hari", ". Terima kasih"]
# One text in a hundred carries something that must be masked or cleaned. Nobody has these numbers: no operator has the
# prefix 0800-0000, no province the code 99, and example.org takes no mail.
MASKED = 100

REMARKS = {  # slot: standard remark of the step
    **dict.fromkeys(range(EWS, VALIDATION), "EWS disetujui"),
    REJECTION: "Bukti tindak lanjut belum sesuai",
    REJECTION + 3: "Bukti tindak lanjut belum sesuai",
}


def _text(values: list[str | None], at: Ints) -> Array:
    """values[at], NULL where ``at`` is -1."""
    return pa.array(values, pa.string()).take(_nullable(at))


def _nullable(at: Ints, type_: Any = None) -> Array:
    return pa.array(at, type_, mask=at < 0)


def _moment(at: Ints) -> Array:
    """Jakarta wall time without a zone; the session's zone is Jakarta's."""
    return pa.array(at.astype("datetime64[s]"), pa.timestamp("s"), mask=at == -1)


def _flag(at: Ints) -> Array:
    return pa.array(at.astype(bool))


@cache
def _openings(phrases: tuple[str, ...]) -> list[str]:
    """Every beginning of a text: what is wrong and where."""
    return [f"{phrase} {place}" for phrase in phrases for place in PLACES]


@cache
def _fragments() -> list[str]:
    """Ends of texts: ENDINGS, then made-up things that must be masked."""
    made_up = []
    for i in range(60):
        made_up += [
            f". Hubungi 0800-0000-{i:04d}",
            f". WA 08000000{i * 37 % 10_000:04d}",
            f". NIK 99{i:02d}010101{i * 131 % 1_000_000:06d}",
            f". Balas ke warga{i}@example.org",
            ". Jalan &amp; saluran sama-sama rusak",
            ".\nMohon dicek, lokasi di atas",
        ]
    return ENDINGS + made_up


def _texts(ref: Reference, complaints: dict[str, Ints]) -> Array:
    variant = complaints["text_variant"]
    opening = _text(list(_openings(tuple(ref.phrases))), complaints["phrase"] * len(PLACES) + variant % len(PLACES))
    where = _text([f", Kelurahan {name}" for name in ref.kelurahan_names], complaints["text_place"])
    fragments = _fragments()
    made_up = len(ENDINGS) + (variant >> 20) % (len(fragments) - len(ENDINGS))
    ending = _text(list(fragments), np.where((variant >> 10) % MASKED == 0, made_up, (variant >> 5) % len(ENDINGS)))
    return pc.binary_join_element_wise(opening, where, ending, "")


def _put(column: Array, complaints: dict[str, Ints], kind: str, values: list[str | None]) -> Array:
    """Replace the values of the rows soiled in this way."""
    mask = complaints["dirt"] == DIRT_KINDS.index(kind)
    if not mask.any():
        return column
    return pc.replace_with_mask(column, pa.array(mask), _text(values, complaints["dirt_variant"][mask] % len(values)))


def _number(ref: Reference, complaints: dict[str, Ints]) -> Array:
    prefix = _text([channel.prefix for channel in ref.channels], complaints["channel"])
    digits = pc.utf8_lpad(pa.array(complaints["number"]).cast(pa.string()), 9, padding="0")
    column = pc.binary_join_element_wise(prefix, digits, "")
    repeated = np.flatnonzero(complaints["dirt"] == DIRT_KINDS.index("number_repeated"))
    source = np.arange(len(column))
    source[repeated] = np.maximum(repeated - 1, 0)
    column = column.take(pa.array(source))
    long = np.flatnonzero(complaints["dirt"] == DIRT_KINDS.index("number_long"))
    if len(long):
        values = complaints["long_number"][long]
        mask = np.zeros(len(column), dtype=bool)
        mask[long] = True
        texts = pa.array([f"QL{int(v)}{int(v) % 1_000_000_000:09d}" for v in values])
        column = pc.replace_with_mask(column, pa.array(mask), texts)
    return column


def complaint_table(ref: Reference, chunk: Chunk) -> Array:
    """crm.laporan"""
    c = chunk.complaints
    category = _text(list(ref.spellings), c["spelling"])
    category = _put(category, c, "category_missing", [None])
    category = _put(category, c, "category_null_text", ['NULL"'])
    category = _put(category, c, "category_unknown", list(UNKNOWN_CATEGORIES))
    unit = _put(_text(list(ref.unit_codes), c["unit"]), c, "unit_unknown", list(UNKNOWN_UNITS))
    place = _put(_text(list(ref.kelurahan_codes), c["place"]), c, "place_blank", [""])
    status = _put(_text(list(SLOTS), c["status"]), c, "status_unknown", list(UNKNOWN_STATUSES))
    lapor = c["lapor_kind"]
    return pa.table(
        {
            "id": c["id"],
            "nomor": _number(ref, c),
            "kanal": _text([channel.code for channel in ref.channels], c["channel"]),
            "kategori": category,
            "unit": unit,
            "unit_sejak": _moment(c["holder_since"]),
            "kelurahan": place,
            "status": status,
            "status_pada": _moment(c["status_at"]),
            "jenis_lapor": _text(list(LAPOR_KINDS), lapor),
            "nomor_lapor": pa.array(c["lapor_number"], mask=lapor < 0),
            "masuk": _moment(c["received"]),
            "koordinasi": _moment(c["coordinated"]),
            "jawaban": _moment(c["answered"]),
            "selesai": _moment(c["settled"]),
            "batas": _moment(c["deadline"]),
            "ews": _moment(c["ews"]),
            "ews_pada": _moment(c["ews_at"]),
            "ews_kali": c["ews_count"],
            "privat": _flag(c["private"]),
            "anonim": _flag(c["anonymous"]),
            "rahasia": _flag(c["confidential"]),
            "pelapor": _nullable(c["reporter"]),
            "nilai": _nullable(c["rating"]),
            "isi": _texts(ref, c),
            "diubah": _moment(c["updated"]),
        }
    )


def event_table(ref: Reference, chunk: Chunk) -> Array:
    """crm.riwayat"""
    e = chunk.events
    units: list[str | None] = list(ref.unit_codes)
    return pa.table(
        {
            "id": e["id"],
            "laporan": e["complaint"],
            "pada": _moment(e["at"]),
            "status": _text(list(SLOTS), e["slot"]),
            "dari_unit": _text(units, e["from"]),
            "ke_unit": _text(units, e["to"]),
            "ews": _moment(e["ews"]),
            "catatan": _text([REMARKS.get(slot) for slot in range(len(SLOTS))], e["slot"]),
        }
    )


def stay_table(ref: Reference, chunk: Chunk) -> Array:
    """crm.penugasan"""
    s = chunk.stays
    return pa.table(
        {
            "laporan": s["complaint"],
            "unit": _text(list(ref.unit_codes), s["unit"]),
            "terima": _moment(s["received"]),
            "lepas": _moment(s["released"]),
            "selesai": _flag(s["settled"]),
        }
    )
