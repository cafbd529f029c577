"""How levels and findings change from attempt to attempt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from coach.models import Practised

FEWEST = 4
"""Attempts, so that the first and the last can be told apart."""


@dataclass(frozen=True)
class Level:
    """One attempt's level. `noise`: by how many levels its evaluator may differ from itself on the same draft.

    `goes_on`: the same evaluator judged the attempt before it at this scenario, so the two can be compared.
    """

    attempt: int
    created: datetime
    scenario: str
    level: int
    noise: int
    goes_on: bool


@dataclass(frozen=True)
class Falling:
    """Findings of a category for each 100 words, attempt by attempt; `first` and `last` are means of a half of them, None for too few."""

    category: str
    rates: tuple[float, ...]
    first: float | None
    last: float | None


def levels(practised: Sequence[Practised], criterion: str, repeat_spread: int) -> list[Level]:
    """Of the scored attempts, the oldest first; `attempt` counts from 1. `repeat_spread` is a model's, for the offline evaluator has none."""
    found = list[Level]()
    before = dict[str, Practised]()
    for number, attempt in enumerate((p for p in practised if p.scored), 1):
        if level := attempt.levels.get(criterion):
            earlier = before.get(attempt.scenario)
            noise = repeat_spread if attempt.evaluator.kind == "llm" else 0
            goes_on = earlier is not None and earlier.evaluator == attempt.evaluator
            found.append(Level(number, attempt.created, attempt.scenario, level, noise, goes_on))
        before[attempt.scenario] = attempt
    return found


def findings(practised: Sequence[Practised]) -> list[Falling]:
    """Every category that was found, the commonest first; missing points, which don't grow with the words, are left out."""
    counted = [(Counter(f.category for f in p.findings if f.quote), p.words) for p in practised if p.scored and p.words]
    total = sum((count for count, _ in counted), Counter[str]())
    falling = list[Falling]()
    for category, _ in total.most_common():
        rates = tuple(100 * count[category] / words for count, words in counted)
        half = len(rates) // 2
        enough = len(rates) >= FEWEST
        falling.append(Falling(category, rates, fmean(rates[:half]) if enough else None, fmean(rates[-half:]) if enough else None))
    return falling
