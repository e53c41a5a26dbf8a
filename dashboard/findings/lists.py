"""Lists of complaints: of a set, of the LAPOR desk, of what a SKPD answers for. One kind of list, three
ways to ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.findings import desk
from dashboard.findings.columns import DUE_LAPOR, OF_COMPLAINTS, OF_LAPOR, Column, columns
from dashboard.findings.measures import cohorts
from dashboard.findings.overview import age_labels
from dashboard.formats import number
from dashboard.texts import _
from dashboard.view import View
from database.zone import abbreviation
from queries import complaints, lapor, skpds
from queries.lapor import Pick


@dataclass(frozen=True)
class ComplaintList:
    """What a list holds, in words, and how it is read: ``page(number, size)`` with a column ``total``, or
    ``rows(keys)`` of all of it, never at once in memory.

    ``name`` is that of its files, ``is_stock`` whether the period does not narrow it, ``about`` what its figures mean.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    page: Callable[[int, int], pd.DataFrame]
    rows: Callable[[Sequence[str]], Iterator[tuple[Any, ...]]]
    about: tuple[tuple[str, str], ...]
    nothing: str
    is_stock: bool = False
    order: str = ""
    """What stands first, where that is said."""


def sets() -> dict[str, str]:
    """Every set of complaints a number stands for, in words."""
    return {
        "masuk": _("Masuk pada periode ini"),
        "selesai": _("Selesai pada periode ini"),
        "jatuh-tempo": _("Jatuh tempo pada periode ini"),
        "tepat-waktu": _("Jatuh tempo pada periode ini, selesai tepat waktu"),
        "tidak-tepat-waktu": _("Jatuh tempo pada periode ini, tidak tepat waktu"),
        "terlibat": _("Pernah terbuka pada periode ini"),
        "terbuka": _("Terbuka"),
        "bertenggat": _("Terbuka dengan tenggat"),
        "dalam-tenggat": _("Terbuka, masih dalam tenggat"),
        "terlambat": _("Terbuka, lewat tenggat"),
        "tujuh-hari": _("Terbuka, jatuh tempo dalam 7 hari"),
        "ews-berulang": _("Terbuka, EWS tiga kali atau lebih"),
        "validasi-lama": _("Menunggu validasi lebih dari 3 hari"),
        "bertentangan": _("Masuk pada periode ini, waktu bertentangan"),
        "tanpa-tanggal": _("Tanggal masuk tidak terbaca"),
        **age_labels(),
    }


def outcomes(measure: str) -> dict[str, str]:
    """How the complaints of a measure went."""
    words = cohorts()[measure]
    return {"semua": _("Semua yang dihitung"), "baik": words.good, "kurang": words.bad}


def _nothing() -> str:
    return _("Tidak ada aduan dalam himpunan ini dengan saringan sekarang.")


def of_set(view: View, name: str) -> ComplaintList:
    """The complaints of a set. ValueError when it is read: unknown set."""
    label = sets()[name]
    return ComplaintList(
        name,
        label,
        columns(OF_COMPLAINTS),
        lambda number, size: complaints.page(view.filters, name, number, size),
        lambda keys: complaints.rows(view.filters, name, keys),
        (
            (_("Himpunan"), label),
            (
                _("Lewat tenggat (hari)"),
                _(
                    "Hari 24 jam sejak tenggat jam CRM sampai selesai atau sampai waktu “per”. Sisa (hari): dari selesai atau waktu “per” sampai tenggat."
                ),
            ),
        ),
        _nothing(),
        name in complaints.STOCK,
    )


def of_unit(view: View, measure: str, outcome: str) -> ComplaintList:
    """The complaints that the SKPD of the view answer for by a measure."""
    words = cohorts()[measure]
    label = f"{words.label}: {outcomes(measure)[outcome]}"
    return ComplaintList(
        f"{measure}-{outcome}",
        label,
        columns(OF_COMPLAINTS),
        lambda number, size: skpds.listed(view.filters, measure, outcome, number, size),
        lambda keys: skpds.rows(view.filters, measure, outcome, keys),
        ((_("Himpunan"), label), (_("Ukuran"), f"{words.says} {words.says_not}")),
        _nothing(),
        measure == "dalam-tenggat",
    )


def of_desk(view: View, pick: Pick) -> ComplaintList:
    """The complaints of a list of the LAPOR desk."""
    label = desk_label(pick)
    return ComplaintList(
        f"lapor-{pick.set}",
        label,
        columns(DUE_LAPOR if pick.set in desk.SOON else OF_LAPOR),
        lambda number, size: lapor.listed(view.filters, pick, number, size),
        lambda keys: lapor.rows(view.filters, pick, keys),
        (
            (_("Himpunan"), label),
            (
                _("Jam CRM"),
                _(
                    "Waktu berjalan. Tenggat: yang diberikan CRM, lalu EWS yang disepakati terakhir, lalu aturan batas waktu. Lewat: hari 24 jam sejak tenggat sampai selesai atau sampai waktu “per”; sisa: dari waktu itu sampai tenggat."
                ),
            ),
            (
                _("Jam SP4N-LAPOR"),
                _(
                    "Hari kerja sesudah hari masuk, berakhir pukul 23.59.59. Lewat: hari kerja sesudah tenggat; sisa: hari kerja yang tersisa. Tanpa jenis: tanpa tenggat."
                ),
            ),
            (
                _("Waktu"),
                _(
                    "Semua waktu adalah {letters} ({zone}).",
                    letters=abbreviation(view.moment.zone, view.filters.as_of),
                    zone=view.moment.zone,
                ),
            ),
        ),
        _("Tidak ada aduan LAPOR dalam daftar ini. Longgarkan saringan atau pilih himpunan lain."),
        order=_("{n} aduan LAPOR, tenggat yang paling awal dulu."),
    )


def desk_label(pick: Pick) -> str:
    """What a list of the desk holds, in words."""
    parts = [desk.sets()[pick.set], desk.clocks()[pick.clock]]
    for value, options in (
        (pick.age, desk.ages()),
        (pick.stage, desk.stages()),
        (pick.kind, desk.kinds()),
        (pick.passed, desk.stages()),
    ):
        if value is not None:
            parts.append(options[value])
    if pick.handovers is not None:
        parts.append(_("berpindah tangan {n} kali", n=desk.counts()[pick.handovers]))
    if pick.ews is not None:
        parts.append(_("EWS {n} kali", n=desk.counts()[pick.ews]))
    if pick.rejected is not None:
        parts.append(_("pernah TL Ditolak") if pick.rejected == "ya" else _("tidak pernah TL Ditolak"))
    return " · ".join(parts)


def takeaway(listed: ComplaintList, total: int) -> str:
    """What the table of a list shows, for those who do not see it."""
    return listed.order.format(n=number(total)) if listed.order else listed.label
