"""Traits of informal writing, and sentences too long for the reader."""

import pytest

from coach.language.register import dense, traits
from coach.language.text import read


def _traits(draft: str) -> list[tuple[str, str]]:
    return sorted((t.rule, draft[t.start : t.end]) for t in traits(read(draft)))


@pytest.mark.parametrize(
    ("draft", "rule", "quotes"),
    [
        ("It's done and we don't know; it isn’t late.", "contraction", ["It's", "don't", "isn’t"]),
        ("I'm sure they're here, let's go.", "contraction", ["I'm", "let's", "they're"]),
        ("We CAN'T stop.", "contraction", ["CAN'T"]),
        ("What a day! Really good work!!", "exclamation", ["Really good work!!", "What a day!"]),
        ("'Stop!' he said.", "exclamation", ["Stop!"]),
        ("It is well-known!", "exclamation", ["It is well-known!"]),
        ("Nice :) and :-D and ;) and <3 XD", "emoticon", [":)", ":-D", ";)", "<3", "XD"]),
        ("Great 🎉🎉 and ❤️ and ✅", "emoji", ["✅", "❤️", "🎉🎉"]),
        ("👩‍🔬 👍🏽 🇩🇪", "emoji", ["🇩🇪", "👍🏽", "👩‍🔬"]),
    ],
)
def test_an_informal_trait_is_found_whole(draft: str, rule: str, quotes: list[str]) -> None:
    assert _traits(draft) == [(rule, quote) for quote in quotes]


@pytest.mark.parametrize(
    "draft",
    [
        "The customers' data and the team's report.",
        "It is not done; we cannot know.",
        "O'Reilly's book of the 1990s.",
        "a != b",
        "See section (a:b) or f(x):) at 10:30.",
        "Type `don't :) 🎉!` or see [x](http://a.b/!).",
        "```\nIt's 🎉!\n```",
        "The temperature is 5 °C → 6 °C ± 1, ε ≤ 3.0 ✓",
        "",
    ],
)
def test_plain_prose_and_code_have_no_trait(draft: str) -> None:
    assert _traits(draft) == []


def _dense(draft: str, longest: int = 20) -> list[tuple[str, int]]:
    return [(draft[trait.start : trait.end], words) for _, trait, words in dense(read(draft), longest)]


def test_a_sentence_longer_than_the_reader_follows_is_quoted_by_its_first_words() -> None:
    assert _dense("Short. " + "One " * 10 + "two " * 11 + "end. Short.") == [(" ".join(["One"] * 10), 22)]


@pytest.mark.parametrize(
    "draft",
    [
        "a " * 20 + ".",
        "A " + "b, " * 15 + "c " * 5 + ".",
        "- " + "a " * 15 + ";\n- " + "b " * 15 + ";\n- " + "c " * 15 + ".",
        "| " + "a " * 15 + "| " + "b " * 15 + "|",
        "# " + "a " * 15 + "\n" + "b " * 15,
    ],
)
def test_a_short_sentence_or_a_list_is_not_dense(draft: str) -> None:
    assert _dense(draft) == []


@pytest.mark.parametrize("draft", ["a " * 12 + "; " + "b " * 12 + ".", "a " * 24 + ";", "a " * 12 + "; " + "b " * 12])
def test_a_semicolon_does_not_make_a_sentence_shorter(draft: str) -> None:
    assert _dense(draft) == [("a a a a a a a a a a", 24)]


def test_a_list_with_semicolons_is_not_dense() -> None:
    items = "; ".join(f"the mean similarity of the {n} columns is at least 0.90" for n in ("numeric", "categorical", "rare", "dated"))
    assert list(dense(read(f"The maker must enter these results in the record: {items}."), 35)) == []
    assert list(dense(read(f"The maker must enter these results in the record and say that {items.replace(';', ' and that')}."), 35))
