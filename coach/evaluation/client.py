"""Talks to a server that speaks the OpenAI chat-completions API; the only home of openai."""

import json
import logging
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from threading import Thread, local
from time import monotonic
from typing import Any

from coach.content.prices import Prices
from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.tokens import count
from coach.models import Unscored, UnscoredReason
from coach.settings import OPENAI, ModelSettings, model_settings

_RETRIES = 2


class Client:
    """One server and model, kept for the life of the process; `ask` may be called from many threads."""

    def __init__(self, settings: ModelSettings):
        # openai's debug log would print the draft.
        for name in ("openai", "httpx", "httpx2", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        from openai import DefaultHttpxClient, OpenAI  # 0.5 s: only a model needs it

        self._settings = settings
        self._until = local()
        http = DefaultHttpxClient(event_hooks={"request": [self._in_time]})
        self._client = OpenAI(base_url=settings.base_url, api_key=settings.api_key, timeout=settings.deadline, max_retries=_RETRIES, http_client=http)

    def ask(self, request: dict[str, Any]) -> Any:
        """The decoded response body; raises NoAnswer with a typed reason."""
        if self._settings.context and (needed := count(request).tokens + request["max_completion_tokens"]) > self._settings.context:
            raise NoAnswer(_why("too-long", f"About {needed:,} tokens are needed, {self._settings.context:,} are there. Shorten the draft."), 0)
        done: Future[Any] = Future()

        def send() -> None:
            self._until.time = monotonic() + self._settings.deadline
            try:
                raw = self._client.chat.completions.with_raw_response.create(**request)
                done.set_result(json.loads(raw.content))
            except Exception as error:  # whatever the client raises becomes a typed reason below
                done.set_exception(error)

        # openai's own timeout is per read, so a slow drip would never end: the deadline stands round it all.
        Thread(target=send, daemon=True).start()
        try:
            return done.result(self._settings.deadline)
        except Exception as error:
            raise NoAnswer(self._unscored(error)) from None

    def _in_time(self, request: Any) -> None:
        """Keeps openai from trying again after the deadline: nobody waits for the answer, and it would be paid for."""
        import openai

        if monotonic() >= self._until.time:
            raise openai.APITimeoutError(request)

    def _unscored(self, error: Exception) -> Unscored:
        import openai

        where = self._settings.base_url or "the OpenAI API"
        deadline = f"{self._settings.deadline:g}"
        if isinstance(error, FutureTimeout | openai.APITimeoutError):
            return _why("timeout", f"{where} gave no answer within {deadline} s. Try again, or raise COACH_LLM_DEADLINE_S.")
        if isinstance(error, openai.RateLimitError):
            return _why("rate-limited", f"{where} takes no more requests just now. Wait a minute and try again.")
        if isinstance(error, openai.APIConnectionError):
            return _why("unreachable", f"{where} can't be reached. Is the server running, and COACH_LLM_BASE_URL right?")
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return _why("unauthorised", f"{where} refused the key. Check COACH_LLM_API_KEY.")
        if isinstance(error, openai.NotFoundError):
            return _why("unknown-model", f"{where} doesn't offer “{self._settings.model}”. Check COACH_LLM_MODEL and COACH_LLM_BASE_URL.")
        if isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
            if "context" in str(error).lower():
                return _why("too-long", "The draft and the prompt don't fit the model's context. Shorten the draft, or use a larger model.")
            return _why("rejected", f"{where} doesn't accept the request (status {error.status_code}). It may not support JSON schemas.")
        if isinstance(error, openai.APIStatusError):
            return _why("server-error", f"{where} failed with status {error.status_code}. Try again in a moment.")
        return _why("malformed", f"{where} sent something that isn't a chat completion. Check that COACH_LLM_BASE_URL ends in /v1.")


def configured_model(prices: Prices) -> ModelEvaluator | None:
    """The evaluator of the model in the environment, None where none is named; raises CoachError where the settings can't work."""
    settings = model_settings()
    if settings is None:
        return None
    return ModelEvaluator(settings.model, Client(settings).ask, prices.find(settings.base_url or OPENAI, settings.model))


def _why(reason: UnscoredReason, detail: str) -> Unscored:
    return Unscored(reason=reason, detail=detail)
