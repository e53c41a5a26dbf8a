"""The screens of a meeting: the figures of the pages, one message each, as plain values and words.

Every figure comes from the function that gives it to its page, so screen and page cannot disagree. A title says no more
than its statistics allow: a change or a difference only where its interval leaves out nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.address import frozen_query
from dashboard.deck import Big, Column, Plot, Point, Screen, Table
from dashboard.findings import channels, lapor, overview, pair, signals, source
from dashboard.findings import since as since_then
from dashboard.findings.measures import measures
from dashboard.findings.standing import groups, standing, tier_words, value_words
from dashboard.formats import NONE, day, moment, number, percent, signed
from dashboard.kept import replayed
from dashboard.meeting.meeting import Meeting
from dashboard.texts import _
from dashboard.view import View

MOST = (10, 7)  # rows of a chart that can be read from the back row: of names on one line, on two
ROWS = (9, 5)  # rows of a table
LONG = 44  # characters of a name on one line
OLDEST = 5


def one_line(text: object) -> str:
    """A name from the database on one line, whole."""
    return " ".join(str(text).split())


def address(page: str, query: dict[str, Any]) -> str:
    """The address of a page of the dashboard, relative to it."""
    return f"{page}?{urlencode(query, doseq=True)}" if query else page


def _screen(view: View, code: str, title: str, *, page: str, n: str = "", **parts: Any) -> Screen:
    """A screen with what stands below it: n, period and choices, as-of; ``query`` changes the address of its page."""
    note = " · ".join(part for part in (n, view.sentence(str)) if part)
    link = address(page, frozen_query(view, **parts.pop("query", {})))
    return Screen(code, names()[code], title, note, link=link, **parts)


def _nothing(view: View, code: str, why: str, page: str = "") -> Screen:
    return _screen(view, code, why, page=page)


def figures(view: View, _meeting: Meeting) -> Screen:
    """The headline figures of Ringkasan."""
    headline = overview.headline(view)
    now, earlier = headline.counts, headline.earlier
    title = _(
        "{new} aduan masuk, {done} selesai; {late} terlambat sekarang.",
        new=number(now["masuk"]),
        done=number(now["selesai"]),
        late=number(now["terlambat"]),
    )
    n = _("Tepat waktu: n = {due} jatuh tempo", due=number(now["jatuh_tempo"]))
    if headline.compares:
        title += " " + _change(headline.change())
        n += ". " + _(
            "Sebelumnya: {first} – {last}", first=day(earlier.first, short=True), last=day(earlier.last, short=True)
        )
    bigs = tuple(
        Big(
            figure.label(),
            figure.words(),
            _("{change} dari sebelumnya", change=change) if (change := figure.change_words()) else "",
            figure.now,
            # the whole the figure counts, as its own page does
            address("daftar", frozen_query(view, set=figure.sets[0][0])),
        )
        for figure in headline.figures
    )
    names_ = ("masuk", "selesai", "jatuh_tempo", "tepat_waktu", "bertenggat", "dalam_tenggat", "terbuka", "terlambat")
    return _screen(
        view,
        "angka",
        title,
        page="",
        n=n,
        figures=bigs,
        keys={name.replace("_", "-"): now[name] for name in names_} | _whole("waktu-tengah", bigs[-1].value),
        definition=_(
            "Masuk dan selesai: pada periode ini. Tepat waktu: dari yang jatuh tempo pada periode ini, yang masih terbuka lewat tenggat dihitung terlambat. Masih dalam tenggat dan terlambat: aduan terbuka pada waktu “per”. Waktu tengah: Kaplan-Meier, yang masih terbuka ikut dihitung. Perubahan ketepatan waktu hanya disebut bila selang 95 % Newcombe tidak memuat nol."
        ),
    )


def _whole(name: str, value: float | None) -> dict[str, int]:
    """A figure for the link, where there is one."""
    return {} if value is None or value != value else {name: round(value)}


def _change(gap: tuple[float, float, float] | None) -> str:
    """What may be said of the change of the share on time."""
    if gap is None:
        return ""
    value, low, high = gap
    if low <= 0 <= high:
        return _("Perubahan ketepatan waktu tidak dapat ditunjukkan.")
    edges = sorted((abs(low), abs(high)))
    words = (
        _("Ketepatan waktu naik {value} poin ({low} sampai {high}).")
        if value > 0
        else _("Ketepatan waktu turun {value} poin ({low} sampai {high}).")
    )
    least, most = (number(100 * edge, 1) for edge in edges)
    return words.format(value=number(100 * abs(value), 1), low=least, high=most)


def load(view: View, _meeting: Meeting) -> Screen:
    """What came in by channel; LAPOR is never left out."""
    volumes = channels.volumes(view)
    data = volumes.rows[volumes.rows["received"] > 0].reset_index(drop=True)
    total = volumes.received
    if not total:
        return _nothing(view, "kanal", _("Tidak ada aduan masuk pada periode dan saringan ini."), "kanal")
    most = MOST[bool((data["name"].str.len() > LONG).any())]
    shown = data.head(most if len(data) <= most else most - 1)
    if "LAPOR" in set(data["code"]) - set(shown["code"]):
        shown = data.loc[[*shown.index[:-1], data.index[data["code"] == "LAPOR"][0]]]

    def words(n: int) -> str:
        return f"{number(n)} ({percent(n, total)})"

    points = [
        Point(one_line(row.name), row.received, words(row.received), is_own=row.code == "LAPOR")
        for row in shown.itertuples(index=False)
    ]
    if rest := len(data) - len(shown):
        others = total - int(shown["received"].sum())
        points.append(Point(_("{n} kanal lain", n=rest), others, words(others)))
    return _screen(
        view,
        "kanal",
        volumes.headline(),
        page="kanal",
        n=f"n = {number(total)}",
        plot=Plot("bars", _("aduan masuk"), tuple(points)),
        keys={f"kanal-{row.code}": int(row.received) for row in data.itertuples(index=False)},
        definition=_("Aduan yang masuk pada periode ini menurut kanalnya; LAPOR digambar menonjol."),
    )


def backlog(view: View, _meeting: Meeting) -> Screen:
    """The open complaints by their deadlines."""
    backlog = overview.backlog(view)
    now = backlog.counts
    if not now["terbuka"]:
        return _nothing(view, "tumpukan", _("Tidak ada aduan terbuka dengan saringan ini."))
    rows = [(age, label, now[age.replace("-", "_")]) for age, label in overview.age_labels().items()]
    points = [
        Point(label, n, f"{number(n)} ({percent(n, now['terbuka'])})", is_own=age.startswith("telat"))
        for age, label, n in rows
    ]
    return _screen(
        view,
        "tumpukan",
        backlog.coming(),
        page="",
        n=f"n = {number(now['terbuka'])}",
        plot=Plot("bars", _("aduan terbuka"), tuple(points)),
        keys={"tujuh-hari": now["tujuh_hari"], "segera": now["segera"], "tanpa-tenggat": now["tanpa_tenggat"]},
        definition=_(
            "Semua aduan yang terbuka pada waktu “per”, kapan pun masuknya, menurut jarak ke tenggat jam CRM; 7 hari adalah 7 × 24 jam."
        ),
    )


def ranking(view: View, meeting: Meeting) -> Screen:
    """The ranking of the group, with what is real of it."""
    group, measure = groups()[meeting.group], meeting.measure
    if why := _unjudged(view, measure):
        return _nothing(view, "peringkat", why, "peringkat")
    ranking = standing(view, meeting.group, measure)
    rows = ranking.rows
    query = {"kelompok": meeting.group, "ukuran": measure}
    if len(rows) < 2:
        why = _("{group}: kurang dari dua SKPD yang cukup datanya, tidak ada yang dapat dibandingkan.", group=group)
        return _nothing(view, "peringkat", why, "peringkat")
    tiers = {tier: rows[rows["tier"] == tier] for tier in (1, 2, 3)}
    title = _(
        "{group}: dari {n}, {up} jelas di paruh atas dan {down} jelas di paruh bawah; {rest} tidak dapat dibedakan.",
        group=group,
        n=number(len(rows)),
        up=number(len(tiers[1])),
        down=number(len(tiers[3])),
        rest=number(len(tiers[2])),
    )
    n = f"{measures()[measure].label}, n = {number(ranking.n)}. " + _(
        "{share} dari perbedaannya nyata", share=percent(ranking.rho, 1, 0)
    )
    parts: dict[str, Any] = {}
    if ranking.shows == "tiers":
        values = tuple((tier_words()[tier], len(unit), _some(unit["name"])) for tier, unit in tiers.items())
        columns = (Column(_("Lapis"), width=3), Column("n", "number"), Column(_("SKPD (menurut abjad)"), width=7))
        parts["table"] = table(columns, values)
    else:
        own = set(rows.index[rows["code"].isin(view.filters.skpds)])
        # the own ones first, then from both ends towards the middle
        wanted = sorted(rows.index, key=lambda index: (index not in own, -abs(index - (len(rows) - 1) / 2)))
        kept = _readable(wanted, [str(name) for name in rows["name"]], *MOST)
        points = [
            Point(
                one_line(row.name),
                float(row.rank),
                f"{value_words(measure, row.raw)}, n = {number(row.n)}",
                float(row.rank_low),
                float(row.rank_high),
                row.code in view.filters.skpds,
            )
            for row in rows.loc[kept].itertuples(index=False)
        ]
        title_of_axis = _("peringkat harapan, 1 = terbaik, dengan selang 95 %")
        parts["plot"] = Plot("ranges", title_of_axis, tuple(points), scale=(0.5, len(rows) + 0.5))
        if len(rows) > len(kept):
            n += ". " + _("Digambar: ujung atas dan ujung bawah")
    return _screen(
        view,
        "peringkat",
        title,
        page="peringkat",
        n=n,
        query=query,
        keys={
            "peringkat-n": int(ranking.n),
            "peringkat-skpd": len(rows),
            "peringkat-atas": len(tiers[1]),
            "peringkat-bawah": len(tiers[3]),
        }
        | _whole("peringkat-x", ranking.x),
        definition=f"{measures()[measure].says} {measures()[measure].says_not} "
        + _(
            "Peringkat harapan dengan selang 95 % dalam kelompok yang sebanding; “jelas” berarti seluruh selangnya di paruh itu."
        ),
        **parts,
    )


def _readable(wanted: Sequence[int], names: Sequence[str], one_line: int, two_lines: int) -> list[int]:
    """As many of ``wanted`` (indices of ``names``) as can be read, in their own order: fewer where a name takes two
    lines.
    """
    kept = list(wanted[:one_line])
    while len(kept) > two_lines and any(len(names[index]) > LONG for index in kept):
        kept.pop()
    return sorted(kept)


def _unjudged(view: View, measure: str = "") -> str:
    """Why nobody may be judged here; empty where it may be."""
    return source.closed_only_in_short(view) or source.without_coordination(view, measure)


def _some(units: Iterable[object], most: int = 4) -> str:
    """A few names, in the order of the alphabet, and how many more."""
    every = sorted(one_line(name) for name in units)
    more = _(" +{n} lagi", n=number(len(every) - most)) if len(every) > most else ""
    return (", ".join(every[:most]) + more) or NONE


def ask_and_praise(view: View, meeting: Meeting) -> Screen:
    """Who has a signal for the worse, who for the better; nobody by a bare rank."""
    group = groups()[meeting.group]
    measure = "tepat-waktu" if meeting.measure == "waktu-tengah" else meeting.measure
    query = {"kelompok": meeting.group, "ukuran": measure}
    if why := _unjudged(view, measure):
        return _nothing(view, "sinyal", why, "sinyal")
    charts = signals.of_group(view, meeting.group, measure)
    series = charts.series
    if not series:
        why = _("{group}: belum ada SKPD dengan cukup pekan untuk memberi sinyal.", group=group)
        return _nothing(view, "sinyal", why, "sinyal")
    worse = [one for one in series if one.variation == "worse"]
    better = [one for one in series if one.variation == "better"]
    rest = len(series) - len(worse) - len(better)
    title = (
        _(
            "{group}: tidak ada yang memberi sinyal; {n} SKPD hanya bergoyang seperti biasa.",
            group=group,
            n=number(rest),
        )
        if not worse and not better
        else _(
            "{group}: tanyakan {worse} yang memburuk, puji {better} yang membaik; {rest} lainnya bergoyang seperti biasa.",
            group=group,
            worse=number(len(worse)),
            better=number(len(better)),
            rest=number(rest),
        )
    )
    shown = _fitting(worse, better)
    n = f"{measures()[measure].label}. " + _("n = {n} SKPD, {weeks} pekan", n=number(len(series)), weeks=signals.WEEKS)
    if hidden := len(worse) + len(better) - len(shown):
        n += ". " + _("{n} sinyal lain di halaman Sinyal", n=number(hidden))
    values = tuple(
        (
            _("Tanyakan") if one.variation == "worse" else _("Puji"),
            one_line(one.name),
            float(one.data["value"].iloc[-1]),
            int(one.data["n"].iloc[-1]),
            one.mean,
        )
        for one in shown
    )
    columns = (
        Column(_("Sinyal"), width=2),
        Column(_("SKPD"), width=6),
        Column(_("Pekan terakhir"), "share", 1, 2),
        Column("n", "number"),
        Column(_("Rata-rata"), "share", 1, 2),
    )
    return _screen(
        view,
        "sinyal",
        title,
        page="sinyal",
        n=n,
        query=query,
        table=table(columns, values) if values else None,
        keys={"sinyal-memburuk": len(worse), "sinyal-membaik": len(better), "sinyal-biasa": rest},
        definition=_(
            "Sinyal ada bila 1 sampai 8 pekan terbaru berbeda dari pekan-pekan sebelumnya lebih dari yang dapat dibuat kebetulan. Dari yang disebut, paling banyak satu dari lima kebetulan: tanyakan, jangan menuduh."
        )
        + (" " + _("{n} SKPD belum cukup data.", n=number(charts.few)) if charts.few else ""),
    )


def _fitting(worse: Sequence[signals.Series], better: Sequence[signals.Series]) -> list[signals.Series]:
    """As many of both, in turn, as there is room for; those to ask first."""
    turns = [one for both in zip_longest(worse, better) for one in both if one is not None]
    kept = _readable(range(len(turns)), [one.name for one in turns], *ROWS)
    return sorted((turns[index] for index in kept), key=lambda one: one.variation != "worse")


def overdue(view: View, _meeting: Meeting) -> Screen:
    """The overdue LAPOR complaints, the five oldest by number."""
    now = lapor.summary(view)
    keys = {"lapor-terlambat": now.either, "lapor-terbuka": now.open}
    if not now.either:
        return _screen(view, "lapor", now.sentence(), page="lapor-terlambat", keys=keys)
    keys["lapor-terlama"] = round(now.crm_longest if now.crm else now.sp4n_longest)
    return _screen(
        view,
        "lapor",
        now.sentence(),
        page="daftar-lapor",
        query={"set": "terlambat"},
        keys=keys,
        table=overdue_table(lapor.oldest(view, OLDEST)),
        n=f"n = {number(now.open)}",
        definition=_(
            "Aduan LAPOR yang terbuka dan lewat tenggat pada jam CRM atau jam SP4N (Permenpan RB 62/2018, hari kerja). Yang tertua: tenggat paling awal."
        ),
    )


def overdue_table(data: pd.DataFrame) -> Table:
    """Overdue LAPOR complaints by number: nothing of what they say."""
    values = tuple(
        (
            str(row.code),
            one_line(row.skpd) if row.skpd == row.skpd and row.skpd else _("tanpa SKPD"),
            one_line(row.status) if row.status == row.status and row.status else NONE,
            row.created_at.date(),
            _later(row.crm_days_late),
            _later(row.sp4n_days_late),
        )
        for row in data.itertuples(index=False)
    )
    columns = (
        Column(_("Nomor"), width=3),
        Column(_("SKPD"), width=5),
        Column(_("Status"), width=3),
        Column(_("Masuk"), "day", width=3),
        Column(_("Lewat CRM (hari)"), "number", 0, 2),
        Column(_("Lewat SP4N (hari kerja)"), "number", 0, 2),
    )
    return table(columns, values)


def _later(days: object) -> float | None:
    """Days past a deadline; None where there is none or it lies ahead."""
    return float(days) if isinstance(days, (int, float)) and days == days and days >= 0 else None


def two_channels(view: View, _meeting: Meeting) -> Screen:
    """LAPOR against JAKI by the share on time, adjusted."""
    if why := _unjudged(view):
        return _nothing(view, "lapor-jaki", why, "lapor-jaki")
    two = pair.lapor_and_jaki(view)
    if two is None:
        return _nothing(view, "lapor-jaki", _("Sumber ini tidak mengenal kanal LAPOR dan JAKI."), "lapor-jaki")
    two = replace(two, a_name=one_line(two.a_name), b_name=one_line(two.b_name))
    measure = "tepat-waktu"
    gap = pair.gap(view, two, measure)
    n = f"n = {number(gap.n1)} {two.a}, {number(gap.n2)} {two.b}"
    if gap.adjusted is not None:
        n += ". " + _(
            "Disesuaikan (Mantel-Haenszel): {strata} strata, {used} dari {a} terpakai",
            strata=number(gap.adjusted.strata),
            used=percent(gap.adjusted.used, 1, 0),
            a=two.a,
        )
    points = []
    sides = ((two.a_name, gap.x1, gap.n1), (two.b_name, gap.x2, gap.n2))
    for (name, x, total), (low, high) in zip(sides, gap.intervals, strict=True):
        if total:
            words = f"{percent(x, total)}, n = {number(total)}"
            points.append(Point(name, x / total, words, low, high, name == two.a_name))
    label = measures()[measure].label
    return _screen(
        view,
        "lapor-jaki",
        gap.sentence(),
        page="lapor-jaki",
        n=n,
        plot=Plot("ranges", _("{label}, mentah, dengan selang 95 %", label=label), tuple(points), True, (0.0, 1.0))
        if points
        else None,
        keys={
            "lapor-jaki-a-x": gap.x1,
            "lapor-jaki-a-n": gap.n1,
            "lapor-jaki-b-x": gap.x2,
            "lapor-jaki-b-n": gap.n2,
        }
        | _whole("lapor-jaki-selisih", 1000 * gap.adjusted.difference if gap.adjusted else None),
        definition=f"{measures()[measure].says} "
        + _(
            "Judul: selisih yang disesuaikan menurut kelompok SKPD dan kategori, dengan selang 95 %; gambar: bagian mentah masing-masing dengan selang Wilson."
        ),
    )


def since(view: View, meeting: Meeting) -> Screen:
    """What became of the figures, and of what was overdue, since the last meeting."""
    found = since_then.since(view, meeting.then)
    if found is None:
        return _nothing(view, "sejak", _("Data tidak cukup jauh ke belakang untuk dibandingkan dengan rapat lalu."))
    then, now, was = found.then, found.now, found.was
    flows = [(_("Masuk"), "masuk"), (_("Selesai"), "selesai"), (_("Jatuh tempo"), "jatuh_tempo")]
    stocks = [
        (_("Terbuka"), "terbuka"),
        (_("Terlambat"), "terlambat"),
        (_("LAPOR lewat tenggat CRM"), "lapor_terlambat"),
    ]
    values: list[tuple[Any, ...]] = []
    read: list[tuple[str, ...]] = []
    for label, key in (*(flows if found.compares else ()), *stocks):
        values.append((label, was[key], now[key], now[key] - was[key]))
        read.append((label, number(was[key]), number(now[key]), signed(now[key] - was[key], 0)))
    if (gap := found.change()) is not None:
        label = _("Tepat waktu (%)")
        shares = [100 * t["tepat_waktu"] / t["jatuh_tempo"] for t in (was, now)]
        change = _(
            "{value} poin ({low} sampai {high})",
            value=signed(100 * gap[0]),
            low=signed(100 * gap[1]),
            high=signed(100 * gap[2]),
        )
        values.append((label, *shares, 100 * gap[0]))
        read.append((label, *(number(share, 1) for share in shares), change))
    label, left = _("LAPOR terlambat saat itu"), found.lapor - found.lapor_settled
    values.append((label, found.lapor, left, -found.lapor_settled))
    read.append(
        (
            label,
            number(found.lapor),
            _("{n} masih terbuka", n=number(left)),
            _("{n} selesai", n=number(found.lapor_settled)),
        )
    )
    columns = (
        Column(_("Angka"), width=4),
        Column(_("Saat itu"), "number", width=2),
        Column(_("Sekarang"), "number", width=3),
        Column(_("Perubahan"), "number", width=4),
    )
    n = f"n = {number(found.late)}. " + _(
        "Saat itu: {first} – {last}, per {moment}",
        first=day(then.first, short=True),
        last=day(then.last, short=True),
        moment=moment(then.as_of, view.moment.zone, short=True),
    )
    return _screen(
        view,
        "sejak",
        found.sentence(),
        page="",
        n=n,
        table=Table(columns, tuple(values), tuple(read)),
        keys={
            "sejak-terlambat": found.late,
            "sejak-selesai": found.settled,
            "sejak-lapor": found.lapor,
            "sejak-lapor-selesai": found.lapor_settled,
        },
        definition=_(
            "Kolom “saat itu” dihitung ulang dari riwayat sebagaimana diketahui pada waktu itu, dengan saringan rapat ini. Perubahan jumlah adalah selisih apa adanya; perubahan bagian diberi selang 95 % Newcombe."
        ),
    )


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return NONE
    if column.kind == "number":
        return number(value, column.digits)
    if column.kind == "share":
        return percent(value, 1, column.digits)
    if column.kind == "day":
        return day(value, short=True)
    return moment(value, short=True) if column.kind == "moment" else str(value)


def table(columns: tuple[Column, ...], rows: tuple[tuple[Any, ...], ...]) -> Table:
    """A table with its words."""
    words = tuple(tuple(_cell(value, column) for value, column in zip(row, columns, strict=True)) for row in rows)
    return Table(columns, rows, words)


@dataclass(frozen=True)
class Kind:
    """A kind of screen: its name in the agenda, what makes it, and what the figures it gives to the link are called."""

    name: Callable[[], str]
    build: Callable[[View, Meeting], Screen]
    figures: Callable[[], dict[str, str]] = dict


SCREENS: dict[str, Kind] = {
    "angka": Kind(
        lambda: _("Angka utama"),
        figures,
        lambda: {
            "masuk": _("Masuk"),
            "selesai": _("Selesai"),
            "jatuh-tempo": _("Jatuh tempo"),
            "tepat-waktu": _("Tepat waktu"),
            "bertenggat": _("Terbuka, bertenggat"),
            "dalam-tenggat": _("Dalam tenggat"),
            "terbuka": _("Terbuka"),
            "terlambat": _("Terlambat"),
            "waktu-tengah": _("Waktu tengah (jam)"),
        },
    ),
    "kanal": Kind(lambda: _("Beban per kanal"), load),
    "tumpukan": Kind(
        lambda: _("Tumpukan dan jatuh tempo"),
        backlog,
        lambda: {
            "tujuh-hari": _("Jatuh tempo dalam 7 hari"),
            "segera": _("Jatuh tempo dalam 3 hari"),
            "tanpa-tenggat": _("Tanpa tenggat"),
        },
    ),
    "peringkat": Kind(
        lambda: _("Peringkat SKPD"),
        ranking,
        lambda: {
            "peringkat-n": _("Peringkat: dihitung"),
            "peringkat-x": _("Peringkat: baik"),
            "peringkat-skpd": _("Peringkat: SKPD"),
            "peringkat-atas": _("Peringkat: jelas di paruh atas"),
            "peringkat-bawah": _("Peringkat: jelas di paruh bawah"),
        },
    ),
    "sinyal": Kind(
        lambda: _("Tanyakan dan puji"),
        ask_and_praise,
        lambda: {
            "sinyal-memburuk": _("Sinyal memburuk"),
            "sinyal-membaik": _("Sinyal membaik"),
            "sinyal-biasa": _("Tanpa sinyal"),
        },
    ),
    "lapor": Kind(
        lambda: _("LAPOR terlambat"),
        overdue,
        lambda: {
            "lapor-terlambat": _("LAPOR terlambat"),
            "lapor-terbuka": _("LAPOR terbuka"),
            "lapor-terlama": _("LAPOR terlama (hari)"),
        },
    ),
    "lapor-jaki": Kind(
        lambda: _("LAPOR dan JAKI"),
        two_channels,
        lambda: {
            "lapor-jaki-selisih": _("Selisih LAPOR dan JAKI (0,1 poin)"),
            "lapor-jaki-a-x": _("LAPOR tepat waktu"),
            "lapor-jaki-a-n": _("LAPOR jatuh tempo"),
            "lapor-jaki-b-x": _("JAKI tepat waktu"),
            "lapor-jaki-b-n": _("JAKI jatuh tempo"),
        },
    ),
    "sejak": Kind(
        lambda: _("Sejak rapat lalu"),
        since,
        lambda: {
            "sejak-terlambat": _("Terlambat pada rapat lalu"),
            "sejak-selesai": _("Di antaranya selesai"),
            "sejak-lapor": _("LAPOR terlambat pada rapat lalu"),
            "sejak-lapor-selesai": _("LAPOR di antaranya selesai"),
        },
    ),
}
"""Every screen by its code, in the order of the default agenda."""


def names() -> dict[str, str]:
    """Every screen in words."""
    return {code: kind.name() for code, kind in SCREENS.items()}


def labels() -> dict[str, str]:
    """What the figures in a link are called."""
    return {key: words for kind in SCREENS.values() for key, words in kind.figures().items()}


@replayed
def screen(view: View, meeting: Meeting, code: str) -> Screen:
    """One screen, made once for a view and an agenda."""
    return SCREENS[code].build(view, meeting)
