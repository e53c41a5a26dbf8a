"""The cards of the page Pola kanal: when people report, how soon somebody looks at it, what they report, and what is rising."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.analysis.signals import xmr
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, menu, named
from dashboard.components.filters import choice
from dashboard.formats import NONE, day, hours, number, percent, plain
from dashboard.kept import replayed
from dashboard.places import LIST
from dashboard.texts import _
from dashboard.view import View
from queries import channels as asked
from queries import moment
from queries.filters import Filters

SHOWN = 12
LEAST = 10  # complaints of a category for its difference to be shown
RECENT, BASE = 28, 56  # days that may be rising, and the days before that tell what is usual


def channel(view: View) -> str:
    """The channel of the page, from the address: the largest of the period without it."""
    names = view.choices["channels"]
    received = asked.received(_everything(view))
    if view.filters.channels:
        named(view, [_("Kanal (dipilih di sini)")])
    order = sorted(names, key=lambda code: -received.get(code, 0))
    return choice("ritme", _("Kanal"), {code: names[code] for code in order}, box=True)


def _everything(view: View) -> Filters:
    """The filters without the channel: the page has its own."""
    return replace(view.filters, channels=())


def weekdays() -> dict[int, str]:
    return {
        1: _("Senin"),
        2: _("Selasa"),
        3: _("Rabu"),
        4: _("Kamis"),
        5: _("Jumat"),
        6: _("Sabtu"),
        7: _("Minggu"),
    }


@card(height=340)
@replayed
def rhythm(view: View, code: str) -> None:
    """Weekday and hour of receipt of one channel."""
    st.header(_("Kapan orang mengadu"))
    data = asked.rhythm(_everything(view))
    data = data[data["code"] == code]
    if data.empty:
        st.info(_("Tidak ada aduan dari kanal ini pada periode dan saringan ini."))
        return
    total, words = int(data["masuk"].sum()), weekdays()
    by_day, by_hour = data.groupby("weekday")["masuk"].sum(), data.groupby("hour")["masuk"].sum()
    takeaway = _(
        "Terbanyak pada {day} ({share}) dan antara pukul {from_}.00 dan {until}.00 ({part}); n = {n}.",
        day=words[int(by_day.idxmax())],
        share=percent(by_day.max(), total),
        from_=f"{int(by_hour.idxmax()):02}",
        until=f"{int(by_hour.idxmax()) + 1:02}",
        part=percent(by_hour.max(), total),
        n=number(total),
    )
    st.caption(takeaway)
    every = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
    full = data.set_index(["weekday", "hour"])["masuk"].reindex(every, fill_value=0).reset_index()
    full["name"] = full["weekday"].map(words)
    draw(marks.heat, full[["name", "hour", "masuk"]], y_title=_("aduan masuk"), x_title=_("pukul"), alt=takeaway)


@card(height=380)
@replayed
def first_step(view: View, code: str) -> None:
    """The time from receipt to the first coordination, by hour and by channel."""
    st.header(_("Berapa lama sampai ada yang melihat"))
    data = asked.first_step(_everything(view))
    every = data[data["hour"].isna()]
    if every.empty:
        st.info(_("Tidak ada koordinasi pertama yang tercatat pada periode dan saringan ini."))
        return
    names = view.choices["channels"]
    rows = every.sort_values("hours", ascending=False).assign(
        name=[names.get(value, value) for value in every.sort_values("hours", ascending=False)["code"]]
    )
    rows["words"] = [f"{hours(row.hours)} (n = {number(row.dikoordinasikan)})" for row in rows.itertuples()]
    slow = rows.iloc[0]
    takeaway = _(
        "Median sampai koordinasi pertama: {slow} paling lama, {time}.", slow=slow["name"], time=hours(slow["hours"])
    )
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Kanal tanpa geotag diketik petugas ke CRM: waktu menunggu pengetikan tidak tercatat, dan koordinasinya dimulai sesudahnya. Hanya yang sudah dikoordinasikan."
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        draw(marks.rows, rows, "name", "hours", text="words", room=2.3, alt=takeaway)
    with right:
        one = data[(data["code"] == code) & data["hour"].notna() & (data["dikoordinasikan"] >= 5)]
        if len(one) > 1:
            title = _("{name}: median jam menurut pukul masuk", name=names.get(code, code))
            draw(marks.by_hour, one[["hour", "hours", "dikoordinasikan"]], title=title, y_title=_("jam"), alt=title)
        else:
            st.caption(_("Belum cukup data per jam untuk kanal ini."))


@replayed
def _categories(view: View, code: str) -> list[Door]:
    data = asked.categories(_everything(view))
    total, own = int(data["masuk"].sum()), data[data["code"] == code].set_index("category")["masuk"]
    mine = int(own.sum())
    if not mine:
        st.info(_("Tidak ada aduan dari kanal ini pada periode dan saringan ini."))
        return []
    every = data.groupby("category")["masuk"].sum()
    rows = pd.DataFrame({"own": own.reindex(every.index, fill_value=0), "every": every})
    rows["share"], rows["city"] = rows["own"] / mine, rows["every"] / total
    rows["points"] = 100 * (rows["share"] - rows["city"])
    rows = rows[rows["every"] >= LEAST].reset_index()
    rows["name"] = rows["category"].where(rows["category"] != "", _("kategori tidak dikenal"))
    keep = rows["points"].abs().nlargest(SHOWN).index
    shown = rows.loc[keep].sort_values("points", ascending=False, ignore_index=True)
    shown["words"] = [
        _(
            "{points} poin (n = {n})",
            points=("+" if row.points > 0 else "-") + number(abs(row.points), 1),
            n=number(row.own),
        )
        for row in shown.itertuples()
    ]
    top = shown.iloc[0] if len(shown) else None
    takeaway = (
        _(
            "{name} paling banyak lebihnya: {share} dari aduan kanal ini, {city} dari semua aduan.",
            name=top["name"],
            share=percent(top["share"], 1),
            city=percent(top["city"], 1),
        )
        if top is not None
        else _("Tidak ada kategori dengan sedikitnya {n} aduan.", n=LEAST)
    )
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Batang: bagian di kanal ini dikurangi bagian di semua kanal, dalam poin; {n} aduan dari kanal ini, {all} dari semua.",
            n=number(mine),
            all=number(total),
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


def risen(filters: Filters) -> pd.DataFrame:
    """One row a category with its last 28 days beside the 28 before: category, now, before, ratio, signal_day, last, limit.

    A signal is a day of the last two above the upper XmR limit of the 56 days before the 28: so a flood is seen on its
    second day at the latest, whatever the weekday.
    """
    last = filters.as_of.date() - timedelta(days=1)
    f = replace(filters, first=last - timedelta(days=RECENT + BASE - 1), last=filters.as_of.date())
    data = asked.category_days(f)
    oldest = moment.now().oldest
    if data.empty or oldest is None or oldest.date() > f.first + timedelta(days=7):  # nothing tells what is usual
        return pd.DataFrame(columns=["category", "now", "before", "ratio", "signal_day", "last", "limit"])
    days = pd.date_range(f.first, filters.as_of.date())
    wide = data.pivot_table(index="category", columns="day", values="masuk", fill_value=0).reindex(
        columns=days, fill_value=0
    )
    rows = []
    for category, counts in wide.iterrows():
        usual = xmr(counts.iloc[:BASE])
        recent = counts.iloc[-2:]  # the last whole day, and the one that is running
        above = recent[(recent > usual.high) & (recent >= 5)]
        now, before = int(counts.iloc[BASE : BASE + RECENT].sum()), int(counts.iloc[BASE - RECENT : BASE].sum())
        signal = above.index[0] if len(above) else pd.NaT
        rows.append((category, now, before, now / before if before else None, signal, int(recent.max()), usual.high))
    frame = pd.DataFrame(rows, columns=["category", "now", "before", "ratio", "signal_day", "last", "limit"])
    frame = frame[(frame["now"] >= LEAST) | frame["signal_day"].notna()]
    return frame.sort_values(["signal_day", "ratio"], ascending=[False, False], na_position="last", ignore_index=True)


@card(height=420)
@replayed
def rising(view: View) -> None:
    """The categories that rose most in the last four weeks, and those out of the ordinary now."""
    st.header(_("Yang sedang naik"))
    rows = risen(view.filters)
    st.caption(
        _(
            "28 hari terakhir terhadap 28 hari sebelumnya; saringan periode tidak berlaku. Sinyal: jumlah hari ini atau kemarin di atas batas goyangan biasa (XmR) dari {base} hari sebelum 28 hari itu, dan sedikitnya 5; n adalah aduan 28 hari.",
            base=BASE,
        )
    )
    if rows.empty:
        st.info(_("Belum ada kategori dengan sedikitnya {n} aduan dalam 28 hari.", n=LEAST))
        return
    signals = rows[rows["signal_day"].notna()]
    for row in signals.itertuples():
        st.markdown(
            _(
                ":material/trending_up: **{name}**: {n} aduan pada {day}; batas goyangan biasanya {limit} sehari.",
                name=plain(row.category or _("kategori tidak dikenal")),
                n=number(row.last),
                day=day(row.signal_day),
                limit=number(row.limit, 1),
            )
        )
    if signals.empty:
        st.success(_("Tidak ada kategori di luar kebiasaannya hari ini dan kemarin."))
    shown = pd.DataFrame(
        {
            "name": [value or _("kategori tidak dikenal") for value in rows["category"]],
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
