"""Evidence: a model's quote stands in the draft, but for how a keyboard writes it, or the finding is dropped."""

import re

_LONGEST_QUOTE_WORDS = 25
# A model writes these in its own way when it quotes; nothing else may differ but the case of the first letter.
_QUOTATION_MARKS = "\"'“”„‟‘’‚‛«»‹›"
_DASHES = "-‐‑–—−"
_PIECE = re.compile(r"\s+|\S")
_FOLDED = {c: f"[{re.escape(alike)}]" for alike in (_QUOTATION_MARKS, _DASHES) for c in alike}


def locate(draft: str, quote: str, words_before: str = "") -> tuple[int, int] | None:
    """Where `quote` stands in `draft` (start, end in code points); None where it is absent or unclear.

    White space, quotation marks, dashes and the case of the first letter may differ, so `draft[start:end]` is the quote
    to keep. Where it stands more than once, `words_before` must tell which is meant; without any it is the one that is the
    same letter for letter, or the one that nothing stands before.
    """
    if not quote.strip() or len(quote.split()) > _LONGEST_QUOTE_WORDS:
        return None
    words = words_before.strip()
    places = _places(draft, "", quote, alike=True)
    if len(places) > 1 and words:
        places = _places(draft, words, quote, alike=True)
        if len(places) > 1:
            places = _places(draft, words, quote, alike=False)
    elif len(places) > 1:
        as_written = [p for p in places if quote in draft[slice(*p)]]
        places = as_written if len(as_written) == 1 else [p for p in places if not draft[: p[0]].strip()]
    if len(places) != 1:
        return None
    start, end = places[0]
    # A run of white space at an end of the quote was taken whole.
    at = draft.find(quote, start, end)
    return (at, at + len(quote)) if at >= 0 else (start, end)


def _places(draft: str, words: str, quote: str, alike: bool) -> list[tuple[int, int]]:
    """Where `quote` stands right after `words` (whole ones), overlapping places too; `alike`: as the same text may be written."""
    start = r"(?<!\w)" if re.match(r"\w", words) else ""
    before = f"{start}{_pattern(words, alike)}\\s*" if words else ""
    compiled, at, found = re.compile(f"{before}({_pattern(quote, alike)})"), 0, list[tuple[int, int]]()
    while match := compiled.search(draft, at):
        at = match.start() + 1
        if match.span(1) not in found[-1:]:
            found.append(match.span(1))
    return found


def _pattern(text: str, alike: bool) -> str:
    """A pattern for `text`, in which a run of white space stands for any."""
    written = _PIECE.findall(text)
    pieces = [r"(?<!\s)\s++" if p.isspace() else re.escape(p) for p in written]
    if alike:
        pieces = [_FOLDED.get(p, piece) for p, piece in zip(written, pieces, strict=True)]
        first = next((n for n, p in enumerate(written) if p.isalpha()), None)
        if first is not None:
            letter = written[first]
            pieces[first] = f"(?:{'|'.join(c for c in (letter, letter.lower(), letter.upper()) if len(c) == 1)})"
    return "".join(pieces)
