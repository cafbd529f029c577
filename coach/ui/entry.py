"""One term's page: what it means, which way it works, its neighbours, and what people get wrong about it."""

from html import escape

import streamlit as st

from coach.content.library import RoleContent
from coach.content.term import Direction, Rule, Term
from coach.ui import places
from coach.ui.texts import _, plain


def show(role: RoleContent, term: Term) -> None:
    st.markdown(f"### {plain(term.title)}")
    category = next(c.title for c in role.path.categories if c.id == term.category)
    topic = next(t.title for t in role.path.topics if t.id == term.topic)
    st.caption(plain(f"{term.part_of_speech} · {term.pronunciation} · {category} · {topic}"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(plain(term.definition))
        st.markdown(f"> {plain(term.example)}")
        st.caption(plain(term.source.cited))
        if term.direction:
            _section(_("Which way it works"))
            st.html(drawing(term.direction))
            st.markdown(plain(" ".join(filter(None, (term.direction.note, term.direction.turned_round)))))
    with right:
        _section(_("Not to be confused with"))
        for confusable in term.confusables:
            other = role.terms[confusable.term]
            places.link("glossary", other.title, term=other.id)
            st.markdown(plain(confusable.tell_apart))
            st.caption(plain(other.definition))
    with left:
        _words(term)
        _mistakes(term)
        _scenarios(role, term)


def drawing(direction: Direction) -> str:
    """The scale of a score as HTML: both ends in words, an arrow towards the better one."""
    better = {"lower": _("better"), "higher": _("better"), "neither": _("neither end is better")}[direction.better]
    low, high = (f'<div class="end"><strong>{escape(end.value)}</strong><br>{escape(end.means)}</div>' for end in (direction.low, direction.high))
    arrow = f'<div class="arrow {direction.better}"><span>{escape(better)}</span></div>'
    return f'<div class="scale"><div class="score">{escape(direction.score)}</div>{low}{arrow}{high}</div>'


def _section(text: str) -> None:
    st.markdown(f"**{plain(text)}**")


def _words(term: Term) -> None:
    _section(_("In plain words"))
    st.markdown("\n".join(f"- {plain(w)}" for w in term.plain_substitutes))
    _section(_("Goes with"))
    st.markdown(plain(" · ".join(term.collocations)))


def _mistakes(term: Term) -> None:
    """Wrong and right examples: of the direction, of each misconception, of form and of everyday words."""
    groups = (
        (_("What people get wrong"), [r for r in term.rules if r.kind == "claim"]),
        (_("How it is written"), [r for r in term.rules if r.kind == "form"]),
        (_("The field's word for it"), [r for r in term.rules if r.kind in ("plain", "name")]),
    )
    for heading, rules in groups:
        if rules:
            _section(heading)
            st.html("".join(map(_mistake, rules)))


def _mistake(rule: Rule) -> str:
    friend = f"<p>{escape(_('False friend: {words}').format(words=rule.false_friend))}</p>" if rule.false_friend else ""
    return (
        f'<div class="mistake"><p class="wrong"><span aria-label="{escape(_("wrong"))}">✗</span> {escape(rule.wrong[0])}</p>'
        f"<p>{escape(rule.message)} {escape(rule.why)}</p>{friend}"
        f'<p class="right"><span aria-label="{escape(_("right"))}">✓</span> {escape(rule.right[0])}</p></div>'
    )


def _scenarios(role: RoleContent, term: Term) -> None:
    used = [role.scenarios[s] for s in role.path.scenarios if term.id in role.scenarios[s].expected_terms]
    if not used:
        return
    _section(_("Practise it"))
    for scenario in used:
        places.link("practise", scenario.title, scenario=scenario.id)
