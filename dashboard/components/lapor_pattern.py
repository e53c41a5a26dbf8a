"""The cards of the page Pola keterlambatan: where LAPOR complaints lose their time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, Part, Query, desk_door, menu
from dashboard.components.listing import units
from dashboard.findings import desk, lapor
from dashboard.formats import hours, number, percent, plain
from dashboard.kept import replayed
from dashboard.places import DESK_LIST
from dashboard.texts import _
from dashboard.view import View


def clocks() -> dict[str, str]:
    """The clocks a deadline can be judged on."""
    return {key: words for key, words in desk.clocks().items() if key in desk.DEADLINE_CLOCKS}


@card(height=120)
@replayed
def headline(view: View, clock: str) -> None:
    outcomes = lapor.outcomes(view, clock)
    n, x = outcomes.total, outcomes.missed
    if not n:
        st.info(_("Tidak ada aduan LAPOR yang jatuh tempo pada periode ini. Pilih periode yang lebih panjang."))
        return
    st.markdown(outcomes.sentence())
    with st.container(horizontal=True, gap="small"):
        desk_door(view, _("Jatuh tempo"), n, set="jatuh-tempo", jam=clock)
        desk_door(view, _("Luput"), x, set="luput", jam=clock)
    st.caption(
        _(
            "Aduan LAPOR yang tenggat penyelesaiannya jatuh pada periode ini dan sudah lewat. Luput: selesai sesudah tenggat, atau masih terbuka."
        )
    )


@card(height=300)
def by_stage(view: View, clock: str) -> None:
    menu(view, [("", _by_stage(view, clock))], key="menu_stage", place=DESK_LIST)


@replayed
def _by_stage(view: View, clock: str) -> list[Door]:
    elapsed = lapor.elapsed(view, clock)
    if not elapsed.is_recorded:
        st.info(_("Tidak ada langkah yang tercatat untuk aduan yang jatuh tempo pada periode ini."))
        return []
    words = desk.stages()
    doors: list[Door] = []
    left, right = st.columns(2, gap="large")
    for place, missed, label in ((left, True, _("Luput dari tenggat")), (right, False, _("Tepat waktu"))):
        part = elapsed.stages(missed)
        total = float(part["hours"].sum())
        with place:
            if not total:
                st.caption(f"**{label}**: {_('tidak ada')}")
                continue
            most = part["hours"].idxmax()
            takeaway = _(
                "{label}: {stage} memakan {share} waktu.",
                label=label,
                stage=words[most],
                share=percent(part["hours"].max(), total, 0),
            )
            st.caption(f"**{takeaway}**")
            rows = [
                {
                    "label": words[code],
                    "share": 100 * part["hours"].get(code, 0.0) / total,
                    "words": f"{percent(part['hours'].get(code, 0.0), total, 0)} · {hours(part['hours'].get(code, 0.0) / part['complaints'].get(code, 1))}",
                }
                for code in words
                if code != "lain" or code in part.index
            ]
            draw(marks.rows, pd.DataFrame(rows), "label", "share", text="words", room=1.9, alt=takeaway)
            if missed:
                doors = [
                    (words[code], int(part["complaints"][code]), {"set": "luput", "jam": clock, "pernah": code})
                    for code in part.index
                ]
    st.caption(
        _(
            "Bagian dari seluruh waktu sejak masuk sampai selesai (atau sampai waktu “per”), dan lama rata-rata per aduan yang pernah di tahap itu. TL Ditolak dihitung sebagai pengerjaan."
        )
    )
    return doors


@replayed
def _units(view: View, clock: str) -> tuple[pd.DataFrame, str]:
    elapsed = lapor.elapsed(view, clock)
    data = elapsed.units
    if data.empty:
        st.info(_("Tidak ada aduan yang luput dari tenggat pada periode ini."))
        return data, ""
    data["share"] = (100 * data["hours"] / float(data["hours"].sum())).round(1)
    data["days"] = (data["hours"] / 24).round(0)
    data["each"] = (data["hours"] / 24 / data["complaints"]).round(1)
    takeaway = elapsed.sentence()
    st.caption(
        plain(takeaway)
        + " "
        + _("Waktu di meja tiap SKPD, siapa pun pemegangnya sekarang. Pilih satu baris untuk membuka aduannya.")
    )
    return data, takeaway


@card(height=360)
def by_skpd(view: View, clock: str) -> None:
    data, takeaway = _units(view, clock)
    if data.empty:
        return
    columns = {
        "share": st.column_config.NumberColumn(_("Bagian waktu (%)"), format="localized"),
        "days": st.column_config.NumberColumn(_("Hari seluruhnya"), format="localized"),
        "complaints": st.column_config.NumberColumn(_("Aduan (n)"), format="localized"),
        "each": st.column_config.NumberColumn(_("Hari per aduan"), format="localized"),
    }
    for row in units(data, columns, key="pattern_skpd", alt=takeaway, most=380):
        desk_door(view, plain(row["name"]), int(row["complaints"]), set="luput", jam=clock, meja=row["code"])


@card(height=620)
def company(view: View, clock: str) -> None:
    """What goes along with missing the deadline: hand-overs, EWS, refusals; and what was reported again."""
    menu(view, _movement(view, clock), key="menu_company", place=DESK_LIST)
    _quality(view, clock)


@replayed
def _movement(view: View, clock: str) -> list[Part]:
    left, right = st.columns(2, gap="large")
    with left:
        st.header(_("Berpindah tangan"))
        moves = _by_handovers(view, clock)
    with right:
        st.header(_("EWS"))
        return [(_("Berpindah tangan"), moves), (_("EWS"), _by_ews(view, clock))]


def _by_handovers(view: View, clock: str) -> list[Door]:
    data = lapor.outcomes(view, clock).by("serah")
    if data.empty:
        st.info(_("Tidak ada aduan LAPOR yang jatuh tempo pada periode ini."))
        return []
    low, high = lapor.outcomes(view, clock).intervals("serah")
    labels = [desk.times(code) for code in data.index]
    chart = pd.DataFrame(
        {
            "name": [f"{label} (n = {number(n)})" for label, n in zip(labels, data["complaints"], strict=True)],
            "value": data["missed"] / data["complaints"],
            "low": low,
            "high": high,
            "words": [
                _("{share} (95 %: {low} – {high})", share=percent(x, n), low=percent(a, 1), high=percent(b, 1))
                for x, n, a, b in zip(data["missed"], data["complaints"], low, high, strict=True)
            ],
            "is_own": False,
        }
    ).reset_index(drop=True)
    takeaway = " · ".join(
        f"{label}: {percent(x, n)}" for label, x, n in zip(labels, data["missed"], data["complaints"], strict=True)
    )
    st.caption(
        _("Bagian yang luput menurut banyaknya perpindahan antar-SKPD. {words}.", words=takeaway)
        + " "
        + _("Aduan yang sulit memang lebih sering berpindah: ini kaitan, bukan sebab.")
    )
    title = _("luput dari tenggat, dengan selang 95 %")
    draw(
        marks.ranges, chart, x_title=title, percent=True, least=max(0.0, float(min(low)) - 0.02), most=1.0, alt=takeaway
    )
    return _doors(data, dict(zip(data.index, labels, strict=True)), "serah", clock)


def _by_ews(view: View, clock: str) -> list[Door]:
    data = lapor.outcomes(view, clock).by("ews")
    if data.empty:
        st.info(_("Tidak ada aduan LAPOR yang jatuh tempo pada periode ini."))
        return []
    rows = pd.DataFrame(
        {
            _("EWS diberikan"): [desk.times(code) for code in data.index],
            _("Aduan (n)"): [number(n) for n in data["complaints"]],
            _("Luput dari tenggat"): [percent(x, n) for x, n in zip(data["missed"], data["complaints"], strict=True)],
            _("Lewat batas tanpa EWS"): [
                percent(x, n) for x, n in zip(data["over_limit"], data["complaints"], strict=True)
            ],
        }
    )
    st.table(rows, border="horizontal", hide_index=True)
    st.caption(
        _(
            "EWS menggeser tenggat jam CRM, bukan jam SP4N-LAPOR. Kolom terakhir: bagian yang lewat batas CRM seandainya EWS tidak dihitung."
        )
    )
    return _doors(data, {code: _("EWS {n} kali", n=desk.counts()[code]) for code in data.index}, "ews", clock)


def _doors(data: pd.DataFrame, labels: dict[str, str], name: str, clock: str) -> list[Door]:
    """For every value of a dimension all of its complaints and those that missed."""
    doors: list[Door] = []
    for code, label in labels.items():
        query: Query = {"jam": clock, name: code}
        doors.append((label, int(data["complaints"][code]), {"set": "jatuh-tempo", **query}))
        doors.append((f"{label}, {_('luput')}", int(data["missed"][code]), {"set": "luput", **query}))
    return doors


@replayed
def _quality(view: View, clock: str) -> None:
    """TL Ditolak, and what was settled and then reported again."""
    st.header(_("Ditolak dan dilaporkan lagi"))
    outcomes = lapor.outcomes(view, clock)
    data = outcomes.by("tolak")
    if not data.empty:
        n, x = int(data["complaints"].sum()), int(data["complaints"].get("ya", 0))
        st.markdown(_("Pernah TL Ditolak: {share} dari yang jatuh tempo.", share=lapor.share(x, n, outcomes.effect)))
        with st.container(horizontal=True, gap="small"):
            desk_door(view, _("Pernah TL Ditolak"), x, set="jatuh-tempo", jam=clock, tolak="ya")
            desk_door(
                view, _("di antaranya luput"), int(data["missed"].get("ya", 0)), set="luput", jam=clock, tolak="ya"
            )
    for found in lapor.repeats(view):
        st.markdown(found.sentence())
        if found.settled:
            with st.container(horizontal=True, gap="small"):
                desk_door(view, _("Selesai dan diamati"), found.settled, set=f"selesai-{found.days}")
                desk_door(view, _("Dilaporkan lagi"), found.again, set=f"berulang-{found.days}")
    st.caption(
        _(
            "Dilaporkan lagi: aduan lain lewat kanal mana pun, kategori dan kelurahan yang sama, sesudah yang ini selesai. Tempat dan kategori yang sama belum tentu masalah yang sama: selisih dengan pembandinglah yang berarti."
        )
    )
