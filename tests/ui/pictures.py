"""Pictures of a page as it stands: wide and on a telephone, light and dark, side by side and in few colours, so that they stay small."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

WIDE, PHONE = 1440, 390
HEIGHT = 900
_GAP, _COLOURS, _SCALE = 24, 96, 0.6
_SETTLE_MS = 300
_STICKING_OUT = """() => {
    const found = [];
    const look = (e) => {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        if (e.inert || style.display === "none" || style.visibility === "hidden" || e.dataset?.testid === "stSidebar") return;
        if (box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1)) found.push(e.outerHTML.slice(0, 120));
        else if (!/auto|scroll/.test(style.overflowX) || e.scrollWidth <= e.clientWidth) for (const inner of (e.shadowRoot ?? e).children) look(inner);
    };
    look(document.body);
    return found;
}"""
"""What can be scrolled by itself, as a wide table can, is left out."""


_BRING_UP = "e => { e.scrollIntoView({block: 'start'}); document.querySelector('[data-testid=stMain]').scrollBy(0, -80); }"
"""Below the bar at the top."""


def sticking_out(page: Page) -> list[str]:
    """What isn't wholly in the window from left to right, as the page stands; empty when nothing has to be scrolled sideways."""
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    wider = page.evaluate("() => document.scrollingElement.scrollWidth > innerWidth")
    return [*(["the page"] if wider else []), *page.evaluate(_STICKING_OUT)]


def draw(page: Page, file: Path, height: int = HEIGHT, at: Locator | None = None) -> list[str]:
    """Draws the page in its four forms into one file, with `at` in sight, and gives what sticks out of the window in any; leaves it wide and light."""
    taken, found = [], list[str]()
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
            if at:
                at.evaluate(_BRING_UP)
            page.wait_for_timeout(_SETTLE_MS)
            taken.append(_smaller(page.screenshot()))
        found += [f"{width} px: {what}" for what in sticking_out(page)]
    page.set_viewport_size({"width": WIDE, "height": height})
    page.emulate_media(color_scheme="light")
    _beside(taken).save(file, optimize=True)
    return found


def _smaller(png: bytes) -> Image.Image:
    taken = Image.open(io.BytesIO(png))
    return taken.resize((round(taken.width * _SCALE), round(taken.height * _SCALE)), Image.Resampling.LANCZOS)


def _beside(pictures: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (sum(p.width + _GAP for p in pictures) - _GAP, pictures[0].height), "#888888")
    x = 0
    for picture in pictures:
        sheet.paste(picture, (x, 0))
        x += picture.width + _GAP
    return sheet.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
