"""Which words the formality meter may know, and where they lie among all words.

Vectors are those of GloVe (Pennington, Socher and Manning 2014, “GloVe: Global Vectors for Word Representation”; glove.6B.50d, Public
Domain Dedication): words that are used alike lie side by side, so a word that no rated sentence has takes points from its neighbours.
"""

from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np

from coach.language.text import Text

_RATED_SENTENCES = 3
_COMMONEST = 60_000
# What people are called must move no score, whatever the texts were in which they are spoken of.
_PEOPLE = frozenset(
    (
        "man men woman women boy boys girl girls lady ladies male males female females mother mothers father fathers wife wives husband husbands "
        "sister sisters brother brothers son sons daughter daughters feminine masculine feminist feminists pregnant widow widows "
        "gay gays lesbian lesbians homosexual homosexuals homosexuality bisexual heterosexual transgender transsexual queer straight "
        "black blacks white whites brown yellow negro negroes coloured colored ethnic racial race races tribal tribe tribes indigenous native natives "
        "immigrant immigrants migrant migrants refugee refugees foreigner foreigners alien aliens gypsy gypsies "
        "muslims jew jews christians islam islamic christianity catholic pagan pagans atheist atheists religion religions religious "
        "disabled disability disabilities blind deaf mute autistic handicapped cripple crippled retarded elderly old young poor rich"
    ).split()
)


def dictionary(lists: list[Path]) -> frozenset[str]:
    """The words of word lists such as SCOWL's that are written small only (“john” is a name too), and not what people are called."""
    listed = [w for path in lists for w in path.read_text("utf-8").split() if w.isascii() and w.isalpha()]
    return frozenset(w for w in listed if w.islower()) - {w.lower() for w in listed if not w.islower()} - _PEOPLE


def rated_words(texts: list[Text], known: frozenset[str]) -> list[str]:
    """Words in so many rated sentences that they say something; slang (“lol”) is in no dictionary, but names stand with a capital."""
    sentences, small, capital = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        sentences.update({w for s in text.sentences for w in s.words})
        for sentence in text.sentences:
            for word, start in zip(sentence.words, sentence.starts, strict=True):
                if text.prose[start].islower():
                    small[word] += 1
                elif start != sentence.start:
                    capital[word] += 1
    particles = {"i", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m"}

    def kept(word: str) -> bool:
        return (
            word in known
            or word in particles
            or (word not in _PEOPLE and word.isascii() and word.isalpha() and small[word] >= 2 and small[word] > capital[word])
        )

    return sorted(w for w, count in sentences.items() if count >= _RATED_SENTENCES and kept(w))


def vectors(path: Path, allowed: frozenset[str]) -> dict[str, np.ndarray]:
    """The vectors of `allowed` words among the commonest; a line of the file is a word and its numbers, the commonest word first."""
    with path.open(encoding="utf-8") as lines:
        rows = (line.split() for line in islice(lines, _COMMONEST))
        return {word: np.array(numbers, dtype=float) for word, *numbers in rows if word in allowed}


def rates(texts: list[Text], words: list[str]) -> np.ndarray:
    """One row a text, one column a word: its share of the text's words."""
    column = {w: i for i, w in enumerate(words)}
    found = np.zeros((len(texts), len(words)))
    for row, text in zip(found, texts, strict=True):
        said = [w for s in text.sentences for w in s.words]
        for word in said:
            if word in column:
                row[column[word]] += 1 / len(said)
    return found
