"""Have a file made beside the dashboard: a process of its own, its progress, and its end when nobody waits any more."""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO

from dashboard.deck import Charts, Deck, Progress

PROJECT = Path(__file__).resolve().parents[2]
TICK = 0.25  # seconds after which the reader is looked at again


class NotBuilt(Exception):
    """The file could not be made; the message is the last line of what the process said."""


def _lines(stream: IO[bytes], into: Queue[bytes]) -> None:
    for line in stream:
        into.put(line)


def build(kind: str, deck: Deck, charts: Charts, progress: Progress) -> bytes:
    """The bytes of a file. Whatever ``progress`` raises, such as Streamlit's end of a reader's run, ends the process
    too.
    """
    with TemporaryDirectory() as folder:
        out = Path(folder) / kind
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.exports.render", kind, str(out)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin and process.stdout and process.stderr
        stderr = process.stderr
        lines: Queue[bytes] = Queue()
        said: list[bytes] = []
        listeners = [
            Thread(target=_lines, args=(process.stdout, lines), daemon=True),
            Thread(target=lambda: said.append(stderr.read()), daemon=True),
        ]
        for listener in listeners:
            listener.start()
        try:
            with suppress(BrokenPipeError):  # it has ended already; why is on its stderr
                pickle.dump((deck, charts), process.stdin)
                process.stdin.close()
            done, every = 0, len(deck.screens)
            while process.poll() is None:
                with suppress(Empty):
                    done, every = map(int, lines.get(timeout=TICK).split())
                progress(done, every)
            code = process.returncode
        finally:
            process.kill()
            process.wait()
            for listener in listeners:
                listener.join(5)
            process.stdout.close()
            process.stderr.close()
        if code:
            words = b"".join(said).decode(errors="replace").strip().splitlines()
            raise NotBuilt(words[-1] if words else f"exit {code}")
        return out.read_bytes()
