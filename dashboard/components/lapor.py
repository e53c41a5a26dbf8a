"""The cards of the page LAPOR terlambat."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import marks
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import narrow
from dashboard.components.listing import asked, height, pager
from dashboard.filters import View
from dashboard.formats import NONE, number, percent, plain
from dashboard.texts import _
from queries import lapor

COMPLAINT = "pages/aduan/aduan.py"


def clocks() -> dict[str, str]:
    return {
        "salah-satu": _("Salah satu jam"),
        "crm": _("Jam CRM"),
        "sp4n": _("Jam SP4N-LAPOR"),
        "keduanya": _("Keduanya"),
    }


def ages() -> dict[str, str]:
    """Classes of days late: elapsed days on the CRM clock, working days on the SP4N clock."""
    return {
        "semua": _("Semua"),
        "telat-7": _("1–7 hari"),
        "telat-30": _("8–30 hari"),
        "telat-90": _("31–90 hari"),
        "telat-lama": _("Lebih dari 90 hari"),
    }


def not_honoured(view: View) -> None:
    """The filters this page cannot honour, named: it shows what is late at as_of, and LAPOR alone."""
    words = [_("Periode (semua yang terlambat pada waktu “per” ditampilkan)")]
    if view.filters.channels:
        words.append(_("Kanal (halaman ini hanya LAPOR)"))
    st.caption(_("Saringan yang tidak berlaku di halaman ini: {what}.", what=", ".join(words)))


def _age(age: str) -> str | None:
    return None if age == "semua" else age


@card(height=140)
def headline(view: View) -> None:
    s = lapor.summary(view.filters, "salah-satu")
    if not s["terbuka"]:
        st.info(_("Tidak ada aduan LAPOR yang terbuka dengan saringan ini."))
        return
    cells = [
        (_("Terbuka"), "terbuka", _("aduan LAPOR")),
        (_("Lewat jam CRM"), "crm", _("terlama {n} hari", n=number(s["crm_terlama"]))),
        (_("Lewat jam SP4N-LAPOR"), "sp4n", _("terlama {n} hari kerja", n=number(s["sp4n_terlama"]))),
        (_("Lewat keduanya"), "keduanya", _("dari {n} terbuka", n=number(s["terbuka"]))),
    ]
    grid = st.grid(4, min_column_width=200, gap="small", border=True)
    for label, key, words in cells:
        with grid.cell():
            st.metric(label, number(s[key]))
            st.caption(f"{percent(s[key], s['terbuka'])} · {words}" if key != "terbuka" else words)
            if key == "terbuka":
                st.page_link(
                    "pages/aduan/daftar.py",
                    label=_("Lihat aduan: {n}", n=number(s[key])),
                    icon=":material/chevron_right:",
                    query_params=view.query(set="terbuka", kanal=["LAPOR"]),
                )
            elif s[key]:
                narrow(_("Lihat aduan: {n}", n=number(s[key])), f"clock_{key}", jam=key, umur="semua")


@card(height=330)
def by_age(view: View) -> None:
    data = lapor.by_age(view.filters)
    if data.empty:
        st.info(_("Tidak ada aduan LAPOR yang terlambat."))
        return
    names = {"crm": _("Jam CRM (hari)"), "sp4n": _("Jam SP4N-LAPOR (hari kerja)")}
    words = ages()
    for clock, name in names.items():
        rows = data[data["clock"] == clock].set_index("age")["aduan"]
        total = int(rows.sum())
        shown = pd.DataFrame([{"age": age, "label": words[age], "aduan": int(rows.get(age, 0))} for age in lapor.AGES])
        shown["words"] = [f"{number(n)} ({percent(n, total, 0)})" for n in shown["aduan"]]
        st.caption(f"**{name}** · n = {number(total)}")
        words_for_all = _("{clock}: {n} aduan LAPOR terlambat.", clock=name, n=number(total))
        draw(marks.rows, shown, "label", "aduan", text="words", by_age="age", room=2, alt=words_for_all)
        with st.container(horizontal=True, gap="small"):
            for row in shown.itertuples():
                if row.aduan:
                    narrow(f"{row.label}: {number(row.aduan)}", f"age_{clock}_{row.age}", jam=clock, umur=row.age)


@card(height=400)
def by_skpd(view: View, clock: str) -> None:
    data = lapor.by_skpd(view.filters, clock)
    data = data[data["dipilih"] > 0].reset_index(drop=True)
    if data.empty:
        st.info(_("Tidak ada aduan LAPOR yang terlambat."))
        return
    top = data.iloc[0]
    takeaway = _(
        "{n} aduan LAPOR terlambat pada {units} SKPD; terbanyak {name} ({top}).",
        n=number(data["dipilih"].sum()),
        units=number(len(data)),
        name=top["name"] or _("tanpa SKPD"),
        top=number(top["dipilih"]),
    )
    st.caption(plain(takeaway) + " " + _("Pilih satu baris untuk menyaring daftar di bawah."))
    event = st.dataframe(
        data[["name", "dipilih", "crm", "crm_terlama", "sp4n", "sp4n_terlama"]].round({"crm_terlama": 0}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=NONE,
        key="lapor_skpd",
        alt=takeaway,
        height=height(len(data), 420),
        column_config={
            "name": st.column_config.TextColumn(_("SKPD"), pinned=True, width=210),
            "dipilih": st.column_config.NumberColumn(clocks()[clock], format="localized"),
            "crm": st.column_config.NumberColumn(_("Jam CRM"), format="localized"),
            "crm_terlama": st.column_config.NumberColumn(_("terlama (hari)"), format="localized"),
            "sp4n": st.column_config.NumberColumn(_("Jam SP4N-LAPOR"), format="localized"),
            "sp4n_terlama": st.column_config.NumberColumn(_("terlama (hari kerja)"), format="localized"),
        },
    )
    for index in event["selection"]["rows"]:
        row = data.iloc[index]
        st.markdown(f"**{plain(row['name'] or _('tanpa SKPD'))}**")
        with st.container(horizontal=True, gap="small"):
            for key, label in clocks().items():
                count = int(row[key.replace("-", "_")])
                if count and row["code"]:
                    narrow(f"{label}: {number(count)}", f"skpd_{key}", skpd=[row["code"]], jam=key, umur="semua")


COLUMNS = (
    "code",
    "crm_days_late",
    "sp4n_days_late",
    "skpd",
    "status",
    "due_at",
    "sp4n_due_at",
    "category",
    "kelurahan",
    "lapor_kind",
    "lapor_tracking_id",
    "created_at",
    "ews_count",
)


def headings() -> dict[str, str]:
    return {
        "code": _("Nomor"),
        "lapor_tracking_id": _("ID LAPOR"),
        "lapor_kind": _("Jenis"),
        "category": _("Kategori"),
        "skpd": _("SKPD"),
        "kelurahan": _("Kelurahan"),
        "status": _("Status"),
        "created_at": _("Masuk"),
        "due_at": _("Tenggat CRM"),
        "crm_days_late": _("Lewat (hari)"),
        "sp4n_due_at": _("Tenggat SP4N"),
        "sp4n_days_late": _("Lewat (hari kerja)"),
        "ews_count": _("EWS"),
    }


@card(height=480)
def listing(view: View, clock: str, age: str) -> None:
    data, page, total = asked(lambda number, size: lapor.late(view.filters, clock, _age(age), number, size))
    if not total:
        st.info(_("Tidak ada aduan LAPOR yang terlambat pada pilihan ini."))
        return
    st.markdown(_("**{n} aduan** · {clock} · {age}", n=number(total), clock=clocks()[clock], age=ages()[age]))
    pager(total, page)
    words = headings()
    times = st.column_config.DatetimeColumn
    event = st.dataframe(
        data[list(COLUMNS)],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=NONE,
        key="lapor_list",
        alt=_("{n} aduan LAPOR terlambat, yang paling lama dulu.", n=number(total)),
        height=height(len(data), 560),
        column_config={
            **words,
            "code": st.column_config.TextColumn(words["code"], pinned=True),
            "created_at": times(words["created_at"], format="DD/MM/YYYY HH.mm"),
            "due_at": times(words["due_at"], format="DD/MM/YYYY HH.mm"),
            "sp4n_due_at": times(words["sp4n_due_at"], format="DD/MM/YYYY"),
            "crm_days_late": st.column_config.NumberColumn(words["crm_days_late"], format="localized"),
        },
    )
    for index in event["selection"]["rows"]:
        row = data.iloc[index]
        st.page_link(
            COMPLAINT,
            label=_("Buka {code}", code=plain(row["code"])),
            icon=":material/open_in_full:",
            query_params=view.query(id=str(row["id"])),
        )
    st.download_button(
        _("Unduh CSV ({n} baris)", n=number(total)),
        data=lambda: as_csv(view, clock, age),
        on_click="ignore",
        file_name=f"lapor-terlambat-{view.filters.as_of:%Y%m%d-%H%M}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def as_csv(view: View, clock: str, age: str) -> bytes:
    """Every complaint of the list, as many rows as the page says; text that a spreadsheet would run is made harmless."""
    data = lapor.late(view.filters, clock, _age(age), 1, None)
    return plain_csv(data[list(COLUMNS)].rename(columns=headings()))


def plain_csv(data: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte-order mark, so that spreadsheets read it; cells that start like a formula get a quote."""
    safe = data.copy()
    for column in safe.select_dtypes(include=["object", "str"]):
        safe[column] = [
            f"'{v}" if isinstance(v, str) and v.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else v
            for v in safe[column]
        ]
    return bytes(safe.to_csv(index=False, date_format="%Y-%m-%d %H:%M", lineterminator="\r\n").encode("utf-8-sig"))
