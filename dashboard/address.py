"""A view as it is written in an address, and read from one: the browser's, or that of a link somebody has pasted.

Streamlit's own binding of widgets to the URL writes labels, which change with the language, and drops a bad value
without a word; both matter here, so the few lines that bind them are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.texts import _, language
from dashboard.view import CHOSEN, DEFAULT_PERIOD, LISTS, PERIODS, View, labels
from queries.filters import Filters
from queries.moment import Choices, Moment, is_carried

YEARS = range(2000, 2100)
MOMENT = "%Y-%m-%dT%H:%M"
Query = dict[str, Any]
"""Parameters of an address: a text, or a list of texts, by name."""
TRACKED = re.compile(r"utm_\w+|(fb|g|y|ms|tw|ttc|li_fat_|igs|mc_e)[a-z]*id|si|ref|_ga")
"""Parameters that mail programs and social networks hang on to a link."""
LEADING, TRAILING = " \t\r\n<([{\"'“‘«", " \t\r\n>)]}\"'”’»,;.:!?…"
"""What stands around a link in a text, and is taken along when it is pasted."""
Understood = TypeVar("Understood")


class Address(Protocol):
    """What an address asks for: the browser's (st.query_params), or that of a link."""

    def get(self, key: str) -> Any: ...
    def get_all(self, key: str) -> list[str]: ...


def tidied(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The parameters of an address as people paste them, under their own names: these may be in capitals or written as
    in HTML (``amp;per``), or the whole of them may be encoded twice; what others have hung on to it is left out.
    """
    found: dict[str, list[str]] = {}
    for name, given in values.items():
        plain = unquote(unquote(name)) if "%" in name else name
        if "=" in plain:  # everything was encoded once more, so that all of it is one name
            parts = parse_qsl("=".join([plain, *(value for value in given if value)]), keep_blank_values=True)
            for part, value in parts:
                found.setdefault(_tidy_name(part), []).append(value)
        elif not TRACKED.fullmatch(_tidy_name(plain)):
            found.setdefault(_tidy_name(plain), []).extend(given)
    return found


def _tidy_name(name: str) -> str:
    text = name.strip(LEADING + TRAILING).casefold()
    while text.startswith("amp;"):
        text = text.removeprefix("amp;")
    return text


def tidy() -> None:
    """Write the browser's address as ``tidied`` reads it, so that whoever reads or changes it finds one spelling."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    if (found := tidied(given)) != given:
        st.query_params.from_dict(found)


def spellings(value: str) -> Iterator[str]:
    """A value, then what it may have been before it was pasted: without what stood around it, decoded once more."""
    yield value
    around = value.lstrip(LEADING)
    shorter = [around]
    while around and around[-1] in TRAILING and len(shorter) < 6:
        around = around[:-1]
        shorter.append(around)
    for text in shorter:
        once = unquote(text)
        for form in (text, once, unquote(once), once.replace("+", " "), unescape(once)):
            yield form.strip()


def understood(value: str, read: Callable[[str], Understood | None]) -> Understood | None:
    """What ``read`` makes of the first spelling of a value that it understands."""
    return next((found for form in spellings(value[:1000]) if (found := read(form)) is not None), None)


class Link:
    """A link that somebody wrote down or pasted, read as the browser's address is; ``text`` may be its query alone."""

    def __init__(self, text: str) -> None:
        query = urlsplit(text).query if "?" in text else text
        try:
            self.values: Mapping[str, list[Any]] = tidied(parse_qs(query, keep_blank_values=True, max_num_fields=1000))
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
    name: str, allowed: Container[str], default: str, notices: list[str], address: Address | None = None
) -> str:
    """A page's own parameter from the address; a value that is not allowed gives the default and a notice."""
    given = (st.query_params if address is None else address).get(name)
    value = default if given is None else given
    known = understood(value, lambda form: form if form in allowed else None)
    if known is not None:
        return known
    notices.append(
        _("Nilai {value} untuk “{name}” di tautan tidak dikenal dan diabaikan.", value=shown(value), name=name)
    )
    return default


def whole_number(name: str, default: int, notices: list[str], digits: int = 18) -> int:
    """A positive whole number from the address, of at most so many digits."""
    value = st.query_params.get(name, str(default))

    def positive(form: str) -> int | None:
        is_one = form.isascii() and form.isdigit() and len(form) <= digits and int(form) > 0
        return int(form) if is_one else None

    if (number := understood(value, positive)) is not None:
        return number
    notices.append(
        _("Nilai {value} untuk “{name}” di tautan tidak dikenal dan diabaikan.", value=shown(value), name=name)
    )
    return default


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _moment(text: str, zone: str) -> datetime | None:
    """A moment as a naive time of the zone; of a day, however it is written, its end."""
    if day := _day(text):
        return datetime(day.year, day.month, day.day, 23, 59)
    if len(text) > 16:
        text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text)  # a plus in an address is read as a blank
    text = re.sub(r"(?<=[T ]\d\d)\.(?=\d\d)", ":", text)  # 10.00
    try:
        found = datetime.fromisoformat(text)
        found = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
    return found.replace(second=0, microsecond=0) if found.year in YEARS else None


def day_of(name: str, notices: list[str], address: Address) -> date | None:
    """A day from the address."""
    value = address.get(name)
    if value is None:
        return None
    if (found := understood(value, _day)) is not None:
        return found
    notices.append(_("Tanggal {value} di tautan tidak dapat dibaca dan diabaikan.", value=shown(value)))
    return None


def moment_of(name: str, now: datetime, zone: str, notices: list[str], address: Address) -> datetime | None:
    """A moment from the address, at most ``now``, both naive times of the zone; a day without an hour means its end."""
    value = address.get(name)
    if value is None:
        return None
    found = understood(value, lambda form: _moment(form, zone))
    if found is not None:
        if found <= now:
            return found
        notices.append(_("Waktu “{name}” di tautan belum tiba dan diabaikan.", name=name))
        return None
    notices.append(_("Waktu {value} di tautan tidak dapat dibaca dan diabaikan.", value=shown(value)))
    return None


def _codes(value: str, names: Container[str]) -> list[str]:
    """The codes that a value of a list means: one, or several with commas between; none where one is unknown."""
    one = understood(value, lambda form: form if form in names else None)
    if one is not None:
        return [one]
    parts = [part for part in re.split(r",|%2[Cc]", value) if part.strip(LEADING + TRAILING)]
    if len(parts) < 2:
        return []
    codes = [understood(part, lambda form: form if form in names else None) for part in parts]
    return [code for code in codes if code is not None] if None not in codes else []


def read(now: Moment, choices: Choices, address: Address | None = None) -> Asked:
    """The view the address (the browser's, if no other) asks for. Whatever in it is unknown, wrong or hostile is left
    out with a notice.
    """
    if address is None:
        address = st.query_params
    notices: list[str] = []
    as_of = moment_of("per", now.minute, now.zone, notices, address)
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
        found = {value: _codes(value, choices[name]) for value in asked}
        unknown = [value for value, codes in found.items() if not codes]
        if unknown:
            notices.append(
                _(
                    "{what} tidak dikenal dan diabaikan: {values}.",
                    what=labels()[key],
                    values=", ".join(shown(value) for value in unknown[:3]),
                )
            )
        chosen[name] = tuple(sorted({code for codes in found.values() for code in codes}))
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
