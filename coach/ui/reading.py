"""The model asked as this scenario's reader: on request, in the background, beside what follows from the rules."""

from concurrent.futures import Future
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.models import Evaluation, Reading
from coach.ui import state
from coach.ui.judging import in_background
from coach.ui.texts import _

_POLL_S = 0.5


def take_in(sent: Any, attempt: UUID, role: RoleContent, scenario: Scenario, draft: str) -> None:
    """Asks the model where the learner has just pressed the button; typing goes on meanwhile."""
    reply = sent.get("reply") if sent else None
    if not reply or reply.get("kind") != "read" or reply.get("attempt") != str(attempt) or reply.get("id") == st.session_state.get("asked_as_reader"):
        return
    st.session_state["asked_as_reader"] = reply["id"]
    if not _waits(attempt):
        st.session_state[_key(attempt)] = in_background(partial(state.practice().read_as_reader, state.cookie(), attempt, role, scenario, draft))


def known(evaluation: Evaluation, attempt: UUID | None) -> Reading | None:
    """What the model said, or why it didn't: in this tab, else what is kept with the attempt."""
    asked: Future[Reading] | None = st.session_state.get(_key(attempt))
    if asked is None or not asked.done():
        return evaluation.reading
    if asked.exception():  # a fault of ours: told once, and then the button stands there again
        del st.session_state[_key(attempt)]
    return asked.result()


def shown(evaluation: Evaluation, scenario: Scenario, attempt: UUID | None) -> dict[str, Any] | None:
    """As plain data for the component; None where nobody was asked and nobody can be."""
    waits, reading = _waits(attempt), known(evaluation, attempt)
    said = reading if reading and not reading.unscored else None
    can_ask = attempt is not None and state.practice().can_read(scenario, said)
    if not (can_ask or reading):
        return None
    return {
        "title": _("As the model reads it"),
        "said": _said(said) if said else None,
        "problem": reading.unscored.detail if reading and reading.unscored and not waits else None,
        "ask": _("Ask the model as this reader") if can_ask else None,
        "note": _("Your draft is sent once more. The answer rests on the draft alone."),
        "waiting": _("The model is reading your draft as this reader. You can go on writing.") if waits else None,
    }


def _said(reading: Reading) -> dict[str, Any]:
    return {
        "decision": reading.decision,
        "because": reading.because,
        "open_title": _("What it would ask you") if reading.questions else _("It would ask you nothing."),
        "open": [{"question": q.question, "quote": q.quote, "shown": q.quote} for q in reading.questions],
        "label": _("This is how {model} reads your draft. It may be wrong, and nothing in it is a fact of the sheet.").format(model=reading.model),
    }


@st.fragment(run_every=_POLL_S)
def draw_when_done(attempt: UUID) -> None:
    """Draws the page anew once the answer is there; for a page that shows that it isn't."""
    if not _waits(attempt):
        st.rerun()


def _waits(attempt: UUID | None) -> bool:
    asked: Future[Reading] | None = st.session_state.get(_key(attempt))
    return asked is not None and not asked.done()


def _key(attempt: UUID | None) -> str:
    return f"reading:{attempt}"
