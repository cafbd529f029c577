import numpy as np
import pytest

from coach.calibration.fit_formality import detokenised, matrix, ridge, spearman


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
    coefficients, intercept = ridge(x, x @ (2.0, -0.1) + 7)
    assert coefficients == pytest.approx([2.0, -0.1], rel=0.01)
    assert intercept == pytest.approx(7, abs=0.05)


def test_a_feature_that_never_varies_gets_no_weight() -> None:
    x = np.column_stack([np.arange(50.0), np.ones(50)])
    coefficients, _ = ridge(x, np.arange(50.0))
    assert coefficients[1] == pytest.approx(0, abs=1e-6)


def test_treebank_spacing_is_undone() -> None:
    assert detokenised("We do n't know ( yet ) , it 's late : wait !") == "We don't know (yet), it's late: wait!"


def test_a_text_is_one_row_of_finite_features() -> None:
    rows, names = matrix(["We do n't know .", "The committee has approved the release. It is final.", ""])
    assert rows.shape == (3, len(names))
    assert np.isfinite(rows).all()
    assert not np.array_equal(rows[0], rows[1])
