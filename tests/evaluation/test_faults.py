"""Every fault of a server, over real sockets: what it is called, how often it is tried, and what the learner is told."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from coach.evaluation import client as client_module
from coach.evaluation import retrying
from coach.evaluation.task import Task
from tests.evaluation.answers import completion, found, good, said
from tests.evaluation.asking import HTML, SOON, asked, client_of, error, judged, why
from tests.evaluation.raw_server import raw_server, reset, response, sending

Fault = tuple[Any, str, int]
QUOTA = Response('{"error": {"message": "You exceeded your current quota.", "code": "insufficient_quota"}}', 429, content_type="application/json")
NO_SUCH_MODEL = Response('{"error": {"message": "No.", "code": "model_not_found"}}', 400, content_type="application/json")
FILTERED = Response('{"error": {"message": "No.", "code": "content_filter"}}', 400, content_type="application/json")
NEVER_AGAIN = {"x-should-retry": "false"}

OF_STATUS: dict[str, Fault] = {
    "429": (error(429, headers=SOON), "rate-limited", 3),
    "429 with 600 s to wait": (error(429, headers={"retry-after": "600"}), "rate-limited", 1),
    "429 without credit": (QUOTA, "out-of-credit", 1),
    "402": (error(402), "out-of-credit", 1),
    "500": (error(500, headers=SOON), "server-error", 3),
    "500 for good": (error(500, headers=NEVER_AGAIN), "server-error", 1),
    "501": (error(501), "server-error", 1),
    "503": (error(503, headers=SOON), "server-error", 3),
    "408": (error(408, headers=SOON), "server-error", 3),
    "wrong key": (error(401, "Incorrect API key provided"), "unauthorised", 1),
    "forbidden": (error(403), "unauthorised", 1),
    "unknown model": (error(404, "The model `x` does not exist"), "unknown-model", 1),
    "unknown model, status 400": (NO_SUCH_MODEL, "unknown-model", 1),
    "wrong path": (Response("<h1>Not Found</h1>", 404, content_type="text/html"), "unknown-model", 1),
    "wrong method": (error(405), "rejected", 1),
    "too large": (error(413), "too-long", 1),
    "filtered by the server": (FILTERED, "refusal", 1),
    "a redirect": (Response("", 307, {"location": "http://127.0.0.1:9/v1/chat/completions"}), "rejected", 1),
}
TOO_LONG = [
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
    "request (9051 tokens) exceeds the available context size (4096 tokens), try increasing it",
    "prompt is too long: 250000 tokens > 200000 maximum",
    "The input token count (40000) exceeds the maximum number of tokens allowed (32768).",
    "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 4000 `max_new_tokens`",
]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "_FIRST_WAIT_S", 0.01)


@pytest.mark.parametrize("name", OF_STATUS)
def test_a_status_has_its_reason_and_is_tried_again_only_where_that_helps(server: HTTPServer, task: Task, name: str) -> None:
    answer, reason, calls = OF_STATUS[name]
    evaluation = judged(server, task, answer)
    assert (why(evaluation).reason, evaluation.usage.calls, len(server.log)) == (reason, calls, calls)
    assert evaluation.findings == task.examination.findings


@pytest.mark.parametrize("message", TOO_LONG)
@pytest.mark.parametrize("status", [400, 422])
def test_a_context_overflow_is_too_long_at_the_first_call(server: HTTPServer, task: Task, message: str, status: int) -> None:
    evaluation = judged(server, task, error(status, message))
    assert (why(evaluation).reason, len(server.log)) == ("too-long", 1)


def of(**changes: Any) -> Any:
    return lambda task: completion(said(task.rubric) | changes)


# An answer that lacks what the schema requires may come from a server that knows no schemas: it is asked once more, in words.
OF_CONTENT: dict[str, Fault] = {
    "HTML": (HTML, "malformed", 1),
    "nothing": (Response("", content_type="application/json"), "malformed", 1),
    "a list": (Response("[]", content_type="application/json"), "malformed", 1),
    "an error with status 200": ({"error": {"message": "Unexpected endpoint"}}, "server-error", 3),
    "no choices": ({"choices": []}, "malformed", 1),
    "content null": (completion(None), "malformed", 1),
    "a refusal": (completion(None, refusal="No."), "refusal", 1),
    "a content filter": (completion('{"findings": [', finish="content_filter"), "refusal", 1),
    "a length limit": (completion('{"findings": [', finish="length"), "truncated", 1),
    "no JSON": (completion("A solid 4."), "malformed", 2),
    "cut JSON": (completion('{"findings": ['), "malformed", 2),
    "another schema": (completion('{"score": 4}'), "malformed", 2),
    "level 0": (of(register={"reason": "So.", "level": 0}), "malformed", 1),
    "level 6": (of(register={"reason": "So.", "level": 6}), "malformed", 1),
    "level “5”": (of(register={"reason": "So.", "level": "5"}), "malformed", 1),
    "level 4.5": (of(register={"reason": "So.", "level": 4.5}), "malformed", 1),
    "no reason": (of(register={"reason": "", "level": 4}), "malformed", 1),
    "findings null": (of(findings=None), "malformed", 1),
}


@pytest.mark.parametrize("name", OF_CONTENT)
def test_an_answer_that_cannot_be_read_is_no_score(server: HTTPServer, task: Task, name: str) -> None:
    answer, reason, calls = OF_CONTENT[name]
    evaluation = judged(server, task, answer(task) if callable(answer) and not isinstance(answer, Response) else answer)
    assert (why(evaluation).reason, evaluation.usage.calls, len(server.log)) == (reason, calls, calls)
    assert evaluation.findings == task.examination.findings


@pytest.mark.parametrize("kind", ["seconds", "date", "milliseconds"])
def test_a_wait_beyond_the_deadline_is_said_and_not_waited_for(server: HTTPServer, task: Task, kind: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=595), usegmt=True)
    headers = {"seconds": {"retry-after": "600"}, "date": {"retry-after": later}, "milliseconds": {"retry-after-ms": "600000"}}[kind]
    evaluation = judged(server, task, error(429, headers=headers))
    assert (why(evaluation).reason, len(server.log)) == ("rate-limited", 1)
    assert "Wait 10 minutes and try again" in why(evaluation).detail


@pytest.mark.parametrize("told", ["soon", "-5", "1e9", "nan", "", "Wed, 21 Oct 2015 07:28:00 GMT", "²"])
def test_an_odd_retry_after_is_an_ordinary_fault(server: HTTPServer, task: Task, told: str) -> None:
    server.expect_oneshot_request("/v1/chat/completions").respond_with_response(error(503, headers={"retry-after": told}))
    evaluation = judged(server, task, good(task.rubric))
    assert (evaluation.unscored, evaluation.usage.calls) == (None, 2)


def test_one_deadline_stands_over_all_tries(server: HTTPServer, task: Task) -> None:
    evaluation = judged(server, task, error(503, headers={"retry-after-ms": "700"}), deadline=1.2)
    assert (why(evaluation).reason, evaluation.usage.calls) == ("server-error", len(server.log))
    assert len(server.log) < 3


def whole(task: Task) -> bytes:
    return json.dumps(good(task.rubric)).encode()


BROKEN: dict[str, tuple[Any, str]] = {
    "a reset before the answer": (lambda body: reset, "unreachable"),
    "a close before the answer": (lambda body: lambda connection: None, "unreachable"),
    "no HTTP": (lambda body: sending(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "a body shorter than its length": (lambda body: sending(response(body[:200], len(body))), "truncated"),
    "no body": (lambda body: sending(response(b"", len(body))), "truncated"),
    "JSON that breaks off": (lambda body: sending(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body[:200]), "truncated"),
    "a chunk that breaks off": (lambda body: sending(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n" + body[:200]), "truncated"),
    "no gzip": (lambda body: sending(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + body), "truncated"),
    "an error that breaks off": (lambda body: sending(b"HTTP/1.1 500 Oops\r\nContent-Length: 500\r\n\r\n{"), "truncated"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_connection_is_tried_again_and_then_named(task: Task, name: str) -> None:
    made, reason = BROKEN[name]
    body = whole(task)
    with raw_server(made(body)) as (url, requests):
        evaluation = asked(client_of(url), task)
    assert (why(evaluation).reason, evaluation.usage.calls, len(requests)) == (reason, 3, 3)
    with raw_server(made(body), sending(response(body))) as (url, requests):
        evaluation = asked(client_of(url), task)
    assert (evaluation.unscored, evaluation.usage.calls, len(requests)) == (None, 2, 2)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 400 Bad\r\n\r\n"], ids=["header", "body", "error"])
def test_a_slow_drip_ends_at_the_deadline_whatever_drips(task: Task, head: bytes) -> None:
    finished, left = Event(), Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        try:
            while not finished.wait(0.02):
                connection.sendall(b" ")
        except OSError:
            left.set()

    with raw_server(drip) as (url, requests):
        evaluation = asked(client_of(url, 0.4), task)
        assert (why(evaluation).reason, evaluation.usage.calls, len(requests)) == ("timeout", 1, 1)
        if head == b"HTTP/1.1 200 OK\r\n\r\n":
            assert left.wait(20), "the answer that nobody waits for goes on, and is paid for"
        finished.set()


def test_an_answer_without_end_is_given_up(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_MOST_BYTES", 100_000)

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n[")
        while True:
            connection.sendall(b" " * 65_536)

    with raw_server(flood) as (url, requests):
        assert why(asked(client_of(url), task)).reason == "malformed"
    assert len(requests) == 1


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Connections to it are never answered: others fill its queue."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]


def test_a_server_behind_a_wall_is_given_up_long_before_the_deadline(task: Task, silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_CONNECT_S", 0.1)
    evaluation = asked(client_of(f"http://127.0.0.1:{silent_port}/v1", 60), task)
    assert (why(evaluation).reason, evaluation.usage.calls) == ("unreachable", 3)
    assert "nothing answers there" in why(evaluation).detail


def test_a_name_that_nobody_knows_is_unreachable_at_once(task: Task) -> None:
    evaluation = asked(client_of("http://model.coach.invalid/v1"), task)
    assert (why(evaluation).reason, evaluation.usage.calls) == ("unreachable", 1)
    assert "its name isn't known here" in why(evaluation).detail


def test_https_to_a_server_that_speaks_http_says_so(server: HTTPServer, task: Task) -> None:
    evaluation = asked(client_of(server.url_for("/v1").replace("http:", "https:")), task)
    assert (why(evaluation).reason, evaluation.usage.calls) == ("unreachable", 1)
    assert "doesn't speak https" in why(evaluation).detail


def test_a_redirect_does_not_take_the_draft_elsewhere(server: HTTPServer, task: Task) -> None:
    with raw_server(sending(response(whole(task)))) as (elsewhere, requests):
        evaluation = judged(server, task, Response("", 307, {"location": f"{elsewhere}/chat/completions"}))
    assert (why(evaluation).reason, requests) == ("rejected", [])
    assert "has moved" in why(evaluation).detail


def test_a_sentence_holds_nothing_that_the_server_said(server: HTTPServer, task: Task) -> None:
    for status in (400, 401, 404, 429, 500):
        server.clear()
        unscored = why(judged(server, task, error(status, "<b>SAID</b> context length model not found response_format", headers=SOON)))
        assert "SAID" not in unscored.detail


def test_all_calls_are_counted_in_a_score(server: HTTPServer, task: Task) -> None:
    for status in (503, 429):
        server.expect_oneshot_request("/v1/chat/completions").respond_with_response(error(status, headers=SOON))
    evaluation = judged(server, task, completion(said(task.rubric, found("larger epsilon"))) | {"usage": None})
    assert (evaluation.unscored, evaluation.usage.calls, evaluation.usage.input_tokens, len(server.log)) == (None, 3, 0, 3)


def test_a_claimed_number_of_calls_is_not_believed(server: HTTPServer, task: Task) -> None:
    body = good(task.rubric)
    assert judged(server, task, body | {"usage": body["usage"] | {"calls": 99}}).usage.calls == 1


def test_a_server_that_recovers_is_asked_by_the_same_client(server: HTTPServer, task: Task) -> None:
    client = client_of(server.url_for("/v1"))
    state: dict[str, Response] = {"now": error(503, headers=SOON)}

    def answer(_: Request) -> Response:
        return state["now"]

    server.expect_request("/v1/chat/completions").respond_with_handler(answer)
    assert why(asked(client, task)).reason == "server-error"
    state["now"] = Response(json.dumps(good(task.rubric)), content_type="application/json")
    assert asked(client, task).unscored is None
