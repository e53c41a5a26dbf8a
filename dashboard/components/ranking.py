"""The cards of the page Peringkat SKPD."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import kaplan_meier
from dashboard.charts import marks
from dashboard.components.card import card, still
from dashboard.components.chart import draw
from dashboard.components.doors import doors
from dashboard.components.listing import height
from dashboard.filters import View
from dashboard.formats import NONE, hours, number, percent, plain
from dashboard.settings import settings
from dashboard.texts import _
from queries import complaints, skpds

KINDS = {
    "dinas-badan-biro": ("dinas", "badan", "biro"),
    "sudin": ("sudin",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan",),
    "kelurahan": ("kelurahan",),
    "bumd": ("bumd",),
}


def groups() -> dict[str, str]:
    """Peer groups: only like is compared with like."""
    return {
        "dinas-badan-biro": _("Dinas, badan, biro"),
        "sudin": _("Suku dinas, UKPD"),
        "kota": _("Kota"),
        "kecamatan": _("Kecamatan"),
        "kelurahan": _("Kelurahan"),
        "bumd": _("BUMD"),
        "lain": _("Lainnya"),
    }


@still
def table(view: View, group: str) -> pd.DataFrame:
    """One row a SKPD of the group: counts, share and its 95 % interval (0 to 1), within, median_hours, followed_hours.

    Ordered by the lower limit of the interval, so that few complaints do not make a winner.
    """
    data = skpds.ranking(view.filters)
    known = {kind for kinds in KINDS.values() for kind in kinds}
    data = data[~data["kind"].isin(known)] if group == "lain" else data[data["kind"].isin(KINDS[group])]
    low, high = wilson(data["tepat_waktu"], data["jatuh_tempo"])
    data = data.assign(
        share=data["tepat_waktu"] / data["jatuh_tempo"].where(data["jatuh_tempo"] > 0),
        low=low,
        high=high,
        within=data["dalam_tenggat"] / data["bertenggat"].where(data["bertenggat"] > 0),
    )
    curves = {
        row.code: kaplan_meier(row.hour, row.entered, row.left_risk, row.settled)
        for row in skpds.spells(view.filters).itertuples()
        if row.code in set(data["code"])
    }
    data["median_hours"] = [curves[code].median if code in curves else None for code in data["code"]]
    data["followed_hours"] = [curves[code].last_hour if code in curves else None for code in data["code"]]
    return data.sort_values(["low", "name"], ascending=[False, True], ignore_index=True)


def _median(median: float | None, followed: float | None) -> str:
    if median is None or median != median:
        return "–" if followed is None or followed != followed else _("lebih dari {time}", time=hours(followed))
    return hours(median)


def _chosen(view: View, group: str, wanted: str, *, enough: bool) -> pd.DataFrame:
    """The SKPD with (without) enough due complaints whose name holds the text, with their places."""
    data = table(view, group)
    has_enough = data["jatuh_tempo"] >= settings().minimum_cohort
    if enough:
        rows = data[has_enough].reset_index(drop=True)
        rows.insert(0, "place", range(1, len(rows) + 1))
    else:
        rows = data[~has_enough].sort_values("name", ignore_index=True)
        rows.insert(0, "place", None)
    return rows[rows["name"].str.lower().str.contains(wanted, regex=False)].reset_index(drop=True)


@still
def _head(view: View, group: str) -> bool:
    """Whether there is any SKPD; what keeps the shares from being a ranking is said."""
    data = table(view, group)
    if data.empty:
        st.info(
            _("Tidak ada SKPD dalam kelompok ini dengan saringan sekarang. Pilih kelompok lain atau ubah saringan.")
        )
    elif (
        not data["terbuka"].any()
        and not complaints.totals(replace(view.filters, skpds=(), channels=(), areas=(), categories=()))["terbuka"]
    ):
        st.warning(
            _(
                "Sumber ini hanya memuat aduan yang sudah selesai. Bagian tepat waktu di sini tidak menghitung yang masih terbuka, jadi bukan ukuran kinerja: jangan dibaca sebagai peringkat."
            ),
            icon=":material/report:",
        )
    return not data.empty


@still
def _ranked(view: View, group: str, wanted: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """The ranked SKPD, the table as it is shown, its takeaway; the caption is drawn."""
    everybody = _chosen(view, group, "", enough=True)
    minimum = settings().minimum_cohort
    if everybody.empty:
        st.info(_("Tidak ada SKPD dengan sedikitnya {n} aduan jatuh tempo pada periode ini.", n=minimum))
        return everybody, everybody, ""
    x, n = int(everybody["tepat_waktu"].sum()), int(everybody["jatuh_tempo"].sum())
    takeaway = _(
        "{x} dari {n} aduan jatuh tempo selesai tepat waktu ({share}) pada {units} SKPD.",
        x=number(x),
        n=number(n),
        share=percent(x, n),
        units=number(len(everybody)),
    )
    st.caption(
        takeaway
        + " "
        + _(
            "Urutan menurut batas bawah selang 95 % (Wilson); selang yang bertumpang tindih berarti urutannya tidak pasti. Terbuka dan terlambat: keadaan pada waktu “per”. Pilih satu baris untuk membuka aduannya."
        )
    )
    rows = _chosen(view, group, wanted, enough=True)
    if rows.empty:
        st.info(_("Tidak ada nama yang memuat “{text}”.", text=wanted.replace("`", "")[:40]))
    return rows, _shown(rows), takeaway


@still
def _chart(view: View, group: str, wanted: str, takeaway: str) -> None:
    rows = _chosen(view, group, wanted, enough=True)
    with st.container(height=min(560, marks.LINE * len(rows) + 80), border=False):
        chart = rows.rename(columns={"jatuh_tempo": "n"})[["name", "share", "low", "high", "n"]]
        draw(marks.intervals, chart, x_title=_("tepat waktu, dengan selang 95 %"), alt=takeaway)


@still
def _few(view: View, group: str, wanted: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The SKPD without enough data and the table as it is shown; its heading is drawn."""
    rows = _chosen(view, group, wanted, enough=False)
    if not rows.empty:
        st.header(_("Belum cukup data"))
        st.caption(
            _(
                "Kurang dari {n} aduan jatuh tempo pada periode ini; diurutkan menurut abjad, tanpa peringkat.",
                n=settings().minimum_cohort,
            )
        )
    return rows, _shown(rows).drop(columns=["place", "share", "low", "high"])


@card(height=640)
def board(view: View, group: str) -> None:
    if not _head(view, group):
        return
    wanted = (
        st.text_input(_("Cari SKPD"), key="search_skpd", placeholder=_("sebagian nama"), persist_state="session")
        .strip()
        .lower()
    )
    ranked, shown, takeaway = _ranked(view, group, wanted)
    if not ranked.empty:
        _list(view, ranked, shown, takeaway, key="ranking_table")
        _chart(view, group, wanted, takeaway)
    few, shown = _few(view, group, wanted)
    if not few.empty:
        _list(view, few, shown, _("SKPD yang belum cukup data"), key="ranking_few")


def _shown(data: pd.DataFrame) -> pd.DataFrame:
    """The table as it is shown."""
    shown = pd.DataFrame(
        {
            "place": data["place"],
            "name": data["name"],
            "share": 100 * data["share"],
            "low": 100 * data["low"],
            "high": 100 * data["high"],
            "n": data["jatuh_tempo"],
            "terlambat": data["terlambat"],
            "median": [_median(a, b) for a, b in zip(data["median_hours"], data["followed_hours"], strict=True)],
            "terbuka": data["terbuka"],
            "masuk": data["masuk"],
            "within": 100 * data["within"],
        }
    )
    return shown.round({"share": 1, "low": 1, "high": 1, "within": 1})


def _list(view: View, data: pd.DataFrame, shown: pd.DataFrame, alt: str, *, key: str) -> None:
    """The table, and the doors of the row that is chosen."""
    event = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        placeholder=NONE,
        alt=alt,
        height=height(len(shown), 480),
        column_config={
            "place": st.column_config.NumberColumn(_("Urutan"), width="small"),
            "name": st.column_config.TextColumn(_("SKPD"), pinned=True, width=250),
            "share": st.column_config.NumberColumn(_("Tepat waktu (%)"), format="localized"),
            "low": st.column_config.NumberColumn(_("95 % bawah"), format="localized"),
            "high": st.column_config.NumberColumn(_("95 % atas"), format="localized"),
            "n": st.column_config.NumberColumn(_("Jatuh tempo (n)"), format="localized"),
            "masuk": st.column_config.NumberColumn(_("Masuk"), format="localized"),
            "within": st.column_config.NumberColumn(_("Masih dalam tenggat (%)"), format="localized"),
            "terbuka": st.column_config.NumberColumn(_("Terbuka (n)"), format="localized"),
            "terlambat": st.column_config.NumberColumn(_("Terlambat"), format="localized"),
            "median": st.column_config.TextColumn(_("Waktu tengah")),
        },
    )
    for index in event["selection"]["rows"]:
        row = data.iloc[index]
        st.markdown(f"**{plain(row['name'])}**")
        doors(
            view,
            [
                (_("Masuk"), row["masuk"], "masuk"),
                (_("Jatuh tempo"), row["jatuh_tempo"], "jatuh-tempo"),
                (_("Tepat waktu"), row["tepat_waktu"], "tepat-waktu"),
                (_("Tidak tepat waktu"), row["jatuh_tempo"] - row["tepat_waktu"], "tidak-tepat-waktu"),
                (_("Terbuka"), row["terbuka"], "terbuka"),
                (_("Dalam tenggat"), row["dalam_tenggat"], "dalam-tenggat"),
                (_("Terlambat"), row["terlambat"], "terlambat"),
            ],
            skpd=[row["code"]],
        )
