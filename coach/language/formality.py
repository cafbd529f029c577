"""A formality score a sentence and a draft, -3 (very informal) to 3 (very formal), from features a learner can see.

A linear model: its weights are a data file (rubrics/formality/weights.yaml) that `python -m coach.calibration.fit_formality`
writes from sentences with human ratings (Pavlick and Tetreault 2016, “An Empirical Analysis of Formality in Online
Communication”).
"""

import math
import re
from collections.abc import Mapping
from itertools import pairwise

from coach.language.text import Sentence, Text

_LATINATE = re.compile(r"(?:tion|sion|ment|ity|ance|ence|ive|ical|ous|ate|ise|ize|able|ible|ary|ory|ism|ist)s?$")
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


def features(sentence: Sentence, prose: str) -> dict[str, float]:
    """Named features of one sentence; rates are per word."""
    words, text = sentence.words, prose[sentence.start : sentence.end]
    n = max(len(words), 1)
    alphabetic = [w for w in words if w.isalpha()]
    letters = [len(w) for w in alphabetic] or [0]

    def rate(those: frozenset[str]) -> float:
        return sum(w in those for w in words) / n

    return {
        "length of the words": sum(letters) / len(letters),
        "long words": sum(k >= 7 for k in letters) / n,
        "very long words": sum(k >= 10 for k in letters) / n,
        "words of Latin origin": sum(bool(_LATINATE.search(w)) and len(w) > 5 for w in alphabetic) / n,
        "length of the sentence": math.log(n),
        "a very short sentence": float(n <= 4),
        "contractions": sum(w[0] == "'" or w == "n't" for w in words) / n,
        "“I”": rate(_FIRST),
        "“we”": rate(_WE),
        "“you”": rate(_YOU),
        "chatty words": rate(_CHATTY),
        "linking words": rate(_LINKERS),
        "function words of written prose": rate(_FUNCTION),
        "passives": sum(a in _AUXILIARY and b.endswith("ed") for a, b in pairwise(words)) / n,
        "exclamation marks": min(text.count("!"), 3.0),
        "question marks": min(text.count("?"), 2.0),
        "dots and dashes as pauses": float(bool(_PAUSES.search(text))),
        "emoticons": float(bool(_SMILEYS.search(text))),
        "commas": text.count(",") / n,
        "brackets, colons, semicolons": sum(text.count(c) for c in "():;") / n,
        "figures": len(sentence.numbers) / n,
        "a small letter at the start": float(text[:1].islower()),
        "shouting": sum(r.isupper() and len(r) > 3 for r in sentence.raw) / n,
        "names and capitals": sum(text[m.start()].isupper() for m in re.finditer(r"(?<=\s)[^\W\d_]", text)) / n,
        "no full stop": float(not text.rstrip('"”)').endswith((".", "?", "!", ";"))),
    }


def sentence_formality(sentence: Sentence, prose: str, weights: Mapping[str, float]) -> float:
    """The score of one sentence, clipped to the scale."""
    score = weights["intercept"] + sum(weights[name] * value for name, value in features(sentence, prose).items())
    return max(-3.0, min(3.0, score))


def draft_formality(text: Text, weights: Mapping[str, float]) -> float:
    """The mean over the draft's words of its sentences' scores; headings and cells don't count unless alone."""
    prose = [s for s in text.sentences if s.kind in ("paragraph", "item")] or text.sentences
    total = sum(len(s.words) for s in prose)
    if not total:
        return 0.0
    return sum(sentence_formality(s, text.prose, weights) * len(s.words) for s in prose) / total


def what_moved_it(text: Text, weights: Mapping[str, float], usual: Mapping[str, float]) -> list[tuple[str, float]]:
    """(feature, points it adds or takes against `usual` prose) for the draft, the strongest first."""
    total = sum(len(s.words) for s in text.sentences) or 1
    moved = dict.fromkeys(usual, 0.0)
    for sentence in text.sentences:
        for name, value in features(sentence, text.prose).items():
            moved[name] += weights[name] * (value - usual[name]) * len(sentence.words) / total
    return sorted(moved.items(), key=lambda item: -abs(item[1]))
