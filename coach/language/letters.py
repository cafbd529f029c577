"""Letters that look like others, or like nothing: each as the plain letter that a reader takes it for."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from coach.language.edited import Edit

# Of Unicode's confusables, those of Latin letters in the scripts and styles that compatibility forms don't already undo.
_LOOKALIKES = str.maketrans(
    "аАвВеЕкКмМНоОрРсСтТуУхХіІїЇјЈѕЅһԁԛԜԝӏѵԌαΑΒΕΖΗιΙκΚΜΝνοΟρΡΤτυΥΧχγωօոսցհլԼԱՏՕɑɡɩıⅼᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøØłŁđĐßƒ",
    "aAbBeEkKmMHoOpPcCtTyYxXiIiIjJsShdqWwlvGaABEZHiIkKMNvoOpPTtuYXxywonughlLUSOagiilabcdefghijklmnoprstuvwyzoOlLdDsf",
)
_LETTERS_OF_EMOJI = ((0x1F130, 26), (0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))
_TAGS = range(0xE0020, 0xE007F)
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]*+[^\W\d_\x00-\x7f][^\W\d_]*+")


def unhidden(text: str) -> Iterable[Edit]:
    """What has no width is left out; letters in another style, with accents or as emoji become plain ones."""
    if text.isascii():
        return
    for match in _NOT_ASCII.finditer(text):
        at, sign = match.start(), match.group()
        plain = _plain(sign)
        if unicodedata.combining(sign):
            plain = "" if at and text[at - 1].isascii() else sign
        if plain != sign:
            yield at, at + 1, plain


def latin(text: str) -> Iterable[Edit]:
    """Words that are Latin to the eye, with letters of other scripts in them, become Latin; words of other scripts stay."""
    if text.isascii():
        return
    for match in _WORD.finditer(text):
        plain = match.group().translate(_LOOKALIKES)
        if plain.isascii():
            yield *match.span(), plain


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    code = ord(sign)
    if code in _TAGS:
        return chr(code - 0xE0000)
    if unicodedata.category(sign) == "Cf" or sign in _BLANK_LETTERS or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    for first, count in _LETTERS_OF_EMOJI:
        if first <= code < first + count:
            return chr(ord("A") + code - first)
    composed = unicodedata.normalize("NFKC", sign)
    letter, *marks = list(unicodedata.normalize("NFKD", sign))
    return letter if letter.isascii() and letter.isalpha() and all(map(unicodedata.combining, marks)) else composed if composed.isascii() else sign
