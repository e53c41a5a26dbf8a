"""Every question that the pages ask, asked once: which is slow here, what its plan reads, and what to do."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from database.plans import read_whole, rows_read
from queries.texts import OF_A_COPY, PARTS, QUESTIONS

SLOW = 1.0
"""Seconds from which on a question is called slow."""
PATIENCE = 5
"""Seconds after which it is given up."""
DAYS, REACH = 28, 60
"""The period that is asked for, and how far before it a complaint that falls due in it may have come."""


def _asked(zone: str, now: datetime) -> dict[str, Any]:
    """Parameters of every question, as a page asks when nothing is chosen."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=DAYS)
    lists = ("channels", "skpds", "areas", "categories", "ids", "touched_by", "part", "units", "is_good", "digits")
    picks = ("age", "stage", "held_by", "passed", "handovers", "ews", "rejected", "unknown")
    return {
        **dict.fromkeys((*lists, *picks)),
        "zone": zone,
        "as_of": now,
        "since": since,
        "until": midnight,
        "reach": since - timedelta(days=REACH),
        "measure": "tepat-waktu",
        "clock": "crm",
        "set": "terlambat",
        "late_first": True,
        "size": 100,
        "skip": 0,
        "later": now,
        "unit": "day",
        "months": [since],
        "starts": [since],
        "ends": [midnight],
        "only": [None],
        "kind": "channels",
        "code": "JAKI",
        "spellings": ["JK2601010001"],
        "id": 1,
    }


def lines(connection: psycopg.Connection[Any], zone: str) -> list[tuple[str, str]]:
    """Level and words: one line for all that are quick enough, one for each that is not."""
    now = datetime.now(ZoneInfo(zone)).replace(second=0, microsecond=0)
    asked, quick, slow = _asked(zone, now), [], []
    for name, text in QUESTIONS.items():
        if name in PARTS or name in OF_A_COPY:
            continue
        seconds, plan = _ask(connection, text, asked)
        if seconds is not None and seconds < SLOW:
            quick.append(seconds)
            continue
        took = f"takes {seconds:.1f} s" if seconds is not None else f"gives no answer within {PATIENCE} s"
        slow.append(
            ("warn", f"{name} {took}: {plan}; an index that its view lets it use, or a kept copy (docs/copy.md)")
        )
    said = f"{len(quick)} of {len(quick) + len(slow)} questions of the pages answer within {SLOW:.0f} s, in all {sum(quick):.1f} s"
    return [("ok", said), *slow]


def _ask(connection: psycopg.Connection[Any], text: str, asked: dict[str, Any]) -> tuple[float | None, str]:
    """Seconds of a question (None: given up), and what its plan reads."""
    with connection.transaction(force_rollback=True):
        (((plan,),),) = [connection.execute(b"explain (format json) " + text.encode(), asked).fetchall()]
    top = plan[0]["Plan"]
    whole = sorted(set(read_whole(top, 20_000)))
    words = f"reads all of {', '.join(whole)}" if whole else f"reads some {rows_read(top):,.0f} rows"
    started = time.monotonic()
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"set local statement_timeout = '{PATIENCE}s'".encode())
            connection.execute(text.encode(), asked).fetchall()
    except psycopg.errors.QueryCanceled:
        return None, words
    return time.monotonic() - started, words
