"""The interface in the learner's language, in a real browser."""

from pathlib import Path

import httpx2
from playwright.sync_api import Browser, expect

from tests.ui.app import open_desk, serve
from tests.ui.typing import put, text_of


def test_a_german_browser_is_spoken_to_in_german_until_english_is_chosen(chromium: Browser, address: str, gold: dict[str, str]) -> None:
    context = chromium.new_context(locale="de-AT", viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    open_desk(page, address, "quality-report")
    put(page, gold["qr-05"])
    page.get_by_role("button", name="Feedback holen").click()
    expect(page.locator(".feedback .summary")).to_contain_text("Stellen zum Ansehen")
    expect(page.locator(".card .kind").first).to_contain_text("Regel")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Get feedback")).to_be_visible()
    expect(page).to_have_url(f"{address}/?scenario=quality-report")
    assert text_of(page) == gold["qr-05"]
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("attempt 1")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    context.close()


def test_two_learners_at_once_are_each_spoken_to_in_their_language(chromium: Browser, address: str) -> None:
    for locale, button in (("de-DE", "Feedback holen"), ("en-GB", "Get feedback"), ("de-DE", "Feedback holen")):
        context = chromium.new_context(locale=locale)
        page = context.new_page()
        open_desk(page, address)
        expect(page.get_by_role("button", name=button)).to_be_visible()
        context.close()


def test_a_choice_of_language_leads_to_no_other_host(address: str) -> None:
    for path in ("//example.com/", "/", "/%2F%2Fexample.com/", "/https://example.com/"):
        answer = httpx2.get(f"{address}{path}?language=de&x=//example.com", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "?x=%2F%2Fexample.com"


def test_a_fixed_language_that_there_is_not_is_said_on_the_page(chromium: Browser, tmp_path: Path) -> None:
    with serve(f"sqlite:///{tmp_path / 'coach.db'}", COACH_LANGUAGE="tlh") as address:
        page = chromium.new_page()
        page.goto(address)
        expect(page.get_by_text("COACH_LANGUAGE is “tlh”: write one of en, de")).to_be_visible()
        page.close()
