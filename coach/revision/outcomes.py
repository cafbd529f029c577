"""What became of each finding of the attempt before, and which findings are new."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from coach.models import Finding
from coach.revision.alignment import Alignment, Span

Outcome = Literal["open", "corrected", "avoided", "removed", "silent", "new", "noticed"]
"""Of an earlier finding:

open: it is found again, at the same words, at those in their place, or at the same term in their sentence
corrected: the words or their sentence were changed, and it is found no more
avoided: so they were, but the sentence no longer says what was to be put right
removed: the sentence is gone
silent: nothing was changed there, and yet it is found no more: a change elsewhere settled it, or the evaluator sees it differently

Of another finding of this attempt:

new: its words are new or changed
noticed: its words stood in the draft before, and it is said only now
"""

_FROM_THE_FIELD = frozenset("misuse form imprecise undefined inconsistent figure".split())
"""What these speak of is put right by saying it right; of the rest, it is enough that the words are gone."""
_LEAST_LEFT = 1 / 3
"""Of a sentence's words: with fewer in its place, it is gone."""

Named = Collection[tuple[int, int, str]]


@dataclass(frozen=True)
class Traced:
    """A finding through a revision: what was said, what is said now, and its place in the new draft (None: it has none).

    `before` has its place in the old draft. `place` is where the words stand, or what stands instead of them.
    """

    outcome: Outcome
    before: Finding | None
    after: Finding | None
    place: Span | None

    @property
    def finding(self) -> Finding:
        found = self.after or self.before
        assert found, "one of the two is there"  # noqa: S101
        return found


def trace(alignment: Alignment, earlier: Sequence[Finding], later: Sequence[Finding], named: Named = (), named_now: Named = ()) -> list[Traced]:
    """The earlier findings in their order, each with one outcome, then those of `later` that belong to none of them.

    `named` and `named_now` are the places where the old and the new draft name terms: start, end, id.
    """
    again = _found_again(alignment, earlier, later)
    traced = list[Traced]()
    for n, finding in enumerate(earlier):
        if n in again:
            now = later[again[n]]
            traced.append(Traced("open", finding, now, _own_place(now)))
        else:
            traced.append(_settled(alignment, finding, named, named_now))
    taken = set(again.values())
    for m, finding in enumerate(later):
        if m not in taken:
            before = alignment.stood(finding.start, finding.end) if finding.quote else alignment.unchanged
            traced.append(Traced("noticed" if before else "new", None, finding, _own_place(finding)))
    return traced


def _found_again(alignment: Alignment, earlier: Sequence[Finding], later: Sequence[Finding]) -> dict[int, int]:
    """Which later finding is which earlier one: one to one, the surest pairs first."""
    old, new = alignment.old, alignment.new
    words = [old.of(f.start, f.end) for f in earlier]
    places = [alignment.place(f.start, f.end) for f in earlier]
    instead = [None if place else new.span(alignment.instead(w)) for w, place in zip(words, places, strict=True)]
    sentences = [new.span(alignment.instead(old.sentences(w))) for w in words]

    def same_point(n: int, m: int) -> bool:
        return not earlier[n].quote and not later[m].quote and _point(earlier[n]) == _point(later[m])

    def same_place(n: int, m: int) -> bool:
        return places[n] == (later[m].start, later[m].end)

    def same_words(n: int, m: int) -> bool:
        return _overlap(places[n], later[m])

    def in_their_place(n: int, m: int) -> bool:
        return _overlap(instead[n], later[m])

    def same_term_in_their_sentence(n: int, m: int) -> bool:
        return earlier[n].term is not None and earlier[n].term == later[m].term and _overlap(sentences[n], later[m])

    def moved_and_edited(n: int, m: int) -> bool:
        now = later[m]
        return places[n] is None and bool(now.quote) and earlier[n].quote.split() == now.quote.split() and not alignment.stood(now.start, now.end)

    again, free = dict[int, int](), dict.fromkeys(range(len(later)))
    ways: tuple[Callable[[int, int], bool], ...] = (same_point, same_place, same_words, in_their_place, same_term_in_their_sentence, moved_and_edited)
    for same in ways:
        for n in range(len(earlier)):
            if n in again:
                continue
            found = next((m for m in free if earlier[n].category == later[m].category and same(n, m)), None)
            if found is not None:
                again[n] = found
                del free[found]
    return again


def _settled(alignment: Alignment, finding: Finding, named: Named, named_now: Named) -> Traced:
    """An earlier finding that is found no more."""
    if not finding.quote:
        return Traced("silent" if alignment.unchanged else "corrected", finding, None, None)
    old, new = alignment.old, alignment.new
    words = old.of(finding.start, finding.end)
    sentence = old.sentences(words)
    if place := alignment.place(finding.start, finding.end):
        now = new.sentences(new.of(*place))
        return Traced("silent" if old.said(sentence) == new.said(now) else "corrected", finding, None, place)
    stead = alignment.instead(sentence)
    if sum(not alignment.arrived(n) for n in stead) < _LEAST_LEFT * len(sentence) or not stead:
        return Traced("removed", finding, None, None)
    in_place = alignment.instead(words)
    if finding.category in _FROM_THE_FIELD:
        spoken_of = finding.category == "imprecise" or _names(named, finding.term, old.span(sentence))
        said = _names(named_now, finding.term, new.span(stead)) if finding.term and spoken_of else bool(in_place)
        if not said:
            return Traced("avoided", finding, None, None)
    return Traced("corrected", finding, None, new.span(in_place))


def _names(named: Named, term: str | None, span: Span) -> bool:
    return any(t == term and start < span[1] and span[0] < end for start, end, t in named)


def _overlap(place: Span | None, finding: Finding) -> bool:
    return place is not None and place[0] < finding.end and finding.start < place[1]


def _own_place(finding: Finding) -> Span | None:
    return (finding.start, finding.end) if finding.quote else None


def _point(finding: Finding) -> str:
    return finding.point or finding.message
