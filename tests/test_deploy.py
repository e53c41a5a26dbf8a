"""What is shipped for a server: units that systemd takes, and commands that exist."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from database.__main__ import parser

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def commands() -> list[list[str]]:
    """The arguments of `python -m database` in units and cron lines."""
    found = []
    for path in [*UNITS, *(DEPLOY / "cron").iterdir()]:
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.search(r"-m database (.+)$", line):
                found.append(match[1].replace('"', "").split())
    return found


def test_the_commands_are_those_of_the_project() -> None:
    assert len(commands()) == 4
    for arguments in commands():
        assert parser().parse_args(arguments).command == "copy"


def test_each_timer_has_its_service() -> None:
    names = {path.name for path in UNITS}
    assert {name.replace(".timer", ".service") for name in names if name.endswith(".timer")} <= names


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_it(unit: Path, tmp_path: Path) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        parsed = configparser.ConfigParser(strict=False, interpolation=None)
        parsed.read(unit)
        pytest.skip("no systemd here: its file was read, not verified")
    text = unit.read_text(encoding="utf-8").replace("/srv/jakarta-crm-dashboard/.venv/bin/python", "/bin/true")
    text = re.sub(r"(?m)^(User|WorkingDirectory|EnvironmentFile)=.*\n", "", text)  # they are on the server alone
    for path in UNITS:
        (tmp_path / path.name).write_text(
            path.read_text(encoding="utf-8").replace("/srv/jakarta-crm-dashboard/.venv/bin/python", "/bin/true")
        )
    (tmp_path / unit.name).write_text(text)
    done = subprocess.run([analyze, "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if unit.name in line]
    assert ours == [] and done.returncode in (0, 1)
