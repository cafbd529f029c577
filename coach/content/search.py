"""Finds glossary terms by what a person would type: a name, an abbreviation, plain words, a slip of the pen."""

import difflib
from collections.abc import Iterable

from coach.content.term import Term

_CLOSE_ENOUGH, _SLIP = 0.75, 4


def search(terms: Iterable[Term], query: str) -> list[Term]:
    """The terms that fit `query`, best first; all of them, by name, for an empty one."""
    wanted = _folded(query)
    by_name = sorted(terms, key=lambda t: t.term.casefold())
    if not wanted:
        return by_name
    ranked = [(rank, term) for term in by_name if (rank := _rank(term, wanted)) is not None]
    if any(rank < _SLIP for rank, _ in ranked):
        ranked = [(rank, term) for rank, term in ranked if rank < _SLIP]
    return [term for _, term in sorted(ranked, key=lambda rt: rt[0])]


def _rank(term: Term, wanted: str) -> int | None:
    names = [_folded(n) for n in term.names]
    if wanted in names:
        return 0
    if any(n.startswith(wanted) for n in names):
        return 1
    if any(wanted in n for n in names):
        return 2
    texts = (*term.plain_substitutes, *term.collocations, term.definition)
    if any(wanted in _folded(t) for t in texts):
        return 3
    # A slip is looked for in names only: in running text every short word is close to another.
    close = difflib.get_close_matches(wanted, {*names, *(w for n in names for w in n.split())}, 1, _CLOSE_ENOUGH)
    return _SLIP if close else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
