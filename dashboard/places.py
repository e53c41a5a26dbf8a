"""The pages: one row each, read by navigation, doors, meeting, README, benchmark and tests.

A page that is not here is not served; what is said of one here is held against the page by a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.texts import _

PROJECT = Path(__file__).resolve().parent.parent
EVERY = ("periode", "kanal", "skpd", "wilayah", "kategori")
"""The filters of the sidebar, by their names in the address."""
STOCK = ("skpd", "wilayah", "kategori")
"""What a page of the LAPOR desk honours that shows the stock: it has one channel and looks at one moment."""


@dataclass(frozen=True)
class Place:
    """A page. ``path`` is its address and its name in the code, ``file`` the page itself.

    ``title`` names it in the menu and, without ``heading``, on the page. ``icon``: it stands in the menu. ``honours``:
    the filters that change what it shows. ``lists``: the pages on which its numbers open. ``screen``: the screen of a
    meeting that says the same. ``is_alone``: it is shown without menu and filters.
    """

    path: str
    file: str
    section: str
    title: Callable[[], str]
    heading: Callable[[], str] | None = None
    icon: str = ""
    honours: tuple[str, ...] = EVERY
    lists: tuple[str, ...] = ()
    screen: str = ""
    is_alone: bool = False

    def __str__(self) -> str:
        return self.path

    @property
    def is_first(self) -> bool:
        """Whether it answers to the bare address."""
        return self is PLACES[0]

    @property
    def address(self) -> str:
        """What stands behind the site's name: nothing for the first page."""
        return "" if self.is_first else self.path


LIST = Place("daftar", "pages/aduan/daftar.py", "aduan", lambda: _("Daftar aduan"), lists=("aduan",))
DESK_LIST = Place(
    "daftar-lapor",
    "pages/lapor/daftar.py",
    "lapor",
    lambda: _("Daftar LAPOR"),
    honours=("periode", *STOCK),
    lists=("aduan",),
)
UNIT_LIST = Place("daftar-skpd", "pages/skpd/daftar.py", "skpd", lambda: _("Daftar aduan SKPD"), lists=("aduan",))
COMPLAINT = Place("aduan", "pages/aduan/aduan.py", "aduan", lambda: _("Aduan"), honours=(), lists=("aduan",))
OVERVIEW = Place(
    "ringkasan",
    "pages/ikhtisar/ringkasan.py",
    "ikhtisar",
    lambda: _("Ringkasan"),
    icon=":material/dashboard:",
    lists=("daftar",),
    screen="angka",
)
CHANNELS = Place(
    "kanal",
    "pages/kanal/kanal.py",
    "kanal",
    lambda: _("Kanal"),
    icon=":material/hub:",
    lists=("daftar",),
    screen="kanal",
)
CHANNEL_PATTERN = Place(
    "kanal-pola",
    "pages/kanal/pola.py",
    "kanal",
    lambda: _("Pola kanal"),
    icon=":material/calendar_month:",
    lists=("daftar",),
)
PAIR = Place(
    "lapor-jaki",
    "pages/kanal/lapor_jaki.py",
    "kanal",
    lambda: _("LAPOR dan JAKI"),
    icon=":material/compare_arrows:",
    honours=("periode", *STOCK),
    lists=("daftar-skpd", "rapor"),
    screen="lapor-jaki",
)
RANKING = Place(
    "peringkat",
    "pages/skpd/peringkat.py",
    "skpd",
    lambda: _("Peringkat SKPD"),
    icon=":material/leaderboard:",
    lists=("daftar-skpd", "rapor"),
    screen="peringkat",
)
REPORT = Place(
    "rapor",
    "pages/skpd/rapor.py",
    "skpd",
    lambda: _("Rapor SKPD"),
    lambda: _("Rapor SKPD: mengapa peringkat saya demikian?"),
    icon=":material/assignment_ind:",
    lists=("daftar-skpd", "aduan", "rapor"),
)
FUNNEL = Place("corong", "pages/skpd/corong.py", "skpd", lambda: _("Corong SKPD"), lists=("daftar-skpd", "rapor"))
SIGNALS = Place("sinyal", "pages/skpd/sinyal.py", "skpd", lambda: _("Sinyal SKPD"), lists=("rapor",), screen="sinyal")
LAPOR = Place(
    "lapor-terlambat",
    "pages/lapor/terlambat.py",
    "lapor",
    lambda: _("LAPOR terlambat"),
    icon=":material/alarm:",
    honours=STOCK,
    lists=("daftar-lapor", "aduan"),
    screen="lapor",
)
DUE = Place(
    "lapor-jatuh-tempo",
    "pages/lapor/jatuh_tempo.py",
    "lapor",
    lambda: _("LAPOR akan jatuh tempo"),
    icon=":material/event_upcoming:",
    honours=STOCK,
    lists=("daftar-lapor", "aduan"),
)
PATTERN = Place(
    "lapor-pola",
    "pages/lapor/pola.py",
    "lapor",
    lambda: _("Pola keterlambatan LAPOR"),
    icon=":material/timeline:",
    honours=("periode", *STOCK),
    lists=("daftar-lapor",),
)
AGENDA = Place("agenda", "pages/rapat/agenda.py", "rapat", lambda: _("Rapat"), icon=":material/co_present:")
SCREENS = Place("rapat", "pages/rapat/layar.py", "rapat", lambda: _("Layar rapat"), is_alone=True)
WALL = Place("dinding", "pages/rapat/dinding.py", "rapat", lambda: _("Layar dinding"), is_alone=True)

PLACES = (
    OVERVIEW,
    CHANNELS,
    CHANNEL_PATTERN,
    PAIR,
    RANKING,
    REPORT,
    FUNNEL,
    SIGNALS,
    LAPOR,
    DUE,
    PATTERN,
    AGENDA,
    SCREENS,
    WALL,
    DESK_LIST,
    UNIT_LIST,
    LIST,
    COMPLAINT,
)
"""Every page: the first answers to the bare address, those with an icon stand in the menu in this order."""
BY_PATH = {place.path: place for place in PLACES}


def of_screen(code: str) -> Place:
    """The page that says what a screen of a meeting says; the first one where no page is named for it."""
    return next((place for place in PLACES if place.screen == code), PLACES[0])
