"""Register that no list is needed for: contractions, exclamation marks, emoji, sentences too long for the reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.language.text import Text

_CONTRACTION = re.compile(r"\b[^\W\d_]+n['’]t\b|\b(?:I|you|we|they|he|she|it|that|there|here|what|who|let|where|how)['’](?:m|re|ve|ll|d|s)\b", re.I)
_EXCLAMATION = re.compile(r"\b(?:[^\W_][\w'’-]{0,40}[ \t]+){0,2}[^\W_][\w'’-]{0,40}[ \t]?!+(?!=)(?![ \t]*(?:[,#]|or\b|and\b))")
_EMOTICON = re.compile(r"(?<![\w)])[:;]['-]?[)(DPp](?![\w])|<3(?!\d)|(?<!\w)[xX]D(?!\w)")
_EMOJI = re.compile("(?:[\U0001f300-\U0001faff\U00002600-\U000026ff\U00002705\U0000274c\U00002728\U00002764\U00002b50\U0001f1e6-\U0001f1ff][\ufe0f\u200d]*)+")
_APOSTROPHE = re.compile("['’]")
# Most drafts have no such sign, and to look for it alone is quick.
_LIVELY = (
    ("exclamation", re.compile("!"), _EXCLAMATION),
    ("emoticon", re.compile("[:;][-')(DPp]|<3|[xX]D"), _EMOTICON),
    ("emoji", re.compile("[\u2600-\U0001faff]"), _EMOJI),
)
_QUOTED = re.compile(r"[“«][^“”«»\n]{1,80}[”»]|(?<!\w)\"[^\"\n]{1,80}\"")
_NAMED_SIGN = re.compile(r"\b(?:emoji|emoticon|symbol|character|sign)s?\b[^.!?]{0,40}$", re.I)
_BRACKETED = re.compile(r"\([^()\n]*\)")
_DENSE_QUOTE_WORDS, _LONGEST_LIST, _ITEMS = 10, 90, 4


@dataclass(frozen=True, slots=True)
class Trait:
    """A stretch of the draft, in code points, and the rule it belongs to."""

    rule: str
    start: int
    end: int


def traits(text: Text, contractions_allowed: bool = False) -> Iterable[Trait]:
    """Informal traits, in no particular order; what stands in quotation marks is not the writer's."""
    if not contractions_allowed and _APOSTROPHE.search(text.prose):
        cited = [m.span() for m in _QUOTED.finditer(text.prose)]
        for match in _CONTRACTION.finditer(text.prose):
            if not any(a < match.start() < b for a, b in cited):
                yield Trait("contraction", *match.span())
    for rule, sign, pattern in _LIVELY:
        for match in pattern.finditer(text.prose) if sign.search(text.prose) else ():
            if not _NAMED_SIGN.search(text.prose[max(0, match.start() - 60) : match.start()]):  # “emoji such as …” are data
                yield Trait(rule, *match.span())


def dense(text: Text, longest: int) -> Iterable[tuple[int, Trait, int]]:
    """(sentence, its first words, its length in words) of each sentence longer than `longest`; a gloss in brackets doesn't count."""
    first = 0
    for index, sentence in enumerate(text.sentences):
        if sentence.goes_on:
            continue
        whole = text.sentences[first : index + 1]
        bracketed = sum(len(m.group().split()) for m in _BRACKETED.finditer(text.prose, whole[0].start, sentence.end))
        words, breaks = sum(len(s.words) for s in whole) - bracketed, sum(sum(s.breaks) for s in whole)
        # A run of short items between commas reads easily however long it is.
        is_list = (breaks > words / 5 or len(whole) >= _ITEMS) and words < _LONGEST_LIST
        if words > longest and not is_list:
            last = min(_DENSE_QUOTE_WORDS, len(whole[0].words)) - 1
            yield first, Trait("dense", whole[0].starts[0], whole[0].ends[last]), words
        first = index + 1
