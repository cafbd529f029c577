"""Figures: each number of a draft bound to the fact it is said of, and compared with the fact sheet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.content.scenario import Fact, Scenario
from coach.language import bounds, changes
from coach.language.binding import Bound, Head, Place, Sheet, bound_to, chunk, comparable, is_near, qualified, runs
from coach.language.computed import is_computed, is_share
from coach.language.concepts import SentenceConcepts
from coach.language.elsewhere import in_range, is_a_case, is_from_elsewhere, is_supposed, label, operands
from coach.language.fact_sheet import FactSheet, part_of, values_of
from coach.language.numbers import Figure, Value, read_number
from coach.language.parts import PARTS, is_amount, wrong_parts
from coach.language.patterns import Patterns
from coach.language.text import Sentence, Text

_CLAUSE = re.compile(r"^[ \t]*(?:#+[ \t]+)?(\d{1,2}(?:\.\d{1,2})+)\.?[ \t]+[A-Z]", re.M)
_NOT_MEANT = re.compile(r"\bdo(?:es)?(?: not|n['’]t) (?:mean|imply|say|show|follow)\b", re.I)
_EARLIER, _FUNCTION_WORD, _ONE_PLACE = 3, 3, 9
_LEAST_LIMIT = 0.01


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Words `first` to `last` of sentence `sentence` disagree with `fact`; `turned` where its limit is the wrong way round.

    `against` is the other fact where a difference between the two is said that they don't have.
    """

    fact: Fact
    sentence: int
    first: int
    last: int
    swapped: bool = False
    turned: bool = False
    against: Fact | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is known of the whole draft; `leads` remembers what each sentence is about."""

    text: Text
    concepts: Sequence[SentenceConcepts]
    said: Sequence[Sequence[Figure]]
    leads: dict[int, list[Sheet]]


class FigureFinder:
    """One scenario's fact sheet, ready to check drafts against."""

    def __init__(self, scenario: Scenario, patterns: Patterns):
        self._sheet = FactSheet(scenario, patterns)

    @property
    def settings(self) -> Mapping[str, Sequence[float]]:
        """Values at which facts are compared, by the word before them in the label (“at epsilon 8.0”)."""
        return self._sheet.settings

    def stated(self, said: Iterable[Sequence[Figure]]) -> set[str]:
        """The ids of the facts whose value is among the figures of any sentence."""
        return {s.fact.id for found in said for f in found for s in self._sheet.holders(f)}

    def places(self, concepts: Sequence[SentenceConcepts], said: Sequence[Sequence[Figure]]) -> Iterable[tuple[str, Sentence]]:
        """The id of each fact with each sentence that has its value; twice where the sentence names it too."""
        for here, found in zip(concepts, said, strict=True):
            named = {h.sheet.fact.id for h in self._sheet.heads(here)} if found else set[str]()
            for fact in self.stated([found]):
                yield from ((fact, here.sentence),) * (1 + (fact in named))

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], said: Sequence[Sequence[Figure]]) -> Iterable[Disagreement]:
        """Disagreements in reading order, swapped pairs as one. `said` are the figures of each sentence."""
        clauses = set(_CLAUSE.findall(text.draft))  # “it does not replace 4.2” refers to one
        draft = _Draft(text, concepts, said, {-1: []})
        for index, sentence in enumerate(text.sentences):
            found = [f for f in said[index] if text.prose[sentence.starts[f.first] : sentence.ends[f.last]] not in clauses]
            counts = self._sheet.counts(sentence, found)
            if found or counts or not PARTS.keys().isdisjoint(sentence.words):
                yield from self._in_sentence(index, sorted([*found, *counts], key=lambda f: f.first), draft)

    def _in_sentence(self, index: int, found: Sequence[Figure], draft: _Draft) -> Iterable[Disagreement]:
        sentence, here, prose = draft.text.sentences[index], draft.concepts[index], draft.text.prose
        heads = self._sheet.heads(here, [f for f in found if f.is_worded(sentence)])
        compared = [h.sheet for h in heads if h.compared]
        heads = [h for h in heads if not h.compared]
        earlier = draft.said[max(0, index - _EARLIER) : index]
        lead = self._lead(index - 1, draft)
        chunks = {f.first: chunk(sentence, f, prose, self._sheet.at) for f in found}
        settings = {f.first for f in found if self._sheet.is_setting(f, sentence)}
        worked_with = set(operands(sentence, found, prose))
        wholes = lead if any(map(is_amount, lead)) else self._sheet.sheets
        wrong = [Disagreement(h.sheet.fact, index, first, last) for h, first, last in wrong_parts(sentence, heads, wholes)]
        for run in runs(sentence, found):
            for figure in run:
                if _NOT_MEANT.search(prose, sentence.start, sentence.starts[figure.first]):
                    continue
                if self._sheet.is_known(figure) and (figure.first in worked_with or self._is_under_another_name(figure, sentence, prose, heads)):
                    continue
                place = Place(figure, sentence, here, heads, compared, found, run, chunks, settings)
                if fact := self._disagrees(place, lead, earlier):
                    wrong.append(Disagreement(fact[0], index, figure.first, figure.last, against=fact[1]))
                elif turned := self._turned(place, lead):
                    limit, first, last = turned
                    wrong.append(Disagreement(limit, index, first, last, turned=True))
        return _merge_swapped(sorted(wrong, key=lambda d: d.first), found)

    def _is_under_another_name(self, figure: Figure, sentence: Sentence, prose: str, heads: Sequence[Head]) -> bool:
        """True for 0.41 in “Hit rate of churners: 0.41 for TSTR”: a name that the sheet doesn't know may be another fact's."""
        named = len(label(sentence, figure, prose))
        return bool(named) and not any(h.last < named for h in heads)

    def _lead(self, index: int, draft: _Draft) -> list[Sheet]:
        """The facts that sentence `index`, or the nearest before it that names a measure, was last about; looked up only where a figure asks."""
        known, last = draft.leads, index
        while last not in known:
            heads = self._sheet.heads(draft.concepts[last])
            measures = [h for h in heads if not h.sheet.is_setting and h.number is None and not h.compared]
            if measures:
                end = max(h.last for h in measures)
                # A deadline is said of its own sentence: the next one has another.
                known[last] = [h.sheet for h in measures if h.last == end and not any(v.is_time for v in h.sheet.values)]
            elif draft.text.sentences[last].kind == "heading":
                known[last] = []
            elif by_value := self._by_value(draft.said[last]):
                known[last] = by_value
            else:
                last -= 1
        known[index] = known[last]
        return known[index]

    def _by_value(self, said: Sequence[Figure]) -> list[Sheet]:
        """“It scored 0.51”: where only one fact has that value, the sentence is about it, and the next may be about the same measure elsewhere."""
        for figure in reversed(said):
            holders = self._sheet.holders(figure)
            if len(holders) == 1 and figure.decimals > 1 and not holders[0].is_setting and not figure.rounded:
                return self._siblings(holders[0])
        return []

    def _siblings(self, sheet: Sheet) -> list[Sheet]:
        """The same measure at all its settings: what shares names with the fact."""
        names = set(sheet.fact.names)
        return [s for s in self._sheet.sheets if s is sheet or not names.isdisjoint(s.fact.names)]

    def _disagrees(self, place: Place, carried: list[Sheet], earlier: Sequence[Sequence[Figure]]) -> tuple[Fact, Fact | None] | None:
        """The fact that the figure disagrees with; with a second one where it is a difference that the two don't have."""
        figure, sentence, sheet = place.figure, place.sentence, self._sheet
        if is_from_elsewhere(figure, sentence) or figure.first in place.settings:
            return None
        bound, candidates, fits = self._candidates(place, carried)
        holders = sheet.holders(figure)
        if any(s in holders for s in candidates):
            return None
        cue = None if figure.value.is_time else changes.cue(figure, sentence)
        if cue is not None and not any(h.sheet in candidates and h.first <= cue <= h.last for h in place.heads):
            operands, said = self._operands(place, earlier)
            if len(operands) > 1:
                return self._change(place, bound, carried, operands, said)
            if changes.follows(figure, sheet.plain):
                return None
        if not candidates or (sheet.is_other(figure) and not self._is_amount(candidates[0], bound, place)):
            return None
        before = [f for found in earlier for f in found]
        if sheet.is_known(figure):
            if self._is_another(place, bound, candidates, fits, carried, before):
                return None
        elif is_supposed(figure, sentence) or is_computed(figure, sentence, _words_of(place, candidates), place.found, before, sheet.plain):
            return None
        limit = candidates[0]
        if limit.fact.bound and (is_a_case(figure, sentence) or bounds.is_kept_in(sentence, figure, limit.fact.bound, limit.values[0].plain)):
            return None
        return limit.fact, None

    def _is_another(self, place: Place, bound: Bound, candidates: list[Sheet], fits: bool, carried: list[Sheet], before: Sequence[Figure]) -> bool:
        """True where the figure, which is some other fact's value, may well be said of that one."""
        figure, sentence = place.figure, place.sentence
        beside = sentence.words[min(place.first, place.since(figure)) : place.last + 1]
        shared = is_share(figure, sentence, beside, [*before, *(f for f in place.found if f is not figure)], self._sheet.plain)
        if bound.exactly:
            return shared or self._said_of_another(place, qualified_only=True)
        if part_of(sentence, figure.first) != figure.first:
            return True  # the 4.0 of “3.0 of the 4.0 are left”
        near = any(h.sheet in candidates and is_near(h, place) for h in place.heads)
        if not fits or not near or self._said_of_another(place) or in_range(figure, sentence) or self._compared(place, candidates, carried):
            return True
        if self._listed(place, candidates[0]) or sentence.words[figure.first - 1] == "than" or shared:
            return True
        return not bound.surely or self._reads_like_another(place, candidates)

    def _operands(self, place: Place, earlier: Sequence[Sequence[Figure]]) -> tuple[list[Sheet], list[Figure]]:
        """The facts whose values stand beside the figure, or in the nearest sentences before it if fewer than two do; and all figures there."""
        facts, figures = list[Sheet](), list[Figure]()
        beside = [f for f in place.found if f is not place.figure and changes.cue(f, place.sentence) is None]
        for said in (beside, *reversed(earlier)):
            figures += said
            for figure in said:
                held = [s for s in self._sheet.holders(figure) if not s.is_setting]
                if held and not any(s in facts for s in held) and changes.is_of_a_kind(place.figure, figure.value):
                    facts.append(held[0])
            if len(facts) > 1:
                break
        # “0.88; this is four points above TSTR”
        for sheet in (*(h.sheet for h in place.heads), *place.compared):
            if not sheet.is_setting and sheet not in facts and changes.is_of_a_kind(place.figure, sheet.values[0]):
                facts.append(sheet)
        return facts, figures

    def _change(self, place: Place, bound: Bound, carried: list[Sheet], operands: list[Sheet], said: Sequence[Figure]) -> tuple[Fact, Fact | None] | None:
        """The two facts, where the difference that is said is none of the figures said, nor of facts that the sentence names."""
        figure = place.figure
        named = [*(h.sheet for h in place.heads if not h.sheet.is_setting), *place.compared]
        about = [s for sheet in (*bound.sheets, *carried) for s in self._siblings(sheet)]
        if any(not changes.NOUNS.isdisjoint(s.fact.label.split()) for s in self._sheet.holders(figure)):
            return None  # the sheet itself gives a difference
        if self._sheet.is_other(figure) and figure.value.unit != "points":
            return None  # and so may its author
        if changes.follows(figure, [*(f.value.plain for f in said), *(s.values[0].plain for s in (*named, *about))]):
            return None
        # “The AUC falls by 0.05” beside two recalls is another measure's difference.
        own = [o for sheet in operands for o in self._siblings(sheet)]
        subject = max((m for m in place.here.named if place.first <= m.last < figure.first), key=lambda m: m.last, default=None)
        another = subject and not any(h.sheet in own and subject.first <= h.last < figure.first for h in place.heads)
        if another and changes.follows(figure, self._sheet.plain):
            return None
        return operands[0].fact, operands[1].fact

    def _is_amount(self, sheet: Sheet, bound: Bound, place: Place) -> bool:
        """True where a number of other things (the chance of 0.50, the top of a scale) is plainly said of the fact: as its limit, or as an amount left."""
        if sheet.fact.bound and place.figure.value.plain > _LEAST_LIMIT:
            return bounds.said(place.sentence, place.figure) is not None
        return bound.surely and sheet.values[0].plain >= 1 and place.figure.decimals > 0 and self._sheet.is_known(place.figure)

    def _turned(self, place: Place, carried: list[Sheet]) -> tuple[Fact, int, int] | None:
        """“At least 3.0” of a highest value: the fact, and the words that say its limit the wrong way round."""
        if not (said := bounds.stated(place.sentence, place.figure)):
            return None
        bound, first, last = said
        holders = self._sheet.holders(place.figure)
        fact = next((s.fact for s in self._candidates(place, carried)[1] if s.fact.bound and s in holders), None)
        return (fact, first, last) if fact and fact.bound != bound else None

    def _listed(self, place: Place, sheet: Sheet) -> bool:
        """True for 0.71 in “it was 0.71, 0.90 and 0.94”: the values of one measure at its settings, which stand elsewhere."""
        if place.settings:
            return False
        siblings = [s for s in self._sheet.sheets if s.fact.names == sheet.fact.names]
        told = {s.fact.id for f in place.found for s in self._sheet.holders(f) if s in siblings}
        return len(told) == len(siblings) > 1

    def _reads_like_another(self, place: Place, candidates: list[Sheet]) -> bool:
        """True where what leads up to it has more words of the label of a fact with this very value (“as a share of the reference … 94%”)."""
        words = set(place.sentence.words[place.since(place.figure) : place.last + 1])

        def alike(sheet: Sheet) -> int:
            return len({word for word in words.intersection(sheet.fact.label.lower().split()) if len(word) > _FUNCTION_WORD})

        return max(map(alike, self._sheet.holders(place.figure)), default=0) > max(map(alike, candidates))

    def _candidates(self, place: Place, carried: list[Sheet]) -> tuple[Bound, list[Sheet], bool]:
        """The facts that the figure may be said of, and whether their qualifiers fit."""
        bound = bound_to(place, carried)
        sheets = [s for s in bound.sheets if comparable(place.figure, s.values)]
        fitting = [s for s in sheets if self._fits(s, place)]
        most = max((len(s.when) for s in fitting), default=0)
        return bound, [s for s in fitting if len(s.when) == most] or sheets, bool(fitting)

    def _compared(self, place: Place, candidates: list[Sheet], carried: list[Sheet]) -> bool:
        """True for 0.89 in “TSTR gives 0.86, against 0.89”: the fact has its figure already, this is another's."""
        for figure in place.found:
            told = figure.first < place.figure.first and any(s in candidates for s in self._sheet.holders(figure))
            if told and any(s in candidates for s in self._candidates(replace(place, figure=figure), carried)[1]):
                return True
        return False

    def _fits(self, sheet: Sheet, place: Place, anywhere_before: bool = False) -> bool:
        return all(self._at(w.number, place, anywhere_before) if isinstance(w, Value) else qualified(w, place) for w in sheet.when)

    def _at(self, setting: float, place: Place, anywhere_before: bool) -> bool:
        """True where the figure is said at this setting: in its own part, else the last one before it, with no figure between or `anywhere_before`."""
        values = self._sheet.at | {setting}
        said = {i: read_number(place.sentence.words[i])[0] for i in place.sentence.numbers if i != place.figure.first}
        settings = {i: n for i, n in said.items() if n in values}
        if own := [n for i, n in settings.items() if place.first <= i <= place.last]:
            return setting in own
        before = [i for i in settings if i < place.first]
        return bool(before) and settings[before[-1]] == setting and (anywhere_before or not any(before[-1] < i < place.first for i in said))

    def _said_of_another(self, place: Place, qualified_only: bool = False) -> bool:
        """True where the number is right for some other fact that this part of the sentence also names or qualifies."""
        holders = self._sheet.holders(place.figure)
        for sheet in holders:
            named = any(h.sheet is sheet and place.first <= h.last <= place.last for h in place.heads)
            fits = (qualified_only or any(h.sheet is sheet for h in place.heads)) and self._fits(sheet, place, anywhere_before=True)
            if fits if sheet.when else named and not qualified_only:
                return True
        # A setting that is no fact's own value (8.0) contradicts none.
        return not holders


def _words_of(place: Place, sheets: Sequence[Sheet]) -> set[str]:
    """The words that name these facts in the sentence."""
    return {word for h in place.heads if h.sheet in sheets for word in place.sentence.words[h.first : h.last + 1]}


def _merge_swapped(wrong: list[Disagreement], found: Sequence[Figure]) -> Iterable[Disagreement]:
    """Two figures that have changed places are one disagreement over both."""
    by_place = {f.first: f for f in found}
    i = 0
    while i < len(wrong):
        a, b = wrong[i], wrong[i + 1] if i + 1 < len(wrong) else None
        if b and b.last - a.first < _ONE_PLACE and _agrees_with(by_place.get(a.first), b.fact) and _agrees_with(by_place.get(b.first), a.fact):
            yield Disagreement(a.fact, a.sentence, a.first, b.last, swapped=True)
            i += 2
        else:
            yield a
            i += 1


def _agrees_with(figure: Figure | None, fact: Fact) -> bool:
    return figure is not None and any(figure.agrees(v) for v in values_of(fact))
