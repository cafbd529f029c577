"""Asks a model only where the day's budgets allow it; else the learner gets what rules say, and the reason."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from coach.content.prices import Price
from coach.errors import OverBudget, StorageUnavailable
from coach.evaluation.model import ModelEvaluator, NoAnswer, OnFinding
from coach.evaluation.request import body
from coach.evaluation.task import Task
from coach.evaluation.tokens import count
from coach.models import Evaluation, Reading, Unscored, Usage
from coach.storage.spending import Spending

_NEVER_PAID = {"unreachable", "unauthorised", "unknown-model", "rate-limited", "rejected", "too-long", "server-error"}
"""Reasons for which no model began to answer; after a timeout it may well have."""

Got = TypeVar("Got", Evaluation, Reading)


def within_budget(model: ModelEvaluator, task: Task, learner: UUID | None, spending: Spending, on_finding: OnFinding | None = None) -> Evaluation:
    """The evaluation, or why the model wasn't asked for it."""
    judge = partial(model.evaluate, task, on_finding)
    return reserved(estimate(model, task), learner, spending, judge, partial(_not_asked, model, task))


def reserved(most: Usage, learner: UUID | None, spending: Spending, ask: Callable[[], Got], not_asked: Callable[[Unscored], Got]) -> Got:
    """What `ask` gives: reserves the most that the call may cost, calls, and settles what it did cost; nobody is asked for a learner who isn't known."""
    try:
        if learner is None:
            raise StorageUnavailable("Nothing can be stored just now. Try again in a moment.")
        reservation = spending.reserve(learner, most)
    except OverBudget as over:
        return not_asked(_over_budget(f"{over} The offline findings are shown."))
    except StorageUnavailable as error:
        return not_asked(_over_budget(f"The budget can't be checked, so the model wasn't asked. {error}"))
    got = ask()
    with suppress(StorageUnavailable):  # the reservation stands, and the feedback isn't lost for it
        spending.settle(reservation, _paid(got, most))
    return got


def estimate(model: ModelEvaluator, task: Task) -> Usage:
    """The most that one evaluation may cost."""
    return most_of(body(task, model.model), model.price)


def most_of(request: dict[str, Any], price: Price | None) -> Usage:
    """The most that one call may cost: input tokens counted and none of them cached, output tokens as many as the prompt allows."""
    usage = Usage(calls=1, input_tokens=count(request).tokens, output_tokens=request["max_completion_tokens"])
    return usage.model_copy(update={"cost_usd": price.cost(usage)}) if price else usage


def _over_budget(detail: str) -> Unscored:
    return Unscored(reason="over-budget", detail=detail)


def _not_asked(model: ModelEvaluator, task: Task, why: Unscored) -> Evaluation:
    def ask(_: dict[str, Any]) -> Any:
        raise NoAnswer(why, 0)

    return ModelEvaluator(model.model, ask).evaluate(task)


def _paid(got: Evaluation | Reading, most: Usage) -> Usage:
    """What is known to be paid; the most, where an answer was or may have been given that tells no usage."""
    usage = got.usage
    told = usage.input_tokens + usage.output_tokens > 0
    never = usage.calls == 0 or (got.unscored is not None and got.unscored.reason in _NEVER_PAID)
    return usage if told or never else most
