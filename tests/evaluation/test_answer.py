import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.evaluation.answer import read_answer
from coach.evaluation.task import Task
from tests.evaluation.answers import DRAFT, completion, found, good, said


def test_a_good_answer_gives_levels_and_findings_at_their_place(task: Task) -> None:
    answer = read_answer(completion(said(task.rubric, found("larger epsilon", suggestion="smaller", term="epsilon"), level=3)), task)
    assert answer.unscored is None
    assert {j.level for j in answer.judgements.values()} == {3}
    assert answer.judgements["register"].reason == "Because of register."
    (finding,) = answer.findings
    assert (finding.start, finding.end, finding.source) == (DRAFT.index("larger"), DRAFT.index("larger") + 14, "llm")
    assert (finding.message, finding.suggestion, finding.term) == ("It is the reverse.", "smaller", "epsilon")


def test_a_quote_absent_from_the_draft_is_dropped_and_counted(task: Task) -> None:
    answer = read_answer(good(task.rubric), task)
    assert [f.quote for f in answer.findings] == ["larger epsilon"]
    assert answer.dropped == 1
    assert answer.unscored is None


@pytest.mark.parametrize(
    "finding",
    [
        found("larger Epsilon"),
        found(""),
        found("larger-epsilon"),
        found(DRAFT * 2),
        found("the", words_before="words that stand nowhere"),
        found("larger epsilon", category="grammar"),
        found("larger epsilon", category="missing"),
    ],
)
def test_a_finding_without_evidence_is_dropped_and_counted(task: Task, finding: dict[str, Any]) -> None:
    answer = read_answer(completion(said(task.rubric, finding)), task)
    assert (answer.findings, answer.dropped, answer.unscored) == ((), 1, None)


def test_the_category_decides_the_criterion(task: Task) -> None:
    findings = [found("pilot", "vague", criterion="facts"), found("happy", "instruction"), found("1.0", "figure", criterion="nonsense")]
    answer = read_answer(completion(said(task.rubric, *findings)), task)
    assert [f.criterion for f in answer.findings] == ["register", "integrity", "facts"]


def test_unknown_terms_and_points_are_left_out(task: Task) -> None:
    point = task.scenario.points[0].id
    answer = read_answer(completion(said(task.rubric, found("pilot", term="no-such-term"), missing=["no-such-point", point])), task)
    assert (answer.findings[0].term, answer.missing) == (None, (point,))


def test_tokens_are_counted_where_the_server_tells_them(task: Task) -> None:
    usage = read_answer(good(task.rubric), task).usage
    assert (usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (1, 900, 800, 120)


@pytest.mark.parametrize("usage", [None, "many", {}, {"prompt_tokens": "9", "completion_tokens": -1, "prompt_tokens_details": None}])
def test_odd_token_counts_are_zero(task: Task, usage: Any) -> None:
    answer = read_answer(good(task.rubric) | {"usage": usage}, task)
    assert (answer.unscored, answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.calls) == (None, 0, 0, 1)


def changed(**changes: Any) -> Any:
    return lambda rubric: completion(said(rubric, **changes))


def without(key: str) -> Any:
    return lambda rubric: completion({k: v for k, v in said(rubric).items() if k != key})


LEVELS = [0, 6, -1, "4", 4.5, 4.0, True, None, [4]]
MALFORMED: dict[str, Any] = {
    "nothing": None,
    "a text": "<html><body>502 Bad Gateway</body></html>",
    "a list": [],
    "an error body": {"error": {"message": "no"}},
    "no choices": {"choices": []},
    "choices null": {"choices": None},
    "choices a text": {"choices": "abc"},
    "a choice null": {"choices": [None]},
    "no message": {"choices": [{"finish_reason": "stop"}]},
    "message null": {"choices": [{"finish_reason": "stop", "message": None}]},
    "content null": completion(None),
    "content empty": completion(" \n"),
    "content in parts": {"choices": [{"message": {"content": [{"type": "text", "text": "{}"}]}}]},
    "prose": completion("I think the draft is a solid 4."),
    "fenced JSON": completion('```json\n{"findings": []}\n```'),
    "cut JSON": completion('{"findings": [{"quote": "larger eps'),
    "deep JSON": completion("[" * 100_000),
    "a number": completion("5"),
    "a JSON text": completion('"good"'),
    "a JSON null": completion("null"),
    "a JSON list": completion("[]"),
    "another schema": completion('{"score": 4, "feedback": "Well done."}'),
    "no findings": without("findings"),
    "no missing points": without("missing_points"),
    "a criterion left out": without("register"),
    "findings null": changed(findings=None),
    "findings a text": changed(findings=""),
    "findings an object": changed(findings={}),
    "a finding a text": changed(findings=["larger epsilon"]),
    "a finding without a quote": changed(findings=[{"message": "Bad."}]),
    "a finding with a number for a quote": changed(findings=[found("") | {"quote": 10}]),
    "a finding without a message": changed(findings=[found("larger epsilon", message="")]),
    "a severity of its own": changed(findings=[found("larger epsilon", severity="fatal")]),
    "a level of 5,000 digits": lambda rubric: completion(json.dumps(said(rubric, level=0)).replace(": 0", ": " + "1" * 5000)),
    "half a surrogate pair": changed(findings=[found("larger epsilon", message="\ud800")]),
    "missing points null": changed(missing_points=None),
    "missing points of objects": changed(missing_points=[{}]),
    "missing points a text": changed(missing_points=""),
    "a level alone": changed(register=4),
    "a level without a reason": changed(register={"level": 4, "reason": ""}),
} | {f"level {level}": changed(level=level) for level in LEVELS}


@pytest.mark.parametrize("name", MALFORMED)
def test_an_answer_of_another_form_is_malformed(task: Task, name: str) -> None:
    made = MALFORMED[name]
    answer = read_answer(made(task.rubric) if callable(made) else made, task)
    assert answer.unscored is not None
    assert answer.unscored.reason == "malformed"
    assert "try again" in answer.unscored.detail
    assert (answer.judgements, answer.findings) == ({}, ())


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda good: completion(None, refusal="I can't help with that."), "refusal"),
        (lambda good: completion(good, refusal="I can't help with that."), "refusal"),
        (lambda good: completion(good, finish="content_filter"), "refusal"),
        (lambda good: completion(None, finish="content_filter"), "refusal"),
        (lambda good: completion(json.dumps(good)[:60], finish="length"), "truncated"),
        (lambda good: completion(good, finish="length"), "truncated"),
        (lambda good: completion("", finish="length"), "truncated"),
    ],
)
def test_a_refused_or_cut_answer_is_no_score_even_where_it_could_be_read(task: Task, made: Any, reason: str) -> None:
    answer = read_answer(made(said(task.rubric)), task)
    assert answer.unscored is not None
    assert answer.unscored.reason == reason
    assert answer.judgements == {}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["larger epsilon", "misuse", "error"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["choices", "message", "content", "usage", "quote", "level"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(whole=anything, keys=st.dictionaries(st.sampled_from(["findings", "missing_points", "register", "facts"]), anything, max_size=2))
def test_whatever_a_server_sends_is_either_scored_in_full_or_unscored(task: Task, whole: Any, keys: dict[str, Any]) -> None:
    for sent in (whole, completion(said(task.rubric) | keys)):
        answer = read_answer(sent, task)
        assert (answer.unscored is None) == (set(answer.judgements) == {c.id for c in task.rubric.criteria if not c.computed})
        assert all(task.draft[f.start : f.end] == f.quote for f in answer.findings)
