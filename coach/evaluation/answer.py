"""Reads a chat completion: a typed reason where it can't be used, else verified findings and levels."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coach.evaluation.completion import OF_ANOTHER_FORM, answer_in, usage_of
from coach.evaluation.helpful import helpful
from coach.evaluation.quotes import locate
from coach.evaluation.task import Task
from coach.models import Finding, Judgement, Unscored, Usage


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class SaidFinding(_Shape):
    """A finding as the model wrote it."""

    quote: str
    words_before: str = ""
    category: str
    severity: Literal["error", "warning", "suggestion"]
    message: Annotated[str, Field(min_length=1)]
    suggestion: str | None = None


class _LevelShape(_Shape):
    reason: Annotated[str, Field(min_length=1)]
    level: Annotated[int, Field(ge=1, le=5, strict=True)]


class _AnswerShape(_Shape):
    """What is the same for every rubric; the criteria's levels stand beside it."""

    findings: list[SaidFinding]
    missing_points: list[str]


@dataclass(frozen=True)
class Answer:
    """What a completion says. Either `unscored` is set, or `judgements` has the judged criteria.

    `missing` are ids of points; None where the model didn't say. `dropped` and `unhelpful` count what was left out.
    """

    unscored: Unscored | None = None
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] | None = None
    judgements: dict[str, Judgement] = field(default_factory=dict)
    dropped: int = 0
    unhelpful: int = 0
    usage: Usage = field(default_factory=Usage)


def read_answer(completion: Any, task: Task) -> Answer:
    """`completion` is the decoded response body, whatever a server sent; never raises."""
    told, used = answer_in(completion), usage_of(completion)
    if isinstance(told, Unscored):
        return _unscored(told, used)
    try:
        return _scored(told, task, used)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _unscored(OF_ANOTHER_FORM, used)


def _unscored(why: Unscored, used: Usage) -> Answer:
    return Answer(unscored=Unscored(reason=why.reason, detail=f"{why.detail} The offline findings are shown; try again."), usage=used)


def _scored(data: dict[str, Any], task: Task, used: Usage) -> Answer:
    shape = _AnswerShape.model_validate(data)
    judgements = {}
    for criterion in task.rubric.criteria:
        if not criterion.computed:
            level = _LevelShape.model_validate(data[criterion.id])
            judgements[criterion.id] = Judgement(criterion=criterion.id, level=level.level, reason=level.reason)
    verified = [v for f in shape.findings if (v := verify(f, task))]
    findings = tuple(h for v in verified if (h := helpful(v, task.draft, task.earlier)))
    points = {p.id for p in task.scenario.points}
    missing = tuple(p for p in shape.missing_points if p in points)
    dropped, unhelpful = len(shape.findings) - len(verified), len(verified) - len(findings)
    return Answer(findings=findings, missing=missing, judgements=judgements, dropped=dropped, unhelpful=unhelpful, usage=used)


def verify(said: SaidFinding, task: Task) -> Finding | None:
    """The finding at its place in the draft, in the draft's own letters; None where it has no evidence there."""
    owner = {category: c.id for c in task.rubric.criteria for category in c.weights} | {"instruction": "integrity"}
    place = locate(task.sent.text, said.quote, said.words_before)
    if place is None or said.category not in owner or said.category == "missing":
        return None
    start, end = task.sent.place(*place)
    return Finding(
        start=start,
        end=end,
        quote=task.draft[start:end],
        criterion=owner[said.category],
        category=said.category,
        severity=said.severity,
        message=said.message,
        suggestion=said.suggestion or None,
        term=next((t for s, e, t in task.named if s < end and start < e), None) if owner[said.category] == "terminology" else None,
        source="llm",
    )


def off_topic(task: Task) -> Answer:
    """What needs no model: the lowest level for a text that isn't about the scenario."""
    why = "The text has nothing of this scenario in it: none of its points, none of its figures, no term of the field."
    return Answer(judgements={c.id: Judgement(criterion=c.id, level=1, reason=why) for c in task.rubric.criteria if not c.computed})
