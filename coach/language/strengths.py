"""What a draft does well and can be proved to: right figures, directions, explanations and limits, each with its sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coach.language.claims import Claim
from coach.language.concepts import SentenceConcepts
from coach.language.direction import DirectionFinder
from coach.language.matching import first_match
from coach.language.patterns import Patterns
from coach.language.reader import ReaderFinder
from coach.language.text import Sentence, Text
from coach.models import Finding

Kind = Literal["direction", "explained", "limit", "figure"]
_MOST, _MOST_OF_A_KIND, _FEWEST_WORDS = 5, 2, 5
_LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Strength:
    """`draft[start:end]` does well; `about` is the id of the term or fact that it does so with, None for a limit."""

    kind: Kind
    start: int
    end: int
    about: str | None


class StrengthFinder:
    """What one scenario's reader gains from a draft."""

    def __init__(self, directions: DirectionFinder, reader: ReaderFinder, patterns: Patterns):
        self._directions = directions
        self._reader = reader
        self._limits = [patterns.read(f"@{_LIMITS}")] if _LIMITS in patterns.wordlists else []

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], claims: Iterable[Claim], findings: Sequence[Finding]) -> list[Strength]:
        """At most five, two of a kind, in reading order; never a sentence that something is to be mended in, nor a scrap of one."""
        found = [
            *(Strength("direction", *_place(text.sentences[i]), term) for term, i in self._directions.stated(text, concepts)),
            *(Strength("explained", *_place(text.sentences[i]), term) for term, i in self._reader.explained(text, concepts)),
            *(Strength("limit", *_place(text.sentences[i]), None) for i in self._limiting(text, concepts)),
            *(Strength("figure", c.start, c.end, c.facts[0].id) for c in claims if c.weight == "fits" and not c.leans and c.facts),
        ]
        faults = [f for f in findings if f.quote and f.severity != "suggestion"]
        whole = [s for s in found if len(text.draft[s.start : s.end].split()) >= _FEWEST_WORDS]
        good = [s for s in whole if all(f.end <= s.start or s.end <= f.start for f in faults)]
        chosen: dict[tuple[int, int], Strength] = {}
        # The first of each kind, then the second of each: nobody learns from five right figures.
        for rank, strength in sorted(_ranked(good), key=lambda ranked: ranked[0]):
            if len(chosen) < _MOST and rank <= _MOST_OF_A_KIND:
                chosen.setdefault((strength.start, strength.end), strength)
        return sorted(chosen.values(), key=lambda s: s.start)

    def _limiting(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[int]:
        for index, here in enumerate(concepts):
            if text.sentences[index].kind != "heading" and first_match(self._limits, here.marked):
                yield index


def _ranked(found: Iterable[Strength]) -> Iterable[tuple[int, Strength]]:
    counts: dict[str, int] = {}
    for strength in found:
        counts[strength.kind] = counts.get(strength.kind, 0) + 1
        yield counts[strength.kind], strength


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.start, sentence.end
