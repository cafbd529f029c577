"""Claims with what carries them, and strengths that can be proved: each at its exact place."""

import pytest

from coach.content import RoleContent
from coach.content.scenario import Scenario
from coach.language.claims import Claim
from coach.language.credit import Credit
from coach.language.examine import Engine

CLAIMS = [
    ("The attack that we tested reached an AUC of 0.51, where 0.50 is chance.", "fits", ["mia-auc"], None),
    ("The AUC of the attack may be 0.51.", "under", ["mia-auc"], "may be 0.51"),
    ("Correlation preservation is probably about 0.90.", "under", ["fidelity-at-1"], "probably about 0.90"),
    ("The AUC of the attack is 0.61.", "wrong", ["mia-auc"], "0.61"),
    ("The attack AUC of 0.51 proves that nobody can ever be re-identified.", "over", ["mia-auc"], None),
    ("We conclude that the table is useful.", "bare", [], None),
    ("The results show that the table is useful.", "bare", [], None),
    ("Another attack may succeed more often than the one tested, whose AUC was 0.51.", "fits", ["mia-auc"], None),
]


def _credit(draft: str, scenario: Scenario, engine: Engine) -> Credit:
    return engine.credit(draft, scenario, engine.examine(draft, scenario).findings)


@pytest.mark.parametrize(("draft", "weight", "facts", "words"), CLAIMS, ids=[c[1] + " " + c[0][:30] for c in CLAIMS])
def test_a_claim_is_weighed_against_the_facts_that_carry_it(
    draft: str, weight: str, facts: list[str], words: str | None, briefing: Scenario, engine: Engine
) -> None:
    (claim,) = _credit(draft, briefing, engine).claims
    assert (claim.weight, [f.id for f in claim.facts]) == (weight, facts)
    assert draft[claim.start : claim.end].rstrip(".") == draft.rstrip(".")
    if words:
        assert claim.decides
        assert draft[slice(*claim.decides)] == words


def test_a_conclusion_rests_on_the_figures_of_the_sentence_before(briefing: Scenario, engine: Engine) -> None:
    draft = "The attack reached an AUC of 0.51. Therefore little is to be learned about single customers."
    first, second = _credit(draft, briefing, engine).claims
    assert (first.leans, second.leans) == (False, True)
    assert second.facts == first.facts


def test_a_report_that_is_to_show_something_concludes_nothing(briefing: Scenario, engine: Engine) -> None:
    assert _credit("The owner must file a report showing that the minima are met.", briefing, engine).claims == ()


def test_a_heading_and_a_question_claim_nothing(briefing: Scenario, engine: Engine) -> None:
    assert _credit("# An AUC of 0.51\n\nIs the AUC of the attack 0.51?", briefing, engine).claims == ()


def test_strengths_quote_what_is_right_and_leave_out_what_is_wrong(briefing: Scenario, engine: Engine) -> None:
    draft = (
        "A lower epsilon gives stronger protection and usually costs some accuracy. Delta, the small probability that the limit does not hold, is 1e-6. "
        "The privacy attack AUC was 0.51. Another attack may succeed more often. The higher the epsilon, the safer the customers are."
    )
    found = {(s.kind, s.about): draft[s.start : s.end] for s in _credit(draft, briefing, engine).strengths}
    assert found["direction", "epsilon"].startswith("A lower epsilon")
    assert found["explained", "delta"].startswith("Delta, the small probability")
    assert found["limit", None].startswith("Another attack may")
    assert not any("The higher the epsilon" in quote for quote in found.values())


def test_nothing_is_praised_for_its_own_sake(briefing: Scenario, engine: Engine) -> None:
    assert _credit("Thank you for your time. I hope that this helps.", briefing, engine).strengths == ()


def test_each_covered_point_is_answered_by_a_sentence_of_the_draft(briefing: Scenario, role: RoleContent, engine: Engine) -> None:
    draft = role.answers["compliance-briefing"][0].text
    credit = _credit(draft, briefing, engine)
    assert credit.answers.keys() == {p.id for p in briefing.points}
    assert all(draft[start:end].strip() for start, end in credit.answers.values())


@pytest.mark.parametrize("scenario", ["compliance-briefing", "quality-report", "tstr-explanation", "governance-policy"])
def test_no_claim_of_a_model_answer_is_too_sure_or_not_sure_enough(scenario: str, role: RoleContent, engine: Engine) -> None:
    def doubtful(claims: tuple[Claim, ...]) -> list[Claim]:
        return [c for c in claims if c.weight in ("over", "under", "wrong")]

    for answer in role.answers[scenario]:
        credit = _credit(answer.text, role.scenarios[scenario], engine)
        assert doubtful(credit.claims) == []
        assert credit.strengths
