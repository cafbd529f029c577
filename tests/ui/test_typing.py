"""Nothing that is typed is lost or changed while the server is slow or the page is loaded anew."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from coach.content.scenario import Scenario
from coach.language.examine import Engine
from tests.ui.app import open_desk
from tests.ui.slow_line import slow_line
from tests.ui.typing import draft, ready, text_of, type_slowly, underlined

KEY_MS = 35
"""Faster than anybody types: 29 keys a second."""
SLOW_S = 1.5
WORDS = 600


def test_600_words_typed_while_the_server_is_slow_are_kept_underlined_rightly_and_judged(
    page: Page, address: str, gold: dict[str, str], engine: Engine, briefing: Scenario
) -> None:
    """The one long test: two minutes of typing."""
    words = "\n\n".join(gold[name] for name in ("cb-05", "cb-02", "cb-03", "cb-04")).split(" ")
    text = " ".join(words[:WORDS]).rstrip()
    with slow_line(urlsplit(address).port or 0) as line:
        open_desk(page, f"http://127.0.0.1:{line.port}")
        page.get_by_role("button", name="Polish").click()
        line.delay_s = SLOW_S
        draft(page).focus()
        type_slowly(page, text, KEY_MS)
        assert text_of(page) == text
        quotes = [f.quote for f in engine.examine(text, briefing).findings if f.quote]
        expect(page.locator(".saved")).to_have_text("saved just now", timeout=60_000)
        assert len(quotes) > 8
        page.set_viewport_size({"width": 1440, "height": 3000})  # what is out of sight isn't drawn
        assert underlined(page) == quotes
        assert text_of(page) == text

        page.keyboard.type(" One word more")
        assert text_of(page) == f"{text} One word more", "the cursor isn't where the typing ended"
        page.keyboard.press("Control+z")
        assert text_of(page) == text
        draft(page).press("Control+Enter")
        page.locator(".card").first.wait_for(timeout=60_000)
        assert text_of(page) == text
        cards = [q.strip("“”") for q in page.locator(".card .quote").all_inner_texts()]
        assert cards
        assert set(cards) <= set(quotes)
        line.delay_s = 0.0
        page.goto("about:blank")


def test_a_page_that_is_loaded_anew_in_mid_word_goes_on_from_there(page: Page, address: str) -> None:
    open_desk(page, address)
    draft(page).press("End")
    typed = ""
    for part in ("Epsilon bounds how mu", "ch one record can change the res", "ult."):
        type_slowly(page, part, KEY_MS)
        typed += part
        page.reload()
        ready(page)
        assert text_of(page) == typed
        draft(page).press("Control+End")
    expect(page.locator(".saved")).to_have_text("saved just now")
