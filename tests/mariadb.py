"""The MariaDB that the copy is read from in the tests: the system's, else one from apt-get.

`python -m tests.mariadb` makes sure there is one, or says what to install and fails.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

PACKAGE = "mariadb-server"


def executable() -> str | None:
    """Path of the server; None where there is none."""
    return shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")


def obtain() -> str | None:
    """MariaDB, installed first where that is allowed: by apt as root, or with sudo without a password."""
    if found := executable():
        return found
    apt = shutil.which("apt-get")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt and (not prefix or shutil.which("sudo")):
        print("No MariaDB found; installing it with apt-get ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", PACKAGE]):
            subprocess.run([*prefix, apt, *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    return executable()


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server of its own in the folder; the URL of its database ``app``."""
    server = executable()
    assert server, f"no MariaDB: run 'python -m tests.mariadb' or install {PACKAGE}"
    data = folder / "data"
    user = [f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', '')}"]
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *user],
        check=True,
        capture_output=True,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--datadir={data}", f"--socket={folder / 's'}", f"--port={port}", "--bind-address=127.0.0.1", *user]
    process = subprocess.Popen(
        [server, "--no-defaults", *options, "--innodb-flush-log-at-trx-commit=0"], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                with pymysql.connect(host="127.0.0.1", port=port, user="root") as connection:
                    connection.cursor().execute("create database app character set utf8mb4")
                break
            except pymysql.err.OperationalError:
                time.sleep(0.1)
        yield f"mariadb://root@127.0.0.1:{port}/app"
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    if (found := obtain()) is None:
        sys.exit(f"The tests of the copy need MariaDB and none could be had: install {PACKAGE}.")
    print(f"MariaDB: {found}")
