"""A formality score a sentence and a draft, -3 (very informal) to 3 (very formal), from what a learner can see.

A linear model: named features, and points that each word brings. Its coefficients are a data file (rubrics/formality/weights.json)
that `python -m coach.calibration.fit_formality` writes from sentences with human ratings (Pavlick and Tetreault 2016, “An Empirical
Analysis of Formality in Online Communication”).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from coach.content.schema import FormalityWeights
from coach.language.text import Sentence, Text

_LATINATE = re.compile(r"(?:tion|sion|ment|ity|ance|ence|ive|ical|ous|ate|ise|ize|able|ible|ary|ory|ism|ist)s?$")
_OPENERS = frozenset("and but so well oh or then also because yeah ok".split())
_FIRST = frozenset("i me my mine myself".split())
_WE = frozenset("we us our ours".split())
_YOU = frozenset("you your yours yourself u ur ya".split())
_CHATTY = frozenset(
    (
        "just really so very pretty totally basically actually lol haha ok okay yeah yes yep nope hey hi wow oh well like stuff thing things "
        "guys gonna wanna gotta kinda sorta cool awesome crap damn hell dude man kid kids mom dad im dont cant ive thats lot lots bit maybe "
        "anyway too big bad good great nice love hate funny crazy stupid dumb sucks suck got get gets getting thanks thank please sorry hope "
        "guess bet tell ask say said know think"
    ).split()
)
_LINKERS = frozenset(
    (
        "however therefore thus moreover furthermore nevertheless whereas although according which whose whom upon thereby hence consequently "
        "regarding concerning subsequent prior respectively such these those within between among under through during"
    ).split()
)
_FUNCTION = frozenset("the of by in with for to and as at from on or an".split())
_AUXILIARY = frozenset("is are was were be been being".split())
_PAUSES = re.compile(r"\.{2,}|…|--+")
_SMILEYS = re.compile(r"[:;]-?[)(DPp]|<3")


_QUOTED = re.compile(r"[\"“”]|``|''")
_STRONG = 1.5
"""Points from which a word is worth naming as a cause; weaker ones are summed up as “the other words”."""

Measured = list[tuple[Sentence, dict[str, float]]]


@lru_cache(maxsize=20_000)
def _traits(word: str) -> tuple[int, ...]:
    """What there is to count in one word; drafts repeat their words, so each is looked at once."""
    letters = len(word) if word.isalpha() else 0
    return (
        letters,
        letters > 0,
        letters >= 7,
        letters >= 10,
        letters > 5 and _LATINATE.search(word) is not None,
        word[0] == "'" or word == "n't",
        word in _FIRST,
        word in _WE,
        word in _YOU,
        word in _CHATTY,
        word in _LINKERS,
        word in _FUNCTION,
    )


def features(sentence: Sentence, prose: str) -> dict[str, float]:
    """Named features of one sentence; rates are per word."""
    capitals = sum([prose[a].isupper() for a in sentence.starts[1:]])
    return _features(tuple(sentence.words), tuple(sentence.raw), len(sentence.numbers), capitals, prose[sentence.start : sentence.end])


@lru_cache(maxsize=4_000)
def _features(words: tuple[str, ...], raw: tuple[str, ...], numbers: int, capitals: int, text: str) -> dict[str, float]:
    n = len(words)
    letters, alphabetic, long, very_long, latinate, contracted, first, we, you, chatty, linking, function = map(sum, zip(*map(_traits, words), strict=True))
    return {
        "length of the words": letters / max(alphabetic, 1),
        "long words": long / n,
        "long words together": math.log1p(long),
        "very long words": very_long / n,
        "words of Latin origin": latinate / n,
        "length of the sentence": math.log(n),
        "a very short sentence": float(n <= 4),
        "contractions": contracted / n,
        "“I”": first / n,
        "“we”": we / n,
        "“you”": you / n,
        "chatty words": chatty / n,
        "linking words": linking / n,
        "function words of written prose": function / n,
        "passives": sum([b.endswith("ed") for a, b in pairwise(words) if a in _AUXILIARY]) / n,
        "“and”, “but”, “so” at the start": float(words[0] in _OPENERS),
        "exclamation marks": min(text.count("!"), 3.0),
        "question marks": min(text.count("?"), 2.0),
        "quotation marks": float(_QUOTED.search(text) is not None),
        "dots and dashes as pauses": float(_PAUSES.search(text) is not None),
        "emoticons": float(_SMILEYS.search(text) is not None),
        "commas": text.count(",") / n,
        "brackets, colons, semicolons": sum(map(text.count, "():;")) / n,
        "figures": numbers / n,
        "a small letter at the start": float(text[:1].islower()),
        "shouting": sum([len(r) > 3 and r.isupper() for r in raw]) / n,
        "names and capitals": capitals / n,
        "no full stop": float(not text.rstrip('"”)').endswith((".", "?", "!", ";"))),
    }


def measure(text: Text) -> Measured:
    """The sentences that count, with their features: headings and cells don't count unless alone."""
    prose = [s for s in text.sentences if s.kind in ("paragraph", "item")] or text.sentences
    return [(s, features(s, text.prose)) for s in prose]


def sentence_formality(sentence: Sentence, values: dict[str, float], meter: FormalityWeights) -> float:
    """The score of one sentence, clipped to the scale; a word that the meter doesn't know brings nothing."""
    points, weights = meter.points, meter.weights
    chosen = sum([points.get(w, 0.0) for w in sentence.words]) / len(sentence.words)
    return max(-3.0, min(3.0, meter.intercept + chosen + sum([weights[name] * value for name, value in values.items()])))


def draft_formality(measured: Measured, meter: FormalityWeights) -> float:
    """The mean over the draft's words of its sentences' scores."""
    total = sum(len(s.words) for s, _ in measured)
    return sum(sentence_formality(s, values, meter) * len(s.words) for s, values in measured) / total if total else 0.0


def what_moved_it(measured: Measured, meter: FormalityWeights) -> list[tuple[str, float]]:
    """(feature or word, points it adds or takes against usual prose) for the draft, the strongest first."""
    total = sum(len(s.words) for s, _ in measured) or 1
    sums = dict.fromkeys(meter.usual, 0.0)
    for sentence, values in measured:
        n = len(sentence.words)
        for name, value in values.items():
            sums[name] += value * n
    moved = [(name, meter.weights[name] * (value / total - meter.usual[name])) for name, value in sums.items()]
    return sorted([*moved, *_words_that_moved_it((w for s, _ in measured for w in s.words), total, meter)], key=lambda item: -abs(item[1]))


def _words_that_moved_it(words: Iterable[str], total: int, meter: FormalityWeights) -> Iterable[tuple[str, float]]:
    """The strong words by name. Words that have a feature of their own (“I”, “n't”) aren't named a second time."""
    rest, known = 0.0, meter.points
    for word, times in Counter(words).items():
        points = known.get(word, 0.0) - meter.usual_word
        if abs(points) >= _STRONG and word.isalpha() and not any(_traits(word)[6:9]):
            yield f"“{word}”", points * times / total
        else:
            rest += points * times / total
    yield "the other words", rest
