"""`python -m dashboard`: the database, the sample on the first start, the pages; Ctrl-C stops all of it."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from database import connection, sample
from database.errors import DatabaseError
from database.first_start import embedded_url

PROJECT = Path(__file__).resolve().parent.parent


class Taken(Exception):
    """The port cannot be listened on."""


def free(address: str, port: int) -> None:
    """Raise Taken where nothing could be served, before a database is started for it."""
    try:
        for family, _kind, _protocol, _name, place in socket.getaddrinfo(address, port, type=socket.SOCK_STREAM):
            try:
                socket.create_server(place[:2], family=family).close()
            except OSError as error:
                if error.errno != errno.EADDRNOTAVAIL:  # localhost may also stand for an IPv6 this machine has not
                    raise
    except (OSError, OverflowError) as error:
        raise Taken(
            f"cannot listen on {address}:{port}: {error}; stop what listens there or name another --port"
        ) from error


def warm_up(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Run the entry once, so that the first reader waits for no import and finds every page by its address."""
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/script-health-check", timeout=seconds).read()
            return
        except OSError:
            time.sleep(0.1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serve the dashboard.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8501")))
    parser.add_argument("--address", default="localhost", help="address to listen on (default: this machine only)")
    parser.add_argument("--database", default="sample", help="database of the embedded server: sample or open_data")
    parser.add_argument(
        "--complaints",
        type=int,
        metavar="N",
        help="size of the sample made on the first start (default: about 508 a day)",
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave through the clean-up below
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" starts its commands deaf to it
    environment = dict(os.environ)
    with ExitStack() as stack:
        try:
            free(options.address, options.port)
            if connection.configured_url() is not None:
                print("Reading the database that is configured (CRM_DATABASE_URL or .streamlit/secrets.toml).")
            else:
                environment["CRM_DATABASE_URL"] = embedded_url(stack, options.database, options.complaints)
        except (Taken, DatabaseError, sample.SampleError, RuntimeError) as error:
            print(f"dashboard: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nStopped; nothing half-made was left.")
            return 130
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                "--server.port",
                str(options.port),
                "--server.address",
                options.address,
            ],
            cwd=PROJECT,
            env=environment,
        )
        try:
            warm_up(options.port, process)
            if process.poll() is None:
                print(
                    f"\n  The dashboard is at http://localhost:{options.port}   (Ctrl-C stops it and the database)\n",
                    flush=True,
                )
            return process.wait()
        except KeyboardInterrupt:
            print("\nStopping ...")
            return 0
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    sys.exit(main())
