"""learner → work (a scenario being written) → revisions of the draft → attempts → what is answered to them; spending beside them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Text, TypeDecorator, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


class Learner(Base):
    """`preferences` is how the learner likes the desk, by name."""

    __tablename__ = "learner"
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    preferences: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Work(Base):
    """A scenario that a learner is writing; `draft` is the text as last autosaved, `ignored` are keys of findings."""

    __tablename__ = "work"
    __table_args__ = (UniqueConstraint("learner_id", "scenario"),)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    scenario: Mapped[str] = mapped_column(String(100))
    draft: Mapped[str] = mapped_column(Text, default="")
    ignored: Mapped[list[str] | None] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Revision(Base):
    """A draft as submitted, letter for letter; without an attempt, a text that another took the place of on the desk."""

    __tablename__ = "revision"
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    work_id: Mapped[UUID] = mapped_column(ForeignKey("work.id", ondelete="CASCADE"), index=True)
    draft: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Attempt(Base):
    """One evaluation of a revision; `evaluation` is the whole record, null while pending.

    `result_key` stands for all that a model's scored result rests on; null where there is no such result. `terms` are the ids of
    the glossary terms that the draft names, null until it is judged.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_work_id_created", "work_id", "created"),)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    work_id: Mapped[UUID] = mapped_column(ForeignKey("work.id", ondelete="CASCADE"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(20))
    process: Mapped[str] = mapped_column(String(32))
    scenario_hash: Mapped[str] = mapped_column(String(64))
    glossary_hash: Mapped[str] = mapped_column(String(64))
    engine_version: Mapped[str] = mapped_column(String(40))
    evaluation: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result_key: Mapped[str | None] = mapped_column(String(64), index=True)
    terms: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)
    completed: Mapped[datetime | None] = mapped_column(UtcTime)


class Dispute(Base):
    """A finding of an attempt that its learner calls wrong; `finding` is the whole record, `key` its stable key."""

    __tablename__ = "dispute"
    __table_args__ = (UniqueConstraint("attempt_id", "key"),)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(32))
    finding: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Expected(Base):
    """What the learner expected of an attempt before its feedback opened; `weakest_…` is the place of a claim in its draft."""

    __tablename__ = "self_assessment"
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    reader: Mapped[str] = mapped_column(Text)
    weakest_start: Mapped[int | None] = mapped_column(Integer)
    weakest_end: Mapped[int | None] = mapped_column(Integer)
    level: Mapped[int | None] = mapped_column(Integer)
    created: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Spent(Base):
    """What one call of a model took of a UTC day's budget: the most that it may cost, and once it is settled what it did cost."""

    __tablename__ = "spending"
    __table_args__ = (Index("ix_spending_day_learner_id", "day", "learner_id"),)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    learner_id: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id", ondelete="SET NULL"))
    day: Mapped[date] = mapped_column(Date)
    tokens: Mapped[int] = mapped_column(BigInteger)
    cost_usd: Mapped[float] = mapped_column(Float)
    created: Mapped[datetime] = mapped_column(UtcTime)
