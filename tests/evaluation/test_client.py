"""The client against a server over real sockets that fails in every way we know of."""

import json
import logging
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as running_threads
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner
from werkzeug import Request, Response

from coach.cli import app
from coach.content.prices import Price, Prices
from coach.evaluation.client import configured_model
from coach.evaluation.task import Task
from coach.models import Unscored
from tests.evaluation.answers import DRAFT, completion, good
from tests.evaluation.asking import HTML, KEY, SOON, Answers, asked, client_of, error, judged, why

CANARY = "larger epsilon protects"


def test_a_good_answer_is_scored_from_one_request(server: HTTPServer, task: Task) -> None:
    evaluation = judged(server, task, good(task.rubric))
    judged_levels = {evaluation.levels[c.id] for c in task.rubric.criteria if not c.computed}
    assert (evaluation.unscored, judged_levels) == (None, {4})
    assert [f.quote for f in evaluation.findings if f.source == "llm"] == ["larger epsilon"]
    assert evaluation.dropped_quotes == 1
    assert (evaluation.usage.calls, evaluation.usage.input_tokens, evaluation.usage.output_tokens) == (1, 900, 120)
    ((request, _),) = server.log
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    sent = json.loads(request.get_data())
    assert (sent["model"], sent["response_format"]["type"]) == ("some-model", "json_schema")
    assert f"\n{DRAFT}\n" in sent["messages"][-1]["content"]


def test_an_answer_costs_what_the_price_list_says_and_without_a_price_nothing_is_said(server: HTTPServer, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    server.expect_request("/v1/chat/completions").respond_with_json(good(task.rubric))
    monkeypatch.setenv("COACH_LLM_BASE_URL", server.url_for("/v1"))
    monkeypatch.setenv("COACH_LLM_MODEL", "some-model")
    price = Price(server=server.url_for("/v1"), model="some-model", input=2, cached_input=0.5, output=8, date=date(2026, 7, 24), source="a list")
    costs = []
    for prices in (Prices(prices=(price,)), Prices()):
        model = configured_model(prices)
        assert model is not None
        costs.append(model.evaluate(task).usage.cost_usd)
    assert costs == [pytest.approx((100 * 2 + 800 * 0.5 + 120 * 8) / 1e6), None]


@pytest.mark.parametrize(
    ("answer", "reason", "advice"),
    [
        (completion(None, refusal="I can't help with that."), "refusal", "try again"),
        (completion('{"findings": [{"quo', finish="length"), "truncated", "try again"),
        (completion("Solid 4."), "malformed", "try again"),
        ({"choices": []}, "malformed", "try again"),
        (HTML, "malformed", "COACH_LLM_BASE_URL ends in /v1"),
        (Response("", content_type="application/json"), "malformed", "COACH_LLM_BASE_URL ends in /v1"),
        (Response(b"\xff\xfe{}", content_type="application/json"), "malformed", ""),
        (error(401), "unauthorised", "Check COACH_LLM_API_KEY"),
        (error(403), "unauthorised", "Check COACH_LLM_API_KEY"),
        (error(404, "model not found"), "unknown-model", "Check COACH_LLM_MODEL"),
        (error(400, "response_format is not supported"), "rejected", "JSON schemas"),
        (error(400, "This model's maximum context length is 4096 tokens."), "too-long", "Shorten the draft"),
        (error(429, headers=SOON), "rate-limited", "Wait a minute"),
        (error(500, headers=SOON), "server-error", "Try again"),
        (error(503, headers=SOON), "server-error", "Try again"),
    ],
)
def test_a_fault_becomes_a_typed_reason_and_a_sentence_with_what_to_do(server: HTTPServer, task: Task, answer: Any, reason: str, advice: str) -> None:
    evaluation = judged(server, task, answer)
    unscored = why(evaluation)
    assert unscored.reason == reason
    assert advice in unscored.detail
    assert evaluation.findings == task.examination.findings
    assert KEY not in unscored.detail
    assert CANARY not in unscored.detail


@pytest.mark.parametrize(("status", "tries"), [(429, 3), (500, 3), (502, 3), (401, 1), (403, 1), (404, 1), (413, 1)])
def test_only_faults_that_may_pass_are_tried_again(server: HTTPServer, task: Task, status: int, tries: int) -> None:
    assert why(judged(server, task, error(status, headers=SOON)))
    assert len(server.log) == tries


def test_an_answer_at_the_second_try_counts(server: HTTPServer, task: Task) -> None:
    server.expect_oneshot_request("/v1/chat/completions").respond_with_response(error(429, headers=SOON))
    assert judged(server, task, good(task.rubric)).unscored is None
    assert len(server.log) == 2


def test_a_server_that_asks_for_an_hour_is_not_waited_for(server: HTTPServer, task: Task) -> None:
    assert why(judged(server, task, error(429, headers={"retry-after": "3600"}))).reason == "rate-limited"
    assert len(server.log) == 1


def test_a_server_that_is_not_there_is_unreachable(task: Task) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    unscored = why(asked(client_of(f"http://127.0.0.1:{port}/v1"), task))
    assert unscored.reason == "unreachable"
    assert f"127.0.0.1:{port}" in unscored.detail
    assert "Is the server running" in unscored.detail


def after(seconds: float, server: HTTPServer, task: Task, answer: Answers) -> tuple[Unscored, list[Thread]]:
    """Why there was no answer within `seconds`, and the threads that the client left behind."""
    before = set(running_threads())
    unscored = why(judged(server, task, answer, seconds))
    return unscored, [t for t in running_threads() if t not in before and "process_request" not in t.name]


def test_a_call_past_its_deadline_is_given_up_and_not_sent_again(server: HTTPServer, task: Task) -> None:
    finished, sent = Event(), []

    def wait(request: Request) -> Response:
        sent.append(request)
        finished.wait(20)
        return error(500)

    unscored, threads = after(0.4, server, task, wait)
    assert (unscored.reason, "0.4 s" in unscored.detail, "COACH_LLM_DEADLINE_S" in unscored.detail) == ("timeout", True, True)
    for thread in threads:
        thread.join(20)
    finished.set()
    assert len(sent) == 1


def test_a_slow_drip_ends_at_the_deadline(server: HTTPServer, task: Task) -> None:
    finished = Event()

    def spaces_then_answer() -> Iterator[bytes]:
        yield from (b" " for _ in range(60) if not finished.wait(0.05))
        yield json.dumps(good(task.rubric)).encode()

    def drip(_: Request) -> Response:
        return Response(spaces_then_answer(), content_type="application/json")

    unscored, _ = after(0.4, server, task, drip)
    finished.set()
    assert unscored.reason == "timeout"


def test_two_runs_of_the_command_put_one_draft_between_two_markers(server: HTTPServer, task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"BASE_URL": server.url_for("/v1"), "MODEL": "some-model", "API_KEY": KEY}.items():
        monkeypatch.setenv(f"COACH_LLM_{name}", value)
    (tmp_path / "draft.md").write_text(DRAFT, "utf-8")
    server.expect_request("/v1/chat/completions").respond_with_json(good(task.rubric))
    for _ in range(2):
        assert CliRunner().invoke(app, ["evaluate", str(tmp_path / "draft.md"), "--scenario", "compliance-briefing", "--force"]).exit_code == 0
    sent = [json.loads(request.get_data())["messages"][-1]["content"] for request, _ in server.log]
    assert len({text.rsplit("\n", 1)[1] for text in sent}) == 2


@pytest.mark.parametrize("answer", ["good", completion(None, refusal="No."), HTML, error(500, headers=SOON), error(401), error(400, "context")])
def test_neither_key_nor_draft_is_ever_logged(server: HTTPServer, task: Task, answer: Any, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "httpx", "httpx2", "httpcore", "httpcore2", "langchain_core"):
        caplog.set_level(logging.DEBUG, logger=name)
    judged(server, task, good(task.rubric) if answer == "good" else answer)
    request = server.log[0][0]
    assert KEY in str(request.headers)
    assert CANARY in request.get_data(as_text=True)
    written = caplog.text + "".join(capfd.readouterr())
    assert KEY not in written
    assert CANARY not in written
