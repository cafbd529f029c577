"""The desk: what one browser tab knows of one scenario, and what becomes of the text that is typed into it."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.errors import DraftRefused, StorageUnavailable
from coach.language.outline import check_written
from coach.models import Evaluation, check_draft
from coach.practice import Outcome
from coach.revision.progress import Progress
from coach.storage.attempts import KeptAttempt
from coach.ui import state
from coach.ui.judging import Judging
from coach.ui.marks import on_page
from coach.ui.replies import may_ask

BRIEF, FACTS, TERMS, FEEDBACK, PREVIEW = "brief", "facts", "terms", "feedback", "preview"
"""What stands beside the draft."""
WRITE, POLISH = "write", "polish"
"""How one works on the text: on a quiet page, or with what is found underlined."""


@dataclass
class Desk:
    """What one browser tab knows of one scenario; `revision` changes when the text comes from here, not from typing.

    `opened` is a text that was put on the desk, and what is said of it. `mode` is the learner's choice, where there is one;
    `ignored` are keys of findings. `attempt` is what the evaluation is kept as; `asks`: the learner is asked what to expect
    before it opens.
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
    mode: str | None = None
    ignored: frozenset[str] = frozenset()
    replaced: bool = False
    attempt: UUID | None = None
    asks: bool = False

    @property
    def polishes(self) -> bool:
        """Whether findings are underlined while somebody writes: once the first feedback is open, if nobody chose otherwise."""
        return not self.asks and (self.mode == POLISH if self.mode else bool(self.attempts))


def open_desk(role: RoleContent, scenario: Scenario) -> Desk:
    """The desk of this tab, made from what is kept where there is none yet."""
    key = f"desk:{scenario.id}"
    if key not in st.session_state:
        attempts = state.practice().attempts
        try:
            learner = attempts.learner(state.cookie())
            stored = attempts.draft(learner, scenario.id)
            text = on_page(stored)
            earlier = attempts.history(learner, scenario.id)
            likes, ignored = state.choices().preferences(learner), state.choices().ignored(learner, scenario.id)
            desk = Desk(text, stored, uuid4().hex, attempts=len(earlier), mode=likes.get("mode"), plain_box=bool(likes.get("plain_box")), ignored=ignored)
            if earlier and earlier[0].evaluation and earlier[0].draft == stored:
                desk.judged, desk.evaluation, desk.attempt = stored, earlier[0].evaluation, earlier[0].id
                desk.progress = _progress(attempts.before(earlier[0].id), desk, role, scenario)
                st.session_state[f"panel:{scenario.id}"] = FEEDBACK
        except StorageUnavailable as error:
            desk = Desk("", None, uuid4().hex, problem=str(error))
        st.session_state[key] = desk
    found: Desk = st.session_state[key]
    return found


def follow(desk: Desk, scenario: Scenario) -> None:
    """Another tab may have written on while this page was away: its text is the newer one, unless this desk has one to keep."""
    attempts = state.practice().attempts
    try:
        stored = attempts.draft(attempts.learner(state.cookie()), scenario.id)
    except StorageUnavailable:
        return  # keeping the text will say so
    if desk.kept is not None and stored != desk.kept and desk.text == on_page(desk.kept):
        desk.text, desk.kept, desk.revision = on_page(stored), stored, uuid4().hex


def take_in(desk: Desk, role: RoleContent, scenario: Scenario, sent: Any) -> None:
    """What the editor sent with this rerun: the text, a press of the button, a choice."""
    draft, pressed = sent.get("draft"), sent.get("submit")
    # What was typed into an earlier revision was taken in then; the browser sends it again with each rerun.
    if draft and draft.get("key") == scenario.id and draft.get("revision") == desk.revision and not (pressed and pressed.get("id")):
        keep(desk, scenario, _clean(draft["text"]))
    take_in_choice(desk, scenario, sent)
    if pressed and pressed.get("key") == scenario.id and pressed.get("id") != st.session_state.get("submitted"):
        st.session_state["submitted"] = pressed["id"]
        keep(desk, scenario, _clean(pressed["text"]))
        submit(desk, role, scenario, UUID(hex=pressed["id"]))


def take_in_choice(desk: Desk, scenario: Scenario, sent: Any) -> None:
    """How the learner works on the text, and which findings are set aside: the editor sends it, and so does the feedback."""
    choice = sent.get("choice") if sent else None
    if not choice or choice.get("key") != scenario.id:
        return
    if choice.get("mode") in (WRITE, POLISH):
        desk.mode = choice["mode"]
        prefer("mode", choice["mode"])
    if isinstance(keys := choice.get("ignored"), list):
        desk.ignored = frozenset(map(str, keys))
        with suppress(StorageUnavailable):
            state.choices().ignore(state.practice().attempts.learner(state.cookie()), scenario.id, desk.ignored)


def prefer(name: str, value: str | bool) -> None:
    """Keeps how the learner likes the desk, for the other scenarios and the next visit; what fails to be kept holds for this tab."""
    with suppress(StorageUnavailable):
        state.choices().prefer(state.practice().attempts.learner(state.cookie()), name, value)


def _clean(text: str) -> str:
    """Half a surrogate pair, which a browser may send, becomes the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def keep(desk: Desk, scenario: Scenario, text: str) -> None:
    """Autosave; a database that fails is said beside the button, and the text stays."""
    if text == desk.kept and not desk.problem:
        desk.text = text
        return
    desk.text = text
    attempts = state.practice().attempts
    try:
        was_others = attempts.save_draft(attempts.learner(state.cookie()), scenario.id, text, known=desk.kept)
        desk.kept, desk.problem, desk.replaced = text, None, desk.replaced or was_others
    except StorageUnavailable as error:
        desk.problem = str(error)


def put(desk: Desk, scenario: Scenario, text: str, said: str) -> None:
    """A text from elsewhere becomes the draft, once the one that it replaces is kept; raises StorageUnavailable where it can't be."""
    attempts = state.practice().attempts
    text = on_page(text)
    attempts.replace_draft(attempts.learner(state.cookie()), scenario.id, desk.text, text)
    desk.text = desk.kept = text
    desk.opened, desk.revision, desk.problem = (text, said), uuid4().hex, None
    st.rerun(scope="fragment")


def submit(desk: Desk, role: RoleContent, scenario: Scenario, submission: UUID) -> None:
    """Judges the text, by rules at once; a model reads it in the background, so that what is typed meanwhile is kept."""
    practice, cookie, draft = state.practice(), state.cookie(), desk.text
    try:
        check_written(check_draft(draft), scenario)
    except DraftRefused as refused:
        desk.problem = str(refused)
        return
    desk.attempt, desk.asks = submission, may_ask()
    if practice.has_model:
        judge = partial(practice.submit, cookie, role, scenario, draft, submission)
        desk.judging = Judging(draft, practice.judge_offline(draft, scenario, role), lambda take: judge(on_finding=take))
    else:
        _take_outcome(desk, role, scenario, draft, practice.submit(cookie, role, scenario, draft, submission))
    # Streamlit forbids setting a widget's value once it stands on the page: a retry finds it set already.
    if st.session_state.get(f"panel:{scenario.id}") != FEEDBACK:
        st.session_state[f"panel:{scenario.id}"] = FEEDBACK


def take_in_outcome(desk: Desk, role: RoleContent, scenario: Scenario) -> bool:
    """Whether the model has just answered."""
    judging = desk.judging
    if judging is None or not judging.done():
        return False
    desk.judging = None
    _take_outcome(desk, role, scenario, judging.draft, judging.outcome())
    return True


def _take_outcome(desk: Desk, role: RoleContent, scenario: Scenario, draft: str, outcome: Outcome) -> None:
    desk.judged, desk.evaluation, desk.not_kept = draft, outcome.evaluation, outcome.not_kept
    desk.attempt = outcome.attempt
    desk.asks = desk.asks and outcome.attempt is not None
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
