"""What a capable reader answered to the exact requests of 48 labelled drafts; README.md says how that came about."""

import json
from pathlib import Path
from typing import Any

from coach.calibration import agreement, gold
from coach.evaluation.batch import RecordedEvaluator, custom_id
from coach.evaluation.task import TaskMaker
from tests.conftest import ROOT

HERE = Path(__file__).parent
WORKED_WITH, UNUSED = HERE / "worked-with.jsonl", HERE / "unused.jsonl"
_GOLD = ROOT / "scenarios/synthetic-data-engineer/gold"


def measured(answers: Path, maker: TaskMaker) -> dict[str, Any]:
    """The agreement of recorded answers, merged with the rules' findings, with the labels."""
    labelled = {d.id: d for name in ("dev", "round-6", "round-7") for d in gold.read(_GOLD / f"{name}.jsonl")}
    ids = [json.loads(line)["id"] for line in answers.read_text("utf-8").splitlines()]
    evaluator = RecordedEvaluator.from_file(answers, None)
    tasks = [maker.make(labelled[i].draft, labelled[i].scenario, key=custom_id(n, labelled[i].draft)) for n, i in enumerate(ids, 1)]
    return agreement.measure([(labelled[i], evaluator.evaluate(task)) for i, task in zip(ids, tasks, strict=True)])


def output_tokens(answers: Path) -> list[int]:
    """Of each answer, as counted when it was recorded (o200k_base)."""
    lines = answers.read_text("utf-8").splitlines()
    return [json.loads(line)["response"]["body"]["usage"]["completion_tokens"] for line in lines]
