"""Connections for the commands of ``python -m database``, and their errors in words."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import conninfo

from database import session
from database.embedded import OWNER, PROJECT, READER, Embedded
from database.errors import DatabaseError

SECRETS = PROJECT / ".streamlit" / "secrets.toml"
EMBEDDED = "embedded:"  # + name: a database of the embedded server
SHAPE = "postgresql://user:password@host:5432/database"


def plain(url: str) -> str:
    """The URL as libpq reads it; SQLAlchemy's spelling with a driver name is understood too."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator or scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise DatabaseError(f"This is not the URL of a PostgreSQL database: write it as {SHAPE}.")
    return f"postgresql://{rest}"


def options(url: str) -> dict[str, object]:
    """The libpq settings in a URL."""
    try:
        found: dict[str, object] = dict(conninfo.conninfo_to_dict(plain(url)))
    except psycopg.Error as error:
        raise DatabaseError(f"The database URL cannot be read ({_first_line(error)}): write it as {SHAPE}.") from None
    port = str(found.get("port") or "5432")
    if not all(part.isdigit() and 0 < int(part) < 65536 for part in port.split(",")):
        raise DatabaseError(f"The database URL has no valid port ({port}): write it as {SHAPE}.")
    return {"connect_timeout": 5, "client_encoding": "utf8", "application_name": "crm-dashboard database", **found}


@contextmanager
def connected(url: str, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """A connection that is committed at the end; every error of the database leaves as a DatabaseError."""
    settings = options(url)
    try:
        connection = psycopg.connect(**settings, autocommit=autocommit)  # type: ignore[arg-type]
    except psycopg.Error as error:
        raise DatabaseError(_no_connection(error, settings)) from None
    try:
        with connection:
            _prepare(connection)
            yield connection
    except session.WrongSetting as error:
        raise DatabaseError(f"The server does not take the setting {error}: see docs/server.md.") from error
    except psycopg.Error as error:
        raise DatabaseError(in_words(error, settings)) from error


def _prepare(connection: psycopg.Connection) -> None:
    """The session as the commands need it, whatever server, database and role have set."""
    session.prepare(lambda statement: connection.execute(statement.encode()).fetchone() or (), transaction=False)
    if not connection.autocommit:
        connection.commit()


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _no_connection(error: psycopg.Error, settings: dict[str, object]) -> str:
    """libpq gives no error code for a connection that was never made, only its English text."""
    text = str(error)
    host = str(settings.get("host") or "the local socket")
    port = settings.get("port") or 5432
    user, database = settings.get("user") or "(none given)", settings.get("dbname") or "(none given)"
    if "resolve host" in text or "could not translate host name" in text:
        return f"There is no host named {host}: check the database URL."
    if "Connection refused" in text or "No such file or directory" in text:
        return f"Nothing answers at {host} port {port}: start the database server or correct the URL."
    if "timeout" in text or "timed out" in text:
        return f"{host} port {port} did not answer within {settings['connect_timeout']} seconds: check the URL."
    if "password authentication failed" in text:
        return f"The server does not accept the password of {user}: correct it in the database URL."
    if "no password supplied" in text:
        return f"The server asks {user} for a password: put it into the database URL."
    if "pg_hba.conf" in text:
        return f"The server lets {user} into {database} from nowhere like here: a line in its pg_hba.conf is missing."
    if "does not exist" in text and "role" in text:
        return f"The server knows no role {user}: create it, or correct the user in the database URL."
    if "does not exist" in text:
        return f"The server has no database {database}: create it, or correct the name in the database URL."
    if "too many" in text or "remaining connection slots" in text:
        return f"The server at {host} has no free connection: try again later."
    return f"No connection to {host} port {port}: {_first_line(error)}"


def in_words(error: psycopg.Error, settings: dict[str, object] | None = None) -> str:
    """One sentence for an error of a statement."""
    message = error.diag.message_primary or _first_line(error)
    user = (settings or {}).get("user") or "the role of the database URL"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return f"{message}: {user} lacks this right; connect as the owner of the database."
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return f"{message}: {user} may only read; connect as the owner of the database."
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return "Another session holds a table or view that has to change: end it, or try again later."
    if isinstance(error, psycopg.errors.QueryCanceled):
        return f"{message}: the server's statement_timeout ended it; raise it for {user}."
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return f"The connection was lost ({_first_line(error)}): nothing was changed; try again."
    if isinstance(error, psycopg.errors.CharacterNotInRepertoire):
        return f"{message}: the database is SQL_ASCII and holds a text that is not UTF-8; correct it, or move to UTF8."
    hint = f" ({error.diag.message_detail})" if error.diag.message_detail else ""
    return f"The database answers: {message}{hint}"


def configured_url() -> str | None:
    """The URL the site configured: CRM_DATABASE_URL, else [connections.crm] url in .streamlit/secrets.toml."""
    if url := os.environ.get("CRM_DATABASE_URL"):
        return url
    if not SECRETS.exists():
        return None
    try:
        secrets = tomllib.loads(SECRETS.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DatabaseError(f"{SECRETS} cannot be read: {error}.") from None
    url = secrets.get("connections", {}).get("crm", {}).get("url")
    return str(url) if url else None


def chosen(url: str | None) -> str:
    """The database a command works on: --url, what the site configured, else the sample of the embedded server."""
    return url or configured_url() or f"{EMBEDDED}sample"


@contextmanager
def opened(choice: str, *, create: bool = False) -> Iterator[str]:
    """The URL behind a choice. ``embedded:NAME`` starts the embedded server, which runs as long as this is open."""
    if not choice.startswith(EMBEDDED):
        yield choice
        return
    database = choice.removeprefix(EMBEDDED)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", database):
        raise DatabaseError(f"{choice!r} names no database of the embedded server: write embedded:sample.")
    server = Embedded()
    if not create and not (server.folder / "PG_VERSION").exists():
        raise DatabaseError(_not_made(database))
    try:
        server.start()
    except RuntimeError as error:
        raise DatabaseError(f"{error}.") from error
    try:
        if not create and database not in server.databases():
            raise DatabaseError(_not_made(database))
        yield server.create(database) if create else server.url(database)
    finally:
        server.stop()


def _not_made(database: str) -> str:
    made_by = {"open_data": "load-open-data FILE", "described": "load-file FILE --described TOML"}
    command = made_by.get(database, "sample")
    return f"The embedded server has no database {database}: run 'python -m database {command}', or give --url."


def as_reader(url: str) -> str:
    """The URL of an embedded database for the role that can only read."""
    return url.replace(f"//{OWNER}@", f"//{READER}@", 1)


def shown(url: str) -> str:
    """The URL for messages: without its password."""
    settings = options(url)
    host = str(settings.get("host") or "")
    place = "the local socket" if host.startswith("/") or not host else f"{host}:{settings.get('port') or 5432}"
    return f"{settings.get('dbname') or '(default)'} at {place}" + (
        f" as {settings['user']}" if settings.get("user") else ""
    )
