"""Servers that take less than the whole API: each is asked for the strictest that it takes, and remembered."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from coach.evaluation.model import NoAnswer
from coach.evaluation.request import body
from coach.evaluation.task import Task
from tests.evaluation.answers import DRAFT, completion, found, good, said
from tests.evaluation.asking import asked, client_of, error, judged, why
from tests.evaluation.test_tiny_model import of

REFUSALS = [
    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    "This response_format type is unavailable now",
    "response_format.type must be one of 'text' or 'json_object'",
    "Unable to generate parser for this template. Automatic parser generation failed: JSON schema error at #: unrecognized type",
    "Failed to generate JSON. Please adjust your prompt. code: json_validate_failed",
    "guided decoding is not enabled",
]


class PoorServer:
    """Takes only the response formats in `takes` (None is none at all); `says` is how it refuses another."""

    def __init__(self, server: HTTPServer, task: Task, *takes: str | None, says: Any = "no", answer: Any = None):
        self.takes, self.says, self.answer = takes, says, answer or good(task.rubric)
        self.asked: list[dict[str, Any]] = []
        server.expect_request("/v1/chat/completions").respond_with_handler(self._respond)
        self.client = client_of(server.url_for("/v1"))

    @property
    def formats(self) -> list[str | None]:
        return [sent.get("response_format", {}).get("type") for sent in self.asked]

    def _respond(self, request: Request) -> Response:
        self.asked.append(json.loads(request.get_data()))
        if self.formats[-1] not in self.takes:
            return error(400, self.says)
        return Response(json.dumps(self.answer), content_type="application/json")


@pytest.mark.parametrize("takes", ["json_schema", "json_object", None])
@pytest.mark.parametrize("says", ["no", REFUSALS[0]])
def test_a_server_is_asked_for_less_until_it_takes_it_and_at_once_from_then_on(server: HTTPServer, task: Task, takes: str | None, says: str) -> None:
    poor = PoorServer(server, task, takes, says=says)
    first, second = asked(poor.client, task), asked(poor.client, task)
    tried = ["json_schema", "json_object", None]
    assert poor.formats == [*tried[: tried.index(takes) + 1], takes]
    assert (first.unscored, second.unscored) == (None, None)
    assert (first.usage.calls, second.usage.calls) == (len(poor.asked) - 1, 1)
    assert [f.quote for f in first.findings if f.source == "llm"] == ["larger epsilon"]


def test_without_a_schema_the_prompt_holds_it_and_the_draft_still_comes_last(server: HTTPServer, task: Task) -> None:
    poor = PoorServer(server, task, "json_object", None)
    assert asked(poor.client, task).unscored is None
    strict, lenient = poor.asked
    schema = strict["response_format"]["json_schema"]["schema"]
    assert lenient["response_format"] == {"type": "json_object"}
    system, last = lenient["messages"]
    assert json.loads(system["content"].split("JSON Schema:\n")[1]) == schema
    assert system["content"].startswith(strict["messages"][0]["content"])
    assert last == strict["messages"][1]
    assert DRAFT not in system["content"]
    assert {k: v for k, v in lenient.items() if k not in ("messages", "response_format")} == {
        k: v for k, v in strict.items() if k not in ("messages", "response_format")
    }


@pytest.mark.parametrize("says", REFUSALS)
def test_a_server_that_changes_its_mind_about_formats_is_believed(server: HTTPServer, task: Task, says: str) -> None:
    poor = PoorServer(server, task, "json_schema", says=says)
    assert asked(poor.client, task).unscored is None
    poor.takes = ("json_object",)
    assert asked(poor.client, task).usage.calls == 2


def test_a_rejection_of_something_else_is_not_tried_in_other_formats_once_one_has_worked(server: HTTPServer, task: Task) -> None:
    poor = PoorServer(server, task, "json_schema")
    assert asked(poor.client, task).unscored is None
    poor.takes = ()
    evaluation = asked(poor.client, task)
    assert (why(evaluation).reason, evaluation.usage.calls) == ("rejected", 1)


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_takes_no_format_is_asked_once_in_each_and_nothing_is_remembered(server: HTTPServer, task: Task, status: int) -> None:
    evaluation = judged(server, task, error(status))
    assert (why(evaluation).reason, evaluation.usage.calls) == ("rejected", 3)
    assert f"status {status}" in why(evaluation).detail


@pytest.mark.parametrize(
    ("says", "refused"),
    [
        ("Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", "temperature"),
        ("Unrecognized request argument supplied: max_completion_tokens", "max_completion_tokens"),
    ],
)
def test_a_parameter_that_a_server_refuses_is_left_out_and_the_schema_kept(server: HTTPServer, task: Task, says: str, refused: str) -> None:
    sent = []

    def respond(request: Request) -> Response:
        sent.append(json.loads(request.get_data()))
        return error(400, says) if refused in sent[-1] else Response(json.dumps(good(task.rubric)), content_type="application/json")

    assert judged(server, task, respond).unscored is None
    strict, accepted = sent
    assert accepted["response_format"] == strict["response_format"]
    assert accepted.get("max_tokens", accepted.get("max_completion_tokens")) == strict["max_completion_tokens"]


def test_all_that_a_server_minds_is_mended_at_once(server: HTTPServer, task: Task) -> None:
    sent = []

    def respond(request: Request) -> Response:
        sent.append(json.loads(request.get_data()))
        extra = [k for k in ("max_completion_tokens", "response_format") if k in sent[-1]]
        # As FastAPI says it; what it repeats of the request is no complaint.
        detail = [{"type": "extra_forbidden", "loc": ["body", k], "msg": "Extra inputs are not permitted", "input": "temperature"} for k in extra]
        return Response(json.dumps({"detail": detail} if extra else good(task.rubric)), 422 if extra else 200, content_type="application/json")

    assert judged(server, task, respond).unscored is None
    assert [s.get("max_tokens") for s in sent] == [None, 4000, 4000]
    assert "temperature" in sent[-1]


WRAPPED = {
    "a fence": "```json\n{}\n```",
    "a bare fence": "```\n{}\n```",
    "words before": "Here is my evaluation:\n\n{}",
    "words after": "{}\n\nLet me know if you need more.",
    "thoughts in braces": "<think>The set {{1, 2}} and {{x}}.</think>\n{}",
}


@pytest.mark.parametrize("name", WRAPPED)
def test_an_answer_in_plain_text_is_read_out_of_what_is_round_it(server: HTTPServer, task: Task, name: str) -> None:
    wrapped = WRAPPED[name].replace("{{", "{").replace("}}", "}").replace("{}", json.dumps(said(task.rubric, found("larger epsilon"))))
    evaluation = asked(PoorServer(server, task, None, answer=completion(wrapped)).client, task)
    assert evaluation.unscored is None
    assert [f.quote for f in evaluation.findings if f.source == "llm"] == ["larger epsilon"]


def test_of_two_answers_none_is_chosen(server: HTTPServer, task: Task) -> None:
    both = f"{json.dumps(said(task.rubric, level=5))}\nor rather\n{json.dumps(said(task.rubric, level=1))}"
    assert why(asked(PoorServer(server, task, None, answer=completion(both)).client, task)).reason == "malformed"


def test_a_server_that_drops_the_schema_in_silence_is_told_it_in_words(server: HTTPServer, task: Task) -> None:
    sent = []

    def respond(request: Request) -> Response:
        sent.append(json.loads(request.get_data()))
        told = "JSON Schema" in sent[-1]["messages"][0]["content"]
        return Response(json.dumps(good(task.rubric) if told else completion("The draft is good. 4 of 5.")), content_type="application/json")

    first = judged(server, task, respond)
    assert (first.unscored, first.usage.calls) == (None, 2)
    assert (first.usage.input_tokens, first.usage.cached_tokens, first.usage.output_tokens) == (1800, 1600, 240)
    assert [s["response_format"]["type"] for s in sent] == ["json_schema", "json_object"]


@pytest.mark.parametrize("answer", [completion(None), completion(" "), completion("{", finish="length"), completion("No.", refusal="No.")])
def test_an_answer_that_is_empty_cut_or_refused_says_nothing_about_formats(server: HTTPServer, task: Task, answer: dict[str, Any]) -> None:
    poor = PoorServer(server, task, "json_schema", answer=answer)
    assert why(asked(poor.client, task))
    assert poor.formats == ["json_schema"]


# From here on llama.cpp's server answers.


@pytest.mark.parametrize("format", ["json_object", None])
def test_llama_cpp_behind_a_front_that_refuses_schemas(server: HTTPServer, task: Task, tiny_model: tuple[str, str], format: str | None) -> None:
    taken = []

    def front(request: Request) -> Response:
        wanted = request.get_json().get("response_format", {}).get("type")
        if wanted not in (format, None):
            return error(400, f"response_format {wanted} is not supported")
        taken.append(wanted)
        forwarded = urllib.request.Request(f"{tiny_model[0]}/chat/completions", request.get_data(), {"content-type": "application/json"})
        with urllib.request.urlopen(forwarded) as answered:
            return Response(answered.read(), answered.status, content_type="application/json")

    server.expect_request("/v1/chat/completions").respond_with_handler(front)
    client = client_of(server.url_for("/v1"), 60)
    noise = of(task, max_output_tokens=100)
    first, second = asked(client, noise), asked(client, noise)
    assert why(first).reason in ("truncated", "malformed")
    assert (first.usage.calls, second.usage.calls, taken) == (2 if format else 3, 1, [format, format])
    assert first.usage.input_tokens > 1000


def test_llama_cpp_that_refuses_a_schema_is_asked_for_a_json_object(task: Task, tiny_model: tuple[str, str]) -> None:
    request = body(of(task, max_output_tokens=100), tiny_model[1])
    request["response_format"]["json_schema"]["schema"]["properties"]["findings"] = {"type": "no such type"}
    client = client_of(tiny_model[0], 60)
    answer = client.ask(request)
    assert answer["usage"]["calls"] == 2
    assert answer["choices"][0]["message"]["content"].lstrip().startswith("{")
    assert client.ask(request)["usage"]["calls"] == 1


def test_llama_cpp_that_refuses_a_parameter_for_good_is_a_rejection(task: Task, tiny_model: tuple[str, str]) -> None:
    with pytest.raises(NoAnswer) as refused:
        client_of(tiny_model[0], 60).ask(body(task, tiny_model[1]) | {"top_p": "much"})
    assert refused.value.unscored.reason == "rejected"
