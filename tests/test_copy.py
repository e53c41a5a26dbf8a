"""The kept copy: what it derives, what it takes over, and what it does when something goes wrong."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from dashboard import places
from database import check, contract, copy
from database.__main__ import main
from database.connection import connected
from database.embedded import PROJECT, READER, Embedded
from database.errors import DatabaseError
from queries import moment
from queries.texts import QUESTIONS
from tests.apptest import is_well, opened
from tests.conftest import point_at
from tests.world import World

APP = Path(__file__).parent / "crm_app"
MAPPING = APP / "mapping.sql"
KNOWN = "where exists (select from dashboard.complaint c where c.id = o.{} and c.created_at >= '2025-02-01')"
RELATIONS = {
    "complaint": "id",
    "complaint_event": "complaint_id, at, ews_due_at nulls first, status",
    "complaint_spell": "complaint_id, received_at",
    "channel": "code",
    "skpd": "code",
    "category": "name",
    "kelurahan": "code",
}


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, options="-c TimeZone=Asia/Jakarta") as connection:
        return connection.execute(query.encode()).fetchall()


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def content(url: str, *, without: str = "") -> dict[str, list[tuple[object, ...]]]:
    """All rows of a copy, but for the numbers of its steps."""
    found = {}
    for relation, order in RELATIONS.items():
        columns = "*"
        if relation == "complaint_event":
            columns = "complaint_id, at, status, from_skpd, to_skpd, ews_due_at"
        found[relation] = rows(url, f"select {columns} from dashboard.{relation} {without} order by {order}")
    return found


@pytest.fixture(scope="module")
def made(server: Embedded, pristine: str) -> str:
    """A database with the sample and the same complaints as another CRM keeps them."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists app_made with (force)")
        connection.execute(f"create database app_made template {pristine}".encode())
    url = server.url("app_made")
    run(url, (APP / "schema.sql").read_text(), (APP / "from_sample.sql").read_text(), "analyze")
    return url


@pytest.fixture
def crm(server: Embedded, made: str) -> str:
    """That database for one test."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("drop database if exists app with (force)")
        connection.execute("create database app template app_made")
    return server.url("app")


@pytest.fixture
def target(server: Embedded) -> str:
    return server.create("kept", replace=True)


@pytest.fixture
def kept(crm: str, target: str) -> Iterator[tuple[str, str]]:
    """The CRM, and a copy of it in another database."""
    copy.refresh(target, crm, MAPPING)
    yield crm, target


def test_everything_that_the_mapping_leaves_out_follows_from_the_steps(kept: tuple[str, str]) -> None:
    crm, target = kept
    # but for the tickets of the days before steps were kept
    only = "where exists (select from app.ticket t where t.id = o.{} and t.received >= '2025-02-01')"
    for relation, order in RELATIONS.items():
        if relation in ("channel", "skpd", "category", "kelurahan"):
            columns, condition = "*", ""
        elif relation == "complaint":
            columns = (
                "id, code, channel_code, category, skpd_code, holder_since, kelurahan_code, status, status_at, lapor_kind,"
                " lapor_tracking_id, created_at, coordinated_at, answered_at, closed_at, deadline_at, ews_due_at, ews_count,"
                " is_private, is_anonymous, is_confidential, reporter_key, rating, text, updated_at"
            )
            condition = only.format("id")
        else:
            columns = (
                "complaint_id, at, status, from_skpd, to_skpd, ews_due_at" if relation == "complaint_event" else "*"
            )
            condition = only.format("complaint_id")
        there = rows(crm, f"select {columns} from dashboard.{relation} o {condition} order by {order}")
        old = "" if relation in ("channel", "skpd", "category", "kelurahan") else KNOWN.format(order.split(",")[0])
        here = rows(target, f"select {columns} from dashboard.{relation} o {old} order by {order}")
        assert len(here) == len(there) > 0, relation
        assert here == there, relation
    assert rows(target, "select count(*) from dashboard.complaint")[0][0] > 19_000  # type: ignore[operator]
    with connected(target) as connection:
        assert check.contract_problems(connection) == []
    told = rows(
        target,
        "select c.status, c.closed_at is not null, (select count(*) from dashboard.complaint_event e where e.complaint_id = c.id),"
        " (select count(*) from dashboard.complaint_spell s where s.complaint_id = c.id), count(*)"
        " from dashboard.complaint c where created_at < '2025-02-01' group by 1, 2, 3, 4 order by 1",
    )
    assert [row[:4] for row in told] == [("Menunggu", False, 1, 1), ("Selesai", True, 2, 1)]


def test_the_pages_read_it_as_of_its_own_moment(
    kept: tuple[str, str], server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    _crm, target = kept
    run(target, "update dashboard.source set copied_at = '2026-11-24 09:59:30+07', late_at = now() + interval '1 hour'")
    point_at(monkeypatch, server.url("kept", READER))
    assert f"{moment.now().minute}" == "2026-11-24 09:59:00"
    at = is_well(opened(places.OVERVIEW))
    said = " ".join(caption.value for caption in at.main.caption)
    assert "salinan CRM diambil 24 November 2026" in said and not at.warning
    run(target, "update dashboard.source set late_at = now() - interval '1 minute'")
    point_at(monkeypatch, server.url("kept", READER))
    (warning,) = is_well(opened(places.OVERVIEW)).warning
    assert "belum diperbarui sejak 24 November 2026" in warning.value
    run(target, "update dashboard.source set problem = 'x'")
    point_at(monkeypatch, server.url("kept", READER))
    (warning,) = is_well(opened(places.RANKING)).warning
    assert "Pembaruan salinan data gagal" in warning.value and "x" not in warning.value.split()


CHANGES = {
    "a step": "insert into app.step values (600000001, 12, localtimestamp, 1, null, null)",
    "a step that was written late": "insert into app.step values (600000002, 13, localtimestamp - interval '3 days', null, 5, null)",
    "an estimate": "insert into app.estimate values (600000003, 14, localtimestamp, localtimestamp + interval '9 days')",
    "a rating with its row": "insert into app.rating values (15, 4, localtimestamp); update app.ticket set touched = localtimestamp where id = 15",
    "a new complaint": "insert into app.ticket select 70000001, 'JK1', channel, category_id, village, null, null, localtimestamp, null,"
    " false, false, false, null, 'x', null, null, false, localtimestamp from app.ticket where id = 16;"
    " insert into app.step values (600000004, 70000001, localtimestamp, 4, 3, null)",
    "one deleted for good": "delete from app.ticket where id = 17; delete from app.step where ticket_id = 17",
    "one deleted as it seems": "update app.ticket set deleted_at = localtimestamp where id = 18",
    "one merged": "update app.ticket set merged_into = 16 where id = 19",
    "one that comes back": "update app.ticket set deleted_at = null where id = (select id from app.ticket where deleted_at is not null and id > 50000000 limit 1)",
    "a category called otherwise": "update app.category set title = 'Nama Baru' where id = (select category_id from app.ticket where id = 20)",
    "a unit called otherwise": "update app.unit set title = 'Dinas Baru' where id = 4",
    "one settled and opened again": "insert into app.step select 600000010 + n, 21, localtimestamp - n * interval '1 minute', s.id, null, null"
    " from app.state s, generate_series(1, 2) n where s.word = case n when 2 then 'Selesai' else 'Proses' end",
}


def test_what_has_changed_is_taken_over(kept: tuple[str, str], server: Embedded) -> None:
    crm, target = kept
    # One receipt and one change from a time to come, and steps with numbers far beyond: they must not hide what follows.
    run(crm, "update app.ticket set touched = '2055-01-01' where id = 11")
    copy.refresh(target, crm, MAPPING)
    for name, change in CHANGES.items():
        run(crm, change)
        done = copy.refresh(target, crm, MAPPING)
        assert done.kind == "changes", name
    assert done.complaints < 300
    fresh = server.create("fresh", replace=True)
    copy.refresh(fresh, crm, MAPPING)
    found, wanted = content(target), content(fresh)
    assert {row[0] for row in found["complaint"]} == {row[0] for row in wanted["complaint"]}
    # A name in a list changes thousands of complaints and no time of theirs: the lists follow at once, the rest by night.
    assert found["category"] == wanted["category"] and found["skpd"] == wanted["skpd"]
    renamed = {row[0] for row in wanted["complaint"] if row[3] == "Nama Baru"}
    assert renamed
    assert [row for row in found["complaint"] if row[0] not in renamed] == [
        row for row in wanted["complaint"] if row[0] not in renamed
    ]
    assert found["complaint_event"] == wanted["complaint_event"]
    assert found["complaint_spell"] == wanted["complaint_spell"]
    assert counted(target) == recounted(target)
    copy.refresh(target, crm, MAPPING, full=True)
    assert content(target) == wanted
    assert counted(target) == recounted(target)


def counted(target: str) -> list[tuple[object, ...]]:
    """The cells that the copy keeps, but for those in which nothing is left."""
    return rows(
        target,
        "select day, channel_code, skpd_code, received, settled, due, on_time from dashboard.cell"
        " where (received, settled, due, on_time) <> (0, 0, 0, 0) order by 1, 2, 3",
    )


def recounted(target: str) -> list[tuple[object, ...]]:
    """The same, counted now from the rows."""
    ((as_of,),) = rows(target, "select as_of from dashboard.cell_state")
    assert isinstance(as_of, datetime)
    asked = copy.everything("Asia/Jakarta", as_of)
    with psycopg.connect(target) as connection:
        found = connection.execute(QUESTIONS["cells"].encode(), asked).fetchall()
    assert found
    return sorted(row for row in found if any(row[3:]))


def test_the_check_names_every_difference_with_an_example(
    kept: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    crm, target = kept
    how = ["--source", crm, "--mapping", str(MAPPING)]
    assert main(["check", "--url", target, *how]) == 1  # the owner can write; what is asked for stands below
    assert "as the source: every month and channel, and 2,000 complaints by lot" in capsys.readouterr().out
    run(
        target,
        "update dashboard.complaint set closed_at = closed_at + interval '1 day' where id % 5 = 0",
        "update dashboard.complaint set worked_due_at = worked_due_at - interval '1 hour'",
        "delete from dashboard.complaint_event where complaint_id % 7 = 0",
        "delete from dashboard.complaint where created_at >= '2026-03-01' and created_at < '2026-04-01' and channel_code = 'LAPOR'",
    )
    found = [text for _level, text in copy.compare(target, crm, MAPPING)]
    assert re.fullmatch(r"2026-03 LAPOR: 0 complaints here, \d+ at the source", found[0])
    differ = {text.split(":")[0] for text in found[1:]}
    assert differ == {"complaint.closed_at", "complaint.worked_due_at", "complaint_event"}
    assert all(re.search(r"such as (those of complaint )?\d+$", text) for text in found[1:])


def test_another_mapping_is_read_from_the_start(kept: tuple[str, str], tmp_path: Path) -> None:
    crm, target = kept
    other = tmp_path / "mapping.sql"
    other.write_text(MAPPING.read_text().replace("'CRM uji'", "'CRM lain'"))
    assert copy.refresh(target, crm, other).kind == "full"
    assert rows(target, "select name from dashboard.source") == [("CRM lain",)]
    assert copy.refresh(target, crm, other).kind == "changes"


def test_beside_the_views_in_the_same_database(crm: str) -> None:
    columns = ", ".join(each.name for each in contract.load().relation("complaint").columns)
    before = rows(crm, f"select {columns} from dashboard.complaint order by id")
    assert copy.refresh(crm).kind == "full"
    assert rows(crm, "select relkind::text from pg_class where oid = 'dashboard.complaint'::regclass") == [("r",)]
    after = rows(crm, f"select {columns} from dashboard.complaint order by id")
    # A step is a change, whether the row says so or not, and a text that is not public stays away.
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    run(crm, "update crm.laporan set nilai = 3, diubah = now() where id = 40")
    assert copy.refresh(crm).kind == "changes"
    assert rows(crm, "select rating from dashboard.complaint where id = 40") == [(3,)]
    with pytest.raises(DatabaseError, match="reads a kept copy"):
        from database import install

        install.install(crm)
    assert copy.remove(crm)
    assert rows(crm, "select relkind::text from pg_class where oid = 'dashboard.complaint'::regclass") == [("v",)]
    with pytest.raises(DatabaseError, match="There is no copy here"):
        copy.remove(crm)


BAD = {
    "twice": ("insert into app.rating values (12, 1, now()), (12, 2, now())", "complaint 12 is there more than once"),
    "a type": (
        "alter table app.rating alter stars type text; update app.rating set stars = 'empat'"
        " where ticket_id = (select max(ticket_id) from app.rating)",
        r'a value of complaint does not fit.*invalid input syntax for type integer: "empat" \(line \d+, column rating: "empat"\)',
    ),
    "a column": ("alter table app.ticket rename received to came", "column t.received does not exist"),
    "a table": ("drop table app.step", 'relation "app.step" does not exist'),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_one_sentence_and_the_copy_stands(kept: tuple[str, str], case: str) -> None:
    crm, target = kept
    before = content(target)
    statement, words = BAD[case]
    run(crm, statement)
    with pytest.raises(DatabaseError, match=words):
        copy.refresh(target, crm, MAPPING, full=True)
    assert content(target) == before
    ((problem,),) = rows(target, "select problem from dashboard.source")
    assert problem and "\n" not in str(problem)


def test_a_source_that_is_away(kept: tuple[str, str]) -> None:
    _crm, target = kept
    before = content(target)
    with pytest.raises(DatabaseError, match="Nothing answers"):
        copy.refresh(target, "postgresql://nobody@127.0.0.1:9/x", MAPPING)
    assert content(target) == before
    with pytest.raises(DatabaseError, match="is not known"):
        copy.refresh(target, "oracle://nobody@127.0.0.1:9/x", MAPPING)


def test_two_at_once_do_not_collide(kept: tuple[str, str]) -> None:
    crm, target = kept
    told: list[str] = []

    def again() -> None:
        try:
            told.append(copy.refresh(target, crm, MAPPING, full=True).kind)
        except copy.Busy:
            told.append("busy")

    threads = [threading.Thread(target=again) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "full" in told and set(told) <= {"full", "busy"}
    assert rows(target, "select problem from dashboard.source") == [(None,)]


def test_killed_at_any_moment_the_old_copy_stands_and_the_next_run_heals(kept: tuple[str, str]) -> None:
    crm, target = kept
    before = content(target)
    command = [sys.executable, "-m", "database", "copy", "--url", target, "--source", crm, "--mapping", str(MAPPING)]
    draw = random.Random(1)
    killed = 0
    for index in range(8):
        run(crm, f"insert into app.step values ({610000000 + index}, {100 + index}, localtimestamp, 1, null, null)")
        process = subprocess.Popen([*command, *["--full"] * (index % 2)], cwd=PROJECT, stdout=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.4, 2.0))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = content(target)
        counts = {name: len(found[name]) - len(before[name]) for name in ("complaint", "complaint_spell")}
        assert counts == {"complaint": 0, "complaint_spell": 0}
        assert 0 <= len(found["complaint_event"]) - len(before["complaint_event"]) <= index + 1
    assert killed
    copy.refresh(target, crm, MAPPING)
    assert len(content(target)["complaint_event"]) == len(before["complaint_event"]) + 8


def test_a_folder_of_files(world: World, target: str, tmp_path: Path) -> None:
    (tmp_path / "complaint.csv").write_text(
        "id,code,channel_code,category,created_at,text,is_private\n"
        '1,JK1,JAKI,Jalan,2026-11-01 08:00,"lubang, dalam",false\n2,LP2,LAPOR,,2026-11-02T09:00:00+07:00,rahasia,true\n'
    )
    (tmp_path / "complaint_event.csv").write_text(
        "id,complaint_id,at,status,to_skpd\n1,1,2026-11-01 08:00,Menunggu,A\n2,1,2026-11-03 08:00,Selesai,B\n3,9,2026-11-03 08:00,Selesai,B\n"
    )
    done = copy.refresh(target, str(tmp_path))
    assert (done.complaints, done.steps, done.unknown_steps) == (2, 2, 1)
    assert rows(target, "select id, skpd_code, status, closed_at::text, text from dashboard.complaint order by id") == [
        (1, "B", "Selesai", "2026-11-03 08:00:00+07", "lubang, dalam"),
        (2, None, None, None, None),
    ]
    assert rows(target, "select code from dashboard.skpd order by 1") == [("A",), ("B",)]
    (tmp_path / "complaint.csv").write_text("id,created_at\n1,2026-11-01\n2\n")
    with pytest.raises(DatabaseError, match=r"complaint\.csv line 3 has 1 fields, the first line 2"):
        copy.refresh(target, str(tmp_path))
    assert len(rows(target, "select from dashboard.complaint")) == 2
