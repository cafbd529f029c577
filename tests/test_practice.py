import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from coach import __version__
from coach.content import Library, RoleContent, content_hash
from coach.content.library import Prompt
from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.errors import DraftRefused
from coach.evaluation.model import ModelEvaluator, OnFinding
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import Task
from coach.models import Evaluation, EvaluatorInfo, Finding, Usage
from coach.practice import Practice
from coach.storage.attempts import COMPLETE, INTERRUPTED, PENDING, Attempts
from coach.storage.database import Database
from tests.conftest import ROOT
from tests.evaluation.answers import completion, found, said, streamed

DRAFT = "The synthetic data is fine lol. Raising epsilon makes the privacy stronger."


@dataclass
class Judge:
    """The offline evaluator in a model's place; `before` runs first and may fail."""

    before: Callable[[], None] = lambda: None
    judged: list[str] = field(default_factory=list)

    def info(self, rubric: Rubric, prompt: Prompt) -> EvaluatorInfo:
        return OfflineEvaluator().info(rubric, prompt)

    def evaluate(self, task: Task, on_finding: OnFinding | None = None) -> Evaluation:
        self.before()
        self.judged.append(task.draft)
        return OfflineEvaluator().evaluate(task)


@dataclass(frozen=True)
class Desk:
    """A practice with its role and scenario at hand."""

    practice: Practice
    role: RoleContent
    scenario: Scenario

    def submit(self, draft: str = DRAFT, submission: UUID | None = None, **options: bool):
        return self.practice.submit("mine", self.role, self.scenario, draft, submission or uuid4(), **options)

    def history(self):
        return self.practice.attempts.history(self.practice.attempts.learner("mine"))


@pytest.fixture
def desk(library: Library, role: RoleContent, report: Scenario, attempts: Attempts) -> Callable[..., Desk]:
    def make(model: Judge | None = None, database: Attempts = attempts) -> Desk:
        return Desk(Practice(library, database, model), role, report)

    return make


def test_a_submission_is_judged_and_kept_with_what_it_was_judged_by(desk: Callable[..., Desk], tmp_path: Path) -> None:
    mine = desk()
    outcome = mine.submit()
    assert (outcome.number, outcome.not_kept) == (1, None)
    assert {(f.quote, f.category) for f in outcome.evaluation.findings} >= {("lol", "informal")}
    (kept,) = mine.history()
    assert (kept.status, kept.draft, kept.evaluation) == (COMPLETE, DRAFT, outcome.evaluation)
    with closing(sqlite3.connect(tmp_path / "attempts.db")) as connection:
        provenance = connection.execute("SELECT scenario_hash, glossary_hash, engine_version FROM attempt").fetchone()
    assert provenance == (content_hash(mine.scenario), mine.role.glossary_hash, __version__)


def test_the_draft_is_kept_before_it_is_judged(desk: Callable[..., Desk]) -> None:
    seen = []
    mine = desk(Judge(before=lambda: seen.extend(mine.history())))
    mine.submit()
    assert [(a.status, a.draft, a.evaluation) for a in seen] == [(PENDING, DRAFT, None)]


def test_an_evaluator_that_raises_leaves_the_draft_in_a_pending_attempt(desk: Callable[..., Desk]) -> None:
    def fail() -> None:
        raise RuntimeError("a fault in the evaluator")

    mine = desk(Judge(before=fail))
    with pytest.raises(RuntimeError, match="a fault in the evaluator"):
        mine.submit()
    assert [(a.status, a.draft) for a in mine.history()] == [(PENDING, DRAFT)]
    assert mine.practice.attempts.draft(mine.practice.attempts.learner("mine"), mine.scenario.id) == DRAFT


def test_a_process_that_dies_while_judging_leaves_a_draft_that_can_be_submitted_again(desk: Callable[..., Desk], tmp_path: Path) -> None:
    dies = f"""
import os
from pathlib import Path
from uuid import uuid4
from coach.content import load
from coach.practice import Practice
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from tests.test_practice import Judge
library = load(Path({str(ROOT)!r}))
role = library.role_of("quality-report")
practice = Practice(library, Attempts(Database({f"sqlite:///{tmp_path / 'attempts.db'}"!r})), Judge(before=lambda: os._exit(9)))
practice.submit("mine", role, role.scenarios["quality-report"], {DRAFT!r}, uuid4())
"""
    assert subprocess.run([sys.executable, "-c", dies], cwd=ROOT, check=False, timeout=60).returncode == 9
    mine = desk()
    mine.practice.attempts.interrupt_abandoned()
    (lost,) = mine.history()
    assert (lost.status, lost.draft) == (INTERRUPTED, DRAFT)
    assert mine.submit(lost.draft).number == 2


def test_a_database_that_cannot_be_opened_costs_the_record_but_not_the_feedback(desk: Callable[..., Desk], tmp_path: Path) -> None:
    outcome = desk(database=Attempts(Database(f"sqlite:///{tmp_path}"))).submit()
    assert outcome.evaluation.findings
    assert outcome.evaluation.unscored is None
    assert outcome.number == 0
    assert "can't be opened" in outcome.not_kept


def test_a_database_that_fails_while_judging_costs_the_record_but_not_the_feedback(desk: Callable[..., Desk], tmp_path: Path) -> None:
    def break_it() -> None:
        with closing(sqlite3.connect(tmp_path / "attempts.db", isolation_level=None)) as connection:
            connection.execute("DROP TABLE attempt")

    outcome = desk(Judge(before=break_it)).submit()
    assert outcome.evaluation.findings
    assert "failed. Try again" in outcome.not_kept


@pytest.mark.parametrize("draft", ["", " \r\n\t", "\ufeff", "a\0b", "half \ud83d a character", "word " * 40_001])
def test_a_refused_draft_keeps_nothing(desk: Callable[..., Desk], draft: str) -> None:
    judge = Judge()
    mine = desk(judge)
    with pytest.raises(DraftRefused):
        mine.submit(draft)
    assert (mine.history(), judge.judged) == ([], [])
    assert mine.practice.attempts.draft(mine.practice.attempts.learner("mine"), mine.scenario.id) == ""


def test_the_same_submission_twice_is_judged_once(desk: Callable[..., Desk]) -> None:
    judge, submission = Judge(), uuid4()
    mine = desk(judge)
    assert mine.submit(submission=submission) == mine.submit(submission=submission)
    assert judge.judged == [DRAFT]
    assert mine.submit().number == 2


def test_offline_is_used_where_it_is_asked_for_or_no_model_is_there(desk: Callable[..., Desk]) -> None:
    judge = Judge()
    assert desk(judge).practice.has_model
    assert desk(judge).submit(offline=True).evaluation.evaluator.kind == "offline"
    assert judge.judged == []
    assert not desk().practice.has_model
    assert desk().submit().evaluation.evaluator.kind == "offline"


def test_an_example_is_judged_and_kept_nowhere(desk: Callable[..., Desk]) -> None:
    judge = Judge()
    mine = desk(judge)
    assert mine.practice.judge_offline(DRAFT, mine.scenario, mine.role).findings == mine.submit(offline=True).evaluation.findings
    assert len(mine.history()) == 1
    assert judge.judged == []


def model(rubric: Rubric, asked: list[str], **changes: Any) -> ModelEvaluator:
    """A model that streams one finding and notes what it was asked."""
    answer = said(rubric, found("fine", "vague"), **changes)

    def ask(request: dict[str, Any]) -> Any:
        asked.append("whole")
        return completion(answer)

    def stream(request: dict[str, Any]) -> Generator[Any, None, None]:
        asked.append("in parts")
        yield from streamed(answer)

    return ModelEvaluator("m", ask, stream)


def test_the_same_draft_is_paid_for_once_whoever_submits_it(desk: Callable[..., Desk], library: Library) -> None:
    asked: list[str] = []
    mine = desk(model(library.rubric("workplace-writing@1"), asked))
    first, second = mine.submit().evaluation, mine.submit().evaluation
    theirs = mine.practice.submit("theirs", mine.role, mine.scenario, DRAFT, uuid4()).evaluation
    assert asked == ["whole"]
    assert second == theirs == first.model_copy(update={"usage": Usage()})
    assert [a.status for a in mine.history()] == [COMPLETE, COMPLETE]
    mine.submit(DRAFT + " More.")
    mine.submit(force=True)
    mine.submit(offline=True)
    assert asked == ["whole"] * 3


def test_an_unscored_draft_is_asked_about_again(desk: Callable[..., Desk], library: Library) -> None:
    asked: list[str] = []
    mine = desk(model(library.rubric("workplace-writing@1"), asked, level=9))
    assert [mine.submit().evaluation.unscored.reason for _ in range(2)] == ["malformed", "malformed"]
    assert asked == ["whole", "whole"]


def test_findings_are_given_as_they_come_and_the_outcome_is_kept(desk: Callable[..., Desk], library: Library) -> None:
    asked: list[str] = []
    mine, came = desk(model(library.rubric("workplace-writing@1"), asked)), []
    outcome = mine.submit(on_finding=came.append)
    assert (asked, [f.quote for f in came]) == (["in parts"], ["fine"])
    assert mine.history()[0].evaluation == outcome.evaluation


def test_a_learner_who_leaves_ends_the_call(desk: Callable[..., Desk], library: Library) -> None:
    ended = []

    def stream(request: dict[str, Any]) -> Generator[Any, None, None]:
        try:
            yield from streamed(said(library.rubric("workplace-writing@1"), found("fine", "vague")))
        finally:
            ended.append(True)

    def leave(finding: Finding) -> None:
        raise KeyboardInterrupt

    mine = desk(ModelEvaluator("m", lambda _: None, stream))
    with pytest.raises(KeyboardInterrupt):
        mine.submit(on_finding=leave)
    assert ended == [True]
    assert [(a.status, a.draft) for a in mine.history()] == [(PENDING, DRAFT)]


def test_a_model_does_not_repeat_itself_on_what_was_changed(desk: Callable[..., Desk], library: Library, attempts: Attempts) -> None:
    def submitted(draft: str, quote: str) -> Evaluation:
        answer = completion(said(library.rubric("workplace-writing@1"), found(quote, "vague")))
        return desk(ModelEvaluator("m", lambda _: answer), attempts).submit(draft).evaluation

    first = submitted(DRAFT, "is fine")
    second = submitted(DRAFT.replace("is fine", "seems fine"), "seems fine")
    assert [f.quote for f in first.findings if f.source == "llm"] == ["is fine"]
    assert [f.quote for f in second.findings if f.source == "llm"] == []
    assert second.dropped_unhelpful == 1
