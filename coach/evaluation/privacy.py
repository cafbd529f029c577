"""What identifies a person or opens a door, and has no place in a request: found by form, never by guess.

Figures of a report (0.93, 120,000, 1e-6, dates, norm numbers) have none of these forms.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Private:
    """`start` to `end` of a text, what kind of thing stands there, and what makes two of them the same."""

    start: int
    end: int
    kind: str
    value: str


def _luhn(said: str) -> bool:
    digits = [int(c) for c in said if c.isdigit()]
    doubled = (d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits)))
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _iban(said: str) -> bool:
    """Check digits by ISO 13616."""
    code = re.sub(r"\W", "", said).upper()
    return 15 <= len(code) <= 34 and int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1


def _phone(said: str) -> bool:
    return 7 <= sum(map(str.isdigit, said)) <= 15


def _address(said: str) -> bool:
    try:
        ip_address(said)
    except ValueError:
        return False
    return said.count(":") != 2 or "::" not in said or any(c.isdigit() for c in said)


def _always(_: str) -> bool:
    return True


_KEYS = (
    r"(?:sk|pk|rk)[-_](?:[A-Za-z]+[-_])*[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}"
    r"|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|ya29\.[\w-]{20,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
)
_NAMED_KEY = (
    r"(?:\b(?:api|access|secret|auth|client|private)[ _-]?(?:key|token|secret)|\bpassword|\bpasswd|\bpassphrase|\btoken)[\"']?\s*(?:is\b|[:=])\s*[\"'“]?"
    r"(?P<value>(?=[^\s\"'”]{0,200}\d)[^\s\"'”,;]{8,200})"
)
_NAMED_ACCOUNT = (
    r"\b(?:account|acct|a/c|konto|customer|client|policy|passport|tax|social security|insurance)[ -]?(?:number|no\b\.?|nr\b\.?|id\b|#|nummer)"
    r"\s*(?:is\b|[:=#])?\s*(?P<value>[A-Z]{0,4}[ -]?\d(?:[ -]?\d){4,17})(?!\w|[.,]\d)"
)
_NAMED_PHONE = (
    r"\b(?:phone|tel|telephone|mobile|cell|fax|call me(?: (?:at|on))?|telefon|tél)\b\.?\s*(?:number|no\.?)?\s*(?:is\b|[:=])?\s*"
    r"(?P<value>\(?\d(?:[ ./()-]{0,2}\d){5,14})(?!\w|[.,]\d)"
)
_PEM = r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?s:.*?-----END (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|.*\Z)"
_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("private key", re.compile(_PEM), _always),
    ("key", re.compile(rf"(?<![\w-])(?:{_KEYS})(?![\w-])"), _always),
    ("key", re.compile(_NAMED_KEY, re.I), _always),
    ("key", re.compile(r"\bbearer\s+(?P<value>[\w.~+/-]{16,}=*)", re.I), _always),
    ("e-mail", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])"), _always),
    ("IBAN", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}(?!\w)"), _iban),
    ("card number", re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){12,18}(?!\w|[.,]\d)"), _luhn),
    ("account number", re.compile(_NAMED_ACCOUNT, re.I), _always),
    ("IP address", re.compile(r"(?<![\w.:])(?<![Vv]ersion )(?<![Ss]ection )(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)"), _address),
    ("IP address", re.compile(r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"), _address),
    ("phone number", re.compile(r"(?<![\w.,+])(?:\+|00(?=[1-9]))\d{1,3}(?:[ ./-]{0,2}\(?\d{1,5}\)?){2,6}(?!\w|[.,]\d)"), _phone),
    ("phone number", re.compile(r"(?<![\w.,+-])(?:\(\d{3,5}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-]|[.,]\d)"), _phone),
    ("phone number", re.compile(r"(?<![\w.,+-])\(?0[1-9]\d{1,4}\)?[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}(?!\w|[.,-]\d)"), _phone),
    ("phone number", re.compile(_NAMED_PHONE, re.I), _phone),
)
"""Kind, form and what else must hold; a group `value` is what matters of the form."""


def private(text: str) -> list[Private]:
    """In reading order, without overlaps; of two that overlap, the one whose form is listed first."""
    taken = bytearray(len(text))
    found = []
    for kind, pattern, is_one in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span("value" if "value" in pattern.groupindex else 0)
            said = text[start:end]
            if is_one(said) and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Private(start, end, kind, re.sub(r"[\s()./-]", "", said).casefold() if kind != "key" else said))
    return sorted(found, key=lambda p: p.start)
