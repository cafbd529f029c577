"""Differences that a draft states: “a loss of five points”, “falls by 0.15”, “17 more are missed”, against the two figures they come from."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from coach.language.numbers import Figure, Value
from coach.language.text import Sentence

_AFTER = frozenset("further more less fewer lower higher better worse below above up down short behind ahead apart smaller larger bigger".split())
NOUNS = frozenset("advantage loss gain drop difference gap decrease increase improvement reduction fall rise lead margin shortfall".split())
_VERBS = frozenset(
    "fall falls fell drop drops dropped rise rises rose decrease decreases decreased increase increases increased improve improves improved differ "
    "beat beats beaten exceed exceeds exceeded trail trails lag lags outperforms surpasses".split()
)
_VERBS_OF_A_SHARE = frozenset("cost costs lose loses lost gain gains gained".split())
_FILLERS = frozenset("of is was only just about roughly nearly almost us you a the mere another some".split())
_UNITS = frozenset("percent percentage per cent point points pp".split())
_JOINING = frozenset("or and to than".split())
_REACH = 8
_CHANCE = 0.5


def cue(figure: Figure, sentence: Sentence) -> int | None:
    """The word that makes the figure a difference; None where it is none."""
    words = sentence.words
    at = figure.last + 1
    while at < len(words) and words[at] in _UNITS:
        at += 1
    for i in (at, at + 1):  # “20,000 rows fewer”
        if i < len(words) and words[i] in _AFTER and words[i - 1] not in _JOINING and not any(sentence.breaks[at : i + 1]):
            return i
    at = figure.first - 1
    if at > 0 and words[at] in _FILLERS and words[at - 1] == "by":
        at -= 1
    if at >= 0 and words[at] == "by":
        return next((i for i in range(at - 1, max(-1, at - 1 - _REACH), -1) if words[i] in _VERBS | NOUNS), None)
    while at >= 0 and words[at] in _FILLERS and not sentence.breaks[at + 1]:
        at -= 1
    share = figure.value.unit in ("percent", "points") or figure.value.plain < 1
    return at if at >= 0 and (words[at] in NOUNS or (share and words[at] in _VERBS_OF_A_SHARE)) else None


def follows(change: Figure, values: Sequence[float]) -> bool:
    """True where the change is the difference, the relative change or the ratio of any two of `values`, or one's distance from chance.

    Values and change are shares of one, or counts; “17 more of every 100” is read either way.
    """
    given = [n for v in values for n in ((v, v / 100) if 1 < v <= 100 else (v,))]
    said = [(change.value.plain, change.step)]
    if not change.value.unit and change.value.number > 1:
        said.append((change.value.number / 100, change.step / 100))
    return any(abs(way - value) <= step for way in _ways(given, change.value.unit == "percent") for value, step in said)


def _ways(values: Sequence[float], relative: bool) -> Iterator[float]:
    for a, b in permutations(values, 2):
        yield abs(a - b)
        if b and relative:
            yield abs(a / b - 1)
            yield a / b
    yield from (abs(v - _CHANCE) for v in values)


def is_of_a_kind(change: Figure, value: Value) -> bool:
    """Shares differ by shares, or by so many of a hundred; counts by counts."""
    if value.is_time:
        return False
    if change.value.plain < 1 or change.value.unit:
        return value.plain <= 1
    return value.plain <= 100 if change.value.number <= 100 else value.plain > 100
