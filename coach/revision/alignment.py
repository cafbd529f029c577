"""Which words of an earlier draft stand in the later one, and where.

By difflib, which takes the longest run of words first, as a person would. The fewest edits (rapidfuzz's LCSseq) take a deleted
sentence's “the” and “is” for those of its neighbour: where a quarter of a gold draft's sentence was replaced and the one beside
it deleted, 149 of 6,441 deleted words were taken as kept, by difflib 5. Sentences are matched before words, so that it stays
quick, and so that a paragraph which was moved is found again.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from coach.language.text import read

Span = tuple[int, int]

_WORD = re.compile(r"\w+(?:[.,]\d\w*|['’-]\w+)*|[^\w\s]")
_FEWEST_MOVED = 3
"""Words of a sentence that is looked for elsewhere: a list's dash is everywhere."""
_MOST_COMPARED = 4_000_000
"""Pairs of words, or of sentences; a text that was rewritten at greater length counts as other words."""


class Words:
    """A draft as words and signs; `cuts` are the numbers of the words that begin a sentence, and how many words there are."""

    def __init__(self, draft: str):
        self.draft = draft
        found = list(_WORD.finditer(draft))
        self.texts = [m.group() for m in found]
        self.starts = [m.start() for m in found]
        self.ends = [m.end() for m in found]
        edges = {0, *(bisect_left(self.starts, edge) for s in read(draft).sentences for edge in (s.start, s.end)), len(found)}
        self.cuts = sorted(edges)

    def __len__(self) -> int:
        return len(self.texts)

    def of(self, start: int, end: int) -> range:
        """The words that `draft[start:end]` touches."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def sentences(self, words: range) -> range:
        """Those words, made up to whole sentences."""
        if not words:
            return words
        return range(self.cuts[bisect_right(self.cuts, words.start) - 1], self.cuts[bisect_left(self.cuts, words.stop)])

    def span(self, words: range) -> Span:
        """Start and end in the draft, in code points; an empty place where there are no words."""
        if words:
            return self.starts[words.start], self.ends[words.stop - 1]
        at = self.ends[words.start - 1] if words.start else 0
        return at, at

    @cached_property
    def by_sentence(self) -> list[range]:
        return [range(a, b) for a, b in zip(self.cuts, self.cuts[1:], strict=False)]

    def said(self, words: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.texts[n] for n in words)


@dataclass(frozen=True)
class Alignment:
    """`kept` leads from an old word to the same word in the new draft, one to one; `moved` are those of sentences that changed places."""

    old: Words
    new: Words
    kept: dict[int, int]
    moved: frozenset[int]

    @property
    def unchanged(self) -> bool:
        return self.old.texts == self.new.texts

    @cached_property
    def came_from(self) -> dict[int, int]:
        return {n: o for o, n in self.kept.items()}

    def place(self, start: int, end: int) -> Span | None:
        """Where the words of `old.draft[start:end]` stand side by side in the new draft; None where they don't."""
        words = self.old.of(start, end)
        if not _side_by_side([self.kept.get(n) for n in words]):
            return None
        first, last = self.kept[words[0]], self.kept[words[-1]]
        into, short = max(0, start - self.old.starts[words[0]]), max(0, self.old.ends[words[-1]] - end)
        return self.new.starts[first] + into, self.new.ends[last] - short

    def stood(self, start: int, end: int) -> bool:
        """Whether the words of `new.draft[start:end]` stood side by side in the old draft."""
        return _side_by_side([self.came_from.get(n) for n in self.new.of(start, end)])

    def instead(self, words: range) -> range:
        """The new words between what stands before these old ones and what stands after them."""
        before = next((self.kept[n] + 1 for n in range(words.start - 1, -1, -1) if self._in_order(n)), 0)
        after = next((self.kept[n] for n in range(words.stop, len(self.old)) if self._in_order(n)), len(self.new))
        return range(before, after)

    def arrived(self, word: int) -> bool:
        """Whether a new word belongs to a sentence that came from another place."""
        return self.came_from.get(word) in self.moved

    def _in_order(self, word: int) -> bool:
        return word in self.kept and word not in self.moved


def align(old: str, new: str) -> Alignment:
    """Any two texts, empty ones too."""
    a, b = Words(old), Words(new)
    kept, moved = dict[int, int](), set[int]()
    here, there = a.by_sentence, b.by_sentence
    gaps = list[tuple[list[range], list[range]]]()
    for same, i, j, k, m in _compared([a.said(s) for s in here], [b.said(s) for s in there]):
        if same:
            kept |= zip(range(here[i].start, here[j - 1].stop), range(there[k].start, there[m - 1].stop), strict=True)
        else:
            gaps.append((here[i:j], there[k:m]))
    elsewhere = defaultdict[tuple[str, ...], deque[range]](deque)
    for _, news in gaps:
        for sentence in news:
            elsewhere[b.said(sentence)].append(sentence)
    arrived = set[int]()
    for olds, _ in gaps:
        for sentence in olds:
            if len(sentence) >= _FEWEST_MOVED and (found := elsewhere[a.said(sentence)]):
                target = found.popleft()
                kept |= zip(sentence, target, strict=True)
                moved |= set(sentence)
                arrived |= set(target)
    for olds, news in gaps:
        left = [n for s in olds for n in s if n not in moved]
        right = [n for s in news for n in s if n not in arrived]
        for same, i, j, k, m in _compared(a.said(left), b.said(right)):
            if same:
                kept |= zip(left[i:j], right[k:m], strict=True)
    return Alignment(a, b, kept, frozenset(moved))


def _compared(old: list[tuple[str, ...]] | tuple[str, ...], new: list[tuple[str, ...]] | tuple[str, ...]) -> list[tuple[bool, int, int, int, int]]:
    """Runs of the same, and of other, items: whether the same, then from and to in both."""
    if old == new:
        return [(True, 0, len(old), 0, len(new))] if old else []
    if len(old) * len(new) > _MOST_COMPARED:
        return [(False, 0, len(old), 0, len(new))]
    return [(tag == "equal", i, j, k, m) for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def _side_by_side(numbers: list[int | None]) -> bool:
    return bool(numbers) and numbers[0] is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
