"""Talks to a server that speaks the OpenAI chat-completions API; the only home of openai."""

import json
import logging
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from socket import SHUT_RDWR
from threading import Thread, Timer
from typing import Any, TypeVar

from coach.content.prices import Prices
from coach.evaluation.dialect import Dialect, ignored_schema
from coach.evaluation.faults import Broken, unscored
from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.retrying import Tries
from coach.evaluation.tokens import count
from coach.models import Unscored
from coach.settings import OPENAI, ModelSettings, model_settings

_CONNECT_S = 5.0
_MOST_BYTES = 20_000_000

Got = TypeVar("Got")


class Client:
    """One server and model, kept for the life of the process; `ask` may be called from many threads."""

    def __init__(self, settings: ModelSettings):
        # openai's debug log would print the draft.
        for name in ("openai", "httpx", "httpx2", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        from openai import DefaultHttpxClient, OpenAI  # 0.5 s: only a model needs it

        self._settings = settings
        self._dialect: Dialect | None = None
        # Tries are counted and timed here, so openai makes none; a redirect could take the draft to another host.
        http = DefaultHttpxClient(follow_redirects=False)
        self._client = OpenAI(base_url=settings.base_url, api_key=settings.api_key, max_retries=0, http_client=http)

    def ask(self, request: dict[str, Any]) -> Any:
        """The decoded response body, with the number of requests as `usage.calls`; raises NoAnswer with a typed reason."""
        self._check_length(request)
        tries = Tries(self._settings.deadline)
        return self._within_deadline(tries, partial(self._answer, request, tries))

    def stream(self, request: dict[str, Any]) -> Generator[Any, None, None]:
        """The decoded chunks as they come, or the whole body from a server that can't stream; raises NoAnswer.

        Closing it closes the connection, so that nothing more is made and paid for.
        """
        self._check_length(request)
        tries = Tries(self._settings.deadline)
        answer = self._within_deadline(tries, lambda: self.send(request, tries, partial(self._begin, tries)))
        # A read that waits can't be told to stop, but its connection can be ended under it.
        watch = Timer(tries.left, hang_up, [answer.response])
        watch.daemon = True
        watch.start()
        came = False
        try:
            if answer.response.headers.get("content-type", "").startswith("application/json"):
                yield decoded(answer.response.read())
                return
            for chunk in answer:
                yield chunk.model_dump(warnings=False)
                came = True
        except Exception as error:
            raise NoAnswer(unscored(_broken_off(error, came) if tries.left else TimeoutError(), self._settings), tries.calls) from None
        finally:
            watch.cancel()
            answer.close()
        if not came:
            raise NoAnswer(unscored(Broken("other") if tries.left else TimeoutError(), self._settings), tries.calls)

    def _begin(self, tries: Tries, request: dict[str, Any]) -> Any:
        """One try of a stream: its connection, once the server has begun to answer."""
        begun = self._client.chat.completions.create(**request, stream=True, stream_options={"include_usage": True}, timeout=self._timeout(tries))
        if not tries.left:  # nobody waits for it any more
            begun.close()
        return begun

    @staticmethod
    def _timeout(tries: Tries) -> Any:
        import openai

        return openai.Timeout(tries.left, connect=min(tries.left, _CONNECT_S))

    def _check_length(self, request: dict[str, Any]) -> None:
        if self._settings.context and (needed := count(request).tokens + request["max_completion_tokens"]) > self._settings.context:
            detail = f"About {needed:,} tokens are needed, {self._settings.context:,} are there. Shorten the draft."
            raise NoAnswer(Unscored(reason="too-long", detail=detail), 0)

    def _within_deadline(self, tries: Tries, work: Callable[[], Got]) -> Got:
        """What `work` gives; raises NoAnswer. Looking up a name and reading a header take as long as they like, so it has a thread."""
        done = Future[Got]()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:  # whatever is raised becomes a typed reason below
                done.set_exception(error)

        Thread(target=run, daemon=True).start()
        try:
            return done.result(tries.left)
        except Exception as error:
            raise NoAnswer(unscored(error, self._settings), tries.calls) from None

    def _answer(self, request: dict[str, Any], tries: Tries) -> dict[str, Any]:
        body = self.send(request, tries, partial(self._read, tries))
        usage = body.get("usage")
        dialect = self._dialect or Dialect()
        if dialect.format == "json_schema" and ignored_schema(request, body):
            self._dialect = replace(dialect, format="json_object")
            body = self.send(request, tries, partial(self._read, tries))
            usage = _sum(usage, body.get("usage"))
        return body | {"usage": {**(usage if isinstance(usage, dict) else {}), "calls": tries.calls}}

    def send(self, request: dict[str, Any], tries: Tries, call: Callable[[dict[str, Any]], Got]) -> Got:
        """What `call` gives for the request as this server takes it, tried again where that may help; raises the last error."""
        dialect, first = self._dialect or Dialect(), self._dialect is None
        while True:
            try:
                got = tries.persist(partial(call, dialect.write(request)))
            except Exception as error:
                other = dialect.after(error, first) if unscored(error, self._settings).reason == "rejected" else None
                if other is None:
                    raise
                dialect = other
            else:
                self._dialect = dialect
                return got

    def _read(self, tries: Tries, request: dict[str, Any]) -> dict[str, Any]:
        """One try; openai's timeout is per read, so the deadline is looked at after each."""
        import httpx2

        body = bytearray()
        try:
            with self._client.chat.completions.with_streaming_response.create(**request, timeout=self._timeout(tries)) as response:
                for part in response.iter_bytes():
                    body += part
                    if not tries.left or len(body) > _MOST_BYTES:
                        break
        except httpx2.HTTPError:  # openai lets through what breaks while a body is read
            if tries.left:
                raise Broken("cut") from None
        if not tries.left:
            raise TimeoutError
        return decoded(bytes(body))


def decoded(body: bytes) -> dict[str, Any]:
    """The JSON object of a response; raises Broken where it is none."""
    try:
        completion = json.loads(body)
    except (ValueError, RecursionError):
        raise Broken("cut" if body.lstrip()[:1] == b"{" else "other") from None
    if not isinstance(completion, dict):
        raise Broken("other")
    if completion.get("error") and not completion.get("choices"):
        raise Broken("error")
    return completion


def configured_model(prices: Prices) -> ModelEvaluator | None:
    """The evaluator of the model in the environment, None where none is named; raises CoachError where the settings can't work."""
    settings = model_settings()
    if settings is None:
        return None
    client = Client(settings)
    return ModelEvaluator(settings.model, client.ask, client.stream, prices.find(settings.base_url or OPENAI, settings.model))


def hang_up(response: Any) -> None:
    """Ends the connection of a response that another thread is reading."""
    with suppress(OSError, KeyError, AttributeError):  # it has ended by itself
        response.extensions["network_stream"].get_extra_info("socket").shutdown(SHUT_RDWR)


def _broken_off(error: Exception, came: bool) -> Exception:
    """What ended a stream: an error that the server told, or, where some of the answer `came`, a connection that broke."""
    import httpx2
    import openai

    if type(error) is openai.APIError:
        return Broken("error")
    return Broken("cut") if came and isinstance(error, openai.APIConnectionError | httpx2.HTTPError) else error


def _sum(one: Any, other: Any) -> Any:
    """Two calls' token counts as one, key by key."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _sum(one.get(key), other.get(key)) for key in {**one, **other}}
    return one + other if isinstance(one, int) and isinstance(other, int) else one or other
