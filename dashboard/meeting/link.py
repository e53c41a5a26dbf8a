"""The meeting link: filters and moment as on every page, and the agenda, all in a readable address.

Nothing is written anywhere: the link itself carries the whole figures that were shown (``angka``), so that a CRM that
has rewritten its history since is found out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dashboard.address import LEADING, TRAILING, Address, Link, day_of, frozen_query, moment_of, parameter, shown
from dashboard.findings.measures import measures
from dashboard.findings.standing import groups
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import SCREENS
from dashboard.texts import _
from dashboard.view import View
from queries.filters import Filters

KEY = re.compile(r"[\w-]{1,60}")
WHOLE = re.compile(r"-?[0-9]{1,15}")
MOST_KEYS = 100


def default_agenda(*, is_then_given: bool) -> tuple[str, ...]:
    """Every screen; what became of the last meeting comes first where there was one."""
    every = tuple(SCREENS)
    return ("sejak", *every[:-1]) if is_then_given else every


def read(view: View, address: Address, notices: list[str]) -> Meeting:
    """The meeting an address asks for; what is wrong in it is left out with a notice."""
    then, given = _then(view, address, notices)
    agenda = default_agenda(is_then_given=given)
    if (wanted := address.get("agenda")) is not None:
        codes = list(dict.fromkeys(wanted.strip(LEADING + TRAILING).split(".")))
        unknown = [code for code in codes if code not in SCREENS]
        if unknown:
            values = ", ".join(shown(code) for code in unknown[:3])
            notices.append(_("Layar tidak dikenal dan diabaikan: {values}.", values=values))
        agenda = tuple(code for code in codes if code in SCREENS) or agenda
    group = parameter("kelompok", groups(), next(iter(groups())), notices, address)
    measure = parameter("ukuran", measures(), next(iter(measures())), notices, address)
    return Meeting(agenda, group, measure, then, given, _recorded(address, notices))


def _then(view: View, address: Address, notices: list[str]) -> tuple[Filters, bool]:
    """The same choices at the last meeting (without one: over the period before), and whether the address names one."""
    f = view.filters
    if address.get("lalu") is None:
        return f.before(), False
    as_of = moment_of("lalu", f.as_of, view.moment.zone, notices, address)
    if as_of is None:
        return f.before(), False
    back = (f.as_of.date() - as_of.date()).days
    then = replace(f.earlier(back), as_of=as_of)
    first, last = day_of("lalu-dari", notices, address), day_of("lalu-sampai", notices, address)
    if first and last and first <= last:
        then = replace(then, first=first, last=last)
    return then, True


def _recorded(address: Address, notices: list[str]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    if (given := address.get("angka")) is None:
        return ()
    wrong = []
    for part in given.split(".")[:MOST_KEYS]:
        name, _line, value = part.rpartition("_")
        if KEY.fullmatch(name) and WHOLE.fullmatch(value):
            found[name] = int(value)
        else:
            wrong.append(part)
    if wrong:
        values = ", ".join(shown(part) for part in wrong[:3])
        notices.append(_("Angka di tautan tidak dapat dibaca dan diabaikan: {values}.", values=values))
    return tuple(found.items())


def query(view: View, meeting: Meeting, keys: dict[str, int] | None = None) -> dict[str, Any]:
    """The address of this meeting, frozen; it carries the figures it was frozen with, else ``keys``."""
    changes: dict[str, Any] = {}
    if meeting.agenda != default_agenda(is_then_given=meeting.is_then_given):
        changes["agenda"] = ".".join(meeting.agenda)
    if meeting.group != next(iter(groups())):
        changes["kelompok"] = meeting.group
    if meeting.measure != next(iter(measures())):
        changes["ukuran"] = meeting.measure
    if meeting.is_then_given:
        then = meeting.then
        changes |= {
            "lalu": then.as_of.strftime("%Y-%m-%dT%H:%M"),
            "lalu-dari": then.first.isoformat(),
            "lalu-sampai": then.last.isoformat(),
        }
    kept = dict(meeting.recorded) or keys
    if kept:
        changes["angka"] = ".".join(f"{name}_{value}" for name, value in kept.items() if KEY.fullmatch(name))
    return frozen_query(view, **changes)


def earlier(text: str) -> dict[str, str] | None:
    """The parameters ``lalu...`` that an earlier meeting link, pasted as text, stands for; None where it is none."""
    given = Link(text.strip())
    pairs = (("lalu", "per"), ("lalu-dari", "dari"), ("lalu-sampai", "sampai"))
    found = {ours: str(value) for ours, theirs in pairs if (value := given.get(theirs))}
    return found if "lalu" in found else None
