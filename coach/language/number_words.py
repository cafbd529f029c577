"""Numbers in words: “twelve”, “twenty-five”, “forty-eight thousand”, “a hundred thousand”."""

from collections.abc import Sequence

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNITS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBER_WORDS = frozenset(_UNITS) | frozenset(_SCALES) | {"hundred"}


def in_words(words: Sequence[str], first: int) -> tuple[float, int] | None:
    """(the number that begins at word `first`, its last word); None where none does. “A” counts before a hundred or a thousand only."""
    total = hundreds = 0
    last, at = None, first
    if words[at : at + 1] == ["a"] and not {"hundred", *_SCALES}.isdisjoint(words[at + 1 : at + 2]):
        hundreds, at = 1, at + 1
    while at < len(words):
        word = words[at]
        if word in _UNITS:
            n = _UNITS[word]
            # “two three” are two numbers, and so are “five twenty”; “twenty five” is one.
            if hundreds % 100 and not (n < 10 <= hundreds % 100 and hundreds % 10 == 0 and hundreds % 100 >= 20 and n):
                break
            hundreds += n
        elif word == "hundred" and hundreds < 10:
            hundreds = max(hundreds, 1) * 100
        elif word in _SCALES:
            total += max(hundreds, 1) * _SCALES[word]
            hundreds = 0
        elif word == "and" and last is not None and words[at - 1] in ("hundred", "thousand") and words[at + 1 : at + 2] and words[at + 1] in _UNITS:
            at += 1
            continue
        else:
            break
        last = at
        at += 1
    return None if last is None else (float(total + hundreds), last)
