"""An answer while it comes: whole findings out of half a JSON text, and in the end the completion that it was."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from coach.evaluation.answer import Answer, SaidFinding, read_answer, verify
from coach.evaluation.helpful import helpful
from coach.evaluation.merging import one_a_place
from coach.evaluation.task import Task
from coach.models import Finding, Unscored, Usage


class ComingAnswer:
    """Takes the chunks of one completion, whatever a server sends as such."""

    def __init__(self, task: Task):
        self._task = task
        self._content = ""
        self._refusal = ""
        self._finish: str | None = None
        self._usage: Any = None
        self._read = 0
        self._shown: list[Finding] = []

    def take(self, chunk: Any) -> Iterator[Finding]:
        """The findings that this chunk completes, each verified."""
        for text in self._texts(chunk):
            # An object is whole at its last brace, not when something follows: so a finding never waits for the next.
            for piece in _upto_braces(text):
                self._content += piece
                if piece.endswith("}"):
                    yield from self._whole_findings()

    def read(self) -> Answer:
        """What the whole answer says; truncated where its end never came."""
        message = {"role": "assistant", "content": self._content, "refusal": self._refusal or None}
        choice = {"index": 0, "finish_reason": self._finish or "length", "message": message}
        answer = read_answer({"choices": [choice], "usage": self._usage}, self._task)
        return self._with_what_came(answer) if answer.unscored and answer.unscored.reason == "truncated" else answer

    def broken_off(self, unscored: Unscored, calls: int) -> Answer:
        """Nothing is scored, and what has been shown stays."""
        return self._with_what_came(Answer(unscored=unscored, usage=Usage(calls=calls)))

    def _with_what_came(self, answer: Answer) -> Answer:
        return replace(answer, findings=tuple(self._shown))

    def _texts(self, chunk: Any) -> Iterator[str]:
        """The next part of the message, where the chunk has one; takes in what else it tells."""
        if not isinstance(chunk, dict):
            return
        self._usage = chunk.get("usage") or self._usage
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        self._finish = choice.get("finish_reason") or self._finish
        # A server that can't stream sends the message whole.
        part = choice.get("delta") or choice.get("message")
        if isinstance(part, dict):
            self._refusal += str(part.get("refusal") or "")
            if isinstance(content := part.get("content"), str):
                yield content

    def _whole_findings(self) -> Iterator[Finding]:
        try:
            said = json.loads(f"{self._content}]}}")["findings"]
            new = [SaidFinding.model_validate(f) for f in said[self._read :]]
        except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
            return  # the brace closes something else, or stands in a text
        self._read = len(said)
        found = (helpful(v, self._task.draft, self._task.earlier) for f in new if (v := verify(f, self._task)))
        for finding in one_a_place(filter(None, found), self._shown):
            self._shown.append(finding)
            yield finding


def _upto_braces(text: str) -> list[str]:
    """“a}b}c” → “a}”, “b}”, “c”."""
    *closed, rest = text.split("}")
    return [f"{part}}}" for part in closed] + ([rest] if rest else [])
