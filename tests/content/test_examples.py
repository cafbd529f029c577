"""`coach check` beyond the shapes: patterns that can't be read, and examples that fail."""

import pytest

from coach.content import Library
from coach.errors import ContentError
from coach.language.examples import problems
from tests.content.conftest import ROLE, Copy

EPSILON = f"{ROLE}/glossary/epsilon.yaml"
INFORMAL = "rubrics/register/informal.yaml"
RULE = """
  - id: {id}
    kind: {kind}
    patterns: ["{pattern}"]
    unless: [{unless}]
    message: A message.
    why: A reason.
    wrong: [{wrong}]
    right: [{right}]
"""
_MORE = {"wrong": ("The zebra epsilon.", "One zebra epsilon."), "right": ("A horse.", "A cow.")}
HEAD = {EPSILON: "\nrules:", INFORMAL: "\nrules:"}


def _add_rule(copy: Copy, path: str, **fields: str) -> None:
    """Put one more rule first in the file; as written it is in order."""
    rule = {"id": "epsilon.zebra" if path == EPSILON else "informal.zebra", "kind": "claim" if path == EPSILON else "informal"}
    rule |= {"pattern": "zebra epsilon", "unless": "", "wrong": "A zebra epsilon.", "right": "An epsilon zebra.", **fields}
    rule |= {kind: ", ".join(f'"{text}"' for text in (rule[kind], *_MORE[kind])) for kind in ("wrong", "right")}
    copy.edit(path, HEAD[path], HEAD[path] + RULE.format(**rule).rstrip("\n"))


def test_the_real_content_has_no_problems(library: Library) -> None:
    assert [str(p) for p in problems(library)] == []


@pytest.mark.parametrize("path", [EPSILON, INFORMAL])
def test_a_rule_in_order_is_not_reported(copy: Copy, path: str) -> None:
    _add_rule(copy, path)
    assert copy.checked("epsilon", "delta", "informal") == []


@pytest.mark.parametrize("path", [EPSILON, INFORMAL])
@pytest.mark.parametrize(
    ("fields", "field", "cause", "cure"),
    [
        ({"wrong": "No such animal."}, "wrong.0", "doesn't fire on this wrong example", "widen a pattern"),
        ({"right": "The zebra epsilon is here."}, "right.0", "fires on this right example", "narrow a pattern"),
        ({"unless": '"a zebra"'}, "wrong.0", "doesn't fire on this wrong example", "widen a pattern"),
        ({"pattern": "... zebra"}, "patterns.0", "can't be read", "begin with a word"),
        ({"pattern": "zebra ..."}, "patterns.0", "can't be read", "drop the dots"),
        ({"pattern": "zebra ...x horse"}, "patterns.0", "can't be read", "write ... or ...3"),
        ({"pattern": "[zebra] [horse]"}, "patterns.0", "can't be read", "at least one word"),
        ({"pattern": "[zebra"}, "patterns.0", "can't be read", "closing bracket"),
        ({"pattern": "{epsilon"}, "patterns.0", "can't be read", "write {term-id}"),
        ({"pattern": "@horses zebra"}, "patterns.0", "can't be read", "add rubrics/words/horses.yaml"),
        ({"pattern": "(zebra) epsilon"}, "patterns.0", "can't be read", "“(” isn't a sign"),
        ({"pattern": "zebra|"}, "patterns.0", "can't be read", "a pattern has words"),
        ({"pattern": "{zebra} epsilon"}, "patterns.0", "no term “zebra”", "plain words"),
        ({"unless": '"zebra ..."'}, "unless.0", "can't be read", "drop the dots"),
    ],
)
def test_a_failing_rule_is_reported_at_its_line(copy: Copy, path: str, fields: dict[str, str], field: str, cause: str, cure: str) -> None:
    _add_rule(copy, path, **fields)
    found = copy.checked("epsilon", "delta", "informal")
    assert len(found) == 1, [str(p) for p in found]
    line = copy.line(path, f"    {field.split('.')[0]}: ")
    assert (found[0].path, found[0].line, found[0].field) == (path, line, f"rules.0.{field}")
    assert cause in found[0].what
    assert cure in found[0].cure


@pytest.mark.parametrize(
    ("old", "new", "field", "cause"),
    [
        (
            "wrong:\n    - Raising epsilon strengthens",
            "wrong:\n    - Raising epsilon weakens the guarantee.\n    - Raising epsilon strengthens",
            "direction.wrong.0",
            "doesn't fire",
        ),
        ("  right:\n", "  right:\n    - Raising epsilon strengthens the guarantee.\n", "direction.right.0", "fires"),
        (
            "right:\n    - Epsilon limits how much",
            "right:\n    - Epsilon is a letter.\n    - Epsilon limits how much",
            "meaning.right.0",
            "no pattern of meaning",
        ),
    ],
)
def test_a_failing_example_of_a_term_is_reported_at_its_line(copy: Copy, old: str, new: str, field: str, cause: str) -> None:
    copy.edit(EPSILON, old, new)
    found = copy.checked("epsilon", "delta", "informal")
    assert [p.field for p in found] == [field]
    assert cause in found[0].what
    assert found[0].line == copy.line(EPSILON, new.split("\n")[1].strip())


def test_a_confusion_that_is_not_found_is_reported_at_its_line(copy: Copy) -> None:
    path = f"{ROLE}/glossary/tstr.yaml"
    copy.edit(path, "    wrong:\n", "    wrong:\n      - TSTR is a letter.\n")
    found = copy.checked("tstr", "trts")
    assert [(p.line, p.field.rpartition(".")[0]) for p in found] == [(copy.line(path, "TSTR is a letter"), "confusables.0.wrong")]
    assert "isn't found as a confusion" in found[0].what


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("shown_by:\n", 'shown_by:\n      - "zebra ..."\n', "points.0.shown_by.0"),
        ("shown_by:\n", 'shown_by:\n      - "{zebra}"\n', "points.0.shown_by.0"),
        ('when: ["8.0"]', 'when: ["[8.0"]', "facts.6.when.0"),
        ('names: ["{delta}"]', 'names: ["{dleta}"]', "facts.1.names.0"),
    ],
)
def test_a_pattern_of_a_scenario_is_checked_too(copy: Copy, old: str, new: str, field: str) -> None:
    path = f"{ROLE}/compliance-briefing/scenario.yaml"
    copy.edit(path, old, new)
    found = copy.checked("epsilon", "delta", "informal")
    assert [(p.path, p.line, p.field) for p in found] == [(path, copy.line(path, new.strip().split("\n")[-1].strip()), field)]


def test_every_unreadable_pattern_is_reported_before_any_example_is_run(copy: Copy) -> None:
    _add_rule(copy, EPSILON, pattern="... zebra")
    _add_rule(copy, INFORMAL, wrong="No such animal.")
    copy.edit(f"{ROLE}/quality-report/scenario.yaml", "shown_by:\n", 'shown_by:\n      - "[zebra"\n')
    assert sorted(p.field for p in copy.checked("epsilon", "informal")) == ["points.0.shown_by.0", "rules.0.patterns.0"]


def test_a_rule_that_fires_on_what_another_file_calls_right_is_reported_there(copy: Copy) -> None:
    _add_rule(copy, EPSILON, pattern="slack|zebra", wrong="A zebra.", right="A horse.")
    found = copy.checked("epsilon", "delta", "informal")
    delta = f"{ROLE}/glossary/delta.yaml"
    assert {(p.path, p.field) for p in found} >= {(delta, "definition")}
    assert all("epsilon.zebra fires on “slack” in this right text" in p.what for p in found)
    assert found[0].cure == "narrow that rule, or word this text otherwise"


def test_a_rule_for_one_scenario_is_not_held_against_texts_of_no_scenario(copy: Copy) -> None:
    _add_rule(copy, INFORMAL, pattern="slack|zebra", wrong="A zebra.", right="A horse.")
    copy.edit(INFORMAL, 'patterns: ["slack|zebra"]', 'patterns: ["slack|zebra"]\n    only_in: [governance-policy]')
    assert copy.checked("epsilon", "delta", "informal") == []


ANSWER = f"{ROLE}/compliance-briefing/answers/memo.yaml"


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("A lower epsilon", "A higher epsilon", "epsilon.direction finds in this model answer"),
        ("in 6 months", "in 7 months", "figure.review finds in this model answer"),
        ("parts:\n", "parts:\n  - {move: decision, note: Long., text: " + "word " * 200 + "}\n", "the scenario asks for 200 to 400"),
    ],
)
def test_a_model_answer_that_is_no_level_5_is_reported(copy: Copy, old: str, new: str, cause: str) -> None:
    copy.edit(ANSWER, old, new)
    found = list(problems(copy.load()))
    assert {p.path for p in found} == {ANSWER}
    assert all(p.field.startswith("parts") for p in found)
    assert any(cause in p.what for p in found)


def test_a_fault_in_a_model_answer_is_reported_at_its_part(copy: Copy) -> None:
    copy.edit(ANSWER, "A lower epsilon", "A higher epsilon")
    (found,) = problems(copy.load())
    assert found.line == copy.line(ANSWER, "A higher epsilon") - 1  # where the part's text begins
    assert found.field == "parts.3.text"


def test_a_sample_draft_without_mistakes_is_reported(copy: Copy) -> None:
    (copy.root / f"{ROLE}/compliance-briefing/sample-draft.md").write_text("Nothing is wrong here.", "utf-8")
    (found,) = problems(copy.load())
    assert "shows 0 kinds of findings" in found.what


def test_an_excerpt_must_show_what_it_says(copy: Copy) -> None:
    path = f"{ROLE}/compliance-briefing/scenario.yaml"
    copy.edit(path, "shows: [undefined, overclaim]", "shows: [undefined, overclaim, dense]")
    found = list(problems(copy.load()))
    assert [(p.path, p.line, p.field) for p in found] == [(path, copy.line(path, "overclaim, dense"), "excerpts.1.shows.2")]


def test_a_second_name_in_the_register_needs_its_first_names(copy: Copy) -> None:
    _add_rule(copy, INFORMAL, kind="name")
    with pytest.raises(ContentError, match="nothing says which name comes first"):
        copy.checked("informal")


def test_first_names_belong_to_a_second_name(copy: Copy) -> None:
    _add_rule(copy, INFORMAL)
    copy.edit(INFORMAL, '    patterns: ["zebra epsilon"]\n', '    patterns: ["zebra epsilon"]\n    after: [horse]\n')
    with pytest.raises(ContentError, match="only a rule of kind name has it"):
        copy.checked("informal")
