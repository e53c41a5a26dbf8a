"""One channel: when people report through it, how soon somebody looks, what they report; and what is
rising anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from dashboard.analysis.signals import xmr
from dashboard.formats import day, hours, number, percent
from dashboard.kept import finding
from dashboard.texts import _
from dashboard.view import View
from queries import channels, moment
from queries.filters import Filters

LEAST = 10  # complaints of a category for its difference to be shown
SHOWN = 12  # categories whose difference is shown
RECENT, BASE = 28, 56  # days that may be rising, and the days before that tell what is usual
A_HOUR = 5  # coordinated complaints of an hour for its median to be shown


def _everything(view: View) -> Filters:
    """The filters without the channel: the page has its own."""
    return replace(view.filters, channels=())


def by_size(view: View) -> list[str]:
    """The codes of the channels, the largest of the period first."""
    received = channels.received(_everything(view))
    return sorted(view.choices["channels"], key=lambda code: -received.get(code, 0))


def weekday_labels() -> dict[int, str]:
    words = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
    return dict(enumerate(words, 1))


@dataclass(frozen=True)
class Rhythm:
    """Complaints of a channel by weekday (1 Monday to 7) and hour (0 to 23), zeros included: weekday,
    hour, received.
    """

    rows: pd.DataFrame

    @property
    def total(self) -> int:
        return int(self.rows["received"].sum())

    def sentence(self) -> str:
        by_day = self.rows.groupby("weekday")["received"].sum()
        by_hour = self.rows.groupby("hour")["received"].sum()
        hour = int(by_hour.idxmax())
        return _(
            "Terbanyak pada {day} ({share}) dan antara pukul {from_}.00 dan {until}.00 ({part}); n = {n}.",
            day=weekday_labels()[int(by_day.idxmax())],
            share=percent(by_day.max(), self.total),
            from_=f"{hour:02}",
            until=f"{hour + 1:02}",
            part=percent(by_hour.max(), self.total),
            n=number(self.total),
        )


@finding
def rhythm(view: View, code: str) -> Rhythm:
    data = channels.rhythm(_everything(view))
    every = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
    own = data[data["code"] == code].set_index(["weekday", "hour"])["masuk"]
    return Rhythm(own.reindex(every, fill_value=0).rename("received").reset_index())


@dataclass(frozen=True)
class FirstStep:
    """Hours (median) from receipt to the first coordination. ``channels``, the slowest first: code, name, hours,
    coordinated. ``by_hour`` of one channel, where enough were coordinated: hour (of receipt), hours, coordinated."""

    channels: pd.DataFrame
    by_hour: pd.DataFrame

    def sentence(self) -> str:
        slow = self.channels.iloc[0]
        return _(
            "Median sampai koordinasi pertama: {slow} paling lama, {time}.",
            slow=slow["name"],
            time=hours(slow["hours"]),
        )


@finding
def first_step(view: View, code: str) -> FirstStep:
    data = channels.first_step(_everything(view)).rename(columns={"dikoordinasikan": "coordinated"})
    names = view.choices["channels"]
    whole = data[data["hour"].isna()].sort_values("hours", ascending=False)
    whole = whole.assign(name=[names.get(value, value) for value in whole["code"]])
    hourly = data[(data["code"] == code) & data["hour"].notna() & (data["coordinated"] >= A_HOUR)]
    return FirstStep(whole.drop(columns="hour"), hourly.drop(columns="code"))


@dataclass(frozen=True)
class Categories:
    """What comes by a channel more, or less, than by all, the most first: category ("" unknown), name, own, every,
    share and city (parts of the channel's and of all complaints), points (their difference)."""

    rows: pd.DataFrame
    own: int
    total: int

    def sentence(self) -> str:
        if self.rows.empty:
            return _("Tidak ada kategori dengan sedikitnya {n} aduan.", n=LEAST)
        top = self.rows.iloc[0]
        return _(
            "{name} paling banyak lebihnya: {share} dari aduan kanal ini, {city} dari semua aduan.",
            name=category_name(top["category"]),
            share=percent(top["share"], 1),
            city=percent(top["city"], 1),
        )


def category_name(category: str) -> str:
    return category or _("kategori tidak dikenal")


@finding
def categories(view: View, code: str) -> Categories:
    data = channels.categories(_everything(view))
    own = data[data["code"] == code].set_index("category")["masuk"]
    every = data.groupby("category")["masuk"].sum()
    total, mine = int(every.sum()), int(own.sum())
    rows = pd.DataFrame({"own": own.reindex(every.index, fill_value=0), "every": every})
    if not mine:
        return Categories(rows.reset_index().iloc[:0], 0, total)
    rows["share"], rows["city"] = rows["own"] / mine, rows["every"] / total
    rows["points"] = 100 * (rows["share"] - rows["city"])
    rows = rows[rows["every"] >= LEAST].reset_index()
    rows = rows.loc[rows["points"].abs().nlargest(SHOWN).index]
    return Categories(rows.sort_values("points", ascending=False, ignore_index=True), mine, total)


@dataclass(frozen=True)
class Rising:
    """One row a category with its last 28 days beside the 28 before: category, now, before, ratio, signal_day, last,
    limit.

    A signal is a day of the last two above the upper XmR limit of the 56 days before the 28: so a flood is seen on its
    second day at the latest, whatever the weekday.
    """

    rows: pd.DataFrame

    def sentences(self) -> list[tuple[str, str]]:
        """Of each category with a signal its name, and what happened."""
        return [
            (
                category_name(row.category),
                _(
                    "{n} aduan pada {day}; batas goyangan biasanya {limit} sehari.",
                    n=number(row.last),
                    day=day(row.signal_day),
                    limit=number(row.limit, 1),
                ),
            )
            for row in self.rows[self.rows["signal_day"].notna()].itertuples()
        ]


@finding
def rising(view: View) -> Rising:
    """Whatever the period of the view is."""
    return Rising(risen(view.filters))


def risen(filters: Filters) -> pd.DataFrame:
    """The rows of ``Rising``."""
    last = filters.as_of.date() - timedelta(days=1)
    f = replace(filters, first=last - timedelta(days=RECENT + BASE - 1), last=filters.as_of.date())
    data = channels.category_days(f)
    oldest = moment.now().oldest
    if data.empty or oldest is None or oldest.date() > f.first + timedelta(days=7):  # nothing tells what is usual
        return pd.DataFrame(columns=["category", "now", "before", "ratio", "signal_day", "last", "limit"])
    days = pd.date_range(f.first, filters.as_of.date())
    wide = data.pivot_table(index="category", columns="day", values="masuk", fill_value=0).reindex(
        columns=days, fill_value=0
    )
    rows = []
    for category, counts in wide.iterrows():
        usual = xmr(counts.iloc[:BASE])
        recent = counts.iloc[-2:]  # the last whole day, and the one that is running
        above = recent[(recent > usual.high) & (recent >= 5)]
        now, before = int(counts.iloc[BASE : BASE + RECENT].sum()), int(counts.iloc[BASE - RECENT : BASE].sum())
        signal = above.index[0] if len(above) else pd.NaT
        rows.append((category, now, before, now / before if before else None, signal, int(recent.max()), usual.high))
    frame = pd.DataFrame(rows, columns=["category", "now", "before", "ratio", "signal_day", "last", "limit"])
    frame = frame[(frame["now"] >= LEAST) | frame["signal_day"].notna()]
    return frame.sort_values(["signal_day", "ratio"], ascending=[False, False], na_position="last", ignore_index=True)
