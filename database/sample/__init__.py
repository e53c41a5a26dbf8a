"""Sample complaints: a made-up CRM with the volumes, rhythms and faults published for Jakarta's.

``fill(url)`` makes and loads the crm.* tables of schema.sql; ``truth(seed)`` tells the speed each SKPD was given.
No complaint, number or person in it is real.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from pyarrow import csv as arrow_csv

from . import reference, tables
from .draw import DIRT, draw, first_state
from .plan import FIRST_DAY, JAKARTA, make_plan
from .truth import Speed, truth

__all__ = ["DIRT", "SampleError", "Speed", "fill", "truth"]

SCHEMA = Path(__file__).resolve().parent / "schema.sql"
CHUNK = 50_000  # complaints drawn at once: about 150 MB of memory
MARK = "data contoh: dibuat oleh database/sample, bukan laporan sungguhan"

# crm table: the columns of its reference file
REFERENCE_TABLES = {
    "kanal": ("kode", "nama", "kelompok", "geotag", "berlaku_dari", "berlaku_sampai"),
    "unit": ("kode", "nama", "jenis", "induk", "kota"),
    "kategori": ("nama", "baku"),
    "kelurahan": ("kode", "nama", "kecamatan", "kota"),
}
LOADED_TABLES = ("laporan", "riwayat", "penugasan")


class SampleError(ValueError):
    """The sample cannot be made as asked; nothing was changed."""


def fill(
    url: str,
    *,
    count: int | None = None,
    start: date | None = None,
    end: datetime | None = None,
    seed: int = 1,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make the crm.* tables and load ``count`` sample complaints; return how many were loaded.

    ``start``: first day of receipt, default 1 January of last year. ``end``: the moment the sample stands at, default
    now, cut to the minute (a time without a zone is taken as Jakarta's). ``count``: default about 508 a day, as
    published for 2024. The same seed, count, start and end give the same rows. ``progress(done, total)`` is called
    after each chunk. Everything happens in one transaction: an error or an interrupt leaves the database as it was.

    Raises SampleError when the tables hold rows already (unless ``replace``, and then only rows this function made),
    or when the period or the count makes no sense.
    """
    end = (end or datetime.now(JAKARTA)).replace(second=0, microsecond=0)
    end = end.replace(tzinfo=JAKARTA) if end.tzinfo is None else end.astimezone(JAKARTA)
    start = start or date(end.year - 1, 1, 1)
    if start < FIRST_DAY:
        raise SampleError(f"the sample starts at {FIRST_DAY} or later, not at {start}")
    if datetime(start.year, start.month, start.day, tzinfo=JAKARTA) >= end:
        raise SampleError(f"the sample ends at {end:%Y-%m-%d %H:%M}, before it starts at {start}")
    if count is not None and count < 1:
        raise SampleError(f"the sample needs one complaint at least, not {count}")
    if seed < 0:
        raise SampleError(f"the seed is 0 or more, not {seed}")

    ref = reference.load()
    plan = make_plan(seed, count, start, end, CHUNK)
    state = first_state(plan)
    done = 0
    with psycopg.connect(url) as connection:
        connection.execute("set local timezone = 'Asia/Jakarta'")
        _prepare(connection, replace)
        indexes = _drop_indexes(connection)
        _load_reference(connection)
        # One thread draws, the other sends; the pool ends before the transaction does, whatever happens.
        with ThreadPoolExecutor(1) as pool:
            sending: Future[None] | None = None
            for index in range(len(plan.chunks)):
                chunk = draw(ref, plan, index, state)
                parts = (
                    tables.complaint_table(ref, chunk),
                    tables.event_table(ref, chunk),
                    tables.stay_table(ref, chunk),
                )
                if sending is not None:
                    sending.result()
                sending = pool.submit(_send, connection, parts)
                done += len(chunk.complaints["id"])
                if progress is not None:
                    progress(done, plan.total)
            if sending is not None:
                sending.result()
        for definition in indexes:
            connection.execute(definition.encode())
    return done


def _prepare(connection: psycopg.Connection[Any], replace: bool) -> None:
    """Make the tables, or empty those of an earlier sample."""
    connection.execute("select pg_advisory_xact_lock(hashtext('database.sample'))")
    names = [sql.Identifier("crm", name) for name in (*REFERENCE_TABLES, *LOADED_TABLES)]
    mark = connection.execute("select obj_description(to_regclass('crm.laporan'))").fetchone()
    ours = mark is not None and mark[0] == MARK
    for name in names:
        table = name.as_string(connection)
        found = connection.execute("select to_regclass(%s) is not null", [table]).fetchone()
        if found is None or not found[0]:
            continue
        holds = connection.execute(sql.SQL("select exists (select from {})").format(name)).fetchone()
        if holds is None or not holds[0]:
            continue
        if not ours:
            raise SampleError(f"{table} holds rows that are no sample; they are left as they are")
        if not replace:
            raise SampleError(f"{table} holds sample rows already; ask for replace to make them anew")
    connection.execute(SCHEMA.read_bytes())
    # Emptied in this transaction, so COPY may write the rows frozen and without a log.
    connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(names)))
    connection.execute(sql.SQL("comment on table crm.laporan is {}").format(sql.Literal(MARK)))


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes of the big tables, which are quicker to build at the end, and return their definitions."""
    found = connection.execute(
        "select indexname, indexdef from pg_indexes where schemaname = 'crm' and tablename = any(%s) order by 1",
        [list(LOADED_TABLES)],
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier("crm", name)))
    return [definition for _, definition in found]


def _load_reference(connection: psycopg.Connection[Any]) -> None:
    for table, columns in REFERENCE_TABLES.items():
        target = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier("crm", table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with connection.cursor() as cursor, cursor.copy(target) as copy:
            for row in reference.rows(table):
                copy.write_row([row[column] or None for column in columns])


def _send(connection: psycopg.Connection[Any], parts: tuple[Any, ...]) -> None:
    """COPY one chunk of each table."""
    options = arrow_csv.WriteOptions(include_header=False)
    for name, table in zip(LOADED_TABLES, parts, strict=True):
        buffer = io.BytesIO()
        arrow_csv.write_csv(table, buffer, options)
        target = sql.SQL("copy {} from stdin (format csv, freeze)").format(sql.Identifier("crm", name))
        with connection.cursor() as cursor, cursor.copy(target) as copy:
            copy.write(buffer.getbuffer())
