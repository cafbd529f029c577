"""Figures that no sheet gives because the writer works them out: a difference, a sum, a ratio, a share above chance."""

from collections.abc import Iterable, Iterator, Sequence, Set

from coach.language.numbers import Figure
from coach.language.text import Sentence

_CUES = frozenset(
    (
        "gain gains gained loss loses lose lost difference differences differ drop drops dropped more less fewer ratio share increase decrease gap "
        "below above higher lower improvement improves times advantage reduction sum together costs cost chance guess guesses guessing floor counted counting "
        "divided retained retains kept keeps short behind ahead relative proportion doubled doubles half twice namely makes make"
    ).split()
)
_BESIDE = frozenset("more less fewer lower higher difference gap loss gain drop behind short apart".split())
_SUMS = frozenset("sum together plus altogether".split())
_SHARES = frozenset("share divided ratio proportion fraction relative counted floor retained".split())
_PRODUCTS = frozenset("x times makes make".split())
_WHOLES = frozenset("it that this which reference former latter".split())
_CHANCE = 0.5
_REACH, _BESIDE_REACH = 40, 4


def is_computed(
    figure: Figure, sentence: Sentence, named: Set[str], found: Sequence[Figure], earlier: Iterable[Figure] = (), sheet: Sequence[float] = ()
) -> bool:
    """True for what two figures of the same sentence or of the ones before give, where words of that kind stand by it.

    `named` are words that name the fact: “advantage” tells nothing of a difference where it is what was measured. Right
    beside such a word (“20,000 fewer”) the figures may also be those of the fact sheet.
    """
    if not (_CUES - named).intersection(sentence.words) and "x" not in sentence.words:
        return False
    values = [f.value.plain for f in found if f is not figure and abs(f.first - figure.first) <= _REACH]
    values += [f.value.plain for f in earlier]
    unit = 1 if figure.value.unit else 100
    ways = [way for a in values for b in values if a != b for way in (a - b, unit * (a - b))]
    ways += [*_ratios(values), *(v - _CHANCE for v in values if _CHANCE < v <= 1)]
    if _SUMS.intersection(sentence.words):
        ways += [a + b for a in values for b in values]
    if not _PRODUCTS.isdisjoint(sentence.words):
        ways += [a * b for a in values for b in values]
    if "divided" in sentence.words:
        ways += [1 / v for v in sheet if v > 1]
    after = sentence.words[figure.last + 1 : figure.last + 1 + _BESIDE_REACH]
    if _BESIDE.intersection(after) and "or" not in after:
        ways += [a - b for a in sheet for b in sheet if a != b]
    return any(abs(way - figure.value.plain) <= figure.step for way in ways)


def is_share(figure: Figure, sentence: Sentence, words: Sequence[str], said: Sequence[Figure], sheet: Sequence[float]) -> bool:
    """True for a ratio of two figures said here or before, where `words` beside it speak of a share: it may equal another fact's value by chance.

    Where 0.50 has been said, the share may be counted from there, of figures of the sheet.
    """
    after = sentence.words[figure.last + 1 : figure.last + 1 + _BESIDE_REACH]
    if _SHARES.isdisjoint(words) and not (after[:1] == ["of"] and _WHOLES.intersection(after)):
        return False
    values = [f.value.plain for f in said]
    above_chance = [v - _CHANCE for v in (*values, *sheet) if _CHANCE < v <= 1] if _CHANCE in values else []
    ways = [*_ratios(values), *(a / b for a in above_chance for b in above_chance if a != b)]
    return any(abs(way - figure.value.plain) <= figure.step for way in ways)


def _ratios(values: Sequence[float]) -> Iterator[float]:
    """Of the values, and of what they have above chance: an AUC counts from 0.50."""
    for pool in (values, [v - _CHANCE for v in values if _CHANCE < v <= 1]):
        yield from (a / b for a in pool for b in pool if b and a != b)
