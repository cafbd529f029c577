"""One revision as a whole: outcomes, levels, changed words."""

from dataclasses import dataclass

from coach.content.schema import Rubric
from coach.models import Evaluation
from coach.revision.alignment import align
from coach.revision.changes import Piece, difference, shortened
from coach.revision.levels import Movement, movements
from coach.revision.outcomes import Named, Traced, trace


@dataclass(frozen=True)
class Judged:
    """A draft as submitted, what was said of it, and the places where it names terms: start, end, id."""

    draft: str
    evaluation: Evaluation
    named: Named = ()


@dataclass(frozen=True)
class Progress:
    """`levels` is None where they can't be compared; `changes` is empty where the words are the same."""

    findings: list[Traced]
    levels: dict[str, Movement] | None
    changes: list[Piece]


def progress(before: Judged, now: Judged, rubric: Rubric) -> Progress | None:
    """None where this attempt is unscored: a model that failed was silent of everything, and that corrects nothing."""
    if now.evaluation.unscored:
        return None
    alignment = align(before.draft, now.draft)
    traced = trace(alignment, before.evaluation.findings, now.evaluation.findings, before.named, now.named)
    return Progress(traced, movements(before.evaluation, now.evaluation, rubric), shortened(difference(alignment)))
