"""Places of findings as the page counts them, and the words that can take a quote's place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.models import Finding
from coach.ui.marks import on_page, replacement, units


@given(st.text(alphabet="ab \r\n😀\u0301"), st.text(alphabet="xyz😀", min_size=1), st.text(alphabet="ab \r\n😀"))
def test_a_quote_is_found_on_the_page_where_the_draft_has_it(before: str, quote: str, after: str) -> None:
    draft = before + quote + after
    page = on_page(draft).encode("utf-16-le")
    start, end = units(draft, len(before)), units(draft, len(before) + len(quote))
    assert page[2 * start : 2 * end].decode("utf-16-le") == quote


def test_the_page_has_line_feeds_only() -> None:
    assert on_page("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("quote", "suggestion", "words"),
    [
        ("privasy budget", "Write “privacy budget”.", "privacy budget"),
        ("Privasy budget", "Write “privacy budget”.", "Privacy budget"),
        ("DPs", "Write “differential privacy”.", "differential privacy"),
        ("the spend", "Write “the privacy budget” again.", "the privacy budget"),
        ("privacy bugdet", "privacy budget", "privacy budget"),
        ("membership inferrence", "membership inference attack", None),
        ("differental privacy", "differential privacy; differentially private", None),
        ("fix", "Write “encodes” or “maps to a latent code”.", None),
        ("fix", "Write “this suggests …”.", None),
        ("fix", "Split it: one idea a sentence.", None),
        ("fix", None, None),
    ],
)
def test_words_are_offered_only_where_the_suggestion_names_just_one_wording(quote: str, suggestion: str | None, words: str | None) -> None:
    finding = Finding(
        start=0, end=len(quote), quote=quote, criterion="terminology", category="form", severity="warning", message="m", suggestion=suggestion, source="rules"
    )
    assert replacement(finding) == words
