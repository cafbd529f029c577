"""Which of the scenario's points the draft covers."""

from collections.abc import Iterable, Sequence

from coach.content.scenario import Point, Scenario
from coach.language.concepts import SentenceConcepts
from coach.language.matching import PatternIndex
from coach.language.patterns import Patterns
from coach.language.text import Sentence, Text


class CoverageFinder:
    """A point is covered when any of its patterns matches in any sentence."""

    def __init__(self, scenario: Scenario, patterns: Patterns):
        self._points = scenario.points
        self._index = PatternIndex((point.id, patterns.read(p)) for point in scenario.points for p in point.shown_by)

    def covered(self, text: Text, concepts: Sequence[SentenceConcepts]) -> set[str]:
        """The ids of the points that the draft covers."""
        return {point for here in concepts for point, _ in self._index.find(here.marked)}

    def places(self, concepts: Sequence[SentenceConcepts]) -> Iterable[tuple[str, Sentence]]:
        """The id of each point with each sentence that covers it, as often as patterns match there."""
        return ((point, here.sentence) for here in concepts for point, _ in self._index.find(here.marked))

    def missing(self, text: Text, concepts: Sequence[SentenceConcepts]) -> list[Point]:
        covered = self.covered(text, concepts)
        return [p for p in self._points if p.id not in covered]
