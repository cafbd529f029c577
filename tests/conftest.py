"""What tests share: the real content, the real engine, a database in a temporary folder. Network is loopback only."""

import json
import os
from pathlib import Path

import pytest

from coach.content import Library, RoleContent, load
from coach.content.scenario import Scenario
from coach.evaluation.task import TaskMaker
from coach.language.examine import Engine
from coach.storage.attempts import Attempts
from coach.storage.database import Database

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "scenarios/synthetic-data-engineer/gold/dev.jsonl"


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: Path) -> None:
    for name in [n for n in os.environ if n.startswith(("COACH_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    # What is kept between runs is the developer's own; the tests share one of theirs, for building an engine takes seconds.
    monkeypatch.setenv("COACH_CACHE_DIR", str(kept))
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")


@pytest.fixture(scope="session")
def library() -> Library:
    return load(ROOT)


@pytest.fixture(scope="session")
def role(library: Library) -> RoleContent:
    return library.roles["synthetic-data-engineer"]


@pytest.fixture(scope="session")
def engine(library: Library, role: RoleContent) -> Engine:
    return Engine(library, role)


@pytest.fixture(scope="session")
def briefing(role: RoleContent) -> Scenario:
    return role.scenarios["compliance-briefing"]


@pytest.fixture(scope="session")
def report(role: RoleContent) -> Scenario:
    return role.scenarios["quality-report"]


@pytest.fixture(scope="session")
def maker(library: Library) -> TaskMaker:
    return TaskMaker(library)


@pytest.fixture
def attempts(tmp_path: Path) -> Attempts:
    return Attempts(Database(f"sqlite:///{tmp_path / 'attempts.db'}"))


@pytest.fixture(scope="session")
def gold() -> dict[str, str]:
    """Draft by id."""
    return {d["id"]: d["draft"] for d in map(json.loads, GOLD.read_text("utf-8").splitlines())}
