"""What counts as covering a point: a sentence of the writer's own, and whether what it states is so."""

import pytest

from coach.content.scenario import Scenario
from coach.language.examine import Engine


@pytest.fixture
def hint(briefing: Scenario) -> str:
    return next(p.hint for p in briefing.points if p.id == "remaining-risk")


@pytest.mark.parametrize("heading", ["## Remaining risk", "**Remaining risk**", "Remaining risk\nWe close with what is left."])
def test_a_heading_covers_no_point(heading: str, engine: Engine, briefing: Scenario) -> None:
    assert "remaining-risk" not in engine.examine(f"Please decide.\n\n{heading}\n\nWe hope for the best.", briefing).covered
    said = f"Please decide.\n\n{heading}\n\nAnother attack may succeed."
    assert "remaining-risk" in engine.examine(said, briefing).covered


def test_what_is_copied_from_the_brief_covers_no_point(engine: Engine, briefing: Scenario) -> None:
    points = [text for p in briefing.points for text in (p.title, p.question, p.hint)]
    copied = "\n".join(f"- {line}" for line in (*points, briefing.situation, briefing.task, briefing.purpose))
    assert engine.examine(f"Here is my text.\n\n{copied}", briefing).covered == frozenset()


def test_a_copy_with_a_word_changed_is_a_copy_and_one_with_words_of_its_own_is_none(engine: Engine, briefing: Scenario, hint: str) -> None:
    assert "remaining-risk" in engine.examine("The risk that remains is that another attack finds more.", briefing).covered
    assert engine.examine(f"Note: {hint.rstrip('.')} here.", briefing).covered == frozenset()
    own = f"{hint.rstrip('.')}: a stronger attack, or one unusual customer, may therefore fare worse than the average."
    assert "remaining-risk" in engine.examine(own, briefing).covered


def test_a_point_stands_with_a_mistake_as_long_as_no_sentence_states_it_without(engine: Engine, briefing: Scenario) -> None:
    wrong, right = "The higher epsilon is, the stronger the protection of each customer.", "Epsilon limits what one customer's record can change."
    alone, both = engine.examine(wrong, briefing), engine.examine(f"{wrong} {right}", briefing)
    assert "epsilon-meaning" in alone.covered & alone.mistaken
    assert "epsilon-meaning" in both.covered - both.mistaken
    survey = engine.survey(f"{wrong} {right}", briefing)
    assert survey.quote(survey.points["epsilon-meaning"]) == right


def test_a_claim_too_sure_states_its_figure_all_the_same(engine: Engine, briefing: Scenario) -> None:
    found = engine.examine("The attack AUC was 0.51, so nobody can ever be re-identified.", briefing)
    assert {f.category for f in found.findings if f.severity == "error"} == {"overclaim"}
    assert "attack-result" in found.covered - found.mistaken
