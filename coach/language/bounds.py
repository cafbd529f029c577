"""Limits as drafts write them: whether “at least 3.0” is said of a highest value, or “at most 0.90” of a lowest."""

import re
from typing import Literal

from coach.language.numbers import Figure
from coach.language.text import Sentence

Bound = Literal["lowest", "highest"]
_NOT, _BE = r"(?:no|not|never)", r"(?:be |fall |drop |go |rise |lie )?"
_MUST_BE = r"(?:must|should|shall|(?:has|have|needs?) to|may only) (?:be|stay|remain|lie|keep)(?: at or)?"
_LESS, _MORE = "less|lower|smaller|below|under", "more|higher|greater|larger|above|over|exceed"
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "lowest",
        re.compile(rf"(?:at least|{_NOT} {_BE}(?:{_LESS})(?: than)?|(?:a )?minimum(?: of| is)?|at or (?:above|over)|{_MUST_BE} (?:{_MORE})(?: than)?)$"),
    ),
    (
        "highest",
        re.compile(rf"(?:at most|{_NOT} {_BE}(?:{_MORE})(?: than)?|(?:a )?maximum(?: of| is)?|at or (?:below|under)|up to|{_MUST_BE} (?:{_LESS})(?: than)?)$"),
    ),
)
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("lowest", re.compile(r"(?:or|and) (?:more|higher|above|greater)\b|at least\b|at (?:the )?minimum\b")),
    ("highest", re.compile(r"(?:or|and) (?:less|lower|below|smaller)\b|at most\b|at (?:the )?maximum\b")),
)
_ALLOWED = "allowed|permitted|acceptable|fine|all right|within the limit"
_REFUSED = "forbidden|prohibited|refused|rejected|unacceptable|not|too (?:high|low|much|little)"
_VERDICT = re.compile(rf"(?:is|are|was|were|would be) (?:(?P<allowed>{_ALLOWED})|(?P<refused>{_REFUSED}))\b")
_REACH = 5
# “An AUC of at least 0.55 means that the release is refused” turns the limit round rightly.
_CONSEQUENCES = frozenset("refuse refused reject rejected fail fails failed stop stopped withdrawn withdraw block blocked prohibited forbidden unless".split())


def is_kept_in(sentence: Sentence, figure: Figure, bound: Bound, limit: float) -> bool:
    """True for both of “2.5 is allowed, 3.5 is not” where 3.0 is the highest value: cases that the limit decides so."""
    verdict = _VERDICT.match(" ".join(sentence.words[figure.last + 1 : figure.last + 1 + _REACH]))
    inside = figure.value.plain <= limit if bound == "highest" else figure.value.plain >= limit
    return verdict is not None and bool(verdict["allowed"]) == inside


def stated(sentence: Sentence, figure: Figure) -> tuple[Bound, int, int] | None:
    """As `said`; None in a sentence that says what follows where a limit isn't kept."""
    return None if _CONSEQUENCES.intersection(sentence.words) else said(sentence, figure)


def said(sentence: Sentence, figure: Figure) -> tuple[Bound, int, int] | None:
    """The bound that is said of `figure`, and the words from its phrase to the figure; None where none is."""
    first = max(0, figure.first - _REACH)
    before = " ".join(sentence.words[first : figure.first])
    for bound, phrase in _BEFORE:
        if match := phrase.search(before):
            return bound, first + before[: match.start()].count(" "), figure.last
    after = " ".join(sentence.words[figure.last + 1 : figure.last + 1 + _REACH])
    for bound, phrase in _AFTER:
        if match := phrase.match(after):
            return bound, figure.first, figure.last + 1 + match.group().count(" ")
    return None
