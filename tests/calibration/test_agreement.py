from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.calibration.agreement import match, measure, page, quadratic_weighted_kappa
from coach.calibration.gold import Label, LabelledDraft
from coach.models import Evaluation, EvaluatorInfo, Finding, Judgement, Unscored, Usage

DRAFT = " ".join(f"w{n:02}" for n in range(60))
LONG = DRAFT[: 26 * 4 - 1]


def label(start: int, end: int, criterion: str = "terminology", category: str = "misuse") -> Label:
    return Label(start, end, criterion, category)


def finding(start: int, end: int, criterion: str = "terminology", category: str = "misuse") -> Finding:
    common: dict[str, Any] = {"severity": "warning", "message": "It is wrong.", "source": "rules"}
    return Finding(start=start, end=end, quote=DRAFT[start:end], criterion=criterion, category=category, **common)


def pair(labels: list[Label], findings: list[Finding], people: tuple[int, int] = (3, 3), judged: tuple[Any, Any] = (3, 3)) -> tuple[LabelledDraft, Evaluation]:
    names = ("terminology", "register")
    evaluation = Evaluation(
        scenario="s",
        evaluator=EvaluatorInfo(kind="offline", rubric="r@1", rubric_hash="0"),
        judgements=tuple(Judgement(criterion=c, level=x, reason="So.") for c, x in zip(names, judged, strict=True)),
        formality=0.0,
        unscored=None if judged[0] else Unscored(reason="timeout", detail="Try again."),
        findings=tuple(findings),
        usage=Usage(input_tokens=10, output_tokens=5, seconds=0.5),
    )
    return LabelledDraft("d", "s", DRAFT, dict(zip(names, people, strict=True)), tuple(labels)), evaluation


@pytest.mark.parametrize(
    ("a", "b", "kappa"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 1.0),
        ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], -1.0),  # observed 40, chance 40·… = 20: 1 - 40/20
        ([1, 1, 5, 5], [1, 5, 1, 5], 0.0),  # observed 32, chance 32
        ([1, 2, 3], [1, 2, 2], 2 / 3),  # observed 1; chance (0+1+1 + 1+0+0 + 4+1+1)/3 = 3
        ([3, 3, 4, 5], [3, 4, 4, 4], 3 / 7),  # observed 2; chance (0+1+1+1 + 0+1+1+1 + 1+0+0+0 + 4+1+1+1)/4 = 7/2
        ([3, 3, 3], [2, 3, 4], 0.0),  # one side never varies
        ([1, 1], [5, 5], 0.0),
        ([4, 4, 4], [4, 4, 4], None),
        ([2], [2], None),
        ([], [], None),
    ],
)
def test_kappa_agrees_with_arithmetic_by_hand(a: list[int], b: list[int], kappa: float | None) -> None:
    assert quadratic_weighted_kappa(a, b) == (None if kappa is None else pytest.approx(kappa))


levels = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(levels)
def test_kappa_is_symmetric_and_never_above_one(rated: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in rated], [y for _, y in rated]
    kappa = quadratic_weighted_kappa(a, b)
    assert kappa == (None if kappa is None else pytest.approx(quadratic_weighted_kappa(b, a)))
    assert kappa is None or kappa <= 1
    assert (kappa == 1) == (a == b and len(set(a)) > 1)


def test_a_finding_matches_a_label_that_it_overlaps_within_the_criterion() -> None:
    one = label(8, 15)
    for found in (finding(8, 15), finding(0, 9), finding(14, 20), finding(9, 10), finding(0, 40, category="form")):
        assert match([one], [found]) == [(one, found)]
    for other in (finding(0, 8), finding(15, 20), finding(8, 15, "register", "vague"), finding(8, 15, "facts", "figure")):
        assert match([one], [other]) == []


def test_two_findings_on_one_label_are_one_hit_and_two_labels_under_one_finding_too() -> None:
    assert len(match([label(0, 20)], [finding(0, 5), finding(8, 12)])) == 1
    assert len(match([label(0, 5), label(8, 12)], [finding(0, 20)])) == 1


def test_the_matching_is_the_largest_there_is() -> None:
    """Taken in order, the first label takes the only finding of the second."""
    labels, findings = [label(0, 20), label(0, 5)], [finding(0, 4), finding(10, 14)]
    assert sorted(match(labels, findings), key=lambda m: m[0].end) == [(labels[1], findings[0]), (labels[0], findings[1])]


def test_a_finding_longer_than_25_words_matches_nothing() -> None:
    assert len(LONG.split()) == 26
    assert match([label(0, 20)], [finding(0, len(LONG))]) == []
    assert len(match([label(0, 20)], [finding(0, len(LONG) - 4)])) == 1
    assert measure([pair([label(0, 20)], [finding(0, len(LONG))])])["findings"]["all"] | {"f1_interval": None} == {
        "labels": 1, "findings": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0, "f1_interval": None,
    }  # fmt: skip


def test_criteria_outside_the_figures_are_left_out() -> None:
    missing = Finding(start=0, end=0, quote="", criterion="coverage", category="missing", severity="warning", message="Not yet.", source="rules")
    report = measure([pair([label(0, 3, "coverage", "missing")], [missing, finding(0, 3, "integrity", "instruction")])])
    assert {k: report["findings"]["all"][k] for k in ("labels", "findings", "precision", "recall", "f1")} == {
        "labels": 0, "findings": 0, "precision": None, "recall": None, "f1": None,
    }  # fmt: skip


FIRST = pair(
    [label(0, 7), label(8, 15, category="form"), label(16, 19, "register", "vague")],
    [finding(0, 3), finding(8, 11), finding(20, 23), finding(16, 19, "register", "informal")],
    (3, 2),
    (4, 2),
)
SECOND = pair([label(0, 3, "facts", "figure")], [], (5, 4), (5, 2))


def test_precision_recall_and_f1_agree_with_arithmetic_by_hand() -> None:
    report = measure([FIRST, SECOND])
    figures = {k: (v["labels"], v["findings"], v["precision"], v["recall"], v["f1"]) for k, v in report["findings"].items()}
    assert figures == {
        "all": (4, 4, 3 / 4, 3 / 4, 3 / 4),
        # A finding that hits counts under the category of its label; the one that misses under its own.
        "misuse": (1, 2, 1 / 2, 1.0, 2 / 3),
        "form": (1, 1, 1.0, 1.0, 1.0),
        "vague": (1, 1, 1.0, 1.0, 1.0),
        "figure": (1, 0, None, 0.0, 0.0),
    }
    assert (report["drafts"], report["unscored"], report["tokens"], report["seconds"]) == (2, 0, 30, 1.0)


def test_levels_are_compared_exactly_and_within_one() -> None:
    levels = measure([FIRST, SECOND])["levels"]
    assert (levels["terminology"]["exact"], levels["terminology"]["adjacent"]) == (0.5, 1.0)
    assert (levels["register"]["exact"], levels["register"]["adjacent"]) == (0.5, 0.5)
    assert levels["terminology"]["qwk"] == pytest.approx(quadratic_weighted_kappa([3, 5], [4, 5]))


def test_unscored_drafts_are_counted_and_leave_the_levels_alone() -> None:
    report = measure([FIRST, pair([label(0, 3)], [finding(0, 3)], (1, 1), (None, None))])
    assert (report["unscored"], report["levels"]["register"]["drafts"], report["levels"]["register"]["exact"]) == (1, 1, 1.0)
    assert report["findings"]["all"]["labels"] == 4


def test_an_interval_holds_its_figure_and_stays_the_same() -> None:
    pairs = [FIRST, SECOND, pair([label(0, 3)], [finding(0, 3)], (1, 5), (2, 5)), pair([], [], (4, 4), (4, 4)), pair([label(0, 3)], [], (2, 1), (3, 1))] * 3
    report = measure(pairs)
    low, high = report["findings"]["all"]["f1_interval"]
    assert 0 <= low < report["findings"]["all"]["f1"] < high <= 1
    for figures in report["levels"].values():
        assert figures["qwk_interval"][0] < figures["qwk"] < figures["qwk_interval"][1] <= 1
    assert measure(pairs) == report


def test_one_draft_has_no_interval_and_none_no_figures() -> None:
    assert measure([FIRST])["findings"]["all"]["f1_interval"] is None
    assert measure([FIRST])["levels"]["register"]["qwk_interval"] is None
    nothing = measure([])
    assert (nothing["drafts"], nothing["evaluator"], nothing["findings"]["all"]["f1"]) == (0, None, None)


def test_the_page_shows_every_category_and_its_figures() -> None:
    shown = page(measure([FIRST, SECOND]))
    assert "2 drafts, 0 unscored" in shown
    assert next(line for line in shown.splitlines() if line.startswith("misuse")).split() == ["misuse", "1", "0.50", "1.00", "0.67"]
    assert next(line for line in shown.splitlines() if line.startswith("figure")).split() == ["figure", "1", "–", "0.00", "0.00"]
    assert "–" in page(measure([]))
