"""A question that is asked of a part of the scope for speed answers as over the whole of it, whatever dirt there is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from runpy import run_path
from typing import Any

import psycopg
import pytest

from database.embedded import READER, Embedded
from queries import channels, complaints, lapor, moment, scope, skpds
from queries.db import read
from queries.filters import Filters
from queries.texts import QUESTIONS
from tests.conftest import AS_OF, point_at
from tests.world import JAKARTA, World

NOW = datetime.fromisoformat(AS_OF)
NUMBER = 16  # of random filters

# Everything that a CRM's rows have been seen to say, each on its own handful of the sample's complaints.
DIRT = """
update crm.laporan set selesai = masuk - interval '3 days' where id % 113 = 1 and selesai is not null;
update crm.laporan set status = 'Selesai', selesai = null where id % 57 = 2;
update crm.laporan set status = 'Proses' where id % 119 = 3 and selesai is not null;
update crm.laporan set status = null where id % 121 = 4;
update crm.laporan set diubah = '2059-01-01' where id % 43 = 5;
update crm.laporan set kanal = 'MERPATI' where id % 123 = 6;
update crm.laporan set kategori = (array[null, '', 'Asing', ' ', kategori || '  ', 'NULL'])[id % 6 + 1] where id % 51 = 7;
update crm.laporan set unit = (array[null, '', 'NN-1', ' '])[id % 4 + 1] where id % 53 = 8;
update crm.laporan set kelurahan = (array[null, '', '31.73.99.9999', '99', kelurahan || ' '])[id % 5 + 1] where id % 55 = 9;
update crm.laporan set batas = masuk + (array[12000, -5, 400, 10])[id % 4 + 1] * interval '1 day' where id % 47 = 10;
update crm.laporan set ews = masuk + (array[12000, -5, 300])[id % 3 + 1] * interval '1 day', ews_kali = id % 7 - 1
where id % 49 = 11;
update crm.laporan set masuk = masuk + (array[12000, -10000, 200])[id % 3 + 1] * interval '1 day' where id % 131 = 12;
update crm.laporan set koordinasi = masuk - interval '1 day' where id % 127 = 13;
update crm.laporan set selesai = '2059-01-01' where id % 133 = 14;
update crm.penugasan set unit = (array['', 'NN-1', ' '])[laporan % 3 + 1] where laporan % 61 = 15;
update crm.penugasan set lepas = terima - interval '1 day' where laporan % 139 = 16;
delete from crm.riwayat where laporan % 141 = 17;
delete from crm.penugasan where laporan % 143 = 18;
insert into dashboard.sla_rule
    (clock, step, channel_code, lapor_kind, category, skpd_kind, amount, unit, valid_from, valid_to, source) values
    ('crm', 'settlement', 'JAKI', null, 'Jalan', null, 3, 'working_days', '2025-01-01', null, 'test'),
    ('crm', 'settlement', null, null, 'Asing', null, 30, 'days', '2025-01-01', null, 'test'),
    ('crm', 'settlement', null, null, null, 'kelurahan', 60, 'hours', '2025-03-01', '2026-06-30', 'test'),
    ('crm', 'coordination', null, null, 'Asing', null, 30, 'hours', '2025-01-01', null, 'test');
analyze;
"""


@pytest.fixture(scope="module")
def soiled(server: Embedded, pristine: str) -> str:
    """The sample's 20,000 complaints with deliberate dirt; the reader's URL."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists soiled with (force)")
        connection.execute(f"create database soiled template {pristine}".encode())
    with psycopg.connect(server.url("soiled"), autocommit=True) as connection:
        connection.execute(DIRT)
    return server.url("soiled", READER)


@pytest.fixture
def dirty(soiled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(monkeypatch, soiled)


def at_random(random: Random) -> Filters:
    """A period and a moment before, in or after it, with some choices that no list knows."""
    known = moment.choices()

    def some(values: list[str], chance: float) -> tuple[str, ...]:
        return tuple(random.sample(values, random.randint(1, 3))) if random.random() < chance else ()

    last = NOW.date() - timedelta(days=random.choice((-6, 0, 1, random.randrange(400))))
    first = last - timedelta(days=random.choice((0, 6, 29, 89, 364)))
    past = datetime.combine(first, datetime.min.time()) + timedelta(minutes=random.randrange(-20_000, 200_000))
    return Filters(
        first,
        last,
        random.choice((NOW, min(past, NOW), min(past, NOW))),
        channels=some(["JAKI", "LAPOR", "TWITTER", "QLUE", "MERPATI"], 0.25),
        skpds=some([*random.sample(list(known["skpds"]), 40), "NN-1"], 0.15),
        areas=some([*(code for code in known["areas"] if code.count(".") < 3), "31.73.99.9999"], 0.15),
        categories=some([*random.sample(list(known["categories"]), 20), "Jalan", "Asing"], 0.15),
    )


def own(question: str, filters: Filters, random: Random) -> list[dict[str, Any]]:
    """Parameters of a question besides the scope's, one set for each part that it can read."""
    if isinstance(scope.PARTS[question], dict):
        units = random.choice(((), ("NN-1",), tuple(random.sample(list(moment.choices()["skpds"]), 60))))
        asked = [skpds.cohort(measure, units) for measure in skpds.COHORTS]
        if question == "channels/monthly":
            return [one | {"months": [filters.since.replace(tzinfo=JAKARTA)]} for one in asked]
        listed = {"is_good": None, "late_first": True, "size": 200, "skip": 0}
        return [one | listed for one in asked] if question == "skpd/list" else asked
    if question == "since":
        return [{"later": NOW.replace(tzinfo=JAKARTA)}]
    if question == "channels/steps":
        return [{"unit": random.choice(channels.UNITS)}]
    return [{"clock": random.choice(lapor.CLOCKS)}] if question.startswith("lapor/") else [{}]


def test_a_part_answers_as_the_whole(dirty: None) -> None:
    random, told, asked = Random(20261127), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for _number in range(NUMBER):
        filters = at_random(random)
        for question, part in scope.PARTS.items():
            if part is None or (isinstance(part, dict) and random.random() < 0.5):  # the cohort's questions take turns
                continue
            of_lapor = replace(filters, channels=("LAPOR",)) if question.startswith("lapor/") else filters
            for more in own(question, filters, random):
                parameters = scope.parameters(question, of_lapor, **more)
                if parameters["part"] is None:
                    continue
                narrow = read(question, **parameters)
                whole = read(question, **parameters | {"part": None})
                what = (question, parameters["part"], filters, more)
                assert list(narrow.columns) == list(whole.columns), what
                assert narrow.astype(object).fillna("?").equals(whole.astype(object).fillna("?")), what
                asked[question, parameters["part"]] += 1
                rows = whole.itertuples(index=False)
                told[question, parameters["part"]] += any(value not in (0, "") for row in rows for value in row)
    # every question was asked of every part it can read, and often enough there was something to tell
    assert asked.keys() == {
        (question, part)
        for question, parts in scope.PARTS.items()
        for part in (parts.values() if isinstance(parts, dict) else [parts])
        if part is not None
    }
    # (those of the cohort take turns, each with another measure: once is enough)
    least = {key: 1.0 if isinstance(scope.PARTS[key[0]], dict) else count / 4 for key, count in asked.items()}
    assert not {key: (told[key], asked[key]) for key in asked if told[key] < least[key]}


def test_no_question_over_the_scope_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor can the table name one that is not there: either fails as the dashboard starts."""
    run_path(scope.__file__)
    with monkeypatch.context() as patch:
        patch.setitem(QUESTIONS, "channels/weather", QUESTIONS["channels/steps"])
        with pytest.raises(ValueError, match="weather"):
            run_path(scope.__file__)
    with monkeypatch.context() as patch:
        patch.delitem(QUESTIONS, "channels/rhythm")
        with pytest.raises(ValueError, match="rhythm"):
            run_path(scope.__file__)
    with pytest.raises(KeyError):
        scope.parameters("channels/weather", Filters(date(2026, 11, 1), date(2026, 11, 23), NOW))


def test_no_measure_is_asked_that_the_question_does_not_know() -> None:
    """Nor does the question judge by one that no page offers: the register and cohort.sql name the same."""
    judged = re.findall(r"%\(measure\)s (?:= |when |not in \()?(.*)", QUESTIONS["skpd/cohort"])
    assert {name for line in judged for name in re.findall(r"'([a-z-]+)'", line)} == scope.COHORT.keys()


def test_a_limit_of_a_category_holds_for_the_same_complaints_on_every_clock(world: World) -> None:
    """Its own category is the canonical name, or what is written, without blanks around it, where no list knows it."""
    world.execute(
        "insert into dashboard.sla_rule (clock, step, channel_code, lapor_kind, category, amount, unit, valid_from, source)"
        " select clock, step, 'LAPOR', 'aspirasi', category, 1, unit, '2026-01-01', 'narrow'"
        " from (values ('crm', 'settlement', 'hours'), ('crm', 'coordination', 'hours'),"
        "              ('sp4n', 'settlement', 'working_days'), ('sp4n', 'verification', 'working_days'))"
        "     as step (clock, step, unit), (values ('Jalan'), ('Asing')) as name (category)"
    )
    for written, is_narrow in (
        ("Jalan", True),
        ("Jalan ", True),
        (" Jalan  ", True),
        ("Asing", True),
        ("Asing ", True),
        ("jalan", False),
        ("Sampah", False),
        ("", False),
        (None, False),
    ):
        key = world.add("2026-11-02 09:00", channel="LAPOR", category=written, jenis_lapor="aspirasi")
        row = complaints.one(key, NOW).iloc[0]
        sources = row[["rule_source", "coordination_source", "sp4n_source", "verification_source"]]
        assert [source == "narrow" for source in sources] == [is_narrow] * 4, written


def test_a_spelling_no_list_knows_is_like_its_category(world: World) -> None:
    """As a repeat after a settlement is found, so is a similar complaint."""
    mine = world.add("2026-11-01 09:00", "2026-11-02 09:00", channel="LAPOR", category=" Jalan")
    other = world.add("2026-11-05 09:00", category="Jalan ")
    assert complaints.similar(mine, NOW)["id"].tolist() == [other]
    assert lapor.repeats(Filters(date(2026, 11, 1), date(2026, 11, 23), NOW))["berulang_14"] == 1


def test_old_stock_counted_by_days_gives_the_curves_of_single_complaints(dirty: None) -> None:
    """A window that is no whole number of days apart from the first is counted complaint by complaint."""
    random, old = Random(20261129), 0
    for _number in range(NUMBER):
        filters = at_random(random)
        days = random.choice((7, 28))
        ends = [filters.until - timedelta(days=days * back) for back in range(6)]
        spans = [(end - timedelta(days=days), min(end, filters.as_of)) for end in ends]
        found = _curves(filters, spans)
        for number, (start, end) in enumerate(spans, 1):
            aside = (start - timedelta(days=6 * days, seconds=1), end)
            assert found.get(number) == _curves(filters, [aside, (start, end)]).get(2)
            old += len(found.get(number, {}).get("hour", []))
    assert old > 1_000


def _curves(filters: Filters, spans: list[tuple[datetime, datetime]]) -> dict[int, dict[str, list[int]]]:
    rows = complaints.durations(filters, tuple(spans))
    return {row["number"]: {key: list(row[key]) for key in row if key != "number"} for row in rows.to_dict("records")}
