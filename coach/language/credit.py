"""What stands in a draft, beside what is to be mended: its claims with what carries them, its strengths, its answers to the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.content.scenario import Scenario
from coach.language.claims import Claim, ClaimFinder
from coach.language.concepts import SentenceConcepts
from coach.language.coverage import CoverageFinder, has_mistake, mistaken
from coach.language.direction import DirectionFinder
from coach.language.figures import FigureFinder
from coach.language.patterns import Patterns
from coach.language.reader import ReaderFinder
from coach.language.strengths import Strength, StrengthFinder
from coach.language.text import Sentence, Text
from coach.models import Finding


@dataclass(frozen=True)
class Credit:
    """Claims and strengths in reading order; `answers` has the place of the sentence that covers each covered point.

    `mistaken` are the points that no sentence covers without a mistake in it.
    """

    claims: tuple[Claim, ...]
    strengths: tuple[Strength, ...]
    answers: Mapping[str, tuple[int, int]]
    mistaken: frozenset[str]


class CreditFinder:
    """Built once a scenario, from what the engine has for it."""

    def __init__(
        self, scenario: Scenario, figures: FigureFinder, coverage: CoverageFinder, directions: DirectionFinder, reader: ReaderFinder, patterns: Patterns
    ):
        self._claims = ClaimFinder(scenario, figures, patterns)
        self._coverage = coverage
        self._strengths = StrengthFinder(directions, reader, patterns)

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], findings: Sequence[Finding]) -> Credit:
        """`findings` are those of the evaluation of this very text."""
        claims = tuple(self._claims.find(text, concepts, findings))
        missing = {f.point for f in findings if f.point}
        stating = [(point, sentence) for point, sentence in self._coverage.places(concepts) if point not in missing]
        return Credit(claims, tuple(self._strengths.find(text, concepts, claims, findings)), _answers(stating, findings), mistaken(stating, findings))


def _answers(stating: Sequence[tuple[str, Sentence]], findings: Sequence[Finding]) -> dict[str, tuple[int, int]]:
    """The place of the first sentence that states each point, one without a mistake where there is one."""
    first: dict[str, tuple[int, int]] = {}
    for point, sentence in sorted(stating, key=lambda s: has_mistake(s[1], findings)):
        first.setdefault(point, (sentence.start, sentence.end))
    return first
