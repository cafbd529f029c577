"""A learner's way through the desk, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coach.content import RoleContent
from tests.ui.app import open_desk, serve, submit
from tests.ui.typing import draft, expect_text, marks, put, ready, text_of


def test_the_findings_of_a_pasted_draft_are_highlighted_in_place(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    expect(marks(page).first).to_be_visible()
    texts = marks(page).all_inner_texts()
    assert {"made-up people", "DP", "MIA AUC"} <= set(texts)
    assert text_of(page).rstrip("\n") == gold["cb-05"].rstrip("\n")
    quotes = [q.strip("“”") for q in page.locator(".card .quote").all_inner_texts()]
    assert quotes
    assert all(q in gold["cb-05"] for q in quotes)
    expect(page.locator(".legend")).to_contain_text("Terminology")


def test_a_draft_survives_a_reload_and_its_attempt_is_in_the_history(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    page.reload()
    expect_text(page, gold["cb-05"])
    expect(marks(page).first).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("attempt 1")).to_be_visible()
    page.get_by_role("button", name="Open").click()
    expect_text(page, gold["cb-05"])
    expect(page.locator(".card").first).to_be_visible()


def test_five_findings_come_first_and_the_rest_on_request(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    expect(page.locator(".card")).to_have_count(5)
    page.locator(".feedback .more").click()
    assert page.locator(".card").count() > 5
    page.locator(".card").first.get_by_role("button", name="Set aside").click()
    expect(page.get_by_role("button", name="Bring back")).to_be_visible()


def test_the_keyboard_submits_and_walks_through_the_findings(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    put(page, gold["cb-05"])
    draft(page).press("Control+Enter")
    page.locator(".card").first.wait_for()
    draft(page).press("Alt+ArrowDown")
    first = page.locator(".paper .active").inner_text()
    selected = draft(page).evaluate("field => field.getRootNode().getSelection().toString()")
    assert selected == first
    draft(page).press("Alt+ArrowDown")
    assert page.locator(".paper .active").inner_text() != first


def test_underlines_move_with_the_text_and_go_where_it_was_mended(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    put(page, "A line before.\n\n" + gold["cb-05"].replace("made-up people", "synthetic records"))
    texts = marks(page).all_inner_texts()
    assert "made-up people" not in texts
    assert "MIA AUC" in texts


def test_text_typed_a_moment_before_a_reload_is_not_lost(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, "Typed just now")
    page.reload()
    expect_text(page, "Typed just now")


def test_a_draft_survives_a_change_of_page_and_of_scenario(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, "For the officer")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("No attempts yet")).to_be_visible()
    page.get_by_role("link", name="Practise").click()
    open_desk(page, address, "quality-report")
    expect_text(page, "")
    open_desk(page, address)
    expect_text(page, "For the officer")


def test_the_ticks_and_the_count_follow_the_typing(page: Page, address: str) -> None:
    open_desk(page, address)
    expect(page.get_by_text("☐ What delta means")).to_be_visible()
    put(page, "Delta is the small probability that the limit does not hold.")
    expect(page.get_by_text("☑ What delta means")).to_be_visible()
    expect(page.locator(".count")).to_contain_text("11 words")


def test_an_empty_draft_is_refused_with_a_sentence(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Get feedback").click()
    expect(page.locator(".saved.problem")).to_contain_text("The draft is empty")


def test_the_model_answer_opens_only_after_the_first_attempt(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address, "quality-report")
    _panel(page, "Feedback")
    expect(page.get_by_text("What is found in it will stand here")).to_be_visible()
    expect(page.get_by_text("Model answers, and what other levels look like")).to_have_count(0)
    submit(page, gold["qr-05"])
    expect(page.get_by_text("Model answers, and what other levels look like")).to_be_visible()


@pytest.mark.parametrize(
    ("scenario", "draft", "quote"),
    [
        ("quality-report", "qr-05", "fake data"),
        ("compliance-briefing", "cb-05", "made-up people"),
        ("tstr-explanation", "te-05", "98%"),
        ("governance-policy", "gp-05", "24 hours"),
    ],
)
def test_a_scenario_can_be_walked_through_from_brief_to_model_answer(
    page: Page, address: str, role: RoleContent, gold: dict[str, str], scenario: str, draft: str, quote: str
) -> None:
    told = role.scenarios[scenario]
    open_desk(page, address, scenario)
    expect(page.get_by_role("heading", name=told.title)).to_be_visible()
    expect(page.get_by_text(told.points[0].title).first).to_be_visible()
    page.get_by_text("The register that fits").click()
    expect(page.get_by_text("Tenor.")).to_be_visible()
    _panel(page, "Facts")
    expect(page.get_by_role("cell", name=told.facts[0].label, exact=True)).to_be_visible()
    expect(page.get_by_text("What you know besides")).to_be_visible()
    _panel(page, "Terms")
    expect(page.get_by_text(role.terms[told.expected_terms[0]].term).first).to_be_visible()
    expect(page.get_by_text("explain it").first).to_be_visible()
    submit(page, gold[draft])
    expect(marks(page).filter(has_text=quote).first).to_be_visible()
    expect(page.locator("details li").filter(has_text=told.background[0].split(";")[0][:40])).to_be_hidden()
    page.get_by_text("What you know besides").click()
    expect(page.get_by_text(told.background[0].split(";")[0][:40])).to_be_visible()
    page.get_by_text("Model answers, and what other levels look like").click()
    for answer in role.answers[scenario]:
        page.get_by_role("tab", name=answer.title).click()
        expect(page.get_by_text(answer.parts[0].note[:40])).to_be_visible()
    page.get_by_role("tab", name="Levels 2, 3 and 4").click()
    expect(page.get_by_text(told.excerpts[0].why[:40])).to_be_visible()


def _panel(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()


def test_a_first_visit_shows_a_finished_example_in_one_click(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="See an example of feedback").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(marks(page).first).to_be_visible()
    page.get_by_role("button", name="Back to my draft").click()
    ready(page)
    expect_text(page, "")


def test_the_plain_text_box_keeps_and_judges_the_same_draft(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    put(page, "Kept")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("button", name="Use a plain text box").click()
    expect(page.locator(".submit")).to_have_count(0)
    box = page.get_by_role("textbox", name="Your draft")
    expect(box).to_have_value("Kept")
    box.fill(gold["cb-05"])
    page.get_by_role("button", name="Get feedback").click()
    expect(page.locator(".card").first).to_be_visible()


def test_after_a_second_try_each_earlier_finding_has_its_outcome(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    expect(page.locator(".since")).to_have_count(0)
    revised = gold["cb-05"].replace("made-up people", "synthetic records")
    revised = revised.replace(" It refills whenever we retrain the generator, so no worries :)", "") + " <b>It is so cool.</b>"
    put(page, revised)
    page.get_by_role("button", name="Get feedback").click()
    since = page.get_by_role("region", name="Since your last attempt")
    expect(since.locator(".counts")).to_have_text("1 corrected, 2 removed, 9 open, 1 new")
    expect(since.locator(".moved-levels")).to_contain_text("Terminology accuracy ↑ up")
    expect(since.locator("li").first).to_contain_text("open")
    since.get_by_text("Show 8 more").press("Enter")
    expect(since.locator("li", has_text="made-up people")).to_contain_text("corrected")
    expect(since.locator("li", has_text="It refills whenever we retrain")).to_contain_text("removed")
    expect(since.locator("li", has_text="What epsilon means")).to_contain_text("still missing")
    since.get_by_text("What you changed").press("Enter")
    expect(since.locator("del", has_text="made-up people")).to_contain_text("removed:")
    expect(since.locator("ins", has_text="synthetic records")).to_contain_text("added:")
    expect(since.locator("ins", has_text="<b>It is so cool.</b>")).to_be_visible()
    since.locator("li.open button").first.press("Enter")
    expect(page.locator(".paper .active")).to_have_count(1)
    page.reload()
    expect(since.locator(".counts")).to_have_text("1 corrected, 2 removed, 9 open, 1 new")
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Open").first.click()
    expect(since.locator(".counts")).to_have_text("1 corrected, 2 removed, 9 open, 1 new")


def test_attempts_can_be_deleted_and_gone_on_from(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-01"])
    put(page, "Something else")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name="Go on from this draft").click()
    page.get_by_role("button", name="Replace it").click()
    expect_text(page, gold["cb-01"])
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("No attempts yet")).to_be_visible()


def test_one_learner_sees_nothing_of_another(page: Page, address: str, chromium: Browser) -> None:
    open_desk(page, address)
    submit(page, "Secret draft about epsilon.")
    other = chromium.new_context().new_page()
    open_desk(other, address)
    expect_text(other, "")
    other.get_by_role("link", name="History").click()
    expect(other.get_by_text("No attempts yet")).to_be_visible()
    other.context.close()


def test_a_draft_is_there_after_a_restart(page: Page, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'coach.db'}"
    with serve(database) as address:
        open_desk(page, address)
        put(page, "Before the restart")
        expect(page.locator(".saved")).to_have_text("saved just now")
        cookies = page.context.cookies()
        page.goto("about:blank")
    page.context.clear_cookies()
    with serve(database) as address:
        page.context.add_cookies([{"name": c["name"], "value": c["value"], "url": address} for c in cookies])
        open_desk(page, address)
        expect_text(page, "Before the restart")


def test_the_phone_has_the_draft_first_and_nothing_to_scroll_sideways(chromium: Browser, address: str, gold: dict[str, str]) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    open_desk(page, address)
    submit(page, gold["cb-05"])
    text, panel = draft(page).bounding_box(), page.locator(".feedback").bounding_box()
    assert text
    assert panel
    assert text["y"] < panel["y"]
    assert page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")
    page.context.close()
