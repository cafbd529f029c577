"""The JSON that a model wrote, where a server couldn't keep it from writing round it."""

import json
from collections.abc import Iterator
from typing import Any

_MOST_PLACES = 50
"""Where an object may begin; beyond it a text is prose, and looking on would take the square of its length."""


def object_in(text: str) -> Any:
    """The JSON that `text` is, else the one object in it (in a code fence, or between words).

    Raises ValueError where there is none, or more than one to choose from; RecursionError where it is too deep.
    """
    try:
        return json.loads(text)
    except ValueError:
        found = list(_objects(text))
    if len(found) != 1:
        raise ValueError(f"{len(found)} objects in the text")
    return found[0]


def _objects(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
            yield value
        except ValueError:
            end = at + 1
        at = text.find("{", end)
