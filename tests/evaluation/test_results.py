"""Nobody pays twice for the same draft, prompt, rubric and model."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coach.evaluation.model import ModelEvaluator
from coach.evaluation.results import KeptResults, result_key
from coach.evaluation.task import Task
from coach.models import Evaluation, Usage
from tests.evaluation.answers import completion, found, good, said

Judge = Callable[..., Evaluation]


@pytest.fixture
def calls() -> list[Any]:
    return []


@pytest.fixture
def judge(task: Task, tmp_path: Path, calls: list[Any]) -> Judge:
    def evaluate(answer: Any = None, on: Task = task, model: str = "m", force: bool = False) -> Evaluation:
        def ask(request: Any) -> Any:
            calls.append(request)
            return answer or good(task.rubric)

        return KeptResults(ModelEvaluator(model, ask), tmp_path / "results", force).evaluate(on)

    return evaluate


def test_the_same_is_not_asked_again_and_costs_nothing(judge: Judge, calls: list[Any]) -> None:
    first, second = judge(), judge()
    assert len(calls) == 1
    assert second == first.model_copy(update={"usage": Usage()})


def test_force_asks_again_and_keeps_the_new_result(judge: Judge, task: Task, calls: list[Any]) -> None:
    judge()
    anew = judge(completion(said(task.rubric, level=2)), force=True)
    assert (len(calls), judge().levels, len(calls)) == (2, anew.levels, 2)


def other_draft(task: Task) -> Task:
    return replace(task, draft=task.draft + " ")


def other_prompt(task: Task) -> Task:
    return replace(task, prompt=replace(task.prompt, system="Be brief."))


def other_rubric(task: Task) -> Task:
    return replace(task, rubric=task.rubric.model_copy(update={"title": "Another"}))


def other_scenario(task: Task) -> Task:
    return replace(task, scenario=task.scenario.model_copy(update={"title": "Another"}))


@pytest.mark.parametrize("change", [other_draft, other_prompt, other_rubric, other_scenario])
def test_what_a_result_rests_on_is_asked_anew_where_it_changes(judge: Judge, task: Task, calls: list[Any], change: Callable[[Task], Task]) -> None:
    judge()
    judge(on=change(task))
    assert len(calls) == 2


def test_another_model_is_asked(judge: Judge, calls: list[Any]) -> None:
    judge()
    judge(model="another")
    assert len(calls) == 2


def test_only_a_scored_result_is_kept(judge: Judge, calls: list[Any]) -> None:
    assert judge(completion(None, refusal="No.")).unscored
    assert judge().unscored is None
    assert len(calls) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "other"])
def test_a_damaged_file_is_as_good_as_none(judge: Judge, task: Task, tmp_path: Path, calls: list[Any], damage: str) -> None:
    judge()
    (file,) = (tmp_path / "results").iterdir()
    file.write_text(file.read_text("utf-8").replace("larger epsilon", "merger epsilon") if damage == "other" else damage, "utf-8")
    assert judge().unscored is None
    assert len(calls) == 2
    assert len(list((tmp_path / "results").iterdir())) == 1


def test_where_nothing_can_be_kept_the_result_is_given_all_the_same(judge: Judge, tmp_path: Path, calls: list[Any]) -> None:
    (tmp_path / "results").write_text("a file where a folder would be")
    assert [judge().unscored, judge().unscored] == [None, None]
    assert len(calls) == 2


def test_results_are_for_the_users_own_eyes(judge: Judge, task: Task, tmp_path: Path) -> None:
    judge(completion(said(task.rubric, found("larger epsilon"))))
    (file,) = (tmp_path / "results").iterdir()
    assert file.stem == result_key(task, ModelEvaluator("m", lambda _: None).info(task.rubric, task.prompt))
    assert (file.stat().st_mode & 0o077, file.parent.stat().st_mode & 0o077) == (0, 0)
