"""The source itself: how fresh and complete it is, and what it does not hold, so that a judgement would be unfair."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.formats import hours, moment, number
from dashboard.kept import finding
from dashboard.texts import _
from dashboard.view import View
from queries import channels, complaints
from queries.channels import Feed


def closed_only(view: View) -> str:
    """Why there is no ranking where nothing is open; empty where something is."""
    if view.moment.has_open:
        return ""
    return _(
        "Sumber ini hanya memuat aduan yang sudah selesai. Peringkat penyelesaian tidak bermakna di sini: setiap SKPD akan tampak hampir 100 %, karena aduan yang tidak selesai tidak ada di dalamnya. Karena itu tidak ada peringkat yang ditampilkan."
    )


def closed_only_in_short(view: View) -> str:
    """The same for a screen of a meeting."""
    if view.moment.has_open:
        return ""
    return _("Sumber ini hanya memuat aduan yang sudah selesai: SKPD dan kanal tidak dapat dibandingkan dengan adil.")


def without_coordination(view: View, measure: str) -> str:
    """Why nobody can be judged by the first coordination where it is not recorded; empty where it is, or not asked."""
    if measure != "koordinasi" or view.moment.has_coordination:
        return ""
    return _("Sumber ini tidak mencatat koordinasi pertama, jadi ukuran ini tidak dapat dihitung.")


@dataclass(frozen=True)
class Freshness:
    """The newest record of every channel, the newest first."""

    feeds: tuple[Feed, ...]

    @property
    def silent(self) -> tuple[Feed, ...]:
        """Waiting for longer than their own longest recent gap: the one rule, for every place that says so."""
        return tuple(feed for feed in self.feeds if feed.is_silent)

    @property
    def late(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in self.feeds if feed.is_late)

    @property
    def never(self) -> tuple[Feed, ...]:
        """Open, and never sent anything."""
        return tuple(feed for feed in self.feeds if feed.is_open and feed.newest is None)

    def sentence(self) -> str:
        """How many channels are silent, late, and without any record; those that nobody is are left out."""
        counts = (
            (_("{n} kanal senyap"), self.silent),
            (_("{n} terlambat"), self.late),
            (_("{n} belum pernah mengirim"), self.never),
        )
        said = [words.format(n=number(len(feeds))) for words, feeds in counts if feeds]
        return ", ".join(said) or _("tidak ada kanal senyap")

    def newest(self) -> str:
        return moment(self.feeds[0].newest if self.feeds else None)


def feed_words(feed: Feed) -> str:
    """When a channel sent its newest record, and whether it is silent or closed."""
    silent = f" — {_('senyap {n}', n=hours(feed.hours_silent))}" if feed.is_silent else ""
    closed = "" if feed.is_open else f" — {_('kanal ditutup')}"
    return f"{moment(feed.newest, short=True)}{silent}{closed}"


@finding
def freshness(view: View) -> Freshness:
    """At the moment of the view, whatever its other filters."""
    return Freshness(tuple(channels.feeds(view.filters.as_of)))


@dataclass(frozen=True)
class Gaps:
    """Complaints received in the period, and how many of them lack something, by its name in ``gap_labels``."""

    received: int
    missing: dict[str, int]
    undated: int
    """Whose time of receipt cannot be one: in no period, so beside those."""


def gap_labels() -> dict[str, str]:
    return {
        "category": _("kategori tidak dikenal"),
        "skpd": _("SKPD tidak dikenal"),
        "kelurahan": _("kelurahan tidak dikenal"),
        "deadline": _("tanpa tenggat"),
        "contradictory": _("waktu bertentangan (hanya dihitung sebagai masuk)"),
    }


@finding
def gaps(view: View) -> Gaps:
    row = complaints.gaps(view.filters)
    missing = {
        "category": row["tanpa_kategori"],
        "skpd": row["tanpa_skpd"],
        "kelurahan": row["tanpa_kelurahan"],
        "deadline": row["tanpa_tenggat"],
        "contradictory": row["bertentangan"],
    }
    return Gaps(row["masuk"], missing, row["tanpa_tanggal"])
