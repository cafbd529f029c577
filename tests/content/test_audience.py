"""The same facts for another reader: a scenario of its own, made from two."""

from coach.content import Library, RoleContent
from coach.evaluation.decision import decide
from coach.evaluation.task import TaskMaker
from coach.language import crosscheck
from coach.language.examine import Engine
from tests.content.conftest import ROLE, Copy

MADE = "compliance-briefing-for-data-scientists"
BRIEFING, REPORT = f"{ROLE}/compliance-briefing/scenario.yaml", f"{ROLE}/quality-report/scenario.yaml"


def test_the_facts_are_the_scenarios_and_the_reader_is_the_others_as_changed(role: RoleContent) -> None:
    source, made = role.other_audiences[MADE]
    other = role.scenarios["quality-report"]
    assert made.facts == source.facts
    assert made.reader.knows == other.reader.knows
    assert made.reader.who != other.reader.who
    assert made.register_.band == other.register_.band
    assert made.register_.profile.moves != source.register_.profile.moves
    assert made.register_.profile.tenor == other.register_.profile.tenor
    assert "decision" not in {p.id for p in made.points}
    assert source.reader.consequences["undefined"] != made.reader.consequences["undefined"]
    assert made.reader.consequences["figure"] == other.reader.consequences["figure"]


def test_every_scenario_is_rewritten_for_a_reader_who_knows_other_terms(role: RoleContent) -> None:
    assert {source.id for source, _ in role.other_audiences.values()} == set(role.path.scenarios)
    for source, made in role.other_audiences.values():
        assert set(made.reader.knows) != set(source.reader.knows)
        assert made.reader.decisions != source.reader.decisions
        assert made.register_ != source.register_


def test_what_each_reader_would_do_turns_on_points_of_the_new_text(role: RoleContent, engine: Engine) -> None:
    for source, made in role.other_audiences.values():
        assert source.audience
        right = engine.examine(source.audience.sample, made).findings
        assert decide(made.reader, right) is made.reader.decisions[-1], made.id
        assert decide(made.reader, engine.examine("Nothing is said here.", made).findings) is not made.reader.decisions[-1], made.id


def test_a_draft_is_judged_for_the_new_reader(maker: TaskMaker, library: Library) -> None:
    draft = "The table was trained with differential privacy at epsilon 1.0 and delta 1e-6. The membership inference AUC is 0.51, where 0.50 is chance."
    for_officer = maker.make(draft, "compliance-briefing").examination
    for_scientists = maker.make(draft, MADE).examination
    assert "undefined" in {f.category for f in for_officer.findings}
    assert "undefined" not in {f.category for f in for_scientists.findings}
    assert library.role_of(MADE).scenario(MADE).id == MADE


def test_a_rule_that_binds_in_the_policy_binds_in_the_instruction_made_from_it(engine: Engine, role: RoleContent) -> None:
    text = "Delete the dataset after 24 months where possible."
    found = [engine.examine(text, role.scenario(name)).findings for name in ("governance-policy-for-data-scientists", "tstr-explanation-for-product-owner")]
    assert ["modality" in {f.category for f in findings} for findings in found] == [True, False]


def test_an_audience_that_leads_nowhere_is_reported(copy: Copy) -> None:
    copy.edit(BRIEFING, "reader_of: quality-report", "reader_of: quality-reprt")
    copy.edit(BRIEFING, "leaves_out: [decision,", "leaves_out: [decison,")
    assert [(p.field, p.what) for p in copy.problems()] == [
        ("audience.reader_of", "there is no other scenario “quality-reprt”"),
        ("audience.leaves_out.0", "there is no point “decison”"),
    ]


def test_a_reader_who_waits_for_a_point_that_is_left_out_is_reported(copy: Copy) -> None:
    copy.edit(BRIEFING, "leaves_out: [decision,", "leaves_out: [trade-off, decision,")
    copy.edit(BRIEFING, "{move: setting, heading", "{move: settings, heading")
    copy.edit(BRIEFING, "expected_terms: [epsilon, delta, privacy-budget", "expected_terms: [epsilom, delta, privacy-budget")
    assert {(p.field, p.what) for p in copy.problems()} == {
        ("audience.expected_terms.0", "there is no term “epsilom”"),
        ("audience.reader.decisions.2.missing.0", "there is no point “trade-off”"),
        ("audience.outline.0.move", "there is no move “settings”"),
        ("audience.outline.1.points.0", "there is no point “trade-off”"),
    }


def test_the_order_of_the_moves_is_never_taken_from_another_text(copy: Copy) -> None:
    copy.edit(REPORT, "    profile:\n      moves:\n        fits: The uses to approve", "    profile:\n      mode:\n        fits: The uses to approve")
    (found,) = copy.problems()
    assert (found.path, found.field, found.what) == (REPORT, "audience.register", "nothing says which order of the moves fits this text")


def test_a_sample_that_isnt_right_is_reported(copy: Copy) -> None:
    copy.edit(BRIEFING, "and the AUC was 0.58.", "and the AUC was 0.59.")
    copy.edit(BRIEFING, "one customer as the privacy unit. At this epsilon", "one customer as the privacy unit. " + "Really. " * 150 + "At this epsilon")
    library = copy.load()
    role = library.roles["synthetic-data-engineer"]
    said = [p.what for p in crosscheck.scenarios(library, role, Engine(library, role)) if p.field == "audience.sample"]
    assert any("words, the scenario asks for 150 to 350" in what for what in said)
    assert any("finds in this sample “0.59”" in what for what in said)
