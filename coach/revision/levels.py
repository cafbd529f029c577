"""How each criterion's level moved between two attempts, beyond what judging the same draft twice would differ by."""

from typing import Literal

from coach.content.schema import Rubric
from coach.models import Evaluation

Movement = Literal["up", "down", "unchanged"]


def movements(before: Evaluation, now: Evaluation, rubric: Rubric) -> dict[str, Movement] | None:
    """By criterion; None where two evaluators judged, whose levels can't be compared, or a level is missing."""
    if before.evaluator != now.evaluator or before.unscored or now.unscored:
        return None
    noise = rubric.repeat_spread if now.evaluator.kind == "llm" else 0
    return {j.criterion: _movement(before.levels.get(j.criterion), j.level, noise) for j in now.judgements}


def _movement(before: int | None, now: int | None, noise: int) -> Movement:
    moved = (now or 0) - (before or now or 0)
    if abs(moved) <= noise:
        return "unchanged"
    return "up" if moved > 0 else "down"
