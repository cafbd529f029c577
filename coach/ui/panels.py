"""What stands beside the draft: brief, facts, terms, feedback, model answer."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.language.examine import Examination
from coach.models import Evaluation, Finding
from coach.revision.progress import Progress
from coach.ui import component, places, preview, view
from coach.ui.since import since
from coach.ui.texts import _, plain

_MOST_MEANWHILE = 5


def brief(scenario: Scenario, examination: Examination | None) -> None:
    st.markdown(plain(scenario.situation))
    st.markdown(plain(scenario.your_role))
    st.markdown(f"**{_('Your task')}**  \n{plain(scenario.task)}")
    st.markdown(f"**{_('Your reader')}**  \n{plain(scenario.reader.who)}")
    covered = examination.covered if examination else frozenset()
    st.markdown(f"**{_('What to cover')}**")
    st.markdown("  \n".join(f"{'☑' if p.id in covered else '☐'} {plain(p.title)}" for p in scenario.points))
    if examination:
        _formality(scenario, examination)
    st.markdown(f"**{_('How such a text goes')}**")
    st.markdown("\n".join(f"1. {plain(m.title)}: {plain(m.purpose)}" for m in scenario.moves))
    _register(scenario)
    with st.expander(_("What the reader may ask")):
        st.markdown("\n".join(f"- {plain(q.question)}" for q in scenario.questions))


def facts(scenario: Scenario, examination: Examination | None) -> None:
    stated = examination.stated if examination else frozenset()
    rows = [f"| {'✓' if f.id in stated else '–'} | {plain(f.label)} | {plain(f.shown)} |" for f in scenario.facts]
    st.markdown("\n".join([f"| | {_('Fact')} | {_('Figure')} |", "|---|---|---|", *rows]))
    st.caption(_("✓ stands in your draft"))
    if scenario.background:
        st.markdown(f"**{_('What you know besides')}**")
        st.markdown("\n".join(f"- {plain(b)}" for b in scenario.background))


def terms(role: RoleContent, scenario: Scenario) -> None:
    for term in (role.terms[t] for t in scenario.expected_terms):
        must = not {term.id, *term.names}.isdisjoint(scenario.reader.explain)
        with st.expander(f"{plain(term.term)}{' · ' + _('explain it') if must else ''}"):
            st.markdown(plain(term.definition))
            if term.direction:
                st.markdown(plain(term.direction.note))
            if term.plain_substitutes:
                st.markdown(_("In plain words: {words}").format(words=plain("; ".join(term.plain_substitutes))))
            if term.collocations:
                st.markdown(_("Goes with: {words}").format(words=plain("; ".join(term.collocations))))
            st.caption(plain(term.source.cited))
            places.link("glossary", _("All about it in the glossary"), term=term.id)


def feedback(
    evaluation: Evaluation | None,
    role: RoleContent,
    scenario: Scenario,
    rubric: Rubric,
    draft: str,
    not_kept: str | None = None,
    progress: Progress | None = None,
) -> None:
    if evaluation is None:
        st.markdown(_("Write a draft and press *Get feedback*. What is found in it will stand here, beside the words it speaks of."))
        return
    data: dict[str, Any] = view.feedback(evaluation, scenario, role, rubric, draft)
    achieved = since(progress, evaluation.findings, scenario, rubric) if progress else None
    shown = {**data, "id": str(id(evaluation)), "not_kept": not_kept, "since": achieved, "texts": _texts(rubric)}
    component.feedback(shown, key=f"feedback:{scenario.id}")
    if evaluation.sent:
        _sent(evaluation)


def _sent(evaluation: Evaluation) -> None:
    """The messages that the model was sent, letter for letter: the draft, masked, stands in the last one."""
    with st.expander(_("What was sent")):
        st.caption(
            _("This went to {model}. What identifies a person, and what speaks to the evaluator, was taken out before.").format(
                model=plain(evaluation.evaluator.model or "")
            )
        )
        for message in reversed(evaluation.sent):
            st.code(message, language=None, wrap_lines=True)


def meanwhile(by_rules: Evaluation, scenario: Scenario, by_model: Sequence[Finding]) -> None:
    """What stands there while a model reads: in short, the rules' findings that harm this reader most; then the model's, as they come."""
    st.caption(_("The model is reading your draft. This is what the rules found:"))
    for n in sorted(view.first_findings(by_rules, scenario, _MOST_MEANWHILE)):
        _in_short(by_rules.findings[n])
    st.caption(plain(view.summary(by_rules.findings)))
    if by_model:
        st.caption(_("And this is what the model has found so far:"))
    for finding in by_model:
        _in_short(finding)


def _in_short(finding: Finding) -> None:
    quote = f"“{plain(finding.quote)}”  \n" if finding.quote else ""
    st.markdown(f"{quote}{plain(finding.message)}")


def model_answers(role: RoleContent, scenario: Scenario) -> None:
    """Whole answers with their moves named, and what keeps weaker ones at levels 2, 3 and 4."""
    moves = {m.id: m.title for m in scenario.moves}
    if not role.answers.get(scenario.id):
        return
    with st.expander(_("Model answers, and what other levels look like")):
        answers = role.answers[scenario.id]
        *tabs, lower = st.tabs([*(plain(a.title) for a in answers), _("Levels 2, 3 and 4")])
        for tab, answer in zip(tabs, answers, strict=True):
            tab.markdown(f"*{plain(answer.contrast)}*")
            for part in answer.parts:
                tab.caption(f"**{plain(moves[part.move])}**: {plain(part.note)}")
                tab.html(preview.html(part.text))
        for excerpt in scenario.excerpts:
            lower.markdown(f"**{_('Level {n}').format(n=excerpt.level)}**")
            lower.markdown(f"> {plain(excerpt.text)}")
            lower.caption(plain(excerpt.why))


def _register(scenario: Scenario) -> None:
    profile = scenario.register_.profile
    names = {"field": _("Field"), "tenor": _("Tenor"), "mode": _("Mode"), "moves": _("Moves"), "stance": _("Stance"), "density": _("Density")}
    with st.expander(_("The register that fits")):
        st.markdown(plain(scenario.register_.description))
        for key, name in names.items():
            dimension = getattr(profile, key)
            st.markdown(f"**{name}.** {plain(dimension.fits)}  \n*{_('What misses it')}:* {plain(dimension.misses)}")


def _formality(scenario: Scenario, examination: Examination) -> None:
    """A line with the draft's place on it, what that means for this reader, and what moved it there."""
    (low, high), score = scenario.register_.band, examination.formality
    verdict = _("fits this reader") if low <= score <= high else _("too informal for this reader") if score < low else _("stiffer than this reader needs")
    places = 13
    at = round((max(-3.0, min(3.0, score)) + 3) / 6 * (places - 1))
    st.markdown(f"**{_('Formality')}**  \n{'─' * at}●{'─' * (places - 1 - at)}  {plain(verdict)}")
    if not low <= score <= high:
        causes = [name for name, points in examination.moved_by if (points < 0) == (score < low)]
        if causes:
            st.caption(_("moved there by: {causes}").format(causes=plain(", ".join(causes[:3]))))


def _texts(rubric: Rubric) -> dict[str, Any]:
    return {
        "next": _("What to do next"),
        "first": _("What this reader would stumble over first"),
        "all": _("In reading order"),
        "more": _("Show {n} more"),
        "restore": _("Bring back {n} that you set aside"),
        "level": _("level {n} of 5"),
        "why": _("What this level means"),
        "try": _("To mend it:"),
        "term": _("Term card"),
        "entry": _("All about it in the glossary"),
        "ignore": _("Set aside"),
        "show": _("Show it in the draft"),
        "old": _("You have changed the draft since. This is about the text as it was submitted."),
        "criteria": view.criteria(rubric),
    }
