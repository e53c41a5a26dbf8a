"""What a reader sees: seconds in Chromium from opening a page until its last chart and table stand, and bytes sent."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.load import Page

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright
    from playwright.sync_api import Page as Tab

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
TIMEOUT = 60_000

# Looks at every frame drawn; the page stands from the first look after which nothing is missing for 300 ms.
WATCH = """
window.standing = (title, start) => new Promise((done) => {
    const every = (name, inside) =>
        [...document.querySelectorAll(`[data-testid=${name}]`)].every((e) => e.querySelector(inside));
    const stands = () =>
        document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
        && !document.querySelector('[data-testid=stSkeleton]')
        && every('stVegaLiteChart', 'svg, canvas') && every('stDataFrame', 'canvas')
        && [...document.querySelectorAll('h1')].some((h) => h.checkVisibility() && h.innerText.trim() === title);
    let since = null;
    const look = () => {
        const now = performance.now();
        since = stands() ? since ?? now : null;
        if (since !== null && now - since > 300) done((since - start) / 1000);
        else requestAnimationFrame(look);
    };
    look();
});
addEventListener('click', () => { window.clicked = performance.now(); }, true);
"""


class Missing(Exception):
    """No browser to measure with."""


class Wire:
    """Bytes that reach a tab: bodies and headers of responses, and websocket frames."""

    def __init__(self, tab: Tab) -> None:
        self.bytes = 0.0
        self._session = tab.context.new_cdp_session(tab)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.on("Network.webSocketFrameReceived", self._frame)
        self._session.send("Network.enable")

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        payload = response["payloadData"]
        self.bytes += len(base64.b64decode(payload)) if response["opcode"] == 2 else len(payload.encode())

    def kib(self) -> float:
        return round(self.bytes / 1024, 1)


def executable() -> str:
    """A Chromium of this machine. Raises Missing."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    for place in PLACES:
        if Path(place).exists():
            return place
    raise Missing("no Chromium on this machine")


@contextmanager
def started() -> Iterator[Playwright]:
    """Playwright. Raises Missing when it is not installed."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Missing("the Python package playwright is not installed") from None
    executable()
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that has never been anywhere."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=executable(),
            args=ARGUMENTS,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": 1440, "height": 900},
        )
        try:
            context.set_default_timeout(TIMEOUT)
            context.add_init_script(WATCH)
            context.pages[0].wait_for_timeout(700)  # the browser's own start is not the page's time
            yield context
        finally:
            context.close()


def load(context: BrowserContext, url: str, page: Page) -> tuple[float, float]:
    """Seconds and KiB of opening a page by its address in a new tab."""
    tab = context.new_page()
    try:
        return _open(tab, url, page)
    finally:
        tab.close()


def _address(url: str, page: Page) -> str:
    return f"{url}/{page.path}" + (f"?{page.query}" if page.query else "")


def _open(tab: Tab, url: str, page: Page) -> tuple[float, float]:
    wire = Wire(tab)
    tab.goto(_address(url, page), wait_until="commit")
    seconds = float(tab.evaluate("(title) => standing(title, 0)", page.title))
    return seconds, wire.kib()


def within(
    context: BrowserContext, url: str, start: Page, page: Page, link: str, count: int
) -> list[tuple[float, float]]:
    """Seconds and KiB of ``count`` changes from another page by a link (a CSS selector), after one to warm up."""
    tab = context.new_page()
    try:
        _open(tab, url, start)
        wire = Wire(tab)
        found = []
        for _ in range(count + 1):
            if not tab.locator(link).first.is_visible():
                _tick_first_row(tab)
            target = tab.locator(link).first
            target.wait_for()
            tab.wait_for_timeout(300)
            wire.bytes = 0.0
            target.click()
            title = page.title
            found.append((float(tab.evaluate("(title) => standing(title, window.clicked)", title)), wire.kib()))
            tab.go_back()
            tab.evaluate("(title) => standing(title, 0)", start.title)
        return found[1:]
    finally:
        tab.close()


def _tick_first_row(tab: Tab) -> None:
    """Choose the first row of the page's table; its link then appears below."""
    tab.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 18, "y": 52})


def measure(
    playwright: Playwright, url: str, page: Page, clear: Callable[[], None], visits: int, returns: int
) -> dict[str, list[tuple[float, float]]]:
    """``visits`` first visits, each with a new profile and after ``clear``; then ``returns`` loads in the last one."""
    first, again = [], []
    for visit in range(visits):
        clear()
        with profile(playwright) as context:
            first.append(load(context, url, page))
            if visit == visits - 1:
                load(context, url, page)  # from the second visit on Chromium keeps the compiled scripts
                load(context, url, page)
                again = [load(context, url, page) for _ in range(returns)]
    return {"first": first, "again": again}


TURN = """async () => {
    const before = performance.now(), screen = document.body.dataset.layar;
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    if (document.body.dataset.layar === screen) throw new Error('the key turned no screen');
    return (performance.now() - before) / 1000;
}"""


def turns(context: BrowserContext, url: str) -> list[float]:
    """Seconds from each press of the arrow key until the next screen of a meeting is painted."""
    tab = context.new_page()
    try:
        tab.goto(f"{url}/rapat")
        tab.wait_for_selector("#rapat-address", state="attached", timeout=60_000)
        screens = int(tab.locator("#rapat output").inner_text().split("/")[1])
        return [float(tab.evaluate(TURN)) for _ in range(screens - 1)]
    finally:
        tab.close()
