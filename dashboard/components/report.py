"""The cards of the page Rapor SKPD: one unit, why it ranks where it does, and what it can do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.address import query_of
from dashboard.analysis.case_mix import contributions, with_expected
from dashboard.analysis.ranks import rank_shares
from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import DAYS, of_row
from dashboard.charts import marks
from dashboard.components import ranking
from dashboard.components.card import card
from dashboard.components.chart import draw
from dashboard.components.doors import Door, menu, of_cohort, report_link, to, unit_doors
from dashboard.components.filters import choice
from dashboard.components.listing import configured, table
from dashboard.components.listing import units as units_table
from dashboard.components.signals import drawn
from dashboard.findings import pair, signals
from dashboard.findings.columns import OF_COMPLAINTS, OPEN_OF_UNIT, columns
from dashboard.findings.measures import measures
from dashboard.findings.standing import ends_here, group_of, groups, move_words, standing, tier_words
from dashboard.formats import hours, number, percent, plain, reached, signed
from dashboard.kept import finding, replayed
from dashboard.places import REPORT, UNIT_LIST
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import complaints, skpds

SHOWN = 10  # categories drawn; the rest is added up
CANDIDATES = 100  # open complaints offered for the what-if


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
    found = choice("ukuran", _("Ukuran"), words, box=True)
    st.caption(f"{measures()[found].says} {measures()[found].says_not}")
    return found


def _query(view: View, code: str, measure: str) -> dict[str, Any]:
    given = {"kelompok": group_of(code)} | ({"ukuran": measure} if measure != next(iter(measures())) else {})
    return query_of(view, skpd=[code], **given)


@card(height=260)
@replayed
def standing_of(view: View, code: str, measure: str) -> None:
    """Where the unit stands, and how sure that is."""
    found = standing(view, group_of(code), measure)
    row, words = found.one(code), measures()[measure]
    st.header(_("Di mana posisinya"))
    with st.container(horizontal=True, gap="small"):
        for name in ("peringkat", "corong", "sinyal"):
            page, icon = ranking.PAGES[name]
            st.page_link(page, label=ranking.titles()[name], icon=icon, query_params=_query(view, code, measure))
        parents = skpds.units().set_index("code")["parent"]
        above = parents.get(code)
        if isinstance(above, str):
            label = _("Unit induk: {name}", name=plain(view.choices["skpds"].get(above, above)))
            st.page_link(
                REPORT.file, label=label, icon=":material/arrow_upward:", query_params=query_of(view, skpd=[above])
            )
    if row is None:
        few = found.few[found.few["code"] == code]
        n = int(few["n"].iloc[0]) if len(few) else 0
        st.info(
            _(
                "Belum cukup data untuk peringkat: {n} aduan pada ukuran ini dengan saringan sekarang. Longgarkan saringan, atau pilih periode yang lebih panjang.",
                n=number(n),
            )
        )
        if n:
            unit_doors(view, code, measure, n, int(few["x"].iloc[0]), report=False)
        return
    grid = st.grid(4, min_column_width=200, gap="small", border=True)
    place = tier_words()[row.tier] if found.shows == "tiers" else number(row.rank, 1)
    label = _("Lapis dalam kelompok") if found.shows == "tiers" else _("Peringkat harapan")
    for title, value in (
        (label, place),
        (words.label, percent(row.raw, 1)),
        (_("Disesuaikan"), percent(row.adjusted, 1)),
        (_("Dihitung (n)"), number(row.n)),
    ):
        with grid.cell():
            st.metric(title, value)
    sentences = [
        _(
            "Di antara {units} SKPD kelompok “{group}”, peringkatnya dengan kepastian 95 % terletak antara {low} dan {high}.",
            units=number(found.sides),
            group=groups()[group_of(code)],
            low=number(row.rank_low),
            high=number(row.rank_high),
        )
        if found.shows != "tiers"
        else _(
            "Di antara {units} SKPD kelompok “{group}” perbedaannya terlalu kecil atau datanya terlalu sedikit untuk nomor peringkat.",
            units=number(found.sides),
            group=groups()[group_of(code)],
        ),
        _(
            "{label}: {share} (95 %: {low} – {high}); kelompoknya {all}.",
            label=words.label,
            share=percent(row.raw, 1),
            low=percent(row.low, 1),
            high=percent(row.high, 1),
            all=percent(found.x, found.n),
        ),
        found.real_share(),
    ]
    if row.move == row.move:
        moved = move_words(row.move)
        sentences.append(
            _("Sejak periode sebelumnya {moved} tempat, lebih dari yang dapat dijelaskan oleh kebetulan.", moved=moved)
        )
    elif not row.is_compared:
        sentences.append(_("Tanpa perbandingan dengan periode sebelumnya: datanya belum cukup."))
    else:
        sentences.append(
            _("Perubahan sejak periode sebelumnya tidak lebih besar daripada yang dapat dibuat oleh kebetulan.")
        )
    st.markdown(" ".join(sentences))
    unit_doors(view, code, measure, int(row.n), int(row.x), report=False)


@finding
def _expected(view: View, measure: str) -> pd.DataFrame:
    return with_expected(skpds.cells(view.filters, measure))


@card(height=420)
def held_back(view: View, code: str, measure: str) -> None:
    """What holds it back: the gap to the city, taken apart by category and channel."""
    st.header(_("Apa yang menahannya"))
    parts = _held_back(view, code, measure)
    menu(view, parts, key="menu_held", place=UNIT_LIST)


@replayed
def _held_back(view: View, code: str, measure: str) -> list[tuple[str, list[Door]]]:
    cells = _expected(view, measure)
    own, words = cells[cells["unit"] == code], measures()[measure]
    if own.empty:
        st.info(_("Tidak ada aduan pada ukuran ini dengan saringan sekarang."))
        return []
    n, late, expected = (float(own[name].sum()) for name in ("n", "late", "expected"))
    city = float(cells["late"].sum() / cells["n"].sum())
    takeaway = _(
        "{bad}: {late} dari {n} ({share}); seluruh kota {city}. Selisih {gap} poin: {mix} poin dari campuran aduannya, {own} poin dari hasilnya pada aduan sejenis.",
        bad=words.bad,
        late=number(late),
        n=number(n),
        share=percent(late, n),
        city=percent(city, 1),
        gap=signed(100 * (late / n - city)),
        mix=signed(100 * (expected / n - city)),
        own=signed(100 * (late - expected) / n),
    )
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
        rows = contributions(cells, code, by)
        with place:
            st.subheader(heading)
            _parts_chart(rows, by, names, takeaway)
        found = [
            (names.get(row[by], row[by]), int(row["late"]), of_cohort(code, measure, "kurang", **{name: [row[by]]}))
            for row in rows.to_dict("records")
            if row["late"] and (row[by] in names or by == "channel")  # the filter finds any channel code
        ]
        doors.append((f"{heading}: {words.bad}", found))
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
    data = skpds.listed(replace(view.filters, skpds=(code,)), measure, "kurang", 1, SHOWN)
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


@finding
def _ranked_with(
    view: View, code: str, measure: str, x: int, n: int
) -> tuple[float, float, float, float, float] | None:
    """Share, n, expected rank and its interval of the unit with x and n added to its counts; None where it is not ranked."""
    rows = standing(view, group_of(code), measure).rows.sort_values("code", ignore_index=True)
    at = rows.index[rows["code"] == code]
    if rows.empty or not len(at):
        return None
    xs, ns = rows["x"].to_numpy(float, copy=True), rows["n"].to_numpy(float, copy=True)
    xs[at[0]], ns[at[0]] = xs[at[0]] + x, ns[at[0]] + n
    if ns[at[0]] < 1:
        return None
    ranks = rank_shares(xs, ns)
    i = at[0]
    return xs[i] / ns[i], ns[i], float(ranks.expected[i]), float(ranks.low[i]), float(ranks.high[i])


@card(height=460)
def what_if(view: View, code: str) -> None:
    """What would change if chosen open complaints were closed at the moment shown."""
    st.header(_("Bagaimana bila aduan ini ditutup sekarang?"))
    data = complaints.page(replace(view.filters, skpds=(code,)), "terbuka", 1, CANDIDATES)
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
    due = pd.to_datetime(picked["due_at"])
    late = int((due < view.filters.as_of).sum())
    timely = int((due >= view.filters.as_of).sum())
    if picked.empty:
        st.info(_("Belum ada yang ditandai."))
        return
    st.markdown(
        _(
            "**{n} aduan ditandai:** {late} sudah lewat tenggat, {timely} masih dalam tenggat, {none} tanpa tenggat.",
            n=number(len(picked)),
            late=number(late),
            timely=number(timely),
            none=number(len(picked) - late - timely),
        )
    )
    changes = {
        "tepat-waktu": (timely, timely),
        "dalam-tenggat": (-timely, -(late + timely)),
    }
    rows = []
    for name, (x, n) in changes.items():
        now, then = _ranked_with(view, code, name, 0, 0), _ranked_with(view, code, name, x, n)
        rows.append((measures()[name].label, _outcome(now), _outcome(then)))
    st.table(pd.DataFrame(rows, columns=[_("Ukuran"), _("Sekarang"), _("Sesudahnya")]).set_index(_("Ukuran")))
    st.caption(
        _(
            "Tepat waktu: yang sudah lewat tenggat tetap terhitung terlambat, kapan pun ditutup; yang masih dalam tenggat akan dihitung tepat waktu. Masih dalam tenggat: yang ditutup keluar dari tumpukan. SKPD lain dianggap tidak berubah."
        )
    )


def _outcome(found: tuple[float, float, float, float, float] | None) -> str:
    if found is None:
        return _("belum cukup data untuk peringkat")
    share, n, rank, low, high = found
    return _(
        "{share} (n = {n}); peringkat harapan {rank} (95 %: {low}–{high})",
        share=percent(share, 1),
        n=number(n),
        rank=number(rank, 1),
        low=number(low),
        high=number(high),
    )


@card(height=260)
@replayed
def lapor_and_jaki(view: View, code: str, measure: str) -> None:
    """Its LAPOR beside its JAKI, by the same measure."""
    st.header(_("LAPOR dan JAKI di SKPD ini"))
    found = pair.gap(view, pair.Pair("LAPOR", "JAKI", "LAPOR", "JAKI"), measure, code)
    words = found.crude_sentence()
    if found.crude is None:
        st.info(words)
        return
    st.markdown(words)
    counts = {"LAPOR": (found.x1, found.n1), "JAKI": (found.x2, found.n2)}
    rows = []
    for channel, (x, n) in counts.items():
        a, b = wilson(x, n)
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
    found = standing(view, group_of(code), measure)
    target = signals.fixed_target(measure) or (found.x / found.n if found.n else None)
    series = signals.of_unit(view, code, measure, target)
    if series is None:
        st.info(
            _(
                "Belum cukup data untuk pola mingguan: perlu {n} pekan yang masing-masing memuat sedikitnya {least} aduan.",
                n=signals.POINTS,
                least=signals.LEAST,
            )
        )
        return
    drawn(series, title=series.name, tall=200)


@card(height=240)
@replayed
def duration(view: View, code: str) -> None:
    """How long its complaints take there, the open ones counted."""
    st.header(_("Berapa lama di meja ini"))
    rows = skpds.spells(view.filters, (code,))
    if rows.empty:
        st.info(_("Tidak ada aduan di meja ini pada periode ini."))
        return
    row = next(rows.itertuples())
    known = of_row(row)
    within = [
        _("{days} hari: {share}", days=number(days), share=_("belum teramati") if part is None else percent(part, 1))
        for days in DAYS
        for part in [known.settled_within(24 * days)]
    ]
    low, high = known.median_interval()
    mean = known.restricted_mean(30 * 24)
    lines = [
        _(
            "**Waktu tengah {median}** (95 %: {low} – {high}); waktu sampai sembilan dari sepuluh selesai: {p90}.",
            median=reached(known.median, known.last_hour),
            low=reached(low, known.last_hour),
            high=reached(high, known.last_hour),
            p90=reached(known.quantile(0.9), known.last_hour),
        ),
        _("Selesai dalam {parts}.", parts=" · ".join(within)),
    ]
    if mean is not None:
        lines.append(_("Dalam 30 hari pertama sebuah aduan rata-rata terbuka {mean}.", mean=hours(mean)))
    st.markdown(" ".join(lines))
    settled, least = sum(row.settled), settings().minimum_cohort
    if settled < least:
        st.caption(
            _("Baru {settled} yang selesai di sini: belum cukup untuk peringkat waktu tengah.", settled=number(settled))
        )
    elif not ends_here(row):
        st.warning(
            _(
                "Hanya {settled} dari {n} persinggahan berakhir dengan penyelesaian di sini. Yang selesai di sini bukan cerminan yang lain: waktu tengahnya dapat menyesatkan dan tidak diperingkatkan.",
                settled=number(settled),
                n=number(known.n),
            )
        )
    st.caption(
        _(
            "Kaplan-Meier atas {n} persinggahan {aduan} aduan di meja ini; yang masih terbuka ikut dihitung, serah terima mengakhiri pengamatan.",
            n=number(known.n),
            aduan=number(row.aduan),
        )
    )
    to(view, UNIT_LIST, _("Pernah di meja ini"), int(row.aduan), **of_cohort(code, "waktu-tengah"))


def places() -> dict[str, str]:
    return {
        "sendiri": _("Di SKPD ini"),
        "lain": _("Di SKPD lain"),
        "validasi": _("Menunggu validasi"),
    }


@card(height=260)
@replayed
def spent(view: View, code: str, measure: str) -> None:
    """Where the time of its complaints goes: own work, others, validation."""
    st.header(_("Ke mana waktunya"))
    data = skpds.spent(view.filters, measure, code)
    if data.empty:
        st.info(_("Tidak ada langkah aduan yang tercatat untuk SKPD ini pada periode ini."))
        return
    words, names = measures()[measure], places()
    grid = st.columns(2, gap="large")
    for place, is_good, label in ((grid[0], False, words.bad), (grid[1], True, words.good)):
        part = data[data["is_good"] == is_good].set_index("place").reindex(list(names)).fillna(0)
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
                            each=hours(row.hours / row.aduan) if row.aduan else "–",
                            n=number(row.aduan),
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
    data = skpds.arrivals(view.filters, code)
    if data.empty:
        st.info(_("Tidak ada aduan yang diserahkan kepada SKPD ini pada periode ini."))
        return data
    # A complaint that came twice has one sender here: the last one.
    total, late = int(data["aduan"].sum()), int(data["lewat"].sum())
    st.markdown(
        _(
            "**{n} aduan datang dari SKPD lain; {late} ({share}) sudah lewat tenggat saat datang.**",
            n=number(total),
            late=number(late),
            share=percent(late, total),
        )
    )
    unit_doors(view, code, "serahan", total, total - late, report=False)
    data["name"] = data["name"].fillna(_("tanpa SKPD"))
    data["age"] = data["hours"].round(1)
    data["used"] = (100 * data["used"]).round(0)
    return data


@card(height=360)
def arrivals(view: View, code: str) -> None:
    """What came to it by hand-over, and how late it already was."""
    st.header(_("Aduan serahan"))
    data = _arrivals(view, code)
    if data.empty:
        return
    count = st.column_config.NumberColumn
    shown = {
        "aduan": count(_("Aduan (n)"), format="localized"),
        "lewat": count(_("Sudah lewat tenggat"), format="localized"),
        "age": count(_("Umur saat datang (jam, median)"), format="localized"),
        "used": count(_("Waktu terpakai (%, median)"), format="localized"),
    }
    for row in units_table(data, shown, key="arrivals_table", alt=_("Pengirim aduan serahan"), most=320):
        report_link(view, row["code"], row["name"])


@card(height=420)
def below(view: View, code: str, measure: str) -> None:
    """The same table one level down."""
    every = skpds.units()
    children = every[every["parent"] == code]
    if children.empty:
        return
    st.header(_("Unit bawahan"))
    for group in dict.fromkeys(group_of(child) for child in children["code"]):
        st.subheader(groups()[group])
        ranking.of_parent(view, group, measure, tuple(children["code"]), key=f"below_{group}")
