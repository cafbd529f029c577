"""Claims and what carries them: each sentence that states a figure or draws a conclusion, held against the fact sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coach.content.scenario import Fact, Scenario
from coach.language.concepts import SentenceConcepts
from coach.language.figures import FigureFinder
from coach.language.matching import Match, PatternIndex, first_match
from coach.language.numbers import Figure, figures
from coach.language.patterns import Patterns
from coach.language.scope import asks, asserted
from coach.language.text import Sentence, Text
from coach.models import Finding

Weight = Literal["fits", "over", "under", "wrong", "bare"]
"""How sure a claim is, beside what carries it: as sure, surer, less sure; against the sheet; or nothing carries it."""
_DOUBTED = ("@doubts ...3 #", "@doubts ...2 @about-so #")
_CONCLUDES = ("@concludes", "@conclusion-verbs =that")
_REACH = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """`draft[start:end]` is a claim. `facts` carry it, those of a sentence before where it states no figure itself (`leans`).

    `decides` is the place of the words that make it surer, or less sure, than its facts.
    """

    start: int
    end: int
    facts: tuple[Fact, ...]
    weight: Weight
    decides: tuple[int, int] | None = None
    leans: bool = False


class ClaimFinder:
    """One scenario's fact sheet, ready to weigh the claims of drafts."""

    def __init__(self, scenario: Scenario, figures: FigureFinder, patterns: Patterns):
        self._facts = {f.id: f for f in scenario.facts}
        self._figures = figures
        self._names = PatternIndex((f.id, patterns.read(name)) for f in scenario.facts for name in f.names)
        self._doubts, self._concludes = (
            [patterns.read(p) for p in written if all(w[1:] in patterns.wordlists for w in p.split() if w[0] == "@")] for written in (_DOUBTED, _CONCLUDES)
        )

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], findings: Sequence[Finding]) -> Iterable[Claim]:
        """In reading order. `findings` are what was found in the text: they say which claims are too sure, and which figures wrong."""
        carried: list[tuple[int, tuple[Fact, ...]]] = []
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            if sentence.kind == "heading":
                carried.clear()
                continue
            if asks(text, sentence):
                continue
            said = figures(sentence, text.prose)
            placed = self._placed(said, here)
            facts = tuple({f.id: f for _, f in placed}.values())
            # A figure of its own that the sheet doesn't have isn't carried by what the sentence before gives.
            before = () if said else next((known for at, known in reversed(carried) if index - at <= _REACH), ())
            inside = [f for f in findings if f.quote and f.start < sentence.end and sentence.start < f.end]
            wrong = [f for f in inside if f.category == "figure" and (f.rule or "").removeprefix("figure.") in self._facts]
            over = [f for f in inside if f.category == "overclaim"]
            if facts:
                carried.append((index, facts))
            if wrong:
                meant = tuple(self._facts[(f.rule or "").removeprefix("figure.")] for f in wrong)
                yield _claim(sentence, meant, "wrong", (wrong[0].start, wrong[0].end))
            elif over:
                yield _claim(sentence, facts or before, "over", (over[0].start, over[0].end), not facts and bool(before))
            elif any(f.severity == "error" for f in inside):
                continue
            elif facts:
                doubt = self._doubt(text, index, here, placed)
                yield _claim(sentence, facts, "under" if doubt else "fits", doubt)
            elif (found := first_match(self._concludes, here.marked)) and asserted(text, index, found):
                yield _claim(sentence, before, "fits" if before else "bare", None, bool(before))

    def _placed(self, said: Sequence[Figure], here: SentenceConcepts) -> list[tuple[Figure, Fact]]:
        """The figures of a sentence that are right, each with the facts that the sentence names."""
        named = {fact for fact, _ in self._names.find(here.marked)}
        return [(figure, self._facts[fact]) for figure in said for fact in sorted(self._figures.stated([[figure]]) & named)]

    def _doubt(self, text: Text, index: int, here: SentenceConcepts, placed: Sequence[tuple[Figure, Fact]]) -> tuple[int, int] | None:
        """The words from a doubt to the figure that the sheet states, if there are any."""
        numbers = {figure.first for figure, _ in placed}

        def of_the_sheet(match: Match) -> bool:
            return match.last in numbers

        found = first_match(self._doubts, here.marked, of_the_sheet)
        if not found or not asserted(text, index, found):
            return None
        sentence = text.sentences[index]
        return sentence.starts[found.first], sentence.ends[found.last]


def _claim(sentence: Sentence, facts: tuple[Fact, ...], weight: Weight, decides: tuple[int, int] | None, leans: bool = False) -> Claim:
    return Claim(sentence.start, sentence.end, facts, weight, decides, leans)
