"""What a learner answers to feedback: which findings are called wrong, and what was expected before it opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coach.errors import StorageUnavailable
from coach.models import Finding, SelfAssessment
from coach.storage.database import Database
from coach.storage.tables import Attempt, Dispute, Expected, Work


@dataclass(frozen=True)
class Disputed:
    """A finding that a learner calls wrong, for the author of its rule."""

    scenario: str
    finding: Finding
    note: str
    engine_version: str
    created: datetime


class Replies:
    """All of it by attempt; another learner's attempt is as unknown as none. Raises StorageUnavailable."""

    def __init__(self, database: Database):
        self._database = database

    def disputes(self, attempt: UUID) -> dict[str, str]:
        """Note by the key of the disputed finding."""
        with self._database.read() as session:
            return dict(session.execute(select(Dispute.key, Dispute.note).where(Dispute.attempt_id == attempt)).all())

    def dispute(self, learner: UUID, attempt: UUID, finding: Finding, note: str) -> None:
        """Keep that the learner calls it wrong, and why; said again, the newer note stays."""
        with self._database.write() as session:
            _own(session, learner, attempt)
            session.execute(delete(Dispute).where(Dispute.attempt_id == attempt, Dispute.key == finding.key))
            session.add(Dispute(attempt_id=attempt, key=finding.key, finding=finding.model_dump(mode="json"), note=note))

    def withdraw(self, learner: UUID, attempt: UUID, key: str) -> None:
        with self._database.write() as session:
            _own(session, learner, attempt)
            session.execute(delete(Dispute).where(Dispute.attempt_id == attempt, Dispute.key == key))

    def all_disputes(self) -> Iterable[Disputed]:
        """Everybody's, the oldest first; of the learner there is nothing but the quote and the note."""
        with self._database.read() as session:
            query = (
                select(Dispute, Work.scenario, Attempt.engine_version).join(Attempt, Attempt.id == Dispute.attempt_id).join(Work, Work.id == Attempt.work_id)
            )
            for dispute, scenario, version in session.execute(query.order_by(Dispute.created)):
                yield Disputed(scenario, Finding.model_validate(dispute.finding), dispute.note, version, dispute.created)

    def expected(self, attempt: UUID) -> SelfAssessment | None:
        with self._database.read() as session:
            found = session.get(Expected, attempt)
            if found is None:
                return None
            weakest = (found.weakest_start, found.weakest_end) if found.weakest_start is not None and found.weakest_end is not None else None
            return SelfAssessment(reader=found.reader, weakest=weakest, level=found.level)

    def expect(self, learner: UUID, attempt: UUID, said: SelfAssessment) -> None:
        """Keep what was expected; said again, the newer one stays."""
        start, end = said.weakest or (None, None)
        with self._database.write() as session:
            _own(session, learner, attempt)
            session.merge(Expected(attempt_id=attempt, reader=said.reader, weakest_start=start, weakest_end=end, level=said.level))


def _own(session: Session, learner: UUID, attempt: UUID) -> None:
    if not session.scalar(select(Attempt.id).join(Work).where(Work.learner_id == learner, Attempt.id == attempt)):
        raise StorageUnavailable("This attempt isn't there any more, so your answer to it can't be kept. Get feedback again.")
