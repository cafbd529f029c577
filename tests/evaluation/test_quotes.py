import re
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
        ("model", "", None),  # more than once, and no words
        ("The", "", 0),  # more than once, but only this one is written so
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
    ("quote", "start", "end"),
    [
        ("data  model", 24, 34),
        ("Data\nmodel", 24, 34),
        ("café\nnew", 70, 79),
        ('"private"', 57, 66),
        ("«Private»", 57, 66),
        ("café new line", 70, 84),
        ("New line, the model", 76, 95),
    ],
)
def test_white_space_quotation_marks_and_the_first_letters_case_may_differ(quote: str, start: int, end: int) -> None:
    assert locate(DRAFT, quote) == (start, end)


@pytest.mark.parametrize(
    "quote", ["", "   ", "\n", "modell", "cafe", "cafe\u0301", "caFé", "data Model", "datamodel", "the model is private and safe", "data-model"]
)
def test_a_quote_that_differs_in_anything_else_is_refused(quote: str) -> None:
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


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2013\u2014\u2212")
def test_a_dash_is_a_dash(dash: str) -> None:
    for other in "-\u2010\u2011\u2013\u2014\u2212":
        assert locate(f"It is 🔒 1e{dash}6 here.", f"1e{other}6") == (8, 12)
    assert locate(f"It is 1e{dash}6 here.", "1e6") is None
    assert locate("It is 1e\u00ad6 here.", f"1e{dash}6") is None


def test_a_quote_without_words_before_is_placed_at_the_beginning_where_it_stands_there_too() -> None:
    assert locate(" epsilon is epsilon", "epsilon") == (1, 8)
    assert locate("An epsilon is an epsilon", "epsilon") is None


def test_words_before_may_be_written_another_way_but_the_same_way_counts_more() -> None:
    assert locate("The “budget” noise. A noise.", "noise", 'the "budget"') == (13, 18)
    assert locate("The noise. And the noise.", "noise", "the") == (19, 24)


_ALIKE = ["\"'“”„‟‘’‚‛«»‹›", "-‐‑–—−"]
_SIGNS = "abcdeé\u0301🔒𝒙אבج\u200f.,(*\\[?" + "".join(_ALIKE)
pieces = st.lists(st.one_of(st.sampled_from(_SIGNS), st.sampled_from([" ", "\r\n", "\n\n", "\u00a0", " \t", "\u2028"])), max_size=30)
texts = pieces.map("".join)


def folded(text: str) -> str:
    """The same for all texts that may count as one: written on its own, to hold the code against."""
    text = re.sub(r"\s+", " ", text)
    for alike in _ALIKE:
        text = "".join(alike[0] if c in alike else c for c in text)
    first = next((n for n, c in enumerate(text) if c.isalpha()), None)
    return text if first is None else text[:first] + text[first].lower() + text[first + 1 :]


@settings(max_examples=300, deadline=None)
@given(texts, texts, texts)
def test_whatever_is_placed_reads_as_the_quote(draft: str, quote: str, words: str) -> None:
    place = locate(draft, quote, words)
    assert place is None or folded(draft[place[0] : place[1]]) == folded(quote)


@settings(max_examples=300, deadline=None)
@given(texts, texts, st.data())
def test_a_span_is_found_however_its_signs_are_written(before: str, after: str, data: Any) -> None:
    span = data.draw(texts.filter(lambda t: bool(t) and t == t.strip()))
    # Letters that the rest can't have make the place the only one.
    span = f"q{span}q"
    draft = f"{before}{span}{after}"
    alike = {c: signs for signs in _ALIKE for c in signs}
    parts = [" " if p.isspace() else p for p in re.findall(r"\s+|\S", span)]
    written = "".join(data.draw(st.sampled_from([" ", "\n", "  \r\n"] if p == " " else alike.get(p, p))) for p in parts)
    written = data.draw(st.sampled_from([written, written.capitalize()[:1] + written[1:]]))
    assert locate(draft, written) == (len(before), len(before) + len(span))


@settings(max_examples=300, deadline=None)
@given(texts, st.data())
def test_a_piece_that_stands_once_is_found_letter_for_letter(draft: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(draft)))
    quote = draft[start : data.draw(st.integers(start, len(draft)))]
    place = locate(draft, quote)
    if not quote.strip():
        assert place is None
    elif draft.find(quote) == draft.rfind(quote):
        assert place == (start, start + len(quote))
    else:
        assert place is None or not draft[: place[0]].strip()


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_what_is_not_in_the_draft_is_never_found(draft: str, quote: str) -> None:
    # Without the first letter the oracle needs no case: what is left must stand there too.
    rest = folded(quote)[1:]
    if rest.strip() and rest.lower() not in folded(draft).lower():
        assert locate(draft, quote) is None


@settings(max_examples=300, deadline=None)
@given(texts, st.data())
def test_a_quote_that_stands_twice_is_placed_only_after_its_words(draft: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(draft)))
    quote, words = draft[start : start + 2], draft[data.draw(st.integers(0, start)) : start]
    place = locate(draft, quote, words)
    if place and words.strip() and draft.find(quote, draft.find(quote) + 1) >= 0:
        assert folded(draft[: place[0]]).rstrip().lower().endswith(folded(words).strip().lower())
