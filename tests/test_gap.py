"""Is LAPOR served worse than JAKI? The answer of the page against sample complaints of which the truth is known, and
against a made city in which the plain figures mislead. At the end the split by channel published for the PSBB of
2020.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.rates import difference
from dashboard.analysis.stratified import mantel_haenszel, strata
from dashboard.findings import pair
from dashboard.findings.pair import Pair
from dashboard.places import CHANNELS, PAIR
from database.sample.draw import DIRT_KINDS, UNKNOWN_CATEGORIES
from database.sample.reference import Reference, rows
from database.sample.truth import truth
from queries import channels
from queries.filters import Filters
from tests.apptest import is_well, opened
from tests.conftest import AS_OF
from tests.fairness import DAY, END, FIRST, GROUP, LAST, LIMIT, PER_DAY, REF, RUN_UP, drawn, judged, plan_of, seconds
from tests.world import World, days_after

PAGE = PAIR
LAPOR_JAKI = Pair("LAPOR", "JAKI", "LAPOR 1708", "JAKI")
UNITS = np.array([*REF.unit_codes, "?"])
GROUPS = np.array([*(GROUP.get(kind, "lain") for kind in REF.unit_kinds), "lain"])
CATEGORIES = np.array([*REF.categories, "", 'NULL"', *UNKNOWN_CATEGORIES])
CODES = np.array([c.code for c in REF.channels])

SEEDS, SAMPLES = range(12), 30  # made-up cities, and samples of the published volume drawn in each
EQUAL_SEEDS = range(10)  # the same where there is no gap
UNIT_SEEDS, UNIT_SAMPLES = range(12), 3
LAPOR_TRUTH, JAKI_TRUTH = 100, 2  # complaints the truth is known by, in published volumes


# The sample, in memory.


def volume(code: str, times: float = 1.0) -> int:
    """Complaints of a channel in the period and the days before it, at the published volume."""
    weights = {c.code: c.weight for c in REF.channels if c.valid_to is None}
    days = (LAST - FIRST).days + 1 + RUN_UP
    return round(times * PER_DAY * days * weights[code] / sum(weights.values()))


def due(seed: int, code: str, size: int, ref: Reference = REF, skip: int = 0) -> pd.DataFrame:
    """The due cohort of the period among ``size`` complaints of one channel, of other complaints for
    another ``skip``.
    """
    alone = replace(ref, channels=[replace(c, weight=c.weight if c.code == code else 0.0) for c in ref.channels])
    plan = plan_of(seed, size, FIRST - timedelta(days=RUN_UP), END, skip)
    return cohort((chunk.complaints for chunk in drawn(plan, alone)), FIRST, LAST, plan.end)


def cohort(chunks: Iterable[dict[str, Any]], first: date, last: date, end: int) -> pd.DataFrame:
    """One row a complaint that falls due: unit, category, channel (positions in UNITS, CATEGORIES,
    CODES), x (0 or 1).
    """
    found = []
    for c in chunks:
        limit = np.where(c["ews"] >= 0, c["ews"], c["received"] + LIMIT)
        limit = np.where(c["deadline"] >= 0, c["deadline"], limit)
        inside = judged(c, end) & (c["unit"] >= 0)
        inside &= (limit >= seconds(first)) & (limit < seconds(last) + DAY) & (limit <= end)
        kind, known = c["dirt"], len(REF.categories)
        category = np.searchsorted(REF.spelling_offset, c["spelling"], side="right") - 1
        category = np.where(kind == DIRT_KINDS.index("category_missing"), known, category)
        category = np.where(kind == DIRT_KINDS.index("category_null_text"), known + 1, category)
        odd = known + 2 + c["dirt_variant"] % len(UNKNOWN_CATEGORIES)
        category = np.where(kind == DIRT_KINDS.index("category_unknown"), odd, category)
        unit = np.where(kind == DIRT_KINDS.index("unit_unknown"), len(REF.unit_codes), c["unit"])
        good = (c["settled"] != -1) & (c["settled"] <= limit)
        columns = {"unit": unit, "category": category, "channel": c["channel"], "x": good.astype(np.int64)}
        found.append(pd.DataFrame({name: column[inside] for name, column in columns.items()}))
    return pd.concat(found, ignore_index=True)


def cells_of(complaints: pd.DataFrame, parts: int = 1, *, by_unit: bool = False) -> list[pd.DataFrame]:
    """What pair.cells gives of these complaints, dealt out by lot to so many samples, each as if drawn alone.

    Without ``by_unit`` the units of a group are one: for strata, which do not ask for more.
    """
    lot = np.random.default_rng(len(complaints)).integers(0, parts, len(complaints))
    if not by_unit:
        names, place = np.unique(GROUPS, return_inverse=True)
        complaints = complaints.assign(unit=place[complaints["unit"]])
    keys = ["unit", "category", "channel"]
    cells = complaints.assign(lot=lot).groupby(["lot", *keys])["x"].agg(n="size", x="sum").reset_index()
    unit = cells["unit"].to_numpy()
    cells = cells.assign(
        unit=UNITS[unit] if by_unit else "",
        group=GROUPS[unit] if by_unit else names[unit],
        category=CATEGORIES[cells["category"]],
        channel=CODES[cells["channel"]],
    )
    return [cells[cells["lot"] == part].drop(columns="lot") for part in range(parts)]


def counts(cells: pd.DataFrame, a: str, b: str) -> tuple[int, int, int, int]:
    sums = cells.groupby("channel")[["x", "n"]].sum()
    return tuple(int(sums.at[code, name]) for code in (a, b) for name in ("x", "n"))  # type: ignore[return-value]


def adjusted(cells: pd.DataFrame, a: str, b: str, effects: tuple[float, float] = (1.0, 1.0)) -> Any:
    """The adjusted difference, just as pair.gap finds it."""
    table = strata(cells, a, b)
    return mantel_haenszel(table["x1"], table["n1"], table["x2"], table["n2"], effects)


def each(measure: Callable[[int], pd.DataFrame], seeds: Iterable[int]) -> pd.DataFrame:
    return pd.concat([measure(seed) for seed in seeds], ignore_index=True)


def test_the_cells_are_those_of_the_database(sample_database: str) -> None:
    """The experiments are about what the page shows."""
    plan = plan_of(7, 20_000, date(2025, 1, 1), END)
    f = Filters(date(2026, 6, 1), date(2026, 11, 23), datetime(2026, 11, 24, 10, 0))
    mine = cells_of(cohort((chunk.complaints for chunk in drawn(plan)), f.first, f.last, plan.end), by_unit=True)[0]
    mine = mine[mine["channel"].isin(("LAPOR", "JAKI"))]
    view: Any = SimpleNamespace(filters=f, choices={"skpds": {}})
    found = pair.cells(view, LAPOR_JAKI, "tepat-waktu")
    keys = ["group", "category", "channel", "unit"]
    theirs = found.assign(unit=found["unit"].where(found["unit"].isin(REF.unit_codes), "?"))
    one, two = (table.groupby(keys)[["n", "x"]].sum().to_dict("index") for table in (mine, theirs))
    assert len(one) > 1_000 and one == two
    gap = pair.gap.__wrapped__(view, LAPOR_JAKI, "tepat-waktu")
    assert gap.adjusted == adjusted(mine, "LAPOR", "JAKI", gap.effects) and gap.adjusted.difference < 0
    assert (gap.x1, gap.n1, gap.x2, gap.n2) == counts(mine, "LAPOR", "JAKI")


# Does the interval hold the truth?


def against_truth(seed: int) -> pd.DataFrame:
    """One row a sample: low, high, difference, error, true, and the variance of ``true`` itself (noise).

    A sample is 90 days of LAPOR and JAKI at the published volume (about 695 and 42,000 due). Its true adjusted gap is
    what the very same strata, with the very same weights, would give if in each cell (group, category, channel) just
    the true share of the complaints had gone well: x is replaced by n times that share before the sparse strata are
    pooled, which asks for n alone. So a pooled stratum has the mixture this sample has, not that of another draw, and
    the truth is that of its own question.

    The true shares come of other complaints of the same seed. LAPOR, two in a hundred of the complaints, carries nearly
    all of the error, so it is drawn alone (its weight the only one), a hundred times the sample; of a cell with n in
    the sample the truth knows about 100 n, or where it is so rare that it knows none, the share of the group. JAKI,
    sixty times as many, need be known by no more than twice the sample. The noise is computed and held small below. One
    city is drawn once and dealt out by lot to 30 samples, which share JAKI: its part of their errors is a sixtieth.
    """
    lapor = cells_of(due(seed, "LAPOR", volume("LAPOR", SAMPLES)), SAMPLES)
    jaki = cells_of(due(seed, "JAKI", volume("JAKI")))[0]
    known = pd.concat(
        [
            cells_of(due(seed, "LAPOR", volume("LAPOR", LAPOR_TRUTH), skip=1_000))[0],
            cells_of(due(seed, "JAKI", volume("JAKI", JAKI_TRUTH), skip=1_000))[0],
        ]
    )
    known = known.rename(columns={"n": "known", "x": "well"}).drop(columns="unit")
    known["at_large"] = known.groupby(["group", "channel"])["well"].transform("sum")
    known["at_large"] /= known.groupby(["group", "channel"])["known"].transform("sum")
    at_large = known.groupby(["group", "channel"])["at_large"].first()
    found = []
    for one in lapor:
        cells = pd.concat([one, jaki]).merge(known, how="left", on=["group", "category", "channel"])
        rest = at_large.reindex(pd.MultiIndex.from_frame(cells[["group", "channel"]])).to_numpy()
        share = (cells["well"] / cells["known"]).where(cells["known"].notna(), rest)
        measured = adjusted(cells, "LAPOR", "JAKI")
        true = adjusted(cells.assign(x=cells["n"] * share), "LAPOR", "JAKI").difference
        noise = noise_of(cells, share) if one is lapor[0] else np.nan
        x1, n1, x2, n2 = counts(cells, "LAPOR", "JAKI")
        found.append(
            {
                "seed": seed,
                "n1": n1,
                "n2": n2,
                "crude": x1 / n1 - x2 / n2,
                "low": measured.low,
                "high": measured.high,
                "difference": measured.difference,
                "error": (measured.high - measured.low) / 3.92,
                "strata": measured.strata,
                "used": measured.used,
                "true": true,
                "noise": noise,
            }
        )
    return pd.DataFrame(found)


def noise_of(cells: pd.DataFrame, share: pd.Series) -> float:
    """The variance of the true gap because the share of a cell is known by so many complaints only."""
    own = strata(cells.assign(x=cells["n"] ** 2 * share * (1 - share) / cells["known"].fillna(1)), "LAPOR", "JAKI")
    own = own[(own["n1"] > 0) & (own["n2"] > 0)]
    total = own["n1"] + own["n2"]
    noise = ((own["n2"] / total) ** 2 * own["x1"] + (own["n1"] / total) ** 2 * own["x2"]).sum()
    return float(noise / (own["n1"] * own["n2"] / total).sum() ** 2)


def test_the_interval_holds_the_true_gap() -> None:
    found = each(against_truth, SEEDS)
    assert len(found) == 360 and found["n1"].mean() == pytest.approx(695, rel=0.05)
    assert (found["noise"] / found["error"] ** 2).mean() < 0.03
    held = found["true"].between(found["low"], found["high"])
    assert 0.93 <= held.mean() <= 0.97
    assert held.groupby(found["seed"]).mean().min() >= 0.80
    off = (found["difference"] - found["true"]) / found["error"]
    assert abs(off.mean()) < 0.15 and off.std() == pytest.approx(1, abs=0.12)
    # The gap of LAPOR is there in every city, and is always found at this volume.
    assert (found["high"] < 0).mean() > 0.99 and (found["true"] < -0.05).all()
    assert (found["used"] > 0.99).all() and found["strata"].mean() > 30


def without_a_gap(a: str, b: str, ref: Reference = REF, times: int = 1, samples: int = SAMPLES) -> pd.DataFrame:
    """One row a sample of two channels that are treated alike: whether the interval holds 0 (held), and
    the crude one.
    """

    def measure(seed: int) -> pd.DataFrame:
        one = cells_of(due(seed, a, volume(a, times * samples), ref), samples)
        # JAKI is so many that two draws serve all samples.
        parts, size = (2, volume(b, 2)) if b == "JAKI" else (samples, volume(b, times * samples))
        other = cells_of(due(seed, b, size, ref, skip=1_000), parts)
        found = []
        for part in range(samples):
            cells = pd.concat([one[part], other[part % len(other)]])
            measured, crude = adjusted(cells, a, b), difference(*counts(cells, a, b))
            assert crude is not None
            found.append(
                {
                    "held": measured.low <= 0 <= measured.high,
                    "z": 3.92 * measured.difference / (measured.high - measured.low),
                    "crude_held": crude[1] <= 0 <= crude[2],
                    "difference": measured.difference,
                }
            )
        return pd.DataFrame(found)

    return each(measure, EQUAL_SEEDS)


def test_no_gap_is_claimed_between_channels_treated_alike() -> None:
    """Twitter and email, Facebook and SMS: one desk, one speed."""
    found = pd.concat([without_a_gap("TWITTER", "EMAIL"), without_a_gap("FACEBOOK", "SMS")])
    assert len(found) == 600
    assert 0.93 <= found["held"].mean() <= 0.97
    assert abs(found["z"].mean()) < 0.15 and found["z"].std() == pytest.approx(1, abs=0.1)


@pytest.fixture
def fair_to_lapor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reference]:
    """A city that treats LAPOR as JAKI: no delay of a SKPD or a kind, the same first desk and first step.

    What it is about still differs: other categories, hence other SKPD.
    """
    drawing = importlib.import_module("database.sample.draw")
    hours = drawing.COORDINATION_HOURS["geotag"]
    monkeypatch.setattr(drawing, "COORDINATION_HOURS", dict.fromkeys(drawing.COORDINATION_HOURS, hours))
    monkeypatch.setattr(drawing, "LAPOR_KINDS", {"pengaduan": (1.0, 1.0)})
    monkeypatch.setattr(
        drawing, "truth", lambda seed: {code: replace(speed, lapor_factor=1.0) for code, speed in truth(seed).items()}
    )
    yield replace(REF, channels=[replace(c, intake="KEL") if c.code == "LAPOR" else c for c in REF.channels])


def test_no_gap_is_claimed_of_lapor_where_there_is_none(fair_to_lapor: Reference) -> None:
    found = without_a_gap("LAPOR", "JAKI", fair_to_lapor)
    assert len(found) == 300
    assert 0.92 <= found["held"].mean() <= 0.98  # of 300: the standard error is 1.3 points
    assert abs(found["difference"].mean()) < 0.003


def test_what_complaints_are_about_is_no_gap(fair_to_lapor: Reference) -> None:
    """At eight times the volume the plain difference finds a gap that is none, for LAPOR is about other things."""
    found = without_a_gap("LAPOR", "JAKI", fair_to_lapor, times=8, samples=10)
    assert 0.91 <= found["held"].mean() <= 0.99  # of 100
    assert found["crude_held"].mean() < 0.85


# Which SKPD serves LAPOR worse?


def units(seed: int, ref: Reference = REF) -> pd.DataFrame:
    """The rows of pair.by_unit over some samples, with the unit's true factor and true difference of shares."""
    lapor = cells_of(due(seed, "LAPOR", volume("LAPOR", UNIT_SAMPLES), ref), UNIT_SAMPLES, by_unit=True)
    jaki = cells_of(due(seed, "JAKI", volume("JAKI"), ref), by_unit=True)[0]
    known = pd.concat(
        [
            due(seed, "LAPOR", volume("LAPOR", 2 * LAPOR_TRUTH), ref, skip=1_000),
            due(seed, "JAKI", volume("JAKI", JAKI_TRUTH), ref, skip=1_000),
        ]
    )
    share = known.groupby(["unit", "channel"])["x"].mean().unstack()
    share = share.set_axis(UNITS[share.index]).set_axis(CODES[share.columns], axis=1)
    true = share["LAPOR"] - share["JAKI"]
    factor = {code: speed.lapor_factor for code, speed in truth(seed).items()}
    found = []
    for one in lapor:
        view: Any = SimpleNamespace(choices={"skpds": {}}, cells=pd.concat([one, jaki]))
        rows = pair.by_unit.__wrapped__(view, LAPOR_JAKI, "tepat-waktu")
        found.append(rows.assign(factor=rows["code"].map(factor), true=rows["code"].map(true)))
    return pd.concat(found)


def test_claims_about_single_skpd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seldom of those that do not delay LAPOR, nearly never against the truth, mostly of those that do
    and get enough.
    """
    monkeypatch.setattr(pair, "_both", lambda *_view: None)
    monkeypatch.setattr(pair.clumped, "of_channels", lambda *_view: (1.0, 1.0))  # drawn one by one
    monkeypatch.setattr(pair, "cells", lambda view, _two, _measure: view.cells)
    found = each(units, UNIT_SEEDS).query("code != '?'")
    assert len(found) > 6_000
    worse, better = found["claim"] < 0, found["claim"] > 0
    alike, slow = found["factor"] == 1, found["factor"] > 2
    assert worse[alike].mean() < 0.05
    assert worse[slow].mean() > 4 * worse[alike].mean()
    assert worse[slow & (found["n1"] > 10)].mean() > 0.7
    # The desk, the first step and the kinds of LAPOR take their time there too: their true difference is no zero.
    assert found["true"][alike].mean() == pytest.approx(-0.045, abs=0.02)
    assert worse[found["true"] >= 0].mean() < 0.02 and (found["true"][worse] >= 0).mean() < 0.01
    assert better[found["true"] <= 0].mean() < 0.01
    assert found["true"].between(found["low"], found["high"]).mean() >= 0.90


def test_no_skpd_is_praised_where_all_treat_lapor_alike(
    fair_to_lapor: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair, "_both", lambda *_view: None)
    monkeypatch.setattr(pair.clumped, "of_channels", lambda *_view: (1.0, 1.0))  # drawn one by one
    monkeypatch.setattr(pair, "cells", lambda view, _two, _measure: view.cells)
    found = each(lambda seed: units(seed, fair_to_lapor), UNIT_SEEDS)
    assert (found["claim"] != 0).mean() < 0.025


# A made city in which the plain figures mislead.

SIMPSON = [  # skpd, category, channel, on time, late
    ("KEL-A", "Sampah", "LAPOR", 72, 18),
    ("KEL-A", "Sampah", "JAKI", 30, 0),
    ("DBM", "Jalan", "LAPOR", 2, 8),
    ("DBM", "Jalan", "JAKI", 54, 36),
]
AUTUMN = Filters(date(2026, 10, 1), date(2026, 11, 23), datetime(2026, 11, 24, 10, 0))


@pytest.fixture
def simpson(world: World) -> World:
    """LAPOR is mostly about easy things; both SKPD serve it worse. All are due by 6 November at the latest."""
    number = 0
    for skpd, category, channel, well, late in SIMPSON:
        for place in range(well + late):
            created = days_after("2026-10-01 08:00", number % 30)
            closed = days_after(created, 1 if place < well else 12)
            world.add(created, closed, channel=channel, skpd=skpd, category=category)
            number += 1
    world.add("2026-11-23 08:00")  # open, and not due before the period ends
    return world


def seen(**choices: Any) -> Any:
    return SimpleNamespace(filters=replace(AUTUMN, **choices), choices={"skpds": {"DBM": "Dinas Bina Marga"}})


def test_plain_figures_say_the_contrary(simpson: World) -> None:
    found = pair.gap.__wrapped__(seen(), LAPOR_JAKI, "tepat-waktu")
    assert (found.x1, found.n1, found.x2, found.n2) == (74, 100, 84, 120)
    assert found.crude[0] == pytest.approx(0.04)
    assert found.adjusted.difference == pytest.approx((22.5 * -0.2 + 9 * -0.4) / 31.5)
    assert found.adjusted.high < 0
    assert (found.adjusted.strata, found.adjusted.used) == (2, 1.0)
    assert "poin lebih lambat" in found.sentence()


def test_the_other_way_round(simpson: World) -> None:
    one = pair.gap.__wrapped__(seen(), LAPOR_JAKI, "tepat-waktu").adjusted
    two = pair.gap.__wrapped__(seen(), Pair("JAKI", "LAPOR", "JAKI", "LAPOR 1708"), "tepat-waktu").adjusted
    assert (two.difference, two.low, two.high) == pytest.approx((-one.difference, -one.high, -one.low))


def test_one_skpd_alone(simpson: World) -> None:
    found = pair.gap.__wrapped__(seen(skpds=("KEL-A",)), LAPOR_JAKI, "tepat-waktu")
    assert (found.x1, found.n1, found.x2, found.n2) == (72, 90, 30, 30)
    assert found.adjusted.difference == pytest.approx(-0.2) == found.crude[0]


def test_a_filtered_channel_changes_nothing(simpson: World) -> None:
    plain, filtered = (
        pair.gap.__wrapped__(seen(channels=codes), LAPOR_JAKI, "tepat-waktu") for codes in ((), ("JAKI",))
    )
    assert plain == filtered


def test_skpd_by_skpd(simpson: World) -> None:
    found = pair.by_unit.__wrapped__(seen(), LAPOR_JAKI, "tepat-waktu")
    assert found["code"].tolist() == ["DBM", "KEL-A"] and found["name"].tolist() == ["Dinas Bina Marga", "KEL-A"]
    assert found[["x1", "n1", "x2", "n2"]].to_numpy().tolist() == [[2, 10, 54, 90], [72, 90, 30, 30]]
    # Drawn together, but each on its side of its neighbour.
    assert -0.4 <= found["value"][0] < found["value"][1] <= -0.2 + 0.02 and (found["high"] < 0).all()


def test_too_few(world: World) -> None:
    for number in range(9):
        for channel in ("LAPOR", "JAKI", "JAKI"):
            world.add(f"2026-10-0{number % 9 + 1} 08:00", "2026-10-20 08:00", channel=channel)
    found = pair.gap.__wrapped__(seen(), LAPOR_JAKI, "tepat-waktu")
    assert (found.n1, found.n2, found.crude, found.adjusted) == (9, 18, None, None)
    assert "Belum cukup data" in found.sentence()


def test_nothing_in_common(world: World) -> None:
    """One channel has no complaint in any stratum of the other; all are pooled, and even so nothing is invented."""
    for number in range(12):
        world.add("2026-10-05 08:00", "2026-10-06 08:00", channel="LAPOR", skpd="DBM", category="Jalan")
        world.add("2026-10-05 08:00", days_after("2026-10-05 08:00", 1 + number), skpd="KEL-A", category="Sampah")
    found = pair.gap.__wrapped__(seen(), LAPOR_JAKI, "tepat-waktu")
    assert (found.n1, found.n2) == (12, 12)
    assert found.adjusted is None or found.adjusted.strata == 1


def test_the_page_says_it(simpson: World) -> None:
    at = is_well(opened(PAGE, per=AS_OF, dari="2026-10-01", sampai="2026-11-23"))
    words = " ".join(element.value for element in at.main.markdown)
    assert "LAPOR 1708 dilayani 25,7 poin lebih lambat" in words
    crude, *_rest = [table.value for table in at.table]
    row = crude.loc["Selesai tepat waktu"] if "Selesai tepat waktu" in crude.index else crude.iloc[1]
    assert row.iloc[2].startswith("+4,0") and row.iloc[3].startswith("-25,7")


# What was published: complaints during the PSBB of 2020, by channel.

PSBB = {
    "JAKI": 2_099,
    "QLUE": 674,
    "TWITTER": 1_131,
    "EMAIL": 1_081,
    "FACEBOOK": 517,
    "SMS": 808,
    "LAPOR": 461,
    "GUBERNUR": 84,
    "BALAIWARGA": 31,
}
PSBB_FIRST, PSBB_LAST = date(2020, 3, 1), date(2020, 10, 11)


@pytest.fixture
def psbb(world: World) -> World:
    """The published split, spread evenly from the first second of 1 March to the last of 11 October 2020, each settled
    after a day; and of each channel one complaint a second before and one a second after."""
    world.execute("delete from crm.kanal")
    for row in rows("kanal"):
        world.execute(
            "insert into crm.kanal values (%s, %s, %s, %s, %s, %s)",
            [row[name] or None for name in ("kode", "nama", "kelompok", "geotag", "berlaku_dari", "berlaku_sampai")],
        )
    for place, (code, count) in enumerate(PSBB.items()):
        world.execute(
            """
            insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, status, status_pada, masuk, selesai,
                                     ews_kali, privat, anonim, rahasia, diubah)
            select %(place)s * 10000 + i, 'X' || %(place)s * 10000 + i, %(code)s, 'Jalan', 'KEL-A', at, 'Selesai',
                   at + interval '1 day', at, at + interval '1 day', 0, false, false, false, at + interval '1 day'
            from (select i, timestamptz '2020-03-01 00:00:00+07'
                            + floor((i - 1) * (225 * 86400 - 1.0) / (%(count)s - 1)) * interval '1 second' as at
                  from generate_series(1, %(count)s) i
                  union all values (9998, timestamptz '2020-02-29 23:59:59+07'),
                                   (9999, timestamptz '2020-10-12 00:00:00+07')) spread
            """,
            {"place": place, "code": code, "count": count},
        )
    return world


def published(first: date, last: date, as_of: datetime = datetime(2026, 11, 24, 10, 0)) -> pd.DataFrame:
    return channels.volumes(Filters(first, last, as_of)).set_index("code")


def test_the_published_split_comes_out_exactly(psbb: World) -> None:
    found = published(PSBB_FIRST, PSBB_LAST)["masuk"]
    assert found[found > 0].to_dict() == PSBB
    assert found.sum() == 6_886 == sum(PSBB.values())
    assert found.index[0] == "JAKI" and found.is_monotonic_decreasing
    # Channels of that time without a complaint are told with none; the later one is not told.
    assert set(found.index[found == 0]) == {"PENDOPO", "INSPEKTORAT", "WALIKOTA", "KECAMATAN", "KELURAHAN"}


def test_no_day_is_counted_twice(psbb: World) -> None:
    whole = published(PSBB_FIRST, PSBB_LAST)["masuk"]
    parts = [
        published(date(2020, m, 1), date(2020, m, d))
        for m, d in zip(range(3, 10), (31, 30, 31, 30, 31, 31, 30), strict=True)
    ]
    parts.append(published(date(2020, 10, 1), PSBB_LAST))
    assert sum(part["masuk"] for part in parts).to_dict() == whole.to_dict()
    for unit in ("day", "week", "month"):
        steps = channels.steps(Filters(PSBB_FIRST, PSBB_LAST, datetime(2026, 11, 24, 10, 0)), unit)
        assert steps.groupby("code")["masuk"].sum().to_dict() == PSBB
    wider = published(date(2020, 2, 29), date(2020, 10, 12))["masuk"]
    assert wider[wider > 0].to_dict() == {code: count + 2 for code, count in PSBB.items()}


def test_the_page_of_channels_shows_the_split(psbb: World) -> None:
    at = is_well(opened(CHANNELS, per=AS_OF, dari="2020-03-01", sampai="2020-10-11"))
    told = " ".join([*(element.value for element in at.main.markdown), *(str(m.value) for m in at.metric)])
    told += " ".join(table.value.to_string() for table in [*at.dataframe, *at.table])
    assert "6.886" in told or "6886" in told
    assert all(f"{count:,}".replace(",", ".") in told or str(count) in told for count in PSBB.values())


def test_closed_channels_are_absent_today(psbb: World) -> None:
    today = published(date(2026, 10, 1), date(2026, 11, 23))
    assert not {"QLUE", "BALAIWARGA"} & set(today.index)
    assert set(today.index) == {row["kode"] for row in rows("kanal")} - {"QLUE", "BALAIWARGA"}
    assert today["masuk"].sum() == 0


@pytest.mark.parametrize(
    ("first", "last", "closed", "media"),
    [
        (date(2021, 12, 1), date(2021, 12, 30), True, False),
        (date(2021, 12, 31), date(2021, 12, 31), True, False),
        (date(2021, 12, 31), date(2022, 1, 1), True, True),
        (date(2022, 1, 1), date(2022, 1, 31), False, True),
    ],
)
def test_a_channel_is_there_from_its_first_day_to_its_last(
    psbb: World, first: date, last: date, closed: bool, media: bool
) -> None:
    found = set(published(first, last).index)
    assert ({"QLUE", "BALAIWARGA"} <= found, bool({"QLUE", "BALAIWARGA"} & found)) == (closed, closed)
    assert ("MEDIA" in found) == media


def test_a_closed_channel_with_open_complaints_stays_in_sight(psbb: World) -> None:
    psbb.count = 99_999  # numbers not taken yet
    psbb.add("2021-12-20 09:00", channel="QLUE")
    today = published(date(2026, 10, 1), date(2026, 11, 23))
    assert today.loc["QLUE", ["masuk", "terbuka"]].tolist() == [0, 1]
    assert "BALAIWARGA" not in today.index
