"""Word (.docx): the draft with its structure, a comment on exactly the words that each finding quotes."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coach.exporting.report import Comment, Names, Report, printable, report
from coach.exporting.structure import Block, Piece, blocks, shown
from coach.models import Evaluation

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

AUTHOR, INITIALS = "Coach", "C"
FEEDBACK_STYLE = "Coach Feedback"
"""The style of the heading over the feedback; where a file with it is opened again, the draft ends there."""


def word(title: str, draft: str, evaluation: Evaluation, names: Names) -> bytes:
    """The file's bytes. A character that XML refuses becomes U+FFFD."""
    # python-docx takes a quarter of a second to load: only whoever exports waits for it.
    from docx import Document

    document = Document()
    said = report(title, evaluation, names)
    document.core_properties.title, document.core_properties.author = printable(title)[:255], AUTHOR
    pieces, runs = _write(document, blocks(draft, [(c.start, c.end) for c in said.comments]))
    unplaced = []
    for comment in said.comments:
        if quoted := shown(pieces, comment.start, comment.end):
            document.add_comment([runs[quoted[0]], runs[quoted[-1]]], "\n".join((comment.head, *comment.said)), AUTHOR, INITIALS)
        else:
            unplaced.append(comment)
    _feedback(document, said, unplaced)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: "Document", draft: Sequence[Block]) -> "tuple[list[Piece], list[Run]]":
    """Writes the draft; gives its pieces, and the run that shows each."""
    pieces: list[Piece] = []
    runs: list[Run] = []
    styles = _Styles(document)
    lists: dict[int, tuple[int, int]] = {}
    for block in draft:
        paragraph = _paragraph(document)
        paragraph._p.style = styles.id(block)
        lists = {depth: last for depth, last in lists.items() if block.kind in ("bullet", "number") and depth <= block.level}
        if block.kind == "number":
            number, list_id = lists.get(block.level, (None, 0))
            list_id = list_id if number == block.number - 1 else styles.new_list(block)
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = list_id
            lists[block.level] = block.number, list_id
        for piece in block.pieces:
            run = paragraph.add_run(printable(piece.text))
            run.bold = piece.bold or None
            pieces.append(piece)
            runs.append(run)
    return pieces, runs


def _paragraph(document: "Document") -> "Paragraph":
    """As `document.add_paragraph`, which reads the whole document for each, so that 50,000 lines would take minutes."""
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    made = OxmlElement("w:p")
    document.element.body[-1].addprevious(made)  # what stands last are the page's measures
    return Paragraph(made, document._body)


class _Styles:
    """Word's styles for blocks, each looked up once; and numberings."""

    def __init__(self, document: "Document"):
        self._styles = document.styles
        self._numbering: Any = document.part.numbering_part.element
        self._lists: int = max(num.numId for num in self._numbering.num_lst)
        self._ids: dict[str, str] = {}
        self._counting: dict[str, int] = {}

    def id(self, block: Block) -> str:
        name = _style(block)
        if name not in self._ids:
            self._ids[name] = self._styles[name].style_id
        return self._ids[name]

    def new_list(self, block: Block) -> int:
        """A numbering of its own that begins at the block's number: Word goes on counting from the list before otherwise."""
        from docx.oxml.numbering import CT_Num

        name = _style(block)
        if name not in self._counting:
            of_style = self._numbering.num_having_numId(self._styles[name].element.pPr.numPr.numId.val)
            self._counting[name] = of_style.abstractNumId.val
        self._lists += 1
        own = CT_Num.new(self._lists, self._counting[name])  # type: ignore[no-untyped-call]
        own.add_lvlOverride(ilvl=0).add_startOverride(block.number)
        self._numbering.append(own)
        return self._lists


def _style(block: Block) -> str:
    if block.kind == "paragraph":
        return "Normal"
    if block.kind == "heading":
        return f"Heading {block.level}"
    name = "List Bullet" if block.kind == "bullet" else "List Number"
    return name if block.level == 1 else f"{name} {block.level}"


def _feedback(document: "Document", said: Report, unplaced: Sequence[Comment]) -> None:
    """What has no place in the text; `unplaced` quote nothing that is shown, such as a heading's marks."""
    from docx.enum.style import WD_STYLE_TYPE

    style = document.styles.add_style(FEEDBACK_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 1"]
    document.add_paragraph(said.heading, style)
    document.add_paragraph(said.judge)
    for line in said.levels:
        document.add_paragraph(line, "List Bullet")
    if said.missing or unplaced:
        document.add_heading(said.missing_heading, 2)
    for line in (*said.missing, *(" ".join((c.head, *c.said)) for c in unplaced)):
        document.add_paragraph(line, "List Bullet")
