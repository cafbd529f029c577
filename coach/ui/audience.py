"""The same facts for another reader: offered after the first attempt, and what of the text has changed once it was judged."""

from functools import partial

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.errors import DraftRefused, StorageUnavailable
from coach.language.examine import Examination
from coach.language.survey import Survey
from coach.models import check_draft
from coach.ui import state, view
from coach.ui.side_by_side import Cell, Row, table
from coach.ui.texts import _, n_, plain

_PROBLEM = "audience-problem"


def offer(role: RoleContent, scenario: Scenario, draft: str) -> None:
    """On the scenario's own desk the way to the other reader; on that reader's desk what has changed, and the way back."""
    if scenario.id in role.other_audiences:
        source, _made = role.other_audiences[scenario.id]
        _changed(role, source, scenario, draft)
        if st.button(_("Back to “{title}”").format(title=plain(source.title)), on_click=partial(_go, source.id)):
            st.rerun()
        return
    for source, made in role.other_audiences.values():
        if source.id == scenario.id and draft.strip():
            st.caption(_("The same facts read differently elsewhere. Your text goes with you; this one stays as it is."))
            if st.button(plain(_("Rewrite it: {title}").format(title=made.title)), on_click=partial(_begin, made.id, draft)):
                st.rerun()
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(plain(problem))


def _go(scenario_id: str) -> None:
    st.session_state["scenario"] = st.query_params["scenario"] = scenario_id


def _begin(scenario_id: str, draft: str) -> None:
    """The other reader's desk begins with this draft, unless something stands there already."""
    attempts = state.practice().attempts
    try:
        learner = attempts.learner(state.cookie())
        if not attempts.draft(learner, scenario_id).strip():
            attempts.save_draft(learner, scenario_id, draft)
            st.session_state.pop(f"desk:{scenario_id}", None)
        _go(scenario_id)
    except StorageUnavailable as error:
        st.session_state[_PROBLEM] = str(error)


def _changed(role: RoleContent, source: Scenario, made: Scenario, draft: str) -> None:
    attempts, engine = state.practice().attempts, state.practice().maker.engine(role)
    try:
        before = check_draft(attempts.draft(attempts.learner(state.cookie()), source.id))
        check_draft(draft)
    except (DraftRefused, StorageUnavailable):
        return
    st.markdown(f"**{_('The same facts, two readers')}**")
    old, new = engine.survey(before, source), engine.survey(draft, made)
    names = _names(source, made)
    st.markdown("\n".join(f"- {plain(line)}" for line in differences(role, source, old, new)))
    st.html(table(_("Register"), *names, register((source, engine.examine(before, source), old), (made, engine.examine(draft, made), new))))
    st.html(table(_("Figures from the fact sheet"), *names, facts(source, old, new)))
    if rows := terms(role, source, old, new):
        st.html(table(_("Terms that the two treat differently"), *names, rows))


def _names(source: Scenario, made: Scenario) -> tuple[str, str]:
    first, second = (s.reader.name for s in (source, made))
    return first[:1].upper() + first[1:], second[:1].upper() + second[1:]


def differences(role: RoleContent, scenario: Scenario, old: Survey, new: Survey) -> list[str]:
    """In a few sentences: which figures were kept, which terms are explained now, and which no longer."""
    kept = [f for f in scenario.facts if f.id in old.facts and f.id in new.facts]
    gone = [f.label for f in scenario.facts if f.id in old.facts and f.id not in new.facts]
    added = [f.label for f in scenario.facts if f.id in new.facts and f.id not in old.facts]
    was, now = ({t for t, use in survey.terms.items() if use.explained} for survey in (old, new))
    said = [n_("{n} figure stands in both texts.", "{n} figures stand in both texts.", len(kept)).format(n=len(kept))]
    for text, which in (
        (_("Left out: {which}."), gone),
        (_("New: {which}."), added),
        (_("Explained now: {which}."), [role.terms[t].term for t in scenario.expected_terms if t in now - was]),
        (_("No longer explained: {which}."), [role.terms[t].term for t in scenario.expected_terms if t in was - now and t in new.terms]),
        (_("No longer used: {which}."), [role.terms[t].term for t in scenario.expected_terms if t in old.terms and t not in new.terms]),
    ):
        if which:
            said.append(text.format(which="; ".join(which)))
    return said


Judged = tuple[Scenario, Examination, Survey]


def register(old: Judged, new: Judged) -> list[Row]:
    """Each text held against what its own reader needs."""
    rows = []
    for about, say in ((_("Formality"), _formality), (_("Length"), _length), (_("Sentences"), _sentences), (_("What this reader would stumble over"), _found)):
        rows.append(Row(about, Cell(say(*old)), Cell(say(*new))))
    return rows


def facts(scenario: Scenario, old: Survey, new: Survey) -> list[Row]:
    """The figures that either text states."""
    return [Row(f"{f.label}: {f.shown}", _stated(old, f.id), _stated(new, f.id)) for f in scenario.facts if f.id in old.facts or f.id in new.facts]


def terms(role: RoleContent, scenario: Scenario, old: Survey, new: Survey) -> list[Row]:
    """The expected terms that one text uses, or explains, and the other doesn't."""
    named = [t for t in scenario.expected_terms if t in old.terms or t in new.terms]
    rows = [Row(role.terms[t].term, _used(old, t), _used(new, t)) for t in named]
    return [row for row in rows if row.left.said != row.right.said]


def _stated(survey: Survey, fact: str) -> Cell:
    return Cell(_("✓ stated"), survey.quote(survey.facts[fact])) if fact in survey.facts else Cell(_("– not stated"))


def _used(survey: Survey, term: str) -> Cell:
    use = survey.terms.get(term)
    if use is None:
        return Cell(_("– not used"))
    return Cell(_("✓ explained") if use.explained else _("○ used, not explained"), survey.quote(use.span))


def _formality(scenario: Scenario, examination: Examination, survey: Survey) -> str:
    (low, high), score = scenario.register_.band, examination.formality
    verdict = _("fits this reader") if low <= score <= high else _("too informal for this reader") if score < low else _("stiffer than this reader needs")
    return f"{verdict} ({score:+.1f})"


def _length(scenario: Scenario, examination: Examination, survey: Survey) -> str:
    low, high = scenario.length_words
    return _("{n} words, of {low} to {high}").format(n=examination.words, low=low, high=high)


def _sentences(scenario: Scenario, examination: Examination, survey: Survey) -> str:
    said = _("{mean} words on average, {longest} in the longest")
    return said.format(mean=round(survey.mean_length), longest=max(survey.lengths, default=0))


def _found(scenario: Scenario, examination: Examination, survey: Survey) -> str:
    return view.summary(examination.findings)
