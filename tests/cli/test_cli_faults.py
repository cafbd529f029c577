"""Wrong use, broken files, wrong settings: a sentence and status 2, never a traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Coach, environment

SCENARIO = ("--scenario", "quality-report")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with broken files of each kind, by name."""
    folder = tmp_path_factory.mktemp("files")
    good = '{"id": 1, "scenario": "quality-report", "draft": "It is fine.", "text": "It is fine."}\n'
    contents = {
        "draft": "It is fine.",
        "good": good,
        "cut": f'{good}\n{{"id": 2, "scenario":\n',
        "list": f'{good}["quality-report", "It is fine."]\n',
        "number": f'{good}{{"scenario": "quality-report", "draft": 5, "text": 5}}\n',
        "lacking": f'{good}{{"scenario": "quality-report"}}\n',
        "huge": f'{good}{{"n": {"9" * 5000}}}\n',
        "elsewhere": '{"scenario": "nowhere", "draft": "It is fine."}\n',
        "gold": '{"id": 5, "scenario": "quality-report", "draft": "It is fine.", "levels": {}, "findings": [{"quote": "absent"}]}\n',
    }
    for name, text in contents.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "image").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    (folder / "folder").mkdir()
    return folder


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("evaluate", "There is nothing to evaluate: give a file with a draft, - for standard input, or --drafts"),
        ("evaluate draft", "Say what the draft is written for: --scenario ID"),
        ("evaluate draft --drafts good", "Give draft files or --drafts, not both."),
        ("evaluate draft --scenario nowhere --offline", "There is no scenario “nowhere”. The scenarios are: compliance-briefing, "),
        ("evaluate draft --scenario quality-report --role nobody --offline", "There is no role “nobody”. The roles are: "),
        ("evaluate draft --scenario quality-report --offline --prompt evaluate@99", "There is no prompt “evaluate@99”. There are: evaluate@1"),
        ("evaluate missing --scenario quality-report", "missing can't be read: No such file or directory. Check the path."),
        ("evaluate folder --scenario quality-report", "folder can't be read: Is a directory. Check the path."),
        ("evaluate --drafts missing", "missing can't be read: No such file or directory. Check the path."),
        ("evaluate --drafts image", "image isn't UTF-8 text (byte 0)."),
        ("evaluate --drafts cut --offline", "cut:3: a line is a JSON object with “draft” and “scenario”."),
        ("evaluate --drafts list --offline", "list:2: a line is a JSON object with “draft” and “scenario”."),
        ("evaluate --drafts lacking --offline", "lacking:2: a line is a JSON object with “draft” and “scenario”."),
        ("evaluate --drafts huge --offline", "huge:2: a line is a JSON object with “draft” and “scenario”."),
        ("evaluate --drafts number --offline", "number:2: “draft” and “scenario” are texts."),
        ("evaluate --drafts elsewhere --offline --format json", "There is no scenario “nowhere”."),
        ("evaluate --drafts good --batch-results missing", "missing can't be read. Give the output file of a batch."),
        ("evaluate --drafts good --batch-results good", "good:1: this isn't a line of a Batch output file"),
        ("evaluate --drafts good --batch-requests out", "set COACH_LLM_MODEL (no key is needed to write requests)"),
        ("evaluate draft --format xml", "Invalid value for '--format'"),
        ("evaluate draft --colour", "No such option: --colour"),
        ("request missing --scenario quality-report", "missing can't be read: No such file or directory."),
        ("request image --scenario quality-report", "image isn't UTF-8 text (byte 0)."),
        ("formality missing", "missing can't be read: No such file or directory."),
        ("formality image", "image isn't UTF-8 text (byte 0)."),
        ("formality lacking", "lacking:2: a line is a JSON object with a “text”."),
        ("formality number", "number:2: a line is a JSON object with a “text”."),
        ("formality huge", "huge:2: a line is a JSON object with a “text”."),
        ("calibrate --gold missing --offline", "missing can't be read. Give a JSON Lines file of labelled drafts."),
        ("calibrate --gold gold --offline", "gold:1: this isn't a labelled draft"),
        ("calibrate --gold good --offline", "good:1: this isn't a labelled draft"),
        ("run --port 65536", "Invalid value for '--port'"),
        ("fly", "No such command 'fly'"),
    ],
)
def test_wrong_use_is_a_sentence_and_status_2(coach: Coach, files: Path, command: str, sentence: str) -> None:
    names = {path.name: path for path in files.iterdir()} | {"missing": files / "missing", "out": files / "out"}
    ran = coach(*(names.get(word, word) for word in command.split()), COLUMNS="200")
    assert sentence in ran.err
    assert ran.status == 2
    assert not (files / "out").exists()


@pytest.mark.parametrize(
    ("command", "settings", "sentence"),
    [
        ("evaluate", {"COACH_LLM_BASE_URL": "http://127.0.0.1:9/v1"}, "COACH_LLM_BASE_URL is set but COACH_LLM_MODEL isn't"),
        ("evaluate", {"COACH_LLM_BASE_URL": "http://[::1", "COACH_LLM_MODEL": "m"}, "COACH_LLM_BASE_URL is “http://[::1”: write an address"),
        ("evaluate", {"COACH_LLM_MODEL": "m", "COACH_LLM_API_KEY": "k", "COACH_LLM_DEADLINE_S": "soon"}, "COACH_LLM_DEADLINE_S is “soon”"),
        ("request", {"COACH_LLM_MODEL": "m"}, "COACH_LLM_MODEL is set without COACH_LLM_API_KEY or COACH_LLM_BASE_URL"),
        ("evaluate", {"COACH_CONTENT_DIR": "/nowhere"}, "/nowhere:1: folder: there is no folder scenarios/; point COACH_CONTENT_DIR at"),
    ],
)
def test_settings_that_cannot_work_are_a_sentence_and_status_2(coach: Coach, command: str, settings: dict[str, str], sentence: str) -> None:
    ran = coach(command, "-", *SCENARIO, stdin=b"It is fine.", **settings)
    assert sentence in ran.err
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "²"])
def test_a_port_that_is_none_is_a_sentence_and_status_2(coach: Coach, port: str) -> None:
    ran = coach("run", COACH_PORT=port)
    assert (ran.status, ran.out, ran.err) == (2, "", f"COACH_PORT is “{port}”: write a port number from 1 to 65535.\n")


def test_offline_needs_no_settings_and_minds_no_wrong_ones(coach: Coach) -> None:
    assert coach("evaluate", "-", *SCENARIO, "--offline", stdin=b"It is fine.", COACH_LLM_BASE_URL="nonsense").status == 0


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine that refuses connections: bound, and not listened at."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def test_a_model_that_cannot_be_reached_leaves_the_offline_findings(coach: Coach, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/v1"
    # The retries end well within the deadline; a busy machine may need more than 2 s to load the client.
    settings = {"COACH_LLM_BASE_URL": url, "COACH_LLM_MODEL": "m", "COACH_LLM_DEADLINE_S": "20"}
    ran = coach("evaluate", "-", *SCENARIO, "--format", "json", stdin=b"Epsilon is fine lol.", **settings)
    (record,) = ran.records
    assert (ran.status, ran.err) == (1, "")
    assert record["unscored"]["reason"] == "unreachable"
    assert url in record["unscored"]["detail"]
    assert set(record["levels"].values()) == {None}
    assert ("lol", "rules") in {(f["quote"], f["source"]) for f in record["findings"]}
    assert (record["evaluator"]["kind"], record["evaluator"]["model"], record["evaluator"]["prompt"]) == ("llm", "m", "evaluate@1")


@pytest.mark.parametrize("arguments", [["evaluate", "--drafts", "drafts", "--offline", "--format", "json"], ["formality", "drafts"], ["--help"]])
@pytest.mark.parametrize(("reader", "status", "said"), [("gone", 1, ""), ("full", 2, "The output can't be used: No space left on device.\n")])
def test_a_reader_that_stops_early_or_a_full_disk_gives_no_traceback(tmp_path: Path, arguments: list[str], reader: str, status: int, said: str) -> None:
    (tmp_path / "drafts").write_text('{"scenario": "quality-report", "draft": "It is fine.", "text": "It is fine."}\n' * 60)
    if reader == "gone":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        writing = os.open("/dev/full", os.O_WRONLY)
    command = [sys.executable, "-m", "coach", *arguments]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(tmp_path), timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr.decode()) == (status, said)


def test_closed_standard_input_is_a_sentence(tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m coach evaluate - --scenario quality-report --offline <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=tmp_path, env=environment(tmp_path), timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "There is no standard input: give a file with a draft.\n")
