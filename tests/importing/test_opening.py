import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.errors import DraftRefused
from coach.exporting.markdown import END_OF_DRAFT, markdown
from coach.exporting.structure import blocks
from coach.exporting.word import word
from coach.importing.opening import MAX_BYTES, draft_from
from coach.models import MAX_DRAFT_CHARACTERS, Evaluation
from tests.exporting.evaluations import DRAFTS, NAMES, evaluation, finding

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAFT = "# Title\n\nSome **bold** words\nand a line.\n\n- one\n   - deeper\n- two\n\n3. third\n4. fourth\n\nThen:\n\n1. first"


def _saved(build: Callable[[Document], object]) -> bytes:
    document = Document()
    build(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _word(draft: str, found: Evaluation | None = None) -> bytes:
    return word("A briefing", draft, found or evaluation(), NAMES)


def test_a_word_file_that_was_exported_gives_the_draft_back_without_its_feedback() -> None:
    assert draft_from("draft.docx", _word(DRAFT, evaluation(finding(DRAFT, 0, 0), finding(DRAFT, 9, 20)))) == DRAFT


def test_a_markdown_file_that_was_exported_gives_the_draft_back_without_its_feedback() -> None:
    draft = f"One.\n\n{END_OF_DRAFT}\n\nTwo."
    assert draft_from("draft.md", markdown("A briefing", draft, evaluation(finding(draft, 0, 4)), NAMES).encode()) == draft


@settings(deadline=None, max_examples=50)
@given(DRAFTS)
def test_every_exported_draft_can_be_opened_and_keeps_its_words(draft: str) -> None:
    shown = [p.text for b in blocks(draft) for p in b.pieces]
    if not "".join(shown).strip():
        return
    opened = draft_from("draft.docx", _word(draft))
    assert _letters(opened) == _letters("".join(shown))


def _letters(text: str) -> list[str]:
    return [c for c in text if c.isalpha()]


def test_tables_come_as_lines_and_tracked_deletions_and_text_boxes_do_not_come() -> None:
    def build(document: Document) -> None:
        table = document.add_table(2, 2)
        for n, cell in enumerate(c for row in table.rows for c in row.cells):
            cell.text = f"cell {n}"
        paragraph = document.add_paragraph("Kept ")
        for kind, tag in (("ins", "t"), ("del", "delText")):
            change = f'<w:{kind} {_NS} w:id="1" w:author="a"><w:r><w:{tag}>{kind}</w:{tag}></w:r></w:{kind}>'
            paragraph._p.append(parse_xml(change))
        box = f"<w:r {_NS}><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        paragraph._p.append(parse_xml(box))
        paragraph.add_run(" end", style="Strong")

    assert draft_from("draft.docx", _saved(build)) == "cell 0 | cell 1\ncell 2 | cell 3\n\nKept ins **end**"


def test_lists_of_word_s_list_button_come_as_lists() -> None:
    def build(document: Document) -> None:
        for text, level in (("one", 0), ("two", 0)):
            paragraph = document.add_paragraph(text, style="List Paragraph")
            properties = f'<w:numPr {_NS}><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))

    assert draft_from("draft.docx", _saved(build)) == "1. one\n2. two"


def test_plain_text_comes_with_the_line_breaks_of_the_editor_and_without_a_byte_order_mark() -> None:
    assert draft_from("Draft.TXT", "\ufeffOne.\r\nTwo.\rThree.".encode()) == "One.\nTwo.\nThree."


def _zip(*parts: tuple[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("draft.docx", b"x" * (MAX_BYTES + 1), "the limit is 2 MB"),
        ("draft.docx", _zip(("word/document.xml", bytes(30_000_000))), "unpacks to more than 20 MB"),
        ("draft.docx", OLD, "old format (.doc)"),
        ("draft.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("draft.docx", b"plain words", "isn't a Word document"),
        ("draft.docx", _zip(("hello.txt", b"hello")), "can't be read as a Word document"),
        ("draft.docx", _saved(lambda document: document.add_paragraph(" ")), "has no text in it"),
        ("draft.docx", _saved(lambda document: document.add_paragraph("a" * (MAX_DRAFT_CHARACTERS + 1))), "the limit is 200,000"),
        ("draft.doc", OLD, "Save it as a Word document (.docx)"),
        ("draft.txt", "für".encode("latin-1"), "isn't UTF-8 text"),
        ("draft.txt", b"", "is empty"),
        ("draft.md", "\ufeff \n".encode(), "has no text in it"),
        ("draft.txt", b"a\0b", "NUL"),
        ("draft.pdf", b"%PDF-1.7", "can't be opened here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_draft_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(DraftRefused, match=re.escape(says)):
        draft_from(name, data)


_WHOLE = _word(DRAFT)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, len(_WHOLE) - 1), st.binary(min_size=1, max_size=8))
@example(0, b"")
def test_a_damaged_word_file_is_read_or_refused_and_never_breaks(at: int, noise: bytes) -> None:
    with suppress(DraftRefused):
        assert draft_from("draft.docx", _WHOLE[:at] + noise + _WHOLE[at + len(noise) :])


def test_entities_that_multiply_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
    parts = ZipFile(BytesIO(_WHOLE))
    document = parts.read("word/document.xml").decode().split("?>", 1)[1].replace("Title", "&i;")
    packed = [(n, (bomb + document).encode() if n == "word/document.xml" else parts.read(n)) for n in parts.namelist()]
    with suppress(DraftRefused):
        assert len(draft_from("draft.docx", _zip(*packed))) < 1000
