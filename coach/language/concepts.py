"""Where the glossary's terms stand in a draft, by any of their forms, by abbreviation or by pronoun."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coach.content.term import Term
from coach.language.matching import PatternIndex
from coach.language.patterns import Pattern
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


@dataclass(slots=True)
class SentenceConcepts:
    """The mentions of one sentence, named ones first, and the same by starting word for patterns."""

    mentions: list[Mention] = field(default_factory=list)
    by_start: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.by_start[mention.first].append((mention.term, mention.last + 1))

    @property
    def named(self) -> list[Mention]:
        return [m for m in self.mentions if not m.pronoun]

    @property
    def named_by_start(self) -> dict[int, list[tuple[str, int]]]:
        """As `by_start`, without pronouns."""
        found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        for mention in self.named:
            found[mention.first].append((mention.term, mention.last + 1))
        return found


class TermFinder:
    """Finds terms by the longest form that fits, then lets pronouns stand for them."""

    def __init__(self, terms: Mapping[str, Term]):
        self._index: PatternIndex[tuple[str, bool]] = PatternIndex(self._patterns(terms.values()))

    @staticmethod
    def _patterns(terms: Iterable[Term]) -> Iterable[tuple[tuple[str, bool], Pattern]]:
        for term in terms:
            for form in dict.fromkeys((term.term, *term.forms)):
                yield (term.id, form == term.abbreviation), Pattern(_literal(form), {})
            if term.abbreviation:
                yield (term.id, True), Pattern(_literal(term.abbreviation), {})

    def find(self, text: Text) -> list[SentenceConcepts]:
        """One SentenceConcepts a sentence of `text`."""
        found: list[SentenceConcepts] = []
        topic: str | None = None
        for sentence in text.sentences:
            concepts = self._named(sentence)
            self._pronouns(sentence, concepts, topic)
            named = concepts.named
            if named:
                topic = named[0].term
            elif sentence.kind == "heading":
                topic = None
            found.append(concepts)
        return found

    def _named(self, sentence: Sentence) -> SentenceConcepts:
        concepts = SentenceConcepts()
        matches = self._index.find(sentence, {})
        covered = -1
        for (term, short), match in sorted(matches, key=lambda m: (m[1].first, -m[1].last)):
            if match.first > covered:
                concepts.add(Mention(term, match.first, match.last, short))
                covered = match.last
        return concepts

    def _pronouns(self, sentence: Sentence, concepts: SentenceConcepts, topic: str | None) -> None:
        named = list(concepts.mentions)
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
                concepts.add(Mention(term, i, i + pointed, pronoun=True))


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
