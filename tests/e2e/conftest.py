"""The real app over 20,000 sample complaints, and a Chromium that looks at it from Jakarta.

The fixtures end with this folder: Playwright's loop would keep every later test from running one of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from database.embedded import READER, Embedded
from tests import browser as chromium
from tests.e2e.screens import serving

Contexts = Callable[..., BrowserContext]


PATIENCE = (
    120_000  # ms until a page counts as hung: tests wait for what they want to see, and a busy machine is no fault
)
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def address(server: Embedded, sampled: str) -> Iterator[str]:
    """Address of the running app."""
    with serving(server.url("sampled", READER)) as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.executable()
    assert path, "no Chromium: run 'python -m tests.browser'"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser, address: str) -> Iterator[Contexts]:
    """Makes browser contexts, one a width and scheme, so that Streamlit's scripts come from the browser's cache.

    The last test that uses it fails when any of them asked another host for anything.
    """
    made: dict[str, BrowserContext] = {}
    strangers: list[str] = []
    host = urlsplit(address).netloc

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            strangers.append(url)

    def make(width: int = 1440, height: int = 900, **options: Any) -> BrowserContext:
        key = repr((width, height, options))
        if key not in made:
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                reduced_motion="reduce",
                **options,
            )
            context.set_default_timeout(PATIENCE)
            context.on("request", lambda request: asked(request.url))
            context.on("page", lambda page: page.on("websocket", lambda socket: asked(socket.url)))
            made[key] = context
        return made[key]

    yield make
    for context in made.values():
        context.close()
    assert not strangers


@pytest.fixture
def page(contexts: Contexts) -> Iterator[Page]:
    """A fresh tab at 1440 x 900, and so a session of its own."""
    opened = contexts().new_page()
    yield opened
    opened.close()
