"""`python -m dashboard.exports`: the files of a meeting and the laporan monev, for a scheduler.

Exit status 0: the file is there, whole. 1: it is not, and one sentence on stderr says why; what stood there before
still stands. 2: the command is wrong.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.exports.render import KINDS, render, write


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.exports",
        description="Write the file of a meeting (pptx, pdf, xlsx) or the monthly report (laporan).",
    )
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("--link", default="", help="a meeting link, or any link of the dashboard; its filters hold")
    parser.add_argument("--month", metavar="YYYY-MM", help="month of the laporan (default: the last whole month)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the file is to stand")
    parser.add_argument("--lang", choices=("id", "en"), default="id")
    options = parser.parse_args(given)
    if options.month:
        try:
            datetime.strptime(options.month, "%Y-%m")
        except ValueError:
            parser.error(f"--month {options.month}: write a month as 2026-10")
    if options.month and options.kind != "laporan":
        parser.error("--month belongs to the laporan; a meeting has its period in its link")
    if not options.out.parent.is_dir():
        parser.error(f"--out {options.out}: there is no folder {options.out.parent}")
    if options.out.is_dir():
        parser.error(f"--out {options.out} is a folder: name a file")
    return options


def say(done: int, every: int, words: str) -> None:
    print(f"{done}/{every} {words}", file=sys.stderr, flush=True)


def make(options: argparse.Namespace) -> bytes:
    """The bytes of the file. Raises DatabaseAway."""
    from dashboard import access
    from dashboard.address import Link, read
    from dashboard.meeting import link, monev, whole
    from dashboard.texts import speaking
    from dashboard.view import month_of
    from queries import moment

    with speaking(options.lang):
        access.allowed()
        now, choices = moment.now(), moment.choices()
        if options.kind == "laporan":
            last = month_of(now.minute.date(), back=1)[0]
            first = monev.first_of(options.month) if options.month else last
            view, notices = monev.view(first, now, choices, urlsplit(options.link).query)
            deck = monev.report(view, say)
        else:
            address = Link(options.link)
            view, notices = read(now, choices, address)
            deck = whole.deck(view, link.read(view, address, notices), say)
        charts = whole.charts(deck)
    for notice in notices:
        print(f"note: {notice}", file=sys.stderr)
    return render(options.kind, deck, charts, lambda done, every: say(done, every, "typesetting"))


def main(given: list[str] | None = None) -> int:
    options = arguments(given)
    logging.disable(logging.WARNING)  # Streamlit's caches warn that no server runs; that is so on purpose
    from database import connection
    from database.errors import DatabaseError
    from queries.db import DatabaseAway

    with ExitStack() as stack:
        try:
            if connection.configured_url() is None:
                from database.first_start import embedded_url

                os.environ["CRM_DATABASE_URL"] = embedded_url(stack, "sample", None)
            write(options.out, make(options))
        except (DatabaseAway, DatabaseError, OSError) as error:
            print(f"dashboard.exports: nothing was written: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nStopped; nothing was written.", file=sys.stderr)
            return 130
    print(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
