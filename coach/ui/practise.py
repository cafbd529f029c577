"""Practise: the draft, and beside it the brief, the facts, the terms and the feedback."""

from functools import partial
from uuid import uuid4

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.ui import audience, comparing, component, export, opening, planning, state, transfer
from coach.ui.beside import covered, examination, sample, side, take_in_answer
from coach.ui.desk import BRIEF, FEEDBACK, POLISH, WRITE, Desk, follow, keep, open_desk, prefer, put, submit, take_in, take_in_outcome
from coach.ui.sheet import sheet, texts
from coach.ui.texts import _, plain

_LAST = "last-scenario"
"""A widget's own value goes when another page is drawn."""


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
        st.caption(about.format(who=plain(scenario.reader.name), low=low, high=high, genre=plain(scenario.genre)))
    follow(open_desk(role, scenario), scenario)
    transfer.line(scenario.id)
    _desk(role, scenario, state.practice().library.rubric(scenario.rubric))


def _chosen() -> tuple[RoleContent, Scenario]:
    """The scenario in the address, else the tab's last, else the path's first. Parallel tasks and other readers' ones are there when due or asked for."""
    asked = st.query_params.get("scenario", "")
    last = st.session_state.get(_LAST, "")
    offered = {asked, last, st.session_state.get("scenario"), *transfer.now_offered()}
    scenarios = {
        s: (role, role.scenario(s))
        for role in state.practice().library.roles.values()
        for s in (*role.path.scenarios, *(made for made in (*role.parallels, *role.other_audiences) if made in offered))
    }
    ids = list(scenarios)
    # A value in the session may have been set for a page that comes next, and one may have gone with the address that asked for it.
    if st.session_state.get("scenario") not in ids:
        st.session_state["scenario"] = next((s for s in (asked, last) if s in ids), ids[0])
    chosen = st.selectbox(_("Scenario"), ids, format_func=lambda s: scenarios[s][1].title, key="scenario")
    st.query_params["scenario"] = st.session_state[_LAST] = chosen
    return scenarios[chosen]


@st.fragment
def _desk(role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    desk = open_desk(role, scenario)
    take_in_outcome(desk, role, scenario)
    take_in_answer(desk, scenario)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _editor(desk, role, scenario, rubric)
    with right, st.container(key="side"):
        side(desk, role, scenario, rubric)
    if desk.attempts and not desk.example:
        comparing.offer(role, scenario, desk.text)
    if (desk.attempts or scenario.id in role.other_audiences) and not desk.example:
        audience.offer(role, scenario, desk.text)


def _editor(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    if desk.plain_box:
        _plain_box(desk, role, scenario, rubric)
        return
    # What the component sent with this rerun is taken in before it is drawn, so that one pass shows the outcome.
    key = f"editor:{scenario.id}"
    sent = st.session_state.get(key)
    if sent and not desk.example:
        take_in(desk, role, scenario, sent)
    polishes = desk.polishes and not transfer.unaided(scenario, desk.attempts)
    if desk.example:
        text, evaluation = role.sample_drafts[scenario.id], sample(role, scenario)
        shown = sheet(text, scenario, role, rubric, (text, evaluation))
    else:
        judged = (desk.judged, desk.evaluation) if desk.judged is not None and desk.evaluation and not desk.asks else None
        found = examination(desk, role, scenario) if polishes else None
        shown = sheet(desk.text, scenario, role, rubric, judged, found.findings if found else ())
    about = {
        "revision": "example" if desk.example else desk.revision,
        "readonly": desk.example,
        "kept": desk.kept == desk.text,
        "problem": desk.problem,
        "waiting": desk.judging is not None,
        "mode": POLISH if polishes else WRITE,
        "ignored": sorted(desk.ignored),
    }
    component.editor({**shown, **about, "store": scenario.id, "texts": texts(desk.example)}, key=key)
    _below(desk, role, scenario, rubric)


def _plain_box(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    """The fall-back: an ordinary text area, kept and judged when the button is pressed."""
    key = f"plain:{scenario.id}:{desk.revision}"
    # A `value` that follows the text would make Streamlit drop what was typed since.
    st.session_state.setdefault(key, desk.text)
    text = st.text_area(_("Your draft"), height=420, key=key)
    if text != desk.text:
        keep(desk, scenario, text)
    if st.button(_("Get feedback"), type="primary", disabled=desk.judging is not None):
        submit(desk, role, scenario, uuid4())
    if desk.problem:
        st.error(plain(desk.problem))
    _below(desk, role, scenario, rubric)


def _below(desk: Desk, role: RoleContent, scenario: Scenario, rubric: Rubric) -> None:
    with st.container(horizontal=True):
        if desk.example:
            st.button(_("Back to my draft"), type="primary", on_click=partial(_show_example, desk, scenario, False))
            st.caption(_("Somebody's draft with typical mistakes. A click on a quote beside it shows the place; your own text is untouched."))
            return
        if scenario.id in role.sample_drafts and not desk.attempts:
            st.button(_("See an example of feedback"), type="tertiary", on_click=partial(_show_example, desk, scenario, True))
        other = _("Use the editor") if desk.plain_box else _("Use a plain text box")
        if st.button(other, type="tertiary"):
            desk.plain_box, desk.revision = not desk.plain_box, uuid4().hex
            prefer("plain_box", desk.plain_box)
            st.rerun(scope="fragment")
        planning.offer(scenario, desk.text, desk.revision, partial(covered, desk, role, scenario), partial(put, desk, scenario))
        opening.offer(scenario, desk.text, desk.revision, partial(put, desk, scenario))
        if desk.evaluation and desk.judged is not None and not desk.asks:
            export.offer(desk.evaluation, scenario, rubric, desk.judged, scenario.id)
    if desk.opened and desk.opened[0] == desk.text:
        st.caption(plain(desk.opened[1]))
    if desk.replaced:
        st.caption(_("Another window had another text of this draft. The newer one stands here; the other is kept under “Open a file”."))


def _show_example(desk: Desk, scenario: Scenario, shown: bool) -> None:
    """With its feedback beside it at first; back on one's own desk the brief stands there, for there is no feedback yet."""
    desk.example, desk.revision = shown, uuid4().hex
    st.session_state[f"panel:{scenario.id}"] = FEEDBACK if shown else BRIEF
