"""A view as it is written in an address, and read from one: the browser's, or that of a link somebody has pasted.

Streamlit's own binding of widgets to the URL writes labels, which change with the language, and drops a bad value
without a word; both matter here, so the few lines that bind them are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from dashboard.texts import _, language
from dashboard.view import CHOSEN, DEFAULT_PERIOD, LISTS, PERIODS, View, labels
from queries.filters import Filters
from queries.moment import Choices, Moment, is_carried

YEARS = range(2000, 2100)
MOMENT = "%Y-%m-%dT%H:%M"
Query = dict[str, Any]
"""Parameters of an address: a text, or a list of texts, by name."""


class Address(Protocol):
    """What an address asks for: the browser's (st.query_params), or that of a link."""

    def get(self, key: str) -> Any: ...
    def get_all(self, key: str) -> list[str]: ...


class Link:
    """A link that somebody wrote down or pasted, read as the browser's address is; ``text`` may be its query alone."""

    def __init__(self, text: str) -> None:
        query = urlsplit(text).query if "?" in text else text
        try:
            self.values: Mapping[str, list[Any]] = parse_qs(query, keep_blank_values=True, max_num_fields=1000)
        except ValueError:
            self.values = {}

    def get(self, key: str) -> Any:
        return self.values.get(key, [None])[-1]

    def get_all(self, key: str) -> list[str]:
        return self.values.get(key, [])


class Asked(NamedTuple):
    """The view an address asks for, and what was wrong in it, in words."""

    view: View
    notices: list[str]


def shown(value: str) -> str:
    """A value from the address as inert text: short, without Markdown of its own."""
    kept = "".join(c for c in value if c.isprintable() and c not in "`\\")
    return f"`{kept[:40] or ' '}`"


def parameter(
    name: str, allowed: Iterable[str], default: str, notices: list[str], address: Address | None = None
) -> str:
    """A page's own parameter from the address; a value that is not allowed gives the default and a notice."""
    given = (st.query_params if address is None else address).get(name)
    value = default if given is None else given
    if value in allowed:
        return value
    notices.append(
        _("Nilai {value} untuk “{name}” di tautan tidak dikenal dan diabaikan.", value=shown(value), name=name)
    )
    return default


def whole_number(name: str, default: int, notices: list[str], digits: int = 18) -> int:
    """A positive whole number from the address, of at most so many digits."""
    value = st.query_params.get(name, str(default))
    if value.isascii() and value.isdigit() and len(value) <= digits and int(value) > 0:
        return int(value)
    notices.append(
        _("Nilai {value} untuk “{name}” di tautan tidak dikenal dan diabaikan.", value=shown(value), name=name)
    )
    return default


def day_of(name: str, notices: list[str], address: Address) -> date | None:
    """A day from the address."""
    value = address.get(name)
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
        if found.year in YEARS:
            return found
    except ValueError:
        pass
    notices.append(_("Tanggal {value} di tautan tidak dapat dibaca dan diabaikan.", value=shown(value)))
    return None


def moment_of(name: str, now: datetime, notices: list[str], address: Address) -> datetime | None:
    """A moment from the address, at most ``now``; a day without an hour means its end."""
    value = address.get(name)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        if len(value) == 10:
            found = found.replace(hour=23, minute=59)
        if found.tzinfo is None and found.year in YEARS:
            found = found.replace(second=0, microsecond=0)
            if found <= now:
                return found
            notices.append(_("Waktu “{name}” di tautan belum tiba dan diabaikan.", name=name))
            return None
    except ValueError:
        pass
    notices.append(_("Waktu {value} di tautan tidak dapat dibaca dan diabaikan.", value=shown(value)))
    return None


def read(now: Moment, choices: Choices, address: Address | None = None) -> Asked:
    """The view the address (the browser's, if no other) asks for. Whatever in it is unknown, wrong or hostile is left
    out with a notice.
    """
    if address is None:
        address = st.query_params
    notices: list[str] = []
    as_of = moment_of("per", now.minute, notices, address)
    moment_asked = as_of or now.minute
    preset = parameter("periode", PERIODS, DEFAULT_PERIOD, notices, address)
    first, last = PERIODS[preset](moment_asked.date(), now)
    start, end = day_of("dari", notices, address), day_of("sampai", notices, address)
    if start or end:
        preset = CHOSEN
        first, last = start or end or first, end or start or last
        if first > last:
            first, last = last, first
            notices.append(_("Tanggal awal sesudah tanggal akhir; keduanya ditukar."))
    if first > moment_asked.date():
        notices.append(
            _("Periode ini belum dimulai pada waktu “per”; angka arusnya nol. Pilih periode yang lebih awal.")
        )
    chosen: dict[str, tuple[str, ...]] = {}
    for key, name in LISTS.items():
        asked = list(dict.fromkeys(address.get_all(key)))
        carried = {value: value for value in asked if value not in choices[name] and is_carried(name, value)}
        if carried:
            choices = {**choices, name: choices[name] | carried}
        names = choices[name]
        unknown = [value for value in asked if value not in names]
        if unknown:
            notices.append(
                _(
                    "{what} tidak dikenal dan diabaikan: {values}.",
                    what=labels()[key],
                    values=", ".join(shown(value) for value in unknown[:3]),
                )
            )
        chosen[name] = tuple(sorted(value for value in asked if value in names))
    return Asked(View(Filters(first, last, moment_asked, **chosen), preset, now, choices, as_of is None), notices)


def query_of(view: View, **changes: str | list[str] | None) -> Query:
    """The address of a view with some parameters changed (None: taken out)."""
    f = view.filters
    query: Query = {"lang": "en"} if language() == "en" else {}
    if view.preset == CHOSEN:
        query |= {"dari": f.first.isoformat(), "sampai": f.last.isoformat()}
    elif view.preset != DEFAULT_PERIOD:
        query["periode"] = view.preset
    query |= {key: list(getattr(f, name)) for key, name in LISTS.items() if getattr(f, name)}
    if not view.is_now:
        query["per"] = f.as_of.strftime(MOMENT)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
        if key in ("dari", "sampai"):
            query.pop("periode", None)
    return query


def frozen_query(view: View, **changes: str | list[str] | None) -> Query:
    """The address of a view at its moment: opened at any time, it shows the same."""
    f = view.filters
    fixed = {"dari": f.first.isoformat(), "sampai": f.last.isoformat(), "per": f.as_of.strftime(MOMENT)}
    return query_of(view, **(fixed | changes))
