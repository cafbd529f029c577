"""The whole way, from the brief to the exported second try: by touch on a dark telephone, and in German."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from docx import Document
from playwright.sync_api import Browser, Page, expect

from coach.content import Library
from coach.ui.texts import LOCALE
from tests.ui import app
from tests.ui.app import open_desk
from tests.ui.pictures import sticking_out
from tests.ui.typing import draft, expect_text, marks, put, ready, text_of

_ALL_TEXT = """() => {
    const within = (root) => [...root.querySelectorAll("*")].filter((e) => e.shadowRoot).flatMap((e) => [...e.shadowRoot.children]);
    return [document.body, ...within(document)].map((e) => e.innerText ?? "").join("\\n");
}"""
_ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
"""By this name Streamlit knows a telephone, and closes its menu after a choice."""


@pytest.fixture
def telephone(chromium: Browser) -> Iterator[Page]:
    touch = {"user_agent": _ANDROID, "has_touch": True, "is_mobile": True}
    with app.faultless(chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", **touch)) as opened:
        yield opened


def test_all_of_it_goes_by_touch_on_a_dark_telephone(telephone: Page, address: str, gold: dict[str, str], tmp_path: Path) -> None:
    page = telephone
    open_desk(page, address)
    expect(page.locator(".desk")).to_have_class(re.compile("dark"))
    page.get_by_text("Facts", exact=True).tap()
    expect(page.get_by_role("cell", name="next review")).to_be_visible()
    assert sticking_out(page) == []
    put(page, gold["cb-05"])
    page.get_by_role("button", name="Get feedback").tap()
    quote = page.locator(".card .quote").first
    expect(quote).to_be_visible()
    assert sticking_out(page) == []
    quote.tap()
    expect(page.locator(".paper .mark.active").first).to_be_in_viewport()
    marks(page).filter(has_text="made-up people").tap()
    assert sticking_out(page) == [], "with a card at the place"
    put(page, text_of(page).replace("made-up people", "synthetic records"))
    page.get_by_role("button", name="Get feedback").tap()
    since = page.get_by_role("region", name="Since your last attempt")
    expect(since.locator(".counts")).to_contain_text("1 corrected")
    since.get_by_text("What you changed").tap()
    assert sticking_out(page) == []

    _menu(page, "Progress")
    expect(page.get_by_role("img", name="Register, attempt by attempt")).to_be_visible()
    assert sticking_out(page) == []
    _menu(page, "History")
    page.get_by_role("button", name="Open", exact=True).first.tap()
    expect(since.locator(".counts")).to_contain_text("1 corrected")
    assert sticking_out(page) == []
    page.get_by_role("button", name="Export").tap()
    with page.expect_download() as started:
        page.get_by_role("button", name="Word, with comments").tap()
    started.value.save_as(tmp_path / "mine.docx")
    assert any("synthetic records" in p.text for p in Document(str(tmp_path / "mine.docx")).paragraphs)


def _menu(page: Page, name: str) -> None:
    page.get_by_test_id("stExpandSidebarButton").tap()
    page.get_by_role("link", name=name, exact=True).tap()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


@pytest.fixture
def german(chromium: Browser) -> Iterator[Page]:
    with app.faultless(chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="de-DE")) as opened:
        yield opened


def test_nothing_of_the_interface_is_english_on_the_whole_way_in_german(german: Page, address: str, gold: dict[str, str], library: Library) -> None:
    page, found = german, dict[str, list[str]]()
    authored = {criterion.title for rubric in library.rubrics.values() for criterion in rubric.criteria}

    def look(where: str) -> None:
        found[where] = [line for line in _english(page) if line not in authored]

    open_desk(page, address)
    look("an empty desk")
    for panel in ("Fakten", "Begriffe", "Feedback", "Vorschau", "Auftrag"):
        page.get_by_text(panel, exact=True).first.click()
        look(panel)
    page.get_by_role("button", name="Plan").click()
    page.get_by_role("button", name="Überschriften, und was hineingehört").click()
    expect(draft(page)).to_contain_text("What epsilon means")
    put(page, gold["cb-05"])
    page.get_by_role("button", name="Feedback holen").click()
    page.locator(".card").first.wait_for()
    page.locator(".feedback details").evaluate_all("all => all.forEach(one => one.open = true)")
    look("feedback")
    put(page, gold["cb-05"].replace("made-up people", "synthetic records"))
    page.get_by_role("button", name="Feedback holen").click()
    page.locator(".since").wait_for()
    look("a second try")
    page.get_by_text("Mit einer Musterantwort vergleichen").click()
    page.get_by_role("table").first.wait_for()
    look("the comparison")
    for name in ("Fortschritt", "Verlauf", "Glossar", "Meine Daten"):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        look(name)
    page.get_by_role("link", name="Üben").click()
    ready(page)
    expect_text(page, gold["cb-05"].replace("made-up people", "synthetic records"))
    assert {where: lines for where, lines in found.items() if lines} == {}


def _english(page: Page) -> list[str]:
    """The lines on the page that are a text of the catalogue as it is before it is translated."""
    lines = {line.strip() for line in str(page.evaluate(_ALL_TEXT)).splitlines()}
    return sorted(line for line in lines if any(text.fullmatch(line) for text in ENGLISH))


def _texts() -> Iterator[re.Pattern[str]]:
    with (LOCALE / "de/LC_MESSAGES/coach.po").open("rb") as file:
        for message in read_po(file, "de"):
            said = message.id if isinstance(message.id, tuple) else (message.id,)
            translated = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in said:
                if text and text not in translated and re.search(r"[a-z]{3}", re.sub(r"{\w*}", "", text)):
                    yield re.compile(re.sub(r"\\{\w*\\}", ".+", re.escape(text)))


ENGLISH = list(_texts())
