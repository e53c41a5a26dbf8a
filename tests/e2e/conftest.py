"""The real app over 20,000 sample complaints, and a Chromium that looks at it from Jakarta."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from database.embedded import READER, Embedded
from tests import browser as chromium
from tests.e2e.screens import serving

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def address(server: Embedded, sampled: str) -> Iterator[str]:
    """Address of the running app."""
    with serving(server.url("sampled", READER)) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.executable()
    assert path, "no Chromium: run 'python -m tests.browser'"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def contexts(browser: Browser, address: str) -> Iterator[Contexts]:
    """Makes browser contexts; the test fails when any of them asked another host for anything."""
    made: list[BrowserContext] = []
    strangers: list[str] = []
    host = urlsplit(address).netloc

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            strangers.append(url)

    def make(width: int = 1440, height: int = 900, **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(20_000)
        context.on("request", lambda request: asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: asked(socket.url)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert not strangers


@pytest.fixture
def page(contexts: Contexts) -> Page:
    return contexts().new_page()
