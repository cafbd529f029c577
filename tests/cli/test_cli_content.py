import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import CONTENT, Coach, jsonl
from tests.conftest import GOLD, ROOT

TERM = "scenarios/synthetic-data-engineer/glossary/epsilon.yaml"
SCENARIO = "scenarios/synthetic-data-engineer/quality-report/scenario.yaml"
PLANTED = """about: A planted file.
rules:
  - id: planted.zebra
    kind: informal
    patterns: [zebra]
    message: A zebra.
    why: It is planted.
    wrong:
      - A zebra stands here.
      - No animal at all.
      - One more zebra.
    right:
      - A horse stands here.
      - This zebra is fine.
      - A cow stands here.
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The real content, to be broken."""
    for folder in CONTENT:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def _line(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if text in line)


def _append(path: Path, text: str) -> int:
    """Gives the line of `text`, added at the end."""
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n{text}\n", "utf-8")
    return _line(path, text)


def test_the_real_content_is_in_order(coach: Coach) -> None:
    ran = coach("check")
    assert (ran.status, ran.err) == (0, ""), ran.out
    assert ran.out.startswith("All content is in order: ")


def test_check_reads_the_files_themselves_where_evaluate_may_use_the_cache(coach: Coach, copy: Path) -> None:
    evaluate = ("evaluate", "-", "--scenario", "quality-report", "--offline", "--format", "json")
    settings = {"COACH_CONTENT_DIR": str(copy), "COACH_CACHE_DIR": str(copy / "cache")}
    (first,) = coach(*evaluate, stdin=b"It is fine lol.", **settings).records
    term, before = copy / TERM, (copy / TERM).stat()
    term.write_bytes(b"#" * before.st_size)
    os.utime(term, ns=(before.st_atime_ns, before.st_mtime_ns))
    (second,) = coach(*evaluate, stdin=b"It is fine lol.", **settings).records
    del first["usage"], second["usage"]
    assert first == second
    ran = coach("check", **settings)
    assert (ran.status, ran.out.splitlines()[0]) == (1, f"{TERM}:1: file: the file is empty; write the fields of a term")


def test_unreadable_files_are_all_named_with_line_field_and_cure(coach: Coach, copy: Path) -> None:
    extra = _append(copy / TERM, "defintion: Again.")
    opened = _append(copy / SCENARIO, "moves: [never: closed")
    (copy / "rubrics/register/latin.yaml").write_bytes("about: café".encode("latin-1"))
    (copy / "prompts/evaluate@1/system.md").unlink()
    ran = coach("check", copy)
    problems = [line for line in ran.out.splitlines() if not line.startswith("    ")]
    assert (ran.status, ran.err) == (1, "4 problems found.\n")
    assert problems[0] == "prompts/evaluate@1/system.md:1: file: can't be read (No such file or directory); add it, or give leave to read it"
    assert problems[1] == "rubrics/register/latin.yaml:1: file: byte 10 isn't UTF-8; save the file as UTF-8"
    assert problems[2] == f"{TERM}:{extra}: defintion: unknown key; did you mean “definition”?"
    assert "\n    defintion: Again.\n" in ran.out
    place, line, *_ = problems[3].split(":")
    assert place == SCENARIO
    assert int(line) in (opened, opened + 1)


def test_a_reference_that_leads_nowhere_is_named(coach: Coach, copy: Path) -> None:
    path = copy / SCENARIO
    path.write_text(path.read_text("utf-8").replace("prompt: evaluate@1", "prompt: evaluate@99"), "utf-8")
    ran = coach("check", copy)
    assert ran.status == 1
    assert f"{SCENARIO}:{_line(path, 'evaluate@99')}: prompt: there is no prompt “evaluate@99”; did you mean “evaluate@1”?" in ran.out


def test_an_example_that_its_rule_gets_wrong_is_named(coach: Coach, copy: Path) -> None:
    planted = copy / "rubrics/register/planted.yaml"
    planted.write_text(PLANTED, "utf-8")
    ran = coach("check", copy)
    assert ran.status == 1
    for field, text in (("wrong.1", "No animal"), ("right.1", "This zebra")):
        assert f"rubrics/register/planted.yaml:{_line(planted, text)}: rules.0.{field}: " in ran.out
    assert "rules.0.wrong.0: " not in "".join(line for line in ran.out.splitlines() if "planted" in line)


def test_a_pattern_that_cannot_be_read_is_named(coach: Coach, copy: Path) -> None:
    planted = copy / "rubrics/register/planted.yaml"
    planted.write_text(PLANTED.replace("[zebra]", '["@nolist zebra"]'), "utf-8")
    ran = coach("check", copy)
    assert ran.status == 1
    assert f"rubrics/register/planted.yaml:{_line(planted, '@nolist')}: rules.0.patterns.0: " in ran.out


def test_broken_content_stops_every_command_with_status_2(coach: Coach, copy: Path) -> None:
    line = _append(copy / TERM, "colour: red")
    ran = coach("evaluate", "-", "--scenario", "quality-report", "--offline", stdin=b"It is fine.", COACH_CONTENT_DIR=str(copy))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"{TERM}:{line}: colour: unknown key; ")


def test_other_content_is_used_in_place_of_ours(coach: Coach, copy: Path) -> None:
    (copy / "rubrics/register/planted.yaml").write_text(PLANTED.replace("No animal at all", "The zebra"), "utf-8")
    ran = coach("evaluate", "-", "--scenario", "quality-report", "--offline", "--format", "json", stdin=b"A zebra.", COACH_CONTENT_DIR=str(copy))
    assert "planted.zebra" in {f["rule"] for f in ran.records[0]["findings"]}


def test_formality_adds_a_number_and_keeps_the_rest_of_the_line(coach: Coach, tmp_path: Path) -> None:
    given = [
        {"text": "hey!! this thing is totally awesome lol, gonna ship it", "human": -2.2, "n": {"a": [1]}},
        {"human": None, "text": "We hereby report that the aforementioned analysis was completed in accordance with the policy.", "é": "\u2028"},
        {"text": ""},
        {"text": "a\ud83d\x00\r\n" * 50},
    ]
    file = jsonl(tmp_path / "texts.jsonl", *given)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\n")
    ran = coach("formality", file)
    assert (ran.status, ran.err) == (0, "")
    for before, after in zip(given, ran.records, strict=True):
        assert list(after) == [*before, "formality"]
        assert {k: after[k] for k in before} == before
        assert -3 <= after["formality"] <= 3
    assert ran.records[0]["formality"] < ran.records[1]["formality"]


def test_calibrate_measures_the_chosen_gold_drafts(coach: Coach) -> None:
    ran = coach("calibrate", "--gold", GOLD, "--offline", "--only", "qr,cb", "--format", "json")
    report = json.loads(ran.out)
    chosen = [d for d in map(json.loads, GOLD.read_text("utf-8").splitlines()) if d["id"].startswith(("qr", "cb"))]
    assert (ran.status, ran.err) == (0, "")
    assert (report["drafts"], report["unscored"], report["evaluator"]["kind"]) == (len(chosen), 0, "offline")
    every = report["findings"]["all"]
    assert every["labels"] == sum(f["criterion"] in ("terminology", "register", "facts") for d in chosen for f in d["findings"])
    assert 0 <= every["precision"] <= 1
    assert every["f1_interval"][0] <= every["f1"] <= every["f1_interval"][1]
    for levels in report["levels"].values():
        assert levels["drafts"] == len(chosen)
        assert -1 <= levels["qwk"] <= 1
        assert levels["exact"] <= levels["adjacent"] <= 1


def test_help_names_every_command(coach: Coach) -> None:
    ran = coach("--help")
    assert ran.status == 0
    assert all(command in ran.out for command in ("evaluate", "request", "formality", "check", "calibrate", "run"))
