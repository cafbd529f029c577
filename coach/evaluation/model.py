"""The evaluator that asks a model: one call a draft, every quote verified, a typed reason where there is no score."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any

from coach.content.library import Prompt, content_hash
from coach.content.prices import Price
from coach.content.schema import Criterion, Rubric
from coach.evaluation.answer import Answer, off_topic, read_answer
from coach.evaluation.coming import ComingAnswer
from coach.evaluation.merging import merged
from coach.evaluation.request import body
from coach.evaluation.scoring import held_to_findings, judge
from coach.evaluation.task import Task
from coach.models import Evaluation, EvaluatorInfo, Finding, Judgement, Unscored, Usage

Ask = Callable[[dict[str, Any]], Any]
"""Sends a request body and gives the decoded response body; raises NoAnswer."""
AskInParts = Callable[[dict[str, Any]], Generator[Any, None, None]]
"""Sends a request body and gives the decoded chunks of the answer as they come; raises NoAnswer. Closing it ends the call."""
OnFinding = Callable[[Finding], None]


class NoAnswer(Exception):
    """The server gave nothing to read; carries the typed reason."""

    def __init__(self, unscored: Unscored, calls: int = 1):
        self.unscored = unscored
        self.calls = calls
        super().__init__(unscored.reason)


class ModelEvaluator:
    """`ask` is a live client or the recorded results of a batch; `ask_in_parts` a client that streams. Without a `price`, only tokens are counted."""

    def __init__(self, model: str, ask: Ask, ask_in_parts: AskInParts | None = None, price: Price | None = None):
        self.model = model
        self.price = price
        self.ask = ask
        self._ask_in_parts = ask_in_parts

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return EvaluatorInfo(kind="llm", model=self.model, prompt=prompt.info.id, prompt_hash=prompt.hash, rubric=rubric.id, rubric_hash=content_hash(rubric))

    def evaluate(self, task: Task, on_finding: OnFinding | None = None) -> Evaluation:
        """`on_finding` is given each of the model's findings as it comes, where the client streams."""
        if on_finding:
            return self._telling(task, on_finding)
        started = time.perf_counter()
        if task.off_topic:
            return self._evaluation(off_topic(task), task, started)
        request = body(task, self.model)
        try:
            answer = read_answer(self.ask(request), task)
        except NoAnswer as failure:
            answer = Answer(unscored=failure.unscored, usage=Usage(calls=failure.calls))
        return self._evaluation(answer, task, started, request)

    def _telling(self, task: Task, on_finding: OnFinding) -> Evaluation:
        with closing(self.stream(task)) as coming:
            for item in coming:
                if isinstance(item, Evaluation):
                    return item
                on_finding(item)
        raise AssertionError("a stream ends in an evaluation")

    def stream(self, task: Task) -> Generator[Finding | Evaluation, None, None]:
        """The model's findings as they come, each verified; then the evaluation as `evaluate` gives it.

        An answer that breaks off leaves the draft unscored, with the findings that had come. Closing the iterator ends the call.
        """
        if task.off_topic or self._ask_in_parts is None:
            yield self.evaluate(task)
            return
        started = time.perf_counter()
        request, coming = body(task, self.model), ComingAnswer(task)
        try:
            with closing(self._ask_in_parts(request)) as parts:
                for part in parts:
                    yield from coming.take(part)
            answer = coming.read()
        except NoAnswer as failure:
            answer = coming.broken_off(failure.unscored, failure.calls)
        yield self._evaluation(answer, task, started, request)

    def _evaluation(self, answer: Answer, task: Task, started: float, request: dict[str, Any] | None = None) -> Evaluation:
        found = merged(answer, task)
        cost = self.price.cost(answer.usage) if self.price else None
        return Evaluation(
            scenario=task.scenario.id,
            evaluator=self.info(task.rubric, task.prompt),
            judgements=tuple(_judgement(c, answer, found.findings, task.off_topic) for c in task.rubric.criteria),
            formality=task.examination.formality,
            unscored=answer.unscored,
            findings=found.findings,
            dropped_quotes=answer.dropped,
            dropped_unhelpful=answer.unhelpful,
            overruled=found.overruled,
            usage=answer.usage.model_copy(update={"cost_usd": cost, "seconds": round(time.perf_counter() - started, 3)}),
            sent=tuple(message["content"] for message in request["messages"]) if request and answer.usage.calls else (),
        )


def _judgement(criterion: Criterion, answer: Answer, findings: tuple[Finding, ...], off_topic: bool) -> Judgement:
    """The model judges, as far as the findings carry it; what can be computed is, whoever found the evidence. A text off the topic has none to weigh."""
    if answer.unscored:
        return Judgement(criterion=criterion.id, level=None, reason=answer.unscored.detail)
    if criterion.computed:
        return judge(criterion, findings)
    judged = answer.judgements[criterion.id]
    return judged if off_topic else held_to_findings(judged, criterion, findings)
