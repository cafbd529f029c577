"""What the model may cost in a day: reserved before a call, settled after it, safe under submissions at the same time."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from coach.errors import OverBudget
from coach.models import Usage
from coach.settings import Budgets
from coach.storage.database import Database
from coach.storage.tables import Spent, now


class Spending:
    """The budgets of a UTC day, over all processes that share the database.

    A process that dies between the two leaves what it reserved: the call may have been paid for.
    """

    def __init__(self, database: Database, budgets: Budgets):
        self._database = database
        self._budgets = budgets

    @property
    def in_money(self) -> bool:
        """Whether any budget is in US dollars, so that the model must have a price."""
        return self._budgets.learner.usd is not None or self._budgets.team.usd is not None

    def reserve(self, learner: UUID, most: Usage) -> UUID:
        """Sets `most`, the most that a call may cost, apart from today's budgets; raises OverBudget where it doesn't fit."""
        today = now()
        tokens, usd = most.input_tokens + most.output_tokens, most.cost_usd or 0.0
        with self._database.write_alone() as session:
            query = select(func.coalesce(func.sum(Spent.tokens), 0), func.coalesce(func.sum(Spent.cost_usd), 0.0)).where(Spent.day == today.date())
            for whose, budget, spent in (
                ("Your", self._budgets.learner, query.where(Spent.learner_id == learner)),
                ("The team's", self._budgets.team, query),
            ):
                spent_tokens, spent_usd = session.execute(spent).one()
                for limit, used, needed, shown in ((budget.tokens, spent_tokens, tokens, _tokens), (budget.usd, spent_usd, usd, _dollars)):
                    if limit is not None and used + needed > limit + 1e-9:
                        raise OverBudget(_sentence(f"{whose} daily budget of {shown(limit)}", shown(max(0, limit - used)), shown(needed), today))
            reserved = Spent(id=uuid4(), learner_id=learner, day=today.date(), tokens=tokens, cost_usd=usd, created=today)
            session.add(reserved)
            return reserved.id

    def settle(self, reservation: UUID, usage: Usage) -> None:
        """Puts what a call did cost in the place of what was reserved for it, on the day of the reservation."""
        spent = {"tokens": usage.input_tokens + usage.output_tokens, "cost_usd": usage.cost_usd or 0.0}
        with self._database.write() as session:
            session.execute(update(Spent).where(Spent.id == reservation).values(**spent))


def _tokens(number: float) -> str:
    return f"{number:,.0f} tokens"


def _dollars(usd: float) -> str:
    return f"${round(usd, 4):,g}"


def _sentence(budget: str, left: str, needed: str, today: datetime) -> str:
    midnight = datetime.combine(today.date() + timedelta(days=1), time(), today.tzinfo)
    minutes = -(-int((midnight - today).total_seconds()) // 60)
    wait = f"{minutes // 60} h {minutes % 60} min"
    return f"{budget} is used up: {left} left, and this draft may need {needed}; it is renewed at midnight UTC, in {wait}."
