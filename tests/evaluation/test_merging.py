from dataclasses import replace
from typing import Any

import pytest

from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.task import Task, TaskMaker
from coach.models import Evaluation, Finding, Unscored
from tests.evaluation.answers import DRAFT, by_rule, completion, found, said


def answered(task: Task, *findings: dict[str, Any], **changes: Any) -> Evaluation:
    return ModelEvaluator("m", lambda _: completion(said(task.rubric, *findings, **changes))).evaluate(task)


def seen(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(f.quote, f.source) for f in evaluation.findings]


def test_findings_of_both_stand_in_reading_order(task: Task) -> None:
    evaluation = answered(standing(task), found("the results", "vague"), found("Epsilon", "undefined"))
    assert seen(evaluation) == [("Epsilon", "llm"), ("larger epsilon protects", "rules"), ("We're", "rules"), ("the results", "llm")]


@pytest.mark.parametrize("quote", ["larger epsilon protects", "epsilon", "A larger epsilon protects customers", "protects customers", "A l"])
def test_one_place_has_one_finding_and_the_model_explains_it(task: Task, quote: str) -> None:
    words = "larger" if quote == "epsilon" else ""
    assert seen(answered(task, found(quote, words_before=words))) == [(quote, "llm"), ("We're", "rules")]


def test_neighbours_that_only_touch_are_two_places(task: Task) -> None:
    evaluation = answered(standing(task), found("A "), found(" customers better"))
    assert seen(evaluation) == [("A ", "llm"), ("larger epsilon protects", "rules"), (" customers better", "llm"), ("We're", "rules")]


def test_a_model_that_marks_a_place_twice_is_heard_once(task: Task) -> None:
    evaluation = answered(task, found("the pilot", "vague"), found("the pilot", "tone"), found("pilot starts", "dense"), found("on Monday", "vague"))
    assert seen(evaluation)[-2:] == [("the pilot", "llm"), ("on Monday", "llm")]
    assert [f.category for f in evaluation.findings][-2:] == ["vague", "vague"]


def test_missing_points_are_the_models_once_each_and_last(task: Task) -> None:
    first, second = (p.id for p in task.scenario.points[:2])
    evaluation = answered(task, found("on Monday", "vague"), missing=[second, first, second])
    points = [(f.point, f.quote, f.start, f.end, f.criterion, f.category) for f in evaluation.findings[-2:]]
    assert points == [(p, "", 0, 0, "coverage", "missing") for p in (second, first)]
    assert sum(f.category == "missing" for f in evaluation.findings) == 2
    assert task.scenario.points[0].title in evaluation.findings[-1].message


def test_levels_stand_in_the_order_of_the_rubric(task: Task) -> None:
    assert list(answered(task, level=2).levels) == [c.id for c in task.rubric.criteria]


@pytest.mark.parametrize(("said_level", "level"), [(5, 5), (4, 5), (3, 4), (2, 4), (1, 3)])
def test_a_level_is_the_models_as_far_as_the_findings_carry_it(task: Task, said_level: int, level: int) -> None:
    sound = with_rules(task)
    assert answered(sound, level=said_level).levels["register"] == level


def test_within_a_step_the_weight_of_the_findings_decides(task: Task) -> None:
    said_levels = [answered(task, found("the results", "tone"), level=n).levels["register"] for n in (5, 4, 3, 2, 1)]
    assert said_levels == [4, 3, 3, 3, 2]  # one phrase that is informal, and one that puts the reader off


def test_a_computed_level_follows_from_the_findings_of_both(task: Task) -> None:
    first, *others = task.rubric.criteria
    rubric = task.rubric.model_copy(
        update={"criteria": (first.model_copy(update={"computed": True, "weights": {"misuse": 1.0, "form": 1.0}, "cuts": (1, 2, 3, 4)}), *others)}
    )
    computed = replace(standing(task), rubric=rubric)
    assert answered(computed, level=5).levels[first.id] == 4
    both = answered(computed, found("the pilot", "form"), level=5)
    assert both.levels[first.id] == 3
    assert "1 term is in a wrong form" in both.judgements[0].reason


@pytest.mark.parametrize("reason", ["timeout", "unreachable", "refusal", "malformed"])
def test_an_unscored_draft_keeps_what_the_rules_found_and_gets_no_level(task: Task, reason: Any) -> None:
    def fail(_: Any) -> Any:
        raise NoAnswer(Unscored(reason=reason, detail="Try again."))

    evaluation = ModelEvaluator("m", fail).evaluate(task)
    assert evaluation.unscored == Unscored(reason=reason, detail="Try again.")
    assert evaluation.findings == task.examination.findings
    assert evaluation.levels == dict.fromkeys((c.id for c in task.rubric.criteria), None)
    assert evaluation.usage.calls == 1


def test_half_an_answer_is_no_answer(task: Task) -> None:
    evaluation = answered(task, found("the pilot", "vague"), register={"reason": "Chatty.", "level": 9})
    assert evaluation.unscored is not None
    assert (set(evaluation.levels.values()), evaluation.findings) == ({None}, task.examination.findings)


def test_an_evaluation_names_what_judged(task: Task) -> None:
    info = answered(task).evaluator
    assert (info.kind, info.model, info.prompt, info.rubric) == ("llm", "m", task.prompt.info.id, task.rubric.id)
    assert info.prompt_hash == task.prompt.hash
    assert DRAFT not in answered(task).evaluator.model_dump_json()


def standing(task: Task) -> Task:
    """With rule findings that a model's silence doesn't overrule."""
    return with_rules(task, of_a_term("larger epsilon protects"), by_rule("We're", "informal", "register"))


def with_rules(task: Task, *findings: Finding) -> Task:
    return replace(task, examination=replace(task.examination, findings=findings))


def of_a_term(quote: str, category: str = "misuse", severity: str = "error") -> Finding:
    """A finding by a rule of a term's own file."""
    changes = {"term": "epsilon", "rule": "epsilon.direction", "severity": severity}
    return by_rule(quote, category, "terminology").model_copy(update=changes)


def test_both_sources_are_named_where_they_say_the_same(task: Task) -> None:
    first, second = answered(task, found("A larger epsilon")).findings[:2]
    assert (first.quote, first.source, first.also) == ("A larger epsilon", "llm", "rules")
    assert (second.quote, second.source, second.also) == ("We're", "rules", None)


def test_where_they_differ_the_learner_sees_the_model_and_the_author_both(task: Task) -> None:
    evaluation = answered(task, found("larger epsilon protects", "overclaim"))
    assert [(f.category, f.source, f.also) for f in evaluation.findings if f.start < 40 and f.quote] == [("overclaim", "llm", None)]
    assert [(f.category, f.source) for f in evaluation.overruled] == [("misuse", "rules")]


@pytest.mark.parametrize(("category", "also", "overruled"), [("misuse", "llm", []), ("vague", None, [("vague", "llm")])])
def test_the_terms_own_file_is_the_authority(task: Task, category: str, also: Any, overruled: list[tuple[str, str]]) -> None:
    evaluation = answered(with_rules(task, of_a_term("epsilon protects")), found("larger epsilon", category))
    assert [(f.quote, f.source, f.also) for f in evaluation.findings] == [("epsilon protects", "rules", also)]
    assert [(f.category, f.source) for f in evaluation.overruled] == overruled


def test_what_a_rule_only_guesses_at_is_overruled_by_a_models_silence(task: Task) -> None:
    guess, form = by_rule("the results", "vague", "register"), by_rule("We're", "informal", "register")
    evaluation = answered(with_rules(task, of_a_term("epsilon protects"), form, guess))
    assert [f.quote for f in evaluation.findings if f.quote] == ["epsilon protects", "We're"]
    assert evaluation.overruled == (guess,)


def test_what_a_reader_knows_is_no_matter_of_the_terms_file(task: Task) -> None:
    evaluation = answered(with_rules(task, of_a_term("epsilon protects", "undefined")), found("larger epsilon", "form"))
    assert seen(evaluation) == [("larger epsilon", "llm")]
    assert [f.category for f in evaluation.overruled] == ["undefined"]


def test_a_misuse_bounds_what_a_model_gives_and_the_reason_says_so(task: Task) -> None:
    wrong = with_rules(task, of_a_term("epsilon protects"))
    terminology, register = answered(wrong, level=5).judgements[:2]
    assert (terminology.level, register.level) == (3, 5)
    assert terminology.reason == "Because of terminology. In the draft: 1 statement about the field is wrong. With that, the level is at most 3."
    assert register.reason == "Because of register."
    assert answered(wrong, level=1).levels["terminology"] == 3
    assert answered(wrong, found("the pilot", severity="error"), level=5).levels["terminology"] == 2
    assert answered(with_rules(task, of_a_term("epsilon protects", severity="warning")), level=5).levels["terminology"] == 4


def test_a_text_off_the_topic_gets_the_lowest_level_without_a_call(maker: TaskMaker) -> None:
    def call(_: Any) -> Any:
        raise AssertionError("the model was asked")

    task = maker.make("Our hotel has a pool, and breakfast's free for all guests!", "compliance-briefing")
    evaluation = ModelEvaluator("m", call).evaluate(task)
    judged = {c.id for c in task.rubric.criteria if not c.computed}
    assert {evaluation.levels[c] for c in judged} == {1}
    assert all("nothing of this scenario" in j.reason for j in evaluation.judgements if j.criterion in judged)
    assert evaluation.levels["coverage"] == 1
    assert (evaluation.unscored, evaluation.usage.calls) == (None, 0)
    assert evaluation.findings == task.examination.findings


@pytest.mark.parametrize("draft", ["Epsilon says it.", "The figure is 48,000.", "An attack was run against the table, and some risk remains."])
def test_a_text_with_a_term_a_figure_or_a_point_is_on_the_topic(maker: TaskMaker, draft: str) -> None:
    assert not maker.make(draft, "compliance-briefing").off_topic
