"""Beside the draft: the brief, the facts, the terms, and the feedback."""

from uuid import uuid4

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.errors import DraftRefused
from coach.language.examine import Examination
from coach.models import Evaluation, check_draft
from coach.ui import brief, panels, preview, state
from coach.ui.desk import BRIEF, FACTS, FEEDBACK, PREVIEW, TERMS, Desk, submit, take_in_choice, take_in_outcome
from coach.ui.judging import POLL_S
from coach.ui.texts import _
from coach.ui.transfer import unaided


def side(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    evaluation = sample(role, scenario) if desk.example else desk.evaluation
    titles = {BRIEF: _("Brief"), FACTS: _("Facts"), TERMS: _("Terms"), FEEDBACK: _("Feedback"), PREVIEW: _("Preview")}
    alone = unaided(scenario, desk.attempts)
    if alone:
        del titles[TERMS]
        st.caption(_("Without help first: no terms and no ticks until you ask for feedback. Then you see what has stayed."))
    key = f"panel:{scenario.id}"
    shown = st.segmented_control(
        _("Beside the draft"),
        list(titles),
        format_func=titles.__getitem__,
        default=BRIEF if key not in st.session_state else None,
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    if desk.judging:
        if desk.asks and desk.attempt and shown == FEEDBACK:
            panels.before(role, scenario, rubric, desk.judging.draft, desk.attempt)
        with st.container(key="coming"):
            _meanwhile(desk, role, scenario, shown == FEEDBACK and not desk.asks)
    found = None if alone else examination(desk, role, scenario)
    if shown == FACTS:
        brief.facts(scenario, found)
    elif shown == TERMS:
        brief.terms(role, scenario)
    elif shown == FEEDBACK and not desk.judging:
        draft = role.sample_drafts[scenario.id] if desk.example else desk.judged or ""
        if evaluation and evaluation.unscored and st.button(_("Try again"), type="primary"):
            submit(desk, role, scenario, uuid4())
            st.rerun(scope="fragment")
        if desk.example:
            panels.feedback(evaluation, role, scenario, rubric, draft)
        else:
            panels.feedback(evaluation, role, scenario, rubric, draft, desk.not_kept, desk.progress, desk.attempt, desk.asks, desk.ignored)
        if evaluation and not desk.asks:
            brief.besides(scenario)
        if desk.attempts and not desk.example and not desk.asks and scenario.id in role.answers:
            panels.model_answers(role, scenario)
    elif shown == PREVIEW:
        preview.show(role.sample_drafts[scenario.id] if desk.example else desk.text)
    elif shown == BRIEF:
        named = {term for _start, _end, term in state.practice().maker.named(desk.text, role, scenario)}
        brief.brief(scenario, role, found, named)


def take_in_answer(desk: Desk, scenario: Scenario) -> None:
    """What is set aside; what the learner expects, or that it was skipped: then the feedback opens, and the draft is underlined."""
    take_in_choice(desk, scenario, st.session_state.get(panels.component_key(scenario)))
    if desk.asks and desk.attempt:
        draft = desk.judging.draft if desk.judging else desk.judged or ""
        desk.asks = not panels.take_in(scenario, desk.attempt, draft, desk.evaluation)


@st.fragment(run_every=POLL_S)
def _meanwhile(desk: Desk, role: RoleContent, scenario: Scenario, is_shown: bool) -> None:
    """What is found so far; draws the whole page anew when the model has answered, whatever panel stands there."""
    if take_in_outcome(desk, role, scenario):
        st.rerun()
    if desk.judging and is_shown:
        panels.meanwhile(desk.judging.by_rules, scenario, desk.judging.by_model)


def examination(desk: Desk, role: RoleContent, scenario: Scenario) -> Examination | None:
    """What the engine sees in the text now, for the ticks; None where there is nothing to read."""
    try:
        return state.practice().maker.engine(role).examine(check_draft(desk.text), scenario)
    except DraftRefused:
        return None


def covered(desk: Desk, role: RoleContent, scenario: Scenario) -> frozenset[str]:
    """The ids of the points that the text covers now."""
    found = examination(desk, role, scenario)
    return found.covered if found else frozenset()


def sample(role: RoleContent, scenario: Scenario) -> Evaluation:
    """Feedback on the finished example, judged once a session by rules."""
    key = f"sample:{scenario.id}"
    if key not in st.session_state:
        st.session_state[key] = state.practice().judge_offline(role.sample_drafts[scenario.id], scenario, role)
    found: Evaluation = st.session_state[key]
    return found
