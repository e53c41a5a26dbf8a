"""Daftar LAPOR: exactly the LAPOR complaints behind a number of the desk."""

from dashboard import places
from dashboard.components import desk, frame, lists
from dashboard.findings.desk import is_stock
from dashboard.findings.lists import of_desk

view = frame.head()

pick = desk.pick(view)
frame.not_honoured(view, places.STOCK if is_stock(pick.set) else places.DESK_LIST.honours)
lists.listing(view, of_desk(view, pick))
