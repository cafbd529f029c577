"""Confusion: a term explained with the meaning of its neighbour (TSTR as “train on real, test on synthetic”)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from coach.content.term import Term
from coach.language.concepts import Mention, SentenceConcepts
from coach.language.matching import Match, first_match
from coach.language.patterns import Pattern, Patterns
from coach.language.scope import asserted
from coach.language.text import Sentence, Text

_LINKS = frozenset(
    (
        "is are was were 's means mean meant measures measure measured shows show showed tells tell says describes stands denotes refers tries "
        "try tried which that where who whose in detects detect predicts predict infers infer establishes asks asked checks i.e namely evaluates "
        "assesses trains train aims attempts determines reveals guesses finds use uses comes we consists consist limits counts decides turns "
        "estimates computes gives quantifies replaces"
    ).split()
)
_REACH = 30
_COPULAS = frozenset("is are was were 's".split())
_STATES = frozenset(
    (
        "possible impossible allowed permitted forbidden prohibited needed required necessary high higher highest low lower lowest good better best "
        "bad worse worst large larger small smaller about around done given reported compared set measured expected above below at added spent"
    ).split()
)
_CLAUSES = frozenset("but while whereas although though so yet however therefore".split())
_ADJUNCTS = frozenset("in for at with and or to by from together".split())
# “afforded to units of privacy is …”, “not the copula” and “1 minus the KS statistic” speak of something else; “general utility” is a closeness.
_ELSEWHERE = frozenset("to general not minus".split())


@dataclass(frozen=True, slots=True)
class Swap:
    """Sentence `sentence` gives `term` the meaning of `other`."""

    term: str
    other: str
    sentence: int
    match: Match


class MeaningFinder:
    """Built once from the `meaning` patterns of terms and their confusables."""

    def __init__(self, terms: Mapping[str, Term], patterns: Patterns):
        self._means: dict[str, tuple[Pattern, ...]] = {t.id: tuple(patterns.read(p) for p in t.meaning.patterns) for t in terms.values() if t.meaning}
        self._common = frozenset(t.id for t in terms.values() if t.meaning and t.meaning.common)
        self._others = {t.id: [c.term for c in t.confusables if c.term in self._means and c.wrong] for t in terms.values() if t.id in self._means}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[Swap]:
        """Swapped meanings, in reading order."""
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            for mention in here.mentions:
                if _elsewhere(sentence, mention):
                    continue
                swap = here.marked.once((self, mention), partial(self._swap, sentence, here, mention))
                if swap and asserted(text, index, swap[1]):
                    yield Swap(mention.term, swap[0], index, swap[1])
                    break

    def _swap(self, sentence: Sentence, here: SentenceConcepts, mention: Mention) -> tuple[str, Match] | None:
        others = self._others.get(mention.term)
        if not others:
            return None
        if expanded := self._expanded(sentence, here, mention, others):
            return expanded
        for first, last in self._predicates(sentence, here, mention):
            own = self._first(mention.term, here, first, last)
            for other in others:
                # What follows the other's own name says what the other is.
                end = min([last, *(m.first for m in here.named if m.term == other and m.first >= first)])
                match = self._first(other, here, first, end)
                if match and (own is None or match.last < own.first) and not _names(other, here, match.last, 8):
                    return other, match
        return None

    @staticmethod
    def _expanded(sentence: Sentence, here: SentenceConcepts, mention: Mention, others: Sequence[str]) -> tuple[str, Match] | None:
        """An abbreviation beside the full form of its neighbour: “TSTR (train on real, test on synthetic)”."""
        if not mention.short:
            return None
        for full in here.named:
            if full.short or full.term not in others or _names(full.term, here, full.last, 3) or _named_before(full, here):
                continue
            if sentence.words[full.first][0] != sentence.words[mention.first][0]:
                continue  # “CTGAN, differential privacy” is a list: what spells an abbreviation out begins with its letter
            after = 0 < full.first - mention.last <= 3 and (sentence.breaks[full.first] or _LINKS.intersection(sentence.words[mention.last + 1 : full.first]))
            before = mention.first - full.last == 1 and sentence.breaks[mention.first]
            if after or before:
                return full.term, Match(full.first, full.last, frozenset(range(full.first, full.last + 1)))
        return None

    def _predicates(self, sentence: Sentence, here: SentenceConcepts, mention: Mention) -> Iterable[tuple[int, int]]:
        """Where the words stand that explain the mention: after a link, or before it in brackets."""
        if mention.term in self._common and not _opens(sentence, mention):
            return
        following = [m.first for m in here.named if m.first > mention.last and m.term != mention.term and self._parts(m)]
        clauses = [i for i in range(mention.last + 1, len(sentence.words)) if sentence.breaks[i] and sentence.words[i] in _CLAUSES]
        stop = min([len(sentence.words), mention.last + 1 + _REACH, *following, *clauses])
        after = range(mention.last + 1, min(mention.last + 6, stop))
        if _states(sentence, after) or sentence.words[mention.last + 1 : mention.last + 3] == ["in", "order"]:
            return
        if any(sentence.words[i] in _LINKS for i in after) or (
            mention.last + 1 < stop and sentence.breaks[mention.last + 1] and sentence.words[mention.last + 1] not in _ADJUNCTS
        ):
            yield mention.last + 1, stop
        if mention.short and sentence.breaks[mention.first]:
            earlier = [m.last + 1 for m in here.named if m.last < mention.first and self._parts(m)]
            yield max([0, mention.first - 14, *earlier]), mention.first

    def _parts(self, mention: Mention) -> bool:
        """True where a mention ends what is said of another term; a common one (“synthetic data”) serves to say it."""
        return mention.term in self._means and mention.term not in self._common

    def _first(self, term: str, here: SentenceConcepts, first: int, last: int) -> Match | None:
        return first_match(self._means[term], here.marked, lambda match: match.last < last, first)

    def explains(self, term: str, sentence: Sentence, here: SentenceConcepts) -> bool:
        """True where the sentence says what `term` means, rightly or with a neighbour's meaning."""
        return self.says(term, sentence, here) or any(m.term == term and self._swap(sentence, here, m) for m in here.mentions)

    def says(self, term: str, sentence: Sentence, here: SentenceConcepts) -> bool:
        """True where the sentence anywhere says what `term` means."""
        return term in self._means and self._first(term, here, 0, len(sentence.words)) is not None


def _named_before(full: Mention, here: SentenceConcepts) -> bool:
    """True for “unlike TSTR, TRTS (train on real, test on synthetic)”: the name right before it is its own."""
    return any(m.term == full.term and m.last == full.first - 1 for m in here.named)


def _elsewhere(sentence: Sentence, mention: Mention) -> bool:
    """True where the words before the mention say that something else is spoken of."""
    before = sentence.words[max(0, mention.first - 2) : mention.first]
    if before and before[-1] in ("the", "a", "an"):
        before = [word for word in before[:-1] if word in ("not", "minus")]
    return bool(before) and before[-1] in _ELSEWHERE


def _opens(sentence: Sentence, mention: Mention) -> bool:
    """True where a clause opens with the mention and says at once what it is: “Noise is …”, “…, the generator decides …”."""
    first = mention.first
    if first and sentence.words[first - 1] in ("a", "an", "the", "our"):
        first -= 1
    begins = first == 0 or sentence.breaks[first]
    return begins and mention.last + 1 < len(sentence.words) and sentence.words[mention.last + 1] in _LINKS


def _states(sentence: Sentence, after: range) -> bool:
    """True where the first link gives a value or a state: “the AUC is 0.86”, “data sharing is allowed if …”."""
    link = next((i for i in after if sentence.words[i] in _LINKS), None)
    if link is None or link + 1 >= len(sentence.words) or sentence.words[link] not in _COPULAS:
        return False
    return link + 1 in sentence.numbers or sentence.words[link + 1] in _STATES


def _names(term: str, here: SentenceConcepts, last: int, reach: int) -> bool:
    """True where `term` is named right after: “… train on real, test on synthetic (TRTS)” swaps nothing."""
    return any(m.term == term and 0 < m.first - last <= reach and not m.pronoun for m in here.mentions)
