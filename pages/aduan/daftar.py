"""Daftar aduan: exactly the complaints behind a number."""

from dashboard.components import frame, lists
from dashboard.components.filters import choice
from dashboard.findings.lists import of_set, sets
from dashboard.texts import _

view = frame.head()

name = choice("set", _("Himpunan"), sets(), box=True)
lists.listing(view, of_set(view, name))
