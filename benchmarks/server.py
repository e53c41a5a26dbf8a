"""What is measured: an embedded database with a known number of complaints, and the app as its own process."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType

import psutil  # type: ignore[import-untyped]

from database import install, sample
from database.embedded import PROJECT, READER, Embedded

SAMPLE_DAYS = 7  # an older sample has too little in its last weeks, which most figures are about


def _mark(count: int) -> str:
    """What the sample depends on: its size and the code that draws it."""
    digest = hashlib.sha256(str(count).encode())
    for path in sorted((PROJECT / "database" / "sample").rglob("*")):
        if path.suffix in (".py", ".sql", ".csv", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def database(count: int, folder: Path | None = None, *, years: int = 0) -> Iterator[str]:
    """URL of a database of ``count`` sample complaints in .data/bench (or ``folder``), made once and used again.

    They begin ``years`` years ago, or as the sample does by itself (0).
    """
    folder = folder or PROJECT / ".data" / "bench" / (f"{count}-in-{years}-years" if years else str(count))
    marker = folder / "made"
    with Embedded(folder) as server:
        known = marker.read_text().split() if marker.exists() else ["", "2000-01-01"]
        age = (date.today() - date.fromisoformat(known[1])).days
        if known[0] != _mark(count) or age > SAMPLE_DAYS or "sample" not in server.databases():
            marker.unlink(missing_ok=True)
            start = date(date.today().year - years, date.today().month, 1) if years else None
            sample.fill(server.create("sample", replace=True), count=count, start=start)
            marker.write_text(f"{_mark(count)} {date.today()}")
        install.install(server.url("sample"))  # changes only what has changed since
        yield server.url("sample", READER)


class App:
    """A Streamlit server as its own process, from the start to the end of a ``with`` block."""

    def __init__(self, script: Path, database_url: str = "") -> None:
        self.script = script
        self.database_url = database_url
        self.folder = tempfile.TemporaryDirectory(prefix="benchmark-")
        self.log = Path(self.folder.name) / "log"

    def __enter__(self) -> App:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.started = time.perf_counter()
        with self.log.open("wb") as log:
            self.process = psutil.Popen(
                [
                    sys.executable,
                    "-m",
                    "streamlit",
                    "run",
                    str(self.script),
                    "--server.port",
                    str(self.port),
                    "--server.address",
                    "127.0.0.1",
                    "--server.headless",
                    "true",
                ],
                cwd=PROJECT,
                env={**os.environ, "CRM_DATABASE_URL": self.database_url},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except psutil.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.folder.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def is_listening(self) -> bool:
        """True once the port takes connections. RuntimeError when the process has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the app did not start:\n{self.log.read_text()[-2000:]}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not self.is_listening():
            if time.monotonic() > end:
                raise RuntimeError(f"the app does not listen after {seconds:.0f} s:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.01)

    def age(self) -> float:
        """Seconds since the process was started."""
        return time.perf_counter() - self.started

    def memory_mib(self) -> float:
        """Resident memory of the process."""
        return float(self.process.memory_info().rss) / 2**20
