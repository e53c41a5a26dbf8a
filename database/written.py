"""How dates, numbers and times are written in a file, told from all of it: a single value cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from database.errors import DatabaseError
from database.zone import JAKARTA

DAY_FIRST, MONTH_FIRST = "d/m/y", "m/d/y"
ORDERS = (DAY_FIRST, MONTH_FIRST)
CLOCK = r"(?:[ T]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([AaPp][Mm])?)?"
PARTED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){CLOCK}")
YEAR_FIRST = re.compile(rf"(\d{{4}})[/.](\d{{1,2}})[/.](\d{{1,2}}){CLOCK}")
OFFSET = re.compile(r"(?:Z|[+-]\d\d:?(?:\d\d)?)$", re.I)
NUMBER = re.compile(r"[+-]?\d[\d.,\s]*")
EXAMPLES = 3


@dataclass(frozen=True)
class Dates:
    """How a file writes its dates: the order of day and month ("" where it has none of that kind), and the zone of times
    without one.
    """

    order: str = ""
    zone: str = JAKARTA

    def moment(self, text: str) -> datetime | None:
        """A date, with or without a time, as a moment; None where it is none."""
        text = text.strip()
        try:
            if found := PARTED.fullmatch(text):
                first, second, year, *clock = found.groups()
                day, month = (first, second) if self.order == DAY_FIRST else (second, first)
                return self._at(int(year), int(month), int(day), clock)
            if found := YEAR_FIRST.fullmatch(text):
                year, month, day, *clock = found.groups()
                return self._at(int(year), int(month), int(day), clock)
            if re.match(r"\d{4}-\d\d-\d\d", text):
                moment = datetime.fromisoformat(text)
                return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))
        except ValueError:
            pass
        return None

    def _at(self, year: int, month: int, day: int, clock: list[str | None]) -> datetime:
        hour, minute, second = (int(part or 0) for part in clock[:3])
        if half := (clock[3] or "").lower():
            if not 1 <= hour <= 12:
                raise ValueError(hour)
            hour = hour % 12 + 12 * (half == "pm")
        return datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo(self.zone))


def dates(
    name: str,
    texts: Iterable[str],
    *,
    said: str | None = None,
    zone: str | None = None,
    months: Iterable[tuple[str, int | None]] = (),
) -> Dates:
    """How the dates of a file are written, told from all of them.

    ``said``: the order somebody has said, which is then taken; ``zone``: that of times without one, where somebody has
    said it; ``months``: dates whose month is known from elsewhere. DatabaseError, with examples, where the file
    contradicts itself or cannot tell.
    """
    every = [text.strip() for text in texts if text and text.strip()]
    _refuse_mixed_zones(name, every, zone)
    parted = [(text, int(found[1]), int(found[2])) for text in every if (found := PARTED.fullmatch(text))]
    if said or not parted:
        return Dates(said or "", zone or JAKARTA)
    day_first = [text for text, first, second in parted if first > 12 >= second]
    month_first = [text for text, first, second in parted if second > 12 >= first]
    if not day_first and not month_first:
        for text, month in months:
            if month is not None and (found := PARTED.fullmatch(text.strip())) and found[1] != found[2]:
                day_first += [text] * (int(found[2]) == month != int(found[1]))
                month_first += [text] * (int(found[1]) == month != int(found[2]))
    if day_first and month_first:
        raise DatabaseError(
            f"{name} writes dates in two orders: {_some(day_first)} with the day first, {_some(month_first)} with the"
            f" month first ({len(day_first):,} and {len(month_first):,}). Say which one holds with --date-format d/m/y"
            " or m/d/y; the others are then counted as not readable."
        )
    if not day_first and not month_first and any(first != second for _text, first, second in parted):
        ambiguous = [text for text, first, second in parted if first != second]
        raise DatabaseError(
            f"{name} does not tell day from month: {_some(ambiguous)}. Say it with --date-format d/m/y or m/d/y."
        )
    return Dates(DAY_FIRST if day_first else MONTH_FIRST, zone or JAKARTA)


def _refuse_mixed_zones(name: str, texts: list[str], zone: str | None) -> None:
    timed = [text for text in texts if re.search(r"\d:\d\d", text)]
    with_zone = [text for text in timed if OFFSET.search(text)]
    without = [text for text in timed if not OFFSET.search(text)]
    if with_zone and without and zone is None:
        raise DatabaseError(
            f"{name} has times with a zone ({_some(with_zone)}) and without one ({_some(without)}). Say where the others"
            " are with --time-zone, such as --time-zone Asia/Jakarta."
        )


def decimal(name: str, texts: Iterable[str], said: str | None = None) -> str:
    """The decimal sign of a file's numbers, "," or ".", told from all of them; DatabaseError where it cannot be."""
    if said:
        return said
    point: list[str] = []
    comma: list[str] = []
    either: list[str] = []
    for text in (text.strip() for text in texts):
        signs = re.findall(r"[.,]", text)
        if not NUMBER.fullmatch(text) or not signs:
            continue
        last, behind = signs[-1], len(re.split(r"[.,]", text)[-1])
        if len(set(signs)) == 2 or (len(signs) == 1 and behind != 3):
            (point if last == "." else comma).append(text)
        elif len(signs) > 1:  # the same sign twice parts thousands
            (comma if last == "." else point).append(text)
        else:
            either.append(text)
    if point and comma:
        raise DatabaseError(
            f"{name} writes numbers in two ways: {_some(point)} and {_some(comma)}. Say which sign is the decimal one with"
            " --decimal . or --decimal ,"
        )
    if either and not point and not comma:
        raise DatabaseError(
            f"{name} does not tell whether {_some(either)} are thousands or fractions. Say which sign is the decimal one"
            " with --decimal . or --decimal ,"
        )
    return "," if comma else "."


def number(text: str, sign: str) -> float | None:
    """A number written with this decimal sign; None where it is none."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        return None
    other = "," if sign == "." else "."
    try:
        return float(re.sub(r"\s", "", text).replace(other, "").replace(sign, "."))
    except ValueError:
        return None


def _some(texts: list[str]) -> str:
    return ", ".join(repr(text[:40]) for text in list(dict.fromkeys(texts))[:EXAMPLES])
