"""Levels from findings, by the weights, cuts and bounds of the rubric file."""

from collections import Counter
from collections.abc import Iterable, Mapping

from coach.content.schema import Criterion
from coach.models import Finding, Judgement

_NAMES = {
    "misuse": ("statement about the field is wrong", "statements about the field are wrong"),
    "form": ("term is in a wrong form", "terms are in a wrong form"),
    "imprecise": ("everyday word stands for a term", "everyday words stand for terms"),
    "undefined": ("term is unexplained for this reader", "terms are unexplained for this reader"),
    "inconsistent": ("second name is used", "second names are used"),
    "informal": ("informal phrase", "informal phrases"),
    "vague": ("vague phrase", "vague phrases"),
    "overclaim": ("claim is surer than the evidence", "claims are surer than the evidence"),
    "tone": ("phrase puts the reader off", "phrases put the reader off"),
    "modality": ("rule doesn't bind", "rules don't bind"),
    "dense": ("sentence is too long for this reader", "sentences are too long for this reader"),
    "figure": ("figure disagrees with the fact sheet", "figures disagree with the fact sheet"),
    "missing": ("point isn't covered yet", "points aren't covered yet"),
}


def judge(criterion: Criterion, findings: Iterable[Finding]) -> Judgement:
    """5 minus the number of cuts that the findings' weights reach, and a reason that counts them."""
    weights: Mapping[str, float] = {str(category): weight for category, weight in criterion.weights.items()}
    counts = Counter(f.category for f in findings if f.category in weights)
    weight = sum(weights[category] * n for category, n in counts.items())
    level = 5 - sum(weight >= cut - 1e-9 for cut in criterion.cuts)
    return Judgement(criterion=criterion.id, level=level, reason=reason(counts))


def held_to_findings(judged: Judgement, criterion: Criterion, findings: Iterable[Finding]) -> Judgement:
    """The level that a model gave, as far as the findings carry it; its reason with what was counted in the draft.

    Within a step the findings' weight decides, as markers of one draft differ by so much; beyond that the level is
    half-way, nearer to the weight. The rubric's bounds hold in any case.
    """
    if judged.level is None:
        return judged
    of_criterion = [f for f in findings if f.criterion == criterion.id and f.category in _NAMES]
    weighed = judge(criterion, of_criterion).level or judged.level
    level = weighed + int((judged.level - weighed) / 2)
    bound = highest(criterion, of_criterion)
    counted = f" In the draft: {reason(Counter(f.category for f in of_criterion))}" if of_criterion else ""
    more = f" With that, the level is at most {bound}." if bound < level else ""
    return judged.model_copy(update={"level": min(level, bound), "reason": f"{judged.reason.strip()}{counted}{more}"})


def highest(criterion: Criterion, findings: Iterable[Finding]) -> int:
    """The highest level whose descriptor is true of a draft with these findings, by the rubric's bounds."""
    counts = Counter((f.category, f.severity) for f in findings)
    return min((b.at_most for b in criterion.bounds if counts[b.category, b.severity] >= b.findings), default=5)


def reason(counts: Counter[str]) -> str:
    """“2 terms are unexplained for this reader; 1 statement about the field is wrong.”"""
    if not counts:
        return "Nothing was found that speaks against it."
    return "; ".join(f"{n} {_NAMES[c][n > 1]}" for c, n in counts.most_common()) + "."
