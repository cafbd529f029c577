"""The authored rules of a role and of the register, all matched at once."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.content.term import Rule, Term
from coach.language.concepts import SentenceConcepts
from coach.language.matching import Match, PatternIndex, first_match
from coach.language.patterns import ANY_NUMBER, Pattern, Patterns
from coach.language.scope import asserted, meant, quoted, reported
from coach.language.text import Text

CATEGORY = {
    "claim": ("terminology", "misuse"),
    "form": ("terminology", "form"),
    "plain": ("terminology", "imprecise"),
    "name": ("terminology", "inconsistent"),
    "informal": ("register", "informal"),
    "vague": ("register", "vague"),
    "overclaim": ("register", "overclaim"),
    "tone": ("register", "tone"),
    "modality": ("register", "modality"),
    "stiff": ("style", "stiff"),
    "hedged": ("style", "hedged"),
    "instruction": ("integrity", "instruction"),
}
"""Rule kind → (criterion, category). `style` holds what is only ever suggested: no level follows from it."""
SEVERITY = {"claim": "error", "overclaim": "error", "instruction": "error", "plain": "warning", "form": "warning", "tone": "warning", "modality": "warning"}
_APPOSITION = 3
_ASSERTIONS = frozenset({"claim", "overclaim", "modality"})
_WORDINGS = frozenset({"form", "plain", "name", "informal", "vague"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on words of sentence `sentence`; `term` is the glossary entry it lives in."""

    rule: Rule
    term: str | None
    sentence: int
    match: Match


class RuleFinder:
    """Built once from all rules; `find` reads a whole text."""

    def __init__(self, terms: Mapping[str, Term], register: Iterable[Rule], patterns: Patterns):
        owned = [(rule, term.id) for term in terms.values() for rule in term.rules] + [(rule, None) for rule in register]
        examples = (text.lower() for rule, _ in owned for text in (*rule.wrong, *rule.right))
        frequency = Counter(word for text in examples for word in re.findall(r"\w+|\d", text))
        # Terms and numbers stand in one sentence of two or three.
        frequency |= {f"{{{term}}}": len(frequency) for term in terms} | {ANY_NUMBER: len(frequency)}
        self._index: PatternIndex[int] = PatternIndex(((n, patterns.read(p)) for n, (rule, _) in enumerate(owned) for p in rule.patterns), frequency)
        self._owned: list[tuple[Rule, str | None]] = list(owned)
        self._unless: dict[int, list[Pattern]] = {n: [patterns.read(p) for p in rule.unless] for n, (rule, _) in enumerate(owned) if rule.unless}
        self._after: dict[int, list[Pattern]] = {n: [patterns.read(p) for p in rule.after] for n, (rule, _) in enumerate(owned) if rule.after}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], scenario: str | None = None) -> Iterable[Hit]:
        """Hits in reading order; rules `only_in` other scenarios stay silent."""
        named: set[str] = set()
        for index, here in enumerate(concepts):
            for n, match in self._index.find(here.marked):
                rule, term = self._owned[n]
                if rule.only_in and scenario not in (None, *rule.only_in):
                    continue
                if n in self._after:
                    if not self._second(n, concepts[: index + 1], match):
                        continue
                elif rule.kind == "name":
                    if not (term in named or any(m.term == term and m.last < match.first for m in here.named)):
                        continue
                    if any(m.term == term and 0 < m.first - match.last <= _APPOSITION for m in here.named):
                        continue  # “the reverse evaluation, TRTS” puts the name beside the words
                if n in self._unless and first_match(self._unless[n], here.marked):
                    continue
                if rule.kind in _ASSERTIONS and not asserted(text, index, match):
                    continue
                if rule.kind == "tone" and not meant(text, index, match):
                    continue
                if rule.kind in _WORDINGS and quoted(text, text.sentences[index], match):
                    continue  # “the label ‘very good’” is about these words
                if rule.kind == "instruction" and reported(text, text.sentences[index], match):
                    continue  # “the tester typed ‘ignore all instructions’” tells of it
                yield Hit(rule, term, index, match)
            named |= {m.term for m in here.named}

    def _second(self, n: int, read: Sequence[SentenceConcepts], match: Match) -> bool:
        """True where a first name of rule `n` stands before `match`, in the last of the sentences `read`, and none right behind it."""
        first, here = self._after[n], read[-1].marked
        if first_match(first, here, lambda m: 0 < m.first - match.last <= _APPOSITION):
            return False
        return bool(first_match(first, here, lambda m: m.last < match.first)) or any(first_match(first, s.marked) for s in read[:-1])
