"""The meeting as its presenter sees it: keys, touch, full screen, letters for the back row, nothing clipped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import Contexts

LINK = "dari=2026-10-28&sampai=2026-11-23&per=2026-11-24T10:00&kelompok=sudin"
READY = "() => document.getElementById('rapat-address') && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every((e) => e.querySelector('svg'))"
# The screen that is seen: what is written on it in letters smaller than 18 points (24 pixels of 1,280), and what is cut
# off.
LOOK = """() => {
    const screen = document.querySelector(`.st-key-layar-${document.body.dataset.layar}`);
    const scale = Math.min(innerWidth / 1280, innerHeight / 720), small = [], cut = [];
    const box = screen.getBoundingClientRect(), note = screen.querySelector('.note').getBoundingClientRect();
    for (const e of screen.querySelectorAll('h1, .figure span, .figure strong, th, td, .note p, .note a, svg text')) {
        if (!e.textContent.trim()) continue;
        const size = parseFloat(getComputedStyle(e).fontSize), at = e.getBoundingClientRect();
        if (size < 24) small.push(`${size} ${e.textContent}`);
        const ends = e.closest('.note') ? box.bottom : note.top;
        if (at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > ends + 1 || at.top < box.top - 1
            || (e.scrollHeight > e.clientHeight + 3 && e.clientHeight && !(e instanceof SVGElement) && getComputedStyle(e).overflow === 'hidden'))
            cut.push(`${e.textContent} ${[at.left, at.top, at.right, at.bottom].map(Math.round)}`);
    }
    return {small, cut, scale, screens: document.querySelector('#rapat output').textContent,
            scrolls: document.documentElement.scrollHeight > innerHeight + 1 || document.documentElement.scrollWidth > innerWidth + 1};
}"""


def present(page: Page) -> int:
    """The number of the screen that is seen, once it is the only one."""
    seen = page.wait_for_function(
        "() => { const seen = [...document.querySelectorAll('[class*=st-key-layar-]')]"
        ".filter((e) => getComputedStyle(e).visibility === 'visible').map((e) => e.className.match(/st-key-layar-(\\d+)/)[1]);"
        " return new Set(seen).size === 1 && seen[0]; }"
    )
    return int(seen.json_value())


def begin(page: Page, query: str = LINK) -> None:
    page.goto(f"/rapat?{query}")
    page.wait_for_function(READY)


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 720, "light"), (1920, 1080, "dark")])
def test_keys_walk_through_screens_that_can_be_read(
    contexts: Contexts, tmp_path: Path, width: int, height: int, scheme: str
) -> None:
    page = contexts(width, height, color_scheme=scheme).new_page()
    begin(page)
    pictures = set()
    for number in range(1, 9):
        assert present(page) == number
        found = page.evaluate(LOOK)
        assert found["screens"] == f"{number} / 8" and not found["scrolls"]
        assert found["small"] == [] and found["cut"] == [], number
        assert f"layar={number}" in page.url
        pictures.add(page.screenshot(path=tmp_path / f"{number}.png"))
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
    assert present(page) == 8  # there is none after the last
    assert len(pictures) == 8
    for key, number in (
        ("Home", 1),
        ("End", 8),
        ("ArrowLeft", 7),
        ("PageUp", 6),
        ("ArrowUp", 5),
        ("ArrowDown", 6),
        (" ", 7),
    ):
        page.keyboard.press(key)
        assert present(page) == number, key
    for part in ("stHeader", "stSidebar", "stToolbar"):
        assert page.get_by_test_id(part).count() == 0 or not page.get_by_test_id(part).first.is_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1, name="Rapat").wait_for()
    assert "per=2026-11-24T10%3A00" in page.url and "/agenda" in page.url
    page.close()


def test_the_screen_in_the_address_is_the_first_that_is_seen(page: Page) -> None:
    begin(page, f"{LINK}&layar=6")
    assert present(page) == 6
    assert "LAPOR" in page.locator(".st-key-layar-6 h1").inner_text()


def test_a_swipe_turns(contexts: Contexts) -> None:
    page = contexts(1024, 600, has_touch=True).new_page()
    begin(page)
    swipe = """([from, to]) => {
        const touch = (x) => new Touch({identifier: 1, target: document.body, clientX: x, clientY: 200});
        document.body.dispatchEvent(new TouchEvent('touchstart', {changedTouches: [touch(from)], bubbles: true}));
        document.body.dispatchEvent(new TouchEvent('touchend', {changedTouches: [touch(to)], bubbles: true}));
    }"""
    page.evaluate(swipe, [700, 300])
    assert present(page) == 2
    page.evaluate(swipe, [300, 700])
    assert present(page) == 1
    page.evaluate(swipe, [300, 320])  # a tap that shook
    assert present(page) == 1
    page.close()


def test_a_figure_opens_its_page_beside_the_meeting(page: Page) -> None:
    begin(page)
    with page.context.expect_page() as opened:
        page.locator(".st-key-layar-1 .figure").first.click()
    beside = opened.value
    beside.get_by_role("heading", level=1, name="Daftar aduan").wait_for()
    assert "set=masuk" in beside.url and "per=2026-11-24T10" in beside.url
    beside.close()
    page.keyboard.press("ArrowRight")
    with page.context.expect_page() as opened:
        page.locator(".st-key-layar-2 [data-testid=stVegaLiteChart]").click()
    assert re.search(r"/kanal\?.*per=2026-11-24T10", opened.value.url)
    opened.value.close()
    assert present(page) == 2


def test_names_of_any_length_and_a_rewritten_history(page: Page) -> None:
    begin(page, f"{LINK}&agenda=angka.lapor&angka=masuk_1.terlambat_2.kanal-X_3")
    for _again in range(5):  # a key that is pressed while the page still builds itself is lost; End twice is End
        page.keyboard.press("End")
        if present(page) == 3:
            break
    assert present(page) == 3
    assert "telah mengubah riwayatnya" in page.locator(".st-key-layar-3 h1").inner_text()
    assert page.evaluate(LOOK)["cut"] == []


def test_the_wall_turns_by_itself(page: Page) -> None:
    page.goto("/dinding?detik=5&agenda=angka.tumpukan")
    page.locator(".read-at").wait_for(state="attached")
    assert "Basis data dibaca" in page.locator(".read-at").inner_text()
    page.wait_for_function("() => document.body.dataset.layar === '2'")
    page.wait_for_function("() => document.body.dataset.layar === '1'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_a_meeting(contexts: Contexts, scheme: str) -> None:
    page = contexts(1280, 720, color_scheme=scheme).new_page()
    begin(page)
    for _ in range(8):
        found = Axe().run(page).response["violations"]
        assert [
            (v["id"], [node["html"][:120] for node in v["nodes"]])
            for v in found
            if v["impact"] in ("serious", "critical")
        ] == []
        page.keyboard.press("ArrowRight")
    page.close()
