"""Evaluates the drafts that a command was given: in their order, or into a file that a killed run can go on from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from coach import printing, settings
from coach.drafts import Draft
from coach.errors import CoachError, DraftRefused
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import Evaluator, Task, TaskMaker
from coach.journal import Journal
from coach.models import Evaluation

Judged = tuple[Draft, Evaluation | DraftRefused]


def make_task(draft: Draft, maker: TaskMaker, role: str | None, prompt: str | None, key: str | None) -> Task:
    """Raises DraftRefused, or CoachError where an id is unknown."""
    if draft.refusal:
        raise DraftRefused(draft.refusal)
    return maker.make(draft.text, draft.scenario, role, prompt, key)


@dataclass(frozen=True)
class Evaluations:
    """`evaluator` over drafts, with the role and prompt that the command names. Live calls run at the same time."""

    maker: TaskMaker
    evaluator: Evaluator
    role: str | None = None
    prompt: str | None = None

    def of(self, given: list[Draft]) -> Iterator[Judged]:
        """Each draft with its evaluation, in order, as soon as it and those before it are done."""
        with printing.progress(len(given), beside_output=True) as advance:
            for judged in self._each(self._judged, list(zip(given, self._keys(given), strict=True))):
                advance()
                yield judged

    def into(self, path: Path, given: list[Draft]) -> bool:
        """Adds what `path` lacks, each line as it comes, and then puts them in order; gives whether every draft is scored.

        What an earlier run of the same drafts, prompt and model left there is kept, but for drafts that no answer came for.
        Raises CoachError where the file holds anything else.
        """
        keyed = dict(zip(self._keys(given), given, strict=True))
        with Journal(path) as journal:
            for key, result in journal.results.items():
                if key not in keyed or not self._is_of(result, keyed[key]):
                    raise CoachError(f"{path} has results of other drafts, or of another prompt or model ({key}). Give --output another file.")
            missing = [(draft, key) for key, draft in keyed.items() if not _has_answer(journal.results.get(key))]
            with printing.progress(len(given), beside_output=False) as advance:
                for _ in range(len(given) - len(missing)):
                    advance()
                for _ in self._each(partial(self._append, journal, advance), missing):
                    pass
            journal.finish(list(keyed))
            return all(result["unscored"] is None for result in journal.results.values())

    def _append(self, journal: Journal, advance: Callable[[], None], keyed: tuple[Draft, str]) -> None:
        # In the thread that was answered, so that an interrupt loses no answer that is on its way.
        draft, evaluation = self._judged(keyed)
        journal.append({"custom_id": keyed[1], **printing.record(draft, evaluation, self.evaluator, self.maker.library, self.prompt)})
        advance()

    def _judged(self, keyed: tuple[Draft, str]) -> Judged:
        from coach.evaluation.batch import RecordedEvaluator

        draft, key = keyed
        try:
            # A live call has no key, so that its markers are random.
            recorded = isinstance(self.evaluator, RecordedEvaluator)
            return draft, self.evaluator.evaluate(make_task(draft, self.maker, self.role, self.prompt, key if recorded else None))
        except DraftRefused as refused:
            return draft, refused

    def _each(self, work: Callable[[tuple[Draft, str]], Any], items: list[tuple[Draft, str]]) -> Iterable[Any]:
        if isinstance(self.evaluator, OfflineEvaluator):
            return map(work, items)
        from coach.evaluation.batch import in_parallel

        return in_parallel(work, items, settings.concurrency())

    @staticmethod
    def _keys(given: list[Draft]) -> list[str]:
        from coach.evaluation.batch import custom_id

        return [custom_id(number, draft.text) for number, draft in enumerate(given, 1)]

    def _is_of(self, result: dict[str, Any], draft: Draft) -> bool:
        library = self.maker.library
        scenario = library.role_of(draft.scenario, self.role).scenario(draft.scenario)
        info = self.evaluator.info(library.rubric(scenario.rubric), library.prompt(self.prompt or scenario.prompt))
        return (result.get("id"), result.get("scenario"), result.get("evaluator")) == (draft.id, draft.scenario, info.model_dump())


def _has_answer(result: dict[str, Any] | None) -> bool:
    """A score, or an answer that can't be used: it was paid for, and would be again."""
    return result is not None and (result["unscored"] is None or result["usage"]["output_tokens"] > 0)
