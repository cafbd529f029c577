"""What the editor is given: the text on the page, its findings, and the interface's texts."""

from collections.abc import Sequence
from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.language.outline import cues_and_headings
from coach.models import Evaluation, Finding
from coach.ui.marks import marks, on_page
from coach.ui.texts import _


def sheet(
    text: str,
    scenario: Scenario,
    role: RoleContent,
    rubric: Rubric,
    judged: tuple[str, Evaluation] | None = None,
    live: Sequence[Finding] = (),
) -> dict[str, Any]:
    """A text with the findings of the `judged` draft, and those that are `live`: found in this very text."""
    draft, evaluation = judged or ("", None)
    criteria = [(c.id, c.title) for c in rubric.criteria if not (c.computed and "missing" in c.weights)]
    overruled = {f.key for f in evaluation.overruled} if evaluation else set()
    return {
        "text": on_page(text),
        "judged": on_page(draft),
        "judged_marks": marks(draft, evaluation.findings if evaluation else (), role, rubric),
        "findings_id": str(id(evaluation)) if evaluation else None,
        "live": marks(text, [f for f in live if f.key not in overruled], role, rubric),
        "outline": {name: sorted(lines) for name, lines in zip(("cues", "headings"), cues_and_headings(scenario), strict=True)},
        "length": list(scenario.length_words),
        "legend": [*criteria, ("integrity", _("Speaks to the evaluator")), ("style", _("Style"))],
    }


def texts(example: bool) -> dict[str, Any]:
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
        "modes_label": _("How you work on the text"),
        "modes": {
            "write": (_("Write"), _("A quiet page: nothing is underlined while you write")),
            "polish": (_("Polish"), _("What the rules find is underlined while you write")),
        },
        "question": _("A question"),
        "rule": _("The rule"),
        "phrase": _("A phrase to try"),
        "repair": _("First your own words: how would you put it right?"),
        "compare": _("Compare"),
        "accept": _("Write “{words}”"),
        "ignore_once": _("Ignore once"),
        "ignore_draft": _("Ignore in this draft"),
        "restore": _("Show what you ignore"),
        "help": _("Keys"),
        "keys": [
            (_("Ctrl + Enter"), _("get feedback")),
            (_("Alt + ↓"), _("next place in the draft, with its card")),
            (_("Alt + ↑"), _("place before")),
            (_("Alt + Enter"), _("write the words that the finding here offers; without any, go into its card")),
            (_("Alt + ."), _("go into the card of the finding here; Esc leads back")),
            (_("Tab"), _("to the feedback")),
            (_("↓, ↑ in the feedback"), _("next comment, the one before")),
            (_("Enter on a comment"), _("show its words in the draft")),
        ],
    }
