"""Open a file: its text becomes the draft; the text before is kept, and can be brought back."""

from collections.abc import Callable
from functools import partial
from textwrap import shorten

import streamlit as st

from coach.content.scenario import Scenario
from coach.errors import DraftRefused, StorageUnavailable
from coach.importing.opening import KINDS, draft_from
from coach.storage.attempts import Replaced
from coach.ui import popover, state
from coach.ui.texts import _, n_, plain

Take = Callable[[str, str], None]
"""Is given the text that becomes the draft, and what is said of it; raises StorageUnavailable where the text before can't be kept."""
_MOST_SHOWN = 40


def offer(scenario: Scenario, on_desk: str, revision: str, take: Take) -> None:
    """A quiet button; `revision` names the text on the desk, and with another one the button is closed again."""
    key = f"open:{scenario.id}:{revision}"
    attempts = state.practice().attempts
    if (place := popover.behind(_("Open a file"), key)) is None:
        return
    with place:
        st.caption(_("Word (.docx), Markdown or plain text. Pictures, text boxes and notes are left out."))
        file = st.file_uploader(_("A file with your draft"), list(KINDS), key=f"{key}:file", label_visibility="collapsed")
        try:
            if file:
                _open(file.name, file.getvalue(), take)
            learner = attempts.learner(state.cookie())
            if earlier := [r for r in attempts.replaced(learner, scenario.id) if r.draft != on_desk]:
                _bring_back(earlier, key, take, partial(attempts.delete_replaced, learner, scenario.id))
        except (DraftRefused, StorageUnavailable) as error:
            st.error(plain(str(error)))


def _open(name: str, data: bytes, take: Take) -> None:
    text = draft_from(name, data)
    words = len(text.split())
    said = n_(
        "Read {n} word from {name}. The text before is kept, under “Open a file” or in your history.",
        "Read {n} words from {name}. The text before is kept, under “Open a file” or in your history.",
        words,
    )
    take(text, said.format(n=words, name=name))


def _bring_back(earlier: list[Replaced], key: str, take: Take, delete: Callable[[], None]) -> None:
    st.caption(_("Bring back a text from before:"))
    for text in earlier:
        if st.button(plain(_shown(text)), key=f"{key}:{text.id}", type="tertiary"):
            take(text.draft, _("The text from before is back."))
    if st.button(_("Delete these texts for good"), key=f"{key}:delete"):
        delete()
        st.rerun(scope="fragment")


def _shown(text: Replaced) -> str:
    start, words = shorten(text.draft, _MOST_SHOWN, placeholder=" …"), len(text.draft.split())
    return n_("{start} ({n} word)", "{start} ({n} words)", words).format(start=start, n=words)
