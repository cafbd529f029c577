"""Matches many patterns at once.

Every pattern hangs on the words it can begin with, so a sentence costs one look-up a word however many
patterns there are.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from coach.language.patterns import ANY_NUMBER, Pattern, Sequence, Step
from coach.language.text import Sentence

Key = TypeVar("Key", bound=Hashable)
Mentions = Mapping[int, list[tuple[str, int]]]
"""Where terms stand in a sentence: first word → (term id, word after the last)."""

_DETERMINERS = frozenset("a an the our".split())
_OPENING_PREPOSITIONS = frozenset("at with for under by in on from to of given without despite besides unlike like because if when while as".split())


@dataclass(frozen=True, slots=True)
class Match:
    """Words `first` to `last` (inclusive) of a sentence; `matched` are those the pattern names."""

    first: int
    last: int
    matched: frozenset[int]


class PatternIndex(Generic[Key]):
    """Many patterns, each under a key; `find` yields every key that matches, with its place."""

    def __init__(self, patterns: Iterable[tuple[Key, Pattern]]):
        self._by_word: defaultdict[str, list[tuple[Key, Pattern]]] = defaultdict(list)
        self._by_term: defaultdict[str, list[tuple[Key, Pattern]]] = defaultdict(list)
        for key, pattern in patterns:
            words, terms = pattern.anchors
            for word in words:
                self._by_word[word].append((key, pattern))
            for term in terms:
                self._by_term[term].append((key, pattern))

    def find(self, sentence: Sentence, mentions: Mentions) -> list[tuple[Key, Match]]:
        """All matches, in reading order; one a pattern and starting word, the shortest."""
        found: list[tuple[Key, Match]] = []
        by_word, words, raw = self._by_word, sentence.words, sentence.raw
        present = frozenset(words).union(raw)
        for i, word in enumerate(words):
            candidates = by_word.get(word, ())
            if raw[i] is not word and raw[i] != word:
                candidates = [*candidates, *by_word.get(raw[i], ())]
            found += _matching(candidates, present, sentence, mentions, i)
        for i in sentence.numbers:
            found += _matching(by_word.get(ANY_NUMBER, ()), present, sentence, mentions, i)
        for i, here in mentions.items():
            for term, _ in here:
                found += _matching(self._by_term.get(term, ()), present, sentence, mentions, i)
        return sorted(found, key=lambda km: (km[1].first, km[1].last))


def _matching(
    candidates: Iterable[tuple[Key, Pattern]], present: frozenset[str], sentence: Sentence, mentions: Mentions, start: int
) -> Iterable[tuple[Key, Match]]:
    for key, pattern in candidates:
        # Most candidates fail for want of their last word: one look-up tells.
        needed = pattern.needed
        if (needed is None or not needed.isdisjoint(present)) and (match := match_at(pattern, sentence, mentions, start)):
            yield key, match


def match_at(pattern: Pattern, sentence: Sentence, mentions: Mentions, start: int) -> Match | None:
    """The match of `pattern` that begins at word `start`, if there is one."""
    if pattern.at_start and start:
        return None
    matched = _from(pattern, 0, start, start, sentence, mentions)
    return Match(start, max(matched), frozenset(matched)) if matched else None


def _from(pattern: Pattern, n: int, at: int, start: int, sentence: Sentence, mentions: Mentions, skipped_gap: int = 0) -> tuple[int, ...] | None:
    if n == len(pattern):
        return ()
    step = pattern.step(n)
    gap = max(step.gap, skipped_gap)
    if _is_apposition(step, at, start, sentence):
        # “Delta, the error rate, …” says what “delta is the error rate” says.
        rest = _from(pattern, n + 1, at, at, sentence, mentions)
        if rest is not None:
            return rest
    for i in range(at, min(at + gap, len(sentence.words) - 1) + 1):
        # Words side by side may not have punctuation between them; a gap may cross a comma.
        if i > start and sentence.breaks[i] and not gap:
            break
        for end in _ends(step, i, sentence, mentions):
            rest = _from(pattern, n + 1, end, start, sentence, mentions)
            if rest is not None:
                return (*range(i, end), *rest)
    if step.optional:
        return _from(pattern, n + 1, at, start, sentence, mentions, gap)
    return None


def _is_apposition(step: Step, at: int, start: int, sentence: Sentence) -> bool:
    """True before “the …” in “Delta, the …”, but not in “At the same delta, the …”."""
    if not 0 < at < len(sentence.words) or not sentence.breaks[at] or "is" not in step.alternatives or sentence.words[at] not in _DETERMINERS:
        return False
    while start > 0 and not sentence.breaks[start]:
        start -= 1
    return sentence.words[start] not in _OPENING_PREPOSITIONS


def _ends(step: Step, i: int, sentence: Sentence, mentions: Mentions) -> Iterable[int]:
    if step.terms:
        yield from (end for term, end in mentions.get(i, ()) if term in step.terms)
    if step.number and i in sentence.numbers:
        yield i + 1
    word, raw = sentence.words[i], sentence.raw[i]
    for spelling in (word,) if raw == word else (word, raw):
        for rest in step.alternatives.get(spelling, ()):
            if _continues(rest, i + 1, sentence):
                yield i + 1 + len(rest)


def _continues(rest: Sequence, at: int, sentence: Sentence) -> bool:
    if at + len(rest) > len(sentence.words):
        return False
    return all(not sentence.breaks[j] and (sentence.words[j] in options or sentence.raw[j] in options) for j, options in enumerate(rest, at))


def first_match(patterns: Iterable[Pattern], sentence: Sentence, mentions: Mentions, where: Callable[[Match], bool] = bool) -> Match | None:
    """The earliest match of any of `patterns` that satisfies `where`."""
    for i in range(len(sentence.words)):
        for pattern in patterns:
            match = match_at(pattern, sentence, mentions, i)
            if match and where(match):
                return match
    return None
