"""The LAPOR desk as its readers use it: from a bar to a complaint, by mouse and by keyboard, by number,
and into files.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import AS_OF
from tests.e2e.screens import choose_row, figures, grid, number, settle, title
from tests.e2e.test_journeys import listed, main, query, sidebar

LATE = f"/lapor-terlambat?per={AS_OF}"


def test_from_a_bar_to_a_complaint_in_three_clicks_and_back(page: Page) -> None:
    page.goto(f"{LATE}&jam=crm")
    title(page, "LAPOR terlambat")
    bar = main(page).locator("[aria-label*='tahap=koordinasi']").first
    promised = number(re.split("aduan: ", bar.get_attribute("aria-label") or "")[1].split(";")[0])
    bar.click()  # 1
    title(page, "Daftar LAPOR")
    asked = {"per": [AS_OF], "jam": ["crm"], "tahap": ["koordinasi"]}
    assert query(page) == asked
    assert listed(page, "Terbuka, lewat tenggat · Jam CRM · Koordinasi") == promised > 0
    choose_row(grid(page), 0)  # 2
    link = main(page).get_by_role("link", name=re.compile("Buka "))
    code = link.inner_text().split()[-1]
    link.click()  # 3
    title(page, code)
    expect(main(page).get_by_role("heading", name="Tenggat")).to_be_visible()
    page.go_back()
    title(page, "Daftar LAPOR")
    assert query(page) == asked
    page.go_back()
    title(page, "LAPOR terlambat")
    assert query(page) == {"per": [AS_OF], "jam": ["crm"]}


def test_the_same_by_keyboard_alone(page: Page) -> None:
    page.goto(f"{LATE}&jam=crm")
    title(page, "LAPOR terlambat")
    menu = main(page).locator("summary", has_text="Buka daftarnya").first
    menu.focus()
    page.keyboard.press("Enter")
    link = main(page).get_by_role("link", name=re.compile("Koordinasi: "))
    link.wait_for()
    promised = number(link.inner_text())
    for _press in range(12):
        page.keyboard.press("Tab")
        if "Koordinasi: " in page.evaluate("document.activeElement.innerText"):
            break
    page.keyboard.press("Enter")
    title(page, "Daftar LAPOR")
    assert listed(page, "Terbuka, lewat tenggat · Jam CRM · Koordinasi") == promised
    grid(page).locator("canvas").first.focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+Space"):
        page.keyboard.press(key)
    opened = main(page).get_by_role("link", name=re.compile("Buka "))
    opened.wait_for()
    code = opened.inner_text().split()[-1]
    opened.focus()
    page.keyboard.press("Enter")
    title(page, code)


def test_a_number_typed_in_opens_its_complaint(page: Page) -> None:
    page.goto(LATE)
    title(page, "LAPOR terlambat")
    choose_row(grid(page), 2)
    code = main(page).get_by_role("link", name=re.compile("Buka ")).inner_text().split()[-1]
    box = sidebar(page).get_by_role("textbox", name=re.compile("Buka aduan"))
    box.fill(code.lower().removeprefix("lp").lstrip("0"))
    box.press("Enter")
    page.wait_for_url("**/aduan?**")
    title(page, code)
    page.go_back()
    title(page, "LAPOR terlambat")
    assert query(page) == {"per": [AS_OF]}
    box.fill("LP000000000000")
    box.press("Enter")
    expect(main(page).get_by_text("Tidak ada aduan bernomor")).to_be_visible()
    expect(main(page).get_by_role("heading", name="Menurut SKPD")).to_be_visible()


def test_clock_list_and_files(page: Page, tmp_path: Path) -> None:
    page.goto(LATE)
    title(page, "LAPOR terlambat")
    main(page).get_by_role("radio", name="Jam SP4N-LAPOR").click()
    page.wait_for_url("**jam=sp4n**")
    settle(page)
    assert listed(page, "Terbuka, lewat tenggat · Jam SP4N-LAPOR") == number(figures(page)[2])
    page.goto(f"/daftar-lapor?per={AS_OF}&jam=sp4n")
    title(page, "Daftar LAPOR")
    everything = listed(page, "Terbuka, lewat tenggat · Jam SP4N-LAPOR")
    page.goto(f"/daftar-lapor?per={AS_OF}&jam=sp4n&umur=sp4n-telat-lama")
    title(page, "Daftar LAPOR")
    age = main(page).get_by_role("combobox", name="Lama keterlambatan")
    expect(age).to_have_value("Lebih dari 90 hari (hari kerja, jam SP4N-LAPOR)")
    words = re.escape("Terbuka, lewat tenggat · Jam SP4N-LAPOR · Lebih dari 90 hari (hari kerja, jam SP4N-LAPOR)")
    count = listed(page, words)
    assert 0 < count < everything
    files = {}
    for kind in ("CSV", "XLSX"):
        button = main(page).get_by_role("button", name=re.compile(f"Unduh {kind} "))
        assert number(button.inner_text()) == count
        with page.expect_download() as started:
            button.click()
        files[kind] = tmp_path / started.value.suggested_filename
        started.value.save_as(files[kind])
        assert files[kind].suffix == f".{kind.lower()}"
    found = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8-sig")), delimiter=";"))
    assert len(found) == count
    assert all(int(row["Lewat SP4N (hari kerja)"]) > 90 for row in found)
    assert files["XLSX"].read_bytes()[:2] == b"PK"
