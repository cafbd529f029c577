"""What a learner chose is there on the next visit; a text that another tab wrote is kept."""

from uuid import UUID

import pytest

from coach.storage.attempts import Attempts
from coach.storage.choices import Choices

REPORT, BRIEFING = "quality-report", "compliance-briefing"


@pytest.fixture
def learner(attempts: Attempts) -> UUID:
    return attempts.learner("mine")


def test_preferences_are_the_learners_own_and_stand_beside_each_other(attempts: Attempts, learner: UUID) -> None:
    choices = Choices(attempts.database)
    assert choices.preferences(learner) == {}
    choices.prefer(learner, "mode", "write")
    choices.prefer(learner, "plain_box", True)
    choices.prefer(learner, "mode", "polish")
    assert choices.preferences(learner) == {"mode": "polish", "plain_box": True}
    assert choices.preferences(attempts.learner("theirs")) == {}


def test_findings_are_ignored_in_one_draft_and_shown_again(attempts: Attempts, learner: UUID) -> None:
    choices = Choices(attempts.database)
    attempts.save_draft(learner, REPORT, "A draft.")
    attempts.save_draft(learner, BRIEFING, "Another.")
    choices.ignore(learner, REPORT, frozenset({"a", "b"}))
    assert choices.ignored(learner, REPORT) == {"a", "b"}
    assert choices.ignored(learner, BRIEFING) == frozenset()
    choices.ignore(learner, REPORT, frozenset())
    assert choices.ignored(learner, REPORT) == frozenset()
    assert attempts.draft(learner, REPORT) == "A draft."


def test_the_newer_of_two_tabs_wins_and_the_others_text_is_kept_once(attempts: Attempts, learner: UUID) -> None:
    assert not attempts.save_draft(learner, REPORT, "Both began here.", known="")
    assert not attempts.save_draft(learner, REPORT, "The first tab went on.", known="Both began here.")
    assert attempts.save_draft(learner, REPORT, "The second tab, later.", known="Both began here.")
    assert attempts.draft(learner, REPORT) == "The second tab, later."
    assert [r.draft for r in attempts.replaced(learner, REPORT)] == ["The first tab went on."]
    assert not attempts.save_draft(learner, REPORT, "The second tab, later still.", known="The second tab, later.")
    assert len(attempts.replaced(learner, REPORT)) == 1
    attempts.save_draft(learner, REPORT, "The first tab again.", known="The first tab went on.")
    assert {r.draft for r in attempts.replaced(learner, REPORT)} == {"The first tab went on.", "The second tab, later still."}
