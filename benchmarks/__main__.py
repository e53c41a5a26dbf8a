"""`python -m benchmarks`: measure every page of the running app against its database and the browser, in one run.

Each target is printed beside what was measured. Exit status 1 when a page failed, never for a missed target.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import browser, floor, load, report, server
from benchmarks.load import Page, PageError
from benchmarks.report import Target, amount, median, percentile
from dashboard import places
from dashboard.analysis.ranks import rank_shares
from dashboard.exports.render import KINDS
from dashboard.places import PLACES, Place
from database.embedded import PROJECT

EXAMPLES = {
    places.REPORT: "skpd=SD-BM-31.73",
    places.FUNNEL: "kelompok=kelurahan",
    places.SIGNALS: "kelompok=sudin",
    places.LIST: "set=terlambat",
}
"""What is asked of a page beyond its address."""


def page_of(place: Place) -> Page:
    return Page(place.path, place.address, EXAMPLES.get(place, ""), (place.heading or place.title)())


NOT_MEASURED = (places.SCREENS, places.WALL, places.UNIT_LIST, places.COMPLAINT)  # the last by its own way
PAGES = {page_of(place): place.file for place in PLACES if place not in NOT_MEASURED}
START, LAPOR, REPORT, DESK_LIST, LIST, MEETING = (
    page_of(place)
    for place in (places.OVERVIEW, places.LAPOR, places.REPORT, places.DESK_LIST, places.LIST, places.AGENDA)
)

BARE = """
import altair as alt
import pandas as pd
import streamlit as st

st.title("Bare")
data = pd.DataFrame({"day": range(28), "count": [500 + 17 * n % 90 for n in range(28)]})
st.altair_chart(alt.Chart(data).mark_bar().encode(x="day:O", y="count:Q"))
st.dataframe(data)
"""


@dataclass(frozen=True)
class Plan:
    """How often everything is measured."""

    count: int
    cold: int
    warm: int
    starts: int
    sessions: tuple[int, ...]
    reruns: int
    crowd: int
    desk: int
    think: float
    ramp: float
    seconds: float
    visits: int
    returns: int


def full(count: int) -> Plan:
    # In more than a minute of thinking the moment that all figures stand at turns at least once.
    return Plan(count, 5, 15, 3, (1, 10, 50), 4, 50, 1_300_000, 3.0, 10.0, 65.0, 3, 4)


def quick(count: int) -> Plan:
    return Plan(count, 1, 2, 1, (1, 4), 2, 4, 0, 0.1, 0.2, 1.0, 0, 0)


@dataclass
class Measured:
    """Everything that goes into the JSON file: seconds, MiB and KiB as measured, the targets, and the errors."""

    about: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    desk: dict[str, dict[str, Any]] = field(default_factory=dict)
    statistics: dict[str, list[float]] = field(default_factory=dict)
    readers: dict[str, dict[str, Any]] = field(default_factory=dict)
    start_seconds: list[float] = field(default_factory=list)
    memory_mib: float = 0.0
    browser: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, list[float]] = field(default_factory=dict)
    turns: list[float] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def start(url: str, plan: Plan, found: Measured) -> None:
    """Seconds from the start of the process until its first page is finished."""

    async def first_page(app: server.App) -> float:
        while not app.is_listening():
            await asyncio.sleep(0.01)
        async with load.Session(app.url) as session:
            await session.run(START)
        return app.age()

    for _ in range(plan.starts):
        with server.App(PROJECT / "app.py", url) as app:
            found.start_seconds.append(asyncio.run(first_page(app)))


def record(url: str) -> dict[Page, list[floor.Question]]:
    """What each page asks. The page of one complaint shows the first one of the list."""
    asked: dict[Page, list[floor.Question]] = {}
    scripts = dict(PAGES)
    for page in PAGES:
        asked[page] = floor.questions(page, scripts[page], url)
    complaint, code = floor.first_complaint(url, asked[LIST])
    page = Page("aduan", "aduan", f"id={complaint}", code)
    asked[page] = floor.questions(page, places.COMPLAINT.file, url)
    return asked


YEARS = 10  # the large database reaches back; Jakarta's had 0.2 million complaints a year
ALONE, BESIDE = "10 thinking, no file being made", "10 thinking, while one report after the other is made"
LARGE = ("ringkasan", "agenda", "kanal", "kanal-pola", "lapor-jaki", "peringkat", "corong", "sinyal", "rapor")
RANKS, WHAT_IF = "ranks of 267 units, 10,000 draws", "what-if: two such ranks"
STATISTICS = {RANKS: 0.15, WHAT_IF: 0.3}


def desk(plan: Plan, found: Measured) -> None:
    """In a database of the size of Jakarta's: the files, what the questions of each page take alone, and most pages
    cold.
    """
    with server.database(plan.desk, years=YEARS) as url, floor.connect(url) as connection:
        files(url, plan, found)
        asked = record(url)
        for page, questions in asked.items():
            floor.seconds(connection, questions)
            runs = [floor.seconds(connection, questions) for _ in range(plan.cold)]
            each = {name: median([run[name] for run in runs]) for name in runs[0]}
            found.desk[page.name] = {"floor": [sum(run.values()) for run in runs], "questions": each}
        with server.App(PROJECT / "app.py", url) as app:
            app.wait()
            asyncio.run(load.cold(app.url, START))  # only now does it know its pages
            for page in asked:
                if page.name in LARGE:
                    asyncio.run(load.cold(app.url, page))
                    found.desk[page.name]["cold"] = [asyncio.run(load.cold(app.url, page)) for _ in range(plan.cold)]


def files(url: str, plan: Plan, found: Measured) -> None:
    """Seconds of each file by the command, its start and cold questions included."""
    environment = os.environ | {"CRM_DATABASE_URL": url}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for kind, ending in KINDS.items():
            command = [sys.executable, "-m", "dashboard.exports", kind, "--out", f"{folder}/file.{ending}"]
            found.files[kind] = []
            for _ in range(plan.cold):
                before = time.perf_counter()
                done = subprocess.run(
                    command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
                )
                found.files[kind].append(time.perf_counter() - before)
                if done.returncode:
                    found.errors.append(f"{kind}: {done.stderr.strip().splitlines()[-1]}")


async def _making(url: str, seconds: float) -> None:
    """Somebody who has one report after the other made, every file anew."""
    end = time.monotonic() + seconds
    async with load.Session(url) as session:
        await session.run(MEETING)
        while time.monotonic() < end:
            await session.run(MEETING, press="Buat laporan monev")


async def _beside(app: server.App, plan: Plan) -> load.Times:
    """Ten thinking readers while files are made."""
    seconds = plan.seconds / 2
    maker = asyncio.create_task(_making(app.url, seconds))
    times = await load.crowd(app.url, [START], 10, seconds=seconds, think=plan.think)
    await maker
    return times


def statistics(found: Measured) -> None:
    """Seconds for the ranks of 267 units in 10,000 draws, and for a what-if, which ranks them again for
    two measures.
    """
    random = np.random.default_rng(1)
    n = random.integers(10, 200, 267)
    x = random.binomial(n, random.beta(18, 2, 267))
    rank_shares(x, n)
    for name, times in ((RANKS, 1), (WHAT_IF, 2)):
        found.statistics[name] = []
        for _ in range(15):
            before = time.perf_counter()
            for _again in range(times):
                rank_shares(x, n)
            found.statistics[name].append(time.perf_counter() - before)


def scripts(app: server.App, url: str, asked: dict[Page, list[floor.Question]], plan: Plan, found: Measured) -> None:
    """Cold and warm script times of every page over the websocket, in turn with the same questions asked directly."""
    with floor.connect(url) as connection:
        for page, questions in asked.items():
            floor.seconds(connection, questions)  # both sides find the tables in memory
            cold, plain = [], []
            try:
                asyncio.run(load.cold(app.url, page))  # and every module loaded
                for _ in range(plan.cold):
                    cold.append(asyncio.run(load.cold(app.url, page)))
                    plain.append(floor.seconds(connection, questions))
                warm = asyncio.run(load.warm(app.url, page, plan.warm))
            except (PageError, OSError, TimeoutError) as error:
                found.errors.append(f"{page.name}: {error}")
                continue
            each = {name: median([run[name] for run in plain]) for name in plain[0]}
            found.pages[page.name] = {
                "cold": cold,
                "warm": warm,
                "floor": [sum(run.values()) for run in plain],
                "questions": each,
            }


def readers(app: server.App, pages: list[Page], plan: Plan, found: Measured) -> None:
    """Reruns of many sessions at once, and the memory of the process after them."""

    def note(name: str, times: load.Times) -> None:
        found.readers[name] = {"first": times.first, "again": times.again, "errors": dict(times.errors)}
        found.errors.extend(f"{name}: {count} x {error}" for error, count in times.errors.items())

    for sessions in plan.sessions:
        note(
            f"{sessions} at once, {START.name}", asyncio.run(load.crowd(app.url, [START], sessions, reruns=plan.reruns))
        )
    for where, chosen in ((START.name, [START]), ("all pages", pages)):
        times = asyncio.run(
            load.crowd(app.url, chosen, plan.crowd, seconds=plan.seconds, think=plan.think, ramp=plan.ramp)
        )
        note(f"{plan.crowd} thinking {plan.think:g} s, {where}", times)
    alone = asyncio.run(load.crowd(app.url, [START], 10, seconds=plan.seconds / 2, think=plan.think))
    note(ALONE, alone)
    note(BESIDE, asyncio.run(_beside(app, plan)))
    found.memory_mib = app.memory_mib()


def links(pages: list[Page]) -> dict[str, tuple[Page, str]]:
    """How a reader comes to a page inside the app: from where, and the link that is clicked."""
    kanal = next(page for page in pages if page.name == "kanal")
    ways = {
        page.name: (kanal if page is START else START, f'[data-testid=stSidebar] a:has-text("{page.title}")')
        for page in pages
    }
    ranking = next(page for page in pages if page.name == "peringkat")
    for name in ("corong", "sinyal"):
        ways[name] = (ranking, f'[data-testid=stMain] a[href*="{name}"]:visible')
    ways[REPORT.name] = (ranking, '[data-testid=stSidebar] a[href*="rapor"]')
    ways[DESK_LIST.name] = (LAPOR, '[data-testid=stMain] a[href*="daftar-lapor?"]:visible')
    ways[LIST.name] = (START, '[data-testid=stMain] a[href*="set=terlambat"]:visible')
    ways["aduan"] = (LIST, '[data-testid=stMain] a[href*="aduan?"]:visible')
    return ways


def in_browser(app: server.App, pages: list[Page], plan: Plan, found: Measured) -> None:
    """First visits and returns in Chromium, beside those of a bare Streamlit app."""

    def clear() -> None:  # beside Playwright's own event loop
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, load.clear(app.url)).result()

    from playwright.sync_api import Error

    with browser.started() as playwright:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            script = Path(folder) / "bare.py"
            script.write_text(BARE)
            with server.App(script) as bare:
                bare.wait()
                page = Page("bare Streamlit", "", "", "Bare")
                found.browser[page.name] = browser.measure(
                    playwright, bare.url, page, lambda: None, plan.visits, plan.returns
                )
        with browser.profile(playwright) as context:
            found.turns = [second for _ in range(3) for second in browser.turns(context, app.url)]
        ways = links(pages)
        for page in pages:
            try:
                results = browser.measure(playwright, app.url, page, clear, plan.visits, plan.returns)
                with browser.profile(playwright) as context:
                    before, link = ways[page.name]
                    results["within"] = browser.within(context, app.url, before, page, link, plan.returns)
                found.browser[page.name] = results
            except Error as error:
                found.errors.append(f"{page.name} in the browser: {str(error).splitlines()[0]}")


def targets(found: Measured) -> list[Target]:
    """The targets, set for 400,000 complaints on a machine that does nothing else."""
    aims = []
    for name, page in found.pages.items():
        aims.append(Target(f"{name}: cold", median(page["cold"]), 1.5 * median(page["floor"]) + 0.15, "ms"))
    for name, page in found.pages.items():
        aims.append(Target(f"{name}: warm rerun", median(page["warm"]), 0.06, "ms"))
    for name, page in found.desk.items():
        most = 0.5 if name in LARGE else 0.3
        aims.append(Target(f"{name}: SQL at {found.about['desk']}", median(page["floor"]), most, "ms"))
        if "cold" in page:
            aims.append(
                Target(
                    f"{name}: cold at {found.about['desk']}", median(page["cold"]), median(page["floor"]) + 0.5, "ms"
                )
            )
    for name, seconds in found.statistics.items():
        aims.append(Target(name, median(seconds), STATISTICS[name], "ms"))
    for name, times in found.readers.items():
        if "thinking" in name and name != BESIDE:
            aims.append(Target(f"{name}: p95", percentile(times["again"], 95), 0.15, "ms"))
    for kind, seconds in found.files.items():
        aims.append(Target(f"{kind}: made at {found.about['desk']}", median(seconds), 10.0, "s"))
    if BESIDE in found.readers:
        alone = found.readers[ALONE]
        aims.append(
            Target(
                "p95 while files are made",
                percentile(found.readers[BESIDE]["again"], 95),
                2 * percentile(alone["again"], 95),
                "ms",
            )
        )
    aims.append(Target("restart to the first page", median(found.start_seconds), 4.0, "s"))
    aims.append(Target("memory after the sessions", found.memory_mib, 350, "MiB"))
    if found.turns:
        aims.append(Target("next screen of a meeting, slowest of all", max(found.turns), 0.2, "ms"))
    for name, results in found.browser.items():
        aims.append(Target(f"{name}: first visit", _seconds(results["first"]), 1.9, "s"))
        aims.append(Target(f"{name}: return", _seconds(results["again"]), 0.42, "s"))
    return aims


def _seconds(results: list[tuple[float, float]]) -> float:
    return median([seconds for seconds, _ in results])


def _kib(results: list[tuple[float, float]]) -> str:
    return f"{median([kib for _, kib in results]):,.0f}" if results else "-"


def text(found: Measured, aims: list[Target]) -> str:
    """All tables."""
    parts = [" · ".join(f"{key} {value}" for key, value in found.about.items()) + "\n"]
    rows = []
    for name, page in found.pages.items():
        cold, plain, warm = median(page["cold"]), median(page["floor"]), median(page["warm"])
        slowest = max(page["questions"], key=page["questions"].__getitem__)
        rows.append(
            [
                name,
                amount(plain, "ms"),
                amount(cold, "ms"),
                f"{cold / plain:.2f}",
                amount(warm, "ms"),
                str(len(page["questions"])),
                f"{slowest} {amount(page['questions'][slowest], 'ms')}",
            ]
        )
    parts.append(
        report.table(
            "Pages (medians). SQL: the page's questions alone, one after the other. Cold: a new session over the\n"
            "websocket after every cache was emptied, until script_finished; includes connecting and the contract check.",
            ["page", "SQL", "cold", "cold/SQL", "warm rerun", "questions", "slowest"],
            rows,
        )
    )
    if found.desk:
        rows = []
        for name, page in found.desk.items():
            slowest = max(page["questions"], key=page["questions"].__getitem__)
            words = f"{slowest} {amount(page['questions'][slowest], 'ms')}"
            whole = amount(median(page["cold"]), "ms") if "cold" in page else "-"
            rows.append([name, amount(median(page["floor"]), "ms"), whole, str(len(page["questions"])), words])
        title = f"At {found.about['desk']} complaints (medians): the page's questions alone, one after the other; the whole page cold"
        parts.append(report.table(title, ["page", "SQL", "cold", "questions", "slowest"], rows))
    if found.files:
        rows = [
            [kind, amount(median(seconds), "s"), amount(max(seconds), "s")] for kind, seconds in found.files.items()
        ]
        title = f"Files at {found.about['desk']} complaints by python -m dashboard.exports, its start and cold questions included"
        parts.append(report.table(title, ["file", "median", "max"], rows))
    if found.statistics:
        rows = [[name, amount(median(seconds), "ms")] for name, seconds in found.statistics.items()]
        parts.append(report.table("Statistics in Python (medians)", ["", "time"], rows))
    rows = [
        [
            name,
            str(len(times["again"])),
            amount(median(times["again"]), "ms"),
            amount(percentile(times["again"], 95), "ms"),
            amount(max(times["again"], default=float("nan")), "ms"),
            str(sum(times["errors"].values())),
        ]
        for name, times in found.readers.items()
    ]
    parts.append(
        report.table("Sessions over the websocket: reruns", ["sessions", "reruns", "p50", "p95", "max", "errors"], rows)
    )
    if found.browser:
        bare = found.browser["bare Streamlit"]
        rows = [
            [
                name,
                amount(_seconds(r["first"]), "s"),
                f"{_seconds(r['first']) / _seconds(bare['first']):.2f}",
                _kib(r["first"]),
                amount(_seconds(r["again"]), "s"),
                f"{_seconds(r['again']) / _seconds(bare['again']):.2f}",
                _kib(r["again"]),
                amount(_seconds(r.get("within", [])), "s"),
                _kib(r.get("within", [])),
            ]
            for name, r in found.browser.items()
        ]
        parts.append(
            report.table(
                "Chromium, until the last chart and table stand (medians). bare Streamlit: a title, a chart and a table.",
                ["page", "first visit", "/bare", "KiB", "return", "/bare", "KiB", "inside the app", "KiB"],
                rows,
            )
        )
    parts.append(report.table("Targets", ["", "measured", "target", ""], [aim.row() for aim in aims]))
    parts.extend(f"ERROR {error}" for error in found.errors)
    return "\n".join(parts)


def measure(plan: Plan, *, with_browser: bool, folder: Path | None = None) -> Measured:
    """One run of everything."""
    found = Measured()
    found.about = {
        "complaints": f"{plan.count:,}",
        "at": datetime.now().strftime("%Y-%m-%d %H:%M"),
        "Python": platform.python_version(),
        "cores": os.cpu_count(),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }
    if plan.desk:
        say(f"Database of {plan.desk:,} complaints ...")
        found.about["desk"] = f"{plan.desk:,} in {YEARS} years"
        desk(plan, found)
    say(f"Database of {plan.count:,} complaints ...")
    say("Statistics ...")
    statistics(found)
    with server.database(plan.count, folder) as url:
        say("Restarts ...")
        start(url, plan, found)
        say("What the pages ask ...")
        asked = record(url)
        with server.App(PROJECT / "app.py", url) as app:
            app.wait()
            say("Cold and warm pages ...")
            scripts(app, url, asked, plan, found)
            say("Many sessions ...")
            readers(app, list(asked), plan, found)
            if with_browser:
                say("Chromium ...")
                try:
                    in_browser(app, list(asked), plan, found)
                except browser.Missing as error:
                    say(f"Chromium is not measured: {error}.")
    return found


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the dashboard.")
    parser.add_argument("--count", type=int, help="complaints in the database (default: 400,000; with --quick 20,000)")
    parser.add_argument(
        "--quick", action="store_true", help="few repetitions and no browser: does everything still run?"
    )
    parser.add_argument("--no-browser", action="store_true", help="leave Chromium out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured to FILE")
    options = parser.parse_args(arguments)
    plan = quick(options.count or 20_000) if options.quick else full(options.count or 400_000)
    logging.disable(logging.WARNING)  # Streamlit's: the pages run without a server while their questions are recorded
    try:
        found = measure(plan, with_browser=not (options.quick or options.no_browser))
    except (PageError, RuntimeError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    aims = targets(found)
    found.targets = [{**vars(aim), "verdict": aim.verdict} for aim in aims]
    print(text(found, aims))
    if options.json:
        options.json.write_text(json.dumps(vars(found), indent=1))
    return 1 if found.errors else 0


if __name__ == "__main__":
    sys.exit(main())
