"""Fits the formality meter: `python -m coach.calibration.fit_formality RATINGS.jsonl rubrics/formality/weights.yaml`.

RATINGS.jsonl has a `text`, a `score` from -3 to 3 and a `domain` a line. Prints Spearman's rho with a domain
left out, then writes the weights fitted on all lines.
"""

import json
import sys
from pathlib import Path

import numpy as np

from coach.language import formality
from coach.language.text import read

_PENALTY = 3.0


def matrix(texts: list[str]) -> tuple[np.ndarray, list[str]]:
    """One row a text (its sentences' mean, by words), one column a feature."""
    rows, names = [], list[str]()
    for text in texts:
        parsed = read(detokenised(text))
        sentences = parsed.sentences or read("empty").sentences
        lengths = np.array([len(s.words) for s in sentences], dtype=float)
        values = [formality.features(s, parsed.prose) for s in sentences]
        names = names or list(values[0])
        rows.append(lengths @ np.array([[v[n] for n in names] for v in values]) / lengths.sum())
    return np.array(rows), names


def detokenised(text: str) -> str:
    """Treebank spacing undone: “do n't” → “don't”, “word .” → “word.”."""
    for before, after in ((" n't", "n't"), (" '", "'"), (" ,", ","), (" .", "."), (" !", "!"), (" ?", "?"), ("( ", "("), (" )", ")"), (" :", ":"), (" ;", ";")):
        text = text.replace(before, after)
    return text


def ridge(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients on the raw features, and the intercept; the penalty is on standardised ones."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = (x - mean) / scale
    coefficients = np.linalg.solve(z.T @ z + _PENALTY * np.eye(z.shape[1]), z.T @ (y - y.mean())) / scale
    return coefficients, float(y.mean() - mean @ coefficients)


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Rank correlation, ties by their mean rank."""

    def ranks(values: np.ndarray) -> np.ndarray:
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(counts) - (counts - 1) / 2)[inverse]

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def main(ratings: Path, out: Path) -> None:
    lines = [json.loads(line) for line in ratings.read_text("utf-8").splitlines()]
    x, names = matrix([line["text"] for line in lines])
    y = np.array([line["score"] for line in lines])
    domains = np.array([line["domain"] for line in lines])
    predicted = np.zeros_like(y)
    for domain in sorted(set(domains)):
        held = domains == domain
        coefficients, intercept = ridge(x[~held], y[~held])
        predicted[held] = x[held] @ coefficients + intercept
        print(f"{domain:10} left out: Spearman {spearman(predicted[held], y[held]):.3f} on {held.sum()} sentences")
    print(f"pooled, a domain left out: Spearman {spearman(predicted, y):.3f}")
    coefficients, intercept = ridge(x, y)
    usual = x.mean(0)
    text = ["# Written by python -m coach.calibration.fit_formality; don't edit by hand.", f"intercept: {intercept:.5f}", "weights:"]
    text += [f'  "{n}": {c:.5f}' for n, c in zip(names, coefficients, strict=True)]
    text += ["usual:", *(f'  "{n}": {u:.5f}' for n, u in zip(names, usual, strict=True))]
    out.write_text("\n".join(text) + "\n", "utf-8")
    print(f"wrote {out}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m coach.calibration.fit_formality RATINGS.jsonl OUT.yaml")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
