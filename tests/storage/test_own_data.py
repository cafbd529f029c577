"""Everything of a learner: handed out whole, and erased without a trace, on the databases that people run."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from coach.errors import StorageUnavailable
from coach.models import Evaluation, SelfAssessment, Usage
from coach.settings import Budget, Budgets
from coach.storage.attempts import Attempts, Provenance
from coach.storage.database import Database
from coach.storage.spending import Spending
from coach.storage.tables import Base, Spent
from tests.storage.conftest import ADDS_A_TABLE
from tests.storage.test_replies import FINDING

REPORT = "quality-report"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    opened = Database(request.getfixturevalue("url" if request.param == "sqlite" else "postgresql"))
    yield opened
    opened.close()


def _fill(database: Database, cookie: str, word: str, provenance: Provenance, evaluation: Evaluation) -> UUID:
    """A learner with a row in every table that a learner can have one in."""
    attempts = Attempts(database)
    learner = attempts.learner(cookie)
    kept = attempts.begin(learner, REPORT, f"A {word} text.", uuid4(), provenance)
    attempts.complete(kept.id, evaluation, None, ["epsilon", "noise"])
    attempts.replies.dispute(learner, kept.id, FINDING, f"A {word} note.")
    attempts.replies.expect(learner, kept.id, SelfAssessment(reader=f"A {word} reader"))
    attempts.begin(learner, REPORT, f"A second {word} text.", uuid4(), provenance)
    attempts.replace_draft(learner, REPORT, f"A replaced {word} text.", f"A {word} text on the desk.")
    Spending(database, Budgets(Budget(tokens=10**9))).reserve(learner, Usage(calls=1, input_tokens=10, output_tokens=10))
    return learner


def _rows(database: Database) -> str:
    with database.read() as session:
        return json.dumps({t.name: [list(map(str, row)) for row in session.execute(select(t))] for t in Base.metadata.sorted_tables})


def test_all_tables_of_mine_are_handed_out_and_none_of_anothers(database: Database, provenance: Provenance, evaluation: Evaluation) -> None:
    mine, theirs = f"mine-{uuid4()}", f"theirs-{uuid4()}"
    learner, other = _fill(database, mine, "cerulean", provenance, evaluation), _fill(database, theirs, "ochre", provenance, evaluation)
    found = Attempts(database).everything(learner)
    text = json.dumps(found)
    assert {name: len(rows) for name, rows in found.items()} == dict.fromkeys(found, 1) | {"attempt": 2, "revision": 3}
    assert set(found) == {t.name for t in Base.metadata.sorted_tables}
    assert all(
        part in text
        for part in ("A cerulean note.", "A cerulean reader", "A replaced cerulean text.", "A cerulean text on the desk.", "Vermilion is said once.", '"noise"')
    )
    assert "ochre" not in text
    assert str(other) not in text


def test_what_is_erased_is_in_no_table_and_others_keep_theirs(database: Database, provenance: Provenance, evaluation: Evaluation) -> None:
    mine, theirs, word = f"mine-{uuid4()}", f"theirs-{uuid4()}", f"cerulean-{uuid4()}"
    learner, other = _fill(database, mine, word, provenance, evaluation), _fill(database, theirs, "ochre", provenance, evaluation)
    kept = Attempts(database).everything(other)
    with database.read() as session:
        spent = session.scalars(select(Spent.id).where(Spent.learner_id == learner)).one()
    attempts = Attempts(database)
    attempts.forget(mine)
    rows = _rows(database)
    assert word not in rows
    assert str(learner) not in rows
    assert str(spent) in rows, "what was spent of the day's budget stays spent, and is nobody's"
    assert attempts.everything(other) == kept


def test_a_cookie_that_was_forgotten_brings_nothing_back(database: Database) -> None:
    attempts = Attempts(database)
    cookie = f"mine-{uuid4()}"
    learner = attempts.learner(cookie)
    attempts.forget(cookie)
    with pytest.raises(StorageUnavailable, match="Load the page again"):
        attempts.learner(cookie)
    assert attempts.everything(learner)["learner"] == []


def test_no_byte_of_what_was_erased_is_left_in_the_file_its_log_or_its_backups(
    url: str, tmp_path: Path, provenance: Provenance, evaluation: Evaluation, later_coach: Callable[[str], Path]
) -> None:
    first = Database(url)
    learner = _fill(first, "mine", "cerulean", provenance, evaluation)
    _fill(first, "theirs", "ochre", provenance, evaluation)
    first.close()
    later_coach(ADDS_A_TABLE)
    attempts = Attempts(Database(url))
    attempts.learner("theirs")
    files = [p for p in tmp_path.iterdir() if p.is_file()]
    assert sum(b"cerulean" in p.read_bytes() for p in files) >= 2, "the file and its backup had it"
    attempts.forget("mine")
    for path in (p for p in tmp_path.iterdir() if p.is_file()):
        content = path.read_bytes()
        assert not any(word in content for word in (b"cerulean", learner.bytes, learner.hex.encode())), path
    backup = next(tmp_path.glob("*.before-*"))
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM learner").fetchone() == (1,)


def test_a_backup_that_cant_be_changed_is_named_and_can_be_tried_again(url: str, tmp_path: Path) -> None:
    attempts = Attempts(Database(url))
    attempts.learner("mine")
    (tmp_path / "coach.db.before-0001").write_bytes(b"no database, but perhaps once one" * 100)
    with pytest.raises(StorageUnavailable, match=r"delete .*coach\.db\.before-0001"):
        attempts.forget("mine")
    assert attempts.learner("mine")


def test_what_judged_attempts_say_of_learning_comes_oldest_first(
    database: Database, provenance: Provenance, evaluation: Evaluation, unscored: Evaluation
) -> None:
    attempts = Attempts(database)
    learner = attempts.learner(f"mine-{uuid4()}")
    first, second, _pending = (attempts.begin(learner, REPORT, d, uuid4(), provenance) for d in ("One two three.", "One two.", "One."))
    attempts.complete(first.id, evaluation, None, {"noise", "epsilon"})
    attempts.complete(second.id, unscored)
    found = attempts.practised(learner)
    assert [(p.id, p.words, p.levels, p.terms, p.scored) for p in found] == [
        (first.id, 3, {"register": 4}, frozenset({"noise", "epsilon"}), True),
        (second.id, 2, {}, None, False),
    ]
    assert attempts.first_scored(learner) == {REPORT: first.created}
