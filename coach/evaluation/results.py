"""What a model has said of a draft already: nobody pays twice for the same."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from coach import __version__
from coach.content.library import Prompt, content_hash
from coach.content.schema import Rubric
from coach.evaluation.task import Evaluator, Task
from coach.models import Evaluation, EvaluatorInfo, Usage


def result_key(task: Task, judge: EvaluatorInfo) -> str:
    """The hash of all that a result rests on: draft, scenario, glossary, engine, prompt, rubric and model."""
    return content_hash([task.draft, content_hash(task.scenario), task.role.glossary_hash, __version__, judge.model_dump()])


def again(known: Evaluation) -> Evaluation:
    """A result as it is given the next time: it costs nothing more."""
    return known.model_copy(update={"usage": Usage()})


class KeptResults:
    """A model whose scored results are kept in `folder`, a file each; with `force` they are made anew.

    A file that can't be read or written is nobody's error: the model is then asked.
    """

    def __init__(self, model: Evaluator, folder: Path, force: bool = False):
        self._model = model
        self._folder = folder
        self._force = force

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return self._model.info(rubric, prompt)

    def evaluate(self, task: Task) -> Evaluation:
        file = self._folder / f"{result_key(task, self.info(task.rubric, task.prompt))}.json"
        if not self._force and (known := _read(file, task.draft)):
            return again(known)
        evaluation = self._model.evaluate(task)
        if evaluation.unscored is None:
            with suppress(OSError):
                _write(file, evaluation)
        return evaluation


def _read(file: Path, draft: str) -> Evaluation | None:
    try:
        known = Evaluation.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
    return known if all(draft[f.start : f.end] == f.quote for f in known.findings) else None


def _write(file: Path, evaluation: Evaluation) -> None:
    """Whole or not at all, for the user's own eyes. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(evaluation.model_dump_json())
        os.replace(name, file)
    except OSError:
        os.unlink(name)
        raise
