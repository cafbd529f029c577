"""Which paragraphs of a Word document are items of a list, how deep, and with which number."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_DEEPER = re.compile(r"List (?:Bullet|Number) ([2-5])")
_INDENT = 3


class Lists:
    """Marks of items in Markdown; to be asked for in the document's order."""

    def __init__(self, document: "Document"):
        parts: list[Any] = [r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")]
        self._numbering: Any = parts[0].element if parts else None
        self._counts: dict[tuple[int, int], int] = {}
        self._formats: dict[tuple[int, int], tuple[str, int]] = {}

    def mark(self, paragraph: "Paragraph") -> str:
        """Such as “- ” or “   2. ”; empty where the paragraph is in no list."""
        found = _list_of(paragraph)
        if self._numbering is None or found is None:
            return ""
        list_id, level = found
        kind, start = self._format(list_id, level)
        if kind in ("", "none"):
            return ""
        named = _DEEPER.match((paragraph.style and paragraph.style.name) or "")
        indent = " " * _INDENT * (int(named[1]) - 1 if named else level)
        if kind == "bullet":
            return f"{indent}- "
        number = self._counts.get(found, start - 1) + 1
        self._counts = {(i, at): n for (i, at), n in self._counts.items() if i != list_id or at < level} | {found: number}
        return f"{indent}{number}. "

    def _format(self, list_id: int, level: int) -> tuple[str, int]:
        """How a level of a list is numbered, in Word's words (“bullet”, “decimal”), and from which number on."""
        if (list_id, level) not in self._formats:
            self._formats[list_id, level] = self._read_format(list_id, level)
        return self._formats[list_id, level]

    def _read_format(self, list_id: int, level: int) -> tuple[str, int]:
        of_list = f'w:num[@w:numId="{list_id}"]'
        abstract = _value(self._numbering, f"{of_list}/w:abstractNumId/@w:val")
        defined = f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl[@w:ilvl="{level}"]'
        start = _value(self._numbering, f'{of_list}/w:lvlOverride[@w:ilvl="{level}"]/w:startOverride/@w:val')
        start = start or _value(self._numbering, f"{defined}/w:start/@w:val")
        return _value(self._numbering, f"{defined}/w:numFmt/@w:val"), int(start or 1)


def _list_of(paragraph: "Paragraph") -> tuple[int, int] | None:
    """The list's id and the level in it (from 0), the paragraph's own or its style's; None where it is in none."""
    properties: list[Any] = [paragraph._p.pPr]
    style: Any = paragraph.style
    while style is not None:
        properties.append(style.element.pPr)
        style = style.base_style
    for found in (p.numPr for p in properties if p is not None and p.numPr is not None):
        if found.numId is not None:
            return (found.numId.val, found.ilvl.val if found.ilvl is not None else 0) if found.numId.val else None
    return None


def _value(element: Any, path: str) -> str:
    found = element.xpath(path)
    return str(found[0]) if found else ""
