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

from dashboard.places import PLACES
from queries import channels, complaints, db, lapor, moment, scope, skpds, texts
from queries.cached import question
from queries.filters import Filters
from tests.world import World

ROOT = Path(__file__).parent.parent
INCLUDED = {
    "scope",
    "rules",
    "eras",
    "limits",
    "worked",  # asked by a kept copy, of itself
    "cells",
    "spelling",
    "names",
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


def imports(source: str) -> Iterator[str]:
    """Full names of what a file imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names)


def imported(path: Path, *tops: str) -> list[str]:
    return [name for name in imports(path.read_text(encoding="utf-8")) if name.split(".")[0] in tops]


class TestPlaces:
    def test_no_page_is_served_without_the_entry(self) -> None:
        """Streamlit would serve every .py directly in pages/ on its own: no access check, no frame."""
        assert list((ROOT / "pages").glob("*.py")) == []
        assert len(python("pages")) >= 6

    def test_pages_are_short(self) -> None:
        for path in python("pages"):
            assert len(path.read_text().splitlines()) < 100, place(path)

    def test_every_page_is_registered(self) -> None:
        assert {place(path) for path in python("pages")} == {page.file for page in PLACES}

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


OUTSIDE = ("streamlit", "altair", "sqlalchemy", "psycopg")
"""Libraries that only some rooms may know."""
ZONE = "database.zone"
"""What a time zone is called: the one thing of the database that everybody may know."""
WORDS = "dashboard.texts dashboard.formats dashboard.settings"
ASKED = "dashboard.view dashboard.address dashboard.places"
ROOMS: dict[str, str] = {
    # The database's own commands stand alone, questions know no page, and only one place of theirs a database.
    "database": f"sqlalchemy psycopg {ZONE}",
    "queries": f"streamlit {ZONE}",
    "database/slow.py": f"psycopg database queries {ZONE}",
    "database/copy": f"sqlalchemy psycopg database queries {ZONE}",
    "queries/texts.py": "",
    "queries/db.py": "streamlit sqlalchemy psycopg database queries",
    "queries/cached.py": "streamlit queries",
    # Methods and drawings know frames only.
    "dashboard/analysis": "",
    "dashboard/charts": "altair dashboard.texts",
    # A finding asks and says; it draws nothing, and does not know who shows it.
    "dashboard/findings": f"{WORDS} dashboard.view dashboard.kept dashboard/analysis queries {ZONE}",
    # Whoever shows findings: cards draw them, the meeting and the files say them.
    "dashboard/components": (
        f"{WORDS} {ASKED} dashboard.kept dashboard.access dashboard/analysis dashboard/charts dashboard/findings"
        " dashboard/exports queries streamlit"
    ),
    "dashboard/meeting": f"{WORDS} {ASKED} dashboard dashboard.kept dashboard.deck dashboard/analysis dashboard/charts dashboard/findings queries",
    "dashboard/exports": f"{WORDS} {ASKED} dashboard.deck dashboard.access dashboard/findings dashboard/meeting queries database",
    "dashboard/stage": (
        f"{WORDS} {ASKED} dashboard.kept dashboard.deck dashboard/findings dashboard/components dashboard/meeting"
        " dashboard/exports queries streamlit"
    ),
    # What these stand on.
    "dashboard/view.py": f"{WORDS} queries",
    "dashboard/address.py": f"{WORDS} dashboard.view queries streamlit",
    "dashboard/places.py": WORDS,
    "dashboard/kept.py": f"{WORDS} dashboard.view streamlit",
    "dashboard/deck.py": ZONE,
    "dashboard/texts.py": "streamlit",
    "dashboard/formats.py": f"dashboard.texts {ZONE}",
    "dashboard/settings.py": "streamlit",
    "dashboard/access.py": "database queries streamlit",
    "dashboard/catalogue.py": "dashboard.texts",
    "dashboard/__main__.py": "database",
    "dashboard/__init__.py": "",
    # Pages put cards together; they ask nothing themselves.
    "pages": f"{WORDS} {ASKED} dashboard/findings dashboard/components dashboard/stage streamlit",
    "app.py": "dashboard.places dashboard/components streamlit",
    "benchmarks": f"{ASKED} dashboard/analysis dashboard/exports database queries streamlit sqlalchemy psycopg",
}
"""What each room may import besides itself and libraries that are not listed above."""


def room_of(path: Path) -> str:
    """The row of ROOMS for a file: its own, else its folder's."""
    name = place(path)
    return max((room for room in ROOMS if name == room or name.startswith(f"{room}/")), key=len, default="")


def target(name: str) -> str:
    """The room an import leads to."""
    if name.startswith(ZONE):
        return ZONE
    parts = name.split(".")
    if parts[0] != "dashboard" or len(parts) == 1:
        return parts[0]
    inner = ROOT / "dashboard" / parts[1]
    return (
        f"dashboard/{parts[1]}"
        if inner.is_dir()
        else "dashboard." + parts[1]
        if inner.with_suffix(".py").exists()
        else "dashboard"
    )


def wrong_ways(path: Path, source: str) -> list[str]:
    """The imports of a file that its room does not allow, each with both names."""
    rooms = {name.split("/")[0].removesuffix(".py") for name in ROOMS}
    room = room_of(path)
    assert room, f"{place(path)} lies in no room"
    allowed = {*ROOMS[room].split(), room, room.removesuffix(".py").replace("/", ".")}
    return [
        f"{place(path)} imports {name}"
        for name in imports(source)
        for to in [target(name)]
        if (to in OUTSIDE or re.split(r"[./]", to)[0] in rooms) and to not in allowed
    ]


class TestDirections:
    def test_no_room_knows_what_it_must_not(self) -> None:
        """One finding is shown in many places: whoever is shown must not know by whom, or the rooms grow together."""
        files = [*python("database", "queries", "dashboard", "pages", "benchmarks"), ROOT / "app.py"]
        assert [way for path in files for way in wrong_ways(path, path.read_text(encoding="utf-8"))] == []

    @pytest.mark.parametrize(
        ("path", "source"),
        [
            ("dashboard/findings/x.py", "import streamlit"),
            ("dashboard/findings/x.py", "from dashboard.components import pair"),
            ("dashboard/findings/x.py", "from dashboard.charts import marks"),
            ("dashboard/meeting/x.py", "from dashboard.components.ranking import PAGES"),
            ("dashboard/exports/x.py", "import dashboard.components.pair"),
            ("dashboard/components/x.py", "def late() -> None:\n    from dashboard.meeting import link"),
            ("pages/skpd/x.py", "from queries import skpds"),
            ("queries/x.py", "import psycopg"),
        ],
    )
    def test_a_wrong_way_is_named(self, path: str, source: str) -> None:
        (way,) = wrong_ways(ROOT / path, source)
        assert way.startswith(f"{path} imports ")

    def test_cards_ask_through_findings(self) -> None:
        """A card that asks a question itself says what no screen and no file can say after it."""
        types = {"DatabaseAway", "Moment", "Pick", "is_carried", "now", "choices", "moment"}
        for path in python("dashboard/components", "dashboard/stage"):
            asked = [name for name in imported(path, "queries") if name.split(".")[-1] not in types]
            assert asked == [], place(path)


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
    skpds.clumps(f, "koordinasi")
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
            first = (texts.FOLDER / f"{name}.sql").read_text().splitlines()[0]
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
        said = "\n".join(path.read_text() for path in texts.FOLDER.rglob("*.sql"))
        for path in (texts.FOLDER / texts.PREDICATES).glob("*.sql"):
            assert f"@{path.stem}(" in said, f"nobody uses {path.name}"

    def test_what_is_not_there_is_refused_at_start(self, tmp_path: Path) -> None:
        (tmp_path / "predicates").mkdir()
        (tmp_path / "predicates" / "late.sql").write_text(
            "-- (done, due): after it.\ndone > due  -- due: the deadline\n"
        )
        asked = tmp_path / "asked.sql"
        asked.write_text("select @late(s.done, least(a.due, b.due)) and :due from s")
        (text,) = texts.load(tmp_path).values()
        assert text == "select (s.done > least(a.due, b.due)) and %(due)s from s"
        for wrong in ("select @early(a, b)", "select @late(a)", "select @late(a, b, c)"):
            asked.write_text(wrong)
            with pytest.raises(ValueError, match=r"asked\.sql: no such predicate"):
                texts.load(tmp_path)
        asked.write_text("select 1\n-- include nothing")
        with pytest.raises(ValueError, match=r"asked\.sql:2: cannot include"):
            texts.load(tmp_path)

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
