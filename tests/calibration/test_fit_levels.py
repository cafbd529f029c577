"""Levels are fitted to marked drafts, and only the two lines of a criterion are written."""

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from coach.calibration.fit_levels import Row, fit, left_out, levels_of, write
from coach.content import Library, load
from coach.content.schema import Criterion
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def terminology(library: Library) -> Criterion:
    return library.rubric("workplace-writing@1").criteria[0]


def _drafts() -> list[Row]:
    """So many that what they say outweighs what the rubric says now."""
    return [Row(Counter(misuse=n, form=m), max(1, 5 - n), f"file-{(n + m) % 2}") for n in range(6) for m in range(3) for _ in range(60)]


def test_what_costs_a_level_gets_its_weight_and_what_costs_none_the_least(terminology: Criterion) -> None:
    weights, cuts = fit(_drafts(), terminology)
    assert weights["misuse"] > 4 * weights["form"]
    sums = np.array([sum(weights[c] * n for c, n in d.counts.items()) for d in _drafts()])
    assert levels_of(sums, cuts) == [d.level for d in _drafts()]


def test_a_file_left_out_is_judged_by_the_others(terminology: Criterion) -> None:
    kappa = left_out(_drafts(), terminology)
    assert kappa is not None
    assert kappa > 0.9


def test_levels_fall_at_each_cut() -> None:
    assert levels_of(np.array([0, 0.9, 1, 2, 3.5, 9]), [1, 2, 3, 4]) == [5, 5, 4, 3, 2, 1]


def test_only_the_weights_and_cuts_of_the_criterion_are_written(tmp_path: Path) -> None:
    for folder in ("scenarios", "rubrics", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "rubrics/workplace-writing@1.yaml"
    before = path.read_text("utf-8").splitlines()
    write(path, "register", {"informal": 1.5, "vague": 1, "overclaim": 2, "tone": 2, "modality": 1, "dense": 2}, [1, 2.5, 4, 8])
    after = path.read_text("utf-8").splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 2
    register = load(tmp_path).rubric("workplace-writing@1").criteria[1]
    assert register.cuts == (1, 2.5, 4, 8)
    assert register.weights["informal"] == 1.5
