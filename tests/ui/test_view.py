"""The feedback as the component gets it: one comment where the same is said of the same words, and honest counts."""

from coach.content import Library, RoleContent
from coach.content.scenario import Scenario
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Unscored
from coach.ui import view

DRAFT = (
    "Fake data is what we made for the analytics team this spring. The fake data keeps the patterns. Nobody should call the fake data real, "
    "and the made-up people in it do not exist."
)


def test_what_is_said_several_times_of_the_same_words_is_one_comment_with_its_places(
    maker: TaskMaker, briefing: Scenario, role: RoleContent, library: Library
) -> None:
    evaluation = OfflineEvaluator().evaluate(maker.make(DRAFT, briefing.id))
    shown = view.feedback(evaluation, briefing, role, library.rubric(briefing.rubric), DRAFT)
    (fake,) = [c for c in shown["cards"] if c["quote"].casefold() == "fake data"]
    assert [evaluation.findings[place["id"]].start for place in fake["also"]] == [DRAFT.index("fake data"), DRAFT.rindex("fake data")]
    assert [place["words"] for place in fake["also"]] == [
        "… team this spring. The fake data keeps the patterns. …",
        "… Nobody should call the fake data real, and the made-up …",
    ]
    quoted = [f for f in evaluation.findings if f.quote]
    places = [n for c in shown["cards"] if c["quote"] for n in (c["id"], *(place["id"] for place in c["also"]))]
    assert sorted(places) == list(range(len(quoted)))
    assert shown["summary"].startswith(f"{len(quoted)} places to look at in {len(quoted) - 2} comments, ")


def test_what_comes_first_is_counted_in_comments(maker: TaskMaker, briefing: Scenario) -> None:
    evaluation = OfflineEvaluator().evaluate(maker.make("Fake data. " * 4 + "It has made-up people, and cloned customers.", briefing.id))
    findings = [f for f in evaluation.findings if f.quote]
    assert len(findings) > 5
    first = view.first_findings(evaluation, briefing, len(evaluation.findings))
    assert len({evaluation.findings[n].key for n in first}) == len(first)


def test_whoever_judged_it_is_said_that_grammar_is_not(maker: TaskMaker, briefing: Scenario, role: RoleContent, library: Library) -> None:
    offline = OfflineEvaluator().evaluate(maker.make(DRAFT, briefing.id))
    by_model = offline.model_copy(update={"evaluator": offline.evaluator.model_copy(update={"kind": "llm", "model": "m"})})
    unscored = offline.model_copy(update={"unscored": Unscored(reason="timeout", detail="It took too long.")})
    for evaluation in (offline, by_model, unscored):
        shown = view.feedback(evaluation, briefing, role, library.rubric(briefing.rubric), DRAFT)
        assert "Grammar and ordinary spelling are not judged" in shown["unjudged"]
