"""Signals: the weekly figures of units as process behaviour charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.signals import Assurance, Variation, Xmr, xmr
from dashboard.findings.measures import measures
from dashboard.findings.standing import members
from dashboard.formats import day, number, percent
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import skpds

WEEKS = 26
LEAST, POINTS = 5, 8  # complaints in a week for its share to be a point; points for a unit to be shown
FLOOD = (3.0, 5)  # a day of so many times the usual (median) number of complaints about floods, and of so many at least
VARIATIONS: tuple[Variation, ...] = ("worse", "better", "common", "none")


@dataclass(frozen=True)
class Series:
    """The weeks of one unit: week (its first day), n, x, value (0 to 1), signal, is_flood, holidays (their names)."""

    code: str
    name: str
    data: pd.DataFrame
    chart: Xmr
    target: float | None

    @property
    def variation(self) -> Variation:
        return self.chart.variation()

    @property
    def assurance(self) -> Assurance:
        return self.chart.assurance(self.target)

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


def _one(code: str, name: str, data: pd.DataFrame, weeks: pd.DataFrame, target: float | None) -> Series | None:
    """The series of one unit; None where it has too few weeks with enough complaints."""
    data = data[data["n"] >= LEAST].merge(weeks, on="week").sort_values("week", ignore_index=True)
    if len(data) < POINTS:
        return None
    chart = xmr(data["x"] / data["n"])
    shown = data.assign(value=chart.values, signal=chart.signal)
    return Series(code, name, shown.drop(columns="week").rename(columns={"first": "week"}), chart, target)


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
        """What the series show, what they are held against, and who is left out."""
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
        if self.few:
            words.append(_("{n} SKPD belum cukup data untuk pola mingguan.", n=number(self.few)))
        return " ".join(words)


@finding
def of_group(view: View, group: str, measure: str) -> Group:
    """The units of a group, week by week."""
    f = skpds.weeks(view.filters, measure, WEEKS)
    codes = () if group == "lain" else tuple(members(group, skpds.units()["code"])["code"])
    data = skpds.weekly(f, measure, codes)
    units = members(group, data["unit"].drop_duplicates())
    names = dict(zip(units["code"], units["name"], strict=True))
    data = data[data["unit"].isin(names)]
    weeks, target = marked(view, measure), target_of(measure, data)
    each = [_one(str(code), names[code], own, weeks, target) for code, own in data.groupby("unit")]
    series = [one for one in each if one is not None]
    chosen = set(view.filters.skpds)
    series.sort(key=lambda one: (one.code not in chosen, VARIATIONS.index(one.variation), one.name))
    return Group(measure, tuple(series), len(each) - len(series), f.last)


@finding
def of_unit(view: View, unit: str, measure: str, target: float | None) -> Series | None:
    """The series of one unit."""
    data = skpds.weekly(skpds.weeks(view.filters, measure, WEEKS), measure, (unit,))
    name = view.choices["skpds"].get(unit, unit)
    return _one(unit, name, data, marked(view, measure), target)
