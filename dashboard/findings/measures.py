"""The measures SKPD are compared by, in words: what each says and what it does not."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.texts import _


@dataclass(frozen=True)
class Measure:
    """``label`` names it, ``good`` and ``bad`` the complaints that went well or not, ``cohort`` those it counts."""

    label: str
    cohort: str
    good: str
    bad: str
    says: str
    says_not: str


def measures() -> dict[str, Measure]:
    """Every measure; larger is better, of the time shorter."""
    return {
        "tepat-waktu": Measure(
            _("Tepat waktu"),
            _("Jatuh tempo"),
            _("Tepat waktu"),
            _("Tidak tepat waktu"),
            _(
                "Dari aduan yang jatuh tempo pada periode ini, bagian yang selesai paling lambat pada tenggatnya; yang masih terbuka lewat tenggat dihitung terlambat."
            ),
            _(
                "Tidak mengatakan berapa lama terlambatnya, dan dihitung pada SKPD yang memegangnya sekarang walaupun waktu habis di meja lain."
            ),
        ),
        "dalam-tenggat": Measure(
            _("Masih dalam tenggat"),
            _("Terbuka dengan tenggat"),
            _("Masih dalam tenggat"),
            _("Lewat tenggat"),
            _("Dari aduan terbuka yang bertenggat pada waktu “per”, bagian yang tenggatnya belum lewat."),
            _(
                "Hanya melihat tumpukan, bukan yang sudah selesai: beberapa aduan lama yang macet saja sudah menurunkannya."
            ),
        ),
        "waktu-tengah": Measure(
            _("Waktu tengah"),
            _("Pernah di meja ini"),
            _("Selesai di sini"),
            _("Masih terbuka, atau diserahkan"),
            _(
                "Lama sampai separuh aduan selesai sejak diterima SKPD ini; yang masih terbuka ikut dihitung (Kaplan-Meier), waktu di meja lain tidak."
            ),
            _("Tidak mengatakan apa-apa tentang separuh yang lebih lambat, dan tidak disesuaikan dengan jenis aduan."),
        ),
        "koordinasi": Measure(
            _("Koordinasi tepat waktu"),
            _("Jatuh batas koordinasi"),
            _("Dikoordinasikan tepat waktu"),
            _("Tidak dikoordinasikan tepat waktu"),
            _(
                "Dari aduan yang batas koordinasinya (6 jam, atau sesuai aturan) jatuh pada periode ini, bagian yang langkah pertamanya diambil paling lambat pada batas itu; dihitung pada SKPD penerima pertama."
            ),
            _("Langkah pertama bukan penyelesaian: yang meneruskan cepat belum tentu menangani cepat."),
        ),
        "tl-ditolak": Measure(
            _("Tanpa TL Ditolak"),
            _("Diputus validasi"),
            _("Tidak ditolak"),
            _("Pernah TL Ditolak"),
            _(
                "Dari aduan yang pekerjaannya diputus pada periode ini (Selesai atau TL Ditolak), bagian yang tidak ditolak."
            ),
            _("Bergantung pada ketatnya pemeriksa, dan tidak mengatakan apakah warga puas."),
        ),
        "laporan-ulang": Measure(
            _("Tanpa laporan ulang"),
            _("Selesai dan diamati 14 hari"),
            _("Tidak dilaporkan lagi"),
            _("Dilaporkan lagi"),
            _(
                "Dari aduan yang selesai pada periode ini dan sudah diamati 14 hari, bagian yang dalam 14 hari itu tidak disusul aduan lain dengan kategori dan kelurahan yang sama."
            ),
            _("Tidak tahu apakah masalahnya sama: kelurahan yang ramai lebih sering disusul aduan baru."),
        ),
    }


def arrived() -> Measure:
    """The complaints that came by hand-over: a list like those of the measures, no ranking."""
    return Measure(
        _("Serahan"),
        _("Diterima dari SKPD lain"),
        _("Datang sebelum tenggat"),
        _("Sudah lewat tenggat saat datang"),
        _("Aduan yang diserahkan kepada SKPD ini oleh SKPD lain pada periode ini."),
        _("Tenggat menurut keadaan pada waktu “per”: EWS yang disepakati kemudian ikut menggesernya."),
    )


def cohorts() -> dict[str, Measure]:
    """Everything that has a list by SKPD."""
    return measures() | {"serahan": arrived()}
