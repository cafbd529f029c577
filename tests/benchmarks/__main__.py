"""`make bench`: how long the learner waits, and who else is as fast. Prints each figure beside its bar; it judges nothing."""

import json
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks import engine
from tests.benchmarks.measure import percentile
from tests.ui.app import ROOT, browser, open_desk, serve
from tests.ui.typing import append, marks, put, ready

_SETTLED_MS = 3_000
"""After its first page a server still builds what that page needn't wait for."""
GOLD = ROOT / "scenarios/synthetic-data-engineer/gold/dev.jsonl"


def until_editable(chromium: Browser, folder: Path, n: int) -> tuple[float, float, float]:
    """Seconds until a page takes text: from starting the set-up app with a new database, from its answering, and after a reload."""
    page = chromium.new_context().new_page()
    started = time.perf_counter()
    with serve(f"sqlite:///{folder / f'start{n}.db'}") as address:
        answers = time.perf_counter()
        open_desk(page, address)
        opened = time.perf_counter()
        page.wait_for_timeout(_SETTLED_MS)
        reloaded = time.perf_counter()
        page.reload()
        ready(page)
        again = time.perf_counter() - reloaded
        page.goto("about:blank")
    return opened - started, opened - answers, again


def submit_to_feedback(chromium: Browser, folder: Path, drafts: list[str]) -> list[float]:
    """Milliseconds from Ctrl+Enter to underlines and cards on the page, measured by the page's own clock."""
    wait = """() => new Promise(done => {
        const started = performance.now();
        const roots = () => [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean);
        const before = window.coachShown;
        roots().map(r => r.querySelector('#coach-draft')).find(Boolean)
            .dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true, composed: true}));
        const look = () => {
            const desk = roots().map(r => r.querySelector('.feedback')).find(Boolean);
            const marks = roots().some(r => r.querySelector('.paper .mark'));
            if (desk && desk.shown && desk.shown !== before && marks) { window.coachShown = desk.shown; done(performance.now() - started); }
            else requestAnimationFrame(look);
        };
        look();
    })"""
    page = chromium.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    seconds = []
    with serve(f"sqlite:///{folder / 'submit.db'}") as address:
        open_desk(page, address)
        for draft in drafts:
            put(page, draft)
            page.locator(".saved", has_text="saved just now").wait_for()
            seconds.append(float(page.evaluate(wait)))
        page.goto("about:blank")
    return seconds


def keystroke_to_underline(chromium: Browser, folder: Path, draft: str, times: int) -> list[float]:
    """Milliseconds from the last key of a wrong word to its underline, the wait for a pause included, in a draft of some 300 words."""
    wait = """count => new Promise(done => {
        const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(r => r?.querySelector('#coach-draft'));
        const started = performance.now();
        const look = () => {
            const found = [...root.querySelectorAll('.paper .mark')].filter(m => m.textContent === 'fake data').length;
            if (found >= count) done(performance.now() - started);
            else requestAnimationFrame(look);
        };
        look();
    })"""
    page = chromium.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    waits = []
    with serve(f"sqlite:///{folder / 'typing.db'}") as address:
        open_desk(page, address)
        put(page, draft + "\n\n")
        page.get_by_role("button", name="Polish").click()
        marks(page).first.wait_for()
        for n in range(times):
            append(page, f" Case {n} is fake data")
            waits.append(float(page.evaluate(wait, n + 1)))
        page.goto("about:blank")
    return waits


def main() -> None:
    records = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    briefs = [r["draft"] for r in records if r["scenario"] == "compliance-briefing"]
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        starts = [until_editable(chromium, folder, n) for n in range(5)]
        for name, bar, waits in zip(("start", "an answering server", "reload"), ("2 s", "2 s", "1 s"), zip(*starts, strict=True), strict=True):
            print(f"{name:19} to an editable page   median {statistics.median(waits):5.2f} s   max {max(waits):5.2f} s   (bar: {bar})")
        # The clean draft has nothing to underline, so it can't show when its feedback stands.
        waits = submit_to_feedback(chromium, folder, briefs[1:] * 8)
        print(
            f"submit to feedback          p50 {percentile(waits, 0.5):5.0f} ms    p95 {percentile(waits, 0.95):5.0f} ms  (bar: 250 ms p95; {len(waits)} runs)"
        )
        waits = keystroke_to_underline(chromium, folder, briefs[3], 20)
        print(
            f"last key to its underline   p50 {percentile(waits, 0.5):5.0f} ms    p95 {percentile(waits, 0.95):5.0f} ms  (bar: 700 ms p95; {len(waits)} runs)"
        )
        for line in engine.lines(briefs[4], folder):
            print(line)


if __name__ == "__main__":
    main()
