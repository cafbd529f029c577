from datetime import UTC, date, timedelta, timezone

from coach.learning.mastery import terms
from coach.learning.trends import findings, levels
from coach.learning.weeks import days, week
from tests.learning.conftest import Practise


def test_a_term_is_mastered_after_three_occasions_and_revisions_of_a_day_are_one(practise: Practise) -> None:
    one_day = [practise(0.01 * n, terms="epsilon") for n in range(6)]
    assert terms(one_day, UTC).on_the_way == {"epsilon": 1}
    later = [*one_day, practise(1, terms="epsilon noise"), practise(1, scenario="b", terms="epsilon")]
    found = terms(later, UTC)
    assert (found.mastered, found.on_the_way, found.to_look_at) == (("epsilon",), {"noise": 1}, {})


def test_a_misuse_takes_mastery_away_until_the_term_is_used_rightly_again(practise: Practise) -> None:
    practised = [*(practise(n, terms="epsilon noise") for n in range(3)), practise(3, "misuse:epsilon", terms="epsilon noise")]
    assert terms(practised, UTC).mastered == ("noise",)
    assert terms(practised, UTC).to_look_at == {"epsilon": "misuse"}
    again = terms([*practised, practise(4, terms="epsilon")], UTC)
    assert (again.on_the_way, again.to_look_at) == ({"epsilon": 1}, {})


def test_a_guessed_misuse_takes_no_mastery_away(practise: Practise) -> None:
    practised = [*(practise(n, terms="epsilon") for n in range(3)), practise(3, "misuse?:epsilon", terms="epsilon")]
    assert (terms(practised, UTC).mastered, terms(practised, UTC).to_look_at) == (("epsilon",), {})


def test_terms_to_look_at_come_newest_first_and_register_findings_arent_among_them(practise: Practise) -> None:
    practised = [practise(0, "misuse:epsilon"), practise(1, "undefined:delta", "figure:noise", "tone:utility"), practise(2, "form:epsilon")]
    assert list(terms(practised, UTC).to_look_at.items()) == [("epsilon", "form"), ("delta", "undefined")]


def test_an_attempt_that_kept_no_terms_counts_for_none(practise: Practise) -> None:
    assert terms([practise(0)], UTC).on_the_way == {}


def test_levels_are_compared_within_a_scenario_and_an_evaluator_and_carry_a_models_noise(practise: Practise) -> None:
    practised = [
        practise(0, level=2), practise(1, level=None), practise(2, level=3), practise(3, level=4, scenario="b"),
        practise(4, level=4, kind="llm"), practise(5, level=5, kind="llm"),
    ]  # fmt: skip
    found = [(point.attempt, point.level, point.noise, point.goes_on) for point in levels(practised, "register", 1)]
    assert found == [(1, 2, 0, False), (2, 3, 0, True), (3, 4, 0, False), (4, 4, 1, False), (5, 5, 1, True)]
    assert levels(practised, "coverage", 1) == []


def test_findings_are_counted_for_each_hundred_words_and_halves_are_compared(practise: Practise) -> None:
    practised = [
        practise(0, "vague", "vague", "tone", words=200), practise(1, "vague", words=50), practise(2, words=100),
        practise(3, "missing", level=None), practise(4, "vague", words=400, kind="llm"),
    ]  # fmt: skip
    vague, tone = findings(practised)
    assert (vague.category, vague.rates, vague.first, vague.last) == ("vague", (1.0, 2.0, 0.0, 0.25), 1.5, 0.125)
    assert (tone.category, tone.first) == ("tone", 0.25)
    assert findings(practised[:2])[0].first is None


def test_a_day_is_the_learners_own(practise: Practise) -> None:
    late = practise(13.5 / 24)  # 23:30 UTC
    assert days([late], UTC) == {date(2026, 11, 2)}
    assert days([late], timezone(timedelta(hours=1))) == {date(2026, 11, 3)}


def test_a_week_goes_from_monday_to_sunday_and_names_what_was_mastered_in_it(practise: Practise) -> None:
    practised = [
        practise(0, terms="noise"), practise(5, "vague", terms="noise"),
        practise(7, "vague", "tone", terms="noise delta"), practise(7.1, "missing", words=300), practise(13, level=None, words=50), practise(14),
    ]  # fmt: skip
    found = week(practised, date(2026, 11, 12), UTC)
    assert found.monday == date(2026, 11, 9)
    assert (found.days, found.attempts, found.words, found.rate, found.mastered) == (2, 3, 450, 0.5, ("noise",))
    assert week(practised, date(2026, 12, 1), UTC).rate is None
