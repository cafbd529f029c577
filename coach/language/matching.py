"""Matches many patterns at once.

Every pattern hangs on the element that sentences have most seldom, and is tried only where a sentence has all
that it requires. What a sentence holds of an element is found once, however many patterns share it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from coach.language.patterns import ANY_NUMBER, Element, Pattern, Patterns, Sequence
from coach.language.text import Sentence

Key = TypeVar("Key", bound=Hashable)
Mentions = Mapping[int, list[tuple[str, int]]]
"""Where terms stand in a sentence: first word → (term id, word after the last)."""

_REMEMBERED = 2_000
_DETERMINERS = frozenset("a an the our".split())
_OPENING_PREPOSITIONS = frozenset("at with for under by in on from to of given without despite besides unlike like because if when while as".split())


@dataclass(frozen=True, slots=True)
class Match:
    """Words `first` to `last` (inclusive) of a sentence; `matched` are those the pattern names."""

    first: int
    last: int
    matched: frozenset[int]


class Marked:
    """A sentence with the terms that are marked in it: where each element of a pattern stands, and what an index found, found once."""

    __slots__ = ("_places", "_spans", "found", "mentions", "present", "sentence", "signs")

    def __init__(self, sentence: Sentence, mentions: Mentions, patterns: Patterns):
        self.sentence = sentence
        self.mentions = mentions
        places: dict[str, list[int]] = {}
        for i, word in enumerate(sentence.words):
            if word in places:
                places[word].append(i)
            else:
                places[word] = [i]
            if (raw := sentence.raw[i]) is not word and raw != word:
                places.setdefault(raw, []).append(i)
        self._places = places
        self.signs = set(places)
        for here in mentions.values():
            self.signs.update([f"{{{term}}}" for term, _ in here])
        if sentence.numbers:
            self.signs.add(ANY_NUMBER)
        self.present = patterns.present(self.signs)
        self._spans: dict[Element, list[tuple[int, int]]] = {}
        self.found: dict[object, list[tuple[Any, Match]]] = {}

    def where(self, element: Element) -> list[tuple[int, int]]:
        """(first word, word after the last) of each place, in reading order, the longest first."""
        found = self._spans.get(element)
        if found is None:
            found = self._spans[element] = self._find(element)
        return found

    def _find(self, element: Element) -> list[tuple[int, int]]:
        places, phrases = self._places, element.phrases
        found = [(i, i + 1) for word in element.words & self.signs for i in places[word]]
        if phrases:
            for word in phrases.keys() & self.signs:
                found += [(i, i + 1 + len(rest)) for i in places[word] for rest in phrases[word] if _continues(rest, i + 1, self.sentence)]
        if element.number:
            found += [(i, i + 1) for i in self.sentence.numbers]
        if element.terms:
            found += [(i, end) for i, here in self.mentions.items() for term, end in here if term in element.terms]
        return sorted(set(found), key=_longest_first) if len(found) > 1 else found


class Memory:
    """The sentences met last, marked: a learner writes at one sentence, and the others stay as they are."""

    def __init__(self, patterns: Patterns):
        self._patterns = patterns
        self._marked: dict[object, Marked] = {}

    def marked(self, sentence: Sentence, mentions: Iterable[tuple[str, int, int]]) -> Marked:
        """`mentions` are (term, first word, last word). The sentence of what comes back has the same words, perhaps at another place."""
        said = tuple(mentions)
        key = (tuple(sentence.raw), tuple(sentence.breaks), said)
        found = self._marked.get(key)
        if found is None:
            if len(self._marked) >= _REMEMBERED:
                self._marked = {}
            by_start: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
            for term, first, last in said:
                by_start[first].append((term, last + 1))
            found = self._marked[key] = Marked(sentence, by_start, self._patterns)
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {"_patterns": self._patterns, "_marked": {}}


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


class PatternIndex(Generic[Key]):
    """Many patterns, each under a key; `find` yields every key that matches, with its place."""

    def __init__(self, patterns: Iterable[tuple[Key, Pattern]], frequency: Mapping[str, int] | None = None):
        """`frequency` says how often a word stands in texts of this kind; without it a word is common that many patterns have."""
        keyed = list(patterns)
        common = frequency or Counter(sign for element in {e for _, pattern in keyed for e in pattern.required} for sign in element.keys)
        self._by_sign: defaultdict[str, list[tuple[int, Key, Pattern]]] = defaultdict(list)
        for n, (key, pattern) in enumerate(keyed):
            rarest = min(pattern.required, key=lambda e: (sum(common.get(sign, 0) for sign in e.keys), e.keys))
            for sign in rarest.keys:
                self._by_sign[sign].append((n, key, pattern))

    def find(self, marked: Marked) -> list[tuple[Key, Match]]:
        """All matches, in reading order; one a pattern and starting word, the shortest."""
        if self not in marked.found:
            marked.found[self] = self._find(marked)
        return marked.found[self]

    def _find(self, marked: Marked) -> list[tuple[Key, Match]]:
        found: dict[tuple[int, int, int], tuple[Key, Match]] = {}
        present, by_sign = marked.present, self._by_sign
        for sign in marked.signs & by_sign.keys():
            for n, key, pattern in by_sign[sign]:
                if (needs := pattern.needs) & present == needs:
                    for match in matches(pattern, marked):
                        found[match.first, match.last, n] = key, match
        return [found[place] for place in sorted(found)]


def matches(pattern: Pattern, marked: Marked, first: int = 0) -> Iterator[Match]:
    """The shortest match from each word, `first` or later, in reading order."""
    beginnings = pattern.beginnings
    places = marked.where(beginnings[0]) if len(beginnings) == 1 else sorted({place for element in beginnings for place in marked.where(element)})
    before = -1
    for start, _ in places:
        if start < first or start == before:
            continue
        if pattern.at_start and start:
            return
        before = start
        if matched := _from(pattern, 0, start, start, marked):
            yield Match(start, max(matched), frozenset(matched))


def _from(pattern: Pattern, n: int, at: int, start: int, marked: Marked, skipped_gap: int = 0) -> tuple[int, ...] | None:
    if n == len(pattern.steps):
        return ()
    step = pattern.steps[n]
    gap = max(step.gap, skipped_gap)
    if step.element.is_be and _is_apposition(at, start, marked.sentence):
        # “Delta, the error rate, …” says what “delta is the error rate” says.
        rest = _from(pattern, n + 1, at, at, marked)
        if rest is not None:
            return rest
    for i, end in marked.where(step.element):
        if i < at:
            continue
        if i > at + gap:
            break
        # Words side by side may not have punctuation between them; a gap may cross a comma.
        if i > start and not gap and marked.sentence.breaks[i]:
            break
        rest = _from(pattern, n + 1, end, start, marked)
        if rest is not None:
            return (*range(i, end), *rest)
    if step.optional:
        return _from(pattern, n + 1, at, start, marked, gap)
    return None


def _is_apposition(at: int, start: int, sentence: Sentence) -> bool:
    """True before “the …” in “Delta, the …”, but not in “At the same delta, the …”."""
    if not 0 < at < len(sentence.words) or not sentence.breaks[at] or sentence.words[at] not in _DETERMINERS:
        return False
    while start > 0 and not sentence.breaks[start]:
        start -= 1
    return sentence.words[start] not in _OPENING_PREPOSITIONS


def _continues(rest: Sequence, at: int, sentence: Sentence) -> bool:
    if at + len(rest) > len(sentence.words):
        return False
    return all(not (sentence.breaks[j] or (sentence.words[j] not in options and sentence.raw[j] not in options)) for j, options in enumerate(rest, at))


def first_match(patterns: Iterable[Pattern], marked: Marked, where: Callable[[Match], bool] = bool, first: int = 0) -> Match | None:
    """The earliest match of any of `patterns`, from word `first` on, that satisfies `where`."""
    best: Match | None = None
    for pattern in patterns:
        if pattern.needs & marked.present == pattern.needs:
            match = next((m for m in matches(pattern, marked, first) if where(m)), None)
            if match and (best is None or match.first < best.first):
                best = match
    return best
