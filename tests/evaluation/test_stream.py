"""An answer that comes in parts: each finding is shown when it is whole, and the end is what one piece would have given."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from coach.evaluation.client import Client
from coach.evaluation.coming import ComingAnswer
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.task import Task
from coach.models import Evaluation, Finding
from coach.settings import ModelSettings
from tests.evaluation.answers import completion, events, found, said, streamed, timeless

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def evaluator(url: str, deadline: float = 20) -> ModelEvaluator:
    client = Client(ModelSettings(url, "some-model", "none", deadline))
    return ModelEvaluator("some-model", client.ask, client.stream)


def answering(server: HTTPServer, parts: Iterator[bytes] | list[bytes], deadline: float = 20) -> ModelEvaluator:
    def answer(_: Request) -> Response:
        return Response(iter(parts), content_type="text/event-stream")

    server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(answer)
    return evaluator(server.url_for("/v1"), deadline)


def came(items: list[Finding | Evaluation]) -> tuple[list[str], Evaluation]:
    *findings, evaluation = items
    assert isinstance(evaluation, Evaluation)
    return [f.quote for f in findings if isinstance(f, Finding)], evaluation


def answer_of(task: Task) -> dict[str, Any]:
    return said(task.rubric, found("larger epsilon"), found("words that nobody wrote"), found("the pilot", "vague", suggestion="it {says} [so]"), level=2)


def test_the_end_of_a_stream_is_the_evaluation_that_one_piece_gives(server: HTTPServer, task: Task) -> None:
    quotes, evaluation = came(list(answering(server, list(events(streamed(answer_of(task))))).stream(task)))
    assert quotes == ["larger epsilon", "the pilot"]
    whole = ModelEvaluator("some-model", lambda _: completion(answer_of(task))).evaluate(task)
    assert timeless(evaluation) == timeless(whole)
    assert (evaluation.usage.input_tokens, evaluation.usage.cached_tokens, evaluation.dropped_quotes) == (900, 800, 1)
    sent = json.loads(server.log[0][0].get_data())
    assert (sent["stream"], sent["stream_options"]) == (True, {"include_usage": True})


def test_a_finding_is_shown_while_the_model_still_writes(server: HTTPServer, task: Task) -> None:
    text, go_on = json.dumps(answer_of(task)), Event()
    end = text.index("}") + 1

    def parts() -> Iterator[bytes]:
        yield from events(streamed(text[:end], finish=None))
        go_on.wait(20)
        yield from events(streamed(text[end:]))

    # The mark of the end may stand only at the end.
    whole = (p for p in parts() if b"[DONE]" not in p or go_on.is_set())
    with closing(answering(server, whole).stream(task)) as items:
        first = next(items)
        assert isinstance(first, Finding)
        assert (first.quote, go_on.is_set()) == ("larger epsilon", False)
        go_on.set()
        assert came([first, *items])[1].unscored is None


@pytest.mark.parametrize(("last", "whole"), [("larger", []), ("}", ["larger epsilon"]), ("[so]", ["larger epsilon"]), ("}]", ["larger epsilon", "the pilot"])])
def test_a_cut_stream_keeps_the_findings_that_came_and_scores_nothing(server: HTTPServer, task: Task, last: str, whole: list[str]) -> None:
    text = json.dumps(answer_of(task))
    chunks = streamed(text[: text.index(last) + len(last)], finish=None)
    quotes, evaluation = came(list(answering(server, list(events(chunks))[:-1]).stream(task)))
    assert evaluation.unscored is not None
    assert (evaluation.unscored.reason, "try again" in evaluation.unscored.detail) == ("truncated", True)
    assert set(evaluation.levels.values()) == {None}
    assert [f.quote for f in evaluation.findings if f.source == "llm"] == quotes
    assert quotes == whole


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (list(events(streamed("", finish="content_filter"))), "refusal"),
        (list(events(streamed('{"findings": [', finish="length"))), "truncated"),
        (list(events(streamed("Solid 4."))), "malformed"),
        ([b'data: {"error": {"message": "overloaded"}}\n\n'], "server-error"),
        ([b"data: {nonsense\n\n"], "malformed"),
        ([b'data: 5\n\ndata: [1]\n\ndata: {"choices": 3}\n\ndata: [DONE]\n\n'], "malformed"),
        ([b"<html>Welcome</html>"], "malformed"),
        ([b""], "malformed"),
    ],
)
def test_a_stream_without_an_answer_has_a_typed_reason(server: HTTPServer, task: Task, parts: list[bytes], reason: str) -> None:
    quotes, evaluation = came(list(answering(server, parts).stream(task)))
    assert evaluation.unscored is not None
    assert (evaluation.unscored.reason, quotes) == (reason, [])
    assert evaluation.findings == task.examination.findings


def test_a_server_that_cannot_stream_is_heard_all_the_same(server: HTTPServer, task: Task) -> None:
    server.expect_request("/v1/chat/completions").respond_with_json(completion(answer_of(task)))
    quotes, evaluation = came(list(evaluator(server.url_for("/v1")).stream(task)))
    assert (quotes, evaluation.unscored, evaluation.usage.output_tokens) == (["larger epsilon", "the pilot"], None, 120)


def test_results_of_a_batch_come_in_one_piece(task: Task) -> None:
    (evaluation,) = ModelEvaluator("m", lambda _: completion(answer_of(task))).stream(task)
    assert isinstance(evaluation, Evaluation)


class Raw:
    """A server of one connection that sends `data` and then waits for the client to go, or goes itself where `stays` is false."""

    def __init__(self, data: bytes, stays: bool = True):
        self.gone = Event()
        self._data, self._stays = data, stays
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        with connection, self._listening:
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
            head, _, body = request.partition(b"\r\n\r\n")
            length = int(next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")))
            while len(body) < length:
                body += connection.recv(65536)
            connection.sendall(HEAD + self._data)
            connection.settimeout(20)
            while self._stays and connection.recv(65536):
                pass
            self.gone.set()


def chunked(*parts: bytes) -> bytes:
    return b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in parts)


def test_leaving_closes_the_connection(task: Task) -> None:
    text = json.dumps(answer_of(task))
    raw = Raw(chunked(*list(events(streamed(text, finish=None)))[:-1]))
    items = evaluator(raw.url).stream(task)
    assert isinstance(next(items), Finding)
    assert not raw.gone.is_set()
    items.close()
    assert raw.gone.wait(5)


def test_a_connection_that_breaks_leaves_a_cut_answer(task: Task) -> None:
    raw = Raw(chunked(*list(events(streamed(json.dumps(answer_of(task)), finish=None)))[:-1]), stays=False)
    quotes, evaluation = came(list(evaluator(raw.url).stream(task)))
    assert evaluation.unscored is not None
    assert (evaluation.unscored.reason, quotes) == ("truncated", ["larger epsilon", "the pilot"])


@pytest.mark.parametrize("data", [b"", chunked(*list(events(streamed('{"findings": [', finish=None)))[:-1])])
def test_a_stream_that_stands_still_ends_at_the_deadline(task: Task, data: bytes) -> None:
    raw = Raw(data)
    (evaluation,) = evaluator(raw.url, 0.4).stream(task)
    assert isinstance(evaluation, Evaluation)
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "timeout"
    assert raw.gone.wait(5)


def test_a_stream_of_signs_of_life_ends_at_the_deadline(server: HTTPServer, task: Task) -> None:
    given_up, at_the_end = Event(), Event()

    def alive() -> Iterator[bytes]:
        yield from (b": still here\n\n" for _ in range(200) if not given_up.wait(0.05))
        at_the_end.set()

    (evaluation,) = answering(server, alive(), 0.4).stream(task)
    assert not at_the_end.is_set()
    given_up.set()
    assert isinstance(evaluation, Evaluation)
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "timeout"


@settings(max_examples=200, deadline=None)
@given(size=st.integers(1, 60), marks=st.text(st.sampled_from('{}[]",\\:a\n🔒'), max_size=12), cut=st.integers(0, 900))
def test_however_an_answer_is_parted_the_same_findings_come_once_and_whole(task: Task, size: int, marks: str, cut: int) -> None:
    answer = said(task.rubric, found("larger epsilon", message=f"It is so: {marks}"), found("the pilot", "vague", suggestion=f"say {marks}"))
    coming = ComingAnswer(task)
    shown = [f for chunk in streamed(answer, size) for f in coming.take(chunk)]
    assert tuple(shown) == coming.read().findings
    broken = ComingAnswer(task)
    part = [f for chunk in streamed(json.dumps(answer)[:cut], size, finish=None) for f in broken.take(chunk)]
    assert part == shown[: len(part)]
    assert (broken.read().unscored is not None, broken.read().judgements) == (True, {})
