"""Numbers as drafts write them: 0.93, 93%, 1e-6, 10⁻⁶, one in a million, 120,000, 120k, twelve months."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.language.number_words import NUMBER_WORDS, in_words
from coach.language.text import Sentence, read

_BEFORE_A_LENGTH = frozenset("for after within of is lasts every".split())
_UNITS = {"month": ("month", 1.0), "year": ("month", 12.0), "week": ("day", 7.0), "day": ("day", 1.0), "hour": ("hour", 1.0)}
_ABOUT = frozenset("about around roughly approximately nearly almost some over under circa".split())
_ODDS = re.compile(
    r"\b(?:one|1)(?: chance| case)? (?:in|out of) "
    r"(?:(\d{1,3}(?:[, ]\d{3})+|\d{4,9})\b|((?:(?:an?|one|ten|\d{1,3}) )?(?:hundred )?(?:thousand|million|billion))\b)",
    re.I,
)
_SET_AGAINST = frozenset("of than against to from".split())
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_UNIT_WORDS = frozenset(_UNITS) | {unit + "s" for unit in _UNITS}
_POWER = re.compile(r"(?<!\d)(?:(\d++(?:\.\d+)?) ?[×x*·] ?)?10 ?(?:(?:\^|\*\*) ?\{?[-−–]|⁻) ?([\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\}?")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit: `percent`, `points`, a unit of time (`month`, `day`, `hour`), or none."""

    number: float
    unit: str = ""

    @property
    def plain(self) -> float:
        """Percents and points as shares of one."""
        return self.number / 100.0 if self.unit in ("percent", "points") else self.number

    @property
    def is_time(self) -> bool:
        return self.unit in ("month", "day", "hour")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in a draft: words `first` to `last` of a sentence, with the decimals it is written with."""

    value: Value
    first: int
    last: int
    rounded: bool
    decimals: int

    def is_worded(self, sentence: Sentence) -> bool:
        """True for “ninety per cent”, “90 per cent” and “fifty thousand”, not for a time or for odds."""
        in_digits = self.last in sentence.numbers
        per_cent = self.value.unit == "percent" and sentence.words[self.last + 1 : self.last + 2] in (["per"], ["percent"])
        return per_cent or (not in_digits and self.value.unit in ("", "percent") and self.decimals == 0)

    @property
    def step(self) -> float:
        """Half a unit of the last decimal written, as a share of one."""
        places = self.decimals + (2 if self.value.unit in ("percent", "points") else 0)
        return 0.5 * 10.0**-places + 1e-9

    def agrees(self, value: Value) -> bool:
        """True where the figure says `value`, in any of its written forms."""
        if (self.value.is_time or value.is_time) and self.value.unit != value.unit:
            return False
        said, meant = self.value.plain, value.plain
        if abs(said - meant) <= 1e-6 * max(abs(meant), abs(said)):
            return True
        return self.rounded and abs(said - meant) <= self.step


def parse_values(text: str) -> list[Value]:
    """Every value in a short text such as “94%”, “6 months”, “1e-6”."""
    return [f.value for s in read(text).sentences for f in figures(s, text)]


def figures(sentence: Sentence, prose: str) -> list[Figure]:
    """The numbers of a sentence: in digits, in words before a unit of time, as odds or powers of ten."""
    words = sentence.words
    found = _spelt(sentence, prose) if sentence.numbers or not _SCALES.keys().isdisjoint(words) else []
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    for i in sentence.numbers:
        following = words[i + 1] if i + 1 < len(words) else ""
        if i not in taken and (figure := _digits(sentence, i, following, _unit_of_time(following))):
            found.append(figure)
    if not NUMBER_WORDS.isdisjoint(words) or not _UNIT_WORDS.isdisjoint(words):
        found += [f for f in _worded(words) if taken.isdisjoint(range(f.first, f.last + 1))]
    found.sort(key=lambda f: f.first)
    return _of_the_same_hundred(found, words) if "100" in words or "hundred" in words else found


def _of_the_same_hundred(found: list[Figure], words: list[str]) -> list[Figure]:
    """“41 of 100 instead of 58”: the second number counts of the same hundred."""
    reached, read = False, []
    is_base = words[:2] in (["of", "100"], ["of", "every"], ["of", "each"], ["in", "every"])  # “Of 100 churners, one model finds 41 and one 58”
    for figure in found:
        if reached and not figure.value.unit and 2 < figure.value.number < 100 and (is_base or words[figure.first - 1] in _SET_AGAINST):
            figure = replace(figure, value=Value(figure.value.number, "percent"))
        of_a_hundred = figure.value.unit == "percent" and _of_a_hundred(words, figure.last + 1)
        reached = reached or of_a_hundred or (figure.value == Value(100.0) and words[figure.first - 1 : figure.first] == ["of"])
        read.append(figure)
    return read


def _worded(words: list[str]) -> Iterator[Figure]:
    """Numbers in words before a unit: “twelve months”, “half a year”, “ninety per cent”, “five points”, “three in every hundred”."""
    reached = -1
    for i, word in enumerate(words):
        if i <= reached or (word != "a" and word not in NUMBER_WORDS):
            continue
        number, last = in_words(words, i) or (1.0, i)
        reached = last
        following = words[last + 1] if last + 1 < len(words) else ""
        half = i > 0 and words[i - 1] == "half"
        rounded = i > 0 and words[i - 1] in _ABOUT
        if unit := _unit_of_time(following):
            # “4.0 a year”, “twice a year”: a rate, no length of time
            if word != "a" or half or (following == "year" and (i == 0 or words[i - 1] in _BEFORE_A_LENGTH)):
                yield Figure(Value(number * unit[1] * (0.5 if half else 1), unit[0]), i - half, last + 1, rounded, 0)
        elif word != "a" and (following == "percent" or words[last + 1 : last + 3] == ["per", "cent"] or _of_a_hundred(words, last + 1)):
            yield Figure(Value(number, "percent"), i, last, rounded, 0)
        elif word != "a" and (following in ("percentage", "points")):
            yield Figure(Value(number, "points"), i, last + 1, rounded, 0)


def _unit_of_time(word: str) -> tuple[str, float] | None:
    return _UNITS[word.rstrip("s")] if word in _UNIT_WORDS else None


def _spelt(sentence: Sentence, prose: str) -> list[Figure]:
    span = prose[sentence.start : sentence.end]
    spelt = [(m.span(), 1 / number) for m in _ODDS.finditer(span) if (number := _out_of(m))]
    spelt += [(m.span(), float(m.group(1) or 1) * 10.0 ** -int(m.group(2).translate(_SUPERSCRIPTS))) for m in _POWER.finditer(span)]
    found = []
    for (start, end), value in spelt:
        places = zip(sentence.starts, sentence.ends, strict=True)
        covered = [i for i, (a, b) in enumerate(places) if start <= a - sentence.start and b - sentence.start <= end]
        if covered:
            found.append(Figure(Value(value), covered[0], covered[-1], False, 12))
    return found


def _out_of(odds: re.Match[str]) -> float:
    """1,000,000 of “one in a million”, “1 in 1,000,000”."""
    if odds.group(1):
        return float(re.sub("[, ]", "", odds.group(1)))
    count, *scale = odds.group(2).lower().split()
    if count.isdigit():
        return float(count) * (in_words(scale, 0) or (1.0, 0))[0]
    return (in_words(["a" if count == "an" else count, *scale], 0) or (0.0, 0))[0]


def _digits(sentence: Sentence, i: int, following: str, unit: tuple[str, float] | None) -> Figure | None:
    number, decimals, is_percent = read_number(sentence.words[i])
    if number is None:
        return None
    rounded = i > 0 and sentence.words[i - 1] in _ABOUT
    if is_percent or following == "percent" or sentence.words[i + 1 : i + 3] == ["per", "cent"] or _of_a_hundred(sentence.words, i + 1):
        return Figure(Value(number, "percent"), i, i, rounded, decimals)
    if following in ("percentage", "points", "point"):
        return Figure(Value(number, "points"), i, i, rounded, decimals)
    if unit:
        return Figure(Value(number * unit[1], unit[0]), i, i + 1, rounded, decimals)
    if following in _SCALES:
        return Figure(Value(number * _SCALES[following]), i, i + 1, rounded, 0)
    return Figure(Value(number), i, i, rounded, decimals)


def _of_a_hundred(words: list[str], at: int) -> bool:
    """True for what follows 41 in “41 of every 100”, “53 in a hundred”."""
    at += words[at : at + 1] not in (["of"], ["in"])  # “53 customers in every hundred”
    following = words[at + 1 : at + 3]
    return (
        words[at : at + 1] in (["of"], ["in"]) and following[:1] in (["every"], ["each"], ["a"], ["100"]) and bool({"100", "hundred"}.intersection(following))
    )


def read_number(word: str) -> tuple[float | None, int, bool]:
    """(number, decimals written, whether it is a percentage) of one word."""
    is_percent = word.endswith("%")
    digits = re.sub(r"[,\s\u00a0\u202f%]", "", word).replace("\u2212", "-").replace("\u2013", "-")
    factor = 1000.0 if digits.endswith("k") else 1.0
    try:
        number = float(digits.removesuffix("k")) * factor
    except ValueError:
        return None, 0, False
    if not math.isfinite(number):
        return None, 0, False
    mantissa, _, exponent = digits.removesuffix("k").partition("e")
    return number, len(mantissa.partition(".")[2]) + (-int(exponent[:5]) if exponent.startswith("-") else 0), is_percent
