"""The shape of the project: where things lie, who knows whom, what every question says and is given."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from streamlit import config

from queries import channels, complaints, db, lapor, moment, scope, skpds
from queries.cached import question
from queries.filters import Filters
from tests.world import World

ROOT = Path(__file__).parent.parent
INCLUDED = {
    "scope",
    "rules",
    "spelling",
    "sets",
    "histogram",
    "listed",
    "skpd/cohort",
    "lapor/clocks",
    "lapor/desk",
    "lapor/pick",
    "lapor/stage",
}


def python(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names)


def imported(path: Path, *tops: str) -> list[str]:
    return [name for name in imports(path) if name.split(".")[0] in tops]


class TestPlaces:
    def test_no_page_is_served_without_the_entry(self) -> None:
        """Streamlit would serve every .py directly in pages/ on its own: no access check, no frame."""
        assert list((ROOT / "pages").glob("*.py")) == []
        assert len(python("pages")) >= 6

    def test_pages_are_short(self) -> None:
        for path in python("pages"):
            assert len(path.read_text().splitlines()) < 100, place(path)

    def test_every_page_is_registered(self) -> None:
        entry = (ROOT / "app.py").read_text()
        assert [place(path) for path in python("pages") if place(path) not in entry] == []

    def test_sql_lies_in_sql_files(self) -> None:
        statement = re.compile(
            r"\s*(with\s+(recursive\s+)?\w+\s+as\b|select\b.*\S|insert\s+into|update\s+\w+\s+set|delete\s+from)",
            re.I | re.S,
        )
        found = []
        for path in [*python("pages", "dashboard", "queries"), ROOT / "app.py"]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.match(node.value):
                    found.append(f"{place(path)}:{node.lineno}")
        assert found == []


class TestDirections:
    def test_pages_and_dashboard_know_no_database_library(self) -> None:
        for path in [*python("pages", "dashboard"), ROOT / "app.py"]:
            assert imported(path, "sqlalchemy", "psycopg") == [], place(path)

    def test_pages_ask_through_the_cards(self) -> None:
        for path in python("pages"):
            assert imported(path, "queries", "database") == [], place(path)

    def test_queries_know_no_page(self) -> None:
        for path in python("queries"):
            assert imported(path, "dashboard", "pages", "altair") == [], place(path)

    def test_only_one_place_talks_to_the_database(self) -> None:
        for path in python("queries"):
            if path.name != "db.py":
                assert imported(path, "sqlalchemy", "psycopg", "database") == [], place(path)

    def test_analysis_is_pure(self) -> None:
        for path in python("dashboard/analysis"):
            found = imported(path, "streamlit", "queries", "database", "dashboard", "altair")
            assert [name for name in found if not name.startswith("dashboard.analysis.")] == [], place(path)

    def test_charts_know_frames_only(self) -> None:
        for path in python("dashboard/charts"):
            assert imported(path, "queries", "database") == [], place(path)
            allowed = {"dashboard.texts.language"} if path.name == "theme.py" else set()
            found = {name for name in imported(path, "dashboard") if not name.startswith("dashboard.charts.")}
            assert found <= allowed, place(path)
            if path.name != "theme.py":
                assert imported(path, "streamlit") == [], place(path)

    def test_the_database_commands_stand_alone(self) -> None:
        for path in python("database"):
            assert imported(path, "queries", "dashboard", "streamlit") == [], place(path)


def recorded(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Run every function that asks a question once; the parameters each question was given."""
    given: dict[str, dict[str, Any]] = {}
    read = db.read

    def recording(name: str, **parameters: Any) -> Any:
        given.setdefault(name, parameters)
        return read(name, **parameters)

    for module in (channels, complaints, moment, scope, skpds):
        monkeypatch.setattr(module, "read", recording)
    f = Filters(date(2026, 11, 1), date(2026, 11, 23), datetime(2026, 11, 24, 10, 0), channels=("LAPOR",))
    moment.now()
    moment.choices()
    channels.feeds(f.as_of)
    moment.is_carried("skpds", "NN")
    complaints.totals(f)
    complaints.per_day(f)
    complaints.durations(f, ((f.since, f.until),))
    complaints.page(f, "masuk")
    complaints.gaps(f)
    complaints.since(f, f.as_of)
    complaints.one(1, f.as_of)
    complaints.path(1, f.as_of)
    complaints.tables(1, f.as_of)
    complaints.similar(1, f.as_of)
    channels.volumes(f)
    channels.steps(f, "week")
    for ask in (
        channels.reporters,
        channels.flow,
        channels.rhythm,
        channels.first_step,
        channels.categories,
        channels.category_days,
        channels.journey,
        channels.reach,
    ):
        ask(f)
    skpds.units()
    skpds.cells(f, "tepat-waktu")
    skpds.spells(f, ("NN",))
    skpds.weekly(f, "koordinasi", ("NN",))
    skpds.weekly(f, "dalam-tenggat", ("NN",))
    channels.monthly(f, "koordinasi")
    skpds.days(f)
    skpds.spent(f, "tl-ditolak", "NN")
    skpds.arrivals(f, "NN")
    skpds.listed(f, "laporan-ulang", "kurang")
    lapor.summary(f, "crm")
    lapor.breakdown(f, "sp4n")
    lapor.due_soon(f, "keduanya")
    lapor.elapsed(f, "crm")
    lapor.outcomes(f, "sp4n")
    lapor.repeats(f)
    complaints.find("LP123", f.as_of)
    lapor.listed(f, lapor.Pick(age="crm-telat-7", unknown="skpd"))
    return given


class TestQuestions:
    def test_each_begins_with_its_grain(self) -> None:
        for name in set(db.QUESTIONS) - INCLUDED:
            first = (db.FOLDER / f"{name}.sql").read_text().splitlines()[0]
            assert re.match(r"-- One row( a|:)", first), f"{name}.sql: {first}"

    def test_each_is_asked_with_all_its_parameters(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        given = recorded(monkeypatch)
        assert set(given) == set(db.QUESTIONS) - INCLUDED, (
            "a question that nobody asks, or that this test does not know"
        )
        with psycopg.connect(world.url) as connection:
            for name, parameters in given.items():
                used = set(re.findall(r"(?<!%)%\((\w+)\)s", db.QUESTIONS[name]))
                assert used == set(parameters) or (used < set(parameters) and "as_of" in used), name
                connection.execute(b"explain " + db.QUESTIONS[name].encode(), parameters)

    def test_a_predicate_is_said_once_and_used(self) -> None:
        said = "\n".join(path.read_text() for path in db.FOLDER.rglob("*.sql"))
        for path in (db.FOLDER / db.PREDICATES).glob("*.sql"):
            assert f"@{path.stem}(" in said, f"nobody uses {path.name}"

    def test_what_is_not_there_is_refused_at_start(self, tmp_path: Path) -> None:
        (tmp_path / "predicates").mkdir()
        (tmp_path / "predicates" / "late.sql").write_text(
            "-- (done, due): after it.\ndone > due  -- due: the deadline\n"
        )
        asked = tmp_path / "asked.sql"
        asked.write_text("select @late(s.done, least(a.due, b.due)) and :due from s")
        (text,) = db._load(tmp_path).values()
        assert text == "select (s.done > least(a.due, b.due)) and %(due)s from s"
        for wrong in ("select @early(a, b)", "select @late(a)", "select @late(a, b, c)"):
            asked.write_text(wrong)
            with pytest.raises(ValueError, match=r"asked\.sql: no such predicate"):
                db._load(tmp_path)
        asked.write_text("select 1\n-- include nothing")
        with pytest.raises(ValueError, match=r"asked\.sql:2: cannot include"):
            db._load(tmp_path)

    def test_none_writes(self) -> None:
        for name, text in db.QUESTIONS.items():
            assert not re.search(r"\b(insert|update|delete|truncate|create|alter|drop|grant|copy)\b", text, re.I), name

    def test_answers_are_kept_in_bounds(self) -> None:
        """No cache without a limit to its entries: readers choose the filters."""
        for path in python("queries", "dashboard"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.cache_data":
                    assert "max_entries" in {keyword.arg for keyword in node.keywords}, f"{place(path)}:{node.lineno}"
        assert callable(question())


class TestSettings:
    def given(self) -> dict[str, Any]:
        """Every option of config.toml by its full name."""

        def flat(part: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
            for key, value in part.items():
                name = f"{prefix}.{key}" if prefix else key
                yield from flat(value, name) if isinstance(value, dict) else [(name, value)]

        return dict(flat(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text()), ""))

    def test_every_option_exists_in_this_streamlit(self) -> None:
        known = config.get_config_options()
        assert [name for name in self.given() if name not in known] == []

    def test_no_collection_of_garbage_after_every_run(self) -> None:
        """A hidden option: a full collection after each run costs a multiple of the throughput."""
        assert self.given()["runner.postScriptGC"] is False
        assert "runner.postScriptGC" in config.get_config_options()

    def test_what_protects_readers(self) -> None:
        given = self.given()
        assert given["client.showErrorDetails"] == "none"
        assert given["browser.gatherUsageStats"] is False
        assert given.get("server.enableXsrfProtection", True) and given.get("server.enableCORS", True)
        assert not given.get("server.enableAgentApi", False)
