"""Fits the sentence model: `python -m coach.calibration.fit_sentences OUT.json PROSE.jsonl`.

Learns from every rule's examples, from the labelled sentences in gold/sentences/ and from the labelled drafts in gold/ (all of a role's),
with expert prose (a `text` a line) as sentences that nobody faulted. Thresholds come from drafts that the model had not seen: each gold
file is left out in turn, and a category's threshold is the lowest score from which on its findings there are right often enough.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from coach.calibration import gold
from coach.content import load
from coach.language import learned
from coach.language.rules import CATEGORY
from coach.language.text import Sentence, read

CATEGORIES = ("misuse", "overclaim", "tone", "modality")
_PRECISION = 0.85
_STRENGTH, _PIECE_SHARE, _FEWEST, _SMALLEST = 30.0, 0.5, 2, 3
_PROSE_SENTENCES = 3000
_MARGIN = 0.1


@dataclass(frozen=True)
class Example:
    """The words of a sentence, the categories it was marked with, and the file it comes from."""

    words: list[str]
    categories: frozenset[str]
    source: str


def rule_examples(root: Path) -> Iterable[Example]:
    library = load(root)
    for role in library.roles.values():
        rules = [*(r for t in role.terms.values() for r in t.rules), *library.register]
        for rule in rules:
            for texts, categories in ((rule.wrong, frozenset({CATEGORY[rule.kind][1]})), (rule.right, frozenset[str]())):
                for text in texts:
                    yield from _of_text(text, categories, "rules")
        for term in role.terms.values():
            for text in term.direction.wrong if term.direction else ():
                yield from _of_text(text, frozenset({"misuse"}), "rules")
            for text in (term.definition, term.example, *(c.tell_apart for c in term.confusables), *(term.direction.right if term.direction else ())):
                yield from _of_text(text, frozenset(), "rules")


def model_answers(root: Path) -> Iterable[Example]:
    """Every sentence of the texts that stand for level 5."""
    for role in load(root).roles.values():
        for answer in (a for answers in role.answers.values() for a in answers):
            yield from (_example(s, frozenset(), "answers") for s in read(answer.text).sentences if s.kind != "heading")


def sentences(path: Path) -> Iterable[Example]:
    """Those of a file with a `text` and its `labels` a line, each label with its `quote`; without labels nobody faulted it."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        marked = [(start := record["text"].index(label["quote"]), start + len(label["quote"]), label["category"]) for label in record.get("labels", ())]
        yield from _of_passage(record["text"], marked, path.stem)


def drafts(path: Path) -> Iterable[Example]:
    for labelled in gold.read(path):
        yield from _of_passage(labelled.draft, [(m.start, m.end, m.category) for m in labelled.labels], path.stem)


def _of_passage(text: str, marked: Sequence[tuple[int, int, str]], source: str) -> Iterable[Example]:
    """An example a sentence, with the categories of the marks in it: (start, end, category)."""
    for sentence in read(text).sentences:
        if sentence.kind != "heading":
            yield _example(sentence, frozenset(c for start, end, c in marked if start < sentence.end and sentence.start < end), source)


def _of_text(text: str, categories: frozenset[str], source: str) -> Iterable[Example]:
    """A text of two sentences is one example: which of them is at fault isn't told."""
    words = [w for s in read(text).sentences for w in learned.tokens(s)[0]]
    if words:
        yield Example(words, categories, source)


def _example(sentence: Sentence, categories: frozenset[str], source: str) -> Example:
    return Example(learned.tokens(sentence)[0], categories, source)


def _features(words: Sequence[str]) -> list[str]:
    return [*(run for *_, run in learned.runs(list(words))), *(p for w in words for p in learned.pieces(w))]


class Model:
    """Logistic regression a category, on counts over the root of the length, rare features weighing more."""

    def __init__(self, examples: Sequence[Example]):
        self._vectorizer = CountVectorizer(analyzer=_features, min_df=_FEWEST)
        counts = self._vectorizer.fit_transform([e.words for e in examples]).astype(float)
        self.names = self._vectorizer.get_feature_names_out()
        frequency = np.asarray((counts > 0).sum(0)).ravel()
        share = np.where([n.startswith(":") for n in self.names], _PIECE_SHARE, 1.0)
        self.scale = np.log(len(examples) / frequency) * share
        x = self._scaled(counts, examples)
        norm = np.sqrt(x.multiply(x).sum(1).mean())
        self.scale /= norm
        self.fitted = [LogisticRegression(C=_STRENGTH, max_iter=300).fit(x / norm, [category in e.categories for e in examples]) for category in CATEGORIES]

    def _scaled(self, counts: Any, examples: Sequence[Example]) -> Any:
        roots = np.array([max(len(e.words), 3) ** 0.5 for e in examples])
        return counts.multiply(1 / roots[:, None]).multiply(self.scale[None, :]).tocsr()

    def scores(self, examples: Sequence[Example]) -> np.ndarray:
        """One row an example, one column a category."""
        x = self._scaled(self._vectorizer.transform([e.words for e in examples]).astype(float), examples)
        return np.array([m.decision_function(x) for m in self.fitted]).T

    def record(self, thresholds: dict[str, float]) -> dict[str, object]:
        """What rubrics/learned/sentences.json holds."""
        points = np.rint(100 * np.array([m.coef_[0] * self.scale for m in self.fitted]).T).astype(int)
        kept = {str(n): row.tolist() for n, row in zip(self.names, points, strict=True) if np.abs(row).max() >= _SMALLEST}
        return {
            "categories": CATEGORIES,
            "intercepts": [round(float(m.intercept_[0]), 3) for m in self.fitted],
            "thresholds": thresholds,
            "features": "\n".join(kept),
            "points": [p for row in kept.values() for p in row],
        }


def threshold(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    """(lowest score from which on findings are right often enough, precision there, recall there)."""
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    precision = hits / np.arange(1, len(order) + 1)
    good = np.flatnonzero((precision >= _PRECISION) & (hits >= 3))
    if not len(good):
        return 99.0, 0.0, 0.0
    return float(scores[order[good[-1]]]), float(precision[good[-1]]), float(hits[good[-1]] / max(truth.sum(), 1))


def main(root: Path, out: Path, prose: Path) -> None:
    always = [*rule_examples(root), *model_answers(root)]
    for path in sorted(root.glob("scenarios/*/gold/sentences/*.jsonl")):
        always += sentences(path)
    always += list(sentences(prose))[:: max(1, len(prose.read_text("utf-8").splitlines()) // _PROSE_SENTENCES)]
    by_file = {path.stem: list(drafts(path)) for path in sorted(root.glob("scenarios/*/gold/*.jsonl"))}
    unseen, scores = list[Example](), list[np.ndarray]()
    for name, held in by_file.items():
        model = Model([*always, *(e for other, examples in by_file.items() if other != name for e in examples)])
        unseen += held
        scores.append(model.scores(held))
    found = np.concatenate(scores)
    thresholds = {}
    for column, category in enumerate(CATEGORIES):
        truth = np.array([category in e.categories for e in unseen])
        cut, precision, recall = threshold(found[:, column], truth)
        thresholds[category] = round(cut, 3)
        print(
            f"{category:10} {truth.sum():4} sentences in drafts: precision {precision:.2f}, recall {recall:.2f} from {cut:.2f} on, each file left out in turn"
        )
    model = Model([*always, *(e for examples in by_file.values() for e in examples)])
    # What stands for level 5 must not be faulted, whatever the drafts say.
    highest = model.scores([e for e in always if e.source == "answers"]).max(axis=0)
    thresholds = {c: max(cut, round(float(top) + _MARGIN, 3)) for (c, cut), top in zip(thresholds.items(), highest, strict=True)}
    out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(model.record(thresholds), ensure_ascii=False, separators=(",", ":"))
    out.write_text(text + "\n", "utf-8")
    print(f"wrote {out}: {len(text) / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m coach.calibration.fit_sentences OUT.json PROSE.jsonl")
    main(Path.cwd(), Path(sys.argv[1]), Path(sys.argv[2]))
