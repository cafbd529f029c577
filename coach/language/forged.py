"""What stands in no document but round one: answers of an evaluator, role tags of a chat, lines that close a prompt."""

import re
from collections.abc import Iterable, Iterator

Span = tuple[int, int]

_ROLE = r"(?:system|assistant|user|human|developer|admin|instructions?|prompt|evaluator|grader|evaluation|draft|learner|student|submission|untrusted|document)"
_TAG = re.compile(
    rf"<\|?/?{_ROLE}(?:[_-]\w+)?\s*/?\|?>|<\|[a-z_]{{3,20}}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>(?:\s*(?:user|model))?"
    rf"|^[ \t]*\#{{2,6}}[ \t]*(?:system|assistant|human|user|instruction|response)(?: prompt| message)?[ \t]*:"
    rf"|^[ \t]*\{{?[ \t]*\"role\"[ \t]*:[ \t]*\"(?:system|assistant|developer)\"",
    re.I | re.M,
)
_CLOSING = re.compile(
    r"^(?:[^\w\n]{2,40}|\[)(?:(?:end|begin|start|close)(?:ing)?[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?)"
    r"(?:draft|text|submission|prompt|input|user|student|learner|system|instructions?|data|untrusted)\b[^\n]{0,40}$"
    r"|^[^\w\n]{2,12}(?:end|begin|start)[ _-](?:of[ _-])?(?:the[ _-])?(?:draft|text|submission|prompt|input|user|system|message)\w{0,12}[^\w\n]{2,12}"
    r"|^[ \t]*draft-[0-9a-f]{6,}[ \t\r]*$",
    re.I | re.M,
)
_REPEATED = re.compile(r"(?:\b(?:final )?(?:score|grade|level|mark|rating|result)\W{1,4}5\b\W{1,4}){2,}", re.I)
_VERDICT = re.compile(
    r"^[^\w\n]*(?:final |overall )?(?:grade|mark|verdict)\s*[:=]\s*(?:A\+?|[15]|5\s?/\s?5|100\s?%?|excellent|pass(?:ed)?)[^\w\n]*$", re.I | re.M
)
_FOLLOWED = re.compile(r"\w")


class ForgeryFinder:
    """Knows the criteria, for an answer names them; `find` reads a whole text."""

    def __init__(self, criteria: Iterable[str]):
        names = "|".join(sorted(map(re.escape, criteria)))
        verdict = r"(?:\"?(?:level[ _]?)?(?:5(?:\s?/\s?5)?|five)(?:\.0)?\"?[ \t]*(?=[,}\n]|$)|\{[^{}]{0,400}\"level\")"
        self._answer = rf"[\"'](?:{names})[\"']\s*:\s*{verdict}|[\"'](?:findings|missing_points)[\"']\s*:\s*\[\s*\]"

    def find(self, text: str) -> Iterator[Span]:
        for pattern in (_TAG, _CLOSING):
            for match in pattern.finditer(text):
                if pattern is _TAG or _FOLLOWED.search(text, match.end()):
                    yield match.span()
        for said in (_REPEATED, _VERDICT, re.compile(self._answer, re.I)):
            for match in said.finditer(text):
                yield match.span()
