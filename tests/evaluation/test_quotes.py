from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.evaluation.quotes import locate

DRAFT = "The model is private. A data model is not. Is this model “private”? 🔒 café\r\nnew line, the\nmodel."


@pytest.mark.parametrize(
    ("quote", "words_before", "start"),
    [
        ("data model", "", 24),
        ("“private”", "", 57),
        ("café", "", 70),
        ("café\r\nnew", "", 70),
        ("🔒", "", 68),
        (" is private", "", 9),
        ("model", "", 4),  # more than once, and no words: the first place
        ("model", "The", 4),
        ("model", "  A data ", 29),
        ("model", "Is this", 51),
        ("model", "line, the", 90),
        ("model", "new line,\n the", 90),  # white space may differ: lines are broken by the editor
        ("is", "The model", 10),
        ("is", "model", None),
        ("data model", "words that don't stand there", 24),  # once only: nothing to tell apart
    ],
)
def test_a_quote_is_found_at_its_place(quote: str, words_before: str, start: int | None) -> None:
    assert locate(DRAFT, quote, words_before) == (None if start is None else (start, start + len(quote)))


@pytest.mark.parametrize(
    "quote", ["", "   ", "\n", "Model is", "data  model", "modell", "cafe", "cafe\u0301", "café\nnew", '"private"', "the model is private and safe"]
)
def test_a_quote_that_is_not_there_letter_for_letter_is_refused(quote: str) -> None:
    assert locate(DRAFT, quote) is None


def test_words_that_fit_two_places_or_none_leave_the_quote_unplaced() -> None:
    draft = "the noise, the noise; noise"
    assert locate(draft, "noise", "the") is None
    assert locate(draft, "noise", "some") is None


def test_words_before_are_whole_words() -> None:
    draft = "We use epsilon because epsilon says more."
    assert locate(draft, "epsilon", "use") == (7, 14)
    assert locate(draft, "epsilon", "cause") is None


def test_a_quote_of_more_than_25_words_is_refused() -> None:
    words = [f"w{n}" for n in range(30)]
    draft = " ".join(words)
    assert locate(draft, " ".join(words[:25])) == (0, len(" ".join(words[:25])))
    assert locate(draft, " ".join(words[:26])) is None


texts = st.text(st.sampled_from("ab .\n\r\u00a0é\u0301🔒𝒙(*\\"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(texts, texts, texts)
def test_whatever_is_placed_reads_as_the_quote(draft: str, quote: str, words: str) -> None:
    place = locate(draft, quote, words)
    assert place is None or draft[place[0] : place[1]] == quote


@settings(max_examples=300, deadline=None)
@given(texts, st.data())
def test_a_piece_of_the_draft_is_found_where_it_first_stands(draft: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(draft)))
    quote = draft[start : data.draw(st.integers(start, len(draft)))]
    place = locate(draft, quote)
    assert place == ((draft.index(quote), draft.index(quote) + len(quote)) if quote.strip() else None)


@settings(max_examples=300, deadline=None)
@given(texts, st.data())
def test_a_quote_that_stands_twice_is_placed_only_after_its_words(draft: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(draft)))
    quote, words = draft[start : start + 2], draft[data.draw(st.integers(0, start)) : start]
    place = locate(draft, quote, words)
    if place and draft.find(quote, draft.find(quote) + 1) >= 0:
        assert " ".join(draft[: place[0]].split()).endswith(" ".join(words.split()))
