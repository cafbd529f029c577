"""Parts in words that a draft says of one fact and another: “consumes a quarter of it” is 1.0 of 4.0."""

from collections.abc import Iterator, Sequence

from coach.language.binding import Head, Sheet
from coach.language.number_words import in_words
from coach.language.text import Sentence

PARTS = {"half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5, "fifths": 1 / 5}
_TOLERANCE = 0.03
_REACH = 3
_COUNTED = 1_000


def wrong_parts(sentence: Sentence, heads: Sequence[Head], wholes: Sequence[Sheet]) -> Iterator[tuple[Head, int, int]]:
    """(the fact's name, first and last word) of each part that the named fact is of none of `wholes`. Only amounts have parts: no shares, counts or times."""
    amounts = [s for s in wholes if is_amount(s)]
    for first, last, part in _said(sentence.words):
        named = [h for h in heads if h.number is None and 0 < first - h.last <= _REACH and not any(sentence.breaks[h.last + 1 : first + 1])]
        if not named or not all(is_amount(h.sheet) for h in named):
            continue
        ratios = [h.sheet.values[0].number / s.values[0].number for h in named for s in amounts if s.values[0].number > h.sheet.values[0].number]
        if ratios and all(abs(ratio - part) > _TOLERANCE for ratio in ratios):
            yield named[0], first, last


def is_amount(sheet: Sheet) -> bool:
    return not sheet.values[0].unit and 1 <= sheet.values[0].number < _COUNTED and not sheet.fact.bound


def _said(words: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """(first word, last word, part) of “half”, “a third”, “three quarters”."""
    for i, word in enumerate(words):
        if word not in PARTS:
            continue
        if word == "half":
            yield i, i, PARTS[word]
        elif i and (words[i - 1] == "a" or in_words(words, i - 1)):
            number = in_words(words, i - 1)
            yield i - 1, i, PARTS[word] * (number[0] if number else 1)
