"""What stands beside the draft once it is judged: feedback, model answer."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.models import Evaluation, Finding, Reading
from coach.revision.progress import Progress
from coach.ui import component, expected, preview, reading, replies, state, view
from coach.ui.replies import answered
from coach.ui.since import since
from coach.ui.standing import standing
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
    attempt: UUID | None = None,
    asks: bool = False,
    ignored: Collection[str] | None = None,
) -> None:
    """With an `attempt`, findings can be disputed; where it `asks`, the learner says first what to expect.

    `ignored` are keys of findings that are set aside; None where nothing can be.
    """
    if evaluation is None:
        st.markdown(_("Write a draft and press *Get feedback*. What is found in it will stand here, beside the words it speaks of."))
        return
    if attempt:
        take_in(scenario, attempt, draft, evaluation)
        reading.take_in(st.session_state.get(component_key(scenario)), attempt, role, scenario, draft)
    answers = answered(attempt)
    shown = {
        **_judged(evaluation, role, scenario, rubric, draft),
        "id": str(attempt or id(evaluation)),
        "attempt": str(attempt) if attempt else None,
        "not_kept": answers.problem or not_kept,
        "since": since(progress, evaluation.findings, scenario, rubric) if progress else None,
        "before": expected.questions(draft, role) if asks else None,
        "disputes": answers.disputes,
        "reading": reading.shown(evaluation, scenario, attempt),
        "ignored": None if ignored is None else sorted(ignored),
        "store": scenario.id,
        "compared": expected.compared(answers.expected, evaluation, scenario, view.criteria(rubric), draft),
        "texts": _texts(rubric),
    }
    component.feedback(shown, key=component_key(scenario))
    if attempt and shown["reading"] and shown["reading"]["waiting"]:
        reading.draw_when_done(attempt)
    if not asks:
        _sent(evaluation, reading.known(evaluation, attempt))


def take_in(scenario: Scenario, attempt: UUID, draft: str, evaluation: Evaluation | None) -> bool:
    """What the component sent with this rerun; whether it answers what was asked before the feedback opens."""
    return replies.take_in(st.session_state.get(component_key(scenario)), attempt, draft, evaluation.findings if evaluation else ())


def before(role: RoleContent, scenario: Scenario, rubric: Rubric, draft: str, attempt: UUID) -> None:
    """What is asked while a model still reads."""
    asked = {"id": str(attempt), "attempt": str(attempt), "before": expected.questions(draft, role), "texts": _texts(rubric)}
    component.feedback(asked, key=component_key(scenario))


def component_key(scenario: Scenario) -> str:
    """Where the session holds what the component sent."""
    return f"feedback:{scenario.id}"


def _judged(evaluation: Evaluation, role: RoleContent, scenario: Scenario, rubric: Rubric, draft: str) -> dict[str, Any]:
    """What follows from the evaluation alone, made once: the page is drawn at every pause in typing."""
    key = f"judged:{scenario.id}"
    made: tuple[Evaluation, dict[str, Any]] | None = st.session_state.get(key)
    if made is None or made[0] is not evaluation:
        credit = state.practice().credit(draft, evaluation, role, scenario)
        made = evaluation, {**view.feedback(evaluation, scenario, role, rubric, draft), **standing(credit, evaluation, scenario, role, draft)}
        st.session_state[key] = made
    return made[1]


def _sent(evaluation: Evaluation, as_reader: Reading | None) -> None:
    """The messages that the model was sent, letter for letter: the draft, masked, stands in the last one of each call."""
    judged = _("This went to {model}. What identifies a person, and what speaks to the evaluator, was taken out before.")
    calls = [(judged, evaluation.evaluator.model, evaluation.sent)]
    if as_reader:
        calls.append((_("This went to {model} when you asked it as this reader, with the same taken out."), as_reader.model, as_reader.sent))
    if not any(messages for _said, _model, messages in calls):
        return
    with st.expander(_("What was sent")):
        for said, model, messages in calls:
            if messages:
                st.caption(said.format(model=plain(model or "")))
            for message in reversed(messages):
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
    if not role.answers.get(scenario.id):
        return
    with st.expander(_("Model answers, and what other levels look like")):
        answers = role.answers[scenario.id]
        *tabs, lower = st.tabs([*(plain(a.title) for a in answers), _("Levels 2, 3 and 4")])
        for tab, answer in zip(tabs, answers, strict=True):
            tab.markdown(f"*{plain(answer.contrast)}*")
            for part in answer.parts:
                tab.caption(f"**{plain(moves[part.move])}**: {plain(part.note)}")
                tab.html(preview.html(part.text))
        for excerpt in scenario.excerpts:
            lower.markdown(f"**{_('Level {n}').format(n=excerpt.level)}**")
            lower.markdown(f"> {plain(excerpt.text)}")
            lower.caption(plain(excerpt.why))


def _texts(rubric: Rubric) -> dict[str, Any]:
    return {
        "next": _("What to do next"),
        "first": _("What this reader would stumble over first"),
        "all": _("In the order of your text"),
        "more": _("Show {n} more"),
        "restore": _("Bring back {n} that you set aside"),
        "levels": _("The levels"),
        "level": _("level {n} of 5"),
        "why": _("What this level means"),
        "try": _("To mend it:"),
        "term": _("Term card"),
        "entry": _("All about it in the glossary"),
        "also": _("Also at:"),
        "ignore": _("Set aside"),
        "wrong": _("This is wrong"),
        "note": _("Why? You may leave this empty."),
        "say": _("Say so"),
        "cancel": _("Cancel"),
        "disputed": _("You said that this is wrong. The authors of the rules will see it."),
        "take_back": _("Take it back"),
        "show": _("Show it in the draft"),
        "old": _("You have changed the draft since. This is about the text as it was submitted."),
        "matching": _("{n} in all"),
        "severities": dict(view.SEVERITIES),
        "criteria": view.criteria(rubric),
    }
