"""Budgets on the databases that people run: SQLite and PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, event, func, select

from coach.errors import OverBudget
from coach.models import Usage
from coach.settings import Budget, Budgets
from coach.storage import spending
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.storage.spending import Spending
from coach.storage.tables import Learner, Spent

CALL = Usage(calls=1, input_tokens=900, output_tokens=100, cost_usd=0.01)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    opened = Database(request.getfixturevalue("url" if request.param == "sqlite" else "postgresql"))
    with opened.write() as session:
        session.execute(delete(Spent))
    yield opened
    opened.close()


@pytest.fixture
def mine(database: Database) -> UUID:
    return Attempts(database).learner("mine")


@pytest.fixture
def theirs(database: Database) -> UUID:
    return Attempts(database).learner("theirs")


def spent(database: Database) -> tuple[int, float]:
    with database.read() as session:
        tokens, usd = session.execute(select(func.sum(Spent.tokens), func.sum(Spent.cost_usd))).one()
        return tokens or 0, round(usd or 0.0, 6)


def fits(kept: Spending, learner: UUID, most: Usage = CALL) -> bool:
    try:
        kept.reserve(learner, most)
    except OverBudget:
        return False
    return True


@pytest.mark.parametrize(
    ("budgets", "calls"),
    [
        (Budgets(learner=Budget(tokens=3_000)), 3),
        (Budgets(learner=Budget(tokens=3_999)), 3),
        (Budgets(learner=Budget(usd=0.03)), 3),
        (Budgets(team=Budget(tokens=2_000)), 2),
        (Budgets(team=Budget(usd=0.029)), 2),
        (Budgets(learner=Budget(tokens=9_000, usd=0.01), team=Budget(tokens=8_000)), 1),
        (Budgets(learner=Budget(tokens=0)), 0),
    ],
)
def test_no_more_calls_are_reserved_than_fit(database: Database, mine: UUID, budgets: Budgets, calls: int) -> None:
    assert [fits(Spending(database, budgets), mine) for _ in range(5)] == [True] * calls + [False] * (5 - calls)


def test_one_learners_budget_is_not_anothers_and_the_teams_is_everybodys(database: Database, mine: UUID, theirs: UUID) -> None:
    kept = Spending(database, Budgets(Budget(tokens=1_000), Budget(tokens=2_500)))
    third = Attempts(database).learner("third")
    assert [fits(kept, who) for who in (mine, mine, theirs, third)] == [True, False, True, False]


def test_a_settled_call_takes_what_it_cost_and_not_what_was_reserved(database: Database, mine: UUID) -> None:
    kept = Spending(database, Budgets(Budget(tokens=1_500)))
    reservation = kept.reserve(mine, CALL)
    assert not fits(kept, mine)
    kept.settle(reservation, Usage(calls=1, input_tokens=400, output_tokens=50, cost_usd=0.004))
    assert spent(database) == (450, 0.004)
    assert fits(kept, mine)


def test_a_reservation_that_nobody_settles_counts_until_the_day_is_over(database: Database, mine: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    kept = Spending(database, Budgets(Budget(tokens=1_000)))
    fitted = []
    for hours in (0, 11.99, 12, 12.5, 36):
        monkeypatch.setattr(spending, "now", lambda hours=hours: noon + timedelta(hours=hours))
        fitted.append(fits(kept, mine))
    assert fitted == [True, False, True, False, True]


def test_the_sentence_says_which_budget_what_is_left_and_when_it_is_renewed(database: Database, mine: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "now", lambda: datetime(2026, 11, 28, 18, 44, 30, tzinfo=UTC))
    Spending(database, Budgets(Budget(tokens=10_000))).reserve(mine, CALL)
    said = {}
    for name, budgets in {
        "learner": Budgets(Budget(tokens=1_200)), "team": Budgets(team=Budget(tokens=1_200)), "usd": Budgets(team=Budget(usd=0.015)),
    }.items():  # fmt: skip
        with pytest.raises(OverBudget) as caught:
            Spending(database, budgets).reserve(mine, CALL)
        said[name] = str(caught.value)
    rest = "tokens left, and this draft may need 1,000 tokens; it is renewed at midnight UTC, in 5 h 16 min."
    assert said["learner"] == f"Your daily budget of 1,200 tokens is used up: 200 {rest}"
    assert said["team"] == f"The team's daily budget of 1,200 tokens is used up: 200 {rest}"
    assert said["usd"].startswith("The team's daily budget of $0.015 is used up: $0.005 left, and this draft may need $0.01;")


@pytest.mark.parametrize("budgets", [Budgets(learner=Budget(tokens=7_000)), Budgets(team=Budget(usd=0.07))], ids=["learner", "team"])
def test_submissions_at_the_same_time_never_reserve_more_than_there_is(database: Database, mine: UUID, theirs: UUID, budgets: Budgets) -> None:
    """Each thread has a connection pool of its own, as two processes have."""
    threads, start = 2, Barrier(2)
    who = [mine, mine if budgets.learner != Budget() else theirs]

    def submit(n: int) -> int:
        own = Database(database.url.render_as_string(hide_password=False))
        own.open()
        kept = Spending(own, budgets)
        start.wait(20)
        fitted = sum(fits(kept, who[n]) for _ in range(10))
        own.close()
        return fitted

    def dawdle(_: object, __: object, statement: str, *___: object) -> None:
        if "sum(" in statement:
            sleep(0.02)  # between what is read and what is written, so that two would meet there

    event.listen(Engine, "after_cursor_execute", dawdle)
    try:
        with ThreadPoolExecutor(threads) as pool:
            fitted = sum(pool.map(submit, range(threads)))
    finally:
        event.remove(Engine, "after_cursor_execute", dawdle)
    assert fitted == 7
    assert spent(database) == (7_000, 0.07)


def test_a_learner_who_is_removed_does_not_give_the_teams_money_back(database: Database) -> None:
    kept = Spending(database, Budgets(team=Budget(tokens=1_000)))
    gone = Attempts(database).learner("gone")
    kept.reserve(gone, CALL)
    with database.write() as session:
        session.execute(delete(Learner).where(Learner.id == gone))
    assert not fits(kept, Attempts(database).learner("mine"))
