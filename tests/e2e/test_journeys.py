"""What readers do, from the first look to the single complaint and back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import AS_OF
from tests.e2e.conftest import Contexts
from tests.e2e.screens import choose_row, figures, grid, number, settle, title

START = f"/?per={AS_OF}"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def sidebar(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar")


def field(page: Page, kind: str, label: str) -> Locator:
    """A filter of the sidebar by its kind and label."""
    return sidebar(page).get_by_test_id(kind).filter(has=page.get_by_text(label, exact=True))


def choose(page: Page, where: Locator, option: str) -> None:
    """By keyboard: an open list closes when the page scrolls under it, and hides what lies around it."""
    box = where.get_by_role("combobox")
    box.focus()
    box.press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def go(page: Page, name: str) -> None:
    """To a page by the sidebar."""
    sidebar(page).get_by_role("link", name=re.compile(f"{name}$")).click()
    title(page, name)


def listed(page: Page, words: str) -> int:
    """How many complaints the list of these words says it has; its table holds as many, or a full page of a hundred."""
    text = main(page).get_by_text(re.compile(rf"^[\d.]+ aduan · {words}$")).inner_text()
    count = number(text.split(" aduan")[0])
    expect(grid(page).locator("table[role=grid]")).to_have_attribute("aria-rowcount", str(min(count, 100) + 1))
    return count


def test_from_an_overdue_number_to_the_complaint_and_back(page: Page) -> None:
    page.goto(f"{START}&periode=90-hari")
    title(page, "Ringkasan")
    before, asked = figures(page), query(page)
    door = main(page).locator("a[href*='set=terlambat'][href*='kanal=LAPOR']")
    promised = number(door.inner_text())
    door.click()
    title(page, "Daftar aduan")
    assert query(page) == asked | {"set": ["terlambat"], "kanal": ["LAPOR"]}
    assert listed(page, "Terbuka, lewat tenggat") == promised > 0
    list_query = query(page)
    choose_row(grid(page), 2)
    link = main(page).get_by_role("link", name=re.compile("^.*Buka "))
    code = link.inner_text().split()[-1]
    link.click()
    title(page, code)
    expect(main(page).get_by_role("heading", name="Perjalanan")).to_be_visible()
    steps = main(page).get_by_test_id("stTable").filter(has_text="Pemegang")
    assert steps.locator("tbody tr").count() >= 1
    page.go_back()
    title(page, "Daftar aduan")
    assert query(page) == list_query
    assert listed(page, "Terbuka, lewat tenggat") == promised
    page.go_back()
    title(page, "Ringkasan")
    assert query(page) == asked
    expect(sidebar(page).get_by_role("combobox", name="Periode")).to_have_value("90 hari terakhir")
    assert figures(page) == before


def test_a_filter_goes_along_is_kept_and_can_be_sent(page: Page, contexts: Contexts) -> None:
    page.goto(START)
    title(page, "Ringkasan")
    everything = figures(page)
    choose(page, field(page, "stMultiSelect", "Kanal"), "LAPOR 1708")
    page.wait_for_url("**kanal=LAPOR**")
    settle(page)
    expect(main(page).get_by_text("Kanal: LAPOR 1708").first).to_be_visible()
    ours = figures(page)
    assert ours != everything
    for name in ("Kanal", "Peringkat SKPD", "LAPOR terlambat"):
        go(page, name)
        assert query(page) == {"per": [AS_OF], "kanal": ["LAPOR"]}
        expect(field(page, "stMultiSelect", "Kanal")).to_contain_text("LAPOR 1708")
    go(page, "Ringkasan")
    page.reload()
    title(page, "Ringkasan")
    expect(field(page, "stMultiSelect", "Kanal")).to_contain_text("LAPOR 1708")
    assert figures(page) == ours
    colleague = contexts(color_scheme="dark").new_page()
    colleague.goto(page.url)
    title(colleague, "Ringkasan")
    assert figures(colleague) == ours
    colleague.close()


def test_language_and_back(page: Page) -> None:
    page.goto(f"{START}&kanal=LAPOR")
    title(page, "Ringkasan")
    assert page.evaluate("document.documentElement.lang") == "id"
    asked, indonesian = query(page), figures(page)
    sidebar(page).get_by_text("English", exact=True).click()
    title(page, "Overview")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert query(page) == asked | {"lang": ["en"]}
    assert [text.replace(",", ".") for text in figures(page)[:2]] == [text.replace(",", ".") for text in indonesian[:2]]
    go(page, "Channel")
    assert query(page)["lang"] == ["en"]
    sidebar(page).get_by_text("Bahasa Indonesia", exact=True).click()
    title(page, "Kanal")
    page.wait_for_function("document.documentElement.lang === 'id'")
    assert query(page) == asked


def test_periods_and_a_moment_in_the_past(page: Page) -> None:
    page.goto(START)
    title(page, "Ringkasan")
    period = field(page, "stSelectbox", "Periode")
    choose(page, period, "7 hari terakhir")
    page.wait_for_url("**periode=7-hari**")
    settle(page)
    expect(main(page).get_by_text("17 Nov 2026 – 23 Nov 2026")).to_be_visible()
    week = number(figures(page)[0])
    choose(page, period, "Pilih tanggal")
    page.wait_for_url("**dari=**")
    settle(page)
    page.goto(f"{START}&dari=2026-11-17&sampai=2026-11-23")
    title(page, "Ringkasan")
    expect(sidebar(page).get_by_test_id("stDateInput")).to_be_visible()
    assert number(figures(page)[0]) == week
    page.goto("/?per=2026-06-01T09:00&periode=7-hari")
    title(page, "Ringkasan")
    expect(main(page).get_by_text("25 Mei 2026 – 31 Mei 2026 · per 1 Juni 2026 09.00 WIB")).to_be_visible()
    assert figures(page)[0] != str(week)
    sidebar(page).get_by_role("button", name="Hapus semua saringan").click()
    page.wait_for_url(lambda url: "per=" not in url)
    settle(page)
    assert query(page) == {}


def test_keyboard_alone_reaches_navigation_filters_and_the_list_behind_a_number(page: Page) -> None:
    page.goto(f"{START}&kanal=LAPOR")
    title(page, "Ringkasan")
    wanted = {"Kanal": "navigation", "Periode": "filter", "Lihat aduan": "door"}
    seen: list[str] = []
    for _press in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => e.matches('a, button, input')"
            " ? e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '' : '')(document.activeElement)"
        ).strip()
        seen.append(name)
        if "Lihat aduan" in name:
            break
    for start in wanted:
        assert any(start in name for name in seen), (start, seen)
    promised = number(seen[-1])
    page.keyboard.press("Enter")
    title(page, "Daftar aduan")
    assert listed(page, "Masuk pada periode ini") == promised


@pytest.mark.parametrize("path", ["/daftar?set=tidak-ada&hal=x", "/?kanal=<b>&per=kemarin&dari=1", "/aduan?id=0"])
def test_a_broken_link_gives_a_notice_and_never_an_error(page: Page, path: str) -> None:
    page.goto(path)
    title(page, re.compile("."))
    assert main(page).get_by_test_id("stAlert").count() >= 1
    assert page.get_by_test_id("stException").count() == 0
