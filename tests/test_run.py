"""Starting: `python -m dashboard` from nothing to a served page and back; the README's commands."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.e2e.screens import PROJECT, free_port


class Launched:
    """`python -m dashboard` in a terminal of its own, and what it printed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder / "postgres"
        environment = {k: v for k, v in os.environ.items() if k not in ("CRM_DATABASE_URL", "PORT")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", *arguments],
            cwd=PROJECT,
            env=environment | {"CRM_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def until(self, words: str, seconds: float = 60) -> None:
        """Wait until it has said these words."""
        end = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None and time.monotonic() < end, self.said
            time.sleep(0.02)

    def postgres(self) -> int:
        """Process of its database."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def interrupt(self) -> int:
        """Ctrl-C, which reaches every process of the terminal; returns the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(30)
        self._reader.join(5)
        return status

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


def lives(process: int, seconds: float = 10) -> bool:
    """Whether the process is still there after so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


def served(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).status == 200
    except OSError:
        return False


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for the database; not pytest's, whose permissions the next run of pytest takes from a server's
    user.
    """
    if (PROJECT / ".streamlit" / "secrets.toml").exists():
        pytest.skip(
            "a database of the site's own is configured in .streamlit/secrets.toml; the launcher takes that one"
        )
    with tempfile.TemporaryDirectory(prefix="crm-run-") as made:
        yield Path(made)


def test_first_start_interrupted_then_whole_then_reused(folder: Path) -> None:
    port = free_port()
    first = Launched(folder, "--port", str(port), "--complaints", "400000")
    try:
        first.until("First start: making sample complaints")
        first.until(" of 400,000 complaints")
        database = first.postgres()
        assert first.interrupt() == 130
        assert "nothing half-made was left" in first.said
        assert "Traceback" not in first.said
        assert not lives(database)
    finally:
        first.kill()

    second = Launched(folder, "--port", str(port), "--complaints", "1500")
    try:
        second.until("First start: making sample complaints")
        second.until(f"The dashboard is at http://localhost:{port}")
        assert "100 %" in second.said
        assert served(port)
        database = second.postgres()
        host = (second.folder / "postmaster.pid").read_text().splitlines()[4]
        with psycopg.connect(f"postgresql://dashboard_reader@/sample?host={host}") as connection:
            names = {row[0] for row in connection.execute("select datname from pg_database where not datistemplate")}
            assert names == {"postgres", "sample"}
            assert connection.execute("select count(*) from dashboard.complaint").fetchone() == (1500,)
        assert second.interrupt() == 0
        assert "Traceback" not in second.said
        assert not lives(database)
        assert not served(port)
    finally:
        second.kill()

    third = Launched(folder, "--port", str(port))
    try:
        third.until(f"The dashboard is at http://localhost:{port}")
        assert "First start" not in third.said
        database = third.postgres()
        third.process.terminate()  # as a service manager stops it
        third.process.wait(30)
        assert not lives(database)
        assert not served(port)
    finally:
        third.kill()


def test_a_busy_port_gives_one_sentence_and_starts_nothing(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        launched = Launched(folder, "--port", str(port))
        assert launched.process.wait(30) == 1
    launched._reader.join(5)
    assert re.fullmatch(rf"dashboard: cannot listen on localhost:{port}: .*name another --port\n", launched.said)
    assert not launched.folder.exists()


def fenced(text: str) -> list[str]:
    """The lines of the shell blocks of a Markdown text, joined over backslashes, without comments."""
    blocks = re.findall(r"^ *```(?:bash|sh|shell|console)\n(.*?)^ *```", text, re.S | re.M)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.split(" #")[0].strip().removeprefix("$ ") for line in lines if line.strip()]


def helped(module: str, *command: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", module, *command, "--help"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, (module, command, run.stderr)
    return run.stdout


def test_no_command_of_the_readme_and_the_docs_fails_for_who_types_it() -> None:
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
    makefile = (PROJECT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    arguments = dict(
        re.findall(r"^([a-z]+):.*\n(?:\t.*\n)*?\t@?\$\(BIN\)/python -m ([\w. ]+?) \$\(ARGS\)", makefile, re.M)
    )
    checked = 0
    for line in (line for path in pages for line in fenced(path.read_text())):
        call = re.search(r"(?:^|\s)\S*python3? -m (\S+)(.*)$", line)
        if line.startswith("make"):
            words = re.sub(r'\b[A-Z]+=("[^"]*"|\S+)', "", line).split()[1:] or ["run"]
            assert set(words) <= targets, line
            given = re.search(r'ARGS="?([^"]*)"?', line)
            checked += 1
            if not given:
                continue
            assert words[0] in arguments, f"{line}: make {words[0]} takes no ARGS"
            module, *command = arguments[words[0]].split()
            rest = given[1]
        elif call:
            module, rest = call.groups()
            command = []
        else:
            continue
        if module not in ("dashboard", "database", "benchmarks"):
            continue
        first = rest.split()[0] if rest.split() else ""
        if module == "database" and not command:
            command = [first]
        options = helped(module, *command)
        for option in re.findall(r"(?:^|\s)(--[a-z-]+)", rest):
            assert re.search(rf"{option}\b", options), f"{line}: no {option}"
        checked += 1
    assert checked >= 3
