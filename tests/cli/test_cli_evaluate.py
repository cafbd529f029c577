import json
import sys
from pathlib import Path
from subprocess import run
from typing import Any, get_args

import pytest

from coach.content.schema import Category
from tests.cli.conftest import Coach, Ran, environment

RECORD = ["id", "scenario", "evaluator", "levels", "formality", "unscored", "findings", "dropped_quotes", "usage"]
EVALUATOR = ["kind", "model", "prompt", "prompt_hash", "rubric", "rubric_hash"]
FINDING = ["start", "end", "quote", "criterion", "category", "severity", "message", "suggestion", "term", "rule", "source"]
USAGE = ["calls", "input_tokens", "cached_tokens", "output_tokens", "cost_usd", "seconds"]
REPORT = ("--scenario", "quality-report", "--offline")

TEXT = "The 👍 budget is fine lol.\n\nRaising epsilon makes the privacy guarantee stronger.\n"
LINES: list[dict[str, Any]] = [
    {"id": "plain", "scenario": "quality-report", "draft": TEXT},
    {"id": "crlf", "scenario": "quality-report", "draft": TEXT.replace("\n", "\r\n"), "written": {"by": "someone"}},
    {"scenario": "compliance-briefing", "draft": "\ufeff" + TEXT},
    {"id": "empty", "scenario": "quality-report", "draft": " \n"},
    {"id": 7, "scenario": "quality-report", "draft": "The first line.\u2028It's all good."},
    {"id": "half", "scenario": "quality-report", "draft": "half \ud83d a character"},
]


@pytest.fixture(scope="module")
def judged(coach: Coach, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """LINES, offline, as JSON, from a file with a BOM, CRLF and an empty line."""
    file = tmp_path_factory.mktemp("drafts") / "drafts.jsonl"
    lines = [json.dumps(line, ensure_ascii=line.get("id") == "half") for line in LINES]
    file.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n\r\n").encode())
    return coach("evaluate", "--drafts", file, "--offline", "--format", "json")


def _in_order(record: dict[str, Any], keys: list[str]) -> bool:
    """All keys of the contract, in its order; more may stand between them."""
    return [k for k in record if k in keys] == keys


def test_each_draft_has_a_line_in_order_with_its_id(judged: Ran) -> None:
    assert [r["id"] for r in judged.records] == ["plain", "crlf", None, "empty", "7", "half"]
    assert [r["scenario"] for r in judged.records] == [line["scenario"] for line in LINES]
    assert (judged.status, judged.err) == (1, "")


def test_every_record_has_the_keys_of_the_contract_in_order(judged: Ran) -> None:
    assert {tuple(r) for r in judged.records} == {tuple(judged.records[0])}
    for record in judged.records:
        assert _in_order(record, RECORD)
        assert list(record["evaluator"]) == EVALUATOR
        assert list(record["usage"]) == USAGE
        assert all(_in_order(f, FINDING) for f in record["findings"])


def test_the_values_are_those_of_the_contract(judged: Ran) -> None:
    for record in judged.records:
        evaluator, usage = record["evaluator"], record["usage"]
        assert (evaluator["kind"], evaluator["model"], evaluator["prompt"], evaluator["prompt_hash"]) == ("offline", None, None, None)
        assert "@" in evaluator["rubric"]
        assert len(evaluator["rubric_hash"]) == 64
        assert set(record["levels"]) >= {"terminology", "register", "facts", "coverage"}
        assert [usage[k] for k in USAGE[:5]] == [0, 0, 0, 0, None]
        assert usage["seconds"] >= 0
        assert record["dropped_quotes"] == 0
        if record["unscored"] is None:
            assert set(record["levels"].values()) <= {1, 2, 3, 4, 5}
            assert -3 <= record["formality"] <= 3
        for finding in record["findings"]:
            assert finding["category"] in get_args(Category)
            assert finding["criterion"] in {*record["levels"], "integrity"}
            assert finding["severity"] in {"error", "warning", "suggestion"}
            assert finding["source"] == "rules"
            assert finding["message"]


def test_offsets_count_code_points_of_the_draft_exactly_as_given(judged: Ran) -> None:
    for line, record in zip(LINES, judged.records, strict=True):
        for finding in record["findings"]:
            assert line["draft"][finding["start"] : finding["end"]] == finding["quote"]
            assert bool(finding["quote"]) == (finding["category"] != "missing")
    found = [{(f["quote"], f["category"]) for f in r["findings"]} for r in judged.records]
    for draft in found[:3]:
        assert ("lol", "informal") in draft
        assert any("epsilon" in quote and category == "misuse" for quote, category in draft)
    assert found[0] == found[1], "CRLF changes nothing but the offsets"
    assert any(quote.startswith("It's") for quote, _ in found[4]), "U+2028 is a character of the draft, not the end of a line"


def test_a_refused_draft_is_unscored_with_a_reason(judged: Ran) -> None:
    for record, detail in ((judged.records[3], "The draft is empty."), (judged.records[5], "half a character")):
        assert record["unscored"]["reason"] == "refused"
        assert detail in record["unscored"]["detail"]
        assert (set(record["levels"].values()), record["findings"], record["formality"]) == ({None}, [], None)


def test_files_are_read_as_bytes_and_one_that_is_no_text_stops_none(coach: Coach, tmp_path: Path) -> None:
    files = {
        "bom": b"\xef\xbb\xbfA report.\r\n\r\nIt is fine lol.\r\n",
        "long": b"word " * 40_200,
        "image": b"\x89PNG\r\n\x1a\n\x00\xff",
        "latin": "The naïve café.".encode("latin-1"),
        "nul": b"a text\x00with a hole",
        "nothing": b"",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    ran = coach("evaluate", *(tmp_path / name for name in files), "-", *REPORT, "--format", "json", stdin="“Okay” lol\r".encode())
    assert ran.status == 1
    bom, *refused, piped = ran.records
    assert [f["start"] for f in bom["findings"] if f["quote"] == "lol"] == [25]
    assert [f["start"] for f in piped["findings"] if f["quote"] == "lol"] == [7]
    details = [r["unscored"]["detail"] for r in refused]
    for detail, said in zip(details, ("201,000 characters; the limit is 200,000", "(byte 0)", "(byte 6)", "NUL", "empty"), strict=True):
        assert said in detail


def test_text_for_people_has_levels_and_quotes_with_their_lines(coach: Coach) -> None:
    ran = coach("evaluate", "-", *REPORT, stdin=TEXT.encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Draft · quality-report · judged by the offline evaluator · formality ")
    assert "\n1: “lol”  register · informal\n" in ran.out
    assert "\n3: “" in ran.out
    assert "\n– Not covered yet: " in ran.out
    assert all(f"\n  {criterion} " in ran.out for criterion in ("terminology", "register", "facts", "coverage"))


def test_without_a_model_the_offline_evaluator_judges_and_says_so(coach: Coach) -> None:
    ran = coach("evaluate", "-", "--scenario", "quality-report", "--role", "synthetic-data-engineer", "--format", "json", stdin=b"It is fine lol.")
    assert (ran.status, ran.err) == (0, "No model is configured (COACH_LLM_MODEL), so the offline evaluator judges.\n")
    assert ran.records[0]["evaluator"]["kind"] == "offline"


@pytest.mark.parametrize("command", [["evaluate", "-", *REPORT], ["formality", "{texts}"]])
def test_the_offline_commands_open_no_socket_and_load_no_vendor_they_do_not_need(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "texts").write_text('{"text": "It is fine."}\n')
    code = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a socket")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from coach.cli import main
try:
    main()
finally:
    print(*sorted({m.split(".")[0] for m in sys.modules}), file=sys.stderr)
"""
    arguments = [a.format(texts=tmp_path / "texts") for a in command]
    done = run([sys.executable, "-c", code, *arguments], input=b"It is fine.", capture_output=True, env=environment(tmp_path), check=False, timeout=60)
    modules = done.stderr.decode().splitlines()[-1].split()
    assert {"coach", "yaml"} <= set(modules), done.stderr
    assert not {"openai", "langchain_core", "streamlit", "sqlalchemy", "alembic", "tiktoken"} & set(modules)
    again = run([sys.executable, "-c", code, *arguments], input=b"It is fine.", capture_output=True, env=environment(tmp_path), check=False, timeout=60)
    assert again.stdout.decode().splitlines()[0] == done.stdout.decode().splitlines()[0]
    if command[0] == "evaluate":
        assert not {"yaml", "asyncio", "numpy", "rich"} & set(again.stderr.decode().splitlines()[-1].split())
