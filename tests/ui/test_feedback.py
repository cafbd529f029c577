"""The feedback beside the draft: what comes first, narrowing it, walking through it, the levels after it."""

from playwright.sync_api import Page, expect

from tests.ui.app import open_desk, submit
from tests.ui.typing import draft, put


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
    levels.locator("summary").first.click()
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
    expect(page.locator(".paper .mark.active")).to_have_text(quote)


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


def test_a_finding_can_be_called_wrong_and_the_dispute_taken_back(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, f"{gold['cb-05']} The attack AUC of 0.51 proves that nobody can ever be re-identified.")
    quote = page.locator(".card .quote").first.inner_text()
    card = page.locator(".card", has=page.get_by_role("button", name=quote, exact=True))
    card.get_by_role("button", name="This is wrong").press("Enter")
    page.keyboard.type("<b>The brief says")
    page.locator(".feedback .more").click()
    expect(page.locator(".card:focus")).to_have_count(1)
    note = card.get_by_label("Why?")
    expect(note).to_have_value("<b>The brief says")
    note.press("End")
    page.keyboard.type(" so.</b>")
    page.keyboard.press("Enter")
    expect(card.locator(".disputed")).to_contain_text("You said that this is wrong.")
    page.reload()
    expect(card.locator(".disputed")).to_contain_text("<b>The brief says so.</b>")
    card.get_by_role("button", name="Take it back").click()
    expect(card.locator(".disputed")).to_have_count(0)
    expect(card.get_by_role("button", name="This is wrong")).to_be_visible()
    reader = page.locator(".feedback .reader")
    expect(reader.locator(".decision")).to_be_visible()
    expect(reader.locator(".questions")).to_contain_text("What does epsilon limit")
    page.locator(".feedback .claims > summary").press("Enter")
    expect(page.locator(".feedback .claims .weight.over").first).to_be_visible()
    page.locator(".feedback .strengths .quote").first.press("Enter")
    expect(draft(page)).to_be_focused()


def test_what_is_expected_is_asked_first_compared_afterwards_and_after_two_skips_no_more(page: Page, address: str, gold: dict[str, str]) -> None:
    page.add_init_script("if (location.protocol.startsWith('http')) localStorage.setItem('coach:skipped', localStorage.getItem('coach:skipped') ?? '0')")
    open_desk(page, address)
    put(page, gold["cb-05"])
    draft(page).press("Control+Enter")
    asked = page.locator(".feedback .before")
    asked.get_by_label("Who reads this").fill("Our officer")
    asked.get_by_label("Which sentence would").select_option(index=1)
    asked.get_by_label("Which level").select_option("4")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator(".paper .mark")).to_have_count(0)
    asked.get_by_role("button", name="Open the feedback").click()
    expect(page.locator(".card").first).to_be_focused()
    expect(page.locator(".paper .mark").first).to_be_visible()
    levels = page.locator(".feedback .levels")
    expect(levels.locator(".compared")).to_have_count(3)
    levels.locator("summary").first.click()
    expect(levels.locator(".compared").first).to_contain_text("You expected level 4. Found:")
    expect(levels).to_contain_text("You wrote for: Our officer.")
    for skipped in range(3):
        put(page, f"{gold['cb-05']} Try {skipped}.")
        draft(page).press("Control+Enter")
        if skipped < 2:
            asked.get_by_label("Who reads this").press("Escape")
        expect(page.locator(".card").first).to_be_visible()
        expect(page.get_by_role("region", name="Since your last attempt")).to_be_visible()
