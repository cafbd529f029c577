"""What an evaluator is given, and the face that every evaluator has."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from coach.content.library import Library, Prompt, RoleContent
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.evaluation.masking import masked
from coach.language.edited import Edited
from coach.language.examine import Engine, Examination
from coach.language.outline import check_written, unwritten
from coach.models import Evaluation, EvaluatorInfo, Finding, check_draft

_FIRST = "Nobody's first draft waits for what is made when a sentence is first read."
"""Long enough for every finder."""


@dataclass(frozen=True)
class Earlier:
    """The attempt before: what the learner had written, and what was said of it."""

    draft: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Task:
    """A draft for a scenario, with what the language engine found in it. `key` names the line of a batch.

    `named` are the places where the draft names terms: start, end, id. `off_topic`:
    the draft has none of the scenario's points and facts, and no term of the field.
    """

    draft: str
    scenario: Scenario
    role: RoleContent
    rubric: Rubric
    prompt: Prompt
    examination: Examination
    key: str | None = None
    named: tuple[tuple[int, int, str], ...] = ()
    off_topic: bool = False
    earlier: Earlier | None = None

    @cached_property
    def sent(self) -> Edited:
        """The draft as a model gets it; places in its text lead back to the draft."""
        return masked(self.draft, self.examination.instructed, unwritten(self.draft, self.scenario))


class Evaluator(Protocol):
    """Offline or a model: `evaluate` never raises for what a draft or a server may do."""

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo: ...

    def evaluate(self, task: Task) -> Evaluation: ...


class TaskMaker:
    """Makes tasks: checks the draft, finds scenario, rubric and prompt, runs the language engine once."""

    def __init__(self, library: Library):
        self.library = library
        self._engines: dict[str, Engine] = {}

    def engine(self, role: RoleContent) -> Engine:
        if role.path.id not in self._engines:
            self._engines[role.path.id] = Engine(self.library, role)
        return self._engines[role.path.id]

    def warm_up(self) -> None:
        """Builds every role's engine, so that nobody's first draft waits for it."""
        for role in self.library.roles.values():
            for scenario in role.scenarios.values():
                self.engine(role).examine(_FIRST, scenario)

    def make(self, draft: str, scenario_id: str, role_id: str | None = None, prompt: str | None = None, key: str | None = None) -> Task:
        """Raises DraftRefused where there is nothing to judge, or CoachError where an id is unknown."""
        role = self.library.role_of(scenario_id, role_id)
        scenario = role.scenario(scenario_id)
        engine = self.engine(role)
        examination = engine.examine(check_written(check_draft(draft), scenario), scenario)
        rubric = self.library.rubric(scenario.rubric)
        named = self.named(draft, role, scenario)
        off_topic = not (examination.covered or examination.stated or named)
        return Task(draft, scenario, role, rubric, self.library.prompt(prompt or scenario.prompt), examination, key, named, off_topic)

    def named(self, draft: str, role: RoleContent, scenario: Scenario | None = None) -> tuple[tuple[int, int, str], ...]:
        """The places where the draft names terms: start, end, id."""
        concepts = self.engine(role).read(draft, scenario)[1]
        return tuple((here.sentence.starts[m.first], here.sentence.ends[m.last], m.term) for here in concepts for m in here.named)
