"""Instructions to the evaluator in other languages than English, by the entries of rubrics/other-languages.yaml."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.content.schema import Asking
from coach.language.edited import Edited
from coach.language.letters import latin, unhidden
from coach.language.memory import Remembering

Span = tuple[int, int]
_Role = tuple[int, int, int]
"""Language, number of its `ask`, and which list of it; the two numbers below stand for an `ask`."""
_ALONE, _UNLESS = -1, -2
_BEGINNING = 3
"""A starred entry has at least so many letters before its star."""

_END = re.compile(r"[.!?…]++(?=\s|$)|[。！？]|\n[ \t\r]*\n")
_WORD = re.compile(r"[^\W_]++")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a sentence asks (from the first to the last word that says so), and the whole sentence."""

    start: int
    end: int
    sentence: Span


class OtherLanguageFinder:
    """Built once; `find` reads the plain reading of a draft, in which Latin letters have no accents."""

    def __init__(self, languages: Sequence[Asking]):
        self._by_word: defaultdict[str, list[tuple[tuple[str, ...], _Role]]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[tuple[tuple[str, ...], _Role]]] = defaultdict(list)
        self._unspaced: list[tuple[str, _Role]] = []
        for n, language in enumerate(languages):
            lists = [((n, i, side), entry) for i, ask in enumerate(language.ask) for side in (0, 1) for entry in ask[side]]
            lists += [((n, _ALONE, 0), entry) for entry in language.alone] + [((n, _UNLESS, 0), entry) for entry in language.unless]
            for role, entry in lists:
                plain = _folded(entry)
                if _UNSPACED.search(plain):
                    self._unspaced.append((plain, role))
                else:
                    first, *others = plain.split()
                    known = self._by_beginning[first[:_BEGINNING]] if first.endswith("*") else self._by_word[first]
                    known.append(((first, *others), role))
        self._asked = Remembering(self._ask)

    def find(self, text: str) -> Iterator[Asked]:
        folded = text.lower() if len(text.lower()) == len(text) else text
        for start, end in _sentences(folded):
            if asked := self._asked(folded[start:end]):
                yield Asked(start + asked[0], start + asked[1], (start, end))

    def _ask(self, sentence: str) -> Span | None:
        """Where the sentence asks, from its start."""
        places = defaultdict[_Role, list[Span]](list)
        for role, span in self._entries(sentence):
            places[role].append(span)
        silenced = {language for language, ask, _ in places if ask == _UNLESS}
        for (language, ask, side), spans in places.items():
            if language in silenced or side or ask == _UNLESS or (ask != _ALONE and (language, ask, 1) not in places):
                continue
            said = spans if ask == _ALONE else [*spans, *places[language, ask, 1]]
            return min(a for a, _ in said), max(b for _, b in said)
        return None

    def _entries(self, text: str) -> Iterator[tuple[_Role, Span]]:
        words = [(m.group(), *m.span()) for m in _WORD.finditer(text)]
        for i, (word, first, _) in enumerate(words):
            for entry, role in (*self._by_word.get(word, ()), *self._by_beginning.get(word[:_BEGINNING], ())):
                if len(entry) <= len(words) - i and all(_fits(part, words[i + k][0]) for k, part in enumerate(entry)):
                    yield role, (first, words[i + len(entry) - 1][2])
        if _UNSPACED.search(text):
            for said, role in self._unspaced:
                if (at := text.find(said)) >= 0:
                    yield role, (at, at + len(said))


def _fits(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


def _folded(entry: str) -> str:
    for step in (unhidden, latin):
        entry = Edited(entry, step(entry)).text
    return entry.lower()


def _sentences(text: str) -> Iterable[Span]:
    start = 0
    for end in _END.finditer(text):
        yield start, end.end()
        start = end.end()
    yield start, len(text)
