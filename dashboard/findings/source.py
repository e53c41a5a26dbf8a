"""What the source does not hold, so that a judgement would be unfair: said instead of the judgement."""

from __future__ import annotations

from dashboard.texts import _
from dashboard.view import View


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
