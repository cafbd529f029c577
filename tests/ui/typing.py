"""How tests write into the editor, in one place: the draft is one element, whatever it is made of."""

from playwright.sync_api import Locator, Page

_DRAFT = "#coach-draft"


def draft(page: Page) -> Locator:
    """The element that takes the keys."""
    return page.locator(_DRAFT)


def ready(page: Page) -> None:
    """Returns when the editor takes text."""
    page.locator(f"{_DRAFT}:not([readonly])").wait_for()


def put(page: Page, text: str) -> None:
    """The whole draft becomes `text` at once, as by pasting over it."""
    draft(page).fill(text)


def type_slowly(page: Page, text: str, delay: float) -> None:
    """Key by key where the cursor is, `delay` milliseconds apart."""
    draft(page).press_sequentially(text, delay=delay, timeout=len(text) * (delay + 100) + 30_000)


def text_of(page: Page) -> str:
    """The draft as it stands in the editor, line breaks as they were typed."""
    return draft(page).input_value()
