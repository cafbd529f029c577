"""Texts written as base64, hexadecimal or binary digits."""

import base64
import re
import unicodedata
from collections.abc import Callable, Iterator

from coach.language.edited import Edit

BREAK = "\n\n"
"""Sets what was hidden apart as a paragraph of its own."""

_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]++(?:\r?\n[A-Za-z0-9+/_-]++)*+={0,2}")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0x|\\x)?[0-9a-fA-F]{2}(?:(?:,? |[,:;]|\r?\n)?(?:0x|\\x)?[0-9a-fA-F]{2}){7,}+(?![0-9A-Za-z])")
_BITS = re.compile(r"(?<!\d)[01]{8}(?:\s?[01]{8}){5,}+(?!\d)")
_SHORTEST_CODE = 16


def decoded(text: str) -> Iterator[Edit]:
    """Base64, hexadecimal and binary codes of a text, as that text; codes of anything else stay."""
    taken = 0
    found = sorted(
        (*match.span(), decode(match.group())) for pattern, decode in _DECODERS for match in pattern.finditer(text) if len(match.group()) >= _SHORTEST_CODE
    )
    for start, end, said in found:
        if said and start >= taken:
            yield start, end, f"{BREAK}{said}{BREAK}"
            taken = end


def _from_base64(code: str) -> str:
    code = "".join(code.split()).rstrip("=").replace("-", "+").replace("_", "/")
    code = code[: len(code) - 1] if len(code) % 4 == 1 else code
    return _as_text(base64.b64decode(code + "=" * (-len(code) % 4)))


def _from_hex(code: str) -> str:
    return _as_text(bytes.fromhex("".join(re.findall(r"[0-9a-fA-F]{2}(?![xX])", code.replace("0x", " ").replace("\\x", " ")))))


def _from_bits(code: str) -> str:
    return _as_text(bytes(int(bits, 2) for bits in re.findall("[01]{8}", code)))


def _as_text(data: bytes) -> str:
    """Empty where the bytes are no text."""
    try:
        said = data.decode()
    except UnicodeDecodeError:
        return ""
    return said if all(c in "\r\n\t" or unicodedata.category(c) not in ("Cc", "Cn", "Co") for c in said) else ""


_DECODERS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = ((_BITS, _from_bits), (_HEX, _from_hex), (_BASE64, _from_base64))
