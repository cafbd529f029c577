"""The pattern language of scenarios/README.md: what authors write, as steps to match."""

import marshal
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coach.errors import CoachError
from coach.language.inflection import forms
from coach.language.text import Sentence, read

Wordlists = Mapping[str, tuple[str, ...]]
ANY_NUMBER = "#"
_DEFAULT_GAP = 6
_BITS = 2048
"""Elements share bits: a sentence that seems to hold one and doesn't is found out when the pattern is tried, and short numbers are quick."""
_STRAY = re.compile(r"[()*/\\?+]")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)|n['’]t")


class PatternError(CoachError):
    """A pattern that can't be read; the message says what to write instead."""


class Element:
    """What one place of a pattern may hold, as signs: a word, a phrase (“in order to”), “{term}”, or “#” for a number.

    Patterns that write an element the same share it, so that what a sentence holds of it is found once. A
    sentence is told by the bits of what it holds. A draft meets few of the thousands of elements, so one that comes out of a
    pickle unpacks its signs only when it is asked for them.
    """

    __slots__ = ("_packed", "_signs", "bit", "is_be", "terms")

    def __init__(self, signs: frozenset[str], terms: frozenset[str], bit: int):
        """`terms` are the ids among the signs."""
        self._signs = signs
        self._packed: bytes | None = None
        self.terms = terms
        self.bit = bit
        self.is_be = "is" in signs

    @property
    def signs(self) -> frozenset[str]:
        """A sentence must have one of these."""
        if self._packed:
            self._signs, self._packed = marshal.loads(self._packed), None  # noqa: S302 - as safe as the pickle round it
        return self._signs

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        return None, {"_packed": marshal.dumps(self.signs), "bit": self.bit, "is_be": self.is_be, "terms": self.terms}


@dataclass(frozen=True, slots=True)
class Step:
    """An element; up to `gap` other words may come before it."""

    element: Element
    gap: int
    optional: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A pattern as written and as steps. A sentence that lacks one of the elements in `required`, whose bits are `needs`, can't match;
    a match begins with one of `beginnings`.
    """

    source: str
    steps: tuple[Step, ...]
    at_start: bool
    required: frozenset[Element]
    needs: int
    beginnings: tuple[Element, ...]


class Phrases:
    """Runs of two or more words, each in any of its forms, found all at once by what each begins with."""

    def __init__(self) -> None:
        self._kinds: dict[frozenset[str], int] = {}
        self._kinds_of: dict[str, tuple[int, ...]] = {}
        self._tree: dict[Any, Any] = {}

    def add(self, words: tuple[frozenset[str], ...]) -> str:
        """The phrase's sign; it holds a space, so no word is like it."""
        branch = self._tree
        for forms_of_word in words:
            kind = self._kinds.get(forms_of_word)
            if kind is None:
                kind = self._kinds[forms_of_word] = len(self._kinds)
                for form in forms_of_word:
                    self._kinds_of[form] = (*self._kinds_of.get(form, ()), kind)
            branch = branch.setdefault(kind, {})
        sign: str = branch.setdefault("", " ".join(min(word, key=lambda form: (len(form), form)) for word in words))
        return sign

    def find(self, sentence: Sentence) -> Iterable[tuple[str, int, int]]:
        """(sign, first word, word after the last); a phrase has no punctuation inside."""
        kinds_of = self._kinds_of.get
        kinds = [
            kinds_of(word, ()) if word is raw or word == raw else (*kinds_of(word, ()), *kinds_of(raw, ()))
            for word, raw in zip(sentence.words, sentence.raw, strict=True)
        ]
        for first, here in enumerate(kinds):
            branches = [self._tree[kind] for kind in here if kind in self._tree]
            end = first + 1
            while branches and end < len(kinds) and not sentence.breaks[end]:
                branches = [branch[kind] for branch in branches for kind in kinds[end] if kind in branch]
                end += 1
                for branch in branches:
                    if "" in branch:
                        yield branch[""], first, end


class Patterns:
    """Reads patterns over one set of word lists; elements that are written alike are one."""

    def __init__(self, wordlists: Wordlists):
        self.wordlists = wordlists
        self.count = 0
        self._elements: dict[str, Element] = {}
        self._holders: dict[str, int] = {}
        self._phrases = Phrases()

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
        needs = 0
        for element in required:
            needs |= element.bit
            for sign in element.signs:
                self._holders[sign] = self._holders.get(sign, 0) | element.bit
        self.count += 1
        optional = next(n for n, step in enumerate(steps) if not step.optional)
        return Pattern(source, tuple(steps), at_start, required, needs, tuple(step.element for step in steps[: optional + 1]))

    def phrases(self, sentence: Sentence) -> Iterable[tuple[str, int, int]]:
        """(sign, first word, word after the last) of every phrase of any pattern that stands in `sentence`."""
        return self._phrases.find(sentence)

    def present(self, signs: Iterable[str]) -> int:
        """The bits of all required elements that a sentence with these signs (words, “{term}”, “#”) holds something of."""
        found, get = 0, self._holders.get
        for sign in signs:
            found |= get(sign, 0)
        return found

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
        signs, terms = set[str](), set[str]()
        for alternative in part.split("|"):
            if alternative.startswith("{"):
                if not alternative.endswith("}"):
                    raise PatternError(f"“{part}” has no closing brace: write {{term-id}}")
                signs.add(alternative)
                terms.add(alternative[1:-1])
            elif alternative == ANY_NUMBER:
                signs.add(ANY_NUMBER)
            else:
                for phrase in self._listed(alternative):
                    words = _sequence(phrase)
                    signs |= words[0] if len(words) == 1 else {self._phrases.add(words)}
        return Element(frozenset(signs), frozenset(terms), 1 << len(self._elements) % _BITS)

    def _listed(self, alternative: str) -> tuple[str, ...]:
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
def _sequence(phrase: str) -> tuple[frozenset[str], ...]:
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
