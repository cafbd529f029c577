from datetime import timedelta

import pytest

from coach.learning.transfer import offered, repeated, transfers
from tests.learning.conftest import BEGIN, Practise

PARALLEL = {"a.other": "a", "b.other": "b"}


@pytest.mark.parametrize(("days", "when"), [(0, "early"), (6.99, "early"), (7, "due"), (14, "due"), (14.01, "late")])
def test_a_parallel_is_offered_from_the_seventh_to_the_fourteenth_day_after_the_first_scored_attempt(practise: Practise, days: float, when: str) -> None:
    practised = [practise(-3, level=None), practise(0), practise(5), practise(1, scenario="c")]
    (found,) = transfers(PARALLEL, practised, BEGIN + timedelta(days=days))
    assert (found.original, found.parallel, found.when, found.repeated) == ("a", "a.other", when, None)
    assert (found.due, found.until) == (BEGIN + timedelta(days=7), BEGIN + timedelta(days=14))


def test_what_was_corrected_and_came_back_is_the_repeat_error_rate(practise: Practise) -> None:
    original = [
        practise(0, "misuse:.eps", "informal:.chat", "vague:noise", "figure:delta"),
        practise(0.1, "figure:delta", "tone:.sell"),
        practise(0.2, "figure:delta"),
    ]
    parallel = practise(8, "misuse:.eps", "figure:delta", "dense:.long", "vague:epsilon", scenario="a.other")
    found = repeated(original, parallel)
    assert found.corrected == {("misuse", "eps"), ("informal", "chat"), ("vague", "noise"), ("tone", "sell")}
    assert found.again == {("misuse", "eps")}, "what was still open isn't a repeat, nor is another kind"
    assert found.rate == 1 / 4
    assert found.comparable


def test_the_first_unaided_attempt_at_the_parallel_counts_and_none_after_it(practise: Practise) -> None:
    practised = [practise(0, "vague:x"), practise(0.1), practise(8, "vague:x", scenario="a.other"), practise(8.1, scenario="a.other"), practise(9, "tone:y")]
    (found,) = transfers(PARALLEL, practised, BEGIN + timedelta(days=10))
    assert found.when == "done"
    assert found.repeated is not None
    assert found.repeated.rate == 1.0


def test_without_a_correction_there_is_no_rate_and_another_evaluator_is_said(practise: Practise) -> None:
    found = repeated([practise(0, "vague:x")], practise(8, "vague:x", scenario="a.other", kind="llm"))
    assert found.rate is None
    assert not found.comparable


def test_what_is_due_and_not_yet_tried_is_offered_the_most_pressing_first() -> None:
    day = timedelta(days=1)
    first = {"a": BEGIN + 2 * day, "b": BEGIN, "c": BEGIN}
    assert offered(PARALLEL, first, BEGIN + 6 * day) == []
    assert offered(PARALLEL, first, BEGIN + 10 * day) == ["b.other", "a.other"]
    assert offered(PARALLEL, first, BEGIN + 15 * day) == ["a.other"]
    assert offered(PARALLEL, {**first, "a.other": BEGIN + 9 * day}, BEGIN + 10 * day) == ["b.other"]
