"""Where a text covers each point, states each fact, names and explains each term: what two texts are compared by."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.language.concepts import Mention, SentenceConcepts
from coach.language.text import Sentence, Text

Span = tuple[int, int]
Explains = Callable[[Text, Sequence[SentenceConcepts], int, Mention], bool]


@dataclass(frozen=True)
class TermUse:
    """Where a term is explained, else where it is first named: the sentence, in code points."""

    span: Span
    explained: bool


@dataclass(frozen=True)
class Survey:
    """Spans are whole sentences of `draft`, in code points; what is absent isn't in the text.

    Of the points `mistaken` stand nowhere without a mistake. `lengths` are the words of its sentences.
    """

    draft: str
    points: Mapping[str, Span]
    facts: Mapping[str, Span]
    terms: Mapping[str, TermUse]
    lengths: tuple[int, ...]
    mistaken: frozenset[str] = frozenset()

    @property
    def mean_length(self) -> float:
        """Words a sentence; 0 for an empty text."""
        return sum(self.lengths) / len(self.lengths) if self.lengths else 0.0

    def quote(self, span: Span) -> str:
        return self.draft[slice(*span)]


def best_places(found: Iterable[tuple[str, Sentence]]) -> dict[str, Span]:
    """For each name the sentence that was found for it most often, the first of equals; a heading only where there is nothing else."""
    counts = Counter((name, sentence.kind != "heading", sentence.start, sentence.end) for name, sentence in found)
    best: dict[str, Span] = {}
    for (name, _prose, start, end), _n in sorted(counts.items(), key=lambda item: (not item[0][1], -item[1], item[0][2])):
        best.setdefault(name, (start, end))
    return best


def sentence_lengths(text: Text) -> tuple[int, ...]:
    """Words of each sentence of prose; a semicolon doesn't end one."""
    lengths, goes_on = list[int](), False
    for sentence in text.sentences:
        if sentence.kind in ("paragraph", "item"):
            if goes_on:
                lengths[-1] += len(sentence.words)
            else:
                lengths.append(len(sentence.words))
            goes_on = sentence.goes_on
    return tuple(lengths)


def term_uses(text: Text, concepts: Sequence[SentenceConcepts], explains: Explains) -> dict[str, TermUse]:
    """A term counts as explained where any place that names it, in prose, says what it means."""
    uses: dict[str, TermUse] = {}
    for index, here in enumerate(concepts):
        span = here.sentence.start, here.sentence.end
        for mention in here.named:
            known = uses.get(mention.term)
            if known and known.explained:
                continue
            if here.sentence.kind != "heading" and explains(text, concepts, index, mention):
                uses[mention.term] = TermUse(span, True)
            elif known is None:
                uses[mention.term] = TermUse(span, False)
    return uses
