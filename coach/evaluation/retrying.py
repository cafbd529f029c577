"""Tries a call again where that may help: jittered backoff, the server's Retry-After, and one deadline over everything."""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from coach.evaluation.faults import asked_to_wait, may_pass

_MOST_TRIES = 3
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 8.0

Got = TypeVar("Got")


class Tries:
    """The calls of one evaluation: how many were made, and how many seconds are left for all of them."""

    def __init__(self, seconds: float):
        self._until = monotonic() + seconds
        self.calls = 0

    @property
    def left(self) -> float:
        return max(0.0, self._until - monotonic())

    def persist(self, call: Callable[[], Got]) -> Got:
        """What `call` gives at the first try that succeeds; raises the last try's error.

        A wait that would outlast the deadline isn't begun. Raises TimeoutError where no time is left for a first try.
        """
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay  # 0.07 s: only a model needs it

        if not self.left:
            raise TimeoutError

        def counted() -> Got:
            self.calls += 1
            return call()

        stop = stop_after_attempt(_MOST_TRIES) | stop_before_delay(self.left)
        return Retrying(stop=stop, wait=_wait, retry=retry_if_exception(may_pass), reraise=True)(counted)


def _wait(state: Any) -> float:
    """Seconds before the next try: what the server asks for, or a little more, else anything up to a bound that doubles (“full jitter”)."""
    from tenacity import wait_random, wait_random_exponential

    asked = asked_to_wait(state.outcome.exception())
    return wait_random(asked, asked * 1.1)(state) if asked else wait_random_exponential(_FIRST_WAIT_S, _LONGEST_WAIT_S)(state)
