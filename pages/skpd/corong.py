"""Corong: every SKPD of a group against the limits of chance."""

from dashboard.components import frame, ranking

view = frame.head()

if not ranking.closed_only(view):
    group, measure, band = ranking.chosen(view, "corong", without=("waktu-tengah",))
    ranking.how_to_read()
    ranking.funnel_board(view, group, measure, band)
