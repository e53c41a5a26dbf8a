"""One complaint: facts, both clocks, path, hours at each table, possible repeats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.analysis.path import Step, marks_of
from dashboard.charts import marks
from dashboard.components.chart import draw
from dashboard.formats import NONE, hours, moment, number, plain
from dashboard.places import COMPLAINT
from dashboard.texts import _
from dashboard.view import View
from queries import complaints


def show(view: View, key: int) -> None:
    found = complaints.one(key, view.filters.as_of) if key else pd.DataFrame()
    if found.empty:
        st.title(_("Aduan"))
        st.info(
            _("Aduan ini tidak ditemukan, atau belum masuk pada waktu “per”. Buka dari daftar, atau periksa tautannya.")
        )
        return
    row = found.astype(object).where(found.notna(), None).iloc[0]
    st.title(plain(row["code"]))
    asked = _("per {moment} WIB", moment=moment(view.filters.as_of))
    st.caption(f"{plain(row['channel'])} · {plain(row['status'])} · {asked}")
    left, right = st.columns(2, gap="large")
    with left:
        _facts(row)
    with right:
        _text(row)
    st.header(_("Tenggat"))
    st.table(pd.DataFrame(_clocks(view, row)), border="horizontal", hide_index=True)
    _path(view, key, row["closed_at"] is not None)
    _similar(view, key)


def _facts(row: pd.Series) -> None:
    place = ", ".join(str(part) for part in row[["kelurahan", "kecamatan", "city"]] if part)
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


def _text(row: pd.Series) -> None:
    if row["is_contradictory"]:
        st.warning(
            _("Waktu pada aduan ini saling bertentangan; ia dihitung sebagai masuk saja."), icon=":material/report:"
        )
    if row["is_private"] or row["is_confidential"]:
        st.info(_("Isi aduan ini tertutup: aduan privat atau rahasia."), icon=":material/lock:")
    elif row["text"]:
        with st.container(border=True):
            st.text(row["text"])
            st.caption(_("Nomor, NIK, dan alamat surel disamarkan."))


@dataclass(frozen=True)
class Clock:
    """One deadline of one clock: ``done`` is when the step was taken, None while it is not."""

    clock: str
    step: str
    limit: str
    source: str
    due: Any
    done: Any

    def row(self, now: Any) -> dict[str, str]:
        return {
            _("Jam"): self.clock,
            _("Langkah"): self.step,
            _("Batas"): self.limit,
            _("Dasar"): self.source,
            _("Tenggat"): moment(self.due, short=True) if self.due else _("tanpa tenggat"),
            _("Terlaksana"): moment(self.done, short=True),
            _("Keadaan"): self.state(now),
        }

    def state(self, now: Any) -> str:
        if not self.due:
            return NONE
        over = ((self.done or now) - self.due).total_seconds() / 3600
        time = hours(abs(over))
        if over > 0:
            return _("lewat {time}", time=time)
        return _("{time} sebelum tenggat", time=time) if self.done else _("sisa {time}", time=time)


def _clocks(view: View, row: pd.Series) -> list[dict[str, str]]:
    """Every deadline of both clocks; the settlement also as it would be without EWS, where that differs."""
    closed, first, created = row["closed_at"], row["coordinated_at"], row["created_at"]

    def settlement(due: Any, source: str | None, words: str = "") -> Clock:
        origin = {
            "crm": _("diberikan CRM"),
            "ews": _("EWS yang disepakati ({n}×)", n=number(row["ews_count"])),
            "rule": plain(row["rule_source"]),
        }.get(source or "", NONE)
        limit = hours((due - created).total_seconds() / 3600) if due else NONE
        return Clock(_("CRM"), _("Penyelesaian"), limit, words + origin, due, closed)

    found = []
    if row["coordination_hours"]:
        limit, source = _("{n} jam", n=number(row["coordination_hours"])), plain(row["coordination_source"])
        found.append(Clock(_("CRM"), _("Koordinasi"), limit, source, row["coordination_due_at"], first))
    found.append(settlement(row["due_at"], row["due_source"]))
    if row["due_source"] == "ews" and row["without_ews_at"]:
        found.append(settlement(row["without_ews_at"], "rule", _("tanpa EWS: ")))
    for step, name, done in (
        (_("Verifikasi"), "verification", first),
        (_("Tindak lanjut pertama"), "follow_up", row["answered_at"]),
        (_("Penyelesaian"), "sp4n", closed),
    ):
        if row[f"{name}_limit"]:
            limit, source = _("{n} hari kerja", n=number(row[f"{name}_limit"])), plain(row[f"{name}_source"])
            found.append(Clock("SP4N-LAPOR", step, limit, source, row[f"{name}_due_at"], done))
    rows = [clock.row(view.filters.as_of) for clock in found]
    if row["sp4n_due_at"] and row["sp4n_days_late"]:  # the last row; its days are working days
        late = int(row["sp4n_days_late"])
        if late > 0:
            rows[-1][_("Keadaan")] = _("lewat {n} hari kerja", n=number(late))
        elif not closed:
            rows[-1][_("Keadaan")] = _("sisa {n} hari kerja", n=number(-late))
    return rows


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
    found = [
        marks_of(at)
        for at in Step.trail(steps["holder"].tolist(), steps["status"].tolist(), steps["ews_due_at"].tolist())
    ]
    waiting = float(steps.loc[steps["status"] == "Menunggu Validasi", "hours"].sum())
    takeaway = _(
        "{n} langkah pada {units} SKPD, {time} seluruhnya; {moves} kali berpindah tangan, {back} kali kembali ke pengirim; menunggu validasi {waiting}; TL Ditolak {rejected} kali; EWS {ews} kali.",
        n=number(len(steps)),
        units=number(steps["holder"].nunique()),
        time=hours(float(steps["hours"].sum())),
        moves=number(sum("moved" in marks for marks in found)),
        back=number(sum("back" in marks for marks in found)),
        waiting=hours(waiting),
        rejected=number(sum("rejected" in marks for marks in found)),
        ews=number(sum("ews" in marks or "extended" in marks for marks in found)),
    )
    st.caption(takeaway)
    draw(marks.path, chart, alt=takeaway)
    words = {
        "back": _("⇄ kembali ke pengirim"),
        "rejected": _("✕ tindak lanjut ditolak"),
        "ews": _("EWS diberikan"),
        "extended": _("EWS diperpanjang"),
    }
    table = pd.DataFrame(
        {
            _("Waktu"): [moment(at, short=True) for at in steps["at"]],
            _("Status"): steps["status"].map(plain),
            _("Pemegang"): steps["holder"].map(plain),
            _("Diserahkan oleh"): steps["from_skpd"].map(plain),
            _("Lama di sini"): [hours(h) for h in steps["hours"]],
            _("Tanda"): [", ".join(words[mark] for mark in each if mark in words) or NONE for each in found],
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


def _similar(view: View, key: int) -> None:
    st.header(_("Mungkin berulang"))
    found = complaints.similar(key, view.filters.as_of)
    if found.empty:
        st.caption(_("Tidak ada aduan lain dengan kategori dan kelurahan yang sama dalam 30 hari."))
        return
    st.caption(
        _(
            "{n} aduan lain dengan kategori dan kelurahan yang sama dalam 30 hari sebelum atau sesudahnya; yang terdekat dulu. Tempat dan kategori yang sama belum tentu masalah yang sama.",
            n=number(found["total"].iloc[0]),
        )
    )
    for row in found.itertuples():
        apart = hours(abs(row.days_apart) * 24)
        when = _("{time} sebelumnya", time=apart) if row.days_apart < 0 else _("{time} sesudahnya", time=apart)
        done = moment(row.closed_at, short=True)
        state = _("terbuka") if pd.isna(row.closed_at) else _("selesai {moment}", moment=done)
        st.page_link(
            COMPLAINT.file,
            label=f"{plain(row.code)} · {when}",
            icon=":material/chevron_right:",
            query_params=query_of(view, id=str(row.id)),
        )
        st.caption(f"{plain(row.channel)} · {state}")
