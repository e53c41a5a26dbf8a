"""The filters in the URL: the address is the truth, the widgets follow it, links carry it on.

Streamlit's own binding of widgets to the URL writes labels, which change with the language, and drops a bad value
without a word; both matter here, so the few lines that bind them are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from dashboard.formats import day, moment, plain
from dashboard.texts import _, language
from queries.filters import Filters
from queries.moment import Choices, Moment, is_carried

DEFAULT_PERIOD = "28-hari"
LISTS = {"kanal": "channels", "skpd": "skpds", "wilayah": "areas", "kategori": "categories"}
YEARS = range(2000, 2100)

Period = tuple[date, date]


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


def presets() -> dict[str, tuple[str, Callable[[date, Moment], Period]]]:
    """Code in the URL -> label and the days it means; "last n days" are whole days, up to yesterday."""

    def last(days: int) -> Callable[[date, Moment], Period]:
        return lambda today, _m: (today - timedelta(days=days), today - timedelta(days=1))

    return {
        "hari-ini": (_("Hari ini"), lambda today, _m: (today, today)),
        "kemarin": (_("Kemarin"), last(1)),
        "7-hari": (_("7 hari terakhir"), last(7)),
        "28-hari": (_("28 hari terakhir"), last(28)),
        "90-hari": (_("90 hari terakhir"), last(90)),
        "bulan-ini": (_("Bulan ini"), lambda today, _m: month_of(today)),
        "bulan-lalu": (_("Bulan lalu"), lambda today, _m: month_of(today, back=1)),
        "tahun-ini": (_("Tahun ini"), lambda today, _m: (date(today.year, 1, 1), date(today.year, 12, 31))),
        "tahun-lalu": (_("Tahun lalu"), lambda today, _m: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
        "semua": (_("Semua data"), _everything),
        "pilihan": (_("Pilih tanggal"), last(28)),
    }


@dataclass
class View:
    """What the reader looks at: the filters, how they came about, and what was wrong with the address."""

    filters: Filters
    preset: str
    moment: Moment
    choices: Choices
    is_now: bool
    notices: list[str] = field(default_factory=list)

    def key(self) -> str:
        """What everything that is drawn of this view depends on."""
        m = self.moment
        return repr((self.filters, self.preset, self.is_now, m.oldest, m.newest, m.name, m.is_sample, language()))

    def can_compare(self, earlier: Filters) -> bool:
        """Whether the data reach back far enough for a comparison with an earlier period."""
        oldest = self.moment.oldest
        return oldest is not None and earlier.first >= oldest.date()

    def query(self, **changes: str | list[str] | None) -> dict[str, Any]:
        """The address of this view with some parameters changed (None: taken out)."""
        query: dict[str, Any] = {"lang": "en"} if language() == "en" else {}
        if self.preset == "pilihan":
            query |= {"dari": self.filters.first.isoformat(), "sampai": self.filters.last.isoformat()}
        elif self.preset != DEFAULT_PERIOD:
            query["periode"] = self.preset
        query |= {key: list(getattr(self.filters, name)) for key, name in LISTS.items() if getattr(self.filters, name)}
        if not self.is_now:
            query["per"] = self.filters.as_of.strftime("%Y-%m-%dT%H:%M")
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
            if key in ("dari", "sampai"):
                query.pop("periode", None)
        return query

    def frozen(self, **changes: str | list[str] | None) -> dict[str, Any]:
        """The address of this view at its moment: opened at any time, it shows the same."""
        f = self.filters
        fixed = {"dari": f.first.isoformat(), "sampai": f.last.isoformat(), "per": f.as_of.strftime("%Y-%m-%dT%H:%M")}
        return self.query(**(fixed | changes))

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
        return " · ".join([*parts, _("per {moment} WIB", moment=moment(f.as_of))])


def labels() -> dict[str, str]:
    return {"kanal": _("Kanal"), "skpd": _("SKPD"), "wilayah": _("Wilayah"), "kategori": _("Kategori")}


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


def number(name: str, default: int, notices: list[str], digits: int = 18) -> int:
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


def read(now: Moment, choices: Choices, address: Address | None = None) -> View:
    """The view the address (the browser's, if no other) asks for. Whatever in it is unknown, wrong or hostile is left out
    with a notice."""
    if address is None:
        address = st.query_params
    notices: list[str] = []
    as_of = moment_of("per", now.minute, notices, address)
    moment_asked = as_of or now.minute
    known = presets()
    preset = parameter("periode", known, DEFAULT_PERIOD, notices, address)
    first, last = known[preset][1](moment_asked.date(), now)
    start, end = day_of("dari", notices, address), day_of("sampai", notices, address)
    if start or end:
        preset = "pilihan"
        first, last = start or end or first, end or start or last
        if first > last:
            first, last = last, first
            notices.append(_("Tanggal awal sesudah tanggal akhir; keduanya ditukar."))
    if first > moment_asked.date():
        notices.append(
            _("Periode ini belum dimulai pada waktu “per”; angka arusnya nol. Pilih periode yang lebih awal.")
        )
    view = View(Filters(first, last, moment_asked), preset, now, choices, as_of is None, notices)
    chosen: dict[str, tuple[str, ...]] = {}
    for key, name in LISTS.items():
        asked = list(dict.fromkeys(address.get_all(key)))
        names = choices[name]
        extra = {value: value for value in asked if value not in names and is_carried(name, value)}
        if extra:
            choices = {**choices, name: names | extra}
            view.choices, names = choices, choices[name]
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
    view.filters = Filters(first, last, moment_asked, **chosen)
    return view


def _write(key: str) -> None:
    """A widget has changed: its value goes into the address, which the next run reads."""
    value = st.session_state[f"filter_{key}"]
    st.query_params.pop("hal", None)
    if key == "periode":
        for name in ("dari", "sampai", "periode"):
            st.query_params.pop(name, None)
        if value == "pilihan":
            first, last = st.session_state["filter_days"]
            st.query_params.update({"dari": first.isoformat(), "sampai": last.isoformat()})
        elif value != DEFAULT_PERIOD:
            st.query_params["periode"] = value
    elif key == "dates":
        if len(value) == 2:  # the second day is still to be picked
            st.query_params.pop("periode", None)
            st.query_params.update({"dari": value[0].isoformat(), "sampai": value[1].isoformat()})
    elif value in (None, []):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


def _choose(name: str, default: str) -> None:
    value = st.session_state[f"choice_{name}"] or default
    st.query_params.pop("hal", None)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def choice(name: str, label: str, options: dict[str, str], view: View, *, box: bool = False) -> str:
    """A page's own choice, kept in the address: options code -> words, the first one is the default.

    Drawn as segments, or as a select box (``box``) where there are many.
    """
    default = next(iter(options))
    notices: list[str] = []
    chosen = parameter(name, options, default, notices)
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    pick(name, label, options, chosen, box=box)
    return chosen


def pick(name: str, label: str, options: dict[str, str], chosen: str, *, box: bool = False) -> None:
    """The widget of a choice that has been read already."""
    default = next(iter(options))
    st.session_state[f"choice_{name}"] = chosen
    words: Callable[[str], str] = options.__getitem__
    key = f"choice_{name}"
    if box:
        st.selectbox(label, list(options), format_func=words, key=key, on_change=_choose, args=(name, default))
    else:
        st.segmented_control(label, list(options), format_func=words, key=key, on_change=_choose, args=(name, default))


def _reset() -> None:
    for key in ("periode", "dari", "sampai", "per", "hal", *LISTS):
        st.query_params.pop(key, None)


def sidebar(view: View) -> None:
    """The filter widgets, set to what the address says."""
    f = view.filters
    known = presets()
    state = st.session_state
    state["filter_periode"] = view.preset
    state["filter_days"] = (f.first, f.last)
    st.selectbox(
        _("Periode"),
        list(known),
        format_func=lambda code: known[code][0],
        key="filter_periode",
        on_change=_write,
        args=("periode",),
    )
    if view.preset == "pilihan":
        state["filter_dates"] = (f.first, f.last)
        st.date_input(
            _("Dari – sampai"),
            key="filter_dates",
            format="DD/MM/YYYY",
            on_change=_write,
            args=("dates",),
            min_value=min(f.first, date(YEARS.start, 1, 1)),  # "last 28 days" of a past moment may begin earlier
            max_value=date(YEARS.stop - 1, 12, 31),
        )
    for key, words in (
        ("kanal", _("Semua kanal")),
        ("skpd", _("Semua SKPD")),
        ("wilayah", _("Seluruh Jakarta")),
        ("kategori", _("Semua kategori")),
    ):
        names = view.choices[LISTS[key]]
        state[f"filter_{key}"] = list(getattr(f, LISTS[key]))
        st.multiselect(
            labels()[key],
            list(names),
            format_func=names.__getitem__,
            key=f"filter_{key}",
            placeholder=words,
            on_change=_write,
            args=(key,),
        )
    state["filter_per"] = None if view.is_now else f.as_of
    st.datetime_input(
        _("Keadaan per"),
        key="filter_per",
        format="DD/MM/YYYY",
        on_change=_write,
        args=("per",),
        min_value=datetime(YEARS.start, 1, 1),
        max_value=view.moment.minute,
        help=_(
            "Kosong berarti sekarang. Dengan waktu yang lampau, semua angka menunjukkan apa yang diketahui saat itu."
        ),
    )
    st.button(_("Hapus semua saringan"), on_click=_reset, width="stretch", disabled=not set(view.query()) - {"lang"})
