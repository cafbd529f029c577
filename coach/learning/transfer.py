"""A parallel task a week later: when it is offered, and which kinds of error came back in it.

Feedback shows at once what a revision mends. Whether it was learnt shows later, in another text and without help.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from coach.models import Finding, Practised

FROM, UNTIL = timedelta(days=7), timedelta(days=14)
"""After the first scored attempt at the original."""

Kind = tuple[str, str]
"""A category, and the rule, term or point that it is about: what may come back in another text."""
When = Literal["early", "due", "late", "done"]


@dataclass(frozen=True)
class Transfer:
    """One original and its parallel. `due` and `until` are the times between which the parallel says most."""

    original: str
    parallel: str
    due: datetime
    until: datetime
    when: When
    repeated: "Repeated | None" = None


@dataclass(frozen=True)
class Repeated:
    """Of the kinds `corrected` in the original, those that were found `again` in the first attempt at the parallel.

    `comparable` is False where two evaluators judged, for one may see what the other doesn't.
    """

    corrected: frozenset[Kind]
    again: frozenset[Kind]
    comparable: bool

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None where nothing had been corrected."""
        return len(self.again) / len(self.corrected) if self.corrected else None


def kind(finding: Finding) -> Kind:
    return finding.category, finding.rule or finding.term or finding.point or ""


def offered(parallels: Mapping[str, str], first_scored: Mapping[str, datetime], now: datetime) -> list[str]:
    """The parallels to offer now, the most pressing first; `first_scored` is by scenario when its first scored attempt was made."""
    due = {parallel: first_scored[original] for parallel, original in parallels.items() if original in first_scored and parallel not in first_scored}
    return sorted((p for p, first in due.items() if _when(first, now) == "due"), key=due.__getitem__)


def transfers(parallels: Mapping[str, str], practised: Sequence[Practised], now: datetime) -> list[Transfer]:
    """One for each original with a scored attempt; `parallels` leads from a parallel's id to its original's. `practised` is the oldest first."""
    found = list[Transfer]()
    for parallel, original in parallels.items():
        tried = [p for p in practised if p.scenario == original and p.scored]
        if not tried:
            continue
        first, transferred = tried[0].created, next((p for p in practised if p.scenario == parallel and p.scored), None)
        when = "done" if transferred else _when(first, now)
        found.append(Transfer(original, parallel, first + FROM, first + UNTIL, when, repeated(tried, transferred) if transferred else None))
    return sorted(found, key=lambda t: t.due)


def _when(first: datetime, now: datetime) -> When:
    return "early" if now < first + FROM else "due" if now <= first + UNTIL else "late"


def repeated(original: Iterable[Practised], parallel: Practised) -> Repeated:
    """Corrected is what an attempt before the parallel had, and the last of them hadn't any more."""
    before = [p for p in original if p.created < parallel.created]
    found, left = ({kind(f) for p in some for f in p.findings} for some in (before[:-1], before[-1:]))
    corrected = frozenset(found - left)
    return Repeated(corrected, corrected & {kind(f) for f in parallel.findings}, all(p.evaluator == parallel.evaluator for p in before))
