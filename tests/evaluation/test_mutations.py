"""Ten thousand valid answers, each damaged somewhere: in the bytes of the response, in the text of the answer, or in its JSON."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from coach.content.schema import Criterion
from coach.evaluation import model
from coach.evaluation.client import decoded
from coach.evaluation.faults import Broken
from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.scoring import held_to_findings
from coach.evaluation.task import Task
from coach.models import Evaluation, Judgement, Unscored
from tests.evaluation.answers import completion, found, said

ANSWERS = 10_000
ODD = [None, True, 0, 6, -1, 4.5, 1e400, "", "5", "four", [], {}, [5], {"level": 5}, "larger epsilon", "words that nobody wrote", "\ud800", "🔒" * 40]
BYTES = [b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\x00", b"\xff", b"```", b"<", b"5", b"1", b"\\u0000", b"null", b"\xf0\x9f\x94\x92"]


def valid(task: Task, chance: random.Random) -> dict[str, Any]:
    quotes = [task.draft[start : start + chance.randint(1, 40)] for start in chance.sample(range(len(task.draft) - 1), 3)]
    findings = [found(quote, chance.choice(["misuse", "vague", "tone", "form"]), term="epsilon") for quote in quotes]
    return said(task.rubric, *findings, missing=[task.scenario.points[0].id], level=chance.randint(1, 5))


def damaged_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    until = at + chance.choice([1, 1, 2, 5, 50])
    return chance.choice(
        [
            lambda: raw[:at] + raw[until:],
            lambda: raw[:at] + chance.choice(BYTES) + raw[at:],
            lambda: raw[:at] + chance.choice(BYTES) + raw[at + 1 :],
            lambda: raw[:at] + raw[at:until] * 2 + raw[until:],
            lambda: raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :],
            lambda: raw[:at],
            lambda: raw + raw[:at],
        ]
    )()


def damaged_json(value: Any, chance: random.Random) -> Any:
    """The same value with one node somewhere left out, doubled, renamed, swapped for another or for something odd."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.15:
        return chance.choice(ODD)
    copy: Any = value.copy()
    key: Any = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
    kind = chance.randrange(8)
    if kind == 0:
        del copy[key]
    elif kind == 1 and isinstance(copy, list):
        copy.insert(key, copy[key])
    elif kind == 1:
        copy[f"{key} "] = copy.pop(key)
    elif kind == 2:
        other: Any = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        copy[key], copy[other] = copy[other], copy[key]
    else:
        copy[key] = damaged_json(copy[key], chance)
    return copy


def responses(task: Task) -> Iterator[bytes]:
    chance = random.Random(20261128)
    for n in range(ANSWERS):
        answer, kind = valid(task, chance), n % 4
        if kind == 0:
            yield damaged_bytes(json.dumps(completion(answer)).encode(), chance)
        elif kind == 1:
            yield json.dumps(completion(damaged_bytes(json.dumps(answer).encode(), chance).decode("utf-8", "replace"))).encode()
        elif kind == 2:
            yield json.dumps(completion(damaged_json(answer, chance))).encode()
        else:
            yield json.dumps(damaged_json(completion(answer), chance)).encode()


def judged(task: Task, raw: bytes) -> Evaluation:
    def ask(_: Any) -> Any:
        try:
            return decoded(raw)
        except Broken as broken:
            raise NoAnswer(Unscored(reason="malformed", detail=broken.kind)) from None

    return ModelEvaluator("m", ask).evaluate(task)


def stated_levels(task: Task, raw: bytes) -> dict[str, Any]:
    """What the one whole answer in the text says, whatever stands before or after it."""
    content = json.loads(raw)["choices"][0]["message"]["content"]
    whole = []
    for start in re.finditer(re.escape('{"findings"'), content):
        with suppress(ValueError):
            whole.append(json.JSONDecoder().raw_decode(content, start.start())[0])
    (answer,) = whole
    return {c.id: answer[c.id]["level"] for c in task.rubric.criteria if not c.computed}


def said_level(criterion: Criterion, stated: dict[str, Any]) -> Judgement:
    return Judgement(criterion=criterion.id, level=stated[criterion.id], reason="")


def test_damaged_answers_never_crash_show_no_unverified_quote_and_invent_no_level(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "body", lambda *_: {})  # the same request ten thousand times is two thirds of the work
    outcomes: Counter[str] = Counter()
    for raw in responses(task):
        evaluation = judged(task, raw)
        assert all(task.draft[f.start : f.end] == f.quote for f in evaluation.findings), raw
        if evaluation.unscored:
            assert set(evaluation.levels.values()) == {None}, raw
            assert evaluation.findings == task.examination.findings, raw
        else:
            stated = stated_levels(task, raw)
            held = {c.id: held_to_findings(said_level(c, stated), c, evaluation.findings).level for c in task.rubric.criteria if c.id in stated}
            assert held == {criterion: evaluation.levels[criterion] for criterion in stated}, raw
            assert {*map(type, evaluation.levels.values())} == {int}, raw
            assert set(evaluation.levels.values()) <= {1, 2, 3, 4, 5}, raw
        outcomes[evaluation.unscored.reason if evaluation.unscored else "scored"] += 1
        outcomes["dropped"] += evaluation.dropped_quotes
    # Both ways of ending are common, or the test would show nothing.
    assert outcomes["scored"] > 1000
    assert outcomes["malformed"] > 1000
    assert outcomes["dropped"] > 100
