"""Daftar per SKPD: the complaints that a SKPD answers for by a measure."""

from dashboard.components import frame, unit_list

view = frame.head()

measure, outcome = unit_list.chosen(view)
unit_list.listing(view, measure, outcome)
