"""One place, one finding: a model's findings beside those of the language engine."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.evaluation.answer import Answer
from coach.evaluation.task import Task
from coach.language.examine import missing_point
from coach.models import Finding

_JUDGED = frozenset(("terminology", "register", "facts"))
_PLAIN = frozenset(("informal", "dense", "instruction"))
"""What anybody can see, whatever was meant."""


@dataclass(frozen=True)
class Merged:
    """What the learner sees, in reading order with missing points last, and what had to give way to another view."""

    findings: tuple[Finding, ...]
    overruled: tuple[Finding, ...]


def merged(answer: Answer, task: Task) -> Merged:
    """Where both speak of a place, the model explains it in this draft's words, unless a term's file has settled the matter.

    Where both say the same, the finding that stays names the other source too; where they don't, the other is overruled,
    and so is what a rule can only guess at and the model calls right by its silence.
    """
    by_rules = [f for f in task.examination.findings if f.quote]
    stay, overruled, confirmed = list[Finding](), list[Finding](), set[int]()
    for said in one_a_place(answer.findings):
        here = [f for f in by_rules if overlap(f, said)]
        agreed = [f for f in here if f.category == said.category]
        if any(map(_settled, here)):
            confirmed |= {id(f) for f in agreed}
            overruled += [] if agreed else [said]
        else:
            stay.append(said.model_copy(update={"also": "rules"}) if agreed else said)
            overruled += [f for f in here if f not in agreed and f not in overruled]
    alone = [f for f in by_rules if not any(overlap(f, s) for s in stay)]
    if answer.unscored is None:
        overruled += [f for f in alone if _arguable(f)]
        alone = [f for f in alone if not _arguable(f)]
    stay += [f.model_copy(update={"also": "llm"}) if id(f) in confirmed else f for f in alone]
    return Merged((*sorted(stay, key=lambda f: (f.start, f.end)), *_missing(answer, task)), tuple(overruled))


def one_a_place(findings: Iterable[Finding], taken: Iterable[Finding] = ()) -> list[Finding]:
    """Those that overlap neither one of `taken` nor an earlier one."""
    kept: list[Finding] = []
    places = list(taken)
    for finding in findings:
        if not any(overlap(finding, other) for other in places):
            kept.append(finding)
            places.append(finding)
    return kept


def overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _settled(finding: Finding) -> bool:
    """True where a rule of the term's own file speaks, or where a model saw a placeholder.

    What this reader knows, what a figure is said of and what a near miss was meant to be are matters of opinion.
    """
    if finding.category == "instruction":
        return True
    own = finding.rule is not None and finding.rule.startswith(f"{finding.term}.") and not finding.rule.endswith(".near-miss")
    return own and finding.category not in ("undefined", "figure")


def _arguable(finding: Finding) -> bool:
    """True where a rule only guesses at what was meant: a model that has read the draft and keeps silent calls it right."""
    return finding.criterion in _JUDGED and finding.category not in _PLAIN and not _settled(finding)


def _missing(answer: Answer, task: Task) -> list[Finding]:
    if answer.missing is None:
        return [f for f in task.examination.findings if f.category == "missing"]
    points = {p.id: p for p in task.scenario.points}
    return [missing_point(points[p], "llm") for p in dict.fromkeys(answer.missing)]
