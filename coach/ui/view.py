"""An evaluation as plain data for the components: texts only, never markup."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.models import Evaluation, Finding, Judgement
from coach.ui.texts import Texts, _, later, later_n, n_

POPOVER_WIDTH = 280
"""Pixels: fits a telephone."""
_MOST_STEPS = 3
_MEANING = frozenset("misuse figure overclaim missing modality undefined instruction".split())
"""What the reader would take wrongly or not at all; the rest is how it is put."""
_STEPS: dict[str, tuple[str, str]] = {
    "misuse": later_n("Put right the statement that is wrong about the field.", "Put right the {n} statements that are wrong about the field."),
    "figure": later_n("Check the figure that disagrees with the sheet.", "Check the {n} figures that disagree with the sheet."),
    "overclaim": later_n("Say only what the evidence carries, in one place.", "Say only what the evidence carries, in {n} places."),
    "missing": later_n("Cover the point that is missing.", "Cover the {n} points that are missing."),
    "undefined": later_n("Explain one term where it first stands.", "Explain {n} terms where they first stand."),
    "dense": later_n("Split the sentence that is too long for this reader.", "Split the {n} sentences that are too long for this reader."),
    "tone": later_n("Reword the phrase that puts this reader off.", "Reword the {n} phrases that put this reader off."),
    "imprecise": later_n("Use the field's term for one everyday word.", "Use the field's terms for {n} everyday words."),
    "vague": later_n("Put a figure or a plain word for one vague phrase.", "Put figures or plain words for {n} vague phrases."),
    "inconsistent": later_n("Keep one name for one thing.", "Keep one name for one thing, in {n} places."),
    "modality": later_n("Make the rule bind.", "Make the {n} rules bind."),
    "informal": later_n("Replace the informal phrase.", "Replace the {n} informal phrases."),
    "form": later_n("Mend the form of one term.", "Mend the form of {n} terms."),
    "hedged": later_n("Say once how sure you are, in one place.", "Say once how sure you are, in {n} places."),
    "stiff": later_n("Put a plain word for one stiff phrase.", "Put plain words for {n} stiff phrases."),
    "spelling": later_n("Keep to one spelling.", "Keep to one spelling."),
    "instruction": later_n("Take out what speaks to the evaluator.", "Take out the {n} places that speak to the evaluator."),
}
"""What mends a category, for one finding and for several."""


def utf16(draft: str, position: int) -> int:
    """A code-point offset as the browser counts it."""
    return position + sum(ord(c) > 0xFFFF for c in draft[:position])


def spans(draft: str, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Where to underline, in UTF-16 units; `id` is the finding's place in the list."""
    return [{"id": n, "start": utf16(draft, f.start), "end": utf16(draft, f.end), "criterion": f.criterion} for n, f in enumerate(findings) if f.quote]


def sheet(text: str, scenario: Scenario, rubric: Rubric, judged: str, findings: Sequence[Finding], findings_id: str | None) -> dict[str, Any]:
    """What the editor shows of a text: the text, its findings as they were when it was `judged`, their legend."""
    marked = [(c.id, c.title) for c in rubric.criteria if not (c.computed and "missing" in c.weights)]
    return {
        "text": text,
        "judged": judged,
        "spans": spans(judged, findings),
        "findings_id": findings_id,
        "length": list(scenario.length_words),
        "legend": [*marked, ("integrity", _("Speaks to the evaluator")), ("style", _("Style"))],
    }


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
    steps = [n_(*_STEPS[c], counts[c]).format(n=counts[c]) for c in scenario.reader.harmed_most_by if counts[c] and c in _STEPS]
    return steps[:_MOST_STEPS]


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
        "category": CATEGORY_NAMES.get(finding.category, finding.category),
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


def editor_texts(example: bool) -> dict[str, Any]:
    return {
        "label": _("An example draft") if example else _("Your draft"),
        "placeholder": _("Write here. Your text is kept while you type."),
        "submit": _("Get feedback"),
        "keys_submit": _("Ctrl ⏎"),
        "judging": _("Reading your draft…"),
        "saved": _("saved just now"),
        "saving": _("saving…"),
        "count": _("{n} words"),
        "short": _("(short of the length)"),
        "long": _("(over the length)"),
        "fits": "✓",
        "help": _("Keys"),
        "keys": [
            (_("Ctrl + Enter"), _("get feedback")),
            (_("Alt + ↓"), _("next place in the draft")),
            (_("Alt + ↑"), _("place before")),
            (_("Tab"), _("to the feedback: Enter on a quote shows it in the draft")),
        ],
    }
