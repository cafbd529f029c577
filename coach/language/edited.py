"""A text made from another by replacing stretches of it, and the way back from each place to where it came from."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Start and end of a stretch, in code points, and what stands in its place."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """`text[start:]` up to the next piece comes from `source[from_:to]`: letter by letter if it was kept, else as a whole."""

    start: int
    from_: int
    to: int
    kept: bool


class Edited:
    """`text` is `source` with all edits made; `place` leads from a span of `text` back to one of `source`."""

    def __init__(self, source: str, edits: Iterable[Edit] = ()):
        """Edits don't overlap; their order is free. Raises ValueError where one overlaps another or leaves the text."""
        pieces, parts, length, read = list[_Piece](), list[str](), 0, 0

        def add(text: str, from_: int, to: int, kept: bool) -> None:
            nonlocal length
            if text:
                pieces.append(_Piece(length, from_, to, kept))
                parts.append(text)
                length += len(text)

        for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
            if not read <= start <= end <= len(source):
                raise ValueError("edits overlap, or lie outside the text")
            add(source[read:start], read, start, True)
            add(replacement, start, end, False)
            read = end
        add(source[read:], read, len(source), True)
        self.source = source
        self.text = "".join(parts)
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of `source` that `text[start:end]`, which isn't empty, comes from; a replacement stands for all that it replaced."""
        first, last = self._piece(start), self._piece(end - 1)
        begin = first.from_ + start - first.start if first.kept else first.from_
        stop = last.from_ + end - last.start if last.kept else last.to
        return begin, stop

    def _piece(self, position: int) -> _Piece:
        return self._pieces[bisect_right(self._starts, position) - 1]
