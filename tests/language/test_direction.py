"""Which way a value works: sentences that state it the wrong way round are found, and no others."""

import pytest

from coach.content.scenario import Scenario
from coach.language.examine import Engine

SETTINGS = {"epsilon": [0.1, 1.0, 8.0]}


def _reversed(engine: Engine, draft: str) -> list[str]:
    text, concepts = engine.read(draft)
    return [r.term for r in engine.directions.find(text, concepts, SETTINGS)]


@pytest.mark.parametrize(
    "draft",
    [
        "Raising epsilon strengthens the privacy guarantee.",
        "A higher epsilon gives stronger protection.",
        "A larger epsilon provides more privacy.",
        "Doubling epsilon doubles the protection.",
        "A high epsilon ensures strong privacy.",
        "Higher epsilon, higher privacy.",
        # the lower …, the stronger …
        "The higher the epsilon, the stronger the guarantee.",
        "The lower epsilon is, the weaker the guarantee.",
        "The smaller epsilon is, the weaker the protection becomes.",
        # down
        "Lowering ε weakens the protection.",
        "A lower epsilon reduces privacy.",
        "A lower epsilon increases the risk.",
        "Because epsilon is low, the protection is weak.",
        # passives, and the effect first
        "Privacy is improved by raising epsilon.",
        "Privacy was strengthened when epsilon was increased.",
        "The protection is weakened by a lower epsilon.",
        "Stronger protection requires a higher epsilon.",
        "For more privacy, raise epsilon.",
        "The risk falls as epsilon rises.",
        "If epsilon goes up, privacy goes up.",
        "We chose a high epsilon in order to improve protection.",
        # pronouns, across sentences
        "Epsilon is 8.0. Raising it strengthens privacy.",
        "We set epsilon to 1.0. This means strong privacy; increasing it further strengthens the guarantee.",
        "We use epsilon, which gives more privacy when it is higher.",
        # noise and settings
        "A higher epsilon adds more noise.",
        "A smaller epsilon needs less noise.",
        "Privacy is highest at epsilon 8.0.",
        "The guarantee is strongest at epsilon 8.0.",
        "Protection is weakest at epsilon 0.1.",
        # a right half does not excuse a wrong one
        "A higher epsilon improves the accuracy and strengthens the guarantee.",
        "It is not noisy, but a higher epsilon strengthens the guarantee.",
        "A high epsilon, on the other hand, provides strong protection.",
    ],
)
def test_a_reversed_effect_of_epsilon_is_found_once(engine: Engine, draft: str) -> None:
    assert _reversed(engine, draft) == ["epsilon"]


@pytest.mark.parametrize(
    ("draft", "term"),
    [
        ("More noise weakens the guarantee.", "noise"),
        ("Less noise means stronger privacy.", "noise"),
        ("A higher membership inference AUC means better protection.", "membership-inference"),
        ("A lower TSTR score is better.", "tstr"),
        ("A low fidelity is desirable.", "fidelity"),
    ],
)
def test_a_reversed_effect_of_another_term_is_found(engine: Engine, draft: str, term: str) -> None:
    assert _reversed(engine, draft) == [term]


@pytest.mark.parametrize(
    "draft",
    [
        "Raising epsilon weakens the guarantee.",
        "The lower the epsilon, the stronger the protection.",
        "The higher epsilon is, the weaker the guarantee.",
        "A lower epsilon means less risk.",
        "Epsilon is low. The protection is strong.",
        "Higher privacy, lower epsilon.",
        "The guarantee is weaker at a higher epsilon.",
        "Stronger protection requires a lower epsilon.",
        "The risk falls as epsilon is lowered.",
        "Privacy is improved by lowering epsilon.",
        "Protection was weakened when epsilon was raised.",
        "Epsilon is 8.0. Raising it weakens privacy.",
        "Privacy is highest at epsilon 0.1.",
        "Protection is weakest at epsilon 8.0.",
        # denied, refuted, asked, quoted
        "A higher epsilon does not give better protection.",
        "Raising epsilon never strengthens the guarantee.",
        "A higher epsilon does not mean more privacy, but less.",
        "It is a myth that a higher epsilon strengthens privacy.",
        "Does a higher epsilon mean more privacy?",
        "A higher epsilon means more privacy? The opposite is true.",
        "The audit asked whether a higher epsilon strengthens privacy.",
        "The vendor writes: “A higher epsilon strengthens privacy.”",
        # loss of privacy, privacy loss, cost
        "Raising epsilon leads to a loss of privacy.",
        "A higher epsilon means a higher privacy loss.",
        "A higher epsilon increases the loss of privacy.",
        "A higher epsilon comes at the cost of privacy.",
        "A higher epsilon would increase utility at the expense of privacy.",
        "A lower epsilon protects better at the cost of accuracy.",
        "A lower epsilon usually costs some accuracy.",
        # two effects, two values
        "A higher epsilon improves the utility but weakens privacy.",
        "At epsilon 8.0 the correlations are preserved better, but protection is weaker.",
        "More noise strengthens the guarantee and lowers accuracy.",
        "The higher the noise, the stronger the protection and the lower the accuracy.",
        "With less noise, accuracy is higher and protection lower.",
        "A high epsilon was rejected because it offers little protection.",
        # other things that go up and down
        "The privacy budget grows with epsilon.",
        "Low fidelity and high epsilon are two different things.",
        "The TSTR score fell from 0.86 to 0.80 when noise was added.",
        "A higher AUC of the membership inference attack means a greater risk.",
        "A higher TSTR score is better.",
    ],
)
def test_a_true_or_unrelated_sentence_is_left_alone(engine: Engine, draft: str) -> None:
    assert _reversed(engine, draft) == []


def test_a_reversal_covers_cause_and_effect_and_no_more(engine: Engine) -> None:
    draft = "As a rule in this project, a higher epsilon gives stronger protection to all of our customers."
    text, concepts = engine.read(draft)
    (found,) = engine.directions.find(text, concepts)
    sentence = text.sentences[found.sentence]
    assert draft[sentence.starts[found.match.first] : sentence.ends[found.match.last]] == "higher epsilon gives stronger protection"


def test_without_compared_settings_a_setting_says_nothing(engine: Engine) -> None:
    text, concepts = engine.read("The guarantee is strongest at epsilon 8.0.")
    assert not list(engine.directions.find(text, concepts))


@pytest.mark.parametrize(
    ("draft", "unrelated"),
    [
        ("The higher the fidelity, the stronger the protection.", ["protection"]),
        ("A smaller Wasserstein distance gives better protection.", ["protection"]),
        ("A higher TSTR score means a lower risk for the customers.", ["risk"]),
        # what people pay for fidelity, and what is denied
        ("A higher fidelity usually weakens the protection.", []),
        ("A larger Wasserstein distance often means better protection.", []),
        ("A higher TSTR score does not mean a lower risk.", []),
    ],
)
def test_a_better_score_said_to_help_what_it_does_not_measure_is_found(engine: Engine, draft: str, unrelated: list[str]) -> None:
    assert [r.unrelated for r in engine.directions.find(*engine.read(draft))] == unrelated


def test_the_learner_is_told_that_the_score_says_nothing_of_it(engine: Engine, briefing: Scenario) -> None:
    (found,) = (f for f in engine.examine("The higher the fidelity, the stronger the protection.", briefing).findings if f.category == "misuse")
    assert found.message == "This value says nothing about protection."
