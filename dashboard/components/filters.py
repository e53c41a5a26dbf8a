"""The widgets of the filters and of a page's own choices: they follow the address, and write it when they change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from dashboard.address import MOMENT, YEARS, parameter, query_of
from dashboard.texts import _
from dashboard.view import CHOSEN, DEFAULT_PERIOD, LISTS, PERIODS, View, labels


def periods() -> dict[str, str]:
    """Every period in words; "last n days" are whole days, up to yesterday."""
    return {
        "hari-ini": _("Hari ini"),
        "kemarin": _("Kemarin"),
        "7-hari": _("7 hari terakhir"),
        "28-hari": _("28 hari terakhir"),
        "90-hari": _("90 hari terakhir"),
        "bulan-ini": _("Bulan ini"),
        "bulan-lalu": _("Bulan lalu"),
        "tahun-ini": _("Tahun ini"),
        "tahun-lalu": _("Tahun lalu"),
        "semua": _("Semua data"),
        "pilihan": _("Pilih tanggal"),
    }


def _write(key: str) -> None:
    """A widget has changed: its value goes into the address, which the next run reads."""
    value = st.session_state[f"filter_{key}"]
    st.query_params.pop("hal", None)
    if key == "periode":
        for name in ("dari", "sampai", "periode"):
            st.query_params.pop(name, None)
        if value == CHOSEN:
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
        st.query_params[key] = value.strftime(MOMENT) if isinstance(value, datetime) else value


def _choose(name: str, default: str) -> None:
    value = st.session_state[f"choice_{name}"] or default
    st.query_params.pop("hal", None)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def choice(name: str, label: str, options: dict[str, str], *, box: bool = False) -> str:
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
    words = periods()
    state = st.session_state
    state["filter_periode"] = view.preset
    state["filter_days"] = (f.first, f.last)
    st.selectbox(
        _("Periode"),
        list(PERIODS),
        format_func=words.__getitem__,
        key="filter_periode",
        on_change=_write,
        args=("periode",),
    )
    if view.preset == CHOSEN:
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
    for key, everything in (
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
            placeholder=everything,
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
        value=None,  # not the clock of this server, which may be ahead of the zone of the source
        help=_(
            "Kosong berarti sekarang. Dengan waktu yang lampau, semua angka menunjukkan apa yang diketahui saat itu."
        ),
    )
    st.button(_("Hapus semua saringan"), on_click=_reset, width="stretch", disabled=not set(query_of(view)) - {"lang"})
