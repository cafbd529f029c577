"""Text that speaks to the evaluator in disguise: hidden, encoded, forged, or in another language.

The authored rules of kind `instruction` read the draft as it is written with all other rules. Here they read what it says once its disguises
are undone, and beside them stands what needs no rule.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.content.schema import OtherLanguages
from coach.language.concepts import TermFinder
from coach.language.disguise import Knows, Undoing
from coach.language.forged import ForgeryFinder
from coach.language.other_languages import OtherLanguageFinder
from coach.language.rules import RuleFinder
from coach.language.text import Text, read

Span = tuple[int, int]
_LONGEST_SHOWN = 120
_BLOCK = re.compile(r"\n[ \t\r]*\n")
_FORGED = (
    "This imitates the evaluation system.",
    "An answer, a role or an end of the prompt that stands in a draft is part of the draft. It changes nothing, and no reader of a document expects it.",
    "Delete it, and write only what the reader of the document needs.",
)
"""Message, reason and suggestion."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """`start` to `end` of the draft says it; `reach` is the sentence or block that it belongs to."""

    start: int
    end: int
    reach: Span
    rule: str
    message: str
    why: str
    suggestion: str | None


class InstructionFinder:
    """Built once; `rules` are those of kind `instruction` alone, `criteria` the ids that an answer would name."""

    def __init__(self, rules: RuleFinder, terms: TermFinder, languages: OtherLanguages, criteria: Iterable[str], knows: Knows):
        self._rules = rules
        self._terms = terms
        self._languages = languages
        self._others = OtherLanguageFinder(languages.languages)
        self._forgeries = ForgeryFinder(criteria)
        self._undoing = Undoing(knows)

    def find(self, draft: str, scenario: str | None = None) -> Iterator[Instruction]:
        """In no particular order; some may overlap."""
        yield from self._forged(draft)
        plain = self._undoing.plain(draft)
        said = self._languages
        for asked in self._others.find(plain.text):
            place, reach = plain.place(asked.start, asked.end), plain.place(*asked.sentence)
            yield Instruction(*place, reach, "instruction.other-language", said.message, said.why, said.suggestion)
        if plain.text != draft:
            for hidden in (*self._forged(plain.text), *self._ruled(read(plain.text), scenario)):
                place = plain.place(hidden.start, hidden.end)
                reach = _within_blocks(draft, place, plain.place(*hidden.reach))
                words = " ".join(plain.text[hidden.start : hidden.end].split())
                shown = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
                why = hidden.why if draft[slice(*place)].split() == words.split() else f"In plain letters it reads “{shown}”. {hidden.why}"
                yield Instruction(*place, reach, hidden.rule, hidden.message, why, hidden.suggestion)

    def _ruled(self, text: Text, scenario: str | None) -> Iterator[Instruction]:
        for hit in self._rules.find(text, self._terms.find(text), scenario):
            sentence = text.sentences[hit.sentence]
            place = sentence.starts[hit.match.first], sentence.ends[hit.match.last]
            yield Instruction(*place, statement(text, place[0]), hit.rule.id, hit.rule.message, hit.rule.why, hit.rule.suggestion)

    def _forged(self, text: str) -> Iterator[Instruction]:
        breaks = [(0, 0), *(m.span() for m in _BLOCK.finditer(text)), (len(text), len(text))]
        block = 0
        for start, end in sorted(self._forgeries.find(text)):
            while breaks[block + 1][0] < start:
                block += 1
            after = next(a for a, _ in breaks[block + 1 :] if a >= end)
            yield Instruction(start, end, (breaks[block][1], after), "instruction.forged", *_FORGED)


def _within_blocks(draft: str, place: Span, reach: Span) -> Span:
    """As much of `reach` as stands in the blocks that `place` touches: the plain reading may have joined blocks."""
    before = [m.end() for m in _BLOCK.finditer(draft, reach[0], place[0])]
    after = _BLOCK.search(draft, place[1], reach[1])
    return before[-1] if before else reach[0], after.start() if after else reach[1]


def statement(text: Text, position: int) -> Span:
    """The writer's sentence that holds `position`, with all its parts between semicolons."""
    first = last = bisect_right(text.sentences, position, key=lambda s: s.start) - 1
    while first and text.sentences[first - 1].goes_on:
        first -= 1
    while text.sentences[last].goes_on:
        last += 1
    return text.sentences[first].start, text.sentences[last].end


def withheld(draft: str, reaches: Sequence[Span]) -> tuple[Span, ...]:
    """All of `reaches` in reading order, without overlaps; a block of which two thirds are an instruction goes as a whole."""
    joined = _joined(reaches)
    if not joined:
        return ()
    whole, start = list[Span](), 0
    for end, following in (*(m.span() for m in _BLOCK.finditer(draft)), (len(draft), len(draft))):
        inside = sum(max(0, min(b, end) - max(a, start)) for a, b in joined)
        size = len(draft[start:end].strip())
        if inside and inside * 3 >= size * 2:
            first = start + len(draft[start:end]) - len(draft[start:end].lstrip())
            whole.append((first, first + size))
        start = following
    return _joined([*joined, *whole])


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)
