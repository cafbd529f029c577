"""How tests write into the editor, in one place: the draft is one element, whatever it is made of."""

import time

from playwright.sync_api import Locator, Page, expect

_DRAFT = "#coach-draft"
_PASTE = """(field, parts) => {
    const clipboardData = new DataTransfer();
    for (const [kind, text] of Object.entries(parts)) clipboardData.setData(kind, text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def draft(page: Page) -> Locator:
    """The element that takes the keys."""
    return page.locator(_DRAFT)


def marks(page: Page) -> Locator:
    """The underlined places of the draft."""
    return page.locator(".paper .mark")


def underlined(page: Page) -> list[str]:
    """The words of each finding that is underlined, in reading order; one may be drawn in several pieces."""
    pieces: list[list[str]] = marks(page).evaluate_all("all => all.map(mark => [mark.dataset.name, mark.textContent])")
    words = dict[str, str]()
    for name, text in pieces:
        words[name] = words.get(name, "") + text
    return list(words.values())


def ready(page: Page) -> None:
    """Returns when the editor takes text."""
    page.locator(f"{_DRAFT}:not([aria-readonly])").wait_for()


def put(page: Page, text: str) -> None:
    """The whole draft becomes `text` at once, as by pasting over it."""
    draft(page).press("Control+a")
    paste(page, text) if text else draft(page).press("Delete")


def paste(page: Page, text: str, html: str | None = None) -> None:
    """As from the clipboard, at the cursor."""
    draft(page).evaluate(_PASTE, {"text/plain": text} | ({"text/html": html} if html else {}))


def type_slowly(page: Page, text: str, delay: float) -> None:
    """Key by key where the cursor is, one each `delay` milliseconds: the time that a key takes is part of it."""
    draft(page).focus()
    due = time.perf_counter()
    for key in text:
        page.keyboard.type(key)
        due += delay / 1000
        time.sleep(max(0.0, due - time.perf_counter()))


def append(page: Page, text: str) -> None:
    """Key by key behind what stands there."""
    draft(page).press("Control+End")
    draft(page).press_sequentially(text)


def text_of(page: Page) -> str:
    """The draft as it stands in the editor, line breaks as they were typed."""
    return str(draft(page).evaluate("field => field.value"))


def expect_text(page: Page, text: str) -> None:
    """Waits until the draft is this text."""
    expect(draft(page)).to_have_js_property("value", text)
