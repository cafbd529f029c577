"""Two texts side by side: quotes of both, and what one does that the other doesn't."""

import pytest

from coach.content import RoleContent
from coach.content.scenario import ModelAnswer, Scenario
from coach.language.examine import Engine
from coach.ui import audience, comparing
from coach.ui.side_by_side import Cell, Row, table

DRAFT = "Please decide whether the analytics team may use the table. Epsilon is 1.0. The membership inference attack had an AUC of 0.51."


@pytest.fixture
def answer(role: RoleContent) -> ModelAnswer:
    return role.answers["compliance-briefing"][0]


def test_each_point_is_quoted_from_both_texts_or_said_to_be_missing(engine: Engine, briefing: Scenario, answer: ModelAnswer) -> None:
    rows = comparing.points(briefing, answer, engine.survey(DRAFT, briefing), engine.survey(answer.text, briefing))
    assert [r.about for r in rows] == [p.title for p in briefing.points]
    by_title = {r.about: r for r in rows}
    assert by_title["What the officer is asked to decide"].left.quote == "Please decide whether the analytics team may use the table."
    assert by_title["What delta means"].left == Cell("○ not covered yet")
    assert by_title["What delta means"].right.said == "✓ in its part “How the customers are protected”"
    assert all(r.right.quote in answer.text for r in rows if r.right.quote)


def test_it_is_said_what_the_answer_does_that_the_draft_does_not(engine: Engine, role: RoleContent, briefing: Scenario, answer: ModelAnswer) -> None:
    yours, theirs = engine.survey(DRAFT, briefing), engine.survey(answer.text, briefing)
    said = " ".join(comparing.differences(role, briefing, yours, theirs))
    assert "What delta means" in said
    assert "privacy budget left this year after this release (3.0)" in said
    assert "It explains" in said
    same = " ".join(comparing.differences(role, briefing, theirs, theirs))
    assert "Yours covers every point" in same
    assert "It explains" not in same
    assert comparing.terms(role, briefing, theirs, theirs) == []


def test_a_point_that_is_stated_with_a_mistake_is_not_called_covered(engine: Engine, role: RoleContent, briefing: Scenario, answer: ModelAnswer) -> None:
    wrong = "The higher epsilon is, the stronger the protection of each customer."
    yours, theirs = engine.survey(f"{DRAFT} {wrong}", briefing), engine.survey(answer.text, briefing)
    row = next(r for r in comparing.points(briefing, answer, yours, theirs) if r.about == "What epsilon means, and which way it works")
    assert row.left == Cell("◪ stated, with a mistake to mend", wrong)
    assert any("with a mistake to mend: What epsilon means, and which way it works" in said for said in comparing.differences(role, briefing, yours, theirs))


def test_a_rewriting_shows_kept_figures_and_terms_no_longer_explained(engine: Engine, role: RoleContent, answer: ModelAnswer) -> None:
    source, made = role.other_audiences["compliance-briefing-for-data-scientists"]
    old = engine.survey(answer.text, source)
    new = engine.survey("At epsilon 1.0 correlation preservation is 0.90, against 0.71 at epsilon 0.1. The attack AUC is 0.51.", made)
    said = " ".join(audience.differences(role, source, old, new))
    assert "figures stand in both texts" in said
    assert "No longer explained: epsilon; " in said
    assert "No longer used: " in said
    rows = {r.about: r for r in audience.facts(source, old, new)}
    assert rows["correlation preservation at epsilon 1.0: 0.90"].right.said == "✓ stated"
    assert rows["delta: 1e-6"].right == Cell("– not stated")
    assert rows["delta: 1e-6"].left.quote in answer.text


def test_each_text_is_held_against_its_own_reader(engine: Engine, role: RoleContent, gold: dict[str, str]) -> None:
    source, made = role.other_audiences["compliance-briefing-for-data-scientists"]
    pair = [(s, engine.examine(gold["cb-05"], s), engine.survey(gold["cb-05"], s)) for s in (source, made)]
    rows = {r.about: r for r in audience.register(*pair)}
    assert rows["Length"].left.said == "199 words, of 200 to 400"
    assert rows["Length"].right.said == "199 words, of 150 to 350"
    assert rows["Formality"].right.said.startswith("too informal for this reader")


def test_a_quote_is_never_markup() -> None:
    attack = "<img src=x onerror=alert(1)>"
    shown = table(attack, attack, attack, [Row(attack, Cell(attack, attack), Cell("", None))])
    assert "<img" not in shown
    assert "&lt;img" in shown
