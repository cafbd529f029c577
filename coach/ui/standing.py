"""What stands in the draft as plain data for the component: strengths, the reader's decision, claims with what carries them."""

from collections import Counter
from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Fact, Scenario
from coach.evaluation.decision import decide
from coach.language.claims import Claim
from coach.language.credit import Credit
from coach.language.strengths import Strength
from coach.models import Evaluation
from coach.ui.texts import _, n_

_SHOWN = 220
"""Characters of a quote that are shown: enough to know the sentence by."""


def standing(credit: Credit, evaluation: Evaluation, scenario: Scenario, role: RoleContent, draft: str) -> dict[str, Any]:
    """`strengths` and `claims` are None where there are none: nothing is praised for the sake of it."""
    facts = {f.id: f for f in scenario.facts}
    strengths = [{**_quote(draft, s.start, s.end), "says": _praise(s, role, facts)} for s in credit.strengths]
    claims = [_claim(c, draft) for c in credit.claims]
    return {
        "strengths": {"title": _("What does its work already"), "items": strengths} if strengths else None,
        "reader": _reader(credit, evaluation, scenario, draft),
        "claims": {"title": _("Claims and evidence"), "summary": _counted(credit), "items": claims} if claims else None,
    }


def _quote(draft: str, start: int, end: int) -> dict[str, str]:
    quote = draft[start:end]
    return {"quote": quote, "shown": quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN].rsplit(' ', 1)[0]} …"}


def _praise(strength: Strength, role: RoleContent, facts: dict[str, Fact]) -> str:
    term = role.terms[strength.about].term if strength.about in role.terms else ""
    if strength.kind == "direction":
        return _("says which way {term} works").format(term=term)
    if strength.kind == "explained":
        return _("explains {term} where this reader first meets it").format(term=term)
    if strength.kind == "figure":
        return _("gives the figure of the sheet: {fact}").format(fact=facts[strength.about or ""].label)
    return _("says what the evidence does not cover")


def _reader(credit: Credit, evaluation: Evaluation, scenario: Scenario, draft: str) -> dict[str, Any]:
    decision = decide(scenario.reader, evaluation.findings)
    missing = {f.point for f in evaluation.findings if f.point}
    covered = [p for p in scenario.points if p.id not in missing]
    stated = {p.id: {"question": p.question, **(_quote(draft, *credit.answers[p.id]) if p.id in credit.answers else {})} for p in covered}
    answered = [said for point, said in stated.items() if point not in credit.mistaken]
    title = n_("Answered by your draft: {n} question", "Answered by your draft: {n} questions", len(answered))
    return {
        "title": _("What this reader would do"),
        "decision": decision.decision,
        "because": decision.because,
        "open_title": _("Still open for this reader"),
        "open": [p.question for p in scenario.points if p.id in missing],
        "mistaken_title": _("Stated, with a mistake to mend"),
        "mistaken": [said for point, said in stated.items() if point in credit.mistaken],
        "answered_title": title.format(n=len(answered)),
        "answered": answered,
    }


def _claim(claim: Claim, draft: str) -> dict[str, Any]:
    words = draft[slice(*claim.decides)] if claim.decides else ""
    says = {
        "fits": _("No figure of its own: does it follow from this?") if claim.leans else _("The figure agrees with the sheet."),
        "over": _("Surer than its evidence: “{words}”. Say it of what was tested only."),
        "under": _("Less sure than it may be: “{words}”. The sheet states this figure, so state it."),
        "wrong": _("Against the fact sheet: “{words}”."),
        "bare": _("A conclusion with no figure of the sheet near it. Put beside it what it rests on."),
    }[claim.weight]
    return {
        **_quote(draft, claim.start, claim.end),
        "weight": claim.weight,
        "says": says.format(words=words),
        "carries": [_carrier(f, claim) for f in claim.facts],
    }


def _carrier(fact: Fact, claim: Claim) -> str:
    said = _("The sentence before gives {fact}: {figure}") if claim.leans else _("{fact}: {figure}")
    said = said.format(fact=fact.label, figure=fact.shown)
    return _("{said}. Scope: {scope}.").format(said=said, scope=fact.scope) if fact.scope else f"{said}."


def _counted(credit: Credit) -> str:
    counts = Counter(str(c.weight) for c in credit.claims)
    texts = {
        "fits": n_("{n} beside its evidence", "{n} beside their evidence", counts["fits"]),
        "over": n_("{n} too sure", "{n} too sure", counts["over"]),
        "under": n_("{n} not sure enough", "{n} not sure enough", counts["under"]),
        "wrong": n_("{n} against the sheet", "{n} against the sheet", counts["wrong"]),
        "bare": n_("{n} with nothing to carry it", "{n} with nothing to carry them", counts["bare"]),
    }
    return ", ".join(text.format(n=counts[weight]) for weight, text in texts.items() if counts[weight]) + "."
