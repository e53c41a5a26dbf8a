"""The cards of the page LAPOR terlambat."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.desk import of_unit
from dashboard.components.doors import Door, Part, Query, desk_door, menu
from dashboard.components.listing import units
from dashboard.findings import desk, lapor
from dashboard.formats import number, percent, plain
from dashboard.kept import replayed
from dashboard.places import DESK_LIST
from dashboard.texts import _
from dashboard.view import View

MOST_BARS = 12


@card(height=140)
@replayed
def headline(view: View) -> None:
    summary = lapor.summary(view)
    if not summary.open:
        st.info(_("Tidak ada aduan LAPOR yang terbuka dengan saringan ini."))
        return
    cells: list[tuple[str, int, str, Query]] = [
        (_("Terbuka"), summary.open, _("aduan LAPOR"), {"set": "terbuka"}),
        (_("Lewat jam CRM"), summary.crm, _("terlama {n} hari", n=number(summary.crm_longest)), {"jam": "crm"}),
        (
            _("Lewat jam SP4N-LAPOR"),
            summary.sp4n,
            _("terlama {n} hari kerja", n=number(summary.sp4n_longest)),
            {"jam": "sp4n"},
        ),
        (_("Lewat keduanya"), summary.both, _("dari {n} terbuka", n=number(summary.open)), {"jam": "keduanya"}),
    ]
    grid = st.grid(4, min_column_width=200, gap="small", border=True)
    for label, count, words, query in cells:
        with grid.cell():
            st.metric(label, number(count))
            st.caption(f"{percent(count, summary.open)} · {words}" if "jam" in query else words)
            desk_door(view, _("Lihat aduan"), count, **query)


@card(height=430)
def lateness(view: View, clock: str) -> None:
    """How late, and where the overdue ones wait."""
    menu(view, _lateness(view, clock), key="menu_lateness", place=DESK_LIST)


@replayed
def _lateness(view: View, clock: str) -> list[Part]:
    left, right = st.columns(2, gap="large")
    with left:
        st.header(_("Menurut lama keterlambatan"))
        ages = _by_age(view, clock)
    with right:
        st.header(_("Menurut tahap sekarang"))
        return [*ages, (_("Menurut tahap sekarang"), _by_stage(view, clock))]


@card(height=900)
def nature(view: View, clock: str) -> None:
    """What the overdue ones are and where; the steps missed before; the summary for a chat group."""
    menu(view, _nature(view, clock), key="menu_nature", place=DESK_LIST)


@replayed
def _nature(view: View, clock: str) -> list[Part]:
    left, right = st.columns(2, gap="large")
    with left:
        st.header(_("Menurut jenis"))
        kinds = _by_kind(view, clock)
        st.header(_("Menurut kategori"))
        categories = _by_category(view, clock)
    with right:
        st.header(_("Menurut kota"))
        cities = _by_city(view, clock)
        st.header(_("Langkah awal yang lewat batas"))
        _early_steps(view)
        st.header(_("Ringkasan untuk grup"))
        _message(view, clock)
    return [(_("Menurut jenis"), kinds), (_("Menurut kategori"), categories), (_("Menurut kota"), cities)]


def bars(view: View, data: pd.DataFrame, takeaway: str, *, by_age: str | None = None) -> list[Door]:
    """Bars that open their list when clicked; returns the same doors for the menu.

    ``data``: label, complaints, words and ``query``, the changes to the address that lead to the list.
    """
    queries = [query_of(view, **query) for query in data["query"]]
    shown = (
        data.rename(columns={"complaints": "aduan"})
        .drop(columns="query")
        .assign(url=["daftar-lapor?" + urlencode(query, doseq=True) for query in queries])
    )
    draw(marks.rows, shown, "label", "aduan", text="words", by_age=by_age, room=1.9, href="url", alt=takeaway)
    return [(row.label, int(row.complaints), row.query) for row in data.itertuples()]


def _bars_of(
    view: View, clock: str, dimension: str, labels: dict[str, str], queries: Mapping[str, Query]
) -> list[Door]:
    """One breakdown of the overdue by the known values of a dimension, all of them in their order."""
    data = lapor.overdue(view, clock).by(dimension).set_index("code")
    total = int(data["complaints"].sum())
    rows = [
        {
            "label": label,
            "complaints": int(data["complaints"].get(code, 0)),
            "words": f"{number(data['complaints'].get(code, 0))} ({percent(data['complaints'].get(code, 0), total, 0)})",
            "query": {"jam": clock, **queries[code]},
        }
        for code, label in labels.items()
        if code != "lain" or code in data.index
    ]
    oldest = lapor.longest(clock, data["crm_longest"].max(), data["sp4n_longest"].max())
    takeaway = _("{n} aduan LAPOR terlambat; terlama {oldest}.", n=number(total), oldest=oldest)
    st.caption(f"n = {number(total)}" + (" · " + _("terlama {oldest}", oldest=oldest) if total else ""))
    return bars(view, pd.DataFrame(rows), takeaway)


def _by_age(view: View, clock: str) -> list[Part]:
    words = desk.ages()
    found: list[Part] = []
    for name, label in (("crm", _("Jam CRM (hari)")), ("sp4n", _("Jam SP4N-LAPOR (hari kerja)"))):
        data = lapor.overdue(view, clock).by(f"umur-{name}").set_index("code")["complaints"]
        total = int(data.sum())
        if not total or (clock in ("crm", "sp4n") and clock != name):
            continue
        rows = [
            {
                "age": age.removeprefix(f"{name}-"),
                "label": words[age].partition(" (")[0],
                "complaints": int(data.get(age, 0)),
                "words": f"{number(data.get(age, 0))} ({percent(data.get(age, 0), total, 0)})",
                "query": {"jam": clock, "umur": age},
            }
            for age in desk.ages()
            if age.startswith(name)
        ]
        st.caption(f"**{label}** · n = {number(total)}")
        takeaway = _("{clock}: {n} aduan LAPOR terlambat.", clock=label, n=number(total))
        found.append((label, bars(view, pd.DataFrame(rows), takeaway, by_age="age")))
    if not found:
        st.info(_("Tidak ada aduan LAPOR yang terlambat."))
    return found


def _by_stage(view: View, clock: str) -> list[Door]:
    doors = _bars_of(view, clock, "tahap", desk.stages(), {code: {"tahap": code} for code in desk.stages()})
    st.caption(_("Menurut status: Menunggu adalah verifikasi; Proses dan TL Ditolak adalah pengerjaan."))
    return doors


def _by_kind(view: View, clock: str) -> list[Door]:
    return _bars_of(view, clock, "jenis", desk.kinds(), {code: {"jenis": code} for code in desk.kinds()})


def _by_city(view: View, clock: str) -> list[Door]:
    cities = {code: name for code, name in view.choices["areas"].items() if code.count(".") == 1}
    labels = {code: plain_label(name) for code, name in cities.items()}
    # A bar counts what the filter leaves of its city, so its list keeps to the same parts.
    within = {code: [area for area in view.filters.areas if f"{area}.".startswith(f"{code}.")] for code in cities}
    queries: dict[str, Query] = {code: {"wilayah": within[code] or [code]} for code in cities}
    if (lapor.overdue(view, clock).by("kota")["code"] == "").any():
        labels[""], queries[""] = _("kelurahan tidak dikenal"), {"tanpa": "wilayah"}
    return _bars_of(view, clock, "kota", labels, queries)


def plain_label(name: object) -> str:
    """A name from the database for an axis: one line, not too long."""
    return " ".join(str(name).split())[:60]


def _by_category(view: View, clock: str) -> list[Door]:
    data = lapor.overdue(view, clock).by("kategori")
    total = int(data["complaints"].sum())
    if not total:
        st.info(_("Tidak ada aduan LAPOR yang terlambat."))
        return []
    shown = data.head(MOST_BARS)
    rows = [
        {
            "label": plain_label(row.code) or _("kategori tidak dikenal"),
            "complaints": row.complaints,
            "words": f"{number(row.complaints)} ({percent(row.complaints, total, 0)})",
            "query": {"jam": clock, **({"kategori": row.code} if row.code else {"tanpa": "kategori"})},
        }
        for row in shown.itertuples()
    ]
    rest = len(data) - len(shown)
    more = " · " + _("{n} kategori lain tidak digambar", n=number(rest)) if rest else ""
    st.caption(f"n = {number(total)}{more}")
    return bars(view, pd.DataFrame(rows), _("{n} aduan LAPOR terlambat menurut kategori.", n=number(total)))


@replayed
def _units(view: View, clock: str) -> tuple[pd.DataFrame, str]:
    overdue = lapor.overdue(view, clock)
    data = overdue.units
    if data.empty:
        st.info(_("Tidak ada aduan LAPOR yang terlambat."))
        return data, ""
    takeaway = overdue.sentence()
    st.caption(plain(takeaway) + " " + _("Pilih satu baris untuk membuka aduannya."))
    return data.round({"crm_longest": 0}), takeaway


@card(height=400)
def by_skpd(view: View, clock: str) -> None:
    data, takeaway = _units(view, clock)
    if data.empty:
        return
    columns = {
        "complaints": st.column_config.NumberColumn(desk.clocks()[clock], format="localized"),
        "crm": st.column_config.NumberColumn(_("Lewat jam CRM"), format="localized"),
        "crm_longest": st.column_config.NumberColumn(_("terlama (hari)"), format="localized"),
        "sp4n": st.column_config.NumberColumn(_("Lewat jam SP4N"), format="localized"),
        "sp4n_longest": st.column_config.NumberColumn(_("terlama (hari kerja)"), format="localized"),
    }
    for row in units(data, columns, key="lapor_skpd", alt=takeaway):
        where = of_unit(row["code"])
        st.markdown(f"**{plain(row['name'])}**")
        with st.container(horizontal=True, gap="small"):
            desk_door(view, desk.clocks()[clock], int(row["complaints"]), jam=clock, **where)
            if clock == "salah-satu":
                desk_door(view, _("Lewat jam CRM"), int(row["crm"]), jam="crm", **where)
                desk_door(view, _("Lewat jam SP4N"), int(row["sp4n"]), jam="sp4n", **where)


def _early_steps(view: View) -> None:
    for name, count in lapor.summary(view).early.items():
        desk_door(view, desk.sets()[name], count, set=name)


def _message(view: View, clock: str) -> None:
    """A short summary to copy into a chat group."""
    st.code(lapor.overdue(view, clock).message(view), language=None, wrap_lines=True)
