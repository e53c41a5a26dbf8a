"""Signals: the weekly figures of units, and whose newest weeks differ from those before by more than chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.shifts import Shift, discovered, effects, limits, scan
from dashboard.analysis.signals import ENOUGH, Assurance, Variation
from dashboard.findings.measures import measures
from dashboard.findings.standing import group_map, members
from dashboard.formats import day, number, percent
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import skpds

WEEKS = 26
LEAST, POINTS = 5, 8  # complaints in a week for its share to be a point; points for a unit to be shown
OTHERS = 30  # complaints of all other units in a week for its difficulty to be told
FLOOD = (3.0, 5)  # a day of so many times the usual (median) number of complaints about floods, and of so many at least
VARIATIONS: tuple[Variation, ...] = ("worse", "better", "common", "none")


@dataclass(frozen=True)
class Series:
    """The weeks of one unit: week (its first day), n, x, value, low and high (limits of the week; 0 to 1), signal,
    is_flood, holidays (their names). ``mean``: its share over all of them; ``variation``: what its newest weeks say, of
    the unit alone or, in a group, of all of it.
    """

    code: str
    name: str
    data: pd.DataFrame
    mean: float
    target: float | None
    shift: Shift
    variation: Variation

    @property
    def is_trial(self) -> bool:
        return len(self.data) < ENOUGH

    @property
    def usual(self) -> tuple[float, float]:
        """The limits of a typical week."""
        return float(self.data["low"].median()), float(self.data["high"].median())

    @property
    def assurance(self) -> Assurance:
        """Whether usual wavering alone stays above the target, stays below it, or crosses it."""
        if self.target is None:
            return "none"
        low, high = self.usual
        return "above" if low > self.target else "below" if high < self.target else "mixed"

    def named(self, variation: Variation) -> Series:
        """The same with what is said of it; its newest weeks are marked where something is."""
        sign = {"worse": -1, "better": 1}.get(variation, 0)
        signal = self.data["signal"].where(self.data["number"] < WEEKS - self.shift.window, sign)
        return replace(self, variation=variation, data=self.data.assign(signal=signal if sign else self.data["signal"]))

    @property
    def words(self) -> list[str]:
        """Each week in words. Only of what is drawn: dates take time."""
        return [
            f"{day(row.week, short=True)}: {percent(row.x, row.n)} (n = {number(row.n)})"
            + (f" · {why}" if (why := ", ".join([_("hari banjir")] * row.is_flood + list(row.holidays))) else "")
            for row in self.data.itertuples()
        ]

    @property
    def marks(self) -> list[str]:
        """What is drawn at the foot of each week: ◆ a flood, ▽ a holiday."""
        return ["◆" * row.is_flood + "▽" * bool(row.holidays) for row in self.data.itertuples()]


def variations() -> dict[Variation, str]:
    words = (_("memburuk"), _("membaik"), _("goyangan biasa"), _("belum ada data"))
    return dict(zip(VARIATIONS, words, strict=True))


def assurances() -> dict[Assurance, str]:
    return {
        "above": _("selalu di atas pembanding"),
        "below": _("selalu di bawah pembanding"),
        "mixed": _("kadang di atas, kadang di bawah pembanding"),
        "none": _("tanpa pembanding"),
    }


def marked(view: View, measure: str) -> pd.DataFrame:
    """One row a week of the chart: week (its number), first (its first day), is_flood, holidays (a tuple of names)."""
    f = skpds.weeks(view.filters, measure, WEEKS)
    days = skpds.days(f)
    times, least = FLOOD
    days["flood"] = days["floods"] >= np.maximum(times * days["floods"].median(), least)
    days["number"] = (days["day"] - pd.Timestamp(f.first)).dt.days // 7
    rows = [
        (index, week["day"].iloc[0], bool(week["flood"].any()), tuple(dict.fromkeys(week["holiday"].dropna())))
        for index, week in days.groupby("number")
    ]
    return pd.DataFrame(rows, columns=["week", "first", "is_flood", "holidays"])


def _one(
    code: str,
    name: str,
    own: pd.DataFrame,
    every: pd.DataFrame,
    weeks: pd.DataFrame,
    target: float | None,
    effect: float,
) -> Series | None:
    """The series of one unit, ``every`` the sums of all by week; None where it has too few weeks with enough complaints."""
    data = own[own["n"] >= LEAST].merge(weeks, on="week").sort_values("week", ignore_index=True)
    if len(data) < POINTS:
        return None
    wide = own.set_index("week")[["n", "x"]].reindex(range(WEEKS), fill_value=0).astype(float)
    others = every - wide
    share = (others["x"] / others["n"]).where(others["n"] >= OTHERS)
    shift = scan(wide["n"].to_numpy(), wide["x"].to_numpy(), share.to_numpy(float), effect)
    mean = float(wide["x"].sum() / wide["n"].sum())
    low, high = limits(data["n"].to_numpy(float), mean, effect)
    value = data["x"] / data["n"]
    outside = np.where(value < low - 1e-9, -1, np.where(value > high + 1e-9, 1, 0))
    shown = data.assign(value=value, low=low, high=high, signal=outside)
    shown = shown.rename(columns={"week": "number"}).rename(columns={"first": "week"})
    return Series(code, name, shown, mean, target, shift, "common")


def fixed_target(measure: str) -> float | None:
    """The share on time that the administrator has set as a target, if any (0 to 1)."""
    return settings().target_on_time / 100 if measure == "tepat-waktu" and settings().target_on_time else None


def target_of(measure: str, data: pd.DataFrame) -> float | None:
    """What a unit is held against: the target that was set, else the share of all in ``data``."""
    return fixed_target(measure) or (float(data["x"].sum() / data["n"].sum()) if data["n"].sum() else None)


@dataclass(frozen=True)
class Group:
    """The series of every unit of a group with enough weeks, those with a signal first; how many units have too few."""

    measure: str
    series: tuple[Series, ...]
    few: int
    last: date

    def count(self, variation: Variation) -> int:
        return sum(one.variation == variation for one in self.series)

    def sentence(self) -> str:
        worse, better = self.count("worse"), self.count("better")
        if not worse + better:
            return _(
                "**Tidak ada SKPD yang memberi sinyal.** {n} SKPD hanya menunjukkan goyangan biasa.",
                n=number(len(self.series)),
            )
        return _(
            "**{n} SKPD memberi sinyal: {worse} memburuk, {better} membaik.** {rest} lainnya hanya menunjukkan goyangan biasa.",
            n=number(worse + better),
            worse=number(worse),
            better=number(better),
            rest=number(len(self.series) - worse - better),
        )

    def basis(self) -> str:
        """What the series show, what they are held against, how many may be chance, and who is left out."""
        words = [
            _(
                "{label} per pekan, {weeks} pekan sampai {last}.",
                label=measures()[self.measure].label,
                weeks=WEEKS,
                last=day(self.last, short=True),
            )
        ]
        if self.series and (target := self.series[0].target) is not None:
            words.append(_("Pembanding: {target}.", target=percent(target, 1)))
        words.append(
            _(
                "Dari semua SKPD yang disebut memberi sinyal, paling banyak satu dari lima kebetulan; bila tidak ada yang berubah, pada 300 SKPD paling banyak satu sebulan."
            )
        )
        if self.few:
            words.append(_("{n} SKPD belum cukup data untuk pola mingguan.", n=number(self.few)))
        return " ".join(words)


def _by_week(data: pd.DataFrame) -> pd.DataFrame:
    """n and x of all units together, by week."""
    return data.groupby("week")[["n", "x"]].sum().reindex(range(WEEKS), fill_value=0)


@finding
def of_group(view: View, group: str, measure: str) -> Group:
    """The units of a group, week by week."""
    f = skpds.weeks(view.filters, measure, WEEKS)
    data = skpds.weekly(f, measure, ())
    every = _by_week(data)
    units = members(group, data["unit"].drop_duplicates())
    names = dict(zip(units["code"], units["name"], strict=True))
    data = data[data["unit"].isin(names)]
    weeks, target = marked(view, measure), target_of(measure, data)
    groups = [(str(code), own) for code, own in data.groupby("unit")]
    wider = effects(data, [code for code, _own in groups]) if groups else np.ones(0)
    each = [
        _one(code, names[code], own, every, weeks, target, float(effect))
        for (code, own), effect in zip(groups, wider, strict=True)
    ]
    found = [one for one in each if one is not None]
    series = [one.named(side) for one, side in zip(found, discovered([one.shift for one in found]), strict=True)]
    chosen = set(view.filters.skpds)
    series.sort(key=lambda one: (one.code not in chosen, VARIATIONS.index(one.variation), one.name))
    return Group(measure, tuple(series), len(each) - len(series), f.last)


@finding
def of_unit(view: View, unit: str, measure: str, target: float | None) -> Series | None:
    """The series of one unit, looked at for itself."""
    every = skpds.weekly(skpds.weeks(view.filters, measure, WEEKS), measure, ())
    peers = members(group_map().get(unit, "lain"), every["unit"].drop_duplicates())["code"]
    data = every[every["unit"].isin(peers)]
    name = view.choices["skpds"].get(unit, unit)
    own = every[every["unit"] == unit]
    one = _one(unit, name, own, _by_week(every), marked(view, measure), target, float(effects(data, [unit])[0]))
    return None if one is None else one.named(one.shift.side)
