"""`make tour`: a picture of every page, light and dark, wide and on a telephone, for tests/ui/tour/README.md.

Each picture shows the four side by side, in few colours, so that all of them together stay small.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from coach.content import load
from tests.ui.app import ROOT, browser, open_desk, serve, submit

TOUR = Path(__file__).parent / "tour"
_WIDE, _PHONE = (1280, 860), (390, 860)
_GAP, _COLOURS, _SCALE = 24, 48, 0.6
_SETTLE_MS = 600


def _first_visit(page: Page, address: str, _drafts: list[str]) -> None:
    open_desk(page, address)


def _feedback(page: Page, address: str, drafts: list[str]) -> None:
    open_desk(page, address)
    submit(page, drafts[0])
    page.locator(".card .quote").first.click()


def _second_try(page: Page, address: str, drafts: list[str]) -> None:
    _feedback(page, address, drafts)
    submit(page, drafts[1])
    page.locator(".since").wait_for()


def _history(page: Page, address: str, drafts: list[str]) -> None:
    _second_try(page, address, drafts)
    page.goto(f"{address}/history")
    page.get_by_role("button", name="Open").first.wait_for()


def _glossary(page: Page, address: str, _drafts: list[str]) -> None:
    page.goto(f"{address}/glossary")
    page.locator(".st-key-glossary a").first.wait_for()


def _term(page: Page, address: str, _drafts: list[str]) -> None:
    page.goto(f"{address}/glossary?term=epsilon")
    page.locator(".scale").wait_for()


PAGES: dict[str, Callable[[Page, str, list[str]], None]] = {
    "first-visit": _first_visit,
    "feedback": _feedback,
    "second-try": _second_try,
    "history": _history,
    "glossary": _glossary,
    "term": _term,
}
"""Name of the picture, and how a fresh learner comes there."""


def main() -> None:
    sample = load(ROOT).roles["synthetic-data-engineer"].sample_drafts["compliance-briefing"]
    drafts = [sample, sample.replace("made-up people", "synthetic records")]
    TOUR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve(f"sqlite:///{folder}/coach.db") as address, browser() as chromium:
        for name, come in PAGES.items():
            pictures = [_picture(chromium, address, come, drafts, size, scheme) for size in (_WIDE, _PHONE) for scheme in ("light", "dark")]
            _beside(pictures).save(TOUR / f"{name}.png", optimize=True)
            print(f"{name}: {(TOUR / f'{name}.png').stat().st_size // 1000} kB")


def _picture(chromium: Browser, address: str, come: Callable[..., None], drafts: list[str], size: tuple[int, int], scheme: str) -> Image.Image:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    come(page, address, drafts)
    page.wait_for_timeout(_SETTLE_MS)
    taken = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return taken.resize((round(taken.width * _SCALE), round(taken.height * _SCALE)), Image.Resampling.LANCZOS)


def _beside(pictures: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (sum(p.width + _GAP for p in pictures) - _GAP, pictures[0].height), "#888888")
    x = 0
    for picture in pictures:
        sheet.paste(picture, (x, 0))
        x += picture.width + _GAP
    return sheet.quantize(_COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
