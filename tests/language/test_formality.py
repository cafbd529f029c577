"""The formality meter: from -3 to 3, higher for more formal text."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from coach.content import Library
from coach.content.schema import FormalityWeights
from coach.language.formality import draft_formality, features, measure, what_moved_it
from coach.language.text import read
from tests.language.conftest import any_text

Meter = Callable[[str], float]


@pytest.fixture(scope="module")
def meter(library: Library) -> Meter:
    return lambda draft: draft_formality(measure(read(draft)), library.formality)


@pytest.mark.parametrize(
    ("formal", "informal"),
    [
        ("We are unable to approve the request at this time.", "sorry, no can do right now lol"),
        ("The results indicate a low risk of re-identification.", "So yeah, it looks like you can't really spot anyone!"),
        ("It is recommended that the dataset not be used for regulatory reporting.", "Please don't use this stuff for reports, ok?"),
        ("The evaluation has been completed.", "I'm done with it!!!"),
        ("However, further attacks remain possible.", "but hey, who knows what else they might try..."),
        ("We do not know whether it is correct.", "We don't know if it's right :)"),
    ],
)
def test_the_more_formal_of_two_scores_higher(meter: Meter, formal: str, informal: str) -> None:
    assert meter(formal) > meter(informal)


def test_a_briefing_scores_above_a_chat(meter: Meter, gold: dict[str, str]) -> None:
    assert meter(gold["cb-01"]) > 0.3 > -0.5 > meter("hey guys!!! u won't believe this lol, it's sooo cool :) gonna tell u more tmrw")


@pytest.mark.parametrize("draft", ["", " \n\t", "🎉 !!! ...", "```\ncode\n```", "---", "\ufeff"])
def test_a_text_without_words_is_0(meter: Meter, draft: str) -> None:
    assert meter(draft) == 0


@pytest.mark.parametrize("draft", ["lol " * 500, "!!! omg wow " * 200, "u r my bff <3 " * 99, "internationalisation " * 300, "x" * 5_000, "Aa. " * 400])
def test_no_text_leaves_the_scale(meter: Meter, draft: str) -> None:
    assert -3 <= meter(draft) <= 3


def test_an_extreme_text_is_clipped_to_the_end_of_the_scale(library: Library) -> None:
    measured = measure(read("Nothing unusual here."))
    assert draft_formality(measured, library.formality.model_copy(update={"intercept": 99.0})) == 3
    assert draft_formality(measured, library.formality.model_copy(update={"intercept": -99.0})) == -3


def test_headings_and_cells_do_not_count_beside_prose(meter: Meter) -> None:
    prose = "The evaluation has been completed."
    assert meter(f"# omg wow lol!\n\n{prose}\n\n| omg | lol |") == meter(prose)
    assert meter("# omg wow lol!") != 0


@settings(max_examples=150, deadline=None)
@given(any_text)
def test_any_text_has_a_score_on_the_scale(meter: Meter, draft: str) -> None:
    assert -3 <= meter(draft) <= 3


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_each_feature_of_any_sentence_is_a_number_with_a_weight(library: Library, draft: str) -> None:
    text = read(draft)
    for sentence in text.sentences:
        measured = features(sentence, text.prose)
        assert set(measured) == set(library.formality.weights) == set(library.formality.usual)
        assert all(math.isfinite(value) for value in measured.values())


def test_what_moved_the_meter_comes_strongest_first_and_names_the_cause(library: Library) -> None:
    moved = what_moved_it(measure(read("We can't, don't, won't and shouldn't.")), library.formality)
    points = [abs(p) for _, p in moved]
    assert points == sorted(points, reverse=True)
    assert dict(moved)["contractions"] < 0


def test_a_chatty_word_is_named_and_a_pale_one_is_summed_up(library: Library) -> None:
    moved = dict(what_moved_it(measure(read("We're gonna tell the guys about the table.")), library.formality))
    assert moved["“gonna”"] < 0
    assert moved["“guys”"] < 0
    assert "“the”" not in moved
    assert "the other words" in moved


def test_a_word_changes_the_score_by_its_points(library: Library) -> None:
    plain = library.formality.model_copy(update={"weights": dict.fromkeys(library.formality.weights, 0.0), "intercept": 0.5})
    meter = FormalityWeights.model_validate(plain.model_dump() | {"words": {-2.0: "gonna wanna", 1.0: "pursuant"}})
    assert draft_formality(measure(read("He is gonna go.")), meter) == pytest.approx(0.5 - 2 / 4)
    assert draft_formality(measure(read("Done pursuant to it.")), meter) == pytest.approx(0.5 + 1 / 4)
    assert draft_formality(measure(read("Zyx is unknown.")), meter) == pytest.approx(0.5)


def test_every_word_of_the_meter_stands_once_and_none_is_a_number_or_what_people_are_called(library: Library) -> None:
    words = [w for group in library.formality.words.values() for w in group.split()]
    assert len(words) == len(set(words)) > 10_000
    assert not any(c.isdigit() or c in "@./" for w in words for c in w)
    assert not {"woman", "women", "gay", "black", "muslim", "girl", "john", "smith", "enron", "october"} & set(words)


def test_a_report_scores_well_above_a_chatty_mail(meter: Meter) -> None:
    report = "The evaluation shows that the synthetic data preserve the correlations of the source. We recommend a further assessment before release."
    mail = "Hi Tom, thanks for your mail! I'm pretty sure we can get it done by Friday. Just let me know what you think, ok?"
    assert meter(report) > meter(mail) + 1.5
