"""What a page says twice is one fact: every pair of figures that stand on one page, or on two about the same, agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import address
from dashboard.findings import channels, lapor, overview, pair, signals, source
from dashboard.findings.desk import DEADLINE_CLOCKS
from dashboard.findings.measures import measures
from dashboard.findings.standing import groups, standing
from dashboard.places import CHANNELS, DUE, FUNNEL, LAPOR, OVERVIEW, RANKING, SIGNALS
from dashboard.view import View
from queries import complaints, moment
from queries.lapor import CLOCKS
from tests.apptest import Address, is_well, opened, table
from tests.conftest import AS_OF

VIEWS: list[dict[str, str]] = [
    {},
    {"periode": "90-hari"},
    {"periode": "hari-ini"},
    {"periode": "semua"},
    {"periode": "tahun-lalu", "kanal": "LAPOR"},
    {"periode": "90-hari", "wilayah": "31.73"},
    {"per": "2026-08-14T16:00", "periode": "90-hari"},
]


@pytest.fixture(params=VIEWS, ids=lambda query: "&".join(f"{k}={v}" for k, v in query.items()) or "biasa")
def view(request: pytest.FixtureRequest, sample_database: str) -> Iterator[View]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", Address({"per": AS_OF} | request.param))
        yield address.read(moment.now(), moment.choices()).view


def test_ringkasan(view: View) -> None:
    headline, days, backlog = overview.headline(view), overview.per_day(view), overview.backlog(view)
    values = {figure.name: figure.now for figure in headline.figures}
    assert values["received"] == days.total == headline.counts["masuk"] == source.gaps(view).received
    assert values["settled"] == days.rows["settled"].sum()
    assert headline.counts["jatuh_tempo"] == days.rows["due"].sum()
    assert headline.counts["tepat_waktu"] == days.rows["on_time"].sum()
    assert values["late"] == backlog.late == sum(n for age, n in backlog.ages.items() if age.startswith("telat"))
    assert backlog.open == sum(backlog.ages.values()) == headline.counts["terbuka"]
    for matter in overview.attention(view):
        if matter.name in backlog.ages:
            assert matter.count == backlog.ages[matter.name]
    if len(days.rows):
        last = days.rows.iloc[-1]
        if view.filters.until >= view.filters.as_of:  # the stock of the period's end is that of now
            assert (last["open"], last["late"]) == (backlog.open, backlog.late)


def test_kanal(view: View) -> None:
    volumes, flow = channels.volumes(view), channels.flow(view)
    headline = overview.headline(view).counts
    assert volumes.received == headline["masuk"] == flow.rows["received"].sum()
    for ours, theirs in (("settled", "selesai"), ("due", "jatuh_tempo"), ("on_time", "tepat_waktu")):
        assert volumes.rows[ours].sum() == headline[theirs]
    assert volumes.rows["open"].sum() == headline["terbuka"]
    assert volumes.rows["late"].sum() == headline["terlambat"]
    assert flow.rows["contradictory"].sum() == source.gaps(view).missing["contradictory"]
    for unit in ("week", "month", "year"):
        assert channels.received(view, unit) == volumes.received
    silence, fresh = channels.silence(view), source.freshness(view)
    assert silence.sentence().startswith(fresh.sentence())
    assert len(silence.sentences()) == len(fresh.silent) + len(fresh.late) + len(fresh.never) + len(silence.drops)


@pytest.mark.parametrize("clock", CLOCKS)
def test_lapor(view: View, clock: str) -> None:
    summary, overdue, due = lapor.summary(view, clock), lapor.overdue(view, clock), lapor.due_soon(view, clock)
    total = {"crm": summary.crm, "sp4n": summary.sp4n, "keduanya": summary.both, "salah-satu": summary.either}[clock]
    assert overdue.total == total
    for dimension in ("skpd", "tahap", "jenis", "kategori", "kota"):
        assert overdue.by(dimension)["complaints"].sum() == total, dimension
    if clock in DEADLINE_CLOCKS:
        assert overdue.by(f"umur-{clock}")["complaints"].sum() == total
    for name, column in (("hari-ini", "today"), ("3-hari", "three"), ("7-hari", "seven")):
        assert due.units[column].sum() == summary.soon[name]
    if "LAPOR" in view.choices["channels"] and not view.filters.channels:
        matter = {matter.name: matter.count for matter in overview.attention(view)}
        assert matter.get("terlambat", 0) == lapor.summary(view).crm


@pytest.mark.parametrize("measure", ["tepat-waktu", "dalam-tenggat", "koordinasi"])
@pytest.mark.parametrize("group", ["dinas-badan-biro", "sudin"])
def test_skpd(view: View, group: str, measure: str) -> None:
    assert group in groups() and measure in measures()
    found = standing(view, group, measure)
    assert found.sides == len(found.rows) == found.ranked
    assert found.n == found.rows["n"].sum()
    assert found.x == found.rows["x"].sum()
    if found.funnel is not None:
        numbers = [int(text.replace(".", "")) for text in re.findall(r"\d[\d.]*", found.funnel_sentence())[:5]]
        assert (numbers[0] == len(found.flagged) and numbers[3] + numbers[4] == numbers[0]) or not numbers
    series = signals.of_group(view, group, measure)
    sure = series.count("worse") + series.count("better")
    assert sum(one.variation in ("worse", "better") for one in series.series) == sure


def test_lapor_and_jaki(view: View) -> None:
    two = pair.lapor_and_jaki(view)
    assert two is not None
    if view.filters.channels:
        return  # the page compares two channels whatever the filter says
    gap = pair.gap(view, two, "tepat-waktu")
    rows = channels.volumes(view).rows.set_index("code")
    for code, x, n in ((two.a, gap.x1, gap.n1), (two.b, gap.x2, gap.n2)):
        mine = pair.cells(view, two, "tepat-waktu").query("channel == @code")
        assert (x, n) == (mine["x"].sum(), mine["n"].sum())
        # Those that nobody holds are no unit's, and in no comparison.
        held = replace(view.filters, channels=(code,))
        without = complaints.page(held, "jatuh-tempo", 1, 100_000)["skpd"].fillna("").eq("").sum()
        assert n + without == rows.loc[code, "due"]
    for journey, code in zip(pair.journeys(view, two), two.codes, strict=True):
        assert journey.settled == rows.loc[code, "settled"]


def foot(at: AppTest) -> str:
    return next(caption.value for caption in at.caption if "catatan terbaru" in caption.value)


def test_on_the_pages_themselves(sample_database: str) -> None:
    """The same, as a reader sees it."""
    at = is_well(opened(CHANNELS, per=AS_OF))
    section = [m.value for m in at.markdown if m.value.startswith("**Sekarang:")]
    said = foot(at).rsplit(" · ", 1)[-1]
    if section:
        assert said in section[0] or said == "tidak ada kanal senyap"
    else:
        assert said == "tidak ada kanal senyap"
    for page in (OVERVIEW, LAPOR, DUE, RANKING, FUNNEL, SIGNALS):
        assert foot(is_well(opened(page, per=AS_OF))) == foot(at)
    ranking = is_well(opened(RANKING, per=AS_OF, kelompok="sudin", periode="7-hari"))
    few, rows = table(ranking, "ranking_few"), table(ranking, "ranking_table")
    assert any(f"{len(few)} dari {len(few) + len(rows)} SKPD tidak ikut" in m.value for m in ranking.markdown) == bool(
        len(few)
    )
