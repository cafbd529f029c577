"""Undoes what hides words from a reader of the draft and not from a program: the plain reading, with the way back to the draft.

Only instructions are looked for in it: the reading joins and opens more than a fair reading of a document would.
"""

import html
import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from urllib.parse import unquote

from coach.language.codes import BREAK, decoded
from coach.language.edited import Edit, Edited
from coach.language.letters import latin, unhidden
from coach.language.memory import Remembering
from coach.language.text import paragraphs

Knows = Callable[[str], bool]
"""True for a word (in lower case) that texts of this kind use."""

_ROUNDS = 3
_MARKUP = re.compile(
    r"(?P<aside><!--+|--+>|^\[[^\]\n]*+\]:[ \t]*(?:\#|<>|\S*)[ \t]*)"
    r"|(?P<tag></?[A-Za-z][^<>\n]*>)"
    r"|(?P<fence>^ {0,3}(?:`{3,}|~{3,})[^\n]*$)"
    r"|(?P<image>!\[)"
    r"|(?P<target>\]\([^()\s]*(?:\s+\"(?P<title>[^\"\n]*)\")?\))"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)"
    r"|(?P<escapes>(?:\\u[0-9a-fA-F]{4})+|(?:\\x[0-9a-fA-F]{2})+|(?:%[0-9a-fA-F]{2})+)"
    r"|(?P<sign>`+|(?<=[^\W\d_])\*{1,3}(?=[^\W\d_])|(?<=[^\W\d_])~~(?=[^\W\d_])|\[|\|)",
    re.M,
)
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[^\w\n]{1,4}[^\W_](?![^\W_])|[_\n][^\W_](?![^\W_])){2,200}+")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-(?:[ \t]*\r?\n[ \t]*)?([^\W\d_]++)(?:-(?:[ \t]*\r?\n[ \t]*)?([^\W\d_]++))?")
_SHORT_LINES = re.compile(r"(?:^[^\w\n]*+(?:\d{1,2}[.)][ \t]+)?[^\s]+(?:[ \t]+[^\s]+){0,3}[ \t\r]*(?:\n[ \t\r]*)*(?:\n|\Z)){3,}+", re.M)
_BETWEEN_LINES = re.compile(r"\s*\n\s*(?:[-*+•>]+[ \t]+|\(?\d{1,2}[.)][ \t]+)?")
_LEET = re.compile(r"(?<![\w@$!])(?=[\w@$!]*[0-9@$!])(?=[\w@$!]*[A-Za-z])[\w@$!]{3,20}(?![\w@$])")
_LEET_LETTERS = [str.maketrans("013457@$!", f"o{one}easta{'s'}i") for one in "il"]
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS, _LONGEST_WORD, _SHORT_RUN = 3, 14, 6


class Undoing:
    """The steps that undo a disguise, in their order; built once, for each remembers the blocks that it has read."""

    def __init__(self, knows: Knows):
        by_word = (partial(step, knows=knows) for step in (_joined, _leet, _respelt))
        self._steps: tuple[Callable[[str], Iterable[Edit]], ...] = (*map(_ByBlock, (unhidden, latin, _opened, decoded)), _gathered, *map(_ByBlock, by_word))

    def plain(self, draft: str) -> "Disguised":
        """`draft` without its disguises."""
        text, made = draft, list[Edited]()
        for _ in range(_ROUNDS):
            before = text
            for step in self._steps:
                if edits := list(step(text)):
                    made.append(Edited(text, edits))
                    text = made[-1].text
            if text == before:
                break
        return Disguised(text, made)


class Disguised:
    """`text` is a draft's plain reading; `place` leads from a span of it back to the draft."""

    def __init__(self, text: str, edited: Sequence[Edited]):
        self.text = text
        self._edited = edited

    def place(self, start: int, end: int) -> tuple[int, int]:
        for edited in reversed(self._edited):
            start, end = edited.place(start, end)
        return start, end


class _ByBlock:
    """A step that looks at nothing beyond a blank line."""

    def __init__(self, step: Callable[[str], Iterable[Edit]]):
        self._step = step
        self._edits = Remembering(self._in)

    def __call__(self, text: str) -> Iterator[Edit]:
        start = 0
        for block in paragraphs(text):
            for first, last, plain in self._edits(block):
                yield start + first, start + last, plain
            start += len(block)

    def _in(self, block: str) -> list[Edit]:
        return list(self._step(block))


def _opened(text: str) -> Iterator[Edit]:
    """Comments, code, links, tags and entities as the words in them."""
    for match in _MARKUP.finditer(text):
        said = match.group()
        kind = match.lastgroup if match.lastgroup != "title" else "target"
        if kind == "aside":
            plain = BREAK
        elif kind == "tag":
            values = [a or b for a, b in _VALUE.findall(said)]
            plain = BREAK.join(["", *values, ""]) if values else ""
        elif kind == "target":
            plain = f"{BREAK}{match['title']}{BREAK}" if match["title"] else " "
        elif kind == "entity":
            plain = html.unescape(said)
        elif kind == "escapes":
            plain = (
                unquote(said) if said.startswith("%") else said.encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            )
        else:
            plain = {"image": BREAK, "fence": "", "sign": " " if said == "|" else ""}[str(kind)]
        if plain != said:
            yield *match.span(), plain


def _gathered(text: str) -> Iterator[Edit]:
    """Runs of very short lines as one line."""
    for run in _SHORT_LINES.finditer(text):
        inner = run.group().rstrip()
        for gap in _BETWEEN_LINES.finditer(inner):
            yield run.start() + gap.start(), run.start() + gap.end(), " "


def _joined(text: str, knows: Knows) -> Iterator[Edit]:
    """Words whose letters stand apart, or that a hyphen cuts, as words."""
    end = 0
    for match in _SPACED.finditer(text):
        if plain := _together(match.group(), knows):
            yield *match.span(), plain
            end = match.end()
    for match in _HYPHEN.finditer(text):
        parts = [part.lower() for part in match.groups() if part]
        if match.start() >= end and knows("".join(parts)) and not all(map(knows, parts)):
            yield *match.span(), "".join(filter(None, match.groups()))


def _together(spaced: str, knows: Knows) -> str:
    """“I g n o r e  a l l”, “i-g-n-o-r-e a-l-l” and “i g n o r e a l l” as “ignore all”; empty where no words come of it."""
    letters = "".join(re.findall(r"[^\W_]", spaced))
    gaps = re.findall(r"(?:[^\w]|_)+", spaced)
    usual = max(set(gaps), key=gaps.count)
    words = re.sub(r"(?:[^\w]|_)+", lambda gap: "" if gap.group() == usual else " ", spaced).split()
    if len(set(gaps)) == 1 or len(words) > len(spaced) / 4:
        words = _cut(letters, knows)
    return " ".join(words) if len(letters) > _SHORT_RUN or knows(letters.lower()) else ""


def _cut(letters: str, knows: Knows) -> list[str]:
    """Letters without spaces as words: as few as can be, with as few letters left over."""
    best: list[tuple[int, int]] = [(0, 0)]
    folded = letters.lower()
    for end in range(1, len(letters) + 1):
        choices = [(best[end - 1][0] + 4, end - 1)]
        choices += [
            (best[start][0] + 2, start)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if (end - start > 1 or folded[start] in "ai") and knows(folded[start:end])
        ]
        best.append(min(choices))
    words, end = list[str](), len(letters)
    while end:
        words.append(letters[best[end][1] : end])
        end = best[end][1]
    return words[::-1]


def _leet(text: str, knows: Knows) -> Iterator[Edit]:
    """Words with figures for letters."""
    for match in _LEET.finditer(text):
        said = match.group()
        plain = next((p for letters in _LEET_LETTERS if knows((p := said.translate(letters)).lower())), None)
        if plain:
            yield *match.span(), plain


_SHIFTS = [
    str.maketrans(string.ascii_letters, "".join(alphabet[n:] + alphabet[:n] for alphabet in (string.ascii_lowercase, string.ascii_uppercase)))
    for n in range(1, 26)
]


def _respelt(text: str, knows: Knows) -> Iterator[Edit]:
    """Lines written backwards or with shifted letters (ROT13 and its like)."""
    for start, line in _lines(text):
        words = _WORD.findall(line.lower())
        known = sum(map(knows, words))
        if len(words) < _FEWEST_WORDS or known > len(words) / 3:
            continue
        readings = [line[::-1], *(line.translate(shift) for shift in _SHIFTS)] if line.isascii() else [line[::-1]]
        most, plain = max((sum(map(knows, _WORD.findall(reading.lower()))), reading) for reading in readings)
        if most > len(words) / 2 and most > 2 * known:
            yield start, start + len(line), plain


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    return zip(accumulate((len(line) + 1 for line in lines), initial=0), lines, strict=False)
