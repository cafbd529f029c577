from pathlib import Path

import numpy as np
import pytest

from coach.calibration.fit_formality import by_points, detokenised, held_out, matrix, ridge, spearman
from coach.calibration.words import dictionary, rated_words, rates, vectors
from coach.language.text import read


@pytest.mark.parametrize(
    ("a", "b", "rho"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 40], 1.0),
        ([1, 2, 3, 4], [1, 8, 27, 640], 1.0),  # ranks only
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.8),  # 1 - 6·4/(5·24)
        ([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17], -29 / 165),  # Wikipedia's example
        ([1, 1, 2, 3], [1, 2, 3, 4], 0.9**0.5),  # ties by their mean rank, 1.5: 4.5 / sqrt(4.5·5)
    ],
)
def test_spearman_agrees_with_known_values(a: list[float], b: list[float], rho: float) -> None:
    assert spearman(np.array(a), np.array(b)) == pytest.approx(rho)


def test_ridge_finds_the_line_that_made_the_points() -> None:
    x = np.random.default_rng(0).normal(size=(2000, 2)) * (1, 50)
    coefficients, intercept = ridge(x, x @ (2.0, -0.1) + 7, x.std(0) / 3)
    assert coefficients == pytest.approx([2.0, -0.1], rel=0.01)
    assert intercept == pytest.approx(7, abs=0.05)


def test_a_feature_that_never_varies_gets_no_weight() -> None:
    x = np.column_stack([np.arange(50.0), np.ones(50)])
    coefficients, _ = ridge(x, np.arange(50.0), x.std(0) + 1e-9)
    assert coefficients[1] == pytest.approx(0, abs=1e-6)


def test_treebank_spacing_is_undone() -> None:
    assert detokenised("We do n't know ( yet ) , it 's late : wait !") == "We don't know (yet), it's late: wait!"


def test_a_text_is_one_row_of_finite_features() -> None:
    rows, names = matrix([read(t) for t in ("We don't know.", "The committee has approved the release. It is final.", "")])
    assert rows.shape == (3, len(names))
    assert np.isfinite(rows).all()
    assert not np.array_equal(rows[0], rows[1])


def test_names_and_rare_words_are_not_learned() -> None:
    texts = [read(t) for t in ("We met Karen, lol.", "And Karen said lol to us.", "Then Karen left, lol.", "A quixotic plan.")]
    assert rated_words(texts, frozenset({"quixotic", "we"})) == ["lol"]


def test_a_dictionary_has_no_names_and_not_what_people_are_called(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("table\njohn\nJohn\nParis\nwoman\ntable's\nétude\n")
    assert dictionary([tmp_path / "words"]) == {"table"}


def test_only_the_vectors_of_allowed_words_are_read(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("the 1 2\nparis 3 4\ntable -5 0.5\n")
    found = vectors(tmp_path / "vectors", frozenset({"the", "table"}))
    assert {w: v.tolist() for w, v in found.items()} == {"the": [1, 2], "table": [-5, 0.5]}


def test_a_rate_is_a_words_share_of_its_text() -> None:
    assert rates([read("No, no way."), read("")], ["no", "yes"]).tolist() == [[pytest.approx(2 / 3), 0], [0, 0]]


def test_words_of_equal_points_share_a_line_and_those_of_none_are_left_out() -> None:
    assert by_points(["a", "b", "c", "d"], np.array([1.04, -2.0, 0.96, 0.01])) == {"-2.0": "b", "1.0": "a c"}


def test_a_held_out_row_is_judged_by_the_others_only() -> None:
    x = np.arange(40.0)[:, None]
    part, y = np.arange(40) % 2, np.where(np.arange(40) % 2, 2.0, -1.0)
    assert held_out(x * 0, y, np.ones(1), part) == pytest.approx(np.where(part, -1.0, 2.0))
