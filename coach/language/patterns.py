"""The pattern language of scenarios/README.md: what authors write, as steps to match."""

import marshal
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

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


class Element:
    """What one place of a pattern may hold: words by their first, terms or a number.

    Patterns that write an element the same share it, so that what a sentence holds of it is found once. A draft meets
    few of the thousands there are, so one that comes out of a pickle unpacks its words only when it is asked for them.
    """

    __slots__ = ("_alternatives", "is_be", "number", "terms")

    def __init__(self, alternatives: Mapping[str, tuple[Sequence, ...]], terms: frozenset[str], number: bool):
        self._alternatives: Mapping[str, tuple[Sequence, ...]] | bytes = alternatives
        self.terms = terms
        self.number = number
        self.is_be = () in alternatives.get("is", ())

    @property
    def alternatives(self) -> Mapping[str, tuple[Sequence, ...]]:
        if isinstance(self._alternatives, bytes):
            self._alternatives = cast("Mapping[str, tuple[Sequence, ...]]", marshal.loads(self._alternatives))  # noqa: S302 - as safe as the pickle round it
        return self._alternatives

    @property
    def keys(self) -> Iterable[str]:
        """The signs of which a sentence must have one: words, “{term}” or “#”."""
        return [*self.alternatives, *(f"{{{t}}}" for t in self.terms), *([ANY_NUMBER] if self.number else [])]

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        return None, {"_alternatives": marshal.dumps(dict(self.alternatives)), "is_be": self.is_be, "number": self.number, "terms": self.terms}


@dataclass(frozen=True, slots=True)
class Step:
    """An element; up to `gap` other words may come before it."""

    element: Element
    gap: int
    optional: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A pattern as written and as steps. A sentence lacking one of the elements in `required` can't match."""

    source: str
    steps: tuple[Step, ...]
    at_start: bool
    required: frozenset[Element]

    @property
    def beginnings(self) -> list[Element]:
        """The elements that a match can begin with."""
        found = []
        for step in self.steps:
            found.append(step.element)
            if not step.optional:
                break
        return found


class Patterns:
    """Reads patterns over one set of word lists; elements that are written alike are one."""

    def __init__(self, wordlists: Wordlists):
        self.wordlists = wordlists
        self._elements: dict[str, Element] = {}
        self._numbered: list[Element] = []
        self._holders: dict[str, set[Element] | bytes] = {}

    def read(self, source: str) -> Pattern:
        """The pattern; raises PatternError with a cure."""
        parts = source.split()
        at_start = parts[:1] == ["^"]
        gap, steps = 0, list[Step]()
        for part in parts[at_start:]:
            if part.startswith("..."):
                gap = _gap(part, bool(steps))
            else:
                steps.append(self._step(part, gap))
                gap = 0
        if all(step.optional for step in steps):
            raise PatternError("a pattern needs at least one word that isn't optional")
        if gap:
            raise PatternError("a pattern can't end with a gap: end with a word, or drop the dots")
        # “Delta, the error rate” stands for “delta is the error rate”, so no sentence needs the “is”.
        required = frozenset(s.element for n, s in enumerate(steps) if not s.optional and not (n and s.element.is_be))
        for element in required:
            for key in element.keys:
                self._held(key).add(element)
        return Pattern(source, tuple(steps), at_start, required)

    def present(self, signs: Set[str]) -> set[Element]:
        """The required elements that a sentence with these signs (words, “{term}”, “#”) holds something of."""
        found = set[Element]()
        found.update(*[self._held(sign) for sign in signs & self._holders.keys()])
        return found

    def _held(self, sign: str) -> set[Element]:
        held = self._holders.setdefault(sign, set())
        if isinstance(held, bytes):
            if not self._numbered:
                self._numbered = list(self._elements.values())
            held = self._holders[sign] = {self._numbered[n] for n in array("I", held)}
        return held

    def __getstate__(self) -> dict[str, Any]:
        """With the holders as numbers: for a draft's few hundred words it would take too long to read thousands of sets."""
        number = {element: n for n, element in enumerate(self._elements.values())}
        packed = {sign: array("I", sorted(number[e] for e in self._held(sign))).tobytes() for sign in self._holders}
        return {"wordlists": self.wordlists, "_elements": self._elements, "_holders": packed, "_numbered": []}

    def _step(self, part: str, gap: int) -> Step:
        if stray := _STRAY.search(part):
            raise PatternError(f"“{stray.group()}” isn't a sign of a pattern: there are words, |, [..], ..., @list, {{term}}, #, = and ^ only")
        optional = part.startswith("[")
        if optional:
            if not part.endswith("]"):
                raise PatternError(f"“{part}” has no closing bracket: an optional word has no space inside, use _ for one")
            part = part[1:-1]
        if part not in self._elements:
            self._elements[part] = self._element(part)
        return Step(self._elements[part], gap, optional)

    def _element(self, part: str) -> Element:
        alternatives: defaultdict[str, list[Sequence]] = defaultdict(list)
        terms = set[str]()
        number = False
        for alternative in part.split("|"):
            if alternative.startswith("{"):
                if not alternative.endswith("}"):
                    raise PatternError(f"“{part}” has no closing brace: write {{term-id}}")
                terms.add(alternative[1:-1])
            elif alternative == ANY_NUMBER:
                number = True
            else:
                for phrase in self._phrases(alternative):
                    first, *rest = _sequence(phrase)
                    for word in first:
                        alternatives[word].append(tuple(rest))
        by_first = {w: tuple(s) if len(s) == 1 else tuple(sorted(set(s), key=len, reverse=True)) for w, s in alternatives.items()}
        return Element(by_first, frozenset(terms), number)

    def _phrases(self, alternative: str) -> tuple[str, ...]:
        if not alternative.startswith("@"):
            return (alternative,)
        if alternative[1:] not in self.wordlists:
            raise PatternError(f"there is no word list {alternative}: add rubrics/words/{alternative[1:]}.yaml or mend the name")
        return self.wordlists[alternative[1:]]


def _gap(part: str, has_steps: bool) -> int:
    if not has_steps:
        raise PatternError("a pattern can't begin with a gap: begin with a word, a list, a term or #")
    if part[3:] and not part[3:].isdecimal():
        raise PatternError(f"“{part}” isn't a gap: write ... or ...3")
    return int(part[3:] or _DEFAULT_GAP)


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
