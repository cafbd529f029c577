"""British and American spelling are both right; a draft that mixes them is told once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coach.content.schema import Spelling
from coach.language.inflection import forms
from coach.language.text import Text

_STYLES = {"british": "British", "ise": "British", "american": "American", "ize": "-ize"}
# British English may write -ize (Oxford) beside “colour”, so -ize clashes with -ise alone.
_CLASHES = (({"british", "ise"}, {"american"}), ({"ise"}, {"ize"}))


@dataclass(frozen=True, slots=True)
class Mixed:
    """Word `word` of sentence `sentence` is spelt in `style` where most of the draft is in `other`."""

    sentence: int
    word: int
    style: str
    other: str
    example: str


class SpellingFinder:
    """Built once from the pairs of rubrics/spelling.yaml; `find` reads a whole text."""

    def __init__(self, spelling: Spelling):
        self._style = dict(_styles(spelling))
        self._phrases = {tuple(p.split()) for p in spelling.both}

    def find(self, text: Text) -> Iterator[Mixed]:
        """At most one: the first word of the rarer spelling, with a word of the other as its example."""
        seen: dict[str, list[tuple[int, int, str]]] = {}
        for index, sentence in enumerate(text.sentences):
            for i, word in enumerate(sentence.words):
                style = self._style.get(word)
                if style and not self._in_both(sentence.words, i):
                    seen.setdefault(style, []).append((index, i, word))
        for one, two in _CLASHES:
            sides = [[place for style in side for place in seen.get(style, ())] for side in (one, two)]
            if all(sides):
                rare, common = sorted(sides, key=len)
                sentence_index, i, word = min(rare)
                other = common[0][2]
                yield Mixed(sentence_index, i, _STYLES[self._style[word]], _STYLES[self._style[other]], other)
                return

    def _in_both(self, words: Iterable[str], i: int) -> bool:
        """True inside what stands in any text, such as “safe harbor”."""
        sequence = tuple(words)
        return any(sequence[start : start + len(p)] == p for p in self._phrases for start in range(max(0, i - len(p) + 1), i + 1))


def _styles(spelling: Spelling) -> Iterator[tuple[str, str]]:
    pairs: Mapping[str, str] = spelling.pairs
    for british, american in pairs.items():
        ours, theirs = forms(british), forms(american)
        yield from ((form, "british") for form in ours - theirs)
        yield from ((form, "american") for form in theirs - ours)
    for stem in spelling.ise:
        for ending in ("e", "es", "ed", "ing", "er", "ers", "ation", "ations"):
            yield f"{stem}is{ending}", "ise"
            yield f"{stem}iz{ending}", "ize"
