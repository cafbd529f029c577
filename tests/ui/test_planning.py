"""From an outline to a text for another reader, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.ui.app import open_desk, submit
from tests.ui.typing import draft, expect_text, put, text_of


def test_an_outline_is_written_into_judged_compared_and_rewritten_for_another_reader(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Plan").click()
    page.get_by_role("button", name="Headings, and what to cover").click()
    expect(draft(page)).to_contain_text("What epsilon means")
    assert "**How customers are protected.**\n\n[What epsilon means" in text_of(page)
    page.get_by_text("Preview", exact=True).click()
    expect(page.locator(".preview strong").first).to_have_text("Decision requested.")
    page.get_by_role("button", name="Get feedback").click()
    expect(page.locator(".saved.problem")).to_contain_text("the outline alone")
    expect(page.get_by_text("Compare with a model answer")).to_have_count(0)

    written = f"{gold['cb-05']}\n\n<img src=x onerror=\"document.title='hacked'\">"
    submit(page, written)
    page.get_by_role("button", name="Plan").click()
    page.get_by_role("button", name="What isn't covered yet").click()
    expect(draft(page)).to_contain_text("[What the evidence covers]")
    assert re.fullmatch(r"Dear Helen,[\s\S]*\[What the evidence covers\]", text_of(page))
    page.get_by_text("Compare with a model answer").click()
    points = page.get_by_role("table", name="What to cover")
    expect(points.get_by_role("row", name="What delta means")).to_contain_text("✓ covered")
    expect(points.get_by_role("row", name="What epsilon means")).to_contain_text("○ not covered yet")

    put(page, written)
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("button", name="Rewrite it").click()
    expect(page.get_by_role("heading", name="The same facts for the data scientists")).to_be_visible()
    expect_text(page, written)
    expect(page.get_by_role("button", name="Back to “Brief the compliance officer”")).to_be_visible()
    submit(page, "Epsilon is 1.0, delta is 1e-6. The membership inference attack has an AUC of 0.51, where 0.50 is chance.")
    facts = page.get_by_role("table", name="Figures from the fact sheet")
    expect(facts.get_by_role("row", name="delta: 1e-6")).to_contain_text("Compliance officer✓ stated")
    expect(page.get_by_role("table", name="Register")).to_contain_text("of 150 to 350")
    page.reload()
    expect(page.get_by_role("table", name="Register")).to_be_visible()
    page.get_by_role("button", name="Back to “Brief the compliance officer”").click()
    expect_text(page, written)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("The same facts for the data scientists")).to_be_visible()
    assert page.title() != "hacked"


def test_the_example_can_be_looked_at_from_all_sides_and_leaves_the_desk_as_it_was(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, "My own words.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("button", name="See an example of feedback").click()
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_text("Preview", exact=True).click()
    expect(page.locator(".preview")).to_contain_text("Dear Ms Okafor")
    page.get_by_text("Brief", exact=True).click()
    expect(page.get_by_text("Your task")).to_be_visible()
    page.get_by_role("button", name="Back to my draft").click()
    expect_text(page, "My own words.")
    expect(page.get_by_text("Your task")).to_be_visible()
