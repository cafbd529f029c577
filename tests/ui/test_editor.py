"""The live editor, in a real browser: quiet and polishing, cards at the place, pasted structure, text that nothing loses."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.ui.app import free_port, open_desk, serve, submit
from tests.ui.typing import append, draft, expect_text, marks, paste, put, text_of, type_slowly

FIRST = "quality-report"
NEAR = "The synthethic data has made-up people in it."


def _polish(page: Page) -> None:
    page.get_by_role("button", name="Polish").click()


def test_writing_is_quiet_and_polishing_underlines_what_is_typed(page: Page, address: str) -> None:
    open_desk(page, address)
    type_slowly(page, NEAR, 5)
    expect(page.locator(".saved")).to_have_text("saved just now")
    expect(marks(page)).to_have_count(0)
    _polish(page)
    expect(marks(page).filter(has_text="made-up people")).to_have_count(1)
    append(page, " It is fake data.")
    expect(marks(page).filter(has_text="fake data")).to_have_count(1)
    page.keyboard.type(" On.")
    expect_text(page, f"{NEAR} It is fake data. On.")
    expect(page.locator(".legend")).to_contain_text("Terminology")
    for _press in range(30):
        if text_of(page) == NEAR:
            break
        page.keyboard.press("Control+z")
    expect(marks(page).filter(has_text="fake data")).to_have_count(0)
    expect_text(page, NEAR)
    page.reload()
    expect(marks(page).first).to_be_visible()
    expect(page.get_by_role("button", name="Polish")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(marks(page)).to_have_count(0)


def test_a_card_at_the_place_explains_asks_and_mends_with_the_keys_alone(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, f"{NEAR} A higher epsilon protects people better.")
    _polish(page)
    expect(marks(page).filter(has_text="synthethic data")).to_have_count(1)
    draft(page).press("Control+Home")
    page.keyboard.press("Alt+ArrowDown")
    card = page.locator(".finding")
    expect(card).to_contain_text("The fixed expression is “synthetic data”")
    assert draft(page).evaluate("field => field.matches(':focus')")
    page.keyboard.press("Alt+Enter")
    expect_text(page, text_of(page).replace("synthethic", "synthetic"))
    assert text_of(page).startswith("The synthetic data has")
    expect(card).to_have_count(0)
    page.keyboard.press("Control+z")
    assert text_of(page).startswith("The synthethic data")

    misuse = marks(page).filter(has_text="higher epsilon")
    misuse.hover()
    expect(card).to_contain_text("wrong way round")
    expect(card).to_contain_text("epsilon")
    expect(card.get_by_role("textbox")).to_have_count(0)
    card.get_by_role("button", name="A question").click()
    expect(card.locator(".question")).to_be_visible()
    expect(card.locator(".phrase")).to_have_count(0)
    card.get_by_role("textbox").fill("A lower epsilon protects people better.")
    page.keyboard.press("Enter")
    expect(card.locator(".phrase")).to_contain_text("State the direction")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert draft(page).evaluate("field => field.matches(':focus')")


def test_a_finding_is_ignored_once_or_in_the_whole_draft_and_comes_back(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, "It is fake data. Still fake data, with made-up people.")
    _polish(page)
    fake, people = marks(page).filter(has_text="fake data"), marks(page).filter(has_text="made-up people")
    expect(fake).to_have_count(2)
    fake.first.hover()
    page.get_by_role("button", name="Ignore once").click()
    expect(fake).to_have_count(1)
    people.hover()
    page.get_by_role("button", name="Ignore in this draft").click()
    expect(people).to_have_count(0)
    append(page, " More.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    expect(people).to_have_count(0)
    page.reload()
    expect(fake).to_have_count(2)
    expect(people).to_have_count(0)
    page.get_by_role("button", name="Show what you ignore").click()
    expect(people).to_have_count(1)


def test_what_is_pasted_from_word_keeps_its_structure_and_runs_nothing(page: Page, address: str) -> None:
    open_desk(page, address)
    html = """<html><head><style>p {color: red}</style></head><body><!--StartFragment-->
      <h1>Summary<img src=x onerror="document.title='hacked'"></h1>
      <p class=MsoNormal>The budget is <b>1.0</b>,<br>not <span style="font-style:italic">more</span>.<script>document.title='hacked'</script></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>first</p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>second</p>
      <ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>
      <table><tr><td>Measure</td><td>Value</td></tr><tr><td>TSTR</td><td>0.86</td></tr></table><!--EndFragment--></body></html>"""
    paste(page, "plain", html)
    expect_text(
        page,
        "# Summary\n\nThe budget is **1.0**,\nnot *more*.\n\n- first\n- second\n\n1. one\n   - inner\n2. two\n\n"
        "| Measure | Value |\n| --- | --- |\n| TSTR | 0.86 |",
    )
    assert page.title() != "hacked"
    put(page, "")
    paste(page, "Just words", "<span>Just words</span>")
    expect_text(page, "Just words")


def test_the_newer_of_two_windows_wins_and_the_other_text_can_be_brought_back(page: Page, address: str) -> None:
    open_desk(page, address, FIRST)
    put(page, "Both began here.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    second = page.context.new_page()
    open_desk(second, address, FIRST)
    expect_text(second, "Both began here.")
    append(page, " The first went on.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    append(second, " The second was later.")
    expect(second.get_by_text("Another window had another text")).to_be_visible()
    second.get_by_role("button", name="Open a file").click()
    expect(second.get_by_role("button", name="Both began here. The first went on")).to_be_visible()
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Practise").click()
    expect_text(page, "Both began here. The second was later.")
    second.close()


def test_a_server_that_starts_anew_while_somebody_types_loses_nothing(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page()
    database, port = f"sqlite:///{tmp_path / 'coach.db'}", str(free_port())
    with serve(database, COACH_PORT=port) as address:
        open_desk(page, address)
        type_slowly(page, "Before.", 5)
        expect(page.locator(".saved")).to_have_text("saved just now")
    type_slowly(page, " While it was down.", 5)
    with serve(database, COACH_PORT=port):
        type_slowly(page, " And after.", 5)
        expect(page.locator(".saved")).to_have_text("saved just now")
        expect_text(page, "Before. While it was down. And after.")
        page.reload()
        expect_text(page, "Before. While it was down. And after.")
        page.context.close()


def test_the_brief_follows_the_typing_and_takes_no_key(page: Page, address: str) -> None:
    open_desk(page, address)
    expect(page.get_by_text("–\u00a0epsilon").first).to_be_visible()
    type_slowly(page, "Epsilon is 1.0 here, and delta is 1e-3 this time. ", 5)
    expect(page.get_by_text("✓\u00a0epsilon").first).to_be_visible()
    expect(page.get_by_text("to read,")).to_be_visible()
    type_slowly(page, "It goes on.", 5)
    assert text_of(page) == "Epsilon is 1.0 here, and delta is 1e-3 this time. It goes on."


def test_the_plain_text_box_stays_chosen_on_other_pages(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Use a plain text box").click()
    expect(page.get_by_role("button", name="Use the editor")).to_be_visible()
    page.goto(f"{address}/?scenario=quality-report")
    expect(page.get_by_role("textbox", name="Your draft")).to_be_visible()
    expect(page.locator(".submit")).to_have_count(0)
    page.get_by_role("button", name="Use the editor").click()
    expect(draft(page)).to_be_visible()


def test_findings_of_the_feedback_stay_underlined_while_other_words_change(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    expect(marks(page).filter(has_text="made-up people")).to_have_count(1)
    append(page, " More words.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.locator(".card .quote").first.click()
    expect(page.locator(".paper .active").first).to_be_visible()
