import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content import Library
from coach.content.schema import Criterion
from coach.evaluation.scoring import judge
from coach.models import Finding

WEIGHTS = {"misuse": 3.0, "imprecise": 1.0, "form": 0.7, "inconsistent": 0.1}


@pytest.fixture(scope="session")
def criterion(library: Library) -> Criterion:
    terminology = library.rubric("workplace-writing@1").criteria[0]
    return terminology.model_copy(update={"weights": WEIGHTS, "cuts": (1.0, 3.0, 6.0, 10.0)})


def of(*categories: str) -> list[Finding]:
    return [
        Finding(start=0, end=4, quote="word", criterion="terminology", category=c, severity="warning", message="It is wrong.", source="rules")
        for c in categories
    ]


@pytest.mark.parametrize(
    ("categories", "level"),
    [
        ([], 5),
        (["form"], 5),  # 0.7 reaches no cut
        (["imprecise"], 4),  # 1.0 reaches the first
        (["form"] * 2, 4),  # 1.4
        (["form"] * 4, 4),  # 2.8
        (["misuse"], 3),  # 3.0 reaches the second
        (["imprecise", "form", "form", "form"], 3),  # 3.1
        (["misuse", "misuse"], 2),  # 6.0
        (["misuse"] * 3, 2),  # 9.0
        (["misuse", "misuse", "misuse", "imprecise"], 1),  # 10.0
        (["misuse"] * 9, 1),
        (["inconsistent"] * 10, 4),  # 1.0
        (["form"] * 3 + ["inconsistent"] * 9, 3),  # 2.1 + 0.9 is 3.0, though floats make it 2.9999999999999996
        (["inconsistent"] * 9, 5),
        (["tone", "figure", "instruction"], 5),  # other criteria's
        (["misuse", "tone"], 3),
    ],
)
def test_a_level_is_five_minus_the_cuts_that_the_weights_reach(criterion: Criterion, categories: list[str], level: int) -> None:
    assert judge(criterion, of(*categories)).level == level


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*WEIGHTS, "tone"]), max_size=12), st.sampled_from([*WEIGHTS, "tone"]))
def test_one_more_finding_never_raises_a_level(criterion: Criterion, categories: list[str], one_more: str) -> None:
    before, after = judge(criterion, of(*categories)).level, judge(criterion, of(*categories, one_more)).level
    assert before is not None
    assert after is not None
    assert 1 <= after <= before <= 5


def test_a_reason_counts_what_was_found(criterion: Criterion) -> None:
    assert judge(criterion, of("form", "misuse", "form")).reason == "2 terms are in a wrong form; 1 statement about the field is wrong."
    assert judge(criterion, of("tone")).reason == "Nothing was found that speaks against it."


def test_every_category_of_every_rubric_can_be_named(library: Library) -> None:
    for rubric in library.rubrics.values():
        for criterion in rubric.criteria:
            for category in criterion.weights:
                assert judge(criterion, of(category)).reason.startswith("1 ")
                assert judge(criterion, of(category, category)).reason.startswith("2 ")
