"""Drafts and findings as tests need them."""

from hypothesis import strategies as st

from coach.models import Finding

_WORDS = ["DP", "epsilon", "the", "is", "made-up", "people", "1.0", "naïve", "😀", "e\u0301", "really", "low"]
_SIGNS = [" ", " ", " ", " ", ". ", ". ", "; ", "\n\n", "\n- ", ", ", "  ", "\u2028"]

drafts = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_SIGNS)), max_size=40).map(lambda found: "".join(map("".join, found))) | st.text(
    max_size=80
)
"""With words that stand more than once, in sentences and paragraphs; or any text at all."""


def finding(draft: str, quote: str, category: str = "informal", nth: int = 0, **more: str | None) -> Finding:
    """A finding of the `nth` place where `quote` stands."""
    start = -1
    for _ in range(nth + 1):
        start = draft.index(quote, start + 1)
    return at(start, quote, category, **more)


def at(start: int, quote: str, category: str = "informal", **more: str | None) -> Finding:
    said = {"criterion": "register", "severity": "warning", "message": "Say it otherwise.", "source": "rules", **more}
    return Finding(start=start, end=start + len(quote), quote=quote, category=category, **said)


def missing(point: str) -> Finding:
    return at(0, "", "missing", point=point)


@st.composite
def marked(draw: st.DrawFn, texts: st.SearchStrategy[str] = drafts) -> tuple[str, list[Finding]]:
    """A draft with findings anywhere in it, some of them on the same words."""
    draft = draw(texts)
    found = [missing(p) for p in draw(st.lists(st.sampled_from("abc"), unique=True))]
    if draft.strip():
        places = st.tuples(st.integers(0, len(draft) - 1), st.integers(1, 12), st.sampled_from(["informal", "misuse", "undefined"]))
        for start, length, category in draw(st.lists(places, max_size=6)):
            quote = draft[start : start + length]
            if quote.strip():
                found.append(at(start, quote, category))
    return draft, found
