"""Glossary: every term of the role, found by name, by plain words, by category or topic."""

import streamlit as st

from coach.content.library import RoleContent
from coach.content.search import search
from coach.content.term import Term
from coach.ui import entry, places, state
from coach.ui.texts import _, n_, plain


def page() -> None:
    roles = state.practice().library.roles
    asked = st.query_params.get("role")
    role = roles[asked] if asked in roles else next(iter(roles.values()))
    name = st.query_params.get("term")
    with st.container(key="glossary"):
        if name in role.terms:
            places.link("glossary", _("← All terms"))
            entry.show(role, role.terms[name])
            return
        st.markdown(f"### {_('Glossary')}")
        if name:
            st.markdown(plain(_("There is no term “{name}”. These are the terms there are:").format(name=name)))
        _list(role, *_found(role))


def _found(role: RoleContent) -> tuple[list[Term], bool]:
    """The terms that fit, and whether they stand in the order of a search."""
    what, where, about = st.columns([3, 2, 2], vertical_alignment="bottom")
    query = what.text_input(_("Search"), type="search", placeholder=_("a term, an abbreviation or plain words"), live=True, key="glossary-query")
    categories = {c.id: c.title for c in role.path.categories}
    topics = {t.id: t.title for t in role.path.topics}
    category = where.selectbox(_("Category"), list(categories), index=None, format_func=categories.__getitem__, placeholder=_("all"), key="glossary-category")
    topic = about.selectbox(_("Topic"), list(topics), index=None, format_func=topics.__getitem__, placeholder=_("all"), key="glossary-topic")
    found = [t for t in search(role.terms.values(), query or "") if category in (None, t.category) and topic in (None, t.topic)]
    return found, bool(query)


def _list(role: RoleContent, found: list[Term], ranked: bool) -> None:
    if not found:
        st.markdown(_("No term fits. Try a shorter word, or take a filter away."))
        return
    st.caption(n_("{n} term", "{n} terms", len(found)).format(n=len(found)))
    if ranked:
        _rows(found, "terms")
        return
    for category in role.path.categories:
        if here := [t for t in found if t.category == category.id]:
            st.markdown(f"**{plain(category.title)}**")
            _rows(here, f"terms-{category.id}")


def _rows(terms: list[Term], key: str) -> None:
    with st.container(key=key):
        for term in terms:
            places.link("glossary", term.title, term=term.id)
            st.caption(plain(term.definition))
