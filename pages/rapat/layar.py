"""Layar rapat: the screens of a meeting, full and still; keys turn them."""

from dashboard.components import frame
from dashboard.stage import agenda, screens

view = frame.view()
asked = agenda.asked(view)
screens.show(view, asked, agenda.first(asked))
