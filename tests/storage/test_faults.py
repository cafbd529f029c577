"""Databases that fail: each becomes a sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select

from coach.errors import StorageUnavailable
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.storage.tables import Learner

DRAFT = "Vermilion. " * 20_000


@pytest.fixture
def learner(url: str) -> UUID:
    """Of a database that is there and up to date."""
    opened = Database(url)
    found = Attempts(opened).learner("cookie")
    opened.close()
    return found


@contextmanager
def _each_connection(statement: str, when: str = "connect") -> Iterator[None]:
    def run(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(statement)

    event.listen(Engine, when, run)
    try:
        yield
    finally:
        event.remove(Engine, when, run)


def test_a_read_only_database_is_read_and_says_that_nothing_can_be_saved(tmp_path: Path, learner: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    attempts = Attempts(Database(f"sqlite:///file:{tmp_path / 'coach.db'}?mode=ro&uri=true"))
    assert attempts.learner("cookie") == learner
    with pytest.raises(StorageUnavailable, match=r"is read-only.*Give write permission, or set COACH_DATABASE_URL"):
        attempts.save_draft(learner, "quality-report", DRAFT)
    assert not list(Path.cwd().iterdir()), "a file: address isn't a path"


def test_a_full_disk_says_to_free_space_and_keeps_the_draft_out_of_the_sentence(url: str, learner: UUID) -> None:
    with _each_connection("PRAGMA max_page_count = 1"):
        attempts = Attempts(Database(url))
        with pytest.raises(StorageUnavailable, match=r"is full.*Free some space") as caught:
            attempts.save_draft(learner, "quality-report", DRAFT)
    assert "Vermilion" not in str(caught.value)
    assert attempts.draft(learner, "quality-report") == ""


def test_a_busy_database_says_to_try_again_and_then_works(url: str, tmp_path: Path, learner: UUID) -> None:
    attempts = Attempts(Database(url))
    assert attempts.learner("cookie") == learner
    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as other, _each_connection("PRAGMA busy_timeout = 0", "checkout"):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageUnavailable, match=r"is busy with another program\. Try again"):
            attempts.save_draft(learner, "quality-report", "Text.")
        assert attempts.draft(learner, "quality-report") == "", "readers don't wait for a writer"
    attempts.save_draft(learner, "quality-report", "Text.")
    assert attempts.draft(learner, "quality-report") == "Text."


def test_a_writer_keeps_others_out_from_its_first_word(url: str, tmp_path: Path, learner: UUID) -> None:
    with closing(sqlite3.connect(tmp_path / "coach.db", timeout=0, isolation_level=None)) as other:
        with Database(url).write() as session:
            session.scalar(select(Learner.id))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def test_a_file_that_is_no_database_says_to_move_it_away_and_is_left_alone(url: str, tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    file.write_text("Minutes of the meeting\n" * 200)
    with pytest.raises(StorageUnavailable, match=r"isn't a database that Coach can read\. Move it away"):
        Attempts(Database(url)).learner("cookie")
    assert file.read_text() == "Minutes of the meeting\n" * 200


def test_a_damaged_database_says_to_put_back_a_backup(url: str, tmp_path: Path, learner: UUID) -> None:
    file = tmp_path / "coach.db"
    header = file.read_bytes()[:100]
    file.write_bytes(header + b"\xff" * (file.stat().st_size - 100))
    with pytest.raises(StorageUnavailable, match=r"put back a backup"):
        Attempts(Database(url)).learner("cookie")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("file/coach.db", r"folder for .* can't be made .*Set COACH_DATABASE_URL to another place"),
        ("file/deep/coach.db", r"folder for .* can't be made .*Set COACH_DATABASE_URL to another place"),
        ("folder", r"can't be opened\. Check the path"),
        ("file:{}/none.db?mode=ro&uri=true", r"can't be opened\. Check the path"),
    ],
)
def test_a_place_that_cannot_hold_a_database_is_named(place: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    address = place.format(tmp_path) if place.startswith("file:") else tmp_path / place
    with pytest.raises(StorageUnavailable, match=sentence):
        Attempts(Database(f"sqlite:///{address}")).learner("cookie")


def test_a_place_that_is_mended_works_at_the_next_call(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    attempts = Attempts(Database(f"sqlite:///{tmp_path / 'data' / 'coach.db'}"))
    with pytest.raises(StorageUnavailable):
        attempts.learner("cookie")
    (tmp_path / "data").unlink()
    assert attempts.learner("cookie") == attempts.learner("cookie")


@pytest.mark.parametrize("address", ["coach.db", " ", "http://localhost/coach", "mysql+nope://localhost/coach", "sqlite://u:secret@h:port/coach"])
def test_an_address_that_is_none_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(StorageUnavailable, match=r"isn't a database address: write one such as sqlite:") as caught:
        Database(address)
    assert "secret" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(StorageUnavailable, match=r"needs the Python package pymssql: install it"):
        Database("mssql+pymssql://u:secret@127.0.0.1/coach")
