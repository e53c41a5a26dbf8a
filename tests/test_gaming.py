"""What a unit could do to look better: no measure that ranks improves by it, or a measure beside it shows it.

docs/fairness.md has the table. Each test makes one honest world, does one thing, and asks again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
import streamlit as st

from dashboard.analysis.case_mix import case_mix, with_expected
from queries import channels, skpds
from queries.filters import Filters
from tests.conftest import AS_OF
from tests.world import World

NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 23), datetime.fromisoformat(AS_OF))
DUE = "2026-11-14 09:00"


def shares(measure: str) -> dict[str, tuple[int, int]]:
    """x of n of each unit by a measure."""
    st.cache_data.clear()
    sums = skpds.cells(NOVEMBER, measure).groupby("unit")[["x", "n"]].sum()
    return {str(unit): (int(row.x), int(row.n)) for unit, row in sums.iterrows()}


@pytest.fixture
def honest(world: World) -> World:
    """DBM settles four in time; a fifth is late and open at its table since receipt."""
    for hour in range(4):
        world.add(f"2026-11-08 0{hour}:00", "2026-11-10 09:00", skpd="DBM", kelurahan=None, batas=DUE)
    world.add("2026-11-08 09:00", skpd="DBM", kelurahan="31.73.04.1007", batas=DUE)
    world.add("2026-11-20 09:00", skpd="DSOS", kelurahan=None)
    return world


def instead(world: World, steps: list[tuple[str, str, str]], closed: str | None = None, **columns: str) -> None:
    """The late complaint, written anew as the trick leaves it."""
    for table in ("riwayat", "penugasan"):
        world.execute(f"delete from crm.{table} where laporan = 5")
    world.execute("delete from crm.laporan where id = 5")
    count, world.count = world.count, 4
    world.add("2026-11-08 09:00", closed, steps=steps, batas=DUE, **columns)
    world.count = count


def test_close_and_open_again(honest: World) -> None:
    """Settled for a day before the deadline: it is open, and late."""
    assert shares("tepat-waktu")["DBM"] == (4, 5)
    instead(
        honest,
        [
            ("2026-11-08 09:00", "Menunggu", "DBM"),
            ("2026-11-13 09:00", "Selesai", "DBM"),
            ("2026-11-15 09:00", "Proses", "DBM"),
        ],
    )
    assert shares("tepat-waktu")["DBM"] == (4, 5)
    assert channels.volumes(NOVEMBER)["dibuka_lagi"].sum() == 1


def test_hand_over_just_before_the_deadline(honest: World) -> None:
    """The share on time of who hands on does improve; the table of arrivals beside it names the sender, and how much of
    the time was used up.
    """
    instead(honest, [("2026-11-08 09:00", "Menunggu", "DBM"), ("2026-11-14 08:00", "Koordinasi", "DSOS")])
    found = shares("tepat-waktu")
    assert found["DBM"] == (4, 4) and found["DSOS"] == (0, 1)
    arrived = skpds.arrivals(NOVEMBER, "DSOS").set_index("code")
    assert arrived.loc["DBM", "aduan"] == 1 and arrived.loc["DBM", "used"] > 0.98
    spells = skpds.spells(NOVEMBER).set_index("code")
    assert sum(spells.loc["DBM", "settled"]) == 4 < spells.loc["DBM", "aduan"] == 5  # no settlement is gained


def test_hand_over_after_the_deadline(honest: World) -> None:
    instead(honest, [("2026-11-08 09:00", "Menunggu", "DBM"), ("2026-11-15 09:00", "Koordinasi", "DSOS")])
    assert skpds.arrivals(NOVEMBER, "DSOS").set_index("code").loc["DBM", "lewat"] == 1
    assert shares("serahan")["DSOS"] == (0, 1)


def test_reject(honest: World) -> None:
    """A refusal settles nothing, and is a measure of its own."""
    before = shares("tl-ditolak")["DBM"]
    instead(honest, [("2026-11-08 09:00", "Menunggu", "DBM"), ("2026-11-13 09:00", "TL Ditolak", "DBM")])
    assert shares("tepat-waktu")["DBM"] == (4, 5)
    assert before == (4, 4) and shares("tl-ditolak")["DBM"] == (4, 5)


def test_answer_with_a_phrase(honest: World) -> None:
    """Settled in time without anything done: on time; who reports it again shows it."""
    seen = replace(NOVEMBER, as_of=datetime(2026, 12, 20, 10, 0))
    instead(
        honest,
        [("2026-11-08 09:00", "Menunggu", "DBM"), ("2026-11-13 09:00", "Selesai", "DBM")],
        "2026-11-13 09:00",
        kelurahan="31.73.04.1007",
    )
    assert shares("tepat-waktu")["DBM"] == (5, 5)
    honest.add("2026-11-16 09:00", kelurahan="31.73.04.1007")
    st.cache_data.clear()
    again = skpds.cells(seen, "laporan-ulang").groupby("unit")[["x", "n"]].sum()
    assert tuple(again.loc["DBM"]) == (4, 5)


def cells(hard: int) -> pd.DataFrame:
    """A unit of 20 complaints, 16 on time, of which so many are called hard ones; and the city."""
    own = [("A", "mudah", 20 - hard, 16 - hard), ("A", "sulit", hard, hard)]
    city = [("B", "mudah", 500, 480), ("B", "sulit", 500, 300)]
    rows = pd.DataFrame([*own, *city], columns=["unit", "category", "n", "x"])
    return rows.assign(channel="JAKI", due_source="rule").query("n > 0")


def test_move_to_another_category() -> None:
    """What leads is the crude share, which knows no category; the adjusted one beside it does rise, and the two apart are
    what gives it away.
    """
    before, after = (case_mix(with_expected(cells(hard))).set_index("unit").loc["A"] for hard in (0, 10))
    assert before["x"] == after["x"] and before["n"] == after["n"]
    assert after["adjusted"] > before["adjusted"]


def test_a_hand_over_is_a_censoring_that_may_inform(honest: World) -> None:
    """The bound: were all handed-over complaints late at the sender's, and were all on time."""
    instead(honest, [("2026-11-08 09:00", "Menunggu", "DBM"), ("2026-11-14 08:00", "Koordinasi", "DSOS")])
    x, n = shares("tepat-waktu")["DBM"]
    handed = int(skpds.arrivals(NOVEMBER, "DSOS").set_index("code").loc["DBM", "aduan"])
    assert (x / (n + handed), (x + handed) / (n + handed)) == (0.8, 1.0)
