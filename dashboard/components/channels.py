"""The cards of the page Kanal."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.analysis.signals import xmr
from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import doors
from dashboard.components.listing import height, picked
from dashboard.formats import NONE, day, hours, moment, number, percent, plain
from dashboard.kept import finding, replayed
from dashboard.settings import published, wrong_published
from dashboard.texts import _
from dashboard.view import View
from queries import channels as asked
from queries.filters import Filters


def units(filters: Filters) -> dict[str, str]:
    """The units of time a period can be shown in, the best one first."""
    words = {"day": _("Hari"), "week": _("Pekan"), "month": _("Bulan"), "year": _("Tahun")}
    best = (
        "day" if filters.days <= 62 else "week" if filters.days <= 400 else "month" if filters.days <= 1500 else "year"
    )
    return {best: words[best]} | words


def cuts() -> dict[str, str]:
    """What a series can stand for."""
    return {"kanal": _("Per kanal"), "kelompok": _("Per kelompok"), "geotag": _("Geotag atau bukan")}


def scales() -> dict[str, str]:
    return {
        "jumlah": _("Jumlah"),
        "bagian": _("Bagian (%)"),
        "indeks": _("Indeks (awal = 100)"),
        "log": _("Skala logaritma"),
    }


def _change(now: int, before: int | None) -> float | None:
    return None if not before else 100 * (now - before) / before


@replayed
def _table(view: View) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """One row a channel: the counts, the table as it is shown, and its takeaway; the caption is drawn."""
    f = view.filters
    data = asked.volumes(f)
    total = int(data["masuk"].sum())
    if not total and not data["terbuka"].sum():
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return data, pd.DataFrame(), ""
    earlier, year = f.before(), f.last_year()
    before = asked.received(earlier) if view.can_compare(earlier) else {}
    last = asked.received(year) if view.can_compare(year) else {}
    people = asked.reporters(f).set_index("code")["pelapor"]
    table = pd.DataFrame(
        {
            "name": data["name"],
            "masuk": data["masuk"],
            "pelapor": [int(people.get(code, 0)) or None for code in data["code"]],
            "share": 100 * data["masuk"] / total if total else None,
            "before": [_change(n, before.get(code)) for code, n in zip(data["code"], data["masuk"], strict=True)],
            "last": [_change(n, last.get(code)) for code, n in zip(data["code"], data["masuk"], strict=True)],
            "selesai": data["selesai"],
            "jatuh_tempo": data["jatuh_tempo"],
            "tepat": [
                100 * x / n if n else None for x, n in zip(data["tepat_waktu"], data["jatuh_tempo"], strict=True)
            ],
            "terbuka": data["terbuka"],
            "terlambat": data["terlambat"],
            "group": data["group_name"],
        }
    )
    table = table.round({"share": 2, "before": 1, "last": 1, "tepat": 1})
    biggest = data.iloc[0]
    takeaway = _(
        "{name} menerima {n} dari {all} aduan ({share}).",
        name=biggest["name"],
        n=number(biggest["masuk"]),
        all=number(total),
        share=percent(biggest["masuk"], total),
    )
    st.caption(
        plain(takeaway)
        + " "
        + _(
            "Perubahan terhadap {a} – {b} dan tanggal yang sama tahun lalu ({c} – {d}); terbuka dan terlambat: keadaan pada waktu “per”. Pilih satu baris untuk membuka aduannya.",
            a=day(earlier.first, short=True),
            b=day(earlier.last, short=True),
            c=day(year.first, short=True),
            d=day(year.last, short=True),
        )
    )
    for line in _published(f, data):
        st.caption(line)
    if wrong := wrong_published():
        st.warning(
            _(
                'Total terbitan resmi yang salah tulis di [published] pada secrets.toml tidak dibaca: {names}. Tulis "TAHUN" = JUMLAH atau "TAHUN.KANAL" = JUMLAH, dengan bilangan bulat.',
                names=plain(", ".join(f'"{name}"' for name in wrong)),
            )
        )
    return data, table, takeaway


def _published(filters: Filters, data: pd.DataFrame) -> list[str]:
    """Beside the published total of a calendar year, where the administrator has entered one and the period is that year."""
    year = filters.first.year
    is_part = filters.channels or filters.skpds or filters.areas or filters.categories or filters.as_of < filters.until
    if is_part or (filters.first, filters.last) != (date(year, 1, 1), date(year, 12, 31)):
        return []
    lines = []
    for code, total in published(year).items():
        here = int(data["masuk"].sum() if not code else data.loc[data["code"] == code, "masuk"].sum())
        change = _change(here, total)
        lines.append(
            _(
                "{name}, terbitan resmi {year}: {total}; di sini {here} ({change} %).",
                name=plain(
                    dict(zip(data["code"], data["name"], strict=True)).get(code, code) if code else _("Semua kanal")
                ),
                year=year,
                total=number(total),
                here=number(here),
                change=("+" if (change or 0) > 0 else "") + number(change, 1),
            )
        )
    return lines


@card(height=420)
def volumes(view: View) -> None:
    data, table, takeaway = _table(view)
    if table.empty:
        return
    columns: dict[str, ColumnConfig | str | None] = {
        "name": st.column_config.TextColumn(_("Kanal"), pinned=True, width=230),
        "group": _("Kelompok"),
        "masuk": st.column_config.NumberColumn(_("Masuk"), format="localized"),
        "pelapor": st.column_config.NumberColumn(_("Pelapor berbeda"), format="localized"),
        "share": st.column_config.NumberColumn(_("Bagian (%)"), format="localized"),
        "before": st.column_config.NumberColumn(_("± sebelumnya (%)"), format="localized"),
        "last": st.column_config.NumberColumn(_("± tahun lalu (%)"), format="localized"),
        "selesai": st.column_config.NumberColumn(_("Selesai"), format="localized"),
        "jatuh_tempo": st.column_config.NumberColumn(_("Jatuh tempo (n)"), format="localized"),
        "tepat": st.column_config.NumberColumn(_("Tepat waktu (%)"), format="localized"),
        "terbuka": st.column_config.NumberColumn(_("Terbuka"), format="localized"),
        "terlambat": st.column_config.NumberColumn(_("Terlambat"), format="localized"),
    }
    for index in picked(table, columns, key="channel_table", alt=takeaway):
        row = data.iloc[index]
        st.markdown(f"**{plain(row['name'])}**")
        doors(
            view,
            [
                (_("Masuk"), row["masuk"], "masuk"),
                (_("Selesai"), row["selesai"], "selesai"),
                (_("Jatuh tempo"), row["jatuh_tempo"], "jatuh-tempo"),
                (_("Tepat waktu"), row["tepat_waktu"], "tepat-waktu"),
                (_("Terbuka"), row["terbuka"], "terbuka"),
                (_("Terlambat"), row["terlambat"], "terlambat"),
            ],
            kanal=[row["code"]],
        )


def _end(step: date, unit: str) -> date:
    """First day after the step."""
    if unit == "day":
        return step + timedelta(days=1)
    if unit == "year":
        return step.replace(year=step.year + 1)
    return step + timedelta(days=7) if unit == "week" else (step + timedelta(days=32)).replace(day=1)


def filled(view: View, unit: str) -> pd.DataFrame:
    """One row a channel and step while the channel was open, zeros included: code, name, step, masuk, is_running.

    Two channels of one name have their codes behind it. ``is_running``: the step is cut by the period or not over at
    as_of, so it is no whole day, week or month.
    """
    f = view.filters
    data, known = asked.steps(f, unit), asked.volumes(f)
    last_day = min(f.last, f.as_of.date())
    if data.empty or last_day < f.first:
        return pd.DataFrame(columns=["code", "name", "step", "masuk", "is_running"])
    start = {
        "day": f.first,
        "week": f.first - timedelta(days=f.first.weekday()),
        "month": f.first.replace(day=1),
        "year": f.first.replace(month=1, day=1),
    }[unit]
    steps = []
    while start <= last_day:
        steps.append(start)
        start = _end(start, unit)
    counts = data.set_index(["code", "step"])["masuk"].to_dict()
    shared = set(known["name"][known["name"].duplicated()])
    rows = [
        {
            "code": channel.code,
            "name": f"{channel.name} ({channel.code})" if channel.name in shared else channel.name,
            "step": pd.Timestamp(step),
            "masuk": counts.get((channel.code, pd.Timestamp(step)), 0),
            "is_running": step < f.first
            or _end(step, unit) > min(f.last, f.as_of.date() - timedelta(days=1)) + timedelta(days=1),
        }
        for channel in known.itertuples()
        if channel.masuk
        for step in steps
        if (pd.isna(channel.valid_from) or _end(step, unit) > channel.valid_from)
        and (pd.isna(channel.valid_to) or step <= channel.valid_to)
    ]
    return pd.DataFrame(rows)


def series(view: View, unit: str, cut: str, scale: str) -> pd.DataFrame:
    """``filled`` by channel, group or geotag (name), with ``value`` on the scale: complaints, percent of all, or index.

    The index sets the first whole step with complaints of each series at 100; a series without one has none.
    """
    data = filled(view, unit)
    if data.empty:
        return data.assign(value=[])
    known = asked.volumes(view.filters)
    if cut != "kanal":
        geotag = {True: _("Geotag"), False: _("Bukan geotag")}
        names = {
            row.code: (_("tanpa kelompok") if pd.isna(row.group_name) else row.group_name)
            if cut == "kelompok"
            else geotag.get(row.is_geotagged, _("tidak dikenal"))
            for row in known.itertuples(index=False)
        }
        data["name"] = data["code"].map(names)
        data = data.groupby(["name", "step"], as_index=False).agg(
            masuk=("masuk", "sum"), is_running=("is_running", "any")
        )
    if scale == "bagian":
        return data.assign(value=100 * data["masuk"] / data.groupby("step")["masuk"].transform("sum").clip(lower=1))
    if scale == "indeks":
        whole = data[~data["is_running"] & (data["masuk"] > 0)].sort_values("step").groupby("name")["masuk"].first()
        return data.assign(value=100 * data["masuk"] / data["name"].map(whole))
    return data.assign(value=data["masuk"].astype(float))


@card(height=520)
def over_time(view: View, unit: str, cut: str, scale: str) -> None:
    _charts(view, unit, cut, scale)
    with st.expander(_("Tabel"), on_change="rerun", key="table_channels") as table:
        data = series(view, unit, cut, scale).dropna(subset="value") if table.open else pd.DataFrame()
        if not data.empty:
            wide = data.pivot_table(index="step", columns="name", values="value", aggfunc="sum")[_order(data)]
            st.dataframe(
                wide.round(1).reset_index(),
                hide_index=True,
                alt=_("Aduan masuk dari waktu ke waktu"),
                column_config={"step": st.column_config.DateColumn(_("Mulai"), format="DD/MM/YYYY", pinned=True)},
            )


def _order(data: pd.DataFrame) -> list[str]:
    return list(data.groupby("name")["masuk"].sum().sort_values(ascending=False).index)


@replayed
def _charts(view: View, unit: str, cut: str, scale: str) -> None:
    data = series(view, unit, cut, scale)
    received = int(asked.steps(view.filters, unit)["masuk"].sum())
    if not received:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    if closed := received - (0 if data.empty else int(data["masuk"].sum())):
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
        takeaway + (" " + _("Satuan waktu yang tidak utuh digambar berongga.") if data["is_running"].any() else "")
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
        words = _("{name}: {n} aduan masuk.", name=name, n=number(one["masuk"].sum()))
        with grid.cell():
            if scale == "jumlah":
                draw(marks.small_multiple, one, "step", "masuk", title=name, y_title=_("aduan masuk"), alt=words)
            else:
                options = {"most": None if scale == "bagian" else top, "is_log": scale == "log"}
                draw(marks.small_line, one, title=name, y_title=scales()[scale], alt=words, **options)


@card(height=320)
@replayed
def flow(view: View) -> None:
    """In, out and stock of each channel, with what does not add up."""
    f = view.filters
    data = asked.flow(f)
    if data.empty:
        st.info(_("Tidak ada aduan pada periode dan saringan ini. Ubah periode di panel kiri."))
        return
    names = view.choices["channels"]
    data = data.assign(name=[names.get(code, code) for code in data["code"]]).sort_values("masuk", ascending=False)
    total = data.drop(columns=["code", "name"]).sum()
    rest = int(total["akhir"] - (total["awal"] + total["masuk"] - total["selesai"]))
    sentence = _(
        "Awal {start} + masuk {come} − selesai {gone} = {sum}; terbuka di akhir {end}, sisa {rest}.",
        start=number(total["awal"]),
        come=number(total["masuk"]),
        gone=number(total["selesai"]),
        sum=number(total["akhir"] - rest),
        end=number(total["akhir"]),
        rest=number(rest),
    )
    if rest:
        sentence += " " + _(
            "{odd} aduan masuk dengan waktu bertentangan dan tidak masuk tumpukan.", odd=number(total["bertentangan"])
        )
    st.markdown(sentence)
    days = max(f.elapsed_days, 1)
    shown = pd.DataFrame(
        {
            "name": data["name"],
            "awal": data["awal"],
            "masuk": data["masuk"],
            "selesai": data["selesai"],
            "akhir": data["akhir"],
            "rest": data["akhir"] - (data["awal"] + data["masuk"] - data["selesai"]),
            "clear": (100 * data["selesai"] / data["masuk"].where(data["masuk"] > 0)).round(1),
            "days": (data["akhir"] / (data["selesai"] / days).where(data["selesai"] > 0)).round(0),
            "again": data["dibuka_lagi"],
        }
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
            "awal": count(_("Terbuka di awal"), format="localized"),
            "masuk": count(_("Masuk"), format="localized"),
            "selesai": count(_("Selesai"), format="localized"),
            "akhir": count(_("Terbuka di akhir"), format="localized"),
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
    rows = asked.feeds(view.filters.as_of)
    quiet = [feed for feed in rows if feed.is_silent]
    late = [feed for feed in rows if feed.is_late]
    drops = dropped(view)
    never = [feed for feed in rows if feed.is_open and feed.newest is None]
    st.caption(
        _(
            "Senyap: aduan terakhirnya lebih lama dari jeda terpanjang kanal itu sendiri pada 200 aduan terakhir, dan lebih dari sehari. Terlambat: lebih lama dari 95 % jedanya, dan lebih dari 6 jam. Turun tajam: 7 hari utuh terakhir di bawah batas goyangan biasa 12 pekan sebelumnya dan di bawah rata-ratanya dikurangi tiga akarnya (goyangan kebetulan). Saringan di panel kiri tidak berlaku di sini, kecuali waktu “per”."
        )
    )
    if not quiet and not never and not late and not drops:
        st.success(_("Semua kanal yang buka masih mengirim aduan seperti biasa."))
    for feed in quiet:
        st.markdown(
            _(
                "**{name}**: senyap {time}, terakhir {moment}; jeda terpanjang biasanya {usual}.",
                name=plain(feed.name),
                time=hours(feed.hours_silent),
                moment=moment(feed.newest),
                usual=hours(feed.hours_usual),
            )
        )
    for feed in late:
        st.markdown(
            _(
                "**{name}**: terlambat, {time} tanpa aduan, terakhir {moment}; 95 % jedanya paling lama {usual}.",
                name=plain(feed.name),
                time=hours(feed.hours_silent),
                moment=moment(feed.newest),
                usual=hours(feed.hours_common),
            )
        )
    for name, last, low, mean in drops:
        st.markdown(
            _(
                "**{name}**: turun tajam, {last} aduan dalam 7 hari utuh terakhir; biasanya {mean}, batas bawahnya {low}.",
                name=plain(name),
                last=number(last),
                mean=number(mean, 1),
                low=number(low, 1),
            )
        )
    for feed in never:
        st.markdown(_("**{name}**: belum pernah ada aduan.", name=plain(feed.name)))


@finding
def dropped(view: View) -> list[tuple[str, int, float, float]]:
    """Open channels whose last whole 7 days lie below the usual wavering of the 12 weeks before: name, last, low, mean.

    Below what chance alone does to counts of that size, too: after twelve equal weeks one complaint less is no drop.
    """
    last = view.filters.as_of.date() - timedelta(days=1)
    f = Filters(last - timedelta(days=7 * 13 - 1), last, view.filters.as_of)
    if not view.can_compare(f):
        return []
    days = asked.steps(f, "day")
    days["week"] = (days["step"] - pd.Timestamp(f.first)).dt.days // 7
    counts = (
        days.groupby(["code", "week"])["masuk"].sum().unstack(fill_value=0).reindex(columns=range(13), fill_value=0)
    )
    found = []
    for channel in asked.feeds(view.filters.as_of):
        if not channel.is_open or channel.code not in counts.index:
            continue
        weeks = counts.loc[channel.code]
        usual = xmr(weeks.iloc[:12])
        low = min(usual.low, usual.mean - 3 * usual.mean**0.5)
        if weeks.iloc[12] < low:
            found.append((channel.name, int(weeks.iloc[12]), low, usual.mean))
    return found
