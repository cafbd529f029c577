"""The interface in the learner's language, in a real browser."""

import httpx2
from playwright.sync_api import Browser, expect

from tests.ui.app import open_desk
from tests.ui.typing import put, text_of


def test_each_learner_is_spoken_to_in_the_language_of_the_browser_until_another_is_chosen(chromium: Browser, address: str, gold: dict[str, str]) -> None:
    german, english = (chromium.new_context(locale=locale, viewport={"width": 1440, "height": 1000}) for locale in ("de-AT", "en-GB"))
    page, other = german.new_page(), english.new_page()
    open_desk(page, address, "quality-report")
    open_desk(other, address)
    expect(other.get_by_role("button", name="Get feedback")).to_be_visible()
    put(page, gold["qr-05"])
    page.get_by_role("button", name="Feedback holen").click()
    expect(page.locator(".feedback .summary")).to_contain_text("Stellen zum Ansehen")
    expect(page.locator(".card .kind").first).to_contain_text("Regel")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Get feedback")).to_be_visible()
    expect(page).to_have_url(f"{address}/?scenario=quality-report")
    assert text_of(page) == gold["qr-05"]
    page.reload()
    expect(page.get_by_role("button", name="Get feedback")).to_be_visible()
    german.close()
    english.close()


def test_a_choice_of_language_leads_to_no_other_host(address: str) -> None:
    for path in ("//example.com/", "/", "/%2F%2Fexample.com/", "/https://example.com/"):
        answer = httpx2.get(f"{address}{path}?language=de&x=//example.com", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "?x=%2F%2Fexample.com"
