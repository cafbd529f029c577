"""What the text has to do, and how far it is: for whom, which points, terms and figures, how long and how formal."""

from collections.abc import Collection

import streamlit as st

from coach.content.library import RoleContent
from coach.content.scenario import Fact, Point, Scenario
from coach.language.examine import Examination
from coach.ui import places
from coach.ui.texts import _, n_, plain

_READ_WORDS_A_MINUTE = 238
"""Silent reading of English prose by adults (Brysbaert 2019)."""
_SPOKEN_WORDS_A_MINUTE = 150
"""A talk at a pace that listeners follow with ease."""


def brief(scenario: Scenario, role: RoleContent, examination: Examination | None, named: Collection[str]) -> None:
    """`named` are the ids of the terms that the text names."""
    with st.expander(_("The situation"), expanded=True):
        _paragraphs(plain(scenario.situation), plain(scenario.your_role))
    points = "  \n".join(_point(p, examination) for p in scenario.points)
    _paragraphs(
        f"**{_('Your task')}**  \n{plain(scenario.task)}",
        _reader(scenario, role),
        f"**{_('What to cover')}**  \n{points}",
        *_words_and_figures(scenario, role, examination, named),
    )
    st.caption(_("✓ stands in your draft · ✗ your draft has another figure · – not in your draft"))
    moves = "\n".join(f"1. {plain(m.title)}: {plain(m.purpose)}" for m in scenario.moves)
    _paragraphs(*(_measures(scenario, examination) if examination else ()), f"**{_('How such a text goes')}**", moves)
    _register(scenario)
    with st.expander(_("What the reader may ask")):
        st.markdown("\n".join(f"- {plain(q.question)}" for q in scenario.questions))


def facts(scenario: Scenario, examination: Examination | None) -> None:
    rows = [f"| {_sign(f, examination)} | {plain(f.label)} | {plain(f.shown)} |" for f in scenario.facts]
    st.markdown("\n".join([f"| | {_('Fact')} | {_('Figure')} |", "|---|---|---|", *rows]))
    st.caption(_("✓ stands in your draft · ✗ your draft has another figure · – not in your draft"))
    if scenario.background:
        st.markdown(f"**{_('What you know besides')}**")
        _background(scenario)


def besides(scenario: Scenario) -> None:
    """What the writer knows beyond the figures, at hand while the feedback is worked off."""
    if scenario.background:
        with st.expander(_("What you know besides")):
            _background(scenario)


def _background(scenario: Scenario) -> None:
    st.markdown("\n".join(f"- {plain(b)}" for b in scenario.background))


def terms(role: RoleContent, scenario: Scenario) -> None:
    for term in (role.terms[t] for t in scenario.expected_terms):
        must = _must_explain(role, scenario, term.id)
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


def _point(point: Point, examination: Examination | None) -> str:
    title = plain(point.title)
    if examination and point.id in examination.mistaken:
        return _("◪ {point}: stated, with a mistake to mend").format(point=title)
    return f"{'☑' if examination and point.id in examination.covered else '☐'} {title}"


def _must_explain(role: RoleContent, scenario: Scenario, term: str) -> bool:
    return not {term, *role.terms[term].names}.isdisjoint(scenario.reader.explain)


def _paragraphs(*texts: str) -> None:
    """As one element: the page is drawn at every pause in typing, and what it costs grows with their number."""
    st.markdown("\n\n".join(texts))


def _reader(scenario: Scenario, role: RoleContent) -> str:
    """Who reads it, what must be explained to them, and what harms them most."""
    reader = scenario.reader
    explain = [role.terms[t].term for t in scenario.expected_terms if _must_explain(role, scenario, t)]
    lines = [f"**{_('Your reader')}**", plain(reader.who)]
    if explain:
        lines.append(_("Explain: {terms}").format(terms=plain(", ".join(explain))))
    lines.append(_("Follows sentences of up to about {n} words.").format(n=reader.longest_sentence))
    return "  \n".join(lines)


def _words_and_figures(scenario: Scenario, role: RoleContent, examination: Examination | None, named: Collection[str]) -> tuple[str, str]:
    used = [f"{'✓' if t in named else '–'}\u00a0{plain(role.terms[t].abbreviation or role.terms[t].term)}" for t in scenario.expected_terms]
    figures = [f"{_sign(f, examination)}\u00a0{plain(f.label)} {plain(f.shown)}" for f in scenario.facts]
    return f"**{_('Terms')}**  \n{' · '.join(used)}", f"**{_('Figures')}**  \n{' · '.join(figures)}"


def _sign(fact: Fact, examination: Examination | None) -> str:
    if examination and any(f.rule == f"figure.{fact.id}" for f in examination.findings):
        return "✗"
    return "✓" if examination and fact.id in examination.stated else "–"


def _measures(scenario: Scenario, examination: Examination) -> tuple[str, str]:
    """Length, how long it takes to read and to say, and the draft's place on the line of formality."""
    low, high = scenario.length_words
    words = examination.words
    verdict = _("fits") if low <= words <= high else _("{n} to go").format(n=low - words) if words < low else _("{n} too many").format(n=words - high)
    counted = n_("{n} word", "{n} words", words).format(n=words)
    spent = _("{read} to read, {say} to say").format(read=_time(words, _READ_WORDS_A_MINUTE), say=_time(words, _SPOKEN_WORDS_A_MINUTE))
    return f"**{_('Length')}**  \n{plain(f'{counted} · {verdict} · {spent}')}", _formality(scenario, examination)


def _time(words: int, words_a_minute: int) -> str:
    minutes = words / words_a_minute
    if minutes < 1:
        return _("{n} s").format(n=max(5, round(minutes * 12) * 5))
    return _("{n} min").format(n=f"{round(minutes * 2) / 2:g}")


def _formality(scenario: Scenario, examination: Examination) -> str:
    """A line with this reader's band and the draft's place on it, what that means, and what moved it there."""
    (low, high), score = scenario.register_.band, examination.formality
    verdict = _("fits this reader") if low <= score <= high else _("too informal for this reader") if score < low else _("stiffer than this reader needs")
    places_on_line = 25
    first, last, at = (round((max(-3.0, min(3.0, x)) + 3) / 6 * (places_on_line - 1)) for x in (low, high, score))
    line = "".join("●" if n == at else "━" if first <= n <= last else "─" for n in range(places_on_line))
    shown = f"**{_('Formality')}**  \n{line}  {plain(verdict)}"
    causes = [name for name, points in examination.moved_by if (points < 0) == (score < low)]
    if causes and not low <= score <= high:
        shown += f"  \n{_('moved there by: {causes}').format(causes=plain(', '.join(causes[:3])))}"
    return shown


def _register(scenario: Scenario) -> None:
    profile = scenario.register_.profile
    names = {"field": _("Field"), "tenor": _("Tenor"), "mode": _("Mode"), "moves": _("Moves"), "stance": _("Stance"), "density": _("Density")}
    dimensions = [(name, getattr(profile, key)) for key, name in names.items()]
    with st.expander(_("The register that fits")):
        _paragraphs(
            plain(scenario.register_.description),
            *(f"**{name}.** {plain(d.fits)}  \n*{_('What misses it')}:* {plain(d.misses)}" for name, d in dimensions),
        )
