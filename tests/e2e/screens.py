"""What the browser tests share: a running app, a page that stands still, and the words and numbers read from it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page

PROJECT = Path(__file__).resolve().parents[2]
STANDS = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
        && document.querySelector('[data-testid=stMain] h1, [data-testid=stMain] [data-testid=stAlert]')
        && !document.querySelector('[data-testid=stSkeleton]')
        && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every((e) => e.querySelector('svg, canvas'))
}"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def answers(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until the server answers; fail when it ends or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=seconds).read()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {url} within {seconds} s")


@contextmanager
def serving(database: str, *, warm: bool = True) -> Iterator[str]:
    """The app in a process of its own; gives its address. Not ``warm``: no script has run in it yet."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=PROJECT,
        env=os.environ | {"CRM_DATABASE_URL": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answers(f"{address}/_stcore/{'script-health-check' if warm else 'health'}", process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def settle(page: Page) -> None:
    """Wait until the script has run and every card and chart stands."""
    page.wait_for_function(STANDS)


def title(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for the page with this title, and until it stands."""
    page.get_by_test_id("stMain").get_by_role("heading", level=1, name=words).wait_for()
    settle(page)


def number(text: str) -> int:
    """The last whole number in an Indonesian text: "Lihat aduan: 1.234" is 1234."""
    found = re.findall(r"\d+(?:\.\d{3})*", text)
    assert found, f"no number in {text!r}"
    return int(found[-1].replace(".", ""))


def figures(page: Page) -> list[str]:
    """The headline figures of the page."""
    return page.get_by_test_id("stMetricValue").all_inner_texts()


def grid(page: Page, nth: int = -1) -> Locator:
    """A table of the page (the last one, if not told otherwise)."""
    return page.get_by_test_id("stDataFrame").nth(nth)


def choose_row(table: Locator, row: int) -> None:
    """Tick a row; the table is drawn on a canvas, so by its place."""
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 18, "y": 35 * (row + 1) + 17})
