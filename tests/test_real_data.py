"""Jakarta's open data on the pages: the published file's own figures come out, and nothing is claimed beyond it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import psycopg
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import address as addresses
from dashboard.address import Link
from dashboard.deck import Screen
from dashboard.exports import render
from dashboard.meeting import link, whole
from dashboard.places import LAPOR
from dashboard.texts import speaking
from database import open_data
from database.embedded import READER, Embedded
from queries import channels, complaints, lapor, moment
from queries.filters import Filters
from tests.conftest import point_at

APP = str(Path(__file__).parent.parent / "app.py")
NOW = datetime(2026, 11, 24, 10, 0)
YEARS = Filters(date(2019, 1, 1), date(2020, 12, 31), NOW)


def run(**query: str) -> AppTest:
    page = query.pop("page", None)
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page:
        app.switch_page(page)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception and not app.error
    return app


@pytest.fixture(scope="module")
def published(server: Embedded, real_data: Path) -> str:
    owner = server.create("published", replace=True)
    open_data.load(owner, [real_data / "jakarta_crm_2019_2020.csv"])
    return server.url("published", READER)


@pytest.fixture
def real(published: str, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(monkeypatch, published)


def test_the_files_figures(real: None) -> None:
    def received(**choice: tuple[str, ...]) -> int:
        return complaints.totals(Filters(YEARS.first, YEARS.last, NOW, **choice))["masuk"]

    assert received() == 13_389
    assert received(categories=("SAMPAH",)) == 6_515
    assert received(categories=("PELANGGARAN PERDA/PERGUB",)) == 2_031
    assert received(channels=("LAPOR",)) == 115
    months = channels.steps(Filters(date(2020, 1, 1), date(2020, 12, 31), NOW), "month").groupby("step")["masuk"].sum()
    assert list(months) == [588, 565, 366, 395, 280, 503, 585, 436, 483, 357, 375, 308]
    rows = complaints.page(Filters(YEARS.first, YEARS.last, NOW, channels=("LAPOR",)), "masuk", size=200)
    assert len(rows) == 115 and (rows["closed_at"] - rows["created_at"]).dt.days.max() <= 3


def test_they_come_out_on_the_pages(real: None) -> None:
    period = {"dari": "2019-01-01", "sampai": "2020-12-31"}
    assert run(**period).metric[0].value == "13.389"
    assert run(**period, kategori="SAMPAH").metric[0].value == "6.515"
    assert run(**period, kategori="PELANGGARAN PERDA/PERGUB").metric[0].value == "2.031"
    assert run(**period, kanal="LAPOR").metric[0].value == "115"


OF_UNITS = ("peringkat", "corong", "sinyal", "rapor")


def claims_no_ranking(page: str, **query: str) -> None:
    """The page says that a ranking means nothing here, and shows none: no place, no share, no chart."""
    app = run(page=f"pages/skpd/{page}.py", **query)
    (notice,) = [warning.value for warning in app.warning]
    assert "hanya memuat aduan yang sudah selesai" in notice and "tidak bermakna" in notice
    shown = [app.get(kind) for kind in ("vega_lite_chart", "arrow_data_frame", "dataframe", "table", "metric")]
    assert not any(shown) and not app.main.get("page_link") and not app.selectbox(key="filter_periode").disabled
    words = " ".join(each.value for each in (*app.main.markdown, *app.main.caption, *app.info, *app.success))
    assert "peringkat harapan" not in words.lower() and "dibandingkan" not in words
    # Only the strip below has shares: of complaints that lack something.
    assert not any("%" in each.value for each in app.main.markdown)


@pytest.mark.parametrize("page", OF_UNITS, ids=str)
def test_a_ranking_of_closed_cases_is_refused(real: None, page: str) -> None:
    skpd = next(code for code, name in moment.choices()["skpds"].items() if name == "KELURAHAN PAL MERAH")
    for query in ({"kelompok": "kelurahan"}, {"kelompok": "kelurahan", "skpd": skpd, "ukuran": "koordinasi"}):
        claims_no_ranking(page, dari="2019-01-01", sampai="2020-12-31", **query)


def test_nothing_is_late_and_the_page_says_so(real: None) -> None:
    assert lapor.summary(YEARS, "salah-satu")["terbuka"] == 0
    page = run(page=LAPOR.file)
    assert any("Tidak ada aduan LAPOR yang terbuka" in info.value for info in page.info)


def test_a_period_after_the_newest_complaint_offers_a_way_back(real: None) -> None:
    app = run()
    assert any("31 Desember 2020" in info.value for info in app.info)
    app.button(key="look_back").click().run()
    assert app.query_params["sampai"] == "2020-12-31" and app.metric[0].value != "0"


def meeting(query: str) -> dict[str, Screen]:
    """The screens of a meeting, each file of which can be made."""
    with speaking("id"):
        address = Link(query)
        view = addresses.read(moment.now(), moment.choices(), address).view
        made = whole.deck(view, link.read(view, address, []))
    for kind in render.KINDS:
        assert render.render(kind, made, whole.charts(made))[:2] in (b"PK", b"%P")
    assert all("nan" not in screen.title.lower() for screen in made.screens)
    return {screen.code: screen for screen in made.screens}


def judges_nobody(screens: dict[str, Screen]) -> None:
    for code in ("peringkat", "sinyal", "lapor-jaki"):
        assert screens[code].is_empty and "hanya memuat aduan yang sudah selesai" in screens[code].title


def test_a_meeting_about_it(real: None) -> None:
    screens = meeting("dari=2020-01-01&sampai=2020-12-31&per=2021-01-31T10:00")
    assert screens["angka"].title.startswith("5.241 aduan masuk") and screens["kanal"].keys["kanal-LAPOR"] > 0
    assert sum(value for key, value in screens["kanal"].keys.items()) == 5_241
    judges_nobody(screens)
    assert "Tidak ada aduan LAPOR yang terbuka" in screens["lapor"].title


@pytest.mark.parametrize("name", ["pengaduan_2019.csv", "pengaduan_2020.csv"])
def test_a_small_made_file_takes_the_same_way(server: Embedded, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What the tests above cover on the real file, on a made one: every row of it is on the page."""
    source = Path(__file__).parent / "data" / name
    owner = server.create("made", replace=True)
    report = open_data.load(owner, [source])
    point_at(monkeypatch, server.url("made", READER))
    app = run(periode="semua")
    assert report and int(app.metric[0].value.replace(".", "")) > 0
    with psycopg.connect(owner) as connection:  # two rows of the file of 2019 have neither an end nor the word for it
        connection.execute("delete from open_data.laporan where nomor_asli in ('XX1', 'JK1904310001')")
    point_at(monkeypatch, server.url("made", READER))
    skpd = next(iter(moment.choices()["skpds"]))
    for page in OF_UNITS:
        for query in ({}, {"kelompok": "kelurahan", "skpd": skpd}):
            claims_no_ranking(page, periode="semua", **query)
    judges_nobody(meeting("periode=semua"))


def test_a_few_odd_rows_make_no_ranking(server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = server.create("made", replace=True)
    open_data.load(owner, [Path(__file__).parent / "data" / "pengaduan_2019.csv"])
    point_at(monkeypatch, server.url("made", READER))
    claims_no_ranking("peringkat", periode="semua")
