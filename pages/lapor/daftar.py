"""Daftar LAPOR: exactly the LAPOR complaints behind a number of the desk."""

from dashboard import places
from dashboard.components import desk, frame, lapor_list

view = frame.head()

pick = desk.pick(view)
frame.not_honoured(view, places.STOCK if desk.is_stock(pick.set) else places.DESK_LIST.honours)
lapor_list.listing(view, pick)
