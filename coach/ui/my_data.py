"""My data: what is kept, all of it as one file, and deletion that deletes."""

import json
from functools import partial
from uuid import UUID

import streamlit as st

from coach.errors import StorageUnavailable
from coach.storage.attempts import Attempts
from coach.ui import component, server, state
from coach.ui.texts import _, plain


def page() -> None:
    st.markdown(f"### {_('My data')}")
    attempts = state.practice().attempts
    if st.session_state.get("forgotten"):
        _afterwards()
        return
    st.markdown(_kept())
    try:
        learner = attempts.learner(state.cookie())
        st.markdown(f"#### {_('Take it with you')}")
        st.markdown(_("One file (JSON, to be read by people and programs): your texts, every attempt with its feedback, and what a model's calls cost."))
        st.download_button(_("Download all my data"), partial(_everything, attempts, learner), "coach-my-data.json", "application/json", on_click="ignore")
    except StorageUnavailable as error:
        st.error(plain(str(error)))
    st.markdown(f"#### {_('Delete it')}")
    st.markdown(_("Every text, attempt and comment of yours will be gone, from the database, its log and its older copies. Nobody can bring it back."))
    with st.popover(_("Delete all my data")):
        sure = st.checkbox(_("Yes, delete everything that is kept of me"), key="forget-sure")
        if st.button(_("Delete it for good"), type="primary", disabled=not sure, key="forget"):
            _delete(attempts)


def _kept() -> str:
    """What, where and how long."""
    return " ".join(
        (
            _("Coach keeps your texts, your attempts with their feedback, and what a model's calls cost, in the database of the computer that runs it."),
            _("It knows you by a random cookie alone, of which it keeps only a hash; no name, no address."),
            _("All of it stays until you delete it here, or an attempt under History. The cookie ends after a year; then nothing leads to it any more."),
            _("Of what was deleted, only the sums that a model's calls cost stay, as nobody's, so that a team's budget holds."),
        )
    )


def _everything(attempts: Attempts, learner: UUID) -> str:
    return json.dumps(attempts.everything(learner), ensure_ascii=False, indent=1)


def _delete(attempts: Attempts) -> None:
    cookie = state.cookie()
    try:
        attempts.forget(cookie)
    except StorageUnavailable as error:
        st.error(plain(str(error)))
        return
    server.renew(cookie)
    st.session_state.clear()
    st.session_state["forgotten"] = True
    st.rerun()


def _afterwards() -> None:
    st.markdown(_("Everything that was kept of you is deleted. The next page that you load gives you a new cookie, and you begin anew."))
    component.anew(_("Begin anew"))
