"""No progress is shown that judging the same draft twice would show as well."""

import pytest

from coach.content.schema import Rubric
from coach.models import Evaluation, EvaluatorInfo, Judgement
from coach.revision.levels import movements


def _judged(kind: str, level: int | None, model: str | None = None) -> Evaluation:
    info = EvaluatorInfo(kind=kind, model=model, rubric="workplace-writing@1", rubric_hash="r")
    return Evaluation(scenario="s", evaluator=info, judgements=(Judgement(criterion="register", level=level, reason="r"),), formality=0, findings=())


@pytest.fixture
def rubric(library) -> Rubric:
    return library.rubric("workplace-writing@1")


@pytest.mark.parametrize(
    ("kind", "before", "now", "movement"),
    [
        ("offline", 3, 4, "up"),
        ("offline", 3, 3, "unchanged"),
        ("offline", 3, 2, "down"),
        ("llm", 3, 4, "unchanged"),
        ("llm", 3, 2, "unchanged"),
        ("llm", 2, 4, "up"),
        ("llm", 4, 2, "down"),
    ],
)
def test_a_level_that_moved_by_no_more_than_the_noise_is_unchanged(kind: str, before: int, now: int, movement: str, rubric: Rubric) -> None:
    assert movements(_judged(kind, before), _judged(kind, now), rubric) == {"register": movement}


def test_a_spread_that_was_measured_takes_the_place_of_the_usual_one(rubric: Rubric) -> None:
    measured = rubric.model_copy(update={"repeat_spread": 0})
    assert movements(_judged("llm", 3), _judged("llm", 4), measured) == {"register": "up"}


def test_levels_of_two_evaluators_are_not_compared(rubric: Rubric) -> None:
    assert movements(_judged("offline", 3), _judged("llm", 5, "m"), rubric) is None
    assert movements(_judged("llm", 3, "m"), _judged("llm", 5, "other"), rubric) is None


def test_the_spread_changes_no_rubrics_hash(rubric: Rubric) -> None:
    from coach.content import content_hash

    assert content_hash(rubric) == content_hash(rubric.model_copy(update={"repeat_spread": 3}))
