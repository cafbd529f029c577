"""One attempt from submit to stored feedback: the composer that pages and tests call."""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from coach import __version__
from coach.content import Library, RoleContent, content_hash
from coach.content.scenario import Scenario
from coach.errors import CoachError, StorageUnavailable
from coach.evaluation.budget import within_budget
from coach.evaluation.model import ModelEvaluator, OnFinding
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.reading import read, read_within_budget
from coach.evaluation.results import again, result_key
from coach.evaluation.task import Earlier, Task, TaskMaker
from coach.language.credit import Credit
from coach.models import Evaluation, Reading
from coach.revision.progress import Judged, Progress, progress
from coach.storage.attempts import Attempts, KeptAttempt, Provenance
from coach.storage.spending import Spending


@dataclass(frozen=True)
class Outcome:
    """Feedback on one submission. `not_kept` says why it could not be stored, where it couldn't; `before` is the scored attempt before.

    `attempt` is its id where it is kept.
    """

    evaluation: Evaluation
    number: int
    not_kept: str | None = None
    before: KeptAttempt | None = None
    attempt: UUID | None = None


class Practice:
    """What a learner can do, with a database that may fail, a model that may be absent, and budgets that it may have.

    Raises CoachError where a budget is in money and the model has no price.
    """

    def __init__(
        self, library: Library, attempts: Attempts, model: ModelEvaluator | None = None, spending: Spending | None = None, maker: TaskMaker | None = None
    ):
        if model and spending and spending.in_money and model.price is None:
            raise CoachError(
                f"A budget is in US dollars (COACH_BUDGET_…_USD), and prompts/prices.yaml has no price for {model.model} at this address: "
                "add a row for it, or set the budget in tokens."
            )
        self.library = library
        self.attempts = attempts
        self.maker = maker or TaskMaker(library)
        self._offline = OfflineEvaluator()
        self._model = model
        self._spending = spending
        self._hashes: dict[str, str] = {}

    @property
    def has_model(self) -> bool:
        return self._model is not None

    def submit(
        self,
        cookie: str,
        role: RoleContent,
        scenario: Scenario,
        draft: str,
        submission: UUID,
        offline: bool = False,
        force: bool = False,
        on_finding: OnFinding | None = None,
    ) -> Outcome:
        """Keep the draft, judge it, keep the feedback. Raises DraftRefused before anything is kept.

        The same submission twice is judged once, and a model is asked once for the same draft, prompt and rubric, unless
        `force` is set. `on_finding` is given each of a model's findings as it comes. A database that fails costs the record,
        not the feedback.
        """
        task = self.maker.make(draft, scenario.id, role.path.id)
        evaluator = self._offline if offline or self._model is None else self._model
        judge = evaluator.info(task.rubric, task.prompt)
        key = result_key(task, judge) if judge.kind == "llm" else None
        kept: KeptAttempt | None = None
        before: KeptAttempt | None = None
        known: Evaluation | None = None
        learner: UUID | None = None
        problem = None
        try:
            learner = self.attempts.learner(cookie)
            kept = self.attempts.begin(learner, scenario.id, draft, submission, self._provenance(role, scenario))
            before = self.attempts.before(kept.id)
            if kept.evaluation:
                return Outcome(kept.evaluation, kept.number, None, before, kept.id)
            known = self.attempts.judged(key) if key and not force else None
            if before and before.evaluation:
                task = replace(task, earlier=Earlier(before.draft, before.evaluation.findings))
        except StorageUnavailable as error:
            problem = str(error)
        if known:
            evaluation = again(known)
        elif offline or self._model is None:
            evaluation = self._offline.evaluate(task)
        else:
            evaluation = self._asked(task, self._model, learner, on_finding)
        if kept:
            try:
                self.attempts.complete(kept.id, evaluation, key, {term for _start, _end, term in task.named})
            except StorageUnavailable as error:
                problem = str(error)
        return Outcome(evaluation, kept.number if kept else 0, problem, before, kept.id if kept else None)

    def _asked(self, task: Task, model: ModelEvaluator, learner: UUID | None, on_finding: OnFinding | None) -> Evaluation:
        if self._spending and not task.off_topic:
            return within_budget(model, task, learner, self._spending, on_finding)
        return model.evaluate(task, on_finding)

    def can_read(self, scenario: Scenario, known: Reading | None) -> bool:
        """Whether a model can be asked to read as the scenario's reader, and what is `known` isn't its answer to the prompt as it is now."""
        if self._model is None or scenario.reader_prompt is None:
            return False
        prompt = self.library.prompt(scenario.reader_prompt, "reader")
        return known is None or (known.model, known.prompt_hash) != (self._model.model, prompt.hash)

    def read_as_reader(self, cookie: str, attempt: UUID, role: RoleContent, scenario: Scenario, draft: str) -> Reading:
        """What a model says that the reader would do with an attempt's `draft`, kept with the attempt and asked for once.

        Raises CoachError where nobody can be asked. A database that fails costs the record, not the reading, unless a budget has to be looked up in it.
        """
        if self._model is None or scenario.reader_prompt is None:
            raise CoachError("No model is connected that could read as this reader.")
        prompt = self.library.prompt(scenario.reader_prompt, "reader")
        task = replace(self.maker.make(draft, scenario.id, role.path.id), prompt=prompt)
        learner: UUID | None = None
        with suppress(StorageUnavailable):
            learner = self.attempts.learner(cookie)
            kept = self.attempts.open(learner, attempt)
            known = kept.evaluation.reading if kept and kept.evaluation else None
            if known and not self.can_read(scenario, known):
                return known
        reading = read_within_budget(self._model, task, learner, self._spending) if self._spending else read(task, self._model)
        if learner and not reading.unscored:
            with suppress(StorageUnavailable):
                self.attempts.keep_reading(learner, attempt, reading)
        return reading

    def judge_offline(self, draft: str, scenario: Scenario, role: RoleContent) -> Evaluation:
        """Judged by rules and kept nowhere: for examples."""
        return self._offline.evaluate(self.maker.make(draft, scenario.id, role.path.id))

    def progress(self, before: KeptAttempt, draft: str, evaluation: Evaluation, role: RoleContent, scenario: Scenario) -> Progress | None:
        """What the revision from `before` to `draft` achieved; None where one of them has no score."""
        if before.evaluation is None:
            return None
        old, new = (Judged(text, said, self.maker.named(text, role, scenario)) for text, said in ((before.draft, before.evaluation), (draft, evaluation)))
        return progress(old, new, self.library.rubric(scenario.rubric))

    def credit(self, draft: str, evaluation: Evaluation, role: RoleContent, scenario: Scenario) -> Credit:
        """What stands in a judged draft, beside what is to be mended."""
        return self.maker.engine(role).credit(draft, scenario, evaluation.findings)

    def _provenance(self, role: RoleContent, scenario: Scenario) -> Provenance:
        if scenario.id not in self._hashes:
            self._hashes[scenario.id] = content_hash(scenario)
        return Provenance(self._hashes[scenario.id], role.glossary_hash, __version__)

    def warm_up(self) -> None:
        """Builds every role's engine, so that the first learner doesn't wait for it."""
        self.maker.warm_up()
