"""A draft's headings, lists and bold words as blocks; each shown character keeps its place in the draft."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["heading", "bullet", "number", "paragraph"]
DEEPEST = 3
"""Levels of lists within lists that are told apart."""

_LINE = re.compile(r"(?P<text>[^\r\n]*)(?P<end>\r\n?|\n|\Z)")
_MARK = re.compile(r"(?P<indent>[ \t]*)(?:(?P<heading>#{1,6})|(?P<bullet>[-*+•–])|(?P<number>\d{1,4})[.)])[ \t]+(?=\S)")
# A possessive quantifier that stops at the next star keeps this linear: a draft may be 200,000 stars.
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\r\n]++)(?<=\S)\*\*")


@dataclass(frozen=True)
class Piece:
    """A shown stretch: `draft[start:end] == text`, in code points."""

    start: int
    text: str
    bold: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Block:
    """One heading, list item or paragraph without its marks; `level` is a heading's, or how deep a list is (from 1)."""

    kind: Kind
    level: int
    number: int
    pieces: tuple[Piece, ...]


def blocks(draft: str, spans: Iterable[tuple[int, int]] = ()) -> list[Block]:
    """The blocks of `draft` in order, whatever the text; what isn't shown is marks, and the white lines between blocks.

    No piece reaches over the start or end of one of the `spans`.
    """
    places = sorted({place for span in spans for place in span})
    return [replace(b, pieces=tuple(part for piece in b.pieces for part in _cut(piece, places))) for b in _blocks(draft)]


def shown(pieces: Sequence[Piece], start: int, end: int) -> range:
    """Which of the pieces, that are in the draft's order, lie within `draft[start:end]`; none where nothing of it is shown."""
    return range(bisect_right(pieces, start, key=lambda p: p.end), bisect_left(pieces, end, key=lambda p: p.start))


def _blocks(draft: str) -> Iterator[Block]:
    kind: Kind = "paragraph"
    level = number = 1
    pieces: list[Piece] = []
    for line in _LINE.finditer(draft):
        text, start, stop = line["text"], line.start(), line.end("text")
        mark = _MARK.match(draft, start, stop)
        if (mark or not text.strip() or kind == "heading") and pieces:
            yield Block(kind, level, number, tuple(pieces))
            pieces = []
        if not text.strip():
            continue
        if not pieces:
            kind, level, number = _kind(mark)
        else:
            # The break of the line before: of "\r\n" the second half.
            pieces.append(Piece(start - 1, draft[start - 1]))
        pieces += _pieces(draft, mark.end() if mark else start, stop)
    if pieces:
        yield Block(kind, level, number, tuple(pieces))


def _kind(mark: re.Match[str] | None) -> tuple[Kind, int, int]:
    if mark is None:
        return "paragraph", 1, 1
    if mark["heading"]:
        return "heading", len(mark["heading"]), 1
    depth = min(DEEPEST, 1 + len(mark["indent"].expandtabs(4)) // 2)
    return ("bullet", depth, 1) if mark["bullet"] else ("number", depth, int(mark["number"]))


def _pieces(draft: str, start: int, stop: int) -> Iterator[Piece]:
    at = start
    for bold in _BOLD.finditer(draft, start, stop):
        if bold.start() > at:
            yield Piece(at, draft[at : bold.start()])
        yield Piece(bold.start(1), bold[1], bold=True)
        at = bold.end()
    if at < stop:
        yield Piece(at, draft[at:stop])


def _cut(piece: Piece, places: Sequence[int]) -> Iterator[Piece]:
    within = places[bisect_right(places, piece.start) : bisect_left(places, piece.end)]
    for start, end in zip((piece.start, *within), (*within, piece.end), strict=True):
        yield Piece(start, piece.text[start - piece.start : end - piece.start], piece.bold)
