"""Your draft beside a model answer: what the answer does that yours doesn't, by point, term and figure."""

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import ModelAnswer, Scenario
from coach.errors import DraftRefused
from coach.language.survey import Survey, TermUse
from coach.models import check_draft
from coach.ui import state
from coach.ui.side_by_side import Cell, Row, table
from coach.ui.texts import _, n_, plain


def offer(role: RoleContent, scenario: Scenario, draft: str) -> None:
    """To be shown after the first attempt; nothing is compared before it is asked for."""
    answers = {a.title: a for a in role.answers.get(scenario.id, ())}
    if not answers or not st.toggle(_("Compare with a model answer"), key=f"compare:{scenario.id}"):
        return
    try:
        check_draft(draft)
    except DraftRefused:
        st.markdown(_("There is no text on your desk to compare."))
        return
    title = st.radio(_("Model answer"), list(answers), horizontal=True, key=f"compare-with:{scenario.id}")
    answer = answers[title]
    engine = state.practice().maker.engine(role)
    yours, theirs = engine.survey(draft, scenario), engine.survey(answer.text, scenario)
    st.markdown(f"*{plain(answer.contrast)}*")
    st.markdown("\n".join(f"- {plain(line)}" for line in differences(role, scenario, yours, theirs)))
    names = _("Your draft"), _("Model answer")
    st.html(table(_("What to cover"), *names, points(scenario, answer, yours, theirs)))
    if rows := terms(role, scenario, yours, theirs):
        st.html(table(_("Terms that the two use differently"), *names, rows))


def differences(role: RoleContent, scenario: Scenario, yours: Survey, theirs: Survey) -> list[str]:
    """What the answer does that the draft doesn't, in a few sentences."""
    points = [p.title for p in scenario.points if p.id in theirs.points and p.id not in yours.points]
    figures = [f"{f.label} ({f.shown})" for f in scenario.facts if f.id in theirs.facts and f.id not in yours.facts]
    explained = [role.terms[t].term for t in scenario.expected_terms if _explains(theirs, t) and not _explains(yours, t)]
    said = [
        n_("It covers {n} point that yours doesn't: {which}.", "It covers {n} points that yours doesn't: {which}.", len(points)).format(
            n=len(points), which="; ".join(points)
        )
        if points
        else _("Yours covers every point that the answer covers."),
        n_("It states {n} figure that yours doesn't: {which}.", "It states {n} figures that yours doesn't: {which}.", len(figures)).format(
            n=len(figures), which="; ".join(figures)
        )
        if figures
        else _("Yours states every figure that the answer states."),
    ]
    if wrong := [p.title for p in scenario.points if p.id in yours.mistaken]:
        said.append(_("Stated in yours, with a mistake to mend: {which}.").format(which="; ".join(wrong)))
    if explained:
        said.append(
            n_("It explains {n} term that yours doesn't: {which}.", "It explains {n} terms that yours doesn't: {which}.", len(explained)).format(
                n=len(explained), which=", ".join(explained)
            )
        )
    mean = _("A sentence of it has {theirs} words on average, one of yours {yours}.")
    return [*said, mean.format(theirs=round(theirs.mean_length), yours=round(yours.mean_length))]


def points(scenario: Scenario, answer: ModelAnswer, yours: Survey, theirs: Survey) -> list[Row]:
    """Where each text covers each point; of the answer also the move that it makes there."""
    moves = {m.id: m.title for m in scenario.moves}
    rows = []
    for point in scenario.points:
        left = _covered(yours, point.id) or Cell(_("○ not covered yet"))
        right = _covered(theirs, point.id) or Cell(_("○ not covered"))
        if point.id in theirs.points:
            part = answer.part_at(theirs.points[point.id][0])
            right = Cell(_("✓ in its part “{move}”").format(move=moves[part.move]), right.quote)
        rows.append(Row(point.title, left, right))
    return rows


def terms(role: RoleContent, scenario: Scenario, yours: Survey, theirs: Survey) -> list[Row]:
    """The expected terms that the two texts treat differently."""
    return [
        Row(role.terms[t].term, _used(yours, yours.terms.get(t)), _used(theirs, theirs.terms.get(t)))
        for t in scenario.expected_terms
        if (t in yours.terms, _explains(yours, t)) != (t in theirs.terms, _explains(theirs, t))
    ]


def _covered(survey: Survey, point: str) -> Cell | None:
    if point not in survey.points:
        return None
    said = _("◪ stated, with a mistake to mend") if point in survey.mistaken else _("✓ covered")
    return Cell(said, survey.quote(survey.points[point]))


def _used(survey: Survey, use: TermUse | None) -> Cell:
    if use is None:
        return Cell(_("– not used"))
    return Cell(_("✓ explained") if use.explained else _("○ used, not explained"), survey.quote(use.span))


def _explains(survey: Survey, term: str) -> bool:
    return term in survey.terms and survey.terms[term].explained
