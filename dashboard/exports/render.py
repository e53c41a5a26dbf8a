"""One file from a deck, in a process of its own: `python -m dashboard.exports.render KIND OUT`, the deck on stdin.

The dashboard serves its readers while a file is typeset: nothing here shares their interpreter. Progress goes to
stdout, one line "DONE ALL" a step. The deck arrives pickled from the process that starts this one, and from nobody
else.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from pathlib import Path

from dashboard.deck import Charts, Deck, Progress

KINDS = {"pptx": "pptx", "pdf": "pdf", "xlsx": "xlsx", "laporan": "pdf"}
"""Every kind of file and its ending."""


def render(kind: str, deck: Deck, charts: Charts, progress: Progress = lambda *_step: None) -> bytes:
    """The bytes of a file. ValueError: no such kind. Libraries are loaded for the kind that is asked for."""
    if kind == "pptx":
        from dashboard.exports.slides import pptx

        return pptx(deck, progress)
    if kind == "xlsx":
        from dashboard.exports.workbook import xlsx

        return xlsx(deck, progress)
    if kind in ("pdf", "laporan"):
        from dashboard.exports.paper import report, slides

        return (slides if kind == "pdf" else report)(deck, charts, progress)
    raise ValueError(f"unknown kind of file {kind!r}")


def write(path: Path, data: bytes) -> None:
    """The file is there whole or not at all, whatever happens on the way."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def main() -> int:
    kind, out = sys.argv[1:3]
    os.nice(5)  # readers first
    deck, charts = pickle.load(sys.stdin.buffer)

    def progress(done: int, every: int) -> None:
        print(done, every, flush=True)

    write(Path(out), render(kind, deck, charts, progress))
    return 0


if __name__ == "__main__":
    sys.exit(main())
