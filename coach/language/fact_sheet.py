"""A scenario's fact sheet as drafts speak of it: which facts a sentence names, and which facts a number is the value of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from coach.content.scenario import Fact, Scenario
from coach.language.binding import Head, Sheet
from coach.language.concepts import SentenceConcepts
from coach.language.matching import Marked, PatternIndex
from coach.language.number_words import NUMBER_WORDS, in_words
from coach.language.numbers import Figure, Value, parse_values
from coach.language.patterns import ANY_NUMBER, Pattern, Patterns
from coach.language.text import NUMBER, Sentence

_TOTALS = frozenset("total sum overall yearly annual cumulative".split())
_OVER, _ITS = frozenset("over above beyond".split()), frozenset("the its their a this that our".split())
_GIVEN_BY = (["of"], ["at"], ["with"], ["'s"], ["which"], ["by"])
_AT = frozenset("at with for using".split())
_LEAST_COUNT, _COUNT_REACH = 3, 3
"""“One” and “two” are too common to count something."""
_LONGEST_LABEL, _REMEMBERED = 3, 2_000


class FactSheet:
    """The facts that have a number and names."""

    def __init__(self, scenario: Scenario, patterns: Patterns):
        self.settings = _settings(scenario)
        """Values at which facts are compared, by the word before them in the label (“at epsilon 8.0”)."""
        self.at = {v for values in self.settings.values() for v in values}
        self.sheets = [
            Sheet(f, values_of(f), tuple(_qualifier(w, patterns) for w in f.when), f.label.split()[0] in self.settings)
            for f in scenario.facts
            if values_of(f) and f.names
        ]
        self._patterns = patterns
        named = [(s, patterns.read(n)) for s in self.sheets for n in s.fact.names]
        self._names = [(s, any(ANY_NUMBER in step.element.signs for step in p.steps)) for s, p in named]
        self._index: PatternIndex[int] = PatternIndex((n, p) for n, (_, p) in enumerate(named))
        self._counted: dict[str, list[Sheet]] = {}
        for (sheet, pattern), (_, holds) in zip(named, self._names, strict=True):
            for sign in pattern.steps[-1].element.signs if holds else ():
                self._counted.setdefault(sign, []).append(sheet)
        numbers = [v for f in scenario.facts for v in values_of(f)]
        self.plain = [v.plain for v in numbers]
        self._known = numbers + [w for s in self.sheets for w in s.when if isinstance(w, Value)]
        self._other = [v for t in scenario.other_numbers for v in parse_values(t)]
        self._held: dict[Any, tuple[list[Sheet], bool, bool]] = {}

    def holders(self, figure: Figure) -> list[Sheet]:
        """The facts whose value the figure is."""
        return self._said(figure)[0]

    def is_known(self, figure: Figure) -> bool:
        """True for the value of any fact or of a setting."""
        return self._said(figure)[1]

    def is_other(self, figure: Figure) -> bool:
        """True for a number that may stand in a draft without being a fact."""
        return self._said(figure)[2]

    def _said(self, figure: Figure) -> tuple[list[Sheet], bool, bool]:
        """A draft says the same few numbers again and again."""
        key = figure.value, figure.rounded, figure.decimals
        found = self._held.get(key)
        if found is None:
            if len(self._held) >= _REMEMBERED:
                self._held = {}
            holders = [s for s in self.sheets if any(map(figure.agrees, s.values))]
            found = self._held[key] = holders, any(map(figure.agrees, self._known)), any(map(figure.agrees, self._other))
        return found

    def is_setting(self, figure: Figure, sentence: Sentence) -> bool:
        """True for 8.0 in “at epsilon 8.0”, “94% at 8.0”: a setting, no claim about the measure."""
        before = sentence.words[max(0, figure.first - 3) : figure.first]
        if not before or figure.value.unit or figure.value.number not in self.at:
            return False
        return before[-1] in self.settings or before[-1] in _AT or (len(before) > 1 and before[-2] in self.settings and before[-1] in ("of", "="))

    def counts(self, sentence: Sentence, found: Iterable[Figure]) -> list[Figure]:
        """“three random seeds”, “fifty thousand rows”: numbers in words before what the sheet counts."""
        if NUMBER_WORDS.isdisjoint(sentence.words) or self._counted.keys().isdisjoint(sentence.words):
            return []
        taken = {i for f in found for i in range(f.first, f.last + 1)}
        counts: list[Figure] = []
        for i in range(len(sentence.words)):
            if i not in taken and i - 1 not in sentence.numbers and (number := in_words(sentence.words, i)):
                n, last = number
                taken.update(range(i, last + 1))
                if n >= _LEAST_COUNT and not self._counted.keys().isdisjoint(sentence.words[last + 1 : last + 1 + _COUNT_REACH]):
                    counts.append(Figure(Value(n), i, last, False, 0))
        return counts

    def heads(self, here: SentenceConcepts, worded: Sequence[Figure] = ()) -> list[Head]:
        """Facts by their names; by a pronoun only in a sentence that names no measure. `worded` are figures with words in them: “ninety per cent”."""
        ends = {_end(f, here.sentence.words): f.last for f in worded}
        found = self._matches(self._with_numbers(here, worded) if worded else here.marked_by_name)
        heads = [replace(h, number=ends[h.number]) if h.number in ends else h for h in found]
        heads += self._label(here.sentence)
        if any(not h.sheet.is_setting and not h.compared for h in heads):
            return heads
        return heads + [replace(h, by_pronoun=True) for h in self._matches(here.marked) if not h.sheet.is_setting]

    def _label(self, sentence: Sentence) -> Iterable[Head]:
        """“Columns: 24” in a list or table names what the sheet counts."""
        words = [i for i in range(len(sentence.words)) if i not in sentence.numbers]
        if len(words) > _LONGEST_LABEL or not words or words[-1] + 1 in sentence.numbers[1:] or sentence.numbers[:1] == [0]:
            return []
        return [Head(sheet, words[-1], words[-1]) for sheet in self._counted.get(sentence.words[words[-1]], ())]

    def _with_numbers(self, here: SentenceConcepts, worded: Sequence[Figure]) -> Marked:
        """The sentence with one number, at its last word, for each of these figures."""
        inside = {i for f in worded for i in range(f.first, f.last + 1)}
        numbers = sorted({*here.sentence.numbers} - inside | {_end(f, here.sentence.words) for f in worded})
        return Marked(replace(here.sentence, numbers=numbers), ((m.term, m.first, m.last) for m in here.named), self._patterns)

    def _matches(self, marked: Marked) -> list[Head]:
        heads, sentence = [], marked.sentence
        for n, match in self._index.find(marked):
            sheet, holds_a_number = self._names[n]
            if sheet.is_setting and _TOTALS.intersection(sentence.words[max(0, match.first - 3) : match.first]):
                continue  # “the total epsilon allowed in a year” names the budget
            if not holds_a_number and _is_compared_with(sentence, match.first, match.last):
                heads.append(Head(sheet, match.first, match.last, compared=True))
                continue
            inside = [i for i in sentence.numbers if match.first <= i <= match.last]
            if not holds_a_number or not inside:
                heads.append(Head(sheet, match.first, match.last))
            elif len(inside) == 1:
                number = inside[0] if inside[0] + 1 in match.matched else part_of(sentence, inside[0])
                heads.append(Head(sheet, match.first, match.last, number))
        return heads


def values_of(fact: Fact) -> tuple[Value, ...]:
    """The fact's value in the forms that its file gives; none for a text that begins with no number."""
    written = repr(fact.value) if isinstance(fact.value, int | float) else fact.value
    if isinstance(fact.value, str) and not re.match(r"\d", fact.value):
        return ()
    return tuple(v for text in (written, *fact.also) for v in parse_values(text)[:1])


def _end(figure: Figure, words: Sequence[str]) -> int:
    """The last word of the figure with its “percent” or “per cent”."""
    after = words[figure.last + 1 : figure.last + 3]
    return figure.last + (2 if after == ["per", "cent"] else 1 if after[:1] == ["percent"] else 0)


def _settings(scenario: Scenario) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for fact in scenario.facts:
        for term, number in re.findall(rf"\bat ([a-z]+) ({NUMBER})", fact.label):
            found.setdefault(term, []).append(float(number))
    return found


def _qualifier(when: str, patterns: Patterns) -> Pattern | Value:
    return parse_values(when)[0] if re.fullmatch(NUMBER, when) else patterns.read(when)


def part_of(sentence: Sentence, number: int) -> int:
    """“3.0 of the 4.0 are left”: what is said of a part's whole is said of the part."""
    of = number - 1 - (sentence.words[number - 1 : number] == ["the"])
    return of - 1 if of > 0 and sentence.words[of] == "of" and of - 1 in sentence.numbers else number


def _is_compared_with(sentence: Sentence, first: int, last: int) -> bool:
    """True for the baseline in “the advantage over the baseline is 0.02”: the figure is the advantage's."""
    before = sentence.words[max(0, first - 2) : first]
    over = before[-1:] and (before[-1] in _OVER or (before[-1] in _ITS and before[0] in _OVER))
    is_given = last + 1 in sentence.numbers or sentence.words[last + 1 : last + 2] in _GIVEN_BY
    return bool(over) and (not is_given or "advantage" in sentence.words[max(0, first - 3) : first])
