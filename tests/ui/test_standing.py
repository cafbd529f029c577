"""Strengths, the reader's decision and claims as the page shows them, and what was expected beside what was found."""

import pytest

from coach.content import Library, RoleContent
from coach.content.scenario import Scenario
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Evaluation, SelfAssessment
from coach.ui.expected import compared
from coach.ui.standing import standing
from coach.ui.view import criteria

DRAFT = "Please decide. The attack AUC may be 0.51. A lower epsilon gives stronger protection. The budget of 5.0 is allowed."


@pytest.fixture
def evaluation(maker: TaskMaker) -> Evaluation:
    return OfflineEvaluator().evaluate(maker.make(DRAFT, "compliance-briefing"))


def test_every_quote_stands_in_the_draft_and_every_point_is_open_or_answered(
    evaluation: Evaluation, briefing: Scenario, role: RoleContent, maker: TaskMaker
) -> None:
    engine = maker.engine(role)
    credit = engine.credit(DRAFT, briefing, evaluation.findings)
    shown = standing(credit, evaluation, briefing, role, DRAFT)
    reader = shown["reader"]
    parts = (shown["strengths"]["items"], shown["claims"]["items"], reader["answered"], reader["mistaken"])
    quotes = [i["quote"] for part in parts for i in part if "quote" in i]
    assert quotes
    assert all(quote in DRAFT for quote in quotes)
    assert len(reader["open"]) + len(reader["answered"]) + len(reader["mistaken"]) == len(briefing.points)
    assert [item["quote"] for item in reader["mistaken"]] == ["The budget of 5.0 is allowed."]
    assert "What did you test" not in reader["open"]
    said = {item["quote"]: item for item in shown["claims"]["items"]}
    under = said["The attack AUC may be 0.51."]
    assert "“may be 0.51”" in under["says"]
    assert under["carries"] == ["membership inference attack AUC at epsilon 1.0 (0.50 is chance): 0.51. Scope: one attack, on average over customers."]


def test_what_was_expected_stands_beside_what_was_found(evaluation: Evaluation, briefing: Scenario, library: Library) -> None:
    wrong = next(f for f in evaluation.findings if f.quote)
    titles = criteria(library.rubric(briefing.rubric))
    said = SelfAssessment(reader="the boss", weakest=(wrong.start, wrong.end), level=5)
    level, weakest, reader = compared(said, evaluation, briefing, titles, DRAFT)
    assert level.startswith("You expected level 5. Found: Terminology accuracy")
    assert level.endswith("below what you expected.")
    assert "comment" in weakest
    assert "the boss" in reader
    assert compared(SelfAssessment(weakest=(0, 6)), evaluation, briefing, titles, DRAFT) == [
        "You doubted “Please”. No comment speaks of it: the weak places are elsewhere."
    ]
    assert compared(None, evaluation, briefing, titles, DRAFT) == []
