"""One chunk of sample complaints with all their steps, drawn with numpy; no loop over complaints.

The life of a complaint is a row of SLOTS, each with a moment, a holder and whether it happens. Moments are seconds of
Jakarta wall time since 1970-01-01. Every probability and time below is made up unless its comment names a source; they
are set so that the totals come near the published ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .plan import DAY, Plan, hour_limits
from .reference import LOCAL, Floats, Ints, Reference
from .truth import truth

HOUR = 3600
NEVER = 400 * 365 * DAY

SLOTS = (
    ["Menunggu"]
    + ["Koordinasi"] * 5
    + ["Disposisi", "Proses"]
    + ["Proses"] * 6  # an estimate agreed (EWS)
    + ["Menunggu Validasi"]
    + ["TL Ditolak", "Proses", "Menunggu Validasi"] * 2
    + ["Selesai"]
)
COORDINATION, DISPOSITION, PROCESS, EWS, VALIDATION, REJECTION, SETTLED = 1, 6, 7, 8, 14, 15, 21
EWS_MOST = 6

# Faults put into the complaints on purpose, each a share of all rows; the kinds were seen in Jakarta's open CRM data
# and in public report texts. Names with trailing blanks or of before 2023 come on top, by kategori.csv.
DIRT = {
    "settled_before_receipt": 0.0006,  # selesai before masuk
    "wrong_year": 0.0004,  # masuk a year early (as in the open data of 2019), one in eight 33 years late
    "category_missing": 0.0006,  # kategori NULL
    "category_null_text": 0.0003,  # kategori 'NULL"'
    "category_unknown": 0.0006,  # a name that kategori does not hold
    "status_unknown": 0.0004,  # a word that is no status
    "unit_missing": 0.0004,  # unit NULL
    "unit_unknown": 0.0004,  # a code that unit does not hold
    "number_repeated": 0.0003,  # nomor of the complaint before it
    "number_long": 0.0003,  # two letters and 19 digits
    "settled_without_time": 0.0004,  # status Selesai, selesai NULL
    "place_blank": 0.0006,  # kelurahan ''
}
DIRT_KINDS = list(DIRT)
UNKNOWN_CATEGORIES = ["LAIN-LAIN: mohon dicek", "Drainase (L ? 0,6 M)", "Kategori Lama 17"]
UNKNOWN_STATUSES = ["COMPLETE", "Ditunda", "selesai?"]
UNKNOWN_UNITS = ["WALIKOTA JAKARTA BARAT", "UNIT-LAMA-17"]

# On a flood day this share of JAKI complaints is about the flood.
FLOOD_SHARE = 0.38
FLOOD_CATEGORIES = {"Penanganan Banjir": 0.56, "Saluran Air, Kali/Sungai": 0.27, "Pohon": 0.11, "Tutup Saluran": 0.06}

WRONG_CATEGORY = 0.04  # the citizen's category is not what the complaint is about
DIRECT_TO_BRANCH = 0.55  # handed to the suku dinas at once
DISPOSITION_SHARE = 0.30  # handed to the dinas, which passes it on (Disposisi); the rest the dinas does itself
EXTRA_HANDOVERS = np.cumsum([0.885, 0.080, 0.025, 0.007, 0.003])  # 0 to 4 of them

# Hours from receipt to the first step: median. Published for JAKI of 2023: almost two hours on average.
COORDINATION_HOURS = {"geotag": 0.80, "other": 2.5, "LAPOR": 7.0}
COORDINATION_SIGMA = 1.15
NIGHT_FACTOR = 1.8

LAPOR_KINDS = {  # share, factor on the handling time
    "permintaan informasi": (0.15, 0.8),
    "aspirasi": (0.12, 1.0),
    "pengaduan tidak berkadar pengawasan": (0.68, 1.1),
    "pengaduan berkadar pengawasan": (0.05, 6.0),
}

STUCK = 0.050  # complaints that wait for weeks somewhere, median STUCK_DAYS; NEVER_SETTLED of them for ever
STUCK_LAPOR = 0.040  # more of them for LAPOR, times (lapor_factor - 1) of the SKPD
STUCK_DAYS, STUCK_SIGMA, NEVER_SETTLED = 18.0, 0.9, 0.42
STUCK_AT = np.cumsum([0.01, 0.55, 0.44])  # Menunggu, Koordinasi or Disposisi, Proses

DEADLINE_SHARE = 0.03  # a deadline of its own agreed at receipt
EWS_IF_LONG, EWS_IF_SHORT, EWS_LONG_DAYS = 0.27, 0.014, 5.5
EWS_DAYS = np.array([7, 7, 14, 14, 14, 30, 30, 60])
EWS_AGAIN = 0.7
REJECTED, REJECTED_AGAIN = 0.030, 0.10
VALIDATION_HOURS = 4.0
REWORK_DAYS = 1.1

# 2024: 41,528 reporters of 185,852 complaints. The rank of a reporter is about REPORTERS * u^2 with u uniform on 0 to
# 1; the busiest FAITHFUL stay, the others change by so many a day.
REPORTERS, FAITHFUL, NEW_PER_DAY = 45_500, 3_000, 8


@dataclass
class State:
    """Numbers handed on from chunk to chunk."""

    complaint: int
    event: int
    counter: int  # shared by every channel but JAKI and Qlue
    qlue: int


@dataclass(frozen=True)
class Chunk:
    """One chunk: column arrays of the complaints, their events and their stays. -1 stands for NULL throughout."""

    complaints: dict[str, Ints]
    events: dict[str, Ints]
    stays: dict[str, Ints]


def first_state(plan: Plan) -> State:
    """Numbers at the start. The shared counter stood at about 27,600 in January 2020 (open data of the CRM)."""
    years = (int(plan.days[0]) - 18_262) / 365.25
    return State(complaint=1, event=1, counter=max(1, round(27_600 + 15_000 * years)), qlue=100_000_001)


def _pick(rng: np.random.Generator, limits: Floats, rows: Ints) -> Ints:
    """One draw for each row from the cumulative shares limits[row]."""
    drawn: Ints = (rng.random(len(rows))[:, None] > limits[rows]).sum(axis=1)
    return drawn


def _cumulative(weights: Floats) -> Floats:
    limits: Floats = np.cumsum(weights) / weights.sum()
    return limits


def _hours(rng: np.random.Generator, median: Floats | float, sigma: float, size: int) -> Floats:
    """Lognormal waiting times in seconds, at least a minute."""
    return np.maximum(60.0, HOUR * median * np.exp(sigma * rng.standard_normal(size)))


def kelurahan_limits(ref: Reference, seed: int) -> Floats:
    """Cumulative shares of the kelurahan. Cities as in March 2021 (press release of 28 April 2021): Timur 689, Selatan
    638, Barat 402, Pusat 363, Utara 218; Kepulauan Seribu and the spread within a city are made up."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(5,)))
    shares = {
        "Jakarta Timur": 689,
        "Jakarta Selatan": 638,
        "Jakarta Barat": 402,
        "Jakarta Pusat": 363,
        "Jakarta Utara": 218,
        "Kepulauan Seribu": 3,
    }
    weights = np.exp(0.7 * np.clip(rng.standard_normal(len(ref.kelurahan_codes)), -2.5, 1.8))
    for i, city in enumerate(ref.cities):
        inside = ref.kelurahan_city == i
        weights[inside] *= shares[city] / weights[inside].sum()
    return _cumulative(weights)


def channel_limits(ref: Reference, plan: Plan, part: slice) -> Floats:
    """[day, channel]: cumulative shares of the channels valid on each day; a desk is open on working days only."""
    days = plan.days[part]
    epoch = date(1970, 1, 1)
    weights = np.empty((len(days), len(ref.channels)))
    for i, channel in enumerate(ref.channels):
        open_ = days >= (channel.valid_from - epoch).days
        if channel.valid_to is not None:
            open_ &= days <= (channel.valid_to - epoch).days
        if channel.office_hours:  # and not on a day of which only the morning has passed
            open_ &= plan.working[part] & (days * DAY + 12 * HOUR <= plan.end)
        weights[:, i] = np.where(open_, channel.weight * (1.4 if channel.office_hours else 1.0), 0.0)
    limits: Floats = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    return limits


def draw(ref: Reference, plan: Plan, index: int, state: State) -> Chunk:
    """Chunk number ``index`` of the plan. ``state`` is moved on."""
    rng = np.random.default_rng(np.random.SeedSequence(plan.seed, spawn_key=(3, index)))
    part = plan.chunks[index]
    counts = plan.counts[part]
    n = int(counts.sum())
    everyone = np.arange(n)

    # Receipt and channel
    row_day = np.repeat(np.arange(len(counts)), counts)
    channel = _pick(rng, channel_limits(ref, plan, part), row_day)
    day = plan.days[part][row_day]
    desk = np.array([c.office_hours for c in ref.channels])[channel]
    until = np.minimum((plan.end - day * DAY) / HOUR, 24.0)
    u = rng.random(n)
    hours = np.arange(25)
    moment = np.empty(n)
    for office in (False, True):
        limits = hour_limits(office)
        mine = desk == office
        moment[mine] = np.interp(u[mine] * np.interp(until[mine], hours, limits), limits, hours)
    second = np.minimum((moment * HOUR).astype(np.int64), DAY - 1)
    order = np.argsort(day * DAY + second, kind="stable")
    second, channel = second[order], channel[order]  # day is in order already
    received = day * DAY + second
    geotag = np.array([c.geotag for c in ref.channels])[channel]
    is_lapor = np.array([c.code == "LAPOR" for c in ref.channels])[channel]
    is_jaki = np.array([c.code == "JAKI" for c in ref.channels])[channel]

    # Place and category
    place = np.searchsorted(kelurahan_limits(ref, plan.seed), rng.random(n))
    city = ref.kelurahan_city[place]
    mixes = np.stack([_cumulative(ref.weight_other), _cumulative(ref.weight_jaki)])
    category = _pick(rng, mixes, geotag.astype(np.int64))
    flooded = plan.flood[part][row_day] & geotag & (rng.random(n) < FLOOD_SHARE)
    flood_names = np.array([ref.categories.index(name) for name in FLOOD_CATEGORIES])
    category[flooded] = flood_names[np.searchsorted(np.cumsum([*FLOOD_CATEGORIES.values()]), rng.random(flooded.sum()))]
    subject = np.where(rng.random(n) < WRONG_CATEGORY, _pick(rng, mixes, geotag.astype(np.int64)), category)

    # Who receives it, who is responsible, who handles it
    def local(target: Ints) -> Ints:
        here = ref.local_units[np.maximum(-target - 1, 0), place]
        return np.where(target < 0, here, target)

    unit_at = {code: i for i, code in enumerate(ref.unit_codes)}
    first_targets = [LOCAL[c.intake] if c.intake in LOCAL else unit_at[c.intake] for c in ref.channels]
    intake = local(np.array(first_targets)[channel])
    main = local(ref.route_targets[subject, _pick(rng, ref.route_limits, subject)])
    branch = ref.branches[main, city]
    u = rng.random(n)
    to_branch = (branch >= 0) & (u < DIRECT_TO_BRANCH + DISPOSITION_SHARE)
    disposition = to_branch & (u >= DIRECT_TO_BRANCH)
    handler = np.where(to_branch, branch, main)
    responsible = np.where(disposition, main, handler)
    keeps = responsible == intake
    extra = np.where(keeps, 0, np.searchsorted(EXTRA_HANDOVERS, rng.random(n)))
    big = np.flatnonzero(np.isin(ref.unit_kinds, ["dinas"]))
    wrong_at = rng.integers(0, len(big), n)
    for _ in range(2):
        clash = (big[wrong_at] == responsible) | (big[wrong_at] == intake)
        wrong_at = np.where(clash, (wrong_at + 1) % len(big), wrong_at)

    # Speed of the one who handles it
    speeds = list(truth(plan.seed).values())
    lapor_factor = np.array([speed.lapor_factor for speed in speeds])[handler]
    kind_at = np.where(is_lapor, np.searchsorted(np.cumsum([k[0] for k in LAPOR_KINDS.values()]), rng.random(n)), -1)
    kind_factor = np.array([k[1] for k in LAPOR_KINDS.values()])
    handling = DAY * np.array([speed.median_days for speed in speeds])[handler] * ref.slowness[subject]
    handling = handling * np.exp(np.array([speed.sigma for speed in speeds])[handler] * rng.standard_normal(n))
    handling = np.where(is_lapor, handling * lapor_factor * kind_factor[kind_at], handling)
    own_deadline = rng.random(n) < DEADLINE_SHARE
    handling = np.where(own_deadline, handling * 1.8, handling)

    stuck_share = STUCK + np.where(is_lapor, STUCK_LAPOR * (lapor_factor - 1.0), 0.0)
    stuck = rng.random(n) < stuck_share
    stuck_for = _hours(rng, 24 * STUCK_DAYS, STUCK_SIGMA, n)
    stuck_for = np.where(stuck, np.where(rng.random(n) < NEVER_SETTLED, NEVER, stuck_for), 0.0)
    stuck_at = np.searchsorted(STUCK_AT, rng.random(n))
    stuck_at = np.where(keeps, 2, stuck_at)
    handling = np.where(stuck_at == 2, handling + stuck_for, handling)

    # Moments
    at = np.zeros((n, len(SLOTS)), dtype=np.int64)
    happens = np.zeros(at.shape, dtype=bool)
    holder = np.repeat(handler[:, None], len(SLOTS), axis=1)
    at[:, 0], happens[:, 0], holder[:, 0] = received, True, intake

    median = np.where(geotag, COORDINATION_HOURS["geotag"], COORDINATION_HOURS["other"])
    median = np.where(is_lapor, COORDINATION_HOURS["LAPOR"], median)
    median = median * np.where((second >= 21 * HOUR) | (second < 6 * HOUR), NIGHT_FACTOR, 1.0)
    clock = received + _hours(rng, median, COORDINATION_SIGMA, n) + np.where(stuck_at == 0, stuck_for, 0.0)
    for step in range(COORDINATION, DISPOSITION):
        left = DISPOSITION - 1 - step  # hand-overs after this one
        here = ~keeps & (extra >= left)
        moved = here & (extra > left)
        clock = np.where(moved, clock + _hours(rng, 5.0, 1.0, n), clock) if step > COORDINATION else clock
        at[:, step], happens[:, step] = clock, here
        holder[:, step] = np.where(left % 2 == 1, big[wrong_at], responsible)
    clock = np.where(disposition, clock + _hours(rng, 5.0, 1.0, n), clock)
    at[:, DISPOSITION], happens[:, DISPOSITION] = clock, disposition
    clock = np.where(stuck_at == 1, clock + stuck_for, clock)
    start = np.clip(handling * rng.uniform(0.03, 0.30, n), 60.0, 1.5 * DAY)
    start = np.where(keeps, 0.0, start)
    at[:, PROCESS], happens[:, PROCESS] = clock + start, True
    done = clock + np.maximum(handling, start + 120.0)

    # Estimates (EWS): the first soon after the work begins, a further one shortly before the last runs out
    long = handling > EWS_LONG_DAYS * DAY
    ews = np.flatnonzero(rng.random(n) < np.where(long, EWS_IF_LONG, EWS_IF_SHORT))
    due = np.full((n, EWS_MOST), -1, dtype=np.int64)
    agreed = at[ews, PROCESS] + rng.uniform(0.02, 2.0, len(ews)) * DAY
    alive = agreed < done[ews] - 60
    for estimate in range(EWS_MOST):
        until_day = agreed // DAY + rng.choice(EWS_DAYS, len(ews))
        limit = (until_day * DAY + DAY - 1).astype(np.int64)  # the end of that day
        at[ews, EWS + estimate], happens[ews, EWS + estimate] = agreed, alive
        due[ews, estimate] = np.where(alive, limit, -1)
        agreed = limit - rng.uniform(0.3, 2.5, len(ews)) * DAY
        alive = alive & (agreed < done[ews] - 60) & (rng.random(len(ews)) < EWS_AGAIN)

    # Validation, refused work and settlement
    at[:, VALIDATION], happens[:, VALIDATION] = done, True
    rejected = rng.random(n) < REJECTED
    again = rejected & (rng.random(n) < REJECTED_AGAIN)
    clock = _by_day(rng, done + _hours(rng, VALIDATION_HOURS, 1.1, n))
    for refusal, rows in enumerate((np.flatnonzero(rejected), np.flatnonzero(again))):
        refused = REJECTION + 3 * refusal
        rework = _hours(rng, 24 * REWORK_DAYS, 0.9, len(rows))
        at[rows, refused] = clock[rows]
        at[rows, refused + 1] = clock[rows] + np.maximum(60, 0.1 * rework)
        at[rows, refused + 2] = clock[rows] + 120 + rework
        happens[rows[:, None], refused + np.arange(3)] = True
        clock[rows] = _by_day(rng, at[rows, refused + 2] + _hours(rng, VALIDATION_HOURS, 1.1, len(rows)))
    at[:, SETTLED], happens[:, SETTLED] = clock, True

    # What has happened by the end
    happens &= at <= plan.end
    last = SETTLED - np.argmax(happens[:, ::-1], axis=1)
    row, slot = np.nonzero(happens)
    when, who = at[row, slot], holder[row, slot]
    first = slot == 0
    previous = np.concatenate([[-1], who[:-1]])
    handed = first | (who != previous)
    ews_due = np.where((slot >= EWS) & (slot < VALIDATION), due[row, np.clip(slot - EWS, 0, EWS_MOST - 1)], -1)
    ids = state.complaint + everyone
    events = {
        "id": state.event + np.arange(len(row)),
        "complaint": ids[row],
        "at": when,
        "slot": slot,
        "from": np.where(handed & ~first, previous, -1),
        "to": who,
        "ews": ews_due,
    }

    settled = np.where(happens[:, SETTLED], at[:, SETTLED], -1)
    turns = np.flatnonzero(handed)
    stay_row = row[turns]
    last_stay = np.concatenate([stay_row[1:] != stay_row[:-1], [True]])
    next_turn = np.concatenate([when[turns][1:], [-1]])
    stays = {
        "complaint": ids[stay_row],
        "unit": who[turns],
        "received": when[turns],
        "released": np.where(last_stay, settled[stay_row], next_turn),
        "settled": (last_stay & (settled[stay_row] >= 0)).astype(np.int64),
    }

    later = happens[:, 1:]
    second_slot = 1 + np.argmax(later, axis=1)
    estimates = happens[:, EWS:VALIDATION].sum(axis=1)
    last_estimate = np.maximum(estimates - 1, 0)
    old = day < (date(2023, 2, 1) - date(1970, 1, 1)).days  # the categories were renamed about this day
    spelling = (rng.random(n)[:, None] > ref.spelling_limits[old.astype(np.int64), category]).sum(axis=1)
    satisfied = 4.2 - 0.45 * np.log2(0.5 + np.maximum(settled - received, 0) / DAY) + rng.standard_normal(n)
    rated = is_jaki & (settled >= 0) & (rng.random(n) < 0.18)
    reporter = (REPORTERS * ((rng.random(n) + 0.02) / 1.02) ** 2).astype(np.int64)
    reporter += np.where(reporter < FAITHFUL, 0, (day - 16_801) * NEW_PER_DAY)
    complaints = {
        "id": ids,
        "channel": channel,
        "number": _numbers(ref, channel, day, is_jaki, state),
        "long_number": rng.integers(10**9, 10**10, n),
        "spelling": ref.spelling_offset[category] + spelling,
        "unit": holder[everyone, last],
        "holder_since": stays["received"][last_stay],
        "place": np.where(geotag | (rng.random(n) > 0.12), place, -1),
        "status": last,
        "status_at": at[everyone, last],
        "lapor_kind": kind_at,
        "lapor_number": np.zeros(n, dtype=np.int64),
        "received": received,
        "coordinated": np.where(later.any(axis=1), at[everyone, second_slot], -1),
        "answered": np.where(happens[:, PROCESS], at[:, PROCESS], -1),
        "settled": settled,
        "deadline": np.where(own_deadline, (day + rng.choice([14, 14, 30], n)) * DAY + DAY - 1, -1),
        "ews": np.where(estimates > 0, due[everyone, last_estimate], -1),
        "ews_at": np.where(estimates > 0, at[everyone, EWS + last_estimate], -1),
        "ews_count": estimates,
        "private": (rng.random(n) < 0.25).astype(np.int64),
        "anonymous": (rng.random(n) < np.where(is_lapor, 0.25, 0.08)).astype(np.int64),
        "confidential": (rng.random(n) < np.where(is_lapor, 0.04, 0.0008)).astype(np.int64),
        # A permutation, so that the pseudonym says nothing of how often somebody writes.
        "reporter": np.where(rng.random(n) < np.where(geotag, 0.01, 0.12), -1, reporter * 7_368_787 % 9_999_999_967),
        "rating": np.where(rated, np.clip(np.rint(satisfied), 1, 5), -1).astype(np.int64),
        "phrase": ref.phrase_offset[category] + (rng.random(n) * ref.phrase_count[category]).astype(np.int64),
        "text_place": place,
        "text_variant": rng.integers(0, 1 << 40, n),
        "updated": at[everyone, last],
        "dirt": np.searchsorted(np.cumsum([*DIRT.values()]), rng.random(n)),
        "dirt_variant": rng.integers(0, 1 << 20, n),
    }
    # The format of SP4N-LAPOR's own number is not published: seven or eight rising digits, made up.
    complaints["lapor_number"] = 5_000_000 + 17 * complaints["number"] + rng.integers(0, 17, n)
    _soil(complaints)
    state.complaint += n
    state.event += len(row)
    return Chunk(complaints, events, stays)


def _by_day(rng: np.random.Generator, moments: Floats) -> Floats:
    """Most of what would fall between 20:00 and 6:00 is done from 7:00 on."""
    second = moments % DAY
    night = ((second >= 20 * HOUR) | (second < 6 * HOUR)) & (rng.random(len(moments)) < 0.8)
    morning = moments - second + np.where(second >= 20 * HOUR, DAY, 0) + rng.uniform(7, 10, len(moments)) * HOUR
    return np.where(night, morning, moments)


def _numbers(ref: Reference, channel: Ints, day: Ints, is_jaki: NDArray[np.bool_], state: State) -> Ints:
    """The digits of the report number: YYMMDD and a running number of the day for JAKI, one counter of its own for
    Qlue and one shared by all other channels (as the numbers in the open data of the CRM show)."""
    numbers = np.zeros(len(channel), dtype=np.int64)
    running = np.cumsum(is_jaki)
    before = np.concatenate([[0], running])[np.searchsorted(day, day)]
    running = running - before
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    month = months.astype(np.int64)  # since January 1970
    day_of_month = day - months.astype("datetime64[D]").astype(np.int64) + 1
    date_part = (month // 12 - 30) * 10_000 + (month % 12 + 1) * 100 + day_of_month
    digits = np.where(running > 9_999, np.where(running > 99_999, 1_000_000, 100_000), 10_000)
    numbers = np.where(is_jaki, date_part * digits + running, numbers)
    is_qlue = np.array([c.code == "QLUE" for c in ref.channels])[channel]
    shared = ~is_jaki & ~is_qlue
    numbers[shared] = state.counter + np.arange(shared.sum())
    numbers[is_qlue] = state.qlue + np.arange(is_qlue.sum())
    state.counter += int(shared.sum())
    state.qlue += int(is_qlue.sum())
    return numbers


def _soil(complaints: dict[str, Ints]) -> None:
    """Put the faults of DIRT that are faults of moments and holders into the complaints (see also tables.py)."""
    dirt = complaints["dirt"]

    def rows(kind: str) -> Ints:
        return np.flatnonzero(dirt == DIRT_KINDS.index(kind))

    variant = complaints["dirt_variant"]
    early = rows("settled_before_receipt")
    early = early[complaints["settled"][early] >= 0]
    complaints["settled"][early] = complaints["received"][early] - 60 - variant[early] * 24
    year = rows("wrong_year")
    moved = np.where(variant[year] % 8 == 0, 33 * 365 * DAY + 8 * DAY, -365 * DAY)
    complaints["received"][year] += moved
    nobody = rows("unit_missing")
    complaints["unit"][nobody] = -1
    complaints["holder_since"][nobody] = -1
    complaints["status"][rows("settled_without_time")] = SETTLED
    complaints["settled"][rows("settled_without_time")] = -1
