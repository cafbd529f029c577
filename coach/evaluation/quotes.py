"""Evidence: a model's quote is in the draft, letter for letter, or the finding is dropped."""

import re
from collections.abc import Iterable

_LONGEST_QUOTE_WORDS = 25


def locate(draft: str, quote: str, words_before: str = "") -> tuple[int, int] | None:
    """Where `quote` stands in `draft` (start, end in code points); None where it is absent or unclear.

    Where it stands more than once, `words_before` must tell which is meant; one that the words don't
    tell apart is taken at its first place only if the model gave no words.
    """
    if not quote.strip() or len(quote.split()) > _LONGEST_QUOTE_WORDS:
        return None
    places = list(_places(draft, quote))
    if len(places) > 1 and words_before.strip():
        places = [m.end() for m in re.finditer(f"{_ending(words_before)}(?={re.escape(quote)})", draft)]
        if len(places) != 1:
            return None
    return (places[0], places[0] + len(quote)) if places else None


def _ending(words: str) -> str:
    """A pattern for `words` at the end of a text: whole words, whatever the white space between and after them."""
    parts = words.split()
    start = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    return start + r"\s+".join(map(re.escape, parts)) + r"\s*"


def _places(draft: str, quote: str) -> Iterable[int]:
    at = draft.find(quote)
    while at >= 0:
        yield at
        at = draft.find(quote, at + 1)
