"""Which terms a learner has mastered, and which to look at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from coach.models import Practised

OCCASIONS = 3
"""A scenario on a day is one occasion: the revisions of an afternoon are a single use of the term."""
_OF_A_TERM = frozenset("misuse form imprecise undefined inconsistent".split())
"""Categories that show a term used wrongly, or not where it belonged."""


@dataclass(frozen=True)
class Terms:
    """Ids of glossary terms. `to_look_at` has those whose last use was wrong, with the category, the newest first."""

    mastered: tuple[str, ...]
    on_the_way: dict[str, int]
    to_look_at: dict[str, str]


def terms(practised: Iterable[Practised], zone: tzinfo) -> Terms:
    """Mastered is what was used rightly on OCCASIONS since it was last used wrongly. `practised` is the oldest first."""
    right, wrong = dict[str, set[tuple[str, object]]](), dict[str, str]()
    for attempt in practised:
        # What the sentence model guesses is a warning; a false statement that a rule knows is an error.
        shown = (f for f in attempt.findings if f.category in _OF_A_TERM and (f.category != "misuse" or f.severity == "error"))
        amiss = {f.term: f.category for f in shown if f.term}
        for term in amiss:
            right.pop(term, None)
            wrong.pop(term, None)
        wrong |= amiss
        for term in (attempt.terms or frozenset()) - amiss.keys():
            right.setdefault(term, set()).add((attempt.scenario, attempt.created.astimezone(zone).date()))
            wrong.pop(term, None)
    counts = {term: len(occasions) for term, occasions in sorted(right.items())}
    mastered = tuple(term for term, n in counts.items() if n >= OCCASIONS)
    on_the_way = {term: n for term, n in counts.items() if n < OCCASIONS}
    return Terms(mastered, on_the_way, dict(reversed(wrong.items())))
