from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

from docx import Document
from docx.document import Document as Opened
from hypothesis import given, settings

from coach.exporting.report import printable
from coach.exporting.structure import blocks
from coach.exporting.word import word
from coach.models import Evaluation
from tests.exporting.comments import commented_words
from tests.exporting.evaluations import DRAFTS, NAMES, drafts_with_findings, evaluation, finding


def _exported(draft: str, *judged: Evaluation) -> Opened:
    (found,) = judged or (evaluation(),)
    return Document(BytesIO(word("A briefing", draft, found, NAMES)))


def _as_shown(draft: str, start: int, end: int) -> str:
    """What Word shows of draft[start:end]: no marks, no white lines, line breaks as python-docx reads them."""
    places = {piece.start + i for block in blocks(draft) for piece in block.pieces for i in range(len(piece.text))}
    return "".join(printable(c) for i, c in enumerate(draft) if start <= i < end and i in places).replace("\r", "\n")


def test_a_comment_sits_on_exactly_the_words_that_its_finding_quotes(gold: dict[str, str], judged: Callable[[str], Evaluation]) -> None:
    found = judged(gold["cb-05"])
    document = _exported(gold["cb-05"], found)
    quoted = [f for f in found.findings if f.quote]
    commented = commented_words(document)
    assert len(quoted) > 5
    assert [commented[c.comment_id] for c in document.comments] == [_as_shown(gold["cb-05"], f.start, f.end) for f in quoted]
    assert {f.quote for f in quoted if "\n" not in f.quote and "*" not in f.quote} <= set(commented.values())
    assert all(f.message in c.text for f, c in zip(quoted, document.comments, strict=True))


def test_a_comment_says_the_criterion_what_is_wrong_why_and_how_to_mend_it() -> None:
    document = _exported("The made-up people.", evaluation(finding("The made-up people.", 4, 18)))
    (comment,) = document.comments
    assert comment.author == "Coach"
    said = ["Terminology · wrong about the field", "This is wrong. This reader would decide wrongly. Because it is.", "To mend it: Say it so."]
    assert comment.text.split("\n") == said


@settings(deadline=None, max_examples=50)
@given(drafts_with_findings())
def test_any_finding_of_any_draft_is_commented_at_its_characters(drafted: tuple[str, Evaluation]) -> None:
    draft, found = drafted
    document = _exported(draft, found)
    shown = [text for f in found.findings if (text := _as_shown(draft, f.start, f.end))]
    commented = commented_words(document)
    assert [commented[c.comment_id] for c in document.comments] == shown


def test_overlapping_and_adjacent_quotes_and_one_over_a_paragraph_break_each_keep_their_words() -> None:
    draft = "One two three.\n\nFour 😀 five."
    spans = [(0, 7), (4, 13), (7, 13), (8, 21), (21, 22)]
    commented = commented_words(_exported(draft, evaluation(*(finding(draft, *span) for span in spans))))
    assert list(commented.values()) == ["One two", "two three", " three", "three.Four ", "😀"]


def test_headings_lists_and_bold_words_are_word_s_own() -> None:
    draft = "# Title\n\nSome **bold** words\nand a line.\n\n- one\n  - deeper\n- two\n\n3. third\n4. fourth\n\nThen:\n\n1. first"
    document = _exported(draft)
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[:9] == [
        ("Heading 1", "Title"),
        ("Normal", "Some bold words\nand a line."),
        ("List Bullet", "one"),
        ("List Bullet 2", "deeper"),
        ("List Bullet", "two"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Normal", "Then:"),
        ("List Number", "first"),
    ]
    assert [r.text for r in document.paragraphs[1].runs if r.bold] == ["bold"]
    lists = [document.paragraphs[n]._p.pPr.numPr.numId.val for n in (5, 6, 8)]
    numbering = document.part.numbering_part.element
    starts = [numbering.num_having_numId(n).xpath("string(w:lvlOverride/w:startOverride/@w:val)") for n in lists]
    assert (lists[0] == lists[1] != lists[2], starts) == (True, ["3", "3", "1"])


def test_levels_and_missing_points_stand_at_the_end_under_a_heading() -> None:
    draft = "# Text"
    document = _exported(draft, evaluation(finding(draft, 0, 0, "No word of delta."), finding(draft, 0, 1, "A mark alone.")))
    texts = [p.text for p in document.paragraphs]
    assert texts[1] == "Feedback: A briefing"
    assert "Terminology: level 3 of 5 (three). One place." in texts
    assert any(t.startswith("No word of delta.") for t in texts[texts.index("Not covered yet") :])
    assert any("A mark alone." in t for t in texts), "what quotes nothing that is shown is said all the same"


@given(DRAFTS)
def test_the_shown_characters_are_the_draft_s_own_in_order(draft: str) -> None:
    pieces = [p for b in blocks(draft) for p in b.pieces]
    assert all(draft[p.start : p.end] == p.text for p in pieces)
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    hidden = set(range(len(draft))) - {i for p in pieces for i in range(p.start, p.end)}
    assert not {draft[i] for i in hidden if draft[i].isalpha()}
