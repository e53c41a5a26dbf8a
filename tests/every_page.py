"""What each page is called and draws on the full sample: for the tests that open every one."""

from __future__ import annotations

from dashboard.places import (
    AGENDA,
    CHANNEL_PATTERN,
    CHANNELS,
    COMPLAINT,
    DESK_LIST,
    DUE,
    FUNNEL,
    LAPOR,
    LIST,
    OVERVIEW,
    PAIR,
    PATTERN,
    RANKING,
    REPORT,
    SIGNALS,
    UNIT_LIST,
)

# Page -> its title, how many charts it draws on the full sample, and the parameters with which all of it is filled
# there.
PAGES: dict[str, tuple[str, int, dict[str, str]]] = {
    OVERVIEW: ("Ringkasan", 2, {}),
    CHANNELS: ("Kanal", 12, {}),
    CHANNEL_PATTERN: ("Pola kanal", 4, {}),
    PAIR: ("LAPOR dan JAKI", 5, {"periode": "90-hari"}),
    RANKING: ("Peringkat SKPD", 1, {}),
    FUNNEL: ("Corong SKPD", 1, {"periode": "90-hari", "kelompok": "sudin"}),
    SIGNALS: ("Sinyal SKPD", 11, {"kelompok": "sudin"}),
    REPORT: ("Rapor SKPD: mengapa peringkat saya demikian?", 6, {"periode": "semua", "skpd": "SD-SATPOL-31.75"}),
    UNIT_LIST: ("Daftar aduan SKPD", 0, {"ukuran": "waktu-tengah", "hasil": "kurang", "skpd": "DIN-BM"}),
    LAPOR: ("LAPOR terlambat", 6, {}),
    DUE: ("LAPOR akan jatuh tempo", 0, {}),
    PATTERN: ("Pola keterlambatan LAPOR", 3, {}),
    DESK_LIST: ("Daftar LAPOR", 0, {}),
    LIST: ("Daftar aduan", 0, {}),
    AGENDA: ("Rapat", 0, {}),
}


EVERY_PAGE = [*PAGES, COMPLAINT]
