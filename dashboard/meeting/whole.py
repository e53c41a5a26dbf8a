"""The whole deck of a meeting, and what the CRM has rewritten since its link was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from dashboard import VERSION
from dashboard.address import Query
from dashboard.charts import projector
from dashboard.deck import Column, Deck, Plot, Screen, Table, Words
from dashboard.formats import moment, number, signed
from dashboard.meeting import link
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import labels, one_line, screen
from dashboard.texts import _, language
from dashboard.view import View

MOVED = "berubah"
"""The code of the screen that says what has moved; no agenda names it."""


def _label(key: str) -> str:
    return labels().get(key) or key.removeprefix("kanal-")


def moved(view: View, meeting: Meeting, keys: dict[str, int]) -> Screen | None:
    """What the link recorded and the CRM now says otherwise, of the same period at the same moment; None: nothing."""
    recorded = dict(meeting.recorded)
    if any(key.startswith("kanal-") for key in recorded) and any(key.startswith("kanal-") for key in keys):
        # A channel without complaints has no figure of its own.
        every = [key for key in (recorded | keys) if key.startswith("kanal-")]
        recorded, keys = dict.fromkeys(every, 0) | recorded, dict.fromkeys(every, 0) | keys
    rows = tuple(
        (_label(key), was, keys[key], keys[key] - was)
        for key, was in recorded.items()
        if key in keys and keys[key] != was
    )
    if not rows:
        return None
    columns = (
        Column(_("Angka"), width=5),
        Column(_("Saat dibekukan"), "number", width=2),
        Column(_("Menurut CRM kini"), "number", width=2),
        Column(_("Selisih"), "number", width=2),
    )
    words = tuple((label, number(was), number(now), signed(change, 0)) for label, was, now, change in rows)
    return Screen(
        MOVED,
        _("Yang berubah"),
        _("CRM telah mengubah riwayatnya sejak tautan ini dibekukan: {n} angka berbeda.", n=number(len(rows))),
        view.sentence(str),
        table=Table(columns, rows, words),
        definition=_(
            "Tautan rapat membawa angka yang ditampilkan saat dibekukan. Angka di layar lain dihitung ulang dari CRM untuk waktu yang sama."
        ),
    )


def chart(plot: Plot) -> dict[str, Any]:
    """The Vega-Lite of a chart."""
    frame = pd.DataFrame([vars(point) for point in plot.points])
    if plot.kind == "bars":
        return projector.bars(frame, plot.measure)
    least, most = plot.scale or (0.0, 1.0)
    return projector.ranges(frame, plot.measure, percent=plot.is_share, least=least, most=most)


class Gathered:
    """The screens of a meeting as they are asked for, and what follows from all of them: one way for the page, the
    projector and the files."""

    def __init__(self, view: View, meeting: Meeting) -> None:
        self.view, self.meeting = view, meeting
        self.made: dict[str, Screen] = {}

    def screen(self, code: str) -> Screen:
        """One screen of the agenda, made when it is first asked for. Raises DatabaseAway."""
        if code not in self.made:
            self.made[code] = screen(self.view, self.meeting, code)
        return self.made[code]

    def every(self) -> Iterator[Screen]:
        """The screens in their order, each when it is ready, then what has moved since the link was made."""
        for code in self.meeting.agenda:
            yield self.screen(code)
        if rest := self.moved():
            yield rest

    @property
    def keys(self) -> dict[str, int]:
        """The whole figures of the screens that were made, in the order of the agenda."""
        made = [self.made[code] for code in self.meeting.agenda if code in self.made]
        return {name: value for one in made for name, value in one.keys.items()}

    def moved(self) -> Screen | None:
        """What the link recorded and the CRM now says otherwise, by the screens that were made; None: nothing."""
        return moved(self.view, self.meeting, self.keys)

    def query(self) -> Query:
        """The frozen address of the meeting with these figures."""
        return link.query(self.view, self.meeting, self.keys)


def words() -> Words:
    """What the files say themselves."""
    parts = {
        "about": _("Tentang"),
        "figure": _("Angka"),
        "value": _("Nilai"),
        "change": _("Perubahan"),
        "low": _("95 % dari"),
        "high": _("sampai"),
        "row": _("Baris"),
        "rows": _("baris"),
        "page": _("Halaman"),
        "of": _("dari"),
        "definition": _("Definisi"),
        "contents": _("Isi"),
        "summary": _("Ringkasan"),
        "report": _("Laporan pemantauan dan evaluasi"),
        "words": _("Dibaca"),
        "methods": _("Cara hitung dan batasannya"),
        "source": _("Sumber"),
        "value_of": _("nilai"),
    }
    return Words(language(), parts)


def deck(view: View, meeting: Meeting, progress: Callable[[int, int, str], None] = lambda *_step: None) -> Deck:
    """The deck of a meeting; ``progress(done, all, name)`` is told before each screen."""
    gathered = Gathered(view, meeting)
    for done, code in enumerate(meeting.agenda):
        progress(done, len(meeting.agenda), code)
        gathered.screen(code)
    made = list(gathered.every())
    return bound(
        view,
        _("Rapat koordinasi pengaduan warga"),
        f"CRM Jakarta · {moment(view.filters.as_of, view.moment.zone)}",
        made,
    )


def bound(view: View, title: str, subtitle: str, made: Sequence[Screen]) -> Deck:
    """The screens with what is true of all of them."""
    f = view.filters
    sample = " · " + _("data contoh, bukan aduan sungguhan") if view.moment.is_sample else ""
    source = one_line(view.moment.name) + sample
    about = (
        (_("Saringan"), view.sentence(str)),
        (_("Keadaan per"), f"{moment(f.as_of, view.moment.zone)} ({view.moment.zone})"),
        (_("Sumber"), source),
        (_("Pribadi"), _("Tanpa pelapor dan tanpa isi aduan.")),
        (_("Versi"), f"dashboard {VERSION}"),
    )
    return Deck(title, subtitle, view.sentence(str), f.as_of, source, tuple(made), about, words(), view.moment.zone)


def charts(made: Deck) -> dict[str, dict[str, Any]]:
    """The Vega-Lite of every screen that has a chart, by its code."""
    return {one.code: chart(one.plot) for one in made.screens if one.plot}
