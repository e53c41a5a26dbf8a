"""README and docs say what the code does: commands, links, parameters, contract, time limits.

`python -m tests.test_docs` writes the tables between markers anew, from contract.toml, sla_rules.toml and places.py.
"""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.places import EVERY, PLACES
from database import contract, rules
from database.__main__ import parser
from database.embedded import PROJECT

README = PROJECT / "README.md"
INSTALL = PROJECT / "docs" / "install.md"
LINKS = PROJECT / "docs" / "links.md"
CODE = PROJECT / "docs" / "code.md"
CONTRACT = PROJECT / "docs" / "contract.md"
DEFINITIONS = PROJECT / "docs" / "definitions.md"
PAGES = [README, *sorted((PROJECT / "docs").glob("*.md"))]


# The generated tables.


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _table(head: list[str], rows: list[list[object]]) -> str:
    return "\n".join([_row(*head), "|" + "---|" * len(head), *(_row(*row) for row in rows)])


def relations() -> str:
    """The relations of the contract, one a row, for docs/install.md."""
    the_contract = contract.load()
    head = ["Relation", "It holds", "Columns", "Comes from"]
    origin = {"view": "your mapping", "table": "`install`", "made": "`install`"}
    return _table(
        head,
        [
            [f"`{the_contract.schema}.{each.name}`", each.grain, len(each.columns), origin[each.kind]]
            for each in the_contract.relations
        ],
    )


def columns() -> str:
    """Every relation of the contract with its columns, for docs/contract.md."""
    the_contract = contract.load()
    parts = []
    for each in the_contract.relations:
        origin = {
            "view": "a view of the mapping",
            "made": "a view that `install` lays over the mapping",
            "table": "a table `install` makes and fills",
        }[each.kind]
        rows: list[list[object]] = [
            [f"`{column.name}`", column.type, "yes" if column.is_optional else "", column.comment]
            for column in each.columns
        ]
        parts.append(
            f"### {the_contract.schema}.{each.name}\n\nGrain: {each.grain}. It is {origin}.\n\n"
            + _table(["Column", "Type", "May be NULL", "Meaning"], rows)
        )
    return "\n\n".join(parts)


def pages() -> str:
    """Every page of places.py, for docs/links.md."""
    head = ["Address", "Page", "Section", "Filters", "Its numbers open", "Screen of a meeting"]
    return _table(
        head,
        [
            [
                f"`/{place.address}`",
                place.title(),
                place.section,
                "all" if place.honours == EVERY else ", ".join(f"`{name}`" for name in place.honours) or "none",
                ", ".join(f"`/{name}`" for name in place.lists) or "",
                f"`{place.screen}`" if place.screen else "",
            ]
            for place in PLACES
        ],
    )


def limits() -> str:
    """The time limits, for docs/definitions.md."""
    head = ["Clock", "Step", "Holds for", "Limit", "From", "To", "Source"]
    return _table(
        head,
        [
            [
                f"`{rule.clock}`",
                f"`{rule.step}`",
                ", ".join(
                    f"`{scope}`" for scope in (rule.channel, rule.lapor_kind, rule.category, rule.skpd_kind) if scope
                )
                or "everything",
                f"{rule.limit} {rule.unit.replace('_', ' ')}",
                rule.valid_from,
                rule.valid_to or "in force",
                rule.source,
            ]
            for rule in rules.read(rules.FILE)
        ],
    )


BLOCKS = (
    (INSTALL, "relations", relations),
    (LINKS, "pages", pages),
    (CONTRACT, "contract", columns),
    (DEFINITIONS, "rules", limits),
)


def rewritten(text: str, name: str, block: str) -> str:
    """The text with this block between its markers."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = text.partition(start)
    _old, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the markers {start.strip()} and {end} are missing")
    return f"{before}{start}{block}\n{end}{after}"


@pytest.mark.parametrize(("path", "name", "make"), BLOCKS, ids=[name for _path, name, _make in BLOCKS])
def test_generated_tables_are_up_to_date(path: Path, name: str, make: Callable[[], str]) -> None:
    text = path.read_text()
    assert text == rewritten(text, name, make()), "run: python -m tests.test_docs"


def test_every_column_of_the_contract_is_named() -> None:
    """The same without the generator, so that a fault in it cannot hide."""
    text = CONTRACT.read_text()
    data = tomllib.loads(contract.FILE.read_text())["relation"]
    for name, relation in data.items():
        part = text.partition(f"### dashboard.{name}\n")[2].partition("\n### ")[0]
        assert relation["grain"] in part
        for column, about in relation["columns"].items():
            null = "yes" if about.get("optional") else ""
            assert f"| `{column}` | {about['type']} | {null} | {about['comment']} |" in part


# Commands.


def code(path: Path) -> list[str]:
    """Every line of the code blocks of a page, and every piece of code inside its sentences."""
    text = path.read_text()
    found = [line.strip() for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    return found + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def commands(pattern: str) -> Iterator[tuple[str, list[str]]]:
    """Page and arguments of every command in the docs that matches, up to a comment, a pipe or a redirection."""
    for path in PAGES:
        for line in code(path):
            if found := re.match(pattern, line):
                yield path.name, shlex.split(re.split(r"\s[#>|&]", line[found.end() :])[0])


@cache
def options(path: str) -> frozenset[str]:
    """The options a module declares with add_argument, without running it."""
    tree = ast.parse((PROJECT / path).read_text())
    return frozenset(
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value.startswith("--")
    )


def test_the_commands_of_the_database_are_understood() -> None:
    found = list(commands(r"(?:\.venv/bin/)?python -m database\b"))
    assert len(found) > 8
    for page, arguments in found:
        try:
            parser().parse_args(arguments)
        except SystemExit:
            pytest.fail(f"{page}: python -m database {shlex.join(arguments)}")
    assert {arguments[0] for _page, arguments in found} >= {"install", "check", "rules", "load-open-data"}


def test_the_targets_of_make_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    targets = set(re.findall(r"^([\w./-]+):", makefile, re.MULTILINE))
    modules = {"run": "dashboard/__main__.py", "bench": "benchmarks/__main__.py", "check": "database/__main__.py"}
    named = set()
    for page, words in commands(r"make\b"):
        given = dict(word.split("=", 1) for word in words if "=" in word)
        assert set(given) <= {"ARGS", "PYTHON"}, page
        for target in (word for word in words if "=" not in word):
            assert target in targets, f"{page}: make {target}"
            named.add(target)
            asked = {word.split("=")[0] for word in given.get("ARGS", "").split() if word.startswith("--")}
            assert asked <= (options(modules[target]) if asked else set()), f"{page}: make {target} {asked}"
    assert named >= set(re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[0].split())


def test_the_other_programs_exist() -> None:
    for page, words in commands(r"(?:\.venv/bin/)?python -m (?=dashboard|benchmarks|tests)"):
        folder = words[0].replace(".", "/")
        module = PROJECT / folder
        assert module.with_suffix(".py").exists() or (module / "__main__.py").exists(), f"{page}: {words[0]}"
        asked = {word for word in words if word.startswith("--")}
        assert asked <= (options(f"{folder}/__main__.py") if asked else set()), page


# Links, files, settings.


def slug(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^\n]*?`(?= \|)", "", path.read_text(), flags=re.DOTALL))
    assert links
    for link in links:
        if link.startswith(("http://", "https://")):
            continue
        name, _hash, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in {slug(line.lstrip("# ")) for line in target.read_text().splitlines() if line[:1] == "#"}, (
                link
            )


def test_the_rooms_of_the_house_exist() -> None:
    layout = CODE.read_text().partition("## The rooms")[2].partition("```\n")[2].partition("```")[0]
    rooms = {line.split()[0] for line in layout.splitlines()}
    for room in rooms:
        assert (PROJECT / room).exists(), room
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders - {"test-results"} <= {room.split("/")[0] for room in rooms}


def test_the_settings_are_named() -> None:
    from dataclasses import fields

    from dashboard.settings import Settings

    text = INSTALL.read_text()
    for field in fields(Settings):
        assert re.search(rf"^ *# {field.name} = {field.default} ", text, re.MULTILINE), field.name


# Parameters of the address.


def read_by_the_code() -> set[str]:
    """Every name the pages read from the address, told by the source."""
    readers = {"parameter", "choice", "narrowed", "whole_number", "day_of", "moment_of"}
    found: set[str] = set()
    for path in [*(PROJECT / "dashboard").rglob("*.py"), *(PROJECT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[ast.expr | None] = []
            if isinstance(node, ast.Call) and node.args:
                called = ast.unparse(node.func)
                if called == "narrowed":
                    names = [node.args[2]]
                elif called in readers or re.fullmatch(r"(st\.query_params|address)\.get(_all)?", called):
                    names = [node.args[0]]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LISTS":
                assert isinstance(node.value, ast.Dict)
                names = list(node.value.keys)
            found |= {name.value for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)}
    return found


def test_the_parameters_of_the_address() -> None:
    table = LINKS.read_text().partition("## What a link holds")[2].partition("\n## ")[0]
    documented = {
        name for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`([\w-]+)`", cell)
    }
    assert documented == read_by_the_code()


def test_the_values_of_the_parameters() -> None:
    from dashboard.findings.standing import BANDS, KINDS
    from dashboard.view import PERIODS
    from queries import complaints, lapor, skpds

    table = LINKS.read_text().partition("## What a link holds")[2].partition("\n## ")[0]
    periods = set(PERIODS)
    assert len(periods) > 8
    desk = {*lapor.CLOCKS, *lapor.AGES, *lapor.STAGES, *lapor.KINDS, *lapor.UNKNOWN}
    units = {*BANDS, *skpds.OUTCOMES}
    for value in {*periods, *KINDS, *desk, *units, "day", "week", "month", "year", "lain", "semua"}:
        assert f"`{value}`" in table, value
    definitions = DEFINITIONS.read_text()
    for name in (*complaints.SETS, *lapor.SETS, *skpds.COHORTS):
        assert f"`{name}`" in definitions, name


# Definitions and contract against the code.


def test_every_clock_step_and_kind_is_defined() -> None:
    text = DEFINITIONS.read_text()
    for rule in rules.read(rules.FILE):
        for word in (rule.clock, rule.step, rule.channel, rule.lapor_kind, rule.category, rule.skpd_kind):
            assert word is None or f"`{word}`" in text, word


def test_columns_said_to_be_unread_are_unread() -> None:
    sql = "\n".join(path.read_text() for path in (PROJECT / "queries" / "sql").rglob("*.sql"))
    unread = set(re.findall(r"`\w+\.(\w+)`(?=[^\n]*not read by any page yet)", CONTRACT.read_text()))
    assert unread
    for column in unread:
        assert not re.search(rf"\b{column}\b", sql), f"docs/contract.md says that {column} is not read"


def test_no_path_of_a_machine() -> None:
    for path in PAGES:
        assert not re.search(r"(?<![\w.])/(work|home|root|tmp|Users)/", path.read_text()), path.name


def main() -> None:
    for path, name, make in BLOCKS:
        path.write_text(rewritten(path.read_text(), name, make()))
        print(f"{path.relative_to(PROJECT)}: {name}")


if __name__ == "__main__":
    main()


def test_the_sql_of_the_guide_is_run() -> None:
    """Every pattern of the guide stands in the mapping of a CRM that the tests read."""
    guide = CONTRACT.read_text(encoding="utf-8")
    guide = guide[guide.index("## The questions you will meet") : guide.index("## The mapping, step by step")]
    run = " ".join((PROJECT / "tests" / "crm_app" / "mapping.sql").read_text(encoding="utf-8").split())
    patterns = re.findall(r"```sql\n(.*?)```", guide, re.DOTALL)
    assert len(patterns) >= 5
    for pattern in patterns:
        assert " ".join(pattern.split()).rstrip(";") in run, pattern
