"""The levels as plain data for the component: in words, with what the next one asks and the steps that raise them most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from coach.content.schema import Criterion, Rubric
from coach.evaluation.scoring import judge
from coach.models import Evaluation, Finding, Judgement
from coach.ui.steps import MOST, step
from coach.ui.texts import _, n_


def levels(evaluation: Evaluation, rubric: Rubric) -> list[dict[str, Any]]:
    """One a criterion; none where the draft is unscored."""
    if evaluation.unscored:
        return []
    criteria = {c.id: c for c in rubric.criteria}
    return [_level(j, criteria[j.criterion], evaluation) for j in evaluation.judgements]


def certainty(evaluation: Evaluation, rubric: Rubric) -> str:
    """By how much the same draft, judged again, may come out otherwise."""
    if evaluation.evaluator.kind == "offline":
        return _(
            "Rules find about half of the false statements about the field that an expert would find. "
            "A high level means that none was found, not that there is none. The same draft always gets the same levels."
        )
    spread = n_(
        "Asked again about the same draft, the model may differ by {n} level; a smaller step is no progress.",
        "Asked again about the same draft, the model may differ by {n} levels; a smaller step is no progress.",
        rubric.repeat_spread,
    )
    return spread.format(n=rubric.repeat_spread)


def _name(criterion: Criterion, level: int, evaluation: Evaluation) -> str:
    """Rules that found nothing don't know that there is nothing: they call no text an expert's."""
    if level == len(criterion.levels) and evaluation.evaluator.kind == "offline" and not criterion.computed:
        return _("nothing that the rules know of")
    return criterion.levels[level - 1].name if level else ""


def _level(judgement: Judgement, criterion: Criterion, evaluation: Evaluation) -> dict[str, Any]:
    level = judgement.level or 0
    described = criterion.levels[level - 1] if level else None
    return {
        "criterion": criterion.id,
        "title": criterion.title,
        "level": level,
        "name": _name(criterion, level, evaluation),
        "reason": judgement.reason,
        "descriptor": described.descriptor if described else "",
        "next": described.to_reach_next if described else None,
        "next_label": _("To reach {level}").format(level=level + 1),
        "steps": list(_steps(criterion, evaluation, level)),
    }


def _steps(criterion: Criterion, evaluation: Evaluation, level: int) -> Iterable[str]:
    """The two or three that weigh most; where the level follows from the findings alone, also where they lead."""
    if not 0 < level < len(criterion.levels):
        return
    weights: Mapping[str, float] = {str(category): weight for category, weight in criterion.weights.items()}
    counts = Counter(f.category for f in evaluation.findings if f.category in weights)
    heaviest = sorted(counts, key=lambda c: -weights[c] * counts[c])[:MOST]
    follows = criterion.computed or evaluation.evaluator.kind == "offline"
    left: list[Finding] = list(evaluation.findings)
    for n, category in enumerate(heaviest):
        left = [f for f in left if f.category != category]
        reached = judge(criterion, left).level or level
        said = step(category, counts[category])
        leads = _("{step} With the steps above, that leads to level {level}.") if n else _("{step} That leads to level {level}.")
        yield leads.format(step=said, level=reached) if follows and reached > level else said
