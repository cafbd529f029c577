"""Where rules end: a linear model over the words of a sentence, learned from labelled sentences.

A feature is a run of one to three words, or a piece of three to five letters of a word; `rubrics/learned/sentences.json` gives each its
points, and `python -m coach.calibration.fit_sentences` writes that file. What weighed most in a finding is words of the draft, so it can be shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from coach.content.schema import LearnedWeights
from coach.language.matching import Match
from coach.language.memory import Remembering
from coach.language.scope import asks, listed_as_denied, quoted
from coach.language.text import Sentence, Text

_LONGEST_RUN, _PIECES, _SHORTEST_WORD = 3, (3, 4, 5), 3
_FEWEST_WORDS, _MOST_WORDS, _REASONS = 4, 12, 3
NUMBER, COMMA = "#", ","
ASSERTED = frozenset({"misuse", "overclaim", "modality"})
"""Of these, what the writer denies is no finding."""

Points = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """The words of sentence `sentence` that weigh most towards `category`; `because` names the strongest of them."""

    category: str
    sentence: int
    match: Match
    because: tuple[str, ...]


def tokens(sentence: Sentence) -> tuple[list[str], list[int]]:
    """Words, numbers as “#”, and a comma where punctuation stands; and the word that each belongs to."""
    found, owners = list[str](), list[int]()
    numbers = set(sentence.numbers)
    for i, word in enumerate(sentence.words):
        if sentence.breaks[i]:
            found.append(COMMA)
            owners.append(i)
        found.append(NUMBER if i in numbers else word)
        owners.append(i)
    return found, owners


def runs(words: list[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, feature) of each run of words."""
    for size in range(1, _LONGEST_RUN + 1):
        for i in range(len(words) - size + 1):
            yield i, i + size - 1, " ".join(words[i : i + size])


def pieces(word: str) -> Iterable[str]:
    """The pieces of a word, with its ends marked; they begin with “:” so that no run of words equals one."""
    if len(word) < _SHORTEST_WORD:
        return ()
    marked = f"<{word}>"
    return [":" + marked[i : i + n] for n in _PIECES for i in range(len(marked) - n + 1)]


class LearnedFinder:
    """One model for all drafts; `find` reads a whole text."""

    def __init__(self, weights: LearnedWeights):
        self._weights = weights
        self._of_word: dict[str, Points] = {}
        self._scores = Remembering(self.scores)

    def __getstate__(self) -> dict[str, Any]:
        """Without what is made at first use: reading so many entries back takes longer than making them."""
        return {"_weights": self._weights, "_of_word": {}, "_scores": self._scores}

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Where each feature's points begin."""
        return {feature: n * len(self._weights.categories) for n, feature in enumerate(self._weights.features.split("\n"))}

    def _points(self, feature: str) -> Points:
        """Of a feature that the model knows."""
        row = self._rows[feature]
        return tuple([p / 100 for p in self._weights.points[row : row + len(self._weights.categories)]])

    def knows(self, word: str) -> bool:
        """True for a word of the texts that it learned from."""
        return word in self._rows

    def find(self, text: Text, categories: Iterable[str]) -> Iterator[Learned]:
        """Sentences beyond a category's threshold, at most one finding a sentence and category."""
        columns = [(n, c) for n, c in enumerate(self._weights.categories) if c in categories]
        for index, sentence in enumerate(text.sentences):
            if sentence.kind == "heading" or len(sentence.words) < _FEWEST_WORDS or asks(text, sentence):
                continue
            words, owners = tokens(sentence)
            scores = self._scores(tuple(words))
            for n, category in columns:
                if scores[n] >= self._weights.thresholds[category] and not (category in ASSERTED and listed_as_denied(text, index)):
                    first, last, heavy = self._heaviest(words, n)
                    strongest = owners[heavy[0]]
                    if not quoted(text, sentence, Match(strongest, strongest, frozenset())):
                        match = Match(owners[first], owners[last], frozenset(owners[first : last + 1]))
                        yield Learned(category, index, match, tuple(words[i] for i in sorted(heavy)))

    def scores(self, words: Sequence[str]) -> Points:
        """One score a category: points over the root of the length, plus the intercept."""
        known = self._rows
        found = [self._word(w) for w in words]
        found += [self._points(run) for run in map(" ".join, pairwise(words)) if run in known]
        found += [self._points(run) for run in map(" ".join, zip(words, words[1:], words[2:], strict=False)) if run in known]
        root = max(len(words), _SHORTEST_WORD) ** 0.5
        return tuple(sum(column) / root + start for column, start in zip(zip(*found, strict=True), self._weights.intercepts, strict=True))

    def _word(self, word: str) -> Points:
        """The points of a word and of its pieces together: they always come together."""
        points = self._of_word.get(word)
        if points is None:
            got = [self._points(feature) for feature in (word, *pieces(word)) if feature in self._rows]
            points = self._of_word[word] = tuple(map(sum, zip(*got, strict=True))) if got else (0.0,) * len(self._weights.categories)
        return points

    def _heaviest(self, words: list[str], column: int) -> tuple[int, int, list[int]]:
        """First and last of the at most twelve words that weigh most together, and the heaviest among them, heaviest first."""
        weight = [self._word(w)[column] for w in words]
        for first, last, run in runs(words):
            if last > first and run in self._rows:
                points = self._points(run)[column] / (last - first + 1)
                for i in range(first, last + 1):
                    weight[i] += points
        spans = ((i, j) for i in range(len(words)) for j in range(i + 2, min(i + _MOST_WORDS, len(words))))
        first, last = max(spans, key=lambda span: sum(weight[span[0] : span[1] + 1]))
        inside = [i for i in range(first, last + 1) if words[i].isalpha()] or [first]
        return first, last, sorted(inside, key=lambda i: -weight[i])[:_REASONS]
