"""Daftar aduan: exactly the complaints behind a number."""

from dashboard.components import frame, listed
from dashboard.components.filters import choice
from dashboard.texts import _

view = frame.head()

name = choice("set", _("Himpunan"), listed.sets(), box=True)
listed.listing(view, name)
