"""Fits the formality meter: `python -m coach.calibration.fit_formality RATINGS.jsonl VECTORS.txt OUT.json WORDS...`.

RATINGS.jsonl has a `text`, a `score` from -3 to 3 and a `domain` a line; VECTORS.txt is glove.6B.50d.txt; WORDS are word lists with names
in capitals (Debian's wamerican and wbritish). Prints Spearman's rho in five folds and with a domain left out, then writes the weights
fitted on all lines.
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.calibration import words
from coach.language import formality
from coach.language.text import Text, read

# Chosen in cross-validation, where neighbouring values do as well: features are few and sure, single words many and rare.
_PENALTY, _FEATURES, _WORDS = 60.0, 1 / 3, 1 / 8
_UNDONE = {
    **{f" {mark}": mark for mark in ("n't", "'", ",", ".", "!", "?", ")", ":", ";")},
    "( ": "(", " ''": "”", "`` ": "“", " gon na": " gonna", " wan na": " wanna", " got ta": " gotta",
}  # fmt: skip


@dataclass
class Design:
    """The columns of the fit: features, then the vectors' mean (and the share of words that have points at all), then single words."""

    features: list[str]
    vocabulary: list[str]
    places: np.ndarray
    rated: list[str]
    x: np.ndarray

    def scale(self) -> np.ndarray:
        """What counts as one step of a column: the smaller, the less the penalty holds its weight back."""
        few, placed = len(self.features), self.places.shape[1]
        spread = self.x[:, : few + placed].std(0) + 1e-9
        return np.concatenate([spread[:few] * _FEATURES, spread[few:], np.full(len(self.rated), _WORDS)])

    def points(self, coefficients: np.ndarray) -> np.ndarray:
        """A word's points, in the order of the vocabulary: from its place among all words, and its own."""
        few, placed = len(self.features), self.places.shape[1]
        own = dict(zip(self.rated, coefficients[few + placed :], strict=True))
        points: np.ndarray = self.places @ coefficients[few : few + placed] + np.array([own.get(w, 0.0) for w in self.vocabulary])
        return points


def design(texts: list[str], vectors: Path, lists: list[Path]) -> Design:
    parsed = [read(detokenised(text)) for text in texts]
    known = words.dictionary(lists)
    rated = words.rated_words(parsed, known)
    placed = words.vectors(vectors, known | frozenset(rated))
    vocabulary = sorted({*placed, *rated})
    nowhere = np.zeros(len(next(iter(placed.values()))))
    places = np.array([[1.0, *placed.get(w, nowhere)] for w in vocabulary])
    x, names = matrix(parsed)
    return Design(names, vocabulary, places, rated, np.hstack([x, words.rates(parsed, vocabulary) @ places, words.rates(parsed, rated)]))


def matrix(texts: list[Text]) -> tuple[np.ndarray, list[str]]:
    """One row a text (its sentences' mean, by words), one column a feature."""
    rows, names = [], list[str]()
    for text in texts:
        sentences, prose = (text.sentences, text.prose) if text.sentences else (read("empty").sentences, "empty")
        lengths = np.array([len(s.words) for s in sentences], dtype=float)
        values = [formality.features(s, prose) for s in sentences]
        names = names or list(values[0])
        rows.append(lengths @ np.array([[v[n] for n in names] for v in values]) / lengths.sum())
    return np.array(rows), names


def detokenised(text: str) -> str:
    """Treebank spacing undone: “do n't” → “don't”, “word .” → “word.”."""
    for before, after in sorted(_UNDONE.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(before, after)
    return text


def ridge(x: np.ndarray, y: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients on the raw columns, and the intercept; the penalty is on columns divided by `scale`.

    Solved over the rows (the dual form), for there may be more columns than rows.
    """
    mean = x.mean(0)
    z = (x - mean) / scale
    coefficients = z.T @ np.linalg.solve(z @ z.T + _PENALTY * np.eye(len(z)), y - y.mean()) / scale
    return coefficients, float(y.mean() - mean @ coefficients)


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Rank correlation, ties by their mean rank."""

    def ranks(values: np.ndarray) -> np.ndarray:
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(counts) - (counts - 1) / 2)[inverse]

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def held_out(x: np.ndarray, y: np.ndarray, scale: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Each row's score by a fit on the other parts."""
    predicted = np.zeros(len(y))
    for held in (part == p for p in np.unique(part)):
        coefficients, intercept = ridge(x[~held], y[~held], scale)
        predicted[held] = x[held] @ coefficients + intercept
    return predicted


def by_points(vocabulary: list[str], points: np.ndarray) -> dict[str, str]:
    """The words of equal points, to a tenth, in one text; words of none are left out."""
    groups = defaultdict[float, list[str]](list)
    for word, value in zip(vocabulary, points, strict=True):
        groups[round(float(value), 1)].append(word)
    return {str(value): " ".join(groups[value]) for value in sorted(groups) if value}


def main(ratings: Path, vectors: Path, out: Path, lists: list[Path]) -> None:
    lines = [json.loads(line) for line in ratings.read_text("utf-8").splitlines()]
    made = design([line["text"] for line in lines], vectors, lists)
    x, scale = made.x, made.scale()
    y = np.array([line["score"] for line in lines], dtype=float)
    domains = np.array([line["domain"] for line in lines])
    folds = np.random.default_rng(0).permutation(len(y)) % 5
    for how, part in (("in five folds", folds), ("a domain left out", domains)):
        predicted = held_out(x, y, scale, part)
        print(f"{how}, pooled: Spearman {spearman(predicted, y):.3f}")
        for domain in np.unique(domains):
            held = domains == domain
            print(f"  {domain:10} {spearman(predicted[held], y[held]):.3f} on {held.sum()} sentences")
    coefficients, intercept = ridge(x, y, scale)
    few, points = len(made.features), made.points(coefficients)
    usual_word = float(x[:, few:].mean(0) @ coefficients[few:])
    weights = {
        "intercept": round(intercept, 5),
        "weights": {n: round(float(c), 5) for n, c in zip(made.features, coefficients, strict=False)},
        "usual": {n: round(float(u), 5) for n, u in zip(made.features, x.mean(0), strict=False)},
        "usual_word": round(usual_word, 5),
        "words": by_points(made.vocabulary, points),
    }
    out.write_text(json.dumps(weights, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"wrote {out}")


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit("usage: python -m coach.calibration.fit_formality RATINGS.jsonl VECTORS.txt OUT.json WORDS...")
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(a) for a in sys.argv[4:]])
