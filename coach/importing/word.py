"""The text of a Word document as Markdown: headings, lists and bold words; a table's rows as lines."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from coach.errors import DraftRefused
from coach.exporting.word import FEEDBACK_STYLE
from coach.importing.numbering import Lists

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MAX_UNPACKED_BYTES = 20_000_000
"""A file of 2 MB that unpacks to more isn't a draft, and would fill the memory."""

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEADING = re.compile(r"[Hh]eading ([1-6])")
_ASIDE = frozenset(["txbxContent", "del", "moveFrom"])
"""Text boxes, and what a tracked change took away."""


def word_text(data: bytes, name: str) -> str:
    """The text of a .docx file up to Coach's own feedback; raises DraftRefused where it can't be read."""
    _check(data, name)
    # python-docx takes a quarter of a second to load: only whoever opens a Word file waits for it.
    from docx import Document

    try:
        return _markdown(Document(BytesIO(data)))
    except Exception:  # a broken file makes python-docx and lxml stumble in many ways, each over something else
        raise DraftRefused(f"{name} can't be read as a Word document: it is damaged, or another kind of file. Open it in Word and save it anew.") from None


def _check(data: bytes, name: str) -> None:
    """Raises DraftRefused for what must not be, or can't be, unpacked."""
    if data.startswith(_OLD_WORD) and _ENCRYPTED in data:
        raise DraftRefused(f"{name} is locked with a password. Save it without one and try again.")
    if data.startswith(_OLD_WORD):
        raise DraftRefused(f"{name} is in Word's old format (.doc). Save it as a Word document (.docx) and try again.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise DraftRefused(f"{name} isn't a Word document, or it is damaged. Open it in Word and save it as .docx.") from None
    if any(part.flag_bits & 1 for part in parts):
        raise DraftRefused(f"{name} is locked with a password. Save it without one and try again.")
    # zipfile never unpacks more of a part than its entry says.
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise DraftRefused(f"{name} unpacks to more than {MAX_UNPACKED_BYTES / 1e6:.0f} MB, which no draft needs. Save its text alone and try again.")


def _markdown(document: "Document") -> str:
    """Blocks with a white line between them, items of one list and rows of a table without."""
    parts: list[str] = []
    before = None
    for kind, line in _lines(document, Lists(document)):
        if line.strip():
            parts += ["\n" if kind == before and kind in ("bullets", "numbers", "row") else "\n\n", line]
            before = kind
    return "".join(parts[1:])


def _lines(document: "Document", lists: Lists) -> Iterator[tuple[str, str]]:
    from docx.text.paragraph import Paragraph

    outer = "bullets"
    for element in _walk(document.element.body):
        if _name(element) == "tbl":
            yield from (("row", line) for line in _rows(element, document))
            continue
        paragraph = Paragraph(element, document._body)
        style = paragraph.style.name if paragraph.style else ""
        if style == FEEDBACK_STYLE:
            return
        if style == "Title" or (style and _HEADING.match(style)):
            yield "heading", _heading(paragraph, style or "")
        elif mark := lists.mark(paragraph):
            if not mark.startswith(" "):  # deeper items belong to the list round them
                outer = "bullets" if mark == "- " else "numbers"
            yield outer, mark + _marked(paragraph)
        else:
            yield "paragraph", _marked(paragraph)


def _walk(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in content controls and tracked insertions."""
    for element in parent:
        name = _name(element)
        if name in ("p", "tbl"):
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _walk(element)


def _rows(table: Any, document: "Document") -> Iterator[str]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for row in table.iterchildren(qn("w:tr")):
        cells = [" ".join(filter(None, (_marked(Paragraph(p, document._body)).strip() for p in cell.iter(qn("w:p"))))) for cell in row.iterchildren(qn("w:tc"))]
        yield " | ".join(cells).replace("\n", " ")


def _heading(paragraph: "Paragraph", style: str) -> str:
    found = _HEADING.match(style)
    text = " ".join("".join(text for text, _bold in _runs(paragraph)).split())
    return f"{'#' * int(found[1]) if found else '#'} {text}" if text else ""


def _marked(paragraph: "Paragraph") -> str:
    """The paragraph's text, bold words between stars; white space stays outside of them."""
    text = ""
    bold_words = ""
    for part, bold in (*_runs(paragraph), ("", False)):
        if bold:
            bold_words += part
            continue
        text += _starred(bold_words) + part
        bold_words = ""
    return text


def _starred(words: str) -> str:
    return re.sub(r"[^\s*](?:[^*\n]*[^\s*])?", r"**\g<0>**", words)


def _runs(paragraph: "Paragraph") -> Iterator[tuple[str, bool]]:
    from docx.text.run import Run

    for element in paragraph._p.xpath(".//w:r"):
        if not _is_aside(element):
            run = Run(element, paragraph)
            yield run.text, bool(run.bold if run.bold is not None else run.style and run.style.name == "Strong")


def _is_aside(run: Any) -> bool:
    return any(_name(ancestor) in _ASIDE for ancestor in run.iterancestors())


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
