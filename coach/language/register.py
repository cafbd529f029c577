"""Register that no list is needed for: contractions, exclamation marks, emoji, sentences too long for the reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.language.text import Sentence, Text

_CONTRACTION = re.compile(r"\b[^\W\d_]+n['’]t\b|\b(?:I|you|we|they|he|she|it|that|there|here|what|who|let|where|how)['’](?:m|re|ve|ll|d|s)\b", re.I)
_EXCLAMATION = re.compile(r"(?:[^\W_][\w'’-]*[ \t]+){0,2}[^\W_][\w'’-]*[ \t]?!+(?!=)")
_EMOTICON = re.compile(r"(?<![\w)])[:;]['-]?[)(DPp](?![\w])|<3(?!\d)|(?<!\w)[xX]D(?!\w)")
_EMOJI = re.compile("[\U0001f300-\U0001faff\U00002600-\U000026ff\U00002705\U0000274c\U00002728\U0001f1e6-\U0001f1ff]\ufe0f?")
_DENSE_QUOTE_WORDS = 10


@dataclass(frozen=True, slots=True)
class Trait:
    """A stretch of the draft, in code points, and the rule it belongs to."""

    rule: str
    start: int
    end: int


def traits(text: Text, contractions_allowed: bool = False) -> Iterable[Trait]:
    """Informal traits, in no particular order."""
    if not contractions_allowed:
        for match in _CONTRACTION.finditer(text.prose):
            yield Trait("contraction", *match.span())
    for rule, pattern in (("exclamation", _EXCLAMATION), ("emoticon", _EMOTICON), ("emoji", _EMOJI)):
        for match in pattern.finditer(text.prose):
            yield Trait(rule, *match.span())


def dense(text: Text, longest: int) -> Iterable[tuple[int, Trait, int]]:
    """(sentence, its first words, its length in words) of each sentence longer than `longest`."""
    for index, sentence in enumerate(text.sentences):
        if len(sentence.words) > longest and not _is_list(sentence):
            last = min(_DENSE_QUOTE_WORDS, len(sentence.words)) - 1
            yield index, Trait("dense", sentence.starts[0], sentence.ends[last]), len(sentence.words)


def _is_list(sentence: Sentence) -> bool:
    """A run of short items between commas reads easily however long it is."""
    return sum(sentence.breaks) > len(sentence.words) / 5 and len(sentence.words) < 90
