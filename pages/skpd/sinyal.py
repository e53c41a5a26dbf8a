"""Sinyal: which SKPD of a group changes more than its own usual wavering."""

from dashboard.components import frame, ranking, signals

view = frame.head()

if not ranking.closed_only(view):
    group, measure, _band = ranking.chosen(view, "sinyal", without=("waktu-tengah",), banded=False)
    signals.how_to_read()
    if not ranking.unrecorded(view, measure):
        signals.board(view, group, measure)
