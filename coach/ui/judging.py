"""A submission that a model reads, in a thread of its own: typing, saving and turning pages go on meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import TypeVar

from coach.evaluation.model import OnFinding
from coach.models import Evaluation, Finding
from coach.practice import Outcome

POLL_S = 0.2
"""Oftener, and the browser is still drawing when it asks again: at 0.1 a finding takes twice as long to appear."""
_LEFT_AFTER_S = 15
"""A page that hasn't asked for so long is closed; a hidden one still asks every second."""

Got = TypeVar("Got")


class Left(Exception):
    """Nobody waits for the answer any more."""


def in_background(work: Callable[[], Got]) -> Future[Got]:
    """What `work` gives or raises, once it is done; its thread keeps no process alive."""
    done = Future[Got]()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=run, daemon=True).start()
    return done


class Judging:
    """`draft` while a model reads it: what the rules found, and the model's findings so far."""

    def __init__(self, draft: str, by_rules: Evaluation, submit: Callable[[OnFinding], Outcome]):
        self.draft = draft
        self.by_rules = by_rules
        self.by_model: list[Finding] = []
        self._asked_for = monotonic()
        self._outcome = in_background(lambda: submit(self._take))

    def done(self) -> bool:
        """Whether the outcome is there. To be asked every now and then: where nobody asks, the call ends."""
        self._asked_for = monotonic()
        return self._outcome.done()

    def outcome(self) -> Outcome:
        """Waits for it; raises what `submit` raised."""
        return self._outcome.result()

    def _take(self, finding: Finding) -> None:
        if monotonic() - self._asked_for > _LEFT_AFTER_S:
            raise Left
        self.by_model.append(finding)
