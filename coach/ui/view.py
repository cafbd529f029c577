"""An evaluation as plain data for the components: texts only, never markup."""

from collections.abc import Sequence
from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.language.outline import written_words
from coach.models import Evaluation, Finding
from coach.ui.levels import certainty, levels
from coach.ui.steps import next_steps
from coach.ui.texts import Texts, _, later, n_

_FEWEST_CHOICES = 3
_CONTEXT = 24
"""Characters on either side of a place that is shown by its words."""
_MEANING = frozenset("misuse figure overclaim missing modality undefined instruction".split())
"""What the reader would take wrongly or not at all; the rest is how it is put."""


def first_findings(evaluation: Evaluation, scenario: Scenario, limit: int) -> set[int]:
    """The places in the list of those findings that come first: what is meant before how it is put, then what harms this reader most.

    Of findings that say the same of the same words it is the first.
    """
    harm: dict[str, int] = {category: n for n, category in enumerate(scenario.reader.harmed_most_by)}
    order = {"error": 0, "warning": 1, "suggestion": 2}

    def rank(numbered: tuple[int, Finding]) -> tuple[bool, int, int, int]:
        finding = numbered[1]
        return finding.category not in _MEANING, order[finding.severity], harm.get(finding.category, len(harm)), finding.start

    ranked = sorted(((group[0], evaluation.findings[group[0]]) for group in same_comments(evaluation.findings)), key=rank)
    return {n for n, _finding in ranked[:limit]}


def same_comments(findings: Sequence[Finding]) -> list[list[int]]:
    """The places in the list of findings that say the same of the same words, together, in the order of the first of each."""
    groups: dict[str, list[int]] = {}
    for n, finding in enumerate(findings):
        groups.setdefault(finding.key, []).append(n)
    return list(groups.values())


def feedback(evaluation: Evaluation, scenario: Scenario, role: RoleContent, rubric: Rubric, draft: str) -> dict[str, Any]:
    """Levels in words, next steps and cards, the few that matter most marked as first."""
    first = first_findings(evaluation, scenario, rubric.findings_at_first)
    return {
        "judge": judge(evaluation),
        "unjudged": unjudged(),
        "unscored": evaluation.unscored.detail if evaluation.unscored else None,
        "dropped": _dropped(evaluation),
        "levels": levels(evaluation, rubric),
        "certainty": certainty(evaluation, rubric),
        "steps": next_steps(evaluation.findings, scenario),
        "short": _short(draft, scenario),
        "summary": summary(evaluation.findings),
        "cards": [
            _card(n, evaluation.findings[n], scenario, role, n in first)
            | {"also": [{"id": m, "words": _around(draft, evaluation.findings[m])} for m in others]}
            for n, *others in same_comments(evaluation.findings)
        ],
        "filters": _filters(evaluation.findings, rubric),
    }


def _short(draft: str, scenario: Scenario) -> str | None:
    """A note where there is too little text for a level to mean much."""
    words, least = written_words(draft, scenario), scenario.length_words[0]
    if words * 2 >= least:
        return None
    return _("The draft has {words} of at least {least} words: its levels say little yet.").format(words=words, least=least)


def judge(evaluation: Evaluation) -> str:
    """Who judged, in a sentence."""
    if evaluation.unscored:
        return _("The model gave no judgement. These findings are by rules.")
    if evaluation.evaluator.kind == "offline":
        return _("Judged by the offline evaluator, by rules.")
    return _("Judged by {model}, and by rules.").format(model=evaluation.evaluator.model)


def unjudged() -> str:
    """What no evaluator looks at, rules or model."""
    return _("Grammar and ordinary spelling are not judged: read your text once more for them.")


def criteria(rubric: Rubric) -> dict[str, str]:
    """The title of each criterion that a finding may have."""
    return {c.id: c.title for c in rubric.criteria} | {"integrity": _("Integrity"), "style": _("Style")}


def summary(findings: Sequence[Finding]) -> str:
    """One short, exact sentence: places, and in how many comments where one speaks of several."""
    quoted = sum(bool(f.quote) for f in findings)
    missing = len(findings) - quoted
    comments = len(same_comments(findings)) - missing
    if not findings:
        return _("Nothing was found that this reader would stumble over.")
    parts = [n_("{n} place to look at", "{n} places to look at", quoted).format(n=quoted)] if quoted else []
    if comments < quoted:
        parts = [n_("{places} in {n} comment", "{places} in {n} comments", comments).format(places=parts[0], n=comments)]
    parts += [n_("{n} point not covered yet", "{n} points not covered yet", missing).format(n=missing)] if missing else []
    return ", ".join(parts) + "."


def _dropped(evaluation: Evaluation) -> str | None:
    absent = n_(
        "{n} comment of the model's quoted words that aren't in the draft; it was dropped.",
        "{n} comments of the model's quoted words that aren't in the draft; they were dropped.",
        evaluation.dropped_quotes,
    )
    unhelpful = n_(
        "{n} comment of the model's gave you nothing to go on with; it was dropped.",
        "{n} comments of the model's gave you nothing to go on with; they were dropped.",
        evaluation.dropped_unhelpful,
    )
    counted = ((absent, evaluation.dropped_quotes), (unhelpful, evaluation.dropped_unhelpful))
    return " ".join(text.format(n=n) for text, n in counted if n) or None


def _filters(findings: Sequence[Finding], rubric: Rubric) -> dict[str, Any] | None:
    """What the cards can be narrowed to; None where there is nothing to choose between."""
    names = criteria(rubric)
    found = [c for c in names if any(f.criterion == c for f in findings)]
    weights = [s for s in SEVERITIES if any(f.severity == s for f in findings)]
    if len(same_comments(findings)) <= rubric.findings_at_first or len(found) + len(weights) < _FEWEST_CHOICES:
        return None
    return {
        "criterion": {"label": _("Criterion"), "all": _("all"), "choices": [(c, names[c]) for c in found]},
        "severity": {"label": _("Weight"), "all": _("all"), "choices": [(s, SEVERITIES[s]) for s in weights]},
    }


def _around(draft: str, finding: Finding) -> str:
    """The quote with a few words on both sides, to tell one place from another."""
    before, after = draft[max(0, finding.start - _CONTEXT) : finding.start], draft[finding.end : finding.end + _CONTEXT]
    if finding.start > _CONTEXT:
        before = f"… {before.partition(' ')[2]}"
    if finding.end + _CONTEXT < len(draft):
        after = f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}{finding.quote}{after}".split())


def _card(n: int, finding: Finding, scenario: Scenario, role: RoleContent, first: bool) -> dict[str, Any]:
    term = role.terms.get(finding.term or "")
    category = CATEGORY_NAMES.get(finding.category, finding.category)
    return {
        "id": n,
        "key": finding.key,
        "label": f"{finding.quote or finding.message}, {category}",
        "first": first,
        "quote": finding.quote,
        "criterion": finding.criterion,
        "category": category,
        "source": _("rule and model") if finding.also else _("rule") if finding.source == "rules" else _("model"),
        "severity": finding.severity,
        "message": finding.message,
        "consequence": scenario.reader.consequences.get(finding.category),  # type: ignore[call-overload]
        "why": finding.why,
        "suggestion": finding.suggestion,
        "term": {
            "title": term.term,
            "entry": f"glossary?term={term.id}",
            "definition": term.definition,
            "direction": term.direction.note if term.direction else None,
            "source": term.source.cited,
        }
        if term
        else None,
    }


SEVERITIES = Texts({"error": later("misleads"), "warning": later("hinders"), "suggestion": later("could be better")})
"""How much it matters to the reader, the gravest first."""
CATEGORY_NAMES = Texts(
    {
        "misuse": later("wrong about the field"),
        "form": later("form of a term"),
        "imprecise": later("everyday word"),
        "undefined": later("unexplained"),
        "inconsistent": later("second name"),
        "informal": later("informal"),
        "vague": later("vague"),
        "overclaim": later("surer than the evidence"),
        "tone": later("tone"),
        "modality": later("rule that doesn't bind"),
        "dense": later("too long"),
        "figure": later("figure"),
        "missing": later("not covered yet"),
        "instruction": later("speaks to the evaluator"),
        "stiff": later("stiffer than needed"),
        "hedged": later("hedged twice"),
        "spelling": later("mixed spelling"),
    }
)
