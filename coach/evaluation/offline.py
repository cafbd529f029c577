"""The evaluator that needs no key and no network: the language engine's findings, levels by the rubric's cuts."""

import time

from coach.content.library import Prompt, content_hash
from coach.content.schema import Rubric
from coach.evaluation.scoring import judge
from coach.evaluation.task import Task
from coach.models import Evaluation, EvaluatorInfo, Usage


class OfflineEvaluator:
    """Judges in milliseconds, every time the same."""

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return EvaluatorInfo(kind="offline", rubric=rubric.id, rubric_hash=content_hash(rubric))

    def evaluate(self, task: Task) -> Evaluation:
        started = time.perf_counter()
        found = task.examination
        return Evaluation(
            scenario=task.scenario.id,
            evaluator=self.info(task.rubric, task.prompt),
            judgements=tuple(judge(c, found.findings) for c in task.rubric.criteria),
            formality=found.formality,
            findings=found.findings,
            usage=Usage(seconds=round(time.perf_counter() - started, 4)),
        )
