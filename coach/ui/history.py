"""History: every attempt, opened again with its draft and its feedback, or deleted."""

from uuid import UUID, uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coach.errors import CoachError, StorageUnavailable
from coach.storage.attempts import COMPLETE, INTERRUPTED, PENDING, KeptAttempt
from coach.ui import component, export, panels, places, state, times, two_attempts
from coach.ui.sheet import sheet, texts
from coach.ui.texts import _, plain


def page() -> None:
    st.markdown(f"### {_('History')}")
    attempts = state.practice().attempts
    try:
        learner = attempts.learner(state.cookie())
        opened = st.query_params.get("attempt")
        if opened and (attempt := attempts.open(learner, _uuid(opened))):
            _attempt(attempt, attempts.history(learner, attempt.scenario))
        else:
            _list(learner, attempts.history(learner))
    except StorageUnavailable as error:
        st.error(plain(str(error)))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _list(learner: UUID, found: list[KeptAttempt]) -> None:
    if not found:
        st.markdown(_("No attempts yet. Write a draft under *Practise* and get feedback; it will be kept here."))
        places.link("practise", _("Write a first draft"))
        return
    scenarios = list(dict.fromkeys(a.scenario for a in found))
    if len(scenarios) > 1:
        chosen = st.selectbox(_("Scenario"), scenarios, index=None, format_func=_title, placeholder=_("all scenarios"), key="history-scenario")
        found = [a for a in found if chosen in (None, a.scenario)]
    for attempt in found:
        what, when, act = st.columns([5, 3, 3], vertical_alignment="center")
        what.markdown(f"**{plain(_title(attempt.scenario))}** · {_('attempt {n}').format(n=attempt.number)}  \n{plain(_levels(attempt))}")
        when.caption(plain(times.minute(attempt.created)))
        with act.container(horizontal=True):
            if st.button(_("Open"), key=f"open:{attempt.id}"):
                st.query_params["attempt"] = str(attempt.id)
                st.rerun()
            with st.popover(_("Delete")):
                st.markdown(_("This draft and its feedback will be gone. The text on your desk stays."))
                if st.button(_("Delete it"), key=f"delete:{attempt.id}"):
                    state.practice().attempts.delete(learner, attempt.id)
                    st.rerun()


def _attempt(attempt: KeptAttempt, of_scenario: list[KeptAttempt]) -> None:
    back, again = st.columns([1, 3])
    if back.button(_("All attempts")):
        del st.query_params["attempt"]
        st.rerun()
    library = state.practice().library
    try:
        role = library.role_of(attempt.scenario)
    except CoachError:
        st.markdown(_("The scenario of this attempt isn't offered any more. This is the draft:"))
        st.text(attempt.draft)
        return
    scenario = role.scenario(attempt.scenario)
    _offer_to_go_on(again, attempt)
    st.markdown(f"**{plain(scenario.title)}** · {_('attempt {n}').format(n=attempt.number)}")
    rubric = library.rubric(scenario.rubric)
    left, right = st.columns([3, 2], gap="large")
    with left:
        judged = (attempt.draft, attempt.evaluation) if attempt.evaluation else None
        shown = sheet(attempt.draft, scenario, role, rubric, judged)
        about = {"revision": str(attempt.id), "readonly": True, "store": f"attempt-{attempt.id}", "ignored": [], "texts": texts(False)}
        component.editor({**shown, **about}, key=f"attempt:{attempt.id}")
        if attempt.evaluation:
            export.offer(attempt.evaluation, scenario, rubric, attempt.draft, str(attempt.id))
        two_attempts.offer(attempt, of_scenario, role, scenario, rubric)
    with right, st.container(key="side"):
        if attempt.evaluation:
            before = state.practice().attempts.before(attempt.id)
            progress = state.practice().progress(before, attempt.draft, attempt.evaluation, role, scenario) if before else None
            panels.feedback(attempt.evaluation, role, scenario, rubric, attempt.draft, progress=progress, attempt=attempt.id)
            if scenario.id in role.answers:
                panels.model_answers(role, scenario)
        else:
            st.markdown(_("This attempt was interrupted before it was judged. The draft is all here."))
            if st.button(_("Submit it again"), type="primary"):
                state.practice().submit(state.cookie(), role, scenario, attempt.draft, uuid4())
                del st.query_params["attempt"]
                st.rerun()


def _offer_to_go_on(place: DeltaGenerator, attempt: KeptAttempt) -> None:
    """Where it would replace another text on the desk, ask first."""
    attempts = state.practice().attempts
    on_desk = attempts.draft(attempts.learner(state.cookie()), attempt.scenario)
    if on_desk.strip() in ("", attempt.draft.strip()):
        if place.button(_("Go on from this draft")):
            _go_on(attempt)
        return
    with place.popover(_("Go on from this draft")):
        st.markdown(_("The text on your desk would be replaced by this draft."))
        if st.button(_("Replace it")):
            _go_on(attempt)


def _go_on(attempt: KeptAttempt) -> None:
    """The draft of this attempt becomes the text on the desk."""
    attempts = state.practice().attempts
    attempts.save_draft(attempts.learner(state.cookie()), attempt.scenario, attempt.draft)
    st.session_state.pop(f"desk:{attempt.scenario}", None)
    places.go("practise", scenario=attempt.scenario)


def _title(scenario: str) -> str:
    try:
        return state.practice().library.role_of(scenario).scenario(scenario).title
    except CoachError:
        return scenario


def _levels(attempt: KeptAttempt) -> str:
    if attempt.status in (PENDING, INTERRUPTED) or attempt.evaluation is None:
        return _("interrupted before it was judged") if attempt.status == INTERRUPTED else _("being judged")
    if attempt.status != COMPLETE:
        return _("not scored: {why}").format(why=attempt.evaluation.unscored.detail if attempt.evaluation.unscored else "")
    rubric = state.practice().library.rubric(attempt.evaluation.evaluator.rubric)
    titles = {c.id: c.title for c in rubric.criteria}
    return " · ".join(f"{titles.get(c, c)} {level}" for c, level in attempt.evaluation.levels.items() if level)
