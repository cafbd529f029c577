"""Figures: each number of a draft bound to the fact it is said of, and compared with the fact sheet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.content.schema import Fact, Scenario
from coach.language.concepts import SentenceConcepts
from coach.language.patterns import Match, Pattern, Wordlists, match_at, parse
from coach.language.text import NUMBER, Sentence, Text

_WORDS = {w: float(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_WORDS |= {"eighteen": 18.0, "twenty": 20.0, "twenty-four": 24.0, "thirty": 30.0, "forty-eight": 48.0}
_UNITS = {"month": ("month", 1.0), "year": ("month", 12.0), "week": ("day", 7.0), "day": ("day", 1.0), "hour": ("hour", 1.0)}
_SEPARATORS = frozenset("against while whereas versus vs compared but and although though when".split())
_ELSEWHERE = frozenset(
    "section table figure step version page chapter article no number item v january february march april may june july august september october november december".split()
)
_ABOUT = frozenset("about around roughly approximately nearly almost some over under circa".split())
_MILLIONTH = re.compile(r"\b(?:one|1) (?:in|out of) (?:a|one|1) (million|thousand|billion|hundred thousand)\b", re.I)
_SCALES = {"thousand": 1e-3, "million": 1e-6, "billion": 1e-9, "hundred thousand": 1e-5}
_CHUNK_REACH = 12


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit: `percent`, `points`, a unit of time, or none."""

    number: float
    unit: str = ""

    @property
    def plain(self) -> float:
        return self.number / 100 if self.unit in ("percent", "points") else self.number


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in a draft: words `first` to `last` of a sentence."""

    value: Value
    first: int
    last: int
    rounded: bool
    decimals: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    fact: Fact
    values: tuple[Value, ...]
    names: tuple[Pattern, ...]
    when: tuple[Pattern | Value, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Words `first` to `last` of sentence `sentence` disagree with `fact`."""

    fact: Fact
    sentence: int
    first: int
    last: int
    swapped: bool = False


class FigureFinder:
    """One scenario's fact sheet, ready to check drafts against."""

    def __init__(self, scenario: Scenario, wordlists: Wordlists):
        self._sheet = [
            _Sheet(f, _values(f), tuple(parse(n, wordlists) for n in f.names), tuple(_qualifier(w, wordlists) for w in f.when))
            for f in scenario.facts
            if _values(f) and f.names
        ]
        numbers = [v for f in scenario.facts for v in _values(f)] + [v for t in scenario.other_numbers for v in parse_values(t)]
        self._known = numbers + [w for s in self._sheet for w in s.when if isinstance(w, Value)]

    @property
    def settings(self) -> dict[str, list[float]]:
        """Values at which facts are compared, by the word before them in the label (“at epsilon 8.0”)."""
        found: dict[str, list[float]] = {}
        for sheet in self._sheet:
            for term, number in re.findall(rf"\bat ([a-z]+) ({NUMBER})", sheet.fact.label):
                found.setdefault(term, []).append(float(number))
        return found

    def stated(self, text: Text) -> set[str]:
        """The ids of the facts whose value stands anywhere in the text."""
        said = [f for s in text.sentences for f in figures(s, text.prose)]
        return {s.fact.id for s in self._sheet if any(_agrees(f, v) for f in said for v in s.values)}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[Disagreement]:
        """Disagreements in reading order, swapped pairs as one."""
        carried: list[_Sheet] = []
        previous: list[Figure] = []
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            found = figures(sentence, text.prose)
            heads = self._heads(sentence, here)
            wrong = []
            for figure in found:
                fact = self._disagrees(figure, sentence, here, heads, carried, found, previous)
                if fact:
                    wrong.append(Disagreement(fact, index, figure.first, figure.last))
            yield from _merge_swapped(wrong, found)
            if heads:
                last = max(at for at, _ in heads)
                carried = [s for at, s in heads if at == last]
            elif sentence.kind == "heading":
                carried = []
            previous = found

    def _heads(self, sentence: Sentence, here: SentenceConcepts) -> list[tuple[int, _Sheet]]:
        """(last word of a fact's name, fact) for every name in the sentence."""
        heads = []
        for sheet in self._sheet:
            for i in range(len(sentence.words)):
                for pattern in sheet.names:
                    if match := match_at(pattern, sentence, here.by_start, i):
                        heads.append((match.last, sheet))
                        break
        return heads

    def _disagrees(
        self,
        figure: Figure,
        sentence: Sentence,
        here: SentenceConcepts,
        heads: list[tuple[int, _Sheet]],
        carried: list[_Sheet],
        found: Sequence[Figure],
        previous: Sequence[Figure],
    ) -> Fact | None:
        if _from_elsewhere(figure, sentence):
            return None
        first, last = _chunk(sentence, figure)
        bound = _bound(heads, figure, first, last) or (carried if not any(at < figure.first for at, _ in heads) else [])
        if not bound:
            return None
        fitting = [s for s in bound if all(_holds(w, sentence, here, first, last, figure) for w in s.when)]
        most = max((len(s.when) for s in fitting), default=0)
        candidates = [s for s in fitting if len(s.when) == most] or bound
        if any(_agrees(figure, v) for s in candidates for v in s.values):
            return None
        known = any(_agrees(figure, v) for v in self._known)
        if known and not (fitting and any(at < figure.first and figure.first - at <= _CHUNK_REACH and s in candidates for at, s in heads)):
            return None
        if known and self._said_of_another(figure, sentence, here, heads, first, last):
            return None
        if not known and _computed(figure, [*found, *previous]):
            return None
        return candidates[0].fact

    def _said_of_another(self, figure: Figure, sentence: Sentence, here: SentenceConcepts, heads: list[tuple[int, _Sheet]], first: int, last: int) -> bool:
        """True where the number is right for some other fact that this part of the sentence also names or qualifies."""
        for sheet in self._sheet:
            if not any(_agrees(figure, v) for v in sheet.values):
                continue
            named = any(s is sheet and first <= at <= last for at, s in heads)
            qualified = any(s is sheet for _, s in heads) and all(_holds(w, sentence, here, first, last, figure) for w in sheet.when)
            if named and (not sheet.when or qualified) or sheet.when and qualified:
                return True
        # A setting (“at epsilon 8.0”, “0.50 is chance”) is no claim about the measure named before it.
        return any(_agrees(figure, w) for s in self._sheet for w in s.when if isinstance(w, Value)) or not any(
            _agrees(figure, v) for s in self._sheet for v in s.values
        )


def parse_values(text: str) -> list[Value]:
    """Every value in a short text such as “94%”, “6 months”, “1e-6”."""
    from coach.language.text import read

    return [f.value for s in read(text).sentences for f in figures(s, text)]


def figures(sentence: Sentence, prose: str) -> list[Figure]:
    """The numbers of a sentence, in digits, in words with a unit of time, or as “one in a million”."""
    found = []
    for match in _MILLIONTH.finditer(prose, sentence.start, sentence.end):
        first = next(i for i, s in enumerate(sentence.starts) if s >= match.start())
        last = max(i for i, e in enumerate(sentence.ends) if e <= match.end())
        found.append(Figure(Value(_SCALES[match.group(1).lower()]), first, last, False, 6))
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    for i, word in enumerate(sentence.words):
        if i in taken:
            continue
        unit_word = sentence.words[i + 1] if i + 1 < len(sentence.words) else ""
        unit = _UNITS.get(unit_word.rstrip("s"))
        if i in sentence.numbers:
            number, decimals, is_percent = _number(word)
            if number is None:
                continue
            rounded = i > 0 and sentence.words[i - 1] in _ABOUT
            if is_percent or unit_word == "percent" or unit_word == "per" and sentence.words[i + 2 : i + 3] == ["cent"]:
                found.append(Figure(Value(number, "percent"), i, i, rounded, decimals))
            elif unit_word in ("percentage", "points", "point"):
                found.append(Figure(Value(number, "points"), i, i, rounded, decimals))
            elif unit:
                found.append(Figure(Value(number * unit[1], unit[0]), i, i + 1, rounded, decimals))
            else:
                found.append(Figure(Value(number), i, i, rounded, decimals))
        elif unit and word in _WORDS:
            found.append(Figure(Value(_WORDS[word] * unit[1], unit[0]), i, i + 1, False, 0))
    return sorted(found, key=lambda f: f.first)


def _number(word: str) -> tuple[float | None, int, bool]:
    is_percent = word.endswith("%")
    digits = re.sub(r"[,\s\u00a0\u202f%]", "", word).replace("\u2212", "-").replace("\u2013", "-")
    factor = 1000.0 if digits.endswith("k") else 1.0
    try:
        number = float(digits.removesuffix("k")) * factor
    except ValueError:
        return None, 0, False
    mantissa = digits.split("e")[0].removesuffix("k")
    return number, len(mantissa.partition(".")[2]), is_percent


def _values(fact: Fact) -> tuple[Value, ...]:
    written = repr(fact.value) if isinstance(fact.value, int | float) else fact.value
    if isinstance(fact.value, str) and not re.match(r"\d", fact.value):
        return ()
    return tuple(v for text in (written, *fact.also) for v in parse_values(text)[:1])


def _qualifier(when: str, wordlists: Wordlists) -> Pattern | Value:
    return parse_values(when)[0] if re.fullmatch(NUMBER, when) else parse(when, wordlists)


def _agrees(figure: Figure, value: Value) -> bool:
    if {figure.value.unit, value.unit} & {"month", "day", "hour"} and figure.value.unit != value.unit:
        return False
    said, meant = figure.value.plain, value.plain
    if abs(said - meant) <= 1e-9 * max(1.0, abs(meant)) and (meant >= 1e-3 or said == meant):
        return True
    if figure.value.unit == "points" and abs(figure.value.number - meant) < 1e-9:
        return True
    places = figure.decimals + (2 if figure.value.unit in ("percent", "points") else 0)
    return figure.rounded and round(meant, places) == round(said, places)


def _from_elsewhere(figure: Figure, sentence: Sentence) -> bool:
    before = sentence.words[figure.first - 1] if figure.first else ""
    after = sentence.words[figure.last + 1] if figure.last + 1 < len(sentence.words) else ""
    year = not figure.value.unit and 1900 <= figure.value.number <= 2100 and figure.value.number == int(figure.value.number)
    return before in _ELSEWHERE or (after in _ELSEWHERE and after != "number") or year


def _chunk(sentence: Sentence, figure: Figure) -> tuple[int, int]:
    """First and last word of the part of the sentence that the figure stands in."""
    first = figure.first
    while first > 0 and not sentence.breaks[first] and sentence.words[first] not in _SEPARATORS:
        first -= 1
    last = figure.last
    while last + 1 < len(sentence.words) and not sentence.breaks[last + 1] and sentence.words[last + 1] not in _SEPARATORS:
        last += 1
    return first, last


def _bound(heads: list[tuple[int, _Sheet]], figure: Figure, first: int, last: int) -> list[_Sheet]:
    """The facts whose name stands nearest before the figure, else right after it in the same part."""
    before = [at for at, _ in heads if at < figure.first]
    if before:
        nearest = max(before)
        return [s for at, s in heads if at == nearest]
    after = [at for at, _ in heads if figure.last < at <= last]
    return [s for at, s in heads if after and at == min(after)]


def _holds(when: Pattern | Value, sentence: Sentence, here: SentenceConcepts, first: int, last: int, figure: Figure) -> bool:
    if isinstance(when, Value):
        numbers = [_number(sentence.words[i])[0] for i in sentence.numbers if first <= i <= last and i != figure.first]
        return when.number in numbers or (first > 0 and _setting_before(sentence, first) == when.number)
    return any(_within(match_at(when, sentence, here.by_start, i), last) for i in range(first, last + 1))


def _setting_before(sentence: Sentence, first: int) -> float | None:
    """“At epsilon 8.0, preservation is 0.94”, “With 8.0: 94%”: the setting stands in the part before."""
    for i in reversed([n for n in sentence.numbers if n < first]):
        if first - i <= 2 and any(w in ("at", "with", "for", "epsilon", "using") for w in sentence.words[max(0, i - 2) : i]):
            return _number(sentence.words[i])[0]
    return None


def _within(match: Match | None, last: int) -> bool:
    return match is not None and match.last <= last


def _computed(figure: Figure, others: Sequence[Figure]) -> bool:
    """True for a difference, sum or ratio of two numbers said nearby."""
    said = figure.value.plain
    values = [f.value.plain for f in others if f is not figure]
    half = 0.5 * 10 ** -(figure.decimals + (2 if figure.value.unit in ("percent", "points") else 0)) + 1e-9
    for a in values:
        for b in values:
            if abs(a - b - said) <= half and a != b or abs(a + b - said) <= 1e-9 or (b and a != b and abs(a / b - said) <= half):
                return True
            if figure.value.unit == "" and abs(100 * (a - b) - said) <= half and a != b:
                return True
    return False


def _merge_swapped(wrong: list[Disagreement], found: Sequence[Figure]) -> Iterable[Disagreement]:
    """Two figures that have changed places are one disagreement over both."""
    by_place = {f.first: f for f in found}
    i = 0
    while i < len(wrong):
        a = wrong[i]
        if i + 1 < len(wrong):
            b = wrong[i + 1]
            crossed = any(_agrees(by_place[a.first], v) for v in _values(b.fact)) and any(_agrees(by_place[b.first], v) for v in _values(a.fact))
            if crossed and b.last - a.first < 20:
                yield Disagreement(a.fact, a.sentence, a.first, b.last, swapped=True)
                i += 2
                continue
        yield a
        i += 1
