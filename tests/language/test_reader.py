"""What this reader can't know is found where it first stands unexplained."""

from collections.abc import Callable

import pytest

from coach.content import Library, RoleContent
from coach.content.scenario import Scenario
from coach.language.examine import Engine
from coach.language.reader import ReaderFinder

Unexplained = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def officer(engine: Engine, library: Library, role: RoleContent, briefing: Scenario) -> Unexplained:
    """What the officer would not understand, had nothing been said in the brief."""
    silent = briefing.model_copy(update=dict.fromkeys(("title", "situation", "purpose", "task"), "A text."))
    return _asking(ReaderFinder(silent, role.terms, engine.meanings, engine.patterns), engine)


@pytest.fixture(scope="module")
def scientist(engine: Engine, library: Library, role: RoleContent, report: Scenario) -> Unexplained:
    return _asking(ReaderFinder(report, role.terms, engine.meanings, engine.patterns), engine)


def _asking(finder: ReaderFinder, engine: Engine) -> Unexplained:
    def ask(draft: str) -> list[str]:
        text, concepts = engine.read(draft)
        found = list(finder.find(text, concepts))
        for u in found:
            sentence = text.sentences[u.sentence]
            assert draft[sentence.starts[u.first] : sentence.ends[u.last]] == u.name
        return [u.name for u in found]

    return ask


@pytest.mark.parametrize(
    ("draft", "names"),
    [
        ("We set epsilon.", ["epsilon"]),
        ("Epsilon is 1.0.", ["Epsilon"]),
        ("Epsilon is low.", ["Epsilon"]),
        ("We chose an epsilon of 1.0.", ["epsilon"]),
        ("We chose epsilon (1.0).", ["epsilon"]),
        ("We chose epsilon, 1.0.", ["epsilon"]),
        ("We chose epsilon, and the officer agreed.", ["epsilon"]),
        ("Epsilon and delta were set.", ["Epsilon", "delta"]),
        ("- Epsilon: 1.0", ["Epsilon"]),
        ("| epsilon | 1.0 |", ["epsilon"]),
        ("The epsilon was 1.0. It is 1.0.", ["epsilon"]),
        ("Measure column-distribution similarity. Its mean must be at least 0.90.", ["column-distribution similarity"]),
        ("The epsilon was 1.0. We like it. Nothing follows. It limits the influence of one person.", ["epsilon"]),
        ("We ran a MIA.", ["MIA"]),
        ("A membership inference attack was run. The MIA failed.", ["membership inference attack"]),
        ("The AUC is 0.51.", ["AUC"]),
        ("The KS and the F1 of a GAN are good.", ["KS", "GAN"]),
        ("The classifier is good.", ["classifier"]),
    ],
)
def test_a_term_or_an_abbreviation_without_an_explanation_is_found(officer: Unexplained, draft: str, names: list[str]) -> None:
    assert officer(draft) == names


@pytest.mark.parametrize(
    "draft",
    [
        # in apposition
        "We chose epsilon, a limit on how much one person can change the result.",
        "Epsilon – a limit on influence – is 1.0.",
        "Epsilon: a limit on the influence of one person.",
        "Epsilon, or the privacy loss, is 1.0.",
        "Epsilon, which limits the influence of one person, is 1.0.",
        # in brackets, either way round
        "We chose epsilon (a limit on how much one person can change the result).",
        "The limit on how much one person matters (epsilon) is 1.0.",
        "The AUC (area under the curve) is 0.51.",
        "The area under the curve (AUC) is 0.51.",
        # called, known as, that is, i.e.
        "A limit called epsilon is 1.0.",
        "The limit is known as epsilon.",
        "The limit, usually referred to as epsilon, is 1.0.",
        "Epsilon, that is, a limit on influence, is 1.0.",
        "Epsilon, i.e. a limit on influence, is 1.0.",
        # by a statement, in the sentence or soon after
        "Epsilon is a limit on the influence of one person.",
        "Epsilon limits how much one person's data can change the result.",
        "The epsilon was 1.0. It is a number that limits the influence of one person.",
        "The epsilon was 1.0. We like it. This number limits the influence of one person.",
        # by purpose
        "We added noise so that nobody stands out.",
        "A membership inference attack (MIA), which tells whether a record was used, was run.",
        "We trained a classifier, a model that sorts records, for this.",
        # known to everybody, or to this reader
        "GDPR and the EU apply.",
        "The re-identification risk remains.",
        # a heading explains nothing and asks for nothing
        "## Epsilon and delta",
    ],
)
def test_what_is_explained_is_left_alone(officer: Unexplained, draft: str) -> None:
    assert officer(draft) == []


@pytest.mark.parametrize(
    ("draft", "names"),
    [
        ("Epsilon was set. Later, we set epsilon.", ["Epsilon"]),
        ("Epsilon was set. Epsilon was raised. Epsilon was kept. Epsilon is a limit on influence.", ["Epsilon"]),
        ("The AUC is 0.5. The AUC is 0.6.", ["AUC"]),
        ("The classifier is good. A classifier is good.", ["classifier"]),
        ("A limit called epsilon is 1.0. Later, epsilon was set.", []),
        ("# Epsilon\n\nWe set epsilon.", ["epsilon"]),
    ],
)
def test_only_the_first_use_is_found(officer: Unexplained, draft: str, names: list[str]) -> None:
    assert officer(draft) == names


@pytest.mark.parametrize(
    ("draft", "names"),
    [
        ("Epsilon is 3.0 and delta is 1e-6; the classifier has an F1 and a GAN.", []),
        ("The TSTR score is 0.86.", ["TSTR"]),
        ("Train on synthetic, test on real (TSTR) gives 0.86.", []),
        ("TSTR (train on synthetic, test on real) gives 0.86.", []),
        ("TSTR and TRTS are high.", ["TSTR", "TRTS"]),
    ],
)
def test_another_reader_knows_more(scientist: Unexplained, draft: str, names: list[str]) -> None:
    assert scientist(draft) == names


def test_what_the_brief_names_is_known(engine: Engine, library: Library, role: RoleContent, briefing: Scenario) -> None:
    told = briefing.model_copy(update={"situation": "The reader wants to know how delta was set."})
    ask = _asking(ReaderFinder(told, role.terms, engine.meanings, engine.patterns), engine)
    assert ask("Delta was set.") == []


@pytest.mark.parametrize(
    ("draft", "unexplained"),
    [
        ("We scored it by AUC, where 0.50 is guessing and 1.00 is always right.", []),
        ("An overall score, the AUC, is 0.51; 0.50 would be guessing and 1.00 would be perfect.", []),
        ("It has an AUC of 0.51, where 0.50 is chance.", ["AUC"]),
    ],
)
def test_a_scale_is_explained_by_both_of_its_ends(officer: Unexplained, draft: str, unexplained: list[str]) -> None:
    assert officer(draft) == unexplained


def test_a_title_may_name_what_the_text_explains(scientist: Unexplained) -> None:
    body = "We thank you for the question.\n\nIt was run in May.\n\nTSTR means that a model is trained on synthetic data and tested on real data."
    assert scientist(f"Explanation of the TSTR evaluation\n\n{body}") == []
    assert scientist(f"The TSTR evaluation is finished.\n\n{body}") == ["TSTR"]


def test_a_term_explained_wrongly_is_not_also_unexplained(scientist: Unexplained) -> None:
    assert scientist("In TSTR you train a model on real rows and test it on synthetic rows.") == []
