"""Draws the README's picture: the sample draft of the briefing with its feedback, wide and light."""

import tempfile
from pathlib import Path

from coach.content import load
from tests.ui.app import ROOT, browser, open_desk, serve, submit

PICTURE = Path(__file__).parent / "screenshot.png"


def main() -> None:
    draft = load(ROOT).roles["synthetic-data-engineer"].sample_drafts["compliance-briefing"]
    with tempfile.TemporaryDirectory() as folder, serve(f"sqlite:///{folder}/coach.db") as address, browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        open_desk(page, address)
        submit(page, draft)
        page.locator(".card .quote").first.click()
        page.locator(".paper .active").wait_for()
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
