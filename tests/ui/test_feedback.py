"""The feedback beside the draft: what comes first, narrowing it, walking through it, the levels after it."""

from playwright.sync_api import Page, expect

from tests.ui.app import open_desk, submit


def test_the_levels_open_after_the_findings_with_the_steps_that_raise_them(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    levels = page.locator(".feedback .levels")
    expect(levels.locator(".level")).to_have_count(4)
    expect(levels.locator(".level").first).to_be_hidden()
    page.locator(".card").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".feedback .more")).to_be_focused()
    levels.scroll_into_view_if_needed()
    expect(levels.locator(".level").first).to_be_visible()
    expect(levels.locator(".coverage")).to_contain_text("That leads to level")
    assert page.locator(".card").first.bounding_box()["y"] < levels.bounding_box()["y"]  # type: ignore[index]


def test_the_arrow_keys_walk_through_the_comments_and_enter_shows_the_words(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    cards = page.locator(".card")
    cards.first.focus()
    page.keyboard.press("ArrowDown")
    expect(cards.nth(1)).to_be_focused()
    assert [cards.nth(n).get_attribute("tabindex") for n in range(3)] == ["-1", "0", "-1"]
    page.keyboard.press("ArrowUp")
    expect(cards.first).to_be_focused()
    quote = cards.first.locator(".quote").inner_text().strip("“”")
    page.keyboard.press("Enter")
    expect(page.locator(".backdrop .active")).to_have_text(quote)


def test_comments_are_narrowed_by_criterion_and_weight_and_stay_set_aside(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    page.get_by_label("Criterion").select_option(label="Register")
    cards = page.locator(".card")
    expect(cards.first).to_contain_text("Register")
    assert all("Register ·" in text for text in cards.all_inner_texts())
    page.get_by_label("Weight").select_option(label="could be better")
    assert all("could be better" in text for text in cards.all_inner_texts())
    page.get_by_label("Criterion").select_option(label="all")
    page.get_by_label("Weight").select_option(label="all")
    quote = cards.first.locator(".quote").inner_text()
    cards.first.get_by_role("button", name="Set aside").click()
    expect(cards.first.locator(".quote")).not_to_have_text(quote)
    page.reload()
    expect(page.get_by_role("button", name="Bring back 1")).to_be_visible()
    expect(page.get_by_role("button", name=quote)).to_have_count(0)
    page.get_by_role("button", name="Bring back 1").click()
    expect(page.get_by_role("button", name=quote)).to_have_count(1)
