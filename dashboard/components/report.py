"""The cards of the page Rapor SKPD: one unit, why it ranks where it does, and what it can do."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.charts import marks
from dashboard.components import ranking
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, menu, of_cohort, report_link, to, unit_doors
from dashboard.components.filters import choice
from dashboard.components.listing import configured, table
from dashboard.components.listing import units as units_table
from dashboard.components.signals import drawn
from dashboard.findings import pair, report
from dashboard.findings.columns import OF_COMPLAINTS, OPEN_OF_UNIT, columns
from dashboard.findings.measures import measures
from dashboard.findings.standing import group_of, groups, tier_words
from dashboard.formats import hours, number, percent, plain, signed
from dashboard.kept import replayed
from dashboard.places import REPORT, UNIT_LIST
from dashboard.texts import _
from dashboard.view import View

SHOWN = 10  # categories drawn; the rest is added up


def _pick() -> None:
    if code := st.session_state["report_unit"]:
        st.query_params["skpd"] = [code]


def unit(view: View) -> str | None:
    """The unit of the report: the (first) one of the filter SKPD, with a box to choose another."""
    names, chosen = view.choices["skpds"], view.filters.skpds
    st.session_state["report_unit"] = chosen[0] if chosen else None
    st.selectbox(
        _("SKPD"),
        list(names),
        format_func=lambda code: names.get(code, code),
        key="report_unit",
        placeholder=_("Pilih SKPD"),
        on_change=_pick,
    )
    if not chosen:
        st.info(_("Pilih satu SKPD untuk melihat rapornya. Tautan halaman ini kemudian dapat dibagikan."))
        return None
    if len(chosen) > 1:
        st.caption(_("Saringan memuat {n} SKPD; rapor ini untuk yang pertama.", n=number(len(chosen))))
    return chosen[0]


def measure(view: View) -> str:
    """The measure of the report, from the address."""
    words = {code: each.label for code, each in measures().items() if code != "waktu-tengah"}
    measure = choice("ukuran", _("Ukuran"), words, box=True)
    st.caption(f"{measures()[measure].says} {measures()[measure].says_not}")
    return measure


def _query(view: View, code: str, measure: str) -> dict[str, Any]:
    given = {"kelompok": group_of(code)} | ({"ukuran": measure} if measure != next(iter(measures())) else {})
    return query_of(view, skpd=[code], **given)


@card(height=260)
@replayed
def standing_of(view: View, code: str, measure: str) -> None:
    """Where the unit stands, and how sure that is."""
    place = report.place(view, code, measure)
    found, row, words = place.standing, place.row, measures()[measure]
    st.header(_("Di mana posisinya"))
    with st.container(horizontal=True, gap="small"):
        for name in ("peringkat", "corong", "sinyal"):
            page, icon = ranking.PAGES[name]
            st.page_link(page, label=ranking.titles()[name], icon=icon, query_params=_query(view, code, measure))
        if above := place.parent:
            label = _("Unit induk: {name}", name=plain(view.choices["skpds"].get(above, above)))
            st.page_link(
                REPORT.file, label=label, icon=":material/arrow_upward:", query_params=query_of(view, skpd=[above])
            )
    if row is None:
        st.info(place.few())
        if place.n:
            unit_doors(view, code, measure, place.n, place.x, report=False)
        return
    grid = st.grid(4, min_column_width=200, gap="small", border=True)
    standing = tier_words()[row.tier] if found.shows == "tiers" else number(row.rank, 1)
    label = _("Lapis dalam kelompok") if found.shows == "tiers" else _("Peringkat harapan")
    for title, value in (
        (label, standing),
        (words.label, percent(row.raw, 1)),
        (_("Disesuaikan"), percent(row.adjusted, 1)),
        (_("Dihitung (n)"), number(row.n)),
    ):
        with grid.cell():
            st.metric(title, value)
    st.markdown(" ".join(place.sentences()))
    unit_doors(view, code, measure, place.n, place.x, report=False)


@card(height=420)
def held_back(view: View, code: str, measure: str) -> None:
    """What holds it back: the gap to the city, taken apart by category and channel."""
    st.header(_("Apa yang menahannya"))
    parts = _held_back(view, code, measure)
    menu(view, parts, key="menu_held", place=UNIT_LIST)


@replayed
def _held_back(view: View, code: str, measure: str) -> list[tuple[str, list[Door]]]:
    found, words = report.held_back(view, code, measure), measures()[measure]
    if found is None:
        st.info(_("Tidak ada aduan pada ukuran ini dengan saringan sekarang."))
        return []
    takeaway = found.sentence()
    st.markdown(takeaway)
    st.caption(
        _(
            "Batang ke kanan: lebih banyak daripada yang diharapkan bila aduannya berjalan seperti aduan sejenis di seluruh kota (poin dari seluruh aduannya); ke kiri: lebih sedikit. Semua batang dijumlahkan menjadi selisih dari hasilnya sendiri."
        )
    )
    doors = []
    left, right = st.columns(2, gap="large")
    for place, by, name, heading in (
        (left, "category", "kategori", _("Menurut kategori")),
        (right, "channel", "kanal", _("Menurut kanal")),
    ):
        names = view.choices["categories" if by == "category" else "channels"]
        rows = found.parts[by]
        with place:
            st.subheader(heading)
            _parts_chart(rows, by, names, takeaway)
        links = [
            (names.get(row[by], row[by]), int(row["late"]), of_cohort(code, measure, "kurang", **{name: [row[by]]}))
            for row in rows.to_dict("records")
            if row["late"] and (row[by] in names or by == "channel")  # the filter finds any channel code
        ]
        doors.append((f"{heading}: {words.bad}", links))
    return doors


def _parts_chart(rows: pd.DataFrame, by: str, names: dict[str, str], alt: str) -> None:
    """The largest parts of the gap as bars to both sides; the others are added up."""
    rows = rows.assign(name=[names.get(value, value) or _("tidak dikenal") for value in rows[by]])
    if len(rows) > SHOWN:
        keep = rows["excess"].abs().nlargest(SHOWN - 1).index
        rest = rows.drop(keep)[["n", "late", "expected", "excess", "points"]].sum()
        label = _("{n} lainnya", n=number(len(rows) - SHOWN + 1))
        rows = pd.concat([rows.loc[sorted(keep)], rest.to_frame().T.assign(name=label)], ignore_index=True)
    rows["words"] = [
        _("{points} ({late} dari {n})", points=signed(row.points), late=number(row.late), n=number(row.n))
        for row in rows.itertuples()
    ]
    draw(marks.both_ways, rows[["name", "points", "words"]], "name", "points", text="words", alt=alt)


@card(height=420)
def costing(view: View, code: str, measure: str) -> None:
    """The very complaints that cost it."""
    st.header(_("Aduan yang merugikannya"))
    words = measures()[measure]
    data = report.costing(view, code, measure)
    if data.empty:
        st.success(_("Tidak ada: {words}.", words=words.bad))
        return
    total = int(data["total"].iloc[0])
    st.caption(
        _(
            "{words}: {shown} dari {n}, tenggat yang paling awal dulu.",
            words=words.bad,
            shown=number(len(data)),
            n=number(total),
        )
    )
    table(view, data, columns(OF_COMPLAINTS), key="costing_list", alt=words.bad)
    to(view, UNIT_LIST, _("Semuanya, dengan unduhan"), total, **of_cohort(code, measure, "kurang"))


@card(height=460)
def what_if(view: View, code: str) -> None:
    """What would change if chosen open complaints were closed at the moment shown."""
    st.header(_("Bagaimana bila aduan ini ditutup sekarang?"))
    data = report.candidates(view, code)
    if data.empty:
        st.success(_("Tidak ada aduan terbuka pada SKPD ini dengan saringan sekarang."))
        return
    total = int(data["total"].iloc[0])
    st.caption(
        _(
            "Tandai aduan yang akan ditutup; peringkatnya dihitung ulang. Ditampilkan {shown} dari {n} aduan terbuka, tenggat yang paling awal dulu. Tidak ada yang ditulis ke CRM.",
            shown=number(len(data)),
            n=number(total),
        )
    )
    shown = configured(columns(OPEN_OF_UNIT))
    event = st.dataframe(
        data[list(OPEN_OF_UNIT)],
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key="what_if_list",
        placeholder="–",
        alt=_("Aduan terbuka"),
        height=300,
        column_config=shown,
    )
    picked = data.iloc[[row for row in event["selection"]["rows"] if row < len(data)]]
    if picked.empty:
        st.info(_("Belum ada yang ditandai."))
        return
    closing = report.closing(view, code, picked)
    st.markdown(closing.sentence())
    rows = [
        (measures()[name].label, report.ranked_words(now), report.ranked_words(then))
        for name, (now, then) in closing.ranks.items()
    ]
    st.table(pd.DataFrame(rows, columns=[_("Ukuran"), _("Sekarang"), _("Sesudahnya")]).set_index(_("Ukuran")))
    st.caption(
        _(
            "Tepat waktu: yang sudah lewat tenggat tetap terhitung terlambat, kapan pun ditutup; yang masih dalam tenggat akan dihitung tepat waktu. Masih dalam tenggat: yang ditutup keluar dari tumpukan. SKPD lain dianggap tidak berubah."
        )
    )


@card(height=260)
@replayed
def lapor_and_jaki(view: View, code: str, measure: str) -> None:
    """Its LAPOR beside its JAKI, by the same measure."""
    st.header(_("LAPOR dan JAKI di SKPD ini"))
    gap = pair.gap(view, pair.Pair("LAPOR", "JAKI", "LAPOR", "JAKI"), measure, code)
    words = gap.crude_sentence()
    if gap.crude is None:
        st.info(words)
        return
    st.markdown(words)
    counts = {"LAPOR": (gap.x1, gap.n1), "JAKI": (gap.x2, gap.n2)}
    rows = []
    for (channel, (x, n)), (a, b) in zip(counts.items(), gap.intervals, strict=True):
        rows.append((f"{channel} (n = {number(n)})", x / n, float(a), float(b), percent(x, n), False))
    data = pd.DataFrame(rows, columns=["name", "value", "low", "high", "words", "is_own"])
    title = measures()[measure].label + ", " + _("dengan selang 95 %")
    least = max(0.0, float(data["low"].min()) - 0.02)
    draw(marks.ranges, data, x_title=title, percent=True, least=least, most=1.0, alt=words)
    with st.container(horizontal=True, gap="small"):
        for channel, (x, n) in counts.items():
            label = f"{channel}, {measures()[measure].bad}"
            to(view, UNIT_LIST, label, n - x, **of_cohort(code, measure, "kurang", kanal=[channel]))


@card(height=300)
@replayed
def trend(view: View, code: str, measure: str) -> None:
    """Its weeks, with signals."""
    st.header(_("Arahnya"))
    series = report.weeks(view, code, measure)
    if series is None:
        st.info(report.too_few_weeks())
        return
    drawn(series, title=series.name, tall=200)


@card(height=240)
@replayed
def duration(view: View, code: str) -> None:
    """How long its complaints take there, the open ones counted."""
    st.header(_("Berapa lama di meja ini"))
    stay = report.stay(view, code)
    if stay is None:
        st.info(_("Tidak ada aduan di meja ini pada periode ini."))
        return
    st.markdown(stay.sentence())
    if warning := stay.warning():
        (st.caption if stay.is_few else st.warning)(warning)
    st.caption(stay.basis())
    to(view, UNIT_LIST, _("Pernah di meja ini"), stay.complaints, **of_cohort(code, "waktu-tengah"))


@card(height=260)
@replayed
def spent(view: View, code: str, measure: str) -> None:
    """Where the time of its complaints goes: own work, others, validation."""
    st.header(_("Ke mana waktunya"))
    spent = report.spent(view, code, measure)
    if not spent:
        st.info(_("Tidak ada langkah aduan yang tercatat untuk SKPD ini pada periode ini."))
        return
    words, names = measures()[measure], report.place_labels()
    grid = st.columns(2, gap="large")
    for place, is_good, label in ((grid[0], False, words.bad), (grid[1], True, words.good)):
        part = spent[is_good]
        total = float(part["hours"].sum())
        with place:
            st.subheader(label)
            if not total:
                st.caption(_("Tidak ada aduan."))
                continue
            rows = pd.DataFrame(
                {
                    "name": list(names.values()),
                    "share": (part["hours"] / total).to_list(),
                    "words": [
                        _(
                            "{share} · {each} (n = {n})",
                            share=percent(row.hours, total, 0),
                            each=hours(row.hours / row.complaints) if row.complaints else "–",
                            n=number(row.complaints),
                        )
                        for row in part.itertuples()
                    ],
                }
            )
            alt = f"{label}: " + "; ".join(f"{row.name}: {row.words}" for row in rows.itertuples(index=False))
            draw(marks.rows, rows, "name", "share", text="words", room=2.4, alt=alt)
    st.caption(
        _(
            "Sejak masuk sampai selesai (atau sampai waktu “per”), menurut pemegang setiap langkah: bagian dari seluruh waktu, lama rata-rata per aduan yang pernah di situ, dan banyaknya (n)."
        )
    )


@replayed
def _arrivals(view: View, code: str) -> pd.DataFrame:
    arrivals = report.arrivals(view, code)
    if not arrivals.total:
        st.info(_("Tidak ada aduan yang diserahkan kepada SKPD ini pada periode ini."))
        return arrivals.senders
    st.markdown(arrivals.sentence())
    unit_doors(view, code, "serahan", arrivals.total, arrivals.total - arrivals.late, report=False)
    return arrivals.senders.assign(
        name=arrivals.senders["name"].fillna(_("tanpa SKPD")),
        age=arrivals.senders["hours"].round(1),
        used=(100 * arrivals.senders["used"]).round(0),
    )


@card(height=360)
def arrivals(view: View, code: str) -> None:
    """What came to it by hand-over, and how late it already was."""
    st.header(_("Aduan serahan"))
    data = _arrivals(view, code)
    if data.empty:
        return
    count = st.column_config.NumberColumn
    shown = {
        "complaints": count(_("Aduan (n)"), format="localized"),
        "late": count(_("Sudah lewat tenggat"), format="localized"),
        "age": count(_("Umur saat datang (jam, median)"), format="localized"),
        "used": count(_("Waktu terpakai (%, median)"), format="localized"),
    }
    for row in units_table(data, shown, key="arrivals_table", alt=_("Pengirim aduan serahan"), most=320):
        report_link(view, row["code"], row["name"])


@card(height=420)
def below(view: View, code: str, measure: str) -> None:
    """The same table one level down."""
    groups_below = report.below(code)
    if not groups_below:
        return
    st.header(_("Unit bawahan"))
    for group, units in groups_below.items():
        st.subheader(groups()[group])
        ranking.of_parent(view, group, measure, units, key=f"below_{group}")
