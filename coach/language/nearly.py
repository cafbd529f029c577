"""Near misses of terms: “differential private”, “privat budget”, “budget of private”, “anonimisation”.

A fuzzy comparison, not a list of errors, so that it holds for slips that nobody has thought of; what is near a term
and right all the same stands in the word list `near-terms`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.content.term import Term
from coach.language.concepts import SentenceConcepts
from coach.language.inflection import forms
from coach.language.memory import Remembering
from coach.language.text import Text

_ALIKE = 0.65
"""Two words of one family: “private” and “privacy” 0.71, “member” and “membership” 0.75, “privileged” and “privacy” 0.47."""
_STEM, _LONGEST, _SHORTEST_STRANGE, _SHORTEST_WORD = 3, 4, 5, 8
_LINKS = frozenset("of for in".split())
_FUNCTION_WORDS = frozenset("their there these those".split())

Words = tuple[str, ...]
Found = tuple[str, str, int, int]
"""Term, what is meant, first and last word."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Words `first` to `last` of sentence `sentence` are nearly `meant`, a name of `term`."""

    term: str
    meant: str
    sentence: int
    first: int
    last: int


class NearMissFinder:
    """Built once from the terms; `find` reads a whole text."""

    def __init__(self, terms: Mapping[str, Term], allowed: Iterable[str], is_known: Callable[[str], bool]):
        """`allowed` are words and phrases that are right; `is_known` tells a word of usual texts, which is no slip of the keyboard."""
        self._is_known = is_known
        self._allowed = [[forms(word) for word in phrase.replace("-", " ").split()] for phrase in allowed]
        self._by_stems: defaultdict[Words, list[tuple[Words, str]]] = defaultdict(list)
        self._words: dict[str, str] = {}
        self._found = Remembering(self._search)
        for term in terms.values():
            for name in (term.term, *term.forms):
                words = tuple(name.lower().replace("-", " ").split())
                if all(word.isalpha() for word in words):
                    if 1 < len(words) <= _LONGEST:
                        self._by_stems[_stems(words)].append((words, term.id))
                    for word in words:
                        self._words.update(dict.fromkeys(forms(word), term.id) if len(word) >= _SHORTEST_WORD else {})

        # A name may be said the other way round: “budget of privacy”.
        self._stems_at_ends = {stem for stems in self._by_stems for stem in (stems[0], stems[-1])}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[NearMiss]:
        """In reading order; at most one at a word, and none inside a term's own name."""
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            taken = {i for m in here.named for i in range(m.first, m.last + 1)}
            words = tuple("" if i in taken else word for i, word in enumerate(sentence.words))
            for term, meant, first, last in self._found(words, tuple(sentence.breaks)):
                yield NearMiss(term, meant, index, first, last)

    def _search(self, words: Words, breaks: tuple[bool, ...]) -> list[Found]:
        """`words` are empty where a term is named already."""
        stems = _stems(words)
        hits, first = list[Found](), 0
        while first < len(words):
            found = self._at(words, stems, breaks, first) if words[first] else None
            if found:
                hits.append(found)
            first = found[3] + 1 if found else first + 1
        return hits

    def _at(self, words: Words, stems: Words, breaks: tuple[bool, ...], first: int) -> Found | None:
        for size in range(_LONGEST, 1, -1):
            last = first + size - 1
            said = words[first : last + 1]
            if stems[first] not in self._stems_at_ends or len(said) < size or not all(said) or any(breaks[first + 1 : last + 1]):
                continue
            turned = (said[2], said[0]) if size == 3 and said[1] in _LINKS else ()
            for these in filter(None, (said, turned)):
                for name, term in self._by_stems.get(_stems(these), ()):
                    if _is_near(these, name) and not self._is_allowed(said):
                        return term, " ".join(name), first, last
        word = words[first]
        if len(word) >= _SHORTEST_WORD and (meant := self._misspelt(word)) and not self._is_allowed((word,)):
            return self._words[meant], meant, first, first
        return None

    def _is_allowed(self, words: Words) -> bool:
        return any(len(words) == len(phrase) and all(w in options for w, options in zip(words, phrase, strict=True)) for phrase in self._allowed)

    def _misspelt(self, word: str) -> str | None:
        """The word of a term that `word` is one slip away from."""
        if word in self._words or self._is_known(word) or not word.isalpha():
            return None
        from rapidfuzz.distance import OSA

        return next((meant for meant in self._words if OSA.distance(word, meant, score_cutoff=1) == 1), None)


def _is_near(said: Words, name: Words) -> bool:
    """True where each word is of the family of the name's word, and one at least isn't a form of it."""
    from rapidfuzz.distance import Indel  # here, for most drafts never need it and the command line starts without it

    strange = [(a, b) for a, b in zip(said, name, strict=True) if a not in forms(b)]
    if any(len(a) < _SHORTEST_STRANGE or a in _FUNCTION_WORDS for a, _ in strange):
        return False
    return bool(strange) and all(Indel.normalized_similarity(a, b) >= _ALIKE for a, b in strange)


def _stems(words: Words) -> Words:
    return tuple(word[:_STEM] for word in words)
