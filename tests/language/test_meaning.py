"""A term explained with the meaning of its neighbour."""

import pytest

from coach.language.examine import Engine


def _swaps(engine: Engine, draft: str) -> list[tuple[str, str]]:
    text, concepts = engine.read(draft)
    return [(s.term, s.other) for s in engine.meanings.find(text, concepts)]


@pytest.mark.parametrize(
    "draft",
    [
        "TSTR means that a model is trained on real data and tested on synthetic data.",
        "TSTR, in which a model is fitted to real rows and evaluated on synthetic ones, gives 0.86.",
        "TSTR (train on real, test on synthetic) gives 0.86.",
        "TSTR: a classifier is trained on real records and scored on synthetic records.",
        "Train on real, test on synthetic (TSTR) gives 0.86.",
        "A model was trained on real data and tested on synthetic data (TSTR).",
        "In TSTR, we train on real and test on synthetic.",
        "TSTR shows how well a model trained on real data performs on synthetic data.",
        "We report TSTR, that is, training on the real table and testing on the synthetic one.",
        "We used TSTR. It trains a model on real data and tests it on synthetic data.",
    ],
)
def test_tstr_explained_as_trts_is_found(engine: Engine, draft: str) -> None:
    assert _swaps(engine, draft) == [("tstr", "trts")]


@pytest.mark.parametrize(
    ("draft", "swap"),
    [
        ("TRTS means that a model is trained on synthetic data and tested on real data.", ("trts", "tstr")),
        ("TRTS (training on synthetic rows, testing on real rows) gives 0.88.", ("trts", "tstr")),
        ("Membership inference tries to find out an unknown attribute of a person.", ("membership-inference", "attribute-inference")),
        ("Attribute inference tells whether a person's record was in the training data.", ("attribute-inference", "membership-inference")),
    ],
)
def test_a_neighbours_meaning_is_found(engine: Engine, draft: str, swap: tuple[str, str]) -> None:
    assert _swaps(engine, draft) == [swap]


@pytest.mark.parametrize(
    "draft",
    [
        "TSTR means that a model is trained on synthetic data and tested on real data.",
        "TRTS means that a model is trained on real data and tested on synthetic data.",
        "Train on real, test on synthetic (TRTS) gives 0.88.",
        "It is the mirror image of TSTR, called TRTS (train on real, test on synthetic).",
        # both, each with its own
        "TSTR trains on synthetic and tests on real data; TRTS trains on real and tests on synthetic data.",
        "TSTR trains on synthetic data, whereas TRTS trains on real data and tests on synthetic data.",
        "Membership inference tells whether a person's record was in the data, and it may go on to work out an unknown attribute of the person.",
        "Unlike TRTS, TSTR trains on synthetic and tests on real data.",
        "In contrast to TSTR, a model is trained on real data and tested on synthetic data in TRTS.",
        "The reverse of TSTR, train on real and test on synthetic (TRTS), gave 0.88.",
        "TSTR gives 0.86; the same model trained and tested on real data reaches 0.89.",
        "We ran TSTR and a membership inference attack, which tells whether a record was in the training data.",
        # denied, refuted, asked
        "TSTR does not mean that a model is trained on real data and tested on synthetic data.",
        "TSTR is often confused with training on real and testing on synthetic data.",
        "Is TSTR training on real and testing on synthetic data?",
        # other pairs
        "Membership inference tries to find out whether a person's record was in the training data.",
        "Epsilon limits how much one customer's data can change the result, and delta is the small probability that this fails.",
        "Epsilon is the limit; delta is the small probability that the limit does not hold.",
    ],
)
def test_a_term_with_its_own_meaning_is_left_alone(engine: Engine, draft: str) -> None:
    assert _swaps(engine, draft) == []


@pytest.mark.parametrize(("draft", "says"), [("It is trained on synthetic data and tested on real data.", True), ("It is trained on real data.", False)])
def test_a_sentence_says_what_a_term_means_without_naming_it(engine: Engine, draft: str, says: bool) -> None:
    text, concepts = engine.read(draft)
    assert engine.meanings.says("tstr", text.sentences[0], concepts[0]) == says
