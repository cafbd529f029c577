"""What a model may answer, as the server's decoded JSON."""

import json
from collections.abc import Iterator
from typing import Any

from coach.content.schema import Rubric
from coach.models import Evaluation, Finding

DRAFT = "Epsilon is 1.0. A larger epsilon protects customers better. We're happy with the results, and the pilot starts on Monday.\n"
USAGE = {"prompt_tokens": 900, "completion_tokens": 120, "prompt_tokens_details": {"cached_tokens": 800}}


def found(quote: str, category: str = "misuse", **changes: Any) -> dict[str, Any]:
    """One finding as a model writes it."""
    usual = {"words_before": "", "quote": quote, "criterion": "terminology", "category": category, "severity": "warning", "message": "It is the reverse."}
    return {**usual, "suggestion": "the other way round", "term": None, **changes}


def said(rubric: Rubric, *findings: Any, missing: Any = (), level: Any = 4, **changes: Any) -> dict[str, Any]:
    """A whole answer; `changes` replace its keys."""
    levels = {c.id: {"reason": f"Because of {c.id}.", "level": level} for c in rubric.criteria if not c.computed}
    return {"findings": list(findings), "missing_points": list(missing), **levels, **changes}


def completion(content: Any, finish: str = "stop", refusal: str | None = None) -> dict[str, Any]:
    """A chat completion; `content` is text, or an answer that becomes JSON text."""
    text = content if isinstance(content, str | None) else json.dumps(content)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {"object": "chat.completion", "model": "some-model", "choices": [{"index": 0, "finish_reason": finish, "message": message}], "usage": USAGE}


def streamed(content: Any, size: int = 7, finish: str | None = "stop", usage: bool = True) -> list[dict[str, Any]]:
    """The chunks of a completion, `size` characters each; with no `finish` its end never comes."""
    text = content if isinstance(content, str) else json.dumps(content)
    parts = [text[n : n + size] for n in range(0, len(text), size)]
    common = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "some-model"}
    chunks = [{**common, "choices": [{"index": 0, "delta": {"content": p}, "finish_reason": None}]} for p in parts]
    chunks += [{**common, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}] if finish else []
    return chunks + ([{**common, "choices": [], "usage": USAGE}] if usage and finish else [])


def events(chunks: list[dict[str, Any]]) -> Iterator[bytes]:
    """Chunks as a server sends them."""
    yield from (f"data: {json.dumps(c)}\n\n".encode() for c in chunks)
    yield b"data: [DONE]\n\n"


def good(rubric: Rubric) -> dict[str, Any]:
    """About DRAFT: one quote that is there, one that isn't."""
    return completion(said(rubric, found("larger epsilon"), found("words that nobody wrote")))


def by_rule(quote: str, category: str, criterion: str) -> Finding:
    """A finding of the engine's in DRAFT."""
    start = DRAFT.index(quote)
    common = {"criterion": criterion, "category": category, "severity": "warning", "message": "By a rule.", "source": "rules"}
    return Finding(start=start, end=start + len(quote), quote=quote, **common)


def timeless(evaluation: Evaluation) -> Evaluation:
    """Without what differs from call to call: the seconds, and the random markers in what was sent."""
    return evaluation.model_copy(update={"usage": evaluation.usage.model_copy(update={"seconds": 0.0}), "sent": ()})
