"""Installing, checking and filling a database, on a real PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from database import check, connection, contract, install, rules, working_days
from database.__main__ import main
from database.embedded import PROJECT, Embedded
from database.errors import DatabaseError
from tests.tried import rows as tried_rows

COMPLAINT = {
    "id": "1",
    "nomor": "'JK2503050007'",
    "kanal": "'JAKI'",
    "kategori": "'Jalan'",
    "unit": "'DIN-BM'",
    "kelurahan": "'31.71.01.1001'",
    "status": "'Proses'",
    "masuk": "'2025-03-05 08:00+07'",
    "ews_kali": "0",
    "privat": "false",
    "anonim": "false",
    "rahasia": "false",
    "diubah": "'2025-03-05 08:00+07'",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("pg")) as running:
        yield running


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: Embedded) -> None:
    """No test may reach a database that is configured on this machine."""
    monkeypatch.delenv("CRM_DATABASE_URL", raising=False)
    monkeypatch.setattr(connection, "SECRETS", tmp_path / "secrets.toml")
    monkeypatch.setenv("CRM_DATA_DIR", str(server.folder.parent))
    # A command that uses the embedded server stops it at its end; here it shares the one of the tests.
    monkeypatch.setattr(Embedded, "stop", lambda self: None)


@pytest.fixture
def crm(server: Embedded) -> str:
    """A database with the tables of the sample CRM and a few master rows, before any installation."""
    return make(server.create("cli", replace=True))


@pytest.fixture(scope="module")
def ready(server: Embedded) -> str:
    """One with the contract installed, for tests that leave it as it is."""
    url = make(server.create("cli_ready", replace=True))
    install.install(url)
    return url


@pytest.fixture
def db(ready: str) -> Iterator[psycopg.Connection]:
    """A connection to it whose changes are undone at the end."""
    with psycopg.connect(ready) as opened:
        yield opened
        opened.rollback()


def make(url: str) -> str:
    with psycopg.connect(url) as db:
        db.execute((PROJECT / "database/sample/schema.sql").read_bytes())
        db.execute("""
            insert into crm.kanal values ('JAKI', 'JAKI', 'Aplikasi JAKI', true, '2019-01-01'),
                ('LAPOR', 'LAPOR 1708', 'Surat Elektronik', false, '2016-01-01');
            insert into crm.unit values ('DIN-BM', 'Dinas Bina Marga', 'dinas');
            insert into crm.kategori values ('Jalan', 'Jalan');
            insert into crm.kelurahan values ('31.71.01.1001', 'Gambir', 'Gambir', 'Jakarta Pusat');
        """)
    return url


def add(db: psycopg.Connection, **changed: str) -> None:
    """One complaint more, with SQL values for what differs from COMPLAINT."""
    row = {**COMPLAINT, **changed}
    db.execute(f"insert into crm.laporan ({', '.join(row)}) values ({', '.join(row.values())})".encode())


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        for statement in statements:
            db.execute(statement.encode())


def snapshot(url: str) -> list[tuple[object, ...]]:
    """Everything an installation makes: columns, comments, rights and rows."""
    with psycopg.connect(url) as db:
        return [
            *db.execute(
                "select c.relname, c.relkind, a.attname, a.atttypid::regtype::text, col_description(c.oid, a.attnum),"
                " obj_description(c.oid), c.relacl::text, pg_get_viewdef(c.oid)"
                " from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
                " where c.relnamespace = 'dashboard'::regnamespace order by 1, a.attnum"
            ),
            *db.execute("select * from dashboard.sla_rule order by source, step, valid_from"),
            *db.execute("select * from dashboard.working_day order by day"),
            *db.execute("select nspacl::text from pg_namespace where nspname = 'dashboard'"),
            *db.execute(
                "select rolname, rolcanlogin, rolconfig from pg_roles where rolname = 'dashboard_reader'",
            ),
        ]


# --- install ---------------------------------------------------------------------------------------------------------


def test_install_makes_the_contract_and_says_what_everything_means(crm: str) -> None:
    done = install.install(crm)
    assert done.relations == 13 and done.rules == 9 and done.notes == []
    assert done.working_days_to == date(date.today().year + 2, 12, 31)
    with psycopg.connect(crm) as db:
        assert check.contract_problems(db) == []
        for relation in contract.load().relations:
            name = f"dashboard.{relation.name}"
            assert db.execute("select obj_description(%s::regclass)", (name,)).fetchone() == (relation.grain,)
            found = db.execute(
                "select attname, col_description(attrelid, attnum) from pg_attribute"
                " where attrelid = %s::regclass and attnum > 0 order by attnum",
                (name,),
            ).fetchall()
            there = [column for column in relation.columns if not column.may_be_absent]
            if relation.kind == "made":  # it has the columns of another relation besides
                found = [(name, comment) for name, comment in found if comment]
            assert sorted(found) == sorted((column.name, column.comment) for column in there)


def test_installing_again_changes_nothing(crm: str) -> None:
    install.install(crm)
    before = snapshot(crm)
    install.install(crm)
    assert snapshot(crm) == before


def test_printed_script_does_the_same_as_install(
    crm: str, server: Embedded, capsys: pytest.CaptureFixture[str]
) -> None:
    install.install(crm)
    assert main(["install", "--print", "--url", "postgresql://nobody@nowhere.invalid/none"]) == 0
    script = capsys.readouterr().out
    other = server.create("cli_printed", replace=True)
    run(other, (PROJECT / "database/sample/schema.sql").read_text(), script)
    assert snapshot(other) == snapshot(crm)
    run(other, script)  # and again
    assert snapshot(other) == snapshot(crm)


def test_the_role_reads_the_contract_and_nothing_else(crm: str, server: Embedded) -> None:
    run(
        crm,
        "do $$ begin if not exists (select from pg_roles where rolname = 'dashboard_reader')"
        " then create role dashboard_reader login; end if; end $$",
        "grant select, insert on crm.laporan to dashboard_reader",
        "grant update (nama) on crm.kanal to dashboard_reader",
        "grant usage, create on schema crm to dashboard_reader",
    )
    install.install(crm)
    refused = (
        "insert into dashboard.sla_rule select * from dashboard.sla_rule",
        "update dashboard.working_day set is_working = true",
        "delete from dashboard.complaint",
        "truncate dashboard.sla_rule",
        "create table dashboard.mine (a int)",
        "create table public.mine (a int)",
        "create schema mine",
        "drop view dashboard.complaint",
        "select * from crm.laporan",
        "update crm.kanal set nama = 'x'",
    )
    with psycopg.connect(server.url("cli", "dashboard_reader"), autocommit=True) as db:
        assert check.can_write(db) == []
        assert check.contract_problems(db) == []
        for relation in contract.load().relations:
            db.execute(f"select * from dashboard.{relation.name} limit 1".encode())
        assert db.execute("show default_transaction_read_only").fetchone() == ("on",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            db.execute("create table public.mine (a int)")
        db.execute("set default_transaction_read_only = off")  # the rights hold without it
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(statement.encode())


def test_another_role_name(crm: str, server: Embedded) -> None:
    install.install(crm, role="jsc_pembaca")
    with psycopg.connect(server.url("cli", "jsc_pembaca")) as db:
        assert check.can_write(db) == [] and check.contract_problems(db) == []


@pytest.mark.parametrize("role", ["postgres", "Reader", "x; drop", ""])
def test_a_role_that_cannot_be_the_reader_is_refused(crm: str, role: str) -> None:
    with pytest.raises(DatabaseError, match=r"administrator|no name for a role"):
        install.install(crm, role=role)
    with psycopg.connect(crm) as db:
        assert db.execute("select to_regnamespace('dashboard')").fetchone() == (None,)


def test_installing_without_the_right_to_make_roles_says_what_to_ask_for(
    crm: str, server: Embedded, tmp_path: Path
) -> None:
    run(
        crm,
        "drop role if exists cli_owner",
        "create role cli_owner login",
        "alter database cli owner to cli_owner",
        "grant usage on schema crm to cli_owner",
        "grant select on all tables in schema crm to cli_owner",
    )
    owner = server.url("cli", "cli_owner")
    # The sample mapping also makes indexes, which only the owner of the tables may do: a mapping without them.
    mapping = tmp_path / "views.sql"
    text = (PROJECT / "database/mappings/sample.sql").read_text()
    mapping.write_text(text[: text.index("-- Indexes")])
    with pytest.raises(DatabaseError, match=r"administrator run 'create role brand_new login; alter role brand_new"):
        install.install(owner, mapping=str(mapping), role="brand_new")
    run(crm, "drop role if exists cli_made", "create role cli_made login")
    run(crm, "alter role cli_made set default_transaction_read_only = on")
    assert install.install(owner, mapping=str(mapping), role="cli_made").relations == 13
    run(crm, "alter database cli owner to postgres", "drop owned by cli_owner", "drop role cli_owner")


def test_a_mapping_that_fails_names_its_line_and_leaves_the_old_contract(crm: str, tmp_path: Path) -> None:
    install.install(crm)
    before = snapshot(crm)
    text = (PROJECT / "database/mappings/sample.sql").read_text()
    wrong = tmp_path / "site.sql"
    line = text[: text.index("nomor as code")].count("\n") + 1
    for content, message in (
        (text.replace("nomor as code", "no_such as code"), rf"site\.sql line {line} fails.*no_such"),
        (text.replace("nilai::integer as rating", "nilai::text as rating"), r"rating has type text"),
        (text.replace("nomor as code,", ""), r"dashboard\.complaint\.code is missing"),
        (text + "\ncommit;\n", r"cannot stand in a mapping"),
        ("\\set x 1\n" + text, r"line 1.*cannot stand in a mapping"),
        ("", r"dashboard\.complaint is missing"),
    ):
        wrong.write_text(content)
        with pytest.raises(DatabaseError, match=message):
            install.install(crm, mapping=str(wrong))
        assert snapshot(crm) == before
    with pytest.raises(DatabaseError, match=r"no mapping .*absent\.sql: give sample, open-data or the path"):
        install.install(crm, mapping=str(tmp_path / "absent.sql"))


def test_views_of_an_earlier_mapping_that_rest_on_each_other_go(crm: str) -> None:
    install.install(crm)
    run(
        crm,
        "create view dashboard.a_helper as select id from dashboard.complaint",
        "create view dashboard.b_helper as select id from dashboard.a_helper",
    )
    install.install(crm)
    with psycopg.connect(crm) as db:
        assert db.execute("select to_regclass('dashboard.a_helper')").fetchone() == (None,)


def test_a_channel_the_rules_name_and_the_site_lacks_is_noted(crm: str) -> None:
    run(crm, "delete from crm.kanal where kode = 'LAPOR'")
    assert "dashboard.channel has no LAPOR" in install.install(crm).notes[0]


def test_cuti_bersama_only_when_asked(crm: str) -> None:
    def number() -> object:
        with psycopg.connect(crm) as db:
            return db.execute(
                "select is_working, number from dashboard.working_day where day = '2026-03-23'"
            ).fetchone()

    install.install(crm)
    plain = number()
    install.install(crm, cuti_bersama=True)
    assert plain == (True, _number("2026-03-23", cuti=False)) and number() == (False, _number("2026-03-23", cuti=True))
    with psycopg.connect(crm) as db:
        row = db.execute("select count(*), max(day) - min(day) + 1, min(day) from dashboard.working_day").fetchone()
        assert row is not None and row[0] == row[1] and row[2] == date(2018, 1, 1)


HOLIDAYS = """
[[holiday]]
day = 2026-06-22
name = "HUT ke-499 Kota Jakarta"

[[holiday]]
day = 2026-05-14
name = "Pelayanan tetap buka"
is_working = true
"""
REGIONAL = {date(2026, 6, 22): True, date(2026, 5, 14): False}  # true: closed


def calendar(url: str) -> dict[str, tuple[Any, ...]]:
    with psycopg.connect(url) as db:
        rows = db.execute("select day::text, is_working, number, name from dashboard.working_day").fetchall()
    return {row[0]: row[1:] for row in rows}


def test_regional_days_move_every_later_number_and_go_with_their_entry(
    crm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "jakarta.toml"
    path.write_text(HOLIDAYS)
    assert main(["install", "--url", crm]) == 0
    before, plain = snapshot(crm), calendar(crm)
    assert "Regional days" not in capsys.readouterr().out
    for _ in range(2):
        assert main(["install", "--url", crm, "--holidays", str(path)]) == 0
        assert "Regional days in the calendar: 2." in capsys.readouterr().out
        found = calendar(crm)
        assert found["2026-06-22"][::2] == (False, "HUT ke-499 Kota Jakarta")
        assert found["2026-05-14"][::2] == (True, "Pelayanan tetap buka")
        for day in found:
            shift = (day >= "2026-05-14") - (day >= "2026-06-22")
            assert found[day][1] == plain[day][1] + shift, day
        assert {day for day in found if found[day][::2] != plain[day][::2]} == {"2026-05-14", "2026-06-22"}
    path.write_text("\n".join(HOLIDAYS.splitlines()[:4]))
    install.install(crm, holidays_file=path)
    found = calendar(crm)
    assert found["2026-05-14"] == plain["2026-05-14"]
    assert found["2026-06-23"][1] == _number("2026-06-23", cuti=False, regional={date(2026, 6, 22): True})
    install.install(crm)
    assert snapshot(crm) == before


def test_regional_days_and_cuti_bersama_together(crm: str, tmp_path: Path) -> None:
    path = tmp_path / "jakarta.toml"
    path.write_text(HOLIDAYS)
    install.install(crm, cuti_bersama=True, holidays_file=path)
    found = calendar(crm)
    for day in ("2026-05-13", "2026-05-14", "2026-05-15", "2026-06-22", "2026-06-23", "2026-12-31"):
        assert found[day][1] == _number(day, cuti=True, regional=REGIONAL), day


def test_printed_script_brings_the_regional_days(
    crm: str, server: Embedded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "jakarta.toml"
    path.write_text(HOLIDAYS.replace("Pelayanan tetap buka", "Jum'at \\\\ {day} %s; --"))
    done = install.install(crm, holidays_file=path)
    assert done.regional_days == 2 and calendar(crm)["2026-05-14"][2] == "Jum'at \\ {day} %s; --"
    assert main(["install", "--print", "--holidays", str(path)]) == 0
    other = server.create("cli_printed", replace=True)
    run(other, (PROJECT / "database/sample/schema.sql").read_text(), capsys.readouterr().out)
    assert snapshot(other) == snapshot(crm)


def test_wrong_regional_days_change_nothing(ready: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(ready)
    path = tmp_path / "jakarta.toml"
    path.write_text(HOLIDAYS.replace("2026-05-14", "2026-06-22"))
    for name, message in (
        (path, "jakarta.toml line 6: 2026-06-22 is in line 2 already"),
        (tmp_path / "none.toml", "There is no file"),
    ):
        assert main(["install", "--url", ready, "--holidays", str(name)]) == 1
        error = capsys.readouterr().err
        assert message in error and len(error.strip().splitlines()) == 1
        assert main(["install", "--print", "--holidays", str(name)]) == 1
        printed = capsys.readouterr()
        assert message in printed.err and printed.out == ""
    assert snapshot(ready) == before


def _number(last: str, cuti: bool, regional: dict[date, bool] | None = None) -> int:
    """Working days from the first day of the calendar to this one, counted one by one."""
    first, end = working_days.FIRST, date.fromisoformat(last)
    closed = working_days.holidays(first, end, cuti_bersama=cuti)
    for day, is_closed in (regional or {}).items():
        closed.pop(day, None)
        if is_closed:
            closed[day] = "regional"
    days = (first + timedelta(days=n) for n in range((end - first).days + 1))
    return sum(working_days.is_working(day, closed) for day in days)


# --- check -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("drop view dashboard.complaint_event", ["dashboard.complaint_event is missing"]),
        (
            "drop view dashboard.category; create view dashboard.category as select nama as name from crm.kategori",
            ["dashboard.category.canonical is missing (type text)"],
        ),
        (
            "drop view dashboard.category; create view dashboard.category as select 1 as name, baku as canonical"
            " from crm.kategori",
            ["dashboard.category.name has type integer, the contract says text"],
        ),
        (
            "drop view dashboard.category; create materialized view dashboard.category as select nama as name, baku as canonical"
            " from crm.kategori",
            ["dashboard.category has to be a view"],
        ),
        (
            "drop view dashboard.category; create view dashboard.category as"
            " select nama::varchar(90) as name, baku as canonical, 1 as more from crm.kategori",
            [],
        ),
        ("drop schema dashboard cascade", ["schema dashboard is missing or empty: run 'python -m database install'"]),
    ],
)
def test_contract_problems(db: psycopg.Connection, statement: str, expected: list[str]) -> None:
    db.execute(statement.encode())
    assert check.contract_problems(db) == expected


def test_a_relation_that_may_not_be_read_is_a_problem(crm: str, server: Embedded) -> None:
    install.install(crm)
    run(crm, "revoke select on dashboard.skpd from dashboard_reader")
    with psycopg.connect(server.url("cli", "dashboard_reader")) as db:
        assert check.contract_problems(db) == ["dashboard.skpd may not be read by this role"]


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        ("grant insert on crm.laporan to {}", ["crm.laporan: INSERT"]),
        ("grant update (nama) on crm.kanal to {}", ["crm.kanal: UPDATE"]),
        ("grant delete, truncate on dashboard.sla_rule to {}", ["dashboard.sla_rule: DELETE, TRUNCATE"]),
        ("grant create on schema public to {}", ["may create tables in schema public"]),
        ("grant create on database cli to {}", ["may create schemas in cli"]),
        ("alter role {} createdb", ["may create databases"]),
        ("alter role {} createrole", ["may create roles"]),
        ("alter role {} superuser", ["is a superuser"]),
        ("create table crm.own (a int); alter table crm.own owner to {}", None),
        ("grant writers to {} with inherit false", ["crm.unit: INSERT"]),
    ],
)
def test_can_write_finds_every_way(crm: str, server: Embedded, grant: str, expected: list[str] | None) -> None:
    install.install(crm)
    run(
        crm,
        "drop role if exists cli_writer",
        "create role cli_writer login",
        "do $$ begin if not exists (select from pg_roles where rolname = 'writers')"
        " then create role writers; end if; end $$",
        "grant insert on crm.unit to writers",
        grant.format("cli_writer"),
    )
    with psycopg.connect(server.url("cli", "cli_writer")) as db:
        expected = expected or ["crm.own: owns, INSERT, UPDATE, DELETE, TRUNCATE"]
        assert check.can_write(db) == expected
    run(crm, "alter role cli_writer nosuperuser", "drop owned by cli_writer", "drop role cli_writer")


def test_the_app_may_ask_with_any_row_factory(ready: str) -> None:
    with psycopg.connect(ready, row_factory=psycopg.rows.dict_row) as db:
        assert check.contract_problems(db) == [] and check.can_write(db) == ["is a superuser"]


def test_check_command_passes_for_the_reader_and_fails_for_the_owner(
    crm: str, server: Embedded, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(crm) as db:
        add(db)
    install.install(crm)
    assert main(["check", "--url", server.url("cli", "dashboard_reader")]) == 0
    text = capsys.readouterr().out
    assert "dashboard_reader can only read" in text and "dashboard.complaint: 1 rows" in text
    assert "JAKI: 2025-03-05 08:00; 2025-03-05 08:00; 1 complaints" in text
    assert main(["check", "--url", crm]) == 1
    assert "FAIL  postgres can change data: is a superuser" in capsys.readouterr().out
    run(crm, "drop view dashboard.complaint_spell")
    assert main(["check", "--url", server.url("cli", "dashboard_reader")]) == 1
    assert "FAIL  dashboard.complaint_spell is missing" in capsys.readouterr().out


def test_check_counts_forbidden_nulls_and_repeated_keys(db: psycopg.Connection) -> None:
    db.execute("alter table crm.laporan alter kanal drop not null; drop index crm.laporan_id")
    add(db)
    add(db, kanal="null")
    text = check.check(db).text()
    assert "FAIL  dashboard.complaint.channel_code: 1 rows are NULL, the contract allows none" in text
    assert "FAIL  dashboard.complaint.id: 1 rows repeat a key that has to be unique" in text


def many(db: psycopg.Connection) -> None:
    """Write so many complaints that a missing index is noticed."""
    columns = ", ".join(COMPLAINT)
    values = ", ".join(
        {"id": "n", "nomor": "'QL' || n", "masuk": "timestamptz '2025-01-01 00:00+07' + n * interval '7 minutes'"}.get(
            name, value
        )
        for name, value in COMPLAINT.items()
    )
    db.execute(f"insert into crm.laporan ({columns}) select {values} from generate_series(1, 30000) n".encode())
    db.execute("analyze crm.laporan")


def test_check_warns_of_a_missing_index(db: psycopg.Connection) -> None:
    many(db)
    assert "needs an index" not in check.check(db).text()
    indexes = db.execute("select indexname from pg_indexes where schemaname = 'crm' and indexdef like '%masuk%'")
    for (index,) in indexes.fetchall():
        db.execute(f"drop index crm.{index}".encode())
    report = check.check(db)
    assert "warn  complaints of a period: reads all of laporan; complaint.created_at needs an index" in report.text()


def test_check_is_honest_about_views_that_hide_the_index(
    db: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function around the column, a view that sorts or groups everything first: planned as an index, read whole."""
    many(db)
    names = ", ".join(f"c.{column.name}" for column in contract.load().relation("complaint").columns)
    over = ["distinct on (c.id)", "distinct on (c.created_at, c.id)"]
    db.execute("alter view dashboard.complaint rename to complaint_below")
    for kind in over:
        db.execute(
            f"create view dashboard.complaint as select {kind} {names} from dashboard.complaint_below c".encode()
        )
        text = check.check(db).text()
        for column in ("code", "skpd_code", "closed_at"):
            assert f"complaint.{column} needs an index" in text or "no rows to try it on" in text
        assert "complaint.code needs an index" in text
        db.execute("drop view dashboard.complaint")
    # Nor does the plan of a function tell what it reads: only time does.
    db.execute(
        "create function crm.all_of_it() returns setof dashboard.complaint_below language plpgsql as"
        " 'begin perform pg_sleep(0.2); return query select * from dashboard.complaint_below; end'"
    )
    db.execute("create view dashboard.complaint as select * from crm.all_of_it()")
    monkeypatch.setattr(check, "PATIENCE", 0.1)
    report = check.Report()
    check._indexes(report, db)
    assert "one complaint by its number: no answer within 0.1 seconds" in report.text()


def test_every_index_that_is_asked_for_is_tried() -> None:
    text = (Path(__file__).parent.parent / "docs" / "contract.md").read_text()
    part = text[text.index("| Index on the table under |") : text.index("A column that is constantly NULL")]
    asked = set(re.findall(r"^\| `(complaint\w*) \((\w+)", part, re.M))
    assert asked == {(relation, column) for _what, relation, column, _type in check.PROBES}


DIRT = {
    "closed before created": [{"status": "'Selesai'", "selesai": "'2025-03-04 08:00+07'"}],
    "closed in the future": [{"status": "'Selesai'", "selesai": "now() + interval '2 days'"}],
    "created in the future": [{"nomor": "'QL1'", "masuk": "'2059-01-01'"}],
    "status Selesai without closing time": [{"status": "'Selesai'"}],
    "closing time with another status": [{"selesai": "'2025-03-06'"}],
    "status missing": [{"status": "null"}],
    "status unknown": [{"status": "'Diarsipkan'"}, {"status": "''"}],
    "category missing": [{"kategori": "null"}],
    "category blank or the word NULL": [{"kategori": "'  '"}, {"kategori": "'NULL'"}, {"kategori": "'NULL\"'"}],
    "category not in dashboard.category": [{"kategori": "'Jalan '"}],
    "SKPD missing, blank or the word NULL": [{"unit": "null"}, {"unit": "'NULL'"}],
    "SKPD not in dashboard.skpd": [{"unit": "'UNIT-LAMA'"}],
    "channel not in dashboard.channel": [{"kanal": "'MIRC'"}],
    "kelurahan missing, blank or the word NULL": [{"kelurahan": "null"}, {"kelurahan": "' '"}],
    "kelurahan not in dashboard.kelurahan": [{"kelurahan": "'31.71.01.9999'"}],
    "number longer than 20 characters": [{"nomor": "'QL4994318176675173586'"}],
    "number used more than once": [{"nomor": "'TW1'"}, {"nomor": "'TW1'"}],
    "day in the JK number is more than 2 days off": [{"nomor": "'JK2503080001'"}, {"nomor": "'jk2504310001'"}],
    "year in the JK number differs": [{"nomor": "'JK2412310001'", "masuk": "'2025-01-01 06:00+07'"}],
    "deadline before receipt": [{"batas": "'2025-03-04'"}],
}
IMPLIED = {"category blank or the word NULL": {"category not in dashboard.category": 3}}


@pytest.mark.parametrize("kind", DIRT)
def test_dirt_is_counted(db: psycopg.Connection, kind: str) -> None:
    add(db)  # a clean one; one and two days off are clean too, and so is a number that only looks like a date
    add(db, id="2", nomor="'JK2503030001'")
    add(db, id="3", nomor="'JK2513450001'")
    for number, changed in enumerate(DIRT[kind], 10):
        add(db, **{"id": str(number), "nomor": f"'JK250305{number:04}'", **changed})
    found = {each: count for each, count, _ in check.dirt(db) if count}
    assert found == {kind: len(DIRT[kind])} | IMPLIED.get(kind, {})


def test_dirt_of_steps_and_names(db: psycopg.Connection) -> None:
    add(db)
    db.execute(
        "insert into crm.riwayat (id, laporan, pada, status, ke_unit) values"
        " (1, 1, '2025-03-05 07:59+07', 'Menunggu', 'DIN-BM'), (2, 1, '2025-03-05 08:00+07', 'Proses', 'DIN-BM'),"
        " (3, 99, '2025-03-05 08:00+07', 'Proses', 'DIN-BM');"
        "insert into crm.unit values ('X', 'NULL', 'dinas')"
    )
    rows = check.dirt(db)
    assert {(kind, count, example) for kind, count, example in rows if count} == {
        ("step before receipt", 1, "JK2503050007"),
        ("step of an unknown complaint", 1, "99"),
        ("name missing, blank or the word NULL in a master table", 1, "skpd X"),
    }
    tried = {row["Counted as"] for row in tried_rows("Rows")} - {"nothing"} - set(DIRT)
    assert {kind for kind, *_ in rows} == set(DIRT) | tried | {kind for kind, count, _ in rows if count}
    assert len(rows) == len({kind for kind, *_ in rows})


# --- rules -----------------------------------------------------------------------------------------------------------

GOOD = """
[[rule]]
clock = "crm"
step = "settlement"
limit = 7
unit = "days"
valid_from = 2019-01-01
valid_to = 2025-05-27
source = "SE Sekda 40/2019"
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace('"crm"', '"crn"'), r"line 2: unknown clock 'crn'; known are crm, sp4n"),
        (lambda t: t.replace('"settlement"', '"closing"'), r"line 2: unknown step 'closing'"),
        (lambda t: t.replace('"days"', '"weeks"'), r"line 2: unknown unit 'weeks'"),
        (lambda t: t.replace("= 7", "= 0"), r"line 2: limit has to be a whole number above 0, not 0"),
        (lambda t: t.replace("= 7", "= -7"), r"line 2: limit has to be a whole number above 0, not -7"),
        (lambda t: t.replace("= 7", "= 1.5"), r"line 2: limit"),
        (lambda t: t.replace("= 7", "= true"), r"line 2: limit"),
        (lambda t: t.replace("2019-01-01", '"2019-01-01"'), r"line 2: valid_from has to be a date"),
        (lambda t: t.replace("2019-01-01", "2019-01-01T00:00:00"), r"line 2: valid_from has to be a date"),
        (lambda t: t.replace("2019-01-01", "2019-13-01"), r"is not valid TOML.*line 7"),
        (lambda t: t.replace("2025-05-27", "2018-05-27"), r"line 2: valid_to 2018-05-27 lies before valid_from"),
        (lambda t: t.replace("limit = 7\n", ""), r"line 2: limit is missing"),
        (lambda t: t + "chanel = 'LAPOR'\n", r"line 2: unknown key chanel"),
        (lambda t: t + "lapor_kind = 'aduan'\n", r"line 2: unknown lapor_kind 'aduan'"),
        (lambda t: t + "skpd_kind = 'opd'\n", r"line 2: unknown skpd_kind 'opd'"),
        (lambda t: t + t, r"line 11: overlaps the rule of line 2"),
        (
            lambda t: t + t.replace("2019-01-01", "2025-05-27").replace("valid_to = 2025-05-27\n", ""),
            r"line 11: overlaps the rule of line 2",
        ),
        (
            lambda t: t + t.replace("2019-01-01", "2025-06-01").replace("valid_to = 2025-05-27\n", ""),
            r"line 11: no limit holds from 2025-05-28 to 2025-05-31, between the rule of line 2 and this one .* close",
        ),
        (lambda t: t + "channel = 'MIRC'\n", r"line 2: unknown channel 'MIRC'; dashboard.channel has JAKI, LAPOR"),
        (lambda t: "title = 'x'\n" + t, r"consist of \[\[rule\]\] entries"),
        (lambda t: "", r"consist of \[\[rule\]\] entries"),
        (lambda t: "limit = ", r"is not valid TOML"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(
    ready: str, tmp_path: Path, change: Callable[[str], str], message: str
) -> None:
    before = snapshot(ready)
    path = tmp_path / "rules.toml"
    path.write_text(change(GOOD))
    for load in (lambda: rules.load(ready, path), lambda: install.install(ready, rules_file=path)):
        with pytest.raises(DatabaseError, match=message) as refused:
            load()
        assert "\n" not in str(refused.value)
    assert snapshot(ready) == before


def rule(valid_from: str, valid_to: str = "", **changed: str) -> str:
    """One [[rule]] of nine lines."""
    keys = {"clock": "crm", "step": "settlement", "unit": "days", "source": "test", **changed}
    lines = ["[[rule]]", "limit = 7", *(f'{key} = "{value}"' for key, value in keys.items())]
    lines += [f"valid_from = {valid_from}", f"valid_to = {valid_to}" if valid_to else ""]
    return "\n".join(lines + [""] * (9 - len(lines))) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # The order in the file does not matter; one day is a gap.
        (
            rule("2025-05-29") + rule("2019-01-01", "2025-05-27"),
            r"line 1: no limit holds on 2025-05-28, between the rule of line 10",
        ),
        # Of three rules, the gap lies between neighbours.
        (
            rule("2019-01-01", "2019-12-31") + rule("2022-01-01") + rule("2020-01-01", "2021-11-30"),
            r"line 10: no limit holds from 2021-12-01 to 2021-12-31, between the rule of line 19",
        ),
        # What a wider rule leaves open of it.
        (
            rule("2019-01-01", "2019-12-31", channel="JAKI")
            + rule("2021-01-01", channel="JAKI")
            + rule("2018-01-01", "2020-06-30"),
            r"line 10: no limit holds from 2020-07-01 to 2020-12-31, between the rule of line 1",
        ),
        (
            rule("2019-01-01", "2019-12-31", channel="JAKI") + rule("2021-01-01", channel="JAKI") + rule("2020-03-01"),
            r"line 10: no limit holds from 2020-01-01 to 2020-02-29",
        ),
        # Neither narrower, nor of another scope, step or clock.
        *(
            (
                rule("2019-01-01", "2019-12-31", channel="JAKI")
                + rule("2021-01-01", channel="JAKI")
                + rule("2018-01-01", **other),
                r"line 10: no limit holds from 2020-01-01 to 2020-12-31",
            )
            for other in (
                {"channel": "JAKI", "category": "Jalan"},
                {"channel": "LAPOR"},
                {"step": "coordination"},
                {"clock": "sp4n"},
            )
        ),
    ],
)
def test_a_gap_is_refused_with_both_lines(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(DatabaseError, match=message):
        rules.read(path)


@pytest.mark.parametrize(
    "text",
    [
        rule("2019-01-01", "2019-12-31") + rule("2020-01-01"),
        # A rule that ends with nothing after it is the end of a limit, no gap.
        rule("2019-01-01", "2019-12-31") + rule("2020-01-01", channel="JAKI"),
        # A wider rule holds meanwhile, or two in turn, each wider in its own way.
        rule("2019-01-01", "2019-12-31", channel="JAKI") + rule("2021-01-01", channel="JAKI") + rule("2018-01-01"),
        rule("2019-01-01", "2019-12-31", channel="JAKI", category="Jalan")
        + rule("2021-01-01", channel="JAKI", category="Jalan")
        + rule("2020-06-01", "2020-12-31", channel="JAKI")
        + rule("2018-01-01", "2020-05-31", category="Jalan"),
    ],
)
def test_days_with_a_limit_are_no_gap(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    assert len(rules.read(path)) == text.count("[[rule]]")


def test_an_unknown_channel_of_the_file_undoes_the_whole_installation(crm: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(rule("2019-01-01") + rule("2019-01-01", channel="MIRC"))
    with pytest.raises(DatabaseError, match=r"line 10: unknown channel 'MIRC'; dashboard\.channel has JAKI, LAPOR\."):
        install.install(crm, rules_file=path)
    with psycopg.connect(crm) as db:
        assert db.execute("select to_regnamespace('dashboard')").fetchone() == (None,)


def test_rules_are_replaced_and_survive_a_new_installation(
    crm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.toml"
    later = GOOD.replace("2019-01-01", "2025-05-28").replace("valid_to = 2025-05-27\n", "").replace("7", "6")
    narrower = GOOD + "channel = 'LAPOR'\n"
    path.write_text(GOOD + later + narrower)
    assert main(["rules", str(path), "--url", crm]) == 1
    assert "run 'python -m database install' first" in capsys.readouterr().err
    install.install(crm)
    assert main(["rules", str(path), "--url", crm]) == 0
    assert "3 time limits" in capsys.readouterr().out
    assert install.install(crm).rules == 3
    assert install.install(crm, rules_file=rules.FILE).rules == 9
    assert main(["rules", str(tmp_path / "none.toml"), "--url", crm]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_default_rules_are_those_of_the_regulations() -> None:
    found = {
        (r.clock, r.step, r.channel, r.lapor_kind, r.limit, r.unit, str(r.valid_from), str(r.valid_to))
        for r in rules.read(rules.FILE)
    }
    work = ("working_days", "2018-01-01", "None")
    assert found == {
        ("crm", "coordination", None, None, 6, "hours", "2019-01-01", "None"),
        ("crm", "settlement", None, None, 7, "days", "2019-01-01", "2025-05-27"),
        ("crm", "settlement", None, None, 6, "days", "2025-05-28", "None"),
        ("sp4n", "verification", "LAPOR", None, 3, *work),
        ("sp4n", "first_follow_up", "LAPOR", None, 5, *work),
        ("sp4n", "settlement", "LAPOR", "permintaan informasi", 5, *work),
        ("sp4n", "settlement", "LAPOR", "aspirasi", 5, *work),
        ("sp4n", "settlement", "LAPOR", "pengaduan tidak berkadar pengawasan", 14, *work),
        ("sp4n", "settlement", "LAPOR", "pengaduan berkadar pengawasan", 60, *work),
    }


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u@h/d", "not the URL of a PostgreSQL database"),
        ("just words", "not the URL of a PostgreSQL database"),
        ("postgresql://u@h/d?bogus=1", "cannot be read"),
        ("postgresql://u@h:port/d", "no valid port (port)"),
        ("postgresql://u:secret@no-such-host.invalid/d", "There is no host named no-such-host.invalid"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/d", "Nothing answers at 127.0.0.1 port 1"),
        ("{server}nothing", "The server has no database nothing"),
        ("{stranger}", "The server knows no role stranger"),
        ("embedded:Not a name", "names no database of the embedded server"),
        ("embedded:absent", "The embedded server has no database absent: run 'python -m database sample'"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(
    server: Embedded, capsys: pytest.CaptureFixture[str], url: str, message: str
) -> None:
    url = url.replace("{stranger}", server.url("postgres", "stranger"))
    if url.startswith("{server}"):
        url = server.url(url.removeprefix("{server}"))
    assert main(["install", "--url", url]) == 1
    error = capsys.readouterr().err
    assert message in error and "secret" not in error and len(error.strip().splitlines()) == 1


@pytest.mark.usefixtures("ready")
def test_a_reader_cannot_install(server: Embedded, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["install"], ["rules"], ["sample", "--count", "10"]):
        assert main([*command, "--url", server.url("cli_ready", "dashboard_reader")]) == 1
        error = capsys.readouterr().err
        assert "owner of the database" in error and len(error.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["sample", "--count", "0"], ["sample", "--start", "soon"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m database" in capsys.readouterr().err


def test_where_the_url_comes_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    assert connection.chosen(None) == "embedded:sample"
    secrets.write_text('[connections.crm]\nurl = "postgresql://from-secrets/x"\n')
    assert connection.chosen(None) == "postgresql://from-secrets/x"
    monkeypatch.setenv("CRM_DATABASE_URL", "postgresql://from-env/x")
    assert connection.chosen(None) == "postgresql://from-env/x"
    assert connection.chosen("postgresql://given/x") == "postgresql://given/x"
    monkeypatch.delenv("CRM_DATABASE_URL")
    secrets.write_text("[connections")
    with pytest.raises(DatabaseError, match="cannot be read"):
        connection.chosen(None)


def test_sample_fills_installs_and_passes_the_check(server: Embedded, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("database.sample", reason="the sample generator is not here")
    server.create("sample", replace=True)
    small = ["sample", "--count", "300", "--start", "2026-01-01", "--end", "2026-03-31T12:00"]
    assert main(small) == 0
    captured = capsys.readouterr()
    assert "300 sample complaints" in captured.out and "100 %" in captured.err
    assert main(["check"]) == 0
    assert re.search(r"dashboard\.complaint: 300 rows", capsys.readouterr().out)
    assert main(small) == 1
    assert "replace" in capsys.readouterr().err
    assert main([*small, "--replace"]) == 0
    run(
        server.url("sample"),
        "drop view dashboard.source",
        "create view dashboard.source as select 'crm'::text as kind, 'CRM'::text as name, false as is_sample",
    )
    capsys.readouterr()
    assert main([*small, "--replace"]) == 1
    assert "shows crm: name another database" in capsys.readouterr().err
