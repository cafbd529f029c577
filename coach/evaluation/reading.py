"""A model in the place of the scenario's reader: what would that reader do with the draft, and still ask? One call, on request."""

import re
import time
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.evaluation.budget import most_of, reserved
from coach.evaluation.completion import OF_ANOTHER_FORM, answer_in, usage_of
from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.quotes import locate
from coach.evaluation.request import TEXT, asking, strict_object
from coach.evaluation.task import Task
from coach.models import OpenQuestion, Reading, Unscored, Usage
from coach.storage.spending import Spending

_MOST_QUESTIONS = 4
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_IN_QUOTATION_MARKS = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _SaidQuestion(_Shape):
    """A question as the model wrote it."""

    question: Annotated[str, Field(min_length=1)]
    quote: str = ""
    words_before: str = ""


class _AnswerShape(_Shape):
    questions: list[_SaidQuestion]
    because: Annotated[str, Field(min_length=1)]
    decision: Annotated[int, Field(ge=1, strict=True)]


def body(task: Task, model: str) -> dict[str, Any]:
    """The request body; the task's prompt is one of kind reader. The answer has its evidence first."""
    question = strict_object(words_before=TEXT, quote=TEXT, question=TEXT)
    decision = {"type": "integer", "enum": list(range(1, len(task.scenario.reader.decisions) + 1))}
    return asking(task, model, "reading", strict_object(questions={"type": "array", "items": question}, because=TEXT, decision=decision))


def read(task: Task, model: ModelEvaluator) -> Reading:
    """What the model answers; never raises for what a draft or a server may do."""
    started = time.perf_counter()
    request = body(task, model.model)
    try:
        completion = model.ask(request)
        told, used = answer_in(completion), usage_of(completion)
    except NoAnswer as failure:
        told, used = failure.unscored, Usage(calls=failure.calls)
    reading = _unread(task, model, told) if isinstance(told, Unscored) else _reading(told, task, model)
    cost = model.price.cost(used) if model.price else None
    usage = used.model_copy(update={"cost_usd": cost, "seconds": round(time.perf_counter() - started, 3)})
    return reading.model_copy(update={"usage": usage, "sent": tuple(m["content"] for m in request["messages"]) if used.calls else ()})


def read_within_budget(model: ModelEvaluator, task: Task, learner: UUID | None, spending: Spending) -> Reading:
    """The same, or why the model wasn't asked."""
    return reserved(most_of(body(task, model.model), model.price), learner, spending, partial(read, task, model), partial(_unread, task, model))


def _unread(task: Task, model: ModelEvaluator, why: Unscored) -> Reading:
    return Reading(model=model.model, prompt=task.prompt.info.id, prompt_hash=task.prompt.hash, unscored=why)


def _reading(told: Any, task: Task, model: ModelEvaluator) -> Reading:
    try:
        said = _AnswerShape.model_validate(told)
        decision = task.scenario.reader.decisions[said.decision - 1].decision
    except (ValueError, IndexError, RecursionError):
        return _unread(task, model, OF_ANOTHER_FORM)
    asked = said.questions[:_MOST_QUESTIONS]
    questions = tuple(q for s in asked if (q := _verified(s, task)))
    return Reading(
        model=model.model,
        prompt=task.prompt.info.id,
        prompt_hash=task.prompt.hash,
        decision=decision,
        because=" ".join(said.because.split()),
        questions=questions,
        dropped_quotes=sum(bool(s.quote.strip()) for s in asked) - sum(bool(q.quote) for q in questions),
    )


def _verified(said: _SaidQuestion, task: Task) -> OpenQuestion | None:
    """The question at its place in the draft; without one where its quote isn't there, and None where it is about words that nobody wrote."""
    question, sent = " ".join(said.question.split()), task.sent
    place = locate(sent.text, said.quote, said.words_before)
    taken_up = set() if place else _words(said.quote) & _words(question)
    if not question or not taken_up | _words(*_IN_QUOTATION_MARKS.findall(question)) <= _words(sent.text):
        return None
    if place is None:
        return OpenQuestion(question=question)
    start, end = sent.place(*place)
    return OpenQuestion(question=question, start=start, end=end, quote=task.draft[start:end])


def _words(*texts: str) -> set[str]:
    return {word.casefold() for text in texts for word in _WORD.findall(text)}
