"""What a learner chose beside the text: how the desk looks, and which findings are ignored in a draft."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from coach.storage.database import Database
from coach.storage.tables import Learner, Work


class Choices:
    """Kept with the learner and with the work, so that another tab or device finds them."""

    def __init__(self, database: Database):
        self._database = database

    def preferences(self, learner: UUID) -> dict[str, Any]:
        with self._database.read() as session:
            return dict(session.scalar(select(Learner.preferences).where(Learner.id == learner)) or {})

    def prefer(self, learner: UUID, name: str, value: str | bool) -> None:
        with self._database.write() as session:
            kept = session.scalar(select(Learner.preferences).where(Learner.id == learner)) or {}
            session.execute(update(Learner).where(Learner.id == learner).values(preferences={**kept, name: value}))

    def ignored(self, learner: UUID, scenario: str) -> frozenset[str]:
        """Keys of the findings that are ignored in the draft for this scenario."""
        with self._database.read() as session:
            return frozenset(session.scalar(select(Work.ignored).where(Work.learner_id == learner, Work.scenario == scenario)) or ())

    def ignore(self, learner: UUID, scenario: str, keys: frozenset[str]) -> None:
        """These and no others; the draft must have been saved before."""
        with self._database.write() as session:
            session.execute(update(Work).where(Work.learner_id == learner, Work.scenario == scenario).values(ignored=sorted(keys)))
