from pathlib import Path
from uuid import uuid4

from coach.models import Finding
from coach.storage.attempts import Attempts, Provenance
from coach.storage.database import Database
from tests.cli.conftest import Coach

FINDING = Finding(
    start=0, end=4, quote="Fake", criterion="terminology", category="imprecise", severity="warning", message="An everyday word.", rule="wording.fake",
    source="rules",
)  # fmt: skip


def test_disputes_are_listed_with_their_finding_and_no_learner(coach: Coach, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    attempts = Attempts(Database(url))
    learner = attempts.learner("cookie")
    kept = attempts.begin(learner, "quality-report", "Fake data.", uuid4(), Provenance("s" * 64, "g" * 64, "1.0"))
    attempts.replies.dispute(learner, kept.id, FINDING, "“Fake” is what the brief says.")
    ran = coach("disputes", COACH_DATABASE_URL=url)
    (record,) = ran.records
    assert (record["scenario"], record["note"], record["engine_version"]) == ("quality-report", "“Fake” is what the brief says.", "1.0")
    assert Finding.model_validate(record["finding"]) == FINDING
    assert learner.hex not in ran.out.replace("-", "")


def test_a_database_without_disputes_lists_nothing(coach: Coach, tmp_path: Path) -> None:
    ran = coach("disputes", COACH_DATABASE_URL=f"sqlite:///{tmp_path / 'coach.db'}")
    assert (ran.status, ran.out) == (0, "")
