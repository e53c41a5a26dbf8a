"""The cards of the page Peringkat SKPD."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import kaplan_meier
from dashboard.charts import marks
from dashboard.components.card import card
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


@card(height=640)
def board(view: View, group: str) -> None:
    data = table(view, group)
    if data.empty:
        st.info(
            _("Tidak ada SKPD dalam kelompok ini dengan saringan sekarang. Pilih kelompok lain atau ubah saringan.")
        )
        return
    if (
        not data["terbuka"].any()
        and not complaints.totals(replace(view.filters, skpds=(), channels=(), areas=(), categories=()))["terbuka"]
    ):
        st.warning(
            _(
                "Sumber ini hanya memuat aduan yang sudah selesai. Bagian tepat waktu di sini tidak menghitung yang masih terbuka, jadi bukan ukuran kinerja: jangan dibaca sebagai peringkat."
            ),
            icon=":material/report:",
        )
    minimum = settings().minimum_cohort
    enough = data[data["jatuh_tempo"] >= minimum].reset_index(drop=True)
    few = data[data["jatuh_tempo"] < minimum].sort_values("name", ignore_index=True)
    wanted = (
        st.text_input(_("Cari SKPD"), key="search_skpd", placeholder=_("sebagian nama"), persist_state="session")
        .strip()
        .lower()
    )
    enough.insert(0, "place", range(1, len(enough) + 1))
    shown = enough[enough["name"].str.lower().str.contains(wanted, regex=False)].reset_index(drop=True)
    if enough.empty:
        st.info(_("Tidak ada SKPD dengan sedikitnya {n} aduan jatuh tempo pada periode ini.", n=minimum))
    else:
        x, n = int(enough["tepat_waktu"].sum()), int(enough["jatuh_tempo"].sum())
        takeaway = _(
            "{x} dari {n} aduan jatuh tempo selesai tepat waktu ({share}) pada {units} SKPD.",
            x=number(x),
            n=number(n),
            share=percent(x, n),
            units=number(len(enough)),
        )
        st.caption(
            takeaway
            + " "
            + _(
                "Urutan menurut batas bawah selang 95 % (Wilson); selang yang bertumpang tindih berarti urutannya tidak pasti. Terbuka dan terlambat: keadaan pada waktu “per”. Pilih satu baris untuk membuka aduannya."
            )
        )
        _list(view, shown, takeaway, key="ranking_table")
        if not shown.empty:
            with st.container(height=min(560, 30 * len(shown) + 90), border=False):
                chart = shown.rename(columns={"jatuh_tempo": "n"})[["name", "share", "low", "high", "n"]]
                draw(marks.intervals, chart, x_title=_("tepat waktu, dengan selang 95 %"), alt=takeaway)
        elif wanted:
            st.info(_("Tidak ada nama yang memuat “{text}”.", text=wanted.replace("`", "")[:40]))
    few = few[few["name"].str.lower().str.contains(wanted, regex=False)].reset_index(drop=True)
    if not few.empty:
        st.header(_("Belum cukup data"))
        st.caption(
            _(
                "Kurang dari {n} aduan jatuh tempo pada periode ini; diurutkan menurut abjad, tanpa peringkat.",
                n=minimum,
            )
        )
        few.insert(0, "place", None)
        _list(view, few, _("SKPD yang belum cukup data"), key="ranking_few")


def _list(view: View, data: pd.DataFrame, alt: str, *, key: str) -> None:
    """The table, and the doors of the row that is chosen."""
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
    shown = shown.round({"share": 1, "low": 1, "high": 1, "within": 1})
    if data["place"].isna().all():
        shown = shown.drop(columns=["place", "share", "low", "high"])
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
