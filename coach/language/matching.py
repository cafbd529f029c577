"""Matches many patterns at once.

Every pattern hangs on the element that sentences have most seldom, and is tried only where a sentence has all
that it requires. What a sentence holds of an element is found once, however many patterns share it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from coach.language.patterns import ANY_NUMBER, Element, Pattern, Patterns
from coach.language.text import Sentence

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")
Span = tuple[int, int]

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
    """A sentence with the terms that are marked in it: where each sign stands, and what an index found, found once."""

    __slots__ = ("_places", "_spans", "_worked_out", "present", "sentence", "signs")

    def __init__(self, sentence: Sentence, mentions: Iterable[tuple[str, int, int]], patterns: Patterns):
        """`mentions` are (term, first word, last word)."""
        self.sentence = sentence
        places: defaultdict[str, list[Span]] = defaultdict(list)
        for i, (word, raw) in enumerate(zip(sentence.words, sentence.raw, strict=True)):
            places[word].append((i, i + 1))
            if raw is not word and raw != word:
                places[raw].append((i, i + 1))
        for term, first, last in mentions:
            places[f"{{{term}}}"].append((first, last + 1))
        if sentence.numbers:
            places[ANY_NUMBER] = [(i, i + 1) for i in sentence.numbers]
        for phrase, first, end in patterns.phrases(sentence):
            places[phrase].append((first, end))
        self._places = places
        self.signs = set(places)
        self.present = patterns.present(places)
        self._spans: dict[Element, list[Span]] = {}
        self._worked_out: dict[object, Any] = {}

    def where(self, element: Element) -> list[Span]:
        """(first word, word after the last) of each place, in reading order, the longest first."""
        found = self._spans.get(element)
        if found is None:
            places = self._places
            found = [span for sign in element.signs & self.signs for span in places[sign]]
            if len(found) > 1:
                found = sorted(set(found), key=_longest_first)
            self._spans[element] = found
        return found

    def once(self, key: object, work: Callable[[], Result]) -> Result:
        """What `work` gives, worked out at the first asking; it must depend on `key`, the words and the mentions alone."""
        if key not in self._worked_out:
            self._worked_out[key] = work()
        found: Result = self._worked_out[key]
        return found


class Memory:
    """The sentences met last, marked: a learner writes at one sentence, and the others stay as they are."""

    def __init__(self, patterns: Patterns):
        self._patterns = patterns
        self._known = patterns.count
        self._marked: dict[object, Marked] = {}

    def marked(self, sentence: Sentence, mentions: Iterable[tuple[str, int, int]]) -> Marked:
        """`mentions` are (term, first word, last word). The sentence of what comes back has the same words, perhaps at another place."""
        if self._known != self._patterns.count:  # what is marked doesn't tell where the signs of a new pattern stand
            self._known, self._marked = self._patterns.count, {}
        said = tuple(mentions)
        key = (tuple(sentence.raw), tuple(sentence.breaks), said)
        found = self._marked.get(key)
        if found is None:
            if len(self._marked) >= _REMEMBERED:
                self._marked = {}
            found = self._marked[key] = Marked(sentence, said, self._patterns)
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_marked": {}}


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]


class PatternIndex(Generic[Key]):
    """Many patterns, each under a key; `find` yields every key that matches, with its place."""

    def __init__(self, patterns: Iterable[tuple[Key, Pattern]], frequency: Mapping[str, int] | None = None):
        """`frequency` says how often a word stands in texts of this kind; without it a word is common that many patterns have."""
        keyed = list(patterns)
        common = frequency or Counter(sign for element in {e for _, pattern in keyed for e in pattern.required} for sign in element.signs)
        self._by_sign: defaultdict[str, list[tuple[int, Key, Pattern]]] = defaultdict(list)
        for n, (key, pattern) in enumerate(keyed):
            rarest = min(pattern.required, key=lambda e: (sum(common.get(sign, 0) for sign in e.signs), sorted(e.signs)))
            for sign in rarest.signs:
                self._by_sign[sign].append((n, key, pattern))

    def find(self, marked: Marked) -> list[tuple[Key, Match]]:
        """All matches, in reading order; one a pattern and starting word, the shortest."""
        return marked.once(self, lambda: self._find(marked))

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
    """The words that steps `n` and later name, the first of them at word `at` or after its gap; None where they don't follow."""
    if n == len(pattern.steps):
        return ()
    step = pattern.steps[n]
    element, gap = step.element, step.gap
    if gap < skipped_gap:
        gap = skipped_gap
    if element.is_be and _is_apposition(at, start, marked.sentence):
        # “Delta, the error rate, …” says what “delta is the error rate” says.
        rest = _from(pattern, n + 1, at, at, marked)
        if rest is not None:
            return rest
    for i, end in marked.where(element):
        if i < at:
            continue
        if i > at + gap:
            break
        # Words side by side may not have punctuation between them; a gap may cross a comma.
        if not gap and i > start and marked.sentence.breaks[i]:
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


def first_match(patterns: Iterable[Pattern], marked: Marked, where: Callable[[Match], bool] = bool, first: int = 0) -> Match | None:
    """The earliest match of any of `patterns`, from word `first` on, that satisfies `where`."""
    best: Match | None = None
    for pattern in patterns:
        if pattern.needs & marked.present == pattern.needs:
            match = next((m for m in matches(pattern, marked, first) if where(m)), None)
            if match and (best is None or match.first < best.first):
                best = match
    return best
