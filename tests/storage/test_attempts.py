import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.errors import StorageUnavailable
from coach.models import Evaluation
from coach.storage.attempts import COMPLETE, INTERRUPTED, PENDING, UNSCORED, Attempts, KeptAttempt, Provenance
from coach.storage.database import Database

REPORT, BRIEFING = "quality-report", "compliance-briefing"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.fixture
def learner(attempts: Attempts) -> UUID:
    return attempts.learner("mine")


def _submit(attempts: Attempts, learner: UUID, provenance: Provenance, draft: str = "First.", scenario: str = REPORT) -> KeptAttempt:
    return attempts.begin(learner, scenario, draft, uuid4(), provenance)


def _content(path: Path) -> str:
    """Everything that the tables of the file hold."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_a_learner_is_found_again_by_the_cookie_whose_hash_alone_is_kept(attempts: Attempts, tmp_path: Path) -> None:
    mine = attempts.learner("a-cookie-of-mine")
    assert attempts.learner("a-cookie-of-mine") == mine
    assert attempts.learner("another") != mine
    again = Attempts(Database(f"sqlite:///{tmp_path / 'attempts.db'}"))
    assert again.learner("a-cookie-of-mine") == mine
    content = _content(tmp_path / "attempts.db")
    assert "a-cookie-of-mine" not in content
    assert hashlib.sha256(b"a-cookie-of-mine").hexdigest() in content


def test_a_draft_is_kept_for_its_learner_and_scenario_alone(attempts: Attempts, learner: UUID) -> None:
    attempts.save_draft(learner, REPORT, "First.")
    attempts.save_draft(learner, REPORT, "Second.")
    assert attempts.draft(learner, REPORT) == "Second."
    assert attempts.draft(learner, BRIEFING) == ""
    assert attempts.draft(attempts.learner("theirs"), REPORT) == ""


def test_a_text_that_another_replaces_is_kept_until_its_learner_deletes_it(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    submitted = _submit(attempts, learner, provenance, "Submitted.")
    attempts.replace_draft(learner, REPORT, "Submitted.", "Opened.")
    assert attempts.replaced(learner, REPORT) == [], "what was submitted is in the history"
    attempts.replace_draft(learner, REPORT, "Opened.", "Again.")
    attempts.replace_draft(learner, REPORT, " ", "More.")
    assert attempts.draft(learner, REPORT) == "More."
    assert [r.draft for r in attempts.replaced(learner, REPORT)] == ["Opened."]
    assert attempts.replaced(learner, BRIEFING) == attempts.replaced(attempts.learner("theirs"), REPORT) == []
    attempts.delete_replaced(attempts.learner("theirs"), REPORT)
    assert len(attempts.replaced(learner, REPORT)) == 1
    attempts.delete_replaced(learner, REPORT)
    assert attempts.replaced(learner, REPORT) == []
    assert [a.id for a in attempts.history(learner)] == [submitted.id]


def test_the_same_submission_twice_is_one_attempt(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    submission = uuid4()
    first = attempts.begin(learner, REPORT, "Text.", submission, provenance)
    assert attempts.begin(learner, REPORT, "Text.", submission, provenance) == first
    assert attempts.history(learner) == [first]


def test_another_learners_submission_is_never_handed_over(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    mine = _submit(attempts, learner, provenance, "My text.")
    with pytest.raises(StorageUnavailable):
        attempts.begin(attempts.learner("theirs"), REPORT, "Theirs.", mine.id, provenance)
    assert attempts.open(learner, mine.id) == mine


def test_attempts_are_numbered_within_a_work_and_listed_newest_first(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    first, other = _submit(attempts, learner, provenance), _submit(attempts, learner, provenance, scenario=BRIEFING)
    second = _submit(attempts, learner, provenance, "Second.")
    assert [first.number, other.number, second.number] == [1, 1, 2]
    assert [a.id for a in attempts.history(learner)] == [second.id, other.id, first.id]
    assert [(a.draft, a.number) for a in attempts.history(learner, REPORT)] == [("Second.", 2), ("First.", 1)]


def test_an_attempt_knows_the_one_before_and_forgets_it_when_deleted(attempts: Attempts, learner: UUID, provenance: Provenance, tmp_path: Path) -> None:
    _submit(attempts, learner, provenance, scenario=BRIEFING)
    first, second, third = (_submit(attempts, learner, provenance, d) for d in ("First.", "Second.", "Third."))

    def previous() -> dict[str, str | None]:
        with closing(sqlite3.connect(tmp_path / "attempts.db")) as connection:
            return dict(connection.execute("SELECT id, previous_id FROM attempt WHERE work_id = (SELECT work_id FROM attempt WHERE id = ?)", (second.id.hex,)))

    assert previous() == {first.id.hex: None, second.id.hex: first.id.hex, third.id.hex: second.id.hex}
    attempts.delete(learner, first.id)
    assert previous() == {second.id.hex: None, third.id.hex: second.id.hex}
    assert attempts.open(learner, third.id).number == 2


def test_a_revision_is_compared_with_the_last_scored_attempt_at_the_same_work(
    attempts: Attempts, learner: UUID, provenance: Provenance, evaluation: Evaluation, unscored: Evaluation
) -> None:
    first, second = _submit(attempts, learner, provenance), _submit(attempts, learner, provenance, "Second.")
    for kept, said in ((first, evaluation), (second, unscored), (_submit(attempts, learner, provenance, scenario=BRIEFING), evaluation)):
        attempts.complete(kept.id, said)
    attempts.complete(_submit(attempts, attempts.learner("theirs"), provenance).id, evaluation)
    third = _submit(attempts, learner, provenance, "Third.")
    assert (before := attempts.before(third.id))
    assert (before.id, before.draft, before.evaluation) == (first.id, "First.", evaluation)
    assert attempts.before(first.id) is None
    attempts.delete(learner, first.id)
    assert attempts.before(third.id) is None


def test_an_evaluation_comes_back_as_it_was(attempts: Attempts, learner: UUID, provenance: Provenance, evaluation: Evaluation, unscored: Evaluation) -> None:
    pending, complete, without = (_submit(attempts, learner, provenance) for _ in range(3))
    attempts.complete(complete.id, evaluation)
    attempts.complete(without.id, unscored)
    found = {i: attempts.open(learner, i) for i in (pending.id, complete.id, without.id)}
    assert [(a.status, a.evaluation) for a in found.values()] == [(PENDING, None), (COMPLETE, evaluation), (UNSCORED, unscored)]


def test_another_learner_can_neither_open_nor_list_nor_delete_mine(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    mine, stranger = _submit(attempts, learner, provenance), attempts.learner("theirs")
    assert attempts.open(stranger, mine.id) is None
    assert attempts.history(stranger) == []
    attempts.delete(stranger, mine.id)
    assert attempts.open(learner, mine.id) == mine


def test_deleting_removes_draft_and_evaluation_from_the_file(
    attempts: Attempts, learner: UUID, provenance: Provenance, evaluation: Evaluation, tmp_path: Path
) -> None:
    kept = _submit(attempts, learner, provenance, "A cerulean text.")
    attempts.complete(kept.id, evaluation)
    attempts.save_draft(learner, REPORT, "What is on the desk now.")
    assert all(word in _content(tmp_path / "attempts.db") for word in ("cerulean", "Vermilion"))
    attempts.delete(learner, kept.id)
    content = _content(tmp_path / "attempts.db")
    assert not any(word in content for word in ("cerulean", "Vermilion", kept.id.hex))
    assert attempts.open(learner, kept.id) is None
    assert attempts.draft(learner, REPORT) == "What is on the desk now."


def test_attempts_of_a_dead_process_are_marked_and_those_of_this_one_are_not(
    attempts: Attempts, provenance: Provenance, evaluation: Evaluation, tmp_path: Path
) -> None:
    learner = attempts.learner("mine")
    lost, done = _submit(attempts, learner, provenance, "Lost."), _submit(attempts, learner, provenance)
    attempts.complete(done.id, evaluation)
    restarted = Attempts(Database(f"sqlite:///{tmp_path / 'attempts.db'}"))
    running = _submit(restarted, learner, provenance)
    assert restarted.interrupt_abandoned() == 1
    assert {a.id: a.status for a in restarted.history(learner)} == {lost.id: INTERRUPTED, done.id: COMPLETE, running.id: PENDING}
    assert restarted.open(learner, lost.id).draft == "Lost."
    assert restarted.interrupt_abandoned() == 0


def test_times_are_aware_utc(attempts: Attempts, learner: UUID, provenance: Provenance) -> None:
    before = datetime.now(UTC)
    kept = _submit(attempts, learner, provenance)
    read = attempts.open(learner, kept.id)
    assert read.created == kept.created
    assert read.created.tzinfo is UTC
    assert before <= read.created <= datetime.now(UTC)


@given(ANY_TEXT)
@example("\ufeffa\r\nb\rc\u2028d\u0085")
@example("e\u0301 👩\u200d👩\u200d👧 \U0010fffd \x01")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_letter_for_letter(attempts: Attempts, provenance: Provenance, text: str) -> None:
    learner = attempts.learner("mine")
    attempts.save_draft(learner, BRIEFING, text)
    assert attempts.draft(learner, BRIEFING) == text
    kept = _submit(attempts, learner, provenance, text)
    assert attempts.open(learner, kept.id).draft == text
    attempts.delete(learner, kept.id)
