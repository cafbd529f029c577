"""Which of the scenario's points the draft covers, and which of them only with a mistake."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coach.content.scenario import Scenario
from coach.language.concepts import SentenceConcepts
from coach.language.matching import PatternIndex
from coach.language.patterns import Patterns
from coach.language.text import Sentence, read
from coach.models import Finding

_COPIED = 0.8
"""The share of a sentence's words that stand in one sentence of the brief, from which on it says nothing of its own."""
_MISTAKES = frozenset(("misuse", "figure"))


class CoverageFinder:
    """A point is covered when any of its patterns matches in any sentence of the draft's own: a heading names it, and the brief asks for it."""

    def __init__(self, scenario: Scenario, patterns: Patterns):
        self._index = PatternIndex((point.id, patterns.read(p)) for point in scenario.points for p in point.shown_by)
        self._brief = _Brief(scenario)

    def places(self, concepts: Sequence[SentenceConcepts]) -> Iterable[tuple[str, Sentence]]:
        """The id of each point with each sentence that covers it, as often as patterns match there."""
        for here in concepts:
            if here.sentence.kind == "heading":
                continue
            found = [point for point, _ in self._index.find(here.marked)]
            if found and not self._brief.has(here.sentence):
                yield from ((point, here.sentence) for point in found)


def mistaken(places: Iterable[tuple[str, Sentence]], findings: Sequence[Finding]) -> frozenset[str]:
    """The points of `places` that no sentence states without a mistake."""
    stated = [(point, has_mistake(sentence, findings)) for point, sentence in places]
    return frozenset(point for point, _ in stated) - {point for point, wrong in stated if not wrong}


def has_mistake(sentence: Sentence, findings: Iterable[Finding]) -> bool:
    """Whether `sentence` carries an error of meaning: what it states isn't so."""
    return any(f.severity == "error" and f.category in _MISTAKES and f.start < sentence.end and sentence.start < f.end for f in findings)


class _Brief:
    """What the scenario says to the writer, to know copies of it by."""

    def __init__(self, scenario: Scenario):
        asked = (text for p in scenario.points for text in (p.title, p.hint, p.question))
        told = (scenario.title, scenario.situation, scenario.your_role, scenario.purpose, scenario.task)
        # By its first two words: who leaves out “Say that …” has made a statement of it.
        self._openings: defaultdict[tuple[str, ...], list[Counter[str]]] = defaultdict(list)
        for sentence in (s for said in (*asked, *told, *(m.purpose for m in scenario.moves)) for s in read(said).sentences):
            self._openings[tuple(sentence.words[:2])].append(Counter(sentence.words))

    def has(self, sentence: Sentence) -> bool:
        """Whether `sentence` is, all but for a few words, one of the brief's."""
        said = Counter(sentence.words)
        return any(
            (said & told).total() >= _COPIED * said.total()
            for opening in pairwise(sentence.words)
            if opening in self._openings
            for told in self._openings[opening]
        )
