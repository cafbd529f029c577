"""The levels in words: the steps that raise them, where they lead, how certain they are."""

import pytest

from coach.content import Library
from coach.content.schema import Rubric
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Evaluation
from coach.ui.levels import certainty, levels


@pytest.fixture
def rubric(library: Library) -> Rubric:
    return library.rubric("workplace-writing@1")


@pytest.fixture
def judged(maker: TaskMaker, gold: dict[str, str]) -> Evaluation:
    return OfflineEvaluator().evaluate(maker.make(gold["cb-05"], "compliance-briefing"))


def test_mending_all_that_is_missing_leads_to_the_level_that_code_computes(judged: Evaluation, rubric: Rubric) -> None:
    coverage = next(level for level in levels(judged, rubric) if level["criterion"] == "coverage")
    missing = sum(f.category == "missing" for f in judged.findings)
    assert coverage["steps"] == [f"Cover the {missing} points that are missing. That leads to level 5."]
    assert coverage["descriptor"] != coverage["next"]


def test_the_heaviest_steps_come_first_and_no_more_than_three(judged: Evaluation, rubric: Rubric) -> None:
    shown = {level["criterion"]: level for level in levels(judged, rubric)}
    assert all(len(level["steps"]) <= 3 for level in shown.values())
    weights = next(c.weights for c in rubric.criteria if c.id == "terminology")
    found = [f.category for f in judged.findings if f.category in weights]
    heaviest = max(set(found), key=lambda c: weights[c] * found.count(c))
    assert str(found.count(heaviest)) in shown["terminology"]["steps"][0] or found.count(heaviest) == 1


def test_where_a_model_judged_no_level_is_promised_and_its_noise_is_told(judged: Evaluation, rubric: Rubric) -> None:
    by_model = judged.model_copy(update={"evaluator": judged.evaluator.model_copy(update={"kind": "llm"})})
    steps = {level["criterion"]: level["steps"] for level in levels(by_model, rubric)}
    assert not any("leads to level" in step for step in (*steps["terminology"], *steps["register"]))
    assert any("leads to level" in step for step in steps["coverage"])
    assert "differ by 1 level;" in certainty(by_model, rubric)
    assert "same levels" in certainty(judged, rubric)


def test_a_level_above_what_was_found_is_said_with_its_mistakes_and_not_as_right(maker: TaskMaker, rubric: Rubric) -> None:
    draft = "The higher epsilon is, the stronger the protection of each customer."
    evaluation = OfflineEvaluator().evaluate(maker.make(draft, "quality-report"))
    assert [f.category for f in evaluation.findings if f.severity == "error"] == ["misuse"]
    shown = next(level for level in levels(evaluation, rubric) if level["criterion"] == "terminology")
    assert (shown["level"], shown["name"]) == (4, "with 1 mistake to mend")
    assert shown["descriptor"].startswith("Once the mistake is mended: Every statement about the field is true")
    clean = OfflineEvaluator().evaluate(maker.make("The fake data has made-up people in it.", "quality-report"))
    shown = next(level for level in levels(clean, rubric) if level["criterion"] == "terminology")
    assert shown["name"] in {level.name for c in rubric.criteria if c.id == "terminology" for level in c.levels}
