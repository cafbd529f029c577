"""What went wrong with a call, typed: whether it may pass, how long the server asks to wait, and the sentence for a person."""

import math
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from coach.models import Unscored, UnscoredReason
from coach.settings import ModelSettings

_PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 529}
_TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window|exceeded)|exceed.{0,40}context|too long|too many.{0,10} tokens|maximum.{0,20}tokens|tokens.*must be <=", re.I
)
_NO_MODEL = re.compile(r"model_not_found|model\b.{0,80}\b(not found|does not exist|doesn't exist)", re.I)
_NO_CREDIT = "insufficient_quota"
_TOLD = ("error", "message", "code", "type", "param", "detail", "loc", "msg")
_MOST_TOLD = 2000


class Broken(Exception):
    """A response with status 200 that is no chat completion: cut before its end, an error in its place, or something else."""

    def __init__(self, kind: Literal["cut", "error", "other"]):
        self.kind = kind
        super().__init__(kind)


def may_pass(error: BaseException) -> bool:
    """Whether the same request may be answered a moment later."""
    import openai  # slow to load: only a model needs it

    if isinstance(error, Broken):
        return error.kind != "other"
    if isinstance(error, openai.APIStatusError):
        told = error.response.headers.get("x-should-retry")
        return told == "true" or (told != "false" and error.status_code in _PASSING and not _without_credit(error))
    return isinstance(error, openai.APIConnectionError) and not _caused_by(error, ssl.SSLError, socket.gaierror)


def asked_to_wait(error: BaseException | None) -> float | None:
    """The seconds that the server asks to wait, by Retry-After as a number or a date, or by retry-after-ms."""
    import openai

    headers = error.response.headers if isinstance(error, openai.APIStatusError) else {}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if re.fullmatch(r"\d{1,12}(\.\d+)?", told := headers.get(name, "").strip()):
            return float(told) * unit
    try:
        until = parsedate_to_datetime(headers.get("retry-after", ""))
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a time zone
        return None


def told(error: BaseException) -> str:
    """What the server says of an error, without what it repeats of the request."""
    return " ".join(_told(getattr(error, "body", None)))[:_MOST_TOLD]


def _told(body: Any) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, list):
        for part in body[:20]:
            yield from _told(part)
    elif isinstance(body, dict):
        for key in _TOLD:
            yield from _told(body.get(key))


def unscored(error: BaseException, settings: ModelSettings) -> Unscored:
    """The reason, and a sentence with what to do; nothing in it is the server's own text."""
    import httpx2
    import openai

    where = settings.base_url or "the OpenAI API"
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, where, settings)
    if isinstance(error, Broken) and error.kind == "cut":
        return _why("truncated", f"The connection to {where} broke before the answer was whole. Try again.")
    if isinstance(error, Broken) and error.kind == "error":
        return _why("server-error", f"{where} sent an error in place of an answer. Try again in a moment, and check that COACH_LLM_BASE_URL ends in /v1.")
    if isinstance(error, openai.APITimeoutError) and _caused_by(error, httpx2.ConnectTimeout):
        return _why("unreachable", f"{where} can't be reached: nothing answers there. Check COACH_LLM_BASE_URL, the network and the firewall.")
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return _why("timeout", f"{where} gave no answer within {settings.deadline:g} s. Try again, or raise COACH_LLM_DEADLINE_S.")
    if _caused_by(error, ssl.SSLError):
        return _why("unreachable", f"{where} can't be reached safely: its certificate isn't trusted here, or it doesn't speak https. Check COACH_LLM_BASE_URL.")
    if _caused_by(error, socket.gaierror):
        return _why("unreachable", f"{where} can't be found: its name isn't known here. Check COACH_LLM_BASE_URL and the network.")
    if isinstance(error, openai.APIConnectionError):
        return _why("unreachable", f"{where} can't be reached. Is the server running, and COACH_LLM_BASE_URL right?")
    return _why("malformed", f"{where} sent something that isn't a chat completion. Check that COACH_LLM_BASE_URL ends in /v1.")


def _of_status(error: Any, where: str, settings: ModelSettings) -> Unscored:
    status, says = error.status_code, told(error)
    if status == 402 or _without_credit(error):
        return _why("out-of-credit", f"{where} says that the account has no credit left. Top it up, or connect another model.")
    if status == 429:
        return _why("rate-limited", f"{where} takes no more requests just now. Wait {_how_long(asked_to_wait(error) or 0)} and try again.")
    if status in (401, 403):
        return _why("unauthorised", f"{where} refused the key. Check COACH_LLM_API_KEY.")
    if status == 404 or (status < 500 and _NO_MODEL.search(says)):
        return _why("unknown-model", f"{where} doesn't offer “{settings.model}”. Check COACH_LLM_MODEL and COACH_LLM_BASE_URL.")
    if status == 413 or (status < 500 and _TOO_LONG.search(says)):
        return _why("too-long", "The draft and the prompt don't fit the model's context. Shorten the draft, or use a larger model.")
    if status < 400:
        return _why("rejected", f"{where} has moved (status {status}). Set COACH_LLM_BASE_URL to its new address.")
    if status < 500 and "content_filter" in says:
        return _why("refusal", "The model's server declined to judge this draft. The offline findings are shown; change the draft and try again.")
    if status < 500 and status not in _PASSING:
        return _why("rejected", f"{where} doesn't accept the request (status {status}), with JSON schemas or without. Try another model or server.")
    return _why("server-error", f"{where} failed with status {status}. Try again in a moment.")


def _without_credit(error: Any) -> bool:
    return error.status_code == 429 and _NO_CREDIT in told(error)


def _caused_by(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether an exception of one of these classes lies under `error`."""
    while error and not isinstance(error, kinds):
        error = error.__cause__ or error.__context__
    return error is not None


def _how_long(seconds: float) -> str:
    """“a minute”, “10 minutes”, “2 hours”, rounded up."""
    for unit, name in ((3600, "hours"), (60, "minutes")):
        if seconds > 1.5 * unit:
            return f"{math.ceil(seconds / unit)} {name}"
    return "a minute"


def _why(reason: UnscoredReason, detail: str) -> Unscored:
    return Unscored(reason=reason, detail=detail)
