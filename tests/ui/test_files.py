"""Files out of the desk and in again, in a real browser."""

from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from coach.exporting.structure import blocks
from tests.exporting.comments import commented_words
from tests.ui.app import open_desk, submit
from tests.ui.typing import append, expect_text, put, text_of


def test_feedback_goes_out_as_a_word_file_that_opens_again_on_the_desk(page: Page, address: str, gold: dict[str, str], tmp_path: Path) -> None:
    open_desk(page, address)
    submit(page, gold["cb-05"])
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Word, with comments").click()
    exported = tmp_path / started.value.suggested_filename
    started.value.save_as(exported)
    assert exported.name == "compliance-briefing.docx"
    document = Document(str(exported))
    assert any("made-up people" in p.text for p in document.paragraphs)
    page.locator(".feedback .more").click()
    quotes = {q.strip("“”") for q in page.locator(".card .quote").all_inner_texts()}
    assert len(quotes) > 5
    assert set(commented_words(document).values()) == quotes

    put(page, "Typed since, and never submitted.")
    page.get_by_role("button", name="Open a file").click()
    page.locator("input[type=file]").set_input_files(exported)
    expect(page.get_by_text("words from compliance-briefing.docx")).to_be_visible()
    texts = [["".join(p.text for p in b.pieces) for b in blocks(text)] for text in (text_of(page), gold["cb-05"])]
    assert texts[0] == texts[1]

    append(page, " More.")
    expect(page.locator(".saved")).to_have_text("saved just now")
    page.get_by_role("button", name="Open a file").click()
    page.get_by_role("button", name="Typed since").click()
    expect_text(page, "Typed since, and never submitted.")
    page.reload()
    expect_text(page, "Typed since, and never submitted.")


def test_a_file_that_is_no_draft_is_refused_and_the_text_stays(page: Page, address: str) -> None:
    open_desk(page, address)
    put(page, "My own text.")
    page.get_by_role("button", name="Open a file").click()
    page.locator("input[type=file]").set_input_files({"name": "old.docx", "mimeType": "application/msword", "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"})
    expect(page.get_by_text("is in Word's old format")).to_be_visible()
    expect_text(page, "My own text.")
