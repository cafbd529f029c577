"""Token counts: exact from a file whose hash is right, else an estimate that says so; never a download."""

from pathlib import Path

import pytest

from coach.evaluation import tokens
from coach.evaluation.client import Client
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.request import body
from coach.evaluation.task import Task
from coach.settings import ModelSettings


def test_a_count_is_exact_where_the_file_is_at_hand(task: Task) -> None:
    counted = tokens.count(body(task, "m"))
    assert counted.exact
    assert 1500 < counted.tokens < 8000


def test_a_file_with_another_hash_is_not_used_and_the_estimate_is_near(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = tokens.count(body(task, "m"))
    (tmp_path / tokens._FILE).write_bytes(b"something else")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    estimated = tokens.count(body(task, "m"))
    assert not estimated.exact
    assert estimated.tokens == pytest.approx(exact.tokens, rel=0.25)


def test_special_tokens_in_a_draft_count_as_text(task: Task) -> None:
    request = body(task, "m")
    request["messages"][-1]["content"] += "<|endoftext|>"
    assert tokens.count(request).exact


def test_a_request_over_the_models_context_is_not_sent(task: Task) -> None:
    client = Client(ModelSettings("http://127.0.0.1:9/v1", "m", "none", 5, context=1000))
    evaluation = ModelEvaluator("m", client.ask).evaluate(task)
    assert evaluation.unscored
    assert evaluation.unscored.reason == "too-long"
    assert evaluation.usage.calls == 0
