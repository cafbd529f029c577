"""What `coach evaluate` prints of an evaluation: a JSON object for programs, a page for people."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from coach.content import Library
from coach.drafts import Draft
from coach.errors import DraftRefused
from coach.evaluation.task import Evaluator
from coach.models import Evaluation, Finding, Usage


def record(draft: Draft, evaluation: Evaluation | DraftRefused, evaluator: Evaluator, library: Library, prompt: str | None) -> dict[str, Any]:
    """The JSON object of contract: one a draft."""
    if isinstance(evaluation, DraftRefused):
        scenario = library.role_of(draft.scenario).scenario(draft.scenario)
        rubric = library.rubric(scenario.rubric)
        info = evaluator.info(rubric, library.prompt(prompt or scenario.prompt))
        levels: dict[str, Any] = {c.id: None for c in rubric.criteria}
        reasons = {c.id: str(evaluation) for c in rubric.criteria}
        empty: dict[str, Any] = {"formality": None, "unscored": {"reason": "refused", "detail": str(evaluation)}, "findings": []}
        head = {"id": draft.id, "scenario": draft.scenario, "evaluator": info.model_dump(), "levels": levels, "reasons": reasons}
        empty |= {"dropped_quotes": 0, "dropped_unhelpful": 0, "overruled": []}
        return {**head, **empty, "usage": Usage().model_dump()}
    record = evaluation.model_dump(exclude={"judgements"})
    return {
        "id": draft.id,
        "scenario": evaluation.scenario,
        "evaluator": record["evaluator"],
        "levels": evaluation.levels,
        "reasons": {j.criterion: j.reason for j in evaluation.judgements},
        **{k: record[k] for k in ("formality", "unscored", "findings", "dropped_quotes", "dropped_unhelpful", "overruled", "usage")},
    }


@contextmanager
def progress(total: int, beside_output: bool) -> Iterator[Callable[[], None]]:
    """Gives what is called for each draft that is done: a bar on standard error, where that is a terminal and no output comes between."""
    if not (sys.stderr and sys.stderr.isatty()) or (beside_output and sys.stdout and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), "drafts", TimeRemainingColumn(), console=Console(stderr=True), redirect_stdout=False) as bar:
        whole = bar.add_task("", total=total)
        yield lambda: bar.advance(whole)


def page(draft: Draft, evaluation: Evaluation | DraftRefused) -> str:
    """The evaluation as a person reads it in a terminal."""
    title = f"{draft.id or draft.file or 'Draft'} · {draft.scenario}"
    if isinstance(evaluation, DraftRefused):
        return f"{title}\n{evaluation}"
    lines = [f"{title} · {_judged_by(evaluation)} · formality {evaluation.formality:+.1f}"]
    if evaluation.unscored:
        lines.append(f"Not scored: {evaluation.unscored.detail}")
    lines += [f"  {j.criterion:<12} {j.level or '–'}  {j.reason}" for j in evaluation.judgements if not evaluation.unscored]
    if evaluation.dropped_quotes or evaluation.dropped_unhelpful:
        why = f"{evaluation.dropped_quotes} quoted what isn't in the draft, {evaluation.dropped_unhelpful} gave nothing to go on with"
        lines.append(f"Comments of the model's that were left out: {why}.")
    return "\n".join(chain(lines, *(_finding_lines(f, draft.text) for f in evaluation.findings)))


def _judged_by(evaluation: Evaluation) -> str:
    if evaluation.unscored:
        return "not judged; the findings are by rules"
    judge = evaluation.evaluator
    return "judged by the offline evaluator" if judge.kind == "offline" else f"judged by {judge.model} and by rules"


def _finding_lines(finding: Finding, text: str) -> list[str]:
    if not finding.quote:
        return ["", f"– {finding.message}", *([f"  {finding.suggestion}"] if finding.suggestion else [])]
    line = text.count("\n", 0, finding.start) + 1
    quote = " ".join(finding.quote.split())
    lines = ["", f"{line}: “{quote}”  {finding.criterion} · {finding.category}", f"  {finding.message} {finding.why or ''}".rstrip()]
    return [*lines, *([f"  {finding.suggestion}"] if finding.suggestion else [])]
