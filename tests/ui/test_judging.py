"""A submission that a model reads in the background: its findings as they come, and its end when nobody waits."""

import time
from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest

from coach.evaluation.model import OnFinding
from coach.models import Evaluation, Finding
from coach.practice import Outcome
from coach.ui import judging
from coach.ui.judging import Judging, Left

BY_RULES = cast(Evaluation, SimpleNamespace())
OUTCOME = cast(Outcome, SimpleNamespace())
FINDING = cast(Finding, SimpleNamespace(quote="fine"))


def done(one: Judging) -> None:
    deadline = time.monotonic() + 10
    while not one.done() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert one.done()


def begun(submit: Callable[[OnFinding], Any]) -> Judging:
    return Judging("A draft.", BY_RULES, submit)


def test_findings_are_there_before_the_outcome() -> None:
    told, go_on = Event(), Event()

    def submit(take: OnFinding) -> Outcome:
        take(FINDING)
        told.set()
        go_on.wait(10)
        return OUTCOME

    one = begun(submit)
    assert told.wait(10)
    assert (one.by_model, one.done()) == ([FINDING], False)
    go_on.set()
    done(one)
    assert one.outcome() is OUTCOME


def test_what_fails_in_the_background_is_told_where_the_outcome_is_taken() -> None:
    def submit(_: OnFinding) -> Outcome:
        raise RuntimeError("a fault of ours")

    one = begun(submit)
    done(one)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        one.outcome()


def test_the_call_ends_when_nobody_asks_for_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_LEFT_AFTER_S", 0.05)
    ended = Event()

    def submit(take: OnFinding) -> Outcome:
        try:
            time.sleep(0.2)
            take(FINDING)
        finally:
            ended.set()
        return OUTCOME

    one = begun(submit)
    assert ended.wait(10)
    with pytest.raises(Left):
        one.outcome()
    assert one.by_model == []
