"""Figures: each number of a draft bound to the fact it is said of, and compared with the fact sheet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coach.content.scenario import Fact, Scenario
from coach.language import bounds
from coach.language.binding import Head, Place, Sheet, bound_to, chunk, comparable, is_near, qualified
from coach.language.computed import is_computed, is_share, is_supposed
from coach.language.concepts import SentenceConcepts
from coach.language.matching import Marked, PatternIndex
from coach.language.numbers import SPELT, Figure, Value, parse_values, read_number
from coach.language.patterns import Pattern, Patterns
from coach.language.text import NUMBER, Sentence, Text

_RANGES = {"from": "to", "between": "and"}
_AT = frozenset("at with for using".split())
_CLAUSE = re.compile(r"^[ \t]*(?:#+[ \t]+)?(\d{1,2}(?:\.\d{1,2})+)\.?[ \t]+[A-Z]", re.M)
_NOT_MEANT = re.compile(r"\bdo(?:es)?(?: not|n['’]t) (?:mean|imply|say|show|follow)\b", re.I)
_ELSEWHERE = frozenset(
    (
        "section table figure step version page chapter article no item v january february march april may june july august september october november december"
    ).split()
)
_TOTALS = frozenset("total sum overall yearly annual cumulative".split())
_NUMBERED = frozenset("slide slides clause clauses paragraph article annex appendix part question rule phase line row".split())
_OVER, _ITS = frozenset("over above beyond".split()), frozenset("the its their a this that our".split())
_GIVEN_BY = (["of"], ["at"], ["with"], ["'s"], ["which"], ["by"])
_EARLIER, _FUNCTION_WORD, _ONE_PLACE = 3, 3, 9
_TENS = [[w] for w in "twenty thirty forty fifty sixty seventy eighty ninety".split()]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Words `first` to `last` of sentence `sentence` disagree with `fact`; `turned` where its limit is the wrong way round."""

    fact: Fact
    sentence: int
    first: int
    last: int
    swapped: bool = False
    turned: bool = False


class FigureFinder:
    """One scenario's fact sheet, ready to check drafts against."""

    def __init__(self, scenario: Scenario, patterns: Patterns):
        self._labels = [f.label for f in scenario.facts]
        self._sheet = [
            Sheet(f, _values(f), tuple(_qualifier(w, patterns) for w in f.when), f.label.split()[0] in self.settings)
            for f in scenario.facts
            if _values(f) and f.names
        ]
        named = [(s, patterns.read(n)) for s in self._sheet for n in s.fact.names]
        self._names = [(s, p.source.startswith("#")) for s, p in named]
        self._counted = {noun: s for s, p in named if p.source.startswith("#") for noun in p.steps[-1].element.signs}
        self._index: PatternIndex[int] = PatternIndex((n, p) for n, (_, p) in enumerate(named))
        numbers = [v for f in scenario.facts for v in _values(f)]
        self._elsewhere = [v for t in scenario.other_numbers for v in parse_values(t)]
        self._plain = [v.plain for v in numbers]
        self._known = numbers + [w for s in self._sheet for w in s.when if isinstance(w, Value)]

    @cached_property
    def settings(self) -> dict[str, list[float]]:
        """Values at which facts are compared, by the word before them in the label (“at epsilon 8.0”)."""
        found: dict[str, list[float]] = {}
        for label in self._labels:
            for term, number in re.findall(rf"\bat ([a-z]+) ({NUMBER})", label):
                found.setdefault(term, []).append(float(number))
        return found

    def stated(self, said: Iterable[Sequence[Figure]]) -> set[str]:
        """The ids of the facts whose value is among the figures of any sentence."""
        return {s.fact.id for s in self._sheet if any(f.agrees(v) for found in said for f in found for v in s.values)}

    def places(self, concepts: Sequence[SentenceConcepts], said: Sequence[Sequence[Figure]]) -> Iterable[tuple[str, Sentence]]:
        """The id of each fact with each sentence that has its value; twice where the sentence names it too."""
        for here, found in zip(concepts, said, strict=True):
            named = {h.sheet.fact.id for h in self._heads(here)} if found else set[str]()
            for fact in (s.fact.id for s in self._sheet if any(f.agrees(v) for f in found for v in s.values)):
                yield from ((fact, here.sentence),) * (1 + (fact in named))

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], said: Sequence[Sequence[Figure]]) -> Iterable[Disagreement]:
        """Disagreements in reading order, swapped pairs as one. `said` are the figures of each sentence."""
        clauses = set(_CLAUSE.findall(text.draft))  # “it does not replace 4.2” refers to one
        carried: dict[int, list[Sheet]] = {-1: []}
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            counts = list(self._spelt_counts(sentence))
            found = [f for f in said[index] if text.prose[sentence.starts[f.first] : sentence.ends[f.last]] not in clauses]
            found += [figure for figure, _, _ in counts]
            if not found:
                continue
            heads = self._heads(here) + [Head(sheet, figure.first, last, figure.first) for figure, sheet, last in counts]
            earlier = [f for before in said[max(0, index - _EARLIER) : index] for f in before]
            lead = self._lead(index - 1, text, concepts, carried)
            wrong = []
            for figure in found:
                if _NOT_MEANT.search(text.prose, sentence.start, sentence.starts[figure.first]):
                    continue
                place = Place(figure, sentence, here, heads, found, *chunk(sentence, figure))
                if fact := self._disagrees(place, lead, earlier):
                    wrong.append(Disagreement(fact, index, figure.first, figure.last))
                elif turned := self._turned(place, lead):
                    fact, first, last = turned
                    wrong.append(Disagreement(fact, index, first, last, turned=True))
            yield from _merge_swapped(wrong, found)

    def _lead(self, index: int, text: Text, concepts: Sequence[SentenceConcepts], known: dict[int, list[Sheet]]) -> list[Sheet]:
        """The facts that sentence `index`, or the nearest before it that names a measure, was last about; looked up only where a figure asks."""
        last = index
        while last not in known:
            measures = [h for h in self._heads(concepts[last]) if not h.sheet.is_setting]
            if measures:
                end = max(h.last for h in measures)
                # A deadline is said of its own sentence: the next one has another.
                known[last] = [h.sheet for h in measures if h.last == end and not any(v.is_time for v in h.sheet.values)]
            elif text.sentences[last].kind == "heading":
                known[last] = []
            else:
                last -= 1
        known[index] = known[last]
        return known[index]

    def _spelt_counts(self, sentence: Sentence) -> Iterable[tuple[Figure, Sheet, int]]:
        """“three random seeds”: a number in words before what the sheet counts."""
        for i, word in enumerate(sentence.words[:-1]):
            if word in SPELT and sentence.words[i - 1 : i] not in _TENS:
                noun = next((k for k in (i + 1, i + 2) if k < len(sentence.words) and sentence.words[k] in self._counted), None)
                if noun:
                    yield Figure(Value(SPELT[word]), i, i, False, 0), self._counted[sentence.words[noun]], noun

    def _heads(self, here: SentenceConcepts) -> list[Head]:
        """Facts by their names; by a pronoun only in a sentence that names no measure."""
        heads = self._matches(here.marked_by_name)
        if any(not h.sheet.is_setting for h in heads):
            return heads
        return heads + [h for h in self._matches(here.marked) if not h.sheet.is_setting]

    def _matches(self, marked: Marked) -> list[Head]:
        heads, sentence = [], marked.sentence
        for n, match in self._index.find(marked):
            sheet, starts_with_number = self._names[n]
            if sheet.is_setting and _TOTALS.intersection(sentence.words[max(0, match.first - 3) : match.first]):
                continue  # “the total epsilon allowed in a year” names the budget
            if _is_compared_with(sentence, match.first, match.last):
                continue
            if not starts_with_number or match.first not in sentence.numbers:
                heads.append(Head(sheet, match.first, match.last, None))
            elif not any(match.first < i <= match.last for i in sentence.numbers):
                heads.append(Head(sheet, match.first, match.last, match.first))
        return heads

    def _disagrees(self, place: Place, carried: list[Sheet], earlier: Sequence[Figure]) -> Fact | None:
        figure = place.figure
        if _from_elsewhere(figure, place.sentence) or self._is_setting(figure, place.sentence) or any(figure.agrees(v) for v in self._elsewhere):
            return None
        candidates, fits = self._candidates(place, carried)
        if not candidates or any(figure.agrees(v) for s in candidates for v in s.values):
            return None
        if any(figure.agrees(v) for v in self._known):
            near = any(h.sheet in candidates and is_near(h, place) for h in place.heads)
            if not fits or not near or self._said_of_another(place) or _in_range(figure, place.sentence) or self._compared(place, candidates, carried):
                return None
            if self._listed(place, candidates[0]) or place.sentence.words[figure.first - 1] == "than" or is_share(figure, place.sentence, earlier):
                return None
            if self._reads_like_another(place, candidates):
                return None
        elif is_supposed(figure, place.sentence) or is_computed(figure, place.sentence, _words_of(place, candidates), place.found, earlier, self._plain):
            return None
        return candidates[0].fact

    def _turned(self, place: Place, carried: list[Sheet]) -> tuple[Fact, int, int] | None:
        """“At least 3.0” of a highest value: the fact, and the words that say its limit the wrong way round."""
        if not (said := bounds.stated(place.sentence, place.figure)):
            return None
        bound, first, last = said
        limits = (s.fact for s in self._candidates(place, carried)[0] if s.fact.bound and any(place.figure.agrees(v) for v in s.values))
        fact = next(limits, None)
        return (fact, first, last) if fact and fact.bound != bound else None

    def _listed(self, place: Place, sheet: Sheet) -> bool:
        """True for 0.71 in “it was 0.71, 0.90 and 0.94”: the values of one measure at its settings, which stand elsewhere."""
        if any(self._is_setting(f, place.sentence) for f in place.found):
            return False
        siblings = [s for s in self._sheet if s.fact.names == sheet.fact.names]
        told = {s.fact.id for s in siblings for f in place.found if any(f.agrees(v) for v in s.values)}
        return len(told) == len(siblings) > 1

    def _reads_like_another(self, place: Place, candidates: list[Sheet]) -> bool:
        """True where what leads up to it has more words of the label of a fact with this very value (“as a share of the reference … 94%”)."""
        words = set(place.sentence.words[: place.last + 1])

        def alike(sheet: Sheet) -> int:
            return len({word for word in words.intersection(sheet.fact.label.lower().split()) if len(word) > _FUNCTION_WORD})

        holders = [s for s in self._sheet if any(place.figure.agrees(v) for v in s.values)]
        return max(map(alike, holders), default=0) > max(map(alike, candidates))

    def _candidates(self, place: Place, carried: list[Sheet]) -> tuple[list[Sheet], bool]:
        """The facts that the figure may be said of, and whether their qualifiers fit."""
        bound = [s for s in bound_to(place, carried) if comparable(place.figure, s.values[0])]
        fitting = [s for s in bound if self._fits(s, place)]
        most = max((len(s.when) for s in fitting), default=0)
        return [s for s in fitting if len(s.when) == most] or bound, bool(fitting)

    def _compared(self, place: Place, candidates: list[Sheet], carried: list[Sheet]) -> bool:
        """True for 0.89 in “TSTR gives 0.86, against 0.89”: the fact has its figure already, this is another's."""
        for figure in place.found:
            if figure.first < place.figure.first and any(figure.agrees(v) for s in candidates for v in s.values):
                first, last = chunk(place.sentence, figure)
                earlier = replace(place, figure=figure, first=first, last=last)
                if any(s in candidates for s in self._candidates(earlier, carried)[0]):
                    return True
        return False

    def _is_setting(self, figure: Figure, sentence: Sentence) -> bool:
        """True for 8.0 in “at epsilon 8.0”, “94% at 8.0”: a setting, no claim about the measure."""
        before = sentence.words[max(0, figure.first - 3) : figure.first]
        named = bool(before) and (before[-1] in self.settings or (len(before) > 1 and before[-2] in self.settings and before[-1] in ("of", "=")))
        return (named or (bool(before) and before[-1] in _AT)) and any(figure.agrees(Value(v)) for values in self.settings.values() for v in values)

    def _fits(self, sheet: Sheet, place: Place) -> bool:
        return all(self._at(w.number, place) if isinstance(w, Value) else qualified(w, place) for w in sheet.when)

    def _at(self, setting: float, place: Place) -> bool:
        """True where the figure is said at this setting: in its own part, else the last one named before it."""
        values = {v for values in self.settings.values() for v in values} | {setting}
        said = {i: read_number(place.sentence.words[i])[0] for i in place.sentence.numbers if i != place.figure.first}
        settings = {i: n for i, n in said.items() if n in values}
        if own := [n for i, n in settings.items() if place.first <= i <= place.last]:
            return setting in own
        before = [i for i in settings if i < place.first]
        return bool(before) and settings[before[-1]] == setting and not any(before[-1] < i < place.first for i in said)

    def _said_of_another(self, place: Place) -> bool:
        """True where the number is right for some other fact that this part of the sentence also names or qualifies."""
        holders = [s for s in self._sheet if any(place.figure.agrees(v) for v in s.values)]
        for sheet in holders:
            named = any(h.sheet is sheet and place.first <= h.last <= place.last for h in place.heads)
            fits = any(h.sheet is sheet for h in place.heads) and self._fits(sheet, place)
            if fits if sheet.when else named:
                return True
        # A setting that is no fact's own value (8.0) contradicts none.
        return not holders


def _values(fact: Fact) -> tuple[Value, ...]:
    written = repr(fact.value) if isinstance(fact.value, int | float) else fact.value
    if isinstance(fact.value, str) and not re.match(r"\d", fact.value):
        return ()
    return tuple(v for text in (written, *fact.also) for v in parse_values(text)[:1])


def _qualifier(when: str, patterns: Patterns) -> Pattern | Value:
    return parse_values(when)[0] if re.fullmatch(NUMBER, when) else patterns.read(when)


def _from_elsewhere(figure: Figure, sentence: Sentence) -> bool:
    """Dates, section numbers, version numbers: figures that are said of no measure."""
    before = sentence.words[figure.first - 1] if figure.first else ""
    after = sentence.words[figure.last + 1] if figure.last + 1 < len(sentence.words) else ""
    year = not figure.value.unit and 1900 <= figure.value.number <= 2100 and figure.value.number == int(figure.value.number)
    if before == "every" or sentence.words[max(0, figure.first - 2) : figure.first] == ["out", "of"]:
        return True
    return before in _NUMBERED or before in _ELSEWHERE or (after in _ELSEWHERE and after not in ("no", "may")) or year


def _in_range(figure: Figure, sentence: Sentence) -> bool:
    """True for both ends of “from 0.71 to 0.94”, which are seldom figures of one fact."""
    before = sentence.words[max(0, figure.first - 8) : figure.first]
    return bool(before) and (before[-1] in _RANGES or (before[-1] in _RANGES.values() and any(_RANGES.get(w) == before[-1] for w in before)))


def _words_of(place: Place, sheets: Sequence[Sheet]) -> set[str]:
    """The words that name these facts in the sentence."""
    return {word for h in place.heads if h.sheet in sheets for word in place.sentence.words[h.first : h.last + 1]}


def _is_compared_with(sentence: Sentence, first: int, last: int) -> bool:
    """True for the baseline in “the advantage over the baseline is 0.02”: the figure is the advantage's."""
    before = sentence.words[max(0, first - 2) : first]
    over = before[-1:] and (before[-1] in _OVER or (before[-1] in _ITS and before[0] in _OVER))
    is_given = last + 1 in sentence.numbers or sentence.words[last + 1 : last + 2] in _GIVEN_BY
    return bool(over) and (not is_given or "advantage" in sentence.words[max(0, first - 3) : first])


def _merge_swapped(wrong: list[Disagreement], found: Sequence[Figure]) -> Iterable[Disagreement]:
    """Two figures that have changed places are one disagreement over both."""
    by_place = {f.first: f for f in found}
    i = 0
    while i < len(wrong):
        a, b = wrong[i], wrong[i + 1] if i + 1 < len(wrong) else None
        if b and b.last - a.first < _ONE_PLACE and _agrees_with(by_place[a.first], b.fact) and _agrees_with(by_place[b.first], a.fact):
            yield Disagreement(a.fact, a.sentence, a.first, b.last, swapped=True)
            i += 2
        else:
            yield a
            i += 1


def _agrees_with(figure: Figure, fact: Fact) -> bool:
    return any(figure.agrees(v) for v in _values(fact))
