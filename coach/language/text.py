"""A draft as sentences and words, with code-point offsets of the text exactly as submitted.

Markdown that isn't prose (code, URLs, table rules, markers) is blanked character for character,
so every offset in the blanked copy is an offset in the draft.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from coach.language.memory import Remembering

# Possessive quantifiers and look-behinds keep every pattern here linear: a draft may be 200,000 backticks.
_FENCE = re.compile(r"^ {0,3}(`{3,}+(?![^\n]*`)|~{3,}+)[^\n]*+\n(?:(?:.*?\n)?? {0,3}\1[`~]*[ \t\r]*(?=\n|\Z)|.*\Z)", re.M | re.S)
_NOT_PROSE = re.compile(
    r"(?P<code>(?<!`)(?P<tick>`++)[^\n]*?(?<!`)(?P=tick)(?!`))"
    r"|(?P<comment><!--(?:(?!<!--|-->).)*+-->)"
    r"|(?P<tag></?[A-Za-z][^<>\n]*>)"
    r"|(?P<target>(?<=\])\([^()\s]*(?:\s+\"[^\"\n]*\")?\))"
    r"|(?P<url>(?:https?://|www\.)[^\s<>)\]]+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+)"
    r"|(?P<rule>^(?=[^\n]*--)[ \t:|-]+\r?$|^(?=[ \t]*[-*_])[-*_ \t]{3,}\r?$|^[ \t]*=+[ \t\r]*$)",
    re.M | re.S,
)
_BLOCK = re.compile(
    r"^[ \t]*(?:>[ \t]?)*[ \t]*(?P<mark>#{1,6}(?=\s)(?:[ \t]+\d{1,2}(?:\.\d{1,2})*\.?(?=[ \t]))?|[-*+•–](?=\s)|\(?(?:\d{1,3}|[a-zA-Z])[.)](?=\s)"
    r"|[1-9]\d?(?:\.\d{1,2})+\.?(?=[ \t]+[\"“‘']?[A-Z]))?",
    re.M,
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_SPANS_BLOCKS = re.compile(r"`{3}|~{3}|<!--")
# Stars that touch text, but not the mark of a list item and not the power in 10**-6.
_EMPHASIS = re.compile(r"(?<!\d)\*{1,3}+(?=\S)|(?<=\S)\*{1,3}+(?![-−\d])|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~")

NUMBER = r"\d{1,3}(?: \d{3})+(?![\d.,])|\d+(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?:[eE][-+\u2212\u2013]?\d+)?"
_TOKEN = re.compile(
    r"[^\W\d_]+?(?=n['’]t(?!\w))|n['’]t(?!\w)|(?<=\w)['’](?:s|re|ve|ll|d|m)(?!\w)"
    rf"|(?P<number>(?<![\w.])(?:{NUMBER})(?:[ \u00a0]?%)?k?(?![^\W_]))|[^\W_](?:[^\W_]|[\u0300-\u036f])*+"
)
_END = re.compile(r"(?:(?<![.!?…])[.!?…]++|;)[\"'”’)\]]*(?=\s|$)|\n[ \t\r]*\n")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|approx|resp|Dr|Mr|Mrs|Ms|Prof|Fig|Sec|Art|St|incl|max|min|ca)|\b[A-Z])\.$")
_NUMBER_NEXT = re.compile(r"\s?\d")
_TITLE_WORDS, _CAPTION_WORDS = 16, 7
_BOLD = re.compile(r"[ \t]*(\*\*|__)(?:\d+\.)?[^*_\n.!?]{1,80}\1:?[ \t]*\r?\n?")
_CUT, _LONGEST = re.compile(r"[^\w'’.]"), 2_000
_SOFT = re.compile(r"[,;:()\[\]{}—–/|=]|\s-\s|\.\.\.|…|\n[ \t\r]*\n")


@dataclass(slots=True)
class Sentence:
    """Words in parallel lists: `words[i]` folded to lower case, `raw[i]` keeps two or more capitals.

    `breaks[i]` is true where punctuation (not a hyphen or a quotation mark) stands before word i. A semicolon ends
    a statement, so it ends a Sentence; `goes_on` then tells that the writer's sentence continues in the next one.
    """

    start: int
    end: int
    kind: str
    words: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    breaks: list[bool] = field(default_factory=list)
    goes_on: bool = False
    numbers: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """The draft, its blanked copy (`prose`, same length) and its sentences in order."""

    draft: str
    prose: str
    sentences: list[Sentence]

    @property
    def words(self) -> int:
        return sum(len(s.words) - sum(w[0] in "'’" or w == "n't" for w in s.words) for s in self.sentences)


def read(draft: str) -> Text:
    """Split `draft` into sentences; never fails, whatever the text."""
    prose = _blank(draft)
    sentences = [s for kind, start, end in _blocks(draft, prose) for s in _sentences(prose, kind, start, end)]
    return Text(draft, prose, sentences)


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n\r]", " ", match.group())


def _blank(draft: str) -> str:
    text = draft.replace("\ufeff", " ")
    if _SPANS_BLOCKS.search(text):
        return _blanked(_FENCE.sub(_spaces, text))
    return "".join(map(_blanked_block, paragraphs(text)))


def paragraphs(text: str) -> Iterable[str]:
    """`text` cut before each blank line."""
    start = 0
    for end in (*(m.start() for m in _BLANK_LINE.finditer(text)), len(text)):
        yield text[start:end]
        start = end


def _blanked(text: str) -> str:
    return _EMPHASIS.sub(_spaces, _NOT_PROSE.sub(_spaces, text))


_blanked_block = Remembering(_blanked)


def _blocks(draft: str, prose: str) -> list[tuple[str, int, int]]:
    """(kind, start, end) of headings, list items, table cells and paragraphs."""
    blocks: list[tuple[str, int, int]] = []
    open_kind, open_start = "", 0
    position = 0
    lines = prose.splitlines(keepends=True)
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        end = position + len(line)
        mark = _BLOCK.match(prose, position)
        marker = mark.group("mark") if mark else None
        body = mark.end() if mark else position
        blank = not prose[position:end].strip()
        is_table = not blank and draft[position:end].lstrip().startswith("|")
        if (blank or marker or is_table) and open_kind:
            blocks.append((open_kind, open_start, position))
            open_kind = ""
        if is_table:
            cells = re.finditer(r"[^|]+", prose[position:end])
            blocks.extend(("cell", position + c.start(), position + c.end()) for c in cells if c.group().strip())
        elif marker and marker.startswith("#"):
            blocks.append(("heading", body, end))
        elif marker:
            open_kind, open_start = "item", body
        elif not blank and not open_kind:
            open_kind, open_start = "paragraph", body
        position = end
        if open_kind and open_start >= end - len(line) and (_BOLD.fullmatch(draft, end - len(line), end) or _is_caption(prose[open_start:end], following)):
            blocks.append(("heading", open_start, end))
            open_kind = ""
    if open_kind:
        blocks.append((open_kind, open_start, len(prose)))
    if blocks and blocks[0][0] == "paragraph" and _is_title(prose[blocks[0][1] : blocks[0][2]], len(blocks)):
        blocks[0] = ("heading", *blocks[0][1:])
    return blocks


def _is_title(first: str, blocks: int) -> bool:
    """True for a first paragraph of one short line without a full stop, where more text follows."""
    line = first.strip()
    return blocks > 1 and "\n" not in line and len(line.split()) <= _TITLE_WORDS and not line.endswith((".", "!", "?", ":", ",", ";", "…"))


def _is_caption(line: str, following: str) -> bool:
    """True for a short first line of a block, with a capital and no punctuation at its end, before a line that begins anew."""
    line, following = line.strip(), following.strip()
    return line[:1].isupper() and following[:1].isupper() and len(line.split()) <= _CAPTION_WORDS and line[-1].isalnum()


def _sentences(prose: str, kind: str, start: int, end: int) -> list[Sentence]:
    found = []
    position = start
    for match in [*_END.finditer(prose, start, end), None]:
        stop = match.end() if match else end
        if match and _NO_END.search(prose, max(position, match.start() - 7), match.start() + 1):
            continue
        if match and re.match(r"\s*[a-z]", prose[stop : stop + 3]) and prose[match.start()] in ".…":
            continue
        if match and prose.endswith("No", position, match.start()) and _NUMBER_NEXT.match(prose, stop):
            continue
        found += [s for a, b in _pieces(prose, position, stop) if (s := _tokens(prose, kind, a, b)).words]
        if found and match and prose[match.start()] == ";":
            found[-1].goes_on = True
        position = stop
    if found:
        found[-1].goes_on = False
    return found


def _pieces(prose: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence whole, unless it is longer than anybody writes: pieces bound what a finder does in one."""
    while end - start > _LONGEST and (cut := _CUT.search(prose, start + _LONGEST, end)):
        yield start, cut.start()
        start = cut.start()
    yield start, end


def _tokens(prose: str, kind: str, start: int, end: int) -> Sentence:
    found = _tokenised(prose[max(0, start - 1) : start], prose[start:end])
    sentence = Sentence(start, end, kind, list(found.words), list(found.raw), breaks=list(found.breaks), numbers=list(found.numbers))
    sentence.starts = [start + a for a in found.starts]
    sentence.ends = [start + b for b in found.ends]
    if sentence.words:
        previous = sentence.ends[-1]
        sentence.start, sentence.end = sentence.starts[0], previous + len(prose[previous:end].rstrip()) if end - previous < 8 else previous
    return sentence


class _Tokens(NamedTuple):
    """As in a Sentence, from the start of its piece."""

    words: tuple[str, ...]
    raw: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[bool, ...]
    numbers: tuple[int, ...]


@lru_cache(maxsize=4096)
def _tokenised(before: str, piece: str) -> _Tokens:
    """`before` is the letter in front, which a look-behind sees. While somebody types, all pieces but one are as they were."""
    words, raws, starts, ends, breaks, numbers = list[str](), list[str](), list[int](), list[int](), list[bool](), list[int]()
    first = previous = len(before)
    text = f"{before}{piece}"
    for match in _TOKEN.finditer(text, first):
        raw = match.group()
        a, b = match.span()
        if match.lastgroup == "number":
            numbers.append(len(words))
        gap = text[previous:a]
        words.append(raw.lower().replace("’", "'"))
        raws.append(raw if sum(map(str.isupper, raw)) > 1 else words[-1])
        starts.append(a - first)
        ends.append(b - first)
        breaks.append((len(gap) > 1 and _SOFT.search(gap) is not None) or gap in ("/", "—", "|", "=", ","))
        previous = b
    return _Tokens(tuple(words), tuple(raws), tuple(starts), tuple(ends), tuple(breaks), tuple(numbers))
