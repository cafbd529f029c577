"""Attempts as the tests of learning write them: a day, a scenario, what was found."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

import pytest

from coach.models import EvaluatorInfo, Finding, Practised

BEGIN = datetime(2026, 11, 2, 10, tzinfo=UTC)  # a Monday
Practise = Callable[..., Practised]


@pytest.fixture
def practise() -> Practise:
    """`found` is written category:term, or category:.rule, a guess with a question mark (misuse?:term); `level` None makes it unscored."""

    def make(day: float, *found: str, scenario: str = "a", words: int = 100, level: int | None = 3, kind: str = "offline", terms: str = "") -> Practised:
        info = EvaluatorInfo(kind=kind, model="m" if kind == "llm" else None, rubric="r@1", rubric_hash="h")
        findings = tuple(_finding(*text.split(":")) for text in found)
        levels = {"register": level} if level else {}
        return Practised(uuid4(), scenario, BEGIN + timedelta(days=day), words, info, levels, findings, frozenset(terms.split()))

    return make


def _finding(category: str, about: str = "") -> Finding:
    rule, term = (about[1:], None) if about.startswith(".") else (None, about or None)
    quote = "" if category == "missing" else "x"
    severity: Literal["error", "warning"] = "error" if category == "misuse" else "warning"
    return Finding(
        start=0, end=len(quote), quote=quote, criterion="register", category=category.rstrip("?"), severity=severity,
        message="m", term=term, rule=rule, source="rules",
    )  # fmt: skip
