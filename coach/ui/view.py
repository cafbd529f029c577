"""An evaluation as plain data for the components: texts only, never markup."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.models import Evaluation, Finding, Judgement
from coach.ui.texts import _, n_

POPOVER_WIDTH = 280
"""Pixels: fits a telephone."""
_MOST_STEPS = 3
_MEANING = frozenset("misuse figure overclaim missing modality undefined instruction".split())
"""What the reader would take wrongly or not at all; the rest is how it is put."""


def first_findings(evaluation: Evaluation, scenario: Scenario, limit: int) -> set[int]:
    """The places in the list of those findings that come first: what is meant before how it is put, then what harms this reader most."""
    harm: dict[str, int] = {category: n for n, category in enumerate(scenario.reader.harmed_most_by)}
    order = {"error": 0, "warning": 1, "suggestion": 2}

    def rank(numbered: tuple[int, Finding]) -> tuple[bool, int, int, int]:
        finding = numbered[1]
        return finding.category not in _MEANING, order[finding.severity], harm.get(finding.category, len(harm)), finding.start

    ranked = sorted(enumerate(evaluation.findings), key=rank)
    return {n for n, _finding in ranked[:limit]}


def feedback(evaluation: Evaluation, scenario: Scenario, role: RoleContent, rubric: Rubric, draft: str) -> dict[str, Any]:
    """Levels in words, next steps and cards, the few that matter most marked as first."""
    first = first_findings(evaluation, scenario, rubric.findings_at_first)
    return {
        "judge": judge(evaluation),
        "unscored": evaluation.unscored.detail if evaluation.unscored else None,
        "dropped": _dropped(evaluation),
        "levels": [] if evaluation.unscored else [_level(j, rubric) for j in evaluation.judgements],
        "steps": next_steps(evaluation.findings, scenario),
        "short": _short(draft, scenario),
        "summary": summary(evaluation.findings),
        "cards": [_card(n, f, scenario, role, n in first, draft) for n, f in enumerate(evaluation.findings)],
    }


def _short(draft: str, scenario: Scenario) -> str | None:
    """A note where there is too little text for a level to mean much."""
    words, least = len(draft.split()), scenario.length_words[0]
    if words * 2 >= least:
        return None
    return _("The draft has {words} of at least {least} words: its levels say little yet.").format(words=words, least=least)


def judge(evaluation: Evaluation) -> str:
    """Who judged, in a sentence."""
    if evaluation.unscored:
        return _("The model gave no judgement. These findings are by rules.")
    if evaluation.evaluator.kind == "offline":
        return _("Judged by the offline evaluator, by rules. Grammar is not judged.")
    return _("Judged by {model}, and by rules.").format(model=evaluation.evaluator.model)


def criteria(rubric: Rubric) -> dict[str, str]:
    """The title of each criterion that a finding may have."""
    return {c.id: c.title for c in rubric.criteria} | {"integrity": _("Integrity"), "style": _("Style")}


def summary(findings: Sequence[Finding]) -> str:
    """One short, exact sentence."""
    quoted = sum(bool(f.quote) for f in findings)
    missing = len(findings) - quoted
    if not findings:
        return _("Nothing was found that this reader would stumble over.")
    parts = [n_("{n} place to look at", "{n} places to look at", quoted).format(n=quoted)] if quoted else []
    parts += [n_("{n} point not covered yet", "{n} points not covered yet", missing).format(n=missing)] if missing else []
    return ", ".join(parts) + "."


def next_steps(findings: Sequence[Finding], scenario: Scenario) -> list[str]:
    """The two or three things to do next, those first that harm this reader most: only what was found."""
    counts = Counter(f.category for f in findings)
    steps = [step.format(n=counts[c]) for c in scenario.reader.harmed_most_by if counts[c] and (step := _steps(counts[c]).get(c))]
    return steps[:_MOST_STEPS]


def _steps(n: int) -> dict[str, str]:
    """What mends a category, for one finding and for several."""
    return {
        "misuse": n_("Put right the statement that is wrong about the field.", "Put right the {n} statements that are wrong about the field.", n),
        "figure": n_("Check the figure that disagrees with the sheet.", "Check the {n} figures that disagree with the sheet.", n),
        "overclaim": n_("Say only what the evidence carries, in one place.", "Say only what the evidence carries, in {n} places.", n),
        "missing": n_("Cover the point that is missing.", "Cover the {n} points that are missing.", n),
        "undefined": n_("Explain one term where it first stands.", "Explain {n} terms where they first stand.", n),
        "dense": n_("Split the sentence that is too long for this reader.", "Split the {n} sentences that are too long for this reader.", n),
        "tone": n_("Reword the phrase that puts this reader off.", "Reword the {n} phrases that put this reader off.", n),
        "imprecise": n_("Use the field's term for one everyday word.", "Use the field's terms for {n} everyday words.", n),
        "vague": n_("Put a figure or a plain word for one vague phrase.", "Put figures or plain words for {n} vague phrases.", n),
        "inconsistent": n_("Keep one name for one thing.", "Keep one name for one thing, in {n} places.", n),
        "modality": n_("Make the rule bind.", "Make the {n} rules bind.", n),
        "informal": n_("Replace the informal phrase.", "Replace the {n} informal phrases.", n),
        "form": n_("Mend the form of one term.", "Mend the form of {n} terms.", n),
        "hedged": n_("Say once how sure you are, in one place.", "Say once how sure you are, in {n} places.", n),
        "stiff": n_("Put a plain word for one stiff phrase.", "Put plain words for {n} stiff phrases.", n),
        "spelling": n_("Keep to one spelling.", "Keep to one spelling.", n),
        "instruction": n_("Take out what speaks to the evaluator.", "Take out the {n} places that speak to the evaluator.", n),
    }


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


def _level(judgement: Judgement, rubric: Rubric) -> dict[str, Any]:
    criterion = next(c for c in rubric.criteria if c.id == judgement.criterion)
    level = judgement.level or 0
    described = criterion.levels[level - 1] if level else None
    return {
        "criterion": criterion.id,
        "title": criterion.title,
        "level": level,
        "name": described.name if described else "",
        "reason": judgement.reason,
        "descriptor": described.descriptor if described else "",
        "next": described.to_reach_next if described else None,
        "next_label": _("To reach {level}").format(level=level + 1),
    }


def _card(n: int, finding: Finding, scenario: Scenario, role: RoleContent, first: bool, draft: str) -> dict[str, Any]:
    term = role.terms.get(finding.term or "")
    return {
        "id": n,
        "first": first,
        "quote": finding.quote,
        "line": draft.count("\n", 0, finding.start) + 1 if finding.quote else None,
        "criterion": finding.criterion,
        "category": category_names().get(finding.category, finding.category),
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


def category_names() -> dict[str, str]:
    return {
        "misuse": _("wrong about the field"),
        "form": _("form of a term"),
        "imprecise": _("everyday word"),
        "undefined": _("unexplained"),
        "inconsistent": _("second name"),
        "informal": _("informal"),
        "vague": _("vague"),
        "overclaim": _("surer than the evidence"),
        "tone": _("tone"),
        "modality": _("rule that doesn't bind"),
        "dense": _("too long"),
        "figure": _("figure"),
        "missing": _("not covered yet"),
        "instruction": _("speaks to the evaluator"),
        "stiff": _("stiffer than needed"),
        "hedged": _("hedged twice"),
        "spelling": _("mixed spelling"),
    }
