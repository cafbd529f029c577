"""Two attempts at one scenario beside each other: what became of the findings, how the levels moved, which words changed."""

from html import escape
from typing import Any

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.storage.attempts import KeptAttempt
from coach.ui import progress, state
from coach.ui.since import since
from coach.ui.texts import _, plain

_TAGS = {"removed": "del", "added": "ins"}


def offer(attempt: KeptAttempt, others: list[KeptAttempt], role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    """A choice among the scored attempts at the same scenario, and the comparison with the one chosen."""
    by_id = {other.id: other for other in others if other.id != attempt.id and other.evaluation}
    if not by_id or attempt.evaluation is None:
        return
    chosen = st.segmented_control(
        _("Compare with"),
        sorted(by_id, key=lambda i: by_id[i].number),
        format_func=lambda i: _("attempt {n}").format(n=by_id[i].number),
        key=f"compare:{attempt.id}",
    )
    if chosen:
        before, now = sorted((attempt, by_id[chosen]), key=lambda a: a.created)
        _show(before, now, role, scenario, rubric)


def _show(before: KeptAttempt, now: KeptAttempt, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    achieved = state.practice().progress(before, now.draft, now.evaluation, role, scenario) if now.evaluation else None
    if achieved is None or now.evaluation is None:
        st.markdown(_("One of the two has no score, so only their texts can be compared by eye."))
        return
    told = since(achieved, now.evaluation.findings, scenario, rubric)
    st.markdown(f"**{plain(_('From attempt {before} to attempt {now}').format(before=before.number, now=now.number))}**")
    st.markdown(plain(f"{told['counts']}. {' · '.join(told['levels'])}"))
    progress.styles()
    if told["changes"]:
        st.html(f'<div class="changes">{"".join(map(_piece, told["changes"]))}</div>')
        st.caption(plain(told["key"]))
    else:
        st.caption(plain(told["same"]))


def _piece(piece: dict[str, Any]) -> str:
    """Removed and added words as browsers and screen readers know them; moved ones between arrows."""
    text, tag = escape(piece["text"]), _TAGS.get(piece["kind"])
    if piece["kind"] == "moved":
        return f"→ {text} ←"
    return f"<{tag}>{text}</{tag}>" if tag else text
