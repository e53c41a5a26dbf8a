"""The embedded server with a database to look at: the sample, made once, or what was loaded before."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

from database import install, sample
from database.embedded import READER, Embedded
from database.errors import DatabaseError
from database.progress import Progress


def embedded_url(stack: ExitStack, database: str, complaints: int | None) -> str:
    """Start the embedded server; make the sample when it is not there yet. Returns the reader's URL."""
    print("Starting the embedded PostgreSQL ...", flush=True)
    server = stack.enter_context(Embedded())
    if database not in server.databases():
        if database != "sample":
            raise DatabaseError(
                f"there is no database {database!r} yet: 'python -m database load-open-data FILE' makes it"
            )
        # Made under another name and renamed when whole, so that an interrupted first start leaves nothing half.
        owner = server.create("sample_in_the_making", replace=True)
        print("First start: making sample complaints, once.", flush=True)
        sample.fill(owner, count=complaints, start=date(date.today().year - 1, 1, 1), progress=Progress())
        print("Installing the contract, indexes and the reading role ...", flush=True)
        install.install(owner)
        server.rename("sample_in_the_making", "sample")
    return server.url(database, READER)
