"""How far a long step is, for the person who waits for it."""

from __future__ import annotations

import sys
import time


class Progress:
    """One line that is written over on a terminal; a line each ten per cent elsewhere, as in a log."""

    def __init__(self) -> None:
        self.shown = -1
        self.started = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent == self.shown or (not sys.stderr.isatty() and percent // 10 == self.shown // 10):
            return
        self.shown = percent
        line = f"{percent:3} %  {done:,} of {total:,} complaints, {time.monotonic() - self.started:.0f} s"
        if sys.stderr.isatty():
            print(f"\r{line}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)
