"""The cards of the page Ringkasan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, door, menu
from dashboard.findings import overview, steps
from dashboard.formats import number
from dashboard.kept import replayed
from dashboard.places import LIST
from dashboard.texts import _
from dashboard.view import View

COLOURS = {"better": "normal", "worse": "inverse", "neither": "off"}
"""How a metric is coloured when it grows."""


@card(height=420)
@replayed
def headline(view: View) -> None:
    headline = overview.headline(view)
    grid = st.grid(3, min_column_width=260, gap="small", border=True)
    for figure in headline.figures:
        change = figure.change_words()
        with grid.cell():
            st.metric(
                figure.label(),
                figure.words(),
                change,
                delta_color=COLOURS[figure.larger_is] if figure.change else "off",  # type: ignore[arg-type]
                delta_arrow="auto" if figure.change else "off",
                chart_data=figure.line if len(figure.line) > 1 else None,
                chart_type="line",
                delta_description=_("dari sebelumnya") if change else None,
            )
            for name, count in figure.sets:
                door(view, figure.set_label(name), count, name)
    st.caption(" ".join(headline.sentences()))


@card(height=310)
def new_per_day(view: View) -> None:
    days = overview.per_day(view)
    st.header(days.title())
    _per_day_chart(view)
    with st.expander(_("Tabel"), on_change="rerun", key="table_days") as table:
        if table.open:
            st.dataframe(
                days.rows.drop(columns="is_running"),
                hide_index=True,
                alt=days.title(),
                column_config={
                    "day": st.column_config.DateColumn(_step(days.unit), format="DD/MM/YYYY"),
                    "received": _("Masuk"),
                    "settled": _("Selesai"),
                    "due": _("Jatuh tempo"),
                    "on_time": _("Tepat waktu"),
                    "open": _("Terbuka"),
                    "late": _("Terlambat"),
                },
            )


def _step(unit: str) -> str:
    """What the first day of a step is called."""
    label = steps.labels()[unit]
    return label if unit == "day" else _("{step} mulai", step=label)


@replayed
def _per_day_chart(view: View) -> None:
    days = overview.per_day(view)
    if not days.total:
        st.info(_("Tidak ada aduan masuk pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    takeaway = days.sentence()
    hollow = (
        _("Hari yang belum selesai digambar berongga.")
        if days.unit == "day"
        else _("Satuan waktu yang tidak utuh digambar berongga.")
    )
    st.caption(f"{takeaway} {hollow}" if days.rows["is_running"].any() else takeaway)
    options = {"unit": _step(days.unit), "step": days.unit}
    draw(marks.bars_over_time, days.rows, "day", "received", _("aduan masuk"), alt=takeaway, **options)


@card(height=270)
def open_by_age(view: View) -> None:
    menu(view, [("", _open_by_age(view))], key="menu_age", place=LIST)


@replayed
def _open_by_age(view: View) -> list[Door]:
    backlog = overview.backlog(view)
    if not backlog.open:
        st.info(_("Tidak ada aduan terbuka dengan saringan ini."))
        return []
    takeaway = backlog.sentence()
    st.caption(takeaway + " " + _("Semua aduan terbuka, kapan pun masuknya."))
    words = overview.age_labels()
    data = pd.DataFrame(
        [{"age": age, "label": words[age], "count": n, "words": number(n)} for age, n in backlog.ages.items()]
    )
    draw(marks.rows, data, "label", "count", text="words", by_age="age", room=1.45, alt=takeaway)
    return [(words[age], n, {"set": age}) for age, n in backlog.ages.items()]


@card(height=120)
@replayed
def attention(view: View) -> None:
    matters = overview.attention(view)
    if not matters:
        st.success(_("Tidak ada yang mendesak pada saringan ini."))
    for matter in matters:
        narrowed = {"kanal": [matter.channel]} if matter.channel else {}
        st.page_link(
            LIST.file,
            label=f"{matter.label()}: **{number(matter.count)}**",
            icon=":material/priority_high:",
            query_params=query_of(view, set=matter.name, **narrowed),
        )
