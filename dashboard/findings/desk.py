"""The words of the LAPOR desk: its clocks, sets, stages, kinds and classes."""

from __future__ import annotations

from dashboard.texts import _
from queries.lapor import COUNTS, PERIOD_SETS

DEADLINE_CLOCKS = ("crm", "sp4n")
"""The clocks a deadline can be judged on."""
SOON = ("hari-ini", "3-hari", "7-hari")
"""The lists of what falls due: open, and late on no clock that is shown."""


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


def times(count: str) -> str:
    """So often, where the last class is open."""
    return _("{n} kali", n=counts()[count])


def missing() -> dict[str, str]:
    """What a complaint lacks, or what no list knows."""
    return {
        "skpd": _("tanpa SKPD"),
        "kategori": _("kategori tidak dikenal"),
        "wilayah": _("kelurahan tidak dikenal"),
    }


def is_stock(name: str) -> bool:
    """Whether a list shows what is open at as_of, whatever the period."""
    return name not in PERIOD_SETS
