"""The LibreOffice that opens the files in the tests: the system's, else one from apt-get.

`python -m tests.office` makes sure there is one, or says what to install and fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("libreoffice-impress", "libreoffice-calc")


def executable() -> str | None:
    """Path of LibreOffice; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def obtain() -> str | None:
    """LibreOffice, installed first where that is allowed: by apt as root, or with sudo without a password."""
    if found := executable():
        return found
    apt = shutil.which("apt-get")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt and (not prefix or shutil.which("sudo")):
        print("No LibreOffice found; installing it with apt-get ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            subprocess.run([*prefix, apt, *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    return executable()


def to_pdf(path: Path, folder: Path) -> Path:
    """The file as LibreOffice prints it, with a profile of its own, so that runs side by side do not meet."""
    office = executable()
    assert office, f"no LibreOffice: run 'python -m tests.office' or install {' and '.join(PACKAGES)}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.pdf"


if __name__ == "__main__":
    found = obtain()
    if found is None:
        sys.exit(f"The tests of the files need LibreOffice and none could be had: install {' and '.join(PACKAGES)}.")
    print(f"LibreOffice: {found}")
