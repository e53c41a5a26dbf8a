"""Is the ranking fair? Experiments on sample complaints, of which the true speed of every SKPD is known.

`python -m tests.fairness` measures, writes the charts docs/fairness-*.svg and the tables of docs/fairness.md, and
prints them; tests/test_fairness.py asserts what is claimed. A unit is its position in the reference tables; moments are
seconds of Jakarta wall time since 1970-01-01, as in database/sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analysis.funnel import arcsine, funnel
from dashboard.analysis.ranks import rank_interval, rank_shares, shrink
from dashboard.analysis.shifts import ALONE, scan
from dashboard.analysis.signals import xmr
from dashboard.analysis.survival import Curve, kaplan_meier
from database.embedded import PROJECT
from database.sample import reference
from database.sample.draw import DIRT_KINDS, SETTLED, Chunk, draw, first_state
from database.sample.plan import DAY, JAKARTA, Plan, make_plan
from database.sample.reference import Reference

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

REF = reference.load()
KINDS = {  # the groups of the ranking page; without Streamlit, which a plain program has no use for
    "dinas-badan-biro": ("dinas", "badan", "biro"),
    "sudin": ("sudin",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan",),
    "kelurahan": ("kelurahan",),
    "bumd": ("bumd",),
}
GROUP = {kind: group for group, kinds in KINDS.items() for kind in kinds}
LARGE = ("dinas-badan-biro", "sudin", "kelurahan")  # groups with 15 ranked units or more in every seed
LIMIT = 6 * DAY  # of a complaint without a deadline of its own, received since 28 May 2025
CHUNK = 50_000

# Ranks: the due cohort of 90 days at the published volume, and as many complaints more to know the truth by.
SEEDS = range(12)
FIRST, LAST = date(2026, 8, 26), date(2026, 11, 23)
END = datetime(2026, 11, 24, 10, 0, tzinfo=JAKARTA)
PER_DAY, RUN_UP = 508, 60  # complaints a day; days drawn before the period
TRUTH = 2_500_000
PLACE_SEEDS = range(40)  # the first places need no truth
MINIMUM, PLACES = 10, 5

# Times: LAPOR alone, so many that chance hardly moves a median, in a window of 28 days.
TIME_SEEDS = range(4)
WINDOW, BEFORE = 28, 150  # days
LAPOR = 2_000_000
LONG = 7.0  # days: a true median beyond is long
SETTLES = 0.5  # share of its stays that end at a unit which is no mere station
FEW, MANY = 100, 2_000  # settled stays in the window: fewer are left out; so many are well filled


def plan_of(seed: int, count: int, start: date, end: datetime, skip: int = 0) -> Plan:
    """A plan of ``count`` complaints that draws other random numbers for another ``skip``, and of the same truth."""
    plan = make_plan(seed, count, start, end, CHUNK)
    return replace(plan, chunks=[slice(0, 0)] * skip + plan.chunks)


def each(measure: Callable[[int], pd.DataFrame], seeds: Iterable[int]) -> pd.DataFrame:
    """One frame of what is measured on every seed; two at a time, for numpy leaves the interpreter free."""
    with ThreadPoolExecutor(2) as pool:
        return pd.concat(list(pool.map(measure, seeds)), ignore_index=True)


def drawn(plan: Plan, ref: Reference = REF) -> Iterator[Chunk]:
    """The chunks of a plan; nothing is stored."""
    state = first_state(plan)
    return (draw(ref, plan, i, state) for i, part in enumerate(plan.chunks) if part.stop > part.start)


# Ranks.


def judged(complaints: dict[str, Ints], end: int) -> NDArray[np.bool_]:
    """Which complaints are received by the end and do not contradict themselves, as in queries/sql/scope.sql."""
    settled = complaints["settled"]
    backwards = (settled != -1) & (settled < complaints["received"])
    return (complaints["received"] <= end) & ~backwards & ~((complaints["status"] == SETTLED) & (settled == -1))


def cohort(chunks: Iterable[Chunk], first: date, last: date, end: int) -> tuple[Ints, Ints]:
    """The due cohort of the days from ``first`` to ``last``: on time and all, one number a unit."""
    since, until = seconds(first), seconds(last) + DAY
    on_time, all_due = np.zeros((2, len(REF.unit_codes)), dtype=np.int64)
    for chunk in chunks:
        c = chunk.complaints
        due = np.where(c["ews"] >= 0, c["ews"], c["received"] + LIMIT)
        due = np.where(c["deadline"] >= 0, c["deadline"], due)
        known = (c["unit"] >= 0) & (c["dirt"] != DIRT_KINDS.index("unit_unknown"))
        counts = judged(c, end) & known & (due >= since) & (due < until) & (due <= end)
        good = counts & (c["settled"] != -1) & (c["settled"] <= due)
        on_time += np.bincount(c["unit"][good], minlength=len(on_time))
        all_due += np.bincount(c["unit"][counts], minlength=len(all_due))
    return on_time, all_due


def seconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def due_counts(seed: int, per_day: int = PER_DAY, first: date = FIRST) -> tuple[Ints, Ints]:
    """On time and due in the period, at the published volume."""
    start = first - timedelta(days=RUN_UP)
    plan = plan_of(seed, per_day * ((LAST - start).days + 1), start, END)
    return cohort(drawn(plan), first, LAST, plan.end)


def true_shares(seed: int, size: int = TRUTH, first: date = FIRST) -> Floats:
    """The share on time (0 to 1) of every unit among ``size`` other complaints of the same seed and period."""
    plan = plan_of(seed, size, first - timedelta(days=RUN_UP), END, skip=1_000)
    x, n = cohort(drawn(plan), first, LAST, plan.end)
    return np.divide(x, n, out=np.full(len(n), np.nan), where=n > 0)


def units(seed: int) -> pd.DataFrame:
    """One row a unit with a due complaint: seed, group, code, x, n, and for those with the minimum (else NaN) expected,
    low, high, and plain_low, plain_high of the plain formula."""
    x, n = due_counts(seed)
    kinds = pd.Series(REF.unit_kinds).map(GROUP)
    frame = pd.DataFrame({"seed": seed, "group": kinds, "code": REF.unit_codes, "x": x, "n": n})
    for _group, rows in frame[frame["n"] >= MINIMUM].groupby("group"):
        found = rank_shares(rows["x"], rows["n"])
        frame.loc[rows.index, ["expected", "low", "high"]] = np.transpose([found.expected, found.low, found.high])
        u, v, _theta = shrink(*arcsine(rows["x"], rows["n"]), funnel(rows["x"], rows["n"]).tau2)
        frame.loc[rows.index, ["plain_low", "plain_high"]] = np.transpose(rank_interval(u, v))
    return frame[frame["n"] > 0]


def against_truth(frame: pd.DataFrame, size: int = TRUTH) -> pd.DataFrame:
    """The ranked units of ``units`` (of one seed) with true_share, true_rank (1 for the best of its group) and whether
    the interval (covered) and that of the plain formula (plain_covered) hold it."""
    ranked = frame[frame["n"] >= MINIMUM]
    share = pd.Series(true_shares(int(ranked["seed"].iloc[0]), size), REF.unit_codes)
    ranked = ranked.assign(true_share=ranked["code"].map(share))
    ranked["true_rank"] = ranked.groupby("group")["true_share"].rank(ascending=False, method="min")
    return ranked.assign(
        covered=ranked["true_rank"].between(ranked["low"], ranked["high"]),
        plain_covered=ranked["true_rank"].between(ranked["plain_low"], ranked["plain_high"]),
    )


def among(value: Floats, count: int) -> Floats:
    """Chance (0 to 1) of each entry to be among the ``count`` largest when ties are broken by lot."""
    edge = np.sort(value)[-count]
    above, level = value > edge, value == edge
    return np.where(above, 1.0, np.where(level, (count - above.sum()) / level.sum(), 0.0))


def held_by_small(value: pd.Series, n: pd.Series) -> float:
    """Share (0 to 1) of the five places with the largest ``value`` held by the third of the units with
    the smallest n.
    """
    best, small = among(value.to_numpy(float), PLACES), among(-n.to_numpy(float), len(n) // 3)
    return float(best @ small) / PLACES


def top_places(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a seed and group: units (ranked ones), and the share of the first five places the smallest third holds by
    expected rank, by raw shares as tables are published (no minimum), and by raw shares with our minimum."""
    found = []
    for (seed, group), rows in frame.groupby(["seed", "group"]):
        ranked = rows[rows["n"] >= MINIMUM]
        if len(ranked) >= PLACES:
            found.append(
                {
                    "seed": seed,
                    "group": group,
                    "units": len(ranked),
                    "expected": held_by_small(-ranked["expected"], ranked["n"]),
                    "raw": held_by_small(rows["x"] / rows["n"], rows["n"]),
                    "raw_minimum": held_by_small(ranked["x"] / ranked["n"], ranked["n"]),
                }
            )
    return pd.DataFrame(found)


# Times.


def only_lapor() -> Reference:
    """The reference tables with LAPOR as the one channel."""
    return replace(REF, channels=[replace(c, weight=c.weight if c.code == "LAPOR" else 0.0) for c in REF.channels])


def lapor_plan(seed: int, count: int = LAPOR) -> Plan:
    """LAPOR complaints of the window and the days before it, up to the last midnight."""
    start = LAST - timedelta(days=BEFORE + WINDOW - 1)
    plan = plan_of(seed, count, start, datetime(LAST.year, LAST.month, LAST.day, 23, 59, tzinfo=JAKARTA))
    return replace(plan, end=seconds(LAST) + DAY)


def uncensored(plan: Plan) -> Plan:
    """The same complaints, told twenty years later: what is still open then is never settled."""
    return replace(plan, end=plan.end + 20 * 365 * DAY)


def stays_of(chunks: Iterable[Chunk]) -> pd.DataFrame:
    """One row a stay: unit, received, released (-1 while open), settled (0 or 1)."""
    columns = ("unit", "received", "released", "settled")
    found = [{name: chunk.stays[name] for name in columns} for chunk in chunks]
    return pd.DataFrame({name: np.concatenate([each[name] for each in found]) for name in columns})


def seen_at(stays: pd.DataFrame, moment: int) -> pd.DataFrame:
    """The stays as they were known at a moment."""
    known = stays[stays["received"] <= moment]
    later = known["released"] > moment
    return known.assign(released=known["released"].mask(later, -1), settled=known["settled"].mask(later, 0))


def histogram(stays: pd.DataFrame, since: int, until: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Hours, entered, left_risk and settled over the stays in the window, as queries/sql/spells.sql counts them."""
    received, released = stays["received"].to_numpy(), stays["released"].to_numpy()
    end = np.where(released < 0, until, np.minimum(released, until))
    inside = (received < until) & ((released < 0) | (released > since) | (received >= since))
    entry = np.where(received >= since, -1.0, (since - received) / 3600)[inside]
    leave = ((end - received) / 3600)[inside]
    settled = ((stays["settled"] == 1) & (released <= until)).to_numpy()[inside]
    entry = np.where(entry <= 720, np.floor(entry), np.floor(entry / 24) * 24).astype(np.int64)
    leave = np.where(leave <= 720, np.ceil(leave), np.ceil(leave / 24) * 24).astype(np.int64)
    hour = np.unique(np.concatenate([entry, leave]))
    counts = [np.bincount(np.searchsorted(hour, at), minlength=len(hour)) for at in (entry, leave, leave[settled])]
    return hour, counts[0], counts[1], counts[2]


def curve(stays: pd.DataFrame, since: int, until: int) -> Curve:
    """The period Kaplan-Meier curve of the stays in the window."""
    return kaplan_meier(*(column.tolist() for column in histogram(stays, since, until)))


def medians(seed: int) -> pd.DataFrame:
    """One row a unit with FEW settled stays in the window: seed, code, settled (that many), ends (share of its stays
    that end there), and medians in days: true, km, closed (received and settled in the window) and settled_in
    (settled in the window, whenever received). Infinite where half are never settled.

    ``true`` is the plain median over all stays that end at the unit, followed for twenty years, never settled as
    infinite.
    """
    plan = lapor_plan(seed)
    until = plan.end
    since = until - WINDOW * DAY
    found = []
    for unit, all_stays in stays_of(drawn(uncensored(plan), only_lapor())).groupby("unit"):
        now = seen_at(all_stays, until - 1)
        done = now[(now["settled"] == 1) & (now["released"] >= since)]
        closed = done[done["received"] >= since]
        if len(closed) < FEW:
            continue
        last = all_stays[(all_stays["settled"] == 1) | (all_stays["released"] < 0)]
        found.append(
            {
                "seed": seed,
                "code": REF.unit_codes[int(str(unit))],
                "settled": len(closed),
                "ends": len(last) / len(all_stays),
                "true": (last["released"] - last["received"]).where(last["released"] >= 0, np.inf).median() / DAY,
                "km": (curve(now, since, until).median or np.inf) / 24,
                "closed": (closed["released"] - closed["received"]).median() / DAY,
                "settled_in": (done["released"] - done["received"]).median() / DAY,
            }
        )
    return pd.DataFrame(found)


# What is told in docs/fairness.md.

PAGE = PROJECT / "docs" / "fairness.md"
CLASSES = {"up to 1": (0, 1), "1 to 3": (1, 3), "3 to 7": (3, 7), "7 to 14": (7, 14), "over 14": (14, np.inf)}
STATIONS = {"under 2 %": (0, 0.02), "2 to 10 %": (0.02, 0.1), "10 to 50 %": (0.1, 0.5), "50 % and more": (0.5, 2)}
BLUE, ORANGE, GREY, PALE = "#1f5fa8", "#c4500b", "#6b6b6b", "#e9edf2"


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def off(ratio: pd.Series) -> str:
    """The middle error of ratios to the truth, in percent with its sign."""
    return f"{100 * (ratio.median() - 1):+.1f} %"


def settling(times: pd.DataFrame) -> pd.DataFrame:
    """The units of ``medians`` at which most of their stays end."""
    return times[times["ends"] >= SETTLES]


def well_filled(times: pd.DataFrame) -> pd.DataFrame:
    """Of these, the ones with a long true median and MANY settled stays."""
    return settling(times).query("true > @LONG and settled >= @MANY")


def table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def ranks_table(ranked: pd.DataFrame) -> str:
    head = ["Group", "Units a seed", "Median n", "Ranks judged", "True rank inside: ours", "plain formula"]
    parts = [*ranked.groupby("group"), ("**all**", ranked)]
    by_seed = ranked.groupby("seed")["covered"].mean()
    told = table(
        head,
        [
            [
                str(group),
                f"{len(rows) / len(SEEDS):.1f}",
                f"{rows['n'].median():.0f}",
                f"{len(rows):,}",
                percent(rows["covered"].mean()),
                percent(rows["plain_covered"].mean()),
            ]
            for group, rows in parts
        ],
    )
    return f"{told}\n\nBy seed: {percent(by_seed.min())} to {percent(by_seed.max())}; standard error of the mean {100 * by_seed.sem():.1f} points."


def where_table(ranked: pd.DataFrame) -> str:
    """How often the interval holds the true rank by size and by true place, in the large groups."""
    large = ranked[ranked["group"].isin(LARGE)]
    group = large.groupby(["seed", "group"])
    size = group["n"].transform("size")
    third = np.ceil(3 * group["n"].rank(method="first") / size)
    parts = {
        "third with the fewest complaints": third == 1,
        "middle third": third == 2,
        "third with the most complaints": third == 3,
        "true first five": large["true_rank"] <= PLACES,
        "true last five": large["true_rank"] > size - PLACES,
    }
    head = ["Units", *LARGE, "all three"]
    rows = []
    for name, inside in parts.items():
        found = large[inside]
        shares = found.groupby("group")["covered"].mean()
        rows.append([name, *(percent(shares[each]) for each in LARGE), percent(found["covered"].mean())])
    return table(head, rows)


def small_table(places: pd.DataFrame) -> str:
    head = ["Group", "Units a seed", "Expected rank", "Raw shares, no minimum", f"Raw shares, {MINIMUM} or more"]
    large = places[places["group"].isin(LARGE)]
    parts = [*places.groupby("group"), ("**the three large groups**", large)]
    return table(
        head,
        [
            [
                str(group),
                f"{rows['units'].mean():.1f}",
                percent(rows["expected"].mean()),
                percent(rows["raw"].mean()),
                percent(rows["raw_minimum"].mean()),
            ]
            for group, rows in parts
        ],
    )


def true_place(rows: pd.DataFrame, value: pd.Series) -> float:
    """Where the five with the largest ``value`` truly stand on average: 0 is the first place, 1 the last."""
    place = (rows["true_rank"] - 1) / (len(rows) - 1)
    return float(among(value.to_numpy(float), PLACES) @ place.to_numpy()) / PLACES


def price_table(ranked: pd.DataFrame) -> str:
    """What the caution costs, and what it is good for, in the large groups."""
    head = [
        "Group",
        "True first five that the smallest third holds",
        "True place of the first five: expected rank",
        "raw",
    ]
    found = [
        {
            "group": group,
            "held": held_by_small(rows["true_share"], rows["n"]),
            "expected": true_place(rows, -rows["expected"]),
            "raw": true_place(rows, rows["x"] / rows["n"]),
        }
        for (group, _seed), rows in ranked[ranked["group"].isin(LARGE)].groupby(["group", "seed"])
    ]
    means = pd.DataFrame(found).groupby("group").mean()
    return table(
        head,
        [
            [str(group), *(percent(each) for each in row)]
            for group, row in zip(means.index, means.to_numpy(), strict=True)
        ],
    )


def median_table(times: pd.DataFrame) -> str:
    head = ["True median, days", "Units", "Kaplan-Meier", "Received and settled in the window", "Settled in the window"]
    units_here = settling(times)
    parts = [(name, units_here.query("@low < true <= @high")) for name, (low, high) in CLASSES.items()]
    parts.append((f"**over {LONG:.0f}, {MANY:,} settled or more**", well_filled(times)))
    return table(
        head,
        [
            [name, str(len(rows)), *(off(rows[each] / rows["true"]) for each in ("km", "closed", "settled_in"))]
            for name, rows in parts
        ],
    )


def stations_table(times: pd.DataFrame) -> str:
    rows = [(name, times.query("@low <= ends < @high")) for name, (low, high) in STATIONS.items()]
    return table(
        ["Stays that end at the unit", "Units", "Kaplan-Meier"],
        [[name, str(len(part)), off(part["km"] / part["true"])] for name, part in rows],
    )


def chart(layers: alt.TopLevelMixin, title: str, subtitle: list[str]) -> alt.TopLevelMixin:
    """A chart with a title that states the finding, on white whatever lies behind."""
    made: alt.TopLevelMixin = (
        layers.properties(title=alt.Title(title, subtitle=subtitle), background="white", padding=14)
        .configure(font="sans-serif")
        .configure_title(anchor="start", fontSize=16, subtitleFontSize=12, subtitleColor="#404040", offset=14)
        .configure_axis(labelFontSize=11, titleFontSize=12, titleFontWeight="normal", gridColor="#e4e4e4")
        .configure_legend(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", orient="top", labelLimit=400)
        .configure_view(stroke=None)
    )
    return made


def ranks_chart(ranked: pd.DataFrame) -> alt.TopLevelMixin:
    """Left one group of one seed, right how often the interval holds the true rank."""
    one = ranked[(ranked["seed"] == SEEDS[0]) & (ranked["group"] == LARGE[0])].sort_values("expected")
    hit = alt.Color("covered", scale=alt.Scale(domain=[True, False], range=[BLUE, ORANGE]), legend=None)
    base = alt.Chart(one).encode(y=alt.Y("code", sort=one["code"].tolist(), title=None))
    bars = base.mark_bar(height=5, color="#a9c1dd").encode(
        x=alt.X("low", scale=alt.Scale(domain=[1, len(one)], nice=False), title="rank; bar: 95 % interval, dot: truth"),
        x2="high",
    )
    dots = base.mark_circle(size=48, opacity=1).encode(x="true_rank", color=hit)
    left = (bars + dots).properties(
        width=270, height=14 * len(one), title=alt.Title(f"{LARGE[0]}, seed {SEEDS[0]}", fontSize=12)
    )

    methods = {"covered": "beta-binomial, as the dashboard", "plain_covered": "plain formula"}
    means = pd.concat([ranked.assign(group="all"), ranked]).groupby("group")[list(methods)].mean()
    shares = means.rename(columns=methods).reset_index().melt("group", var_name="method", value_name="share")
    band = alt.Chart(pd.DataFrame({"from": [0.93], "to": [0.97]})).mark_rect(color=PALE).encode(x="from", x2="to")
    points = (
        alt.Chart(shares)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X(
                "share",
                scale=alt.Scale(domain=[0.45, 1.0], zero=False, nice=False),
                axis=alt.Axis(format=".0%"),
                title="true rank inside; band: 93 to 97 %",
            ),
            y=alt.Y("group", sort=means.index.tolist(), title=None),
            color=alt.Color(
                "method", title=None, scale=alt.Scale(range=[BLUE, ORANGE]), legend=alt.Legend(orient="bottom")
            ),
            shape=alt.Shape("method", title=None, scale=alt.Scale(range=["circle", "diamond"])),
        )
    )
    right = (band + points).properties(
        width=270, height=36 * len(means), title=alt.Title(f"{len(SEEDS)} seeds", fontSize=12)
    )
    return chart(
        alt.hconcat(left, right, spacing=30).resolve_scale(color="independent", shape="independent"),
        f"The 95 % rank interval holds the true rank in {percent(ranked['covered'].mean())} of cases",
        [
            f"n = {len(ranked):,} ranks of {len(SEEDS)} made-up cities; due cohort of 90 days, about {PER_DAY} complaints a day,",
            f"units with {MINIMUM} due complaints or more. The plain formula reaches {percent(ranked['plain_covered'].mean())}.",
        ],
    )


def small_chart(places: pd.DataFrame) -> alt.TopLevelMixin:
    """The share of the first places of the smallest third, by group and kind of table."""
    names = {
        "expected": "by expected rank",
        "raw_minimum": f"by raw shares, {MINIMUM} complaints or more",
        "raw": "by raw shares, no minimum",
    }
    order = [*names.values()]
    large = places[places["group"].isin(LARGE)]
    means = large.groupby("group")[list(names)].mean().rename(columns=names)
    data = means.reset_index().melt("group", var_name="order", value_name="share")
    base = alt.Chart(data).encode(
        x=alt.X("share", title="of the first five places", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%")),
        y=alt.Y("order", sort=order, title=None, axis=None),
    )
    colour = alt.Scale(domain=order, range=[BLUE, "#e2a06f", ORANGE])
    bars = base.mark_bar().encode(color=alt.Color("order", sort=order, title=None, scale=colour))
    text = base.mark_text(align="left", dx=4, fontSize=12).encode(text=alt.Text("share", format=".0%"))
    third = alt.Chart(data).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.datum(1 / 3))
    header = alt.Header(labelAngle=0, labelAlign="left", labelFontSize=12)
    row = alt.Row("group", sort=list(LARGE), title=None, header=header)
    facets = alt.layer(bars, text, third, data=data).properties(width=560, height=72).facet(row=row, spacing=14)
    mean = 100 * large[["expected", "raw"]].mean()
    return chart(
        facets,
        f"Raw shares give {mean['raw']:.0f} % of the first five places to the smallest third, expected ranks {mean['expected']:.0f} %",
        [
            f"n = {len(large)} tables: three groups of {len(PLACE_SEEDS)} made-up cities, due cohort of 90 days. The smallest third:",
            "the third of the units with the fewest due complaints. Dashed: a third, its share of the units.",
        ],
    )


def median_chart(times: pd.DataFrame) -> alt.TopLevelMixin:
    """Reported medians against the true ones, a point a unit."""
    names = {"km": "Kaplan-Meier, open complaints counted", "closed": "settled complaints only"}
    shown = settling(times).query("settled >= 5 * @FEW")
    data = shown.assign(**{name: shown[key] / shown["true"] for key, name in names.items()})
    data = data.melt("true", list(names.values()), var_name="median", value_name="ratio").round(3)
    band = alt.Chart(pd.DataFrame({"from": [0.95], "to": [1.05]})).mark_rect(color=PALE).encode(y="from", y2="to")
    limit = alt.Chart(pd.DataFrame({"at": [0.7]})).mark_rule(color=GREY, strokeDash=[4, 3]).encode(y="at")
    order = alt.Scale(domain=[*names.values()], range=[BLUE, ORANGE])
    shape = alt.Scale(domain=[*names.values()], range=["circle", "diamond"])
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=26, opacity=0.75)
        .encode(
            x=alt.X(
                "true",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=[0.5, 1, 2, 3, 5, 7, 10, 14, 20, 30], format="~g"),
                title="true median, days (logarithmic)",
            ),
            y=alt.Y("ratio", scale=alt.Scale(zero=True), axis=alt.Axis(format=".0%"), title="reported / true median"),
            color=alt.Color("median", title=None, scale=order),
            shape=alt.Shape("median", title=None, scale=shape),
        )
    )
    many = well_filled(times)
    worst, least = (many["km"] / many["true"] - 1).abs().max(), (1 - many["closed"] / many["true"]).min()
    return chart(
        (band + limit + points).properties(width=620, height=360),
        f"Closed complaints alone make long medians {100 * least:.0f} % too short or worse; Kaplan-Meier stays within {100 * worst:.1f} %",
        [
            f"Title: the {len(many)} units with a true median over {LONG:.0f} days and {MANY:,} settled stays or more. Points: n = {len(shown):,} units with {5 * FEW} or more;",
            f"{WINDOW} days of LAPOR complaints, {len(TIME_SEEDS)} made-up cities. Band: within 5 % of the truth. Dashed: 30 % below it.",
        ],
    )


SIGNAL_REPEATS = 1_500
FALLS = {"80 to 60 %, within 3 weeks": (0.6, 3), "80 to 70 %, within 6 weeks": (0.7, 6)}


def signals_trade() -> pd.DataFrame:
    """How often a fall is seen against how often the newest week of a steady unit speaks, of the scan at every threshold
    and of the XmR chart at its one: chart, fall, false, seen. 26 weeks of 30 complaints, 80 % on time.
    """
    random, weeks, each = np.random.default_rng(11), 26, 30
    nobody = np.full(weeks, np.nan)

    def said(share: Floats, ends: range) -> tuple[list[float], bool]:
        x, n = random.binomial(each, share).astype(float), np.full(len(share), float(each))
        low = [scan(n[end - weeks : end], x[end - weeks : end], nobody, 1.0).low for end in ends]
        return low, any(xmr(x[end - weeks : end] / each).variation() == "worse" for end in ends)

    steady = [said(np.full(weeks, 0.8), range(weeks, weeks + 1)) for _repeat in range(SIGNAL_REPEATS)]
    rows = []
    for fall, (after, within) in FALLS.items():
        share = np.repeat([0.8, after], weeks)
        fallen = [said(share, range(weeks + 1, weeks + within + 1)) for _repeat in range(SIGNAL_REPEATS)]
        for threshold in np.geomspace(0.001, 0.2, 40):
            rows.append(
                (
                    "scan",
                    fall,
                    np.mean([low[0] < threshold for low, _xmr in steady]),
                    np.mean([min(low) < threshold for low, _xmr in fallen]),
                )
            )
        rows.append(("XmR", fall, np.mean([old for _low, old in steady]), np.mean([old for _low, old in fallen])))
    return pd.DataFrame(rows, columns=["chart", "fall", "false", "seen"])


def signals_chart(trade: pd.DataFrame) -> alt.TopLevelMixin:
    """What more attention costs: falls that are seen against false alarms."""
    x = alt.X(
        "false",
        title="newest week of a steady unit called worse",
        axis=alt.Axis(format=".1%"),
        scale=alt.Scale(domainMax=0.06),
    )
    y = alt.Y("seen", title="falls that are seen", axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1]))
    colour = alt.Color("fall", title=None, scale=alt.Scale(domain=list(FALLS), range=[BLUE, ORANGE]))
    shown = trade[trade["false"] <= 0.06]
    base = alt.Chart(shown).encode(x=x, y=y, color=colour)
    line = base.transform_filter("datum.chart == 'scan'").mark_line(interpolate="monotone", clip=True)
    old = base.transform_filter("datum.chart == 'XmR'").mark_point(filled=True, size=90, shape="diamond")
    name = old.mark_text(align="left", dx=9, fontSize=12).encode(text=alt.value("XmR"))
    alone = alt.Chart().mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.datum(ALONE))
    at = {
        fall: float(np.interp(ALONE, *rows.query("chart == 'scan'")[["false", "seen"]].to_numpy().T))
        for fall, rows in trade.groupby("fall")
    }
    first, second = (100 * at[fall] for fall in FALLS)
    return chart(
        (alone + line + old + name).properties(width=620, height=320),
        f"At one false alarm in 80 weeks the scan sees {first:.0f} % of the sudden falls and {second:.0f} % of the slow ones",
        [
            f"{SIGNAL_REPEATS:,} made-up units, 26 weeks of 30 complaints, 80 % on time. Lines: the scan at every threshold; dashed: the one of the",
            "page, for one side. Diamonds: the XmR chart, which stood here before.",
        ],
    )


def rewritten(text: str, tables: dict[str, str]) -> str:
    """The page with these tables between their markers."""
    for name, block in tables.items():
        start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, found, rest = text.partition(start)
        _old, ended, after = rest.partition(end)
        if not found or not ended:
            raise ValueError(f"the markers of {name} are missing")
        text = before + start + block + end + after
    return text


def blocks(ranked: pd.DataFrame, places: pd.DataFrame, times: pd.DataFrame) -> dict[str, str]:
    """The tables of the page by the name of their markers."""
    return {
        "ranks": ranks_table(ranked),
        "where": where_table(ranked),
        "small": small_table(places),
        "price": price_table(ranked),
        "median": median_table(times),
        "stations": stations_table(times),
    }


def main() -> None:
    everywhere = each(units, PLACE_SEEDS)
    ranked = each(lambda seed: against_truth(everywhere[everywhere["seed"] == seed]), SEEDS)
    places, times = top_places(everywhere), each(medians, TIME_SEEDS)
    tables = blocks(ranked, places, times)
    print("\n\n".join(f"{name}\n{block}" for name, block in tables.items()))
    PAGE.write_text(rewritten(PAGE.read_text(), tables))
    for name, made in (("ranks", ranks_chart(ranked)), ("small", small_chart(places)), ("median", median_chart(times))):
        made.save(str(PAGE.with_name(f"fairness-{name}.svg")))
    signals_chart(signals_trade()).save(str(PAGE.with_name("fairness-signals.svg")))


if __name__ == "__main__":
    main()
