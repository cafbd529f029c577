"""Which fact a figure is said of: by the nearest name, in its own part of the sentence, under the qualifiers that stand by it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from coach.content.scenario import Fact
from coach.language.concepts import SentenceConcepts
from coach.language.matching import first_match
from coach.language.numbers import Figure, Value, read_number
from coach.language.patterns import Pattern
from coach.language.text import Sentence

_SEPARATORS = frozenset("against while whereas versus vs compared but and although though".split())
_JOINING = frozenset("and or percent per cent points percentage".split())
_BETWEEN_NAMES = frozenset("and or the a an for of".split())
_OPENING = frozenset(
    "at with for from by on in to under of and but or so then here there the a an only just not about against where when while after before if".split()
)
_POINTING = frozenset("it its this that these those they their which one both each other another same former latter second first third".split())
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
    """A fact named in a sentence at words `first` to `last`; `number` is the last word of the figure inside the name, if any.

    A fact that is only `compared` with (“above the baseline”) binds no figure.
    """

    sheet: Sheet
    first: int
    last: int
    number: int | None = None
    by_pronoun: bool = False
    compared: bool = False

    def holds(self, figure: Figure) -> bool:
        return self.number is not None and figure.first <= self.number <= figure.last


@dataclass(frozen=True, slots=True)
class Place:
    """One figure where it stands: its sentence, and the part (“chunk”) of it between separators; `run` is the list of figures it is one of.

    `chunks` are the parts, first and last word, by the first word of each figure; `settings` are first words of figures that claim nothing (“at 8.0”).
    """

    figure: Figure
    sentence: Sentence
    here: SentenceConcepts
    heads: list[Head]
    compared: Sequence[Sheet]
    found: Sequence[Figure]
    run: Sequence[Figure]
    chunks: Mapping[int, tuple[int, int]]
    settings: Set[int]

    @property
    def first(self) -> int:
        return self.chunks[self.figure.first][0]

    @property
    def last(self) -> int:
        return self.chunks[self.figure.first][1]

    def since(self, figure: Figure) -> int:
        """The word after the last figure before `figure`."""
        return max((f.last + 1 for f in self.found if f.last < figure.first), default=0)


@dataclass(frozen=True, slots=True)
class Bound:
    """The facts a figure is said of; `surely` by a name in its sentence, and not by a pronoun or the sentence before; `exactly` by a name that is its alone."""

    sheets: Sequence[Sheet]
    surely: bool = False
    exactly: bool = False


def chunk(sentence: Sentence, figure: Figure, prose: str, settings: Set[float]) -> tuple[int, int]:
    """First and last word of the part of the sentence that the figure stands in; `settings` are values at which facts are compared."""
    words, breaks, numbers = sentence.words, sentence.breaks, sentence.numbers
    first = figure.first
    while first > 0 and not breaks[first] and words[first] not in _SEPARATORS:
        first -= 1
    last = figure.last
    while last + 1 < len(words) and not breaks[last + 1] and words[last + 1] not in _SEPARATORS:
        last += 1
    # “90% at 1.0 and 94% at 8.0”: an “and” with figures on both sides parts them.
    for i in range(first, last + 1):
        if words[i] == "and" and any(first <= n < i for n in numbers) and any(i < n <= last for n in numbers):
            first, last = (i, last) if i < figure.first else (first, i)
    # “58% (real)”: what stands in brackets right after it is said of it.
    if last == figure.last and last + 1 < len(words) and "(" in prose[sentence.ends[last] : sentence.starts[last + 1]]:
        end = last + 1
        while end + 1 < len(words) and ")" not in prose[sentence.ends[end] : sentence.starts[end + 1]]:
            end += 1
        if all(read_number(words[n])[0] in settings for n in numbers if last < n <= end):
            last = end
    # “better on column pairs (0.91 against 0.86)”: what opens a bracket is said of what stands before it.
    if 0 < first == figure.first and "(" in prose[sentence.ends[first - 1] : sentence.starts[first]]:
        first -= 1
        while first > 0 and not breaks[first]:
            first -= 1
    return first, last


def runs(sentence: Sentence, found: Sequence[Figure]) -> list[list[Figure]]:
    """The figures as lists that nothing but a comma or an “and” parts: “0.71, 0.90 and 0.94”."""
    listed: list[list[Figure]] = []
    for figure in found:
        if listed and _JOINING.issuperset(sentence.words[listed[-1][-1].last + 1 : figure.first]):
            listed[-1].append(figure)
        else:
            listed.append([figure])
    return listed


def bound_to(place: Place, carried: list[Sheet]) -> Bound:
    """The facts that the figure is said of, by the nearest name.

    A name that holds the figure itself (“24 columns”) comes first, then the name of the same place in a list of names as the figure has in
    a list of figures (“TSTR and TRTS are 0.86 and 0.88”), then the nearest before it with no other figure between, then one after it in
    the same part, then what a list began with (“0.71 at epsilon 0.1, 0.90 at 1.0”).
    """
    figure, heads = place.figure, place.heads
    if inside := [h.sheet for h in heads if h.holds(figure)]:
        return Bound(inside, surely=True, exactly=True)
    named = [h for h in heads if h.number is None]
    if len(place.run) > 1 and (listed := _in_parallel(place, [h for h in named if not h.sheet.is_setting])):
        return Bound(listed, surely=True, exactly=True)
    words = place.sentence.words
    # “rises from 0.51 to 0.58”: what the first is said of, the second is.
    numbers = [f.first for f in place.found if f.first < figure.first and words[f.last + 1 : figure.first] != ["to"]]
    # A name that runs over a figure (“recall is 0.58 with synthetic data”) is that one's.
    free = [h for h in named if h.last < figure.first and not any(h.first < n != h.last for n in numbers)]
    if free:
        return _of(h for h in free if h.last == max(f.last for f in free))
    measures = [h for h in named if not h.sheet.is_setting]
    end = place.run[-1]
    if after := [h for h in measures if figure.last < h.first <= min(place.chunks[end.first][1], end.last + _AFTER_REACH)]:
        return _of(h for h in after if h.first == min(a.first for a in after))
    claims = [n for n in numbers if n not in place.settings]
    if leading := [h for h in measures if h.last < (claims[0] if claims else figure.first)]:
        return _of(h for h in leading if h.last == max(one.last for one in leading))
    return Bound(carried if _leaves_out_its_measure(place) else [])


def _leaves_out_its_measure(place: Place) -> bool:
    """True for “It was 0.94”, “At 8.0, 0.94”, “- 0.94”; a sentence with a subject of its own (“Age scored 0.97”) isn't about the measure before."""
    words = place.sentence.words[: place.figure.first]
    return not words or place.sentence.kind in ("item", "cell") or words[0] in _OPENING or not _POINTING.isdisjoint(words)


def _of(heads: Iterable[Head]) -> Bound:
    found = list(heads)
    return Bound([h.sheet for h in found], surely=not any(h.by_pronoun for h in found))


def _in_parallel(place: Place, heads: Sequence[Head]) -> list[Sheet]:
    """The facts with the figure's place in the list of names before a list of figures, where both are as long."""
    groups: list[list[Head]] = []
    for head in sorted((h for h in heads if place.since(place.run[0]) <= h.first and h.last < place.run[0].first), key=lambda h: (h.first, -h.last)):
        if groups and head.first <= max(h.last for h in groups[-1]):
            groups[-1].append(head)
        else:
            groups.append([head])
    size = len(place.run)
    last = groups[-size:]
    if len(last) < size:
        return []
    between = [place.sentence.words[max(h.last for h in a) + 1 : b[0].first] for a, b in pairwise(last)]
    if not all(_BETWEEN_NAMES.issuperset(words) and len(words) < _AFTER_REACH for words in between):
        return []
    return [h.sheet for h in last[list(place.run).index(place.figure)]]


def qualified(when: Pattern | Value, place: Place) -> bool:
    """True where the qualifier stands in the figure's part of the sentence, or leads up to it."""
    if isinstance(when, Value):
        return False
    marked = place.here.marked
    if first_match([when], marked, lambda m: m.last <= place.last, place.first):
        return True
    # “For income, the similarity is 0.84”: said before the figure, with no other figure between.
    ends = (place.chunks[f.first][1] for f in place.found if f.value.unit != "points")
    nearest = max((last + 1 for last in ends if last < place.first), default=0)
    return first_match([when], marked, lambda m: m.first < place.first >= m.last, nearest) is not None


def comparable(figure: Figure, values: Sequence[Value]) -> bool:
    """Times with times, points with differences, counts with whole numbers, shares with what could be a share. `values` are forms of one value."""
    value = values[0]
    if figure.value.unit == "points":
        return any(v.unit == "points" for v in values)
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
    """True where the name holds the figure, shares its part of the sentence, or leads up to it with no other name or figure between."""
    if head.holds(place.figure) or place.first <= head.last <= place.last:
        return True
    if bool(head.sheet.when) and 0 < place.figure.first - head.last <= _CHUNK_REACH:
        return True
    return place.since(place.figure) <= head.last < place.figure.first and not any(head.last < h.first < place.figure.first for h in place.heads)
