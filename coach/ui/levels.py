"""The levels as plain data for the component: in words, with what the next one asks and the steps that raise them most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from coach.content.schema import Criterion, Rubric
from coach.evaluation.scoring import highest, judge
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


def said(criterion: Criterion, level: int, evaluation: Evaluation) -> tuple[str, str]:
    """The level's name and what it means. Neither contradicts what was found, nor calls a text an expert's where rules alone found nothing."""
    described = criterion.levels[level - 1]
    grave = {(b.category, b.severity) for b in criterion.bounds}
    if level > highest(criterion, evaluation.findings):
        n = sum((f.category, f.severity) in grave for f in evaluation.findings)
        name = n_("with {n} mistake to mend", "with {n} mistakes to mend", n).format(n=n)
        then = n_("Once the mistake is mended: {descriptor}", "Once the {n} mistakes are mended: {descriptor}", n)
        return name, then.format(n=n, descriptor=described.descriptor)
    if level == len(criterion.levels) and evaluation.evaluator.kind == "offline" and not criterion.computed:
        return _("nothing that the rules know of"), described.descriptor
    return described.name, described.descriptor


def _level(judgement: Judgement, criterion: Criterion, evaluation: Evaluation) -> dict[str, Any]:
    level = judgement.level or 0
    name, descriptor = said(criterion, level, evaluation) if level else ("", "")
    return {
        "criterion": criterion.id,
        "title": criterion.title,
        "level": level,
        "name": name,
        "reason": judgement.reason,
        "descriptor": descriptor,
        "next": criterion.levels[level - 1].to_reach_next if level else None,
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
        what = step(category, counts[category])
        leads = _("{step} With the steps above, that leads to level {level}.") if n else _("{step} That leads to level {level}.")
        yield leads.format(step=what, level=reached) if follows and reached > level else what
