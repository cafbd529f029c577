"""What a server takes of a request: servers that speak the OpenAI API differ in the response format and in two parameters."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from coach.evaluation.faults import told
from coach.evaluation.json_text import object_in

Format = Literal["json_schema", "json_object", "text"]

_LOWER: dict[Format, Format] = {"json_schema": "json_object", "json_object": "text", "text": "text"}
_FORMAT = re.compile(r"response_?format|json.?(object|mode|validate)|schema|grammar|structured|guided", re.I)
_LIMIT = "max_completion_tokens"
_WITH_SCHEMA = "Answer with one JSON object and nothing else, no code fence and no text round it. It must fit this JSON Schema:"


@dataclass(frozen=True)
class Dialect:
    """The strictest that a server may take, or what is left of it after the server has refused some.

    `text` asks for no format at all; like `json_object`, it puts the schema into the prompt.
    """

    format: Format = "json_schema"
    temperature: bool = True
    limit: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"

    def write(self, request: dict[str, Any]) -> dict[str, Any]:
        """`request`, written for json_schema, in this dialect."""
        written = {k: v for k, v in request.items() if k != _LIMIT and (self.temperature or k != "temperature")}
        written[self.limit] = request[_LIMIT]
        if self.format != "json_schema":
            asked = f"{_WITH_SCHEMA}\n{json.dumps(_schema(request), ensure_ascii=False)}"
            system, *others = request["messages"]
            written["messages"] = [system | {"content": f"{system['content']}\n\n{asked}"}, *others]
            written["response_format"] = {"type": self.format}
        if self.format == "text":
            del written["response_format"]
        return written

    def after(self, refusal: Exception, first: bool) -> "Dialect | None":
        """What to try after a refusal; None where another dialect can't help.

        Where the server doesn't say what it minds, the format is the likeliest, but only before a `first` success.
        """
        if getattr(refusal, "status_code", None) not in (400, 422):
            return None
        says = told(refusal)
        other = replace(self, temperature=self.temperature and "temperature" not in says, limit="max_tokens" if _LIMIT in says else self.limit)
        if _FORMAT.search(says) or (first and other == self):
            other = replace(other, format=_LOWER[self.format])
        return other if other != self else None


def ignored_schema(request: dict[str, Any], completion: dict[str, Any]) -> bool:
    """Whether a whole answer lacks what the schema requires, as from a server that drops what it doesn't know."""
    try:
        choice = completion["choices"][0]
        message = choice["message"]
        content = message["content"]
        if choice["finish_reason"] != "stop" or message.get("refusal") or not content.strip():
            return False
    except (KeyError, IndexError, TypeError, AttributeError):
        return False
    try:
        answer = object_in(content)
    except (ValueError, RecursionError):
        return True
    return not (isinstance(answer, dict) and set(_schema(request)["required"]) <= set(answer))


def _schema(request: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = request["response_format"]["json_schema"]["schema"]
    return schema
