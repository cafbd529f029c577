"""Numbers that are said of no measure: dates, sections, versions, pages, ends of ranges, denied ones, and cases that are only supposed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from coach.language import bounds
from coach.language.numbers import Figure
from coach.language.text import Sentence

_NAMED = frozenset(
    (
        "section table figure step version page p pp chapter article no item v january february march april may june july august september october november "
        "december"
    ).split()
)
_NUMBERED = frozenset("slide slides clause clauses paragraph article annex appendix part point question rule phase line row".split())
_RANGES = {"from": "to", "between": "and"}
_SUPPOSING = frozenset("would passes fails suppose supposing imagine hypothetical hypothetically".split())
_OF_A_CASE = frozenset("example instance suppose supposing imagine hypothetical hypothetically".split())
_COMPARED = frozenset("stricter weaker stronger looser safer tighter too".split())
_CHANGES = frozenset("double halve rise fall grow drop go become jump".split())
_THIS = frozenset("this that our your the".split())
_ANY, _HAVING = frozenset("a an one any".split()), frozenset("with at whose having".split())
_OWNING = frozenset("if has have having reaches scores".split())
_LIMITING = frozenset("above below over under than beyond exceeds exceed to least most".split())
_SIGNS = frozenset("/÷×*+−")
_ALL_SAYING = frozenset("result results score scores value values figure figures number numbers measured utility auc roc finding findings".split())
_REACH, _AFTER, _BEFORE = 8, 3, 5


def is_from_elsewhere(figure: Figure, sentence: Sentence) -> bool:
    """True for dates, section numbers, version numbers, and what is denied."""
    words = sentence.words
    before = words[figure.first - 1] if figure.first else ""
    if before == "not":
        return True  # “it is not 94% of the churners”
    after = words[figure.last + 1] if figure.last + 1 < len(words) else ""
    year = not figure.value.unit and 1900 <= figure.value.number <= 2100 and figure.value.number == int(figure.value.number)
    # “12 out of 24” has two numbers, “a hold-out of 12,000” one.
    if before == "every" or (words[max(0, figure.first - 2) : figure.first] == ["out", "of"] and figure.first - 3 in sentence.numbers):
        return True
    if before == "table" and words[max(0, figure.first - 2)] in _THIS:
        return False  # “this table 6.0 per year”
    return before in _NUMBERED or before in _NAMED or (after in _NAMED and after not in ("no", "may", "p")) or year


def in_range(figure: Figure, sentence: Sentence) -> bool:
    """True for both ends of “from 0.71 to 0.94”, which are seldom figures of one fact."""
    before = sentence.words[max(0, figure.first - _REACH) : figure.first]
    return bool(before) and (before[-1] in _RANGES or (before[-1] in _RANGES.values() and any(_RANGES.get(w) == before[-1] for w in before)))


def is_supposed(figure: Figure, sentence: Sentence) -> bool:
    """True in “1.0 would be stricter”, “would double, to 6.0”, “3.1 is a breach”, “a set with 0.60 fails”: no claim about the table at hand."""
    words = sentence.words
    end = next((i for i in range(figure.last + 1, min(len(words), figure.last + 1 + _AFTER)) if sentence.breaks[i]), figure.last + 1 + _AFTER)
    after = words[figure.last + 1 : end]
    before = words[max(0, figure.first - _BEFORE) : figure.first]
    if after[:1] == ["is"] and not _COMPARED.isdisjoint(after):
        return True
    if not _OF_A_CASE.isdisjoint(words) or not _SUPPOSING.isdisjoint(after) or after == ["is", "a", "breach"]:
        return True
    if before[-1:] == ["say"] or before[-2:] == ["such", "as"]:
        return True
    if before[-1:] in (["with"], ["if"], ["at"]) and "would" in words[figure.last + 1 :]:
        return True
    return "would" in words[max(0, figure.first - _REACH) : figure.first] and bool((_CHANGES | _COMPARED).intersection(before))


def is_a_case(figure: Figure, sentence: Sentence) -> bool:
    """True in “a release at 2.5 passes”, “refused if its AUC is 0.57”: a value that one dataset may have, where the sheet gives a limit.

    With a limit's words (“a dataset with an AUC of at most 0.65”) it is the limit again.
    """
    before = sentence.words[max(0, figure.first - _REACH) : figure.first]
    told = not _OWNING.isdisjoint(before) or any(word in _ANY and not _HAVING.isdisjoint(before[i:]) for i, word in enumerate(before))
    return told and not figure.value.is_time and _LIMITING.isdisjoint(before) and not bounds.said(sentence, figure)


def operands(sentence: Sentence, found: Sequence[Figure], prose: str) -> Iterator[int]:
    """First words of the figures that a calculation starts from: the first two of “0.84 / 0.89 = 0.94”."""
    for a, b in pairwise(found):
        after = prose[sentence.ends[b.last] : sentence.ends[b.last] + 2]
        if prose[sentence.ends[a.last] : sentence.starts[b.first]].strip() in _SIGNS and "=" in after:
            yield from (a.first, b.first)


def label(sentence: Sentence, figure: Figure, prose: str) -> Sequence[str]:
    """The words before the colon that `figure` stands right behind, where they name something: not “Result: 0.84”."""
    first = figure.first
    if not first or ":" not in prose[sentence.ends[first - 1] : sentence.starts[first]]:
        return ()
    words = sentence.words[:first]
    return () if _ALL_SAYING.issuperset(words) else words
