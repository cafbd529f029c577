"""Starts the real app on a free port, and a real browser on it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.ui.browser import find, launch_arguments
from tests.ui.typing import put, ready

ROOT = Path(__file__).parent.parent.parent
_START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(database: str, **environment: str) -> Iterator[str]:
    """The address of an app that runs until the block ends; its log goes to the test's output."""
    with running(database, **environment) as (address, _process):
        yield address


@contextmanager
def running(database: str, **environment: str) -> Iterator[tuple[str, int]]:
    """Its address, and the id of its process."""
    port = int(environment.get("COACH_PORT") or free_port())
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COACH_", "OPENAI_"))}
    env |= {"COACH_DATABASE_URL": database, "COACH_PORT": str(port), **environment}
    process = subprocess.Popen([sys.executable, "-m", "coach", "run"], cwd=ROOT, env=env, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


@contextmanager
def faultless(context: BrowserContext) -> Iterator[Page]:
    """A tab of `context`, which closes with it; a script error or a blocked resource fails the test."""
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    yield page
    context.close()
    assert not problems


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the app ended before it served"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"{url} did not answer in {_START_S} s")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find(), args=launch_arguments())
        yield launched
        launched.close()


def open_desk(page: Page, address: str, scenario: str = "compliance-briefing") -> None:
    """The Practise page of a scenario, ready to type, in a browser whose learner has skipped twice what is asked before feedback opens."""
    page.add_init_script("if (location.protocol.startsWith('http')) localStorage.setItem('coach:skipped', localStorage.getItem('coach:skipped') ?? '2')")
    page.goto(f"{address}/?scenario={scenario}")
    ready(page)


def submit(page: Page, draft: str) -> None:
    """Types a draft and presses the button; returns when its feedback stands there."""
    put(page, draft)
    page.get_by_role("button", name="Get feedback").click()
    page.locator(".feedback .summary").wait_for()
