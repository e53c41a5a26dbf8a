"""Texts that are markup elsewhere (docs/tried.md, Names), in every column of a CRM at once: read as they are on every
page, and nothing but that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from dashboard.places import PAIR
from database import install
from database.embedded import READER, Embedded
from tests.conftest import AS_OF
from tests.e2e.conftest import PATIENCE
from tests.e2e.screens import serving, settle
from tests.e2e.test_meeting import begin
from tests.every_page import EVERY_PAGE, PAGES
from tests.tried import rows
from tests.world import base

TEXTS = [json.loads(row["Text"]) for row in rows("Names")]
# Every unit has eight complaints a week for half a year, of every channel and category in turn.
MADE = """
insert into crm.kanal select case n when 1 then 'LAPOR' when 2 then 'JAKI' else t end, t, t, n % 2 = 0, '2016-01-01', null
    from texts;
insert into crm.unit select t, t, 'dinas', null, t from texts;
insert into crm.kategori select t, t from texts;
insert into crm.kelurahan select '31.7' || n % 5 || '.' || 10 + n || '.1001', t, t, t from texts;
create temp table made as
select i, n, t, timestamptz '2026-11-23 09:00+07' - i % 182 * interval '1 day' as masuk, i % 5 as part
from generate_series(1, 56000) i join texts on n = i % 39 + 1;
insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, kelurahan, status, status_pada, jenis_lapor,
    nomor_lapor, masuk, koordinasi, selesai, ews_kali, privat, anonim, rahasia, isi, diubah)
select m.i, m.t || m.i, case m.part when 0 then 'LAPOR' when 1 then 'JAKI' else c.t end, c.t, m.t, m.masuk,
       '31.7' || m.n % 5 || '.' || 10 + m.n || '.1001', case when m.part = 0 then m.t else 'Selesai' end, m.masuk,
       m.t, m.t, m.masuk, m.masuk + interval '2 hours', case when m.part > 0 then m.masuk + m.i % 9 * interval '1 day' end,
       m.i % 4, false, false, false, m.t, m.masuk
from made m join texts c on c.n = m.i / 39 % 37 + 3;
insert into crm.riwayat select i * 10 + s, i, masuk + s * interval '1 hour', t, case s when 1 then t end, t, null, t
    from made, generate_series(0, 1) s;
insert into crm.penugasan select i, t, masuk, case when part > 0 then masuk + i % 9 * interval '1 day' end, part > 0
    from made;
update dashboard.working_day set name = t from texts where n = extract(day from day)::int;
analyze;
"""
FOUND = """() => {
    const ours = (link) => !link || link.startsWith('#') || new URL(link, location.href).host === location.host;
    return {
        links: [...document.querySelectorAll('a[href]')].map((e) => e.getAttribute('href')).filter((link) => !ours(link)),
        pictures: [...document.querySelectorAll('img, iframe, object, embed, video, audio')]
            .filter((e) => !(e.src || '').startsWith('data:') && !ours(e.src)).map((e) => e.outerHTML),
        own: [...document.querySelectorAll('[data-testid=stMain] svg [href], [data-testid=stMain] svg image')]
            .map((e) => e.getAttribute('href')).filter((link) => !ours(link)),
        errors: [...document.querySelectorAll('[data-testid=stException]')].map((e) => e.innerText),
        empty: [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
            .filter((e) => !e.querySelector('svg .mark-group, svg .role-mark, canvas')).length,
    };
}"""
NOTHING = {"links": [], "pictures": [], "own": [], "errors": [], "empty": 0}


@pytest.fixture(scope="module")
def named(server: Embedded) -> Iterator[str]:
    owner = server.create("names", replace=True)
    base(owner)
    install.install(owner)
    with psycopg.connect(owner) as connection:
        connection.execute("truncate crm.kanal, crm.unit, crm.kategori, crm.kelurahan")
        connection.execute("create temp table texts (n int, t text)")
        connection.cursor().executemany("insert into texts values (%s, %s)", list(enumerate(TEXTS, 1)))
        for statement in MADE.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        connection.execute(
            "create or replace view dashboard.source as select 'sample'::text as kind, %s::text as name, true as is_sample".replace(
                "%s", "'" + TEXTS[0].replace("'", "''") + "'"
            ).encode()
        )
    with serving(server.url("names", READER)) as address:
        yield address


@pytest.fixture
def tab(browser: Browser, named: str) -> Iterator[Page]:
    """A tab that fails when anything but our own server was asked for anything, or a script has run."""
    strangers: list[str] = []
    with browser.new_context(base_url=named, locale="id-ID", viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        host = urlsplit(named).netloc
        context.on(
            "request",
            lambda request: (
                strangers.append(request.url)
                if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).netloc != host
                else None
            ),
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: strangers.append(dialog.message))
        yield page
        assert strangers == []


def read_as(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def test_no_page_makes_anything_of_them(tab: Page) -> None:
    for place in EVERY_PAGE:
        more = (PAGES[place][2] if place in PAGES else {"id": "1"}) | {"per": AS_OF}
        if "skpd" in more:
            more["skpd"] = TEXTS[0]
        query = "&".join(f"{name}={quote(value)}" for name, value in more.items())
        tab.goto(f"/{place.path}?{query}")
        settle(tab)
        tab.evaluate("() => document.querySelectorAll('details:not([open]) > summary').forEach((e) => e.click())")
        settle(tab)
        assert tab.evaluate(FOUND) == NOTHING, place.path
        assert tab.get_by_test_id("stMain").inner_text().strip()


def test_headings_of_tables_are_read_as_they_are(tab: Page) -> None:
    """Each text as the name of a channel: over the columns of the comparison, and before its rows."""
    codes = {text: {1: "LAPOR", 2: "JAKI"}.get(number, text) for number, text in enumerate(TEXTS, 1)}
    for first, second in zip(TEXTS[::2], [*TEXTS[1::2], TEXTS[0]], strict=True):
        tab.goto(f"/{PAIR.path}?per={AS_OF}&periode=90-hari&a={quote(codes[first])}&b={quote(codes[second])}")
        settle(tab)
        assert tab.evaluate(FOUND) == NOTHING, (first, second)
        heads = {read_as(cell) for cell in tab.get_by_test_id("stTable").locator("th").all_inner_texts()}
        for text in (first, second):
            shown = re.compile(re.escape(read_as(text)) + r"( \(n = .*\))?")
            assert any(shown.fullmatch(head) for head in heads), (text, heads)


def test_the_meeting_makes_nothing_of_them(tab: Page) -> None:
    begin(tab, f"dari=2026-10-28&sampai=2026-11-23&per={AS_OF}")
    assert tab.evaluate(FOUND) | {"empty": 0} == NOTHING
