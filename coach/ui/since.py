"""“Since your last attempt” as plain data for the feedback component: texts only, never markup."""

from collections import Counter
from typing import Any

from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.models import Finding
from coach.revision.changes import Kind
from coach.revision.outcomes import Outcome, Traced
from coach.revision.progress import Progress
from coach.ui import view
from coach.ui.texts import _, n_

_FIRST: tuple[Outcome, ...] = ("open", "new", "noticed", "silent", "avoided", "removed", "corrected")
"""What is still to do comes first."""
_COUNTED: tuple[Outcome, ...] = ("corrected", "avoided", "removed", "open", "new", "noticed", "silent")
_SIGNS: dict[Outcome, str] = {"open": "○", "new": "+", "noticed": "+", "silent": "–", "avoided": "~", "removed": "✓", "corrected": "✓"}


def since(progress: Progress, findings: tuple[Finding, ...], scenario: Scenario, rubric: Rubric) -> dict[str, Any]:
    """`findings` are those of this attempt, by whose places in the list the editor knows them."""
    numbers = {id(f): n for n, f in enumerate(findings)}
    traced = sorted(progress.findings, key=lambda t: _FIRST.index(t.outcome))
    counts = Counter(t.outcome for t in traced)
    kinds = {p.kind for p in progress.changes}
    notes = _notes()
    return {
        "title": _("Since your last attempt"),
        "counts": ", ".join(_counted(o, counts[o]) for o in _COUNTED if counts[o]) or _("Nothing was found then, and nothing is now."),
        "items": [_item(t, numbers, scenario) for t in traced],
        "more": _("Show {n} more"),
        "notes": [notes[o] for o in _FIRST if counts[o] and o in notes],
        "levels": _levels(progress, rubric),
        "changed": _("What you changed"),
        "same": _("The words are the same as before."),
        "changes": [{"kind": p.kind, "text": p.text} for p in progress.changes],
        "kinds": {"removed": _("removed:"), "added": _("added:"), "moved": _("moved here:")},
        "key": " ".join(text for kind, text in _key().items() if kind in kinds),
        "show": _("Show it in the draft"),
    }


def _item(traced: Traced, numbers: dict[int, int], scenario: Scenario) -> dict[str, Any]:
    """`id` is the place in the list of what is found now; None where nothing is."""
    finding = traced.finding
    points = {p.id: p.title for p in scenario.points}
    return {
        "id": numbers.get(id(traced.after)),
        "outcome": traced.outcome,
        "sign": _SIGNS[traced.outcome],
        "label": _label(traced),
        "quote": finding.quote,
        "about": view.CATEGORY_NAMES.get(finding.category, finding.category) if finding.quote else points.get(finding.point or "", finding.message),
    }


def _label(traced: Traced) -> str:
    if not traced.finding.quote:
        return {"corrected": _("covered now"), "open": _("still missing"), "new": _("newly missing")}.get(traced.outcome, _names()[traced.outcome])
    return _names()[traced.outcome]


def _names() -> dict[Outcome, str]:
    return {
        "open": _("open"),
        "corrected": _("corrected"),
        "avoided": _("avoided"),
        "removed": _("removed"),
        "silent": _("no longer found"),
        "new": _("new"),
        "noticed": _("noticed now"),
    }


def _counted(outcome: Outcome, n: int) -> str:
    texts: dict[Outcome, str] = {
        "open": n_("{n} open", "{n} open", n),
        "corrected": n_("{n} corrected", "{n} corrected", n),
        "avoided": n_("{n} avoided", "{n} avoided", n),
        "removed": n_("{n} removed", "{n} removed", n),
        "silent": n_("{n} no longer found", "{n} no longer found", n),
        "new": n_("{n} new", "{n} new", n),
        "noticed": n_("{n} noticed now", "{n} noticed now", n),
    }
    return texts[outcome].format(n=n)


def _notes() -> dict[Outcome, str]:
    """What an outcome means, where its name doesn't say it."""
    return {
        "avoided": _("Avoided: you reworded it so that it isn't said any more. If this reader needs it, say it again, the right way."),
        "noticed": _("Noticed now: these words stood in your last draft too; only now something is said of them."),
        "silent": _("No longer found: you left these words as they were. A change elsewhere settled it, or the evaluator sees it differently now."),
    }


def _key() -> dict[Kind, str]:
    """How the words that changed are marked."""
    return {"removed": _("Struck out: removed."), "added": _("Underlined: added."), "moved": _("Between arrows: moved here.")}


def _levels(progress: Progress, rubric: Rubric) -> list[str]:
    if progress.levels is None:
        return [_("Levels aren't compared: your last draft was judged by another evaluator.")]
    titles = {c.id: c.title for c in rubric.criteria}
    moved = {"up": _("↑\u00a0up"), "down": _("↓\u00a0down"), "unchanged": _("unchanged")}
    return [f"{titles.get(criterion, criterion)} {moved[movement]}" for criterion, movement in progress.levels.items()]
