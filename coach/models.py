"""Records that cross rooms."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from coach.errors import DraftRefused

MAX_DRAFT_CHARACTERS = 200_000
"""The one limit on a draft's length, in code points."""

UnscoredReason = Literal[
    "refusal", "truncated", "malformed", "timeout", "rate-limited", "unreachable",
    "unauthorised", "unknown-model", "too-long", "server-error", "rejected", "missing-result", "out-of-credit", "over-budget",
]  # fmt: skip


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, protected_namespaces=())


class Finding(Record):
    """One comment. `draft[start:end] == quote`, in code points; only `missing` has no quote.

    `also` names the other source where both say the same of the place.
    """

    start: int
    end: int
    quote: str
    criterion: str
    category: str
    severity: Literal["error", "warning", "suggestion"]
    message: str
    why: str | None = None
    suggestion: str | None = None
    term: str | None = None
    rule: str | None = None
    point: str | None = None
    source: Literal["rules", "llm"]
    also: Literal["rules", "llm"] | None = None

    @model_validator(mode="after")
    def _evidence(self) -> "Finding":
        if self.end - self.start != len(self.quote) or (not self.quote and self.category != "missing"):
            raise ValueError("a finding quotes the draft, unless a point is missing")
        return self

    @property
    def key(self) -> str:
        """The same for what is the same comment on the same words, in this draft and in the next: 32 hexadecimal digits."""
        said = [self.criterion, self.category, self.rule or self.term or self.point or "", " ".join(self.quote.casefold().split())]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


class SelfAssessment(Record):
    """What a learner expects before the feedback opens: the reader in own words, the place of the weakest claim, the level."""

    reader: str = ""
    weakest: tuple[int, int] | None = None
    level: int | None = None


class Unscored(Record):
    """Why there is no level: a typed reason, and a sentence that a person can act on."""

    reason: UnscoredReason
    detail: str


class EvaluatorInfo(Record):
    """Who judged, with what."""

    kind: Literal["offline", "llm"]
    model: str | None = None
    prompt: str | None = None
    prompt_hash: str | None = None
    rubric: str
    rubric_hash: str


class Usage(Record):
    """What an evaluation cost; tokens and money are 0 and null offline."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0


class Judgement(Record):
    """The level of one criterion (null where unscored) and why."""

    criterion: str
    level: int | None
    reason: str


class OpenQuestion(Record):
    """What the reader must still ask. It hangs on `draft[start:end] == quote`, or on nothing that the draft says: the quote is then empty."""

    question: str
    start: int = 0
    end: int = 0
    quote: str = ""

    @model_validator(mode="after")
    def _evidence(self) -> "OpenQuestion":
        if self.end - self.start != len(self.quote):
            raise ValueError("a quote is as long as its place")
        return self


class Reading(Record):
    """What a model says that the scenario's reader would do with one draft. Where it is `unscored` there is no decision, and why is said.

    `dropped_quotes` counts quotes that aren't in the draft; `sent` are the messages that the model was sent, masked as they were.
    """

    model: str
    prompt: str
    prompt_hash: str
    decision: str = ""
    because: str = ""
    questions: tuple[OpenQuestion, ...] = ()
    unscored: Unscored | None = None
    dropped_quotes: int = 0
    usage: Usage = Usage()
    sent: tuple[str, ...] = ()


class Evaluation(Record):
    """Everything that an evaluator says of one draft, findings in reading order.

    Of a model's comments `dropped_quotes` had no evidence in the draft and `dropped_unhelpful` gave a learner nothing to go
    on with. `overruled` are findings, of either source, that say another thing of a place than the finding that stays there.
    `sent` are the messages that a model was sent, masked as they were. `reading` is there once a model was asked for it.
    """

    scenario: str
    evaluator: EvaluatorInfo
    judgements: tuple[Judgement, ...]
    formality: float
    unscored: Unscored | None = None
    findings: tuple[Finding, ...]
    dropped_quotes: int = 0
    dropped_unhelpful: int = 0
    overruled: tuple[Finding, ...] = ()
    usage: Usage = Usage()
    sent: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def levels(self) -> dict[str, int | None]:
        return {j.criterion: j.level for j in self.judgements}


@dataclass(frozen=True)
class Practised:
    """What a judged attempt says of learning. `levels` is empty where it is unscored, and the findings are then by rules alone.

    `terms` are the ids of the glossary terms that the draft names; None where it was kept before they were.
    """

    id: UUID
    scenario: str
    created: datetime
    words: int
    evaluator: EvaluatorInfo
    levels: dict[str, int]
    findings: tuple[Finding, ...]
    terms: frozenset[str] | None

    @property
    def scored(self) -> bool:
        return bool(self.levels)


def check_draft(draft: str) -> str:
    """The draft itself; raises DraftRefused where there is nothing to evaluate, or too much."""
    if not draft.strip("\ufeff \t\r\n"):
        raise DraftRefused("The draft is empty. Write a few sentences first.")
    if len(draft) > MAX_DRAFT_CHARACTERS:
        raise DraftRefused(f"The draft has {len(draft):,} characters; the limit is {MAX_DRAFT_CHARACTERS:,}. Shorten it, or evaluate it in parts.")
    if "\x00" in draft:
        raise DraftRefused("The draft has a NUL character in it, so it isn't plain text. Save it as text (UTF-8) and try again.")
    try:
        draft.encode()
    except UnicodeEncodeError as error:
        raise DraftRefused(f"The draft has half a character in it (at character {error.start + 1}). Type that character again.") from None
    return draft
