"""The cards of the page Pola kanal: when people report, how soon somebody looks at it, what they report, and what is
rising.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, menu, named
from dashboard.components.filters import choice
from dashboard.findings import channel_pattern
from dashboard.formats import NONE, day, hours, number, plain
from dashboard.kept import replayed
from dashboard.places import LIST
from dashboard.texts import _
from dashboard.view import View


def channel(view: View) -> str | None:
    """The channel of the page, from the address: the largest of the period without it. None, and said: none is listed."""
    names = view.choices["channels"]
    if not names:
        st.info(_("Sumber ini tidak memuat daftar kanal."))
        return None
    if view.filters.channels:
        named(view, [_("Kanal (dipilih di sini)")])
    return choice("ritme", _("Kanal"), {code: names[code] for code in channel_pattern.by_size(view)}, box=True)


@card(height=340)
@replayed
def rhythm(view: View, code: str) -> None:
    """Weekday and hour of receipt of one channel."""
    st.header(_("Kapan orang mengadu"))
    rhythm = channel_pattern.rhythm(view, code)
    if not rhythm.total:
        st.info(_("Tidak ada aduan dari kanal ini pada periode dan saringan ini."))
        return
    takeaway = rhythm.sentence()
    st.caption(takeaway)
    data = rhythm.rows.assign(name=rhythm.rows["weekday"].map(channel_pattern.weekday_labels()))
    draw(marks.heat, data[["name", "hour", "received"]], y_title=_("aduan masuk"), x_title=_("pukul"), alt=takeaway)


@card(height=380)
@replayed
def first_step(view: View, code: str) -> None:
    """The time from receipt to the first coordination, by hour and by channel."""
    st.header(_("Berapa lama sampai ada yang melihat"))
    first_step = channel_pattern.first_step(view, code)
    rows = first_step.channels
    if rows.empty:
        st.info(_("Tidak ada koordinasi pertama yang tercatat pada periode dan saringan ini."))
        return
    rows = rows.assign(words=[f"{hours(row.hours)} (n = {number(row.coordinated)})" for row in rows.itertuples()])
    takeaway = first_step.sentence()
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Kanal tanpa geotag diketik petugas ke CRM: waktu menunggu pengetikan tidak tercatat, dan koordinasinya dimulai sesudahnya. Hanya yang sudah dikoordinasikan: dari yang terbaru sebagian masih menunggu, sehingga angkanya condong ke yang cepat."
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        draw(marks.rows, rows, "name", "hours", text="words", room=2.3, alt=takeaway)
    with right:
        if len(first_step.by_hour) > 1:
            title = _("{name}: median jam menurut pukul masuk", name=view.choices["channels"].get(code, code))
            draw(marks.by_hour, first_step.by_hour, title=title, y_title=_("jam"), alt=title)
        else:
            st.caption(_("Belum cukup data per jam untuk kanal ini."))


@replayed
def _categories(view: View, code: str) -> list[Door]:
    mix = channel_pattern.categories(view, code)
    if not mix.own:
        st.info(_("Tidak ada aduan dari kanal ini pada periode dan saringan ini."))
        return []
    shown = mix.rows.assign(
        name=[channel_pattern.category_name(category) for category in mix.rows["category"]],
        words=[
            _(
                "{points} poin (n = {n})",
                points=("+" if row.points > 0 else "-") + number(abs(row.points), 1),
                n=number(row.own),
            )
            for row in mix.rows.itertuples()
        ],
    )
    takeaway = mix.sentence()
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Batang: bagian di kanal ini dikurangi bagian di semua kanal, dalam poin; {n} aduan dari kanal ini, {all} dari semua.",
            n=number(mix.own),
            all=number(mix.total),
        )
    )
    if len(shown):
        draw(marks.both_ways, shown[["name", "points", "words"]], "name", "points", text="words", alt=takeaway)
    return [
        (row["name"], int(row["own"]), {"set": "masuk", "kanal": [code], "kategori": [row["category"]]})
        for row in shown.to_dict("records")
        if row["category"] in view.choices["categories"] and row["own"]
    ]


@card(height=440)
def categories(view: View, code: str) -> None:
    """Which categories come by this channel more, or less, than by all."""
    st.header(_("Apa yang diadukan lewat kanal ini"))
    menu(view, [("", _categories(view, code))], key="menu_category", place=LIST)


@card(height=420)
@replayed
def rising(view: View) -> None:
    """The categories that rose most in the last four weeks, and those out of the ordinary now."""
    st.header(_("Yang sedang naik"))
    rising = channel_pattern.rising(view)
    rows = rising.rows
    st.caption(
        _(
            "28 hari terakhir terhadap 28 hari sebelumnya; saringan periode tidak berlaku. Sinyal: jumlah hari ini atau kemarin di atas batas goyangan biasa (XmR) dari {base} hari sebelum 28 hari itu, dan sedikitnya 5; n adalah aduan 28 hari.",
            base=channel_pattern.BASE,
        )
    )
    if rows.empty:
        st.info(_("Belum ada kategori dengan sedikitnya {n} aduan dalam 28 hari.", n=channel_pattern.LEAST))
        return
    signals = rising.sentences()
    for name, words in signals:
        st.markdown(f":material/trending_up: **{plain(name)}**: {words}")
    if not signals:
        st.success(_("Tidak ada kategori di luar kebiasaannya hari ini dan kemarin."))
    shown = pd.DataFrame(
        {
            "name": [channel_pattern.category_name(category) for category in rows["category"]],
            "now": rows["now"],
            "before": rows["before"],
            "change": [
                None if ratio != ratio or ratio is None else round(100 * (ratio - 1), 1) for ratio in rows["ratio"]
            ],
            "signal": [NONE if pd.isna(value) else day(value, short=True) for value in rows["signal_day"]],
        }
    )
    count = st.column_config.NumberColumn
    st.dataframe(
        shown.head(30),
        hide_index=True,
        placeholder=NONE,
        alt=_("Kategori yang naik"),
        height=360,
        column_config={
            "name": st.column_config.TextColumn(_("Kategori"), pinned=True, width=280),
            "now": count(_("28 hari terakhir (n)"), format="localized"),
            "before": count(_("28 hari sebelumnya (n)"), format="localized"),
            "change": count(_("Perubahan (%)"), format="localized"),
            "signal": st.column_config.TextColumn(_("Sinyal")),
        },
    )
