"""What the sentence model finds stands in the draft, and it stays silent where nobody claims anything."""

import pytest

from coach.content import RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import LearnedWeights
from coach.language.examine import Engine
from coach.language.learned import LearnedFinder, pieces, runs, tokens
from coach.language.text import read

_WEIGHTS = LearnedWeights(
    categories=("misuse", "tone"),
    intercepts=(-1.0, -1.0),
    thresholds={"misuse": 0.5, "tone": 0.5},
    features="shield\na shield\n:<sh\nfools\n#",
    points=(300, 0, 300, 0, 50, 0, 0, 900, -10, 0),
)


def _found(draft: str, categories: tuple[str, ...] = ("misuse", "tone")) -> list[tuple[str, str]]:
    text = read(draft)
    found = []
    for one in LearnedFinder(_WEIGHTS).find(text, categories):
        sentence = text.sentences[one.sentence]
        found.append((one.category, draft[sentence.starts[one.match.first] : sentence.ends[one.match.last]]))
    return found


def test_a_sentence_beyond_the_threshold_is_found_with_the_words_that_weigh_most() -> None:
    ((category, quote),) = _found("We delivered it in May. The setting works as a shield for every row of the table.")
    assert category == "misuse"
    assert "a shield" in quote
    assert len(quote.split()) <= 12


def test_the_strongest_words_are_told() -> None:
    (one,) = LearnedFinder(_WEIGHTS).find(read("The setting works as a shield."), ("misuse",))
    assert one.because[-1] == "shield"


@pytest.mark.parametrize(
    "draft",
    [
        "Does the setting work as a shield?",
        "# The setting works as a shield",
        "They called it “a shield against all” then.",
        "A shield.",
        "It holds in 1 of 2 cases.",
    ],
)
def test_questions_headings_quotations_and_fragments_are_not_found(draft: str) -> None:
    assert _found(draft) == []


def test_a_category_that_is_not_asked_for_is_not_found() -> None:
    assert _found("Only fools would wait any longer.", ("misuse",)) == []
    assert _found("Only fools would wait any longer.", ("tone",))[0][0] == "tone"


def test_a_score_is_the_points_over_the_root_of_the_length() -> None:
    words, _ = tokens(read("It is a shield, 5 here").sentences[0])
    assert words == ["it", "is", "a", "shield", ",", "#", "here"]
    misuse, tone = LearnedFinder(_WEIGHTS).scores(words)
    assert misuse == pytest.approx((3 + 3 + 0.5 - 0.1) / 7**0.5 - 1)
    assert tone == pytest.approx(-1)


def test_runs_and_pieces_cover_a_word_and_never_equal_each_other() -> None:
    assert [run for *_, run in runs(["a", "b", "c"])] == ["a", "b", "c", "a b", "b c", "a b c"]
    assert pieces("is") == ()
    assert set(pieces("leak")) == {":<le", ":lea", ":eak", ":ak>", ":<lea", ":leak", ":eak>", ":<leak", ":leak>"}


def test_rules_that_do_not_bind_are_found_in_the_policy_alone(engine: Engine, role: RoleContent) -> None:
    draft = "Dataset owners are kindly asked to think about deleting old tables when they find the time."
    found = {name: {f.category for f in engine.examine(draft, scenario).findings} for name, scenario in role.scenarios.items()}
    assert "modality" in found["governance-policy"]
    assert all("modality" not in kinds for name, kinds in found.items() if name != "governance-policy")


def test_a_model_finding_never_overlaps_a_finding_of_a_rule(engine: Engine, role: RoleContent, gold: dict[str, str]) -> None:
    for draft in gold.values():
        findings = [f for f in engine.examine(draft, role.scenarios["quality-report"]).findings if f.quote and f.category != "dense"]
        learned = [f for f in findings if f.rule and f.rule.startswith("learned.")]
        for one in learned:
            same = [f for f in findings if f is not one and f.criterion == one.criterion and f.category == one.category]
            assert all(f.end <= one.start or one.end <= f.start for f in same)


def test_a_statement_that_looks_wrong_comes_with_the_nearest_term_and_what_holds_of_it(engine: Engine, role: RoleContent, briefing: Scenario) -> None:
    draft = "At epsilon 8.0 the results are poor because the noise there is too weak."
    (found,) = [f for f in engine.examine(draft, briefing).findings if f.rule == "learned.misuse"]
    direction = role.terms["noise"].direction
    assert direction
    assert (found.term, found.message) == ("noise", f"Check what this says of noise. What holds: {direction.note}")


def test_of_several_terms_in_a_sentence_the_nearest_by_name_is_meant(engine: Engine) -> None:
    (here,) = engine.term_finder.find(read("Epsilon limits the loss, and it says how much the noise hides people."))
    limits, it, people = (here.sentence.words.index(w) for w in ("limits", "it", "people"))
    assert [m.term for n in (limits, people) if (m := here.nearest(n, n))] == ["epsilon", "noise"]
    assert not any(m.pronoun for m in [here.nearest(it, it)] if m)
