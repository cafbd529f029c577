"""Practise: the draft, and beside it the brief, the facts, the terms and the feedback."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.errors import DraftRefused, StorageUnavailable
from coach.language.examine import Examination
from coach.models import Evaluation, check_draft
from coach.practice import Outcome
from coach.revision.progress import Progress
from coach.storage.attempts import KeptAttempt
from coach.ui import component, export, opening, panels, state, view
from coach.ui.judging import POLL_S, Judging
from coach.ui.texts import _, plain

BRIEF, FACTS, TERMS, FEEDBACK = "brief", "facts", "terms", "feedback"


@dataclass
class Desk:
    """What one browser tab knows of one scenario; `revision` changes when the text comes from here, not from typing.

    `opened` is a text that was put on the desk, and what is said of it.
    """

    text: str
    kept: str | None
    revision: str
    problem: str | None = None
    judged: str | None = None
    evaluation: Evaluation | None = None
    progress: Progress | None = None
    not_kept: str | None = None
    attempts: int = 0
    judging: Judging | None = None
    example: bool = False
    plain_box: bool = False
    opened: tuple[str, str] | None = None


def page() -> None:
    title, choice = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with choice:
        role, scenario = _chosen()
        evaluator = _("evaluator: model and rules") if state.practice().has_model else _("evaluator: offline, by rules")
        st.caption(f"{plain(role.path.title)} · {plain(evaluator)}")
    low, high = scenario.length_words
    with title:
        st.markdown(f"### {plain(scenario.title)}")
        about = _("for: {who} · {low}–{high} words · {genre}")
        st.caption(about.format(who=plain(_short(scenario.reader.who)), low=low, high=high, genre=plain(scenario.genre)))
    _desk(role, scenario, state.practice().library.rubric(scenario.rubric))


def _chosen() -> tuple[RoleContent, Scenario]:
    """The scenario in the address, else the first of the path."""
    scenarios = {s: (role, role.scenarios[s]) for role in state.practice().library.roles.values() for s in role.path.scenarios}
    ids = list(scenarios)
    asked = st.query_params.get("scenario")
    chosen = st.selectbox(_("Scenario"), ids, index=ids.index(asked) if asked in ids else 0, format_func=lambda s: scenarios[s][1].title, key="scenario")
    st.query_params["scenario"] = chosen
    return scenarios[chosen]


@st.fragment
def _desk(role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    desk = _open(role, scenario)
    _take_in_outcome(desk, role, scenario)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _editor(desk, role, scenario, rubric)
    with right, st.container(key="side"):
        _side(desk, role, scenario, rubric)


def _open(role: RoleContent, scenario: Scenario) -> Desk:
    """The desk of this tab, made from what is kept where there is none yet."""
    key = f"desk:{scenario.id}"
    if key not in st.session_state:
        attempts = state.practice().attempts
        try:
            learner = attempts.learner(state.cookie())
            text = attempts.draft(learner, scenario.id)
            earlier = attempts.history(learner, scenario.id)
            desk = Desk(text, text, uuid4().hex, attempts=len(earlier))
            if earlier and earlier[0].evaluation and earlier[0].draft == text:
                desk.judged, desk.evaluation = text, earlier[0].evaluation
                desk.progress = _progress(attempts.before(earlier[0].id), desk, role, scenario)
                st.session_state[f"panel:{scenario.id}"] = FEEDBACK
        except StorageUnavailable as error:
            desk = Desk("", None, uuid4().hex, problem=str(error))
        st.session_state[key] = desk
    found: Desk = st.session_state[key]
    return found


def _editor(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    if desk.plain_box:
        _plain_box(desk, role, scenario)
        return
    # What the component sent with this rerun is taken in before it is drawn, so that one pass shows the outcome.
    key = f"editor:{scenario.id}"
    sent = st.session_state.get(key)
    if sent and not desk.example:
        _take_in(desk, role, scenario, sent)
    text = role.sample_drafts[scenario.id] if desk.example else desk.text
    judged, evaluation = (text, _sample(role, scenario)) if desk.example else (desk.judged, desk.evaluation)
    sheet = view.sheet(text, scenario, rubric, judged or "", evaluation.findings if evaluation else (), f"{id(evaluation)}" if evaluation else None)
    state_of_text = {"revision": "example" if desk.example else desk.revision, "readonly": desk.example, "kept": desk.kept, "problem": desk.problem}
    state_of_text["waiting"] = desk.judging is not None
    component.editor({**sheet, **state_of_text, "store": scenario.id, "texts": view.editor_texts(desk.example)}, key=key)
    _below(desk, scenario)


def _take_in(desk: Desk, role: RoleContent, scenario: Scenario, sent: Any) -> None:
    draft, submit = sent.get("draft"), sent.get("submit")
    # What was typed into an earlier revision was taken in then; the browser sends it again with each rerun.
    if draft and draft.get("key") == scenario.id and draft.get("revision") == desk.revision and not (submit and submit.get("id")):
        _keep(desk, scenario, _clean(draft["text"]))
    if submit and submit.get("key") == scenario.id and submit.get("id") != st.session_state.get("submitted"):
        st.session_state["submitted"] = submit["id"]
        desk.text = _clean(submit["text"])
        _submit(desk, role, scenario, UUID(hex=submit["id"]))


def _clean(text: str) -> str:
    """Half a surrogate pair, which a browser may send, becomes the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _keep(desk: Desk, scenario: Scenario, text: str) -> None:
    """Autosave; a database that fails is said beside the button, and the text stays."""
    if text == desk.kept and not desk.problem:
        desk.text = text
        return
    desk.text = text
    attempts = state.practice().attempts
    try:
        attempts.save_draft(attempts.learner(state.cookie()), scenario.id, text)
        desk.kept, desk.problem = text, None
    except StorageUnavailable as error:
        desk.problem = str(error)


def _submit(desk: Desk, role: RoleContent, scenario: Scenario, submission: UUID) -> None:
    """Judges the text, by rules at once; a model reads it in the background, so that what is typed meanwhile is kept."""
    practice, cookie, draft = state.practice(), state.cookie(), desk.text
    try:
        check_draft(draft)
    except DraftRefused as refused:
        desk.problem = str(refused)
        return
    if practice.has_model:
        submit = partial(practice.submit, cookie, role, scenario, draft, submission)
        desk.judging = Judging(draft, practice.judge_offline(draft, scenario, role), lambda take: submit(on_finding=take))
    else:
        _take_outcome(desk, role, scenario, draft, practice.submit(cookie, role, scenario, draft, submission))
    # Streamlit forbids setting a widget's value once it stands on the page: a retry finds it set already.
    if st.session_state.get(f"panel:{scenario.id}") != FEEDBACK:
        st.session_state[f"panel:{scenario.id}"] = FEEDBACK


def _take_in_outcome(desk: Desk, role: RoleContent, scenario: Scenario) -> bool:
    """Whether the model has just answered."""
    judging = desk.judging
    if judging is None or not judging.done():
        return False
    desk.judging = None
    _take_outcome(desk, role, scenario, judging.draft, judging.outcome())
    return True


def _take_outcome(desk: Desk, role: RoleContent, scenario: Scenario, draft: str, outcome: Outcome) -> None:
    desk.judged, desk.evaluation, desk.not_kept = draft, outcome.evaluation, outcome.not_kept
    desk.progress = _progress(outcome.before, desk, role, scenario)
    desk.attempts = max(desk.attempts + 1, outcome.number)
    desk.problem = outcome.not_kept
    if outcome.not_kept is None and desk.text == draft:
        desk.kept = draft


def _progress(before: KeptAttempt | None, desk: Desk, role: RoleContent, scenario: Scenario) -> Progress | None:
    """What the judged text achieved since the attempt before, where there is one."""
    if before is None or desk.judged is None or desk.evaluation is None:
        return None
    return state.practice().progress(before, desk.judged, desk.evaluation, role, scenario)


@st.fragment(run_every=POLL_S)
def _meanwhile(desk: Desk, role: RoleContent, scenario: Scenario, is_shown: bool) -> None:
    """What is found so far; draws the whole page anew when the model has answered, whatever panel stands there."""
    if _take_in_outcome(desk, role, scenario):
        st.rerun()
    if desk.judging and is_shown:
        panels.meanwhile(desk.judging.by_rules, scenario, desk.judging.by_model)


def _plain_box(desk: Desk, role: RoleContent, scenario: Scenario) -> None:
    """The fall-back: an ordinary text area, kept and judged when the button is pressed."""
    key = f"plain:{scenario.id}:{desk.revision}"
    # A `value` that follows the text would make Streamlit drop what was typed since.
    st.session_state.setdefault(key, desk.text)
    text = st.text_area(_("Your draft"), height=420, key=key)
    if text != desk.text:
        _keep(desk, scenario, text)
    if st.button(_("Get feedback"), type="primary", disabled=desk.judging is not None):
        _submit(desk, role, scenario, uuid4())
    if desk.problem:
        st.error(plain(desk.problem))
    _below(desk, scenario)


def _below(desk: Desk, scenario: Scenario) -> None:
    with st.container(horizontal=True):
        if desk.example:
            if st.button(_("Back to my draft"), type="primary"):
                desk.example, desk.revision = False, uuid4().hex
                st.rerun(scope="fragment")
            return
        if not desk.attempts and st.button(_("See an example of feedback"), type="tertiary"):
            desk.example = True
            st.rerun(scope="fragment")
        other = _("Use the editor") if desk.plain_box else _("Use a plain text box")
        if st.button(other, type="tertiary"):
            desk.plain_box, desk.revision = not desk.plain_box, uuid4().hex
            st.rerun(scope="fragment")
        opening.offer(scenario, desk.text, desk.revision, partial(_put, desk, scenario))
    if desk.opened and desk.opened[0] == desk.text:
        st.caption(plain(desk.opened[1]))


def _put(desk: Desk, scenario: Scenario, text: str, said: str) -> None:
    """A text from elsewhere becomes the draft, once the one that it replaces is kept; raises StorageUnavailable where it can't be."""
    attempts = state.practice().attempts
    attempts.replace_draft(attempts.learner(state.cookie()), scenario.id, desk.text, text)
    desk.text = desk.kept = text
    desk.opened, desk.revision, desk.problem = (text, said), uuid4().hex, None
    st.rerun(scope="fragment")


def _side(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    evaluation = _sample(role, scenario) if desk.example else desk.evaluation
    titles = {BRIEF: _("Brief"), FACTS: _("Facts"), TERMS: _("Terms"), FEEDBACK: _("Feedback")}
    key = f"panel:{scenario.id}"
    if desk.example:
        st.session_state[key] = FEEDBACK
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
        with st.container(key="coming"):
            _meanwhile(desk, role, scenario, shown == FEEDBACK)
    examination = _examination(desk, role, scenario)
    if shown == FACTS:
        panels.facts(scenario, examination)
    elif shown == TERMS:
        panels.terms(role, scenario)
    elif shown == FEEDBACK and not desk.judging:
        draft = role.sample_drafts[scenario.id] if desk.example else desk.judged or ""
        if evaluation and evaluation.unscored and st.button(_("Try again"), type="primary"):
            _submit(desk, role, scenario, uuid4())
            st.rerun(scope="fragment")
        not_kept, progress = (None, None) if desk.example else (desk.not_kept, desk.progress)
        panels.feedback(evaluation, role, scenario, rubric, draft, not_kept, progress)
        if evaluation and not desk.example:
            export.offer(evaluation, scenario, rubric, draft, scenario.id)
        if desk.attempts and not desk.example:
            panels.model_answers(role, scenario)
    elif shown == BRIEF:
        panels.brief(scenario, examination)


def _examination(desk: Desk, role: RoleContent, scenario: Scenario) -> Examination | None:
    """What the engine sees in the text now, for the ticks; None where there is nothing to read."""
    try:
        return state.practice().maker.engine(role).examine(check_draft(desk.text), scenario)
    except DraftRefused:
        return None


def _sample(role: RoleContent, scenario: Scenario) -> Evaluation:
    """Feedback on the finished example, judged once a session by rules."""
    key = f"sample:{scenario.id}"
    if key not in st.session_state:
        st.session_state[key] = state.practice().judge_offline(role.sample_drafts[scenario.id], scenario, role)
    found: Evaluation = st.session_state[key]
    return found


def _short(who: str) -> str:
    return who.split(":")[0].split(".")[0].removeprefix("The ").strip()
