"""How figures are taken, and how they stand beside a neighbour's."""

import time
from collections.abc import Callable


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` of them don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * len(ordered) + 0.499) - 1)]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def beside(ours: float, theirs: float | None, name: str, unit: str) -> str:
    """“0.5 × textlint's 0.95 s”, or that the neighbour isn't there."""
    if theirs is None:
        return f"{name}: not measured, npm is missing"
    return f"{ours / theirs:.2f} × {name}'s {theirs:,.{0 if theirs >= 100 else 2}f} {unit}"
