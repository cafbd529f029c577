"""The sentence model is fitted to what was labelled, and the finder scores as the trainer did."""

import numpy as np
import pytest

from coach.calibration.fit_sentences import Example, Model, threshold
from coach.content.schema import LearnedWeights
from coach.language.learned import LearnedFinder


def test_the_finder_scores_as_the_trainer_does() -> None:
    marked = [Example(f"it stops every attack for good {n}".split(), frozenset({"overclaim"}), "a") for n in "one two three four".split()]
    clean = [Example(f"it was tested with one attack {n}".split(), frozenset(), "a") for n in "one two three four".split()]
    others = [Example([c, "said", "so"], frozenset({c}), "a") for c in ("misuse", "tone", "modality") for _ in range(3)]
    examples = [*marked, *clean, *others]
    model = Model(examples)
    trained = model.scores(examples)
    record = model.record({"overclaim": 0.0})
    finder = LearnedFinder(LearnedWeights.model_validate(record))
    found = np.array([finder.scores(e.words) for e in examples])
    assert found == pytest.approx(trained, abs=0.25)
    assert trained[:4, 1].min() > trained[4:8, 1].max()


def test_the_threshold_is_the_lowest_score_from_which_findings_are_right_often_enough() -> None:
    scores = np.array([5.0, 4.0, 3.0, 2.0, 1.0, 0.0])
    cut, precision, recall = threshold(scores, np.array([True, True, True, True, False, False]))
    assert (cut, precision, recall) == (2.0, 1.0, 1.0)


def test_a_category_that_is_never_right_often_enough_finds_nothing() -> None:
    cut, _, recall = threshold(np.arange(6.0), np.array([True, True, True, False, False, False]))
    assert cut > 50
    assert recall == 0
