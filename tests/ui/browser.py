"""Finds a browser for the tests, or gets one: Playwright's own, else the system's package manager's.

`python -m tests.ui.browser` makes sure that there is one; `make test` runs it first.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_MAC = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
_INSTALLERS = {
    "apt-get": (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]),
    "dnf": (["dnf", "install", "-y", "chromium"],),
    "apk": (["apk", "add", "chromium"],),
    "pacman": (["pacman", "-Sy", "--noconfirm", "chromium"],),
}


def find() -> str | None:
    """The path of a Chromium: COACH_BROWSER, one on the PATH, or Playwright's own."""
    if chosen := os.environ.get("COACH_BROWSER"):
        return chosen
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    own = _playwrights()
    return next((p for p in (*_MAC, own) if p and Path(p).exists()), None)


def launch_arguments() -> list[str]:
    """Root can't use Chromium's sandbox; the other flags keep it off the network."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return [*quiet, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else quiet


def _playwrights() -> str | None:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _run(command: list[str]) -> bool:
    print("…", " ".join(command), file=sys.stderr)
    try:
        return (
            subprocess.run(
                command, timeout=600, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Playwright's own download first; where that is closed, the system's package manager, if it may."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if find():
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for manager, commands in _INSTALLERS.items():
        if shutil.which(manager) and all(_run([*sudo, *command]) for command in commands):
            return


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit("No browser for the tests: install Chromium or Chrome, or set COACH_BROWSER to its path.")
