"""What a chat completion says: the JSON that was asked for, or a typed reason why there is none, and what it cost."""

from typing import Any

from coach.evaluation.json_text import object_in
from coach.models import Unscored, Usage


def answer_in(completion: Any) -> Any:
    """The JSON that the model wrote, of whatever form, or Unscored. `completion` is the decoded response body, whatever a server sent; never raises."""
    try:
        choice = completion["choices"][0]
        message = choice["message"]
        finish, refusal, content = choice.get("finish_reason"), message.get("refusal"), message.get("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        return Unscored(reason="malformed", detail="The model's answer isn't a chat completion.")
    if refusal or finish == "content_filter":
        return Unscored(reason="refusal", detail="The model declined to judge this draft.")
    if finish == "length":
        return Unscored(reason="truncated", detail="The model's answer was cut off before its end.")
    if not isinstance(content, str) or not content.strip():
        return Unscored(reason="malformed", detail="The model's answer was empty.")
    try:
        return object_in(content)
    except (ValueError, RecursionError):  # bad JSON, or a number of 5,000 digits
        return OF_ANOTHER_FORM


OF_ANOTHER_FORM = Unscored(reason="malformed", detail="The model's answer isn't of the form that was asked for.")


def usage_of(completion: Any) -> Usage:
    """As the server counted it; one call where it says nothing."""
    raw = completion.get("usage") if isinstance(completion, dict) else None
    if not isinstance(raw, dict):
        return Usage(calls=1)
    details = raw.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0

    def count(value: Any) -> int:
        return value if isinstance(value, int) and value >= 0 else 0

    calls = count(raw.get("calls")) or 1  # the client's own count, where it needed more than one
    return Usage(calls=calls, input_tokens=count(raw.get("prompt_tokens")), cached_tokens=count(cached), output_tokens=count(raw.get("completion_tokens")))
