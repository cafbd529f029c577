"""A learner's works and attempts: kept, completed, listed, opened, deleted."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from coach.errors import StorageUnavailable
from coach.models import Evaluation, Practised, Reading
from coach.storage import own_data
from coach.storage.database import Database
from coach.storage.replies import Replies
from coach.storage.tables import Attempt, Learner, Revision, Work, now

PENDING, COMPLETE, UNSCORED, INTERRUPTED = "pending", "complete", "unscored", "interrupted"


@dataclass(frozen=True)
class Provenance:
    """What an attempt was judged with, besides what the evaluation itself says."""

    scenario_hash: str
    glossary_hash: str
    engine_version: str


@dataclass(frozen=True)
class KeptAttempt:
    """An attempt with its draft; `evaluation` is None while pending or interrupted."""

    id: UUID
    scenario: str
    status: str
    draft: str
    evaluation: Evaluation | None
    created: datetime
    number: int


@dataclass(frozen=True)
class Replaced:
    """A text that another took the place of on the desk, and when."""

    id: UUID
    draft: str
    created: datetime


class Attempts:
    """All queries that the practice needs, each in a session of its own."""

    def __init__(self, database: Database):
        self.database = database
        self.replies = Replies(database)
        self._process = uuid4().hex
        self._forgotten = set[str]()

    def learner(self, cookie: str) -> UUID:
        """The learner behind a cookie, made at first sight; only the cookie's hash is kept. One that was forgotten is refused."""
        digest = _digest(cookie)
        if digest in self._forgotten:
            raise StorageUnavailable("All that was kept for you has been deleted, so nothing is saved here any more. Load the page again to begin anew.")
        with self.database.read() as session:
            found = session.scalar(select(Learner.id).where(Learner.cookie_hash == digest))
        if found:
            return found
        with self.database.write() as session:
            # Two first requests may race: look again inside the write.
            found = session.scalar(select(Learner.id).where(Learner.cookie_hash == digest))
            if found:
                return found
            learner = Learner(cookie_hash=digest)
            session.add(learner)
            session.flush()
            return learner.id

    def forget(self, cookie: str) -> None:
        """Delete all that is kept of the learner behind a cookie; another tab that still has it can't bring anything back."""
        digest = _digest(cookie)
        self._forgotten.add(digest)
        try:
            own_data.erase(self.database, digest)
        except StorageUnavailable:
            self._forgotten.discard(digest)
            raise

    def everything(self, learner: UUID) -> dict[str, list[dict[str, object]]]:
        """All that is kept of the learner: the rows of each table, as plain data."""
        return own_data.everything(self.database, learner)

    def save_draft(self, learner: UUID, scenario: str, draft: str, known: str | None = None) -> bool:
        """The draft as it stands on a desk. Where another than `known` is stored, another tab wrote it: it is kept, and True given."""
        with self.database.write() as session:
            work = _work(session, learner, scenario)
            is_others = known is not None and work.draft not in (known, draft) and bool(work.draft.strip())
            if is_others:
                _keep_replaced(session, work, work.draft)
            work.draft, work.updated = draft, now()
            return is_others

    def draft(self, learner: UUID, scenario: str) -> str:
        """The text as last saved; empty where there is none."""
        with self.database.read() as session:
            return session.scalar(select(Work.draft).where(Work.learner_id == learner, Work.scenario == scenario)) or ""

    def replace_draft(self, learner: UUID, scenario: str, before: str, draft: str) -> None:
        """A text from elsewhere becomes the draft; `before`, what stood on the desk, is kept unless it is kept already."""
        with self.database.write() as session:
            work = _work(session, learner, scenario)
            if before.strip() and before != draft:
                _keep_replaced(session, work, before)
            work.draft, work.updated = draft, now()

    def replaced(self, learner: UUID, scenario: str) -> list[Replaced]:
        """Texts that another took the place of and that were never submitted, the newest first."""
        with self.database.read() as session:
            query = select(Revision).join(Work).where(Work.learner_id == learner, Work.scenario == scenario, Revision.id.not_in(select(Attempt.revision_id)))
            return [Replaced(r.id, r.draft, r.created) for r in session.scalars(query.order_by(Revision.created.desc()))]

    def delete_replaced(self, learner: UUID, scenario: str) -> None:
        """Remove them all."""
        with self.database.write() as session:
            works = select(Work.id).where(Work.learner_id == learner, Work.scenario == scenario)
            session.execute(delete(Revision).where(Revision.work_id.in_(works), Revision.id.not_in(select(Attempt.revision_id))))

    def begin(self, learner: UUID, scenario: str, draft: str, submission: UUID, provenance: Provenance) -> KeptAttempt:
        """Keep `draft` as a pending attempt; the same submission again gives the attempt that is there."""
        with self.database.write() as session:
            known = session.scalar(select(Attempt).join(Work).where(Work.learner_id == learner, Attempt.id == submission))
            if known:
                return _kept(session, known)
            work = _work(session, learner, scenario)
            work.draft, work.updated = draft, now()
            revision = Revision(work_id=work.id, draft=draft)
            session.add(revision)
            session.flush()
            previous = session.scalar(select(Attempt.id).where(Attempt.work_id == work.id).order_by(Attempt.created.desc()).limit(1))
            attempt = Attempt(
                id=submission, work_id=work.id, revision_id=revision.id, previous_id=previous, status=PENDING, process=self._process,
                scenario_hash=provenance.scenario_hash, glossary_hash=provenance.glossary_hash, engine_version=provenance.engine_version,
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            return _kept(session, attempt)

    def complete(self, attempt: UUID, evaluation: Evaluation, result_key: str | None = None, terms: Iterable[str] | None = None) -> None:
        """Keep the feedback, and the ids of the terms that the draft names; with a key, a scored one is found again by `judged`."""
        status = UNSCORED if evaluation.unscored else COMPLETE
        key = None if evaluation.unscored else result_key
        values: dict[str, Any] = {"status": status, "evaluation": evaluation.model_dump(mode="json"), "result_key": key, "completed": now()}
        values["terms"] = sorted(set(terms)) if terms is not None else None
        with self.database.write() as session:
            session.execute(update(Attempt).where(Attempt.id == attempt).values(**values))

    def keep_reading(self, learner: UUID, attempt: UUID, reading: Reading) -> None:
        """Part of the feedback on an attempt of the learner's from now on; nothing where the attempt is gone."""
        with self.database.write() as session:
            found = session.scalar(select(Attempt).join(Work).where(Work.learner_id == learner, Attempt.id == attempt))
            if found and found.evaluation:
                found.evaluation = found.evaluation | {"reading": reading.model_dump(mode="json")}

    def judged(self, result_key: str) -> Evaluation | None:
        """The scored result that was kept with this key, the newest, whoever's draft it was."""
        with self.database.read() as session:
            query = select(Attempt.evaluation).where(Attempt.result_key == result_key).order_by(Attempt.created.desc()).limit(1)
            found = session.scalar(query)
        return Evaluation.model_validate(found) if found else None

    def before(self, attempt: UUID) -> KeptAttempt | None:
        """The last attempt at the same work before this one that was scored, or None: one that a model failed says nothing to go by."""
        with self.database.read() as session:
            earlier = aliased(Attempt)
            same_work = select(earlier).join(Attempt, Attempt.work_id == earlier.work_id).where(Attempt.id == attempt)
            scored_before = same_work.where(earlier.created < Attempt.created, earlier.status == COMPLETE)
            found = session.scalar(scored_before.order_by(earlier.created.desc()).limit(1))
            return _kept(session, found) if found else None

    def interrupt_abandoned(self) -> int:
        """Mark attempts that a dead process left pending; gives their number."""
        with self.database.write() as session:
            abandoned = update(Attempt).where(Attempt.status == PENDING, Attempt.process != self._process).values(status=INTERRUPTED)
            return session.execute(abandoned).rowcount  # type: ignore[attr-defined,no-any-return]

    def history(self, learner: UUID, scenario: str | None = None) -> list[KeptAttempt]:
        """A learner's attempts, the newest first."""
        with self.database.read() as session:
            query = select(Attempt).join(Work).where(Work.learner_id == learner).order_by(Attempt.created.desc())
            if scenario:
                query = query.where(Work.scenario == scenario)
            return [_kept(session, a) for a in session.scalars(query)]

    def first_scored(self, learner: UUID) -> dict[str, datetime]:
        """When the first scored attempt at each scenario was made."""
        query = select(Work.scenario, func.min(Attempt.created)).select_from(Attempt).join(Work).where(Work.learner_id == learner, Attempt.status == COMPLETE)
        with self.database.read() as session:
            return dict(session.execute(query.group_by(Work.scenario)).all())

    def practised(self, learner: UUID) -> list[Practised]:
        """What the learner's judged attempts say of learning, the oldest first."""
        query = select(Attempt.id, Work.scenario, Attempt.created, Revision.draft, Attempt.evaluation, Attempt.terms)
        query = query.select_from(Attempt).join(Work).join(Revision, Attempt.revision_id == Revision.id)
        query = query.where(Work.learner_id == learner, Attempt.status.in_((COMPLETE, UNSCORED))).order_by(Attempt.created)
        with self.database.read() as session:
            return [_practised(*row) for row in session.execute(query)]

    def open(self, learner: UUID, attempt: UUID) -> KeptAttempt | None:
        """One of the learner's own attempts, or None."""
        with self.database.read() as session:
            found = session.scalar(select(Attempt).join(Work).where(Work.learner_id == learner, Attempt.id == attempt))
            return _kept(session, found) if found else None

    def delete(self, learner: UUID, attempt: UUID) -> None:
        """Remove an attempt of the learner's and the revision that it judged."""
        with self.database.write() as session:
            found = session.scalar(select(Attempt).join(Work).where(Work.learner_id == learner, Attempt.id == attempt))
            if found:
                session.execute(delete(Attempt).where(Attempt.id == found.id))
                session.execute(delete(Revision).where(Revision.id == found.revision_id))


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _practised(id: UUID, scenario: str, created: datetime, draft: str, record: dict[str, Any], terms: list[str] | None) -> Practised:
    evaluation = Evaluation.model_validate(record)
    levels = {criterion: level for criterion, level in evaluation.levels.items() if level and not evaluation.unscored}
    named = frozenset(terms) if terms is not None else None
    return Practised(id, scenario, created, len(draft.split()), evaluation.evaluator, levels, evaluation.findings, named)


def _work(session: Session, learner: UUID, scenario: str) -> Work:
    found = session.scalar(select(Work).where(Work.learner_id == learner, Work.scenario == scenario))
    if found:
        return found
    work = Work(learner_id=learner, scenario=scenario, draft="")
    session.add(work)
    session.flush()
    return work


def _keep_replaced(session: Session, work: Work, draft: str) -> None:
    if not session.scalar(select(Revision.id).where(Revision.work_id == work.id, Revision.draft == draft).limit(1)):
        session.add(Revision(work_id=work.id, draft=draft))


def _kept(session: Session, attempt: Attempt) -> KeptAttempt:
    scenario, draft = session.execute(select(Work.scenario, Revision.draft).select_from(Revision).join(Work).where(Revision.id == attempt.revision_id)).one()
    earlier: Sequence[UUID] = session.scalars(select(Attempt.id).where(Attempt.work_id == attempt.work_id).order_by(Attempt.created)).all()
    evaluation = Evaluation.model_validate(attempt.evaluation) if attempt.evaluation else None
    return KeptAttempt(attempt.id, scenario, attempt.status, draft, evaluation, attempt.created, earlier.index(attempt.id) + 1)
