"""The parallel task a week later: when it is offered, how it is begun, and what came back in it."""

from datetime import UTC, datetime

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.errors import StorageUnavailable
from coach.learning.transfer import Repeated, Transfer, offered
from coach.ui import places, state, times, view
from coach.ui.texts import _, n_, plain

_OFFERED = "transfer-offered"


def unaided(scenario: Scenario, attempts: int) -> bool:
    """Whether this is the first attempt at a parallel task: without underlines, terms, ticks and example until it is submitted."""
    return scenario.original != scenario.id and not attempts


def parallels() -> dict[str, str]:
    """The original's id by the id of its parallel, of all roles."""
    return {p.id: p.parallel_to for role in state.practice().library.roles.values() for p in role.parallels.values()}


def now_offered() -> list[str]:
    """The parallels to offer now, looked up once a tab: a day more or less doesn't matter."""
    if _OFFERED not in st.session_state:
        attempts = state.practice().attempts
        try:
            first = attempts.first_scored(attempts.learner(state.cookie()))
        except StorageUnavailable:
            return []  # the desk says what is wrong with the database
        st.session_state[_OFFERED] = offered(parallels(), first, datetime.now(UTC))
    found: list[str] = st.session_state[_OFFERED]
    return found


def line(chosen: str) -> None:
    """One quiet line above the desk, where a parallel is due and another scenario is chosen."""
    due = [p for p in now_offered() if p != chosen]
    if not due:
        return
    task = state.practice().library.role_of(due[0]).parallels[due[0]]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(_("A week later: what has stayed? The same kind of text, with other figures, without help at first.")), width="content")
        st.button(plain(task.title), type="tertiary", on_click=_choose, args=[task.id], key="transfer-begin")


def _choose(scenario: str) -> None:
    """Before the choice of scenario stands on the page, for afterwards its value can't be set."""
    st.session_state["scenario"] = st.query_params["scenario"] = scenario


def told(role: RoleContent, transfer: Transfer) -> None:
    """One original with its parallel, on Progress."""
    original, task = role.scenarios[transfer.original], role.parallels[transfer.parallel]
    st.markdown(f"**{plain(original.title)}**  \n{plain(_said(transfer))}")
    if transfer.repeated:
        _came_back(role, transfer.repeated)
    if transfer.when in ("due", "late"):
        places.link("practise", _("Begin: {title}").format(title=task.title), scenario=task.id)


def _said(transfer: Transfer) -> str:
    if transfer.when == "early":
        return _("The parallel task opens on {day}.").format(day=times.day(transfer.due))
    if transfer.when == "due":
        return _("The parallel task is open; it says most until {day}.").format(day=times.day(transfer.until))
    if transfer.when == "late":
        return _("More than two weeks have gone by. The parallel task still shows what has stayed.")
    return _rate(transfer.repeated)


def _rate(repeated: Repeated | None) -> str:
    if repeated is None or repeated.rate is None:
        return _("Done. In the first scenario nothing had been corrected that could come back.")
    corrected, again = len(repeated.corrected), len(repeated.again)
    said = n_(
        "Done. Of {n} kind of error that you had corrected, {again} came back: {rate}.",
        "Done. Of {n} kinds of error that you had corrected, {again} came back: {rate}.",
        corrected,
    ).format(n=corrected, again=again, rate=f"{repeated.rate:.0%}")
    return said if repeated.comparable else f"{said} {_('The two were judged by different evaluators, so take it with care.')}"


def _came_back(role: RoleContent, repeated: Repeated) -> None:
    names = list(dict.fromkeys(_name(role, *kind) for kind in sorted(repeated.again)))
    if names:
        st.caption(plain(_("Came back: {kinds}").format(kinds="; ".join(names))))


def _name(role: RoleContent, category: str, about: str) -> str:
    """A rule's file is named by its term, where it is one."""
    shown = view.CATEGORY_NAMES.get(category, category)
    term = role.terms.get(about) or role.terms.get(about.partition(".")[0])
    return f"{shown} ({term.term})" if term else shown
