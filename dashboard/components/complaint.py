"""One complaint: facts, clocks, path."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.components.chart import draw
from dashboard.filters import View
from dashboard.formats import NONE, hours, moment, number, plain
from dashboard.texts import _
from queries import complaints

SOURCES = {"crm", "ews", "rule"}


def _source(code: str | None) -> str:
    return {"crm": _("diberikan CRM"), "ews": _("EWS yang disepakati"), "rule": _("aturan batas waktu")}.get(
        code or "", NONE
    )


def _left_or_over(hours_late: float | None, is_closed: bool) -> str:
    if hours_late is None or hours_late != hours_late:
        return NONE
    late = hours_late > 0
    words = _("lewat {time}") if late else _("selesai {time} sebelum tenggat") if is_closed else _("sisa {time}")
    return words.format(time=hours(abs(hours_late)))


def show(view: View, key: int) -> None:
    found = complaints.one(key, view.filters.as_of) if key else pd.DataFrame()
    if found.empty:
        st.title(_("Aduan"))
        st.info(
            _("Aduan ini tidak ditemukan, atau belum masuk pada waktu “per”. Buka dari daftar, atau periksa tautannya.")
        )
        return
    row = found.iloc[0]
    is_closed = not pd.isna(row["closed_at"])
    st.title(plain(row["code"]))
    asked = _("per {moment} WIB", moment=moment(view.filters.as_of))
    st.caption(f"{plain(row['channel'])} · {plain(row['status'])} · {asked}")
    left, right = st.columns(2, gap="large")
    with left:
        place = ", ".join(str(part) for part in row[["kelurahan", "kecamatan", "city"]].dropna())
        facts = {
            _("Kategori"): row["category"],
            _("Tempat"): place,
            _("SKPD pemegang"): row["skpd"],
            _("Masuk"): moment(row["created_at"]),
            _("Koordinasi pertama"): moment(row["coordinated_at"]),
            _("Selesai"): moment(row["closed_at"]),
            _("Jenis LAPOR"): row["lapor_kind"],
            _("ID LAPOR"): row["lapor_tracking_id"],
        }
        known = {name: plain(value) for name, value in facts.items() if value and not pd.isna(value)}
        st.table(
            pd.DataFrame({_("Isi"): list(known.values())}, index=pd.Index(list(known), name=_("Hal"))),
            border="horizontal",
        )
    with right:
        clocks = [
            {
                _("Jam"): _("CRM"),
                _("Tenggat"): moment(row["due_at"]) if not pd.isna(row["due_at"]) else _("tanpa tenggat"),
                _("Asal"): _source(row["due_source"])
                + (f" ({number(row['ews_count'])}×)" if row["due_source"] == "ews" else ""),
                _("Keadaan"): _left_or_over(row["hours_late"], is_closed),
            }
        ]
        if not pd.isna(row["sp4n_due_at"]):
            late = int(row["sp4n_days_late"])
            state = _("lewat {n} hari kerja", n=number(late)) if late else _("lewat kurang dari satu hari kerja")
            over = row["sp4n_due_at"] < (row["closed_at"] if is_closed else pd.Timestamp(view.filters.as_of))
            clocks.append(
                {
                    _("Jam"): "SP4N-LAPOR",
                    _("Tenggat"): moment(row["sp4n_due_at"]),
                    _("Asal"): _("{n} hari kerja", n=number(row["sp4n_limit"])),
                    _("Keadaan"): state if over else _("belum lewat"),
                }
            )
        st.table(pd.DataFrame(clocks).set_index(_("Jam")), border="horizontal")
        if row["is_contradictory"]:
            st.warning(
                _("Waktu pada aduan ini saling bertentangan; ia dihitung sebagai masuk saja."), icon=":material/report:"
            )
        if row["is_private"] or row["is_confidential"]:
            st.info(_("Isi aduan ini tertutup: aduan privat atau rahasia."), icon=":material/lock:")
        elif not pd.isna(row["text"]):
            with st.container(border=True):
                st.text(row["text"])
                st.caption(_("Nomor, NIK, dan alamat surel disamarkan."))
    _path(view, key, is_closed)


def _path(view: View, key: int, is_closed: bool) -> None:
    st.header(_("Perjalanan"))
    steps = complaints.path(key, view.filters.as_of)
    if steps.empty:
        st.info(_("Sumber ini tidak mencatat langkah-langkah aduan."))
        return
    ends = steps["at"].shift(-1)
    ends = ends.where(ends.notna(), steps["at"].iloc[-1] if is_closed else pd.Timestamp(view.filters.as_of))
    chart = pd.DataFrame(
        {
            "row": range(len(steps)),
            "holder": steps["holder"] + " · " + steps["status"].fillna(NONE),
            "start": steps["at"],
            "end": ends.where(ends > steps["at"], steps["at"] + timedelta(minutes=1)),
            "status": steps["status"],
            "words": [hours(h) for h in steps["hours"]],
        }
    )
    takeaway = _(
        "{n} langkah pada {units} SKPD, {time} seluruhnya.",
        n=number(len(steps)),
        units=number(steps["holder"].nunique()),
        time=hours(float(steps["hours"].sum())),
    )
    st.caption(takeaway)
    draw(marks.path, chart, alt=takeaway)
    table = pd.DataFrame(
        {
            _("Waktu"): [moment(at, short=True) for at in steps["at"]],
            _("Status"): steps["status"].map(plain),
            _("Pemegang"): steps["holder"].map(plain),
            _("Diserahkan oleh"): steps["from_skpd"].map(plain),
            _("Lama di sini"): [hours(h) for h in steps["hours"]],
            _("EWS sampai"): [moment(at, short=True) for at in steps["ews_due_at"]],
            _("Catatan"): steps["note"].map(plain),
        }
    )
    st.table(table, border="horizontal", hide_index=True)
    held = complaints.tables(key, view.filters.as_of)
    if len(held):
        st.header(_("Lama di tiap meja"))
        st.table(
            pd.DataFrame(
                {
                    _("SKPD"): held["skpd"].map(plain),
                    _("Kali dipegang"): [number(n) for n in held["stays"]],
                    _("Lama"): [hours(h) for h in held["hours"]],
                }
            ),
            border="horizontal",
            hide_index=True,
        )
