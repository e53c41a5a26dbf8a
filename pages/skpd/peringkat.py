"""Peringkat SKPD: expected ranks with their uncertainty, within groups of like units."""

from dashboard.components import frame, ranking

view = frame.head()

if not ranking.closed_only(view):
    group, measure, band = ranking.chosen(view, "peringkat")
    ranking.how_to_read()
    ranking.board(view, group, measure, band)
