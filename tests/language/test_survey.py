"""Where a text covers a point, states a fact, names and explains a term: sentences of the text itself."""

import pytest

from coach.content import RoleContent
from coach.content.scenario import Scenario
from coach.language.examine import Engine

DRAFT = (
    "**Decision requested.** Please decide whether the analytics team may use the table.\n\n"
    "Epsilon is the number that limits how much one customer's record can change the result; here it is 1.0. "
    "Delta is 1e-6.\n\n## Next review\n\nThe next review is in 6 months, and 3.0 of the yearly privacy budget is left."
)


def test_every_place_is_a_sentence_of_the_text(engine: Engine, briefing: Scenario) -> None:
    survey = engine.survey(DRAFT, briefing)
    assert survey.quote(survey.points["decision"]).endswith("whether the analytics team may use the table.")
    assert survey.quote(survey.facts["delta"]) == "Delta is 1e-6."
    assert survey.quote(survey.facts["budget-left"]).startswith("The next review")
    assert survey.points.keys() == engine.examine(DRAFT, briefing).covered
    assert survey.facts.keys() == engine.examine(DRAFT, briefing).stated


def test_a_term_is_explained_where_any_place_says_what_it_means(engine: Engine, briefing: Scenario) -> None:
    draft = "The table was made with epsilon 1.0. Later in the year we retrain. The team agreed to it. Epsilon is a limit on what one record can change."
    use = engine.survey(draft, briefing).terms["epsilon"]
    assert use.explained
    assert draft[slice(*use.span)].startswith("Epsilon is a limit")
    assert not engine.survey("The table was made with epsilon 1.0.", briefing).terms["epsilon"].explained


def test_a_figure_that_two_facts_share_is_quoted_where_its_fact_is_named(engine: Engine, briefing: Scenario) -> None:
    draft = "This release spends 3.0 of nothing. After that, 3.0 of the privacy budget is left."
    survey = engine.survey(draft, briefing)
    assert survey.quote(survey.facts["budget-left"]).startswith("After that")


@pytest.mark.parametrize("name", ["quality-report", "compliance-briefing", "tstr-explanation", "governance-policy"])
def test_every_model_answer_covers_every_point_in_a_part_of_its_own(engine: Engine, role: RoleContent, name: str) -> None:
    scenario = role.scenarios[name]
    for answer in role.answers[name]:
        survey = engine.survey(answer.text, scenario)
        assert survey.points.keys() == {p.id for p in scenario.points}
        for start, end in survey.points.values():
            assert answer.text[start:end].split("\n\n")[0] in answer.part_at(start).text


def test_a_text_with_nothing_in_it_has_no_places(engine: Engine, briefing: Scenario) -> None:
    survey = engine.survey("…", briefing)
    assert (survey.points, survey.facts, survey.terms, survey.mean_length) == ({}, {}, {}, 0)


def test_a_semicolon_does_not_end_a_sentence(engine: Engine, briefing: Scenario) -> None:
    assert engine.survey("Epsilon is 1.0; delta is small. It holds.\n\n## Next", briefing).lengths == (6, 2)
