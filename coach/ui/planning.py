"""Plan: the scenario's points as an outline to write into, put on an empty desk or below the text that stands there."""

from collections.abc import Callable, Collection

import streamlit as st

from coach.content.scenario import Scenario
from coach.errors import StorageUnavailable
from coach.language.outline import outline
from coach.ui import popover
from coach.ui.texts import _, plain

Take = Callable[[str, str], None]
"""Is given the text that becomes the draft, and what is said of it; raises StorageUnavailable where the text before can't be kept."""


def offer(scenario: Scenario, on_desk: str, revision: str, covered: Callable[[], Collection[str]], take: Take) -> None:
    """A quiet button; `revision` names the text on the desk, and with another one the button is closed again."""
    if not scenario.outline:
        return
    if (place := popover.behind(_("Plan"), f"plan:{scenario.id}:{revision}")) is None:
        return
    choices = {_("Headings, and what to cover"): outline(scenario), _("Headings only"): outline(scenario, cues=False)}
    if on_desk.strip() and (done := covered()) and (left := outline(scenario, covered=done)):
        choices = {_("What isn't covered yet"): left, **choices}
    with place:
        st.markdown(_("An outline to write into, in the order in which this reader expects it."))
        where = _("It goes below your text.") if on_desk.strip() else _("Write under each heading.")
        st.caption(f"{where} {_('Lines in square brackets are never judged; delete them as you go.')}")
        for n, (label, text) in enumerate(choices.items()):
            if st.button(label, key=f"plan:{scenario.id}:{revision}:{n}"):
                _put(on_desk, text, take)


def _put(on_desk: str, text: str, take: Take) -> None:
    below = f"{on_desk.rstrip()}\n\n{text}" if on_desk.strip() else text
    said = _("The outline stands below your text. The text before is kept, under “Open a file”.") if on_desk.strip() else _("Write under each heading.")
    try:
        take(below, said)
    except StorageUnavailable as error:
        st.error(plain(str(error)))
