"""A learner who has practised, in a database of the app."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from coach.content.library import Library, RoleContent
from coach.evaluation.task import TaskMaker
from coach.practice import Practice
from coach.storage.attempts import Attempts
from coach.storage.database import Database

BRIEFING = "compliance-briefing"
MINE = "0123456789abcdef0123456789abcdef"
"""The learner's cookie."""


def seed(file: Path, library: Library, role: RoleContent, maker: TaskMaker) -> None:
    """A learner who practised for nine days: two revisions of the briefing, then the report, by the real engine."""
    database = Database(f"sqlite:///{file}")
    practice = Practice(library, Attempts(database), maker=maker)
    sample = role.sample_drafts[BRIEFING]
    answer, report = role.answers[BRIEFING][0].text, role.answers["quality-report"][0].text
    days = (
        (9, BRIEFING, sample), (9, BRIEFING, sample.replace("raising epsilon makes the protection stronger", "a lower epsilon protects more")),
        (8, BRIEFING, answer), (4, "quality-report", report), (1, "quality-report", report + " It's really good."),
    )  # fmt: skip
    for ago, scenario, draft in days:
        submission = uuid4()
        practice.submit(MINE, role, role.scenarios[scenario], draft, submission)
        with closing(sqlite3.connect(file)) as connection, connection:
            then = datetime.now(UTC) - timedelta(days=ago, minutes=-days.index((ago, scenario, draft)))
            connection.execute("UPDATE attempt SET created = ? WHERE id = ?", [then.strftime("%Y-%m-%d %H:%M:%S.%f"), submission.hex])
    database.close()
