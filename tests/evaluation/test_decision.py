"""What the reader would do, by the author's conditions."""

import pytest

from coach.content import RoleContent
from coach.content.scenario import Scenario
from coach.evaluation.decision import decide
from coach.language.examine import Engine


@pytest.mark.parametrize("scenario", ["compliance-briefing", "quality-report", "tstr-explanation", "governance-policy"])
def test_a_model_answer_leads_to_the_last_decision_and_the_sample_draft_to_another(scenario: str, role: RoleContent, engine: Engine) -> None:
    told = role.scenarios[scenario]
    for answer in role.answers[scenario]:
        assert decide(told.reader, engine.examine(answer.text, told).findings) is told.reader.decisions[-1]
    assert decide(told.reader, engine.examine(role.sample_drafts[scenario], told).findings) is not told.reader.decisions[-1]


def test_the_gravest_condition_decides(briefing: Scenario, role: RoleContent, engine: Engine) -> None:
    best = role.answers["compliance-briefing"][0].text
    decisions = briefing.reader.decisions

    def decided(draft: str) -> int:
        return decisions.index(decide(briefing.reader, engine.examine(draft, briefing).findings))

    assert decided(best) == len(decisions) - 1
    assert decided(f"{best}\n\nThe AUC of the attack is 0.71.") == 3
    assert decided("Thank you for reading.") == 2
    assert decided(f"{best}\n\nNobody can ever be re-identified.") == 1
    assert decided(f"{best}\n\nNobody can ever be re-identified. The higher the epsilon, the stronger the protection.") == 0
