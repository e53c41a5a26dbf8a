"""Where the units of a group stand by a measure: the one computation behind ranking, funnel and report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis import clumps
from dashboard.analysis.case_mix import case_mix, with_expected
from dashboard.analysis.funnel import Funnel, flags, funnel, moved, share
from dashboard.analysis.ranks import Display, Ranks, display, rank_shares, rank_values, tiers
from dashboard.analysis.rates import wilson
from dashboard.analysis.survival import of_row
from dashboard.findings import clumped
from dashboard.findings.measures import measures
from dashboard.formats import NONE, hours, number, percent
from dashboard.kept import finding
from dashboard.settings import settings
from dashboard.texts import _
from dashboard.view import View
from queries import skpds
from queries.filters import Filters

KINDS = {
    "dinas-badan-biro": ("dinas", "badan", "biro"),
    "sudin": ("sudin",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan",),
    "kelurahan": ("kelurahan",),
    "bumd": ("bumd",),
}
BANDS = ("semua", "kecil", "sedang", "besar")
LARGE = 30  # units; only a larger group is split into bands of volume


def groups() -> dict[str, str]:
    """Peer groups: only like is compared with like."""
    return {
        "dinas-badan-biro": _("Dinas, badan, biro"),
        "sudin": _("Suku dinas, UKPD"),
        "kota": _("Kota"),
        "kecamatan": _("Kecamatan"),
        "kelurahan": _("Kelurahan"),
        "bumd": _("BUMD"),
        "lain": _("Lainnya"),
    }


def group_map() -> dict[str, str]:
    """The peer group of every unit of the list."""
    group = {kind: name for name, members in KINDS.items() for kind in members}
    units = skpds.units()
    return {code: group.get(kind, "lain") for code, kind in zip(units["code"], units["kind"], strict=True)}


def group_of(code: str) -> str:
    """The peer group of a unit; of a code that no list knows "lain"."""
    return group_map().get(code, "lain")


def bands() -> dict[str, str]:
    """Thirds of a large group by how many complaints the measure counts."""
    return {
        "semua": _("Semua volume"),
        "kecil": _("Volume kecil"),
        "sedang": _("Volume sedang"),
        "besar": _("Volume besar"),
    }


@dataclass(frozen=True)
class Standing:
    """The units of a group (or a band of it) with enough complaints, the best first, and the others by name.

    ``rows``: code, name, kind, parent, city, n, x, raw, value (shrunk), low, high (95 % of raw), adjusted, rank
    (expected), rank_low, rank_high, rank_adjusted, happened (place of raw in this period, ties share it), effect (design effect), tier (1 to 3), flag
    (0 to 2), is_compared (with the period before), move (places won since, NaN where chance explains it). Shares are 0 to 1; of the measure waktu-tengah raw, value,
    low and high are hours, and what it lacks is NaN. ``few``: code, name, n. ``sides``: the units the rows were
    compared with, in all.
    """

    measure: str
    rows: pd.DataFrame
    few: pd.DataFrame
    rho: float
    x: float
    n: float
    funnel: Funnel | None
    sides: int
    """The units of ``rows``: those that were compared."""
    ranked: int
    """The units with enough complaints, in every band."""

    @property
    def shows(self) -> Display:
        return display(self.rho)

    def one(self, code: str) -> Any:
        """The row of one unit as a named tuple; None where it is not ranked."""
        found = self.rows[self.rows["code"] == code]
        return next(found.itertuples(), None)

    def place(self, row: Any) -> str:
        """Expected rank and interval of one row, or its tier, in words."""
        if self.shows == "tiers":
            return tier_words()[row.tier]
        return _(
            "{rank} (95 %: {low}–{high})",
            rank=number(row.rank, 1),
            low=number(row.rank_low),
            high=number(row.rank_high),
        )

    def words(self, row: Any) -> str:
        """One row in words, for tooltips."""
        return _(
            "{place} · {value} (95 %: {low} – {high}) · n = {n}",
            place=self.place(row),
            value=value_words(self.measure, row.raw),
            low=value_words(self.measure, row.low),
            high=value_words(self.measure, row.high),
            n=number(row.n),
        )

    def real_share(self) -> str:
        """What the rankability says."""
        if self.sides < 2:
            return _("Hanya satu SKPD yang cukup datanya: tidak ada yang dapat dibandingkan.")
        words = {
            "numbers": _("Nomor peringkat boleh dibaca, beserta selangnya."),
            "intervals": _("Peringkat hanya boleh dibaca bersama selangnya."),
            "tiers": _("Terlalu sedikit yang nyata untuk peringkat: hanya tiga lapis, menurut abjad."),
        }
        return _(
            "**{share} dari perbedaan antar-SKPD di sini nyata, sisanya kebetulan.** {words}",
            share=percent(self.rho, 1, 0),
            words=words[self.shows],
        )

    def basis(self) -> str:
        """What the intervals are for, and how much less clumped complaints say than their number; empty without rows."""
        if self.rows.empty:
            return ""
        words = _(
            "Selang peringkat menyangkut peringkat yang menetap: di mana SKPD itu akan berada bila keadaannya tetap, bukan hanya hasil periode ini."
        )
        if self.shows != "tiers":
            words += " " + _(
                "Urutan periode ini adalah tempat menurut angka mentah: itulah yang terjadi, tanpa selang, karena semua aduannya dihitung; sebuah SKPD dinilai dari yang menetap."
            )
        real = float((self.rows["n"] / self.rows["effect"]).sum())
        if self.measure == "waktu-tengah" or self.n < 1.05 * real:
            return words
        return (
            words
            + " "
            + _(
                "Aduan yang datang berkelompok (satu banjir, satu lampu yang dilaporkan banyak orang, satu pekan yang buruk) dihitung sebagai satu kejadian: {n} aduan di sini berarti seperti {real} yang saling bebas.",
                n=number(self.n),
                real=number(real),
            )
        )

    def left_out(self) -> str:
        """How many units the minimum takes away; empty where none."""
        if self.few.empty:
            return ""
        words = (
            _(
                "**{few} dari {all} SKPD tidak ikut diperingkat:** kurang dari {n} persinggahan pada periode dan saringan ini, atau terlalu sedikit yang selesai di sana."
            )
            if self.measure == "waktu-tengah"
            else _(
                "**{few} dari {all} SKPD tidak ikut diperingkat:** kurang dari {n} aduan pada periode dan saringan ini."
            )
        )
        return words.format(
            few=number(len(self.few)), all=number(len(self.few) + self.ranked), n=number(settings().minimum_cohort)
        )

    def order(self) -> str:
        """What the rows stand in order of, where that is not their rank; empty where it is."""
        if self.shows != "tiers" or self.rows.empty:
            return ""
        return _("**Urutannya tiga lapis, di dalamnya menurut abjad, bukan peringkat.**")

    def sentence(self) -> str:
        """Whom and how many complaints the comparison counts, and the share of them all."""
        units, n = number(self.sides), number(self.n)
        if self.measure == "waktu-tengah":
            return _("{units} SKPD dibandingkan, {n} persinggahan.", units=units, n=n)
        good, share_of_all = measures()[self.measure].good, percent(self.x, self.n)
        return (
            _("{units} SKPD dibandingkan, {n} aduan.", units=units, n=n)
            + " "
            + _("{good}: {x} dari {n} ({share}).", good=good, x=number(self.x), n=n, share=share_of_all)
        )

    @property
    def flagged(self) -> pd.DataFrame:
        """The rows outside the limits of chance, the most striking first."""
        return self.rows[self.rows["flag"] > 0].sort_values(["flag", "raw"], ascending=[False, True])

    def funnel_sentence(self) -> str:
        """How many are outside the limits of chance; empty without a funnel."""
        if self.funnel is None or self.rows.empty:
            return ""
        worse = int((self.flagged["raw"] < share(self.funnel.centre)).sum())
        return _(
            "{flagged} dari {units} SKPD di luar batas kebetulan 95 %: {worse} di bawah, {better} di atas. Angka kelompok {share} (n = {n}).",
            flagged=number(len(self.flagged)),
            units=number(len(self.rows)),
            worse=number(worse),
            better=number(len(self.flagged) - worse),
            share=percent(self.x, self.n),
            n=number(self.n),
        )


def tier_words() -> dict[int, str]:
    return {1: _("Paruh atas"), 2: _("Tidak dapat dibedakan"), 3: _("Paruh bawah")}


def flag_words() -> dict[int, str]:
    return {0: "", 1: _("perhatikan"), 2: _("periksa")}


def move_words(value: float) -> str:
    """Places won or lost since the period before; nothing where chance explains it."""
    if value != value:
        return ""
    places = number(abs(value), 0)
    return _("naik {n}", n=places) if value > 0 else _("turun {n}", n=places)


def value_words(measure: str, value: float, digits: int = 1) -> str:
    """A value of a measure: a share as a percentage, a time in hours and days."""
    if value != value:
        return NONE
    return hours(value) if measure == "waktu-tengah" else percent(value, 1, digits)


def members(group: str, found: pd.Series) -> pd.DataFrame:
    """The units of a group among the codes that were found; codes that no list knows are under "lain"."""
    every = pd.DataFrame({"code": found}).merge(skpds.units(), how="left", on="code")
    every["name"] = every["name"].fillna(every["code"])
    known = {kind for kinds in KINDS.values() for kind in kinds}
    kinds = every["kind"]
    return every[~kinds.isin(known) if group == "lain" else kinds.isin(KINDS[group])].reset_index(drop=True)


def ends_here(row: Any) -> bool:
    """Whether enough of a unit's stays end with a settlement for its median to mean something: as many as the minimum,
    and one in ten. At a desk that hands nearly everything on, the few that stay are not like the others
    (docs/fairness.md).
    """
    settled = sum(row.settled)
    return bool(settled >= max(settings().minimum_cohort, 0.1 * sum(row.left_risk)))


def _log(hours: float) -> float:
    """The logarithm of hours that were counted at their end."""
    return float(np.log(max(hours - 0.5, 0.25)))


def _shares(filters: Filters, group: str, measure: str) -> pd.DataFrame:
    """One row a unit of the group: n, x, raw, low, high, adjusted, and y, s on a scale on which chance is normal."""
    mixed = case_mix(with_expected(skpds.cells(filters, measure)))
    data = members(group, mixed["unit"]).merge(mixed.rename(columns={"unit": "code"}), on="code")
    x, n = data["x"].to_numpy(float), data["n"].to_numpy(float)
    effect, within = clumped.of_units(filters, measure, data["code"])
    real_x, real_n = clumps.effective(x, n, effect)
    low, high = wilson(real_x, real_n)
    # Anscombe, Biometrika 1948;35:246: the arcsine with small n and shares near 1.
    then_x, then_n = clumps.effective(x, n, within)
    y = np.arcsin(np.sqrt((then_x + 0.375) / (then_n + 0.75)))
    adjusted = data["adjusted"].fillna(data["x"] / data["n"])
    s = 0.5 / np.sqrt(then_n + 0.5)
    return data.assign(raw=x / n, low=low, high=high, adjusted=adjusted, y=y, s=s, effect=effect)


def _times(filters: Filters, group: str) -> pd.DataFrame:
    """The same of the median time in hours; a median that is not reached, or too uncertain to rank, has no y."""
    spells = skpds.spells(filters)
    data = members(group, spells["code"]).merge(spells, on="code")
    rows = []
    for unit, effect in zip(data.itertuples(), clumped.of_times(filters, data["code"]), strict=True):
        known = of_row(unit)
        median, (low, high) = known.median, known.median_interval(effect=float(effect))
        y, error = np.nan, np.nan
        if ends_here(unit) and median is not None and low is not None and high is not None:
            y, error = -_log(median), max((_log(high) - _log(low)) / 3.92, 0.25 / max(median, 1.0))
        rows.append((known.n, median, low, high, y, error, known.last_hour))
    values = pd.DataFrame(
        rows, columns=["n", "raw", "low", "high", "y", "s", "followed"], dtype=float, index=data.index
    )
    return pd.concat([data[["code", "name", "kind", "parent", "city"]], values], axis=1).assign(
        x=np.nan, adjusted=np.nan, effect=1.0
    )


def _ranks(data: pd.DataFrame, measure: str, *, intervals: bool = True) -> Ranks:
    if measure == "waktu-tengah":
        return rank_values(data["y"], data["s"])
    return rank_shares(*clumps.effective(data["x"], data["n"], data["effect"]), intervals=intervals)


def _data(filters: Filters, group: str, measure: str) -> pd.DataFrame:
    return _times(filters, group) if measure == "waktu-tengah" else _shares(filters, group, measure)


def compute(data: pd.DataFrame, before: pd.DataFrame | None, measure: str, band: str = "semua") -> Standing:
    """The standing from the figures of a period and, where there is one, of the period before it."""
    ranked = (data["n"] >= settings().minimum_cohort) & data["y"].notna()
    few = data[~ranked].sort_values("name", ignore_index=True)
    data = data[ranked].reset_index(drop=True)
    every = len(data)
    if band != "semua" and len(data):
        third = np.minimum(3 * data["n"].rank(method="first").sub(1) // len(data), 2).astype(int)
        data = data[third == BANDS.index(band) - 1].reset_index(drop=True)
    if data.empty:
        return Standing(measure, data, few, 0.0, 0.0, 0.0, None, 0, every)
    is_time = measure == "waktu-tengah"
    ranks = _ranks(data, measure)
    real_x, real_n = clumps.effective(data["x"], data["n"], data["effect"])
    group = None if is_time else replace(funnel(real_x, real_n), effect=float(data["effect"].median()))
    data = data.assign(
        value=np.exp(-ranks.value) + 0.5 if is_time else ranks.value,
        rank=ranks.expected,
        rank_low=ranks.low,
        rank_high=ranks.high,
        happened=data["raw"].rank(method="min", ascending=is_time),
        tier=tiers(ranks),
        flag=0 if group is None else flags(group.z(real_x, real_n)),
        rank_adjusted=np.nan if is_time else rank_shares(data["adjusted"] * real_n, real_n, intervals=False).expected,
        **_moves(data, before, measure),
    )
    order = ["tier", "name"] if display(ranks.rho) == "tiers" else ["rank", "name"]
    return Standing(
        measure,
        data.sort_values(order, ignore_index=True),
        few,
        ranks.rho,
        float(data["x"].sum()),
        float(data["n"].sum()),
        group,
        len(data),
        every,
    )


def _moves(data: pd.DataFrame, before: pd.DataFrame | None, measure: str) -> pd.DataFrame:
    """is_compared: ranked in the period before as well; move: places won since, NaN where chance
    explains the change.
    """
    found = pd.DataFrame({"is_compared": False, "move": np.nan}, index=data.index)
    if before is None:
        return found
    enough = before[(before["n"] >= settings().minimum_cohort) & before["y"].notna()].set_index("code")
    both = data[data["code"].isin(enough.index)]
    if len(both) < 2:
        return found
    then = enough.loc[both["code"]]
    real = moved(both["y"], both["s"], then["y"], then["s"])
    won = _ranks(then, measure, intervals=False).expected - _ranks(both, measure, intervals=False).expected
    better = both["y"].to_numpy() > then["y"].to_numpy()
    # A place is shown only where it has moved the way the figure has.
    found.loc[both.index, "move"] = np.where(real & (np.abs(won) >= 0.5) & ((won > 0) == better), won, np.nan)
    found.loc[both.index, "is_compared"] = True
    return found


def _earlier(filters: Filters, measure: str) -> Filters:
    """The period before. A stock is looked at as it was then; what has fallen due, or was decided, as it
    is known now.
    """
    earlier = filters.before()
    return earlier if measure == "dalam-tenggat" else replace(earlier, as_of=filters.as_of)


def is_large(group: str) -> bool:
    """Whether a group is split into bands of volume."""
    return len(members(group, skpds.units()["code"])) >= LARGE


@finding
def standing(view: View, group: str, measure: str, band: str = "semua") -> Standing:
    """Where the units of a group stand under the filters of the view; the filter SKPD narrows nothing."""
    earlier = _earlier(view.filters, measure)
    before = _data(earlier, group, measure) if view.can_compare(earlier) else None
    return compute(_data(view.filters, group, measure), before, measure, band)


@finding
def passed(view: View) -> dict[str, int]:
    """How many complaints were at each unit in the period, however short."""
    stays = skpds.spells(view.filters)
    return dict(zip(stays["code"], stays["aduan"].astype(int), strict=True))
