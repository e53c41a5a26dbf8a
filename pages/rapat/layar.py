"""Layar rapat: the screens of a meeting, full and still; keys turn them."""

from dashboard.components import frame, meeting, stage

view = frame.view()
asked = meeting.asked(view)
stage.show(view, asked, meeting.first(asked))
