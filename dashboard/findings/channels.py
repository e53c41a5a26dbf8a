"""The channels: what came in by each, over time, in and out of the stock, and which have fallen silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.analysis.signals import xmr
from dashboard.findings import steps
from dashboard.findings.source import Freshness, freshness
from dashboard.formats import hours, moment, number, percent, plain
from dashboard.kept import finding
from dashboard.settings import published, settings
from dashboard.texts import _
from dashboard.view import View
from queries import channels
from queries.channels import Feed
from queries.filters import Filters

ENGLISH = {
    "masuk": "received",
    "selesai": "settled",
    "jatuh_tempo": "due",
    "tepat_waktu": "on_time",
    "terbuka": "open",
    "terlambat": "late",
    "pelapor": "reporters",
    "awal": "open_before",
    "akhir": "open_after",
    "bertentangan": "contradictory",
    "dibuka_lagi": "reopened",
}
"""Columns of the questions about channels, as findings call them."""

CUTS = ("kanal", "kelompok", "geotag")
SCALES = ("jumlah", "bagian", "indeks", "log")


def best_unit(filters: Filters) -> str:
    """The unit of time that shows a period best."""
    return (
        "day" if filters.days <= 62 else "week" if filters.days <= 400 else "month" if filters.days <= 1500 else "year"
    )


def cut_labels() -> dict[str, str]:
    """What a series can stand for."""
    return dict(zip(CUTS, (_("Per kanal"), _("Per kelompok"), _("Geotag atau bukan")), strict=True))


def scale_labels() -> dict[str, str]:
    words = (_("Jumlah"), _("Bagian (%)"), _("Indeks (awal = 100)"), _("Skala logaritma"))
    return dict(zip(SCALES, words, strict=True))


def change(now: int, before: int | None) -> float | None:
    """Percent more (less) than before; None where there was nothing."""
    return None if not before else 100 * (now - before) / before


def _percent(now: int, before: int | None) -> float | None:
    """The same where there were enough to speak of percents: 8 instead of 2 is six more, not 300 %."""
    return change(now, before) if before is not None and before >= settings().minimum_cohort else None


@dataclass(frozen=True)
class Published:
    """What was officially published for a year, of a channel ("" for all), beside what the source holds."""

    code: str
    name: str
    year: int
    total: int
    here: int

    def sentence(self) -> str:
        percents = change(self.here, self.total)
        return _(
            "{name}, terbitan resmi {year}: {total}; di sini {here} ({change} %).",
            name=self.name or _("Semua kanal"),
            year=self.year,
            total=number(self.total),
            here=number(self.here),
            change=("+" if (percents or 0) > 0 else "") + number(percents, 1),
        )


@dataclass(frozen=True)
class Volumes:
    """One row a channel, the largest first: code, name, group_name, is_geotagged, valid_from, valid_to, received,
    settled, due, on_time, open, late, reporters (different ones), n_before and n_year (received then; NaN: not to be
    compared), before and last_year (change of received, percent; NaN where there were too few then for one).
    ``earlier`` and ``year``: the periods it was compared with.
    """

    rows: pd.DataFrame
    earlier: Filters
    year: Filters
    published: tuple[Published, ...]

    @property
    def received(self) -> int:
        return int(self.rows["received"].sum())

    @property
    def is_empty(self) -> bool:
        return not self.received and not self.rows["open"].sum()

    def sentence(self) -> str:
        top = self.rows.iloc[0]
        return _(
            "{name} menerima {n} dari {all} aduan ({share}).",
            name=top["name"],
            n=number(top["received"]),
            all=number(self.received),
            share=percent(top["received"], self.received),
        )

    def headline(self) -> str:
        """The same for a screen, which never leaves LAPOR out."""
        rows = self.rows[self.rows["received"] > 0]
        top, lapor = rows.iloc[0], rows[rows["code"] == "LAPOR"]
        text = _(
            "{name} membawa {share} dari {n} aduan",
            name=" ".join(str(top["name"]).split()),
            share=percent(top["received"], self.received),
            n=number(self.received),
        )
        if len(lapor) and top["code"] != "LAPOR":
            n = int(lapor["received"].iloc[0])
            text += "; " + _("LAPOR {n} ({share})", n=number(n), share=percent(n, self.received))
        return f"{text}."


@finding
def volumes(view: View) -> Volumes:
    f = view.filters
    data = channels.volumes(f).rename(columns=ENGLISH)
    earlier, year = f.before(), f.last_year()
    people = channels.reporters(f).set_index("code")["pelapor"]
    compares, compares_year = view.can_compare(earlier), view.can_compare(year)
    before = channels.received(earlier) if compares else {}
    last = channels.received(year) if compares_year else {}
    pairs = list(zip(data["code"], data["received"], strict=True))
    rows = data.assign(
        reporters=[int(people.get(code, 0)) or None for code in data["code"]],
        n_before=[before.get(code, 0) if compares else None for code, _n in pairs],
        n_year=[last.get(code, 0) if compares_year else None for code, _n in pairs],
        before=[_percent(n, before.get(code)) for code, n in pairs],
        last_year=[_percent(n, last.get(code)) for code, n in pairs],
    )
    return Volumes(rows, earlier, year, _published(f, rows))


def _published(filters: Filters, rows: pd.DataFrame) -> tuple[Published, ...]:
    """Only where the period is a whole calendar year and nothing else is chosen."""
    year = filters.first.year
    is_part = filters.channels or filters.skpds or filters.areas or filters.categories or filters.as_of < filters.until
    if is_part or (filters.first, filters.last) != (date(year, 1, 1), date(year, 12, 31)):
        return ()
    names = dict(zip(rows["code"], rows["name"], strict=True))
    counts = dict(zip(rows["code"], rows["received"], strict=True)) | {"": rows["received"].sum()}
    return tuple(
        Published(code, names.get(code, code), year, total, int(counts.get(code, 0)))
        for code, total in published(year).items()
    )


@finding
def filled(view: View, unit: str) -> pd.DataFrame:
    """One row a channel and step while the channel was open, zeros included: code, name, step, received, is_running.

    Two channels of one name have their codes behind it. ``is_running``: the step is cut by the period or not over at
    as_of, so it is no whole day, week or month.
    """
    f = view.filters
    data, known = channels.steps(f, unit), channels.volumes(f)
    begun = steps.starts(f, unit)
    if data.empty or not begun:
        return pd.DataFrame(columns=["code", "name", "step", "received", "is_running"])
    counts = data.set_index(["code", "step"])["masuk"].to_dict()
    shared = set(known["name"][known["name"].duplicated()])
    rows = [
        {
            "code": channel.code,
            "name": f"{channel.name} ({channel.code})" if channel.name in shared else channel.name,
            "step": pd.Timestamp(step),
            "received": counts.get((channel.code, pd.Timestamp(step)), 0),
            "is_running": steps.is_cut(step, unit, f),
        }
        for channel in known.itertuples()
        if channel.masuk
        for step in begun
        if (pd.isna(channel.valid_from) or steps.end(step, unit) > channel.valid_from)
        and (pd.isna(channel.valid_to) or step <= channel.valid_to)
    ]
    return pd.DataFrame(rows)


def received(view: View, unit: str) -> int:
    """What came in, also outside its channel's time."""
    return int(channels.steps(view.filters, unit)["masuk"].sum())


def series(view: View, unit: str, cut: str, scale: str) -> pd.DataFrame:
    """``filled`` by channel, group or geotag (name), with ``value`` on the scale: complaints, percent of all, or index.

    The index sets the first whole step with complaints of each series at 100; a series without one has none.
    """
    data = filled(view, unit)
    if data.empty:
        return data.assign(value=[])
    if cut != "kanal":
        known = channels.volumes(view.filters).set_index("code")
        column, unknown = ("group_name", _("tanpa kelompok")) if cut == "kelompok" else ("is_geotagged", "")
        geotag = {"True": _("Geotag"), "False": _("Bukan geotag"), "": _("tidak dikenal")}
        keys = {code: "" if pd.isna(value) else str(value) for code, value in known[column].items()}
        data = data.assign(key=data["code"].map(keys)).groupby(["key", "step"], as_index=False)
        data = data.agg(received=("received", "sum"), is_running=("is_running", "any"))
        data["name"] = [(key or unknown) if cut == "kelompok" else geotag[key] for key in data["key"]]
        data = data.drop(columns="key").sort_values(["name", "step"], ignore_index=True)
    counts = data["received"]
    if scale == "bagian":
        return data.assign(value=100 * counts / data.groupby("step")["received"].transform("sum").clip(lower=1))
    if scale == "indeks":
        whole = data[~data["is_running"] & (counts > 0)].sort_values("step").groupby("name")["received"].first()
        return data.assign(value=100 * counts / data["name"].map(whole))
    return data.assign(value=counts.astype(float))


@dataclass(frozen=True)
class Flow:
    """In, out and stock. ``rows``, one a channel, the largest first: code, name, open_before, received, settled,
    open_after, contradictory, reopened, rest (what does not add up)."""

    rows: pd.DataFrame
    days: int

    def sentence(self) -> str:
        total = self.rows[["open_before", "received", "settled", "open_after", "contradictory", "rest"]].sum()
        rest = int(total["rest"])
        text = _(
            "Awal {start} + masuk {come} − selesai {gone} = {sum}; terbuka di akhir {end}, sisa {rest}.",
            start=number(total["open_before"]),
            come=number(total["received"]),
            gone=number(total["settled"]),
            sum=number(total["open_after"] - rest),
            end=number(total["open_after"]),
            rest=number(rest),
        )
        if not rest:
            return text
        return f"{text} " + _(
            "{odd} aduan masuk dengan waktu bertentangan dan tidak masuk tumpukan.", odd=number(total["contradictory"])
        )


@finding
def flow(view: View) -> Flow:
    data = channels.flow(view.filters).rename(columns=ENGLISH)
    names = view.choices["channels"]
    data = data.assign(
        name=[names.get(code, code) for code in data["code"]],
        rest=data["open_after"] - (data["open_before"] + data["received"] - data["settled"]),
    )
    return Flow(data.sort_values("received", ascending=False), max(view.filters.elapsed_days, 1))


@dataclass(frozen=True)
class Drop:
    """An open channel whose last whole 7 days lie below the usual wavering of the 12 weeks before."""

    name: str
    last: int
    low: float
    mean: float

    def sentence(self) -> str:
        return _(
            "**{name}**: turun tajam, {last} aduan dalam 7 hari utuh terakhir; biasanya {mean}, batas bawahnya {low}.",
            name=plain(self.name),
            last=number(self.last),
            mean=number(self.mean, 1),
            low=number(self.low, 1),
        )


@finding
def dropped(view: View) -> tuple[Drop, ...]:
    """The channels that have dropped.

    Below what chance alone does to counts of that size, too: after twelve equal weeks one complaint less is no drop.
    """
    last = view.filters.as_of.date() - timedelta(days=1)
    f = Filters(last - timedelta(days=7 * 13 - 1), last, view.filters.as_of)
    if not view.can_compare(f):
        return ()
    days = channels.steps(f, "day")
    days["week"] = (days["step"] - pd.Timestamp(f.first)).dt.days // 7
    counts = days.groupby(["code", "week"])["masuk"].sum().unstack(fill_value=0)
    counts = counts.reindex(columns=range(13), fill_value=0)
    drops = []
    for channel in channels.feeds(view.filters.as_of):
        if not channel.is_open or channel.code not in counts.index:
            continue
        weeks = counts.loc[channel.code]
        usual = xmr(weeks.iloc[:12])
        low = min(usual.low, usual.mean - 3 * usual.mean**0.5)
        if weeks.iloc[12] < low:
            drops.append(Drop(channel.name, int(weeks.iloc[12]), low, usual.mean))
    return tuple(drops)


def silent_words(feed: Feed) -> str:
    return _(
        "**{name}**: senyap {time}, terakhir {moment}; jeda terpanjang biasanya {usual}.",
        name=plain(feed.name),
        time=hours(feed.hours_silent),
        moment=moment(feed.newest),
        usual=hours(feed.hours_usual),
    )


def late_words(feed: Feed) -> str:
    return _(
        "**{name}**: terlambat, {time} tanpa aduan, terakhir {moment}; 95 % jedanya paling lama {usual}.",
        name=plain(feed.name),
        time=hours(feed.hours_silent),
        moment=moment(feed.newest),
        usual=hours(feed.hours_common),
    )


@dataclass(frozen=True)
class Silence:
    """The open channels that send nothing, or much less than they use to."""

    fresh: Freshness
    drops: tuple[Drop, ...]

    def sentence(self) -> str:
        """What the foot of the page says, and how many have dropped."""
        text = self.fresh.sentence()
        return text + (", " + _("{n} turun tajam", n=number(len(self.drops))) if self.drops else "")

    def sentences(self) -> list[str]:
        return [
            *(silent_words(feed) for feed in self.fresh.silent),
            *(late_words(feed) for feed in self.fresh.late),
            *(drop.sentence() for drop in self.drops),
            *(_("**{name}**: belum pernah ada aduan.", name=plain(feed.name)) for feed in self.fresh.never),
        ]


@finding
def silence(view: View) -> Silence:
    """At the moment of the view, whatever its other filters."""
    return Silence(freshness(view), dropped(view))
