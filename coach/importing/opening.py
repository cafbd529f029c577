"""Opens Markdown, plain text and Word by the name's ending."""

from pathlib import PurePath

from coach.drafts import decode
from coach.errors import DraftRefused
from coach.exporting.markdown import END_OF_DRAFT
from coach.importing.word import word_text
from coach.models import check_draft

KINDS = ("docx", "md", "txt")
MAX_BYTES = 2_000_000
"""The one limit on the size of a file that is opened."""


def draft_from(name: str, data: bytes) -> str:
    """The text of a file, without the feedback that an export put behind it; raises DraftRefused.

    Line breaks become "\\n" and a byte-order mark goes, as in a browser's text field.
    """
    if len(data) > MAX_BYTES:
        raise DraftRefused(f"{name} has {len(data) / 1e6:.1f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB. Take out its pictures, or save its text alone.")
    if not data.strip():
        raise DraftRefused(f"{name} is empty. Choose the file that has your draft.")
    kind = PurePath(name).suffix.lower().removeprefix(".")
    if kind == "docx":
        text = word_text(data, name)
    elif kind in KINDS:
        text = _without_feedback(decode(data, name).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    else:
        raise DraftRefused(f"{name} can't be opened here. Save it as a Word document (.docx), as Markdown (.md) or as plain text (.txt).")
    if not text.strip():
        raise DraftRefused(f"{name} has no text in it. Choose the file that has your draft.")
    return check_draft(text)


def _without_feedback(text: str) -> str:
    end = text.rfind(f"\n\n{END_OF_DRAFT}\n")
    return text if end < 0 else text[:end]
