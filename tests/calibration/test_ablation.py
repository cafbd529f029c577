"""A part's worth is the F1 that goes with it."""

from coach.calibration.ablation import part_of, table
from coach.calibration.gold import Label, LabelledDraft
from coach.models import Evaluation, EvaluatorInfo, Finding


def _finding(start: int, rule: str) -> Finding:
    return Finding(start=start, end=start + 1, quote="x", criterion="register", category="tone", severity="warning", message="m", rule=rule, source="rules")


def test_a_part_that_finds_labels_brings_f1_and_one_that_finds_none_costs_it() -> None:
    draft = LabelledDraft("a", "s", "x x x", {}, (Label(0, 1, "register", "tone"),))
    info = EvaluatorInfo(kind="offline", rubric="r", rubric_hash="h")
    evaluation = Evaluation(scenario="s", evaluator=info, judgements=(), formality=0, findings=(_finding(0, "tone.blame"), _finding(4, "learned.tone")))
    lines = {part: brings for part, _, _, _, brings in table([(draft, evaluation)], {"tone.blame": "tone"})}
    assert lines["rules: tone"] > 0 > lines["learned: tone"]


def test_every_finding_has_a_part() -> None:
    kinds = {"epsilon.share": "claim"}
    names = ["epsilon.share", "epsilon.direction", "tstr.confused-with-trts", "learned.tone", "figure.epsilon", "reader.undefined", "register.dense.3"]
    assert [part_of(_finding(0, n), kinds) for n in names] == [
        "rules: claim", "directions", "confusions", "learned: tone", "figure", "reader", "register: dense",
    ]  # fmt: skip
