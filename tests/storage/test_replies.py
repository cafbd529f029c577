"""What learners answer to feedback: kept by attempt, taken back, gone with it, and nobody else's."""

from uuid import UUID, uuid4

import pytest

from coach.errors import StorageUnavailable
from coach.models import Finding, SelfAssessment
from coach.storage.attempts import Attempts, KeptAttempt, Provenance
from coach.storage.database import Database

FINDING = Finding(
    start=0, end=9, quote="Fake Data", criterion="terminology", category="imprecise", severity="warning", message="An everyday word.", rule="wording.fake",
    source="rules",
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def attempts(request: pytest.FixtureRequest, url: str) -> Attempts:
    return Attempts(Database(url if request.param == "sqlite" else request.getfixturevalue("postgresql")))


@pytest.fixture
def learner(attempts: Attempts) -> UUID:
    return attempts.learner(uuid4().hex)


@pytest.fixture
def kept(attempts: Attempts, learner: UUID, provenance: Provenance) -> KeptAttempt:
    return attempts.begin(learner, "quality-report", "Fake Data is here.", uuid4(), provenance)


def test_a_dispute_is_kept_once_with_its_newest_note_and_can_be_taken_back(attempts: Attempts, learner: UUID, kept: KeptAttempt) -> None:
    replies = attempts.replies
    mine = FINDING.model_copy(update={"message": f"Called wrong here alone: {kept.id}."})
    replies.dispute(learner, kept.id, mine, "It is what the brief says.")
    replies.dispute(learner, kept.id, mine, "")
    assert replies.disputes(kept.id) == {mine.key: ""}
    assert [(d.scenario, d.finding, d.note) for d in replies.all_disputes() if d.finding == mine] == [("quality-report", mine, "")]
    replies.withdraw(learner, kept.id, mine.key)
    assert replies.disputes(kept.id) == {}


def test_an_expectation_is_kept_and_said_again_replaced(attempts: Attempts, learner: UUID, kept: KeptAttempt) -> None:
    replies = attempts.replies
    assert replies.expected(kept.id) is None
    for said in (SelfAssessment(reader="An officer", weakest=(0, 9), level=3), SelfAssessment(level=4)):
        replies.expect(learner, kept.id, said)
        assert replies.expected(kept.id) == said


def test_another_learner_can_answer_nothing_of_mine(attempts: Attempts, learner: UUID, kept: KeptAttempt) -> None:
    stranger = attempts.learner(uuid4().hex)
    for answer in (
        lambda: attempts.replies.dispute(stranger, kept.id, FINDING, "x"),
        lambda: attempts.replies.withdraw(stranger, kept.id, FINDING.key),
        lambda: attempts.replies.expect(stranger, kept.id, SelfAssessment()),
    ):
        with pytest.raises(StorageUnavailable, match="isn't there any more"):
            answer()


def test_answers_go_with_their_attempt(attempts: Attempts, learner: UUID, kept: KeptAttempt) -> None:
    attempts.replies.dispute(learner, kept.id, FINDING, "note")
    attempts.replies.expect(learner, kept.id, SelfAssessment(level=2))
    attempts.delete(learner, kept.id)
    assert attempts.replies.disputes(kept.id) == {}
    assert attempts.replies.expected(kept.id) is None


def test_the_key_stays_where_the_words_are_the_same_and_differs_otherwise() -> None:
    moved = FINDING.model_copy(update={"start": 20, "end": 29, "quote": "fake data", "message": "Said otherwise."})
    assert moved.key == FINDING.key
    assert FINDING.model_copy(update={"category": "form"}).key != FINDING.key
    assert FINDING.model_copy(update={"quote": "Fake Date"}).key != FINDING.key
