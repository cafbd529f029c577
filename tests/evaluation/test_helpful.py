"""A model's comment is shown where a learner can go on with it."""

from dataclasses import replace
from typing import Any

import pytest

from coach.evaluation.answer import Answer, read_answer
from coach.evaluation.task import Earlier, Task
from tests.evaluation.answers import DRAFT, completion, found, said


def answer(task: Task, *findings: dict[str, Any]) -> Answer:
    return read_answer(completion(said(task.rubric, *findings)), task)


@pytest.mark.parametrize("changes", [{"suggestion": None}, {"suggestion": " \n"}, {"message": "Wrong."}, {"message": "Too informal."}])
def test_a_comment_that_shows_no_way_forward_is_dropped_and_counted(task: Task, changes: dict[str, Any]) -> None:
    given = answer(task, found("the pilot", **changes), found("larger epsilon"))
    assert [f.quote for f in given.findings] == ["larger epsilon"]
    assert (given.dropped, given.unhelpful, given.unscored) == (0, 1, None)


def test_a_suggestion_longer_than_a_phrase_is_cut_out_and_the_finding_stays(task: Task) -> None:
    longest = " ".join(["word"] * 12)
    first, second = answer(task, found("larger epsilon", suggestion=longest), found("the pilot", suggestion=f"{longest} more")).findings
    assert (first.suggestion, second.suggestion) == (longest, None)


def earlier(task: Task, draft: str, quote: str, category: str = "vague") -> Task:
    """The task, after an attempt in which the model said the same of `quote` in `draft`."""
    before = replace(task, draft=draft)
    (finding,) = answer(before, found(quote, category)).findings
    return replace(task, earlier=Earlier(draft, (finding,)))


def test_nothing_is_said_again_word_for_word_of_a_place_that_was_changed(task: Task) -> None:
    after = earlier(task, DRAFT.replace("the pilot", "the little pilot"), "the little pilot")
    assert answer(after, found("the pilot", "vague")).findings == ()
    assert answer(after, found("the pilot", "vague")).unhelpful == 1


def test_the_same_may_be_said_of_a_place_that_was_left_as_it_was(task: Task) -> None:
    after = earlier(task, DRAFT.replace("Monday", "Friday"), "the pilot")
    assert len(answer(after, found("the pilot", "vague")).findings) == 1


def test_the_same_may_be_said_of_new_words_where_the_old_ones_still_stand(task: Task) -> None:
    after = earlier(task, DRAFT.replace("on Monday", "soon"), "the pilot")
    assert len(answer(after, found("on Monday", "vague")).findings) == 1


def test_another_comment_on_a_changed_place_is_shown(task: Task) -> None:
    after = earlier(task, DRAFT.replace("the pilot", "the little pilot"), "the little pilot")
    assert len(answer(after, found("the pilot", "tone")).findings) == 1
    assert len(answer(after, found("the pilot", "vague", message="It still doesn't say which.")).findings) == 1
