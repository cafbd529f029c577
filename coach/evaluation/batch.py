"""OpenAI Batch API files: request lines out, result lines in."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from coach.content.library import Prompt
from coach.content.schema import Rubric
from coach.errors import CoachError
from coach.evaluation.model import Ask, ModelEvaluator, NoAnswer
from coach.evaluation.request import body
from coach.evaluation.task import Task
from coach.models import Evaluation, EvaluatorInfo, Unscored

Given = TypeVar("Given")
Result = TypeVar("Result")


def custom_id(line: int, draft: str) -> str:
    """Line number (from 1) and the draft's hash: enough to find the draft again, nothing to remember."""
    return f"{line}-{hashlib.sha256(draft.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def request_lines(tasks: Iterable[Task], model: str) -> Iterable[str]:
    """One line of a Batch input file for each task that needs a model."""
    for task in tasks:
        if task.off_topic:
            continue
        line = {"custom_id": task.key, "method": "POST", "url": "/v1/chat/completions", "body": body(task, model)}
        yield json.dumps(line, ensure_ascii=False)


class RecordedEvaluator:
    """Evaluates from the results of a batch, as if the model had just answered."""

    def __init__(self, results: Mapping[str, Any], model: str):
        self._results = results
        self._model = model

    @classmethod
    def from_file(cls, path: Path, model: str | None) -> "RecordedEvaluator":
        """Raises CoachError where the file can't be read. The model's name is the results' own, if they tell."""
        results = read_results(path)
        bodies = [_response(r).get("body") for r in results.values()]
        told = next((b["model"] for b in bodies if isinstance(b, dict) and b.get("model")), None)
        return cls(results, str(told or model or "recorded"))

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return ModelEvaluator(self._model, self._result("")).info(rubric, prompt)

    def evaluate(self, task: Task) -> Evaluation:
        return ModelEvaluator(self._model, self._result(task.key or "")).evaluate(task)

    def _result(self, key: str) -> Ask:
        def ask(_: dict[str, Any]) -> Any:
            if key not in self._results:
                raise NoAnswer(Unscored(reason="missing-result", detail=f"The results have no line {key}. Run the batch again for it."), 0)
            response = _response(self._results[key])
            if response.get("status_code") != 200:
                raise NoAnswer(Unscored(reason="server-error", detail=f"The batch failed for {key}. Run it again for this line."))
            return response.get("body")

        return ask


def _response(result: dict[str, Any]) -> dict[str, Any]:
    response = result.get("response")
    return response if isinstance(response, dict) else {}


def read_results(path: Path) -> dict[str, Any]:
    """custom_id → Batch output line; raises CoachError with the line that can't be read."""
    try:
        lines = path.read_bytes().decode().split("\n")  # splitlines() would also split at U+2028, which JSON leaves as it is
    except (OSError, UnicodeDecodeError):
        raise CoachError(f"{path} can't be read. Give the output file of a batch.") from None
    results = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            result = json.loads(line)
            results[result["custom_id"]] = result
        except (ValueError, KeyError, TypeError, RecursionError):
            raise CoachError(f"{path}:{number}: this isn't a line of a Batch output file (it has no custom_id). Use the file as the batch wrote it.") from None
    return results


def in_parallel(work: Callable[[Given], Result], items: Iterable[Given], at_once: int) -> Iterator[Result]:
    """`work` over all items, results in order; where the caller stops early, what has begun is finished and no more is begun."""
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(work, items)
