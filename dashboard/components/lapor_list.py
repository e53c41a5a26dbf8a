"""A list of the LAPOR desk, page by page and as files."""

from __future__ import annotations

import streamlit as st

from dashboard.components import desk, files
from dashboard.components.card import card
from dashboard.components.listing import asked, pager, table
from dashboard.exports.tables import Column
from dashboard.formats import number
from dashboard.texts import _
from dashboard.view import View
from queries import lapor
from queries.lapor import Pick


def columns() -> list[Column]:
    return [
        Column("code", _("Nomor")),
        Column("crm_days_late", _("Lewat (hari)"), "number", 12),
        Column("sp4n_days_late", _("Lewat (hari kerja)"), "number", 12),
        Column("skpd", _("SKPD"), width=40),
        Column("status", _("Status")),
        Column("due_at", _("Tenggat CRM"), "time"),
        Column("sp4n_due_at", _("Tenggat SP4N"), "time"),
        Column("category", _("Kategori"), width=28),
        Column("kelurahan", _("Kelurahan"), width=22),
        Column("city", _("Kota"), width=18),
        Column("lapor_kind", _("Jenis"), width=34),
        Column("lapor_tracking_id", _("ID LAPOR")),
        Column("created_at", _("Masuk"), "time"),
        Column("closed_at", _("Selesai"), "time"),
        Column("ews_count", _("EWS"), "number", 8),
    ]


def words(pick: Pick) -> str:
    """What a list holds, in words."""
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


def about(pick: Pick) -> list[tuple[str, str]]:
    """What the figures of a list mean, for its file."""
    return [
        (_("Himpunan"), words(pick)),
        (
            _("Jam CRM"),
            _(
                "Waktu berjalan. Tenggat: yang diberikan CRM, lalu EWS yang disepakati terakhir, lalu aturan batas waktu. Lewat (hari): hari 24 jam sejak tenggat sampai selesai atau sampai waktu “per”; negatif: sebelum tenggat."
            ),
        ),
        (
            _("Jam SP4N-LAPOR"),
            _(
                "Hari kerja sesudah hari masuk, berakhir pukul 23.59.59. Lewat (hari kerja): hari kerja sesudah tenggat; negatif: hari kerja yang tersisa. Tanpa jenis: tanpa tenggat."
            ),
        ),
        (_("Waktu"), _("Semua waktu adalah WIB (Asia/Jakarta).")),
    ]


def overdue(view: View, clock: str) -> None:
    listing(view, Pick(clock=clock))


def due_soon(view: View, clock: str) -> None:
    listing(view, Pick("7-hari", clock))


@card(height=480)
def listing(view: View, pick: Pick) -> None:
    data, page, total = asked(lambda number, size: lapor.listed(view.filters, pick, number, size))
    if not total:
        st.info(_("Tidak ada aduan LAPOR dalam daftar ini. Longgarkan saringan atau pilih himpunan lain."))
        return
    st.markdown(_("**{n} aduan** · {words}", n=number(total), words=words(pick)))
    pager(total, page)
    known = columns()
    words_for_all = _("{n} aduan LAPOR, tenggat yang paling awal dulu.", n=number(total))
    table(view, data, known, key="lapor_list", alt=words_for_all)
    files.buttons(
        view, f"lapor-{pick.set}", total, known, lambda keys: lapor.rows(view.filters, pick, keys), about(pick)
    )
