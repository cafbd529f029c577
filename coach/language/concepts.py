"""Where the glossary's terms stand in a draft, by any of their forms, by abbreviation or by pronoun."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from coach.content.term import Term
from coach.language.matching import Marked, Memory, PatternIndex
from coach.language.patterns import Pattern, Patterns
from coach.language.text import Sentence, Text

_PRONOUNS = frozenset("it this that which they these".split())
_POINTERS = frozenset("value number figure setting score parameter measure metric quantity method technique attack test one latter".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (inclusive) of a sentence name `term`; `short` for its abbreviation."""

    term: str
    first: int
    last: int
    short: bool = False
    pronoun: bool = False


@dataclass
class SentenceConcepts:
    """The mentions of one sentence: those that name a term, and all, with pronouns after them."""

    sentence: Sentence
    named: list[Mention]
    mentions: list[Mention]
    memory: Memory

    @cached_property
    def marked(self) -> Marked:
        """The sentence with all mentions, for patterns."""
        return self.memory.marked(self.sentence, ((m.term, m.first, m.last) for m in self.mentions))

    @cached_property
    def marked_by_name(self) -> Marked:
        """As `marked`, without pronouns."""
        return self.memory.marked(self.sentence, ((m.term, m.first, m.last) for m in self.named))

    def nearest(self, first: int, last: int) -> Mention | None:
        """The mention nearest to words `first` to `last`, by name before a pronoun; None where the sentence speaks of no term."""
        return min(self.mentions, key=lambda m: (m.pronoun, max(m.first - last, first - m.last, 0)), default=None)


class TermFinder:
    """Finds terms by the longest form that fits, then lets pronouns stand for them."""

    def __init__(self, terms: Mapping[str, Term], patterns: Patterns):
        self._memory = Memory(patterns)
        names = Patterns({})
        self._unmarked = Memory(names)
        self._index: PatternIndex[tuple[str, bool]] = PatternIndex(_names(terms.values(), names))

    def find(self, text: Text) -> list[SentenceConcepts]:
        """One SentenceConcepts a sentence of `text`."""
        found: list[SentenceConcepts] = []
        topic: str | None = None
        for sentence in text.sentences:
            named = self._named(sentence)
            found.append(SentenceConcepts(sentence, named, [*named, *self._pronouns(sentence, named, topic)], self._memory))
            if named:
                topic = named[0].term
            elif sentence.kind == "heading":
                topic = None
        return found

    def _named(self, sentence: Sentence) -> list[Mention]:
        named = []
        matches = self._index.find(self._unmarked.marked(sentence, ()))
        covered = -1
        for (term, short), match in sorted(matches, key=lambda m: (m[1].first, -m[1].last)):
            if match.first > covered:
                named.append(Mention(term, match.first, match.last, short))
                covered = match.last
        return named

    @staticmethod
    def _pronouns(sentence: Sentence, named: list[Mention], topic: str | None) -> Iterable[Mention]:
        taken = {i for m in named for i in range(m.first, m.last + 1)}
        for i, word in enumerate(sentence.words):
            if (word not in _PRONOUNS and word != "the") or i in taken:
                continue
            pointed = i + 1 < len(sentence.words) and sentence.words[i + 1] in _POINTERS and i + 1 not in taken
            if word == "the" and not pointed:
                continue
            if word in ("this", "that", "these") and not pointed and i + 1 < len(sentence.words) and not _stands_alone(sentence.words[i + 1]):
                continue
            before = [m for m in named if m.last < i]
            if word == "which":
                term = before[-1].term if before else None
            else:
                term = before[0].term if before else topic
            if term:
                yield Mention(term, i, i + pointed, pronoun=True)


def _stands_alone(word: str) -> bool:
    """True where “this” before `word` is a pronoun (“this is”), not a determiner (“this table”)."""
    return word in _VERBS


_VERBS = frozenset(
    (
        "is was are were 's means meant measures shows showed says said tells told limits bounds describes gives gave makes made has had can "
        "could will would may might must should does did do refers represents indicates ensures guarantees removes hides protects adds comes "
        "goes grows increases decreases rises falls refills resets"
    ).split()
)


def _literal(form: str) -> str:
    """A form as a pattern: its words; at a comma the text may have a comma or “and”."""
    words = "".join(c if c.isalnum() or c in "'’," else " " for c in form)
    return " ".join(words.replace(",", " ...1 ").split())


def _names(terms: Iterable[Term], patterns: Patterns) -> Iterable[tuple[tuple[str, bool], Pattern]]:
    for term in terms:
        for form in dict.fromkeys((term.term, *term.forms)):
            yield (term.id, form == term.abbreviation), patterns.read(_literal(form))
        if term.abbreviation:
            yield (term.id, True), patterns.read(_literal(term.abbreviation))
