"""`coach evaluate --output` with a live model: the real command, a real server, and kills at random points."""

import json
import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from coach.content import Library
from tests.cli.conftest import Coach, environment, jsonl
from tests.evaluation.answers import completion, said

AT_ONCE = 6
KILLS = 5


class Model:
    """Answers each draft after a moment, and keeps which it was asked for. `down` are drafts that it fails for."""

    def __init__(self, server: HTTPServer, library: Library):
        self.server = server
        self.asked: list[str] = []
        self.down: set[str] = set()
        self.most_at_once = 0
        self.seconds = (0.005, 0.06)
        self._answer = json.dumps(completion(said(library.rubric("workplace-writing@1"))))
        self._now, self._lock, self._random = 0, Lock(), random.Random(7)
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(self._judge)

    @property
    def settings(self) -> dict[str, str]:
        return {"COACH_LLM_BASE_URL": self.server.url_for("/v1"), "COACH_LLM_MODEL": "judge", "COACH_LLM_CONCURRENCY": str(AT_ONCE)}

    def _judge(self, request: Request) -> Response:
        draft = json.loads(request.get_data())["messages"][-1]["content"].split("\n")[-2]
        with self._lock:
            self.asked.append(draft)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            wait = self._random.uniform(*self.seconds)
        time.sleep(wait)
        with self._lock:
            self._now -= 1
        if draft in self.down:
            return Response('{"error": {"message": "bad key"}}', 401, content_type="application/json")
        return Response(self._answer, content_type="application/json")


@pytest.fixture
def model(library: Library) -> Iterator[Model]:
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield Model(server, library)


@pytest.fixture
def drafts(tmp_path: Path) -> list[dict[str, Any]]:
    # Other texts for each test, since no draft is paid for twice.
    made = [{"id": f"d{n}", "scenario": "quality-report", "draft": f"Draft {n} of {tmp_path.name} on synthetic data is fine lol."} for n in range(60)]
    jsonl(tmp_path / "drafts.jsonl", *made)
    return made


def results(path: Path) -> list[dict[str, Any]]:
    """Those of whole lines."""
    data = path.read_bytes() if path.exists() else b""
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def test_a_run_killed_at_any_point_goes_on_without_losing_a_line_or_asking_again_for_one(
    coach: Coach, model: Model, drafts: list[dict[str, Any]], tmp_path: Path
) -> None:
    out, texts = tmp_path / "out.jsonl", {d["id"]: d["draft"] for d in drafts}
    command = [sys.executable, "-m", "coach", "evaluate", "--drafts", str(tmp_path / "drafts.jsonl"), "--output", str(out)]
    chance = random.Random(20261128)
    for _ in range(KILLS):
        had = {r["id"] for r in results(out)}
        begun = len(model.asked)
        running = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path, **model.settings))
        enough = begun + chance.randint(1, 12)
        while len(model.asked) < enough and running.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        running.send_signal(signal.SIGKILL)
        assert running.wait(20) == -signal.SIGKILL, "it was to be killed before it was done"
        time.sleep(0.2)  # what was sent before the kill arrives
        assert had <= {r["id"] for r in results(out)}
        assert not {texts[i] for i in had} & set(model.asked[begun:]), "a draft that stood in the file was asked for again"
    before = {r["id"] for r in results(out)}
    with out.open("ab") as file:
        file.write(b'{"custom_id": "60-cut')  # as a kill in the middle of a write would
    begun = len(model.asked)
    ran = coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--output", out, **model.settings)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert not {texts[i] for i in before} & set(model.asked[begun:])
    assert [r["id"] for r in results(out)] == [d["id"] for d in drafts]
    asked = Counter(model.asked)
    assert set(asked) == set(texts.values())
    assert sum(n - 1 for n in asked.values()) <= KILLS * AT_ONCE
    assert all(r["unscored"] is None and r["usage"]["calls"] <= 1 for r in results(out))  # none, where the kill came between the answer and its line
    assert 1 < model.most_at_once <= AT_ONCE
    whole, begun = out.read_bytes(), len(model.asked)
    assert coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--output", out, **model.settings).status == 0
    assert (out.read_bytes(), len(model.asked)) == (whole, begun)


def test_drafts_that_no_answer_came_for_are_asked_again_and_the_others_are_not(
    coach: Coach, model: Model, drafts: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    model.down = {drafts[3]["draft"], drafts[40]["draft"]}
    assert coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--output", out, **model.settings).status == 1
    assert [r["id"] for r in results(out) if r["unscored"]] == ["d3", "d40"]
    again, model.down, model.asked = model.down, set(), []
    assert coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--output", out, **model.settings).status == 0
    assert set(model.asked) == again
    assert [(r["id"], r["unscored"]) for r in results(out)] == [(d["id"], None) for d in drafts]


def test_an_interrupt_keeps_the_answers_that_are_on_their_way(model: Model, drafts: list[dict[str, Any]], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "coach", "evaluate", "--drafts", str(tmp_path / "drafts.jsonl"), "--output", str(out)]
    model.seconds = (0.3, 0.5)
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path, **model.settings), stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    while len(model.asked) < 10 and running.poll() is None:
        time.sleep(0.002)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in err) == (130, False)
    assert len(model.asked) < len(drafts)
    assert sorted(r["id"] for r in results(out)) == sorted(f"d{text.split()[1]}" for text in model.asked)


@pytest.mark.parametrize("change", [{"draft": "Another text."}, {"scenario": "compliance-briefing"}, {"id": "e0"}])
def test_results_of_other_drafts_are_left_alone(coach: Coach, drafts: list[dict[str, Any]], tmp_path: Path, change: dict[str, str]) -> None:
    out = tmp_path / "out.jsonl"
    assert coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--offline", "--output", out).status == 0
    before = out.read_bytes()
    jsonl(tmp_path / "drafts.jsonl", drafts[0] | change, *drafts[1:])
    ran = coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--offline", "--output", out)
    assert (ran.status, out.read_bytes()) == (2, before)
    assert "has results of other drafts, or of another prompt or model (1-" in ran.err
    assert "Give --output another file" in ran.err


def test_results_of_another_evaluator_are_left_alone(coach: Coach, model: Model, drafts: list[dict[str, Any]], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--offline", "--output", out).status == 0
    ran = coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", "--output", out, **model.settings)
    assert (ran.status, model.asked) == (2, [])


def test_lines_of_a_file_are_those_that_would_be_printed(coach: Coach, tmp_path: Path) -> None:
    given = jsonl(tmp_path / "few.jsonl", *({"id": str(n), "scenario": "quality-report", "draft": text} for n, text in enumerate(["Fine lol.", "", "é 🔒"])))
    printed = coach("evaluate", "--drafts", given, "--offline", "--format", "json")
    written = coach("evaluate", "--drafts", given, "--offline", "--output", tmp_path / "out.jsonl")
    assert (written.status, written.out) == (printed.status, "") == (1, "")
    for line, record in zip(results(tmp_path / "out.jsonl"), printed.records, strict=True):
        assert line.pop("custom_id").startswith(f"{int(record['id']) + 1}-")
        line["usage"]["seconds"] = record["usage"]["seconds"] = 0
        assert line == record


def test_a_terminal_sees_how_far_the_batch_is_and_the_output_stays_clean(model: Model, drafts: list[dict[str, Any]], tmp_path: Path) -> None:
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "coach", "evaluate", "--drafts", str(tmp_path / "drafts.jsonl"), "--format", "json"]
    with (tmp_path / "printed.jsonl").open("wb") as printed:
        running = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path, **model.settings, TERM="xterm"), stdout=printed, stderr=theirs)
    os.close(theirs)
    shown = bytearray()
    with suppress(OSError):  # the terminal's other end closes with the command
        while part := os.read(terminal, 4096):
            shown += part
    os.close(terminal)
    assert running.wait(60) == 0
    assert [r["id"] for r in results(tmp_path / "printed.jsonl")] == [d["id"] for d in drafts]
    assert b"60/60" in shown
    assert b"drafts" in shown


def test_a_number_of_calls_at_once_that_makes_no_sense_is_a_sentence(coach: Coach, drafts: list[dict[str, Any]], tmp_path: Path) -> None:
    settings = {"COACH_LLM_BASE_URL": "http://127.0.0.1:9/v1", "COACH_LLM_MODEL": "m"}
    for text in ("0", "51", "-1", "many"):
        ran = coach("evaluate", "--drafts", tmp_path / "drafts.jsonl", **settings, COACH_LLM_CONCURRENCY=text)
        assert ran.status == 2
        assert f"COACH_LLM_CONCURRENCY is “{text}”: write a whole number from 1 to 50." in ran.err
