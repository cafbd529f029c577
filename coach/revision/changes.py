"""The words that changed between two drafts, in the new draft's order, with a little of what stands round them."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from coach.revision.alignment import Alignment, Words

Kind = Literal["same", "removed", "added", "moved"]

_CONTEXT = 6
"""Unchanged words shown on each side of a change."""
_FEWEST_SAME = 3
"""Fewer unchanged words between two replaced stretches are read with them."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the white space behind it. `moved`: it stood elsewhere before, word for word."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class _Run:
    """Words of both drafts: the same, moved, or (`kind` None) the old ones replaced by the new ones."""

    kind: Literal["same", "moved"] | None
    old: range
    new: range

    @property
    def replaced(self) -> bool:
        return self.kind is None and bool(self.old) and bool(self.new)


def difference(alignment: Alignment) -> list[Piece]:
    """Both drafts whole: all pieces but the `removed` ones are together the new draft, letter for letter."""
    pieces = list[Piece]()
    for run in _read_together(_runs(alignment)):
        if run.old and run.kind is None:
            pieces.append(Piece("removed", _text(alignment.old, run.old)))
        if run.new:
            pieces.append(Piece(run.kind or "added", _text(alignment.new, run.new)))
    # A draft without a word has white space that belongs to none.
    return pieces if alignment.new.texts else [*pieces, Piece("same", alignment.new.draft)]


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The same with unchanged stretches cut to what stands beside a change; empty where nothing changed."""
    if all(p.kind == "same" for p in pieces):
        return []
    last = len(pieces) - 1
    return [Piece("same", _cut(p.text, n > 0, n < last)) if p.kind == "same" else p for n, p in enumerate(pieces)]


def _runs(alignment: Alignment) -> list[_Run]:
    """Both drafts in step, from one word that was kept in its order to the next."""
    runs = list[_Run]()
    old = new = 0
    kept = [(o, n) for o, n in sorted(alignment.kept.items()) if o not in alignment.moved]
    for o, n in [*kept, (len(alignment.old), len(alignment.new))]:
        runs += _between(alignment, range(old, o), range(new, n))
        old, new = o + 1, n + 1
        if o < len(alignment.old):
            if runs and runs[-1].kind == "same":
                last = runs.pop()
                runs.append(_Run("same", range(last.old.start, old), range(last.new.start, new)))
            else:
                runs.append(_Run("same", range(o, old), range(n, new)))
    return runs


def _between(alignment: Alignment, old: range, new: range) -> list[_Run]:
    """What was taken out here, and what came, from elsewhere or anew. What moved away is shown where it went."""
    gone = [range(g[0], g[-1] + 1) for moved, found in groupby(old, alignment.moved.__contains__) if not moved and (g := list(found))]
    came = [(moved, range(g[0], g[-1] + 1)) for moved, found in groupby(new, alignment.arrived) if (g := list(found))]
    runs = [_Run(None, words, range(0)) for words in gone]
    for moved, words in came:
        if not moved and runs and runs[-1].kind is None and not runs[-1].new:
            runs[-1] = _Run(None, runs[-1].old, words)
        else:
            runs.append(_Run("moved" if moved else None, range(0), words))
    return runs


def _read_together(runs: list[_Run]) -> list[_Run]:
    """A word or two that stayed between two replaced stretches would only break up what a reader takes in at once."""
    read = list[_Run]()
    for run in runs:
        if run.replaced and len(read) > 1 and read[-1].kind == "same" and len(read[-1].new) < _FEWEST_SAME and read[-2].replaced:
            read.pop()
            first = read.pop()
            run = _Run(None, range(first.old.start, run.old.stop), range(first.new.start, run.new.stop))
        read.append(run)
    return read


def _text(words: Words, these: range) -> str:
    """With the white space behind, and in front of the first word of all."""
    start = words.starts[these.start] if these.start else 0
    end = words.starts[these.stop] if these.stop < len(words) else len(words.draft)
    return words.draft[start:end]


def _cut(text: str, begun: bool, goes_on: bool) -> str:
    """`begun`: a change stands before; `goes_on`: one stands behind."""
    found = list(re.finditer(r"\S+\s*", text))
    head, tail = _CONTEXT * begun, _CONTEXT * goes_on
    if len(found) <= head + tail + 1:
        return text
    first = text[: found[head].start()]
    return f"{first}… {text[found[-tail].start() :] if tail else ''}"
