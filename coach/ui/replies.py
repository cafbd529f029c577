"""What the learner answers to the feedback: taken in from the component, kept with the attempt, said back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import streamlit as st

from coach.errors import StorageUnavailable
from coach.models import Finding, SelfAssessment
from coach.ui import state

_MOST_SKIPPED = 2
_LONGEST = 500
"""Characters of a note or of a reader's name that are kept."""


@dataclass
class Answered:
    """What was answered to one attempt so far; `problem` is why the last answer could not be kept."""

    disputes: dict[str, str] = field(default_factory=dict)
    expected: SelfAssessment | None = None
    problem: str | None = None


def answered(attempt: UUID | None) -> Answered:
    """Read once a tab: the page is drawn at every pause in typing."""
    if attempt is None:
        return Answered()
    key = f"answered:{attempt}"
    if key not in st.session_state:
        replies = state.practice().attempts.replies
        try:
            st.session_state[key] = Answered(replies.disputes(attempt), replies.expected(attempt))
        except StorageUnavailable as error:
            return Answered(problem=str(error))
    found: Answered = st.session_state[key]
    return found


def may_ask() -> bool:
    """Whether the learner is asked what to expect: who skipped it twice is left alone."""
    return int(st.session_state.get("skipped", 0)) < _MOST_SKIPPED


def take_in(sent: Any, attempt: UUID, draft: str, findings: Sequence[Finding]) -> bool:
    """Keeps a new answer; gives whether the feedback may open, for it is an answer to what was asked before."""
    reply = sent.get("reply") if sent else None
    if not reply or reply.get("attempt") != str(attempt) or reply.get("id") == st.session_state.get("replied"):
        return False
    st.session_state["replied"] = reply["id"]
    if reply["kind"] == "skipped":
        st.session_state["skipped"] = reply["times"]
        return True
    known = answered(attempt)
    attempts = state.practice().attempts
    try:
        learner = attempts.learner(state.cookie())
        if reply["kind"] == "expected":
            known.expected = _expected(reply, draft)
            attempts.replies.expect(learner, attempt, known.expected)
        elif finding := next((f for f in findings if f.key == reply.get("key")), None):
            if reply["kind"] == "dispute":
                note = _clean(reply.get("note"))
                attempts.replies.dispute(learner, attempt, finding, note)
                known.disputes[finding.key] = note
            else:
                attempts.replies.withdraw(learner, attempt, finding.key)
                known.disputes.pop(finding.key, None)
        known.problem = None
    except StorageUnavailable as error:
        known.problem = str(error)
    return bool(reply["kind"] == "expected")


def _expected(reply: dict[str, Any], draft: str) -> SelfAssessment:
    level, place = reply.get("level"), reply.get("weakest")
    weakest = None
    if isinstance(place, list) and len(place) == 2 and all(isinstance(n, int) for n in place) and 0 <= place[0] < place[1] <= len(draft):
        weakest = (place[0], place[1])
    return SelfAssessment(reader=_clean(reply.get("reader")), weakest=weakest, level=level if level in range(1, 6) else None)


def _clean(text: Any) -> str:
    """One line, no half characters and no NUL, which a database may refuse."""
    said = str(text or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")
    return " ".join(said.split())[:_LONGEST]
