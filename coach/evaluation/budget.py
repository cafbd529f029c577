"""Asks a model only where the day's budgets allow it; else the learner gets the offline findings and the reason."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from coach.errors import OverBudget, StorageUnavailable
from coach.evaluation.model import ModelEvaluator, NoAnswer, OnFinding
from coach.evaluation.request import body
from coach.evaluation.task import Task
from coach.evaluation.tokens import count
from coach.models import Evaluation, Unscored, Usage
from coach.storage.spending import Spending

_NEVER_PAID = {"unreachable", "unauthorised", "unknown-model", "rate-limited", "rejected", "too-long", "server-error"}
"""Reasons for which no model began to answer; after a timeout it may well have."""


def within_budget(model: ModelEvaluator, task: Task, learner: UUID | None, spending: Spending, on_finding: OnFinding | None = None) -> Evaluation:
    """Reserves the most that the call may cost, judges, and settles what it did cost; nobody is asked for a learner who isn't known."""
    most = estimate(model, task)
    try:
        if learner is None:
            raise StorageUnavailable("Nothing can be stored just now. Try again in a moment.")
        reservation = spending.reserve(learner, most)
    except OverBudget as over:
        return _not_asked(model, task, f"{over} The offline findings are shown.")
    except StorageUnavailable as error:
        return _not_asked(model, task, f"The budget can't be checked, so the model wasn't asked. {error}")
    evaluation = model.evaluate(task, on_finding)
    with suppress(StorageUnavailable):  # the reservation stands, and the feedback isn't lost for it
        spending.settle(reservation, _paid(evaluation, most))
    return evaluation


def estimate(model: ModelEvaluator, task: Task) -> Usage:
    """The most that one call may cost: input tokens counted and none of them cached, output tokens as many as the prompt allows."""
    request = body(task, model.model)
    usage = Usage(calls=1, input_tokens=count(request).tokens, output_tokens=request["max_completion_tokens"])
    return usage.model_copy(update={"cost_usd": model.price.cost(usage)}) if model.price else usage


def _not_asked(model: ModelEvaluator, task: Task, detail: str) -> Evaluation:
    def ask(_: dict[str, Any]) -> Any:
        raise NoAnswer(Unscored(reason="over-budget", detail=detail), 0)

    return ModelEvaluator(model.model, ask).evaluate(task)


def _paid(evaluation: Evaluation, most: Usage) -> Usage:
    """What is known to be paid; the most, where an answer was or may have been given that tells no usage."""
    usage = evaluation.usage
    told = usage.input_tokens + usage.output_tokens > 0
    never = usage.calls == 0 or (evaluation.unscored is not None and evaluation.unscored.reason in _NEVER_PAID)
    return usage if told or never else most
