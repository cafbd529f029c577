"""Settings from the environment; every one is optional."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from coach.errors import CoachError

_PACKAGE = Path(__file__).parent
MOST_AT_ONCE = 50
"""Calls of one batch."""
OPENAI = "https://api.openai.com/v1"
"""Where a model is asked for without COACH_LLM_BASE_URL."""


@dataclass(frozen=True)
class ModelSettings:
    """A server that speaks the OpenAI chat-completions API.

    `deadline` is in seconds, over all tries; `context` is how many tokens the model takes, where that is known.
    """

    base_url: str | None
    model: str
    api_key: str
    deadline: float
    context: int | None = None


@dataclass(frozen=True)
class Budget:
    """What the model may cost in a UTC day; None: no limit."""

    tokens: int | None = None
    usd: float | None = None


@dataclass(frozen=True)
class Budgets:
    """Of each learner, and of everybody on the same database together."""

    learner: Budget = Budget()
    team: Budget = Budget()


def content_dir() -> Path:
    """COACH_CONTENT_DIR, else the content inside the installed package, else the checkout's."""
    if chosen := os.environ.get("COACH_CONTENT_DIR"):
        return Path(chosen)
    shipped = _PACKAGE / "_content"
    return shipped if shipped.is_dir() else _PACKAGE.parent


def cache_dir() -> Path:
    """COACH_CACHE_DIR, else where this system keeps what can be made anew."""
    from platformdirs import user_cache_path

    return Path(chosen) if (chosen := _said("COACH_CACHE_DIR")) else user_cache_path("coach", appauthor=False)


def app_file() -> Path:
    """The script that Streamlit starts."""
    shipped = _PACKAGE / "_content" / "app.py"
    return shipped if shipped.is_file() else _PACKAGE.parent / "app.py"


def language() -> str | None:
    """COACH_LANGUAGE: the language of the interface for everybody; None where each browser's holds."""
    return _said("COACH_LANGUAGE")


def model_settings() -> ModelSettings | None:
    """The configured model, or None where none is; raises CoachError where the settings can't work."""
    base_url, model = _said("COACH_LLM_BASE_URL"), _said("COACH_LLM_MODEL")
    key = _said("COACH_LLM_API_KEY") or _said("OPENAI_API_KEY")
    if not model:
        if base_url:
            raise CoachError("COACH_LLM_BASE_URL is set but COACH_LLM_MODEL isn't: name the model that the server offers, or unset both.")
        return None
    if base_url and not _is_web_address(base_url):
        raise CoachError(f"COACH_LLM_BASE_URL is “{base_url}”: write an address that begins with http:// or https://, such as http://127.0.0.1:8080/v1.")
    if key and not (key.isascii() and key.isprintable()):
        raise CoachError("COACH_LLM_API_KEY (or OPENAI_API_KEY) has a character in it that no key has, such as a line break or an accent: copy the key again.")
    if not base_url and not key:
        raise CoachError("COACH_LLM_MODEL is set without COACH_LLM_API_KEY or COACH_LLM_BASE_URL: add a key, or the address of your own server.")
    raw = _said("COACH_LLM_DEADLINE_S") or "60"
    try:
        deadline = float(raw)
    except ValueError:
        deadline = 0.0
    if not 0 < deadline <= 3600:
        raise CoachError(f"COACH_LLM_DEADLINE_S is “{raw}”: write a number of seconds above 0 and up to 3600.")
    context = os.environ.get("COACH_LLM_CONTEXT") or None
    if context and (not context.isdigit() or int(context) < 1):
        raise CoachError(f"COACH_LLM_CONTEXT is “{context}”: write the number of tokens that the model takes, such as 8192.")
    # A local server needs no key, but the client insists on one.
    return ModelSettings(base_url, model, key or "none", deadline, int(context) if context else None)


def concurrency() -> int:
    """How many calls of a batch are under way at the same time, at most; raises CoachError where that isn't a number from 1 to 50."""
    raw = _said("COACH_LLM_CONCURRENCY") or str(MOST_AT_ONCE)
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= MOST_AT_ONCE):
        raise CoachError(f"COACH_LLM_CONCURRENCY is “{raw}”: write a whole number from 1 to {MOST_AT_ONCE}.")
    return int(raw)


def budgets() -> Budgets | None:
    """The daily budgets, or None where none is set; raises CoachError where one isn't a number."""
    found = Budgets(*(Budget(_tokens(f"COACH_BUDGET_{whose}_TOKENS"), _usd(f"COACH_BUDGET_{whose}_USD")) for whose in ("LEARNER", "TEAM")))
    return found if found != Budgets() else None


def _tokens(name: str) -> int | None:
    raw = _said(name)
    if raw and not (raw.isascii() and raw.isdigit()):
        raise CoachError(f"{name} is “{raw}”: write a whole number of tokens a day, such as 200000, or unset it for no limit.")
    return int(raw) if raw else None


def _usd(name: str) -> float | None:
    raw = _said(name)
    try:
        usd = float(raw) if raw else None
    except ValueError:
        usd = -1.0
    if usd is not None and not 0 <= usd < float("inf"):
        raise CoachError(f"{name} is “{raw}”: write a number of US dollars a day, such as 0.50, or unset it for no limit.")
    return usd


def _said(name: str) -> str | None:
    """A variable without the white space that copying leaves round it; None where nothing is left."""
    return os.environ.get(name, "").strip() or None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in text
    except ValueError:  # brackets that don't close, or a port that is no number
        return False
