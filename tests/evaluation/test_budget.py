"""The budget holds before the call: what doesn't fit is never asked, and what was asked is paid as it was answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from coach.content import Library, RoleContent
from coach.content.prices import Price
from coach.content.scenario import Scenario
from coach.errors import CoachError, StorageUnavailable
from coach.evaluation.budget import estimate, within_budget
from coach.evaluation.model import ModelEvaluator, NoAnswer
from coach.evaluation.task import Task
from coach.models import Unscored, UnscoredReason, Usage
from coach.practice import Practice
from coach.settings import Budget, Budgets
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.storage.spending import Spending
from tests.evaluation.answers import DRAFT, completion, good, said

PRICE = Price(server="s", model="m", input=2, cached_input=0.5, output=8, date=date(2026, 7, 24), source="a list")


class Kept(Spending):
    """A spending that remembers what was reserved and settled."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.reserved: list[Usage] = []
        self.settled: list[Usage] = []

    def reserve(self, learner: UUID, most: Usage) -> UUID:
        self.reserved.append(most)
        return super().reserve(learner, most)

    def settle(self, reservation: UUID, usage: Usage) -> None:
        self.settled.append(usage)
        super().settle(reservation, usage)


@pytest.fixture
def attempts(database: Database) -> Attempts:
    return Attempts(database)


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def mine(attempts: Attempts) -> UUID:
    return attempts.learner("mine")


@pytest.fixture
def asked() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def model(asked: list[dict[str, Any]], task: Task) -> Callable[..., ModelEvaluator]:
    def make(answer: Any = None, price: Price | None = PRICE) -> ModelEvaluator:
        def ask(request: dict[str, Any]) -> Any:
            asked.append(request)
            if isinstance(answer, NoAnswer):
                raise answer
            return answer or good(task.rubric)

        return ModelEvaluator("m", ask, price=price)

    return make


def test_the_most_that_a_call_may_cost_is_its_counted_input_and_the_prompts_longest_answer(model: Callable[..., ModelEvaluator], task: Task) -> None:
    most = estimate(model(), task)
    assert most.output_tokens == task.prompt.info.max_output_tokens
    assert 1_500 < most.input_tokens < 8_000
    assert most.cached_tokens == 0
    assert most.cost_usd == pytest.approx((most.input_tokens * 2 + most.output_tokens * 8) / 1e6)
    assert estimate(model(price=None), task).cost_usd is None
    longer = replace(task, draft=DRAFT * 50)
    assert estimate(model(), longer).input_tokens - most.input_tokens == pytest.approx(49 * len(DRAFT) / 4.4, rel=0.2)


def test_a_call_that_does_not_fit_is_not_asked_and_the_learner_gets_the_offline_findings_and_why(
    model: Callable[..., ModelEvaluator], asked: list[Any], task: Task, database: Database, mine: UUID
) -> None:
    evaluation = within_budget(model(), task, mine, Spending(database, Budgets(Budget(tokens=500))))
    assert asked == []
    assert evaluation.unscored is not None
    assert evaluation.unscored.reason == "over-budget"
    assert evaluation.unscored.detail.startswith("Your daily budget of 500 tokens is used up: 500 tokens left")
    assert "renewed at midnight UTC" in evaluation.unscored.detail
    assert evaluation.findings == task.examination.findings
    assert set(evaluation.levels.values()) == {None}
    assert evaluation.usage.calls == 0


def test_what_fits_is_reserved_before_the_call_and_settled_with_what_was_used(
    model: Callable[..., ModelEvaluator], asked: list[Any], task: Task, database: Database, mine: UUID
) -> None:
    judge = model()
    kept = Kept(database, Budgets(Budget(tokens=50_000)))
    before = []
    whole = ModelEvaluator("m", lambda request: (before.extend(kept.reserved), judge.ask(request))[1], price=PRICE)
    evaluation = within_budget(whole, task, mine, kept)
    assert evaluation.unscored is None
    assert len(before) == 1
    assert before == kept.reserved
    assert [(u.input_tokens, u.cached_tokens, u.output_tokens) for u in kept.settled] == [(900, 800, 120)]
    assert kept.settled[0].cost_usd == pytest.approx((100 * 2 + 800 * 0.5 + 120 * 8) / 1e6)


PAID_IN_FULL: tuple[UnscoredReason, ...] = ("timeout",)
FREE: tuple[UnscoredReason, ...] = ("unreachable", "unauthorised", "unknown-model", "rate-limited", "rejected", "too-long", "server-error")


@pytest.mark.parametrize("reason", PAID_IN_FULL + FREE)
def test_a_call_without_an_answer_is_free_unless_the_model_may_have_answered(
    model: Callable[..., ModelEvaluator], task: Task, database: Database, mine: UUID, reason: UnscoredReason
) -> None:
    kept = Kept(database, Budgets(Budget(tokens=50_000)))
    judge = model(NoAnswer(Unscored(reason=reason, detail="No."), 3))
    within_budget(judge, task, mine, kept)
    assert [u.input_tokens > 0 for u in kept.settled] == [reason in PAID_IN_FULL]


def test_an_answer_that_tells_no_usage_is_counted_as_the_most_that_it_may_have_cost(
    model: Callable[..., ModelEvaluator], task: Task, database: Database, mine: UUID
) -> None:
    kept = Kept(database, Budgets(Budget(tokens=50_000)))
    judge = model({**completion(said(task.rubric)), "usage": None})
    assert within_budget(judge, task, mine, kept).unscored is None
    assert len(kept.settled) == 1
    assert kept.settled == kept.reserved


def test_a_budget_that_cannot_be_kept_asks_nobody(model: Callable[..., ModelEvaluator], asked: list[Any], task: Task, tmp_path: Any) -> None:
    broken = Spending(Database(f"sqlite:///{tmp_path}"), Budgets(Budget(tokens=50_000)))
    for learner in (uuid4(), None):
        unscored = within_budget(model(), task, learner, broken).unscored
        assert unscored is not None
        assert unscored.reason == "over-budget"
        assert "can't be checked" in unscored.detail
    assert asked == []


def test_a_database_that_fails_during_the_call_does_not_cost_the_feedback(
    model: Callable[..., ModelEvaluator], task: Task, database: Database, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(database, Budgets(Budget(tokens=50_000)))
    monkeypatch.setattr(database, "write", lambda: (_ for _ in ()).throw(StorageUnavailable("gone")))
    monkeypatch.setattr(Spending, "reserve", lambda *_: uuid4())
    evaluation = within_budget(model(), task, mine, kept)
    assert (evaluation.unscored, len(kept.settled)) == (None, 1)


def test_a_learner_over_budget_keeps_practising_with_the_offline_findings(
    model: Callable[..., ModelEvaluator], asked: list[Any], task: Task, library: Library, role: RoleContent, briefing: Scenario, database: Database
) -> None:
    attempts = Attempts(database)
    practice = Practice(library, attempts, model(), Spending(database, Budgets(Budget(tokens=estimate(model(), task).input_tokens + 4_300))))
    reasons = []
    for draft in (DRAFT, f"{DRAFT} Delta is 1e-6."):
        evaluation = practice.submit("mine", role, briefing, draft, uuid4()).evaluation
        assert evaluation.findings
        reasons.append(evaluation.unscored and evaluation.unscored.reason)
    assert (reasons, len(asked)) == ([None, "over-budget"], 1)
    assert [kept.status for kept in attempts.history(attempts.learner("mine"))] == ["unscored", "complete"]
    assert practice.submit("another", role, briefing, DRAFT, uuid4()).evaluation.unscored is None
    assert practice.submit("mine", role, briefing, DRAFT, uuid4(), offline=True).evaluation.unscored is None


def test_a_budget_in_money_needs_a_price(model: Callable[..., ModelEvaluator], library: Library, database: Database) -> None:
    in_money = Spending(database, Budgets(team=Budget(usd=1)))
    with pytest.raises(CoachError, match=r"prices\.yaml has no price for m at this address: add a row"):
        Practice(library, Attempts(database), model(price=None), in_money)
    Practice(library, Attempts(database), model(), in_money)
    Practice(library, Attempts(database), None, in_money)
