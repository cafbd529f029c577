"""The evaluator that asks a model: one call a draft, every quote verified, a typed reason where there is no score."""

import time
from collections.abc import Callable
from typing import Any

from coach.content.library import Prompt, content_hash
from coach.content.prices import Price
from coach.content.schema import Rubric
from coach.evaluation.answer import Answer, computed, read_answer
from coach.evaluation.request import body
from coach.evaluation.task import Task
from coach.language.examine import missing_point
from coach.models import Evaluation, EvaluatorInfo, Finding, Judgement, Unscored, Usage

Ask = Callable[[dict[str, Any]], Any]
"""Sends a request body and gives the decoded response body; raises NoAnswer."""


class NoAnswer(Exception):
    """The server gave nothing to read; carries the typed reason."""

    def __init__(self, unscored: Unscored, calls: int = 1):
        self.unscored = unscored
        self.calls = calls
        super().__init__(unscored.reason)


class ModelEvaluator:
    """`ask` is a live client or the recorded results of a batch; without a `price`, tokens are counted and money isn't."""

    def __init__(self, model: str, ask: Ask, price: Price | None = None):
        self.model = model
        self.price = price
        self._ask = ask

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return EvaluatorInfo(kind="llm", model=self.model, prompt=prompt.info.id, prompt_hash=prompt.hash, rubric=rubric.id, rubric_hash=content_hash(rubric))

    def evaluate(self, task: Task) -> Evaluation:
        started = time.perf_counter()
        try:
            answer = read_answer(self._ask(body(task, self.model)), task)
        except NoAnswer as failure:
            answer = Answer(unscored=failure.unscored, usage=Usage(calls=failure.calls))
        findings = merged(answer, task)
        cost = self.price.cost(answer.usage) if self.price else None
        usage = answer.usage.model_copy(update={"cost_usd": cost, "seconds": round(time.perf_counter() - started, 3)})
        return Evaluation(
            scenario=task.scenario.id,
            evaluator=self.info(task.rubric, task.prompt),
            judgements=_judgements(answer, task, findings),
            formality=task.examination.formality,
            unscored=answer.unscored,
            findings=findings,
            dropped_quotes=answer.dropped,
            usage=usage,
        )


def merged(answer: Answer, task: Task) -> tuple[Finding, ...]:
    """The model's findings with the engine's beside them: one place, one finding, missing points last."""
    quoted = [f for f in task.examination.findings if f.category != "missing"]
    missing = [f for f in task.examination.findings if f.category == "missing"]
    judged: list[Finding] = []
    for finding in answer.findings:
        if not _overlaps(finding, judged):
            judged.append(finding)
    if answer.unscored is None:
        quoted = [f for f in quoted if not _overlaps(f, judged)]
        by_point = {p.id: p for p in task.scenario.points}
        missing = [missing_point(by_point[p], "llm") for p in dict.fromkeys(answer.missing)]
    return (*sorted((*quoted, *judged), key=lambda f: (f.start, f.end)), *missing)


def _overlaps(finding: Finding, others: list[Finding]) -> bool:
    return any(finding.start < o.end and o.start < finding.end for o in others)


def _judgements(answer: Answer, task: Task, findings: tuple[Finding, ...]) -> tuple[Judgement, ...]:
    if answer.unscored:
        return tuple(Judgement(criterion=c.id, level=None, reason=answer.unscored.detail) for c in task.rubric.criteria)
    by_id = answer.judgements | computed(task, findings)
    return tuple(by_id[c.id] for c in task.rubric.criteria)
