"""The first request to a fresh process: Streamlit serves pages/*.py without app.py until some session has run it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from database.embedded import Embedded
from tests.e2e.screens import serving, settle


@pytest.mark.parametrize("path", ["/kanal", "/aduan?id=1"])
def test_a_deep_link_passes_the_gate_before_anything_else_has_run(
    server: Embedded, browser: Browser, path: str
) -> None:
    with serving(server.url("postgres"), warm=False) as address:
        context = browser.new_context(locale="id-ID")
        page = context.new_page()
        page.goto(address + path)
        page.get_by_text("Basis data ini belum memenuhi kontrak dasbor.").wait_for()
        settle(page)
        for figure in ("stMetric", "stDataFrame", "stVegaLiteChart", "stPageLink"):
            assert page.get_by_test_id(figure).count() == 0
        context.close()
