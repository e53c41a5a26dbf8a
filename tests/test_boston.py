"""On-time figures against a city's own flags: Boston's 311 cases with deadlines, laid under the dashboard as LAPOR by its description
(data/boston.toml).

The city flags a case OVERDUE that was closed after its deadline, or that was open past it when the file was made. The
dashboard has to come to the same, case by case, from the times alone, with two exceptions that are its definition: what
is not due yet is not counted as on time (the city does), and nothing without a deadline is judged (the city does).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.places import DESK_LIST, DUE, LAPOR, PATTERN, Place
from database import described
from database.embedded import READER, Embedded
from queries import complaints, lapor, moment, skpds
from queries.filters import Filters
from queries.lapor import Pick
from tests.apptest import is_well, opened
from tests.conftest import point_at

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Case:
    """A row of the file; its key in the database is its number in the file."""

    opened: datetime
    closed: datetime | None
    target: datetime | None
    status: str
    is_flagged: bool
    department: str

    @classmethod
    def of(cls, row: dict[str, str]) -> Case:
        def at(name: str) -> datetime | None:
            return datetime.fromisoformat(row[name]) if row[name] else None

        opened = at("open_date")
        assert opened is not None and row["on_time"] in ("ONTIME", "OVERDUE")
        flag = row["on_time"] == "OVERDUE"
        return cls(
            opened, at("close_date"), at("target_close_date"), row["case_status"], flag, row["assigned_department"]
        )


class City:
    """The cases of a file and the moment at which the city made it."""

    def __init__(self, file: Path) -> None:
        with file.open(encoding="utf-8", newline="") as text:
            self.cases = {number: Case.of(row) for number, row in enumerate(csv.DictReader(text), 1)}
        # The file does not say when it was made. It was not before the last thing it knows of; the next full minute is
        # taken, as the dashboard's moments are whole minutes. test_the_moment_of_the_file holds it against the flags.
        self.last_known = max(moment for case in self.cases.values() for moment in (case.opened, case.closed) if moment)
        self.made = self.last_known.replace(second=0, microsecond=0) + timedelta(minutes=1)
        self.as_of = self.made.astimezone(ZONE).replace(tzinfo=None)
        self.filters = Filters(date(2020, 1, 1), date(2030, 12, 31), self.as_of)

    def keys(self, condition: Any) -> set[int]:
        return {key for key, case in self.cases.items() if condition(case)}

    @property
    def due(self) -> set[int]:
        """The cases whose deadline has passed."""
        return self.keys(lambda case: case.target and case.target <= self.made)

    @property
    def flagged(self) -> set[int]:
        return self.keys(lambda case: case.is_flagged)

    @property
    def without_deadline(self) -> set[int]:
        return self.keys(lambda case: not case.target)

    @property
    def open(self) -> set[int]:
        return self.keys(lambda case: not case.closed)

    @property
    def not_due(self) -> set[int]:
        """Open, and the deadline still to come: the city calls them on time."""
        return self.keys(lambda case: not case.closed and case.target and case.target > self.made)


@pytest.fixture(scope="module", params=["made", "real"])
def city(request: pytest.FixtureRequest, server: Embedded) -> Iterator[City]:
    """A small made file, and the city's own where CRM_REAL_DATA names it: both take the same way."""
    file = DATA / "boston_311_made.csv"
    if request.param == "real":
        file = request.getfixturevalue("real_data") / "boston_311_2025_2026.csv"
    owner = server.create("boston", replace=True)
    report = described.load(owner, file, DATA / "boston.toml")
    assert not report.unreadable and not report.undated
    assert report.left_out == ["on_time", "report_source"]
    yield City(file)


@pytest.fixture
def boston(city: City, server: Embedded, monkeypatch: pytest.MonkeyPatch) -> City:
    point_at(monkeypatch, server.url("boston", READER))
    return city


@pytest.fixture
def is_real(request: pytest.FixtureRequest) -> bool:
    return "real" in request.node.callspec.params.values()


def ids(city: City, name: str, clock: str = "crm") -> set[int]:
    """The keys of a list of the desk, as the page has them and as its file has them."""
    found = lapor.listed(city.filters, Pick(name, clock), size=100_000)
    streamed = [row[0] for row in lapor.rows(city.filters, Pick(name, clock), ["id"])]
    assert streamed == list(found["id"]) and len(set(streamed)) == len(streamed)
    return set(streamed)


def in_set(city: City, name: str) -> set[int]:
    return {row[0] for row in complaints.rows(city.filters, name, ["id"])}


def test_the_moment_of_the_file(city: City, is_real: bool) -> None:
    """Every flag holds at that moment, and it could hardly be another: the flags of the open cases pin it down."""
    assert city.last_known < city.made <= city.last_known + timedelta(minutes=1)
    for case in city.cases.values():
        if case.target:
            assert case.is_flagged is (case.closed > case.target if case.closed else city.made > case.target)
    open_ones = [case for case in city.cases.values() if not case.closed and case.target]
    late = max(case.target for case in open_ones if case.is_flagged and case.target)
    ahead = min(case.target for case in open_ones if not case.is_flagged and case.target)
    assert late < city.made < ahead
    if is_real:
        assert str(city.last_known) == "2026-02-10 22:54:04.094464+00:00"
        assert city.as_of == datetime(2026, 2, 10, 17, 55)
        assert ahead - late < timedelta(hours=13)


def test_what_the_files_hold(city: City, is_real: bool) -> None:
    """The figures below rest on these; the made file has a case of every kind."""
    found = {
        "cases": len(city.cases),
        "due": len(city.due),
        "flagged and due": len(city.due & city.flagged),
        "not due": len(city.not_due),
        "without deadline": len(city.without_deadline),
        "closed before a deadline to come": len(city.keys(lambda c: c.closed and c.target and c.target > city.made)),
        "without department": len(city.keys(lambda c: not c.department)),
    }
    expected = (5_473, 5_390, 2_133, 25, 10, 48, 19) if is_real else (12, 6, 3, 2, 3, 1, 2)
    assert tuple(found.values()) == expected
    assert found["cases"] == found["due"] + found["not due"] + found["without deadline"] + expected[5]
    if is_real:
        statuses = Counter(case.status for case in city.cases.values())
        assert statuses["Closed"] == 4_096 == len(city.cases) - len(city.open)


def test_late_is_what_the_city_calls_overdue(boston: City) -> None:
    """Case by case over the whole due cohort, on the desk and in the list of every complaint."""
    assert ids(boston, "jatuh-tempo") == in_set(boston, "jatuh-tempo") == boston.due
    assert ids(boston, "luput") == in_set(boston, "tidak-tepat-waktu") == boston.due & boston.flagged
    assert in_set(boston, "tepat-waktu") == boston.due - boston.flagged
    assert ids(boston, "terlambat") == in_set(boston, "terlambat") == boston.open & boston.due
    assert boston.open & boston.due <= boston.flagged


def test_days_late_have_the_sign_of_the_flag(boston: City) -> None:
    """The delay that the lists print: none for what the city calls on time, some for what it calls overdue."""
    rows = lapor.rows(
        boston.filters, Pick("jatuh-tempo", "crm"), ["id", "crm_days_late", "crm_days_left", "due_at", "due_source"]
    )
    for key, late, left, due_at, source in rows:
        case = boston.cases[key]
        end = case.closed or boston.made
        assert case.target is not None and source == "crm"
        assert due_at == case.target.astimezone(ZONE).replace(tzinfo=None)
        assert (late is None) != (left is None)
        days = -left if late is None else late
        assert days == pytest.approx((end - case.target) / timedelta(days=1), abs=0.0501)
        assert days >= 0 if case.is_flagged else days <= 0


def test_what_is_not_due_is_in_no_figure_on_time(boston: City) -> None:
    assert boston.not_due and not boston.not_due & boston.flagged  # the city counts them as on time
    for name in ("jatuh-tempo", "luput"):
        assert not ids(boston, name) & boston.not_due
    for name in ("jatuh-tempo", "tepat-waktu", "tidak-tepat-waktu", "terlambat", "tanpa-tenggat"):
        assert not in_set(boston, name) & boston.not_due, name
    assert in_set(boston, "dalam-tenggat") == boston.not_due


def test_without_a_deadline_nothing_is_judged(boston: City) -> None:
    """The open ones have a set of their own, whatever the city's flag says of them."""
    assert ids(boston, "tanpa-tenggat") == in_set(boston, "tanpa-tenggat") == boston.without_deadline & boston.open
    assert ids(boston, "tanpa-tenggat") & boston.flagged  # the city calls one of them overdue
    for name in ("jatuh-tempo", "tepat-waktu", "tidak-tepat-waktu", "terlambat", "bertenggat", "dalam-tenggat"):
        assert not in_set(boston, name) & boston.without_deadline, name
    for clock in ("sp4n", "keduanya"):
        for name in ("jatuh-tempo", "luput", "terlambat"):
            assert not ids(boston, name, clock)  # nobody noted a kind: no deadline on that clock
    assert ids(boston, "luput", "salah-satu") == ids(boston, "luput")


def test_the_counts_add_up(boston: City) -> None:
    found, desk = complaints.totals(boston.filters), lapor.summary(boston.filters, "crm")
    expected = {
        "masuk": len(boston.cases),
        "selesai": len(boston.cases) - len(boston.open),
        "jatuh_tempo": len(boston.due),
        "tepat_waktu": len(boston.due - boston.flagged),
        "terbuka": len(boston.open),
        "terlambat": len(boston.open & boston.due),
        "lapor_terlambat": len(boston.open & boston.due),
        "dalam_tenggat": len(boston.not_due),
        "bertenggat": len(boston.open - boston.without_deadline),
        "tanpa_tenggat": len(boston.open & boston.without_deadline),
        "bertentangan": 0,
    }
    assert {name: found[name] for name in expected} == expected
    assert found["selesai"] + found["terlambat"] + found["dalam_tenggat"] + found["tanpa_tenggat"] == len(boston.cases)
    assert (desk["terbuka"], desk["crm"], desk["sp4n"]) == (len(boston.open), len(boston.open & boston.due), 0)
    outcomes = lapor.outcomes(boston.filters, "crm")
    whole = outcomes[outcomes["dimension"] == "semua"].iloc[0]
    assert (whole["aduan"], whole["luput"]) == (len(boston.due), len(boston.due & boston.flagged))


def test_departments(boston: City) -> None:
    """The ranking and the desk's table give each department its own cases; nobody's stay apart."""
    due = Counter(boston.cases[key].department for key in boston.due)
    in_time = Counter(boston.cases[key].department for key in boston.due - boston.flagged)
    late = Counter(boston.cases[key].department for key in boston.open & boston.due)
    units = skpds.cells(boston.filters, "tepat-waktu").groupby("unit")[["n", "x"]].sum()
    assert {row.Index: (row.n, row.x) for row in units.itertuples()} == {
        name: (count, in_time[name]) for name, count in due.items() if name
    }
    table = lapor.breakdown(boston.filters, "crm")
    assert dict(table[table["dimension"] == "skpd"][["code", "aduan"]].itertuples(index=False)) == late


def words(at: AppTest) -> str:
    return " ".join(element.value for element in (*at.main.markdown, *at.main.caption))


@pytest.mark.parametrize("page", [LAPOR, PATTERN, DUE, DESK_LIST])
def test_the_pages(boston: City, page: Place) -> None:
    """They open without an exception and say these numbers."""

    def shown(number: int) -> str:
        return f"{number:,}".replace(",", ".")

    query = {"per": f"{boston.as_of:%Y-%m-%dT%H:%M}", "periode": "semua", "jam": "crm"}
    if page == DESK_LIST:
        query["set"] = "luput"
    if page in (PATTERN, DESK_LIST):  # "semua" ends with the newest case, after which one deadline or another passes
        query |= {"dari": "2020-01-01", "sampai": "2030-12-31"}
        del query["periode"]
    at = is_well(opened(page, **query))
    assert not [warning.value for warning in at.warning]
    assert moment.now().name == "Boston 311" and "Boston 311" in words(at) and "Data contoh" not in words(at)
    late, missed = len(boston.open & boston.due), len(boston.due & boston.flagged)
    if page == LAPOR:
        figures = {metric.label: metric.value for metric in at.metric}
        assert figures["Terbuka"] == shown(len(boston.open)) and figures["Lewat jam CRM"] == shown(late)
        assert figures["Lewat jam SP4N-LAPOR"] == "0"
    if page == PATTERN:
        assert f"({shown(missed)} dari {shown(len(boston.due))};" in words(at)
    if page == DESK_LIST:
        assert f"**{shown(missed)} aduan**" in words(at)
