"""The laporan monev of a month: the screens of a meeting about that month, with the whole tables behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from dashboard.address import Asked, Link, read
from dashboard.deck import Column, Deck, Screen, Table
from dashboard.findings import channels, lapor, pair
from dashboard.findings.measures import measures
from dashboard.findings.standing import flag_words, group_of, groups, standing, tier_words
from dashboard.formats import month
from dashboard.meeting import screens, whole
from dashboard.meeting.link import default_agenda
from dashboard.meeting.meeting import Meeting
from dashboard.meeting.screens import names, one_line, screen
from dashboard.texts import _
from dashboard.view import View, month_of
from queries.moment import Choices, Moment

OLDEST = 20


def first_of(text: str) -> date:
    """The first day of a month written 2026-10; ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m").date()


def view(first: date, now: Moment, choices: Choices, address: str = "") -> Asked:
    """The view of a month; ``address`` is a query with further choices (wilayah, skpd, per, ...)."""
    first, last = month_of(first)
    rest = "&".join(part for part in address.split("&") if part.partition("=")[0] not in ("dari", "sampai", "periode"))
    return read(now, choices, Link(f"dari={first}&sampai={last}&{rest}"))


def _meeting(view: View, group: str) -> Meeting:
    """The agenda of the report; the last meeting looked at the month before, as many days earlier."""
    f = view.filters
    start, end = month_of(f.first, back=1)
    then = replace(f, first=start, last=end, as_of=f.as_of - (f.first - start))
    return Meeting(default_agenda(is_then_given=False), group, "tepat-waktu", then, True)


def _groups(view: View) -> list[str]:
    """The peer groups that are ranked: of the SKPD that are chosen, else all."""
    if view.filters.skpds:
        return list(dict.fromkeys(group_of(code) for code in view.filters.skpds))
    return list(groups())


Section = Callable[[], Screen | None]


def sections(view: View) -> list[Section]:
    """What makes each section, in their order; a group of which nothing can be said gives none."""
    first = _meeting(view, next(iter(groups())))
    defined: set[str] = set()

    def of_group(group: str, code: str) -> Screen | None:
        one, table = screen(view, _meeting(view, group), code), _ranking(view, group) if code == "peringkat" else None
        if one.is_empty and not table:
            return None
        told = "" if code in defined else one.definition  # once for all groups
        defined.add(code)
        name = f"{names()[code]}: {groups()[group]}"
        return replace(_with(one, table), code=f"{code}-{group}", name=name, definition=told)

    return [
        lambda: screen(view, first, "angka"),
        lambda: _with(screen(view, first, "kanal"), _channels(view)),
        lambda: screen(view, first, "tumpukan"),
        *(partial(of_group, group, code) for group in _groups(view) for code in ("peringkat", "sinyal")),
        lambda: _with(screen(view, first, "lapor"), _oldest(view)),
        lambda: _with(screen(view, first, "lapor-jaki"), _measures(view)),
        lambda: screen(view, first, "sejak"),
    ]


def _with(one: Screen, table: Table | None) -> Screen:
    return replace(one, table=table) if table else one


def _channels(view: View) -> Table | None:
    data = channels.volumes(view).rows
    data = data[data[["received", "settled", "due", "open"]].any(axis=1)]
    total = int(data["received"].sum())
    rows = tuple(
        (
            one_line(row.name),
            row.received,
            row.received / total if total else None,
            row.settled,
            row.due,
            row.on_time / row.due if row.due else None,
            row.open,
            row.late,
        )
        for row in data.itertuples(index=False)
    )
    columns = (
        Column(_("Kanal"), width=5),
        Column(_("Masuk"), "number", width=2),
        Column(_("Bagian"), "share", 1, 2),
        Column(_("Selesai"), "number", width=2),
        Column(_("Jatuh tempo"), "number", width=2),
        Column(_("Tepat waktu"), "share", 1, 2),
        Column(_("Terbuka"), "number", width=2),
        Column(_("Terlambat"), "number", width=2),
    )
    return screens.table(columns, rows) if rows else None


def _ranking(view: View, group: str) -> Table | None:
    """Every unit of a group with enough complaints; without ranks where they are mostly chance."""
    if not view.moment.has_open:
        return None
    ranking = standing(view, group, "tepat-waktu")
    if ranking.rows.empty:
        return None
    tiers, flags = tier_words(), flag_words()
    if ranking.shows == "tiers":
        place: tuple[Column, ...] = (Column(_("Lapis"), width=3),)
    else:
        place = (
            Column(_("Peringkat harapan"), "number", 1, 2),
            Column(_("95 % dari"), "number", width=1),
            Column(_("sampai"), "number", width=1),
        )
    columns = (
        Column(_("SKPD"), width=6),
        *place,
        Column(_("Tepat waktu"), "share", 1, 2),
        Column("n", "number", width=1),
        Column(_("Taksiran"), "share", 1, 2),
        Column(_("Disesuaikan"), "share", 1, 2),
        Column(_("Tanda corong"), width=2),
    )

    def cells(row: Any) -> tuple[Any, ...]:
        ranks = (tiers[row.tier],) if ranking.shows == "tiers" else (row.rank, row.rank_low, row.rank_high)
        return (one_line(row.name), *ranks, row.raw, int(row.n), row.value, row.adjusted, flags[row.flag])

    return screens.table(columns, tuple(cells(row) for row in ranking.rows.itertuples(index=False)))


def _oldest(view: View) -> Table | None:
    data = lapor.oldest(view, OLDEST)
    return screens.overdue_table(data) if len(data) else None


def _measures(view: View) -> Table | None:
    """LAPOR against JAKI by every measure."""
    two = pair.lapor_and_jaki(view)
    if two is None or not view.moment.has_open:
        return None
    rows = []
    for code in pair.SHARES:
        gap = pair.gap(view, two, code)
        adjusted = gap.adjusted
        rows.append(
            (
                measures()[code].label,
                gap.x1 / gap.n1 if gap.n1 else None,
                gap.n1,
                gap.x2 / gap.n2 if gap.n2 else None,
                gap.n2,
                *(
                    (None,) * 3
                    if adjusted is None
                    else (100 * adjusted.difference, 100 * adjusted.low, 100 * adjusted.high)
                ),
            )
        )
    columns = (
        Column(_("Ukuran"), width=4),
        Column(two.a, "share", 1, 2),
        Column(f"n {two.a}", "number", width=2),
        Column(two.b, "share", 1, 2),
        Column(f"n {two.b}", "number", width=2),
        Column(_("Selisih disesuaikan (poin)"), "number", 1, 3),
        Column(_("95 % dari"), "number", 1, 2),
        Column(_("sampai"), "number", 1, 2),
    )
    return screens.table(columns, tuple(rows))


def report(view: View, progress: Callable[[int, int, str], None] = lambda *_step: None) -> Deck:
    """The report as a deck; ``progress(done, all, name)`` is told before each section."""
    plan = sections(view)
    made: list[Screen] = []
    for make in plan:
        if section := make():
            made.append(section)
            progress(min(len(made), len(plan) - 1), len(plan), section.name)
    f = view.filters
    places = [one_line(view.choices[name].get(code, code)) for name in ("areas", "skpds") for code in getattr(f, name)]
    where = ", ".join(places) or _("Provinsi DKI Jakarta")
    title = _("Laporan Monitoring dan Evaluasi Pengelolaan Pengaduan Masyarakat")
    bound = whole.bound(view, title, f"{month(f.first)} · {where}", made)
    limits = _(
        "Angka menurut CRM pada waktu di atas; dihitung pada waktu lain, angkanya lain. Selesai berarti berstatus selesai: keadaan di lapangan tidak tercatat. Perbandingan SKPD dan kanal disesuaikan dengan jenis aduan, bukan dengan beban, anggaran atau jumlah petugas."
    )
    return replace(bound, about=(*bound.about, (_("Batasan"), limits)))
