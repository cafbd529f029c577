"""How far an evaluator agrees with people: findings by overlap, levels by quadratic weighted kappa."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from coach.calibration.gold import Label, LabelledDraft
from coach.models import Evaluation, Finding

CRITERIA = ("terminology", "register", "facts")
JUDGED = ("terminology", "register")
_LONGEST_FINDING_WORDS = 25
_RESAMPLES = 2000

Pairs = Sequence[tuple[LabelledDraft, Evaluation]]


def measure(pairs: Pairs) -> dict[str, Any]:
    """Micro and per-category precision, recall, F1; per-criterion QWK, exact and adjacent; 95% intervals."""
    matched = [match(label.labels, evaluation.findings) for label, evaluation in pairs]
    counts = [_counts(label, evaluation, m) for (label, evaluation), m in zip(pairs, matched, strict=True)]
    findings = {"all": _prf(sum((c["all"] for c in counts), np.zeros(3)))}
    for category in sorted({k for c in counts for k in c} - {"all"}):
        findings[category] = _prf(sum((c[category] for c in counts if category in c), np.zeros(3)))
    totals = np.array([c["all"] for c in counts])
    findings["all"]["f1_interval"] = _interval(lambda rows: _prf(totals[rows].sum(0))["f1"], len(pairs))
    return {
        "drafts": len(pairs),
        "unscored": sum(e.unscored is not None for _, e in pairs),
        "evaluator": pairs[0][1].evaluator.model_dump() if pairs else None,
        "findings": findings,
        "levels": {c: _levels(pairs, c) for c in JUDGED},
        "dropped_quotes": sum(e.dropped_quotes for _, e in pairs),
        "tokens": sum(e.usage.input_tokens + e.usage.output_tokens for _, e in pairs),
        "seconds": round(sum(e.usage.seconds for _, e in pairs), 3),
    }


def match(labels: Sequence[Label], findings: Sequence[Finding]) -> list[tuple[Label, Finding]]:
    """The largest one-to-one matching of labels and findings that overlap within a criterion."""
    usable = [f for f in findings if f.criterion in CRITERIA and f.quote and len(f.quote.split()) <= _LONGEST_FINDING_WORDS]
    wanted = [i for i, label in enumerate(labels) if label.criterion in CRITERIA]
    edges = {i: [j for j, f in enumerate(usable) if f.criterion == labels[i].criterion and f.start < labels[i].end and labels[i].start < f.end] for i in wanted}
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i in wanted:
        place(i, set())
    return [(labels[i], usable[j]) for j, i in taken.items()]


def quadratic_weighted_kappa(a: Sequence[int], b: Sequence[int], low: int = 1, high: int = 5) -> float | None:
    """1 is full agreement, 0 that of chance; None where all levels on both sides are the same (Cohen 1968)."""
    size = high - low + 1
    observed = np.zeros((size, size))
    for x, y in zip(a, b, strict=True):
        observed[x - low, y - low] += 1
    weights = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    expected = np.outer(observed.sum(1), observed.sum(0)) / max(len(a), 1)
    chance = float((weights * expected).sum())
    return None if chance == 0 else 1 - float((weights * observed).sum()) / chance


def page(report: dict[str, Any]) -> str:
    """The report as a table for a terminal."""
    lines = [f"{report['drafts']} drafts, {report['unscored']} unscored", "", f"{'findings':14} {'labels':>6} {'P':>6} {'R':>6} {'F1':>6}"]
    for name, row in report["findings"].items():
        interval = row.get("f1_interval")
        shown = f"   95% {interval[0]:.2f}–{interval[1]:.2f}" if interval else ""
        lines.append(f"{name:14} {row['labels']:6} {_cell(row['precision'])} {_cell(row['recall'])} {_cell(row['f1'])}{shown}")
    lines += ["", f"{'levels':14} {'QWK':>6} {'exact':>6} {'±1':>6}"]
    for name, row in report["levels"].items():
        interval = f"   95% {row['qwk_interval'][0]:.2f}–{row['qwk_interval'][1]:.2f}" if row["qwk_interval"] else ""
        lines.append(f"{name:14} {_cell(row['qwk'])} {_cell(row['exact'])} {_cell(row['adjacent'])}{interval}")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return f"{'–':>6}" if value is None else f"{value:6.2f}"


def _counts(label: LabelledDraft, evaluation: Evaluation, matched: list[tuple[Label, Finding]]) -> dict[str, Any]:
    """[matched, labels, findings] overall and by category; a matched finding counts under its label's category."""
    rows: defaultdict[str, Any] = defaultdict(lambda: np.zeros(3))
    own = {id(f): found.category for found, f in matched}
    for wanted in label.labels:
        if wanted.criterion in CRITERIA:
            rows[wanted.category] += (0, 1, 0)
    for finding in evaluation.findings:
        if finding.criterion in CRITERIA:
            rows[own.get(id(finding), finding.category)] += (0, 0, 1)
    for found, _ in matched:
        rows[found.category] += (1, 0, 0)
    return {**rows, "all": sum(rows.values(), np.zeros(3))}


def _prf(counts: Any) -> dict[str, Any]:
    hits, labels, findings = (float(c) for c in counts)
    precision = hits / findings if findings else None
    recall = hits / labels if labels else None
    f1 = 2 * hits / (labels + findings) if labels + findings else None
    return {"labels": int(labels), "findings": int(findings), "precision": precision, "recall": recall, "f1": f1}


def _levels(pairs: Pairs, criterion: str) -> dict[str, Any]:
    rated = [(label.levels[criterion], level) for label, e in pairs if (level := e.levels.get(criterion)) is not None and criterion in label.levels]
    people, judged = [a for a, _ in rated], [b for _, b in rated]

    def kappa(rows: Any) -> float | None:
        return quadratic_weighted_kappa([people[i] for i in rows], [judged[i] for i in rows])

    differences = [abs(a - b) for a, b in rated]
    return {
        "drafts": len(rated),
        "qwk": kappa(range(len(rated))),
        "qwk_interval": _interval(kappa, len(rated)),
        "exact": sum(d == 0 for d in differences) / len(rated) if rated else None,
        "adjacent": sum(d <= 1 for d in differences) / len(rated) if rated else None,
    }


def _interval(figure: Any, size: int) -> tuple[float, float] | None:
    """95% percentile bootstrap over drafts, with a fixed seed."""
    if size < 2:
        return None
    generator = np.random.default_rng(0)
    values = [v for _ in range(_RESAMPLES) if (v := figure(generator.integers(0, size, size))) is not None]
    return (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))) if values else None
