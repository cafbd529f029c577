import json
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from coach.errors import CoachError
from coach.evaluation.batch import RecordedEvaluator, custom_id, in_parallel, request_lines
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.task import Task
from tests.evaluation.answers import DRAFT, completion, found, good, said, timeless


@pytest.fixture
def tasks(task: Task) -> list[Task]:
    drafts = [DRAFT, "Another draft. It has an epsilon.", "Ein Entwurf über 🔒 ε = 1,0."]
    return [replace(task, draft=d, key=custom_id(n, d), examination=replace(task.examination, findings=())) for n, d in enumerate(drafts, 1)]


def result(task: Task, body: Any, status: int = 200) -> dict[str, Any]:
    return {"id": "batch_req_1", "custom_id": task.key, "response": {"status_code": status, "request_id": "r", "body": body}, "error": None}


def recorded(path: Path, *results: Any, model: str | None = "m") -> RecordedEvaluator:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in results]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return RecordedEvaluator.from_file(path, model)


def test_a_batch_line_holds_the_request_of_one_draft(tasks: list[Task]) -> None:
    lines = [json.loads(line) for line in request_lines(tasks, "some-model")]
    assert [line["custom_id"] for line in lines] == [t.key for t in tasks]
    for line, task in zip(lines, tasks, strict=True):
        assert set(line) == {"custom_id", "method", "url", "body"}
        assert (line["method"], line["url"], line["body"]["model"]) == ("POST", "/v1/chat/completions", "some-model")
        assert task.draft in line["body"]["messages"][-1]["content"]


def test_lines_written_twice_are_the_same(tasks: list[Task]) -> None:
    assert list(request_lines(tasks, "m")) == list(request_lines(tasks, "m"))
    assert all("\n" not in line for line in request_lines(tasks, "m"))


def test_an_id_tells_line_and_draft() -> None:
    assert custom_id(7, DRAFT).startswith("7-")
    assert len({custom_id(1, "a"), custom_id(2, "a"), custom_id(1, "b"), custom_id(1, "\ud800")}) == 4


def test_results_give_the_evaluations_that_live_answers_give(tasks: list[Task], tmp_path: Path) -> None:
    bodies = [
        good(tasks[0].rubric),
        completion(said(tasks[1].rubric, found("an epsilon", "form"), level=2)),
        completion(None, refusal="I can't help with that."),
    ]
    evaluator = recorded(tmp_path / "out.jsonl", *(result(t, b) for t, b in reversed(list(zip(tasks, bodies, strict=True)))))
    for task, body in zip(tasks, bodies, strict=True):
        live = ModelEvaluator("some-model", lambda _, body=body: body).evaluate(task)
        assert timeless(evaluator.evaluate(task)) == timeless(live)
    assert evaluator.evaluate(tasks[0]).dropped_quotes == 1


def test_a_draft_without_a_line_is_unscored_and_costs_no_call(tasks: list[Task], tmp_path: Path) -> None:
    evaluation = recorded(tmp_path / "out.jsonl", result(tasks[0], good(tasks[0].rubric))).evaluate(tasks[1])
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "missing-result"
    assert str(tasks[1].key) in evaluation.unscored.detail
    assert evaluation.usage.calls == 0


def test_a_draft_changed_since_the_batch_was_written_has_no_line(tasks: list[Task], tmp_path: Path) -> None:
    changed = replace(tasks[0], key=custom_id(1, DRAFT + "More."))
    evaluation = recorded(tmp_path / "out.jsonl", result(tasks[0], good(tasks[0].rubric))).evaluate(changed)
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "missing-result"


@pytest.mark.parametrize(
    "response",
    [None, {"status_code": 500, "body": {"error": {"message": "no"}}}, {"status_code": 429, "body": None}, {"body": {}}, {}, "failed", ["failed"]],
)
def test_a_failed_line_is_unscored(tasks: list[Task], tmp_path: Path, response: Any) -> None:
    evaluator = recorded(tmp_path / "out.jsonl", result(tasks[0], None) | {"response": response}, result(tasks[1], good(tasks[1].rubric)))
    evaluation = evaluator.evaluate(tasks[0])
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "server-error"
    assert "Run it again" in evaluation.unscored.detail
    assert evaluator.evaluate(tasks[1]).unscored is None


@pytest.mark.parametrize("body", [None, "<html>", [], {"choices": []}])
def test_a_body_that_is_no_completion_is_malformed(tasks: list[Task], tmp_path: Path, body: Any) -> None:
    unscored = recorded(tmp_path / "out.jsonl", result(tasks[0], body)).evaluate(tasks[0]).unscored
    assert unscored is not None
    assert unscored.reason == "malformed"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\x1c", "\r"])
def test_a_separator_inside_an_answer_does_not_end_its_line(tasks: list[Task], tmp_path: Path, separator: str) -> None:
    """JSON escapes line feeds only: U+2028 and its like stand in a line as they are."""
    body = completion(json.dumps(said(tasks[0].rubric, found("larger epsilon", message=f"It has one{separator}two")), ensure_ascii=False))
    evaluation = recorded(tmp_path / "out.jsonl", result(tasks[0], body)).evaluate(tasks[0])
    assert [f.message for f in evaluation.findings] == [f"It has one{separator}two"]


def test_blank_lines_and_windows_line_ends_do_no_harm(tasks: list[Task], tmp_path: Path) -> None:
    line = json.dumps(result(tasks[0], good(tasks[0].rubric)))
    assert recorded(tmp_path / "out.jsonl", "", f"{line}\r", " ").evaluate(tasks[0]).unscored is None


@pytest.mark.parametrize("line", ["{", "[]", '"text"', "7", '{"response": null}', '{"custom_id": []}', "1" * 5000, "[" * 100_000])
def test_a_broken_results_file_is_named_with_its_line(tasks: list[Task], tmp_path: Path, line: str) -> None:
    with pytest.raises(CoachError, match=r"out\.jsonl:2: .* Use the file as the batch wrote it"):
        recorded(tmp_path / "out.jsonl", result(tasks[0], None), line)


def test_a_results_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"custom_id": "\xe9"}\n')
    for name in ("latin.jsonl", "absent.jsonl", "."):
        with pytest.raises(CoachError, match="can't be read"):
            RecordedEvaluator.from_file(tmp_path / name, None)


def test_the_results_tell_which_model_answered(tasks: list[Task], tmp_path: Path) -> None:
    assert recorded(tmp_path / "a", result(tasks[0], good(tasks[0].rubric)), model="another").evaluate(tasks[0]).evaluator.model == "some-model"
    assert recorded(tmp_path / "b", result(tasks[0], {}), model="another").evaluate(tasks[0]).evaluator.model == "another"
    assert recorded(tmp_path / "c", model=None).evaluate(tasks[0]).evaluator.model == "recorded"


@pytest.mark.parametrize("at_once", [1, 8, 50])
def test_work_in_parallel_keeps_its_order_and_no_more_at_once_than_asked_for(at_once: int) -> None:
    together, running, seen = Barrier(at_once, timeout=20), set[int](), list[int]()

    def work(number: int) -> int:
        running.add(number)
        together.wait()
        seen.append(len(running))
        together.wait()
        running.discard(number)
        return number

    assert list(in_parallel(work, range(200), at_once)) == list(range(200))
    assert max(seen) == at_once
