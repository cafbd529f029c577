from html.parser import HTMLParser

from hypothesis import given

from coach.exporting.markdown import END_OF_DRAFT, markdown
from coach.exporting.plain_text import plain_text
from coach.exporting.report import printable
from coach.exporting.structure import blocks
from coach.exporting.web_page import web_page
from coach.models import Evaluation
from tests.exporting.evaluations import NAMES, drafts_with_findings, evaluation, finding

DRAFT = "The made-up people.\n\nThey are **safe** <script>alert(1)</script>."


class _Page(HTMLParser):
    """The tags of a page, the text of its draft without the comments' numbers, and each mark's text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.main = ""
        self.marks: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "style", "onload", "onclick")]
        if tag in ("main", "mark", "sup", "p", "li"):
            self._within.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "main" in self._within and "sup" not in self._within and data != "\n":
            self.main += data
            if "mark" in self._within:
                self.marks[-1] += data


def _page(draft: str, found: Evaluation) -> _Page:
    page = _Page()
    page.feed(web_page("A <b>briefing</b>", draft, found, NAMES))
    page.close()
    return page


def test_a_web_page_has_no_script_and_nothing_to_load_whatever_was_written() -> None:
    hostile = '<img src="https://example.org/x" onload="alert(1)"><style>@import url(//x)</style>'
    page = _page(DRAFT + hostile, evaluation(finding(DRAFT, 4, 18, hostile, hostile), finding(DRAFT, 0, 0, hostile)))
    assert not {"script", "img", "link", "iframe", "b"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert page.links == ["#comment-1"]


def test_a_web_page_marks_the_quoted_words_and_numbers_them() -> None:
    html = web_page("A briefing", DRAFT, evaluation(finding(DRAFT, 4, 18), finding(DRAFT, 8, 25)), NAMES)
    assert '<mark>made</mark><mark>-up people</mark><sup><a href="#comment-1">1</a></sup><mark>.</mark>' in html
    assert '<mark>They</mark><sup><a href="#comment-2">2</a></sup> are <strong>safe</strong>' in html
    assert "@media print" in html


@given(drafts_with_findings())
def test_a_web_page_shows_every_draft_as_it_is_and_every_comment(drafted: tuple[str, Evaluation]) -> None:
    draft, found = drafted
    html = web_page("A briefing", draft, found, NAMES)
    page = _page(draft, found)
    shown = printable("".join(p.text for b in blocks(draft) for p in b.pieces))
    assert _no_white(page.main) == _no_white(shown)
    assert html.count('<li id="comment-') == len(found.findings)
    assert not {"script", "img", "b"} & set(page.tags)


def _no_white(text: str) -> str:
    return "".join(text.split())


def test_markdown_has_the_draft_letter_for_letter_then_each_finding_with_its_quote() -> None:
    text = markdown("A briefing", DRAFT, evaluation(finding(DRAFT, 4, 18, "Not *people*: <b>records</b>."), finding(DRAFT, 0, 0, "No delta.")), NAMES)
    draft, _marker, feedback = text.partition(END_OF_DRAFT)
    assert draft == DRAFT + "\n\n"
    assert "> made-up people\n\n**Terminology · wrong about the field**  \nNot \\*people\\*: \\<b\\>records\\</b\\>." in feedback
    assert "- Terminology: level 3 of 5 (three). One place." in feedback
    assert "- No delta." in feedback


def test_plain_text_has_the_draft_then_each_finding_with_its_quote() -> None:
    text = plain_text("A briefing", DRAFT, evaluation(finding(DRAFT, 4, 18), finding(DRAFT, 0, 0, "No delta.")), NAMES)
    assert text.startswith(DRAFT + "\n\nFeedback: A briefing\n")
    assert "1. “made-up people”\nTerminology · wrong about the field\nThis is wrong." in text
    assert "– No delta." in text
