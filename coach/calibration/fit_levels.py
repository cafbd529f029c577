"""Fits the offline levels: `python -m coach.calibration.fit_levels RUBRIC.yaml GOLD.jsonl…`.

What a finding of each category costs, and the sums from which a level is lost, are fitted to labelled drafts, near what the rubric says now
and never below the least that a finding costs. Prints the quadratic weighted kappa with each file left out in turn, then writes the weights
and cuts of the judged criteria into the rubric file.
"""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import lsq_linear

from coach.calibration import gold
from coach.calibration.agreement import JUDGED, quadratic_weighted_kappa
from coach.content import load
from coach.content.schema import Criterion
from coach.evaluation.task import TaskMaker

_LEAST, _MOST, _TIE = 0.2, 4.0, 100.0
"""The least and the most that one finding may cost, and how strongly costs are held to the rubric's (in drafts)."""
_ROUNDS = 6
_NEVER_SIGNED = ("misuse", "overclaim")
"""One finding of these is enough to lose level 5, whatever the drafts say."""


@dataclass(frozen=True)
class Row:
    """One draft: how many findings of each category it has, its level by the marker, its file."""

    counts: Counter[str]
    level: int
    file: str


def rows(root: Path, files: Sequence[Path]) -> dict[str, list[Row]]:
    """The drafts of each judged criterion."""
    maker = TaskMaker(load(root))
    found: dict[str, list[Row]] = {c: [] for c in JUDGED}
    for path in files:
        for labelled in gold.read(path):
            findings = maker.make(labelled.draft, labelled.scenario).examination.findings
            for criterion, level in labelled.levels.items():
                counts = Counter(str(f.category) for f in findings if f.criterion == criterion)
                found[criterion].append(Row(counts, level, path.stem))
    return found


def fit(drafts: Sequence[Row], criterion: Criterion) -> tuple[dict[str, float], tuple[float, ...]]:
    """(cost of a finding by category, the four cuts)."""
    names = [str(c) for c in criterion.weights]
    x = _matrix(drafts, names)
    lost = np.array([5.0 - d.level for d in drafts])
    now = np.array([criterion.weights[n] for n in criterion.weights])
    # Beyond the fourth level nothing can be lost, so a draft with very many findings says little of what each costs.
    scale = float((x @ now) @ lost / max((x @ now) @ (x @ now), 1e-9))
    tie = np.sqrt(_TIE) * np.eye(len(names))
    solved = lsq_linear(np.vstack([x, tie]), np.concatenate([lost, tie @ (now * scale)]), bounds=(_LEAST * scale, _MOST * scale)).x
    weights = np.round(solved / scale, 1)
    costs = dict(zip(names, map(float, weights), strict=True))
    return costs, _cuts(x @ weights, [d.level for d in drafts], min(costs[n] for n in names if n in _NEVER_SIGNED))


def _matrix(drafts: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    return np.array([[float(d.counts[n]) for n in names] for d in drafts])


def _cuts(sums: np.ndarray, levels: list[int], most: float) -> tuple[float, ...]:
    """The four rising cuts that agree best, moved one at a time; the first is `most` at most."""
    places = [round(float(v), 2) for v in np.unique(np.round((np.unique(sums)[:-1] + np.unique(sums)[1:]) / 2, 2))]
    cuts = [float(np.quantile(places, q)) for q in (0.1, 0.35, 0.6, 0.85)]
    cuts[0] = min(cuts[0], most)

    def agreement(candidate: list[float]) -> tuple[float, float]:
        judged = levels_of(sums, candidate)
        return quadratic_weighted_kappa(levels, judged) or 0.0, -float(np.abs(np.array(levels) - judged).sum())

    for _ in range(_ROUNDS):
        for n in range(4):
            options = [p for p in places if (p <= most if n == 0 else p > cuts[n - 1]) and (n == 3 or p < cuts[n + 1])]
            cuts[n] = max([cuts[n], *options], key=lambda p: agreement([*cuts[:n], p, *cuts[n + 1 :]]))
    return tuple(max(round(c, 2), 0.1) for c in cuts)


def levels_of(sums: np.ndarray, cuts: Sequence[float]) -> list[int]:
    """5 minus the number of cuts that each sum reaches."""
    return [5 - sum(s >= cut - 1e-9 for cut in cuts) for s in sums]


def left_out(drafts: Sequence[Row], criterion: Criterion) -> float | None:
    """Kappa over all drafts, each judged by what was fitted to the other files."""
    people, judged = list[int](), list[int]()
    for file in sorted({d.file for d in drafts}):
        held = [d for d in drafts if d.file == file]
        weights, cuts = fit([d for d in drafts if d.file != file], criterion)
        people += [d.level for d in held]
        judged += levels_of(_matrix(held, list(weights)) @ np.array(list(weights.values())), cuts)
    return quadratic_weighted_kappa(people, judged)


def write(rubric: Path, criterion: str, weights: dict[str, float], cuts: Sequence[float]) -> None:
    """Puts both into the criterion's lines, and leaves every other line as it is."""
    text = rubric.read_text("utf-8")
    head, rest = text.split(f"  - id: {criterion}\n", 1)
    costs = ", ".join(f"{n}: {w:g}" for n, w in weights.items())
    rest = re.sub(r"weights: \{.*\}", f"weights: {{{costs}}}", rest, count=1)
    rest = re.sub(r"cuts: \[.*\]", f"cuts: [{', '.join(f'{c:g}' for c in cuts)}]", rest, count=1)
    rubric.write_text(f"{head}  - id: {criterion}\n{rest}", "utf-8")


def main(rubric: Path, files: Sequence[Path]) -> None:
    root = Path.cwd()
    criteria = {c.id: c for c in load(root).rubric(rubric.stem).criteria}
    for name, drafts in rows(root, files).items():
        kappa = left_out(drafts, criteria[name])
        weights, cuts = fit(drafts, criteria[name])
        write(rubric, name, weights, cuts)
        print(f"{name:12} {len(drafts)} drafts: kappa {kappa:.2f} with each file left out; weights {weights}, cuts {list(cuts)}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python -m coach.calibration.fit_levels RUBRIC.yaml GOLD.jsonl…")
    main(Path(sys.argv[1]), [Path(a) for a in sys.argv[2:]])
