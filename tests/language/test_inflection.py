"""Every form that a writer may use of a word is found, and the few that look like one are not."""

import pytest

from coach.language.inflection import forms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("guarantee", "guarantees guaranteed guaranteeing"),
        ("run", "runs ran running"),
        ("plan", "plans planned planning"),
        ("anonymise", "anonymises anonymised anonymising"),
        ("apply", "applies applied applying"),
        ("rely", "relies relied relying"),
        ("study", "studies studied studying"),
        ("play", "plays played playing"),
        ("pass", "passes passed passing"),
        ("fix", "fixes fixed fixing"),
        ("match", "matches matched matching"),
        ("add", "adds added adding"),
        ("leak", "leaks leaked leaking"),
        ("be", "am is are was were been being 's"),
        ("have", "has had having 've"),
        ("not", "n't"),
        ("can", "could ca"),
        ("choose", "chooses chose chosen choosing"),
        ("lie", "lies lying lay lain"),
        ("analysis", "analyses"),
        ("criterion", "criteria"),
        ("person", "people persons"),
        ("index", "indices indexes"),
        ("child", "children"),
    ],
)
def test_a_word_is_found_in_each_of_its_forms(word: str, expected: str) -> None:
    assert {word, *expected.split()} <= forms(word)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("the", "thes theed"),
        ("safely", "safelys safelied safelies"),
        ("of", "ofs off"),
        ("leak", "leaky leaker"),
        ("add", "ad ads adder"),
        ("plan", "plane plant planet"),
        ("it", "its"),
        ("1", "1s"),
    ],
)
def test_another_word_is_not_a_form(word: str, others: str) -> None:
    assert not forms(word) & set(others.split())
