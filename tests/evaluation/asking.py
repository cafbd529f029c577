"""Asks a model server over a real socket, and says what came of it."""

import json
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from coach.evaluation.client import Client
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.task import Task
from coach.models import Evaluation, Unscored
from coach.settings import ModelSettings

KEY = "sk-canary-5c1f"
HTML = Response("<html><body>Welcome</body></html>", content_type="text/html")
SOON = {"retry-after-ms": "1"}
Answers = Callable[[Request], Response]


def client_of(base_url: str, deadline: float = 20) -> Client:
    return Client(ModelSettings(base_url, "some-model", KEY, deadline))


def asked(client: Client, task: Task) -> Evaluation:
    return ModelEvaluator("some-model", client.ask).evaluate(task)


def judged(server: HTTPServer, task: Task, answer: Answers | Response | dict[str, Any], deadline: float = 20) -> Evaluation:
    """`answer` is what the server does with a request, what it responds, or the body of a response with status 200."""
    expected = server.expect_request("/v1/chat/completions", method="POST")
    if isinstance(answer, Response):
        expected.respond_with_response(answer)
    elif isinstance(answer, dict):
        expected.respond_with_json(answer)
    else:
        expected.respond_with_handler(answer)
    return asked(client_of(server.url_for("/v1"), deadline), task)


def why(evaluation: Evaluation) -> Unscored:
    assert evaluation.unscored is not None
    assert set(evaluation.levels.values()) == {None}
    return evaluation.unscored


def error(status: int, message: str = "no", headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps({"error": {"message": message}}), status, headers, content_type="application/json")
