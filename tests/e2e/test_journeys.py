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
    """By keyboard: an open list closes when the page scrolls under it, and hides what lies around it.

    On a busy machine a card that comes late moves the list away under the pointer; then once more, as a reader would.
    """
    box, chosen = where.get_by_role("combobox"), where.get_by_text(option, exact=True)
    for _again in range(5):
        box.focus()
        box.press("ArrowDown")
        page.get_by_role("option", name=option, exact=True).click()
        page.keyboard.press("Escape")
        settle(page)
        if chosen.count() or box.input_value() == option:
            return
    raise AssertionError(f"{option} cannot be chosen")


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
    expect(main(page).get_by_text("Kanal: LAPOR 1708").first).to_be_visible()
    settle(page)
    assert query(page) == {"per": [AS_OF], "kanal": ["LAPOR"]}
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


RANKED = f"/peringkat?per={AS_OF}&periode=90-hari&kanal=JAKI&kelompok=sudin"


def box(page: Page, label: str) -> Locator:
    """A select box of the page itself, by its label."""
    return main(page).get_by_test_id("stSelectbox").filter(has=page.get_by_text(label, exact=True))


def rows_of(table: Locator) -> int:
    return int(table.locator("table[role=grid]").get_attribute("aria-rowcount") or 0)


def test_from_a_row_of_the_ranking_to_its_report_and_back(page: Page) -> None:
    page.goto(RANKED)
    title(page, "Peringkat SKPD")
    asked, ranked = query(page), rows_of(grid(page, 0))
    said = main(page).get_by_text("antar-SKPD di sini nyata").first.inner_text()
    assert ranked > 10
    choose_row(grid(page, 0), 2)
    cohort = main(page).get_by_role("link", name=re.compile("Jatuh tempo: "))
    promised = number(cohort.inner_text())
    main(page).get_by_role("link", name=re.compile("Rapor: ")).click()
    title(page, re.compile("^Rapor SKPD"))
    unit = query(page)["skpd"][0]
    assert query(page) == {"per": [AS_OF], "periode": ["90-hari"], "kanal": ["JAKI"], "skpd": [unit]}
    assert unit.startswith("SD-")
    expect(main(page).get_by_role("heading", name="Di mana posisinya")).to_be_visible()
    assert number(figures(page)[-1]) == promised
    door = main(page).get_by_role("link", name=re.compile("Jatuh tempo: "))
    assert number(door.inner_text()) == promised
    door.click()
    title(page, "Daftar aduan SKPD")
    assert listed(page, "Tepat waktu: Semua yang dihitung") == promised
    page.go_back()
    title(page, re.compile("^Rapor SKPD"))
    page.go_back()
    title(page, "Peringkat SKPD")
    assert query(page) == asked and rows_of(grid(page, 0)) == ranked
    assert main(page).get_by_text("antar-SKPD di sini nyata").first.inner_text() == said


def test_ranking_funnel_and_signals_share_group_and_measure(page: Page) -> None:
    page.goto(RANKED)
    title(page, "Peringkat SKPD")
    choose(page, box(page, "Ukuran"), "Tanpa TL Ditolak")
    page.wait_for_url("**ukuran=tl-ditolak**")
    settle(page)
    asked = query(page)
    assert asked == {
        "per": [AS_OF],
        "periode": ["90-hari"],
        "kanal": ["JAKI"],
        "kelompok": ["sudin"],
        "ukuran": ["tl-ditolak"],
    }
    for name in ("Corong", "Sinyal", "Peringkat"):
        main(page).get_by_role("link", name=re.compile(f"{name}$")).click()
        title(page, f"{name} SKPD")
        assert query(page) == asked
        expect(box(page, "Ukuran").get_by_role("combobox")).to_have_value("Tanpa TL Ditolak")
        expect(main(page).get_by_role("radio", name="Suku dinas, UKPD")).to_be_checked()
    for name in ("Sinyal", "Corong", "Peringkat"):
        page.go_back()
        title(page, f"{name} SKPD")
        assert query(page) == asked
    page.goto(f"{RANKED}&pita=kecil")
    title(page, "Peringkat SKPD")
    few = rows_of(grid(page, 0))
    choose(page, box(page, "Pita volume"), "Semua volume")
    page.wait_for_url(lambda url: "pita" not in url)
    expect(grid(page, 0).locator("table[role=grid]")).not_to_have_attribute("aria-rowcount", str(few))
    settle(page)
    assert 0 < few < rows_of(grid(page, 0))


def test_a_report_of_another_unit_and_what_closing_would_change(page: Page) -> None:
    page.goto(f"/rapor?per={AS_OF}&periode=90-hari")
    title(page, re.compile("^Rapor SKPD"))
    expect(main(page).get_by_test_id("stAlert")).to_have_count(1)
    for name, code in (("Dinas Sosial", "DIN-SOS"), ("Dinas Bina Marga", "DIN-BM")):
        chooser = box(page, "SKPD").get_by_role("combobox")
        chooser.fill(name)
        page.get_by_role("option", name=name, exact=True).click()
        page.wait_for_url(f"**skpd={code}**")
        settle(page)
        assert query(page) == {"per": [AS_OF], "periode": ["90-hari"], "skpd": [code]}
        expect(main(page).get_by_text(f"SKPD: {name}").first).to_be_visible()
    open_ones = grid(page, 1)
    sooner = main(page).get_by_test_id("stTable")
    expect(sooner).to_have_count(0)
    found = []
    for row in (0, 1):
        choose_row(open_ones, row)
        expect(main(page).get_by_text(f"{row + 1} aduan ditandai")).to_be_visible()
        settle(page)
        expect(sooner).to_have_count(1)
        now, then = sooner.locator("tbody tr").nth(1).locator("td").all_inner_texts()
        found.append((now, then))
        # Open ones with a deadline leave the stock, one for each that is marked.
        before, after = (number(re.split(r"[);]", text)[0]) for text in (now, then))
        assert before - after == row + 1
    assert found[0][0] == found[1][0] and found[0][1] != found[1][1]
    assert query(page) == {"per": [AS_OF], "periode": ["90-hari"], "skpd": ["DIN-BM"]}


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


@pytest.mark.parametrize(
    "path",
    [
        "/daftar?set=tidak-ada&hal=x",
        "/?kanal=<b>&per=kemarin&dari=1",
        "/aduan?id=0",
        "/peringkat?kelompok=<b>&ukuran=x&skpd=?",
        "/corong?kelompok=sudin&ukuran=waktu-tengah&pita=x",
        "/sinyal?kelompok=sudin&hal=0",
        "/rapor?skpd=tidak-ada&ukuran=x",
        "/daftar-skpd?ukuran=x&hasil=y&hal=z",
    ],
)
def test_a_broken_link_gives_a_notice_and_never_an_error(page: Page, path: str) -> None:
    page.goto(path)
    title(page, re.compile("."))
    assert main(page).get_by_test_id("stAlert").count() >= 1
    assert page.get_by_test_id("stException").count() == 0
