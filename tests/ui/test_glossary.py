"""The glossary in a real browser: found, filtered, read, and reached from a finding."""

from playwright.sync_api import Browser, Page, expect

from tests.ui.app import open_desk, submit
from tests.ui.typing import text_of


def _open(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("heading", name="Glossary")).to_be_visible()


def test_a_term_is_found_by_an_abbreviation_and_opens(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_role("searchbox", name="Search").or_(page.get_by_label("Search")).first.fill("TSTR")
    expect(page.get_by_role("link", name="epsilon", exact=True)).to_have_count(0)
    first = page.locator(".st-key-terms a").first
    expect(first).to_have_text("train on synthetic, test on real (TSTR)")
    first.click()
    expect(page.get_by_role("heading", name="train on synthetic, test on real (TSTR)")).to_be_visible()
    expect(page.get_by_text("Not to be confused with")).to_be_visible()


def test_a_category_leaves_its_terms_only(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_role("combobox", name="Category").click()
    page.get_by_role("option", name="Governance").click()
    expect(page.get_by_role("link", name="data card", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="epsilon", exact=True)).to_have_count(0)


def test_a_query_without_a_fit_says_what_to_do(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_label("Search").first.fill("xylophone")
    expect(page.get_by_text("No term fits")).to_be_visible()


def test_the_page_of_a_score_draws_its_direction(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_role("link", name="KL divergence", exact=True).click()
    arrow = page.locator(".scale .arrow.lower")
    expect(arrow).to_have_text("better")
    assert page.locator(".scale .end").all_inner_texts()[0].startswith("0")
    expect(page.locator(".mistake .wrong").first).to_be_visible()


def test_a_finding_leads_to_its_term_and_the_desk_stays(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    card = page.locator(".card", has=page.get_by_role("button", name="Term card")).first
    card.get_by_role("button", name="Term card").click()
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="All about it in the glossary").click()
    expect(opened.value.get_by_text("Not to be confused with")).to_be_visible()
    assert text_of(page) == gold["cb-05"]


def test_an_address_with_an_unknown_term_is_answered_with_the_list(chromium: Browser, address: str) -> None:
    page = chromium.new_page()  # without the fixture's eye on the console: Streamlit looks for itself under a page's address first
    page.goto(f"{address}/glossary?term=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.get_by_text("There is no term “<script>alert(1)</script>”")).to_be_visible()
    expect(page.get_by_role("link", name="epsilon", exact=True)).to_be_visible()
    page.close()
