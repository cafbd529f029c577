"""One attempt from submit to stored feedback: the composer that pages and tests call."""

from dataclasses import dataclass
from uuid import UUID

from coach import __version__
from coach.content import Library, RoleContent, content_hash
from coach.content.scenario import Scenario
from coach.errors import CoachError, StorageUnavailable
from coach.evaluation.budget import within_budget
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import Task, TaskMaker
from coach.models import Evaluation
from coach.storage.attempts import Attempts, KeptAttempt, Provenance
from coach.storage.spending import Spending


@dataclass(frozen=True)
class Outcome:
    """Feedback on one submission. `not_kept` says why it could not be stored, where it couldn't."""

    evaluation: Evaluation
    number: int
    not_kept: str | None = None


class Practice:
    """What a learner can do, with a database that may fail, a model that may be absent, and budgets that it may have.

    Raises CoachError where a budget is in money and the model has no price.
    """

    def __init__(self, library: Library, attempts: Attempts, model: ModelEvaluator | None = None, spending: Spending | None = None):
        if model and spending and spending.in_money and model.price is None:
            raise CoachError(
                f"A budget is in US dollars (COACH_BUDGET_…_USD), and prompts/prices.yaml has no price for {model.model} at this address: "
                "add a row for it, or set the budget in tokens."
            )
        self.library = library
        self.attempts = attempts
        self.maker = TaskMaker(library)
        self._offline = OfflineEvaluator()
        self._model = model
        self._spending = spending
        self._hashes: dict[str, str] = {}

    @property
    def has_model(self) -> bool:
        return self._model is not None

    def submit(self, cookie: str, role: RoleContent, scenario: Scenario, draft: str, submission: UUID, offline: bool = False) -> Outcome:
        """Keep the draft, judge it, keep the feedback. Raises DraftRefused before anything is kept.

        The same submission twice is judged once. A database that fails costs the record, not the feedback.
        """
        task = self.maker.make(draft, scenario.id, role.path.id)
        kept: KeptAttempt | None = None
        learner: UUID | None = None
        problem = None
        try:
            learner = self.attempts.learner(cookie)
            kept = self.attempts.begin(learner, scenario.id, draft, submission, self._provenance(role, scenario))
            if kept.evaluation:
                return Outcome(kept.evaluation, kept.number)
        except StorageUnavailable as error:
            problem = str(error)
        evaluation = self._offline.evaluate(task) if offline or self._model is None else self._judged(task, self._model, learner)
        if kept:
            try:
                self.attempts.complete(kept.id, evaluation)
            except StorageUnavailable as error:
                problem = str(error)
        return Outcome(evaluation, kept.number if kept else 0, problem)

    def _judged(self, task: Task, model: ModelEvaluator, learner: UUID | None) -> Evaluation:
        return within_budget(model, task, learner, self._spending) if self._spending else model.evaluate(task)

    def judge_offline(self, draft: str, scenario: Scenario, role: RoleContent) -> Evaluation:
        """Judged by rules and kept nowhere: for examples."""
        return self._offline.evaluate(self.maker.make(draft, scenario.id, role.path.id))

    def _provenance(self, role: RoleContent, scenario: Scenario) -> Provenance:
        if scenario.id not in self._hashes:
            self._hashes[scenario.id] = content_hash(scenario)
        return Provenance(self._hashes[scenario.id], role.glossary_hash, __version__)

    def warm_up(self) -> None:
        """Builds every role's engine, so that the first learner doesn't wait for it."""
        self.maker.warm_up()
