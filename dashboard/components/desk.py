"""The words of the LAPOR desk, and its lists as they stand in the address."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.grid_container import GridContainer

from dashboard.address import shown
from dashboard.components.doors import Query
from dashboard.components.filters import choice
from dashboard.formats import plain
from dashboard.texts import _
from dashboard.view import View
from queries.lapor import COUNTS, PERIOD_SETS, Pick
from queries.moment import is_carried


def clocks() -> dict[str, str]:
    return {
        "salah-satu": _("Salah satu jam"),
        "crm": _("Jam CRM"),
        "sp4n": _("Jam SP4N-LAPOR"),
        "keduanya": _("Keduanya"),
    }


def ages() -> dict[str, str]:
    """Classes of days late: elapsed days on the CRM clock, working days on the SP4N clock."""
    days = {
        "telat-7": _("1–7 hari"),
        "telat-30": _("8–30 hari"),
        "telat-90": _("31–90 hari"),
        "telat-lama": _("Lebih dari 90 hari"),
    }
    words = {"crm": _("jam CRM"), "sp4n": _("hari kerja, jam SP4N-LAPOR")}
    return {f"{clock}-{age}": f"{label} ({words[clock]})" for clock in words for age, label in days.items()}


def stages() -> dict[str, str]:
    """Where a complaint waits, by its status."""
    return {
        "verifikasi": _("Verifikasi"),
        "koordinasi": _("Koordinasi"),
        "disposisi": _("Disposisi"),
        "pengerjaan": _("Pengerjaan"),
        "validasi": _("Validasi"),
        "lain": _("Status tidak dikenal"),
    }


def kinds() -> dict[str, str]:
    return {
        "informasi": _("Permintaan informasi"),
        "aspirasi": _("Aspirasi"),
        "tidak-berkadar": _("Tidak berkadar pengawasan"),
        "berkadar": _("Berkadar pengawasan"),
        "lain": _("Jenis tidak dikenal"),
    }


def counts() -> dict[str, str]:
    return {count: count if count != COUNTS[-1] else _("{n} atau lebih", n=count) for count in COUNTS}


def sets() -> dict[str, str]:
    """Every list of the desk, in words."""
    return {
        "terlambat": _("Terbuka, lewat tenggat"),
        "terbuka": _("Terbuka"),
        "hari-ini": _("Jatuh tempo hari ini"),
        "3-hari": _("Jatuh tempo dalam 3 hari kerja"),
        "7-hari": _("Jatuh tempo dalam 7 hari kerja"),
        "lewat-koordinasi": _("Belum dikoordinasikan, lewat batas koordinasi"),
        "lewat-verifikasi": _("Belum diverifikasi, lewat batas verifikasi"),
        "lewat-tindak-lanjut": _("Belum dijawab, lewat batas tindak lanjut pertama"),
        "tanpa-tenggat": _("Terbuka, tanpa tenggat pada kedua jam"),
        "jatuh-tempo": _("Jatuh tempo pada periode ini"),
        "luput": _("Jatuh tempo pada periode ini, luput dari tenggat"),
        "selesai-14": _("Selesai pada periode ini, sudah diamati 14 hari"),
        "berulang-14": _("Selesai pada periode ini, dilaporkan lagi dalam 14 hari"),
        "selesai-30": _("Selesai pada periode ini, sudah diamati 30 hari"),
        "berulang-30": _("Selesai pada periode ini, dilaporkan lagi dalam 30 hari"),
    }


def of_unit(code: str) -> Query:
    """The change to the address that keeps what a SKPD (code, "" for none) holds."""
    return {"skpd": [code]} if code else {"tanpa": "skpd"}


NARROWING = ("umur", "tahap", "jenis", "serah", "ews", "tolak", "pernah", "tanpa", "meja")


def narrowed(view: View, grid: GridContainer, name: str, label: str, options: dict[str, str]) -> str | None:
    """One box that narrows a list; None where nothing is chosen."""
    with grid.cell():
        value = choice(name, label, {"semua": _("Semua")} | options, box=True)
    return None if value == "semua" else value


def pick(view: View) -> Pick:
    """The list that the address names, with a box for everything that can narrow it."""
    left, right = st.columns(2)
    with left:
        name = choice("set", _("Himpunan"), sets(), box=True)
    with right:
        clock = choice("jam", _("Jam"), clocks(), box=True)
    with st.expander(_("Persempit daftar"), expanded=any(name in st.query_params for name in NARROWING)):
        grid = st.grid("auto", min_column_width=220, gap="small")
        missing = {
            "skpd": _("tanpa SKPD"),
            "kategori": _("kategori tidak dikenal"),
            "wilayah": _("kelurahan tidak dikenal"),
        }
        return Pick(
            name,
            clock,
            age=narrowed(view, grid, "umur", _("Lama keterlambatan"), ages()),
            stage=narrowed(view, grid, "tahap", _("Tahap sekarang"), stages()),
            kind=narrowed(view, grid, "jenis", _("Jenis LAPOR"), kinds()),
            handovers=narrowed(view, grid, "serah", _("Berpindah tangan"), counts()),
            ews=narrowed(view, grid, "ews", _("EWS diberikan"), counts()),
            rejected=narrowed(view, grid, "tolak", _("Pernah TL Ditolak"), {"ya": _("Ya"), "tidak": _("Tidak")}),
            passed=narrowed(view, grid, "pernah", _("Pernah pada tahap"), stages()),
            unknown=narrowed(view, grid, "tanpa", _("Yang kurang"), missing),
            held_by=_held_by(view),
        )


def _held_by(view: View) -> str | None:
    """The SKPD (code, "" for none) at whose table the complaints must have been, with its name on the page."""
    code = st.query_params.get("meja")
    if code is None:
        return None
    known = view.choices["skpds"]
    if code == "" or code in known or is_carried("skpds", code):
        st.caption(_("Pernah di meja: {name}.", name=plain(known.get(code, code) or _("tanpa SKPD"))))
        return code
    words = _("{what} tidak dikenal dan diabaikan: {values}.", what=_("SKPD"), values=shown(code))
    st.warning(words, icon=":material/link_off:")
    return None


def is_stock(name: str) -> bool:
    """Whether a list shows what is open at as_of, whatever the period."""
    return name not in PERIOD_SETS
