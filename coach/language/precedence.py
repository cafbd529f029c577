"""One place, one finding; one sentence, one finding of a kind that a rewriting mends: the convention of the labels."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable

from coach.language.text import Text
from coach.models import Finding

# Where two overlap, the first of these stays.
_PRECEDENCE = "instruction misuse overclaim figure form imprecise inconsistent tone modality informal vague undefined dense stiff hedged spelling".split()
_REACH_OF_JOIN = {"undefined": 0, "informal": 2, "vague": 0, "tone": 3, "overclaim": 3}
# Whoever mends one of these rewrites the sentence.
_ONCE_A_SENTENCE = frozenset("misuse overclaim tone modality vague".split())


def one_a_place(found: Iterable[Finding], text: Text) -> list[Finding]:
    """Drop what overlaps a finding of higher precedence, join neighbours that say the same, sort."""
    kept: list[Finding] = []
    # A long sentence may also hold another fault, and nobody hides one behind an instruction: such kinds don't compete for a place.
    taken: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for finding in sorted(found, key=lambda f: (_PRECEDENCE.index(f.category), f.end - f.start, f.start)):
        places, place = taken[finding.category if finding.category in ("dense", "instruction") else ""], (finding.start, finding.end)
        i = bisect(places, place)
        if (i == 0 or places[i - 1][1] <= finding.start) and (i == len(places) or finding.end <= places[i][0]):
            places.insert(i, place)
            kept.append(finding)
    dense = [_sentence_span(text, f.start) for f in kept if f.category == "dense"]
    kept = [f for f in kept if f.category != "undefined" or not any(a <= f.start < b for a, b in dense)]
    # The exclamation mark of a sentence whose wording is marked anyway says nothing new.
    loud = [_sentence_span(text, f.start) for f in kept if f.criterion == "register" and f.category != "dense" and f.rule != "register.exclamation"]
    kept = [f for f in kept if f.rule != "register.exclamation" or not any(a <= f.start < b for a, b in loud)]
    joined = _joined(sorted(kept, key=lambda f: (f.start, f.end)), text.draft)
    first = dict[tuple[str, int], Finding]()
    return [f for f in joined if f.category not in _ONCE_A_SENTENCE or f is first.setdefault((f.category, _sentence_span(text, f.start)[0]), f)]


def _sentence_span(text: Text, position: int) -> tuple[int, int]:
    return next(((s.start, s.end) for s in text.sentences if s.start <= position < s.end), (position, position + 1))


def _joined(findings: list[Finding], draft: str) -> list[Finding]:
    """Neighbours of one category in one phrase (“MIA AUC”, “hey folks”, “any sensible officer will sign today”) are one finding."""
    joined: list[Finding] = []
    for finding in findings:
        last = joined[-1] if joined else None
        if last and last.category == finding.category in _REACH_OF_JOIN and _side_by_side(draft[last.end : finding.start], finding.category):
            quote = draft[last.start : finding.end]
            message = f"This reader may not know “{quote}”." if last.category == "undefined" else last.message
            joined[-1] = last.model_copy(update={"end": finding.end, "quote": quote, "message": message})
        else:
            joined.append(finding)
    return joined


def _side_by_side(between: str, category: str) -> bool:
    """True where at most a few words, and no more than a comma, stand between."""
    return not set(between) & set('.!?;:()\n“”"') and len(re.findall(r"\w+", between)) <= _REACH_OF_JOIN[category]
