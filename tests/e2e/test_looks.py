"""Every page for every reader: accessibility, light and dark, a phone, the city's font, nothing from outside."""

from __future__ import annotations

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import AS_OF
from tests.e2e.conftest import Contexts
from tests.e2e.screens import figures, settle

PAGES = {
    "ringkasan": "/?",
    "kanal": "/kanal?",
    "kanal-pola": "/kanal-pola?periode=90-hari&ritme=LAPOR&",
    "lapor-jaki": "/lapor-jaki?periode=90-hari&",
    "peringkat": "/peringkat?periode=90-hari&kelompok=sudin&skpd=SD-BM-31.75&",
    "peringkat-waktu": "/peringkat?periode=90-hari&ukuran=waktu-tengah&",
    "corong": "/corong?periode=90-hari&kelompok=sudin&skpd=SD-BM-31.75&",
    "sinyal": "/sinyal?kelompok=sudin&",
    "rapor": "/rapor?periode=semua&skpd=SD-SATPOL-31.75&",
    "rapor-induk": "/rapor?periode=90-hari&skpd=DIN-BM&ukuran=tl-ditolak&",
    "daftar-skpd": "/daftar-skpd?skpd=DIN-BM&hasil=kurang&periode=90-hari&",
    "lapor": "/lapor-terlambat?",
    "jatuh-tempo": "/lapor-jatuh-tempo?",
    "pola": "/lapor-pola?periode=semua&",
    "daftar-lapor": "/daftar-lapor?jam=crm&tahap=pengerjaan&",
    "daftar": "/daftar?set=terlambat&",
    "aduan": "/aduan?id={id}&",
    "rapat": "/agenda?",
}


@pytest.fixture(scope="package")
def paths(sampled: str) -> dict[str, str]:
    """Address of every page, of one complaint of LAPOR with a path of several steps among them."""
    with psycopg.connect(sampled) as connection:
        row = connection.execute(
            "select c.id from dashboard.complaint c join dashboard.complaint_event e on e.complaint_id = c.id"
            " where c.channel_code = 'LAPOR' group by c.id order by count(*) desc, c.id limit 1"
        ).fetchone()
    assert row
    return {name: path.format(id=row[0]) + f"per={AS_OF}" for name, path in PAGES.items()}


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page, options: dict[str, object] | None = None) -> list[str]:
    """What axe finds, but for the nameless sparkline that Streamlit itself draws in st.metric."""
    found = []
    for rule in Axe().run(page, options=options).response["violations"]:
        for node in rule["nodes"]:
            target = node["target"][0]
            sparkline = "e => !!e.closest('[data-testid=stMetricChart]')"
            if rule["id"] == "svg-img-alt" and page.locator(target).first.evaluate(sparkline):
                continue
            found.append(f"{rule['id']}: {target}: {node['html'][:200]}")
    return found


def test_nobody_is_shut_out(contexts: Contexts, paths: dict[str, str]) -> None:
    page = contexts(color_scheme="light").new_page()
    found = {}
    for name, path in paths.items():
        page.goto(path)
        settle(page)
        if problems := violations(page):
            found[name] = problems
    assert found == {}


def test_a_phone_shows_every_page_without_scrolling_sideways(contexts: Contexts, paths: dict[str, str]) -> None:
    """In the dark: the same page in other colours, which are looked at here."""
    page = contexts(320, 640, color_scheme="dark").new_page()
    found = {}
    for name, path in paths.items():
        page.goto(path)
        settle(page)
        widths = page.evaluate(
            "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        )
        assert max(widths) <= 320, (name, widths)
        expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_in_viewport()
        if name == "ringkasan":
            expect(page.get_by_test_id("stMetricValue").first).to_be_in_viewport()
            assert len(figures(page)) == 6
        if problems := violations(page, None if name == "ringkasan" else COLOURS):
            found[name] = problems
    assert found == {}
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Ringkasan")
    expect(link).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(link).to_be_in_viewport()
    page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    expect(link).not_to_be_in_viewport()


def test_words_in_charts_can_be_read_in_the_dark(contexts: Contexts, paths: dict[str, str]) -> None:
    for scheme, lightest in (("light", False), ("dark", True)):
        page = contexts(color_scheme=scheme).new_page()
        page.goto(paths["ringkasan"])
        settle(page)
        fills = page.evaluate(
            "[...document.querySelectorAll('.mark-text.role-mark text')].map(e => getComputedStyle(e).fill)"
        )
        assert fills
        assert all((sum(map(int, fill.strip("rgb()").split(","))) > 382) == lightest for fill in fills), fills


def test_the_citys_font_is_used_and_the_icon_is_ours(page: Page, paths: dict[str, str]) -> None:
    page.goto(paths["ringkasan"])
    settle(page)
    assert page.evaluate("[...document.fonts].some(f => f.family.includes('Jakarta') && f.status === 'loaded')")
    for place in ("h1", "[data-testid=stMetricValue]", ".role-axis-label text"):
        family = page.locator(place).first.evaluate("e => getComputedStyle(e).fontFamily")
        assert "Plus Jakarta Sans" in family.split(",")[0], (place, family)
    icon = page.evaluate("document.querySelector('link[rel~=icon]').href")
    assert icon.startswith(("data:image/svg+xml", page.url.split("/?")[0]))
    assert "CRM Jakarta" in page.title()
