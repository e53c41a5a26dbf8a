"""The cards of the pages Peringkat SKPD and Corong, and what these pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard import places
from dashboard.address import query_of
from dashboard.analysis.funnel import curves, share
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import to, unit_doors
from dashboard.components.filters import choice
from dashboard.components.listing import picked
from dashboard.findings import source
from dashboard.findings.measures import cohorts, measures
from dashboard.findings.standing import (
    Standing,
    bands,
    flag_words,
    groups,
    is_large,
    move_words,
    passed,
    standing,
    tier_words,
)
from dashboard.formats import number, percent, plain, reached
from dashboard.kept import replayed
from dashboard.places import REPORT
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View

PAGES = {
    "peringkat": (places.RANKING.file, ":material/leaderboard:"),
    "corong": (places.FUNNEL.file, ":material/filter_alt:"),
    "sinyal": (places.SIGNALS.file, ":material/monitor_heart:"),
}


def titles() -> dict[str, str]:
    return {"peringkat": _("Peringkat"), "corong": _("Corong"), "sinyal": _("Sinyal")}


def closed_only(view: View) -> bool:
    """Whether the source holds nothing that is open; then there is no ranking, and this says why."""
    why = source.closed_only(view)
    if why:
        st.warning(why, icon=":material/report:")
    return bool(why)


def chosen(view: View, here: str, *, without: tuple[str, ...] = (), banded: bool = True) -> tuple[str, str, str]:
    """Group, measure and band of volume from the address, with their widgets and the links between the three pages."""
    group = choice("kelompok", _("Kelompok sebanding"), groups())
    left, right = st.columns(2)
    with left:
        words = {code: measure.label for code, measure in measures().items() if code not in without}
        measure = choice("ukuran", _("Ukuran"), words, box=True)
    band = next(iter(bands()))
    if banded and is_large(group):
        with right:
            band = choice("pita", _("Pita volume"), bands(), box=True)
    explained(view, measure)
    changes = {"kelompok": group, "ukuran": measure, "pita": band}
    defaults = {"kelompok": next(iter(groups())), "ukuran": next(iter(measures())), "pita": next(iter(bands()))}
    query = query_of(view, **{key: value for key, value in changes.items() if value != defaults[key]})
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for name, (page, icon) in PAGES.items():
            if name == here:
                st.markdown(f"{icon} **{titles()[name]}**", width="content")
            else:
                st.page_link(page, label=titles()[name], icon=icon, query_params=query)
    return group, measure, band


def explained(view: View, code: str) -> None:
    """What the measure says and what it does not; how the filter SKPD is read here."""
    measure = cohorts()[code]
    st.caption(f"{measure.says} {measure.says_not}")
    if view.filters.skpds:
        st.caption(_("Saringan SKPD tidak mempersempit perbandingan; SKPD yang dipilih ditandai."))


def how_to_read() -> None:
    """The plain-words panel."""
    with st.expander(_("Cara membaca"), icon=":material/help:"):
        st.markdown(
            "\n".join(
                f"- {line}"
                for line in (
                    _(
                        "**Peringkat harapan** adalah rata-rata tempat yang akan diduduki SKPD ini bila kebetulan diulang ribuan kali; 1 adalah yang terbaik. **Selang 95 %** adalah tempat-tempat yang masih masuk akal: dua SKPD yang selangnya bertumpang tindih belum tentu berbeda."
                    ),
                    _(
                        "**Taksiran** menarik angka SKPD dengan sedikit aduan ke arah kelompoknya: tiga aduan tidak menjadikan juara, tidak pula menjadikan yang terburuk. **Mentah** adalah angka apa adanya: x dari n dengan selang Wilson, atau median Kaplan-Meier dengan selangnya."
                    ),
                    _(
                        "**Disesuaikan** menjawab: berapa bagiannya bila SKPD ini menangani campuran aduan yang sama dengan seluruh kota (kategori, kanal, asal tenggat)? Bila mentah dan disesuaikan berbeda jauh, jenis aduannya yang berbeda."
                    ),
                    _(
                        "**Pergerakan** hanya tampil bila lebih besar daripada yang dapat dibuat oleh kebetulan; kosong berarti tidak ada perubahan yang dapat ditunjukkan."
                    ),
                    _(
                        "**Nyata atau kebetulan**: satu angka mengatakan berapa bagian perbedaan antar-SKPD yang nyata. Di atas 70 % peringkat boleh dibaca; 50–70 % hanya bersama selangnya; di bawah 50 % SKPD dibagi tiga lapis saja, tanpa nomor."
                    ),
                )
            )
        )
        st.caption(_("Cara hitung, sumber dan ujinya: docs/definitions.md dan docs/fairness.md."))


def unrecorded(view: View, measure: str) -> bool:
    """Whether nobody can be judged by this measure because the source does not record it; then this says so."""
    why = source.without_coordination(view, measure)
    if why:
        st.warning(why)
    return bool(why)


@replayed
def _head(view: View, group: str, measure: str, band: str) -> str:
    """The takeaway, drawn with what decides how the ranking is shown; empty where there is none."""
    if unrecorded(view, measure):
        return ""
    ranking = standing(view, group, measure, band)
    if ranking.rows.empty:
        st.info(
            _(
                "Tidak ada SKPD dengan sedikitnya {n} aduan pada ukuran, kelompok dan saringan ini. Pilih kelompok lain, periode yang lebih panjang, atau ubah saringan.",
                n=settings().minimum_cohort,
            )
        )
        return ""
    takeaway = ranking.sentence()
    if said := " ".join(text for text in (ranking.order(), ranking.left_out()) if text):
        st.markdown(said)
    st.markdown(ranking.real_share())
    st.caption(f"{takeaway} {ranking.basis()}")
    return takeaway


@replayed
def _chart(view: View, group: str, measure: str, band: str, takeaway: str) -> None:
    """Expected ranks with their intervals; where ranks may not be shown, the measure itself with its intervals."""
    ranking = standing(view, group, measure, band)
    rows = ranking.rows
    words = [ranking.words(row) for row in rows.itertuples()]
    data = pd.DataFrame({"name": rows["name"], "words": words, "is_own": rows["code"].isin(view.filters.skpds)})
    is_share = measure != "waktu-tengah"
    if ranking.shows == "tiers":
        high = rows["high"].fillna(rows["high"].max())
        data = data.assign(value=rows["raw"], low=rows["low"], high=high)
        least, most = (max(0.0, float(rows["low"].min()) - 0.02), 1.0) if is_share else (0.0, float(high.max()) * 1.02)
        title = (
            measures()[measure].label + ", " + (_("dengan selang 95 %") if is_share else _("jam, dengan selang 95 %"))
        )
        options = {"x_title": title, "percent": is_share, "least": least, "most": most}
    else:
        data = data.assign(value=rows["rank"], low=rows["rank_low"], high=rows["rank_high"])
        title = _("peringkat harapan (1 = terbaik)")
        options = {"x_title": title, "percent": False, "least": 0.5, "most": len(rows) + 0.5}
    with st.container(height=min(560, marks.LINE * len(rows) + 110), border=False):
        draw(marks.ranges, data, of=_("SKPD"), alt=takeaway, **options)


def _shown(found: Standing, measure: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, ColumnConfig]]:
    """The table as it is shown, and its columns."""
    is_share = measure != "waktu-tengah"
    scale: Callable[[pd.Series], pd.Series] = (lambda x: (100 * x).round(1)) if is_share else (lambda x: x.round(0))
    unit = " (%)" if is_share else _(" (jam)")
    count = st.column_config.NumberColumn
    parts: dict[str, tuple[Any, ColumnConfig]] = {}
    if found.shows == "numbers":
        parts["place"] = (np.arange(1, len(rows) + 1), count(_("Urutan"), width="small"))
    parts["name"] = (rows["name"], st.column_config.TextColumn(_("SKPD"), pinned=True, width=250))
    if found.shows == "tiers":
        parts["tier"] = (rows["tier"].map(tier_words()), st.column_config.TextColumn(_("Lapis")))
    else:
        parts["rank"] = (rows["rank"].round(1), count(_("Peringkat harapan"), format="localized"))
        parts["rank_low"] = (rows["rank_low"], count(_("95 % dari"), format="localized"))
        parts["rank_high"] = (rows["rank_high"], count(_("sampai"), format="localized"))
        parts["happened"] = (rows["happened"], count(_("Urutan periode ini"), format="localized"))
    parts["value"] = (scale(rows["value"]), count(_("Taksiran") + unit, format="localized"))
    parts["n"] = (rows["n"].astype(int), count("n", format="localized"))
    parts["raw"] = (scale(rows["raw"]), count(_("Mentah") + unit, format="localized"))
    parts["low"] = (scale(rows["low"]), count(_("95 % bawah"), format="localized"))
    parts["high"] = (scale(rows["high"]), count(_("95 % atas"), format="localized"))
    if is_share:
        parts["adjusted"] = (scale(rows["adjusted"]), count(_("Disesuaikan (%)"), format="localized"))
        if found.shows != "tiers":
            label = _("Peringkat disesuaikan")
            parts["rank_adjusted"] = (rows["rank_adjusted"].round(1), count(label, format="localized"))
        parts["flag"] = (rows["flag"].map(flag_words()), st.column_config.TextColumn(_("Tanda corong")))
    if found.shows != "tiers":
        moves = [move_words(value) for value in rows["move"]]
        parts["move"] = (moves, st.column_config.TextColumn(_("Pergerakan")))
    return pd.DataFrame({key: data for key, (data, _c) in parts.items()}), {key: c for key, (_d, c) in parts.items()}


@replayed
def _tables(
    view: View, group: str, measure: str, band: str, wanted: str
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, ColumnConfig]]:
    """The rows whose name holds the text, as they are and as they are shown, and the columns."""
    ranking = standing(view, group, measure, band)
    shown, columns = _shown(ranking, measure, ranking.rows)
    kept = ranking.rows["name"].str.lower().str.contains(wanted, regex=False)
    if not kept.any():
        st.info(_("Tidak ada nama yang memuat “{text}”.", text=wanted.replace("`", "")[:40]))
    return ranking.rows[kept].reset_index(drop=True), shown[kept.to_numpy()].reset_index(drop=True), columns


@card(height=640)
def board(view: View, group: str, measure: str, band: str) -> None:
    """The ranking of a group: what is real of it, the chart, the table, and who has too little data."""
    takeaway = _head(view, group, measure, band)
    if takeaway:
        _chart(view, group, measure, band, takeaway)
        wanted = _search()
        rows, shown, columns = _tables(view, group, measure, band, wanted)
        if not rows.empty:
            _list(view, measure, rows, shown, columns, alt=takeaway, key="ranking_table")
    _few(view, group, measure, band)


def _search() -> str:
    text = st.text_input(_("Cari SKPD"), key="search_skpd", placeholder=_("sebagian nama"), persist_state="session")
    return text.strip().lower()


def _few(view: View, group: str, measure: str, band: str) -> None:
    """The units without enough data, by name; no share is shown of them."""
    few = standing(view, group, measure, band).few
    if few.empty:
        return
    st.header(_("Belum cukup data"))
    is_share = measure != "waktu-tengah"
    st.caption(
        _(
            "Kurang dari {n} aduan pada ukuran ini; diurutkan menurut abjad, tanpa peringkat.",
            n=settings().minimum_cohort,
        )
        + (
            ""
            if is_share
            else " " + _("Atau: terlalu sedikit yang selesai di sini, sehingga waktu tengahnya tidak pasti.")
        )
    )
    shown = pd.DataFrame({"name": few["name"], "n": few["n"].astype(int)})
    columns: dict[str, ColumnConfig] = {
        "name": st.column_config.TextColumn(_("SKPD"), pinned=True, width=250),
        "n": st.column_config.NumberColumn("n", format="localized"),
    }
    if not is_share:
        shown["followed"] = [reached(None if row.raw != row.raw else row.raw, row.followed) for row in few.itertuples()]
        columns["followed"] = st.column_config.TextColumn(_("Waktu tengah"))
    _list(view, measure, few, shown, columns, alt=_("SKPD yang belum cukup data"), key="ranking_few")


def _list(
    view: View,
    measure: str,
    rows: pd.DataFrame,
    shown: pd.DataFrame,
    columns: dict[str, ColumnConfig],
    *,
    alt: str,
    key: str,
) -> None:
    """The table, and the doors of the row that is chosen."""
    for index in picked(shown, columns, key=key, alt=alt, most=480):
        row = rows.iloc[index]
        st.markdown(f"**{plain(row['name'])}**")
        if measure == "waktu-tengah":
            n, x = passed(view)[row["code"]], None
        else:
            n, x = int(row["n"]), int(row["x"])
        unit_doors(view, row["code"], measure, n, x)


def _labels(rows: pd.DataFrame, own: pd.Series) -> tuple[list[bool], list[str]]:
    """Which points of the funnel get their name, and on which side: one's own, then the flagged ones as far as there is
    room.

    Places are parts of the chart's width and height; a letter takes about 0.6 % of the width.
    """
    x = np.log(rows["n"].to_numpy(float))
    x = (x - x.min()) / max(float(np.ptp(x)), 1e-9)
    y = rows["raw"].to_numpy(float)
    y = (y - y.min()) / max(float(np.ptp(y)), 1e-9)
    far = (rows["raw"] - rows["raw"].median()).abs().to_numpy()
    taken: list[tuple[float, float, float]] = []  # from, to, height
    named, sides = [False] * len(rows), ["right"] * len(rows)
    for i in np.lexsort((-far, -rows["flag"], ~own)):
        wide = 0.02 + 0.006 * min(len(rows["name"].iloc[i]), 40)
        for side, start, end in (("right", x[i], x[i] + wide), ("left", x[i] - wide, x[i])):
            inside = start > -0.02 and end < 1.02
            free = all(abs(y[i] - at) > 0.035 or end < low or start > high for low, high, at in taken)
            if own.iloc[i] or (rows["flag"].iloc[i] and inside and free):
                named[i], sides[i] = True, side if inside else "left" if x[i] > 0.5 else "right"
                taken.append((start, end, y[i]))
                break
    return named, sides


@replayed
def _funnel_chart(view: View, group: str, measure: str, band: str) -> str:
    """The funnel; the takeaway comes back."""
    ranking = standing(view, group, measure, band)
    rows = ranking.rows
    if ranking.funnel is None or rows.empty:
        return ""
    takeaway = ranking.funnel_sentence()
    st.caption(takeaway)
    # The few are drawn too, faintly: a funnel shows how little they say.
    few = ranking.few[ranking.few["n"] > 0].assign(flag=0)
    every = pd.concat([rows.assign(is_few=False), few.assign(is_few=True)], ignore_index=True)
    limits = curves(ranking.funnel, float(every["n"].min()) * 0.9, float(every["n"].max()) * 1.1)
    own = every["code"].isin(view.filters.skpds)
    named, side = _labels(every, own)
    data = every[["name", "n", "raw", "flag", "is_few"]].assign(
        is_own=own,
        label=np.where(named, every["name"], ""),
        side=side,
        words=[
            f"{percent(row.raw, 1)} (95 %: {percent(row.low, 1)} – {percent(row.high, 1)}) · n = {number(row.n)}"
            for row in every.itertuples()
        ],
    )
    draw(
        marks.funnel,
        data,
        limits,
        centre=float(share(ranking.funnel.centre)),
        x_title=_("jumlah aduan (n), skala logaritma"),
        y_title=measures()[measure].label,
        alt=takeaway,
    )
    st.caption(
        _(
            "Garis putus-putus: batas 95 %; garis penuh: batas 99,8 %; keduanya sudah dilebarkan karena SKPD memang berbeda-beda (overdispersi). Bulat: di dalam batas; kotak: perhatikan; belah ketupat: periksa; segitiga: SKPD yang dipilih; pudar: belum cukup data untuk peringkat. Nama yang tidak muat ada di tabel di bawah."
        )
    )
    return takeaway


@card(height=560)
def funnel_board(view: View, group: str, measure: str, band: str) -> None:
    """Every SKPD of the group against the limits of chance, and the table of those outside them."""
    ranking = standing(view, group, measure, band)
    if not _head(view, group, measure, band):
        return
    takeaway = _funnel_chart(view, group, measure, band)
    st.header(_("Di luar batas"))
    rows = ranking.flagged
    if rows.empty:
        st.success(_("Tidak ada SKPD di luar batas 95 %: perbedaan yang tampak dapat dibuat oleh kebetulan."))
        return
    shown, columns = _shown(ranking, measure, rows)
    keep = [key for key in ("name", "flag", "raw", "low", "high", "n", "value", "adjusted") if key in shown]
    _list(
        view,
        measure,
        rows.reset_index(drop=True),
        shown[keep].reset_index(drop=True),
        {key: columns[key] for key in keep},
        alt=takeaway,
        key="funnel_table",
    )


def of_parent(view: View, group: str, measure: str, codes: tuple[str, ...], *, key: str) -> None:
    """The rows of the units ``codes`` as they stand in their whole group, and below them those without enough data."""
    ranking = standing(view, group, measure)
    kept = ranking.rows["code"].isin(codes) if len(ranking.rows) else pd.Series(dtype=bool)
    if kept.any():
        st.caption(
            _(
                "Peringkat di antara seluruh {units} SKPD dalam kelompok “{group}”.",
                units=number(ranking.sides),
                group=groups()[group],
            )
            + " "
            + ranking.real_share()
        )
        shown, columns = _shown(ranking, measure, ranking.rows)
        rows = ranking.rows[kept].reset_index(drop=True)
        _list(view, measure, rows, shown[kept.to_numpy()].reset_index(drop=True), columns, alt=groups()[group], key=key)
    few = ranking.few[ranking.few["code"].isin(codes)]
    if len(few):
        st.caption(_("Belum cukup data untuk peringkat:"))
        with st.container(horizontal=True, gap="small"):
            for row in few.itertuples():
                to(view, REPORT, plain(row.name), int(row.n), skpd=[row.code])
