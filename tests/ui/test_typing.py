"""Nothing that is typed is lost or changed while the server is slow or the page is loaded anew."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.ui.app import open_desk
from tests.ui.slow_line import slow_line
from tests.ui.typing import draft, ready, text_of, type_slowly

KEY_MS = 35
"""Faster than anybody types: 29 keys a second."""
SLOW_S = 1.5


def test_text_typed_while_the_server_is_slow_is_the_text_that_is_judged(page: Page, address: str, gold: dict[str, str]) -> None:
    text = " ".join(gold["cb-05"].split()[:100])
    with slow_line(urlsplit(address).port or 0) as line:
        open_desk(page, f"http://127.0.0.1:{line.port}")
        line.delay_s = SLOW_S
        draft(page).press("End")
        type_slowly(page, text, KEY_MS)
        assert text_of(page) == text
        draft(page).press("Control+Enter")
        page.locator(".card").first.wait_for()
        assert text_of(page) == text
        quotes = [q.strip("“”") for q in page.locator(".card .quote").all_inner_texts()]
        assert quotes
        assert all(q in text for q in quotes)
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
