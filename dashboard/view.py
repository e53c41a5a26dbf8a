"""What a reader looks at: one frozen value, whatever address or widget it came from, and so the key of what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dashboard.formats import day, moment, plain
from dashboard.texts import _
from queries.filters import Filters
from queries.moment import Choices, Moment

Period = tuple[date, date]

DEFAULT_PERIOD = "28-hari"
CHOSEN = "pilihan"
"""The period whose days were picked one by one."""
LISTS = {"kanal": "channels", "skpd": "skpds", "wilayah": "areas", "kategori": "categories"}
"""The choices by their names in an address, and the fields of Filters that hold them."""


def month_of(today: date, back: int = 0) -> Period:
    """First and last day of the month of a day, or of one so many months before."""
    first = today.replace(day=1)
    for _unused in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _everything(today: date, now: Moment) -> Period:
    """From the first complaint to the newest, both as far as they lie before ``today``."""
    first, last = (now.oldest or now.minute).date(), (now.newest or now.minute).date()
    return min(first, today), min(last, today)


def _last(days: int) -> Callable[[date, Moment], Period]:
    """Whole days, up to yesterday."""
    return lambda today, _now: (today - timedelta(days=days), today - timedelta(days=1))


def _year(back: int) -> Callable[[date, Moment], Period]:
    return lambda today, _now: (date(today.year - back, 1, 1), date(today.year - back, 12, 31))


PERIODS: dict[str, Callable[[date, Moment], Period]] = {
    "hari-ini": lambda today, _now: (today, today),
    "kemarin": _last(1),
    "7-hari": _last(7),
    DEFAULT_PERIOD: _last(28),
    "90-hari": _last(90),
    "bulan-ini": lambda today, _now: month_of(today),
    "bulan-lalu": lambda today, _now: month_of(today, back=1),
    "tahun-ini": _year(0),
    "tahun-lalu": _year(1),
    "semua": _everything,
    CHOSEN: _last(28),
}
"""Every period by its code: the days it means at a day, in a source."""


@dataclass(frozen=True)
class View:
    """What is looked at: the filters, how their period was chosen, and the source they are asked of.

    Two views are the same where all that is drawn of them is the same: the minute in which the source was read, and the
    names its codes have now, tell nothing apart.
    """

    filters: Filters
    preset: str
    moment: Moment
    choices: Choices = field(compare=False, repr=False)
    is_now: bool = True

    def can_compare(self, earlier: Filters) -> bool:
        """Whether the data reach back far enough for a comparison with an earlier period."""
        oldest = self.moment.oldest
        return oldest is not None and earlier.first >= oldest.date()

    def sentence(self, words: Callable[[str], str] = plain) -> str:
        """Period, choices and as-of in words: for captions, or with ``words=str`` for where there is no Markdown."""
        f = self.filters
        period = day(f.first) if f.first == f.last else f"{day(f.first, short=True)} – {day(f.last, short=True)}"
        if f.is_running:
            period += " " + _("(belum selesai)")
        parts = [period]
        for key, name in LISTS.items():
            chosen = [words(self.choices[name].get(code, code)) for code in getattr(f, name)]
            if chosen:
                more = "" if len(chosen) <= 2 else _(" +{n} lagi", n=len(chosen) - 2)
                parts.append(f"{labels()[key]}: {', '.join(chosen[:2])}{more}")
        return " · ".join([*parts, _("per {moment}", moment=moment(f.as_of, self.moment.zone))])


def labels() -> dict[str, str]:
    """The choices in words."""
    return {"kanal": _("Kanal"), "skpd": _("SKPD"), "wilayah": _("Wilayah"), "kategori": _("Kategori")}
