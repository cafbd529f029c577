"""The glossary's search: what a person types, and the term that should come first."""

import pytest

from coach.content import RoleContent
from coach.content.search import search


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("epsilon", "epsilon"),
        ("ε", "epsilon"),
        ("TSTR", "tstr"),
        ("train on synth", "tstr"),
        ("DP", "differential-privacy"),
        ("k anonymity", "k-anonymity"),
        ("wasserstien", "wasserstein-distance"),
        ("divergance", "kl-divergence"),
        ("spend the privacy", "privacy-budget"),
    ],
)
def test_the_term_that_is_meant_comes_first(role: RoleContent, query: str, first: str) -> None:
    assert search(role.terms.values(), query)[0].id == first


def test_what_is_only_spelt_alike_is_left_out_where_something_fits(role: RoleContent) -> None:
    for term in search(role.terms.values(), "noise"):
        assert "noise" in term.model_dump_json().lower(), term.id


def test_an_empty_query_gives_every_term_by_name(role: RoleContent) -> None:
    names = [t.term for t in search(role.terms.values(), "  ")]
    assert names == sorted((t.term for t in role.terms.values()), key=str.casefold)


def test_what_no_term_is_like_finds_nothing(role: RoleContent) -> None:
    assert search(role.terms.values(), "xylophone") == []
