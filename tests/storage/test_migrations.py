import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from coach.errors import StorageUnavailable
from coach.storage import database
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.storage.tables import Base
from tests.conftest import ROOT
from tests.storage.conftest import ADDS_A_TABLE, LATER, MIGRATIONS

# Says when its imports are done, and opens the database when told to: so that all open it at once.
OPENS = """
import sys
from pathlib import Path
from coach.storage import database
from coach.storage.attempts import Attempts
if sys.argv[2:]:
    database.HEAD, database._MIGRATIONS = sys.argv[2], Path(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
print(Attempts(database.Database(sys.argv[1])).learner("cookie"))
"""


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _open(url: str) -> None:
    opened = Database(url)
    opened.open()
    opened.close()


def _all_at_once(*arguments: str, processes: int = 3) -> list[str]:
    """What each process said last, each having opened the database."""
    command = [sys.executable, "-c", OPENS, *arguments]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(processes)]
    for process in started:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in started]
    assert [p.returncode for p in started] == [0] * processes, said
    return [out.strip() for out, _ in said]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _migrated_from_empty(url: str) -> None:
    engine, config = create_engine(url), _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


@pytest.mark.parametrize("make", [_open, _migrated_from_empty], ids=["new", "migrated"])
def test_a_database_has_the_tables_that_the_code_has(url: str, make: Callable[[str], None]) -> None:
    make(url)
    opened = Database(url)
    with opened.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_heads() == (database.HEAD,)


def test_head_is_the_newest_migration_and_files_are_named_by_their_revision() -> None:
    scripts = ScriptDirectory.from_config(_config())
    assert scripts.get_heads() == [database.HEAD]
    assert all(Path(s.path).stem.startswith(f"{s.revision}_") for s in scripts.walk_revisions())


def test_a_database_of_a_newer_coach_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    _open(url)
    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageUnavailable, match=r"newer Coach \(revision 9999\)\. Update Coach"):
        _open(url)
    assert _rows(tmp_path / "coach.db", "SELECT version_num FROM alembic_version") == [("9999",)]
    assert not list(tmp_path.glob("*.before-*"))


def test_an_older_database_is_backed_up_and_brought_up_to_date(url: str, tmp_path: Path, later_coach: Callable[[str], Path]) -> None:
    learner = Attempts(Database(url)).learner("cookie")
    older = database.HEAD
    later_coach(ADDS_A_TABLE)
    assert Attempts(Database(url)).learner("cookie") == learner
    assert _rows(tmp_path / "coach.db", "SELECT count(*) FROM extra") == [(0,)]
    backup = tmp_path / f"coach.db.before-{older}"
    assert _rows(backup, "SELECT version_num FROM alembic_version") == [(older,)]
    assert _rows(backup, "SELECT id FROM learner") == [(learner.hex,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str, tmp_path: Path, later_coach: Callable[[str], Path]) -> None:
    _open(url)
    older = database.HEAD
    later_coach(f"{ADDS_A_TABLE}; op.drop_table('nowhere')")
    with pytest.raises(StorageUnavailable):
        _open(url)
    assert _rows(tmp_path / "coach.db", "SELECT version_num FROM alembic_version") == [(older,)]
    assert _rows(tmp_path / "coach.db", "SELECT name FROM sqlite_master WHERE name = 'extra'") == []


def test_where_no_backup_can_be_made_nothing_is_migrated(url: str, tmp_path: Path, later_coach: Callable[[str], Path]) -> None:
    _open(url)
    older = database.HEAD
    (tmp_path / f"coach.db.before-{older}").mkdir()
    later_coach(ADDS_A_TABLE)
    with pytest.raises(StorageUnavailable, match="can't be backed up to"):
        _open(url)
    assert _rows(tmp_path / "coach.db", "SELECT version_num FROM alembic_version") == [(older,)]


def test_a_new_or_current_database_makes_no_backup(url: str, tmp_path: Path) -> None:
    _open(url)
    _open(url)
    assert not list(tmp_path.glob("*.before-*"))


def test_processes_that_open_a_new_database_at_once_all_succeed(url: str) -> None:
    assert len(set(_all_at_once(url))) == 1


def test_processes_that_migrate_an_older_database_at_once_keep_one_true_backup(url: str, tmp_path: Path, later_coach: Callable[[str], Path]) -> None:
    learner = Attempts(Database(url)).learner("cookie")
    older = database.HEAD
    folder = later_coach(ADDS_A_TABLE)
    assert set(_all_at_once(url, LATER, str(folder))) == {str(learner)}
    (backup,) = tmp_path.glob("*.before-*")
    assert _rows(backup, "SELECT version_num FROM alembic_version") == [(older,)]
