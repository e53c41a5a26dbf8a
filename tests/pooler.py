"""A stand-in for a connection pooler: PostgreSQL's own protocol passed on, with the habits of PgBouncer that matter.

``refuses``: start-up parameters it does not know end the connection; ``forgets``: they are left out; ``resets``: the
session is emptied after each transaction, as if the next one went to another.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

KNOWN = ("user", "database", "client_encoding", "application_name", "datestyle", "timezone", "replication")
"""What PgBouncer takes at start-up."""


def _exactly(from_: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = from_.recv(count - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def _message(from_: socket.socket) -> tuple[bytes, bytes]:
    kind = _exactly(from_, 1)
    (size,) = struct.unpack("!i", _exactly(from_, 4))
    return kind, _exactly(from_, size - 4)


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def _serve(client: socket.socket, server: str, habit: str) -> None:
    with client, socket.socket(socket.AF_UNIX) as behind, suppress(ConnectionError, OSError):
        while True:
            (size,) = struct.unpack("!i", _exactly(client, 4))
            body = _exactly(client, size - 4)
            if struct.unpack("!i", body[:4])[0] == 196608:
                break
            client.sendall(b"N")  # no SSL, no GSS
        words = body[4:].rstrip(b"\0").split(b"\0")
        given = dict(zip(words[::2], words[1::2], strict=True))
        odd = [name.decode() for name in given if name.decode().lower() not in KNOWN]
        if odd and habit == "refuses":
            text = f"SFATAL\0C08P01\0Munsupported startup parameter: {odd[0]}\0\0".encode()
            client.sendall(_packed(b"E", text))
            return
        kept = b"".join(name + b"\0" + value + b"\0" for name, value in given.items() if name.decode() in KNOWN) + b"\0"
        behind.connect(server)
        behind.sendall(struct.pack("!ii", len(kept) + 8, 196608) + kept)
        threading.Thread(target=_pass_on, args=(client, behind), daemon=True).start()
        while True:
            kind, data = _message(behind)
            if habit == "resets" and kind == b"Z" and data == b"I":
                behind.sendall(_packed(b"Q", b"discard all\0"))
                while kind == b"Z" or _message(behind)[0] != b"Z":
                    kind = b""
            client.sendall(_packed(kind or b"Z", data))


def _pass_on(client: socket.socket, behind: socket.socket) -> None:
    with suppress(ConnectionError, OSError):
        while part := client.recv(65536):
            behind.sendall(part)
    with suppress(OSError):
        behind.shutdown(socket.SHUT_RDWR)


@contextmanager
def pooler(folder: Path, server: Path, habit: str) -> Iterator[None]:
    """Listen in ``folder`` before the server whose socket lies in the folder ``server``."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".s.PGSQL.5432"))
        listening.listen()

        def run() -> None:
            with suppress(OSError):
                while True:
                    client, _address = listening.accept()
                    behind = str(server / ".s.PGSQL.5432")
                    threading.Thread(target=_serve, args=(client, behind, habit), daemon=True).start()

        threading.Thread(target=run, daemon=True).start()
        yield
        listening.shutdown(socket.SHUT_RDWR)
