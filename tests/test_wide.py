"""Very long periods and very many units, categories and channels: every page stands, and no chart gets more rows than
it can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from dashboard.components.chart import MOST_ROWS
from dashboard.findings import steps
from dashboard.places import OVERVIEW, RANKING, REPORT, Place
from database import install
from database.embedded import READER, Embedded
from queries.channels import UNITS
from queries.filters import Filters
from tests.apptest import chart_data, chart_rows, is_well, opened
from tests.conftest import AS_OF, point_at
from tests.every_page import EVERY_PAGE, PAGES
from tests.world import World, base

NOW = datetime.fromisoformat(AS_OF)
CANNOT_SHOW = 5_000  # rows of one chart, where Altair stops too

# Every kelurahan has 40 complaints of the last two months, and one a month since 1997; they are of every category and
# channel in turn.
MADE = """
insert into crm.kanal select 'K' || i, 'Kanal ' || i, 'Lain', true, '1990-01-01', null from generate_series(1, 36) i;
insert into crm.unit select 'U' || i, 'Kelurahan Uji ' || i, 'kelurahan', null, 'Jakarta Barat'
    from generate_series(1, 2000) i;
insert into crm.kelurahan select '31.75.01.' || 1000 + i, 'Uji ' || i, 'Uji', 'Jakarta Timur' from generate_series(1, 250) i;
insert into crm.kategori select 'Kategori ' || i, 'Kategori ' || i from generate_series(1, 500) i;
create temp table made as
select n, case when n % 5 = 0 then 'LAPOR' when n % 5 = 1 then 'JAKI' else 'K' || (n % 36 + 1) end as kanal,
       'U' || (n % 2000 + 1) as unit, 'Kategori ' || (n % 500 + 1) as kategori,
       timestamptz '2026-11-20 09:00+07' - case when n <= 360 then n * interval '30 days' else n % 60 * interval '1 day' end
           - n % 17 * interval '1 hour' as masuk,
       n % 3 = 0 as is_open, (2 + n % 9) * interval '1 day' as lama
from generate_series(1, 40000) n;
insert into crm.laporan (id, nomor, kanal, kategori, unit, unit_sejak, kelurahan, status, status_pada, masuk, koordinasi,
    selesai, ews_kali, privat, anonim, rahasia, diubah)
select n, 'JK' || n, kanal, kategori, unit, masuk, '31.75.01.' || 1001 + n % 250, case when is_open then 'Proses' else 'Selesai' end,
       masuk, masuk, masuk + interval '3 hours', case when not is_open then masuk + lama end, 0, false, false, false, masuk
from made;
insert into crm.riwayat select n * 10, n, masuk, 'Menunggu', null, unit, null, null from made;
insert into crm.penugasan select n, unit, masuk, case when not is_open then masuk + lama end, not is_open from made;
analyze;
"""


@pytest.fixture(scope="module")
def wide(server: Embedded) -> Iterator[None]:
    owner = server.create("wide", replace=True)
    base(owner)
    install.install(owner)
    with World(owner) as world:
        for statement in MADE.split(";\n"):
            if statement.strip():
                world.execute(statement)
    with pytest.MonkeyPatch.context() as monkeypatch:
        point_at(monkeypatch, server.url("wide", READER))
        yield


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("period", ["hari-ini", "90-hari", "semua"])
@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.path or "ringkasan")
def test_every_page_stands_and_no_chart_gets_more_than_it_can_show(page: Place, period: str) -> None:
    more = (PAGES[page][2] if page in PAGES else {"id": "40000"}) | {"periode": period, "kelompok": "kelurahan"}
    if page is REPORT:
        more |= {"skpd": "U7"}
    at = is_well(opened(page, per=AS_OF, **more))
    for chart in at.get("vega_lite_chart"):
        assert chart_rows(chart) <= CANNOT_SHOW


@pytest.mark.usefixtures("wide")
def test_thirty_years_are_drawn_by_month_and_say_so() -> None:
    at = opened(OVERVIEW, per=AS_OF, periode="semua")
    assert "Aduan masuk per bulan" in [header.value for header in at.header]
    days = next(data for chart in at.get("vega_lite_chart") for data in chart_data(chart) if "is_running" in data)
    assert 300 < len(days) <= steps.MOST
    assert days["received"].sum() == 40_000


@pytest.mark.usefixtures("wide")
def test_the_first_of_very_many_are_drawn_and_the_rest_counted() -> None:
    at = opened(RANKING, per=AS_OF, periode="90-hari", kelompok="kelurahan", skpd="U1999")
    drawn = [data for chart in at.get("vega_lite_chart") for data in chart_data(chart) if "is_own" in data]
    assert len(drawn[0]) == MOST_ROWS
    assert drawn[0]["is_own"].sum() == 1  # far down, and drawn all the same
    assert any(f"Digambar {MOST_ROWS} yang pertama" in caption.value for caption in at.caption)


def view_of(first: str, last: str) -> Filters:
    return Filters(date.fromisoformat(first), date.fromisoformat(last), NOW)


@pytest.mark.parametrize(
    ("days", "finest"),
    [(1, "day"), (steps.MOST, "day"), (steps.MOST + 1, "week"), (2_790, "week"), (2_810, "month"), (12_600, "year")],
)
def test_the_step_widens_with_the_period(days: int, finest: str) -> None:
    last = date(2026, 11, 23)
    f = Filters(last - timedelta(days=days - 1), last, NOW)
    assert steps.units(f)[0] == finest
    assert all(len(steps.starts(f, unit)) <= steps.MOST for unit in steps.units(f))


@pytest.mark.parametrize("unit", UNITS)
def test_steps_cover_the_period_without_gap_or_overlap(unit: str) -> None:
    f = view_of("2023-11-15", "2026-02-28")
    starts = steps.starts(f, unit)
    assert [steps.end(step, unit) for step in starts[:-1]] == starts[1:]
    assert starts[0] <= f.first < steps.end(starts[0], unit)
    assert starts[-1] <= f.last < steps.end(starts[-1], unit)
    day = f.first
    while day <= f.last:
        assert steps.start(day, unit) in starts
        day += timedelta(days=1)
