"""The pattern language of scenarios/README.md: parsing, and matching many patterns at once.

Every pattern hangs on the words it can begin with, so a sentence costs one look-up a word
however many patterns there are.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from coach.language.inflection import forms
from coach.language.text import Sentence, read

Key = TypeVar("Key", bound=Hashable)
Wordlists = Mapping[str, tuple[str, ...]]
Sequence = tuple[frozenset[str], ...]
ANY_NUMBER = "#"
_DEFAULT_GAP = 6
_DETERMINERS = frozenset("a an the our".split())
_OPENING_PREPOSITIONS = frozenset("at with for under by in on from to of given without despite besides unlike like because if when while as".split())


class PatternError(ValueError):
    """A pattern that can't be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One element: words by their first, terms or a number; up to `gap` other words may come before it."""

    alternatives: Mapping[str, tuple[Sequence, ...]]
    terms: tuple[str, ...]
    gap: int
    optional: bool
    number: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    source: str
    steps: tuple[Step, ...]
    at_start: bool

    @property
    def anchors(self) -> tuple[set[str], set[str]]:
        """The words and the terms that this pattern can begin with."""
        words: set[str] = set()
        terms: set[str] = set()
        for step in self.steps:
            words |= set(step.alternatives) | ({ANY_NUMBER} if step.number else set())
            terms |= set(step.terms)
            if not step.optional:
                break
        return words, terms


Mentions = Mapping[int, list[tuple[str, int]]]
"""Where terms stand in a sentence: first word → (term id, word after the last)."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words `first` to `last` (inclusive) of a sentence; `matched` are those the pattern names."""

    first: int
    last: int
    matched: frozenset[int]


def parse(source: str, wordlists: Wordlists) -> Pattern:
    """Compile a pattern; raises PatternError with a cure."""
    parts = source.split()
    at_start = bool(parts) and parts[0] == "^"
    gap, steps = 0, list[Step]()
    for part in parts[1:] if at_start else parts:
        if part.startswith("..."):
            if not steps:
                raise PatternError("a pattern can't begin with a gap: begin with a word, a list, a term or #")
            if part[3:] and not part[3:].isdigit():
                raise PatternError(f"“{part}” isn't a gap: write ... or ...3")
            gap = int(part[3:] or _DEFAULT_GAP)
            continue
        for step in _steps(part, gap, wordlists):
            steps.append(step)
        gap = 0
    if not steps or all(s.optional for s in steps):
        raise PatternError("a pattern needs at least one word that isn't optional")
    if gap:
        raise PatternError("a pattern can't end with a gap: end with a word, or drop the dots")
    return Pattern(source, tuple(steps), at_start)


def _steps(part: str, gap: int, wordlists: Wordlists) -> Iterable[Step]:
    optional = part.startswith("[")
    if optional:
        if not part.endswith("]"):
            raise PatternError(f"“{part}” has no closing bracket: an optional word has no space inside, use _ for one")
        part = part[1:-1]
    alternatives: defaultdict[str, list[Sequence]] = defaultdict(list)
    terms: list[str] = []
    number = False
    for alternative in part.split("|"):
        if alternative.startswith("{"):
            if not alternative.endswith("}"):
                raise PatternError(f"“{part}” has no closing brace: write {{term-id}}")
            terms.append(alternative[1:-1])
            continue
        if alternative == ANY_NUMBER:
            number = True
            continue
        for phrase, exact in _phrases(alternative, wordlists):
            sequence = _sequence(phrase, exact)
            for first in sequence[0]:
                alternatives[first].append(sequence[1:])
    yield Step({w: tuple(sorted(set(s), key=len, reverse=True)) for w, s in alternatives.items()}, tuple(terms), gap, optional, number)


def _phrases(alternative: str, wordlists: Wordlists) -> list[tuple[str, bool]]:
    if alternative.startswith("@"):
        if alternative[1:] not in wordlists:
            raise PatternError(f"there is no word list {alternative}: add rubrics/words/{alternative[1:]}.yaml or mend the name")
        return [(w.removeprefix("="), w.startswith("=")) for w in wordlists[alternative[1:]]]
    return [(alternative.removeprefix("="), alternative.startswith("="))]


def _sequence(phrase: str, exact: bool) -> Sequence:
    sentences = read(phrase.replace("_", " ")).sentences
    if len(sentences) != 1:
        raise PatternError(f"“{phrase}” has no word in it: a pattern has words, [..], ..., @list, {{term}}, # and ^ only")
    return tuple(_word(raw, exact) for raw in sentences[0].raw)


def _word(raw: str, exact: bool) -> frozenset[str]:
    if raw != raw.lower():
        return frozenset({raw, raw + "s"})
    return frozenset({raw}) if exact else forms(raw)


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
        for i, word in enumerate(words):
            candidates = by_word.get(word, ())
            if raw[i] is not word and raw[i] != word:
                candidates = [*candidates, *by_word.get(raw[i], ())]
            for key, pattern in candidates:
                if match := match_at(pattern, sentence, mentions, i):
                    found.append((key, match))
        for i in sentence.numbers:
            for key, pattern in by_word.get(ANY_NUMBER, ()):
                if match := match_at(pattern, sentence, mentions, i):
                    found.append((key, match))
        for i, here in mentions.items():
            for term, _ in here:
                for key, pattern in self._by_term.get(term, ()):
                    if match := match_at(pattern, sentence, mentions, i):
                        found.append((key, match))
        return sorted(found, key=lambda km: (km[1].first, km[1].last))


def match_at(pattern: Pattern, sentence: Sentence, mentions: Mentions, start: int) -> Match | None:
    """The match of `pattern` that begins at word `start`, if there is one."""
    if pattern.at_start and start:
        return None
    matched = _from(pattern.steps, 0, start, start, sentence, mentions)
    return Match(start, max(matched), frozenset(matched)) if matched else None


def _from(steps: tuple[Step, ...], n: int, at: int, start: int, sentence: Sentence, mentions: Mentions, skipped_gap: int = 0) -> tuple[int, ...] | None:
    if n == len(steps):
        return ()
    step = steps[n]
    gap = max(step.gap, skipped_gap)
    if _is_apposition(step, at, start, sentence):
        # “Delta, the error rate, …” says what “delta is the error rate” says.
        rest = _from(steps, n + 1, at, at, sentence, mentions)
        if rest is not None:
            return rest
    for i in range(at, min(at + gap, len(sentence.words) - 1) + 1):
        # Words side by side may not have punctuation between them; a gap may cross a comma.
        if i > start and sentence.breaks[i] and not gap:
            break
        for end in _ends(step, i, sentence, mentions):
            rest = _from(steps, n + 1, end, start, sentence, mentions)
            if rest is not None:
                return (*range(i, end), *rest)
    if step.optional:
        return _from(steps, n + 1, at, start, sentence, mentions, gap)
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
    for spelling in {sentence.words[i], sentence.raw[i]}:
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
