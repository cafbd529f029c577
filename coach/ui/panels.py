"""What stands beside the draft once it is judged: feedback, model answer."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.models import Evaluation, Finding
from coach.revision.progress import Progress
from coach.ui import component, view
from coach.ui.since import since
from coach.ui.texts import _, plain

_MOST_MEANWHILE = 5


def feedback(
    evaluation: Evaluation | None,
    role: RoleContent,
    scenario: Scenario,
    rubric: Rubric,
    draft: str,
    not_kept: str | None = None,
    progress: Progress | None = None,
) -> None:
    if evaluation is None:
        st.markdown(_("Write a draft and press *Get feedback*. What is found in it will stand here, beside the words it speaks of."))
        return
    data: dict[str, Any] = view.feedback(evaluation, scenario, role, rubric, draft)
    achieved = since(progress, evaluation.findings, scenario, rubric) if progress else None
    shown = {**data, "id": str(id(evaluation)), "not_kept": not_kept, "since": achieved, "texts": _texts(rubric)}
    component.feedback(shown, key=f"feedback:{scenario.id}")
    if evaluation.sent:
        _sent(evaluation)


def _sent(evaluation: Evaluation) -> None:
    """The messages that the model was sent, letter for letter: the draft, masked, stands in the last one."""
    with st.expander(_("What was sent")):
        st.caption(
            _("This went to {model}. What identifies a person, and what speaks to the evaluator, was taken out before.").format(
                model=plain(evaluation.evaluator.model or "")
            )
        )
        for message in reversed(evaluation.sent):
            st.code(message, language=None, wrap_lines=True)


def meanwhile(by_rules: Evaluation, scenario: Scenario, by_model: Sequence[Finding]) -> None:
    """What stands there while a model reads: in short, the rules' findings that harm this reader most; then the model's, as they come."""
    st.caption(_("The model is reading your draft. This is what the rules found:"))
    for n in sorted(view.first_findings(by_rules, scenario, _MOST_MEANWHILE)):
        _in_short(by_rules.findings[n])
    st.caption(plain(view.summary(by_rules.findings)))
    if by_model:
        st.caption(_("And this is what the model has found so far:"))
    for finding in by_model:
        _in_short(finding)


def _in_short(finding: Finding) -> None:
    quote = f"“{plain(finding.quote)}”  \n" if finding.quote else ""
    st.markdown(f"{quote}{plain(finding.message)}")


def model_answers(role: RoleContent, scenario: Scenario) -> None:
    """Whole answers with their moves named, and what keeps weaker ones at levels 2, 3 and 4."""
    moves = {m.id: m.title for m in scenario.moves}
    with st.expander(_("Model answers, and what other levels look like")):
        answers = role.answers[scenario.id]
        *tabs, lower = st.tabs([*(plain(a.title) for a in answers), _("Levels 2, 3 and 4")])
        for tab, answer in zip(tabs, answers, strict=True):
            tab.markdown(f"*{plain(answer.contrast)}*")
            for part in answer.parts:
                tab.caption(f"**{plain(moves[part.move])}**: {plain(part.note)}")
                tab.markdown(part.text)
        for excerpt in scenario.excerpts:
            lower.markdown(f"**{_('Level {n}').format(n=excerpt.level)}**")
            lower.markdown(f"> {plain(excerpt.text)}")
            lower.caption(plain(excerpt.why))


def _texts(rubric: Rubric) -> dict[str, Any]:
    return {
        "next": _("What to do next"),
        "first": _("What this reader would stumble over first"),
        "all": _("In reading order"),
        "more": _("Show {n} more"),
        "restore": _("Bring back {n} that you set aside"),
        "level": _("level {n} of 5"),
        "why": _("What this level means"),
        "try": _("To mend it:"),
        "term": _("Term card"),
        "entry": _("All about it in the glossary"),
        "ignore": _("Set aside"),
        "show": _("Show it in the draft"),
        "old": _("You have changed the draft since. This is about the text as it was submitted."),
        "criteria": view.criteria(rubric),
    }
