"""The comments of a Word file, by the words that they sit on."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run


def commented_words(document: Document) -> dict[int, str]:
    """The text of the runs between the two ends of each comment, by its id."""
    found: dict[int, str] = {}
    running: set[int] = set()
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            running.add(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:commentRangeEnd"):
            running.discard(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:r"):
            for comment in running:
                found[comment] = found.get(comment, "") + Run(element, None).text
    assert not running
    return found
