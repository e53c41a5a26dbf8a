"""Numbers, dates and durations as readers write them: 1.234,5 and 23 November 2026 (English: 1,234.5)."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime

from dashboard.texts import _, language
from database.zone import abbreviation

NONE = "–"
# What Streamlit still turns into a link, an icon, an emoji or an arrow after the characters below are written as they
# are: its plug-ins look at the words that come out. U+2060 joins words and is not seen.
STILL_ACTIVE = re.compile(r"(?<=:)(?=[A-Za-z_+/-])|(?<=www)(?=\.)|(?<=@)(?=[\w-])|(?<=[<>~-])(?=[->=])", re.I)
NUMBERED = re.compile(r"^(\d+)(?=[.)](?:\s|$))")  # the first item of a list, where it begins a cell
ACTIVE = str.maketrans({character: f"&#{ord(character)};" for character in "\\`*_{}[]<>()#+-!|~$:@&"})


def plain(text: object) -> str:
    """Text from the database as it is: nothing in it becomes Markdown, HTML or a link."""
    if text is None or text != text:
        return NONE
    words = NUMBERED.sub("\\1\u2060", " ".join(str(text).split()))
    return STILL_ACTIVE.sub("\u2060", words).translate(ACTIVE)


def number(value: float | int | None, digits: int = 0) -> str:
    """A number with the language's separators; a dash for none."""
    if value is None or value != value:
        return NONE
    text = f"{value:,.{digits}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def percent(part: float, whole: float, digits: int = 1) -> str:
    """``part`` of ``whole`` as a percentage; a dash where there is no whole."""
    return f"{number(100 * part / whole, digits)} %" if whole else NONE


def signed(value: float, digits: int = 1) -> str:
    """A number with its sign; ± where it rounds to nothing."""
    least = 0.5 * 10**-digits
    return ("+" if value > least else "-" if value < -least else "±") + number(abs(value), digits)


def day(value: date | datetime, *, short: bool = False) -> str:
    """23 November 2026; short: 23 Nov 2026."""
    return format_date(value, "d MMM y" if short else "d MMMM y", locale=language())


def month(value: date | datetime) -> str:
    """November 2026."""
    return format_date(value, "MMMM y", locale=language())


def moment(value: datetime | None, zone: str = "", *, short: bool = False) -> str:
    """23 November 2026 10.13; short: 23 Nov 2026 10.13; with a zone: 23 November 2026 10.13 WIB."""
    if value is None or value != value:
        return NONE
    clock = "HH:mm" if language() == "en" else "HH.mm"
    text = format_datetime(value, f"{'d MMM y' if short else 'd MMMM y'} {clock}", locale=language())
    return f"{text} {abbreviation(zone, value)}" if zone else text


def hours(value: float | None) -> str:
    """A duration given in hours, in the unit that reads best: minutes, hours or days."""
    if value is None or value != value:
        return NONE
    if value == 0:
        return _("{n} jam", n=0)
    if value < 1:
        return _("{n} menit", n=number(value * 60))
    if value < 48:
        return _("{n} jam", n=number(value, 1 if value < 10 else 0))
    return _("{n} hari", n=number(value / 24, 1 if value < 240 else 0))


def reached(value: float | None, followed: float) -> str:
    """A duration in hours; where it was not reached, how far it was followed."""
    return _("lebih dari {time}", time=hours(followed)) if value is None else hours(value)


def days(value: float | None, digits: int = 0) -> str:
    """A duration given in days."""
    return NONE if value is None or value != value else _("{n} hari", n=number(value, digits))
