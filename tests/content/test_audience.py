"""The same facts for another reader: a scenario of its own, made from two."""

from coach.content import Library, RoleContent
from coach.evaluation.task import TaskMaker
from tests.content.conftest import Copy

MADE = "compliance-briefing-for-data-scientists"


def test_the_facts_are_the_scenarios_and_the_reader_is_the_others(role: RoleContent) -> None:
    source, made = role.other_audiences[MADE]
    assert made.facts == source.facts
    assert made.reader.who == role.scenarios["quality-report"].reader.who
    assert made.register_.band == role.scenarios["quality-report"].register_.band
    assert "decision" not in {p.id for p in made.points}
    assert source.reader.consequences["undefined"] != made.reader.consequences["undefined"]


def test_a_draft_is_judged_for_the_new_reader(maker: TaskMaker, library: Library) -> None:
    draft = "The table was trained with differential privacy at epsilon 1.0 and delta 1e-6. The membership inference AUC is 0.51, where 0.50 is chance."
    for_officer = maker.make(draft, "compliance-briefing").examination
    for_scientists = maker.make(draft, MADE).examination
    assert "undefined" in {f.category for f in for_officer.findings}
    assert "undefined" not in {f.category for f in for_scientists.findings}
    assert library.role_of(MADE).scenario(MADE).id == MADE


def test_an_audience_that_leads_nowhere_is_reported(copy: Copy) -> None:
    copy.edit("scenarios/synthetic-data-engineer/compliance-briefing/scenario.yaml", "reader_of: quality-report", "reader_of: quality-reprt")
    copy.edit("scenarios/synthetic-data-engineer/compliance-briefing/scenario.yaml", "leaves_out: [decision,", "leaves_out: [decison,")
    assert [(p.field, p.what) for p in copy.problems()] == [
        ("audience.reader_of", "there is no other scenario “quality-reprt”"),
        ("audience.leaves_out.0", "there is no point “decison”"),
    ]
