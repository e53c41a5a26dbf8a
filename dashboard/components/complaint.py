"""One complaint: facts, both clocks, path, hours at each table, possible repeats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.charts import marks
from dashboard.components.chart import draw
from dashboard.findings import complaint
from dashboard.formats import NONE, hours, moment, number, plain
from dashboard.places import COMPLAINT
from dashboard.texts import _
from dashboard.view import View


def show(view: View, key: int) -> None:
    row = complaint.facts(view, key)
    if row is None:
        st.title(_("Aduan"))
        st.info(
            _("Aduan ini tidak ditemukan, atau belum masuk pada waktu “per”. Buka dari daftar, atau periksa tautannya.")
        )
        return
    st.title(plain(row["code"]))
    asked = _("per {moment}", moment=moment(view.filters.as_of, view.moment.zone))
    st.caption(f"{plain(row['channel'])} · {plain(row['status'])} · {asked}")
    left, right = st.columns(2, gap="large")
    with left:
        _facts(row)
    with right:
        _text(row)
    st.header(_("Tenggat"))
    rows = [_clock(deadline, view) for deadline in complaint.deadlines(row)]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)
    _path(view, key, row["closed_at"] is not None)
    _similar(view, key)


def _facts(row: dict[str, Any]) -> None:
    place = ", ".join(str(part) for name in ("kelurahan", "kecamatan", "city") if (part := row[name]))
    facts = {
        _("Kategori"): row["category"],
        _("Tempat"): place,
        _("SKPD pemegang"): row["skpd"],
        _("Masuk"): moment(row["created_at"]),
        _("Koordinasi pertama"): moment(row["coordinated_at"]) if row["coordinated_at"] else None,
        _("Jawaban pertama"): moment(row["answered_at"]) if row["answered_at"] else None,
        _("Selesai"): moment(row["closed_at"]) if row["closed_at"] else None,
        _("Jenis LAPOR"): row["lapor_kind"],
        _("ID LAPOR"): row["lapor_tracking_id"],
    }
    known = {name: plain(value) for name, value in facts.items() if value}
    st.table(
        pd.DataFrame({_("Isi"): list(known.values())}, index=pd.Index(list(known), name=_("Hal"))), border="horizontal"
    )


def _text(row: dict[str, Any]) -> None:
    if row["is_not_dated"]:
        st.warning(
            _("Tanggal masuk aduan ini tidak terbaca; ia tidak termasuk periode mana pun dan tidak dinilai."),
            icon=":material/report:",
        )
    elif row["is_contradictory"]:
        st.warning(
            _("Waktu pada aduan ini saling bertentangan; ia dihitung sebagai masuk saja."), icon=":material/report:"
        )
    if row["is_private"] or row["is_confidential"]:
        st.info(_("Isi aduan ini tertutup: aduan privat atau rahasia."), icon=":material/lock:")
    elif row["text"]:
        with st.container(border=True):
            st.text(row["text"])
            st.caption(_("Nomor, NIK, dan alamat surel disamarkan."))


def _clock(deadline: complaint.Deadline, view: View) -> dict[str, str]:
    return {
        _("Jam"): deadline.clock_words(),
        _("Langkah"): deadline.step_words(),
        _("Batas"): deadline.limit_words(),
        _("Dasar"): deadline.source,
        _("Tenggat"): moment(deadline.due, short=True) if deadline.due else _("tanpa tenggat"),
        _("Terlaksana"): moment(deadline.done, short=True),
        _("Keadaan"): deadline.state(view.filters.as_of),
    }


def _path(view: View, key: int, is_closed: bool) -> None:
    st.header(_("Perjalanan"))
    found = complaint.path(view, key, is_closed=is_closed)
    if found is None:
        st.info(_("Sumber ini tidak mencatat langkah-langkah aduan."))
        return
    steps = found.steps
    chart = pd.DataFrame(
        {
            "row": range(len(steps)),
            "holder": steps["holder"] + " · " + steps["status"].fillna(NONE),
            "start": steps["at"],
            "end": steps["until"].where(steps["until"] > steps["at"], steps["at"] + timedelta(minutes=1)),
            "status": steps["status"],
            "words": [hours(h) for h in steps["hours"]],
        }
    )
    chart = chart[chart["start"].notna()]  # a step whose time cannot be read stands in the table alone
    takeaway = found.sentence()
    st.caption(takeaway)
    if len(chart):
        draw(marks.path, chart, alt=takeaway)
    words = complaint.mark_labels()
    table = pd.DataFrame(
        {
            _("Waktu"): [moment(at, short=True) for at in steps["at"]],
            _("Status"): steps["status"].map(plain),
            _("Pemegang"): steps["holder"].map(plain),
            _("Diserahkan oleh"): steps["from_skpd"].map(plain),
            _("Lama di sini"): [hours(h) for h in steps["hours"]],
            _("Tanda"): [", ".join(words[mark] for mark in each if mark in words) or NONE for each in found.marks],
            _("EWS sampai"): [moment(at, short=True) for at in steps["ews_due_at"]],
            _("Catatan"): steps["note"].map(plain),
        }
    )
    st.table(table, border="horizontal", hide_index=True)
    held = found.stays
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


def _similar(view: View, key: int) -> None:
    st.header(_("Mungkin berulang"))
    found, total = complaint.similar(view, key)
    if not found:
        st.caption(_("Tidak ada aduan lain dengan kategori dan kelurahan yang sama dalam 30 hari."))
        return
    st.caption(
        _(
            "{n} aduan lain dengan kategori dan kelurahan yang sama dalam 30 hari sebelum atau sesudahnya; yang terdekat dulu. Tempat dan kategori yang sama belum tentu masalah yang sama.",
            n=number(total),
        )
    )
    for other in found:
        st.page_link(
            COMPLAINT.file,
            label=f"{plain(other.code)} · {other.when()}",
            icon=":material/chevron_right:",
            query_params=query_of(view, id=str(other.id)),
        )
        st.caption(f"{plain(other.channel)} · {other.state()}")
