"""Both ways give the same answers: the CRM read directly, and a kept copy of it, over random filters, moments and dirt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from benchmarks.floor import connect
from database import copy, rules
from database.embedded import READER, Embedded
from queries import scope
from queries.texts import QUESTIONS
from tests.conftest import point_at
from tests.test_scope import DIRT, at_random, own

NUMBER = 10
KINDS = """
[[rule]]
clock = "crm"
step = "settlement"
limit = 9
unit = "days"
skpd_kind = "sudin"
valid_from = 2019-01-01
source = "uji: jenis SKPD"

[[rule]]
clock = "crm"
step = "settlement"
limit = 4
unit = "working_days"
category = "Sampah"
valid_from = 2019-01-01
source = "uji: hari kerja"
"""


@pytest.fixture(scope="module")
def both(server: Embedded, pristine: str) -> tuple[str, str]:
    """A soiled CRM and its copy, as the reader; what a step says is in the row's own last change, as in the copy."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists direct with (force)")
        connection.execute(f"create database direct template {pristine}".encode())
    url = server.url("direct")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(DIRT)
        connection.execute(
            "update crm.laporan l set diubah = greatest(diubah, masuk, (select max(pada) from crm.riwayat r where r.laporan = l.id))"
        )
        connection.execute(
            "delete from crm.riwayat r where not exists (select from crm.laporan l where l.id = r.laporan)"
        )
    kept = server.create("direct_kept", replace=True)
    copy.refresh(kept, url)
    with psycopg.connect(kept, autocommit=True) as connection:
        connection.execute(DIRT[DIRT.index("insert into dashboard.sla_rule") :])
    assert copy.rework(kept)
    return url, kept


def answers(urls: tuple[str, str], server: Embedded, seed: int, number: int) -> Counter[str]:
    """Asks every question over the scope of both, and how many rows each gave."""
    random, told = Random(seed), Counter[str]()
    readers = [connect(server.url(url.split("/")[3].split("?")[0], READER)) for url in urls]
    (as_of,) = readers[1].execute("select as_of at time zone 'Asia/Jakarta' from dashboard.cell_state").fetchone() or (
        None,
    )
    for index in range(number):
        filters = at_random(random)
        if index % 3 == 0:  # the moment whose cells the copy has
            filters = replace(filters, as_of=as_of)
        for question, part in scope.PARTS.items():
            if isinstance(part, dict) and random.random() < 0.5:
                continue
            of_lapor = replace(filters, channels=("LAPOR",)) if question.startswith("lapor/") else filters
            for more in _own(question, of_lapor, random):
                asked = {"units": None, "measure": "dalam-tenggat", "without": None} | scope.parameters(
                    question, of_lapor, **more
                )
                one, two = (sorted(reader.execute(QUESTIONS[question].encode(), asked), key=repr) for reader in readers)
                assert one == two, (question, asked)
                told[question] += len(one)
    for reader in readers:
        reader.close()
    return told


def _own(question: str, filters: Any, random: Random) -> list[dict[str, Any]]:
    listed = {"late_first": True, "size": 50, "skip": 0}
    if question == "list":
        return [{"set": name, **listed} for name in ("terbuka", "terlambat", "masuk")]
    if question in ("durations", "gaps", "complaint/one", "lapor/list", "list"):
        return []
    asked = own(question, filters, random)
    if question == "skpd/spent":  # asked of one unit: then a complaint is one row of the cohort
        asked = [one | {"units": (one["units"] or ["SD-BM-31.75"])[:1]} for one in asked]
    return asked


def test_every_question_over_the_scope(
    both: tuple[str, str], server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(monkeypatch, server.url("direct", READER))
    told = answers(both, server, 20261128, NUMBER)
    assert len(told) > 15 and all(told.values())


def test_other_limits_are_worked_out_again(
    both: tuple[str, str], server: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits by kind of SKPD and in working days: of a past moment the holder of then decides."""
    file = tmp_path / "rules.toml"
    file.write_text(rules.FILE.read_text(encoding="utf-8") + KINDS)
    for url in both:
        rules.load(url, file)
    changed = copy.rework(both[1])
    assert changed and changed > 1_000
    assert copy.rework(both[1]) == 0
    point_at(monkeypatch, server.url("direct", READER))
    assert sum(answers(both, server, 7, 4).values()) > 5_000
