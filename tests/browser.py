"""The Chromium the browser tests drive: the system's, else one from the package manager, else Playwright's own.

`python -m tests.browser` makes sure there is one, or says what to install and fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@cache
def system_chromium() -> str | None:
    """A browser on the PATH that starts, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


@cache
def executable() -> str | None:
    """Path of the browser to drive; None where there is none."""
    if found := system_chromium():
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def obtain() -> str | None:
    """The browser, installed first where that is allowed: by apt as root (or sudo without a password), else by
    Playwright.
    """
    if found := executable():
        return found
    apt = shutil.which("apt-get")
    if apt:
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not prefix or shutil.which("sudo"):
            environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            print("No Chromium found; installing it with apt-get ...", flush=True)
            for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
                subprocess.run([*prefix, apt, *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    system_chromium.cache_clear()
    executable.cache_clear()
    if found := executable():
        return found
    print("No Chromium from the system; asking Playwright for its own ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    executable.cache_clear()
    return executable()


if __name__ == "__main__":
    path = obtain()
    if path is None:
        sys.exit("The browser tests need Chromium and none could be had: install the package 'chromium' and run again.")
    print(f"Chromium: {path}")
