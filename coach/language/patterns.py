"""The pattern language of scenarios/README.md: what authors write, as steps to match.

A pattern is read in two goes: its beginning when the engine is built, the rest when a draft first has that
beginning. So thousands of patterns cost little until they are needed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from coach.errors import CoachError
from coach.language.inflection import forms
from coach.language.text import read

Wordlists = Mapping[str, tuple[str, ...]]
Sequence = tuple[frozenset[str], ...]
ANY_NUMBER = "#"
_DEFAULT_GAP = 6
_STRAY = re.compile(r"[()*/\\?+]")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)|n['’]t")


class PatternError(CoachError):
    """A pattern that can't be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One element: words by their first, terms or a number; up to `gap` other words may come before it."""

    alternatives: Mapping[str, tuple[Sequence, ...]]
    terms: tuple[str, ...]
    gap: int
    optional: bool
    number: bool


class Pattern:
    """A pattern as written; each step is made when first asked for."""

    def __init__(self, source: str, wordlists: Wordlists):
        self.source = source
        self._wordlists = wordlists
        parts = source.split()
        self.at_start = parts[:1] == ["^"]
        self._parts = parts[self.at_start :]
        self._made: dict[int, Step] = {}

    @cached_property
    def _elements(self) -> tuple[tuple[int, str], ...]:
        """(words that may come before, element) of each step; raises PatternError."""
        gap, elements = 0, list[tuple[int, str]]()
        for part in self._parts:
            if part.startswith("..."):
                gap = _gap(part, bool(elements))
            else:
                elements.append((gap, part))
                gap = 0
        if all(part[0] + part[-1] == "[]" for _, part in elements):
            raise PatternError("a pattern needs at least one word that isn't optional")
        if gap:
            raise PatternError("a pattern can't end with a gap: end with a word, or drop the dots")
        return tuple(elements)

    def __len__(self) -> int:
        return len(self._elements)

    def step(self, n: int) -> Step:
        """Step `n`; raises PatternError with a cure."""
        if n not in self._made:
            gap, part = self._elements[n]
            self._made[n] = _step(part, gap, self._wordlists)
        return self._made[n]

    @cached_property
    def needed(self) -> frozenset[str] | None:
        """Words of which a sentence must have one for this pattern to match in it; None where that can't be told."""
        last = self.step(len(self) - 1)
        return None if last.optional or last.terms or last.number or len(self) == 1 else frozenset(last.alternatives)

    @property
    def anchors(self) -> tuple[set[str], set[str]]:
        """The words and the terms that this pattern can begin with."""
        words: set[str] = set()
        terms: set[str] = set()
        for step in map(self.step, range(len(self))):
            words |= set(step.alternatives) | ({ANY_NUMBER} if step.number else set())
            terms |= set(step.terms)
            if not step.optional:
                break
        return words, terms


def parse(source: str, wordlists: Wordlists) -> Pattern:
    """A pattern that is known to be readable; raises PatternError with a cure."""
    pattern = Pattern(source, wordlists)
    for n in range(len(pattern)):
        pattern.step(n)
    return pattern


def _gap(part: str, has_steps: bool) -> int:
    if not has_steps:
        raise PatternError("a pattern can't begin with a gap: begin with a word, a list, a term or #")
    if part[3:] and not part[3:].isdecimal():
        raise PatternError(f"“{part}” isn't a gap: write ... or ...3")
    return int(part[3:] or _DEFAULT_GAP)


def _step(part: str, gap: int, wordlists: Wordlists) -> Step:
    if stray := _STRAY.search(part):
        raise PatternError(f"“{stray.group()}” isn't a sign of a pattern: there are words, |, [..], ..., @list, {{term}}, #, = and ^ only")
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
        elif alternative == ANY_NUMBER:
            number = True
        else:
            for phrase in _phrases(alternative, wordlists):
                first, *rest = _sequence(phrase)
                for word in first:
                    alternatives[word].append(tuple(rest))
    by_first = {w: tuple(s) if len(s) == 1 else tuple(sorted(set(s), key=len, reverse=True)) for w, s in alternatives.items()}
    return Step(by_first, tuple(terms), gap, optional, number)


def _phrases(alternative: str, wordlists: Wordlists) -> tuple[str, ...]:
    if not alternative.startswith("@"):
        return (alternative,)
    if alternative[1:] not in wordlists:
        raise PatternError(f"there is no word list {alternative}: add rubrics/words/{alternative[1:]}.yaml or mend the name")
    return wordlists[alternative[1:]]


@cache
def _sequence(phrase: str) -> Sequence:
    """The words of an alternative, each with all its forms; `=` before it for this form only."""
    word = phrase.removeprefix("=")
    exact = word != phrase
    if _CLITIC.fullmatch(word) or (word.isascii() and word.isalpha()):
        return (_word(word, exact),)
    sentences = read(word.replace("_", " ")).sentences
    if len(sentences) != 1:
        raise PatternError(f"“{phrase}” has no word in it: a pattern has words, [..], ..., @list, {{term}}, # and ^ only")
    return tuple(_word(raw, exact) for raw in sentences[0].raw)


def _word(raw: str, exact: bool) -> frozenset[str]:
    """Two or more capitals are kept as written; anything else is folded to lower case."""
    if sum(c.isupper() for c in raw) > 1:
        return frozenset({raw, raw + "s"})
    folded = raw.lower().replace("’", "'")
    return frozenset({folded}) if exact else forms(folded)
