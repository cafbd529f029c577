"""British and American spelling: right alone, a suggestion where one draft mixes them."""

import pytest

from coach.content import Library
from coach.content.scenario import Scenario
from coach.language.examine import Engine
from coach.language.spelling import SpellingFinder
from coach.language.text import read


@pytest.fixture(scope="module")
def finder(library: Library) -> SpellingFinder:
    return SpellingFinder(library.spelling)


@pytest.mark.parametrize(
    "draft",
    [
        "We analysed the behaviour of the anonymised table and organised a review.",
        "We analyzed the behavior of the anonymized table and organized a review.",
        "The behaviour of the anonymized table was organized by colour.",  # Oxford spelling
        "Three analyses of the behavior of the model were organized.",
        "The behaviour was checked under the safe harbor method.",
        "We optimise the program; a practice and a judgment.",
    ],
)
def test_one_spelling_is_right_whichever_it_is(finder: SpellingFinder, draft: str) -> None:
    assert list(finder.find(read(draft))) == []


@pytest.mark.parametrize(
    ("draft", "word", "style", "example"),
    [
        ("We analysed the colour. The behavior is odd. The centre holds.", "behavior", "American", "analysed"),
        ("The model was optimized and the data anonymised and organised.", "optimized", "-ize", "anonymised"),
        ("The anonymised table keeps the color and the behavior of the labeled rows.", "anonymised", "British", "color"),
    ],
)
def test_the_rarer_spelling_is_named_once_beside_one_of_the_other(finder: SpellingFinder, draft: str, word: str, style: str, example: str) -> None:
    text = read(draft)
    (mixed,) = finder.find(text)
    assert (text.sentences[mixed.sentence].words[mixed.word], mixed.style, mixed.example) == (word, style, example)


def test_a_mixture_is_a_suggestion_that_moves_no_level(engine: Engine, briefing: Scenario) -> None:
    (finding,) = (f for f in engine.examine("We analysed the behavior of the table.", briefing).findings if f.category == "spelling")
    assert (finding.criterion, finding.severity) == ("style", "suggestion")
