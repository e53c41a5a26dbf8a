"""The cards of the page Kanal."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import doors
from dashboard.components.listing import height, picked
from dashboard.findings import channels, steps
from dashboard.formats import NONE, day, number, plain
from dashboard.kept import replayed
from dashboard.settings import settings, wrong_published
from dashboard.texts import _
from dashboard.view import View


def units(view: View) -> dict[str, str]:
    """The units of time the period can be shown in, the best one first."""
    labels, best = steps.labels(), channels.best_unit(view.filters)
    return {best: labels[best]} | {unit: labels[unit] for unit in steps.units(view.filters)}


@replayed
def _table(view: View) -> tuple[pd.DataFrame, str]:
    """The table as it is shown, one row a channel, and its takeaway; the caption is drawn."""
    volumes = channels.volumes(view)
    if volumes.is_empty:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return pd.DataFrame(), ""
    rows, total, takeaway = volumes.rows, volumes.received, volumes.sentence()
    table = rows[["code", "name", "received", "reporters"]].assign(
        share=100 * rows["received"] / total if total else None,
        n_before=rows["n_before"],
        before=rows["before"],
        n_year=rows["n_year"],
        last_year=rows["last_year"],
        settled=rows["settled"],
        due=rows["due"],
        on_time=[100 * x / n if n else None for x, n in zip(rows["on_time"], rows["due"], strict=True)],
        open=rows["open"],
        late=rows["late"],
        group=rows["group_name"],
    )
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Perubahan terhadap {a} – {b} dan tanggal yang sama tahun lalu ({c} – {d}); dalam persen hanya bila waktu itu sedikitnya {least} aduan masuk. Terbuka dan terlambat: keadaan pada waktu “per”. Pilih satu baris untuk membuka aduannya.",
            least=settings().minimum_cohort,
            a=day(volumes.earlier.first, short=True),
            b=day(volumes.earlier.last, short=True),
            c=day(volumes.year.first, short=True),
            d=day(volumes.year.last, short=True),
        )
    )
    for each in volumes.published:
        st.caption(plain(each.sentence()))
    if wrong := wrong_published():
        st.warning(
            _(
                'Total terbitan resmi yang salah tulis di [published] pada secrets.toml tidak dibaca: {names}. Tulis "TAHUN" = JUMLAH atau "TAHUN.KANAL" = JUMLAH, dengan bilangan bulat.',
                names=plain(", ".join(f'"{name}"' for name in wrong)),
            )
        )
    return table.round({"share": 2, "before": 1, "last_year": 1, "on_time": 1}), takeaway


@card(height=420)
def volumes(view: View) -> None:
    table, takeaway = _table(view)
    if table.empty:
        return
    rows = channels.volumes(view).rows
    count = st.column_config.NumberColumn
    columns: dict[str, ColumnConfig | str | None] = {
        "name": st.column_config.TextColumn(_("Kanal"), pinned=True, width=190),
        "received": count(_("Masuk"), format="localized"),
        "share": count(_("Bagian (%)"), format="localized"),
        "n_before": count(_("Masuk sebelumnya"), format="localized"),
        "before": count(_("± (%)"), format="localized"),
        "due": count(_("Jatuh tempo (n)"), format="localized"),
        "on_time": count(_("Tepat waktu (%)"), format="localized"),
        "open": count(_("Terbuka"), format="localized"),
        "late": count(_("Terlambat"), format="localized"),
        "settled": count(_("Selesai"), format="localized"),
        "n_year": count(_("Masuk tahun lalu"), format="localized"),
        "last_year": count(_("± tahun lalu (%)"), format="localized"),
        "reporters": count(_("Pelapor berbeda"), format="localized"),
        "group": _("Kelompok"),
    }
    table = table[["code", *columns]]
    for index in picked(table.drop(columns="code"), columns, key="channel_table", alt=takeaway):
        row = rows.iloc[index]
        st.markdown(f"**{plain(row['name'])}**")
        doors(
            view,
            [
                (_("Masuk"), row["received"], "masuk"),
                (_("Selesai"), row["settled"], "selesai"),
                (_("Jatuh tempo"), row["due"], "jatuh-tempo"),
                (_("Tepat waktu"), row["on_time"], "tepat-waktu"),
                (_("Terbuka"), row["open"], "terbuka"),
                (_("Terlambat"), row["late"], "terlambat"),
            ],
            kanal=[row["code"]],
        )


@card(height=520)
def over_time(view: View, unit: str, cut: str, scale: str) -> None:
    _charts(view, unit, cut, scale)
    with st.expander(_("Tabel"), on_change="rerun", key="table_channels") as table:
        data = channels.series(view, unit, cut, scale).dropna(subset="value") if table.open else pd.DataFrame()
        if not data.empty:
            wide = data.pivot_table(index="step", columns="name", values="value", aggfunc="sum")[_order(data)]
            st.dataframe(
                wide.round(1).reset_index(),
                hide_index=True,
                alt=_("Aduan masuk dari waktu ke waktu"),
                column_config={"step": st.column_config.DateColumn(_("Mulai"), format="DD/MM/YYYY", pinned=True)},
            )


def _order(data: pd.DataFrame) -> list[str]:
    return list(data.groupby("name")["received"].sum().sort_values(ascending=False).index)


@replayed
def _charts(view: View, unit: str, cut: str, scale: str) -> None:
    data = channels.series(view, unit, cut, scale)
    received = channels.received(view, unit)
    if not received:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    if closed := received - (0 if data.empty else int(data["received"].sum())):
        st.caption(
            _(
                "{n} aduan masuk di luar masa berlaku kanalnya: ada di tabel volume, tidak digambar di sini.",
                n=number(closed),
            )
        )
    if data.empty:
        return
    takeaways = {
        "jumlah": _("Tiap seri punya sumbu tegak sendiri, supaya LAPOR dan kanal kecil terbaca di samping JAKI."),
        "bagian": _("Bagian dari semua aduan pada satuan waktu itu; tiap seri punya sumbu tegak sendiri."),
        "indeks": _(
            "Satuan waktu utuh pertama yang memuat aduan = 100 pada tiap seri; sumbu tegaknya sama untuk semua."
        ),
        "log": _(
            "Skala logaritma yang sama untuk semua: jarak yang sama berarti kelipatan yang sama. Nol tidak digambar."
        ),
    }
    takeaway = takeaways[scale]
    st.caption(
        takeaway
        + (
            " " + _("Satuan waktu yang tidak utuh digambar berongga dan tidak untuk dibandingkan.")
            if data["is_running"].any()
            else ""
        )
    )
    drawn = data[data["value"].notna()]
    names = _order(drawn)
    if without := [name for name in _order(data) if name not in names]:
        st.caption(
            _(
                "Tanpa indeks, karena tidak ada satuan waktu utuh yang memuat aduan: {names}.",
                names=plain(", ".join(without)),
            )
        )
    grid = st.grid("auto", min_column_width=260, gap="small")
    top = float(drawn["value"].max())
    for name in names:
        one = data[data["name"] == name]
        words = _("{name}: {n} aduan masuk.", name=name, n=number(one["received"].sum()))
        with grid.cell():
            if scale == "jumlah":
                draw(marks.small_multiple, one, "step", "received", title=name, y_title=_("aduan masuk"), alt=words)
            else:
                options = {"most": None if scale == "bagian" else top, "is_log": scale == "log"}
                draw(marks.small_line, one, title=name, y_title=channels.scale_labels()[scale], alt=words, **options)


@card(height=320)
@replayed
def flow(view: View) -> None:
    """In, out and stock of each channel, with what does not add up."""
    flow = channels.flow(view)
    data = flow.rows
    if data.empty:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    sentence = flow.sentence()
    st.markdown(sentence)
    shown = data[["name", "open_before", "received", "settled", "open_after", "rest"]].assign(
        clear=(100 * data["settled"] / data["received"].where(data["received"] > 0)).round(1),
        days=(data["open_after"] / (data["settled"] / flow.days).where(data["settled"] > 0)).round(0),
        again=data["reopened"],
    )
    count = st.column_config.NumberColumn
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=NONE,
        alt=sentence,
        height=height(len(shown), 560),
        column_config={
            "name": st.column_config.TextColumn(_("Kanal"), pinned=True, width=230),
            "open_before": count(_("Terbuka di awal"), format="localized"),
            "received": count(_("Masuk"), format="localized"),
            "settled": count(_("Selesai"), format="localized"),
            "open_after": count(_("Terbuka di akhir"), format="localized"),
            "rest": count(_("Sisa"), format="localized"),
            "clear": count(_("Selesai per masuk (%)"), format="localized"),
            "days": count(_("Hari untuk menghabiskan"), format="localized"),
            "again": count(_("Terbuka lagi setelah selesai"), format="localized"),
        },
    )
    st.caption(
        _(
            "Menurut yang diketahui pada waktu “per”: yang dibuka lagi dihitung terbuka sejak masuk. Hari untuk menghabiskan: tumpukan akhir dibagi rata-rata selesai per hari pada periode ini."
        )
    )


@card(height=120)
@replayed
def silent(view: View) -> None:
    silence = channels.silence(view)
    sentences = silence.sentences()
    if sentences:
        st.markdown(f"**{_('Sekarang')}: {silence.sentence()}.**")
    st.caption(
        _(
            "Senyap: aduan terakhirnya lebih lama dari jeda terpanjang kanal itu sendiri pada 200 aduan terakhir, dan lebih dari sehari. Terlambat: lebih lama dari 95 % jedanya, dan lebih dari 6 jam. Turun tajam: 7 hari utuh terakhir di bawah batas goyangan biasa 12 pekan sebelumnya dan di bawah rata-ratanya dikurangi tiga akarnya (goyangan kebetulan). Saringan di panel kiri tidak berlaku di sini, kecuali waktu “per”."
        )
    )
    if not sentences:
        st.success(_("Semua kanal yang buka masih mengirim aduan seperti biasa."))
    for sentence in sentences:
        st.markdown(sentence)
