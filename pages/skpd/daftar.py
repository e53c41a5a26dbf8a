"""Daftar per SKPD: the complaints that a SKPD answers for by a measure."""

from dashboard.components import frame, lists
from dashboard.findings.lists import of_unit

view = frame.head()

measure, outcome = lists.measure_and_outcome()
lists.listing(view, of_unit(view, measure, outcome))
