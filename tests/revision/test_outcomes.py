"""What a learner reads of each earlier finding after a revision."""

import pytest
from hypothesis import given

from coach.models import Finding
from coach.revision.alignment import align
from coach.revision.outcomes import Named, Traced, trace
from tests.revision.drafts import at, drafts, finding, marked, missing

OLD = "We protected it with DP at an epsilon of 1.0. The table has made-up people in it. The risk is really low lol. Sign it."


def _trace(old: str, earlier: list[Finding], new: str, later: list[Finding], named: Named = (), named_now: Named = ()) -> list[Traced]:
    return trace(align(old, new), earlier, later, named, named_now)


def _outcome(quote: str, new: str, category: str = "informal", again: str | None = None, **more: str | None) -> str:
    """Of the one finding in OLD, where the new draft has one at `again`, or none."""
    later = [finding(new, again, category, **more)] if again else []
    return _trace(OLD, [finding(OLD, quote, category, **more)], new, later)[0].outcome


@given(marked())
def test_where_nothing_changes_every_finding_is_open(marked: tuple[str, list[Finding]]) -> None:
    draft, findings = marked
    traced = _trace(draft, findings, draft, findings)
    assert [t.outcome for t in traced] == ["open"] * len(findings)
    assert [t.before for t in traced] == findings


@given(marked(), marked())
def test_every_finding_of_both_attempts_has_exactly_one_outcome(before: tuple[str, list[Finding]], after: tuple[str, list[Finding]]) -> None:
    traced = _trace(*before, *after)
    assert [t.before for t in traced if t.before] == before[1]
    now = [id(t.after) for t in traced if t.after]
    assert sorted(now) == sorted(map(id, after[1]))
    assert all((t.outcome in ("new", "noticed")) == (t.before is None) for t in traced)
    assert all((t.outcome in ("open", "new", "noticed")) == (t.after is not None) for t in traced)


@given(marked(), marked())
def test_every_place_lies_in_the_new_draft(before: tuple[str, list[Finding]], after: tuple[str, list[Finding]]) -> None:
    for t in _trace(*before, *after):
        if t.place:
            assert 0 <= t.place[0] <= t.place[1] <= len(after[0])
            if t.outcome == "silent" and t.before:
                assert after[0][slice(*t.place)].split() == t.before.quote.split()


@given(marked(drafts.filter(str.strip)))
def test_where_the_whole_text_is_deleted_every_finding_is_removed(marked: tuple[str, list[Finding]]) -> None:
    draft, findings = marked
    quoted = [f for f in findings if f.quote]
    assert {t.outcome for t in _trace(draft, quoted, "", [])} <= {"removed"}


@pytest.mark.parametrize(
    ("quote", "category", "new", "again", "outcome"),
    [
        ("lol", "informal", OLD.replace(" lol", ""), None, "corrected"),
        ("lol", "informal", OLD.replace("made-up people", "records"), "lol", "open"),
        ("lol", "informal", OLD.replace("lol", "haha"), "haha", "open"),
        ("lol", "informal", OLD.replace(" The risk is really low lol.", ""), None, "removed"),
        ("lol", "informal", OLD.replace(" The risk is really low lol. Sign", " Please sign"), None, "removed"),
        ("lol", "informal", OLD.replace("DP", "noise"), None, "silent"),
        ("made-up people", "imprecise", OLD.replace(" has made-up people in it", " has been made"), None, "corrected"),
        ("DP", "undefined", OLD.replace("DP", "DP (differential privacy)"), None, "corrected"),
        ("1.0", "figure", OLD.replace("1.0", "3.0"), None, "corrected"),
        ("1.0", "figure", OLD.replace(" at an epsilon of 1.0", ""), None, "avoided"),
        ("low lol", "tone", "The risk is really low lol. " + OLD.replace(" The risk is really low lol.", ""), "low lol", "open"),
    ],
)
def test_a_finding_has_the_outcome_that_the_revision_gave_it(quote: str, category: str, new: str, again: str | None, outcome: str) -> None:
    assert _outcome(quote, new, category, again) == outcome


@pytest.mark.parametrize(("now", "outcome"), [("noise", "avoided"), ("differential privacy", "corrected")])
def test_a_term_that_the_sentence_no_longer_names_was_avoided(now: str, outcome: str) -> None:
    new = OLD.replace("DP", now)
    place = OLD.index("DP")
    named = [(place, place + 2, "differential-privacy")]
    named_now = [(place, place + len(now), "differential-privacy")] if outcome == "corrected" else []
    traced = _trace(OLD, [finding(OLD, "DP", "undefined", term="differential-privacy")], new, [], named, named_now)
    assert [t.outcome for t in traced] == [outcome]


def test_a_term_spelt_out_but_still_not_explained_is_open() -> None:
    new = OLD.replace("DP", "differential privacy (DP)")
    earlier, later = (
        finding(OLD, "DP", "undefined", term="differential-privacy"),
        finding(new, "differential privacy", "undefined", term="differential-privacy"),
    )
    assert [t.outcome for t in _trace(OLD, [earlier], new, [later])] == ["open"]


def test_an_everyday_word_that_gave_way_to_no_term_was_avoided() -> None:
    new = OLD.replace("made-up people", "customers")
    traced = _trace(OLD, [finding(OLD, "made-up people", "imprecise", term="synthetic-data")], new, [])
    assert [t.outcome for t in traced] == ["avoided"]


def test_a_paragraph_that_was_moved_and_edited_keeps_its_finding() -> None:
    old = "It is so cool that we did it for you.\n\nEpsilon is 1.0.\n\nThe next review is in 6 months."
    new = "Epsilon is 1.0.\n\nThe next review is in 6 months.\n\nThe table is so cool."
    traced = _trace(old, [finding(old, "so cool")], new, [finding(new, "so cool")])
    assert [(t.outcome, t.place) for t in traced] == [("open", (new.index("so cool"), new.index("so cool") + 7))]


def test_words_that_stand_twice_are_told_apart() -> None:
    old = "The fit is really good. Costs are really low."
    new = "The fit is good. Costs are really low."
    earlier = [finding(old, "really", nth=0), finding(old, "really", nth=1)]
    assert [t.outcome for t in _trace(old, earlier, new, [finding(new, "really")])] == ["corrected", "open"]


def test_an_earlier_finding_is_found_again_once_where_two_touch_its_words() -> None:
    new = OLD.replace("DP", "noise")
    traced = _trace(OLD, [finding(OLD, "really low lol")], new, [finding(new, "really low lol"), finding(new, "lol")])
    assert [(t.outcome, t.finding.quote) for t in traced] == [("open", "really low lol"), ("noticed", "lol")]


def test_a_finding_of_another_kind_on_changed_words_is_new_and_the_earlier_one_corrected() -> None:
    new = OLD.replace("really low lol", "zero")
    traced = _trace(OLD, [finding(OLD, "really low lol")], new, [finding(new, "zero", "overclaim")])
    assert [t.outcome for t in traced] == ["corrected", "new"]


def test_a_finding_on_words_that_stood_before_is_noticed_and_not_new() -> None:
    new = OLD.replace(" lol", "")
    assert [t.outcome for t in _trace(OLD, [], new, [finding(new, "Sign it", "tone")])] == ["noticed"]


def test_a_missing_point_is_covered_now_still_missing_or_newly_missing() -> None:
    traced = _trace(OLD, [missing("delta"), missing("scope")], OLD + " Delta is 1e-6.", [missing("scope"), missing("review")])
    assert [(t.outcome, t.finding.point) for t in traced] == [("corrected", "delta"), ("open", "scope"), ("new", "review")]


def test_a_blank_quote_is_no_trouble() -> None:
    assert [t.outcome for t in _trace("a  b", [at(1, "  ")], "a  b", [])] == ["removed"]
