"""Parallel tasks: what a variant takes over, and what an author is told where it doesn't fit."""

import pytest

from coach.content import Library, content_hash
from coach.content.library import RoleContent
from coach.content.relations import fault
from coach.language import crosscheck
from coach.language.examine import Engine
from tests.content.conftest import ROLE, Copy

TARIFF = f"{ROLE}/compliance-briefing/variants/tariff.yaml"
FIGURES = {"year": 5.0, "spent": 1.5, "left": 3.5, "share": 0.94, "part": 0.84, "whole": 0.89, "delta": 1e-6, "by": "the Board"}


def test_every_scenario_has_a_parallel_with_other_figures_and_the_same_points(role: RoleContent) -> None:
    assert {p.parallel_to for p in role.parallels.values()} == set(role.path.scenarios)
    for task in role.parallels.values():
        original = role.scenarios[task.parallel_to]
        assert [p.id for p in task.points] == [p.id for p in original.points]
        assert (task.moves, task.rubric) == (original.moves, original.rubric)
        changed = [f.id for f, g in zip(task.facts, original.facts, strict=True) if f.value != g.value]
        assert len(changed) >= 8, f"{task.id} has too many figures that can be remembered"
        assert task.reader.who != original.reader.who
        assert task.situation != original.situation


def test_a_parallel_is_found_by_its_id_and_isnt_on_the_path(library: Library, role: RoleContent) -> None:
    assert library.role_of("compliance-briefing.tariff") is role
    assert role.scenario("compliance-briefing.tariff").original == "compliance-briefing"
    assert "compliance-briefing.tariff" not in {*role.path.scenarios, *role.scenarios}


def test_other_ways_to_write_a_figure_go_with_it(role: RoleContent) -> None:
    facts = {f.id: f for f in role.parallels["compliance-briefing.tariff"].facts}
    assert (facts["fidelity-at-1"].value, facts["fidelity-at-1"].also) == (0.88, ("88%",))
    assert facts["budget-left"].names == next(f.names for f in role.scenarios["compliance-briefing"].facts if f.id == "budget-left")


def test_the_engine_holds_a_draft_against_the_parallels_sheet_and_reader(engine: Engine, role: RoleContent) -> None:
    text = "Epsilon is 2.0; it limits the effect of one customer. The privacy budget is 5.0."
    original, parallel = (engine.examine(text, role.scenario(name)) for name in ("compliance-briefing", "compliance-briefing.tariff"))
    figures = [[f.quote for f in found.findings if f.category == "figure"] for found in (original, parallel)]
    assert figures == [["2.0", "5.0"], ["2.0"]]


def test_a_rule_for_one_scenario_holds_for_its_parallel_too(engine: Engine, role: RoleContent) -> None:
    text = "The data owner should delete the dataset after 18 months where possible."
    found = engine.examine(text, role.scenario("governance-policy.hospital")).findings
    assert "modality" in {f.category for f in found}


def test_what_doesnt_fit_the_original_is_named_with_its_place(copy: Copy) -> None:
    for old, new in (
        ("  epsilon: {value: 1.5}", "  epsilom: {value: 1.5}"),
        ("  attack-result:\n", "  attack-results:\n"),
        ("    - membership-inference", "    - membership-inferense"),
        ("    hint: Say that this release spends 1.5 of the 5.0 allowed this year and leaves 3.5.", "    title: Left"),
    ):
        copy.edit(TARIFF, old, new)
    said = {f"{p.field}: {p.what}; {p.cure}" for p in copy.problems() if p.path == TARIFF}
    assert said == {
        "facts.epsilom: there is no fact “epsilom”; did you mean “epsilon”?",
        "points.attack-results: there is no point “attack-results”; did you mean “attack-result”?",
        "reader.knows.1: “membership-inferense” is no term; did you mean “membership-inference”?",
        "points: the hint of “budget-left” has 4.0, a figure of the original; give budget-left a hint of its own here",
        "facts: “budget-left = budget-year - epsilon” doesn't hold: 3.5 = 4; mend the figures, or the relation",
    }


def test_a_sample_that_isnt_right_or_whole_is_reported(copy: Copy) -> None:
    copy.edit(TARIFF, "a lower epsilon\n", "a higher epsilon\n")
    copy.edit(TARIFF, "; the next review is in 3 months.", ".")
    copy.edit(TARIFF, "yearly privacy budget of 5.0", "yearly privacy budget of 4.0")
    library = copy.load()
    role = library.roles["synthetic-data-engineer"]
    said = [str(p) for p in crosscheck.parallels(library, role, Engine(library, role))]
    assert len(said) == 4
    assert all(s.startswith(TARIFF) for s in said)
    for part in ("epsilon.direction finds in this right text", "“4.0”", "(5.0) isn't in this text", "next review (3 months) isn't in this text"):
        assert any(part in s for s in said), part


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("left = year - spent", None),
        ("spent + left = year", None),
        ("share = part / whole", None),
        ("share = part / (whole - 0.1)", "doesn't hold"),
        ("0.5 < part < whole <= 1", None),
        ("0.5 < whole < part", "doesn't hold"),
        ("delta <= 0.000001", None),
        ("left", "nothing is compared"),
        ("left = year -", "can't be worked out"),
        ("left = elsewhere", "“elsewhere” is no fact with a number"),
        ("by = left", "“by” is no fact with a number"),
        ("left = year ** 2", "can't be worked out"),
        ("left = year / (spent - 1.5)", "can't be worked out"),
    ],
)
def test_relations_hold_as_exactly_as_figures_are_written(relation: str, said: str | None) -> None:
    found = fault(relation, FIGURES)
    assert (found is None) if said is None else (found is not None and said in found[0])


def test_relations_arent_part_of_what_a_draft_is_judged_with(role: RoleContent) -> None:
    scenario = role.scenarios["compliance-briefing"]
    assert scenario.relations
    assert content_hash(scenario.model_copy(update={"relations": ()})) == content_hash(scenario)
