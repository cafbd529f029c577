"""Which fact a figure is said of: by the nearest name, in its own part of the sentence, under the qualifiers that stand by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.content.scenario import Fact
from coach.language.concepts import SentenceConcepts
from coach.language.matching import first_match
from coach.language.numbers import Figure, Value
from coach.language.patterns import Pattern
from coach.language.text import Sentence

_SEPARATORS = frozenset("against while whereas versus vs compared but and although though".split())
_CHUNK_REACH, _AFTER_REACH = 12, 8
_COUNTED, _FAR, _TINY = 1_000, 500, 1e-3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A numeric fact with what names it and what qualifies it. A setting (“epsilon”) only binds a number right after it."""

    fact: Fact
    values: tuple[Value, ...]
    when: tuple[Pattern | Value, ...]
    is_setting: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A fact named in a sentence at words `first` to `last`; `number` is the figure inside the name, if any."""

    sheet: Sheet
    first: int
    last: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One figure where it stands: its sentence, and the part (“chunk”) of it between separators."""

    figure: Figure
    sentence: Sentence
    here: SentenceConcepts
    heads: list[Head]
    found: Sequence[Figure]
    first: int
    last: int


def chunk(sentence: Sentence, figure: Figure) -> tuple[int, int]:
    """First and last word of the part of the sentence that the figure stands in."""
    first = figure.first
    while first > 0 and not sentence.breaks[first] and sentence.words[first] not in _SEPARATORS:
        first -= 1
    last = figure.last
    while last + 1 < len(sentence.words) and not sentence.breaks[last + 1] and sentence.words[last + 1] not in _SEPARATORS:
        last += 1
    # “90% at 1.0 and 94% at 8.0”: an “and” with figures on both sides parts them.
    for i in range(first, last + 1):
        if sentence.words[i] == "and" and any(first <= n < i for n in sentence.numbers) and any(i < n <= last for n in sentence.numbers):
            first, last = (i, last) if i < figure.first else (first, i)
    return first, last


def bound_to(place: Place, carried: list[Sheet]) -> list[Sheet]:
    """The facts that the figure is said of, by the nearest name.

    A name that holds the figure itself (“24 columns”) comes first, then the nearest before it with no other figure
    between, then one after it in the same part, then what a list began with (“0.71 at epsilon 0.1, 0.90 at 1.0”).
    """
    figure, heads = place.figure, place.heads
    if inside := [h.sheet for h in heads if h.number == figure.first]:
        return inside
    numbers = [f.first for f in place.found if f.first < figure.first]
    free = [h for h in heads if h.last < figure.first and h.number is None and not any(h.last < n for n in numbers)]
    if free:
        nearest = max(h.last for h in free)
        return [h.sheet for h in free if h.last == nearest]
    measures = [h for h in heads if not h.sheet.is_setting and h.number is None]
    if after := [h for h in measures if figure.last < h.first <= min(place.last, figure.last + _AFTER_REACH)]:
        return [h.sheet for h in after if h.first == min(a.first for a in after)]
    if leading := [h for h in measures if h.last < (numbers[0] if numbers else figure.first)]:
        return [h.sheet for h in leading if h.last == max(one.last for one in leading)]
    return carried


def qualified(when: Pattern | Value, place: Place) -> bool:
    """True where the qualifier stands in the figure's part of the sentence, or leads up to it."""
    if isinstance(when, Value):
        return False
    marked = place.here.marked
    if first_match([when], marked, lambda m: m.last <= place.last, place.first):
        return True
    # “For income, the similarity is 0.84”: said before the figure, with no other figure between.
    nearest = max((n + 1 for n in place.sentence.numbers if n < place.first), default=0)
    return first_match([when], marked, lambda m: m.first < place.first >= m.last, nearest) is not None


def comparable(figure: Figure, value: Value) -> bool:
    """Times with times, counts with whole numbers, shares with what could be a share."""
    if figure.value.is_time or value.is_time:
        return figure.value.is_time and value.is_time
    if value.plain < _TINY and figure.value.unit == "percent":
        return False  # “71%” is no delta
    whole = figure.value.number == int(figure.value.number)
    if value.number >= _COUNTED and figure.value.number < value.number / _FAR:
        return False  # “5 times” is no count of rows
    if value.number >= 10 and value.number == int(value.number):
        return whole and not figure.value.unit
    return not (value.plain < 1 and figure.value.plain > 1 and whole)


def is_near(head: Head, place: Place) -> bool:
    """True where the name holds the figure, shares its part of the sentence, or leads up to a figure that is qualified."""
    if head.number is not None or place.first <= head.last <= place.last:
        return True
    return bool(head.sheet.when) and 0 < place.figure.first - head.last <= _CHUNK_REACH
