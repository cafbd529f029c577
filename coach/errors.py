"""The errors a person may see: each says what happened, where, and what to do."""

from dataclasses import dataclass


class CoachError(Exception):
    """A sentence for the person at the screen; never shown as a traceback."""


class DraftRefused(CoachError):
    """The draft can't be evaluated as it is: empty, too long, not UTF-8 text."""


class OverBudget(CoachError):
    """Today's budget for the model doesn't cover another call."""


class StorageUnavailable(CoachError):
    """The database can't be opened, read or written."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in an authored file; `str()` gives `path:line: field: what; cure`."""

    path: str
    line: int
    field: str
    what: str
    cure: str
    shown: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}: {self.field}: {self.what}; {self.cure}"
        return f"{text}\n    {self.shown}" if self.shown else text


class ContentError(CoachError):
    """Authored content that can't be used, with every problem found in it."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
